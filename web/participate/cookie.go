package participate

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// The lifetimes of what a browser keeps for a form.
const (
	// draftLife is how long a browser can find its draft again. People who do
	// not come back within two weeks start afresh.
	draftLife = 14 * 24 * time.Hour
	// receiptLife lets a receipt be reloaded and printed, and not be found by
	// the next person at the computer.
	receiptLife = time.Hour
)

const (
	draftCookie      = "draft"
	receiptCookie    = "receipt"
	invitationCookie = "invitation"
	// suffixLength tells the drafts of different invitations in one browser
	// apart: 40 bits, in characters of base 32.
	suffixLength = 8
)

// cookieName adds what browsers demand of a name under TLS.
func (d *Desk) cookieName(name string) string {
	if d.Secure {
		return "__Secure-" + name
	}
	return name
}

// cookie returns the value of one of the form's cookies, or "".
func (d *Desk) cookie(c *gin.Context, name string) string {
	ck, err := c.Request.Cookie(d.cookieName(name))
	if err != nil {
		return ""
	}
	return ck.Value
}

// setCookie keeps a value in the browser for the addresses of one form only. A
// life of zero removes it.
func (d *Desk) setCookie(c *gin.Context, p place, name, value string, life time.Duration) {
	age := int(life.Seconds())
	if age == 0 {
		age = -1
	}
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows whether the site has TLS
		Name: d.cookieName(name), Value: value, Path: p.path(""), MaxAge: age,
		HttpOnly: true, Secure: d.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// suffix tells apart what two invitations left in one browser, without naming
// either. It is the same for a newer link of the same invitation, so that who
// follows a reminder finds what was begun with the first link.
func suffix(invitationID string) string {
	if invitationID == "" {
		return ""
	}
	return "-" + digest("cookie", invitationID)[:suffixLength]
}

// instanceKey derives the idempotency key of a form instance from the secret of
// its draft: the same browser has the same key again after the draft is gone.
func instanceKey(secret string) string { return digest("form instance", secret) }

// writeDraft returns what the draft cookie holds: the secret of the draft, and
// the key of its form instance, which outlives the draft.
func writeDraft(secret, key string) string { return secret + "." + key }

func parseDraft(cookie string) (secret, key string) {
	secret, key, _ = strings.Cut(cookie, ".")
	return secret, key
}

// newKey returns the key of a form instance whose browser has no draft yet: the
// first page it posts may be posted twice.
func newKey() string { return instanceKey(rand.Text()) }

func digest(use, secret string) string {
	sum := sha256.Sum256([]byte(use + "\x00" + secret))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))
}

// A proof is what the receipt cookie holds: what to show, and of which form
// instance. It is made of random texts that only this browser has.
type proof struct{ response, code, key string }

func (p proof) String() string { return p.response + "." + p.code + "." + p.key }

func parseProof(s string) (p proof, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || parts[0] == "" {
		return p, false
	}
	return proof{parts[0], parts[1], parts[2]}, true
}
