package coordinate_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
	"verbatim/survey/store"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const people = "/staff/people/reverse-mentoring/2021"

// list is a file of participants: seven pairs of a mentor and a mentee.
func list() string {
	var b strings.Builder
	b.WriteString("Full name,E-mail,Mentor or mentee,Pair\n")
	for i := range 7 {
		n := strconv.Itoa(i + 1)
		b.WriteString("Mentor " + n + ",mentor" + n + "@example.ac.uk,Mentor," + n + "\n")
		b.WriteString("Mentee " + n + ",mentee" + n + "@example.ac.uk,mentees," + n + "\n")
	}
	return b.String()
}

// upload sends a file as a browser does.
func upload(t *testing.T, b *webtest.Browser, at, name, content string) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	check(t, err)
	_, err = part.Write([]byte(content))
	check(t, err)
	check(t, w.Close())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.Base()+at, &body)
	check(t, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.Do(req)
}

// wave adds a wave to the site's round.
func wave(t *testing.T, s *stafftest.Site, key string, mode survey.Mode, form survey.Form) survey.Wave {
	t.Helper()
	w := survey.Wave{
		ID: sqldb.NewID(), RoundID: s.Round.ID, Key: key, Title: "Wave " + key, FormKey: form.Key, FormVersion: form.Version, Mode: mode,
		OpensOn: "2021-06-01", ClosesOn: "2021-07-03",
	}
	check(t, s.Survey.SaveWave(t.Context(), w))
	return w
}

func TestUploadShowsFirstAndStoresAll(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	b.Get(people).Want(http.StatusOK)
	looked := upload(t, b, people+"/upload", "list.csv", list()).Want(http.StatusOK)
	if got := webtest.Text(looked.Class("lead")[0]); !strings.Contains(got, "14 people would be added, 0 changed") {
		t.Fatalf("it would do: %s", got)
	}
	if stored, err := s.Survey.Participants(t.Context(), s.Round.ID); err != nil || len(stored) > 0 {
		t.Fatalf("looking stored %d people, %v", len(stored), err)
	}
	looked.Form(people + "/store").Send().Want(http.StatusOK).WantAt(people)
	stored, err := s.Survey.Participants(t.Context(), s.Round.ID)
	check(t, err)
	if len(stored) != 14 || stored[0].Name != "Mentee 1" || stored[0].Role != "mentee" || stored[0].PairID != "1" {
		t.Fatalf("stored %+v", stored)
	}
	changed := strings.Replace(list(), "Mentor 1,", "Mentor One,", 1)
	again := upload(t, b, people+"/upload", "list.csv", changed).Want(http.StatusOK)
	if got := webtest.Text(again.Find("main")); !strings.Contains(got, "1 changed, 13 stay") || !strings.Contains(got, "Name from “Mentor 1” to “Mentor One”") {
		t.Errorf("a changed file would do: %s", got)
	}
	exported := b.Get(people + "/export/csv").Want(http.StatusOK)
	if !strings.Contains(exported.Body, "Mentor 1,mentor1@example.ac.uk,mentor,1") {
		t.Errorf("exported %s", exported.Body)
	}
	if got := upload(t, b, people+"/upload", "list.csv", exported.Body).Want(http.StatusOK); !strings.Contains(webtest.Text(got.Find("main")), "0 changed, 14 stay") {
		t.Error("the export, brought back, would change something")
	}
}

func TestUploadWithProblemsStoresNothing(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	bad := "name,email,part of it,role\nAda,ada@example.ac.uk,x,mentor\nBo,not an address,x,king\n"
	looked := upload(t, b, people+"/upload", "list.csv", bad).Want(http.StatusUnprocessableEntity)
	got := webtest.Text(looked.Find("main"))
	for _, want := range []string{"Nothing can be stored yet", `row 3, column "role": P14`, `row 3, column "email": P17`} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q: %s", want, got)
		}
	}
	b.Post(people+"/store", url.Values{"content": {bad}}).Want(http.StatusUnprocessableEntity)
	if stored, err := s.Survey.Participants(t.Context(), s.Round.ID); err != nil || len(stored) > 0 {
		t.Errorf("a file with problems stored %d people, %v", len(stored), err)
	}
	fixed := looked.Form(people+"/upload").Set("content", strings.Replace(bad, "not an address,x,king", ",mentee,", 1), "column-role", "3").Send()
	fixed.Want(http.StatusUnprocessableEntity) // still without a role in column 3
	fixed.Form(people+"/upload").Set("content", "who,what\nAda,mentor\n", "column-name", "0", "column-role", "1", "column-email", "none", "column-pair", "none", "column-surname", "none").Send().Want(http.StatusOK)
	for name, content := range map[string]string{"nothing": "", "a torn workbook": "PK\x03\x04torn"} {
		p := upload(t, b, people+"/upload", "list.xlsx", content).Want(http.StatusUnprocessableEntity)
		if len(p.Class("problem")) == 0 {
			t.Errorf("%s: the page says nothing", name)
		}
	}
}

