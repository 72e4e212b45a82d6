package mail_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/survey/mail/mailtest"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

const publicURL = "https://survey.example.ac.uk"

// An office is a store with a wave and people, and the post that writes to them.
type office struct {
	*store.Store
	post   *mail.Post
	smtp   *mailtest.Server
	wave   survey.Wave
	people []survey.Participant
	micros *atomic.Int64
}

// soon is how long a test waits for what takes milliseconds on an idle machine.
const soon = 20 * time.Second

func newOffice(t *testing.T, db *sqldb.DB, mode survey.Mode, people int) *office {
	t.Helper()
	ctx := t.Context()
	s, err := store.New(ctx, surveytest.Log(t), db)
	check(t, err)
	o := &office{Store: s, smtp: mailtest.Plain(t), micros: &atomic.Int64{}}
	o.micros.Store(time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC).UnixMicro())
	s.Now = o.now
	p := surveytest.Programme()
	p.Contact = "Dr Jo Hall, jo.hall@example.ac.uk"
	check(t, s.SaveProgramme(ctx, p))
	r := surveytest.Round(p)
	check(t, s.SaveRound(ctx, r))
	f, err := s.PublishForm(ctx, p.ID, surveytest.Form())
	check(t, err)
	o.wave = surveytest.Wave(r, f)
	o.wave.Mode, o.wave.OpensOn, o.wave.ClosesOn = mode, "2026-05-01", "2026-06-30"
	check(t, s.SaveWave(ctx, o.wave))
	for i := range people {
		person := survey.Participant{ID: sqldb.NewID(), RoundID: r.ID, Role: "mentor", Name: fmt.Sprintf("Person %d Åse", i), Email: fmt.Sprintf("person%d@example.ac.uk", i)}
		check(t, s.SaveParticipant(ctx, person))
		o.people = append(o.people, person)
	}
	server, err := mail.ParseServer("smtp://"+o.smtp.Address, "Evaluation team <evaluation@example.ac.uk>", "", 6000)
	check(t, err)
	o.post = mail.New(surveytest.Log(t), mail.Config{Store: s, Server: server, PublicURL: publicURL + "/", Now: o.now})
	return o
}

func (o *office) now() time.Time        { return time.UnixMicro(o.micros.Load()).UTC() }
func (o *office) later(d time.Duration) { o.micros.Add(d.Microseconds()) }

// work runs the jobs until the one named has come to a state that pleases.
func (o *office) work(t *testing.T, id string, pleases func(store.Job) bool) store.Job {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), soon)
	ended := make(chan struct{})
	go func() { defer close(ended); o.RunJobs(ctx, o.post.Kinds()...) }()
	defer func() { stop(); <-ended }()
	for {
		j, err := o.Job(ctx, id)
		if err != nil || pleases(j) {
			check(t, err)
			return j
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the job is %+v after %s", j, soon)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func done(j store.Job) bool { return j.State.Ended() }

// send starts a run and waits for its end.
func (o *office) send(t *testing.T, kind survey.MailKind) survey.MailRun {
	t.Helper()
	id := sqldb.NewID()
	_, err := o.post.Start(t.Context(), id, o.wave.ID, kind)
	check(t, err)
	if j := o.work(t, id, done); j.State != store.JobDone {
		t.Fatalf("the job is %+v", j)
	}
	run, err := o.MailRun(t.Context(), id)
	check(t, err)
	return run
}

// answer answers the wave by the latest link that was sent to the address.
func (o *office) answer(t *testing.T, address string) {
	t.Helper()
	token := o.token(t, address)
	inv, err := o.Invitation(t.Context(), token)
	check(t, err)
	r := surveytest.Response(o.wave, "", "It went well.")
	r.ID = ""
	if o.wave.Mode.Linked() {
		r.ParticipantID = inv.ParticipantID
	}
	_, err = o.Submit(t.Context(), r, store.SubmitOptions{InvitationID: inv.ID})
	check(t, err)
}

// token returns the token of the latest link that was sent to the address.
func (o *office) token(t *testing.T, address string) string {
	t.Helper()
	ms := o.smtp.To(address)
	if len(ms) == 0 {
		t.Fatalf("nothing was sent to %s", address)
	}
	return strings.TrimPrefix(ms[len(ms)-1].Link(publicURL+"/i/"), publicURL+"/i/")
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if err == nil || !strings.HasPrefix(fault.Text(err), code+": ") {
		t.Errorf("%s = %v, want %s", what, err, code)
	}
}

// TestWave goes through the mail of a wave in each mode, on each engine: invite,
// some answer, remind the others, who opted out gets nothing, thank all.
func TestWave(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Named, survey.AnonymousInvited} {
		t.Run(string(mode), func(t *testing.T) {
			surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) { testWave(t, newOffice(t, db, mode, 5)) })
		})
	}
	for _, mode := range []survey.Mode{survey.Confidential, survey.Open} {
		t.Run(string(mode), func(t *testing.T) { testWave(t, newOffice(t, surveytest.OpenDB(t), mode, 5)) })
	}
}

