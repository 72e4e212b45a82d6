package coordinate

import (
	"context"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/web/research"
)

// A drafted round is what its pages are made of: all that the draft of its
// summary is collated from, the draft, and what its keys are called.
type drafted struct {
	place   place
	in      collate.Input
	summary analysis.Summary
	labels  research.Labels
}

func (d *Desk) drafted(ctx context.Context, p place) (r drafted, err error) {
	r.place = p
	if r.in, err = collate.Load(ctx, d.survey, d.analysis, p.round.ID); err != nil {
		return r, err
	}
	r.summary = collate.Collate(r.in)
	r.labels, err = research.LoadLabels(ctx, d.survey, d.analysis, p.programme.ID)
	return r, err
}
