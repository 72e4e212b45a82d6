package coordinate_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/web/webtest"
)

func TestNearDuplicatesAreMerged(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(mergeDesk).Want(http.StatusOK)
	if len(p.Class("merge-group")) != 1 {
		t.Fatalf("groups = %q, want 1", texts(p.Class("merge-group")))
	}
	group := p.Class("merge-group")[0]
	for _, want := range []string{"2 suggestions", "other words: score", "room", "Raised by 1 pair", "Together: 2 pairs"} {
		if got := webtest.Text(group); !strings.Contains(got, want) {
			t.Errorf("the group does not say %q: %s", want, got)
		}
	}
	v := sent(t, group, mergeDesk)
	if len(v["part"]) != 2 || v.Get("title") == "" {
		t.Errorf("the form proposes %v", v)
	}
	v.Set("title", "Give pairs a quiet room to meet in")
	v.Set("do", "merge")
	p = b.Post(mergeDesk, v).Want(http.StatusOK).WantAt(mergeDesk)
	r := stored(t, s, "2021-R01")
	if r.Title != "Give pairs a quiet room to meet in" || len(r.Sources) != 2 || len(r.Actions) != 2 {
		t.Errorf("stored %+v", r)
	}
	if len(p.Class("merge-group")) != 0 {
		t.Errorf("still alike: %q", texts(p.Class("merge-group")))
	}
	b.Post(mergeDesk, v).Want(http.StatusOK) // as a double click does
	if all, err := s.Analysis.Recommendations(t.Context(), s.Round.ID); err != nil || len(all) != 1 {
		t.Errorf("%d recommendations, %v, want 1", len(all), err)
	}
}

func TestWordsAreChosen(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	group := b.Get(mergeDesk).Class("merge-group")[0]
	v := sent(t, group, mergeDesk)
	for _, button := range webtest.All(group, "button") {
		if value := webtest.Attr(button, "value"); strings.HasPrefix(value, "use ") && strings.Contains(webtest.Text(button), "quiet room") {
			v.Set("do", value)
		}
	}
	b.Post(mergeDesk, v).Want(http.StatusOK)
	if r := stored(t, s, "2021-R01"); r.Title != "Find a quiet room where pairs can meet" || len(r.Sources) != 2 {
		t.Errorf("stored %+v", r)
	}
}

// TestWhatWasTakenUpIsMerged keeps the history of what was taken up, and uses no
// reference twice.
func TestWhatWasTakenUpIsMerged(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	for _, words := range []string{"quiet room", "Give mentees a room"} {
		p := b.Get(recommendations)
		b.Post(recommendations+"/take-up", sent(t, part(t, p, "recommendation", words), recommendations+"/take-up")).Want(http.StatusOK)
	}
	b.Get(followed).Form(followed).Set("body", "The library", "owner", "Head of estates", "points", "Ask the porter").Send().Want(http.StatusOK)
	note(b, followed, "kind", "status", "value", "in progress", "words", "Looked at two rooms.").Want(http.StatusOK)
	p := b.Get(mergeDesk)
	group := p.Class("merge-group")[0]
	if got := webtest.Text(group); !strings.Contains(got, "2021-R01 and 2021-R02") || !strings.Contains(got, "Ask the porter") {
		t.Errorf("the group says %s", got)
	}
	v := sent(t, group, mergeDesk)
	v.Set("title", "Open a room")
	v.Set("do", "merge")
	note(b, followed, "kind", "remark", "words", "Found one.").Want(http.StatusOK) // somebody else is at it too
	p = b.Post(mergeDesk, v).Want(http.StatusConflict)
	problem(t, p, "L33")
	held := sent(t, p.Class("held")[0], mergeDesk)
	if held.Get("title") != "Open a room" || held.Get("points") != "Ask the porter" || len(held["part"]) != 2 {
		t.Errorf("held = %v", held)
	}
	held.Set("do", "merge")
	b.Post(mergeDesk, held).Want(http.StatusOK)
	r := stored(t, s, "2021-R03")
	if r.Title != "Open a room" || r.Body != "The library" || r.Owner != "Head of estates" || len(r.Sources) != 2 || len(r.Points) != 1 {
		t.Errorf("stored %+v", r)
	}
	var history []string
	for _, n := range r.Notes {
		history = append(history, string(n.Kind)+" "+n.Words)
	}
	for _, want := range []string{"remark 2021-R01, status in progress, by anna: Looked at two rooms.", "remark 2021-R01, remark, by anna: Found one."} {
		if !slices.Contains(history, want) {
			t.Errorf("history = %q, want %q in it", history, want)
		}
	}
	all, err := s.Analysis.Recommendations(t.Context(), s.Round.ID)
	if err != nil || len(all) != 1 {
		t.Fatalf("recommendations = %+v, %v", all, err)
	}
	b.Get(followed).Want(http.StatusNotFound)
	b.Post(mergeDesk, held).Want(http.StatusOK) // as a double click does
}