func testWave(t *testing.T, o *office) {
	ctx := t.Context()
	run := o.send(t, survey.MailInvitation)
	if run.Letters != 5 || run.Sent != 5 || !run.Ended || len(o.smtp.Messages()) != 5 || o.smtp.Connections() != 1 {
		t.Fatalf("inviting: %+v with %d messages over %d connections, want 5 sent over one", run, len(o.smtp.Messages()), o.smtp.Connections())
	}
	_, err := o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailInvitation)
	wantCode(t, "inviting all again", err, "M09")
	_, err = o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailReminder)
	wantCode(t, "reminding on the day of the invitation", err, "M09")
	o.answer(t, "person0@example.ac.uk")
	first := o.token(t, "person2@example.ac.uk")
	out := o.smtp.To("person1@example.ac.uk")[0].Link(publicURL + "/o/")
	_, err = o.post.SetOptOut(ctx, strings.TrimPrefix(out, publicURL+"/o/"), true)
	check(t, err)

	o.later(24 * time.Hour)
	if run := o.send(t, survey.MailReminder); run.Letters != 3 || run.Sent != 3 {
		t.Errorf("reminding: %+v, want 3 letters sent", run)
	}
	for i, want := range []int{1, 1, 2, 2, 2} {
		address := fmt.Sprintf("person%d@example.ac.uk", i)
		if got := len(o.smtp.To(address)); got != want {
			t.Errorf("%s got %d messages, want %d", address, got, want)
		}
	}
	if _, err := o.Invitation(ctx, first); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the first link opens an invitation after the reminder: %v", err)
	}
	inv, err := o.ReplacedInvitation(ctx, first)
	check(t, err)
	if now, err := o.Invitation(ctx, o.token(t, "person2@example.ac.uk")); err != nil || now.ID != inv.ID || now.Spent {
		t.Errorf("the reminder's link opens %+v, %v, want the invitation %s", now, err, inv.ID)
	}
	_, err = o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailReminder)
	wantCode(t, "a second reminder on one day", err, "M08")
	o.answer(t, "person2@example.ac.uk")
	o.later(24 * time.Hour)
	if run := o.send(t, survey.MailLastCall); run.Letters != 2 {
		t.Errorf("the last call: %+v, want 2 letters", run)
	}
	last := o.token(t, "person3@example.ac.uk")
	_, err = o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailThanks)
	wantCode(t, "thanks before the end", err, "M06")
	o.later(24 * time.Hour)
	_, err = o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailReminder)
	wantCode(t, "more reminders than the plan allows", err, "M07")
	o.later(60 * 24 * time.Hour)
	if run := o.send(t, survey.MailThanks); run.Letters != 4 {
		t.Errorf("thanks: %+v, want 4 letters", run)
	}
	_, err = o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailThanks)
	wantCode(t, "thanks again", err, "M09")
	checkTraces(t, o, last)
}

// checkTraces looks at what the mail has left in the database.
func checkTraces(t *testing.T, o *office, token string) {
	t.Helper()
	ctx := t.Context()
	views, err := o.LetterViews(ctx, o.wave)
	check(t, err)
	reminders, days := 0, 0
	check(t, o.ForgetMailDays(ctx))
	for _, v := range views {
		if v.Kind.Reminds() {
			reminders++
		}
		if v.SentOn != "" {
			days++
		}
	}
	stored, err := sqldb.Collect(ctx, o.DB, func(r sqldb.Row) (s string, err error) { err = r.Scan(&s); return s, err },
		`SELECT kind || ' ' || sent_on FROM mail_letter WHERE kind IN ('reminder', 'last-call') OR sent_on < '2026-07-01'`)
	check(t, err)
	if linked := o.wave.Mode.Linked(); linked && reminders != 5 || !linked && (reminders != 0 || days != 0) {
		t.Errorf("mode %s: the list knows of %d reminders and %d days", o.wave.Mode, reminders, days)
	}
	for _, s := range stored {
		if !o.wave.Mode.Linked() && (strings.HasPrefix(s, "reminder") || strings.HasPrefix(s, "last-call") || strings.HasSuffix(s, "2026-05-20")) {
			t.Errorf("mode %s: the table of letters tells %q", o.wave.Mode, s)
		}
	}
	if o.DB.Engine() == sqldb.PostgreSQL {
		writers, err := sqldb.Collect(ctx, o.DB, func(r sqldb.Row) (s string, err error) { err = r.Scan(&s); return s, err }, `SELECT DISTINCT CAST(xmin AS TEXT) FROM invitation`)
		check(t, err)
		if len(writers) != 1 {
			t.Errorf("invitations were written last by %d transactions, want one: those of who has answered stand out from those renewed after", len(writers))
		}
	}
	for table := range surveytest.Rows(t, o.DB) {
		if strings.HasPrefix(table, "mail_") || table == "job" || table == "invitation_link" || table == "audit" {
			for _, secret := range []string{"person1@", "Åse", token} {
				refuseText(t, o.DB, table, secret)
			}
		}
	}
}

// refuseText fails when any cell of the table holds the text.
func refuseText(t *testing.T, db *sqldb.DB, table, text string) {
	t.Helper()
	rows, err := sqldb.Collect(t.Context(), db, func(r sqldb.Row) (s string, err error) { err = r.Scan(&s); return s, err }, rowsAsText(db, table))
	check(t, err)
	for _, r := range rows {
		if strings.Contains(r, text) {
			t.Errorf("the table %s holds %q: %s", table, text, r)
		}
	}
}

func rowsAsText(db *sqldb.DB, table string) string {
	if db.Engine() == sqldb.PostgreSQL {
		return `SELECT CAST(t AS TEXT) FROM ` + table + ` t`
	}
	names := map[string]string{
		"mail_plan": "languages", "mail_template": "subject || body", "mail_run": "id", "mail_letter": "claim || status", "mail_address": "address_hash || bounced",
		"job": "id || subject || args || problem", "invitation_link": "token_hash || body", "audit": "actor || details || object_id",
	}
	return `SELECT ` + names[table] + ` FROM ` + table
}
