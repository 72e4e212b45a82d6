package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	recommendationColumns  = `SELECT m.id, m.round_id, m.reference, m.title, m.place, m.own, m.body, m.owner, m.co_owners, m.feeds_into, m.themes, m.public_text, m.version, m.saved_by, m.saved_at, m.gone FROM recommendation m `
	recommendationsOfRound = recommendationColumns + `WHERE m.round_id = $1 AND m.gone = 0 ORDER BY m.place, m.reference`
	recommendationByID     = recommendationColumns + `WHERE m.id = $1`
	recommendationByRef    = recommendationColumns + `WHERE m.round_id = $1 AND m.reference = $2`
	insertRecommendation   = `INSERT INTO recommendation (id, round_id, reference, title, place, own, body, owner, co_owners, feeds_into, themes, public_text, version, saved_by, saved_at, gone) VALUES`
	updateRecommendation   = `UPDATE recommendation SET title = $1, place = $2, own = $3, body = $4, owner = $5, co_owners = $6, feeds_into = $7, themes = $8, public_text = $9, version = $10, saved_by = $11, saved_at = $12 WHERE id = $13`

	sourceRow     = `SELECT s.recommendation_id, s.verbatim_id, s.action_id FROM recommendation_source s `
	sourcesOf     = sourceRow + `WHERE s.recommendation_id = $1 ORDER BY s.place`
	sourcesOfIn   = sourceRow + `JOIN recommendation m ON m.id = s.recommendation_id WHERE m.round_id = $1 ORDER BY s.recommendation_id, s.place`
	deleteSources = `DELETE FROM recommendation_source WHERE recommendation_id = $1`
	insertSources = `INSERT INTO recommendation_source (recommendation_id, place, response_id, verbatim_id, action_id) VALUES`

	pointRow     = `SELECT p.recommendation_id, p.number, p.title FROM recommendation_point p `
	pointsOf     = pointRow + `WHERE p.recommendation_id = $1 ORDER BY p.place, p.number`
	pointsOfIn   = pointRow + `JOIN recommendation m ON m.id = p.recommendation_id WHERE m.round_id = $1 ORDER BY p.recommendation_id, p.place, p.number`
	upsertPoint  = `INSERT INTO recommendation_point (recommendation_id, number, title, place) VALUES ($1, $2, $3, $4) ON CONFLICT (recommendation_id, number) DO UPDATE SET title = EXCLUDED.title, place = EXCLUDED.place`
	blankPoint   = `UPDATE recommendation_point SET title = '' WHERE recommendation_id = $1 AND number = $2`
	programmeKey = `SELECT programme_id FROM round WHERE id = $1`
)

// The limits of what is written in a recommendation. It is a sentence or two for
// a body that has to act.
const (
	maxRecommendation = 600  // characters: four lines
	maxPublicText     = 2000 // characters: a paragraph
	maxBody           = 200  // characters of the name of a body, a person, or other work
	maxPoints         = 40   // nobody reports on more
	maxOwners         = 20
)

// Recommendations returns the recommendations of a round in their order, whole.
// Those that were taken back, split or merged are not among them.
func (s *Store) Recommendations(ctx context.Context, roundID string) (_ []analysis.Recommendation, err error) {
	defer fault.Wrap(&err, "analysis/store.Recommendations(%s)", roundID)
	found, err := sqldb.Collect(ctx, s.DB, scanRecommendation, recommendationsOfRound, roundID)
	if err != nil {
		return nil, err
	}
	all := make([]analysis.Recommendation, len(found))
	for i, f := range found {
		all[i] = f.Recommendation
	}
	return all, complete(ctx, s.DB, all, detailQueries{sourcesOfIn, pointsOfIn, linksOfIn, notesOfIn}, roundID)
}

// Recommendation returns one recommendation, whole. One that is gone is not
// found.
func (s *Store) Recommendation(ctx context.Context, id string) (_ analysis.Recommendation, err error) {
	defer fault.Wrap(&err, "analysis/store.Recommendation(%s)", id)
	return recommendation(ctx, s.DB, id)
}

