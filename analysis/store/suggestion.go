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
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
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
	wanted := map[string]analysis.Coding{}
	for _, c := range s.Codings {
		c.ID, c.VerbatimID = analysis.CodingID(s.VerbatimID, c.Theme), s.VerbatimID
		c.Coder, c.Status, c.Model, c.DecidedBy = analysis.Machine, analysis.Suggested, s.Model, ""
		wanted[c.ID] = c
	}
	for _, old := range r.codings[s.VerbatimID] {
		pending := old.Coder == analysis.Machine && old.Status == analysis.Suggested
		switch c, ok := wanted[old.ID]; {
		case !pending, ok && reflect.DeepEqual(c, old):
			kept[old.Theme] = true
		default:
			r.goneCodings = append(r.goneCodings, old.ID)
		}
	}
	for _, c := range s.Codings {
		if kept[c.Theme] {
			continue
		}
		kept[c.Theme] = true
		row, err := codingRow(wanted[analysis.CodingID(s.VerbatimID, c.Theme)], 0)
		if err != nil {
			return err
		}
		r.newCodings = append(r.newCodings, row)
	}
	return nil
}

// addActions passes over an action that overlaps a decided one: a slightly
// different span is no new suggestion.
func (r *replacement) addActions(s Suggestions) error {
	kept := map[string]bool{}
	var decided []analysis.Span
	wanted := map[string]analysis.Action{}
	for _, a := range s.Actions {
		a.ID, a.VerbatimID = analysis.ActionID(s.VerbatimID, a.Span), s.VerbatimID
		a.Status, a.Model, a.DecidedBy = analysis.Suggested, s.Model, ""
		wanted[a.ID] = a
	}
	for _, old := range r.actions[s.VerbatimID] {
		switch a, ok := wanted[old.ID]; {
		case old.Status != analysis.Suggested:
			decided = append(decided, old.Span)
		case ok && reflect.DeepEqual(a, old):
			kept[old.ID] = true
		default:
			r.goneActions = append(r.goneActions, old.ID)
		}
	}
	for _, a := range s.Actions {
		id := analysis.ActionID(s.VerbatimID, a.Span)
		if kept[id] || overlapsAny(a.Span, decided) {
			continue
		}
		kept[id] = true
		row, err := actionRow(wanted[id])
		if err != nil {
			return err
		}
		r.newActions = append(r.newActions, row)
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
