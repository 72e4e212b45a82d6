package mail_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"verbatim/survey"
	"verbatim/survey/mail"
	"verbatim/survey/mail/mailtest"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestRefusals has a server refuse in every way: for good, for now, for what is
// in the message, and by hanging up before and after the last dot.
func TestRefusals(t *testing.T) {
	o := newOffice(t, surveytest.OpenDB(t), survey.AnonymousInvited, 6)
	ctx := t.Context()
	var mu sync.Mutex
	asked := map[string]int{}
	count := func(to string) int {
		mu.Lock()
		defer mu.Unlock()
		asked[to]++
		return asked[to]
	}
	o.smtp.OnRecipient(func(to string) error {
		n := count(to)
		switch {
		case strings.HasPrefix(to, "person0"):
			return mailtest.Refuse(550, smtp.EnhancedCode{5, 1, 1})
		case strings.HasPrefix(to, "person1") && n == 1:
			return mailtest.Refuse(450, smtp.EnhancedCode{4, 2, 0})
		case strings.HasPrefix(to, "person2"):
			return mailtest.Refuse(550, smtp.EnhancedCode{5, 7, 1})
		}
		return nil
	})
	o.smtp.OnMessage(func(c *smtp.Conn, m mailtest.Message) error {
		switch {
		case m.To == "person3@example.ac.uk":
			return mailtest.Refuse(554, smtp.EnhancedCode{5, 6, 0})
		case m.To == "person4@example.ac.uk":
			return c.Conn().Close() // nobody can know whether the message was kept
		}
		return nil
	})
	id := sqldb.NewID()
	_, err := o.post.Start(ctx, id, o.wave.ID, survey.MailInvitation)
	check(t, err)
	for range 3 { // the hanging up and the grey list each end a turn
		o.work(t, id, func(j store.Job) bool { return j.State.Ended() || j.State == store.JobReady && j.DueAt.After(o.now()) })
		o.later(10 * time.Minute)
	}
	j := o.work(t, id, done)
	run, err := o.MailRun(ctx, id)
	check(t, err)
	if j.State != store.JobDone || run.Sent != 2 || run.Refused != 3 || run.Uncertain != 1 || !run.Ended {
		t.Errorf("job %s, run %+v, want 2 sent, 3 refused, 1 uncertain", j.State, run)
	}
	want := map[string]string{
		"person0": "refused 5.1.1", "person1": "sent ", "person2": "refused 5.7.1",
		"person3": "refused 5.6.0", "person4": "uncertain no answer", "person5": "sent ",
	}
	views, err := o.LetterViews(ctx, o.wave)
	check(t, err)
	for _, v := range views {
		for i, p := range o.people {
			if name := fmt.Sprint("person", i); p.ID == v.ParticipantID && string(v.State)+" "+v.Status != want[name] {
				t.Errorf("the letter of %s is %s %q, want %s", name, v.State, v.Status, want[name])
			}
		}
	}
	states, err := o.AddressStates(ctx, programmeOf(t, o), o.people)
	check(t, err)
	for i, p := range o.people {
		if got, want := states[p.ID].Bounced != "", i == 0; got != want {
			t.Errorf("address of person%d bounced: %v, want %v", i, got, want)
		}
	}
	for to, n := range asked {
		if limit := 1; n > limit && !strings.HasPrefix(to, "person1") {
			t.Errorf("%s was named to the server %d times", to, n)
		}
	}
	// Who had a refused message about its words is invited again; a dead address is not.
	a, why, err := o.MailAudience(ctx, o.wave.ID, survey.MailInvitation)
	if err != nil || why != nil || len(a.To) != 2 || a.Quiet != 1 || a.Before != 3 {
		t.Errorf("the audience of another invitation is %+v, %v, %v, want 2 people, 1 quiet, 3 before", a, why, err)
	}
}

func programmeOf(t *testing.T, o *office) string {
	t.Helper()
	r, err := o.Round(t.Context(), o.wave.RoundID)
	check(t, err)
	return r.ProgrammeID
}

// TestServerAway lets the server refuse to be reached: the letters wait, the
// reason is told, and all is sent once it is back.
func TestServerAway(t *testing.T) {
	o := newOffice(t, surveytest.OpenDB(t), survey.Named, 3)
	good := o.post.Server.Address
	o.post.Server.Address = "127.0.0.1:1"
	id := sqldb.NewID()
	_, err := o.post.Start(t.Context(), id, o.wave.ID, survey.MailInvitation)
	check(t, err)
	j := o.work(t, id, func(j store.Job) bool { return j.Problem != "" })
	if j.State != store.JobReady || !strings.HasPrefix(j.Problem, "M19: ") {
		t.Errorf("the job is %s with problem %q, want ready with M19", j.State, j.Problem)
	}
	o.post.Server.Address = good
	check(t, o.RetryJob(t.Context(), id))
	o.work(t, id, done)
	if n := len(o.smtp.Messages()); n != 3 {
		t.Errorf("%d messages arrived, want 3", n)
	}
}

