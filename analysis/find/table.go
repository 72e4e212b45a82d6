package find

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// MostExported is the most answers one file holds: what a spreadsheet still
// opens in a few seconds.
const MostExported = 50_000

// withheld stands in a table for what would join the answers of a group that is
// too small.
const withheld = "not shown"

// A Writer makes tables of what was found. It knows the paths of themes, the
// codings and the groups that are too small.
type Writer struct {
	query    string
	position int64
	guard    Guard
	codings  map[string][]analysis.Coding
	paths    map[string]map[string]string // by programme's identifier and theme
}

// Writer returns a writer for what a query found.
func (f Finder) Writer(ctx context.Context, query string, found Found) (w *Writer, err error) {
	defer fault.Wrap(&err, "find.Writer")
	w = &Writer{query: query, codings: map[string][]analysis.Coding{}, paths: map[string]map[string]string{}}
	if w.position, err = f.Engine.Position(ctx); err != nil {
		return nil, err
	}
	vs := Values(found.Verbatims)
	if w.guard, err = f.Guard(ctx, vs...); err != nil {
		return nil, err
	}
	ids := make([]string, len(vs))
	for i, v := range vs {
		ids[i] = v.ID
		if w.paths[v.ProgrammeID] == nil {
			book, err := f.Analysis.Codebook(ctx, v.ProgrammeID)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			w.paths[v.ProgrammeID] = Paths(book)
		}
	}
	all, err := f.Analysis.Codings(ctx, ids...)
	for _, c := range all {
		w.codings[c.VerbatimID] = append(w.codings[c.VerbatimID], c)
	}
	return w, err
}

// Paths returns the path of each theme from the top of the codebook down,
// "Personal growth > Confidence", by its key.
func Paths(book analysis.Codebook) map[string]string {
	out := map[string]string{}
	for _, t := range book.Themes {
		path := t.Name
		for _, above := range book.Ancestors(t.Key) {
			if a, ok := book.Theme(above); ok {
				path = a.Name + " > " + path
			}
		}
		out[t.Key] = path
	}
	return out
}

// attributes are the columns that every table begins with.
func attributes() []string {
	return []string{"verbatim", "programme", "round", "wave", "role", "question", "question_text", "day", "consent"}
}

func (w *Writer) attributes(v survey.Verbatim) []any {
	id, day := v.ID, string(v.ReceivedOn)
	if w.guard.Keeps(v) {
		id, day = withheld, withheld
	}
	return []any{id, v.ProgrammeKey, v.RoundKey, v.WaveKey, v.Role, v.Question, v.QuestionLabel, day, consent(v.QuoteConsent)}
}

// consent names what a participant permits; it is never empty.
func consent(c survey.QuoteConsent) string {
	if c == survey.ConsentUnasked {
		return "not asked"
	}
	return string(c)
}

// themes returns the paths of the themes of v that lie at the span, or anywhere
// for nil, each once.
func (w *Writer) themes(v survey.Verbatim, status analysis.Status, at *search.Span) string {
	var out []string
	for _, c := range w.codings[v.ID] {
		if c.Status != status || at != nil && !c.Span.Overlaps(analysis.Span(*at)) {
			continue
		}
		path := w.paths[v.ProgrammeID][c.Theme]
		if path == "" {
			path = c.Theme
		}
		if !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	return strings.Join(out, "; ")
}

// Answers returns a table of the answers found, in the order found.
func (w *Writer) Answers(f Found) sheet.Table {
	t := sheet.Table{Name: "Answers", Head: append(attributes(), "themes", "suggested_themes", "found", "found_at", "text", "query", "index_position")}
	for _, h := range f.Hits {
		v, ok := f.Verbatims[h.ID]
		if !ok {
			continue
		}
		words, places := spansIn(v.Text, h.Spans)
		t.Rows = append(t.Rows, append(w.attributes(v), w.themes(v, analysis.Accepted, nil), w.themes(v, analysis.Suggested, nil), words, places, v.Text, w.query, w.position))
	}
	return t
}

// spansIn returns the words found and where they are, in bytes, the end left
// out.
func spansIn(text string, spans []search.Span) (words, places string) {
	var found, at []string
	for _, s := range spans {
		found = append(found, text[s.Start:s.End])
		at = append(at, fmt.Sprintf("%d-%d", s.Start, s.End))
	}
	return strings.Join(found, " | "), strings.Join(at, " ")
}

// Lines returns a table of the lines of a concordance. Places are given in bytes
// and in characters (code points), the end left out.
func (w *Writer) Lines(f Found, lines []search.Line) sheet.Table {
	t := sheet.Table{Name: "Concordance", Head: append(
		append([]string{"left", "found", "right"}, attributes()...),
		"start_byte", "end_byte", "start_character", "end_character", "themes_here", "themes", "query", "index_position")}
	for _, l := range lines {
		v, ok := f.Verbatims[l.ID]
		if !ok {
			continue
		}
		start := utf8.RuneCountInString(v.Text[:l.Span.Start])
		row := append([]any{l.Left, l.Node, l.Right}, w.attributes(v)...)
		t.Rows = append(t.Rows, append(row, l.Span.Start, l.Span.End, start, start+utf8.RuneCountInString(l.Node),
			w.themes(v, analysis.Accepted, &l.Span), w.themes(v, analysis.Accepted, nil), w.query, w.position))
	}
	return t
}

// About returns a table that says what a file holds and how it came about.
func (w *Writer) About(f Found, more ...[2]string) sheet.Table {
	t := sheet.Table{Name: "About", Head: []string{"what", "value"}}
	say := func(what string, value any) { t.Rows = append(t.Rows, []any{what, value}) }
	say("query", w.query)
	for _, m := range more {
		say(m[0], m[1])
	}
	say("answers found", f.Total)
	say("people", People(f.People))
	if f.Capped {
		say("not in this file", fmt.Sprintf("%d answers: a file holds the first %d", f.Total-len(f.Hits), len(f.Hits)))
	}
	say("index position", w.position)
	say("places", "start and end are counted from 0, the end is left out")
	say("consent", "quote: may be quoted; themes: for themes only, never to be quoted; answers to be counted only are not here")
	say(withheld, "in a wave that promises anonymity, answers of a role that fewer than 5 people have are not joined to each other")
	return t
}

// Describe returns the filters of a search as words, sorted.
func Describe(filters map[string][]string) string {
	var out []string
	for field, values := range filters {
		out = append(out, search.Field{Name: field, Values: values}.String())
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
