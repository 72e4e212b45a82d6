package coordinate_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/survey/mail/mailtest"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	mailPage   = "/staff/mail/reverse-mentoring/2021/views"
	mailPublic = "https://survey.example.ac.uk"
)

// An office is a site whose coordinators can write to participants.
type office struct {
	*stafftest.Site
	t     *testing.T
	smtp  *mailtest.Server
	post  *mail.Post
	wave  survey.Wave
	days  atomic.Int64 // that have passed
	staff *webtest.Browser
}

// newOffice starts one with a wave in the mode and so many participants.
func newOffice(t *testing.T, mode survey.Mode, people int) *office {
	t.Helper()
	o := &office{t: t, smtp: mailtest.Plain(t)}
	o.Site = stafftest.With(t, func(c *web.Config) {
		server, err := mail.ParseServer("smtp://"+o.smtp.Address, "Evaluation team <evaluation@example.ac.uk>", "", 6000)
		check(t, err)
		c.Survey.Now = o.now
		c.PublicURL = "" // the tests reach the site at an address of their own
		o.post = mail.New(surveytest.Log(t), mail.Config{Store: c.Survey, Server: server, PublicURL: mailPublic, Now: o.now})
		c.Mail, c.Now = o.post, o.now
	})
	form, err := o.Survey.PublishForm(t.Context(), o.Programme.ID, surveytest.Form())
	check(t, err)
	o.wave = surveytest.Wave(o.Round, form)
	o.wave.Key, o.wave.Title, o.wave.Mode, o.wave.ClosesOn = "views", "Your views 2021", mode, "2021-07-03"
	check(t, o.Survey.SaveWave(t.Context(), o.wave))
	for i := range people {
		check(t, o.Survey.SaveParticipant(t.Context(), survey.Participant{
			ID: sqldb.NewID(), RoundID: o.Round.ID, Role: "mentor", Name: fmt.Sprintf("Åsa %c. Example", 'A'+i), Email: fmt.Sprintf("person%d@example.ac.uk", i),
		}))
	}
	o.staff = o.Coordinator()
	return o
}