// TestASuggestionJoinsWhatIsUnderWay: the history of the one recommendation goes
// on, with its status and its first date.
func TestASuggestionJoinsWhatIsUnderWay(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations)
	b.Post(recommendations+"/take-up", sent(t, part(t, p, "recommendation", "quiet room"), recommendations+"/take-up")).Want(http.StatusOK)
	note(b, followed, "kind", "due", "value", "2021-09-01").Want(http.StatusOK)
	note(b, followed, "kind", "status", "value", "in progress", "words", "Begun.", "public", "yes").Want(http.StatusOK)
	v := sent(t, b.Get(mergeDesk).Class("merge-group")[0], mergeDesk)
	v.Set("do", "merge")
	b.Post(mergeDesk, v).Want(http.StatusOK)
	r := stored(t, s, "2021-R02")
	if r.Status() != analysis.InProgress || r.FirstDue() != "2021-09-01" || len(r.Sources) != 2 {
		t.Errorf("merged, it is %s, due %s, on %d answers", r.Status(), r.FirstDue(), len(r.Sources))
	}
}

func TestBundlesAreSplit(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	split := mergeDesk + "/split"
	p := b.Get(mergeDesk)
	bundle := part(t, p, "bundle", "care leavers network")
	v := sent(t, bundle, split)
	if want := "Create a care leavers network\nCreate a carers network\nCreate a mature student network"; v.Get("lines") != want {
		t.Errorf("proposed = %q, want %q", v.Get("lines"), want)
	}
	for lines, code := range map[string]string{"One only": "L38", "": "L38", "Twice\nTwice": "L38", strings.Repeat("long ", 200) + "\nb": "L38"} {
		v.Set("lines", lines)
		p := b.Post(split, v).Want(http.StatusUnprocessableEntity)
		problem(t, p, code)
		if got := sent(t, p.Class("held")[0], split).Get("lines"); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(lines), " ") {
			t.Errorf("of %q came back %q", lines, got)
		}
	}
	v.Set("lines", "Create a care leavers network\nCreate a carers network\nFund a mature student network")
	b.Post(split, v).Want(http.StatusOK).WantAt(mergeDesk)
	var got []string
	all, err := s.Analysis.Recommendations(t.Context(), s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		got = append(got, r.Title)
		if len(r.Sources) != 1 || len(r.Actions) != 3 {
			t.Errorf("%s rests on %v", r.Reference, r.Actions)
		}
	}
	if want := []string{"Create a care leavers network", "Create a carers network", "Fund a mature student network"}; !slices.Equal(got, want) {
		t.Errorf("parts = %q, want %q", got, want)
	}
	b.Post(split, v).Want(http.StatusOK) // as a double click does
	if all, _ := s.Analysis.Recommendations(t.Context(), s.Round.ID); len(all) != 3 {
		t.Errorf("%d recommendations, want 3", len(all))
	}
	v.Set("lines", "Something\nElse")
	p = b.Post(split, v).Want(http.StatusConflict)
	problem(t, p, "L31")
}

