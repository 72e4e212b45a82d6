package page

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"verbatim/web/page/words"
)

// tongueCookie keeps the language that somebody chose, for the pages that belong
// to no form.
const (
	tongueCookie  = "tongue"
	tongueSeconds = 180 * 24 * 60 * 60
)

// SwitchTongue is where the buttons of pages are sent that belong to no form.
const SwitchTongue = "/language"

// Visitor returns the layout of a page that belongs to no form and is for people
// who answer: it speaks the language that they chose, or that their browser asks
// for, where the interface has words of its own for it.
func Visitor(c *gin.Context, title string) Layout {
	l := Public(c, title)
	l.User = nil
	l.Lang = TongueOf(c)
	l.Title = words.For(l.Lang).Say(title)
	if c.Request.Method == http.MethodGet || !strings.Contains(c.FullPath(), ":") {
		l.Tongues, l.Switch = Tongues(words.Languages(), l.Lang), SwitchTongue
	}
	return l
}

// TongueOf returns the language of pages that belong to no form.
func TongueOf(c *gin.Context) string {
	if tag := ChosenTongue(c); tag != "" {
		return tag
	}
	wanted, _, err := language.ParseAcceptLanguage(c.GetHeader("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return words.English
	}
	return words.Nearest(wanted)
}

// ChosenTongue returns the language that somebody chose in this browser, or "".
func ChosenTongue(c *gin.Context) string {
	if ck, err := c.Request.Cookie(tongueCookie); err == nil && slices.Contains(words.Languages(), ck.Value) {
		return ck.Value
	}
	return ""
}

// SetTongue keeps the language that somebody chose, if the interface speaks it.
func SetTongue(c *gin.Context, tag string) {
	for _, spoken := range words.Languages() {
		if SameLanguage(spoken, tag) {
			http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows whether the site has TLS
				Name: tongueCookie, Value: spoken, Path: "/", MaxAge: tongueSeconds, HttpOnly: true, Secure: c.Request.TLS != nil, SameSite: http.SameSiteLaxMode,
			})
		}
	}
}

// ForVisitors reports whether the address of a request is one of those for people
// who answer. One that is not known may have been copied by anybody.
func ForVisitors(c *gin.Context) bool {
	switch first, _, _ := strings.Cut(strings.TrimPrefix(c.FullPath(), "/"), "/"); first {
	case "f", "i", "o", "p", "r", "return", "withdraw", "preview", "":
		return c.FullPath() != "/"
	}
	return false
}