func (o *office) now() time.Time {
	return stafftest.Today().Add(time.Duration(o.days.Load()) * 24 * time.Hour)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// send presses the buttons that send a message, and lets the jobs run until all
// that can be sent is.
func (o *office) send(kind, button string) *webtest.Page {
	o.t.Helper()
	o.staff = o.Coordinator() // days may have passed, and sessions end
	ask := o.staff.Get(mailPage + "/send/" + kind).Want(http.StatusOK)
	form := ask.Form(mailPage + "/send/" + kind)
	if !strings.Contains(webtest.Text(ask.Find("main")), button) {
		o.t.Fatalf("the page does not offer %q: %s", button, webtest.Text(ask.Find("main")))
	}
	before := len(o.smtp.Messages())
	form.Send().WantAt(mailPage).Want(http.StatusOK)
	form.Send().WantAt(mailPage) // the double click
	o.work()
	if len(o.smtp.Messages()) == before {
		o.t.Errorf("%q has sent nothing", button)
	}
	return o.staff.Get(mailPage).Want(http.StatusOK)
}

// work runs jobs until no sending is under way.
func (o *office) work() {
	o.t.Helper()
	ctx, stop := context.WithTimeout(o.t.Context(), 20*time.Second)
	ended := make(chan struct{})
	go func() { defer close(ended); o.Survey.RunJobs(ctx, o.post.Kinds()...) }()
	defer func() { stop(); <-ended }()
	for {
		runs, err := o.Survey.MailRuns(ctx, o.wave.ID)
		check(o.t, err)
		if len(runs) == 0 || runs[0].Ended {
			return
		}
		select {
		case <-ctx.Done():
			o.t.Fatalf("the sending does not end: %+v", runs[0])
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// link returns the path of the latest link that an address was sent.
func (o *office) link(address, kind string) string {
	o.t.Helper()
	ms := o.smtp.To(address)
	if len(ms) == 0 {
		o.t.Fatalf("nothing was sent to %s", address)
	}
	return strings.TrimPrefix(ms[len(ms)-1].Link(mailPublic+"/"+kind+"/"), mailPublic)
}

// answer fills in the form by the link, as a person does.
func (o *office) answer(b *webtest.Browser, link string) {
	o.t.Helper()
	p := b.Get(link).Want(http.StatusOK).Form(link).Send().Want(http.StatusOK)
	base := "/f/reverse-mentoring/2021/views"
	p = p.Form(base+"/page/1").Set("answer.consent", "yes").Send().WantAt(base + "/page/2").Want(http.StatusOK)
	p = p.Form(base+"/page/2").Set("answer.changed", "I am braver now.").Send().WantAt(base + "/check").Want(http.StatusOK)
	p.Form(base + "/check").Send().WantAt(base + "/receipt").Want(http.StatusOK)
}

// TestMailJourney invites by e-mail, has a scanner open every link, lets some
// answer, reminds the others, and follows those who opt out and whose address is
// dead, through the pages and a real mail server.
func TestMailJourney(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Named, survey.AnonymousInvited} {
		t.Run(string(mode), func(t *testing.T) { mailJourney(t, newOffice(t, mode, 5)) })
	}
}

func mailJourney(t *testing.T, o *office) {
	o.smtp.OnRecipient(func(to string) error {
		if strings.HasPrefix(to, "person4@") {
			return mailtest.Refuse(550, [3]int{5, 1, 1})
		}
		return nil
	})
	p := o.send("invitation", "Send 5 invitations")
	if got := webtest.Text(p.ID("sent-1").Parent); !strings.Contains(got, "Ended: 4 sent, 1 refused, of 5") {
		t.Errorf("the sending is shown as %q", got)
	}
	if got := rowOf(t, p, "Åsa E. Example"); !strings.Contains(got, "messages come back (5.1.1)") {
		t.Errorf("the dead address is shown as %q", got)
	}
	for range 3 { // scanners
		for i := range 4 {
			o.Visitor().Get(o.link(fmt.Sprintf("person%d@example.ac.uk", i), "i")).Want(http.StatusOK)
		}
	}
	reader, writer := o.Visitor(), o.Visitor()
	o.answer(reader, o.link("person0@example.ac.uk", "i"))
	begun := o.link("person1@example.ac.uk", "i")
	page1 := writer.Get(begun).Form(begun).Send()
	page2 := page1.Form("/f/reverse-mentoring/2021/views/page/1").Set("answer.consent", "yes").Send().Want(http.StatusOK)

	out := o.link("person2@example.ac.uk", "o")
	o.Visitor().Get(out).Want(http.StatusOK) // a scanner
	o.Visitor().Post(out, url.Values{"List-Unsubscribe": {"One-Click"}}).Want(http.StatusOK)

	o.days.Store(1)
	if o.wave.Mode.Linked() {
		o.send("reminder", "Send 2 reminders")
	} else {
		o.send("reminder", "Send reminders?")
	}
	for i, want := range []int{1, 2, 1, 2, 0} {
		if got := len(o.smtp.To(fmt.Sprintf("person%d@example.ac.uk", i))); got != want {
			t.Errorf("person%d got %d messages, want %d", i, got, want)
		}
	}
	o.Visitor().Get(begun).Want(http.StatusGone)
	// What was begun by the first link can be finished, and the new link leads to it.
	page2.Form("/f/reverse-mentoring/2021/views/page/2").Set("answer.changed", "Half of a thought").Send().Want(http.StatusOK)
	fresh := o.link("person1@example.ac.uk", "i")
	writer.Get(fresh).Form(fresh).Send().Want(http.StatusOK)
	kept := writer.Get("/f/reverse-mentoring/2021/views/page/2").Want(http.StatusOK)
	if got := webtest.Raw(kept.All("textarea")[0]); !strings.Contains(got, "Half of a thought") {
		t.Errorf("after the reminder's link the page holds %q", got)
	}
	writer.Get("/f/reverse-mentoring/2021/views/check").Form("/f/reverse-mentoring/2021/views/check").Send().Want(http.StatusOK)
	o.Visitor().Get(fresh).Want(http.StatusGone)
	checkList(t, o)
	o.bounce(t)
}

// checkList looks at what the list of participants says of who has answered.
func checkList(t *testing.T, o *office) {
	t.Helper()
	p := o.staff.Get(mailPage).Want(http.StatusOK)
	main := ""
	for _, tr := range p.All("tr") {
		main += webtest.Text(tr) + "; "
	}
	if linked := o.wave.Mode.Linked(); strings.Contains(main, "has answered") != linked || strings.Contains(main, "reminders:") != linked {
		t.Errorf("mode %s: the list says %s", o.wave.Mode, main)
	}
	if got := rowOf(t, p, "Åsa C. Example"); !strings.Contains(got, "wants no messages") {
		t.Errorf("who opted out is shown as %q", got)
	}
}

// bounce feeds a report about a message that came back later.
func (o *office) bounce(t *testing.T) {
	t.Helper()
	ms := o.smtp.To("person3@example.ac.uk")
	report := Report(ms[len(ms)-1].Header.Get("Message-Id"), "person3@example.ac.uk", "5.2.1")
	if noted, err := o.post.Bounce(t.Context(), strings.NewReader(report)); err != nil || !noted {
		t.Errorf("Bounce() = %v, %v", noted, err)
	}
	forged := Report("<"+strings.ToLower(sqldb.NewID())+".aaaaaaaaaaaaaaaa@example.ac.uk>", "person0@example.ac.uk", "5.1.1")
	if noted, err := o.post.Bounce(t.Context(), strings.NewReader(forged)); noted || !strings.HasPrefix(fault.Text(err), "M28") {
		t.Errorf("Bounce(forged) = %v, %v, want M28", noted, err)
	}
	if got := rowOf(t, o.staff.Get(mailPage), "Åsa D. Example"); !strings.Contains(got, "5.2.1") {
		t.Errorf("the address that came back is shown as %q", got)
	}
	o.days.Store(2)
	o.staff = o.Coordinator()
	ask := o.staff.Get(mailPage + "/send/last-call").Want(http.StatusOK)
	if !o.wave.Mode.Linked() { // that all have answered is not told before somebody wants to send
		if main := webtest.Text(ask.Find("main")); !strings.Contains(main, "fewer than 5 people") || strings.Contains(main, "Åsa") {
			t.Errorf("before the last call the page says %s", main)
		}
		ask = ask.Form(mailPage + "/send/last-call").Send().Want(http.StatusUnprocessableEntity)
	}
	if main := webtest.Text(ask.Find("main")); !strings.Contains(main, "there is nobody left to remind") {
		t.Errorf("the last call says %s", main)
	}
}

// Report returns a delivery report as mail servers write them.
func Report(messageID, address, status string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@example.ac.uk
To: evaluation@example.ac.uk
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BOUNDARY"

--BOUNDARY
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--BOUNDARY
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.ac.uk

Final-Recipient: rfc822; `+address+`
Action: failed
Status: `+status+`
Diagnostic-Code: smtp; 550 no such user

--BOUNDARY
Content-Type: text/rfc822-headers

From: evaluation@example.ac.uk
Message-ID: `+messageID+`
Subject: your views

--BOUNDARY--
`, "\n", "\r\n")
}

// rowOf returns the words of the row of the list that names the person.
func rowOf(t *testing.T, p *webtest.Page, name string) string {
	t.Helper()
	for _, tr := range p.All("tr") {
		if text := webtest.Text(tr); strings.Contains(text, name) {
			return text
		}
	}
	t.Errorf("nobody is listed as %q", name)
	return ""
}

// TestMailWords changes, checks, previews, tests and resets the words.
func TestMailWords(t *testing.T) {
	o := newOffice(t, survey.AnonymousInvited, 3)
	at := mailPage + "/words/invitation/en"
	p := o.staff.Get(at).Want(http.StatusOK)
	preview := webtest.Text(p.ID("preview").Parent)
	for _, want := range []string{"Åsa A. Example", mailPublic + "/i/", "3 July 2021", "the Faculty of Medicine"} {
		if !strings.Contains(preview, want) {
			t.Errorf("the preview does not say %q: %s", want, preview)
		}
	}
	body := "Dear {namee},\n\nhere: {lnik}\n"
	p = p.Form(at).Set("subject", "Hello", "body", body, "do", "save").Send().Want(http.StatusUnprocessableEntity)
	problems := webtest.Text(p.Class("problems")[0])
	for _, want := range []string{"M11", "Line 1 of the text: {namee} is no placeholder. {name} may be meant.", "{link} may be meant", "M12: The text has no {link}", "M13"} {
		if !strings.Contains(problems, want) {
			t.Errorf("the problems do not say %q: %s", want, problems)
		}
	}
	if got := webtest.Raw(p.All("textarea")[0]); got != body {
		t.Errorf("the words are kept as %q, want %q", got, body)
	}
	good := "Dear {name},\n\nhere: {link}\n\nStop: {optout}\n"
	o.staff.Get(at).Form(at).Set("subject", "Hello from {programme}", "body", good, "do", "test", "to", "not an address").Send().Want(http.StatusUnprocessableEntity)
	p = o.staff.Get(at).Form(at).Set("to", "anna@example.ac.uk", "do", "test").Send().Want(http.StatusOK)
	ms := o.smtp.To("anna@example.ac.uk")
	if len(ms) != 1 || ms[0].Subject() != "[Test] Hello from Reverse Mentoring in the Faculty of Medicine" || !strings.HasPrefix(ms[0].Body, "Dear Åsa A. Example,\n\nhere: "+mailPublic+"/i/an-example") {
		t.Errorf("the test message is %+v", ms)
	}
	if invited, _, err := o.Survey.InvitationCounts(t.Context(), o.wave.ID); err != nil || invited != 0 {
		t.Errorf("a test has made %d invitations, %v", invited, err)
	}
	p = p.Form(at).Set("do", "usual").Send().Want(http.StatusOK)
	if got := webtest.Raw(p.All("textarea")[0]); got != mail.Usual(survey.MailInvitation, "en").Body {
		t.Errorf("the usual words are %q", got)
	}
	o.staff.Get(mailPage + "/words/invitation/xx").Want(http.StatusNotFound)
}

// TestMailPlan saves a plan, and lets its days come.
func TestMailPlan(t *testing.T) {
	o := newOffice(t, survey.Named, 2)
	form := o.staff.Get(mailPage).Form(mailPage + "/plan")
	form.Set("remind_before", "soon").Send().Want(http.StatusUnprocessableEntity)
	p := o.staff.Get(mailPage).Form(mailPage+"/plan").Set("language", "cy", "invite_on", "2021-06-26", "remind_before", "2, 5", "most", "2", "thank", "yes").Send().Want(http.StatusOK)
	if got := webtest.Text(p.ID("plan").Parent); !strings.Contains(got, "26 June 2021 Invitation") || !strings.Contains(got, "28 June 2021 Reminder") || !strings.Contains(got, "1 July 2021 Last call") || !strings.Contains(got, "4 July 2021 Thanks") {
		t.Errorf("the calendar says %s", got)
	}
	counts := map[int64]int{0: 0, 1: 2, 2: 2, 3: 4, 5: 4, 6: 6, 7: 6, 9: 8, 10: 8}
	for _, day := range []int64{0, 1, 2, 3, 5, 6, 7, 9, 10} {
		o.days.Store(day)
		o.planned()
		if got := len(o.smtp.Messages()); got != counts[day] {
			t.Errorf("on day %d %d messages have been sent, want %d", day, got, counts[day])
		}
	}
	if got := o.smtp.Messages()[0].Subject(); !strings.HasSuffix(got, ": eich barn") {
		t.Errorf("the subject is %q, want the Welsh one", got)
	}
}

// planned lets the schedule of the day run, and what it starts.
func (o *office) planned() {
	o.t.Helper()
	ctx, stop := context.WithTimeout(o.t.Context(), 20*time.Second)
	ended := make(chan struct{})
	go func() { defer close(ended); o.Survey.RunJobs(ctx, o.post.Kinds()...) }()
	defer func() { stop(); <-ended }()
	id := "mail-schedule " + o.now().Truncate(time.Hour).Format(time.RFC3339)
	for ctx.Err() == nil {
		if j, err := o.Survey.Job(ctx, id); err == nil && j.State.Ended() {
			break
		}
		time.Sleep(2 * time.Millisecond) //nolint:forbidigo // waits for another goroutine, which has no signal
	}
	stop()
	<-ended
	o.work()
}
