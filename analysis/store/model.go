package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	modelOf  = `SELECT name FROM model WHERE programme_id = $1`
	addModel = `INSERT INTO model (programme_id, name) VALUES ($1, $2) ON CONFLICT (programme_id) DO NOTHING`
	setModel = `INSERT INTO model (programme_id, name) VALUES ($1, $2) ON CONFLICT (programme_id) DO UPDATE SET name = EXCLUDED.name`
)

// Model returns the name of the model with which all suggestions of a programme
// were last made; "" for none.
func (s *Store) Model(ctx context.Context, programmeID string) (_ string, err error) {
	defer fault.Wrap(&err, "analysis/store.Model(%s)", programmeID)
	name, err := sqldb.One(ctx, s.DB, scanText, modelOf, programmeID)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return name, err
}

// FirstModel records the model with which the first suggestions of a programme
// are going to be made, and nothing when there is one.
func (s *Store) FirstModel(ctx context.Context, programmeID, name string) (err error) {
	defer fault.Wrap(&err, "analysis/store.FirstModel(%s)", programmeID)
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, addModel, programmeID, name)
		return err
	})
}

// SetModel records that all suggestions of a programme have been made with a
// model. The feed gets a CodebookChanged for the programme, so that every index
// that follows it is brought up to date.
func (s *Store) SetModel(ctx context.Context, programmeID, name string) (err error) {
	defer fault.Wrap(&err, "analysis/store.SetModel(%s)", programmeID)
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, setModel, programmeID, name); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodebookChanged, programmeID)
	})
}
