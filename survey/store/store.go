package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

const (
	insertSecret = `INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING` //nolint:gosec // a statement, no credential
	selectSecret = `SELECT value FROM secret WHERE name = $1`                                       //nolint:gosec // a statement, no credential
)

// codeSecret names the secret from which withdrawal codes are derived.
const codeSecret = "withdrawal-code"

// maxName is how many characters a name, a title or another line may have: more
// than any that fits on a page.
const maxName = 2000

// Store is the store of a database. Its methods may be called concurrently.
type Store struct {
	DB  *sqldb.DB
	Now func() time.Time // the clock; time.Now unless a test sets another

	// Erasers are called for each response that is removed, and Outside is where
	// its removal is noted outside of the database; both are set before the store
	// is used.
	Erasers []Eraser
	Outside *Removals // nil for nowhere

	log     *slog.Logger
	secret  []byte
	changed <-chan struct{}
	forms   sync.Map // formKey to survey.Form: a published version never changes
	desks   desks

	settings atomic.Uint64 // see Settings
}

// New returns the store of db after bringing its tables up to date.
func New(ctx context.Context, log *slog.Logger, db *sqldb.DB) (_ *Store, err error) {
	defer fault.Wrap(&err, "store.New")
	schema := Schema()
	if err := db.Migrate(ctx, schema.Set, schema.Files); err != nil {
		return nil, err
	}
	s := &Store{DB: db, Now: time.Now, log: log, changed: db.Watch(topicChange)}
	secret, err := s.madeOnce(ctx, codeSecret)
	s.secret = []byte(secret)
	return s, err
}

func (s *Store) today() survey.Day { return survey.DayOf(s.Now()) }

// exec runs one statement as a write of its own.
func (s *Store) exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		changed, err = tx.Exec(ctx, query, args...)
		return err
	})
	return changed, err
}

// hash returns the hex SHA-256 of what must not be kept itself. The purpose
// keeps hashes of equal texts in different columns apart.
func hash(purpose, text string) string {
	sum := sha256.Sum256([]byte(purpose + "\x00" + text))
	return hex.EncodeToString(sum[:])
}

// derive returns 32 bytes that depend on the installation's secret and text.
func (s *Store) derive(text string) []byte {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func scanString(r sqldb.Row) (v string, err error) { err = r.Scan(&v); return v, err }
func scanInt(r sqldb.Row) (v int, err error)       { err = r.Scan(&v); return v, err }
func scanInt64(r sqldb.Row) (v int64, err error)   { err = r.Scan(&v); return v, err }

// nullable returns nil for the empty text, which is how an absent reference is
// stored.
func nullable(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// needID refuses to store what has no identifier: that is a defect of the
// caller, who would not find it again.
func needID(what, id string) error {
	if id == "" || len(id) > maxName || strings.ContainsRune(id, '.') {
		return &fault.Error{Kind: fault.Internal, Text: what + " without a usable ID"}
	}
	return nil
}

// checkLines refuses lines that are too long or hold what no database stores.
func checkLines(what string, lines ...string) error {
	for _, l := range lines {
		if utf8.RuneCountInString(l) > maxName {
			return fault.Coded("S04", "A text of the %s is too long: shorten it to %d characters.", what, maxName)
		}
		if strings.ContainsRune(l, 0) || !utf8.ValidString(l) {
			return fault.Coded("S05", "A text of the %s holds characters that cannot be stored: type it again.", what)
		}
	}
	return nil
}

// taken turns a duplicate key into a fault that says so.
func taken(err error, format string, args ...any) error {
	if !sqldb.IsDuplicate(err) {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Text: fault.New(fault.Conflict, format, args...).Text, Err: err}
}
