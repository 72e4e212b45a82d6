package mail

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

const (
	// scheduleJob is the kind of the job that looks which messages are due.
	scheduleJob   = "mail-schedule"
	scheduleEvery = time.Hour
	// mostTries is how often one letter is handed over while the server puts it
	// off: with the pauses below that takes about a day.
	mostTries = 9
)

// pauses are waited after each time that the server has put off a letter. Grey
// lists let one pass after 5 to 15 minutes.
func pauses() []time.Duration {
	return []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour}
}

// Kinds returns the background work of mail, for [store.Store.RunJobs]: none
// where nothing can be sent, so that letters wait for a process that can.
func (p *Post) Kinds() []store.JobKind {
	if p.Ready() != nil {
		return nil
	}
	return []store.JobKind{
		{Name: store.MailJob, Run: p.deliver},
		{Name: scheduleJob, Every: scheduleEvery, Run: p.schedule},
	}
}

// deliver sends the letters of a run that are due. It opens the connection
// before it takes a letter, so that a server out of reach costs no letter a try.
func (p *Post) deliver(ctx context.Context, r *store.JobRun) (err error) {
	defer fault.Wrap(&err, "mail.deliver(%s)", r.ID)
	given, err := p.Store.ResumeMailRun(ctx, r)
	if err != nil {
		return err
	}
	if given > 0 {
		p.log.WarnContext(ctx, "messages under way when a process ended are not sent again", slog.Int("messages", given))
	}
	run, err := p.Store.MailRun(ctx, r.ID)
	if err != nil {
		return err
	}
	b, err := p.batch(ctx, run.WaveID, run.Kind)
	if err != nil {
		return err
	}
	var x *session
	defer func() {
		if x != nil {
			x.close()
		}
	}()
	for {
		waiting, due, err := p.Store.LettersWaiting(ctx, r.ID)
		if err != nil {
			return err
		}
		if err := r.Progress(ctx, run.Letters-waiting, run.Letters); err != nil {
			return err
		}
		if waiting == 0 {
			return p.Store.EndMailRun(ctx, r.ID)
		}
		if due.After(p.Now()) {
			return store.JobLater{At: due}
		}
		if x == nil {
			if x, err = p.Server.open(ctx); err != nil {
				return err
			}
		}
		if err := p.sendNext(ctx, r, b, x); err != nil {
			return err
		}
		if err := wait(ctx, p.Server.pause()); err != nil {
			return err
		}
	}
}

// sendNext sends one letter and settles it, whatever becomes of it.
func (p *Post) sendNext(ctx context.Context, r *store.JobRun, b *batch, x *session) error {
	l, err := p.Store.NextLetter(ctx, r)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return nil //nolint:nilerr // the last ones were passed over
	}
	if err != nil {
		return err
	}
	content, err := b.compose(l.Participant, l.AddressHash, l.Token).Bytes()
	if err != nil {
		return errors.Join(err, p.Store.Settle(context.WithoutCancel(ctx), l, store.Outcome{State: survey.LetterRefused, Status: "unsendable"}))
	}
	o, err := x.hand(l.Participant.Email, content)
	switch o.State {
	case "": // the server took nothing, and did not say why
		o = store.Outcome{State: survey.LetterWaiting, DueAt: p.Now(), Status: "broke off"}
	case survey.LetterWaiting:
		o.DueAt = p.Now().Add(pauses()[min(l.Tries-1, len(pauses())-1)])
	case survey.LetterSending, survey.LetterSent, survey.LetterRefused, survey.LetterUncertain, survey.LetterDropped:
	}
	if o.State == survey.LetterWaiting && l.Tries >= mostTries {
		o.State = survey.LetterRefused
	}
	return errors.Join(err, p.Store.Settle(context.WithoutCancel(ctx), l, o))
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
