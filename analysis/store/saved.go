package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"verbatim/search"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// A SavedSearch is a query kept under a name, for everybody who searches.
type SavedSearch struct {
	ID          string
	ProgrammeID string // empty for all programmes; otherwise it finds that programme's answers only
	Name        string // unique, whatever the programme: saved:name means one thing
	Query       string // as search.Parse reads it and its tree prints
	By          string // who saved it, and when it was last changed
	At          time.Time
}

const (
	savedColumns = `SELECT id, programme_id, name, query, saved_by, saved_at FROM saved_search`
	savedAll     = savedColumns + ` ORDER BY folded`
	savedByID    = savedColumns + ` WHERE id = $1`
	insertSaved  = `INSERT INTO saved_search (id, programme_id, name, folded, query, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	updateSaved  = `UPDATE saved_search SET name = $1, folded = $2, query = $3, saved_by = $4, saved_at = $5 WHERE id = $6`
	deleteSaved  = `DELETE FROM saved_search WHERE id = $1`
)

// The limits of saved searches.
const (
	maxSavedName = 60  // characters: what fits a line of the list
	maxSaved     = 500 // more is no longer a list that somebody keeps
)

// SavedSearches returns all saved searches by their names.
func (s *Store) SavedSearches(ctx context.Context) (_ []SavedSearch, err error) {
	defer fault.Wrap(&err, "analysis/store.SavedSearches")
	return sqldb.Collect(ctx, s.DB, scanSaved, savedAll)
}

// SaveSearch keeps a new query under a name and returns its ID. It fails with a
// numbered fault when the name cannot be used or is taken, and when the query
// cannot be understood or uses itself.
func (s *Store) SaveSearch(ctx context.Context, n SavedSearch) (id string, err error) {
	defer fault.Wrap(&err, "analysis/store.SaveSearch")
	n.ID, n.At = sqldb.NewID(), s.Now()
	return n.ID, s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		all, err := sqldb.Collect(ctx, tx, scanSaved, savedAll)
		if err != nil {
			return err
		}
		if len(all) >= maxSaved {
			return fault.Coded("Q34", "There are %d saved searches, as many as are kept. Delete some that nobody uses.", maxSaved)
		}
		if err := checkSaved(ctx, all, &n); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, insertSaved, n.ID, sql.NullString{String: n.ProgrammeID, Valid: n.ProgrammeID != ""}, n.Name, search.FoldName(n.Name), n.Query, n.By, sqldb.Micros(n.At))
		return err
	})
}

// ChangeSearch gives a saved search another name and query, where they are not
// empty. Other saved searches that use it by its name go on doing so.
func (s *Store) ChangeSearch(ctx context.Context, id, name, query, user string) (err error) {
	defer fault.Wrap(&err, "analysis/store.ChangeSearch(%s)", id)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		all, err := sqldb.Collect(ctx, tx, scanSaved, savedAll)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(o SavedSearch) bool { return o.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "This saved search is not there any more.")
		}
		before, now := all[i], all[i]
		now.By, now.At = user, s.Now()
		if strings.TrimSpace(name) != "" {
			now.Name = name
		}
		if strings.TrimSpace(query) != "" {
			now.Query = query
		}
		others := renamed(slices.Delete(all, i, i+1), before.Name, strings.TrimSpace(now.Name))
		if err := checkSaved(ctx, others, &now); err != nil {
			return err
		}
		return update(ctx, tx, append(others, now))
	})
}

// renamed returns the saved searches with the name that they use replaced.
func renamed(all []SavedSearch, before, now string) []SavedSearch {
	if before == now {
		return all
	}
	out := slices.Clone(all)
	for i := range out {
		tree, err := search.Parse(out[i].Query)
		if err != nil {
			continue // what cannot be read uses nothing
		}
		tree, _ = search.Replace(tree, func(n search.Node) (search.Node, error) { // the function returns no error
			if u, ok := n.(search.Saved); ok && search.SameName(u.Name, before) {
				return search.Saved{Name: now}, nil
			}
			return n, nil
		})
		if tree != nil {
			out[i].Query = tree.String()
		}
	}
	return out
}

func update(ctx context.Context, tx *sqldb.Tx, all []SavedSearch) error {
	for _, n := range all {
		if _, err := tx.Exec(ctx, updateSaved, n.Name, search.FoldName(n.Name), n.Query, n.By, sqldb.Micros(n.At), n.ID); err != nil {
			return err
		}
	}
	return nil
}

// DeleteSearch forgets a saved search. It fails with a numbered fault while
// another one uses it.
func (s *Store) DeleteSearch(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "analysis/store.DeleteSearch(%s)", id)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		gone, err := sqldb.One(ctx, tx, scanSaved, savedByID, id)
		if err != nil {
			return err
		}
		all, err := sqldb.Collect(ctx, tx, scanSaved, savedAll)
		if err != nil {
			return err
		}
		if by := users(all, gone.Name); len(by) > 0 {
			return fault.Coded("Q33", "The saved search %q is used by %s. Change or delete that first.", gone.Name, strings.Join(by, ", "))
		}
		_, err = tx.Exec(ctx, deleteSaved, id)
		return err
	})
}

// users returns the names of the saved searches that use one.
func users(all []SavedSearch, name string) []string {
	var out []string
	for _, n := range all {
		tree, err := search.Parse(n.Query)
		if err != nil {
			continue
		}
		if slices.ContainsFunc(search.SavedNames(tree), func(used string) bool { return search.SameName(used, name) }) {
			out = append(out, n.Name)
		}
	}
	return out
}

// checkSaved brings a saved search into the form in which it is kept, and
// refuses what cannot be: others are those there are beside it.
func checkSaved(ctx context.Context, others []SavedSearch, n *SavedSearch) error {
	n.Name = strings.Join(strings.Fields(n.Name), " ")
	if search.FoldName(n.Name) == "" || len([]rune(n.Name)) > maxSavedName || strings.ContainsAny(n.Name, "\"“”„«»") {
		return fault.Coded("Q30", "Give the search a name of 1 to %d characters without quotation marks, such as: words about time.", maxSavedName)
	}
	if i := slices.IndexFunc(others, func(o SavedSearch) bool { return search.SameName(o.Name, n.Name) }); i >= 0 {
		return fault.Coded("Q31", "There is a saved search %q already. Choose another name, or change that one.", others[i].Name)
	}
	tree, err := search.Parse(n.Query)
	if err != nil {
		return err
	}
	if tree == nil {
		return fault.Coded("Q32", "There is nothing to save: the search has no words and no filters.")
	}
	n.Query = tree.String()
	all := append(slices.Clone(others), *n)
	_, err = search.Resolve(ctx, search.Saved{Name: n.Name}, search.Lexicon{Saved: func(_ context.Context, name string) (string, bool, error) {
		i := slices.IndexFunc(all, func(o SavedSearch) bool { return search.SameName(o.Name, name) })
		if i < 0 {
			return "", false, nil
		}
		return all[i].Query, true, nil
	}})
	return err
}

func scanSaved(r sqldb.Row) (n SavedSearch, err error) {
	var programme sql.NullString
	var at int64
	err = r.Scan(&n.ID, &programme, &n.Name, &n.Query, &n.By, &at)
	n.ProgrammeID, n.At = programme.String, sqldb.Time(at)
	return n, err
}
