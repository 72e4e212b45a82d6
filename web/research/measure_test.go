package research

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/analysis/theme"
	"verbatim/survey"
	"verbatim/web/page"
)

// measuredRound returns a round of 12 mentors and 9 mentees with one answer each.
func measuredRound() measured {
	m := measured{
		view:      measureView{programme: "p", round: "2021", of: analysis.Accepted, by: byRole},
		programme: survey.Programme{Key: "p", Name: "Programme", Roles: []survey.Role{{Key: "mentor", Singular: "mentor", Plural: "mentors"}, {Key: "mentee", Singular: "mentee", Plural: "mentees"}}},
		round:     survey.Round{Key: "2021"},
		book:      analysis.Codebook{Themes: []analysis.Theme{{Key: "a", Name: "Alpha"}, {Key: "b", Name: "Beta"}}},
	}
	for i := range 21 {
		role := "mentor"
		if i >= 12 {
			role = "mentee"
		}
		id := string(rune('a' + i))
		m.verbatims = append(m.verbatims, survey.Verbatim{ID: id + ".q", Person: id, Role: role, WaveKey: "end", Question: "q", Text: "Words of " + id, QuoteConsent: survey.QuoteWords})
	}
	m.labels.add(m.programme, nil, m.book)
	return m
}

// code puts a theme on the answers at places from..to as a coder does.
func (m *measured) code(theme, coder, by string, status analysis.Status, from, to int) {
	for _, v := range m.verbatims[from:to] {
		m.codings = append(m.codings, analysis.Coding{VerbatimID: v.ID, Theme: theme, Coder: coder, DecidedBy: by, Status: status})
	}
}

func TestMeasurePageIsHonestWhenEmpty(t *testing.T) {
	m := measuredRound()
	p := measurePage(m)
	if p.Unlearnt == nil || p.Unlearnt.Heading != "No coding has been reviewed yet" || !strings.Contains(p.Unlearnt.Text, "Accept or reject 20 suggestions and look again") {
		t.Errorf("without decisions: %+v", p.Unlearnt)
	}
	if p.Alone == "" || p.Uncounted == "" || p.Counted != nil || p.AllCoded == "" {
		t.Errorf("empty sections say nothing: %+v", p)
	}
	m.decisions = 12
	if p := measurePage(m); p.Unlearnt.Heading != "12 codings have been reviewed so far" || !strings.Contains(p.Unlearnt.Text, "Accept or reject 8 suggestions") {
		t.Errorf("with 12 decisions: %+v", p.Unlearnt)
	}
	m.book.Themes = nil
	if p := measurePage(m); p.Unlearnt.Heading != "This programme has no themes yet" {
		t.Errorf("without themes: %+v", p.Unlearnt)
	}
}

func TestMeasurePageShowsQuality(t *testing.T) {
	m := measuredRound()
	m.decisions, m.examples = 30, make([]theme.Example, 21)
	m.quality = []theme.Quality{{Theme: "a", N: 9, Precision: 0.5, Recall: 2.0 / 3, F1: 4.0 / 7}, {Theme: "b", N: 4, Precision: 1, Recall: 1, F1: 1}}
	want := []page.ThemeQuality{
		{Name: "Alpha", Answers: "9", Precision: "0.50", Recall: "0.67", F1: "0.57"},
		{Name: "Beta", Answers: "4", Precision: tooFew, Recall: tooFew, F1: tooFew},
	}
	p := measurePage(m)
	if diff := cmp.Diff(want, p.Quality); diff != "" || p.Unlearnt != nil || !strings.Contains(p.Learnt, "the latest 21 answers that people decided about; 30 decisions") {
		t.Errorf("quality (-want +got):\n%s%s", diff, p.Learnt)
	}
}

