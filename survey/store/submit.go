package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// selectDesk reads all that decides about a submission in one trip.
	selectDesk = `SELECT COALESCE((SELECT s.response_id FROM submission s WHERE s.code_hash = $1), (SELECT r.id FROM response r WHERE r.id = $2), ''),
			i.id, i.role, i.participant_id, i.crowd, COALESCE(i.spent, FALSE),
			w.programme_id, w.form_key, w.form_version, w.mode, w.opens_on,
			CASE WHEN w.closes_on <> '' AND i.open_until > w.closes_on THEN i.open_until ELSE w.closes_on END
		FROM wave w LEFT JOIN invitation i ON i.id = $3 AND i.wave_id = w.id
		WHERE w.id = $4`
	selectResponseID = `SELECT id FROM response WHERE id = $1`

	insertSubmissions = `INSERT INTO submission (code_hash, response_id) VALUES`
	// refuseSubmitted and refuseStored insert once more what is there, which
	// fails, and nothing where nothing is there: a form instance that a row of
	// submission, or a response with the ID derived from its key, stands for is
	// not stored again.
	refuseSubmitted = `INSERT INTO submission (code_hash, response_id)
		SELECT s.code_hash, s.response_id FROM ROWS CROSS JOIN submission s WHERE s.code_hash = v.c0`
	refuseStored = `INSERT INTO response (id, wave_id, mode, form_key, form_version, role, received_on)
		SELECT r.id, r.wave_id, r.mode, r.form_key, r.form_version, r.role, r.received_on FROM ROWS CROSS JOIN response r WHERE r.id = v.c0`

	insertResponses = `INSERT INTO response (id, wave_id, mode, form_key, form_version, role, participant_id, received_on) VALUES`
	insertAnswers   = `INSERT INTO answer (response_id, question, place, choices, text, hash, quote_consent) VALUES`
)

// SubmitOptions say what else a submission does. All may be empty.
type SubmitOptions struct {
	Key          string // idempotency key of the form instance: one key stores one response. Random, known to the participant's browser only
	InvitationID string // is spent
	DraftSecret  string // the draft stored with it is deleted
}

// Submit stores a response in one durable write with all that belongs to it:
// answers, a row of the feed, the invitation spent, the draft deleted. The
// answers are normalised and checked against the published form; those left
// empty are not stored. Submit sets what r leaves empty: the ID, the form of
// the wave, the role (from the invitation, else from the question that asks for
// it) and the day. The ID is derived from the key.
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
	f, err := s.newFiling(ctx, r, o, false)
	if err != nil {
		return survey.Receipt{}, err
	}
	if f.seen.stored != "" {
		return f.again(ctx, s.DB, f.seen.stored)
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
		if filings[i], err = s.newFiling(ctx, r, SubmitOptions{Key: keys[i]}, true); err != nil {
			return 0, err
		}
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		stored = 0
		byWave := map[string]int{}
		for _, f := range filings {
			receipt, err := f.store(ctx, tx)
			if err != nil && fault.KindOf(err) != fault.Gone { // withdrawn: it was stored once
				return err
			}
			if err == nil && !receipt.Again {
				stored++
				byWave[f.given.WaveID]++
			}
		}
		return s.auditImport(ctx, tx, byWave)
	})
	if err != nil {
		return 0, taken(err, "A person among these has answered already.")
	}
	return stored, nil
}

// auditImport adds to the audit how many responses each wave got from a file.
func (s *Store) auditImport(ctx context.Context, tx *sqldb.Tx, byWave map[string]int) error {
	for _, wave := range slices.Sorted(maps.Keys(byWave)) {
		if err := s.audit(ctx, tx, survey.AnswersImported, wave, survey.AuditDetails{"responses": byWave[wave]}); err != nil {
			return err
		}
	}
	return nil
}

// A filing is a response on its way into the tables.
type filing struct {
	s        *Store
	o        SubmitOptions
	code     string // withdrawal code
	codeHash string
	derived  string // the response's ID unless the caller gave another
	imported bool   // may come after the wave closed
	given    survey.Response

	seen     desk // when last looked at
	looks    int  // how often the transaction was tried
	ready    survey.Response
	form     survey.Form
	answers  [][]any
	attached [][]any // files that change from the draft to the response
	lost     bool    // a file that an answer names is not in the draft
}

// newFiling looks at the desk and prepares r outside of the transaction, where
// nobody waits for it.
func (s *Store) newFiling(ctx context.Context, r survey.Response, o SubmitOptions, imported bool) (*filing, error) {
	if o.Key == "" {
		o.Key = sqldb.NewID()
	}
	code := s.code(o.Key)
	f := &filing{s: s, o: o, code: code, codeHash: hashCode(code), derived: s.responseID(code), imported: imported, given: r}
	f.given.ID = cmp.Or(r.ID, f.derived)
	if err := needID("response", f.given.ID); err != nil {
		return nil, err
	}
	d, ok := s.desks.recent(r.WaveID, s.Now())
	if !ok || o.InvitationID != "" {
		return f, f.look(ctx, s.DB)
	}
	f.seen = d // whether the key has stored something is left to the table to say
	if err := f.admit(d); err != nil {
		return nil, err
	}
	if err := f.prepare(ctx, s.DB); err == nil || !f.lost {
		return f, err
	}
	return f, f.look(ctx, s.DB) // the files may have gone with what the key has stored
}

