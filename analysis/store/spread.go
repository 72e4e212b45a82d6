package store

import (
	"context"
	"slices"
	"time"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// A Spread is a theme put at once on all places that a search found, by a
// person. It can be undone as one.
type Spread struct {
	ID     string
	Query  string // what was searched for
	Theme  string
	Coder  string
	At     time.Time
	Undone bool
	Places int // codings made or accepted by it that are still there
}

// A Place is a part of a verbatim.
type Place struct {
	VerbatimID string
	Span       analysis.Span
}

const (
	insertSpread     = `INSERT INTO coding_spread (id, query, theme, coder, made_at, undone_at) VALUES ($1, $2, $3, $4, $5, 0)`
	insertSpreadPart = `INSERT INTO coding_spread_part (spread_id, coding_id) VALUES`
	selectSpread     = `SELECT s.id, s.query, s.theme, s.coder, s.made_at, s.undone_at,
		(SELECT COUNT(*) FROM coding_spread_part p WHERE p.spread_id = s.id) FROM coding_spread s WHERE s.id = $1`
	codingsOfSpread = `SELECT ` + codingColumns + ` FROM coding c JOIN coding_spread_part p ON p.coding_id = c.id WHERE p.spread_id = $1`
	undoSpread      = `UPDATE coding_spread SET undone_at = $1 WHERE id = $2`
)

// CodeAll puts a theme on all of the places and returns what it did. A place
// where the answer has the theme already is passed over; where the machine has
// suggested it and nobody has decided, that suggestion is accepted instead. The
// feed gets a CodingChanged for each verbatim.
func (s *Store) CodeAll(ctx context.Context, query, theme, coder string, places []Place) (_ Spread, err error) {
	defer fault.Wrap(&err, "analysis/store.CodeAll(%s, %d places)", theme, len(places))
	if coder == "" || coder == analysis.Machine {
		return Spread{}, fault.Coded("A10", "A coding needs the name of the person who made it.")
	}
	out := Spread{ID: sqldb.NewID(), Query: query, Theme: theme, Coder: coder, At: s.Now()}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, insertSpread, out.ID, query, theme, coder, sqldb.Micros(out.At)); err != nil {
			return err
		}
		parts, err := s.codePlaces(ctx, tx, out, places)
		if err != nil {
			return err
		}
		out.Places = len(parts)
		if err := s.audit(ctx, tx, survey.CodingsSpread, "", survey.AuditDetails{"theme": theme, "places": out.Places}); err != nil {
			return err
		}
		return sqldb.Insert(ctx, tx, insertSpreadPart, parts)
	})
	return out, err
}

// codePlaces returns the rows of what was coded or accepted.
func (s *Store) codePlaces(ctx context.Context, tx *sqldb.Tx, spread Spread, places []Place) ([][]any, error) {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.VerbatimID
	}
	slices.Sort(ids)
	have, err := codings(ctx, tx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	var parts, rows [][]any
	var changed []string
	for _, p := range places {
		coded, suggestion := p.Coded(have, spread.Theme)
		if coded {
			continue
		}
		id := suggestion
		if id == "" {
			id = sqldb.NewID()
			row, err := codingRow(analysis.Coding{
				ID: id, VerbatimID: p.VerbatimID, Theme: spread.Theme, Span: p.Span, Coder: spread.Coder, Status: analysis.Accepted, Score: 1, DecidedBy: spread.Coder,
			}, sqldb.Micros(spread.At))
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		} else if _, err := tx.Exec(ctx, decideCoding, string(analysis.Accepted), spread.Coder, sqldb.Micros(spread.At), id); err != nil {
			return nil, err
		}
		have = append(have, analysis.Coding{ID: id, VerbatimID: p.VerbatimID, Theme: spread.Theme, Span: p.Span, Status: analysis.Accepted})
		parts, changed = append(parts, []any{spread.ID, id}), append(changed, p.VerbatimID)
	}
	if err := sqldb.Insert(ctx, tx, insertCodings, rows); err != nil {
		return nil, err
	}
	return parts, tellChanged(ctx, tx, changed)
}

// Coded reports whether the place has the theme already among the codings of
// its verbatim, or else which suggestion of it, nobody having decided, lies
// there.
func (p Place) Coded(have []analysis.Coding, theme string) (coded bool, suggestion string) {
	for _, c := range have {
		if c.VerbatimID != p.VerbatimID || c.Theme != theme || !c.Span.Overlaps(p.Span) {
			continue
		}
		switch c.Status {
		case analysis.Accepted:
			return true, ""
		case analysis.Suggested:
			suggestion = c.ID
		case analysis.Rejected: // a person said no to the machine, not to this
		}
	}
	return false, suggestion
}

func tellChanged(ctx context.Context, tx *sqldb.Tx, verbatims []string) error {
	slices.Sort(verbatims)
	for _, v := range slices.Compact(verbatims) {
		if err := store.AppendChange(ctx, tx, survey.CodingChanged, v); err != nil {
			return err
		}
	}
	return nil
}

// SpreadByID returns what CodeAll did.
func (s *Store) SpreadByID(ctx context.Context, id string) (_ Spread, err error) {
	defer fault.Wrap(&err, "analysis/store.SpreadByID(%s)", id)
	return sqldb.One(ctx, s.DB, scanSpread, selectSpread, id)
}

// UndoCodeAll takes back what CodeAll did: codings that it made are gone, and
// suggestions that it accepted wait again. What somebody has decided about
// since stays as it is; undone is how many were taken back.
func (s *Store) UndoCodeAll(ctx context.Context, id string) (undone int, err error) {
	defer fault.Wrap(&err, "analysis/store.UndoCodeAll(%s)", id)
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		spread, err := sqldb.One(ctx, tx, scanSpread, selectSpread, id)
		if err != nil || spread.Undone {
			return err
		}
		made, err := sqldb.Collect(ctx, tx, scanCoding, codingsOfSpread, id)
		if err != nil {
			return err
		}
		var changed []string
		for _, c := range made {
			if c.Status != analysis.Accepted || c.DecidedBy != spread.Coder {
				continue
			}
			if err := takeBack(ctx, tx, c); err != nil {
				return err
			}
			changed = append(changed, c.VerbatimID)
		}
		undone = len(changed)
		if err := tellChanged(ctx, tx, changed); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, undoSpread, sqldb.Micros(s.Now()), id); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.CodingsSpread, "", survey.AuditDetails{"theme": spread.Theme, "taken-back": undone})
	})
	return undone, err
}

func takeBack(ctx context.Context, tx *sqldb.Tx, c analysis.Coding) error {
	if c.Coder == analysis.Machine {
		_, err := tx.Exec(ctx, decideCoding, string(analysis.Suggested), "", 0, c.ID)
		return err
	}
	_, err := tx.Exec(ctx, deleteCoding, c.ID)
	return err
}

func scanSpread(r sqldb.Row) (s Spread, err error) {
	var made, undone int64
	err = r.Scan(&s.ID, &s.Query, &s.Theme, &s.Coder, &made, &undone, &s.Places)
	s.At, s.Undone = sqldb.Time(made), undone != 0
	return s, err
}
