package searchtest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"verbatim/search"
	"verbatim/search/stem"
)

// Find answers a request by reading every document from beginning to end: slow,
// plain, and without an index. The suite compares engines with it. Scores are 0
// and hits are in order of identifiers.
func Find(docs []search.Document, r search.Request) search.Result {
	res := search.Result{Facets: map[string][]search.Count{}}
	people := map[string]bool{}
	facets := map[string]*counting{}
	for _, f := range r.Facets {
		facets[f] = &counting{documents: map[string]int{}, people: map[string]map[string]bool{}}
	}
	for _, d := range docs {
		ok, places := match(d, r.Query)
		if !ok {
			continue
		}
		for f, c := range facets {
			if passes(d, r.Filters, f) {
				c.add(d, f)
			}
		}
		if !passes(d, r.Filters, "") {
			continue
		}
		people[Person(d)] = true
		h := search.Hit{ID: d.ID}
		if r.Spans {
			h.Spans = spansOf(places)
		}
		res.Hits = append(res.Hits, h)
	}
	res.Total, res.People = len(res.Hits), len(people)
	slices.SortFunc(res.Hits, func(a, b search.Hit) int { return cmp.Compare(a.ID, b.ID) })
	for f, c := range facets {
		res.Facets[f] = c.counts()
	}
	return res
}

// Person returns what counts as one person of a document.
func Person(d search.Document) string { return cmp.Or(d.Person, d.Response, d.ID) }

// counting is the counting of one facet.
type counting struct {
	documents map[string]int
	people    map[string]map[string]bool
}

func (c *counting) add(d search.Document, field string) {
	for _, v := range valuesOf(d, field) {
		c.documents[v]++
		if c.people[v] == nil {
			c.people[v] = map[string]bool{}
		}
		c.people[v][Person(d)] = true
	}
}

func (c *counting) counts() []search.Count {
	var out []search.Count
	for v, n := range c.documents {
		out = append(out, search.Count{Value: v, Documents: n, People: len(c.people[v])})
	}
	slices.SortFunc(out, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// passes reports whether a document passes all filters but that of one field.
func passes(d search.Document, filters map[string][]string, except string) bool {
	for field, wanted := range filters {
		if field == except || len(wanted) == 0 {
			continue
		}
		if !slices.ContainsFunc(valuesOf(d, field), func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	return true
}

func valuesOf(d search.Document, field string) []string {
	one := map[string]string{
		search.FieldProgramme: d.Programme, search.FieldRound: d.Round, search.FieldWave: d.Wave, search.FieldRole: d.Role,
		search.FieldQuestion: d.Question, search.FieldConsent: d.Consent, search.FieldResponse: d.Response, search.FieldVerbatim: d.ID, search.FieldCoded: "no",
	}
	if len(d.Themes) > 0 {
		one[search.FieldCoded] = "yes"
	}
	switch field {
	case search.FieldTheme:
		return d.Themes
	case search.FieldSuggested:
		return d.Suggested
	}
	if one[field] == "" {
		return nil
	}
	return []string{one[field]}
}

// place is where something was found: its first and last word and what to
// show.
type place struct {
	first, last int
	spans       []search.Span
}

func spansOf(places []place) []search.Span {
	var spans []search.Span
	for _, p := range places {
		spans = append(spans, p.spans...)
	}
	return search.MergeSpans(spans)
}

// match reports whether a document matches, and what to show of it.
func match(d search.Document, n search.Node) (bool, []place) {
	switch n := n.(type) {
	case nil:
		return true, nil
	case search.And:
		var all []place
		for _, c := range n.Of {
			ok, places := match(d, c)
			if !ok {
				return false, nil
			}
			all = append(all, places...)
		}
		return true, all
	case search.Or:
		var all []place
		some := false
		for _, c := range n.Of {
			ok, places := match(d, c)
			some = some || ok
			all = append(all, places...)
			if !ok {
				all = append(all, partial(d, c)...)
			}
		}
		return some, all
	case search.Not:
		ok, _ := match(d, n.Of)
		return !ok, nil
	case search.Field:
		return slices.ContainsFunc(valuesOf(d, n.Name), func(v string) bool {
			return slices.ContainsFunc(n.Values, func(w string) bool { return strings.EqualFold(v, w) })
		}), nil
	case search.Dates:
		return d.Day != "" && d.Day >= n.From && (n.To == "" || d.Day <= n.To), nil
	}
	places := find(d.Text, n)
	return len(places) > 0, places
}

// partial returns what is shown of an alternative that does not hold as a
// whole: its words are highlighted all the same.
func partial(d search.Document, n search.Node) []place {
	var out []place
	if and, ok := n.(search.And); ok {
		for _, c := range and.Of {
			_, places := match(d, c)
			out = append(out, places...)
		}
	}
	return out
}

// find returns the places of a text where a node finds words.
func find(text string, n search.Node) []place {
	switch n := n.(type) {
	case search.Phrase:
		return phrase(text, n.Words)
	case search.Near:
		return nearby(find(text, n.Left), find(text, n.Right), n)
	case search.Or:
		var out []place
		for _, c := range n.Of {
			out = append(out, find(text, c)...)
		}
		return out
	}
	fits := wordTest(n)
	var out []place
	for i, w := range search.Words(text) {
		if fits(search.Fold(text[w.Start:w.End])) {
			out = append(out, place{i, i, []search.Span{w}})
		}
	}
	return out
}

// wordTest returns the test for single words of a node.
func wordTest(n search.Node) func(string) bool {
	switch n := n.(type) {
	case search.Word:
		if n.Exact {
			return func(w string) bool { return w == n.Text }
		}
		root := stem.Of(n.Text)
		return func(w string) bool { return stem.Of(w) == root }
	case search.Pattern:
		return globTest(n.Glob)
	case search.Regexp:
		return regexp.MustCompile(`\A(?:` + n.Expr + `)\z`).MatchString
	case search.Fuzzy:
		return func(w string) bool { return edits([]rune(w), []rune(n.Text)) <= n.Edits }
	}
	return func(string) bool { return false }
}

func globTest(glob string) func(string) bool {
	expr := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(glob))
	return regexp.MustCompile(`\A` + expr + `\z`).MatchString
}

func phrase(text string, words []string) []place {
	all := search.Words(text)
	var out []place
	for i := range all {
		if i+len(words) <= len(all) && phraseAt(text, all[i:i+len(words)], words) {
			out = append(out, place{i, i + len(words) - 1, []search.Span{{Start: all[i].Start, End: all[i+len(words)-1].End}}})
		}
	}
	return out
}

func phraseAt(text string, spans []search.Span, words []string) bool {
	for i, want := range words {
		got := search.Fold(text[spans[i].Start:spans[i].End])
		if want != "*" && got != want && (!strings.Contains(want, "*") || !globTest(want)(got)) {
			return false
		}
	}
	return true
}

func nearby(left, right []place, n search.Near) []place {
	var out []place
	for _, l := range left {
		for _, r := range right {
			ahead, behind := r.first-l.last, l.first-r.last
			if ahead > 0 && ahead <= n.Distance || !n.Ordered && behind > 0 && behind <= n.Distance {
				out = append(out, place{min(l.first, r.first), max(l.last, r.last), slices.Concat(l.spans, r.spans)})
			}
		}
	}
	return out
}

// edits returns the number of letters added, dropped, changed or swapped with a
// neighbour between two words (optimal string alignment).
func edits(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
