package store

import (
	"context"
	"crypto/rand"
	"database/sql"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// selectDesk reads all that decides about a submission in one trip.
	selectDesk = `SELECT COALESCE((SELECT s.response_id FROM submission s WHERE s.key_hash = $1), ''),
			i.id, i.role, i.participant_id, i.crowd, COALESCE(i.spent, FALSE),
			w.programme_id, w.form_key, w.form_version, w.mode, w.opens_on, w.closes_on
		FROM wave w LEFT JOIN invitation i ON i.id = $2 AND i.wave_id = w.id
		WHERE w.id = $3`
	insertSubmission = `INSERT INTO submission (key_hash, response_id) VALUES ($1, $2) ON CONFLICT (key_hash) DO NOTHING`
	selectResponseID = `SELECT id FROM response WHERE id = $1`
	insertResponses  = `INSERT INTO response (id, wave_id, mode, form_key, form_version, role, participant_id, received_on, code_hash) VALUES`
	insertAnswers    = `INSERT INTO answer (response_id, question, place, choices, text, hash, quote_consent) VALUES`
)

// SubmitOptions say what else a submission does. All may be empty.
type SubmitOptions struct {
	Key          string // idempotency key of the form instance: one key stores one response. Random, known to the participant's browser only
	InvitationID string // is spent
	DraftSecret  string // the draft stored with it is deleted
}

// A desk is what decides about a submission to a wave.
type desk struct {
	stored      string // the response that the key has stored
	invitation  sql.NullString
	role        sql.NullString
	participant sql.NullString
	crowd       sql.NullInt64
	spent       bool
	form        formKey
	mode        survey.Mode
	opens       survey.Day
	closes      survey.Day
}

// Submit stores a response in one durable write with all that belongs to it:
// answers, a row of the feed, the invitation spent, the draft deleted. The
// answers are normalised and checked against the published form; those left
// empty are not stored. Submit sets what r leaves empty: the ID, the form of
// the wave, the role (from the invitation, else from the question that asks for
// it) and the day.
//
// A key that has stored a response stores nothing again and returns the same
// receipt with Again set. Faults: Invalid when the answers do not fit the form,
// NotFound for an unknown wave or invitation, Gone when the wave has closed,
// the invitation is spent or the response was withdrawn, Forbidden before the
// wave opens, Conflict when the participant has answered already.
//
// Whether a wave may be answered without an invitation is for the caller to say.
func (s *Store) Submit(ctx context.Context, r survey.Response, o SubmitOptions) (_ survey.Receipt, err error) {
	defer fault.Wrap(&err, "store.Submit(wave %s)", r.WaveID)
	f, err := s.newFiling(ctx, r, o)
	if err != nil {
		return survey.Receipt{}, err
	}
	var receipt survey.Receipt
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		receipt, err = f.store(ctx, tx)
		return err
	})
	if err != nil {
		return survey.Receipt{}, taken(err, "This person has answered already.")
	}
	return receipt, nil
}

// SubmitAll stores responses from elsewhere, such as a file, in one
// transaction: all or, where one does not fit its form, none. Keys are their
// idempotency keys, in the same order; responses whose key has stored one
// before are passed over. Waves may have closed. It returns how many responses
// were stored.
func (s *Store) SubmitAll(ctx context.Context, rs []survey.Response, keys []string) (stored int, err error) {
	defer fault.Wrap(&err, "store.SubmitAll(%d)", len(rs))
	if len(keys) != len(rs) {
		return 0, fault.New(fault.Internal, "%d responses with %d keys", len(rs), len(keys))
	}
	filings := make([]*filing, len(rs))
	for i, r := range rs {
		if filings[i], err = s.newFiling(ctx, r, SubmitOptions{Key: keys[i]}); err != nil {
			return 0, err
		}
		filings[i].imported = true
		filings[i].code = writeCode(randomBytes())
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		stored = 0
		for _, f := range filings {
			receipt, err := f.store(ctx, tx)
			if err != nil && fault.KindOf(err) != fault.Gone { // withdrawn: it was stored once
				return err
			}
			if err == nil && !receipt.Again {
				stored++
			}
		}
		return nil
	})
	if err != nil {
		return 0, taken(err, "A person among these has answered already.")
	}
	return stored, nil
}

// A filing is a response on its way into the tables.
type filing struct {
	s        *Store
	o        SubmitOptions
	keyHash  string
	code     string // withdrawal code
	imported bool   // may come after the wave closed
	given    survey.Response

	form    formKey // what the rest was prepared for
	ready   survey.Response
	answers [][]any
	problem error
}

// newFiling prepares r for the form that its wave asked with when last seen:
// outside of the transaction, where nobody waits for it.
func (s *Store) newFiling(ctx context.Context, r survey.Response, o SubmitOptions) (*filing, error) {
	if r.ID == "" {
		r.ID = sqldb.NewID()
	}
	if err := needID("response", r.ID); err != nil {
		return nil, err
	}
	if o.Key == "" {
		o.Key = sqldb.NewID()
	}
	f := &filing{s: s, o: o, given: r, keyHash: hash("key", o.Key)}
	f.code = writeCode(s.derive("withdrawal code\x00" + o.Key)) // the same for the same key, so that a second click shows it too
	if k, ok := s.waveForms.Load(r.WaveID); ok {
		return f, f.prepare(ctx, s.DB, k.(formKey))
	}
	d, err := sqldb.One(ctx, s.DB, scanDesk, selectDesk, f.keyHash, nullable(o.InvitationID), r.WaveID)
	if err != nil {
		return nil, err
	}
	return f, f.prepare(ctx, s.DB, d.form)
}

