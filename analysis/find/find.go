// Package find is searching as the staff's pages and the command line share it:
// it reads a query with the names that people use, asks the engine, fetches the
// words, and makes the tables that leave the house.
//
// It is for web/research and cmd, so that a page, a command and a file say the
// same of the same query. It keeps what disclosure asks for: answers that are
// only to be counted are never returned, groups too small to be anonymous lose
// what could join their answers, and small counts of people are words.
//
// It prints nothing and knows no page.
package find

import (
	"context"
	"slices"

	"verbatim/analysis/disclose"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

// A Finder searches. It is safe for concurrent use.
type Finder struct {
	Survey   *store.Store
	Analysis *astore.Store
	Engine   search.Engine
}

// A Query is a query that has been read.
type Query struct {
	Typed   search.Node // as it prints; nil finds everything
	Node    search.Node // for the engine
	Unknown []Unknown
}

// String returns the query as it was understood.
func (q Query) String() string {
	if q.Typed == nil {
		return ""
	}
	return q.Typed.String()
}

// Read reads a query: saved searches by their names, themes, questions, roles,
// rounds and waves by their keys or names, pairs and example phrases. An error is
// a numbered fault of kind Invalid; see [search.Parse] and [search.Resolve].
func (f Finder) Read(ctx context.Context, input string) (q Query, err error) {
	if q.Typed, err = search.Parse(input); err != nil {
		return q, err
	}
	n := &names{finder: f}
	q.Node, err = search.Resolve(ctx, q.Typed, search.Lexicon{Saved: n.saved, Field: n.field})
	q.Unknown = n.unknown
	return q, search.Locate(input, err)
}

// A Found is what a search found, with the words.
type Found struct {
	search.Result
	Verbatims map[string]survey.Verbatim // of the hits, by identifier, those that may be read
	Capped    bool                       // there are more hits than were fetched
}

// Search asks the engine once and fetches the words of its hits.
func (f Finder) Search(ctx context.Context, r search.Request) (out Found, err error) {
	defer fault.Wrap(&err, "find.Search")
	if out.Result, err = f.Engine.Search(ctx, r); err != nil {
		return out, err
	}
	return out, f.fetch(ctx, &out)
}

// All returns all hits of a search up to a number, asking the engine as often
// as that takes.
func (f Finder) All(ctx context.Context, r search.Request, most int) (out Found, err error) {
	defer fault.Wrap(&err, "find.All")
	r.From = 0
	for len(out.Hits) < most {
		r.Size = min(search.MaxSize, most-len(out.Hits))
		res, err := f.Engine.Search(ctx, r)
		if err != nil {
			return out, err
		}
		hits := append(out.Hits, res.Hits...)
		if r.After == nil {
			out.Result = res
		}
		out.Hits = hits
		if len(res.Hits) < r.Size {
			break
		}
		after := hits[len(hits)-1].Cursor()
		r.After = &after
	}
	out.Capped = len(out.Hits) < out.Total
	return out, f.fetch(ctx, &out)
}

// fetch reads the words of the hits.
func (f Finder) fetch(ctx context.Context, out *Found) error {
	ids := make([]string, len(out.Hits))
	for i, h := range out.Hits {
		ids[i] = h.ID
	}
	vs, err := f.Survey.VerbatimsByID(ctx, ids)
	if err != nil {
		return err
	}
	out.Verbatims = Readable(vs)
	return nil
}

// Readable returns the verbatims that may be read, by their identifiers.
func Readable(vs []survey.Verbatim) map[string]survey.Verbatim {
	out := make(map[string]survey.Verbatim, len(vs))
	for _, v := range vs {
		if v.QuoteConsent.MayAnalyse() {
			out[v.ID] = v
		}
	}
	return out
}

// Texts returns what was found with its words, in the order found. An answer
// that has been withdrawn since it was indexed is passed over.
func (f Found) Texts() []search.Text {
	out := make([]search.Text, 0, len(f.Hits))
	for _, h := range f.Hits {
		if v, ok := f.Verbatims[h.ID]; ok {
			out = append(out, TextOf(v, h.Spans))
		}
	}
	return out
}

// TextOf returns a verbatim as concordances and counts take it.
func TextOf(v survey.Verbatim, spans []search.Span) search.Text {
	return search.Text{
		ID: v.ID, Person: v.Person, Text: v.Text, Spans: spans,
		Round: v.RoundKey, Wave: v.WaveKey, Role: v.Role, Question: v.Question, Day: string(v.ReceivedOn),
	}
}

// Suggest returns the query with other spellings of the words that no answer
// has, "" for none; see [search.Suggest].
func (f Finder) Suggest(ctx context.Context, q Query, filters map[string][]string) (string, error) {
	n, err := search.Suggest(ctx, f.Engine, q.Typed, q.Node, filters)
	if err != nil || n == nil {
		return "", err
	}
	return n.String(), nil
}

// People returns how many people, as it may be shown: "17 people", or "fewer
// than 5 people".
func People(n int) string {
	if n == 0 {
		return "nobody"
	}
	return disclose.CountText(n) + " people"
}

// A Guard knows the groups whose answers must not be read together: those of a
// role in a wave that promises anonymity and was answered by fewer people than
// a small cell.
type Guard struct{ small map[group]bool }

// group is who answered a wave in a role.
type group struct{ wave, role string }

// Keeps reports whether the answers of v's group are kept apart.
func (g Guard) Keeps(v survey.Verbatim) bool { return g.small[group{v.WaveID, v.Role}] }

// Guard returns what is known of the groups of the verbatims.
func (f Finder) Guard(ctx context.Context, vs ...survey.Verbatim) (_ Guard, err error) {
	defer fault.Wrap(&err, "find.Guard")
	g := Guard{small: map[group]bool{}}
	anonymous := map[string]bool{}
	for _, v := range vs {
		of := group{v.WaveID, v.Role}
		if _, ok := g.small[of]; ok {
			continue
		}
		if _, ok := anonymous[v.WaveID]; !ok {
			w, err := f.Survey.Wave(ctx, v.WaveID)
			if err != nil {
				return g, err
			}
			anonymous[v.WaveID] = !w.Mode.Linked()
		}
		if !anonymous[v.WaveID] {
			g.small[of] = false
			continue
		}
		filters := map[string][]string{search.FieldProgramme: {v.ProgrammeKey}, search.FieldRound: {v.RoundKey}, search.FieldWave: {v.WaveKey}}
		if v.Role != "" {
			filters[search.FieldRole] = []string{v.Role}
		}
		r, err := f.Engine.Search(ctx, search.Request{Filters: filters})
		if err != nil {
			return g, err
		}
		g.small[of] = r.People < disclose.SmallCell
	}
	return g, nil
}

// Values returns the verbatims of a map in the order of their identifiers.
func Values(vs map[string]survey.Verbatim) []survey.Verbatim {
	out := make([]survey.Verbatim, 0, len(vs))
	for _, v := range vs {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b survey.Verbatim) int {
		switch {
		case a.ID < b.ID:
			return -1
		case a.ID > b.ID:
			return 1
		}
		return 0
	})
	return out
}
