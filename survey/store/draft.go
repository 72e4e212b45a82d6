package store

import (
	"cmp"
	"context"
	"errors"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertDraft = `INSERT INTO draft (secret_hash, saved_on, body) VALUES ($1, $2, $3)
		ON CONFLICT (secret_hash) DO UPDATE SET saved_on = excluded.saved_on, body = excluded.body, version = draft.version + 1`
	updateDraft      = `UPDATE draft SET saved_on = $1, body = $2, version = version + 1 WHERE secret_hash = $3 AND version = $4`
	selectDraft      = `SELECT body, version FROM draft WHERE secret_hash = $1`
	selectDraftHash  = `SELECT secret_hash FROM draft WHERE secret_hash = $1`
	deleteDraft      = `DELETE FROM draft WHERE secret_hash = $1`
	deleteOldDrafts  = `DELETE FROM draft WHERE saved_on < $1`
	selectSubmission = `SELECT response_id FROM submission WHERE code_hash = $1 UNION ALL SELECT id FROM response WHERE id = $2`
)

// maxDraft is how many bytes a draft may have: the longest answers to a form of
// a hundred free-text questions.
const maxDraft = 4 << 20

// SaveDraft stores a response being written, in place of what was stored with
// the same secret. The database sees neither the secret nor the words: they are
// encrypted with it. It is a fault of kind Gone when the form instance has been
// submitted, so that a late save of a second window leaves nothing behind, and
// of kind Conflict when d was read from the store and has been saved since by
// another window or device.
func (s *Store) SaveDraft(ctx context.Context, secret string, d survey.Draft) (err error) {
	defer fault.Wrap(&err, "store.SaveDraft")
	if secret == "" {
		return errors.New("draft without a secret")
	}
	body, err := seal(secret, d)
	if err != nil {
		return err
	}
	if len(body) > maxDraft {
		return fault.New(fault.TooLarge, "This is longer than we can keep: shorten your answers.")
	}
	code := s.code(d.Key)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := sqldb.One(ctx, tx, scanString, selectSubmission, hashCode(code), s.responseID(code))
		if err == nil {
			return fault.New(fault.Gone, "These answers have been sent already.")
		}
		if fault.KindOf(err) != fault.NotFound {
			return err
		}
		return s.writeDraft(ctx, tx, hash("draft", secret), body, d.Version)
	})
}

// writeDraft writes a draft over the version that was read, if any. One that was
// deleted meanwhile is written anew: it holds words.
func (s *Store) writeDraft(ctx context.Context, tx *sqldb.Tx, key, body string, version int64) error {
	if version > 0 {
		n, err := tx.Exec(ctx, updateDraft, string(s.today()), body, key, version)
		if err != nil || n > 0 {
			return err
		}
		if _, err := sqldb.One(ctx, tx, scanString, selectDraftHash, key); fault.KindOf(err) != fault.NotFound || err == nil {
			return cmp.Or(err, error(&fault.Error{Kind: fault.Conflict, Code: "S40", Text: "These answers were changed in another window or on another device a moment ago. Look at the page again, then save it."}))
		}
	}
	_, err := tx.Exec(ctx, upsertDraft, key, string(s.today()), body)
	return err
}

// Draft returns the draft stored with the secret.
func (s *Store) Draft(ctx context.Context, secret string) (_ survey.Draft, err error) {
	defer fault.Wrap(&err, "store.Draft")
	var version int64
	body, err := sqldb.One(ctx, s.DB, func(r sqldb.Row) (body string, err error) {
		err = r.Scan(&body, &version)
		return body, err
	}, selectDraft, hash("draft", secret))
	if err != nil {
		return survey.Draft{}, err
	}
	d, err := unseal(secret, body)
	d.Version = version
	return d, err
}

// DeleteDraft deletes the draft stored with the secret, if there is one.
func (s *Store) DeleteDraft(ctx context.Context, secret string) (err error) {
	defer fault.Wrap(&err, "store.DeleteDraft")
	_, err = s.exec(ctx, deleteDraft, hash("draft", secret))
	return err
}

// DeleteDraftsBefore deletes the drafts last saved before the day and returns
// how many there were.
func (s *Store) DeleteDraftsBefore(ctx context.Context, day survey.Day) (_ int64, err error) {
	defer fault.Wrap(&err, "store.DeleteDraftsBefore(%s)", string(day))
	return s.exec(ctx, deleteOldDrafts, string(day))
}

func seal(secret string, d survey.Draft) (string, error) {
	d.SavedAt = d.SavedAt.UTC().Truncate(time.Microsecond)
	return sealValue(secret, d)
}

func unseal(secret, body string) (d survey.Draft, err error) {
	err = unsealValue(secret, body, &d)
	return d, err
}
