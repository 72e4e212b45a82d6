package research_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"verbatim/analysis/stats"
	"verbatim/survey"
	"verbatim/web/browsertest"
	"verbatim/web/research"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

var typicalAt = research.TypicalPath(stafftest.ProgrammeKey, stafftest.RoundKey)

// spoken starts a site with six mentors and six mentees who each have a word of
// their own, and one mentor with a word that nobody else has.
func spoken(t *testing.T) (*stafftest.Site, *webtest.Browser) {
	t.Helper()
	s := stafftest.New(t)
	for i := range 12 {
		role, text := "mentor", strings.Repeat("my students and the common room here ", 6)
		if i%2 == 1 {
			role, text = "mentee", strings.Repeat("my courage and the common room here ", 6)
		}
		if i == 0 {
			text += strings.Repeat("xylophone ", 9)
		}
		s.Answer(role, map[string]string{"changed": text})
	}
	s.Answer("mentee", map[string]string{"changed": "confidential matters"}, survey.CountOnly)
	s.CatchUp()
	return s, s.Researcher()
}

func TestTypicalWords(t *testing.T) {
	s, b := spoken(t)
	p := follow(t, b, b.Get("/staff").Want(http.StatusOK), "rounds", "Words that set them apart").Want(http.StatusOK).WantAt(typicalAt)
	rows := strings.Join(texts(p.All("tr")), "\n")
	vs, err := s.Survey.RoundVerbatims(t.Context(), s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	a, o := stats.Comparison{By: stats.ByRole, A: "mentor", B: "mentee"}.Sides(vs)
	apart := stats.SetApart(a, o, false)
	if len(apart.OfA) == 0 || len(apart.OfB) == 0 {
		t.Fatal("no words to compare the page with")
	}
	for _, w := range append(apart.OfA, apart.OfB...) {
		want := fmt.Sprintf("%s%d%d%d%d%.1f%.1f", w.Word, w.Target.Count, w.Target.People, w.Reference.Count, w.Reference.People, w.LogLikelihood, w.Z)
		if !strings.Contains(rows, want) {
			t.Errorf("no row %q in %s", want, rows)
		}
	}
	for _, secret := range []string{"xylophone", "confidential", "matters"} {
		if strings.Contains(p.Body, secret) {
			t.Errorf("the page shows %q", secret)
		}
	}
	if found := follow(t, b, p, "figures", "students").Want(http.StatusOK); !strings.Contains(found.Body, "6 answers from 6 people") {
		t.Errorf("the search of students among mentors does not find 6: %s", found.Path)
	}
	if all := b.Get(typicalAt + "?by=role&a=mentor&b=mentee&small=yes"); !strings.Contains(strings.Join(texts(all.All("tr")), "\n"), "the7212") {
		t.Error("function words are not listed when asked for")
	}
}

func TestTypicalOfTooLittle(t *testing.T) {
	b := answered(t).Researcher()
	for _, q := range []string{"", "?by=round&a=2021&b=2020", "?by=wave&a=none", "?by=nonsense"} {
		p := b.Get(typicalAt + q).Want(http.StatusOK)
		if main := webtest.Text(p.Find("main")); !strings.Contains(main, "too little to compare") || strings.Contains(main, "counted secret") {
			t.Errorf("%q: %q", q, main)
		}
	}
	b.Get("/staff/words/none/2021").Want(http.StatusNotFound)
	if p := stafftest.New(t).Visitor().Get(typicalAt).Want(http.StatusOK); !strings.HasPrefix(p.Path, "/sign-in?next=") {
		t.Errorf("the page is shown to a visitor at %s", p.Path)
	}
}

func TestTypicalInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	_, b := spoken(t)
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "rob")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		p.Open(b.Base() + typicalAt)
		p.Sound("typical-" + strconv.FormatInt(width, 10))
	}
}