func TestLinksForEverybodyAreMadeOnce(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	upload(t, b, people+"/upload", "list.csv", list()).Form(people + "/store").Send().Want(http.StatusOK)
	page := b.Get(collect).Want(http.StatusOK)
	made := page.Form(collect+"/half-way/people").Set("as", "page").Send().Want(http.StatusOK)
	lines := strings.Split(strings.TrimSpace(webtest.Raw(made.ID("links"))), "\n")
	if len(lines) != 15 || lines[0] != "name,email,role,pair,link" || !strings.HasPrefix(lines[1], "Mentee 1,mentee1@example.ac.uk,mentee,1,"+b.Base()+"/i/") {
		t.Fatalf("links = %q", lines[:2])
	}
	s.Visitor().Get(lines[3][strings.LastIndex(lines[3], "/i/"):]).Want(http.StatusOK)
	again := page.Form(collect+"/half-way/people").Set("as", "file").Send().Want(http.StatusOK)
	if !strings.Contains(webtest.Text(again.Find("main")), "Everybody on the list has an invitation") {
		t.Error("a second time does not say that everybody has an invitation")
	}
}

func TestRatesComeInSteps(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	upload(t, b, people+"/upload", "list.csv", list()).Form(people + "/store").Send().Want(http.StatusOK)
	w := wave(t, s, "linked", survey.Confidential, s.Form)
	links, err := s.Survey.InvitePeople(t.Context(), w.ID)
	check(t, err)
	row := func() string { return webtest.Text(b.Get(collect).Want(http.StatusOK).ID("wave-linked")) }
	answer := func(l store.Link) {
		inv, err := s.Survey.Invitation(t.Context(), l.Token)
		check(t, err)
		_, err = s.Survey.Submit(t.Context(), survey.Response{WaveID: w.ID, ParticipantID: inv.ParticipantID, Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{inv.Role}}}}, store.SubmitOptions{InvitationID: inv.ID})
		check(t, err)
	}
	before := row()
	for _, l := range links {
		if l.Participant.Role == "mentor" {
			answer(l)
		}
	}
	if got := row(); got != before {
		t.Errorf("answers of today change the page:\n%s\n%s", before, got)
	}
	check(t, s.Survey.SaveWave(t.Context(), w.CloseByHand(survey.DayOf(stafftest.Today()))))
	got := row()
	for _, want := range []string{"mentors77", "mentees7fewer than 5", "all147 (50%)", "7: one of the two has"} {
		if !strings.Contains(got, want) {
			t.Errorf("closed, the wave does not say %q: %s", want, got)
		}
	}
}

func TestWavesAreSetUp(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	at := collect + "/waves"
	empty := b.Get(at + "/new").Want(http.StatusOK)
	if got := webtest.Text(empty.ID("mode")); !strings.Contains(got, "Nobody can see which answers are yours") || !strings.Contains(got, "Your name is stored with your answers") {
		t.Errorf("the modes do not say what participants read: %s", got)
	}
	empty.Form(at).Send().Want(http.StatusUnprocessableEntity)
	form := empty.Form(at).Set("title", "Late autumn", "key", "autumn", "kind", "end", "form", s.Form.Key+" 1", "mode", "confidential",
		"opens", "2021-06-01", "closes", "2021-06-30", "retain-until", "2021-06-15")
	if got := webtest.Text(form.Send().Want(http.StatusUnprocessableEntity).Class("problems")[0]); !strings.Contains(got, "would be kept until 2021-06-15") && !strings.Contains(got, "15 June 2021") {
		t.Errorf("kept for too short, it says %q", got)
	}
	form.Set("retain-until", "2022-06-30").Send().Want(http.StatusOK).WantAt(collect)
	w, err := s.Survey.WaveByKey(t.Context(), s.Round.ID, "autumn")
	check(t, err)
	if w.Mode != survey.Confidential || w.RetainUntil != "2022-06-30" || w.Kind != survey.End {
		t.Errorf("stored %+v", w)
	}
	upload(t, b, people+"/upload", "list.csv", list()).Form(people + "/store").Send().Want(http.StatusOK)
	links, err := s.Survey.InvitePeople(t.Context(), w.ID)
	check(t, err)
	edit := collect + "/autumn/edit"
	locked := b.Get(edit).Want(http.StatusOK)
	if strings.Contains(locked.Body, `name="mode"`) || !strings.Contains(webtest.Text(locked.Find("main")), "It is locked: people have been invited") {
		t.Error("the mode of a wave with invitations can be chosen")
	}
	locked.Form(edit).Set("closes", "2021-07-10").Send().Want(http.StatusOK)
	if p := s.Visitor().Get("/i/" + links[0].Token).Want(http.StatusOK); !strings.Contains(webtest.Text(p.Find("main")), "it was to close on 30 June 2021") {
		t.Error("the start page does not say that the wave was extended")
	}
	b.Get(edit).Form(collect + "/autumn/close").Send().Want(http.StatusOK)
	s.Visitor().Get("/i/" + links[0].Token).Want(http.StatusGone)
	late := b.Get(collect+"/autumn/late").Want(http.StatusOK).Form(collect+"/autumn/late").Set("person", links[0].Participant.ID, "until", "2021-06-28").Send().Want(http.StatusOK)
	link := strings.TrimPrefix(strings.TrimSpace(webtest.Raw(late.ID("links"))), b.Base())
	if p := s.Visitor().Get(link).Want(http.StatusOK); !strings.Contains(webtest.Text(p.Find("main")), "28 June 2021 with this link") {
		t.Error("the late link does not say until when it is open")
	}
	b.Get(collect+"/half-way/late").Want(http.StatusOK).Form(collect+"/half-way/late").Set("person", links[0].Participant.ID, "until", "2021-06-28").Send().Want(http.StatusUnprocessableEntity)
	b.Get(edit).Form(collect+"/autumn/extend").Set("until", "2021-07-20").Send().Want(http.StatusOK)
	s.Visitor().Get(link).Want(http.StatusOK)
}

