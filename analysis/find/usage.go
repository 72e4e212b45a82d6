package find

import (
	"context"

	"verbatim/analysis/disclose"
	"verbatim/analysis/stats"
	"verbatim/search"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// MostCounted is the most answers whose words are counted while somebody waits:
// about a second's work. Of more, so many are taken by their identifiers, which
// are random, so that it is a fair sample.
const MostCounted = 20_000

// A Usage is how the words found are used: what stands near them, and how evenly
// they are spread.
type Usage struct {
	Texts      []search.Text // all that were counted, with the places found
	Found      int           // places
	Collocates []search.Collocate
	Roles      []search.Part
	Rounds     []search.Part
	Sampled    bool // not all answers were counted
	Of         int  // answers that there are
}

// Window says which words count as near.
type Window struct {
	Left, Right int // words
	Least       int // times a word must stand there
}

// Usage counts the words of the answers that a search is over, found or not.
func (f Finder) Usage(ctx context.Context, n search.Node, filters map[string][]string, w Window) (u Usage, err error) {
	defer fault.Wrap(&err, "find.Usage")
	scope, err := f.All(ctx, search.Request{Query: search.Scope(n), Filters: filters, Sort: search.Order{Field: search.FieldResponse}}, MostCounted)
	if err != nil {
		return u, err
	}
	spans, err := f.spans(ctx, n, filters)
	if err != nil {
		return u, err
	}
	for _, t := range scope.Texts() {
		t.Spans = spans[t.ID]
		u.Found += len(t.Spans)
		u.Texts = append(u.Texts, t)
	}
	u.Sampled, u.Of = scope.Capped, scope.Total
	u.Collocates = search.Collocates(u.Texts, w.Left, w.Right, w.Least)
	u.Roles, u.Rounds = search.Parts(u.Texts, search.OfRole), search.Parts(u.Texts, search.OfRound)
	return u, nil
}

// spans returns where the words of a query are, by verbatim, in the answers that
// Usage counts.
func (f Finder) spans(ctx context.Context, n search.Node, filters map[string][]string) (map[string][]search.Span, error) {
	out := map[string][]search.Span{}
	r := search.Request{Query: n, Filters: filters, Size: search.MaxSize, Spans: true, Sort: search.Order{Field: search.FieldResponse}}
	for len(out) < MostCounted {
		res, err := f.Engine.Search(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, h := range res.Hits {
			out[h.ID] = h.Spans
		}
		if len(res.Hits) < r.Size {
			break
		}
		after := res.Hits[len(res.Hits)-1].Cursor()
		r.After = &after
	}
	return out, nil
}

// A Comparison is what sets two selections of answers apart.
type Comparison struct {
	stats.Apart
	Both    int // answers that both selections find, which are counted in neither
	Sampled bool
}

// Compare compares the words of two selections, with function words where small
// says so. Without b, a is compared with all other answers that the filters let
// through.
func (f Finder) Compare(ctx context.Context, a search.Node, b *Query, filters map[string][]string, small bool) (c Comparison, err error) {
	defer fault.Wrap(&err, "find.Compare")
	other := search.Node(search.Not{Of: a})
	if b != nil {
		other = b.Node
	}
	by := search.Order{Field: search.FieldResponse}
	one, err := f.All(ctx, search.Request{Query: a, Filters: filters, Sort: by}, MostCounted)
	if err != nil {
		return c, err
	}
	two, err := f.All(ctx, search.Request{Query: other, Filters: filters, Sort: by}, MostCounted)
	if err != nil {
		return c, err
	}
	var ones, twos []search.Text
	for _, t := range one.Texts() {
		if _, ok := two.Verbatims[t.ID]; ok {
			c.Both++
			continue
		}
		ones = append(ones, t)
	}
	for _, t := range two.Texts() {
		if _, ok := one.Verbatims[t.ID]; !ok {
			twos = append(twos, t)
		}
	}
	c.Apart, c.Sampled = stats.SetApart(ones, twos, small), one.Capped || two.Capped
	return c, nil
}

// Words returns a table of the words that set two sides apart.
func (c Comparison) Words(a, b string) sheet.Table {
	t := sheet.Table{Name: "Keywords", Head: []string{"word", "side", "count", "people", "other_count", "other_people", "log_likelihood", "log_ratio", "log_odds_z"}}
	for _, side := range []struct {
		name  string
		words []stats.Word
	}{{a, c.OfA}, {b, c.OfB}} {
		for _, w := range side.words {
			t.Rows = append(t.Rows, []any{w.Word, side.name, w.Target.Count, shown(w.Target.People), w.Reference.Count, shown(w.Reference.People), Round(w.LogLikelihood), Round(w.LogRatio), Round(w.Z)})
		}
	}
	return t
}

// shown returns a count of people for a table: a small one in words.
func shown(people int) any {
	if people > 0 && people < disclose.SmallCell {
		return disclose.CountText(people)
	}
	return people
}

// Collocations returns a table of the words near what was found.
func (u Usage) Collocations() sheet.Table {
	t := sheet.Table{Name: "Collocates", Head: []string{"word", "near", "before", "after", "answers", "everywhere", "expected", "log_likelihood", "mi", "log_dice"}}
	for _, c := range u.Collocates {
		t.Rows = append(t.Rows, []any{c.Word, c.Count, c.Left, c.Right, c.Texts, c.Total, Round(c.Expected), Round(c.LogLikelihood), Round(c.MI), Round(c.LogDice)})
	}
	return t
}

// Round returns a measure with two decimals, which is more than is meant.
func Round(x float64) float64 {
	const hundredths = 100
	n := x * hundredths
	if n < 0 {
		return float64(int64(n-0.5)) / hundredths
	}
	return float64(int64(n+0.5)) / hundredths
}
