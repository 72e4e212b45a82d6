package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	responseColumns = `SELECT r.id, r.wave_id, r.form_key, r.form_version, r.role, r.participant_id, r.received_on,
			COALESCE(a.question, ''), COALESCE(a.choices, ''), COALESCE(a.text, ''), COALESCE(a.hash, ''), COALESCE(a.quote_consent, '')
		FROM response r LEFT JOIN answer a ON a.response_id = r.id`
	selectResponse       = responseColumns + ` WHERE r.id = $1 ORDER BY a.place`
	selectRoundResponses = responseColumns + ` JOIN wave w ON w.id = r.wave_id WHERE w.round_id = $1 ORDER BY w.key, r.id, a.place`
	countResponses       = `SELECT r.role, count(*) FROM response r JOIN wave w ON w.id = r.wave_id WHERE w.round_id = $1 GROUP BY r.role`
)

// Response returns the response with the given ID, its answers in the order of
// the form.
func (s *Store) Response(ctx context.Context, id string) (_ survey.Response, err error) {
	defer fault.Wrap(&err, "store.Response(%s)", id)
	rs, err := s.responses(ctx, selectResponse, id)
	if err != nil {
		return survey.Response{}, err
	}
	if len(rs) == 0 {
		return survey.Response{}, &fault.Error{Kind: fault.NotFound}
	}
	return rs[0], nil
}

// RoundResponses returns all responses to the waves of a round, by the key of
// the wave, else in no order that means anything.
func (s *Store) RoundResponses(ctx context.Context, roundID string) (_ []survey.Response, err error) {
	defer fault.Wrap(&err, "store.RoundResponses(%s)", roundID)
	return s.responses(ctx, selectRoundResponses, roundID)
}

// CountResponses returns how many responses there are to the waves of a round,
// by role.
func (s *Store) CountResponses(ctx context.Context, roundID string) (_ map[string]int, err error) {
	defer fault.Wrap(&err, "store.CountResponses(%s)", roundID)
	type count struct {
		role string
		n    int
	}
	counts, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (c count, err error) {
		err = r.Scan(&c.role, &c.n)
		return c, err
	}, countResponses, roundID)
	byRole := make(map[string]int, len(counts))
	for _, c := range counts {
		byRole[c.role] = c.n
	}
	return byRole, err
}

// responseRow is a response with one of its answers, as a query returns it.
type responseRow struct {
	r    survey.Response
	a    survey.Answer
	hash string
}

// responses reads rows of responseColumns, which hold the answers of a response
// next to each other.
func (s *Store) responses(ctx context.Context, query, value string) ([]survey.Response, error) {
	rows, err := sqldb.Collect(ctx, s.DB, scanResponse, query, value)
	if err != nil {
		return nil, err
	}
	var rs []survey.Response
	for _, row := range rows {
		if len(rs) == 0 || rs[len(rs)-1].ID != row.r.ID {
			rs = append(rs, row.r)
		}
		if row.a.Question == "" {
			continue
		}
		if err := checkHash(survey.VerbatimID(row.r.ID, row.a.Question), row.a.Text, row.hash); err != nil {
			return nil, err
		}
		last := &rs[len(rs)-1]
		last.Answers = append(last.Answers, row.a)
	}
	return rs, nil
}

func scanResponse(r sqldb.Row) (row responseRow, err error) {
	var participant sql.NullString
	var choices string
	err = r.Scan(&row.r.ID, &row.r.WaveID, &row.r.FormKey, &row.r.FormVersion, &row.r.Role, &participant, &row.r.ReceivedOn,
		&row.a.Question, &choices, &row.a.Text, &row.hash, &row.a.QuoteConsent)
	row.r.ParticipantID = participant.String
	if err == nil && choices != "" {
		err = json.Unmarshal([]byte(choices), &row.a.Choices)
	}
	return row, err
}