func recommendation(ctx context.Context, q sqldb.Querier, id string) (analysis.Recommendation, error) {
	f, err := sqldb.One(ctx, q, scanRecommendation, recommendationByID, id)
	if err == nil && f.gone {
		err = fault.New(fault.NotFound, "This recommendation was taken back, split or merged into another one.")
	}
	if err != nil {
		return analysis.Recommendation{}, err
	}
	one := []analysis.Recommendation{f.Recommendation}
	err = complete(ctx, q, one, detailQueries{sourcesOf, pointsOf, linksOf, notesOf}, id)
	return one[0], err
}

// detailQueries read what hangs on recommendations: of one, or of a round's.
type detailQueries struct{ sources, points, links, notes string }

// complete adds to recommendations what hangs on them.
func complete(ctx context.Context, q sqldb.Querier, all []analysis.Recommendation, by detailQueries, key string) error {
	at := map[string]*analysis.Recommendation{}
	for i := range all {
		at[all[i].ID] = &all[i]
	}
	sources, err := sqldb.Collect(ctx, q, scanSource, by.sources, key)
	if err != nil {
		return err
	}
	for _, s := range sources {
		if r := at[s[0]]; r != nil {
			addSource(r, s[1], s[2])
		}
	}
	points, err := sqldb.Collect(ctx, q, scanPoint, by.points, key)
	if err != nil {
		return err
	}
	for _, p := range points {
		if r := at[p.of]; r != nil && p.Title != "" {
			r.Points = append(r.Points, p.Point)
		}
	}
	links, err := sqldb.Collect(ctx, q, scanLink, by.links, key)
	if err != nil {
		return err
	}
	for _, l := range links {
		if r := at[l.from]; r != nil {
			r.Links = append(r.Links, l.Link)
		}
	}
	notes, err := sqldb.Collect(ctx, q, scanNote, by.notes, key)
	for _, n := range notes {
		if r := at[n.RecommendationID]; r != nil {
			r.Notes = append(r.Notes, n)
		}
	}
	return err
}

func addSource(r *analysis.Recommendation, verbatim, action string) {
	if !slices.Contains(r.Sources, verbatim) {
		r.Sources = append(r.Sources, verbatim)
	}
	if action != "" {
		r.Actions = append(r.Actions, action)
	}
}

// SaveRecommendation stores a recommendation that was made elsewhere, by its
// reference. Where people have changed one of that reference since, their words
// stay, and only points and notes that it does not have are added. The feed gets
// a CodebookChanged for the programme, because what later rounds' suggestions
// build on depends on it.
func (s *Store) SaveRecommendation(ctx context.Context, r analysis.Recommendation) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveRecommendation(%s)", r.Reference)
	if r.Reference == "" || strings.TrimSpace(r.Title) == "" {
		return fault.Coded("A13", "A recommendation needs a reference, such as \"2020-1\", and its words.")
	}
	if err := checkRecommendation(r); err != nil {
		return err
	}
	return s.changeRecommendations(ctx, r.RoundID, &r.Reference, "saved", func(ctx context.Context, tx *sqldb.Tx) error {
		is, err := identify(ctx, tx, r)
		if err != nil {
			return err
		}
		if is.ID == "" {
			is.ID = r.ID
			if is.ID == "" {
				is.ID = sqldb.NewID()
			}
			is.RoundID, is.Reference = r.RoundID, r.Reference
			if err := sqldb.Insert(ctx, tx, insertRecommendation, [][]any{append([]any{is.ID, is.RoundID, is.Reference}, append(writtenColumns(is), 0)...)}); err != nil {
				return err
			}
		}
		if is.Version == 0 {
			r.ID, r.Version = is.ID, 0
			if err := rewrite(ctx, tx, r); err != nil {
				return err
			}
			if err := saveSources(ctx, tx, is.ID, sourcesOfAnswers(r.Sources)); err != nil {
				return err
			}
		}
		if err := addPoints(ctx, tx, is, r.Points); err != nil {
			return err
		}
		return s.addNotes(ctx, tx, is, r.Notes)
	})
}

// identify returns the stored recommendation that r means, or none.
func identify(ctx context.Context, tx *sqldb.Tx, r analysis.Recommendation) (analysis.Recommendation, error) {
	same, err := sqldb.One(ctx, tx, scanRecommendation, recommendationByRef, r.RoundID, r.Reference)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return analysis.Recommendation{}, nil
	case err != nil:
		return analysis.Recommendation{}, err
	case same.gone || r.ID != "" && r.ID != same.ID:
		return analysis.Recommendation{}, &fault.Error{Kind: fault.Conflict, Code: "A14", Text: fmt.Sprintf("The round has, or had, another recommendation called %q: references are never used again. Choose one that is free.", r.Reference)}
	}
	return recommendation(ctx, tx, same.ID)
}

