package web_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
	"verbatim/web/page"
	"verbatim/web/render"
)

// bare is the least that a site of this page can be: gin, the same templates
// executed from memory, and responses committed in groups. It has no drafts, no
// validation, no invitations, no headers, no log and no change feed, and its
// receipt repeats nothing. It is what the benchmarks hold the site against.
type bare struct {
	render *render.Renderer
	form   page.Form
	queue  chan bareResponse
	insert func(group []bareResponse) error
}

type bareResponse struct {
	id      string
	answers [][2]string // question and what was answered
	done    chan error
}

const (
	bareTables = `CREATE TABLE response (id TEXT PRIMARY KEY, day TEXT NOT NULL);
		CREATE TABLE answer (response TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (response, question))`
	// bareGroup is how many responses are committed together at most.
	bareGroup = 256
)

// newBare starts a bare site on an empty database of the engine.
func newBare(b *testing.B, engine sqldb.Engine) http.Handler {
	b.Helper()
	r, err := render.New()
	must(b, err)
	s := &bare{render: r, form: barePage(), queue: make(chan bareResponse, 4*bareGroup)}
	if engine == sqldb.SQLite {
		s.insert = bareSQLite(b)
	} else {
		s.insert = barePostgres(b)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); s.commit() }()
	b.Cleanup(func() { close(s.queue); <-ended })
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.GET("/form", s.page)
	e.POST("/form", s.store)
	e.GET("/receipt/:id", s.receipt)
	return e
}

func barePage() page.Form {
	pg := flowForm().Pages[0]
	return page.Form{
		Layout:  page.Layout{Title: "Page 1 of 1: Your views", Lang: page.Language, Programme: "Reverse Mentoring", Writing: true, Scripts: []string{"form.js"}},
		Heading: pg.Title, Progress: "Page 1 of 1", Rule: "You can leave out any of these.", Questions: page.Questions(page.AskedPage(pg), nil, nil), Action: "/form",
	}
}

func (s *bare) page(c *gin.Context) { s.show(c, "participate-page", s.form) }

func (s *bare) show(c *gin.Context, name string, data any) {
	c.Header("Content-Type", "text/html; charset=utf-8")
	if err := s.render.Execute(c.Writer, name, "layout", data); err != nil {
		c.Status(http.StatusInternalServerError)
	}
}

func (s *bare) store(c *gin.Context) {
	if err := c.Request.ParseForm(); err != nil {
		c.Status(http.StatusBadRequest)
		return
	}
	r := bareResponse{id: sqldb.NewID(), done: make(chan error, 1)}
	for name, values := range c.Request.PostForm {
		r.answers = append(r.answers, [2]string{name, values[0]})
	}
	s.queue <- r
	if err := <-r.done; err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Redirect(http.StatusSeeOther, "/receipt/"+r.id)
}

func (s *bare) receipt(c *gin.Context) {
	code := c.Param("id")[:16]
	s.show(c, "participate-receipt", page.Receipt{
		Layout: page.Layout{Title: "Your answers have been sent", Lang: page.Language, Programme: "Reverse Mentoring", Path: "/receipt"}, Code: code, Spaced: page.Spaced(code),
	})
}

// commit writes what is queued, at most a group at a time, without a timer.
func (s *bare) commit() {
	for first := range s.queue {
		group := []bareResponse{first}
		for len(group) < bareGroup && len(s.queue) > 0 {
			group = append(group, <-s.queue)
		}
		err := s.insert(group)
		for _, r := range group {
			r.done <- err
		}
	}
}

// bareSQLite commits with prepared statements, durably.
func bareSQLite(b *testing.B) func([]bareResponse) error {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	db.SetMaxOpenConns(1)
	_, err = db.Exec(bareTables)
	must(b, err)
	conn, err := db.Conn(context.Background())
	must(b, err)
	b.Cleanup(func() { must(b, conn.Close()) })
	prepare := func(query string) *sql.Stmt {
		s, err := conn.PrepareContext(context.Background(), query)
		must(b, err)
		b.Cleanup(func() { must(b, s.Close()) })
		return s
	}
	response := prepare(`INSERT INTO response (id, day) VALUES ($1, $2)`)
	answer := prepare(`INSERT INTO answer (response, question, value) VALUES ($1, $2, $3)`)
	return func(group []bareResponse) error {
		if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		for _, r := range group {
			if _, err := response.Exec(r.id, "2021-06-21"); err != nil {
				return err
			}
			for _, a := range r.answers {
				if _, err := answer.Exec(r.id, a[0], a[1]); err != nil {
					return err
				}
			}
		}
		_, err := conn.ExecContext(context.Background(), "COMMIT")
		return err
	}
}

// barePostgres commits a group with one statement, in one trip.
func barePostgres(b *testing.B) func([]bareResponse) error {
	b.Helper()
	db, err := sql.Open("pgx", surveytest.Postgres(b))
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	db.SetMaxOpenConns(1)
	for table := range strings.SplitSeq(bareTables, ";") {
		_, err = db.Exec(table)
		must(b, err)
	}
	return func(group []bareResponse) error {
		var ids, responses, questions, values []string
		for _, r := range group {
			ids = append(ids, r.id)
			for _, a := range r.answers {
				responses, questions, values = append(responses, r.id), append(questions, a[0]), append(values, a[1])
			}
		}
		_, err := db.Exec(`WITH r AS (INSERT INTO response (id, day) SELECT unnest($1::text[]), '2021-06-21')
			INSERT INTO answer (response, question, value) SELECT * FROM unnest($2::text[], $3::text[], $4::text[])`, ids, responses, questions, values)
		return err
	}
}

// flowForm is the page of the benchmarks: 3 Likert and 4 long-text questions.
func flowForm() survey.Form {
	scale := []survey.Choice{{Key: "1", Label: "Strongly disagree"}, {Key: "2", Label: "Disagree"}, {Key: "3", Label: "Neither"}, {Key: "4", Label: "Agree"}, {Key: "5", Label: "Strongly agree"}}
	pg := survey.Page{Key: "views", Title: "Your views"}
	for i := range 3 {
		pg.Questions = append(pg.Questions, survey.Question{
			Key: fmt.Sprint("agree", i), Kind: survey.Likert, Label: "How far do you agree?", Choices: scale, Items: []survey.Choice{{Key: "a", Label: "My mentor listened to me"}},
		})
	}
	for i := range 4 {
		pg.Questions = append(pg.Questions, survey.Question{Key: fmt.Sprint("text", i), Kind: survey.LongText, Label: "What has changed for you?", Quotable: true})
	}
	return survey.Form{Key: "flow", Title: "End evaluation", Pages: []survey.Page{pg}}
}
