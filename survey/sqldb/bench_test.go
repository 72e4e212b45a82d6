package sqldb_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// paragraph makes a response of 2 kB with four of them, as a talkative
// participant writes.
var paragraph = strings.Repeat("We learned to listen before we speak. ", 13)

// benchForm asks 3 Likert and 4 long-text questions.
func benchForm() survey.Form {
	var qs []survey.Question
	scale := []survey.Choice{{Key: "1", Label: "No"}, {Key: "5", Label: "Yes"}}
	for i := range 3 {
		qs = append(qs, survey.Question{Key: fmt.Sprint("l", i), Kind: survey.Likert, Label: "Agree?", Choices: scale, Items: []survey.Choice{{Key: "a", Label: "A"}}})
	}
	for i := range 4 {
		qs = append(qs, survey.Question{Key: fmt.Sprint("t", i), Kind: survey.LongText, Label: "Why?", Quotable: true})
	}
	return survey.Form{Key: "bench", Title: "Bench", Pages: []survey.Page{{Key: "p", Questions: qs}}}
}

func benchResponse(waveID string) survey.Response {
	r := survey.Response{WaveID: waveID, Role: "mentor"}
	for i := range 3 {
		r.Answers = append(r.Answers, survey.Answer{Question: fmt.Sprint("l", i), Choices: []string{"a=5"}})
	}
	for i := range 4 {
		r.Answers = append(r.Answers, survey.Answer{Question: fmt.Sprint("t", i), Text: paragraph, QuoteConsent: survey.QuoteWords})
	}
	return r
}

