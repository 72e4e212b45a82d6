package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	referencesOfRound  = `SELECT reference, place FROM recommendation WHERE round_id = $1`
	roundKey           = `SELECT key FROM round WHERE id = $1`
	goneRecommendation = `UPDATE recommendation SET gone = 1, title = '', public_text = '' WHERE id = $1`
	deletePoints       = `UPDATE recommendation_point SET title = '' WHERE recommendation_id = $1`
	deleteLinks        = `DELETE FROM recommendation_link WHERE from_id = $1`
	builtOn            = `SELECT m.reference FROM recommendation_link l JOIN recommendation m ON m.id = l.from_id WHERE l.to_id = $1 AND m.gone = 0 ORDER BY m.reference`
	takenUp            = `SELECT m.id, m.reference FROM recommendation_source s JOIN recommendation m ON m.id = s.recommendation_id WHERE s.action_id = $1 AND m.gone = 0`
)

// maxSources is how many answers one recommendation rests on at most: far more
// than ask for one thing in the largest programme.
const maxSources = 2000

// Adopt takes up what answers ask for as a recommendation of the round, and
// returns its identifier. It gets the next reference of the round. The actions
// are accepted by that. Those that it replaces are merged into it: it keeps what
// they rest on, what was written and noted of them, and their links, and their
// references are never used again.
func (s *Store) Adopt(ctx context.Context, a analysis.Adoption) (id string, err error) {
	ids, err := s.AdoptParts(ctx, a, []string{a.Title})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// AdoptParts is Adopt for what asks for several things: it makes a recommendation
// of each of the titles, in the place of the adoption's own. Each rests on all
// that the one would.
func (s *Store) AdoptParts(ctx context.Context, a analysis.Adoption, titles []string) (ids []string, err error) {
	defer fault.Wrap(&err, "analysis/store.AdoptParts(%s, %d parts)", a.RoundID, len(titles))
	for _, title := range titles {
		a.Title = title
		if err := checkAdoption(a); err != nil {
			return nil, err
		}
	}
	if len(titles) == 0 || len(titles) > maxPoints {
		return nil, fault.Coded("L29", "%d recommendations cannot be made of one: give at least one and at most %d.", len(titles), maxPoints)
	}
	references := ""
	err = s.changeRecommendations(ctx, a.RoundID, &references, "taken up", func(ctx context.Context, tx *sqldb.Tx) error {
		ids, references = nil, ""
		sources, err := s.accept(ctx, tx, a)
		if err != nil {
			return err
		}
		var olds []analysis.Recommendation
		var links []analysis.Link
		for _, id := range a.Replaces {
			is, err := s.retire(ctx, tx, a.RoundID, id)
			if err != nil {
				return err
			}
			olds = append(olds, is)
			sources, links = append(sources, sourcesOfRecommendation(is)...), append(links, is.Links...)
		}
		links = append(links, a.Links...) // what is said now of two that were linked holds
		for _, title := range titles {
			r := analysis.Recommendation{ID: sqldb.NewID(), RoundID: a.RoundID, Title: title, Own: a.Own, Themes: unique(a.Themes), Links: links}
			r.Inherit(olds, len(olds) == 1 && len(titles) == 1)
			if len(titles) > 1 {
				r.PublicText = "" // it speaks of all the parts
			}
			for _, o := range olds {
				r.Own = r.Own || o.Own && len(sources) == 0
			}
			if err := s.insert(ctx, tx, &r, a.Points, sources); err != nil {
				return err
			}
			ids, references = append(ids, r.ID), strings.TrimSpace(references+" "+r.Reference)
		}
		return nil
	})
	return ids, err
}

func checkAdoption(a analysis.Adoption) error {
	switch {
	case strings.TrimSpace(a.Title) == "":
		return fault.Coded("L24", "A recommendation needs words: say what is to be done, verb first.")
	case len(a.Actions)+len(a.Replaces) == 0 && !a.Own:
		return fault.Coded("L26", "Choose what the recommendation is made of, or mark it as your own.")
	case len(a.Actions) > maxSources:
		return fault.Coded("L26", "%d answers are too many for one recommendation: split it.", len(a.Actions))
	}
	return checkRecommendation(analysis.Recommendation{Title: a.Title, Points: numbered(a.Points), Themes: a.Themes})
}

func numbered(titles []string) []analysis.Point {
	var out []analysis.Point
	for _, t := range titles {
		out = append(out, analysis.Point{Title: t})
	}
	return out
}

// insert stores a new recommendation under the next reference of its round.
func (s *Store) insert(ctx context.Context, tx *sqldb.Tx, r *analysis.Recommendation, points []string, sources []source) (err error) {
	if r.Reference, r.Position, err = nextReference(ctx, tx, r.RoundID); err != nil {
		return err
	}
	r.By, r.At, r.Version = survey.ActorOf(ctx).String(), s.Now(), 1
	if err := sqldb.Insert(ctx, tx, insertRecommendation, [][]any{append([]any{r.ID, r.RoundID, r.Reference}, append(writtenColumns(*r), 0)...)}); err != nil {
		return err
	}
	if err := saveSources(ctx, tx, r.ID, unique(sources)); err != nil {
		return err
	}
	if err := savePoints(ctx, tx, *r, numbered(points)); err != nil {
		return err
	}
	for _, l := range r.Links {
		if err := s.link(ctx, tx, *r, l); err != nil {
			return err
		}
	}
	inherited := r.Notes
	r.Notes = nil
	return s.putNotes(ctx, tx, *r, inherited)
}

func unique[T comparable](all []T) []T {
	var out []T
	for _, v := range all {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// nextReference returns a reference that the round never had, and the place
// behind all others.
func nextReference(ctx context.Context, tx *sqldb.Tx, roundID string) (string, int, error) {
	key, err := sqldb.One(ctx, tx, scanText, roundKey, roundID)
	if err != nil {
		return "", 0, err
	}
	type used struct {
		reference string
		place     int
	}
	all, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (u used, err error) { err = r.Scan(&u.reference, &u.place); return u, err }, referencesOfRound, roundID)
	number, place := 0, 0
	for _, u := range all {
		place = max(place, u.place)
		if rest, ok := strings.CutPrefix(u.reference, key+"-R"); ok {
			n, _ := strconv.Atoi(rest) // another's own naming counts for nothing
			number = max(number, n)
		}
	}
	return fmt.Sprintf("%s-R%02d", key, number+1), place + 1, err
}

// accept accepts the actions of an adoption and returns them as its sources. One
// that another recommendation was made of is refused.
func (s *Store) accept(ctx context.Context, tx *sqldb.Tx, a analysis.Adoption) ([]source, error) {
	by, at, err := s.decision(survey.ActorOf(ctx).String(), analysis.Accepted)
	if err != nil {
		return nil, err
	}
	var out []source
	for _, id := range unique(a.Actions) {
		act, err := sqldb.One(ctx, tx, scanAction, actionByID, id)
		if fault.KindOf(err) == fault.NotFound {
			return nil, fault.New(fault.Conflict, "What you chose is no longer there: the answer was withdrawn or read again. Load the page anew.")
		}
		if err != nil {
			return nil, err
		}
		if err := free(ctx, tx, a, act); err != nil {
			return nil, err
		}
		out = append(out, source{act.VerbatimID, act.ID})
		if act.Status == analysis.Accepted {
			continue
		}
		if _, err := tx.Exec(ctx, decideAction, string(analysis.Accepted), by, at, id); err != nil {
			return nil, err
		}
		if err := store.AppendChange(ctx, tx, survey.CodingChanged, act.VerbatimID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// free refuses an action of another round, and one that a recommendation which is
// not replaced was made of.
func free(ctx context.Context, tx *sqldb.Tx, a analysis.Adoption, act analysis.Action) error {
	round, err := sqldb.One(ctx, tx, scanText, roundOfResponse, responseOf(act.VerbatimID))
	if err != nil {
		return err
	}
	if round != a.RoundID {
		return fault.Coded("L26", "What you chose was asked for in another round. Choose from the answers of this one.")
	}
	taken, err := sqldb.Collect(ctx, tx, scanPair, takenUp, act.ID)
	if err != nil {
		return err
	}
	for _, t := range taken {
		if !slices.Contains(a.Replaces, t[0]) {
			return &fault.Error{Kind: fault.Conflict, Code: "L27", Text: t[1] + " was made of this already. Merge the two, or take it back first."}
		}
	}
	return nil
}

// retire takes a recommendation out of its round and leaves its reference. One
// that a later round goes on with stays.
func (s *Store) retire(ctx context.Context, tx *sqldb.Tx, roundID, id string) (analysis.Recommendation, error) {
	is, err := recommendation(ctx, tx, id)
	if err != nil {
		return is, err
	}
	if is.RoundID != roundID {
		return is, fault.Coded("L26", "%s is of another round. Link the two instead.", is.Reference)
	}
	later, err := sqldb.Collect(ctx, tx, scanText, builtOn, id)
	if err != nil {
		return is, err
	}
	if len(later) > 0 {
		return is, &fault.Error{Kind: fault.Conflict, Code: "L28", Text: later[0] + " goes on with " + is.Reference + ": take that link away first."}
	}
	for _, statement := range []string{goneRecommendation, deletePoints, deleteLinks, deleteSources} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return is, err
		}
	}
	return is, nil
}

func sourcesOfRecommendation(r analysis.Recommendation) []source {
	var out []source
	left := slices.Clone(r.Sources)
	for _, id := range r.Actions {
		verbatim := id[:max(0, strings.LastIndexByte(id, '.'))] // see analysis.ActionID
		out = append(out, source{verbatim, id})
		left = slices.DeleteFunc(left, func(v string) bool { return v == verbatim })
	}
	return append(out, sourcesOfAnswers(left)...)
}

// TakeBack takes a recommendation back: what it was made of is asked for by the
// answers again, as before, and its reference is never used again.
func (s *Store) TakeBack(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "analysis/store.TakeBack(%s)", id)
	is, err := s.Recommendation(ctx, id)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, is.RoundID, &is.Reference, "taken back", func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := s.retire(ctx, tx, is.RoundID, id)
		return err
	})
}
