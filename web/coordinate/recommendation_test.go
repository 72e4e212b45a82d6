package coordinate_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	followed = "/staff/recommendation/reverse-mentoring/2021/2021-R01"
	earlier  = "/staff/recommendation/reverse-mentoring/2020/2020-1"
)

// tookUp starts a site on which what one pair asks for was taken up as 2021-R01.
func tookUp(t *testing.T) *stafftest.Site {
	t.Helper()
	s := answered(t)
	actions, err := s.Analysis.RoundActions(t.Context(), s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range actions {
		if strings.Contains(a.Text, "financial support") {
			ids = append(ids, a.ID)
		}
	}
	if _, err := s.Analysis.Adopt(t.Context(), analysis.Adoption{RoundID: s.Round.ID, Title: "Create a guide to financial support", Points: []string{"Write it", "Print it"}, Actions: ids}); err != nil {
		t.Fatal(err)
	}
	return s
}

// stored returns the recommendation of the site's round with the reference.
func stored(t *testing.T, s *stafftest.Site, reference string) analysis.Recommendation {
	t.Helper()
	for _, round := range []string{s.Round.ID, s.Earlier.ID} {
		all, err := s.Analysis.Recommendations(t.Context(), round)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(all, func(r analysis.Recommendation) bool { return r.Reference == reference }); i >= 0 {
			return all[i]
		}
	}
	t.Fatalf("there is no recommendation %s", reference)
	return analysis.Recommendation{}
}

func TestWordsOfARecommendationAreEdited(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	p := b.Get(followed).Want(http.StatusOK)
	if main := webtest.Text(p.Find("main")); !strings.Contains(main, "Asked for by 1 pair") || !strings.Contains(main, "Create a guide to financial support for students") {
		t.Errorf("the page does not say what it rests on: %s", main)
	}
	f := p.Form(followed).Set("title", "Publish a guide", "point-1", "", "point-2", "Print 500 copies", "points", "Hand it out\r\n\r\n Read it aloud ", "body", "EDI education committee",
		"owner", "Head of education", "coowners", "Library\nStudents’ union", "feeds", "the work on access", "public", "We began.\r\n\r\nMore follows.")
	f.Values["theme"] = []string{"curriculum", "made up", "\xff"}
	p = f.Send().Want(http.StatusOK).WantAt(followed)
	got := stored(t, s, "2021-R01")
	if got.Title != "Publish a guide" || got.Body != "EDI education committee" || got.Owner != "Head of education" || got.PublicText != "We began.\n\nMore follows." || got.By != "anna" {
		t.Errorf("stored %+v", got)
	}
	if want := []analysis.Point{{Number: 2, Title: "Print 500 copies"}, {Number: 3, Title: "Hand it out"}, {Number: 4, Title: "Read it aloud"}}; !slices.Equal(got.Points, want) {
		t.Errorf("points = %v, want %v: the number of one that was taken out is never used again", got.Points, want)
	}
	if !slices.Equal(got.CoOwners, []string{"Library", "Students’ union"}) || !slices.Equal(got.FeedsInto, []string{"the work on access"}) || !slices.Equal(got.Themes, []string{"curriculum"}) {
		t.Errorf("lists = %q, %q, %q", got.CoOwners, got.FeedsInto, got.Themes)
	}
	main := webtest.Text(p.Find("main"))
	for _, want := range []string{"2021-R01.2", "Head of education, Library and Students’ union", "The curriculum", "Changed by anna"} {
		if !strings.Contains(main, want) {
			t.Errorf("the page does not say %q: %s", want, main)
		}
	}
}

// TestTwoWhoEditOneRecommendation lets neither lose a word.
func TestTwoWhoEditOneRecommendation(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	mine, theirs := b.Get(followed), b.Get(followed)
	theirs.Form(followed).Set("title", "Write a leaflet", "point-1", "", "points", "Translate it", "owner", "The library").Send().Want(http.StatusOK)
	p := mine.Form(followed).Set("title", "Publish a guide", "point-1", "Write it soon", "body", "The faculty board").Send().Want(http.StatusConflict)
	seen := webtest.Text(p.Class("theirs")[0])
	for _, want := range []string{"Saved meanwhile by anna", "What is to be done: Write a leaflet", "2021-R01.3: Translate it", "2021-R01.1: taken out", "Owner: The library"} {
		if !strings.Contains(seen, want) {
			t.Errorf("what was saved meanwhile does not say %q: %s", want, seen)
		}
	}
	if got := webtest.Text(p.Class("problems")[0]); !strings.Contains(got, "L02") {
		t.Errorf("the page says %q, want L02", got)
	}
	f := p.Form(followed)
	for name, want := range map[string]string{"title": "Publish a guide", "body": "The faculty board", "points": "Write it soon", "point-3": "Translate it", "point-2": "Print it"} {
		if got := strings.TrimSpace(f.Values.Get(name)); got != want {
			t.Errorf("field %s = %q, want %q", name, got, want)
		}
	}
	f.Send().Want(http.StatusOK)
	got := stored(t, s, "2021-R01")
	if want := []analysis.Point{{Number: 2, Title: "Print it"}, {Number: 3, Title: "Translate it"}, {Number: 4, Title: "Write it soon"}}; got.Title != "Publish a guide" || !slices.Equal(got.Points, want) {
		t.Errorf("put together, it is %q with %v, want %v", got.Title, got.Points, want)
	}
}

func TestARecommendationIsRefusedWithWords(t *testing.T) {
	b := tookUp(t).Coordinator()
	for name, tt := range map[string]struct{ field, value, code string }{
		"no words":        {"title", " ", "L24"},
		"too long":        {"title", strings.Repeat("word ", 200), "characters"},
		"too many":        {"points", strings.Repeat("a\n", 60), "L25"},
		"long body":       {"body", strings.Repeat("x", 300), "The body"},
		"long work":       {"feeds", strings.Repeat("x", 300), "A name"},
		"too much to say": {"public", strings.Repeat("word ", 600), "The public text"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Get(followed).Form(followed).Set(tt.field, tt.value, "owner", "Kept").Send().Want(http.StatusUnprocessableEntity)
			if got := webtest.Text(p.Class("problems")[0]); !strings.Contains(got, tt.code) {
				t.Errorf("the page says %q, want %s", got, tt.code)
			}
			if f := p.Form(followed); f.Values.Get("owner") != "Kept" || strings.Join(strings.Fields(f.Values.Get(tt.field)), " ") != strings.Join(strings.Fields(tt.value), " ") {
				t.Errorf("what was typed is lost: %v", f.Values)
			}
		})
	}
	b.Get("/staff/recommendation/reverse-mentoring/2021/2021-R99").Want(http.StatusNotFound)
	b.Get("/staff/recommendation/reverse-mentoring/2020/2021-R01").Want(http.StatusNotFound)
}

