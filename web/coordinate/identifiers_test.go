package coordinate_test

import (
	"archive/zip"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/session"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	identifiers = "/staff/identifiers/reverse-mentoring/2021"
	dictionary  = "/staff/identifiers/reverse-mentoring"
)

// telling starts a site whose answers tell who is meant.
func telling(t *testing.T) *stafftest.Site {
	t.Helper()
	s := stafftest.New(t)
	if err := s.Survey.SaveParticipant(t.Context(), survey.Participant{ID: sqldb.NewID(), RoundID: s.Round.ID, Role: "mentor", Name: "Priya Raman"}); err != nil {
		t.Fatal(err)
	}
	s.Answer("mentor", map[string]string{"changed": "Then priya listened to me on Ward C3. I feel more confident."})
	s.Answer("mentee", map[string]string{"changed": "It was Priya Raman who asked, and Dr Cantle who answered <b>x</b>."})
	s.Answer("mentee", map[string]string{"changed": "As a Black woman I was heard for once."})
	s.CatchUp()
	return s
}

// group returns the part of the page about somebody.
func group(t *testing.T, p *webtest.Page, name string) *html.Node {
	t.Helper()
	for _, n := range p.Class("identifier") {
		if webtest.Text(webtest.All(n, "h2")[0]) == name {
			return n
		}
	}
	t.Fatalf("nothing is said about %q: %s", name, webtest.Text(p.Find("main")))
	return nil
}

// settle presses a button of a group after typing into a field.
func settle(t *testing.T, p *webtest.Page, name, decision, field, value string) *webtest.Page {
	t.Helper()
	f := p.Form(identifiers)
	f.Values = url.Values{}
	f.Set("decision", decision, field, value)
	for _, in := range webtest.All(group(t, p, name), "input") {
		kind, n := webtest.Attr(in, "type"), webtest.Attr(in, "name")
		if kind == "hidden" || kind == "checkbox" && n == "place" {
			f.Values.Add(n, webtest.Attr(in, "value"))
		}
	}
	return f.Send()
}

func TestIdentifiersByEntity(t *testing.T) {
	s := telling(t)
	p := s.Coordinator().Get(identifiers).Want(http.StatusOK)
	var names []string
	for _, n := range p.Class("identifier") {
		names = append(names, webtest.Text(webtest.All(n, "h2")[0]))
	}
	if want := []string{"Priya Raman", "Dr Cantle", "As a Black woman", "Ward C3"}; !slices.Equal(names, want) {
		t.Errorf("groups = %q, want %q", names, want)
	}
	if got := texts(webtest.All(group(t, p, "Priya Raman"), "mark")); len(got) != 2 {
		t.Errorf("places of one person = %q, want both ways of writing her name", got)
	}
	if len(webtest.All(p.Find("main"), "b")) > 0 {
		t.Error("an answer became markup")
	}
	p = settle(t, p, "Priya Raman", "masked", "descriptor", "").Want(http.StatusUnprocessableEntity)
	if got := webtest.Text(p.Class("problems")[0]); !strings.Contains(got, "Say what is to be printed instead of “Priya Raman”") {
		t.Errorf("problem = %q", got)
	}
	p = settle(t, p, "Priya Raman", "masked", "descriptor", "mentor").Want(http.StatusOK)
	if got := webtest.Text(p.Class("flash")[0]); got != "2 places will be printed as [mentor]." {
		t.Errorf("flash = %q", got)
	}
	settle(t, p, "Ward C3", "kept", "reason", "everybody works there").Want(http.StatusOK)
	draft := webtest.Text(s.Coordinator().Get(summary).Want(http.StatusOK).Find("main"))
	for _, want := range []string{"Then [mentor] listened to me on Ward C3.", "It was [mentor] who asked"} {
		if !strings.Contains(draft, want) {
			t.Errorf("the draft does not say %q: %s", want, draft)
		}
	}
	if strings.Contains(strings.ToLower(draft), "priya") || strings.Contains(draft, "“Ward C3” (place)") {
		t.Errorf("the draft names her, or still asks about the ward: %s", draft)
	}
}

