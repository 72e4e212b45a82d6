package store

import (
	"context"
	"errors"
	"io/fs"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const selectResponseIDs = `SELECT id FROM response`

// removalsSince is the migration from which on the database knows what was
// removed from it.
const removalsSince = 7

// RemovalsSeen tells how the list of removals and the database agree.
type RemovalsSeen struct {
	Known   int  // removals that the database knows of
	Missing bool // there is no list
	Foreign bool // the list is of another database
	Unnoted int  // the database knows of them, and the list does not
	Back    int  // the list has them, and the response is stored again
}

// CompareRemovals compares the list of removals at path with the database. A
// database that is too old to know of removals has none. A list that cannot be
// read is a fault.
func CompareRemovals(ctx context.Context, q sqldb.Querier, path string) (seen RemovalsSeen, err error) {
	defer fault.Wrap(&err, "store.CompareRemovals(%s)", path)
	version, err := sqldb.One(ctx, q, scanInt64, selectVersion)
	if err != nil || version < removalsSince {
		return seen, err
	}
	known, err := sqldb.Collect(ctx, q, scanRemoval, selectRemovals)
	if err != nil {
		return seen, err
	}
	seen.Known = len(known)
	of, listed, err := ReadRemovals(path)
	if errors.Is(err, fs.ErrNotExist) {
		seen.Missing, seen.Unnoted = true, len(known)
		return seen, nil
	}
	if err != nil {
		return seen, err
	}
	identity, err := sqldb.One(ctx, q, scanString, selectSecret, identitySecret)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return seen, err
	}
	if seen.Foreign = of != baseOf(identity); seen.Foreign {
		return seen, nil
	}
	return seen, seen.count(ctx, q, known, listed)
}

// count sets the removals of the database against those of the list.
func (seen *RemovalsSeen) count(ctx context.Context, q sqldb.Querier, known, listed []Removal) error {
	in := make(map[string]bool, len(listed))
	for _, r := range listed {
		in[r.Response] = true
	}
	for _, r := range known {
		if !in[r.Response] {
			seen.Unnoted++
		}
	}
	if len(in) == 0 {
		return nil
	}
	stored, err := sqldb.Collect(ctx, q, scanString, selectResponseIDs)
	for _, id := range stored {
		if in[removalOf(id, "").Response] {
			seen.Back++
		}
	}
	return err
}

func scanRemoval(r sqldb.Row) (Removal, error) {
	var id, code string
	err := r.Scan(&id, &code)
	return removalOf(id, code), err
}
