// Package store keeps the survey.
package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
)

var errBuild = errors.New("building")

type Store struct {
	DB  *sqldb.DB
	Now func() time.Time
}
type SubmitOptions struct{ Key, InvitationID, DraftSecret string }

func New(ctx context.Context, log *slog.Logger, db *sqldb.DB) (*Store, error) { return nil, errBuild }
func (s *Store) SaveProgramme(ctx context.Context, p survey.Programme) error  { return errBuild }
func (s *Store) Programmes(ctx context.Context) ([]survey.Programme, error)   { return nil, errBuild }
func (s *Store) ProgrammeByKey(ctx context.Context, key string) (p survey.Programme, err error) {
	err = errBuild
	return
}
func (s *Store) Programme(ctx context.Context, id string) (p survey.Programme, err error) {
	err = errBuild
	return
}
func (s *Store) SaveRound(ctx context.Context, r survey.Round) error { return errBuild }
func (s *Store) Rounds(ctx context.Context, programmeID string) ([]survey.Round, error) {
	return nil, errBuild
}
func (s *Store) RoundByKey(ctx context.Context, programmeID, key string) (r survey.Round, err error) {
	err = errBuild
	return
}
func (s *Store) Round(ctx context.Context, id string) (r survey.Round, err error) {
	err = errBuild
	return
}
func (s *Store) PublishForm(ctx context.Context, programmeID string, f survey.Form) (o survey.Form, err error) {
	err = errBuild
	return
}
func (s *Store) LatestForm(ctx context.Context, programmeID, key string) (f survey.Form, err error) {
	err = errBuild
	return
}
func (s *Store) Form(ctx context.Context, programmeID, key string, version int) (f survey.Form, err error) {
	err = errBuild
	return
}
func (s *Store) Forms(ctx context.Context, programmeID string) ([]survey.Form, error) {
	return nil, errBuild
}
func (s *Store) SaveWave(ctx context.Context, w survey.Wave) error { return errBuild }
func (s *Store) Wave(ctx context.Context, id string) (w survey.Wave, err error) {
	err = errBuild
	return
}
func (s *Store) WaveByKey(ctx context.Context, roundID, key string) (w survey.Wave, err error) {
	err = errBuild
	return
}
func (s *Store) Waves(ctx context.Context, roundID string) ([]survey.Wave, error) {
	return nil, errBuild
}
func (s *Store) SaveParticipant(ctx context.Context, p survey.Participant) error { return errBuild }
func (s *Store) Participants(ctx context.Context, roundID string) ([]survey.Participant, error) {
	return nil, errBuild
}
func (s *Store) Participant(ctx context.Context, id string) (p survey.Participant, err error) {
	err = errBuild
	return
}
func (s *Store) Invite(ctx context.Context, waveID string, invs []survey.Invitation) ([]string, error) {
	return nil, errBuild
}
func (s *Store) Invitation(ctx context.Context, token string) (i survey.Invitation, err error) {
	err = errBuild
	return
}
func (s *Store) InvitationCounts(ctx context.Context, waveID string) (invited, spent int, err error) {
	err = errBuild
	return
}
func (s *Store) SaveDraft(ctx context.Context, secret string, d survey.Draft) error { return errBuild }
func (s *Store) Draft(ctx context.Context, secret string) (d survey.Draft, err error) {
	err = errBuild
	return
}
func (s *Store) DeleteDraft(ctx context.Context, secret string) error { return errBuild }
func (s *Store) Submit(ctx context.Context, r survey.Response, o SubmitOptions) (re survey.Receipt, err error) {
	err = errBuild
	return
}
func (s *Store) SubmitAll(ctx context.Context, rs []survey.Response, keys []string) (stored int, err error) {
	err = errBuild
	return
}
func (s *Store) Withdraw(ctx context.Context, code string) error { return errBuild }
func (s *Store) Response(ctx context.Context, id string) (r survey.Response, err error) {
	err = errBuild
	return
}
func (s *Store) Verbatim(ctx context.Context, id string) (v survey.Verbatim, err error) {
	err = errBuild
	return
}
func (s *Store) VerbatimsOf(ctx context.Context, responseID string) ([]survey.Verbatim, error) {
	return nil, errBuild
}
func (s *Store) RoundVerbatims(ctx context.Context, roundID string) ([]survey.Verbatim, error) {
	return nil, errBuild
}
func (s *Store) VerbatimsByID(ctx context.Context, ids []string) ([]survey.Verbatim, error) {
	return nil, errBuild
}
func (s *Store) RoundResponses(ctx context.Context, roundID string) ([]survey.Response, error) {
	return nil, errBuild
}
func (s *Store) CountResponses(ctx context.Context, roundID string) (map[string]int, error) {
	return nil, errBuild
}
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]survey.Change, error) {
	return nil, errBuild
}
func (s *Store) Head(ctx context.Context) (n int64, err error) { err = errBuild; return }
func (s *Store) Cursor(ctx context.Context, follower string) (n int64, err error) {
	err = errBuild
	return
}
func (s *Store) SetCursor(ctx context.Context, follower string, seq int64) error { return errBuild }
func (s *Store) CreateUser(ctx context.Context, u survey.User, passwordHash string) error {
	return errBuild
}
func (s *Store) SetPassword(ctx context.Context, name, hash string) error { return errBuild }
func (s *Store) UserByName(ctx context.Context, name string) (u survey.User, hash string, err error) {
	err = errBuild
	return
}
func (s *Store) Users(ctx context.Context) ([]survey.User, error) { return nil, errBuild }
func (s *Store) CreateSession(ctx context.Context, userID string, lifetime time.Duration) (token string, err error) {
	err = errBuild
	return
}
func (s *Store) SessionUser(ctx context.Context, token string) (u survey.User, err error) {
	err = errBuild
	return
}
func (s *Store) DeleteSession(ctx context.Context, token string) error { return errBuild }
func (s *Store) Changed() <-chan struct{}                              { return nil }
func AppendChange(ctx context.Context, tx *sqldb.Tx, kind survey.ChangeKind, entity string) error {
	return errBuild
}
