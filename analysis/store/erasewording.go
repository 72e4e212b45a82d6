package store

import (
	"context"
	"encoding/json"

	"verbatim/analysis"
	"verbatim/survey/sqldb"
)

const (
	leadsOfProgramme    = `SELECT w.round_id, w.role, w.theme, w.lead_text FROM wording w JOIN round o ON o.id = w.round_id WHERE o.programme_id = $1 AND w.lead_text <> ''`
	deleteLead          = `UPDATE wording SET lead_text = '', version = version + 1 WHERE round_id = $1 AND role = $2 AND theme = $3`
	outlinesOfProgramme = `SELECT u.round_id, u.body FROM outline u JOIN round o ON o.id = u.round_id WHERE o.programme_id = $1`
	reasonsOfProgramme  = `SELECT w.round_id, w.check_key, w.reason FROM waiver w JOIN round o ON o.id = w.round_id WHERE o.programme_id = $1`
)

// WithdrawnText stands in the place of a heading or a paragraph of a draft that
// quoted a withdrawn answer.
const WithdrawnText = "The words that stood here were withdrawn: write them again, or leave them out"

// eraseWordings takes words of the response out of what people wrote in drafts.
// A sentence that quoted it gives way to the one that is made of the counts, and
// a reason that did goes with it, so that its warning stands again.
func eraseWordings(ctx context.Context, tx *sqldb.Tx, programme string, w words) error {
	if err := eraseRows(ctx, tx, w, leadsOfProgramme, 4, deleteLead, programme); err != nil {
		return err
	}
	if err := eraseRows(ctx, tx, w, reasonsOfProgramme, 3, deleteWaiver, programme); err != nil {
		return err
	}
	outlines, err := sqldb.Collect(ctx, tx, scanPair, outlinesOfProgramme, programme)
	if err != nil {
		return err
	}
	for _, row := range outlines {
		o := analysis.Outline{RoundID: row[0]}
		if err := json.Unmarshal([]byte(row[1]), &o); err != nil {
			return err
		}
		if eraseOutline(&o, w) {
			if err := putOutline(ctx, tx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// eraseRows removes those rows of a query whose last column quotes the response,
// by the columns before it.
func eraseRows(ctx context.Context, tx *sqldb.Tx, w words, query string, columns int, remove, programme string) error {
	rows, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) ([]string, error) {
		row := make([]string, columns)
		to := make([]any, columns)
		for i := range row {
			to[i] = &row[i]
		}
		return row, r.Scan(to...)
	}, query, programme)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !w.in(row[columns-1]) {
			continue
		}
		args := make([]any, columns-1)
		for i := range args {
			args[i] = row[i]
		}
		if _, err := tx.Exec(ctx, remove, args...); err != nil {
			return err
		}
	}
	return nil
}

// eraseOutline replaces what quotes the response, and reports whether anything
// did.
func eraseOutline(o *analysis.Outline, w words) (changed bool) {
	erase := func(text *string) bool {
		if !w.in(*text) {
			return false
		}
		*text = WithdrawnText
		changed = true
		return true
	}
	opening := erase(&o.Title)
	for i := range o.Introduction {
		opening = erase(&o.Introduction[i]) || opening
	}
	if opening {
		o.Version++
	}
	for i := range o.Parts {
		p := &o.Parts[i]
		own := erase(&p.Heading)
		for j := range p.Body {
			own = erase(&p.Body[j]) || own
		}
		if own {
			p.Version++
		}
	}
	return changed
}