// TestASplitOfWhatWasTakenUp keeps what was written and noted of it.
func TestASplitOfWhatWasTakenUp(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(recommendations)
	b.Post(recommendations+"/take-up", sent(t, part(t, p, "recommendation", "carers network"), recommendations+"/take-up")).Want(http.StatusOK)
	b.Get(followed).Form(followed).Set("body", "The union").Send().Want(http.StatusOK)
	note(b, followed, "kind", "remark", "words", "Asked them.").Want(http.StatusOK)
	bundle := part(t, b.Get(mergeDesk), "bundle", "2021-R01")
	v := sent(t, bundle, mergeDesk+"/split")
	note(b, followed, "kind", "remark", "words", "They like it.").Want(http.StatusOK)
	p = b.Post(mergeDesk+"/split", v).Want(http.StatusConflict)
	problem(t, p, "L33")
	b.Post(mergeDesk+"/split", sent(t, p.Class("held")[0], mergeDesk+"/split")).Want(http.StatusOK)
	for _, reference := range []string{"2021-R02", "2021-R03", "2021-R04"} {
		r := stored(t, s, reference)
		if !slices.ContainsFunc(r.Notes, func(n analysis.Note) bool { return strings.Contains(n.Words, "They like it.") }) || r.Body != "The union" {
			t.Errorf("%s is for %q, with %+v", reference, r.Body, r.Notes)
		}
	}
}

// TestKeptApartForTheVisit: the address remembers it, and nothing else.
func TestKeptApartForTheVisit(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	p := b.Get(mergeDesk)
	var keep string
	for _, a := range webtest.All(p.Class("merge-group")[0], "a") {
		if webtest.Text(a) == "Keep apart" {
			keep = webtest.Attr(a, "href")
		}
	}
	p = b.Get(keep).Want(http.StatusOK)
	if len(p.Class("merge-group")) != 0 || !strings.Contains(webtest.Text(p.Find("main")), "Show again what you kept apart") {
		t.Errorf("kept apart, and yet: %s", webtest.Text(p.Find("main")))
	}
	v := sent(t, p.Class("bundle")[0], mergeDesk+"/split")
	if p = b.Post(mergeDesk+"/split", v).Want(http.StatusOK); len(p.Class("merge-group")) == 0 {
		return // only the parts of the bundle may be alike now
	}
	for _, g := range p.Class("merge-group") {
		if strings.Contains(webtest.Text(g), "quiet room") {
			t.Error("splitting forgets what was kept apart")
		}
	}
	if len(b.Get(mergeDesk+"?apart=zz.<b>.%ff").Want(http.StatusOK).Class("merge-group")) == 0 {
		t.Error("nonsense keeps something apart")
	}
}

func TestMergingIsRefusedWithWords(t *testing.T) {
	s := askedAlike(t)
	b := s.Coordinator()
	v := sent(t, b.Get(mergeDesk).Class("merge-group")[0], mergeDesk)
	one := url.Values{"part": v["part"][:1], "title": {"Kept words"}, "do": {"merge"}}
	p := b.Post(mergeDesk, one).Want(http.StatusUnprocessableEntity)
	problem(t, p, "L39")
	if got := sent(t, p.Class("held")[0], mergeDesk); got.Get("title") != "Kept words" || len(got["part"]) != 1 {
		t.Errorf("held = %v", got)
	}
	one["of"] = v["part"]
	p = b.Post(mergeDesk, one).Want(http.StatusUnprocessableEntity)
	problem(t, p, "L39")
	if got := sent(t, p.Class("held")[0], mergeDesk); len(got["part"]) != 1 || len(got["of"]) != 2 {
		t.Errorf("held = %v, want the other one to tick", got)
	}
	problem(t, b.Post(mergeDesk, url.Values{"do": {"merge"}}).Want(http.StatusUnprocessableEntity), "L39")
	v.Set("title", " ")
	v.Set("do", "merge")
	problem(t, b.Post(mergeDesk, v).Want(http.StatusUnprocessableEntity), "L24")
	v.Set("title", "A room")
	v["part"] = append(v["part"], slices.Repeat([]string{"asked x"}, 200)...)
	problem(t, b.Post(mergeDesk, v).Want(http.StatusUnprocessableEntity), "L30")
	b.Get("/staff/merge/reverse-mentoring/1999").Want(http.StatusNotFound)
	if got := webtest.Text(b.Get("/staff/merge/reverse-mentoring/2020").Want(http.StatusOK).Class("onward")[0]); !strings.Contains(got, "Nothing is alike") {
		t.Errorf("the desk of a round with one recommendation says %q", got)
	}
}
