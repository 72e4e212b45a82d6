package coordinate

import (
	"context"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey/fault"
	"verbatim/web/session"
)

// A take is what the page sends back of a change: where it belongs and what is
// to be stored. It is looked at like anything that a browser sends: the store
// makes the checks that it makes of every quote and every sentence.
type take struct {
	ID       string          `json:"id"`
	Kind     takeKind        `json:"kind"`
	Role     string          `json:"role,omitempty"`
	Theme    string          `json:"theme,omitempty"`
	Verbatim string          `json:"verbatim,omitempty"`
	Was      analysis.Span   `json:"was,omitzero"` // of a quote that is in the draft
	Span     analysis.Span   `json:"span,omitzero"`
	Edits    []analysis.Edit `json:"edits,omitempty"`
	Text     string          `json:"text,omitempty"`
	Index    int             `json:"index,omitempty"`
}

type takeKind string

const (
	takeQuote        takeKind = "quote"
	dropQuote        takeKind = "drop"
	takeLead         takeKind = "lead"
	takeTitle        takeKind = "title"
	takeIntroduction takeKind = "introduction"
)

// takeQuote stores a quote as somebody edited it, with the reason on each
// declared edit, or takes one out.
func (d *Desk) takeQuote(ctx context.Context, c *gin.Context, p place, t take, reason string) error {
	if reason == "" && (t.Kind == dropQuote || len(t.Edits) > 0) {
		return fault.Coded("X52", "Say why: a declared edit, and a quote that is taken out, stand with a reason.")
	}
	all, err := d.analysis.RoundChosen(ctx, p.round.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x analysis.Chosen) bool {
		return x.VerbatimID == t.Verbatim && x.Theme == t.Theme && x.Role == t.Role && x.Span == t.Was
	})
	by := session.User(c).Name
	if t.Kind == dropQuote {
		if i < 0 {
			return fault.Coded("X53", "Nobody has chosen this quote: the software offers it. Choose others for this theme, and it is not printed.")
		}
		return d.analysis.RemoveQuote(ctx, all[i].ID, all[i].Version)
	}
	v, err := d.survey.Verbatim(ctx, t.Verbatim)
	if err != nil {
		return err
	}
	chosen := analysis.Chosen{RoundID: p.round.ID, Role: t.Role, Theme: t.Theme, VerbatimID: v.ID, Hash: v.Hash, Reason: reason}
	if i >= 0 {
		chosen = all[i]
	}
	chosen.Span, chosen.Edits = t.Span, slices.Clone(t.Edits)
	for k := range chosen.Edits {
		chosen.Edits[k].Reason, chosen.Edits[k].By = reason, by
	}
	if i >= 0 {
		return d.analysis.ChangeQuote(ctx, by, chosen)
	}
	_, err = d.analysis.ChooseQuotes(ctx, by, chosen)
	return err
}

// takeText stores a sentence in the words that somebody gave it in the file.
func (d *Desk) takeText(ctx context.Context, p place, t take) error {
	if t.Kind == takeLead {
		all, err := d.analysis.Wordings(ctx, p.round.ID)
		if err != nil {
			return err
		}
		w := analysis.Wording{RoundID: p.round.ID, Role: t.Role, Theme: t.Theme}
		if i := slices.IndexFunc(all, func(x analysis.Wording) bool { return x.Role == t.Role && x.Theme == t.Theme }); i >= 0 {
			w = all[i]
		}
		w.Lead = t.Text
		return d.analysis.SaveLead(ctx, w)
	}
	in, err := collate.Load(ctx, d.survey, d.analysis, p.round.ID)
	if err != nil {
		return err
	}
	o, err := d.analysis.Outline(ctx, p.round.ID)
	if err != nil {
		return err
	}
	o.RoundID = p.round.ID
	if t.Kind == takeTitle {
		o.Title = t.Text
		return d.analysis.SaveOpening(ctx, o)
	}
	paragraphs := collate.Collate(in).Introduction
	if t.Index < 0 || t.Index >= len(paragraphs) {
		return fault.New(fault.Conflict, "The introduction has changed since the file was read. Read it once more.")
	}
	paragraphs[t.Index] = t.Text
	o.Introduction = paragraphs
	return d.analysis.SaveOpening(ctx, o)
}
