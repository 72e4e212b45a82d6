package coordinate

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/web/page"
)

// followedIn returns the recommendation of a ledger with the reference, as its
// page gets it.
func followedIn(t *testing.T, l ledger, reference string) followed {
	t.Helper()
	i := slices.IndexFunc(l.Rows, func(r collate.LedgerRow) bool { return r.Recommendation.Reference == reference })
	if i < 0 {
		t.Fatalf("no row %s", reference)
	}
	f := followed{drafted: drafted{place: l.place(l.Rows[i].Round)}, ledger: l.Ledger, today: testDay}
	if err := f.choose(reference); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhereARecommendationStands(t *testing.T) {
	tests := map[string]struct {
		notes   []string
		status  string
		overdue string
		want    []string
	}{
		"nothing said":       {nil, "Not started", "", nil},
		"under way":          {[]string{"status in progress", "due 2021-12-31"}, "In progress", "", []string{"Due: 31 December 2021"}},
		"late":               {[]string{"due 2021-06-24"}, "Not started", "Overdue since 25 June 2021", []string{"Due: 24 June 2021"}},
		"due today":          {[]string{"due 2021-06-25"}, "Not started", "", []string{"Due: 25 June 2021"}},
		"moved":              {[]string{"due 2021-01-31", "due 2021-12-31"}, "Not started", "", []string{"Due: 31 December 2021; first set for 31 January 2021"}},
		"moved back":         {[]string{"due 2021-12-31", "due 2022-12-31", "due 2021-12-31"}, "Not started", "", []string{"Due: 31 December 2021"}},
		"done, though late":  {[]string{"due 2021-01-31", "status done"}, "Done", "", []string{"Due: 31 January 2021"}},
		"refused, then not":  {[]string{"response not accepted", "response accepted"}, "Not started", "", []string{"Response: Accepted: because"}},
		"closed, never done": {[]string{"due 2021-01-31", "closure EDI committee"}, "Not started", "", []string{"Due: 31 January 2021", "Closed: Agreed by EDI committee on 1 May 2021"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := years()
			l.Rows = []collate.LedgerRow{{Recommendation: made("2021-R01", tt.notes...), Round: "2021", Raised: 1}}
			p := recommendationPage(followedIn(t, l, "2021-R01"))
			var got []string
			for _, s := range p.State {
				got = append(got, s.Name+": "+s.Text)
			}
			if !slices.Equal(got, tt.want) || p.Status != tt.status || p.Overdue != tt.overdue {
				t.Errorf("%v stands %q, %q, %q, want %q, %q, %q", tt.notes, p.Status, p.Overdue, got, tt.status, tt.overdue, tt.want)
			}
			if len(p.History) != len(tt.notes) || len(p.Notes) != len(analysis.NoteKinds()) {
				t.Errorf("%d entries and %d forms", len(p.History), len(p.Notes))
			}
		})
	}
}

// TestLinksGoBothWays shows one that merges and splits, and those that go on with
// an earlier one.
func TestLinksGoBothWays(t *testing.T) {
	words := func(links []page.LinkView) (out []string) {
		for _, l := range links {
			out = append(out, l.Kind+" "+l.To.Text+" "+l.To.Address+" "+l.Title+" "+l.State)
		}
		return out
	}
	p := recommendationPage(followedIn(t, years(), "2020-R01"))
	if got, want := words(p.Links.Links), []string{
		"Merges 2019-R01 /staff/recommendation/p/2019/2019-R01 Do 2019-R01 not started, overdue", "Splits 2019-R02 /staff/recommendation/p/2019/2019-R02 Do 2019-R02 not started",
	}; !slices.Equal(got, want) {
		t.Errorf("links = %q, want %q", got, want)
	}
	if len(p.Links.Groups) != 1 || p.Links.Groups[0].Label != "2019" || len(p.Links.Groups[0].Options) != 3 {
		t.Errorf("to choose from: %+v, want those of 2019 alone", p.Links.Groups)
	}
	p = recommendationPage(followedIn(t, years(), "2019-R02"))
	if got, want := words(p.Later), []string{"Splits 2020-R01 /staff/recommendation/p/2020/2020-R01 Do 2020-R01 not started"}; !slices.Equal(got, want) || len(p.Links.Groups) != 0 {
		t.Errorf("later ones = %q, want %q; earlier ones %+v", got, want, p.Links.Groups)
	}
}

func TestWhatARecommendationRestsOn(t *testing.T) {
	l := years()
	r := made("2021-R01")
	r.Sources, r.Themes = nil, []string{"named"}
	f := followed{drafted: drafted{place: l.place("2021")}, ledger: l.Ledger}
	f.in.Codebook.Themes = []analysis.Theme{{Key: "named", Name: "Named"}, {Key: "seen", Name: "Seen"}}
	for i := range answersShown + 10 {
		id := fmt.Sprint(i)
		v := survey.Verbatim{ID: id, Text: "Long before. Pay us. Long after.", Role: "mentor"}
		if i == 3 {
			v.QuoteConsent = survey.CountOnly
		}
		f.in.Verbatims = append(f.in.Verbatims, v)
		f.in.Actions = append(f.in.Actions, analysis.Action{ID: id + ".13-20", VerbatimID: id, Span: analysis.Span{Start: 13, End: 20}})
		r.Sources, r.Actions = append(r.Sources, id), append(r.Actions, id+".13-20")
	}
	f.in.Codings = []analysis.Coding{{VerbatimID: "1", Theme: "seen", Status: analysis.Accepted, Span: analysis.Span{End: 20}}, {VerbatimID: "1", Theme: "guessed", Status: analysis.Suggested, Span: analysis.Span{End: 20}}}
	f.rec, f.row.Recommendation = r, r
	f.summary.New = []analysis.Outcome{{Recommendation: r, Support: []analysis.Count{{Role: "mentor", People: 60}}}}
	got := rests(f)
	if len(got.Answers) != answersShown || got.More != "9 more answers" || got.Answers[0].Text != "Pay us." || got.Support != "60 mentor" {
		t.Errorf("it rests on %d answers, %q more, the first %+v, of %q", len(got.Answers), got.More, got.Answers[0], got.Support)
	}
	if !slices.Equal(got.Themes, []string{"named", "seen"}) {
		t.Errorf("themes = %q, want the one that was named and the one that people see", got.Themes)
	}
	f.rec.Sources, f.rec.Themes = nil, nil
	if got := rests(f); !got.Nothing {
		t.Errorf("resting on nothing, it is %+v", got)
	}
	f.rec.Own = true
	if got := rests(f); got.Nothing || !got.Own {
		t.Errorf("the coordinator's own is %+v", got)
	}
}

func TestHowEntriesAreShown(t *testing.T) {
	at := time.Date(2021, 6, 25, 9, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		note analysis.Note
		want string
	}{
		"remark":    {analysis.Note{Kind: analysis.Remark, Words: "w", Day: "2021-06-25", By: "anna", At: at}, "Remark; 25 June 2021, anna; ; "},
		"later":     {analysis.Note{Kind: analysis.StatusNote, Value: "done", Day: "2021-05-01", By: "anna", At: at}, "Status: done; 1 May 2021; entered by anna on 25 June 2021; ; "},
		"due":       {analysis.Note{Kind: analysis.DueNote, Value: "2022-03-31", Day: "2021-06-25", By: "anna", At: at}, "Due on 31 March 2022; 25 June 2021, anna; ; "},
		"a file":    {analysis.Note{Kind: analysis.ClosureNote, Value: "Board", Evidence: "minutes 3: vote.pdf", Day: "2021-06-25", By: "anna", At: at}, "Closed, agreed by Board; 25 June 2021, anna; minutes 3: vote.pdf; "},
		"a page":    {analysis.Note{Kind: analysis.ResponseNote, Value: "noted", Evidence: "https://example.ac.uk/x", Day: "2021-06-25", By: "anna", At: at}, "Response: noted; 25 June 2021, anna; https://example.ac.uk/x; https://example.ac.uk/x"},
		"no script": {analysis.Note{Kind: analysis.Remark, Words: "w", Evidence: "javascript:alert(1)", Day: "2021-06-25", By: "anna", At: at}, "Remark; 25 June 2021, anna; javascript:alert(1); "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := noteView(tt.note)
			if got := strings.Join([]string{v.What, v.When, v.Evidence.Text, v.Evidence.Address}, "; "); got != tt.want {
				t.Errorf("noteView(%+v) = %q, want %q", tt.note, got, tt.want)
			}
		})
	}
	if v := noteView(analysis.Note{Kind: analysis.Remark}); !v.Gone {
		t.Error("a remark whose words were withdrawn does not say so")
	}
}
