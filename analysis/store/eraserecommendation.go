package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// writings are the places in which people write about recommendations: what
// reads a row's key and its words, and what takes the words out of it. The words
// of a point need its number too.
func writings() []struct{ read, erase, instead string } {
	const ofProgramme = ` JOIN round o ON o.id = m.round_id WHERE o.programme_id = $1`
	const from = ` FROM recommendation m` + ofProgramme
	return []struct{ read, erase, instead string }{
		{`SELECT m.id, m.title` + from, `UPDATE recommendation SET title = $1, version = version + 1 WHERE id = $2`, WithdrawnTitle},
		{`SELECT m.id, m.public_text` + from, `UPDATE recommendation SET public_text = $1, version = version + 1 WHERE id = $2`, ""},
		{`SELECT m.id, m.body` + from, `UPDATE recommendation SET body = $1, version = version + 1 WHERE id = $2`, ""},
		{`SELECT m.id, m.owner` + from, `UPDATE recommendation SET owner = $1, version = version + 1 WHERE id = $2`, ""},
		{`SELECT m.id, m.co_owners` + from, `UPDATE recommendation SET co_owners = $1, version = version + 1 WHERE id = $2`, "[]"},
		{`SELECT m.id, m.feeds_into` + from, `UPDATE recommendation SET feeds_into = $1, version = version + 1 WHERE id = $2`, "[]"},
		{
			`SELECT p.recommendation_id || '.' || CAST(p.number AS TEXT), p.title FROM recommendation_point p JOIN recommendation m ON m.id = p.recommendation_id` + ofProgramme,
			`UPDATE recommendation_point SET title = $1 WHERE recommendation_id || '.' || CAST(number AS TEXT) = $2`, WithdrawnTitle,
		},
		{`SELECT n.id, n.words FROM recommendation_note n JOIN recommendation m ON m.id = n.recommendation_id` + ofProgramme, `UPDATE recommendation_note SET words = $1 WHERE id = $2`, ""},
		{`SELECT n.id, n.evidence FROM recommendation_note n JOIN recommendation m ON m.id = n.recommendation_id` + ofProgramme, `UPDATE recommendation_note SET evidence = $1 WHERE id = $2`, ""},
		{
			`SELECT f.round_id || '.' || f.recommendation_id, f.why FROM recommendation_fate f JOIN round o ON o.id = f.round_id WHERE o.programme_id = $1`,
			`UPDATE recommendation_fate SET why = $1 WHERE round_id || '.' || recommendation_id = $2`, "",
		},
	}
}

// eraseRecommendations takes words of the response out of recommendations and of
// what is written about them.
func eraseRecommendations(ctx context.Context, tx *sqldb.Tx, programme string, w words, expired bool) error {
	if expired {
		return nil
	}
	changed := false
	for _, kind := range writings() {
		rows, err := sqldb.Collect(ctx, tx, scanPair, kind.read, programme)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if !w.in(row[1]) {
				continue
			}
			changed = true
			if _, err := tx.Exec(ctx, kind.erase, kind.instead, row[0]); err != nil {
				return err
			}
		}
	}
	if !changed {
		return nil
	}
	return store.AppendChange(ctx, tx, survey.CodebookChanged, programme)
}
