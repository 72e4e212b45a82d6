package store

import (
	"context"
	"encoding/json"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	insertFormDraft = `INSERT INTO form_draft (programme_id, key, version, base, step) VALUES ($1, $2, 1, $3, 1)`
	insertFormStep  = `INSERT INTO form_draft_step (programme_id, key, step, what, changed_by, changed_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	deleteFormDraft = `DELETE FROM form_draft WHERE programme_id = $1 AND key = $2 AND version = $3`
	moveFormDraft   = `UPDATE form_draft SET version = version + 1, step = $1 WHERE programme_id = $2 AND key = $3 AND version = $4`

	formDraftColumns = `SELECT d.version, d.base, s.what, s.changed_by, s.changed_at, s.body,
		EXISTS (SELECT 1 FROM form_draft_step o WHERE o.programme_id = d.programme_id AND o.key = d.key AND o.step < d.step),
		EXISTS (SELECT 1 FROM form_draft_step o WHERE o.programme_id = d.programme_id AND o.key = d.key AND o.step > d.step)
		FROM form_draft d JOIN form_draft_step s ON s.programme_id = d.programme_id AND s.key = d.key AND s.step = d.step`
	selectFormDraft   = formDraftColumns + ` WHERE d.programme_id = $1 AND d.key = $2`
	selectFormDrafts  = formDraftColumns + ` WHERE d.programme_id = $1 ORDER BY d.key`
	selectFormVersion = `SELECT version FROM form_draft WHERE programme_id = $1 AND key = $2`

	// What was undone is gone once something else is done.
	deleteUndone   = `DELETE FROM form_draft_step WHERE programme_id = $1 AND key = $2 AND step > (SELECT step FROM form_draft WHERE programme_id = $1 AND key = $2)`
	deleteOldSteps = `DELETE FROM form_draft_step WHERE programme_id = $1 AND key = $2 AND step NOT IN
		(SELECT step FROM form_draft_step WHERE programme_id = $1 AND key = $2 ORDER BY step DESC LIMIT $3)`
	selectUndo = `SELECT COALESCE(max(s.step), 0) FROM form_draft_step s JOIN form_draft d ON d.programme_id = s.programme_id AND d.key = s.key
		WHERE d.programme_id = $1 AND d.key = $2 AND s.step < d.step`
	selectRedo = `SELECT COALESCE(min(s.step), 0) FROM form_draft_step s JOIN form_draft d ON d.programme_id = s.programme_id AND d.key = s.key
		WHERE d.programme_id = $1 AND d.key = $2 AND s.step > d.step`

	selectFormUses = `SELECT r.key, w.id, w.round_id, w.key, w.title, w.form_key, w.form_version, w.mode, w.opens_on, w.closes_on, w.withdraw_until,
		EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = w.id), (SELECT count(*) FROM response a WHERE a.wave_id = w.id)
		FROM wave w JOIN round r ON r.id = w.round_id WHERE w.programme_id = $1 ORDER BY r.key DESC, w.opens_on, w.key`
	selectFormUse   = `SELECT w.form_key, w.form_version, r.programme_id FROM wave w JOIN round r ON r.id = w.round_id WHERE w.id = $1`
	updateWaveForm  = `UPDATE wave SET form_version = $1 WHERE id = $2`
	selectFormTaken = `SELECT w.id FROM wave w WHERE w.id = $1 AND
		(EXISTS (SELECT 1 FROM invitation i WHERE i.wave_id = w.id) OR EXISTS (SELECT 1 FROM response r WHERE r.wave_id = w.id))`
)

// mostSteps is how many states of a draft are kept to go back to: an afternoon
// of changes, and at most some megabytes of a form of the usual size.
const mostSteps = 100

// BeginFormDraft stores f as a draft that began from the published version base,
// 0 for none. It is a fault of kind Conflict where a draft of the form's key is
// there already.
func (s *Store) BeginFormDraft(ctx context.Context, programmeID string, f survey.Form, base int, what string) (_ survey.FormDraft, err error) {
	defer fault.Wrap(&err, "store.BeginFormDraft(%s, %s)", programmeID, f.Key)
	body, err := draftBody(f)
	if err != nil {
		return survey.FormDraft{}, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, insertFormDraft, programmeID, f.Key, base); err != nil {
			return err
		}
		return s.addStep(ctx, tx, programmeID, f.Key, 1, what, body)
	})
	if sqldb.IsDuplicate(err) {
		return survey.FormDraft{}, &fault.Error{Kind: fault.Conflict, Code: "S50", Err: err, Text: "A draft of the form " + f.Key + " is being written already: open it, or delete it first."}
	}
	if err != nil {
		return survey.FormDraft{}, err
	}
	return s.FormDraft(ctx, programmeID, f.Key)
}

// draftBody returns a form as a draft keeps it. A draft may be half done: only
// what could not be stored or found again is refused.
func draftBody(f survey.Form) (string, error) {
	if err := survey.CheckKey("Form key", f.Key); err != nil {
		return "", err
	}
	f.Version = 0
	body, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	if len(body) > maxForm {
		return "", &fault.Error{Kind: fault.TooLarge, Code: "S51", Text: "The form is larger than 1 MB with this, so the change was not stored: split the form."}
	}
	return string(body), nil
}

func (s *Store) addStep(ctx context.Context, tx *sqldb.Tx, programmeID, key string, step int64, what, body string) error {
	if err := checkLines("draft", what); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, insertFormStep, programmeID, key, step, what, survey.ActorOf(ctx).Name, s.Now().UnixMicro(), body)
	return err
}

// FormDraft returns the draft of the form with the given key.
func (s *Store) FormDraft(ctx context.Context, programmeID, key string) (_ survey.FormDraft, err error) {
	defer fault.Wrap(&err, "store.FormDraft(%s, %s)", programmeID, key)
	return sqldb.One(ctx, s.DB, scanFormDraft(programmeID), selectFormDraft, programmeID, key)
}

// FormDrafts returns the drafts of a programme by their keys.
func (s *Store) FormDrafts(ctx context.Context, programmeID string) (_ []survey.FormDraft, err error) {
	defer fault.Wrap(&err, "store.FormDrafts(%s)", programmeID)
	return sqldb.Collect(ctx, s.DB, scanFormDraft(programmeID), selectFormDrafts, programmeID)
}

// SaveFormDraft makes f the state of the draft that its author saw in the given
// version. It is a fault of kind Conflict where somebody else has changed the
// draft since: look at theirs and try again.
func (s *Store) SaveFormDraft(ctx context.Context, programmeID string, version int64, f survey.Form, what string) (err error) {
	defer fault.Wrap(&err, "store.SaveFormDraft(%s, %s, %d)", programmeID, f.Key, version)
	body, err := draftBody(f)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteUndone, programmeID, f.Key); err != nil {
			return err
		}
		if err := moveDraft(ctx, tx, programmeID, f.Key, version, version+1); err != nil {
			return err
		}
		if err := s.addStep(ctx, tx, programmeID, f.Key, version+1, what, body); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, deleteOldSteps, programmeID, f.Key, mostSteps)
		return err
	})
}

// moveDraft puts the draft into another of its states.
func moveDraft(ctx context.Context, tx *sqldb.Tx, programmeID, key string, version, step int64) error {
	n, err := tx.Exec(ctx, moveFormDraft, step, programmeID, key, version)
	if err != nil || n > 0 {
		return err
	}
	return draftMoved(ctx, tx, programmeID, key)
}

// draftMoved says why a draft is not in the version that was seen.
func draftMoved(ctx context.Context, tx *sqldb.Tx, programmeID, key string) error {
	if _, err := sqldb.One(ctx, tx, scanInt64, selectFormVersion, programmeID, key); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return fault.New(fault.NotFound, "There is no draft of the form %q any more: it has been published or deleted.", key)
		}
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Code: "S52", Text: "Somebody else changed the draft since this page was loaded. Nothing of theirs was touched: load the page again, and repeat what you did."}
}

// UndoFormDraft puts the draft back into the state before its last change.
func (s *Store) UndoFormDraft(ctx context.Context, programmeID, key string, version int64) (err error) {
	defer fault.Wrap(&err, "store.UndoFormDraft(%s, %s, %d)", programmeID, key, version)
	return s.stepTo(ctx, programmeID, key, version, selectUndo, "There is no earlier state of this draft to go back to.")
}

// RedoFormDraft takes the last UndoFormDraft back.
func (s *Store) RedoFormDraft(ctx context.Context, programmeID, key string, version int64) (err error) {
	defer fault.Wrap(&err, "store.RedoFormDraft(%s, %s, %d)", programmeID, key, version)
	return s.stepTo(ctx, programmeID, key, version, selectRedo, "Nothing has been undone since the last change.")
}

func (s *Store) stepTo(ctx context.Context, programmeID, key string, version int64, query, none string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		step, err := sqldb.One(ctx, tx, scanInt64, query, programmeID, key)
		if err != nil {
			return err
		}
		if step == 0 {
			return fault.Coded("S53", "%s", none)
		}
		return moveDraft(ctx, tx, programmeID, key, version, step)
	})
}

// DeleteFormDraft deletes the draft in the version that was seen, with all its
// states. Published versions stay.
func (s *Store) DeleteFormDraft(ctx context.Context, programmeID, key string, version int64) (err error) {
	defer fault.Wrap(&err, "store.DeleteFormDraft(%s, %s, %d)", programmeID, key, version)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return dropDraft(ctx, tx, programmeID, key, version)
	})
}

func dropDraft(ctx context.Context, tx *sqldb.Tx, programmeID, key string, version int64) error {
	n, err := tx.Exec(ctx, deleteFormDraft, programmeID, key, version)
	if err != nil || n > 0 {
		return err
	}
	return draftMoved(ctx, tx, programmeID, key)
}

// PublishFormDraft stores the draft that was seen in the given version as the
// next version of its form, and deletes the draft, both or neither.
func (s *Store) PublishFormDraft(ctx context.Context, programmeID, key string, version int64) (_ survey.Form, err error) {
	defer fault.Wrap(&err, "store.PublishFormDraft(%s, %s, %d)", programmeID, key, version)
	var published survey.Form
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		d, err := sqldb.One(ctx, tx, scanFormDraft(programmeID), selectFormDraft, programmeID, key)
		if err != nil {
			return err
		}
		if err := checkForm(d.Form); err != nil {
			return err
		}
		if err := dropDraft(ctx, tx, programmeID, key, version); err != nil {
			return err
		}
		var stored bool
		if published, stored, err = publishForm(ctx, tx, programmeID, d.Form); err != nil || !stored {
			return err
		}
		return s.audit(ctx, tx, survey.FormPublished, programmeID, survey.AuditDetails{"form": published.Key, "version": published.Version})
	})
	return published, taken(err, "Somebody else published the form %q at the same moment: look at theirs first.", key)
}

// FormUses returns the waves of a programme, each of which asks with a version of
// a form: those of the latest round first.
func (s *Store) FormUses(ctx context.Context, programmeID string) (_ []survey.FormUse, err error) {
	defer fault.Wrap(&err, "store.FormUses(%s)", programmeID)
	return sqldb.Collect(ctx, s.DB, scanFormUse, selectFormUses, programmeID)
}

// TakeForm lets a wave ask with another version of its form. Once somebody has
// been invited or has answered, that is a fault of kind Conflict unless agreed
// says that the person who asks for it knows what it means.
func (s *Store) TakeForm(ctx context.Context, waveID string, version int, agreed bool) (err error) {
	defer fault.Wrap(&err, "store.TakeForm(%s, %d)", waveID, version)
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		w, err := sqldb.One(ctx, tx, scanTaken, selectFormUse, waveID)
		if err != nil {
			return err
		}
		if _, err := s.form(ctx, tx, formKey{w.programme, w.key, version}); err != nil {
			return err
		}
		_, err = sqldb.One(ctx, tx, scanString, selectFormTaken, waveID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if err == nil && !agreed {
			return &fault.Error{Kind: fault.Conflict, Code: "S54", Text: "People have been invited to this wave or have answered it, so it keeps its version of the form. Take another only if you mean it: say so on the page."}
		}
		if _, err := tx.Exec(ctx, updateWaveForm, version, waveID); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.WaveSaved, waveID, survey.AuditDetails{"form": w.key, "version": version, "before": w.version, "begun": err == nil})
	})
	s.desks.forget(waveID)
	s.settings.Add(1)
	return err
}

func scanTaken(r sqldb.Row) (k formKey, err error) {
	err = r.Scan(&k.key, &k.version, &k.programme)
	return k, err
}

func scanFormUse(r sqldb.Row) (u survey.FormUse, err error) {
	w := &u.Wave
	err = r.Scan(&u.RoundKey, &w.ID, &w.RoundID, &w.Key, &w.Title, &w.FormKey, &w.FormVersion, &w.Mode, &w.OpensOn, &w.ClosesOn, &w.WithdrawUntil, &u.Invited, &u.Answered)
	return u, err
}

func scanFormDraft(programmeID string) func(sqldb.Row) (survey.FormDraft, error) {
	return func(r sqldb.Row) (d survey.FormDraft, err error) {
		var body []byte
		var at int64
		if err := r.Scan(&d.Version, &d.Base, &d.What, &d.ChangedBy, &at, &body, &d.Undo, &d.Redo); err != nil {
			return d, err
		}
		d.ProgrammeID, d.ChangedAt = programmeID, time.UnixMicro(at).UTC()
		err = json.Unmarshal(body, &d.Form)
		return d, err
	}
}
