package store

import (
	"context"
	"reflect"

	"verbatim/analysis"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const livingResponses = `SELECT id FROM response WHERE id IN `

// Suggestions are what the machine suggests for one verbatim.
type Suggestions struct {
	VerbatimID string
	Model      string // which model made them
	Codings    []analysis.Coding
	Actions    []analysis.Action
}

// ReplaceSuggestions makes codings and actions the machine's suggestions for a
// verbatim. Suggestions that were there and are not among them go; what a
// person has decided or made stays, and is neither doubled nor brought back.
// Doing it again changes nothing, and nothing is stored for a verbatim whose
// response has been withdrawn.
func (s *Store) ReplaceSuggestions(ctx context.Context, verbatimID, model string, codings []analysis.Coding, actions []analysis.Action) error {
	return s.ReplaceAll(ctx, []Suggestions{{verbatimID, model, codings, actions}})
}

// ReplaceAll does what ReplaceSuggestions does for many verbatims, durably and
// as one.
func (s *Store) ReplaceAll(ctx context.Context, all []Suggestions) (err error) {
	defer fault.Wrap(&err, "analysis/store.ReplaceAll(%d verbatims)", len(all))
	if len(all) == 0 {
		return nil
	}
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		r := replacement{}
		if err := r.load(ctx, tx, all); err != nil {
			return err
		}
		for _, s := range all {
			if err := r.add(s); err != nil {
				return err
			}
		}
		return r.write(ctx, tx)
	})
}

// A replacement is the difference between what is stored and what shall be.
type replacement struct {
	living  map[string]bool              // responses
	codings map[string][]analysis.Coding // stored, by verbatim
	actions map[string][]analysis.Action

	goneCodings, goneActions []string
	newCodings, newActions   [][]any
}

func (r *replacement) load(ctx context.Context, tx *sqldb.Tx, all []Suggestions) error {
	verbatims := make([]string, len(all))
	for i, s := range all {
		verbatims[i] = s.VerbatimID
	}
	responses := responsesOf(verbatims)
	living, err := collectLists(ctx, tx, scanText, responses, livingResponses, "")
	if err != nil {
		return err
	}
	r.living = map[string]bool{}
	for _, id := range living {
		r.living[id] = true
	}
	codings, err := collectLists(ctx, tx, scanCoding, responses, codingsOfResponse, "")
	if err != nil {
		return err
	}
	r.codings = groupBy(codings, func(c analysis.Coding) string { return c.VerbatimID })
	actions, err := collectLists(ctx, tx, scanAction, responses, actionsOfResponse, "")
	r.actions = groupBy(actions, func(a analysis.Action) string { return a.VerbatimID })
	return err
}

func groupBy[T any](all []T, key func(T) string) map[string][]T {
	groups := map[string][]T{}
	for _, x := range all {
		groups[key(x)] = append(groups[key(x)], x)
	}
	return groups
}

// add works out what the suggestions change.
func (r *replacement) add(s Suggestions) error {
	if !r.living[responseOf(s.VerbatimID)] {
		return nil
	}
	if err := r.addCodings(s); err != nil {
		return err
	}
	return r.addActions(s)
}

func (r *replacement) addCodings(s Suggestions) error {
	kept := map[string]bool{} // themes that need no row
	wanted := map[string][]any{}
	for _, c := range s.Codings {
		c.ID, c.VerbatimID = analysis.CodingID(s.VerbatimID, c.Theme), s.VerbatimID
		c.Coder, c.Status, c.Model, c.DecidedBy = analysis.Machine, analysis.Suggested, s.Model, ""
		row, err := codingRow(c, 0)
		if err != nil {
			return err
		}
		wanted[c.Theme] = row
	}
	for _, old := range r.codings[s.VerbatimID] {
		row, err := codingRow(old, 0)
		if err != nil {
			return err
		}
		pending := old.Coder == analysis.Machine && old.Status == analysis.Suggested
		if !pending || reflect.DeepEqual(row, wanted[old.Theme]) {
			kept[old.Theme] = true
			continue
		}
		r.goneCodings = append(r.goneCodings, old.ID)
	}
	for _, c := range s.Codings {
		if !kept[c.Theme] {
			kept[c.Theme] = true
			r.newCodings = append(r.newCodings, wanted[c.Theme])
		}
	}
	return nil
}

// addActions passes over an action that overlaps a decided one: a slightly
// different span is no new suggestion.
func (r *replacement) addActions(s Suggestions) error {
	kept := map[analysis.Span]bool{}
	wanted := map[analysis.Span][]any{}
	for _, a := range s.Actions {
		a.ID, a.VerbatimID = analysis.ActionID(s.VerbatimID, a.Span), s.VerbatimID
		a.Status, a.Model, a.DecidedBy = analysis.Suggested, s.Model, ""
		row, err := actionRow(a)
		if err != nil {
			return err
		}
		wanted[a.Span] = row
	}
	var decided []analysis.Span
	for _, old := range r.actions[s.VerbatimID] {
		row, err := actionRow(old)
		switch {
		case err != nil:
			return err
		case old.Status != analysis.Suggested:
			decided = append(decided, old.Span)
		case reflect.DeepEqual(row, wanted[old.Span]):
			kept[old.Span] = true
		default:
			r.goneActions = append(r.goneActions, old.ID)
		}
	}
	for _, a := range s.Actions {
		if !kept[a.Span] && !overlapsAny(a.Span, decided) {
			kept[a.Span] = true
			r.newActions = append(r.newActions, wanted[a.Span])
		}
	}
	return nil
}

func overlapsAny(s analysis.Span, others []analysis.Span) bool {
	for _, o := range others {
		if s.Overlaps(o) || s == o {
			return true
		}
	}
	return false
}

// write removes what is gone before it adds what is new, because a suggestion
// that changed keeps its identifier.
func (r *replacement) write(ctx context.Context, tx *sqldb.Tx) error {
	for _, gone := range []struct {
		statement string
		ids       []string
	}{{deleteCoding, r.goneCodings}, {deleteAction, r.goneActions}} {
		for _, id := range gone.ids {
			if _, err := tx.Exec(ctx, gone.statement, id); err != nil {
				return err
			}
		}
	}
	if err := sqldb.Insert(ctx, tx, insertCodings, r.newCodings); err != nil {
		return err
	}
	return sqldb.Insert(ctx, tx, insertActions, r.newActions)
}
