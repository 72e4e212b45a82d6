// Package bare is a server of the crowd's form that does nothing but what
// cannot be left out: gin, html/template, and a loop that commits what has
// gathered to SQLite or PostgreSQL before it answers.
//
// It is what measurements of the real server are put beside: how much of what
// this machine can do is left once there are drafts, checks, receipts, security
// headers, a feed and an index. It validates nothing, forgets who wrote what,
// and is not for use. It is the one place outside of the wrapping packages that
// names the engines, because what it measures is the engines.
package bare

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/web/page"
)

//go:embed page.tmpl
var files embed.FS

// headerTimeout is how long a client may take to send its headers.
const headerTimeout = 10 * time.Second

// The addresses of the server.
const (
	FormPath    = "/form"
	receiptPath = "/receipt"
)

// Server is the bare server.
type Server struct {
	form      survey.Form
	questions []page.Question
	pages     *template.Template
	queue     *queue
}

// New returns a server of the form on a new database: the path of a SQLite file
// or the address of an empty PostgreSQL database. Close ends it.
func New(ctx context.Context, log *slog.Logger, database string, form survey.Form) (_ *Server, err error) {
	defer fault.Wrap(&err, "bare.New")
	s := &Server{form: form, questions: page.Questions(page.AskedPage(form.Pages[0]), nil, nil)}
	if s.pages, err = template.ParseFS(files, "page.tmpl"); err != nil {
		return nil, err
	}
	s.queue, err = openQueue(ctx, log, database)
	return s, err
}

// Close closes the database.
func (s *Server) Close() error { return s.queue.close() }

// Serve answers requests until ctx ends.
func (s *Server) Serve(ctx context.Context, l net.Listener) (err error) {
	defer fault.Wrap(&err, "bare.Serve")
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.GET("/readyz", func(c *gin.Context) { c.String(http.StatusOK, "ready\n") })
	e.GET(FormPath, s.show)
	e.POST(FormPath, s.store)
	e.GET(receiptPath, s.receipt)
	srv := &http.Server{Handler: e, ReadHeaderTimeout: headerTimeout}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

type shown struct {
	Form      survey.Form
	Questions []page.Question
	Action    string
	Code      string
}

func (s *Server) show(c *gin.Context) {
	s.execute(c, "form", shown{Form: s.form, Questions: s.questions, Action: FormPath})
}

func (s *Server) receipt(c *gin.Context) {
	s.execute(c, "receipt", shown{Form: s.form, Code: c.Query("code")})
}

func (s *Server) execute(c *gin.Context, name string, data any) {
	c.Header("Content-Type", "text/html; charset=utf-8")
	if err := s.pages.ExecuteTemplate(c.Writer, name, data); err != nil {
		_ = c.Error(err)
	}
}

// store answers once the response is durable.
func (s *Server) store(c *gin.Context) {
	if err := c.Request.ParseForm(); err != nil {
		c.String(http.StatusBadRequest, "bad form\n")
		return
	}
	j := &job{id: sqldb.NewID(), answers: s.read(c.Request.PostForm), done: make(chan error, 1)}
	s.queue.jobs <- j
	if err := <-j.done; err != nil {
		c.String(http.StatusServiceUnavailable, "not stored\n")
		return
	}
	c.Redirect(http.StatusSeeOther, receiptPath+"?code="+j.id)
}

func (s *Server) read(posted url.Values) []survey.Answer {
	var answers []survey.Answer
	for _, q := range s.form.Questions() {
		a := survey.Answer{Question: q.Key, Text: posted.Get(page.AnswerField(q.Key, "")), QuoteConsent: survey.QuoteConsent(posted.Get(page.ConsentField(q.Key)))}
		for _, item := range q.Items {
			if v := posted.Get(page.AnswerField(q.Key, item.Key)); v != "" {
				a.Choices = append(a.Choices, item.Key+"="+v)
			}
		}
		answers = append(answers, a)
	}
	return slices.DeleteFunc(answers, func(a survey.Answer) bool { return a.Text == "" && strings.Join(a.Choices, "") == "" })
}