// TestR4LogStaysApart looks for the record, and for what was replaced, in every
// file that is made of the round.
func TestR4LogStaysApart(t *testing.T) {
	s := telling(t)
	p := s.Coordinator().Get(identifiers).Want(http.StatusOK)
	p = settle(t, p, "Priya Raman", "masked", "descriptor", "mentor").Want(http.StatusOK)
	p = settle(t, p, "Dr Cantle", "masked", "descriptor", "senior doctor").Want(http.StatusOK)
	settle(t, p, "Ward C3", "kept", "reason", "zebra reason").Want(http.StatusOK)
	log := s.Coordinator().Get(identifiers + "/log").Want(http.StatusOK)
	if got := webtest.Text(log.Find("main")); !strings.Contains(got, "Dr Cantle") || !strings.Contains(got, "[senior doctor]") || !strings.Contains(got, "zebra reason") {
		t.Errorf("record = %q", got)
	}
	csv := s.Coordinator().Get(identifiers + "/log/csv").Want(http.StatusOK)
	if rows := strings.Count(strings.TrimSpace(csv.Body), "\n"); rows != 4 || !strings.Contains(csv.Body, "Priya Raman") {
		t.Errorf("file of the record:\n%s", csv.Body)
	}
	for _, path := range []string{identifiers, identifiers + "/log", identifiers + "/log/csv", identifiers + "/log/xlsx", dictionary} {
		s.Researcher().Get(path).Want(http.StatusForbidden)
	}
	files := exported(t, s)
	if len(files) < 3 {
		t.Fatalf("the draft is offered as %v only", files)
	}
	said := 0
	for _, path := range files {
		if strings.HasSuffix(path, "/pdf") {
			continue // is printed from the web page, by a browser
		}
		file := s.Coordinator().Get(path).Want(http.StatusOK).Body
		for _, secret := range []string{"Priya", "priya", "Cantle", "zebra reason", "identifiers-log"} {
			if found := inFile(t, file, secret); found != "" {
				t.Errorf("%s holds %q in %s", path, secret, found)
			}
		}
		if inFile(t, file, "senior doctor") != "" {
			said++
		}
	}
	if said < 4 { // the web page, the documents and the data
		t.Errorf("%d of %d files have the descriptor, want those with quotes", said, len(files))
	}
}

// exported returns the addresses of all files that the draft is offered as.
func exported(t *testing.T, s *stafftest.Site) []string {
	t.Helper()
	var out []string
	for _, a := range s.Coordinator().Get(summary).Want(http.StatusOK).All("a") {
		if path := webtest.Attr(a, "href"); strings.Contains(path, "/download/") {
			out = append(out, path)
		}
	}
	return out
}

// inFile returns the part of a file that holds some words; a document of a word
// processor has several.
func inFile(t *testing.T, file, words string) string {
	t.Helper()
	if !strings.HasPrefix(file, "PK") {
		if strings.Contains(html.UnescapeString(file), words) {
			return "the file"
		}
		return ""
	}
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(html.UnescapeString(string(content)), words) {
			return part.Name
		}
	}
	return ""
}

// another returns a browser in which another coordinator is signed in.
func another(t *testing.T, s *stafftest.Site, name string) *webtest.Browser {
	t.Helper()
	hash, err := session.HashPassword(stafftest.Password)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Survey.CreateUser(t.Context(), survey.User{ID: sqldb.NewID(), Name: name, Level: survey.Coordinator}, hash); err != nil {
		t.Fatal(err)
	}
	b := s.Visitor()
	b.Get("/sign-in").Form("/sign-in").Set("name", name, "password", stafftest.Password).Send().Want(http.StatusOK)
	return b
}

func TestSecondPersonAgrees(t *testing.T) {
	s := telling(t)
	p := s.Coordinator().Get(identifiers).Want(http.StatusOK)
	p = settle(t, p, "Dr Cantle", "masked", "descriptor", "senior doctor").Want(http.StatusOK)
	settle(t, p, "Ward C3", "masked", "descriptor", "a ward").Want(http.StatusOK)
	second := s.Coordinator().Get(identifiers + "?show=second").Want(http.StatusOK)
	if got := webtest.Text(second.Find("main")); !strings.Contains(got, "Nothing waits for you to look at") {
		t.Errorf("one's own decisions wait for oneself: %s", got)
	}
	bea := another(t, s, "bea")
	second = bea.Get(identifiers + "?show=second").Want(http.StatusOK)
	f := second.Form(identifiers)
	f.Set("decision", "agreed")
	p = f.Send().Want(http.StatusOK)
	if got := webtest.Text(p.Class("flash")[0]); got != "Agreed: 2 decisions." {
		t.Errorf("flash = %q", got)
	}
	decided := bea.Get(identifiers + "?show=decided").Want(http.StatusOK)
	if got := webtest.Text(decided.Find("main")); !strings.Contains(got, "bea agrees") {
		t.Errorf("decided = %s", got)
	}
	f = decided.Form(identifiers)
	f.Set("decision", "undone")
	f.Send().Want(http.StatusOK)
	if got := webtest.Text(bea.Get(identifiers).Want(http.StatusOK).Find("main")); !strings.Contains(got, "Decided (1)") {
		t.Errorf("after one is taken back: %s", got)
	}
}