// EditRecommendation stores what people wrote in a recommendation: its words and
// points, of whom it asks, what it feeds into, on which themes it rests, and what
// everybody is told. It fails with L02 unless r.Version is the one that is
// stored.
func (s *Store) EditRecommendation(ctx context.Context, r analysis.Recommendation) (err error) {
	defer fault.Wrap(&err, "analysis/store.EditRecommendation(%s)", r.ID)
	if strings.TrimSpace(r.Title) == "" {
		return fault.Coded("L24", "A recommendation needs words: say what is to be done, verb first.")
	}
	if err := checkRecommendation(r); err != nil {
		return err
	}
	is, err := s.Recommendation(ctx, r.ID)
	if err != nil {
		return err
	}
	return s.changeRecommendations(ctx, is.RoundID, &is.Reference, "edited", func(ctx context.Context, tx *sqldb.Tx) error {
		if is, err = recommendation(ctx, tx, r.ID); err != nil {
			return err
		}
		if is.Version != r.Version {
			return &fault.Error{Kind: fault.Conflict, Code: "L02", Text: "Somebody has changed " + is.Reference + " since you opened it. Your words and theirs are both here: put together what is to stand, and save it."}
		}
		r.Version, r.Position = is.Version+1, is.Position
		r.By, r.At = survey.ActorOf(ctx).String(), s.Now()
		if err := rewrite(ctx, tx, r); err != nil {
			return err
		}
		return savePoints(ctx, tx, is, r.Points)
	})
}

// changeRecommendations changes recommendations of a round in one transaction,
// with its row in the audit and the feed. reference may be known only when they
// are changed.
func (s *Store) changeRecommendations(ctx context.Context, roundID string, reference *string, what string, change func(context.Context, *sqldb.Tx) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := lockRound(ctx, tx, roundID); err != nil {
			return err
		}
		if err := change(ctx, tx); err != nil {
			return err
		}
		programme, err := sqldb.One(ctx, tx, scanText, programmeKey, roundID)
		if err != nil {
			return err
		}
		if err := s.audit(ctx, tx, survey.RecommendationSaved, roundID, survey.AuditDetails{"reference": *reference, "what": what}); err != nil {
			return err
		}
		return store.AppendChange(ctx, tx, survey.CodebookChanged, programme)
	})
}

func checkRecommendation(r analysis.Recommendation) error {
	if len(r.Points) > maxPoints || len(r.CoOwners)+len(r.FeedsInto)+len(r.Themes) > maxOwners*3 {
		return fault.Coded("L25", "%d points, owners or works are too many for one recommendation: split it.", len(r.Points)+len(r.CoOwners)+len(r.FeedsInto))
	}
	for _, field := range []struct {
		what, text string
		most       int
	}{{"The recommendation", r.Title, maxRecommendation}, {"The public text", r.PublicText, maxPublicText}, {"The body", r.Body, maxBody}, {"The owner", r.Owner, maxBody}} {
		if err := checkText(field.what, field.text, field.most); err != nil {
			return err
		}
	}
	for _, p := range r.Points {
		if err := checkText("A point", p.Title, maxRecommendation); err != nil {
			return err
		}
	}
	for _, name := range slices.Concat(r.CoOwners, r.FeedsInto) {
		if err := checkText("A name", name, maxBody); err != nil {
			return err
		}
	}
	return nil
}

// writtenColumns returns the columns of a recommendation from title to saved_at.
func writtenColumns(r analysis.Recommendation) []any {
	list := func(texts []string) string {
		body, err := encode(slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return strings.TrimSpace(t) == "" }))
		if err != nil || len(texts) == 0 {
			return "[]" // a list of texts is always JSON
		}
		return body
	}
	at := int64(0)
	if !r.At.IsZero() {
		at = sqldb.Micros(r.At)
	}
	return []any{strings.TrimSpace(r.Title), r.Position, boolInt(r.Own), strings.TrimSpace(r.Body), strings.TrimSpace(r.Owner), list(r.CoOwners), list(r.FeedsInto), list(r.Themes), strings.TrimSpace(r.PublicText), r.Version, r.By, at}
}

