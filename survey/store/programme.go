package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	upsertProgramme = `INSERT INTO programme (id, key, name, organisation, addressee, aim, contact, least_meetings, pay_role, pay_rate, pay_step)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, organisation = excluded.organisation,
			addressee = excluded.addressee, aim = excluded.aim, contact = excluded.contact,
			least_meetings = excluded.least_meetings, pay_role = excluded.pay_role, pay_rate = excluded.pay_rate, pay_step = excluded.pay_step`
	deleteRoles = `DELETE FROM role WHERE programme_id = $1`
	insertRoles = `INSERT INTO role (programme_id, key, place, singular, plural, joint) VALUES`

	programmeColumns     = `SELECT id, key, name, organisation, addressee, aim, contact, least_meetings, pay_role, pay_rate, pay_step FROM programme`
	selectProgrammes     = programmeColumns + ` ORDER BY key`
	selectProgramme      = programmeColumns + ` WHERE id = $1`
	selectProgrammeByKey = programmeColumns + ` WHERE key = $1`
	selectRoles          = `SELECT key, singular, plural, joint FROM role WHERE programme_id = $1 ORDER BY place`
)

// SaveProgramme stores a programme with its roles, new or changed, by its ID.
// It is a fault of kind Invalid when a key is not usable, and Conflict when
// another programme has the same key.
func (s *Store) SaveProgramme(ctx context.Context, p survey.Programme) (err error) {
	defer fault.Wrap(&err, "store.SaveProgramme(%s)", p.ID)
	if err := checkProgramme(p); err != nil {
		return err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, upsertProgramme, p.ID, p.Key, p.Name, p.Organisation, p.Addressee, p.Aim, p.Contact,
			p.LeastMeetings, p.Pay.Role, p.Pay.Rate, p.Pay.Step); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, deleteRoles, p.ID); err != nil {
			return err
		}
		var rows [][]any
		for i, r := range p.Roles {
			rows = append(rows, []any{p.ID, r.Key, i, r.Singular, r.Plural, r.Joint})
		}
		if err := sqldb.Insert(ctx, tx, insertRoles, rows); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.ProgrammeSaved, p.ID, survey.AuditDetails{"programme": p.Key})
	})
	s.settings.Add(1)
	return taken(err, "There is a programme with the key %q already: choose another.", p.Key)
}

// The limits of what a programme states.
const (
	mostMeetings = 366     // of a pair in a round: one a day
	mostRate     = 1000_00 // pence an hour, more than which is a slip of the point
	mostStep     = 60      // minutes
)

func checkPay(p survey.Pay, roles map[string]bool) error {
	switch {
	case p.Role != "" && !roles[p.Role]:
		return fault.Coded("P10", "%q is to be paid and is not a role of the programme: choose one of its roles.", p.Role)
	case p.Rate < 0 || p.Rate > mostRate:
		return fault.Coded("P11", "The rate of pay is %d.%02d an hour: enter an amount from 0 to %d.", p.Rate/100, p.Rate%100, mostRate/100)
	case p.Step < 0 || p.Step > mostStep:
		return fault.Coded("P12", "Paid time is rounded to %d minutes: enter a number from 1 to %d.", p.Step, mostStep)
	}
	return nil
}

func checkProgramme(p survey.Programme) error {
	if err := needID("programme", p.ID); err != nil {
		return err
	}
	if err := survey.CheckKey("Programme key", p.Key); err != nil {
		return err
	}
	lines := []string{p.Name, p.Organisation, p.Addressee, p.Aim, p.Contact}
	seen := map[string]bool{}
	for _, r := range p.Roles {
		if err := survey.CheckKey("Role", r.Key); err != nil {
			return err
		}
		if seen[r.Key] {
			return fault.Coded("S06", "The role %q is there twice: remove one.", r.Key)
		}
		seen[r.Key] = true
		lines = append(lines, r.Singular, r.Plural)
	}
	if p.LeastMeetings < 0 || p.LeastMeetings > mostMeetings {
		return fault.Coded("P09", "A pair is to meet %d times: enter a number from 0 to %d.", p.LeastMeetings, mostMeetings)
	}
	if err := checkPay(p.Pay, seen); err != nil {
		return err
	}
	return checkLines("programme", lines...)
}

// Programmes returns all programmes by their keys.
func (s *Store) Programmes(ctx context.Context) (_ []survey.Programme, err error) {
	defer fault.Wrap(&err, "store.Programmes")
	ps, err := sqldb.Collect(ctx, s.DB, scanProgramme, selectProgrammes)
	for i := range ps {
		if err == nil {
			err = s.addRoles(ctx, &ps[i])
		}
	}
	return ps, err
}

// Programme returns the programme with the given ID.
func (s *Store) Programme(ctx context.Context, id string) (_ survey.Programme, err error) {
	defer fault.Wrap(&err, "store.Programme(%s)", id)
	return s.programme(ctx, selectProgramme, id)
}

// ProgrammeByKey returns the programme with the given key.
func (s *Store) ProgrammeByKey(ctx context.Context, key string) (_ survey.Programme, err error) {
	defer fault.Wrap(&err, "store.ProgrammeByKey(%s)", key)
	return s.programme(ctx, selectProgrammeByKey, key)
}

func (s *Store) programme(ctx context.Context, query, value string) (survey.Programme, error) {
	p, err := sqldb.One(ctx, s.DB, scanProgramme, query, value)
	if err != nil {
		return survey.Programme{}, err
	}
	return p, s.addRoles(ctx, &p)
}

func (s *Store) addRoles(ctx context.Context, p *survey.Programme) (err error) {
	p.Roles, err = sqldb.Collect(ctx, s.DB, scanRole, selectRoles, p.ID)
	return err
}

func scanProgramme(r sqldb.Row) (p survey.Programme, err error) {
	err = r.Scan(&p.ID, &p.Key, &p.Name, &p.Organisation, &p.Addressee, &p.Aim, &p.Contact, &p.LeastMeetings, &p.Pay.Role, &p.Pay.Rate, &p.Pay.Step)
	return p, err
}

func scanRole(r sqldb.Row) (o survey.Role, err error) {
	err = r.Scan(&o.Key, &o.Singular, &o.Plural, &o.Joint)
	return o, err
}