func TestProgrammesAreSetUp(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	p := b.Get("/staff/programmes/new").Want(http.StatusOK).Form("/staff/programmes").
		Set("name", "Ward induction", "key", "ward-induction", "least-meetings", "4", "pay-role", "mentor", "pay-rate", "£13.85").Send().Want(http.StatusOK).WantAt("/staff/programmes/ward-induction")
	stored, err := s.Survey.ProgrammeByKey(t.Context(), "ward-induction")
	check(t, err)
	if stored.LeastMeetings != 4 || stored.Pay.Rate != 13_85 || len(stored.Roles) != 3 {
		t.Errorf("stored %+v", stored)
	}
	p.Form("/staff/programmes/ward-induction").Set("pay-rate", "a lot").Send().Want(http.StatusUnprocessableEntity)
	p.Form("/staff/programmes/ward-induction/rounds").Set("round-key", "2027").Send().Want(http.StatusOK).WantAt("/staff/collect/ward-induction/2027")
	b.Get(collect + "/copy").Want(http.StatusOK).Form(collect + "/copy").Send().Want(http.StatusOK).WantAt("/staff/collect/reverse-mentoring/2022")
	next, err := s.Survey.RoundByKey(t.Context(), s.Programme.ID, "2022")
	check(t, err)
	if waves, err := s.Survey.Waves(t.Context(), next.ID); err != nil || len(waves) != 2 || waves[0].ClosesOn != "2022-07-03" {
		t.Errorf("the copy has %+v, %v", waves, err)
	}
	used := b.Get("/staff/programmes/reverse-mentoring").Want(http.StatusOK)
	check(t, s.Survey.SaveParticipant(t.Context(), survey.Participant{ID: "x", RoundID: s.Round.ID, Role: "mentor", Name: "Ada"}))
	got := used.Form("/staff/programmes/reverse-mentoring").Set("role-0", "", "roles-0", "").Send().Want(http.StatusUnprocessableEntity)
	if !strings.Contains(webtest.Text(got.Class("problems")[0]), "cannot be taken away") {
		t.Error("a role that somebody has can be taken away")
	}
}

