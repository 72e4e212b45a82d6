package store

import (
	"context"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	wordingColumns  = `SELECT round_id, role, theme, lead_text, left_out, place, version, saved_by, saved_at FROM wording`
	wordingsOfRound = wordingColumns + ` WHERE round_id = $1 ORDER BY role, theme`
	wordingOf       = wordingColumns + ` WHERE round_id = $1 AND role = $2 AND theme = $3`
	saveWording     = `INSERT INTO wording (round_id, role, theme, lead_text, left_out, place, version, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (round_id, role, theme) DO UPDATE SET lead_text = excluded.lead_text, left_out = excluded.left_out, place = excluded.place,
			version = excluded.version, saved_by = excluded.saved_by, saved_at = excluded.saved_at`
)

// maxLead is how many characters a lead sentence may have: four lines.
const maxLead = 600

// Wordings returns what people decided about the statements of a round.
func (s *Store) Wordings(ctx context.Context, roundID string) (_ []analysis.Wording, err error) {
	defer fault.Wrap(&err, "analysis/store.Wordings(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanWording, wordingsOfRound, roundID)
}

// SaveLead stores the sentence of a statement in somebody's own words, or puts
// back the one that is made of the counts when it is empty. It fails with T01
// unless w.Version is the one that is stored.
func (s *Store) SaveLead(ctx context.Context, w analysis.Wording) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveLead(%s, %s)", w.Role, w.Theme)
	if w.Theme == "" {
		return fault.Coded("T05", "Quotes under no theme have no sentence: code what they say first.")
	}
	if err := checkText("The sentence", w.Lead, maxLead); err != nil {
		return err
	}
	action := "sentence written"
	if w.Lead == "" {
		action = "sentence of the counts taken"
	}
	return s.changeWordings(ctx, w.RoundID, action, func(ctx context.Context, tx *sqldb.Tx) error {
		return s.changeWording(ctx, tx, w, func(is *analysis.Wording) error {
			if is.Version != w.Version {
				return changed("the sentence")
			}
			is.Lead, is.Version = w.Lead, is.Version+1
			return nil
		})
	})
}

// LeaveOut takes a statement out of the summary, or back in.
func (s *Store) LeaveOut(ctx context.Context, w analysis.Wording) (err error) {
	defer fault.Wrap(&err, "analysis/store.LeaveOut(%s, %s)", w.Role, w.Theme)
	action := "left out"
	if !w.Left {
		action = "put back"
	}
	return s.changeWordings(ctx, w.RoundID, action, func(ctx context.Context, tx *sqldb.Tx) error {
		return s.changeWording(ctx, tx, w, func(is *analysis.Wording) error { is.Left = w.Left; return nil })
	})
}

// PlaceStatements puts the statements of a role into the order of their themes.
func (s *Store) PlaceStatements(ctx context.Context, roundID, role string, themes []string) (err error) {
	defer fault.Wrap(&err, "analysis/store.PlaceStatements(%s, %d themes)", role, len(themes))
	return s.changeWordings(ctx, roundID, "moved", func(ctx context.Context, tx *sqldb.Tx) error {
		for i, theme := range themes {
			w := analysis.Wording{RoundID: roundID, Role: role, Theme: theme}
			if err := s.changeWording(ctx, tx, w, func(is *analysis.Wording) error { is.Place = i + 1; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) changeWordings(ctx context.Context, roundID, what string, change func(context.Context, *sqldb.Tx) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := lockRound(ctx, tx, roundID); err != nil {
			return err
		}
		if err := change(ctx, tx); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.StatementEdited, roundID, survey.AuditDetails{"what": what})
	})
}

// changeWording reads, changes and stores what is decided about one statement.
func (s *Store) changeWording(ctx context.Context, tx *sqldb.Tx, w analysis.Wording, change func(*analysis.Wording) error) error {
	is, err := sqldb.One(ctx, tx, scanWording, wordingOf, w.RoundID, w.Role, w.Theme)
	if fault.KindOf(err) == fault.NotFound {
		is, err = analysis.Wording{RoundID: w.RoundID, Role: w.Role, Theme: w.Theme}, nil
	}
	if err != nil {
		return err
	}
	if err := change(&is); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, saveWording, is.RoundID, is.Role, is.Theme, is.Lead, boolInt(is.Left), is.Place, is.Version, survey.ActorOf(ctx).String(), sqldb.Micros(s.Now()))
	return err
}

func scanWording(r sqldb.Row) (w analysis.Wording, err error) {
	var left, at int64
	err = r.Scan(&w.RoundID, &w.Role, &w.Theme, &w.Lead, &left, &w.Place, &w.Version, &w.By, &at)
	w.Left, w.At = left != 0, sqldb.Time(at)
	return w, err
}
