package store

import (
	"context"
	"encoding/json"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	latestStyle = `SELECT version, body, saved_by, saved_at FROM style WHERE programme_id = $1 ORDER BY version DESC LIMIT 1`
	insertStyle = `INSERT INTO style (programme_id, version, body, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5)`
)

// Style returns the latest version of how a programme says how many: the usual
// one, as long as nobody has changed it.
func (s *Store) Style(ctx context.Context, programmeID string) (_ analysis.Style, err error) {
	defer fault.Wrap(&err, "analysis/store.Style(%s)", programmeID)
	return style(ctx, s.DB, programmeID)
}

func style(ctx context.Context, q sqldb.Querier, programmeID string) (analysis.Style, error) {
	st, err := sqldb.One(ctx, q, func(r sqldb.Row) (st analysis.Style, err error) {
		var version, at int64
		var body, by string
		if err := r.Scan(&version, &body, &by, &at); err != nil {
			return st, err
		}
		if err := json.Unmarshal([]byte(body), &st); err != nil {
			return st, err
		}
		st.Version, st.By, st.At = int(version), by, sqldb.Time(at)
		return st, nil
	}, latestStyle, programmeID)
	if fault.KindOf(err) == fault.NotFound {
		st, err = analysis.Usual(), nil
	}
	st.ProgrammeID = programmeID
	return st, err
}

// SaveStyle stores a new version of how a programme says how many. It fails with
// T01 unless st.Version is the latest.
func (s *Store) SaveStyle(ctx context.Context, st analysis.Style) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveStyle(%s)", st.ProgrammeID)
	if err := st.Check(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		is, err := style(ctx, tx, st.ProgrammeID)
		if err != nil {
			return err
		}
		if is.Version != st.Version {
			return changed("the scale or the patterns")
		}
		st.Version++
		body, err := encode(st)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertStyle, st.ProgrammeID, st.Version, body, survey.ActorOf(ctx).String(), sqldb.Micros(s.Now())); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.StyleSaved, st.ProgrammeID, survey.AuditDetails{"version": st.Version})
	})
}
