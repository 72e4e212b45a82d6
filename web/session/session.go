// Package session knows which staff account a request belongs to: it checks
// passwords, keeps the session cookie, and guards the routes that need a level.
//
// It is for web. Participants have no accounts and no sessions (see
// web/participate). Sessions are stored by survey/store, which keeps only a
// hash of the token; this package holds no session itself.
package session

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/middleware"
)

const (
	// Lifetime is how long a session lasts: a working day with a margin.
	Lifetime = 12 * time.Hour
	// atOnce is how many passwords are checked at the same time: 19 MiB and
	// one core each.
	atOnce = 4

	accountBurst  = 5                // wrong passwords for one account before it must wait
	accountEvery  = 30 * time.Second // then one more each
	addressBurst  = 30               // a shared office signs in from one address
	addressEvery  = 2 * time.Second
	userKey       = "user"
	cookieName    = "session"
	hostCookie    = "__Host-session"
	ipv6PrefixLen = 64 // what one subscriber has at least
)

// Manager signs staff in and out and tells who a request is from.
type Manager struct {
	log       *slog.Logger
	survey    *store.Store
	secure    bool
	slots     chan struct{}
	nobody    string // a hash that no password fits: what those of unknown accounts are checked against
	byAccount *middleware.Limiter
	byAddress *middleware.Limiter
}

// New returns a Manager. secure says that the site is served over TLS: the
// cookie is then bound to this host and never sent in the clear.
func New(log *slog.Logger, s *store.Store, now func() time.Time, secure bool) *Manager {
	return &Manager{
		log: log, survey: s, secure: secure, slots: make(chan struct{}, atOnce),
		nobody:    encode(make([]byte, saltBytes), make([]byte, hashBytes)),
		byAccount: middleware.NewLimiter(now, accountEvery, accountBurst),
		byAddress: middleware.NewLimiter(now, addressEvery, addressBurst),
	}
}

// TooManyError is the refusal of an attempt that came too soon.
type TooManyError struct{ Wait time.Duration }

// Error says that there were too many attempts.
func (e *TooManyError) Error() string { return "too many attempts to sign in" }

// wrong is the fault for an unknown account and for a wrong password alike.
func wrong() error { return fault.New(fault.Invalid, "The name or the password is not right.") }

// SignIn checks a name and a password and returns the token of a new session.
// It fails with *TooManyError after too many attempts for the account or from the
// address, and with an Invalid fault when name and password do not fit. An
// unknown account takes as long as a wrong password.
func (m *Manager) SignIn(ctx context.Context, name, password, address string) (token string, err error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if err := m.allow(name, address); err != nil {
		return "", err
	}
	user, hash, err := m.survey.UserByName(ctx, name)
	known := err == nil
	if !known && fault.KindOf(err) != fault.NotFound {
		return "", err
	}
	if !known {
		hash = m.nobody
	}
	fits, err := m.check(ctx, hash, password)
	if err != nil {
		return "", err
	}
	if !fits || !known {
		if err := m.survey.CountFailedSignIn(ctx); err != nil {
			return "", err
		}
		return "", wrong()
	}
	m.byAccount.Forget(name)
	return m.survey.CreateSession(ctx, user.ID, Lifetime)
}

func (m *Manager) allow(name, address string) error {
	if wait, ok := m.byAddress.Allow(AddressKey(address)); !ok {
		return &TooManyError{wait}
	}
	if wait, ok := m.byAccount.Allow(name); !ok {
		return &TooManyError{wait}
	}
	return nil
}

// check compares in one of a few slots, so that a burst of sign-ins cannot take
// all memory.
func (m *Manager) check(ctx context.Context, hash, password string) (bool, error) {
	select {
	case m.slots <- struct{}{}:
		defer func() { <-m.slots }()
		return CheckPassword(hash, password), nil
	case <-ctx.Done():
		return false, &fault.Error{Kind: fault.Unavailable, Op: "session.check", Err: ctx.Err()}
	}
}

// AddressKey returns what counts as one visitor's address: an IPv4 address, or
// the /64 network of an IPv6 one.
func AddressKey(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	if p, err := ip.Prefix(ipv6PrefixLen); err == nil {
		return p.String()
	}
	return address
}

// Load finds out who a request is from, so that what it does is audited as
// theirs. A session that cannot be looked up is
// no session: the pages that need one will ask for it.
func (m *Manager) Load() gin.HandlerFunc {
	return func(c *gin.Context) {
		ck, err := c.Request.Cookie(m.cookie())
		if err != nil || ck.Value == "" {
			return
		}
		user, err := m.survey.SessionUser(c.Request.Context(), ck.Value)
		switch {
		case err == nil:
			c.Set(userKey, user)
			c.Request = c.Request.WithContext(survey.WithActor(c.Request.Context(), user.Actor()))
		case fault.KindOf(err) != fault.NotFound:
			m.log.LogAttrs(c.Request.Context(), slog.LevelError, "session not read", slog.String("request_id", middleware.ID(c)), slog.Any("error", err))
		}
	}
}

// Of returns the account that the request is from.
func Of(c *gin.Context) (survey.User, bool) {
	v, ok := c.Get(userKey)
	u, isUser := v.(survey.User)
	return u, ok && isUser
}

// User returns the account that the request is from, for handlers behind
// RequireLevel; elsewhere it may be the zero User.
func User(c *gin.Context) survey.User {
	u, _ := Of(c)
	return u
}

// RequireLevel lets accounts pass that may do what needs the level. Others get
// a Forbidden fault; whoever is not signed in is handed to ask.
func (m *Manager) RequireLevel(level survey.Level, ask gin.HandlerFunc, fail middleware.Fail) gin.HandlerFunc {
	return func(c *gin.Context) {
		u, ok := Of(c)
		switch {
		case !ok:
			ask(c)
			c.Abort()
		case !u.Level.Allows(level):
			fail(c, fault.New(fault.Forbidden, "This page is for %ss. Ask one to do this, or to change your account.", level))
		}
	}
}

// SetCookie gives the browser the token of its session. A sign-in always makes
// a new token, so one that was planted before is worth nothing.
func (m *Manager) SetCookie(c *gin.Context, token string) {
	http.SetCookie(c.Writer, &http.Cookie{Name: m.cookie(), Value: token, Path: "/", MaxAge: int(Lifetime.Seconds()), //nolint:gosec // Secure follows whether the site has TLS
		HttpOnly: true, Secure: m.secure, SameSite: http.SameSiteLaxMode})
}

// SignOut ends the request's session, in the store and in the browser.
func (m *Manager) SignOut(c *gin.Context) error {
	ck, err := c.Request.Cookie(m.cookie())
	if err != nil {
		return nil //nolint:nilerr // nobody was signed in, which is what was wanted
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: m.cookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: m.secure, SameSite: http.SameSiteLaxMode}) //nolint:gosec // Secure follows whether the site has TLS
	return m.survey.DeleteSession(c.Request.Context(), ck.Value)
}

func (m *Manager) cookie() string {
	if m.secure {
		return hostCookie
	}
	return cookieName
}
