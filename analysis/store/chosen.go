package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	chosenColumns = `SELECT id, round_id, role, theme, verbatim_id, span_start, span_end, edits, hash, place, critical, acknowledged, reason, version, chosen_by, chosen_at FROM chosen_quote`
	chosenOfRound = chosenColumns + ` WHERE round_id = $1 ORDER BY role, theme, place, id`
	chosenOfTheme = chosenColumns + ` WHERE round_id = $1 AND role = $2 AND theme = $3 ORDER BY place, id`
	chosenByID    = chosenColumns + ` WHERE id = $1`
	insertChosen  = `INSERT INTO chosen_quote (id, round_id, role, theme, response_id, verbatim_id, span_start, span_end, edits, hash, place, critical, acknowledged, reason, version, chosen_by, chosen_at) VALUES`
	updateChosen  = `UPDATE chosen_quote SET theme = $1, span_start = $2, span_end = $3, edits = $4, hash = $5, place = $6, critical = $7, acknowledged = $8, reason = $9,
		version = $10, chosen_by = $11, chosen_at = $12 WHERE id = $13`
	placeChosen  = `UPDATE chosen_quote SET place = $1 WHERE id = $2`
	deleteChosen = `DELETE FROM chosen_quote WHERE id = $1`
	quotedAnswer = `SELECT a.text, a.hash, a.quote_consent, w.round_id, r.role FROM answer a JOIN response r ON r.id = a.response_id JOIN wave w ON w.id = r.wave_id
		WHERE a.response_id = $1 AND a.question = $2`
)

const (
	// maxChosen is how many quotes a round has at most: more is no summary.
	maxChosen = 2000
	// maxWhy is how many characters the reason of a choice or an edit may have:
	// a sentence or two.
	maxWhy = 500
)

// RoundChosen returns the quotes that people chose in a round, by role, theme
// and place.
func (s *Store) RoundChosen(ctx context.Context, roundID string) (_ []analysis.Chosen, err error) {
	defer fault.Wrap(&err, "analysis/store.RoundChosen(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanChosen, chosenOfRound, roundID)
}

// Chosen returns one chosen quote.
func (s *Store) Chosen(ctx context.Context, id string) (_ analysis.Chosen, err error) {
	defer fault.Wrap(&err, "analysis/store.Chosen(%s)", id)
	return sqldb.One(ctx, s.DB, scanChosen, chosenByID, id)
}

// ChooseQuotes stores what somebody chose, all or nothing, after those that
// their themes have, and returns the IDs. It looks at each as check A does, and
// at the consent, in the transaction that stores it. The same words under the
// same theme are chosen once: the ID is that of the first.
func (s *Store) ChooseQuotes(ctx context.Context, by string, cs ...analysis.Chosen) (ids []string, err error) {
	defer fault.Wrap(&err, "analysis/store.ChooseQuotes(%d quotes)", len(cs))
	if len(cs) == 0 {
		return nil, nil
	}
	if by == "" {
		return nil, fault.Coded("Q50", "A quote is chosen by a person: sign in and choose it again.")
	}
	return ids, s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		ids = ids[:0]
		if err := lockRound(ctx, tx, cs[0].RoundID); err != nil {
			return err
		}
		for _, c := range cs {
			c.RoundID, c.By = cs[0].RoundID, by
			id, err := s.chooseOne(ctx, tx, c)
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return s.audit(ctx, tx, survey.QuoteChosen, cs[0].RoundID, survey.AuditDetails{"quotes": len(cs)})
	})
}

func (s *Store) chooseOne(ctx context.Context, tx *sqldb.Tx, c analysis.Chosen) (string, error) {
	if err := checkChosen(ctx, tx, &c); err != nil {
		return "", err
	}
	all, err := sqldb.Collect(ctx, tx, scanChosen, chosenOfRound, c.RoundID)
	if err != nil {
		return "", err
	}
	if len(all) >= maxChosen {
		return "", fault.Coded("Q51", "There are %d chosen quotes, as many as a summary takes. Take some out first.", maxChosen)
	}
	c.Place = 1
	for _, o := range all {
		if o.Role != c.Role || o.Theme != c.Theme {
			continue
		}
		c.Place = max(c.Place, o.Place+1)
		if o.VerbatimID == c.VerbatimID && o.Span == c.Span {
			return o.ID, nil
		}
	}
	c.ID, c.Version, c.At = sqldb.NewID(), 1, s.Now()
	edits, known, err := encodeChosen(c)
	if err != nil {
		return "", err
	}
	row := []any{
		c.ID, c.RoundID, c.Role, c.Theme, responseOf(c.VerbatimID), c.VerbatimID, c.Span.Start, c.Span.End, edits, c.Hash, c.Place,
		boolInt(c.Critical), known, c.Reason, c.Version, c.By, sqldb.Micros(c.At),
	}
	return c.ID, sqldb.Insert(ctx, tx, insertChosen, [][]any{row})
}

// checkChosen fills in the hash and the role of a choice and returns a fault
// unless its words can be quoted.
func checkChosen(ctx context.Context, tx *sqldb.Tx, c *analysis.Chosen) error {
	response, question, _ := strings.Cut(c.VerbatimID, ".")
	v, err := sqldb.One(ctx, tx, scanQuoted, quotedAnswer, response, question)
	if err != nil {
		return err
	}
	switch {
	case v.RoundID != c.RoundID:
		return fault.Coded("Q52", "This answer belongs to another round: quote it in that one.")
	case c.Hash != "" && c.Hash != v.Hash:
		return fault.Coded("Q12", "The answer is not the one that was quoted. Choose the words again.")
	}
	v.ID = c.VerbatimID
	if _, err := quote.New(v, c.Span, c.Edits); err != nil {
		return err
	}
	if err := checkText("The reason", c.Reason, maxWhy); err != nil {
		return err
	}
	for i, e := range c.Edits {
		if err := checkText("The reason of an edit", e.Reason, maxWhy); err != nil {
			return err
		}
		if strings.TrimSpace(e.Reason) == "" || e.By == "" {
			return fault.Coded("Q53", "Edit %d has no reason: say why the words are not printed as they were written.", i+1)
		}
	}
	c.Hash, c.Role = quote.Hash(v.Text), v.Role
	return nil
}