// note sends the form for one kind of entry.
func note(b *webtest.Browser, at string, pairs ...string) *webtest.Page {
	v := url.Values{"day": {"2021-06-24"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return b.Post(at+"/notes", v)
}

func TestHistoryIsAddedTo(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	for _, tt := range []struct {
		say  []string
		want []string
	}{
		{[]string{"kind", "remark", "words", "Asked the dean.", "evidence", "minutes-3.pdf"}, []string{"Remark", "Asked the dean.", "Seen in minutes-3.pdf"}},
		{[]string{"kind", "due", "value", "2021-06-01", "day", "2021-05-01"}, []string{"Due on 1 June 2021", "Not started Overdue since 2 June 2021", "1 May 2021; entered by anna on"}},
		{[]string{"kind", "due", "value", "2022-03-31"}, []string{"31 March 2022; first set for 1 June 2021"}},
		{[]string{"kind", "response", "value", "partly accepted", "words", "No money for print.", "public", "yes"}, []string{"Response: partly accepted", "Partly accepted: No money for print.", "Public"}},
		{[]string{"kind", "status", "value", "in progress", "evidence", "https://example.ac.uk/guide"}, []string{"Status: in progress", "Seen in https://example.ac.uk/guide"}},
		{[]string{"kind", "closure", "value", "EDI committee, May meeting", "day", "2021-06-20"}, []string{"Closed, agreed by EDI committee, May meeting", "Agreed by EDI committee, May meeting on 20 June 2021"}},
	} {
		p := note(b, followed, tt.say...).Want(http.StatusOK)
		main := webtest.Text(p.Find("main"))
		for _, want := range tt.want {
			if !strings.Contains(main, want) {
				t.Errorf("after %v the page does not say %q: %s", tt.say, want, main)
			}
		}
	}
	r := stored(t, s, "2021-R01")
	if len(r.Notes) != 6 || r.Notes[0].By != "anna" || !r.Notes[3].Public || r.Notes[0].Public || r.FirstDue() != "2021-06-01" || r.Due() != "2022-03-31" {
		t.Errorf("stored %+v", r.Notes)
	}
	if first := webtest.Text(webtest.All(b.Get(followed).Class("history")[0], "li")[0]); !strings.HasPrefix(first, "Closed") {
		t.Errorf("the newest entry is not first: %s", first)
	}
}

// TestAnEntrySentTwiceIsAddedOnce sends the form of an entry as a double click
// does.
func TestAnEntrySentTwiceIsAddedOnce(t *testing.T) {
	s := tookUp(t)
	f := s.Coordinator().Get(followed).Form(followed+"/notes").Set("value", "in progress")
	f.Send().Want(http.StatusOK)
	f.Send().Want(http.StatusOK)
	if r := stored(t, s, "2021-R01"); len(r.Notes) != 1 {
		t.Errorf("%d entries, want 1: %+v", len(r.Notes), r.Notes)
	}
}

// TestEntriesAreRefusedWithWords also holds to rule R34: a refusal has a reason.
func TestEntriesAreRefusedWithWords(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	for name, tt := range map[string]struct {
		say  []string
		want string
	}{
		"no kind":         {[]string{"kind", "wish", "words", "x"}, "L40"},
		"no day":          {[]string{"kind", "remark", "words", "x", "day", "24/06/2021"}, "L41"},
		"no such day":     {[]string{"kind", "remark", "words", "x", "day", "2021-02-30"}, "L41"},
		"due is no day":   {[]string{"kind", "due", "value", "summer"}, "L41"},
		"due is empty":    {[]string{"kind", "due", "value", ""}, "L41"},
		"due in the past": {[]string{"kind", "due", "value", "0202-06-30"}, "L42"},
		"due far away":    {[]string{"kind", "due", "value", "2210-06-30"}, "L42"},
		"in the future":   {[]string{"kind", "status", "value", "done", "day", "2021-07-01"}, "L43"},
		"no status":       {[]string{"kind", "status", "value", ""}, "L44"},
		"overdue chosen":  {[]string{"kind", "status", "value", "overdue"}, "L09"},
		"ended, no why":   {[]string{"kind", "status", "value", "not taken forward"}, "L09"},
		"no body":         {[]string{"kind", "closure", "value", ""}, "L44"},
		"no reason":       {[]string{"kind", "response", "value", "not accepted"}, "L45"},
		"no page":         {[]string{"kind", "remark", "words", "x", "evidence", "javascript:alert(1)"}, "L46"},
		"no host":         {[]string{"kind", "remark", "words", "x", "evidence", "https:///x"}, "L46"},
		"empty remark":    {[]string{"kind", "remark", "words", " "}, "L09"},
	} {
		t.Run(name, func(t *testing.T) {
			p := note(b, followed, append([]string{"evidence", "kept.pdf"}, tt.say...)...).Want(http.StatusUnprocessableEntity)
			if got := webtest.Text(p.Class("problems")[0]); !strings.Contains(got, tt.want) {
				t.Errorf("the page says %q, want %s", got, tt.want)
			}
			if tt.want == "L40" {
				return
			}
			for _, a := range webtest.All(p.Class("problems")[0], "a") {
				p.ID(strings.TrimPrefix(webtest.Attr(a, "href"), "#"))
			}
			if !strings.Contains(p.Body, `kept.pdf`) && tt.want != "L46" {
				t.Error("what was typed is lost")
			}
		})
	}
	if r := stored(t, s, "2021-R01"); len(r.Notes) != 0 {
		t.Errorf("refused entries were stored: %+v", r.Notes)
	}
}

func TestRecommendationsAreLinked(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	links := followed + "/links"
	to := stored(t, s, "2020-1").ID
	p := b.Post(links, url.Values{"to": {to}, "kind": {"splits"}}).Want(http.StatusOK)
	if got := webtest.Text(p.Class("followed-links")[0]); !strings.Contains(got, "Splits 2020-1 Changes to the curriculum not started; linked by anna") {
		t.Errorf("links = %s", got)
	}
	if got := webtest.Text(b.Get(earlier).Want(http.StatusOK).Class("followed-links")[0]); !strings.Contains(got, "2021-R01 Create a guide to financial support Splits this one") {
		t.Errorf("later ones of 2020-1 = %s", got)
	}
	for name, v := range map[string]url.Values{
		"no kind":        {"to": {to}, "kind": {"likes"}},
		"none chosen":    {"to": {""}, "kind": {"merges"}},
		"there is none":  {"to": {"nonesuch"}, "kind": {"merges"}},
		"not an earlier": {"to": {stored(t, s, "2021-R01").ID}, "kind": {"merges"}},
	} {
		t.Run(name, func(*testing.T) {
			p := b.Post(links, v).Want(http.StatusUnprocessableEntity)
			for _, a := range webtest.All(p.Class("problems")[0], "a") {
				p.ID(strings.TrimPrefix(webtest.Attr(a, "href"), "#"))
			}
		})
	}
	b.Post(links, url.Values{"do": {"unlink " + to}}).Want(http.StatusOK)
	b.Post(links, url.Values{"do": {"unlink " + to}}).Want(http.StatusNotFound)
	if r := stored(t, s, "2021-R01"); len(r.Links) != 0 {
		t.Errorf("links = %+v, want none", r.Links)
	}
}

func TestOnlyCoordinatorsFollowUp(t *testing.T) {
	s := tookUp(t)
	r := s.Researcher()
	r.Get(followed).Want(http.StatusForbidden)
	r.Post(followed, url.Values{"title": {"x"}, "version": {"1"}}).Want(http.StatusForbidden)
	note(r, followed, "kind", "remark", "words", "x").Want(http.StatusForbidden)
	r.Post(followed+"/links", url.Values{"to": {stored(t, s, "2020-1").ID}, "kind": {"merges"}}).Want(http.StatusForbidden)
	if got := stored(t, s, "2021-R01"); len(got.Notes)+len(got.Links) > 0 || got.Title != "Create a guide to financial support" {
		t.Errorf("a researcher changed it: %+v", got)
	}
}
