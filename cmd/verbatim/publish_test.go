package main

import (
	"bytes"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// decide takes what waits in the round through the decisions of people: codings
// and recommendations are accepted, and the quotes that were picked are chosen.
func decide(t *testing.T, a *app, r survey.Round) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	codings, err := a.analysis.RoundCodings(ctx, r.ID)
	must(err)
	for _, c := range codings {
		must(a.analysis.DecideCoding(ctx, c.ID, "ada", analysis.Accepted))
	}
	actions, err := a.analysis.RoundActions(ctx, r.ID)
	must(err)
	for _, act := range actions {
		must(a.analysis.DecideAction(ctx, act.ID, "ada", analysis.Accepted))
	}
	s, err := collate.Round(ctx, a.survey, a.analysis, r.ID)
	must(err)
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for i, q := range st.Quotes {
				_, err := a.analysis.ChooseQuotes(ctx, "ada", analysis.Chosen{
					RoundID: r.ID, Role: sec.Role, Theme: st.Theme, VerbatimID: q.VerbatimID, Span: q.Span, Edits: q.Edits, Hash: q.Hash, Place: i + 1, Reason: "It says it best.",
				})
				must(err)
			}
		}
	}
}

// reasons gives a reason for each warning that is open, as a person would who has
// read it.
func reasons(t *testing.T, a *app, q analysis.EditionProposal) {
	t.Helper()
	m, err := a.press().Make(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Open() {
		if c.Severity != analysis.Warn {
			continue
		}
		if err := a.analysis.Waive(t.Context(), analysis.Waiver{RoundID: q.RoundID, Key: c.Key, Rule: c.Rule, Reason: "Read, and left as it is."}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEditionOf2021 takes the evaluation of 2021 through the decisions of people
// to an edition for everybody that no rule blocks, signs it with two accounts and
// reads it again.
func TestEditionOf2021(t *testing.T) {
	dir := demonstrated(t)
	a, _ := openRound(t, dir, demoProgramme, demoRound)
	ctx := t.Context()
	_, r, err := a.round(ctx, demoProgramme, demoRound)
	if err != nil {
		t.Fatal(err)
	}
	q := analysis.EditionProposal{RoundID: r.ID, Kind: analysis.PublicEdition, Settings: analysis.EditionSettings{Annex: true}}
	if m, err := a.press().Make(ctx, q); err != nil || len(m.Open()) == 0 {
		t.Fatalf("before anybody decided, %d checks are open, %v", len(m.Open()), err)
	}
	decide(t, a, r)
	reasons(t, a, q)
	m, err := a.press().Make(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Open() {
		t.Errorf("still open: %s %s, %s: %s", c.Severity, c.Rule, c.Where, c.Text)
	}
	if q.ID, err = a.analysis.Propose(ctx, q); err != nil {
		t.Fatal(err)
	}
	for _, u := range []survey.User{{ID: "ada", Name: "ada"}, {ID: "bo", Name: "bo"}} {
		if _, err := a.press().Publish(ctx, q.ID); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("before %s signed, Publish() = %v, want a refusal", u.Name, err)
		}
		if err := a.press().Sign(ctx, q.ID, m.Hash, u); err != nil {
			t.Fatal(err)
		}
	}
	e, err := a.press().Publish(ctx, q.ID)
	if err != nil {
		t.Fatal(err)
	}
	f, err := a.analysis.EditionFile(ctx, e, "html")
	if err != nil {
		t.Fatal(err)
	}
	p, err := report.ReadHTML(bytes.NewReader(f.Body))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Quotes) < 8 {
		t.Errorf("the edition prints %d quotes", len(p.Quotes))
	}
	for _, quote := range p.Quotes {
		if strings.ContainsAny(quote.Label, "0123456789") {
			t.Errorf("a quote is attributed to %q", quote.Label)
		}
	}
	for _, never := range []string{"vq_", ">ada<", "fewer than 0", "(-1", "-1 of", "-2 of"} {
		if strings.Contains(string(f.Body), never) {
			t.Errorf("the edition holds %q", never)
		}
	}
	for _, file := range e.Files {
		for _, never := range []string{"Mentor 1", "Mentee 2", `"ada"`, "vq_"} {
			if strings.Contains(string(file.Body), never) {
				t.Errorf("%s holds %q", file.Name, never)
			}
		}
	}
}
