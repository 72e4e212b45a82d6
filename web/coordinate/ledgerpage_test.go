package coordinate

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

const testDay = survey.Day("2021-06-25")

// made makes a recommendation of a ledger with what is noted of it, each entry
// "kind value".
func made(reference string, notes ...string) analysis.Recommendation {
	r := analysis.Recommendation{ID: "id " + reference, Reference: reference, Title: "Do " + reference, Sources: []string{"v"}}
	for _, n := range notes {
		kind, value, _ := strings.Cut(n, " ")
		r.Notes = append(r.Notes, analysis.Note{Kind: analysis.NoteKind(kind), Value: value, Words: "because", Day: "2021-05-01", By: "anna"})
	}
	return r
}

func cell(round string, kind analysis.FateKind, goesOn ...string) collate.LedgerCell {
	return collate.LedgerCell{Round: round, Fate: analysis.Fate{Kind: kind, GoesOn: goesOn}}
}

// years is a ledger of three rounds.
func years() ledger {
	linked := made("2020-R01")
	linked.Links = []analysis.Link{{To: "id 2019-R01", Reference: "2019-R01", Kind: analysis.Merges}, {To: "id 2019-R02", Reference: "2019-R02", Kind: analysis.Splits}}
	linked.Body, linked.Owner, linked.CoOwners = "EDI committee", "Dean", []string{"Library"}
	bare := made("2019-R03", "status done")
	bare.Sources = nil
	return ledger{programme: survey.Programme{Key: "p", Name: "P"}, today: testDay, page: 1, Ledger: collate.Ledger{
		Rounds: []string{"2019", "2020", "2021"},
		Rows: []collate.LedgerRow{
			{Recommendation: made("2019-R01", "due 2021-01-31"), Round: "2019", Raised: 3, GoesOn: []string{"2020-R01"}, Cells: []collate.LedgerCell{cell("2020", analysis.FateContinued, "2020-R01"), {Round: "2021", Settled: true}}},
			{Recommendation: made("2019-R02"), Round: "2019", Raised: 1, Cells: []collate.LedgerCell{cell("2020", ""), cell("2021", "")}},
			{Recommendation: bare, Round: "2019", Raised: 1, Cells: []collate.LedgerCell{cell("2020", ""), cell("2021", analysis.FateDone)}},
			{Recommendation: linked, Round: "2020", Raised: 3, Cells: []collate.LedgerCell{cell("2021", analysis.FateSuperseded, "2021-R01", "2021-R02")}},
			{Recommendation: made("2021-R01", "closure EDI committee"), Round: "2021", Raised: 1},
		},
	}}
}

