package middleware

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
)

// policy permits what the pages use: their own files, fetches to the server
// they came from, and forms sent to it. Nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Headers sets the security headers of every response. Pages are never kept by
// a cache: they hold what people wrote.
func Headers(secure bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
	}
}

// HideAddress keeps a page's own address out of every Referer, for pages whose
// address holds a token. It is "strict-origin" and not "no-referrer" because
// with the latter browsers send "Origin: null" with the page's own form, which
// cannot be told from a post from elsewhere where there is no TLS.
func HideAddress() gin.HandlerFunc {
	return func(c *gin.Context) { c.Header("Referrer-Policy", "strict-origin") }
}

// BodyLimit stops reading a body after as many bytes as limit says of the
// request. The handler's ParseForm then fails with *http.MaxBytesError.
func BodyLimit(limit func(c *gin.Context) int64) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Body != nil {
			c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit(c))
		}
	}
}

// SameOrigin refuses posts that a page of another site sent in the visitor's
// name. trusted is the public origin, such as "https://survey.example.org", for
// a proxy that rewrites Host; it may be empty.
func SameOrigin(trusted string, fail Fail) (gin.HandlerFunc, error) {
	protection := http.NewCrossOriginProtection()
	if trusted != "" {
		if err := protection.AddTrustedOrigin(trusted); err != nil {
			return nil, err
		}
	}
	return func(c *gin.Context) {
		if err := protection.Check(c.Request); err != nil {
			fail(c, &fault.Error{
				Kind: fault.Forbidden, Op: "middleware.SameOrigin", Err: err,
				Text: "This form was sent from another site, so nothing was stored. Open the page here and send it again.",
			})
		}
	}, nil
}

// FormsOnly reads the form that a post carries, before anything else is done for
// it, and refuses bodies that are not HTML forms: there is no other way in. At
// most memory bytes of a form's files are kept in memory, and of them all no more
// than room says of the request, nil meaning all of it; they are gone when the
// request has been answered.
func FormsOnly(memory int64, room func(c *gin.Context) *Room, fail Fail) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Method != http.MethodPost {
			return
		}
		var err error
		var held *files
		defer func() { held.close() }()
		switch c.ContentType() {
		case "application/x-www-form-urlencoded":
			err = c.Request.ParseForm()
		case "multipart/form-data":
			held, err = readMultipart(c, memory, room(c))
		default:
			err = fault.New(fault.Invalid, "This address takes web forms only.")
		}
		if err != nil {
			fail(c, unreadable(err))
			return
		}
		c.Next()
	}
}

// unreadable gives the error of a body that could not be read as a form its
// kind. One that is too large, and a fault, stay what they are.
func unreadable(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return err
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	return &fault.Error{
		Kind: fault.Invalid, Code: "W20", Op: "middleware.FormsOnly", Err: err,
		Text: "What was sent could not be read as a form, so none of it was stored. Go back in your browser, where your words should still be on the page, and send it once more.",
	}
}