// met stores logs of meetings of two mentors and a mentee.
func met(t *testing.T, s *stafftest.Site) {
	t.Helper()
	form, err := starter.Form("reverse-mentoring-meeting-log")
	check(t, err)
	form, err = s.Survey.PublishForm(t.Context(), s.Programme.ID, form)
	check(t, err)
	s.Programme.LeastMeetings, s.Programme.Pay = 4, survey.Pay{Role: "mentor", Rate: 13_85}
	check(t, s.Survey.SaveProgramme(t.Context(), s.Programme))
	w := wave(t, s, "meetings", survey.Confidential, form)
	links, err := s.Survey.InvitePeople(t.Context(), w.ID)
	check(t, err)
	for _, l := range links {
		days := map[string][]string{
			"Mentor 1": {"2021-03-01", "2021-04-01", "2021-05-01", "2021-06-01"}, "Mentee 1": {"2021-03-01", "2021-04-01", "2021-05-01"}, "Mentor 2": {"2021-03-01"},
		}[l.Participant.Name]
		if days == nil {
			continue
		}
		answers := []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{l.Participant.Role}}}
		answers = append(answers, survey.Answer{Question: "meetings", Choices: []string{strconv.Itoa(len(days))}})
		for i, day := range days {
			answers = append(answers,
				survey.Answer{Question: survey.InTurn("date", i+1), Choices: []string{day}}, survey.Answer{Question: survey.InTurn("minutes", i+1), Choices: []string{"50"}},
				survey.Answer{Question: survey.InTurn("mode", i+1), Choices: []string{"person"}})
		}
		inv, err := s.Survey.Invitation(t.Context(), l.Token)
		check(t, err)
		_, err = s.Survey.Submit(t.Context(), survey.Response{WaveID: w.ID, ParticipantID: inv.ParticipantID, Role: l.Participant.Role, Answers: answers}, store.SubmitOptions{InvitationID: inv.ID})
		check(t, err)
	}
}

func TestMeetingsAndHours(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	at := "/staff/meetings/reverse-mentoring/2021"
	if got := texts(b.Get(at).Want(http.StatusOK).Class("onward")); len(got) != 1 {
		t.Errorf("without a log, the page says %q", got)
	}
	upload(t, b, people+"/upload", "list.csv", list()).Form(people + "/store").Send().Want(http.StatusOK)
	met(t, s)
	got := webtest.Text(b.Get(at).Want(http.StatusOK).Find("main"))
	for _, want := range []string{
		"1 of 7 pairs have met often enough", "Mentor 1 and Mentee 1", "4: enough", "On 1 June 2021: the mentor wrote down one meeting, the mentee no meeting.",
		"3 fewer than 4", "no log from Mentee 2", "rounded up to the next quarter of an hour", "3.50", "£48.48",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q: %s", want, got)
		}
	}
	if csv := b.Get(at + "/hours/csv").Want(http.StatusOK).Body; !strings.Contains(csv, "Mentor 1,mentor1@example.ac.uk,1,4,200,3.5,13.85,48.48,the pair’s logs differ") {
		t.Errorf("hours = %s", csv)
	}
	b.Get(at + "/hours/xlsx").Want(http.StatusOK)
	sides := b.Get("/staff/sides/reverse-mentoring/2021").Want(http.StatusOK)
	links := webtest.All(sides.Find("tbody"), "a")
	if len(links) != 3 || strings.Contains(webtest.Text(sides.Find("main")), "Mentor 1") {
		t.Fatalf("%d pseudonyms, want 3 and no name", len(links))
	}
	one := b.Get(webtest.Attr(links[0], "href")).Want(http.StatusOK)
	if text := webtest.Text(one.Find("main")); !strings.Contains(text, "How long did the meeting last?") || !strings.Contains(text, "In person") {
		t.Errorf("the answers of one are %s", text)
	}
	b.Get("/staff/sides/reverse-mentoring/2021?person=NOBODY").Want(http.StatusNotFound)
}

// TestCollectingInABrowser goes from a list to links, a poster and rates without
// JavaScript, wide and narrow.
func TestCollectingInABrowser(t *testing.T) {
	chromium := browsertest.Start(t)
	s := stafftest.New(t)
	b := s.Coordinator()
	upload(t, b, people+"/upload", "list.csv", list()).Form(people + "/store").Send().Want(http.StatusOK)
	met(t, s)
	for _, width := range []int64{1280, 320} {
		p := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		p.Open(b.Base() + "/sign-in")
		p.Type("#name", "anna")
		p.Type("#password", stafftest.Password)
		p.Press(`main form button[type=submit]`)
		for name, path := range map[string]string{
			"people": people, "person": people + "/new", "wave": collect + "/waves/new", "wave-locked": collect + "/meetings/edit", "poster": collect + "/end/poster",
			"collect": collect, "meetings": "/staff/meetings/reverse-mentoring/2021", "sides": "/staff/sides/reverse-mentoring/2021", "programme": "/staff/programmes/reverse-mentoring",
		} {
			if width == 1280 && name != "poster" && name != "collect" {
				continue // the narrow page is the harder one
			}
			p.Open(b.Base() + path)
			p.Sound("collect-" + name + "-" + strconv.FormatInt(width, 10))
		}
		if width == 1280 {
			p.Open(b.Base() + collect)
			p.Press(`#wave-half-way form.invite button[value=page]`)
			p.Sound("collect-links")
			if got := p.Text("h1"); got != "14 new links" {
				t.Errorf("the page is headed %q", got)
			}
		}
	}
}
