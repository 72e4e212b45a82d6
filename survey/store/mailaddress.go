package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectAddress   = `SELECT address_hash, opted_out, bounced FROM mail_address WHERE programme_id = $1 AND address_hash = $2`
	selectAddresses = `SELECT address_hash, opted_out, bounced FROM mail_address WHERE programme_id = $1`
	upsertOptOut    = `INSERT INTO mail_address (programme_id, address_hash, opted_out, bounced) VALUES ($1, $2, $3, '')
		ON CONFLICT (programme_id, address_hash) DO UPDATE SET opted_out = excluded.opted_out`
	upsertBounce = `INSERT INTO mail_address (programme_id, address_hash, opted_out, bounced) VALUES ($1, $2, FALSE, $3)
		ON CONFLICT (programme_id, address_hash) DO UPDATE SET bounced = excluded.bounced`

	selectAddressed = `SELECT p.id, r.programme_id, p.email FROM participant p JOIN round r ON r.id = p.round_id`
)

// mailSecret names the secret that keys the hashes of addresses and signs what
// messages carry.
const mailSecret = "mail"

// addressBytes is how much of a hash stands for an address: too much to guess.
const addressBytes = 16

// An AddressState is what is known of an address in a programme.
type AddressState struct {
	Hash     string
	OptedOut bool
	Bounced  string // the status that came back, such as 5.1.1; empty for none
}

// Quiet reports whether nothing may be sent to the address.
func (a AddressState) Quiet() bool { return a.OptedOut || a.Bounced != "" }

// MailKey returns a key for signing what messages carry, derived for the use.
func (s *Store) MailKey(ctx context.Context, use string) (_ []byte, err error) {
	defer fault.Wrap(&err, "store.MailKey(%s)", use)
	secret, err := s.madeOnce(ctx, mailSecret)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(use))
	return mac.Sum(nil), err
}

// AddressHash returns what stands for the address in the programme. Capitals
// make no difference.
func (s *Store) AddressHash(ctx context.Context, programmeID, address string) (string, error) {
	hasher, err := s.addressHasher(ctx, programmeID)
	if err != nil {
		return "", err
	}
	return hasher(address), nil
}

// addressHasher returns the function that hashes addresses of a programme.
func (s *Store) addressHasher(ctx context.Context, programmeID string) (func(address string) string, error) {
	key, err := s.MailKey(ctx, "address\x00"+programmeID)
	if err != nil {
		return nil, err
	}
	return func(address string) string {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(strings.ToLower(strings.TrimSpace(address))))
		return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:addressBytes]))
	}, nil
}

// AddressState returns what is known of an address by its hash.
func (s *Store) AddressState(ctx context.Context, programmeID, addressHash string) (_ AddressState, err error) {
	defer fault.Wrap(&err, "store.AddressState(%s)", programmeID)
	a, err := sqldb.One(ctx, s.DB, scanAddress, selectAddress, programmeID, addressHash)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return AddressState{Hash: addressHash}, nil
	}
	return a, err
}

// AddressStates returns, for each of the participants of a programme, what is
// known of the address.
func (s *Store) AddressStates(ctx context.Context, programmeID string, people []survey.Participant) (_ map[string]AddressState, err error) {
	defer fault.Wrap(&err, "store.AddressStates(%s)", programmeID)
	hasher, err := s.addressHasher(ctx, programmeID)
	if err != nil {
		return nil, err
	}
	return addressStates(ctx, s.DB, programmeID, hasher, people)
}

func addressStates(ctx context.Context, q sqldb.Querier, programmeID string, hasher func(string) string, people []survey.Participant) (map[string]AddressState, error) {
	known, err := sqldb.Collect(ctx, q, scanAddress, selectAddresses, programmeID)
	if err != nil {
		return nil, err
	}
	byHash := make(map[string]AddressState, len(known))
	for _, a := range known {
		byHash[a.Hash] = a
	}
	out := make(map[string]AddressState, len(people))
	for _, p := range people {
		out[p.ID] = byHash[hasher(p.Email)]
	}
	return out, nil
}

// SetOptOut remembers for a programme that an address wants no messages, or
// wants them again. The audit does not tell of it: it would tell who and when.
func (s *Store) SetOptOut(ctx context.Context, programmeID, addressHash string, out bool) (err error) {
	defer fault.Wrap(&err, "store.SetOptOut(%s)", programmeID)
	_, err = s.exec(ctx, upsertOptOut, programmeID, addressHash, out)
	return err
}

// SetBounced remembers that messages to an address came back with the status.
func (s *Store) SetBounced(ctx context.Context, programmeID, addressHash, status string) (err error) {
	defer fault.Wrap(&err, "store.SetBounced(%s)", programmeID)
	_, err = s.exec(ctx, upsertBounce, programmeID, addressHash, status)
	return err
}

// An Addressed is a participant's address.
type Addressed struct{ ParticipantID, ProgrammeID, Email string }

// Addresses returns the addresses of all participants of all programmes.
func (s *Store) Addresses(ctx context.Context) (_ []Addressed, err error) {
	defer fault.Wrap(&err, "store.Addresses")
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (a Addressed, err error) {
		err = r.Scan(&a.ParticipantID, &a.ProgrammeID, &a.Email)
		return a, err
	}, selectAddressed)
}

func scanAddress(r sqldb.Row) (a AddressState, err error) {
	err = r.Scan(&a.Hash, &a.OptedOut, &a.Bounced)
	return a, err
}
