// Package store keeps what the analysis makes: codebooks, codings, actions,
// recommendations, and the verbatims that a stage failed on.
//
// It is for the pipeline, which writes suggestions, and for the pages on which
// people decide about them. What the machine suggests may be written again and
// again; what a person has decided is never touched by it, doubled or brought
// back.
//
// It keeps no answers (see survey/store): its tables refer to the responses, so
// that a withdrawal erases what was made of them in the same transaction. It
// computes nothing.
package store

import (
	"context"
	"embed"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// A Store reads and writes the tables of the analysis. Its methods may be
// called concurrently.
type Store struct {
	DB  *sqldb.DB
	Now func() time.Time // when a decision is made; decisions are learnt from in their order
	log *slog.Logger

	term      string // of office, in which suggestions are written; see StartTerm
	suggested <-chan struct{}
}

// New brings the tables of the analysis in db up to date and returns the store
// over them. The survey's tables must be there before: see survey/store.
func New(ctx context.Context, log *slog.Logger, db *sqldb.DB) (_ *Store, err error) {
	defer fault.Wrap(&err, "analysis/store.New")
	schema := Schema()
	if err := db.Migrate(ctx, schema.Set, schema.Files); err != nil {
		return nil, err
	}
	return &Store{DB: db, Now: time.Now, log: log, suggested: db.Watch(topicSuggested)}, nil
}

// maxList is how many identifiers one query names at most: SQLite's default
// allows 32,766 parameters, and statements of one length are prepared once.
const maxList = 256

// list returns n parameters from $from on, "$1,$2,$3".
func list(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(from + i))
	}
	return b.String()
}

// inLists calls fn with a query, made of head, a list of at most maxList of the
// ids and tail, until all have been named.
func inLists(ids []string, head, tail string, fn func(query string, args []any) error) error {
	for len(ids) > 0 {
		n := min(len(ids), maxList)
		args := make([]any, n)
		for i, id := range ids[:n] {
			args[i] = id
		}
		if err := fn(head+"("+list(1, n)+")"+tail, args); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// collectLists collects what scan makes of the rows of all lists.
func collectLists[T any](ctx context.Context, q sqldb.Querier, scan func(sqldb.Row) (T, error), ids []string, head, tail string) ([]T, error) {
	var all []T
	err := inLists(ids, head, tail, func(query string, args []any) error {
		some, err := sqldb.Collect(ctx, q, scan, query, args...)
		all = append(all, some...)
		return err
	})
	return all, err
}

// responseOf returns the response that a verbatim's identifier names.
func responseOf(verbatim string) string {
	response, _, _ := strings.Cut(verbatim, ".")
	return response
}

// responsesOf returns the responses of the verbatims, each once, in order of
// first appearance.
func responsesOf(verbatims []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, v := range verbatims {
		if r := responseOf(v); !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}

func scanText(r sqldb.Row) (string, error) {
	var s string
	err := r.Scan(&s)
	return s, err
}

func scanInt(r sqldb.Row) (int, error) {
	var n int
	err := r.Scan(&n)
	return n, err
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
