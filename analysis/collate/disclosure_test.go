package collate_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/identify"
)

// masked adds a decision about words of a verbatim.
func (c *cohort) masked(verbatim, words, descriptor, entity string) {
	at := strings.Index(c.text(verbatim), words)
	m := analysis.Masking{RoundID: "r2023", VerbatimID: verbatim, Span: analysis.Span{Start: at, End: at + len(words)}, Kind: identify.Name, Entity: entity, Decision: analysis.Masked, Descriptor: descriptor, By: "ana", Agreed: "ben"}
	if descriptor == "" {
		m.Decision, m.Reason = analysis.Kept, "it names nobody"
	}
	c.Maskings = append(c.Maskings, m)
}

// say adds a quotable answer that is coded, and returns its verbatim's ID.
func (c *cohort) say(person, text string) string {
	v := c.answer(person, "guide", text, survey.QuoteWords, "")
	c.code(v, "time", "ana", analysis.Accepted, 1)
	return v
}

// ruled returns the checks of a rule that cite some words.
func ruled(s analysis.Summary, rule, words string) (out []analysis.Check) {
	for _, c := range s.Checks {
		if c.Rule == rule && strings.Contains(c.Text, words) {
			out = append(out, c)
		}
	}
	return out
}

func quotes(s analysis.Summary) (out []string) {
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				out = append(out, q.Text)
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestR11DirectIdentifiersBlock holds a draft to block until each direct
// identifier is replaced or a person says that it names nobody.
func TestR11DirectIdentifiersBlock(t *testing.T) {
	const text = "Then priya rang Dr Smith on 07700 900123, said SSU3."
	c := newCohort()
	c.Known = []disclose.Known{{Name: "Priya Raman", Descriptor: "guide"}}
	v := c.say("g1", text)
	s := collate.Collate(c.Input)
	for _, words := range []string{"priya", "Dr Smith", "07700 900123"} {
		if got := ruled(s, "R11", "“"+words+"”"); len(got) != 1 || got[0].Severity != analysis.Block {
			t.Errorf("checks of %q = %v, want one that blocks", words, got)
		}
	}
	c.masked(v, "priya", "guide", "e1")
	c.masked(v, "07700 900123", "phone number", "")
	c.masked(v, "Dr Smith", "", "")
	s = collate.Collate(c.Input)
	if got := ruled(s, "R11", ""); len(got) != 0 {
		t.Errorf("decided identifiers are still told: %v", got)
	}
	if got := quotes(s); !slices.Equal(got, []string{"Then [guide] rang Dr Smith on [phone number], said SSU3."}) {
		t.Errorf("quotes = %q", got)
	}
}

// TestR11Recommendations holds the same for what is recommended in the words of
// an answer.
func TestR11Recommendations(t *testing.T) {
	const text = "Ask Priya Raman to train the guides"
	c := newCohort()
	v := c.answer("h1", "guest", text, survey.QuoteWords, survey.ForRecommendation)
	c.act(v, 0, len(text), analysis.Accepted, "")
	c.Known = []disclose.Known{{Name: "Priya Raman", Descriptor: "guide"}}
	if got := ruled(collate.Collate(c.Input), "R11", "Priya Raman"); len(got) != 1 || got[0].Severity != analysis.Block {
		t.Errorf("checks = %v, want one that blocks", got)
	}
	c.masked(v, "Priya Raman", "a guide", "e1")
	s := collate.Collate(c.Input)
	if len(s.New) != 1 || s.New[0].Text != "Ask [a guide] to train the guides" || len(ruled(s, "R11", "")) != 0 {
		t.Errorf("new recommendations = %+v, checks %v", s.New, ruled(s, "R11", ""))
	}
}

// TestR12IndirectIdentifiersWarn holds a draft to warn of each indirect
// identifier until a person has decided about it.
func TestR12IndirectIdentifiersWarn(t *testing.T) {
	const text = "As a Black woman on Ward C3, the only one in cardiology, I met the Dean of Medicine on 3 May 2021."
	c := newCohort()
	v := c.say("g1", text)
	places := []string{"As a Black woman", "Ward C3", "the only one in cardiology", "Dean of Medicine", "3 May 2021"}
	s := collate.Collate(c.Input)
	for _, words := range places {
		if got := ruled(s, "R12", "“"+words+"”"); len(got) != 1 || got[0].Severity != analysis.Warn {
			t.Errorf("checks of %q = %v, want one that warns", words, got)
		}
		c.masked(v, words, "", "")
	}
	if got := ruled(collate.Collate(c.Input), "R12", ""); len(got) != 0 {
		t.Errorf("decided identifiers are still told: %v", got)
	}
}

// TestR5OneDescriptor holds one entity to one descriptor.
func TestR5OneDescriptor(t *testing.T) {
	c := newCohort()
	first := c.say("g1", "Dr Jane Smith listened to me.")
	second := c.say("g2", "It was Smith who came.")
	c.masked(first, "Dr Jane Smith", "senior doctor", "smith")
	c.masked(second, "Smith", "consultant", "smith")
	got := ruled(collate.Collate(c.Input), "R5", "senior doctor")
	if len(got) != 2 || got[0].Severity != analysis.Block {
		t.Errorf("checks = %v, want one that blocks at each quote", got)
	}
	c.Maskings[1].Descriptor = "senior doctor"
	if got := ruled(collate.Collate(c.Input), "R5", ""); len(got) != 0 {
		t.Errorf("one descriptor is told of: %v", got)
	}
	c.Maskings[1].Entity, c.Maskings[1].Descriptor = "", "consultant" // words that differ, and no entry that joins them
	if got := ruled(collate.Collate(c.Input), "R5", ""); len(got) != 0 {
		t.Errorf("two entities are told of: %v", got)
	}
}

// TestR6Blanks holds replacements to say who or what is meant.
func TestR6Blanks(t *testing.T) {
	for _, tt := range []struct {
		descriptor string
		warns      bool
	}{{"redacted", true}, {"XXX", true}, {"████", true}, {"name removed", true}, {"senior doctor", false}, {"a ward", false}} {
		c := newCohort()
		c.masked(c.say("g1", "Dr Jane Smith listened to me."), "Dr Jane Smith", tt.descriptor, "smith")
		got := ruled(collate.Collate(c.Input), "R6", tt.descriptor)
		if (len(got) == 1 && got[0].Severity == analysis.Warn) != tt.warns {
			t.Errorf("checks of [%s] = %v, want a warning: %v", tt.descriptor, got, tt.warns)
		}
	}
}

// TestR13SmallCounts holds the introduction to print no small count of people
// who are known for a trait.
func TestR13SmallCounts(t *testing.T) {
	tests := []struct {
		role, want string
		people     int
	}{
		{"guides", "answered by 3 guides", 3},
		{"disabled guides", "answered by fewer than 5 disabled guides", 3},
		{"disabled guides", "answered by 5 disabled guides", 5},
		{"disabled guides", "answered by no disabled guides", 0},
	}
	for _, tt := range tests {
		c := newCohort()
		c.Programme.Roles = []survey.Role{{Key: "guide", Singular: strings.TrimSuffix(tt.role, "s"), Plural: tt.role}}
		for i := range tt.people {
			c.say("g"+string(rune('0'+i)), "It took time to find a room.")
		}
		s := collate.Collate(c.Input)
		if intro := strings.Join(s.Introduction, " "); !strings.Contains(intro, tt.want) {
			t.Errorf("%d %s: introduction = %q, want %q in it", tt.people, tt.role, intro, tt.want)
		}
		small := tt.role != "guides" && tt.people == 3
		if got := ruled(s, "R13", "fewer than 5"); (len(got) == 1) != small {
			t.Errorf("%d %s: checks of small counts = %v", tt.people, tt.role, got)
		}
		if got := ruled(s, "R12", "disabled"); (len(got) == 1 && got[0].Severity == analysis.Warn) != (tt.role != "guides" && tt.people > 0) {
			t.Errorf("%d %s: checks of the trait = %v", tt.people, tt.role, got)
		}
	}
}

// TestR30Mosaic holds what the quotes of one person reveal together to fit three
// people, where answers to closed questions know how many.
func TestR30Mosaic(t *testing.T) {
	c := newCohort()
	c.Forms = []survey.Form{{Key: "end", Pages: []survey.Page{{Questions: []survey.Question{
		{Key: "field", Kind: survey.Single, Choices: []survey.Choice{{Key: "card", Label: "Cardiology"}, {Key: "surg", Label: "Surgery"}}},
		{Key: "ethnicity", Kind: survey.Single, Choices: []survey.Choice{{Key: "b", Label: "Black or Black British"}, {Key: "w", Label: "White"}}},
	}}}}}
	for i, who := range [][2]string{{"card", "b"}, {"card", "w"}, {"card", "w"}, {"surg", "b"}, {"surg", "b"}} {
		c.answer("g"+string(rune('0'+i)), "guide", "It took time.", survey.ThemesOnly, "")
		c.Responses[i].Answers = []survey.Answer{{Question: "field", Choices: who[:1]}, {Question: "ethnicity", Choices: who[1:]}}
	}
	c.say("g0", "I am a consultant in cardiology and we had no room.")
	if got := ruled(collate.Collate(c.Input), "R30", ""); len(got) != 0 {
		t.Errorf("three fit, and the checks say %v", got)
	}
	v := c.say("g0", "As a Black woman I had to wait.")
	got := ruled(collate.Collate(c.Input), "R30", "as a black woman")
	if len(got) != 1 || got[0].Severity != analysis.Warn || !strings.Contains(got[0].Text, "fits 1 person") {
		t.Errorf("checks = %v, want a warning that one person fits", got)
	}
	c.masked(v, "As a Black woman", "someone from an under-represented group", "")
	if got := ruled(collate.Collate(c.Input), "R30", ""); len(got) != 0 {
		t.Errorf("what is masked is still counted: %v", got)
	}
}

// TestR4ReplacementsAreLogged blocks an identifier that is replaced in one quote
// and not on record.
func TestR4ReplacementsAreLogged(t *testing.T) {
	c := newCohort()
	v := c.say("g1", "Dr Jane Smith listened to me.")
	c.masked(v, "Dr Jane Smith", "senior doctor", "smith")
	s := collate.Collate(c.Input)
	if got := ruled(s, "R4", ""); len(got) != 0 || !slices.Equal(quotes(s), []string{"[senior doctor] listened to me."}) {
		t.Errorf("checks %v and quotes %q of what is on record", got, quotes(s))
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				if len(q.Edits) != 1 || q.Edits[0].By != "ana" || q.Edits[0].Reason != disclose.EditReason {
					t.Errorf("edits = %+v, want one with reason and author", q.Edits)
				}
			}
		}
	}
}

// TestR12WordsOfStaff warns of names in words that staff wrote, and of none in
// those that Verbatim composed.
func TestR12WordsOfStaff(t *testing.T) {
	c := newCohort()
	c.Known = []disclose.Known{{Name: "Priya Raman", Descriptor: "guide"}}
	c.say("g1", "It took time to find a room.")
	c.Outline = analysis.Outline{Introduction: []string{"Thanks to Priya Raman for her work."}}
	got := ruled(collate.Collate(c.Input), "R12", "Priya Raman")
	if len(got) != 1 || got[0].Severity != analysis.Warn || got[0].Where != "Introduction" {
		t.Errorf("checks = %v, want a warning at the introduction", got)
	}
	c.Outline.Introduction[0] = "Thanks to everybody who took part."
	if got := ruled(collate.Collate(c.Input), "R12", ""); len(got) != 0 {
		t.Errorf("checks of words that name nobody = %v", got)
	}
}