// BenchmarkSubmit measures durable submissions, beside a bare loop that commits
// in groups too and stores only a response with its seven answers. The two take
// turns within one measurement, because a machine that others use changes by the
// second; "of-bare" is the quotient of their rates.
//
//	go test -run '^$' -bench Submit -benchtime 20000x ./survey/sqldb
func BenchmarkSubmit(b *testing.B) {
	engines := map[string]func(b *testing.B) string{
		"sqlite":     func(b *testing.B) string { return b.TempDir() + "/verbatim.db" },
		"postgresql": func(b *testing.B) string { return surveytest.Postgres(b) },
	}
	bare := map[string]func(b *testing.B, address string) func([]bareJob) error{"sqlite": bareSQLite, "postgresql": barePostgres}
	for _, engine := range []string{"sqlite", "postgresql"} {
		for _, parallel := range []int{1, 8, 32} {
			b.Run(fmt.Sprintf("%s/c=%d", engine, parallel), func(b *testing.B) {
				least := &contender{submit: bareLoop(b, bare[engine](b, engines[engine](b)))}
				ours := &contender{submit: storeLoop(b, surveytest.Reopen(b, engines[engine](b)))}
				b.ResetTimer()
				for left := b.N; left > 0; left -= turn {
					for _, c := range []*contender{least, ours} {
						check(b, c.run(min(turn, left), parallel))
					}
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(least.rate(), "bare/s")
				b.ReportMetric(ours.rate(), "store/s")
				b.ReportMetric(ours.rate()/least.rate(), "of-bare")
				b.ReportMetric(ours.percentile(50), "p50-ms")
				b.ReportMetric(ours.percentile(99), "p99-ms")
				b.ReportMetric(least.percentile(99), "bare-p99-ms")
			})
		}
	}
}

// storeLoop returns what submits a response to a store.
func storeLoop(b *testing.B, db *sqldb.DB) func() error {
	b.Helper()
	s, err := store.New(b.Context(), surveytest.Log(b), db)
	check(b, err)
	p := surveytest.Programme()
	check(b, s.SaveProgramme(b.Context(), p))
	r := surveytest.Round(p)
	check(b, s.SaveRound(b.Context(), r))
	f, err := s.PublishForm(b.Context(), p.ID, benchForm())
	check(b, err)
	w := surveytest.Wave(r, f)
	check(b, s.SaveWave(b.Context(), w))
	return func() error {
		_, err := s.Submit(b.Context(), benchResponse(w.ID), store.SubmitOptions{Key: sqldb.NewID()})
		return err
	}
}

// turn is how many submissions one contender makes before the other is measured:
// a few tenths of a second's worth.
const turn = 2048

// A contender is one of two that are measured side by side.
type contender struct {
	submit func() error
	busy   time.Duration
	took   []time.Duration
}

// run submits n times from so many goroutines.
func (c *contender) run(n, goroutines int) error {
	work := make(chan struct{}, n)
	for range n {
		work <- struct{}{}
	}
	close(work)
	errs, times := make(chan error, goroutines), make(chan []time.Duration, goroutines)
	began := time.Now()
	for range goroutines {
		go func() {
			var first error
			var took []time.Duration
			for range work {
				start := time.Now()
				if err := c.submit(); err != nil && first == nil {
					first = err
				}
				took = append(took, time.Since(start))
			}
			times <- took
			errs <- first
		}()
	}
	var first error
	for range goroutines {
		if err := <-errs; first == nil {
			first = err
		}
	}
	c.busy += time.Since(began)
	for range goroutines {
		c.took = append(c.took, <-times...)
	}
	return first
}

// rate is in submissions a second.
func (c *contender) rate() float64 { return float64(len(c.took)) / c.busy.Seconds() }

// percentile is in milliseconds.
func (c *contender) percentile(p int) float64 {
	slices.Sort(c.took)
	return float64(c.took[(len(c.took)-1)*p/100].Microseconds()) / 1000
}

const (
	bareTables = `CREATE TABLE response (id TEXT PRIMARY KEY, wave TEXT NOT NULL, role TEXT NOT NULL, day TEXT NOT NULL);
		CREATE TABLE answer (response TEXT NOT NULL, question TEXT NOT NULL, choices TEXT NOT NULL, text TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (response, question))`
	bareResponse = `INSERT INTO response (id, wave, role, day) VALUES ($1, $2, $3, $4)`
	bareAnswer   = `INSERT INTO answer (response, question, choices, text, hash) VALUES ($1, $2, $3, $4, $5)`
	bareCTE      = `WITH r AS (INSERT INTO response (id, wave, role, day) VALUES ($1, $2, $3, $4) RETURNING id)
		INSERT INTO answer (response, question, choices, text, hash)
		SELECT r.id, a.* FROM r, unnest($5::text[], $6::text[], $7::text[], $8::text[]) AS a`
)

// A bareJob is a response on its way through the bare loop.
type bareJob struct {
	id   string
	r    survey.Response
	hash []string
	done chan error
}

// bareLoop runs a loop that takes what is queued, commits it and answers, and
// returns what submits a response to it.
func bareLoop(b *testing.B, commit func([]bareJob) error) func() error {
	b.Helper()
	queue := make(chan bareJob, 1024)
	b.Cleanup(func() { close(queue) })
	go func() {
		for first := range queue {
			group := []bareJob{first}
			for len(queue) > 0 && len(group) < 256 {
				group = append(group, <-queue)
			}
			err := commit(group)
			for _, j := range group {
				j.done <- err
			}
		}
	}()
	return func() error {
		j := bareJob{id: sqldb.NewID(), r: benchResponse("wave"), done: make(chan error, 1)}
		for _, a := range j.r.Answers {
			sum := sha256.Sum256([]byte(a.Text))
			j.hash = append(j.hash, hex.EncodeToString(sum[:]))
		}
		queue <- j
		return <-j.done
	}
}

// bareSQLite commits with prepared statements, one row each.
func bareSQLite(b *testing.B, path string) func([]bareJob) error {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	check(b, err)
	b.Cleanup(func() { check(b, db.Close()) })
	db.SetMaxOpenConns(1)
	_, err = db.Exec(bareTables)
	check(b, err)
	conn, err := db.Conn(context.Background())
	check(b, err)
	b.Cleanup(func() { check(b, conn.Close()) })
	response, err := conn.PrepareContext(context.Background(), bareResponse)
	check(b, err)
	b.Cleanup(func() { check(b, response.Close()) })
	answer, err := conn.PrepareContext(context.Background(), bareAnswer)
	check(b, err)
	b.Cleanup(func() { check(b, answer.Close()) })
	insert := func(j bareJob) error {
		if _, err := response.Exec(j.id, j.r.WaveID, j.r.Role, "2021-07-01"); err != nil {
			return err
		}
		for i, a := range j.r.Answers {
			if _, err := answer.Exec(j.id, a.Question, strings.Join(a.Choices, ","), a.Text, j.hash[i]); err != nil {
				return err
			}
		}
		return nil
	}
	return func(group []bareJob) error {
		if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		for _, j := range group {
			if err := insert(j); err != nil {
				return err
			}
		}
		_, err := conn.ExecContext(context.Background(), "COMMIT")
		return err
	}
}

// barePostgres commits with one statement a response, all sent in one batch.
func barePostgres(b *testing.B, address string) func([]bareJob) error {
	b.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	check(b, err)
	b.Cleanup(func() { check(b, conn.Close(ctx)) })
	_, err = conn.Exec(ctx, bareTables)
	check(b, err)
	return func(group []bareJob) error {
		batch := &pgx.Batch{}
		for _, j := range group {
			var questions, choices, texts []string
			for _, a := range j.r.Answers {
				questions, choices, texts = append(questions, a.Question), append(choices, strings.Join(a.Choices, ",")), append(texts, a.Text)
			}
			batch.Queue(bareCTE, j.id, j.r.WaveID, j.r.Role, "2021-07-01", questions, choices, texts, j.hash)
		}
		return conn.SendBatch(ctx, batch).Close()
	}
}