func TestTheYearsInWords(t *testing.T) {
	var got []string
	for _, row := range ledgerPage(years()).Rows {
		line := row.To.Text + " " + row.Status
		for _, c := range row.Cells {
			line += " | " + c.Text
		}
		got = append(got, line)
	}
	want := []string{
		"2019-R01 Not started | Made | Continued by 2020-R01 | ",
		"2019-R02 Not started | Made | Nothing said | Nothing said yet",
		"2019-R03 Done | Made | Nothing said | Done",
		"2020-R01 Not started |  | Made: merges 2019-R01, splits 2019-R02 | Superseded by 2021-R01 and 2021-R02",
		"2021-R01 Not started |  |  | Made",
	}
	if !slices.Equal(got, want) {
		t.Errorf("rows = %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTheLedgerIsNarrowed(t *testing.T) {
	tests := map[string]struct {
		filter ledgerFilter
		want   string
	}{
		"all":            {ledgerFilter{}, "2019-R01 2019-R02 2019-R03 2020-R01 2021-R01"},
		"open":           {ledgerFilter{only: onlyOpen}, "2019-R02"},
		"overdue":        {ledgerFilter{only: onlyOverdue}, "2019-R01"},
		"raised":         {ledgerFilter{only: onlyRaised}, "2020-R01"},
		"unsupported":    {ledgerFilter{only: onlyUnsupported}, "2019-R03"},
		"status":         {ledgerFilter{status: "done"}, "2019-R03"},
		"body":           {ledgerFilter{body: "EDI committee"}, "2020-R01"},
		"owner":          {ledgerFilter{owner: "Dean"}, "2020-R01"},
		"co-owner":       {ledgerFilter{owner: "Library"}, "2020-R01"},
		"two at a time":  {ledgerFilter{only: onlyOverdue, status: "done"}, ""},
		"nobody's":       {ledgerFilter{owner: "Nobody"}, ""},
		"body and owner": {ledgerFilter{body: "EDI committee", owner: "Library"}, "2020-R01"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := years()
			l.filter = tt.filter
			p := ledgerPage(l)
			var got []string
			for _, row := range p.Rows {
				got = append(got, row.To.Text)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("shown = %q, want %q", got, tt.want)
			}
			if !strings.HasSuffix(p.Shown, " of 5 recommendations") || (p.All == "") != (tt.filter == ledgerFilter{}) {
				t.Errorf("the page says %q and leads to all at %q", p.Shown, p.All)
			}
			for _, f := range p.Filters {
				if n := len(slices.DeleteFunc(slices.Clone(f.Options), func(o page.ChoiceValue) bool { return !o.Chosen })); n != 1 {
					t.Errorf("%s has %d options chosen, want 1: %+v", f.Name, n, f.Options)
				}
			}
			if rows := ledgerTables(l)[0].Rows; len(rows) != len(got) {
				t.Errorf("the file has %d rows, the page %d", len(rows), len(got))
			}
		})
	}
}

func TestWhatToLookAtInTheLedger(t *testing.T) {
	var got []string
	for _, c := range ledgerPage(years()).Tally {
		got = append(got, c.Severity+" "+c.Text)
	}
	if want := []string{"block 1 is overdue", "warn 1 is raised three rounds running or more", "warn 1 rests on no answer and no theme", "inform 1 is open"}; !slices.Equal(got, want) {
		t.Errorf("tally = %q, want %q", got, want)
	}
}

// TestTenThousandRecommendations holds the page to a table that can be read.
func TestTenThousandRecommendations(t *testing.T) {
	l := years()
	one := l.Rows[0]
	l.Rows = nil
	for i := range 10_000 {
		row := one
		row.Recommendation.Reference = fmt.Sprintf("2019-R%05d", i)
		l.Rows = append(l.Rows, row)
	}
	l.page, l.filter = 7, ledgerFilter{only: onlyOverdue}
	p := ledgerPage(l)
	if len(p.Rows) != ledgerShown || p.Rows[0].To.Text != "2019-R00600" || p.Pager.Next != "/staff/ledger/p?only=overdue&page=8" {
		t.Errorf("page 7 has %d rows from %s, and goes on at %s", len(p.Rows), p.Rows[0].To.Text, p.Pager.Next)
	}
}

func TestTablesOfTheLedger(t *testing.T) {
	l := years()
	l.Rows = l.Rows[:1]
	l.Rows[0].Recommendation.Points = []analysis.Point{{Number: 2, Title: "=1+1"}}
	tables := ledgerTables(l)
	for _, table := range tables {
		for _, row := range table.Rows {
			if len(row) != len(table.Head) {
				t.Errorf("%s: %d cells under %d heads", table.Name, len(row), len(table.Head))
			}
		}
	}
	at := func(table int, name string) any { return tables[table].Rows[0][slices.Index(tables[table].Head, name)] }
	if at(0, "overdue") != true || at(0, "due") != "2021-01-31" || at(0, "2020") != "Continued by 2020-R01" || at(0, "answers") != 1 {
		t.Errorf("row = %v", tables[0].Rows[0])
	}
	if at(1, "reference") != "2019-R01.2" || at(2, "kind") != "due" {
		t.Errorf("points %v, history %v", tables[1].Rows, tables[2].Rows)
	}
}

// TestThemesNobodyActedOn counts people, and takes a theme to be acted on with
// those above and below it.
func TestThemesNobodyActedOn(t *testing.T) {
	in := collate.Input{Round: survey.Round{ID: "r", Key: "2021"}}
	for _, theme := range []string{"pay", "growth", "confidence<growth", "courage<growth", "rooms", "food", "bread<food"} {
		key, parent, _ := strings.Cut(theme, "<")
		in.Codebook.Themes = append(in.Codebook.Themes, analysis.Theme{Key: key, Parent: parent, Name: key})
	}
	const text = "Pay us.\nI found a voice."
	for i, v := range []string{"a", "b"} {
		in.Verbatims = append(in.Verbatims, survey.Verbatim{ID: v, Text: text, Person: fmt.Sprint(i)})
		for j, theme := range []string{"pay", "growth", "confidence", "courage", "rooms", "food", "bread"} {
			k := analysis.Coding{VerbatimID: v, Theme: theme, Status: analysis.Accepted, Span: analysis.Span{Start: 8, End: len(text)}}
			if theme == "pay" {
				k.Span = analysis.Span{End: 7}
			}
			if j == 4 && v == "b" {
				k.Status = analysis.Suggested
			}
			in.Codings = append(in.Codings, k)
		}
	}
	in.Actions = []analysis.Action{{ID: "a.0-7", VerbatimID: "a", Span: analysis.Span{End: 7}}}
	in.TakenUp = []analysis.Recommendation{{ID: "1", Sources: []string{"a"}, Actions: []string{"a.0-7"}, Themes: []string{"confidence"}}, {ID: "2", Themes: []string{"food"}}}
	var got []string
	for _, c := range unacted(in, research.Labels{}).Themes {
		got = append(got, c.Number+" "+c.Unit)
	}
	if want := []string{"courage 2 people", "rooms 1 person"}; !slices.Equal(got, want) {
		t.Errorf("nobody acted on %q, want %q", got, want)
	}
	if got := unacted(collate.Input{}, research.Labels{}); got != nil {
		t.Errorf("without a round, %+v", got)
	}
}

func TestHowFatesAreShown(t *testing.T) {
	f := fating{place: years().place("2021"), today: testDay}
	f.summary.Fates = []analysis.Fate{
		{Previous: made("2020-1"), Round: "2020", Raised: 1},
		{Previous: made("2020-2", "due 2021-01-31"), Round: "2020", Kind: analysis.FateContinued, GoesOn: []string{"2021-R01", "Ask for more"}, Raised: 3},
		{Previous: made("2020-3", "status done"), Round: "2020", Kind: analysis.FateDone, Why: "Printed in May.", Stated: true, Raised: 1},
	}
	f.summary.New = []analysis.Outcome{{Recommendation: analysis.Recommendation{ID: "x", Reference: "2021-R01"}}}
	f.summary.Checks = []analysis.Check{{Severity: analysis.Block, Rule: "R33", Where: "2020-1", Text: "Say what became of it."}, {Severity: analysis.Warn, Rule: "R34", Where: "2020-3", Text: "Say why.", Key: "k"}}
	f.stated = []analysis.StatedFate{{RecommendationID: "id 2020-3", Kind: analysis.FateDone, Why: "Printed in May.", By: "anna"}}
	p := fatesPage(f)
	if len(p.Unknown) != 1 || len(p.Known) != 2 || p.Tally != "1 to state, 2 known" || !p.Unknown[0].Open {
		t.Fatalf("unknown %+v, known %+v, %q", p.Unknown, p.Known, p.Tally)
	}
	if c := p.Unknown[0].Checks; len(c) != 1 || c[0].Rule != "R33" {
		t.Errorf("checks beside 2020-1 = %+v", c)
	}
	on := p.Known[0]
	if on.Known != "Continued" || on.Raised != "In 3 rounds running" || !on.Overdue || on.Status != "not started" ||
		on.GoesOn[0].Address != "/staff/recommendation/p/2021/2021-R01" || on.GoesOn[1].Address != "" || on.By != "follows from its links and notes" {
		t.Errorf("2020-2 = %+v", on)
	}
	if by := p.Known[1]; by.By != "stated by anna" || by.Typed != "Printed in May." || len(by.Checks) != 1 || by.Checks[0].Key != "k" {
		t.Errorf("2020-3 = %+v", by)
	}
}

func TestShortened(t *testing.T) {
	for in, want := range map[string]string{"short": "short", "Expand the scheme into all hospitals": "Expand the scheme …", "Unbrokenwordthatislong": "Unbrokenwordthatisl …"} {
		if got := shortened(in, 19); got != want {
			t.Errorf("shortened(%q, 19) = %q, want %q", in, got, want)
		}
	}
}

// TestManyFates holds the page to what one person can state, those first of which
// nothing is known, and shows a refused one on the page that it is on.
func TestManyFates(t *testing.T) {
	f := fating{place: years().place("2021"), today: testDay, page: 1}
	for i := range 200 {
		fate := analysis.Fate{Previous: made(fmt.Sprintf("2020-%03d", i)), Round: "2020"}
		if i < 100 {
			fate.Kind = analysis.FateDone
		}
		f.summary.Fates = append(f.summary.Fates, fate)
	}
	p := fatesPage(f)
	if len(p.Unknown) != fatesShown || p.Unknown[0].To.Text != "2020-100" || len(p.Known) != 0 || p.Pager.Next != "/staff/fates/p/2021?page=2" || p.Tally != "100 to state, 100 known" {
		t.Errorf("page 1 asks about %d from %s, %+v, %s", len(p.Unknown), p.Unknown[0].To.Text, p.Pager, p.Tally)
	}
	p = notStated(f, analysis.StatedFate{RecommendationID: "id 2020-010", Kind: analysis.FateDropped}, fault.Coded("L61", "Say why."))
	i := slices.IndexFunc(p.Known, func(r page.FateRow) bool { return r.Problem != "" })
	if i < 0 || p.Known[i].To.Text != "2020-010" || p.Pager.Text != "Page 3 of 4" || p.Problems[0].Anchor != "#why-"+p.Known[i].Anchor {
		t.Errorf("the refused one is at %d of %s: %+v", i, p.Pager.Text, p.Problems)
	}
}

// FuzzEntry holds what is typed into the forms of an entry to what can be shown:
// no address but of a page, no day that is none.
func FuzzEntry(f *testing.F) {
	for _, seed := range [][3]string{{"2021-06-24", "minutes.pdf", "remark"}, {"2021-02-30", "javascript:alert(1)", "due"}, {"", "https://example.ac.uk/a b", "status"}, {"9999-12-31", "HTTPS://x", "closure"}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, day, evidence, kind string) {
		n := analysis.Note{Kind: analysis.NoteKind(kind), Value: day, Words: "w", Evidence: evidence, Day: survey.Day(day)}
		if checkNote(n, testDay) != nil {
			return
		}
		if n.Day < oldestDay || n.Day > testDay || len(n.Day) != len(testDay) {
			t.Errorf("checkNote let the day %q pass", n.Day)
		}
		if address := noteView(n).Evidence.Address; address != "" {
			if u, err := url.Parse(address); err != nil || u.Host == "" {
				t.Errorf("the evidence %q is shown as a link", address)
			}
		}
	})
}