// store runs in the transaction. It must be repeatable.
func (f *filing) store(ctx context.Context, tx *sqldb.Tx) (survey.Receipt, error) {
	d, err := sqldb.One(ctx, tx, scanDesk, selectDesk, f.keyHash, nullable(f.o.InvitationID), f.given.WaveID)
	if err != nil {
		return survey.Receipt{}, err
	}
	if d.stored != "" {
		return f.again(ctx, tx, d.stored)
	}
	if err := f.admit(ctx, tx, d); err != nil {
		return survey.Receipt{}, err
	}
	n, err := tx.Exec(ctx, insertSubmission, f.keyHash, f.ready.ID)
	if err != nil {
		return survey.Receipt{}, err
	}
	if n == 0 { // another server has just stored it
		id, err := sqldb.One(ctx, tx, scanString, selectSubmission, f.keyHash)
		if err != nil {
			return survey.Receipt{}, err
		}
		return f.again(ctx, tx, id)
	}
	if err := f.spend(ctx, tx, d); err != nil {
		return survey.Receipt{}, err
	}
	return survey.Receipt{ResponseID: f.ready.ID, Code: f.code}, f.insert(ctx, tx, d)
}

// again returns the receipt of a response stored before.
func (f *filing) again(ctx context.Context, tx *sqldb.Tx, id string) (survey.Receipt, error) {
	if _, err := sqldb.One(ctx, tx, scanString, selectResponseID, id); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return survey.Receipt{}, fault.New(fault.Gone, "These answers were withdrawn.")
		}
		return survey.Receipt{}, err
	}
	return survey.Receipt{ResponseID: id, Code: f.code, Again: true}, nil
}

// admit checks the submission against the wave as it is now.
func (f *filing) admit(ctx context.Context, tx *sqldb.Tx, d desk) error {
	if f.o.InvitationID != "" && !d.invitation.Valid {
		return fault.New(fault.NotFound, "This invitation belongs to something else.")
	}
	if d.spent {
		return fault.New(fault.Gone, "This invitation has been used.")
	}
	if !f.imported {
		if err := checkOpen(d.opens, d.closes, f.s.today()); err != nil {
			return err
		}
	}
	if want := f.formOf(d.form); want != f.form {
		if err := f.prepare(ctx, tx, d.form); err != nil {
			return err
		}
	}
	f.s.waveForms.Store(f.given.WaveID, d.form)
	if f.problem != nil {
		return f.problem
	}
	return f.attribute(d)
}

// attribute sets whose response it is: nobody's in the modes that do not link.
func (f *filing) attribute(d desk) error {
	f.ready.ParticipantID = f.given.ParticipantID
	if !d.mode.Linked() {
		if f.given.ParticipantID != "" {
			return fault.Coded("S17", "The answers to this wave are anonymous: leave out who gave them.")
		}
		return nil
	}
	if f.ready.ParticipantID == "" {
		f.ready.ParticipantID = d.participant.String
	}
	return nil
}

// spend uses up the invitation and the draft.
func (f *filing) spend(ctx context.Context, tx *sqldb.Tx, d desk) error {
	if f.o.InvitationID != "" {
		n, err := tx.Exec(ctx, spendInvitation, f.o.InvitationID)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Gone, "This invitation has been used.")
		}
	}
	if f.o.InvitationID != "" && !d.mode.Linked() {
		if _, err := tx.Exec(ctx, blurCrowd, f.given.WaveID, d.crowd.Int64); err != nil {
			return err
		}
	}
	if f.o.DraftSecret == "" {
		return nil
	}
	_, err := tx.Exec(ctx, deleteDraft, hash("draft", f.o.DraftSecret))
	return err
}

// insert puts the rows off to the end of the transaction, where they are
// written together with those of others.
func (f *filing) insert(ctx context.Context, tx *sqldb.Tx, d desk) error {
	r := f.ready
	if r.Role == "" && d.role.String != "" {
		r.Role = d.role.String
	}
	if r.ReceivedOn == "" {
		r.ReceivedOn = f.s.today()
	}
	tx.Last("response", sqldb.InsertLast(insertResponses), r.ID, r.WaveID, string(d.mode), f.form.key, f.form.version,
		r.Role, nullable(r.ParticipantID), string(r.ReceivedOn), hash("code", plainCode(f.code)))
	for _, a := range f.answers {
		tx.Last("answer", sqldb.InsertLast(insertAnswers), a...)
	}
	return AppendChange(ctx, tx, survey.ResponseStored, r.ID)
}

func scanDesk(r sqldb.Row) (d desk, err error) {
	err = r.Scan(&d.stored, &d.invitation, &d.role, &d.participant, &d.crowd, &d.spent,
		&d.form.programme, &d.form.key, &d.form.version, &d.mode, &d.opens, &d.closes)
	return d, err
}

// randomBytes returns 32 random bytes.
func randomBytes() []byte {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return b
}
