package coordinate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// askedBy makes what a round asks for of texts, each "person: words"; "-" before
// the words is one of somebody who did not agree to be printed, "R01" one that was
// taken up.
func askedBy(texts ...string) asked {
	a := asked{drafted: drafted{place: place{programme: survey.Programme{Key: "p", Name: "P"}, round: survey.Round{Key: "2021"}}}, verbatims: map[string]survey.Verbatim{}, page: 1, today: testDay}
	a.summary.Base = []analysis.RoleBase{{Role: "mentor", Singular: "mentor", Plural: "mentors"}}
	for n, text := range texts {
		person, words, _ := strings.Cut(text, ": ")
		v := survey.Verbatim{ID: fmt.Sprintf("v%d", n), Role: "mentor", QuoteConsent: survey.QuoteWords, Purpose: survey.ForRecommendation}
		v.Person = person
		o := analysis.Outcome{Verbatims: []string{v.ID}, Support: []analysis.Count{{Role: "mentor", People: 1}}}
		if rest, ok := strings.CutPrefix(words, "-"); ok {
			words, v.QuoteConsent = rest, survey.ThemesOnly
		}
		if rest, ok := strings.CutPrefix(words, "R"); ok {
			reference, title, _ := strings.Cut(rest, " ")
			words = title
			o.Recommendation, o.Own = analysis.Recommendation{ID: "id " + reference, Reference: "2021-R" + reference, Title: title, Position: n}, true
		}
		v.Text, o.Text = words, words
		o.Action = analysis.Action{ID: v.ID + ".0-1", VerbatimID: v.ID, Span: analysis.Span{End: len(words)}, Status: analysis.Suggested}
		o.Actions = []analysis.Action{o.Action}
		a.verbatims[v.ID] = v
		a.in.Verbatims = append(a.in.Verbatims, v)
		if v.QuoteConsent.MayQuote() {
			a.summary.New = append(a.summary.New, o)
		} else {
			a.summary.Silent = append(a.summary.Silent, o)
		}
	}
	return a
}

