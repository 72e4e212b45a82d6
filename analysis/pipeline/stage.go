package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"runtime"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/similar"
	"verbatim/analysis/store"
	"verbatim/analysis/suggest"
	"verbatim/analysis/theme"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// The names of the stages, for what is set aside.
const (
	stageRead    = "read"
	stageThemes  = "themes"
	stageActions = "actions"
	stageStore   = "store"
	stageIndex   = "index"
)

// stages are the functions that read an answer. They are fields so that a test
// can let one fail.
type stages struct {
	sentences func(text string) []analysis.Span
	tag       func(t *theme.Tagger, text string, sentences []analysis.Span) []theme.Tagged
	mine      func(m *suggest.Miner, text string, purpose survey.Purpose) []analysis.Action
	match     func(m *similar.Matcher, text string) analysis.Match
}

func realStages() stages {
	return stages{nlp.Sentences, (*theme.Tagger).Tag, (*suggest.Miner).Mine, (*similar.Matcher).Match}
}

// A reading is what the stages made of one answer.
type reading struct {
	store.Suggestions
	failures []store.Failure
}

// suggest reads the answers and stores the suggestions.
func (p *Pipeline) suggest(ctx context.Context, vs []survey.Verbatim) error {
	for _, v := range vs {
		if _, err := p.model(ctx, v.ProgrammeID); err != nil {
			return err
		}
	}
	readings := make([]reading, len(vs))
	atOnce(runtime.GOMAXPROCS(0), len(vs), func(i int) {
		if v := vs[i]; v.QuoteConsent.MayAnalyse() {
			readings[i] = p.read(p.models[v.ProgrammeID], v)
		}
	})
	var all []store.Suggestions
	for _, r := range readings {
		if r.VerbatimID != "" {
			all = append(all, r.Suggestions)
		}
	}
	if err := p.forget(ctx, all); err != nil {
		return err
	}
	if err := p.keep(ctx, all); err != nil {
		return err
	}
	return p.setAside(ctx, readings)
}

// forget takes back that stages failed on the verbatims, for they have been
// tried again.
func (p *Pipeline) forget(ctx context.Context, all []store.Suggestions) error {
	failed, err := p.Analysis.Failures(ctx)
	if err != nil {
		return err
	}
	before := map[string]bool{}
	for _, f := range failed {
		before[f.VerbatimID] = true
	}
	for _, s := range all {
		if !before[s.VerbatimID] {
			continue
		}
		if err := p.writer().ClearAside(ctx, s.VerbatimID); err != nil {
			return err
		}
	}
	return nil
}

// keep stores suggestions; where the whole cannot be stored, each that can.
func (p *Pipeline) keep(ctx context.Context, all []store.Suggestions) error {
	err := p.writer().ReplaceAll(ctx, all)
	if err == nil || len(all) == 0 || !poison(ctx, err) {
		return err
	}
	stored := 0
	for _, s := range all {
		one := p.writer().ReplaceAll(ctx, []store.Suggestions{s})
		switch {
		case one == nil:
			stored++
		case !poison(ctx, one):
			return one
		default:
			if err := p.writer().SetAside(ctx, s.VerbatimID, stageStore, reason(one)); err != nil {
				return err
			}
		}
	}
	if stored == 0 {
		return err
	}
	return nil
}

// poison reports whether err may be the fault of what was written rather than
// of the machine, of the moment or of who writes.
func poison(ctx context.Context, err error) bool {
	return ctx.Err() == nil && fault.KindOf(err) != fault.Unavailable && !deposed(err)
}

// setAside records what failed.
func (p *Pipeline) setAside(ctx context.Context, readings []reading) error {
	for _, r := range readings {
		for _, f := range r.failures {
			p.log.WarnContext(ctx, "an answer was set aside", slog.String("verbatim_id", f.VerbatimID), slog.String("stage", f.Stage))
			if err := p.writer().SetAside(ctx, f.VerbatimID, f.Stage, f.Reason); err != nil {
				return err
			}
		}
	}
	return nil
}

// read puts one answer through the stages. One that fails leaves the others'
// work standing.
func (p *Pipeline) read(m *model, v survey.Verbatim) reading {
	r := reading{Suggestions: store.Suggestions{VerbatimID: v.ID, Model: m.name}}
	attempt := func(stage string, fn func() error) {
		if err := guard(fn); err != nil {
			r.failures = append(r.failures, store.Failure{VerbatimID: v.ID, Stage: stage, Reason: reason(err)})
		}
	}
	attempt(stageThemes, func() (err error) {
		r.Codings, err = p.codings(m, v)
		return err
	})
	attempt(stageActions, func() (err error) {
		r.Actions, err = p.actions(m, v)
		return err
	})
	return r
}

// codings returns the themes suggested for v.
func (p *Pipeline) codings(m *model, v survey.Verbatim) ([]analysis.Coding, error) {
	if m.tagger == nil {
		return nil, nil
	}
	var out []analysis.Coding
	for _, t := range p.stages.tag(m.tagger, v.Text, p.stages.sentences(v.Text)) {
		if err := sound(v.Text, t.Span, t.Score); err != nil {
			return nil, err
		}
		out = append(out, analysis.Coding{Theme: t.Theme, Span: t.Span, Score: t.Score, Reason: t.Reason})
	}
	return out, nil
}

// actions returns what v asks for, each with the earlier recommendation that it
// builds on.
func (p *Pipeline) actions(m *model, v survey.Verbatim) ([]analysis.Action, error) {
	matcher := m.matchers[v.RoundKey]
	matches := map[analysis.Span]analysis.Match{}
	found := p.stages.mine(m.miner, v.Text, v.Purpose)
	for i, a := range found {
		if err := sound(v.Text, a.Span, a.Score); err != nil {
			return nil, err
		}
		if matcher == nil {
			continue
		}
		// An action is matched with all that was said in the same breath, for
		// alone it may leave out what it is about.
		breath := p.breath(v, a.Span)
		match, ok := matches[breath]
		if !ok {
			match = p.stages.match(matcher, breath.In(v.Text))
			matches[breath] = match
		}
		found[i].Match = match
	}
	return found, nil
}

// breath returns what is said around an action: the line that it stands in
// where recommendations were asked for, else the sentence.
func (p *Pipeline) breath(v survey.Verbatim, s analysis.Span) analysis.Span {
	if v.Purpose == survey.ForRecommendation {
		return analysis.LineAt(v.Text, s)
	}
	for _, sentence := range p.stages.sentences(v.Text) {
		if sentence.Start <= s.Start && s.End <= sentence.End {
			return sentence
		}
	}
	return s
}

// sound returns an error for what could not be stored or shown.
func sound(text string, s analysis.Span, score float64) error {
	if s.In(text) == "" {
		return fmt.Errorf("bytes %d to %d are no part of an answer of %d", s.Start, s.End, len(text))
	}
	if math.IsNaN(score) || score < 0 || score > 1 {
		return fmt.Errorf("score %v is not between 0 and 1", score)
	}
	return nil
}

// guard runs fn and turns a panic into an error. The error names what kind of
// thing was thrown and never its value, which may hold words of the answer,
// except for errors of the runtime, which hold none.
func guard(fn func() error) (err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("panic: %w", thrown)
		default:
			err = fmt.Errorf("panic with a value of type %T", thrown)
		}
	}()
	return fn()
}

// maxReason is how many bytes of an error are kept.
const maxReason = 500

func reason(err error) string {
	s := err.Error()
	return s[:min(len(s), maxReason)]
}
