package store

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/sqldb"
)

const (
	insertForm       = `INSERT INTO form (programme_id, key, version, body) VALUES ($1, $2, $3, $4)`
	selectForm       = `SELECT body FROM form WHERE programme_id = $1 AND key = $2 AND version = $3`
	selectLatestForm = `SELECT body FROM form WHERE programme_id = $1 AND key = $2 ORDER BY version DESC LIMIT 1`
	selectForms      = `SELECT body FROM form WHERE programme_id = $1 ORDER BY key, version`
)

const (
	// maxForm is how many bytes a form may have as JSON: a hundred times the
	// longest evaluation we have seen, and little enough to keep in memory.
	maxForm = 1 << 20
	// maxQuestionKey is how many bytes the key of a question may have.
	maxQuestionKey = 80
)

type formKey struct {
	programme, key string
	version        int
}

// PublishForm stores f as the next version of its key and returns it with the
// version set. A form equal to the latest version is not stored again.
func (s *Store) PublishForm(ctx context.Context, programmeID string, f survey.Form) (_ survey.Form, err error) {
	defer fault.Wrap(&err, "store.PublishForm(%s, %s)", programmeID, f.Key)
	if err := checkForm(f); err != nil {
		return survey.Form{}, err
	}
	published := f
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var stored bool
		if published, stored, err = publishForm(ctx, tx, programmeID, f); err != nil || !stored {
			return err
		}
		return s.audit(ctx, tx, survey.FormPublished, programmeID, survey.AuditDetails{"form": published.Key, "version": published.Version})
	})
	if err != nil {
		return survey.Form{}, taken(err, "Somebody else published the form %q at the same moment: look at theirs first.", f.Key)
	}
	return published, nil
}

// publishForm stores f unless it is the latest version already.
func publishForm(ctx context.Context, tx *sqldb.Tx, programmeID string, f survey.Form) (_ survey.Form, stored bool, err error) {
	latest, err := sqldb.One(ctx, tx, scanForm, selectLatestForm, programmeID, f.Key)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return f, false, err
	}
	f.Version = latest.Version
	body, err := json.Marshal(f)
	if err != nil {
		return f, false, err
	}
	same := survey.Form{} // as it will be read, so that empty and absent lists are equal
	if err := json.Unmarshal(body, &same); err != nil {
		return f, false, err
	}
	if f.Version > 0 && reflect.DeepEqual(same, latest) {
		return latest, false, nil
	}
	same.Version++
	if body, err = json.Marshal(same); err != nil {
		return f, false, err
	}
	if len(body) > maxForm {
		return f, false, fault.Coded("S08", "The form %q is too large (%d bytes): split it, %d is the most.", f.Key, len(body), maxForm)
	}
	_, err = tx.Exec(ctx, insertForm, programmeID, same.Key, same.Version, string(body))
	return same, true, err
}

// checkForm refuses a form whose answers could not be told apart, or that could
// not be asked.
func checkForm(f survey.Form) error {
	if err := survey.CheckKey("Form key", f.Key); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, q := range f.Questions() {
		if q.Key == "" || len(q.Key) > maxQuestionKey || strings.ContainsFunc(q.Key, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return fault.Coded("S09", "Question %q of the form %q has no usable key: take letters, digits and hyphens, at most %d.", q.Key, f.Key, maxQuestionKey)
		}
		if seen[q.Key] {
			return fault.Coded("S11", "The form %q has two questions with the key %q: rename one.", f.Key, q.Key)
		}
		seen[q.Key] = true
	}
	if _, err := fill.New(f); err != nil {
		return fault.Coded("S30", "The form %q cannot be asked as it is: %s", f.Key, fault.Text(err))
	}
	return nil
}

// Form returns one version of a form.
func (s *Store) Form(ctx context.Context, programmeID, key string, version int) (_ survey.Form, err error) {
	defer fault.Wrap(&err, "store.Form(%s, %s, %d)", programmeID, key, version)
	return s.form(ctx, s.DB, formKey{programmeID, key, version})
}

// A published form is made ready to be filled in when the first answers to it
// come.
type published struct {
	survey.Form
	plan func() (*fill.Plan, error)
}

// form returns a form from memory or from q.
func (s *Store) form(ctx context.Context, q sqldb.Querier, k formKey) (survey.Form, error) {
	p, err := s.published(ctx, q, k)
	if err != nil {
		return survey.Form{}, err
	}
	return p.Form, nil
}

func (s *Store) published(ctx context.Context, q sqldb.Querier, k formKey) (*published, error) {
	if p, ok := s.forms.Load(k); ok {
		return p.(*published), nil
	}
	f, err := sqldb.One(ctx, q, scanForm, selectForm, k.programme, k.key, k.version)
	if err != nil {
		return nil, err
	}
	p := &published{f, sync.OnceValues(func() (*fill.Plan, error) { return fill.New(f) })}
	s.forms.Store(k, p)
	return p, nil
}

// LatestForm returns the latest version of the form with the given key.
func (s *Store) LatestForm(ctx context.Context, programmeID, key string) (_ survey.Form, err error) {
	defer fault.Wrap(&err, "store.LatestForm(%s, %s)", programmeID, key)
	return sqldb.One(ctx, s.DB, scanForm, selectLatestForm, programmeID, key)
}

// Forms returns every version of every form of a programme, by key and version.
func (s *Store) Forms(ctx context.Context, programmeID string) (_ []survey.Form, err error) {
	defer fault.Wrap(&err, "store.Forms(%s)", programmeID)
	return sqldb.Collect(ctx, s.DB, scanForm, selectForms, programmeID)
}

func scanForm(r sqldb.Row) (f survey.Form, err error) {
	var body []byte
	if err := r.Scan(&body); err != nil {
		return f, err
	}
	err = json.Unmarshal(body, &f)
	return f, err
}
