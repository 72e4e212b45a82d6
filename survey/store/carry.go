package store

import (
	"context"
	"crypto/sha256"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertCarry = `INSERT INTO carry (code_hash, secret_hash, body) VALUES ($1, $2, $3)
		ON CONFLICT (code_hash) DO UPDATE SET body = excluded.body`
	selectCarry  = `SELECT body FROM carry WHERE code_hash = $1`
	deleteCarry  = `DELETE FROM carry WHERE secret_hash = $1`
	carryPurpose = "carry"  // of the hashes of codes
	carrySealed  = "carry " // before a code, for the key that seals what it leads to
)

// Carried is what a participant takes to another device: all that the cookies
// of a browser hold of a form that is being filled in.
type Carried struct {
	WaveID string
	Secret string // of the draft
	Token  string // of the invitation; empty for an open link
}

// CarryCode returns the code with which the draft stored with the secret can be
// found from another device: 78 bits of the secret's 130, in letters that can be
// read out. It is the same for the same secret, so that it can be shown again,
// and the secret cannot be worked out from it.
func CarryCode(secret string) string {
	sum := sha256.Sum256([]byte("carry code\x00" + secret))
	return writeCode(sum[:])
}

// Carry makes the code of the draft's secret lead to the draft, and returns it.
// What it leads to is encrypted with the code, and only its hash is stored: the
// database joins neither the draft nor the answers with the invitation. It is a
// fault of kind NotFound when there is no such draft. The row goes with the
// draft.
func (s *Store) Carry(ctx context.Context, c Carried) (code string, err error) {
	defer fault.Wrap(&err, "store.Carry")
	code = CarryCode(c.Secret)
	key := hash("draft", c.Secret)
	if _, err := sqldb.One(ctx, s.DB, scanString, selectDraftHash, key); err != nil {
		return "", err
	}
	body, err := sealValue(carrySealed+plainCode(code), c)
	if err != nil {
		return "", err
	}
	_, err = s.exec(ctx, upsertCarry, hash(carryPurpose, plainCode(code)), key, body)
	return code, err
}

// Carried returns what the code leads to, however it was typed. Nothing is used
// up by it. It is a fault of kind NotFound when the code leads to nothing: a
// letter is wrong, or the draft was sent or deleted.
func (s *Store) Carried(ctx context.Context, code string) (c Carried, err error) {
	defer fault.Wrap(&err, "store.Carried")
	plain := plainCode(code)
	body, err := sqldb.One(ctx, s.DB, scanString, selectCarry, hash(carryPurpose, plain))
	if err != nil {
		return Carried{}, err
	}
	err = unsealValue(carrySealed+plain, body, &c)
	return c, err
}

// StopCarrying makes the code of the draft's secret lead to nothing.
func (s *Store) StopCarrying(ctx context.Context, secret string) (err error) {
	defer fault.Wrap(&err, "store.StopCarrying")
	_, err = s.exec(ctx, deleteCarry, hash("draft", secret))
	return err
}
