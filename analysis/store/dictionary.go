package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	ident "verbatim/survey/identify" // recommendations have a function of that name
	"verbatim/survey/sqldb"
)

const (
	entityColumns       = `SELECT id, programme_id, kind, name, also, descriptor, found, saved_by, saved_at FROM entity`
	entitiesOfProgramme = entityColumns + ` WHERE programme_id = $1 ORDER BY folded`
	insertEntity        = `INSERT INTO entity (id, programme_id, kind, name, folded, also, descriptor, found, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	updateEntity        = `UPDATE entity SET kind = $1, name = $2, folded = $3, also = $4, descriptor = $5, saved_by = $6, saved_at = $7 WHERE id = $8`
	deleteEntity        = `DELETE FROM entity WHERE id = $1`

	// deleteFound forgets what only the answer that goes has told of.
	deleteFound = `DELETE FROM entity WHERE found = 1 AND id IN (SELECT entity_id FROM masking WHERE response_id = $1)
		AND NOT EXISTS (SELECT 1 FROM masking m WHERE m.entity_id = entity.id AND m.response_id <> $2)`
)

// The limits of a dictionary.
const (
	maxEntities   = 2000 // of a programme: more is a register, not what its people write of
	maxEntityName = 120  // characters: a name, not a sentence
	maxAlso       = 20   // other names of one entity
)

// MaxDescriptor is how many characters a descriptor may have: those of an edit
// of a quote.
const MaxDescriptor = 120

// Entities returns the dictionary of a programme by name.
func (s *Store) Entities(ctx context.Context, programmeID string) (_ []analysis.Entity, err error) {
	defer fault.Wrap(&err, "analysis/store.Entities(%s)", programmeID)
	return entities(ctx, s.DB, programmeID)
}

func entities(ctx context.Context, q sqldb.Querier, programmeID string) ([]analysis.Entity, error) {
	return sqldb.Collect(ctx, q, scanEntity, entitiesOfProgramme, programmeID)
}

// SaveEntity puts an entry into its programme's dictionary, or changes the one
// with its ID or its name, and returns its ID. Where a descriptor changes, every
// place in answers that is masked with the old one gets a new row in the log, so
// that one entity is one thing wherever it is printed.
func (s *Store) SaveEntity(ctx context.Context, e analysis.Entity) (id string, err error) {
	defer fault.Wrap(&err, "analysis/store.SaveEntity")
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if id, err = s.saveEntity(ctx, tx, e); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.DictionarySaved, e.ProgrammeID, survey.AuditDetails{"entries": 1})
	})
	return id, err
}

// SaveList makes the entries of one kind those of the list: new names are added,
// known ones changed, and those that are no longer in it deleted, unless they
// are masked somewhere.
func (s *Store) SaveList(ctx context.Context, programmeID string, kind ident.Kind, list []analysis.Entity) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveList(%s)", kind)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		listed := map[string]bool{}
		for _, e := range list {
			e.ID, e.ProgrammeID, e.Kind = "", programmeID, kind
			id, err := s.saveEntity(ctx, tx, e)
			if err != nil {
				return err
			}
			listed[id] = true
		}
		all, err := entities(ctx, tx, programmeID)
		if err != nil {
			return err
		}
		for _, e := range all {
			if e.Kind == kind && !listed[e.ID] {
				if err := dropEntity(ctx, tx, e); err != nil {
					return err
				}
			}
		}
		return s.audit(ctx, tx, survey.DictionarySaved, programmeID, survey.AuditDetails{"entries": len(list)})
	})
}

// DeleteEntity takes an entry out of a programme's dictionary. It fails while it
// is masked somewhere.
func (s *Store) DeleteEntity(ctx context.Context, programmeID, id string) (err error) {
	defer fault.Wrap(&err, "analysis/store.DeleteEntity(%s)", id)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		all, err := entities(ctx, tx, programmeID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(e analysis.Entity) bool { return e.ID == id })
		if i < 0 {
			return nil
		}
		if err := dropEntity(ctx, tx, all[i]); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.DictionarySaved, programmeID, survey.AuditDetails{"deleted": 1})
	})
}

func dropEntity(ctx context.Context, tx *sqldb.Tx, e analysis.Entity) error {
	used, err := sqldb.Collect(ctx, tx, scanMasking, maskingsOfEntity, e.ID)
	if err != nil {
		return err
	}
	if n := len(analysis.InForce(used)); n > 0 {
		return fault.Coded("I20", "“%s” is replaced in answers (%d times): undo those decisions before the entry is deleted.", e.Name, n)
	}
	_, err = tx.Exec(ctx, deleteEntity, e.ID)
	return err
}

// saveEntity is SaveEntity inside a transaction, without the audit.
func (s *Store) saveEntity(ctx context.Context, tx *sqldb.Tx, e analysis.Entity) (string, error) {
	e, err := tidyEntity(e)
	if err != nil {
		return "", err
	}
	all, err := entities(ctx, tx, e.ProgrammeID)
	if err != nil {
		return "", err
	}
	also, err := encode(e.Also)
	if err != nil {
		return "", err
	}
	old, known := sameEntity(all, e)
	folded, now := foldEntity(e.Name), sqldb.Micros(s.Now())
	switch {
	case !known && len(all) >= maxEntities:
		return "", fault.Coded("I21", "The dictionary has %d entries, as many as are kept. Delete some that nobody writes of.", maxEntities)
	case !known:
		id := cmp.Or(e.ID, sqldb.NewID())
		_, err := tx.Exec(ctx, insertEntity, id, e.ProgrammeID, string(e.Kind), e.Name, folded, also, e.Descriptor, boolInt(e.Found), e.By, now)
		return id, err
	}
	if taken := slices.ContainsFunc(all, func(o analysis.Entity) bool { return o.ID != old.ID && foldEntity(o.Name) == folded }); taken {
		return "", fault.Coded("I22", "The dictionary has another entry called “%s”: change that one.", e.Name)
	}
	if _, err := tx.Exec(ctx, updateEntity, string(e.Kind), e.Name, folded, also, e.Descriptor, e.By, now, old.ID); err != nil {
		return "", err
	}
	if e.Descriptor == old.Descriptor || e.Descriptor == "" {
		return old.ID, nil
	}
	return old.ID, s.redescribe(ctx, tx, old.ID, e.Descriptor, e.By)
}

// sameEntity returns the entry that e is to change: by its ID or, without one,
// by its name.
func sameEntity(all []analysis.Entity, e analysis.Entity) (analysis.Entity, bool) {
	for _, o := range all {
		if e.ID != "" && o.ID == e.ID || e.ID == "" && foldEntity(o.Name) == foldEntity(e.Name) {
			return o, true
		}
	}
	return analysis.Entity{}, false
}

// foldEntity returns a name as names are compared.
func foldEntity(name string) string { return search.FoldName(name) }

// tidyEntity returns the entry without what its fields do not need, or a fault.
func tidyEntity(e analysis.Entity) (analysis.Entity, error) {
	e.Name, e.Descriptor = strings.Join(strings.Fields(e.Name), " "), strings.Join(strings.Fields(e.Descriptor), " ")
	var also []string
	for _, a := range e.Also {
		a = strings.Join(strings.Fields(a), " ")
		if a != "" && a != e.Name && !slices.Contains(also, a) {
			also = append(also, a)
		}
	}
	e.Also = also
	switch {
	case e.Name == "" || foldEntity(e.Name) == "":
		return e, fault.Coded("I23", "An entry of the dictionary needs a name: how people write it.")
	case e.By == "":
		return e, fault.Coded("I24", "A decision about words that could identify needs the name of the person who made it.")
	case len(e.Also) > maxAlso:
		return e, fault.Coded("I23", "“%s” has more than %d other names: keep those that people write.", e.Name, maxAlso)
	}
	for _, n := range e.Names() {
		if utf8.RuneCountInString(n) > maxEntityName {
			return e, fault.Coded("I23", "A name is longer than %d characters: write the name alone.", maxEntityName)
		}
	}
	return e, checkDescriptor(e.Descriptor, true)
}

// checkDescriptor returns a fault unless a descriptor can be printed in brackets.
func checkDescriptor(d string, mayBeEmpty bool) error {
	switch {
	case d == "" && mayBeEmpty:
	case strings.TrimSpace(d) == "":
		return fault.Coded("I25", "Say what is to be printed instead, such as “senior doctor”.")
	case d != strings.TrimSpace(d) || strings.ContainsAny(d, "[]\n\r\t") || !utf8.ValidString(d):
		return fault.Coded("I25", "What is printed instead holds a bracket or a line end. The brackets are set by the document.")
	case utf8.RuneCountInString(d) > MaxDescriptor:
		return fault.Coded("I25", "What is printed instead is longer than %d characters.", MaxDescriptor)
	case d == "..." || d == "…" || d == "sic":
		return fault.Coded("I25", "“%s” is what an omission prints. Say who or what is meant, such as “senior doctor”.", d)
	}
	return nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func scanEntity(r sqldb.Row) (e analysis.Entity, err error) {
	var also string
	var found, at int64
	if err := r.Scan(&e.ID, &e.ProgrammeID, &e.Kind, &e.Name, &also, &e.Descriptor, &found, &e.By, &at); err != nil {
		return e, err
	}
	e.Found, e.At = found != 0, sqldb.Time(at)
	err = json.Unmarshal([]byte(also), &e.Also)
	return e, err
}