func encodeChosen(c analysis.Chosen) (edits, known string, err error) {
	if edits, err = encode(slices.Concat([]analysis.Edit{}, c.Edits)); err != nil {
		return "", "", err
	}
	known, err = encode(slices.Concat([]string{}, c.Acknowledged))
	return edits, known, err
}

// ChangeQuote stores another span, other edits or another theme of a chosen
// quote. It fails with Q54 when somebody else has changed it since.
func (s *Store) ChangeQuote(ctx context.Context, by string, c analysis.Chosen) (err error) {
	defer fault.Wrap(&err, "analysis/store.ChangeQuote(%s)", c.ID)
	return s.changeChosen(ctx, c.ID, survey.QuoteChanged, func(ctx context.Context, tx *sqldb.Tx, is analysis.Chosen) error {
		if is.Version != c.Version {
			return changedQuote(is)
		}
		c.RoundID, c.VerbatimID, c.Place, c.By = is.RoundID, is.VerbatimID, is.Place, by
		if err := checkChosen(ctx, tx, &c); err != nil {
			return err
		}
		if c.Theme != is.Theme {
			others, err := sqldb.Collect(ctx, tx, scanChosen, chosenOfTheme, is.RoundID, is.Role, c.Theme)
			if err != nil {
				return err
			}
			c.Place = len(others) + 1
		}
		edits, known, err := encodeChosen(c)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, updateChosen, c.Theme, c.Span.Start, c.Span.End, edits, c.Hash, c.Place, boolInt(c.Critical), known, c.Reason,
			is.Version+1, c.By, sqldb.Micros(s.Now()), c.ID)
		return err
	})
}

func changedQuote(is analysis.Chosen) error {
	return &fault.Error{Kind: fault.Conflict, Code: "Q54", Text: "“" + is.By + "” has changed this quote since you opened it. Look at it as it is now, and change it again if need be."}
}

// RemoveQuote takes a chosen quote out. It fails with Q54 when somebody else has
// changed it since; version 0 takes it out as it is.
func (s *Store) RemoveQuote(ctx context.Context, id string, version int) (err error) {
	defer fault.Wrap(&err, "analysis/store.RemoveQuote(%s)", id)
	return s.changeChosen(ctx, id, survey.QuoteRemoved, func(ctx context.Context, tx *sqldb.Tx, is analysis.Chosen) error {
		if version != 0 && is.Version != version {
			return changedQuote(is)
		}
		_, err := tx.Exec(ctx, deleteChosen, id)
		return err
	})
}

// MoveQuote moves a chosen quote among those of its theme, up or down by one
// where by is negative or positive.
func (s *Store) MoveQuote(ctx context.Context, id string, by int) (err error) {
	defer fault.Wrap(&err, "analysis/store.MoveQuote(%s)", id)
	return s.changeChosen(ctx, id, survey.QuoteChanged, func(ctx context.Context, tx *sqldb.Tx, is analysis.Chosen) error {
		all, err := sqldb.Collect(ctx, tx, scanChosen, chosenOfTheme, is.RoundID, is.Role, is.Theme)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o analysis.Chosen) bool { return o.ID == id })
		to := min(max(at+by, 0), len(all)-1)
		all = slices.Insert(slices.Delete(all, at, at+1), to, is)
		for i, o := range all {
			if o.Place == i+1 {
				continue
			}
			if _, err := tx.Exec(ctx, placeChosen, i+1, o.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// changeChosen reads a chosen quote, changes it, and records that in the audit.
// Whoever changes quotes of the same round waits.
func (s *Store) changeChosen(ctx context.Context, id string, action survey.AuditAction, change func(context.Context, *sqldb.Tx, analysis.Chosen) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		is, err := sqldb.One(ctx, tx, scanChosen, chosenByID, id)
		if err != nil {
			return err
		}
		if err := lockRound(ctx, tx, is.RoundID); err != nil {
			return err
		}
		if is, err = sqldb.One(ctx, tx, scanChosen, chosenByID, id); err != nil {
			return err
		}
		if err := change(ctx, tx, is); err != nil {
			return err
		}
		return s.audit(ctx, tx, action, is.RoundID, survey.AuditDetails{"theme": is.Theme})
	})
}

func scanQuoted(r sqldb.Row) (v survey.Verbatim, err error) {
	err = r.Scan(&v.Text, &v.Hash, &v.QuoteConsent, &v.RoundID, &v.Role)
	return v, err
}

func scanChosen(r sqldb.Row) (c analysis.Chosen, err error) {
	var edits, known string
	var critical, at int64
	err = r.Scan(&c.ID, &c.RoundID, &c.Role, &c.Theme, &c.VerbatimID, &c.Span.Start, &c.Span.End, &edits, &c.Hash, &c.Place, &critical, &known, &c.Reason, &c.Version, &c.By, &at)
	if err != nil {
		return c, err
	}
	c.Critical, c.At = critical != 0, sqldb.Time(at)
	if err := json.Unmarshal([]byte(edits), &c.Edits); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(known), &c.Acknowledged)
}
