package store

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// pseudonymSecret names the secret that pseudonyms are made with. It lies apart
// from the people and the answers, is in no export, and without it a pseudonym
// cannot be worked out from a name or an address.
const pseudonymSecret = "pseudonym"

// pseudonymLetters leaves out what is easily misread.
const pseudonymLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// pseudonymLength is how many letters a pseudonym has: with a thousand people
// the odds that two share one are less than one in a million.
const pseudonymLength = 8

// A Pseudonymiser gives the people of a programme the names that they have for
// readers of their answers.
type Pseudonymiser struct{ secret []byte }

// Pseudonyms returns what makes pseudonyms in this installation: the same for a
// person in all waves and rounds, however the name or the address changes.
func (s *Store) Pseudonyms(ctx context.Context) (_ Pseudonymiser, err error) {
	defer fault.Wrap(&err, "store.Pseudonyms")
	secret, err := s.madeOnce(ctx, pseudonymSecret)
	return Pseudonymiser{[]byte(secret)}, err
}

// Of returns the pseudonym of a participant in a wave. A wave that stands apart
// has pseudonyms of its own.
func (p Pseudonymiser) Of(who survey.Participant, w survey.Wave) string {
	mac := hmac.New(sha256.New, p.secret)
	mac.Write([]byte(cmp.Or(who.Person, who.ID)))
	if w.Apart {
		mac.Write([]byte("\x00" + w.ID))
	}
	letters := base32.NewEncoding(pseudonymLetters).WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil))[:pseudonymLength]
	return letters[:pseudonymLength/2] + "-" + letters[pseudonymLength/2:]
}
