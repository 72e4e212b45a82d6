package main

import (
	"context"
	"io"
	"os"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// smtpFlags name the mail server. They are shared by serve and by the commands
// that send.
type smtpFlags struct {
	SMTP     string `name:"smtp" help:"Mail server for invitations, such as smtp://user@mail.example.ac.uk:587 (TLS by STARTTLS) or smtps://... (TLS at once)." env:"VERBATIM_SMTP" placeholder:"URL"`
	SMTPFrom string `name:"smtp-from" help:"Who messages are from, such as \"Evaluation team <evaluation@example.ac.uk>\"." env:"VERBATIM_SMTP_FROM" placeholder:"ADDRESS"`
	SMTPFile string `name:"smtp-password-file" help:"File with the password, which only this account should be able to read; or set VERBATIM_SMTP_PASSWORD." env:"VERBATIM_SMTP_PASSWORD_FILE" placeholder:"FILE"`
	SMTPRate int    `name:"smtp-rate" help:"Messages a minute at most." default:"60" env:"VERBATIM_SMTP_RATE" placeholder:"N"`
}

// passwordVariable holds the password of the mail server. There is no flag for
// it: every account of the machine can read a command line.
const passwordVariable = "VERBATIM_SMTP_PASSWORD" //nolint:gosec // a name, no credential

// longestPassword bounds what is read of a password file, in bytes.
const longestPassword = 4096

// server returns the mail server, nil where none is named.
func (f smtpFlags) server() (*mail.Server, error) {
	if f.SMTP == "" {
		return nil, nil //nolint:nilnil // no server is a way to run
	}
	password := os.Getenv(passwordVariable)
	if f.SMTPFile != "" {
		file, err := os.Open(f.SMTPFile)
		if err != nil {
			return nil, fault.Coded("M29", "The file of the mail server's password cannot be read: %v.", err)
		}
		defer file.Close()
		content, err := io.ReadAll(io.LimitReader(file, longestPassword))
		if err != nil {
			return nil, fault.Coded("M29", "The file of the mail server's password cannot be read: %v.", err)
		}
		password = string(content)
	}
	return mail.ParseServer(f.SMTP, f.SMTPFrom, password, f.SMTPRate)
}

// post returns the post of the app's store.
func (a *app) post(f smtpFlags, publicURL string) (*mail.Post, error) {
	server, err := f.server()
	if err != nil {
		return nil, err
	}
	return mail.New(a.log, mail.Config{Store: a.survey, Server: server, PublicURL: publicURL}), nil
}

type mailCmd struct {
	Send   mailSendCmd   `cmd:"" help:"Send the invitations of a wave, and wait until they have left."`
	Remind mailRemindCmd `cmd:"" help:"Remind those of a wave who have not answered."`
	Test   mailTestCmd   `cmd:"" help:"Send a message of a wave to yourself."`
	Bounce mailBounceCmd `cmd:"" help:"Read a report about a message that came back, from standard input."`
}

// mailTarget names a wave and how it is reached.
type mailTarget struct {
	place
	smtpFlags
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
	Wave      string `help:"Key of the wave." default:"end" placeholder:"KEY"`
	PublicURL string `help:"Address under which people reach the site." env:"VERBATIM_PUBLIC_URL" placeholder:"URL"`
}

// open opens the database and finds the wave.
func (m mailTarget) open(ctx context.Context, c *console) (a *app, p *mail.Post, w survey.Wave, err error) {
	if a, err = openApp(ctx, c.log, m.place); err != nil {
		return nil, nil, w, err
	}
	if p, err = a.post(m.smtpFlags, m.PublicURL); err == nil {
		err = p.Ready()
	}
	if err == nil {
		var r survey.Round
		if _, r, err = a.round(ctx, m.Programme, m.Round); err == nil {
			w, err = a.survey.WaveByKey(ctx, r.ID, m.Wave)
		}
	}
	if err != nil {
		_ = a.close() // the first error counts
		return nil, nil, w, err
	}
	return a, p, w, nil
}

type mailSendCmd struct{ mailTarget }

// Run sends invitations.
func (m *mailSendCmd) Run(ctx context.Context, c *console) error {
	return m.send(ctx, c, survey.MailInvitation)
}

type mailRemindCmd struct {
	mailTarget
	Last bool `help:"With the words of the last call."`
}

// Run sends reminders.
func (m *mailRemindCmd) Run(ctx context.Context, c *console) error {
	if m.Last {
		return m.send(ctx, c, survey.MailLastCall)
	}
	return m.send(ctx, c, survey.MailReminder)
}

// send starts a run and works on it until it has ended, or waits for a mail
// server that puts letters off: the next process that sends goes on with it.
func (m mailTarget) send(ctx context.Context, c *console, kind survey.MailKind) error {
	a, p, w, err := m.open(ctx, c)
	if err != nil {
		return err
	}
	defer a.close()
	run, err := p.Start(ctx, sqldb.NewID(), w.ID, kind)
	if err != nil {
		return err
	}
	job, err := a.workOff(ctx, p, run.ID)
	if err != nil {
		return err
	}
	if run, err = a.survey.MailRun(context.WithoutCancel(ctx), run.ID); err != nil {
		return err
	}
	c.say("Sent", "%s about %q; %d refused, %d uncertain", some(run.Sent, "message", "messages"), w.Title, run.Refused, run.Uncertain)
	if !run.Ended {
		c.warn("%s left. %s verbatim serve goes on with them.", some(run.Letters-run.Sent-run.Refused-run.Uncertain-run.Dropped, "message is", "messages are"), job.Problem)
	}
	return nil
}

// workOff works on jobs until the one named has ended or waits.
func (a *app) workOff(ctx context.Context, p *mail.Post, id string) (store.Job, error) {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	kinds := p.Kinds()
	var job store.Job
	var failed error
	for i := range kinds {
		if kinds[i].Name != store.MailJob {
			continue
		}
		deliver := kinds[i].Run
		kinds[i].Run = func(ctx context.Context, r *store.JobRun) error {
			err := deliver(ctx, r)
			if r.ID == id {
				defer stop()
			}
			return err
		}
	}
	go func() { defer close(ended); a.survey.RunJobs(ctx, kinds...) }()
	<-ended
	stop()
	job, failed = a.survey.Job(context.WithoutCancel(ctx), id)
	return job, failed
}

type mailTestCmd struct {
	mailTarget
	To   string `help:"Your own address." required:"" placeholder:"ADDRESS"`
	Kind string `help:"Which message: invitation, reminder, last-call or thanks." default:"invitation" enum:"invitation,reminder,last-call,thanks"`
}

// Run sends one message that opens nothing.
func (m *mailTestCmd) Run(ctx context.Context, c *console) error {
	a, p, w, err := m.open(ctx, c)
	if err != nil {
		return err
	}
	defer a.close()
	like := survey.Participant{Name: "A Participant", Email: strings.TrimSpace(m.To)}
	if err := p.Test(ctx, w.ID, survey.MailKind(m.Kind), like, m.To); err != nil {
		return err
	}
	c.say("Sent", "a test of the %s to %s", m.Kind, m.To)
	return nil
}

type mailBounceCmd struct{ place }

// Run reads a delivery report. Rules of a mailbox call it with each message that
// comes to the sender's address: what is no report is refused by the exit code.
func (m *mailBounceCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, m.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.post(smtpFlags{}, "")
	if err != nil {
		return err
	}
	noted, err := p.Bounce(ctx, c.in)
	if err != nil {
		return err
	}
	if noted {
		c.say("Noted", "the address takes no mail; it is not written to again unless it is corrected")
	} else {
		c.say("Passed over", "the report is not about a failure that lasts")
	}
	return nil
}
