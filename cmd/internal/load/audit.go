package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectIDs     = `SELECT id FROM response WHERE id > $1 ORDER BY id LIMIT $2`
	selectAnswers = `SELECT response_id, question, choices, text, quote_consent FROM answer WHERE response_id >= $1 AND response_id <= $2 ORDER BY response_id, place`
	selectFeed    = `SELECT (SELECT count(*) FROM change), COALESCE((SELECT min(seq) FROM change), 1), COALESCE((SELECT max(seq) FROM change), 0), (SELECT seq FROM change_head)`
	// selectFedTwice counts what the feed names twice, selectFed how many more or
	// fewer responses there are than it names: zero, when the first is zero too.
	selectFedTwice = `SELECT count(*) FROM (SELECT entity FROM change WHERE kind = 'response-stored' GROUP BY entity HAVING count(*) > 1) t`
	selectFed      = `SELECT (SELECT count(*) FROM response r JOIN change c ON c.entity = r.id AND c.kind = 'response-stored') - (SELECT count(*) FROM response)`
)

// auditPage is how many responses are read at a time: a few megabytes.
const auditPage = 1000

// A Tally is what an audit found.
type Tally struct {
	Acknowledged int `json:"acknowledged"` // fillings that the site said it had stored
	Found        int `json:"found"`        // of these, in the database with exactly their bytes
	Lost         int `json:"lost"`         // of these, not there
	Doubled      int `json:"doubled"`      // fillings stored more than once, acknowledged or not
	Unheard      int `json:"unheard"`      // stored, but the acknowledgement did not arrive
	Strange      int `json:"strange"`      // responses whose bytes nobody sent: torn or mixed
	Stored       int `json:"stored"`       // all responses
}

// Add adds the counts of another database.
func (t *Tally) Add(o Tally) {
	t.Acknowledged += o.Acknowledged
	t.Found += o.Found
	t.Lost += o.Lost
	t.Doubled += o.Doubled
	t.Unheard += o.Unheard
	t.Strange += o.Strange
	t.Stored += o.Stored
}

// Err says what must not be, or nil.
func (t Tally) Err() error {
	if t.Lost+t.Doubled+t.Strange == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Internal, Code: "T01", Text: fmt.Sprintf("Of %d acknowledged responses %d are lost, %d are stored more than once, and %d stored ones are not as anybody sent them.", t.Acknowledged, t.Lost, t.Doubled, t.Strange)}
}

// An Audit looks up what a ledger remembers in a database.
type Audit struct {
	Log      *slog.Logger
	Database string
	Ledger   *Ledger
}

// Count reads every response of the database and compares it with the ledger,
// as both are when it begins.
func (a Audit) Count(ctx context.Context) (t Tally, err error) {
	defer fault.Wrap(&err, "load.Audit.Count")
	return a.count(ctx, a.Ledger.Snapshot())
}

// CountAgainst is Count with what a ledger held at an earlier moment.
func (a Audit) CountAgainst(ctx context.Context, acks map[Digest]bool) (t Tally, err error) {
	defer fault.Wrap(&err, "load.Audit.CountAgainst")
	return a.count(ctx, acks)
}

func (a Audit) count(ctx context.Context, acks map[Digest]bool) (t Tally, err error) {
	var stored map[Digest]int
	err = a.open(ctx, func(db *sqldb.DB) error {
		stored, err = readAll(ctx, db)
		return err
	})
	if err != nil {
		return t, err
	}
	now := a.Ledger.Snapshot() // what was sent while we read is nothing strange
	for d, n := range stored {
		t.Stored += n
		_, known := now[d]
		switch {
		case !known:
			t.Strange += n
		case n > 1:
			t.Doubled++
		case !now[d]:
			t.Unheard++
		}
	}
	for d, ack := range acks {
		switch {
		case !ack:
		case stored[d] == 0:
			t.Acknowledged, t.Lost = t.Acknowledged+1, t.Lost+1
		default:
			t.Acknowledged, t.Found = t.Acknowledged+1, t.Found+1
		}
	}
	return t, nil
}

