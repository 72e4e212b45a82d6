package pipeline

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
)

// asks are searches of every kind.
var asks = []string{
	"", "confident", "=meetings", `"more confident"`, `"to be"`, "heard OR privilege", "meeting NOT heard", "confid*", "r?oms", "confidnce~", "felt NEAR/5 valued",
	"/jok.+/", "role:mentor meeting", "theme:growth", "suggested:heard", "coded:no", "(heard valued) OR (time rooms)",
}

// results returns all that the searches find, byte for byte: scores, spans,
// counts and forms too.
func (b *bench) results() string {
	b.t.Helper()
	var out []search.Result
	for _, ask := range asks {
		n := must(search.Parse(ask))(b.t)
		r := search.Request{Query: n, Size: search.MaxSize, Spans: true, Forms: true, Facets: []string{search.FieldTheme, search.FieldSuggested, search.FieldQuestion, search.FieldRole, search.FieldCoded}}
		out = append(out, must(b.index.Search(b.t.Context(), r))(b.t))
	}
	return string(must(json.MarshalIndent(out, "", " "))(b.t))
}

// TestRebuiltIndexFindsTheSame changes an index answer by answer, as a
// programme does, and wants one made anew to find the same in the same order
// with the same scores: whoever searched before can repeat it.
func TestRebuiltIndexFindsTheSame(t *testing.T) {
	b := newBench(t)
	b.book()
	ctx := t.Context()
	b.answers(12)
	b.catchUp()
	var codes []string
	for i, text := range samples {
		v, code := b.answer("changed", text, survey.QuoteWords)
		codes = append(codes, code)
		b.catchUp()
		for j, c := range must(b.analysis.Codings(ctx, v))(t) {
			check(t, b.analysis.DecideCoding(ctx, c.ID, "ana", []analysis.Status{analysis.Accepted, analysis.Rejected}[(i+j)%2]))
		}
	}
	for _, code := range codes[:3] {
		check(t, b.survey.Withdraw(ctx, code))
		b.catchUp()
	}
	b.answers(5)
	b.catchUp()
	before := b.results()
	check(t, b.pipeline.Rebuild(ctx))
	if d := cmp.Diff(before, b.results()); d != "" {
		t.Errorf("the rebuilt index finds something else (-before +after):\n%s", d)
	}
	if n := must(b.index.Count(ctx))(t); n != 12+len(samples)-3+5 {
		t.Errorf("the rebuilt index holds %d answers", n)
	}
}
