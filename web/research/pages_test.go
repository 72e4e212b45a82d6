package research

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
)

func TestAddressHoldsTheState(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "", SearchPath},
		{"a query", "q=+my+voice+", SearchPath + "?q=my+voice"},
		{"filters sorted, each once", "role=mentor&role=mentee&role=mentor&round=2021", SearchPath + "?role=mentee&role=mentor&round=2021"},
		{"what it does not know is left out", "q=a&utm=1&role=", SearchPath + "?q=a"},
		{"page and order", "q=a&page=3&sort=before", SearchPath + "?page=3&q=a&sort=before"},
		{"a page that is no page", "q=a&page=-2", SearchPath + "?q=a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, err := url.ParseQuery(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := readView(q).at(SearchPath); got != tt.want {
				t.Errorf("readView(%q).at = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
	long := readView(url.Values{"q": {strings.Repeat("é", maxQueryBytes)}})
	if len(long.query) > maxQueryBytes || !strings.HasSuffix(long.query, "é") {
		t.Errorf("a long query is cut to %d bytes ending in %q", len(long.query), long.query[len(long.query)-2:])
	}
}

func TestToggledDoesNotTouchItsReceiver(t *testing.T) {
	v := readView(url.Values{"role": {"mentor"}, "page": {"4"}})
	on := v.toggled(search.FieldRole, "mentee")
	off := on.toggled(search.FieldRole, "mentor").toggled(search.FieldRole, "mentee")
	if got := on.at(SearchPath); got != SearchPath+"?role=mentee&role=mentor" {
		t.Errorf("toggled on = %s", got)
	}
	if got := off.at(SearchPath); got != SearchPath {
		t.Errorf("toggled off = %s", got)
	}
	if got := v.at(SearchPath); got != SearchPath+"?page=4&role=mentor" {
		t.Errorf("the receiver became %s", got)
	}
}

func TestTreeOfADamagedCodebook(t *testing.T) {
	book := analysis.Codebook{Themes: []analysis.Theme{
		{Key: "b", Parent: "a"}, {Key: "a"}, {Key: "lost", Parent: "gone"}, {Key: "x", Parent: "y"}, {Key: "y", Parent: "x"}, {Key: "c", Parent: "b"},
	}}
	type placed struct {
		Key   string
		Depth int
	}
	var got []placed
	for _, b := range tree(book) {
		got = append(got, placed{b.Key, b.depth})
	}
	want := []placed{{"a", 0}, {"b", 1}, {"c", 2}, {"lost", 0}, {"x", 0}, {"y", 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
}

func TestLabelsGiveKeysBackThatNobodyKnows(t *testing.T) {
	var l Labels
	for field, want := range map[string]string{search.FieldRole: "King", search.FieldTheme: "king", search.FieldQuestion: "king", search.FieldProgramme: "king", search.FieldRound: "king"} {
		if got := l.value(field, "king"); got != want {
			t.Errorf("value(%s, king) = %q, want %q", field, got, want)
		}
	}
	if got := l.People(2, "king") + ", " + l.People(1, ""); got != "2 king, 1 no role" {
		t.Errorf("People = %q", got)
	}
}

func TestLatestFormSpeaks(t *testing.T) {
	var l Labels
	form := func(version int, label string) survey.Form {
		return survey.Form{Version: version, Pages: []survey.Page{{Questions: []survey.Question{{Key: "q", Label: label}}}}}
	}
	l.add(survey.Programme{}, []survey.Form{form(1, "old words"), form(3, "latest words"), form(2, "newer words")}, analysis.Codebook{})
	if got := l.Question("q"); got != "latest words" {
		t.Errorf("Question = %q, want the latest version's words", got)
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ name, got, want string }{
		{"number", Number(1234567) + " " + Number(-1234) + " " + Number(12), "1,234,567 -1,234 12"},
		{"plural", Plural(1, "answer", "answers") + ", " + Plural(0, "answer", "answers"), "1 answer, 0 answers"},
		{"score", Score(0.824) + ", " + Score(7) + ", " + Score(-1), "82 of 100, 100 of 100, 0 of 100"},
		{"and", And(nil) + And([]string{"a"}) + "; " + And([]string{"a", "b", "c"}), "a; a, b and c"},
		{"capital", Capital("élan") + Capital(""), "Élan"},
		{"shorten", Shorten("one  two\nthree, four", 12) + Shorten("short", 12), "one two …short"},
		{"letters", letter(0) + letter(25) + letter(26), "az27"},
		{"anchor", Anchor("coding", "A.b c/é"), "coding-A.b_c__"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestLocalReturn(t *testing.T) {
	for in, want := range map[string]string{
		"/staff/verbatims/a#coding-1": "/staff/verbatims/a#coding-1", "/staff": "/staff", "/staff/review?theme=a": "/staff/review?theme=a",
		"": "/f", "//evil.example/staff/": "/f", "https://evil.example/staff/": "/f", "/staffed": "/f", "/staff/\r\nSet-Cookie: a": "/f", "/staff/\\evil": "/f", "/sign-out": "/f",
	} {
		if got := LocalReturn(in, "/f"); got != want {
			t.Errorf("LocalReturn(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReadSpan(t *testing.T) {
	const text = "é, yes"
	for in, want := range map[string]string{"": text, "0-2": "é", "4-7": "yes"} {
		if s, ok := readSpan(in, text); !ok || s.In(text) != want {
			t.Errorf("readSpan(%q) = %q, %v, want %q", in, s.In(text), ok, want)
		}
	}
	for _, in := range []string{"1-2", "0-1", "4-40", "7-4", "-1-3", "3", "a-b", "0-0"} {
		if s, ok := readSpan(in, text); ok {
			t.Errorf("readSpan(%q) = %v, want it refused", in, s)
		}
	}
}

func TestQueryProblemPointsAtTheCharacter(t *testing.T) {
	for query, want := range map[string][3]string{
		"“voice":      {"", "“", "voice"},
		"né (voice":   {"né ", "(", "voice"},
		"voice AND":   {"voice ", "A", "ND"},
		"voice OR OR": {"voice ", "O", "R OR"},
	} {
		_, err := search.Parse(query)
		if err == nil {
			t.Fatalf("Parse(%q) found nothing wrong", query)
		}
		p := queryProblem(query, err)
		if got := [3]string{p.Before, p.At, p.After}; p.Text == "" || got[0]+got[1]+got[2] != query {
			t.Errorf("queryProblem(%q) = %q, want all of the query with a text, around %q", query, got, want)
		}
	}
	if p := queryProblem("a", fault.New(fault.Invalid, "Something.")); p.KnowsItsPlace || p.Text != "Something." {
		t.Errorf("a problem without a place = %+v", p)
	}
}

func TestReviewShowsTheSurestFirstAndGoesOn(t *testing.T) {
	coding := func(id, theme string, score float64, status analysis.Status) analysis.Coding {
		return analysis.Coding{ID: id, VerbatimID: "v", Theme: theme, Score: score, Status: status, Coder: analysis.Machine, Span: analysis.Span{Start: 0, End: 3}}
	}
	q := queue{
		view:      reviewView{programme: "p", round: "2021", page: 1},
		programme: survey.Programme{Key: "p"}, round: survey.Round{ID: "r", Key: "2021"},
		verbatims: map[string]survey.Verbatim{"v": {ID: "v", Text: "yes, and no", QuoteConsent: survey.ThemesOnly}},
		codings: []analysis.Coding{
			coding("1", "a", .2, analysis.Suggested), coding("2", "a", .9, analysis.Suggested), coding("3", "b", 1, analysis.Suggested), coding("4", "a", 1, analysis.Accepted),
		},
	}
	p := reviewPage(q)
	var order, returns []string
	for _, it := range p.Items {
		order, returns = append(order, it.Coding.Anchor), append(returns, it.Coding.Return)
	}
	if want := []string{"coding-2", "coding-1"}; !slices.Equal(order, want) {
		t.Errorf("order = %q, want %q", order, want)
	}
	if want := []string{ReviewPath + "?programme=p&round=2021&theme=a#coding-1", ReviewPath + "?programme=p&round=2021&theme=a#coding-2"}; !slices.Equal(returns, want) {
		t.Errorf("returns = %q, want %q", returns, want)
	}
	if p.Waiting != "3 suggestions wait, 2 of them for this theme" {
		t.Errorf("waiting = %q", p.Waiting)
	}
	q.verbatims["v"] = survey.Verbatim{ID: "v", Text: "yes", QuoteConsent: survey.CountOnly}
	if got := reviewPage(q).Items; len(got) != 0 {
		t.Errorf("answers to be counted only are shown: %+v", got)
	}
}

func TestHomeSaysWhatIsStillBeingRead(t *testing.T) {
	for behind, want := range map[int64]string{0: "Up to date", -3: "Up to date", 1: "1 change is still being read", 1200: "1,200 changes are still being read"} {
		if p := homePage(nil, behind, false); p.Reading != want || p.Busy != (behind > 0) {
			t.Errorf("%d behind says %q, busy %v; want %q", behind, p.Reading, p.Busy, want)
		}
	}
}
