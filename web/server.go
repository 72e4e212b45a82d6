// Package web is the site: it puts the middleware, the participants' pages, the
// researchers' and the coordinators' pages behind one http.Handler and serves
// it until it is told to stop.
//
// It is for cmd. routes.go holds every address on one screen; a handler is a
// method that returns an error, and errors.go turns that into an answer. The
// package reads no environment and opens no database.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/report/pdf"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/survey/store"
	"verbatim/web/middleware"
	"verbatim/web/participate"
	"verbatim/web/render"
	"verbatim/web/session"
)

// The time limits of a connection. A telephone on a train may need a minute to
// send a page of text; an export may take two to be written.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	// stopTimeout is how long requests that are under way may take to end when
	// the server stops. A submission takes milliseconds.
	stopTimeout = 15 * time.Second
	// answerTimeout is how long a participant's request may wait for the
	// database: longer than SQLite waits for another program, and less than a
	// person waits for a page.
	answerTimeout = 15 * time.Second
	// mostPeople is how many requests of participants are worked on at once: as
	// many as are answered within about a second, with bodies that fit into
	// memory. Who comes then is asked to come back.
	mostPeople = 512
	// fewPeople is how many requests of participants leave time for other work:
	// more mean that people wait for each other.
	fewPeople = 4
	// largestBody bounds a form: the longest permitted answer to each of a
	// dozen questions of a page, encoded. In bytes.
	largestBody = 1 << 20
	// largestHeader bounds the headers of a request, in bytes.
	largestHeader = 64 << 10
	// formMemory is how much of a form with files is kept in memory, in bytes.
	formMemory = largestBody
	// slowestBody is how many bytes a second have to arrive after the first
	// minute: half of what the slowest telephones send.
	slowestBody = 500
)

// Config is what a Server works with.
type Config struct {
	Survey    *store.Store
	Analysis  *astore.Store // with Engine: nil leaves the staff pages out, for a server that only takes answers
	Engine    search.Engine
	Now       func() time.Time                // nil means time.Now
	PublicURL string                          // as participants type it, "https://survey.example.org"; may be empty
	Secure    bool                            // served over TLS: cookies carry Secure
	Ready     func(ctx context.Context) error // what /readyz asks; nil means always ready
	Caught    func() (done, head int64)       // how far derived data has followed the feed; may be nil
	Mail      *mail.Post                      // what is written to participants; nil means that nothing can be sent
	Proxies   []string                        // addresses and networks of reverse proxies, which are believed about who asks; usually none
	Print     *pdf.Printer                    // what makes PDF files of summaries; nil for none
}

// Server is the site. It is safe for concurrent use.
type Server struct {
	log      *slog.Logger
	config   Config
	render   *render.Renderer
	sessions *session.Manager
	handler  http.Handler
	desk     *participate.Desk
	people   middleware.Crowd // participants' requests
	patience patience
}

// patience is how long a connection may take to send a header, and a request.
type patience struct{ header, request time.Duration }

// New builds the site. It fails when a template or the public address is wrong.
func New(log *slog.Logger, c Config) (_ *Server, err error) {
	defer fault.Wrap(&err, "web.New")
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Mail == nil {
		c.Mail = mail.New(log, mail.Config{Store: c.Survey, PublicURL: c.PublicURL, Now: c.Now})
	}
	s := &Server{log: log, config: c, people: middleware.NewCrowd(mostPeople), patience: patience{headerTimeout, readTimeout}}
	if s.render, err = render.New(); err != nil {
		return nil, err
	}
	s.sessions = session.New(log, c.Survey, c.Now, c.Secure)
	engine, err := s.engine()
	if err != nil {
		return nil, err
	}
	s.handler = headAsGet(engine)
	return s, nil
}

// Busy reports whether participants wait for each other, so that work that can
// wait should.
func (s *Server) Busy() bool { return s.people.Size() > fewPeople }

// Handler returns the site as a handler, for tests and for other servers.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers requests that arrive at l until ctx ends, then lets those under
// way finish. It returns nil when it was stopped and everything was answered.
func (s *Server) Serve(ctx context.Context, l net.Listener) (err error) {
	defer fault.Wrap(&err, "web.Serve(%s)", l.Addr())
	srv := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: s.patience.header, ReadTimeout: s.patience.request, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: largestHeader, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		// Requests outlive ctx: an answer that is being stored is acknowledged.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := srv.Shutdown(stopping); err != nil {
		return errors.Join(err, srv.Close())
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// waitForBody lets a body arrive slowly, but not for ever.
func (s *Server) waitForBody(c *gin.Context) {
	middleware.Patience{First: s.patience.request, Slowest: slowestBody, Answer: writeTimeout, Now: time.Now}.Wait(c)
}

// headAsGet lets every page be asked for its headers only, as mail scanners and
// monitors do. net/http leaves the body out by itself.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// newEngine returns gin without its own log, colours, debug words and trust in
// proxies other than those named: what anybody else says in X-Forwarded-For
// would let them pass as many people. A *gin.Context is used again for the next request, while the database
// may still look at the context it was given: handlers pass the request's own.
func newEngine(proxies []string) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.RedirectFixedPath = false
	if err := e.SetTrustedProxies(proxies); err != nil {
		return nil, fault.Coded("W22", "The reverse proxies %q are not all addresses or networks: %v. Write them as 10.0.0.5 or 10.0.0.0/24.", proxies, err)
	}
	return e, nil
}
