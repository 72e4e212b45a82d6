package research_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/browsertest"
	"verbatim/web/research"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const chosenWords = "My courage grew and I found my voice. The rooms were cold."

// resembled starts a site with answers that resemble each other, one of them
// hostile and one to be counted only, and returns the one to compare with.
func resembled(t *testing.T) (*stafftest.Site, string) {
	t.Helper()
	s := stafftest.New(t)
	r := s.Answer("mentor", map[string]string{"changed": chosenWords})
	s.Answer("mentee", map[string]string{"changed": hostile})
	s.Answer("mentee", map[string]string{"changed": "My courage grew and I found my voice in secret"}, survey.CountOnly)
	s.Answer("mentor", map[string]string{"changed": "I have found my voice and my courage."})
	s.Answer("pair", map[string]string{"recommend": "Publish the timetable sooner"})
	s.CatchUp()
	return s, survey.VerbatimID(r.ID, "changed")
}

func TestMoreLikeThis(t *testing.T) {
	s, id := resembled(t)
	b := s.Researcher()
	p := follow(t, b, b.Get(research.VerbatimPath(id)).Want(http.StatusOK), "answer", "More like this").Want(http.StatusOK).WantAt(research.LikePath(id))
	if got := p.Heading(); got != "More like this" {
		t.Errorf("heading = %q", got)
	}
	said := said(p)
	if len(said) != 3 || said[0] != chosenWords {
		t.Fatalf("words = %q, want the chosen ones and two answers", said)
	}
	if slices.ContainsFunc(said, func(x string) bool { return strings.Contains(x, "secret") }) || strings.Contains(p.Body, "in secret") {
		t.Error("an answer to be counted only is shown")
	}
	if !slices.ContainsFunc(said, func(x string) bool { return strings.Contains(x, `<script>alert("x")</script> &`) }) {
		t.Errorf("words = %q, want the hostile answer as written", said)
	}
	if len(webtest.All(p.Find("main"), "script"))+len(webtest.All(p.Find("main"), "b")) > 0 {
		t.Errorf("an answer became markup: %s", p.Body)
	}
	for _, m := range texts(p.All("mark")) {
		if !slices.Contains([]string{"courage", "grew", "voice", "found"}, m) {
			t.Errorf("%q is marked, but not shared", m)
		}
	}
	if p = follow(t, b, p, "sorts", "Mentees").Want(http.StatusOK).WantAt(research.LikePath(id) + "?role=mentee"); len(p.Class("hit")) != 1 {
		t.Errorf("mentees' answers = %q, want one", texts(p.Class("hit")))
	}
	if p = follow(t, b, p, "sorts", "Only 2021").Want(http.StatusOK); len(p.Class("hit")) != 1 {
		t.Errorf("mentees' answers of 2021 = %q, want one", texts(p.Class("hit")))
	}
	p = b.Get(research.LikePath(id) + "?role=nobody").Want(http.StatusOK)
	follow(t, b, p, "onward", "Look in all answers").Want(http.StatusOK).WantAt(research.LikePath(id))
}

func TestMoreLikeASentence(t *testing.T) {
	s, id := resembled(t)
	b := s.Researcher()
	at := research.LikePath(id) + "?span=0-37"
	p := b.Get(at).Want(http.StatusOK)
	if got := said(p)[0]; !strings.HasPrefix(got, "My courage grew and I found my voice.") || strings.Contains(got, "cold") {
		t.Errorf("chosen = %q, want the sentence alone", got)
	}
	follow(t, b, p, "sorts", "Only 2021").Want(http.StatusOK).WantAt(research.LikePath(id) + "?round=2021&span=0-37")
	for _, span := range []string{"0-999", "5-2", "x", "1"} {
		if p := b.Get(research.LikePath(id) + "?span=" + span).Want(http.StatusBadRequest); !strings.Contains(p.Body, "W1") {
			t.Errorf("span=%s: the fault has no number", span)
		}
	}
	b.Get(research.LikePath("none.changed")).Want(http.StatusNotFound)
	counted := s.Answer("mentee", map[string]string{"changed": "A counted secret"}, survey.CountOnly)
	if p := b.Get(research.LikePath(survey.VerbatimID(counted.ID, "changed"))).Want(http.StatusForbidden); strings.Contains(p.Body, "counted secret") {
		t.Error("an answer to be counted only is shown")
	}
	if p := s.Visitor().Get(at).Want(http.StatusOK); !strings.HasPrefix(p.Path, "/sign-in?next=") {
		t.Errorf("the page is shown to a visitor at %s", p.Path)
	}
}

// TestLikeInABrowser looks at the page with axe-core, without scripts, on a
// desk and on a telephone.
func TestLikeInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s, id := resembled(t)
	b := s.Researcher()
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "rob")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		for name, at := range map[string]string{"like": research.LikePath(id), "like-none": research.LikePath(id) + "?role=pair", "like-link": research.VerbatimPath(id)} {
			p.Open(b.Base() + at)
			p.Sound(name + "-" + strconv.FormatInt(width, 10))
		}
	}
}

// BenchmarkLike asks for the answers like one of 1,000, which are all compared,
// and of 10,000, of which the engine chooses.
func BenchmarkLike(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s := stafftest.New(b)
			var rs []survey.Response
			var keys []string
			var docs []search.Document
			for i := range n {
				text := fmt.Sprintf("The %s helped me to %s. I would %s the %s next year, and number %d was fine.", pick(i, "training mentor meeting guidance library"), pick(i/5, "listen speak learn lead"), pick(i/20, "change keep extend shorten fund"), pick(i/100, "curriculum rooms timetable payment"), i)
				r := survey.Response{ID: sqldb.NewID(), WaveID: s.Open.ID, FormKey: s.Form.Key, FormVersion: s.Form.Version, Role: "mentor", ReceivedOn: "2021-06-20", Answers: []survey.Answer{
					{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{"mentor"}}, {Question: "changed", Text: text, QuoteConsent: survey.QuoteWords},
				}}
				rs, keys = append(rs, r), append(keys, sqldb.NewID())
				docs = append(docs, search.Document{ID: survey.VerbatimID(r.ID, "changed"), Response: r.ID, Person: r.ID, Programme: stafftest.ProgrammeKey, Round: stafftest.RoundKey, Role: "mentor", Question: "changed", Text: text})
			}
			if _, err := s.Survey.SubmitAll(b.Context(), rs, keys); err != nil {
				b.Fatal(err)
			}
			if err := s.Engine.Update(b.Context(), search.Batch{Put: docs, Position: 1}); err != nil {
				b.Fatal(err)
			}
			browser := s.Researcher()
			for b.Loop() {
				if p := browser.Get(research.LikePath(docs[7].ID)).Want(http.StatusOK); len(p.Class("hit")) != 30 {
					b.Fatalf("%d answers, want 30", len(p.Class("hit")))
				}
			}
		})
	}
}

func pick(i int, words string) string {
	all := strings.Fields(words)
	return all[i%len(all)]
}