// look reads what decides about the submission. What is not stored yet is
// admitted and prepared, or refused.
func (f *filing) look(ctx context.Context, q sqldb.Querier) (err error) {
	f.seen, err = sqldb.One(ctx, q, scanDesk, selectDesk, f.codeHash, f.derived, nullable(f.o.InvitationID), f.given.WaveID)
	if err != nil || f.seen.stored != "" {
		return err
	}
	if !f.seen.invitation.Valid { // a late link closes on a day of its own
		f.s.desks.keep(f.given.WaveID, f.seen, f.s.Now())
	}
	if err := f.admit(f.seen); err != nil {
		return err
	}
	return f.prepare(ctx, q)
}

// store runs in the transaction. The first time it trusts what was seen before:
// if that has changed meanwhile, a constraint of the tables fails, and the
// transaction is tried again with what is true then.
func (f *filing) store(ctx context.Context, tx *sqldb.Tx) (survey.Receipt, error) {
	f.looks++
	if f.looks > 1 {
		if err := f.look(ctx, tx); err != nil {
			return survey.Receipt{}, err
		}
	}
	if f.seen.stored != "" {
		return f.again(ctx, tx, f.seen.stored)
	}
	if id, first := tx.Claim(f.codeHash, f.ready.ID); !first {
		return survey.Receipt{ResponseID: id, Code: f.code, Again: true}, nil
	}
	if err := f.spend(ctx, tx); err != nil {
		return survey.Receipt{}, err
	}
	return survey.Receipt{ResponseID: f.ready.ID, Code: f.code}, f.insert(ctx, tx)
}

// again returns the receipt of a response stored before.
func (f *filing) again(ctx context.Context, q sqldb.Querier, id string) (survey.Receipt, error) {
	if _, err := sqldb.One(ctx, q, scanString, selectResponseID, id); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return survey.Receipt{}, fault.New(fault.Gone, "These answers were withdrawn.")
		}
		return survey.Receipt{}, err
	}
	return survey.Receipt{ResponseID: id, Code: f.code, Again: true}, nil
}

// admit checks the submission against the wave and the invitation.
func (f *filing) admit(d desk) error {
	if f.o.InvitationID != "" && !d.invitation.Valid {
		return fault.New(fault.NotFound, "This invitation belongs to something else.")
	}
	if d.spent {
		return errSpent()
	}
	if !d.mode.Linked() && f.given.ParticipantID != "" {
		return fault.Coded("S17", "The answers to this wave are anonymous: leave out who gave them.")
	}
	if f.imported {
		return nil
	}
	return checkOpen(d.opens, d.closes, f.s.today())
}

func errSpent() error { return fault.New(fault.Gone, "This invitation has been used.") }

// spend uses up the invitation and the draft.
func (f *filing) spend(ctx context.Context, tx *sqldb.Tx) error {
	if f.o.DraftSecret != "" && len(f.attached) == 0 {
		tx.ExecLast(deleteDraft, hash("draft", f.o.DraftSecret))
	}
	if f.o.InvitationID == "" {
		return nil
	}
	n, err := tx.Exec(ctx, spendInvitation, f.o.InvitationID)
	if err != nil {
		return err
	}
	if n == 0 {
		return errSpent()
	}
	if !f.seen.mode.Linked() {
		tx.ExecLast(blurCrowd, f.given.WaveID, f.seen.crowd.Int64)
	}
	return nil
}

// insert puts the rows off to the end of the transaction, where they are
// written together with those of others.
func (f *filing) insert(ctx context.Context, tx *sqldb.Tx) error {
	r := f.ready
	tx.Last("response", flushResponses, r.ID, r.WaveID, string(f.seen.mode), r.FormKey, r.FormVersion,
		r.Role, nullable(r.ParticipantID), string(r.ReceivedOn))
	f.once(tx)
	tx.LastRows("answer", flushAnswers, f.answers)
	for _, a := range f.attached {
		tx.Last("attachment", adopt, a...)
	}
	if len(f.attached) > 0 {
		tx.Last("attachment", adopt, hash("draft", f.o.DraftSecret))
	}
	return AppendChange(ctx, tx, survey.ResponseStored, r.ID)
}

// once makes the tables refuse a second response of the form instance. Where
// the ID is derived from its key, the ID does so by itself; rows of submission,
// which cost as much as the response, are then needed only for what was
// withdrawn. All this comes after the response, so that it sees what a
// withdrawal did that the response waited for.
func (f *filing) once(tx *sqldb.Tx) {
	if f.ready.ID == f.derived {
		tx.Last("submitted", flushSubmitted, f.codeHash)
		return
	}
	tx.Last("submission", sqldb.InsertLast(insertSubmissions), f.codeHash, f.ready.ID)
	tx.Last("stored", sqldb.InsertLast(refuseStored), f.derived)
}

func flushResponses(b *sqldb.Batch, rows [][]any) { b.Insert(insertResponses, rows) }
func flushAnswers(b *sqldb.Batch, rows [][]any)   { b.Insert(insertAnswers, rows) }
func flushSubmitted(b *sqldb.Batch, rows [][]any) { b.Insert(refuseSubmitted, rows) }

func scanDesk(r sqldb.Row) (d desk, err error) {
	err = r.Scan(&d.stored, &d.invitation, &d.role, &d.participant, &d.crowd, &d.spent,
		&d.form.programme, &d.form.key, &d.form.version, &d.mode, &d.opens, &d.closes)
	return d, err
}