// Sound checks what must hold whatever was sent: SQLite's own check of the
// file, a feed without gaps whose head is its end, and each response named by
// it once, unless its beginning has been cleared away.
func (a Audit) Sound(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "load.Audit.Sound")
	return a.open(ctx, func(db *sqldb.DB) error {
		if db.Engine() == sqldb.SQLite {
			if err := integrity(ctx, db); err != nil {
				return err
			}
		}
		return feed(ctx, db)
	})
}

func (a Audit) open(ctx context.Context, fn func(db *sqldb.DB) error) (err error) {
	db, err := sqldb.Open(ctx, a.Log, a.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return fn(db)
}

func integrity(ctx context.Context, db *sqldb.DB) error {
	lines, err := sqldb.Collect(ctx, db, scanString, `PRAGMA integrity_check`)
	if err == nil && (len(lines) != 1 || lines[0] != "ok") {
		err = &fault.Error{Kind: fault.Internal, Code: "T02", Text: fmt.Sprintf("The database is damaged: %q.", lines)}
	}
	return err
}

// feed checks the feed in single statements: each sees one moment, while
// writing goes on.
func feed(ctx context.Context, db *sqldb.DB) error {
	type ends struct{ rows, first, last, head int64 }
	e, err := sqldb.One(ctx, db, func(r sqldb.Row) (e ends, err error) {
		err = r.Scan(&e.rows, &e.first, &e.last, &e.head)
		return e, err
	}, selectFeed)
	if err != nil {
		return err
	}
	if e.rows == 0 { // all followers have dealt with all of it
		return nil
	}
	if e.last-e.first+1 != e.rows || e.head != e.last {
		return &fault.Error{Kind: fault.Internal, Code: "T03", Text: fmt.Sprintf("The feed has gaps: %d rows from %d to %d, its head is %d.", e.rows, e.first, e.last, e.head)}
	}
	queries := []string{selectFedTwice, selectFed}
	if e.first > 1 {
		queries = queries[:1] // responses whose rows are gone are named no more
	}
	for _, query := range queries {
		wrong, err := sqldb.One(ctx, db, scanInt, query)
		if err != nil {
			return err
		}
		if wrong != 0 {
			return &fault.Error{Kind: fault.Internal, Code: "T04", Text: fmt.Sprintf("The feed does not name each response once: off by %d.", wrong)}
		}
	}
	return nil
}

// readAll returns how often each filling is stored.
func readAll(ctx context.Context, db *sqldb.DB) (map[Digest]int, error) {
	stored := map[Digest]int{}
	for last := ""; ; {
		ids, err := sqldb.Collect(ctx, db, scanString, selectIDs, last, auditPage)
		if err != nil || len(ids) == 0 {
			return stored, err
		}
		rows, err := sqldb.Collect(ctx, db, scanAnswer, selectAnswers, ids[0], ids[len(ids)-1])
		if err != nil {
			return nil, err
		}
		answers := map[string][]survey.Answer{}
		for _, r := range rows {
			answers[r.response] = append(answers[r.response], r.answer)
		}
		for _, id := range ids { // one without answers is torn: its digest is nobody's
			stored[digest(answers[id])]++
		}
		last = ids[len(ids)-1]
	}
}

type storedAnswer struct {
	response string
	answer   survey.Answer
}

func scanAnswer(r sqldb.Row) (s storedAnswer, err error) {
	var choices string
	err = r.Scan(&s.response, &s.answer.Question, &choices, &s.answer.Text, &s.answer.QuoteConsent)
	if err == nil && choices != "" {
		err = json.Unmarshal([]byte(choices), &s.answer.Choices)
	}
	return s, err
}

func scanString(r sqldb.Row) (v string, err error) { err = r.Scan(&v); return v, err }
func scanInt(r sqldb.Row) (v int64, err error)     { err = r.Scan(&v); return v, err }