// TestStop stops a run before anything is sent: nobody gets anything, and all
// can be invited later.
func TestStop(t *testing.T) {
	o := newOffice(t, surveytest.OpenDB(t), survey.AnonymousInvited, 3)
	ctx, id := t.Context(), sqldb.NewID()
	_, err := o.post.Start(ctx, id, o.wave.ID, survey.MailInvitation)
	check(t, err)
	again, err := o.post.Start(ctx, id, o.wave.ID, survey.MailInvitation)
	if err != nil || again.ID != id || again.Letters != 3 {
		t.Errorf("the same sending started again = %+v, %v", again, err)
	}
	_, err = o.post.Start(ctx, sqldb.NewID(), o.wave.ID, survey.MailInvitation)
	wantCode(t, "another sending beside it", err, "M05")
	check(t, o.StopMailRun(ctx, id))
	if run, err := o.MailRun(ctx, id); err != nil || !run.Ended || run.Dropped != 3 {
		t.Errorf("the run that was stopped is %+v, %v, want 3 dropped", run, err)
	}
	if j := o.work(t, id, done); j.State != store.JobStopped || len(o.smtp.Messages()) != 0 {
		t.Errorf("the job is %s with %d messages sent", j.State, len(o.smtp.Messages()))
	}
	if run := o.send(t, survey.MailInvitation); run.Sent != 3 {
		t.Errorf("inviting after a stop: %+v, want 3 sent", run)
	}
}

// The environment of the child that TestKill kills.
const (
	childVariable  = "VERBATIM_TEST_MAIL"
	serverVariable = "VERBATIM_TEST_MAIL_SERVER"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(childVariable); address != "" {
		if err := sendUntilKilled(address, os.Getenv(serverVariable)); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// sendUntilKilled works on the jobs of a database.
func sendUntilKilled(address, server string) error {
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sqldb.Open(ctx, log, address)
	if err != nil {
		return err
	}
	s, err := store.New(ctx, log, db)
	if err != nil {
		return err
	}
	to, err := mail.ParseServer("smtp://"+server, "evaluation@example.ac.uk", "", 6000)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	s.RunJobs(ctx, mail.New(log, mail.Config{Store: s, Server: to, PublicURL: publicURL}).Kinds()...)
	return nil
}

// TestKill kills the sending process in the middle of its work, again and again:
// nobody gets a message twice, and of each that did not arrive it is known that
// it may not have.
func TestKill(t *testing.T) { surveytest.EachAddress(t, testKill) }

func testKill(t *testing.T, address string) {
	const people, kills = 24, 2
	o := newOffice(t, surveytest.Reopen(t, address), survey.AnonymousInvited, people)
	o.micros.Store(time.Now().UnixMicro()) // the child has the real clock
	o.wave.OpensOn, o.wave.ClosesOn = "", ""
	check(t, o.SaveWave(t.Context(), o.wave))
	arrived := make(chan struct{}, people)
	o.smtp.OnMessage(func(*smtp.Conn, mailtest.Message) error { arrived <- struct{}{}; return nil })
	id := sqldb.NewID()
	_, err := o.post.Start(t.Context(), id, o.wave.ID, survey.MailInvitation)
	check(t, err)
	for range kills {
		killAfter(t, address, o.smtp.Address, arrived, 5)
		o.micros.Store(time.Now().UnixMicro())
		o.expire(t, id)
	}
	o.work(t, id, done)
	run, err := o.MailRun(t.Context(), id)
	check(t, err)
	got := map[string]int{}
	for _, m := range o.smtp.Messages() {
		got[m.To]++
	}
	for to, n := range got {
		if n > 1 {
			t.Errorf("%s got the invitation %d times", to, n)
		}
	}
	missing := people - len(got)
	if run.Sent+run.Uncertain != people || run.Uncertain > kills || missing > run.Uncertain {
		t.Errorf("run %+v with %d people who got nothing, want each of them among at most %d uncertain", run, missing, kills)
	}
	t.Logf("%d of %d arrived after %d kills; %d uncertain", len(got), people, kills, run.Uncertain)
}

// expire lets the lease of a job run out.
func (o *office) expire(t *testing.T, id string) {
	t.Helper()
	check(t, o.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET due_at = 0 WHERE id = $1`, id)
		return err
	}))
}

// killAfter runs a process that sends until so many messages have arrived, and
// kills it.
func killAfter(t *testing.T, database, server string, arrived <-chan struct{}, messages int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), childVariable+"="+database, serverVariable+"="+server)
	out, err := child.StdoutPipe()
	check(t, err)
	check(t, child.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	for range messages {
		select {
		case <-arrived:
		case <-time.After(soon):
			t.Fatal("the child sends nothing")
		}
	}
	check(t, child.Process.Kill())
	_ = child.Wait() // it was killed
}
