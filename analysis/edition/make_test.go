package edition

import (
	"encoding/json"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
)

// round is an invented round: ten mentors and three mentees, of whom some are
// coded by two people.
func round() collate.Input {
	in := collate.Input{
		Programme: survey.Programme{
			ID: "p", Key: "scheme", Name: "The scheme", Organisation: "the college", Aim: "It brings people together.", Contact: "the office",
			Roles: []survey.Role{{Key: "mentor", Singular: "mentor", Plural: "mentors"}, {Key: "mentee", Singular: "mentee", Plural: "mentees"}, {Key: "pair", Singular: "pair", Plural: "pairs", Joint: true}},
		},
		Round:     survey.Round{ID: "r", ProgrammeID: "p", Key: "2021", Pairs: 10},
		Waves:     []survey.Wave{{ID: "w", RoundID: "r", Key: "end", Title: "End of year", Mode: survey.Confidential, OpensOn: "2021-06-01", ClosesOn: "2021-06-30"}},
		Forms:     []survey.Form{{Key: "end", Version: 2, Title: "End form", Pages: []survey.Page{{Questions: []survey.Question{{Key: "q", Kind: survey.LongText}, {Key: "s", Kind: survey.Likert}}}}}},
		InvitedBy: map[string]int{"mentor": 12, "mentee": 12},
		Codebook:  analysis.Codebook{Version: 3, Themes: []analysis.Theme{{Key: "voice", Name: "Finding a voice", Says: "found a voice"}}},
	}
	answer := func(id, role, text string) {
		in.Responses = append(in.Responses, survey.Response{ID: id, WaveID: "w", Role: role, ReceivedOn: "2021-06-10"})
		in.Verbatims = append(in.Verbatims, survey.Verbatim{ID: id + ".q", ResponseID: id, Person: id, RoundID: "r", Role: role, Question: "q", Text: text, QuoteConsent: survey.QuoteWords})
	}
	code := func(id, coder string) {
		in.Codings = append(in.Codings, analysis.Coding{ID: id + coder, VerbatimID: id + ".q", Theme: "voice", Span: analysis.Span{End: 4}, Coder: coder, Status: analysis.Accepted, Score: 1, DecidedBy: coder})
	}
	for i := range 10 {
		id := "m" + string(rune('a'+i))
		answer(id, "mentor", "I speak up since I met my mentee, number "+id+".")
		if i < 3 {
			code(id, "ana")
		}
		if i < 2 {
			code(id, "bo")
		}
	}
	for _, id := range []string{"x", "y", "z"} {
		answer(id, "mentee", "They listened to me, says "+id+".")
	}
	return in
}

