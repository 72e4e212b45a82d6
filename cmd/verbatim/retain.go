package main

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

type retainCmd struct {
	place
	DryRun bool `help:"Say what would go, and remove nothing."`
}

// Run removes the answers that were kept as long as was promised.
func (r *retainCmd) Run(ctx context.Context, c *console) (err error) {
	a, err := openApp(ctx, c.log, r.place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	run, word := a.survey.Retain, "Removed"
	if r.DryRun {
		run, word = a.survey.RetentionDue, "Would remove"
	}
	waves, err := run(ctx)
	for _, d := range waves {
		c.say(word, "%q: %s, %s, %s, the names of %s; kept until %s", d.Wave.Title,
			some(d.Responses, "response", "responses"), some(d.Invitations, "invitation", "invitations"),
			some(d.Letters, "letter", "letters"), some(d.Participants, "participant", "participants"), d.Wave.RetainUntil)
	}
	if err != nil || len(waves) > 0 && r.DryRun {
		return err
	}
	if len(waves) == 0 {
		c.say("Nothing", "no answers were kept as long as was promised")
		return nil
	}
	if err := a.survey.NoteRemovals(ctx); err != nil {
		return err
	}
	if _, err := a.db.Scrub(ctx); err != nil {
		return err
	}
	c.say("Next", "a server that runs takes them out of the index by itself; verbatim reindex does where none runs")
	return nil
}

// noteEvery is how often a process notes outside of the database what others
// have removed.
const noteEvery = time.Hour

// noteRemovals keeps this process's list of removals complete, until ctx ends.
func (a *app) noteRemovals(ctx context.Context) {
	tick := time.NewTicker(noteEvery)
	defer tick.Stop()
	for {
		if err := a.survey.NoteRemovals(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "removals are not noted outside of the database", slog.String("code", "L12"), slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
