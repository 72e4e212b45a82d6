package page

import (
	"encoding/base64"
	"net/http"

	"github.com/gin-gonic/gin"
)

const (
	flashCookie = "flash"
	// flashSeconds is how long a word about what was just done waits for the
	// page it belongs to: longer than any redirect takes.
	flashSeconds = 60
	themeCookie  = "appearance"
	// themeSeconds keeps the choice of appearance for a year.
	themeSeconds = 365 * 24 * 60 * 60
)

// SetFlash keeps a sentence about what was just done for the next staff page.
// It must not hold answers or tokens.
func SetFlash(c *gin.Context, text string) {
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows whether the site has TLS
		Name: flashCookie, Value: base64.RawURLEncoding.EncodeToString([]byte(text)), Path: "/",
		MaxAge: flashSeconds, HttpOnly: true, Secure: c.Request.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
}

// TakeFlash returns the sentence kept by SetFlash, once, or "".
func TakeFlash(c *gin.Context) string {
	ck, err := c.Request.Cookie(flashCookie)
	if err != nil {
		return ""
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: c.Request.TLS != nil, SameSite: http.SameSiteLaxMode}) //nolint:gosec // Secure follows whether the site has TLS
	text, err := base64.RawURLEncoding.DecodeString(ck.Value)
	if err != nil {
		return ""
	}
	return string(text)
}

// Theme returns the appearance that the visitor chose, or "" for the device's.
func Theme(c *gin.Context) string {
	ck, err := c.Request.Cookie(themeCookie)
	if err != nil || ck.Value != "light" && ck.Value != "dark" {
		return ""
	}
	return ck.Value
}

// SetTheme keeps the visitor's choice: "light", "dark", or anything else for
// the device's own.
func SetTheme(c *gin.Context, theme string) {
	ck := http.Cookie{Name: themeCookie, Value: theme, Path: "/", MaxAge: themeSeconds, HttpOnly: true, Secure: c.Request.TLS != nil, SameSite: http.SameSiteLaxMode} //nolint:gosec // Secure follows whether the site has TLS
	if theme != "light" && theme != "dark" {
		ck.Value, ck.MaxAge = "", -1
	}
	http.SetCookie(c.Writer, &ck)
}
