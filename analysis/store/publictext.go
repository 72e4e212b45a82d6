package store

import (
	"context"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	publicTexts      = `SELECT id, programme_id, title, body, saved_by, saved_at FROM public_text WHERE programme_id = $1 ORDER BY title, id`
	insertPublicText = `INSERT INTO public_text (id, programme_id, title, body, saved_by, saved_at) VALUES`
	deletePublicText = `DELETE FROM public_text WHERE id = $1 AND programme_id = $2`
)

// The limits of what is kept to be compared with quotes.
const (
	maxPublicTitle = 200     // characters: a headline
	maxPublicBody  = 500_000 // characters: a long report
	maxPublicTexts = 200     // of a programme: ten years of editions and news
)

// PublicTexts returns what everybody can read already of a programme.
func (s *Store) PublicTexts(ctx context.Context, programmeID string) (_ []analysis.PublicText, err error) {
	defer fault.Wrap(&err, "analysis/store.PublicTexts(%s)", programmeID)
	return sqldb.Collect(ctx, s.DB, scanPublicText, publicTexts, programmeID)
}

// AddPublicText keeps a text that everybody can read already.
func (s *Store) AddPublicText(ctx context.Context, p analysis.PublicText) (err error) {
	defer fault.Wrap(&err, "analysis/store.AddPublicText")
	if strings.TrimSpace(p.Title) == "" || strings.TrimSpace(p.Text) == "" {
		return fault.Coded("Q55", "Say what the text is, such as “Summary of 2020”, and paste its words.")
	}
	if err := checkText("The title", p.Title, maxPublicTitle); err != nil {
		return err
	}
	if err := checkText("The text", p.Text, maxPublicBody); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		all, err := sqldb.Collect(ctx, tx, scanPublicText, publicTexts, p.ProgrammeID)
		if err != nil {
			return err
		}
		if len(all) >= maxPublicTexts {
			return fault.Coded("Q55", "There are %d texts, as many as are kept. Take some out first.", maxPublicTexts)
		}
		row := []any{sqldb.NewID(), p.ProgrammeID, p.Title, p.Text, p.By, sqldb.Micros(s.Now())}
		if err := sqldb.Insert(ctx, tx, insertPublicText, [][]any{row}); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.PublicTextSaved, p.ProgrammeID, survey.AuditDetails{"what": "added"})
	})
}

// RemovePublicText takes out a text of a programme.
func (s *Store) RemovePublicText(ctx context.Context, programmeID, id string) (err error) {
	defer fault.Wrap(&err, "analysis/store.RemovePublicText(%s)", id)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deletePublicText, id, programmeID); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.PublicTextSaved, programmeID, survey.AuditDetails{"what": "taken out"})
	})
}

func scanPublicText(r sqldb.Row) (p analysis.PublicText, err error) {
	var at int64
	err = r.Scan(&p.ID, &p.ProgrammeID, &p.Title, &p.Text, &p.By, &at)
	p.At = sqldb.Time(at)
	return p, err
}
