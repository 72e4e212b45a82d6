package bare

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"

	"verbatim/survey"
)

const (
	// maxTogether is how many responses share a commit at most, as in the real
	// writer.
	maxTogether = 256
	// maxQueued is how many responses may wait.
	maxQueued = 2048
)

const (
	createResponse = `CREATE TABLE response (id TEXT PRIMARY KEY, day TEXT NOT NULL)`
	createAnswer   = `CREATE TABLE answer (response_id TEXT NOT NULL, question TEXT NOT NULL, choices TEXT NOT NULL, text TEXT NOT NULL,
		hash TEXT NOT NULL, quote_consent TEXT NOT NULL, PRIMARY KEY (response_id, question))`
	insertResponse = `INSERT INTO response (id, day) VALUES (?, ?)`
	insertAnswer   = `INSERT INTO answer (response_id, question, choices, text, hash, quote_consent) VALUES (?, ?, ?, ?, ?, ?)`
	// insertGroup writes a whole group in one statement, which is one durable
	// transaction in one trip to the server.
	insertGroup = `WITH r AS (INSERT INTO response (id, day) SELECT id, '2021-07-01' FROM unnest($1::text[]) AS id)
		INSERT INTO answer (response_id, question, choices, text, hash, quote_consent)
		SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`
	anyDay = "2021-07-01"
)

// A job is one response on its way.
type job struct {
	id      string
	answers []survey.Answer
	done    chan error
}

// A queue commits what has gathered and then answers.
type queue struct {
	jobs   chan *job
	db     *sql.DB
	commit func([]*job) error
	ended  chan struct{}
}

// openQueue uses the drivers by the names that they have registered themselves
// under: who imports sqldb has them.
func openQueue(ctx context.Context, log *slog.Logger, database string) (*queue, error) {
	q := &queue{jobs: make(chan *job, maxQueued), ended: make(chan struct{})}
	driver, source := "sqlite3", "file:"+database+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate"
	if strings.HasPrefix(database, "postgres") {
		driver, source = "pgx", database
	}
	var err error
	if q.db, err = sql.Open(driver, source); err != nil {
		return nil, err
	}
	q.db.SetMaxOpenConns(1)
	for _, create := range []string{createResponse, createAnswer} {
		if _, err := q.db.ExecContext(ctx, create); err != nil {
			return nil, errors.Join(err, q.db.Close())
		}
	}
	q.commit = q.postgres
	if driver == "sqlite3" {
		if q.commit, err = q.sqlite(ctx); err != nil {
			return nil, errors.Join(err, q.db.Close())
		}
	}
	log.Debug("bare server opened its database", slog.String("driver", driver))
	go q.run()
	return q, nil
}

func (q *queue) run() {
	defer close(q.ended)
	for first := range q.jobs {
		group := []*job{first}
		for len(q.jobs) > 0 && len(group) < maxTogether {
			group = append(group, <-q.jobs)
		}
		err := q.commit(group)
		for _, j := range group {
			j.done <- err
		}
	}
}

func (q *queue) close() error {
	close(q.jobs)
	<-q.ended
	return q.db.Close()
}

// sqlite returns a commit with prepared statements.
func (q *queue) sqlite(ctx context.Context) (func([]*job) error, error) {
	response, err := q.db.PrepareContext(ctx, insertResponse)
	if err != nil {
		return nil, err
	}
	answer, err := q.db.PrepareContext(ctx, insertAnswer)
	if err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	return func(group []*job) error {
		tx, err := q.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := insertEach(ctx, tx.StmtContext(ctx, response), tx.StmtContext(ctx, answer), group); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}, nil
}

func insertEach(ctx context.Context, response, answer *sql.Stmt, group []*job) error {
	for _, j := range group {
		if _, err := response.ExecContext(ctx, j.id, anyDay); err != nil {
			return err
		}
		for _, a := range j.answers {
			if _, err := answer.ExecContext(ctx, j.id, a.Question, strings.Join(a.Choices, ","), a.Text, hash(a.Text), string(a.QuoteConsent)); err != nil {
				return err
			}
		}
	}
	return nil
}

// postgres commits a group with one statement.
func (q *queue) postgres(group []*job) error {
	var ids []string
	var columns [6][]string
	for _, j := range group {
		ids = append(ids, j.id)
		for _, a := range j.answers {
			for i, v := range []string{j.id, a.Question, strings.Join(a.Choices, ","), a.Text, hash(a.Text), string(a.QuoteConsent)} {
				columns[i] = append(columns[i], v)
			}
		}
	}
	_, err := q.db.ExecContext(context.Background(), insertGroup, ids, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5])
	return err
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