func rewrite(ctx context.Context, tx *sqldb.Tx, r analysis.Recommendation) error {
	_, err := tx.Exec(ctx, updateRecommendation, append(writtenColumns(r), r.ID)...)
	return err
}

// A source is what a recommendation rests on: an answer, and the action in it
// where it was made of one.
type source struct{ verbatim, action string }

func sourcesOfAnswers(verbatims []string) []source {
	out := make([]source, len(verbatims))
	for i, v := range verbatims {
		out[i] = source{verbatim: v}
	}
	return out
}

func saveSources(ctx context.Context, tx *sqldb.Tx, id string, sources []source) error {
	if _, err := tx.Exec(ctx, deleteSources, id); err != nil {
		return err
	}
	rows := make([][]any, len(sources))
	for i, s := range sources {
		rows[i] = []any{id, i, responseOf(s.verbatim), s.verbatim, s.action}
	}
	return sqldb.Insert(ctx, tx, insertSources, rows)
}

// savePoints makes the points of a recommendation those given. A point without a
// number gets one that no point of it ever had.
func savePoints(ctx context.Context, tx *sqldb.Tx, is analysis.Recommendation, points []analysis.Point) error {
	for _, p := range is.Points {
		if !slices.ContainsFunc(points, func(n analysis.Point) bool { return n.Number == p.Number }) {
			if _, err := tx.Exec(ctx, blankPoint, is.ID, p.Number); err != nil {
				return err
			}
		}
	}
	next, err := nextPoint(ctx, tx, is.ID)
	if err != nil {
		return err
	}
	for i, p := range points {
		known := slices.ContainsFunc(is.Points, func(o analysis.Point) bool { return o.Number == p.Number })
		if !known {
			p.Number = next
			next++
		}
		if strings.TrimSpace(p.Title) == "" && !known {
			continue
		}
		if _, err := tx.Exec(ctx, upsertPoint, is.ID, p.Number, strings.TrimSpace(p.Title), i); err != nil {
			return err
		}
	}
	return nil
}

// addPoints adds those points that a recommendation does not have.
func addPoints(ctx context.Context, tx *sqldb.Tx, is analysis.Recommendation, points []analysis.Point) error {
	all := slices.Clone(is.Points)
	for _, p := range points {
		title := strings.TrimSpace(p.Title)
		if !slices.ContainsFunc(all, func(o analysis.Point) bool { return o.Title == title }) {
			all = append(all, analysis.Point{Title: title})
		}
	}
	return savePoints(ctx, tx, is, all)
}

func nextPoint(ctx context.Context, tx *sqldb.Tx, id string) (int, error) {
	points, err := sqldb.Collect(ctx, tx, scanPoint, pointsOf, id)
	next := 1
	for _, p := range points {
		next = max(next, p.Number+1)
	}
	return next, err
}

// stored is a recommendation as its row has it.
type stored struct {
	analysis.Recommendation
	gone bool
}

func scanRecommendation(r sqldb.Row) (m stored, err error) {
	var own, gone, at int64
	var owners, feeds, themes string
	if err := r.Scan(&m.ID, &m.RoundID, &m.Reference, &m.Title, &m.Position, &own, &m.Body, &m.Owner, &owners, &feeds, &themes, &m.PublicText, &m.Version, &m.By, &at, &gone); err != nil {
		return m, err
	}
	m.Own, m.gone = own != 0, gone != 0
	if at != 0 {
		m.At = sqldb.Time(at)
	}
	return m, errors.Join(readList(owners, &m.CoOwners), readList(feeds, &m.FeedsInto), readList(themes, &m.Themes))
}

// readList reads a list of texts; an empty one stays nil.
func readList(body string, to *[]string) error {
	if body == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(body), to)
}

func scanSource(r sqldb.Row) (s [3]string, err error) {
	err = r.Scan(&s[0], &s[1], &s[2])
	return s, err
}

type pointOf struct {
	analysis.Point
	of string
}

func scanPoint(r sqldb.Row) (p pointOf, err error) {
	err = r.Scan(&p.of, &p.Number, &p.Title)
	return p, err
}

func scanPair(r sqldb.Row) (p [2]string, err error) {
	err = r.Scan(&p[0], &p[1])
	return p, err
}