func TestDictionaryPage(t *testing.T) {
	s := telling(t)
	c := s.Coordinator()
	p := c.Get(dictionary).Want(http.StatusOK)
	f := p.Form(dictionary)
	f.Values = url.Values{}
	f.Set("do", "list", "kind", "place", "list", "Ward C3, C3 = a ward\r\nPoole Hospital\r\n")
	p = f.Send().Want(http.StatusOK)
	if got := webtest.Text(p.Class("dictionary")[0]); !strings.Contains(got, "Ward C3 is printed as [a ward]") || !strings.Contains(got, "Poole Hospital") {
		t.Errorf("dictionary = %q", got)
	}
	if got := webtest.Attr(webtest.All(group(t, c.Get(identifiers), "Ward C3"), "input")[3], "value"); got != "a ward" {
		t.Errorf("the descriptor of the list is not put forward: %q", got)
	}
	f = p.Form(dictionary)
	f.Values = url.Values{}
	f.Set("do", "save", "kind", "name", "name", "Dr Cantle", "also", "Cantle, Canty", "descriptor", "[redacted]")
	f.Send().Want(http.StatusUnprocessableEntity)
	f.Set("descriptor", "redacted")
	p = f.Send().Want(http.StatusOK)
	if got := webtest.Text(p.Class("dictionary")[0]); !strings.Contains(got, "Says nothing of who or what is meant") {
		t.Errorf("a blank is taken without a word: %q", got)
	}
}

// TestTraitsAreToldAtSetUp holds the page of a programme to saying what a role
// that is only for some tells about them.
func TestTraitsAreToldAtSetUp(t *testing.T) {
	s := stafftest.New(t)
	const at = "/staff/programmes/reverse-mentoring"
	p := s.Coordinator().Get(at).Want(http.StatusOK)
	if strings.Contains(webtest.Text(p.Find("main")), "say something about every one") {
		t.Error("a programme for everybody is warned of")
	}
	p = p.Form(at).Set("role-0", "LGBTQ+ mentor", "roles-0", "LGBTQ+ mentors").Send().Want(http.StatusOK)
	main := webtest.Text(p.Find("main"))
	if !strings.Contains(main, "The words “LGBTQ+” say something about every one of the LGBTQ+ mentors") || !strings.Contains(main, "fewer than 5") {
		t.Errorf("the programme's page says nothing of the trait: %s", main)
	}
}

// TestOneAnswerAlone replaces words in one answer that no rule finds.
func TestOneAnswerAlone(t *testing.T) {
	s := telling(t)
	c := s.Coordinator()
	p := c.Get(identifiers).Want(http.StatusOK)
	var alone string
	for _, a := range webtest.All(group(t, p, "As a Black woman"), "a") {
		if webtest.Text(a) == "This answer alone" {
			alone = webtest.Attr(a, "href")
		}
	}
	p = c.Get(alone).Want(http.StatusOK)
	if n := len(p.Class("identifier")); n != 2 { // the answer, and one group
		t.Errorf("%d parts about one answer, want 2", n)
	}
	f := p.Form(identifiers)
	f.Set("do", "words", "words", "heard for ever", "descriptor", "noticed")
	if got := webtest.Text(f.Send().Want(http.StatusUnprocessableEntity).Class("problems")[0]); !strings.Contains(got, "exactly as the answer has them") {
		t.Errorf("problem = %q", got)
	}
	f.Set("words", "heard for once")
	if got := webtest.Text(f.Send().Want(http.StatusOK).Class("flash")[0]); got != "1 place will be printed as [noticed]." {
		t.Errorf("flash = %q", got)
	}
	c.Get(identifiers + "?answer=nobody.changed").Want(http.StatusNotFound)
}