// TestCoderPairs has by hand: rob decided a on 4 answers, accepting 3; anna put
// a on 2 of them by hand and b on the third. Machine and rob: 4 answers, of 8
// ratings (a and b) alike but the rejected one, 7/8 = 0.88; the machine says yes
// 4 of 8 times and rob 3, so chance is (4·3+4·5)/64 = 0.5 and kappa 0.375/0.5 =
// 0.75. What rob decided about a says nothing of anna's view unless she gave a
// too.
func TestCoderPairs(t *testing.T) {
	m := measuredRound()
	m.code("a", analysis.Machine, "rob", analysis.Accepted, 0, 3)
	m.code("a", analysis.Machine, "rob", analysis.Rejected, 3, 4)
	m.code("a", "anna", "", analysis.Accepted, 0, 2)
	m.code("b", "anna", "", analysis.Accepted, 2, 3)
	pairs := coderPairs(m)
	var names []string
	for _, p := range pairs {
		names = append(names, p.Coders)
	}
	if diff := cmp.Diff([]string{"anna and the machine", "anna and rob", "rob and the machine"}, names); diff != "" {
		t.Fatalf("pairs (-want +got):\n%s", diff)
	}
	rob := pairs[2]
	if rob.Answers != "4" || rob.Percent != "0.88" || rob.Kappa != "0.75" || !strings.Contains(rob.Interval, " to ") {
		t.Errorf("rob and the machine = %+v, want 4 answers, 0.88 alike, kappa 0.75", rob)
	}
	// anna and rob: a on two answers alike, b on two answers alike, b on the
	// third not: 4 of 5.
	if both := pairs[1]; both.Answers != "3" || both.Percent != "0.80" {
		t.Errorf("anna and rob = %+v, want 3 answers, 0.80 alike", both)
	}
	m.codings = nil
	m.code("a", analysis.Machine, "", analysis.Suggested, 0, 3)
	if pairs := coderPairs(m); len(pairs) != 0 {
		t.Errorf("with suggestions only, pairs = %+v", pairs)
	}
}

func TestMeasurePageCounts(t *testing.T) {
	m := measuredRound()
	m.code("a", analysis.Machine, "rob", analysis.Accepted, 0, 7)   // 7 mentors
	m.code("a", analysis.Machine, "rob", analysis.Accepted, 12, 14) // 2 mentees
	m.code("b", analysis.Machine, "rob", analysis.Accepted, 0, 6)   // 6 mentors
	m.code("b", analysis.Machine, "", analysis.Suggested, 12, 20)
	p := measurePage(m)
	want := &page.Crosstab{
		Caption: "People with each theme, by role", Groups: []string{"Mentors", "Mentees"}, Bases: []string{"12", "9"}, People: "21", Totals: true,
		Rows: []page.CrosstabRow{
			{Name: "Alpha", Cells: []string{"not shown", "fewer than 5"}, Total: "9"},
			{Name: "Beta", Cells: []string{"6", "0"}, Total: "6"},
		},
	}
	if diff := cmp.Diff(want, p.Counted); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
	// By hand: both 6, of 9 and 6 of 21 people: expected 54/21 = 2.57, lift 6/2.57
	// = 2.33, Jaccard 6/9, phi (21·6-54)/√(9·12·6·15) = 72/98.6 = 0.73.
	pairs := []page.ThemePair{{Names: "Alpha with Beta", Both: "6", Expected: "2.6", Lift: "2.3", Jaccard: "0.67", Phi: "0.73"}}
	if diff := cmp.Diff(pairs, p.Together); diff != "" {
		t.Errorf("together (-want +got):\n%s", diff)
	}
	m.view.of, m.view.by = analysis.Suggested, byWave
	p = measurePage(m)
	if p.Counted.Caption != "People with each theme, by wave" || len(p.Counted.Rows) != 1 || p.Counted.Rows[0].Total != "8" || p.Apart != "Nobody has two themes." {
		t.Errorf("suggested by wave = %+v, %q", p.Counted, p.Apart)
	}
}

func TestSmallPairsAreNotListed(t *testing.T) {
	m := measuredRound()
	m.code("a", "rob", "", analysis.Accepted, 0, 4)
	m.code("b", "rob", "", analysis.Accepted, 0, 4)
	if p := measurePage(m); len(p.Together) != 0 || p.Apart != "1 pair of themes that fewer than 5 people share is not listed." {
		t.Errorf("together = %+v, %q", p.Together, p.Apart)
	}
}

func TestAsideAnswersLeadToWhatMayBeRead(t *testing.T) {
	m := measuredRound()
	m.failures = []store.Failure{{VerbatimID: "a.q", Stage: "themes", Reason: "out of range"}, {VerbatimID: "secret.q", Stage: "themes", Reason: "again"}}
	got := asideAnswers(m)
	if len(got) != 2 || got[0].Answer.Address != "/staff/verbatims/a.q" || got[0].Answer.Text != "Mentor, q" || got[1].Answer.Address != "" {
		t.Errorf("aside = %+v", got)
	}
}
