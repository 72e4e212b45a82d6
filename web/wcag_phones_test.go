package web_test

import (
	"slices"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/browsertest"
)

// A phone is somebody who fills in the form for the end of a scheme on a telephone,
// with keys alone.
type phone struct {
	*filler
	role  string
	words map[string]string // by question
	rows  map[string]string // of the matrix: what is chosen, by row
	quote map[string]string // what may be done with words: how often the arrow is pressed
}

// askPair asks the two of a pair, each with a link of their own, and returns their
// telephones.
func (s *site) askPair(t *testing.T, b *browsertest.Browser, mode survey.Mode, o browsertest.Options) (survey.Wave, []*phone) {
	t.Helper()
	w := s.askStarter("pair-"+string(mode), mode)
	for _, role := range []string{"mentor", "mentee"} {
		must(t, s.store.SaveParticipant(t.Context(), survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: role, Name: "The " + role, Email: role + "@example.ac.uk", PairID: "1"}))
	}
	links, err := s.store.InvitePeople(t.Context(), w.ID)
	must(t, err)
	if len(links) != 2 || links[0].Participant.PairID != links[1].Participant.PairID {
		t.Fatalf("%d links were made, want two for a pair", len(links))
	}
	s.path = "/f/reverse-mentoring/2021/" + w.Key
	var phones []*phone
	for _, l := range links {
		f := &phone{filler: &filler{s, b.Tab(t, o), s.browser.Base()}, role: l.Participant.Role, words: map[string]string{}, rows: map[string]string{}, quote: map[string]string{}}
		for _, question := range []string{"changed", "surprised", "beneficial", "next", "recommend"} {
			f.words[question] = f.role + "’s " + question + "  – é."
		}
		f.Open(f.base + "/i/" + l.Token)
		phones = append(phones, f)
	}
	return w, phones
}

// down is the key that chooses the next of a group.
const down = "\u0301"

// pages are what is done on each page: a person of this role goes to a field and
// presses these keys.
func (p *phone) pages() [][][2]string {
	say := func(question, arrows string) [][2]string {
		return [][2]string{{`[name="answer.` + question + `"]`, p.words[question]}, {`[name="quote.` + question + `"]`, " " + arrows}}
	}
	heard, agree := " ", " "+down // who mentored was heard, who was mentored agrees less
	if p.role == "mentee" {
		heard, agree = agree, heard
	}
	return [][][2]string{
		{{`.button.large`, "\r"}},
		{{`[name="answer.consent"]`, " "}},
		slices.Concat([][2]string{{`[name="answer.experience.heard"]`, heard}, {`[name="answer.experience.open"]`, agree}}, say("changed", "")),
		slices.Concat(say("surprised", down), say("beneficial", "")),
		slices.Concat(say("next", down+down), say("recommend", "")),
		{{`main .button.large`, "\r"}},
	}
}

// wantTheirsOnly fails the test where a page holds what the other of the pair
// wrote, or does not fit on a telephone.
func (p *phone) wantTheirsOnly(t *testing.T, other *phone) {
	t.Helper()
	if held := browsertest.Eval[string](p.Page, `document.documentElement.outerHTML + [...document.querySelectorAll("textarea, input")].map(e => e.value).join()`); strings.Contains(held, other.role+"’s ") {
		t.Errorf("the %s reads what the %s wrote\n%s", p.role, other.role, p.Where())
	}
	if wide := browsertest.Eval[int](p.Page, `document.scrollingElement.scrollWidth`); wide > 320 {
		t.Errorf("the page of the %s is %d pixels wide, want 320\n%s", p.role, wide, p.Where())
	}
}

// TestTwoOnPhones has the mentor and the mentee of a pair fill in the form for the
// end at the same time, each on a telephone of 320 pixels and with keys alone: page
// by page in turns, and both on a page before either leaves it. Both get a receipt,
// both responses are stored once with every word, and neither sees the other's.
func TestTwoOnPhones(t *testing.T) {
	b := browsertest.Start(t)
	for name, test := range map[string]struct {
		mode survey.Mode
		o    browsertest.Options
	}{
		"confidential":                       {survey.Confidential, browsertest.Options{Width: 320, Height: 640}},
		"anonymous by invitation, no script": {survey.AnonymousInvited, browsertest.Options{Width: 320, Height: 640, NoScript: true}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			w, phones := s.askPair(t, b, test.mode, test.o)
			for n, last := 0, len(phones[0].pages())-1; n <= last; n++ {
				for _, p := range phones {
					for _, do := range p.pages()[n] {
						p.tabTo(t, do[0], do[1])
					}
				}
				for i, p := range phones {
					if n > 0 && n < last {
						p.tabTo(t, `#form .actions .button`, "\r")
					}
					p.wantTheirsOnly(t, phones[1-i])
				}
			}
			codes := map[string]bool{}
			for _, p := range phones {
				p.Accessible("two-phones-" + string(test.mode) + "-" + p.role)
				if at := browsertest.Eval[string](p.Page, `location.pathname`); at != s.path+"/receipt" {
					t.Fatalf("the keys of the %s lead to %s, want the receipt\n%s", p.role, at, p.Where())
				}
				codes[p.Text(".code")] = true
			}
			if len(codes) != 2 {
				t.Errorf("the receipts hold the codes %v, want two", codes)
			}
			s.wantPair(t, w, phones)
		})
	}
}

// wantPair fails the test unless there is one response of each, with their words
// and what may be done with them, joined with the person where the mode does.
func (s *site) wantPair(t *testing.T, w survey.Wave, phones []*phone) {
	t.Helper()
	stored := s.responses()
	if len(stored) != 2 {
		t.Fatalf("%d responses are stored, want two", len(stored))
	}
	people, err := s.store.Participants(t.Context(), s.round.ID)
	must(t, err)
	roles := map[string]string{}
	for _, who := range people {
		roles[who.ID] = who.Role
	}
	for _, p := range phones {
		i := slices.IndexFunc(stored, func(r survey.Response) bool { return r.Role == p.role })
		if i < 0 {
			t.Fatalf("no response of the %s is stored", p.role)
		}
		r := stored[i]
		if (r.ParticipantID != "") != w.Mode.Linked() || w.Mode.Linked() && roles[r.ParticipantID] != p.role {
			t.Errorf("the response of the %s is joined with %q", p.role, roles[r.ParticipantID])
		}
		for question, words := range p.words {
			want := map[string]survey.QuoteConsent{"surprised": survey.ThemesOnly, "next": survey.CountOnly}[question]
			if want == "" {
				want = survey.QuoteWords
			}
			if a, _ := r.Answer(question); a.Text != words || a.QuoteConsent != want {
				t.Errorf("the %s answers %s with %q, %q, want %q, %q", p.role, question, a.Text, a.QuoteConsent, words, want)
			}
		}
		chosen := map[string][]string{"mentor": {"heard=5", "open=4"}, "mentee": {"heard=4", "open=5"}}[p.role]
		if a, _ := r.Answer("experience"); !slices.Equal(a.Choices, chosen) {
			t.Errorf("the %s chooses %q, want %q", p.role, a.Choices, chosen)
		}
	}
}
