package mail

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

const (
	// earliestHour is when planned messages go out, UTC: not while people sleep.
	earliestHour = 8
	// latest is how many days late a planned message may still go out, after a
	// weekend on which the server was off. Later, it would come with the next.
	latest = 2
)

// schedule starts what the plans say for today. What it starts has an ID of its
// day, so that it is started once, however many processes look.
func (p *Post) schedule(ctx context.Context, _ *store.JobRun) (err error) {
	defer fault.Wrap(&err, "mail.schedule")
	if err := p.Store.ForgetMailDays(ctx); err != nil {
		return err
	}
	if p.Now().UTC().Hour() < earliestHour {
		return nil
	}
	plans, err := p.Store.MailPlans(ctx)
	if err != nil {
		return err
	}
	for _, plan := range plans {
		wave, err := p.Store.Wave(ctx, plan.WaveID)
		if err != nil {
			return err
		}
		for _, d := range Due(plan, wave, survey.DayOf(p.Now())) {
			if err := p.startPlanned(ctx, wave, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// startPlanned starts one planned message. That nobody is to get it, or that
// something stands against it, is no failure of the schedule.
func (p *Post) startPlanned(ctx context.Context, wave survey.Wave, d Planned) error {
	id := fmt.Sprintf("plan-%s-%s-%s", wave.ID, d.Kind, d.Day)
	if _, err := p.Store.MailRun(ctx, id); err == nil || fault.KindOf(err) != fault.NotFound {
		return err
	}
	_, err := p.Start(ctx, id, wave.ID, d.Kind)
	if fault.KindOf(err) == fault.Invalid && err != nil {
		p.log.InfoContext(ctx, "a planned message was not sent", slog.String("kind", string(d.Kind)), slog.Any("error", err))
		return nil
	}
	return err
}

// A Planned message is due on a day.
type Planned struct {
	Kind survey.MailKind
	Day  survey.Day
}

// Calendar returns what the plan sends about the wave and when, in that order.
func Calendar(plan survey.MailPlan, wave survey.Wave) []Planned {
	var all []Planned
	if plan.InviteOn != "" {
		all = append(all, Planned{survey.MailInvitation, plan.InviteOn})
	}
	if wave.ClosesOn == "" {
		return all
	}
	days := slices.Clone(plan.RemindBefore)
	slices.Sort(days)
	slices.Reverse(days)
	days = slices.Compact(days)
	for i, n := range days {
		kind := survey.MailReminder
		if i > 0 && i == len(days)-1 {
			kind = survey.MailLastCall
		}
		all = append(all, Planned{kind, shift(wave.ClosesOn, -n)})
	}
	if plan.Thank {
		all = append(all, Planned{survey.MailThanks, wave.ClosesOn.Next()})
	}
	return all
}

// Due returns what is to be sent today: of several reminders that are due, after
// the server was off, the last one only.
func Due(plan survey.MailPlan, wave survey.Wave, today survey.Day) []Planned {
	var due []Planned
	for _, d := range Calendar(plan, wave) {
		if d.Day > today || shift(d.Day, latest) < today {
			continue
		}
		if last := len(due) - 1; d.Kind.Reminds() && last >= 0 && due[last].Kind.Reminds() {
			due[last] = d
			continue
		}
		due = append(due, d)
	}
	return due
}

func shift(d survey.Day, days int) survey.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return survey.DayOf(t.AddDate(0, 0, days))
}
