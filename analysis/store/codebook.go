package store

import (
	"context"
	"encoding/json"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	latestCodebook = `SELECT programme_id, version, body FROM codebook WHERE programme_id = $1 ORDER BY version DESC LIMIT 1`
	insertCodebook = `INSERT INTO codebook (programme_id, version, body) VALUES ($1, $2, $3)`
)

// SaveCodebook stores the next version of a programme's codebook and returns
// its number, from 1 on. A codebook equal to the latest version is not stored
// again. It fails with a coded fault when the codebook is not sound; see
// [analysis.Codebook.Check]. The feed gets a CodebookChanged for the programme.
func (s *Store) SaveCodebook(ctx context.Context, c analysis.Codebook) (version int, err error) {
	defer fault.Wrap(&err, "analysis/store.SaveCodebook(%s)", c.ProgrammeID)
	if err := c.Check(); err != nil {
		return 0, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		last, err := codebook(ctx, tx, c.ProgrammeID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		body, err := codebookBody(c)
		if err != nil {
			return err
		}
		version = last.Version
		if lastBody, err := codebookBody(last); err != nil || version > 0 && lastBody == body {
			return err
		}
		version++
		if _, err := tx.Exec(ctx, insertCodebook, c.ProgrammeID, version, body); err != nil {
			return err
		}
		if err := s.audit(ctx, tx, survey.CodebookSaved, c.ProgrammeID, survey.AuditDetails{"version": version}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodebookChanged, c.ProgrammeID)
	})
	return version, err
}

// Codebook returns the latest version of a programme's codebook, and a fault of
// kind NotFound when it has none.
func (s *Store) Codebook(ctx context.Context, programmeID string) (_ analysis.Codebook, err error) {
	defer fault.Wrap(&err, "analysis/store.Codebook(%s)", programmeID)
	return codebook(ctx, s.DB, programmeID)
}

func codebook(ctx context.Context, q sqldb.Querier, programmeID string) (analysis.Codebook, error) {
	return sqldb.One(ctx, q, scanCodebook, latestCodebook, programmeID)
}

func scanCodebook(r sqldb.Row) (c analysis.Codebook, err error) {
	var programme, body string
	var version int
	if err := r.Scan(&programme, &version, &body); err != nil {
		return c, err
	}
	err = json.Unmarshal([]byte(body), &c)
	c.ProgrammeID, c.Version = programme, version
	return c, err
}

// codebookBody returns the codebook as it is stored, without its version.
func codebookBody(c analysis.Codebook) (string, error) {
	c.Version = 0
	return encode(c)
}