func made(t *testing.T, in collate.Input, kind analysis.EditionKind, set analysis.EditionSettings) Made {
	t.Helper()
	m, err := Make(Draft{Input: in, Kind: kind, Settings: set, Software: "verbatim test"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestR17CountsOfEachAudience looks for who was invited, answered and is used.
func TestR17CountsOfEachAudience(t *testing.T) {
	for kind, want := range map[analysis.EditionKind]string{
		analysis.CommitteeEdition: "Mentors: 12 invited, 10 responded, 10 used; mentees: 12 invited, 3 responded, 3 used",
		analysis.PublicEdition:    "Mentors: 12 invited, 10 responded, 10 used; mentees: 12 invited, fewer than 5 responded, fewer than 5 used",
	} {
		m := made(t, round(), kind, analysis.EditionSettings{})
		if method := strings.Join(m.Summary.Method, " "); !strings.Contains(method, want) {
			t.Errorf("%s: the method says %s, want %s", kind, method, want)
		}
	}
	k := &checker{}
	k.counts(analysis.Summary{Base: []analysis.RoleBase{{Role: "mentee", Plural: "mentees", Responses: 3}}, Sections: []analysis.Section{{Role: "mentor", Heading: "Mentors"}}})
	if len(k.out) != 1 || k.out[0].Rule != "R17" || k.out[0].Severity != analysis.Block {
		t.Errorf("a role that is quoted and not counted gives %+v, want a block", k.out)
	}
}

// TestR18MethodTellsWhatWasDone looks for the instrument, the days, who coded, how
// themes were made, agreement and software.
func TestR18MethodTellsWhatWasDone(t *testing.T) {
	method := strings.Join(made(t, round(), analysis.PublicEdition, analysis.EditionSettings{}).Summary.Method, " ")
	for _, want := range []string{
		"“End of year” (answers under pseudonyms, 1 June 2021 to 30 June 2021)", "2 questions, 1 of them to be answered in one's own words", "Answers came on 10 June 2021",
		"codebook (version 3, 1 theme)", "2 people coded", "2 answers were coded by two people or more", "Made with verbatim test",
	} {
		if !strings.Contains(method, want) {
			t.Errorf("the method does not say %q: %s", want, method)
		}
	}
	in := round()
	in.Codings = nil
	if method := strings.Join(made(t, in, analysis.PublicEdition, analysis.EditionSettings{}).Summary.Method, " "); !strings.Contains(method, "No themes were given to the answers.") {
		t.Errorf("without codings the method says %s", method)
	}
}

// TestR36Length warns of a summary that nobody reads.
func TestR36Length(t *testing.T) {
	in := round()
	find := func() (c analysis.Check) {
		for _, c := range made(t, in, analysis.PublicEdition, analysis.EditionSettings{Annex: true}).Checks {
			if c.Rule == "R36" {
				return c
			}
		}
		return c
	}
	if c := find(); c.Severity != analysis.Inform || !strings.Contains(c.Text, "about ") {
		t.Errorf("a short summary gives %+v", c)
	}
	in.Programme.Aim = strings.Repeat("It brings people of the college together. ", 200)
	if c := find(); c.Severity != analysis.Warn || c.Key == "" {
		t.Errorf("a long summary gives %+v, want a warning", c)
	}
}

// TestR38Checklists looks whether every item is there, filled in or marked.
func TestR38Checklists(t *testing.T) {
	m := made(t, round(), analysis.PublicEdition, analysis.EditionSettings{Annex: true})
	for title, n := range map[string]int{"COREQ": 32, "SRQR": 21} {
		var a analysis.Annex
		for _, one := range m.Summary.Annexes {
			if one.Title == title {
				a = one
			}
		}
		if len(a.Items) != n || a.Source == "" {
			t.Errorf("%s has %d items and the source %q, want %d", title, len(a.Items), a.Source, n)
		}
		gaps := 0
		for _, i := range a.Items {
			if i.Gap != (i.Answer == "") || i.Topic == "" {
				t.Errorf("%s %s: %+v", title, i.Number, i)
			}
			gaps += one(i.Gap)
		}
		if gaps == 0 || gaps > n/2 {
			t.Errorf("%s: %d of %d items are gaps, want some, and fewer than half", title, gaps, n)
		}
	}
	if len(made(t, round(), analysis.PublicEdition, analysis.EditionSettings{}).Summary.Annexes) != 0 {
		t.Error("an annex that nobody asked for")
	}
}

// TestPublicHoldsNothingThatLeadsBack walks through everything that an edition for
// everybody freezes.
func TestPublicHoldsNothingThatLeadsBack(t *testing.T) {
	for _, kind := range []analysis.EditionKind{analysis.PublicEdition, analysis.DoneEdition} {
		m := made(t, round(), kind, analysis.EditionSettings{})
		f, err := Proof(m, Imprint{Number: 1}, func(id string) (string, bool) {
			for _, v := range round().Verbatims {
				if v.ID == id {
					return v.Text, true
				}
			}
			return "", false
		})
		if err != nil {
			t.Fatal(err)
		}
		frozen, err := json.Marshal(m.Summary)
		if err != nil {
			t.Fatal(err)
		}
		for _, never := range []string{"ma.q", "Mentor 1", "Mentor 2", `"ana"`, `"bo"`, "vq_"} {
			if strings.Contains(string(frozen), never) || strings.Contains(string(f.Body), never) {
				t.Errorf("%s holds %q", kind, never)
			}
		}
		if again, err := Hash(m); err != nil || again != m.Hash {
			t.Errorf("Hash() = %s, %v, want %s again", again, err, m.Hash)
		}
	}
}

// TestR37Signing says who may sign and when there are two.
func TestR37Signing(t *testing.T) {
	m := Made{Hash: "h", Checks: nil}
	q := analysis.EditionProposal{Signatures: []analysis.Signature{{StaffID: "a", Hash: "h"}}}
	for _, c := range []struct {
		name       string
		m          Made
		seen, who  string
		sign, both bool
	}{
		{"the second", m, "h", "b", true, false},
		{"the first again", m, "h", "a", false, false},
		{"who saw something else", m, "g", "b", false, false},
		{"while something blocks", Made{Hash: "h", Checks: []analysis.Check{{Severity: analysis.Block}}}, "h", "b", false, false},
		{"while a warning has no reason", Made{Hash: "h", Checks: []analysis.Check{{Severity: analysis.Warn}}}, "h", "b", false, false},
		{"when the warning has one", Made{Hash: "h", Checks: []analysis.Check{{Severity: analysis.Warn, Waiver: &analysis.Waiver{Reason: "r"}}}}, "h", "b", true, false},
	} {
		if err := CanSign(q, c.m, c.seen, c.who); (err == nil) != c.sign {
			t.Errorf("%s: CanSign() = %v, want %t", c.name, err, c.sign)
		}
		if err := CanPublish(q, c.m); (err == nil) != c.both {
			t.Errorf("%s: CanPublish() with one signature = %v", c.name, err)
		}
	}
	for _, c := range []struct {
		name   string
		second analysis.Signature
		want   bool
	}{
		{"two people", analysis.Signature{StaffID: "b", Hash: "h"}, true},
		{"one account twice", analysis.Signature{StaffID: "a", Hash: "h"}, false},
		{"one of them void", analysis.Signature{StaffID: "b", Hash: "g"}, false},
		{"one who is nobody", analysis.Signature{Hash: "h"}, false},
	} {
		p := q
		p.Signatures = append(p.Signatures[:1:1], c.second)
		if err := CanPublish(p, m); (err == nil) != c.want {
			t.Errorf("%s: CanPublish() = %v, want %t", c.name, err, c.want)
		}
	}
}

// TestDifference says in words what two editions have apart.
func TestDifference(t *testing.T) {
	in := round()
	before := made(t, in, analysis.PublicEdition, analysis.EditionSettings{}).Summary
	if got := Difference(before, before); len(got) != 0 {
		t.Errorf("an edition differs from itself: %+v", got)
	}
	in.Programme.Aim = "It brings people together at last."
	in.Codings = in.Codings[2:]
	after := made(t, in, analysis.PublicEdition, analysis.EditionSettings{}).Summary
	var words []string
	for _, c := range Difference(before, after) {
		words = append(words, string(c.What)+" "+c.Where)
	}
	all := strings.Join(words, "; ")
	for _, want := range []string{"changed Introduction", "Mentors, Finding a voice: quote"} {
		if !strings.Contains(all, want) {
			t.Errorf("Difference() = %s, want %q in it", all, want)
		}
	}
}
