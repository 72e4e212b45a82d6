package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertDraft = `INSERT INTO draft (secret_hash, saved_on, body) VALUES ($1, $2, $3)
		ON CONFLICT (secret_hash) DO UPDATE SET saved_on = excluded.saved_on, body = excluded.body`
	selectDraft      = `SELECT body FROM draft WHERE secret_hash = $1`
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
// submitted, so that a late save of a second window leaves nothing behind.
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
		_, err = tx.Exec(ctx, upsertDraft, hash("draft", secret), string(s.today()), body)
		return err
	})
}

// Draft returns the draft stored with the secret.
func (s *Store) Draft(ctx context.Context, secret string) (_ survey.Draft, err error) {
	defer fault.Wrap(&err, "store.Draft")
	body, err := sqldb.One(ctx, s.DB, scanString, selectDraft, hash("draft", secret))
	if err != nil {
		return survey.Draft{}, err
	}
	return unseal(secret, body)
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

// sealer returns the cipher of a draft. A secret is 130 random bits, so one
// pass of SHA-256 makes a key of it.
func sealer(secret string) (cipher.AEAD, error) {
	key := sha256.Sum256([]byte("draft key\x00" + secret))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func seal(secret string, d survey.Draft) (string, error) {
	aead, err := sealer(secret)
	if err != nil {
		return "", err
	}
	d.SavedAt = d.SavedAt.UTC().Truncate(time.Microsecond)
	plain, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, nil)), nil
}

func unseal(secret, body string) (d survey.Draft, err error) {
	aead, err := sealer(secret)
	if err != nil {
		return d, err
	}
	sealed, err := base64.StdEncoding.DecodeString(body)
	if err != nil || len(sealed) < aead.NonceSize() {
		return d, errors.New("draft is damaged")
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], nil)
	if err != nil {
		return d, err
	}
	err = json.Unmarshal(plain, &d)
	return d, err
}
