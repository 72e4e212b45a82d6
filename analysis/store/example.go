package store

import (
	"context"
	"math"
	"slices"

	"verbatim/analysis"
	"verbatim/analysis/theme"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// decidedCodings reads decided codings with the words they are about, in the
// order of the decisions. Answers that may not be analysed are not learnt from.
const (
	decidedCodings = `SELECT c.verbatim_id, c.theme, c.status, t.text, COALESCE(r.participant_id, r.id) FROM coding c
		JOIN response r ON r.id = c.response_id
		JOIN wave w ON w.id = r.wave_id
		JOIN round n ON n.id = w.round_id
		JOIN answer t ON t.response_id = c.response_id AND c.verbatim_id = t.response_id || '.' || t.question
		WHERE n.programme_id = $1 AND c.status <> $2 AND t.quote_consent <> $3
		ORDER BY c.decided_at, c.id LIMIT $4`
	decidedActions = `SELECT ` + actionColumns + ` FROM action a
		JOIN response r ON r.id = a.response_id JOIN wave w ON w.id = r.wave_id JOIN round n ON n.id = w.round_id
		WHERE n.programme_id = $1 AND a.status <> $2
		ORDER BY a.decided_at, a.id LIMIT $3`
	countDecidedActions = `SELECT COUNT(*) FROM action a
		JOIN response r ON r.id = a.response_id JOIN wave w ON w.id = r.wave_id JOIN round n ON n.id = w.round_id
		WHERE n.programme_id = $1 AND a.status <> $2`
	countDecided = `SELECT COUNT(*) FROM coding c
		JOIN response r ON r.id = c.response_id JOIN wave w ON w.id = r.wave_id JOIN round n ON n.id = w.round_id
		WHERE n.programme_id = $1 AND c.status <> $2`
)

// noLimit is more decisions than any programme has.
const noLimit = math.MaxInt32

// Examples returns what people have decided about the answers of a programme,
// an example a verbatim, for learning.
func (s *Store) Examples(ctx context.Context, programmeID string) ([]theme.Example, error) {
	return s.FirstExamples(ctx, programmeID, noLimit)
}

// FirstExamples returns the examples that the first so many decisions made, so
// that what was learnt from them can be learnt again.
func (s *Store) FirstExamples(ctx context.Context, programmeID string, decisions int) (_ []theme.Example, err error) {
	defer fault.Wrap(&err, "analysis/store.FirstExamples(%s, %d)", programmeID, decisions)
	rows, err := sqldb.Collect(ctx, s.DB, scanDecided, decidedCodings, programmeID, string(analysis.Suggested), string(survey.CountOnly), decisions)
	if err != nil {
		return nil, err
	}
	var out []theme.Example
	place := map[string]int{}
	for _, d := range rows {
		i, ok := place[d.verbatim]
		if !ok {
			i = len(out)
			place[d.verbatim] = i
			out = append(out, theme.Example{Text: d.text, Person: d.person})
		}
		out[i] = with(out[i], d)
	}
	return out, nil
}

// with returns the example with one more decision. A theme that one person
// accepted and another rejected counts as accepted.
func with(e theme.Example, d decided) theme.Example {
	switch {
	case d.status == analysis.Accepted && !slices.Contains(e.Themes, d.theme):
		e.Themes = append(e.Themes, d.theme)
		e.Not = slices.DeleteFunc(e.Not, func(t string) bool { return t == d.theme })
	case d.status == analysis.Rejected && !slices.Contains(e.Themes, d.theme) && !slices.Contains(e.Not, d.theme):
		e.Not = append(e.Not, d.theme)
	}
	return e
}

// CountDecided returns how many codings of a programme people have decided.
func (s *Store) CountDecided(ctx context.Context, programmeID string) (_ int, err error) {
	defer fault.Wrap(&err, "analysis/store.CountDecided(%s)", programmeID)
	return sqldb.One(ctx, s.DB, scanInt, countDecided, programmeID, string(analysis.Suggested))
}

// FirstDecidedActions returns the actions about which the first so many
// decisions of a programme were made, in the order of the decisions.
func (s *Store) FirstDecidedActions(ctx context.Context, programmeID string, decisions int) (_ []analysis.Action, err error) {
	defer fault.Wrap(&err, "analysis/store.FirstDecidedActions(%s, %d)", programmeID, decisions)
	return sqldb.Collect(ctx, s.DB, scanAction, decidedActions, programmeID, string(analysis.Suggested), decisions)
}

// CountDecidedActions returns how many actions of a programme people have
// decided about.
func (s *Store) CountDecidedActions(ctx context.Context, programmeID string) (_ int, err error) {
	defer fault.Wrap(&err, "analysis/store.CountDecidedActions(%s)", programmeID)
	return sqldb.One(ctx, s.DB, scanInt, countDecidedActions, programmeID, string(analysis.Suggested))
}

// decided is one decision about a verbatim.
type decided struct {
	verbatim, theme string
	status          analysis.Status
	text, person    string
}

func scanDecided(r sqldb.Row) (d decided, err error) {
	err = r.Scan(&d.verbatim, &d.theme, &d.status, &d.text, &d.person)
	return d, err
}