func TestWhatStandsSideBySide(t *testing.T) {
	tests := map[string]struct {
		texts []string
		want  []string // the groups, each with its heading and its people; without labels a role is its key
	}{
		"nothing":        {nil, nil},
		"unlike":         {[]string{"m1: Pay mentors for their time", "m2: Print a poster in colour"}, nil},
		"two":            {[]string{"m1: Give mentees a room to meet in", "m2: Find a quiet room where pairs can meet"}, []string{"2 suggestions: 2 mentor"}},
		"counted once":   {[]string{"m1: Give mentees a room to meet in", "m1: Find a quiet room where pairs can meet"}, []string{"2 suggestions: 1 mentor, 1 asks in more than one of them and is counted once"}},
		"taken up":       {[]string{"m1: Give mentees a room to meet in", "m2: R01 Find a quiet room where pairs can meet"}, []string{"2021-R01 and 1 suggestion: 2 mentor"}},
		"not to print":   {[]string{"m1: -Give mentees a room to meet in", "m2: Find a quiet room where pairs can meet"}, []string{"2 suggestions: 2 mentor"}},
		"three":          {[]string{"m1: Pay mentors for their time", "m2: Pay the mentors", "m3: Mentors should be paid for their time", "m4: Print a poster"}, []string{"3 suggestions: 3 mentor"}},
		"the other side": {[]string{"m1: Pay mentors for their time", "m2: Stop paying mentors for their time"}, []string{"2 suggestions: 2 mentor, look twice"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, g := range mergingPage(merging{asked: askedBy(tt.texts...)}).Groups {
				line := g.Heading + ": " + g.After
				if g.Before != "" {
					line += ", " + g.Before
				}
				if g.Warning != "" {
					line += ", look twice"
				}
				got = append(got, line)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("groups = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestPartsAreNotPutTogetherAgain: what somebody split is not proposed for merging.
func TestPartsAreNotPutTogetherAgain(t *testing.T) {
	a := askedBy("m1: R01 Create a care leavers network", "m1: R02 Create a carers network")
	if got := mergingPage(merging{asked: a}).Groups; len(got) != 1 {
		t.Errorf("%d groups of two that rest on different answers, want 1", len(got))
	}
	for i := range a.summary.New {
		a.summary.New[i].Recommendation.Actions = []string{"v0.0-1"}
	}
	if got := mergingPage(merging{asked: a}).Groups; len(got) != 0 {
		t.Errorf("%d groups of what was split, want none", len(got))
	}
}

func TestWordsThatAreProposedMayBePrinted(t *testing.T) {
	p := mergingPage(merging{asked: askedBy("m1: -Give mentees a room to meet in", "m2: find a quiet room where pairs can meet.", "m3: -Buy chairs, pay mentors & paint the walls & print a poster")})
	g := p.Groups[0]
	if g.Title != "Find a quiet room where pairs can meet" || g.Sides[0].Use != g.Title || g.Sides[1].Use != "" || !g.Sides[1].Silent {
		t.Errorf("the group proposes %q of %+v", g.Title, g.Sides)
	}
	if len(p.Bundles) != 1 || p.Bundles[0].Lines != "" || !p.Bundles[0].Silent || p.Bundles[0].Rows < 3 {
		t.Errorf("bundles = %+v, want one without their words", p.Bundles)
	}
}

func TestPartsOfABundle(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"one":             {"Improve the publicity of support", nil},
		"a pair of nouns": {"Provide food & drink", nil},
		"ampersands":      {"Create a care leavers network & a carers network & the mature students’ network", []string{"Create a care leavers network", "Create a carers network", "Create the mature students’ network"}},
		"no verb to give": {"Regular bulletins; the names of reporters", []string{"Regular bulletins", "The names of reporters"}},
		"semicolons":      {"pay mentors; print a poster.", []string{"Pay mentors", "Print a poster"}},
		"lines":           {"Pay mentors.\nPrint a poster.", []string{"Pay mentors", "Print a poster"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := parts(item{Outcome: analysis.Outcome{Text: tt.text}})
			if got != nil {
				got = verbFirst(got)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("parts(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestPairsKeptApart(t *testing.T) {
	items := askedBy("m1: Pay mentors for their time", "m2: Pay the mentors", "m3: Mentors should be paid for their time").items()
	k := apart{}.with(items[:2])
	if len(k) != 1 || !k[pairName(items[1], items[0])] {
		t.Fatalf("apart = %v, want the pair in whichever order", k)
	}
	if again := readApart(k.String() + ".zz.12345678x.." + strings.Repeat("0", 8)); len(again) != 2 || !again[pairName(items[0], items[1])] {
		t.Errorf("read again = %v", again)
	}
	for _, g := range nears(items, k) {
		if len(g.items) != 2 {
			t.Errorf("%d stand side by side, two of which are kept apart", len(g.items))
		}
	}
	if got := nears(items, k.with(items)); len(got) != 0 {
		t.Errorf("all are kept apart, and %d groups are left", len(got))
	}
	var many []string
	for n := range maxApart + 10 {
		many = append(many, fmt.Sprintf("%08x", n))
	}
	if got := readApart(strings.Join(many, ".")); len(got) != maxApart {
		t.Errorf("an address keeps %d pairs apart, want %d", len(got), maxApart)
	}
}

func TestBorrowedWords(t *testing.T) {
	a := askedBy("m1: -Offer travel money to mentees from far away", "m2: Give mentees from far away money for travel every month", "m3: -Pay mentors")
	tests := map[string]struct {
		items []int
		words string
		want  bool
	}{
		"theirs":            {[]int{1}, "Offer travel money to mentees from far away", true},
		"a run of theirs":   {[]int{1}, "We should give travel money to mentees from far away", true},
		"short and theirs":  {[]int{2}, "pay mentors.", true},
		"others":            {[]int{1}, "Refund fares", false},
		"of one who agreed": {[]int{0, 1}, "Give mentees from far away money for travel", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var items []item
			for _, n := range tt.items {
				items = append(items, a.items()[n])
			}
			if got := a.borrowed([]string{tt.words}, items); got != tt.want {
				t.Errorf("borrowed(%q) = %v, want %v", tt.words, got, tt.want)
			}
		})
	}
}

// TestTenThousandAsked holds the pages to what a browser can show, and the desk to
// what is compared in a second or two.
func TestTenThousandAsked(t *testing.T) {
	var texts []string
	for n := range 10_000 {
		texts = append(texts, fmt.Sprintf("m%d: Ask committee %d for room %d & chair %d & table %d", n, n, n*7, n*11, n*13))
	}
	a := askedBy(texts...)
	a.page = 7
	p := recommendationsPage(a)
	if len(p.New) != askedShown || p.New[0].Text != strings.SplitN(texts[6*askedShown], ": ", 2)[1] || p.Pager.Next == "" || !strings.Contains(p.New[0].Return, "page=7#") {
		t.Errorf("page 7 shows %d from %q, and leads back to %q", len(p.New), p.New[0].Text, p.New[0].Return)
	}
	m := mergingPage(merging{asked: a})
	if len(m.Groups)+len(m.Bundles) > deskShown || m.Note == "" {
		t.Errorf("the desk shows %d groups and %d bundles, and notes %q", len(m.Groups), len(m.Bundles), m.Note)
	}
}

// TestEveryKindHasItsPlace builds the page of one of each.
func TestEveryKindHasItsPlace(t *testing.T) {
	a := askedBy("m1: R02 Pay mentors", "m2: R01 Print a poster", "m3: Find a room", "m4: -Buy chairs")
	a.in.Earlier = []collate.Earlier{{Round: survey.Round{Key: "2020"}, Recommendations: []analysis.Recommendation{{ID: "id e", Reference: "2020-1", Title: "Rooms"}}}}
	a.summary.Earlier = "2020"
	build := a.summary.New[2]
	a.summary.New = a.summary.New[:2]
	a.summary.Building = []analysis.Building{{Previous: analysis.Recommendation{Reference: "2020-1", Title: "Rooms"}, Points: []analysis.Outcome{build}}}
	r := &a.summary.New[0].Recommendation
	r.Body, r.Owner, r.By = "the faculty", "the dean", "anna"
	r.Points = []analysis.Point{{Number: 2, Title: "Monthly"}}
	r.Notes = []analysis.Note{{Kind: analysis.DueNote, Value: "2021-01-31"}, {Kind: analysis.ResponseNote, Value: "partly accepted", Words: "No money."}}
	r.Links = []analysis.Link{{To: "id e", Reference: "2020-1", Kind: analysis.Merges}}
	p := recommendationsPage(a)
	if len(p.Taken) != 2 || p.Taken[0].To.Text != "2021-R02" || p.Taken[0].To.Address != "/staff/recommendation/p/2021/2021-R02" {
		t.Fatalf("taken up = %+v, want both in their order", p.Taken)
	}
	taken := fmt.Sprint(p.Taken[0])
	for _, want := range []string{"2021-R02.2", "{Status not started}", "{For the faculty, the dean}", "{Due 31 January 2021}", "{Response partly accepted: No money.}", "overdue since 1 February 2021", "Merges 2020-1"} {
		if !strings.Contains(taken, want) {
			t.Errorf("it does not say %q: %s", want, taken)
		}
	}
	if len(p.Building) != 1 || len(p.Building[0].Points[0].Take.Links) != 1 || p.Building[0].Points[0].Take.Links[0].To != "id e" {
		t.Errorf("building = %+v", p.Building)
	}
	if len(p.Silent) != 1 || p.Silent[0].Take.Title != "" || p.Tally != "2 taken up, 0 new ones, 1 builds on 2020 and 1 to be put into your own words" {
		t.Errorf("silent = %+v; %s", p.Silent, p.Tally)
	}
}

// FuzzWhatFormsName holds what an address and a form name to what is there.
func FuzzWhatFormsName(f *testing.F) {
	a := askedBy("m1: R01 Pay mentors", "m2: Print a poster", "m3: -Buy chairs")
	items := a.items()
	f.Add(items[0].part(), apart{}.with(items).String())
	f.Add(items[1].part(), "..zz")
	f.Add("taken  ", "\xff")
	f.Fuzz(func(t *testing.T, part, kept string) {
		found, err := a.resolve([]string{part})
		if len(found) == 0 && err == nil || len(found) > 1 {
			t.Errorf("resolve(%q) = %d items, %v", part, len(found), err)
		}
		k := readApart(kept)
		if again := readApart(k.String()); len(again) != len(k) || len(k) > maxApart {
			t.Errorf("readApart(%q) keeps %d apart, and %d when it is read again", kept, len(k), len(again))
		}
	})
}
