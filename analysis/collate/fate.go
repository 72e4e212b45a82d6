package collate

import (
	"cmp"
	"slices"

	"verbatim/analysis"
)

// fates returns what became of every recommendation of an earlier round that was
// open when this round began to speak.
func (c *cohort) fates(s *analysis.Summary) []analysis.Fate {
	h := newHistory(append(slices.Clone(c.Earlier), Earlier{c.Round, c.TakenUp}), c.Stated)
	var out []analysis.Fate
	for i, e := range c.Earlier {
		for _, r := range inPlace(e.Recommendations) {
			if h.settled(r, i, len(c.Earlier)) {
				continue
			}
			f := h.fate(r, i, len(c.Earlier))
			if f.Kind == "" {
				f.Kind, f.Why = ended(r)
			}
			if c.suggested(s, &f) && i == len(c.Earlier)-1 {
				f.Raised = max(f.Raised, h.raised[r.ID]+1)
			}
			out = append(out, f)
		}
	}
	return out
}

// suggested adds what the answers of the round ask for on top of an earlier
// recommendation and nobody has taken up yet, and reports whether there is any.
func (c *cohort) suggested(s *analysis.Summary, f *analysis.Fate) (on bool) {
	for _, b := range s.Building {
		if b.Previous.ID != f.Previous.ID {
			continue
		}
		for _, o := range b.Points {
			if !o.Own {
				on = true
				f.GoesOn = append(f.GoesOn, analysis.Excerpt(o.Text))
			}
		}
	}
	if on && !f.Stated && f.Kind != analysis.FateSuperseded {
		f.Kind, f.Why = analysis.FateContinued, ""
	}
	return on
}

// A history is the recommendations of a programme's rounds in their order.
type history struct {
	rounds []Earlier
	stated map[string][]analysis.StatedFate // by recommendation
	on     map[string][]step                // by recommendation, those that go on with it
	asking map[string]int                   // of a recommendation's round, among those that asked for anything
	raised map[string]int
}

// A step is a link seen from the earlier recommendation.
type step struct {
	round int
	from  analysis.Recommendation
	kind  analysis.LinkKind
}

func newHistory(rounds []Earlier, stated []analysis.StatedFate) *history {
	h := &history{rounds: rounds, stated: map[string][]analysis.StatedFate{}, on: map[string][]step{}, asking: map[string]int{}, raised: map[string]int{}}
	for _, f := range stated {
		h.stated[f.RecommendationID] = append(h.stated[f.RecommendationID], f)
	}
	asking := 0
	for i, e := range rounds {
		for _, r := range inPlace(e.Recommendations) {
			h.asking[r.ID], h.raised[r.ID] = asking, 1
			for _, l := range r.Links {
				h.follow(step{i, r, l.Kind}, l.To)
			}
		}
		if len(e.Recommendations) > 0 {
			asking++
		}
	}
	return h
}

// follow notes that a recommendation goes on with an earlier one. What takes the
// place of another asks for something else.
func (h *history) follow(s step, earlier string) {
	at, known := h.asking[earlier]
	if !known {
		return
	}
	h.on[earlier] = append(h.on[earlier], s)
	if at == h.asking[s.from.ID]-1 && s.kind != analysis.Supersedes {
		h.raised[s.from.ID] = max(h.raised[s.from.ID], h.raised[earlier]+1)
	}
}

// settled reports whether a recommendation of one round is out of the hands of a
// later one: a round between took it over or said how it ended, or a body agreed
// to close it before the round that came before.
func (h *history) settled(r analysis.Recommendation, made, now int) bool {
	for _, s := range h.on[r.ID] {
		if s.round < now {
			return true
		}
	}
	for _, f := range h.stated[r.ID] {
		if f.Kind != analysis.FateContinued && f.Round < h.rounds[now].Round.Key {
			return true
		}
	}
	_, closed := r.Closure()
	return closed && made < now-1
}

// fate returns what a round says of what became of a recommendation: what a
// person said, else what follows from the links of that round.
func (h *history) fate(r analysis.Recommendation, made, now int) analysis.Fate {
	f := analysis.Fate{Previous: r, Round: h.rounds[made].Round.Key, Raised: h.raised[r.ID]}
	for _, s := range h.on[r.ID] {
		if s.round != now {
			continue
		}
		f.GoesOn = append(f.GoesOn, s.from.Reference)
		if s.kind == analysis.Supersedes {
			f.Kind = analysis.FateSuperseded
			continue
		}
		f.Kind = cmp.Or(f.Kind, analysis.FateContinued)
		f.Raised = max(f.Raised, h.raised[s.from.ID])
	}
	slices.Sort(f.GoesOn)
	for _, said := range h.stated[r.ID] {
		if said.RoundID == h.rounds[now].Round.ID {
			f.Kind, f.Why, f.Stated = said.Kind, said.Why, true
		}
	}
	return f
}

// ended returns the fate that follows from the status of a recommendation.
func ended(r analysis.Recommendation) (kind analysis.FateKind, why string) {
	for _, n := range slices.Backward(r.Notes) {
		if n.Kind == analysis.StatusNote {
			why = n.Words
			break
		}
	}
	switch r.Status() {
	case analysis.Done:
		return analysis.FateDone, why
	case analysis.Superseded:
		return analysis.FateSuperseded, why
	case analysis.NotTaken, analysis.Overtaken:
		return analysis.FateDropped, why
	}
	return "", ""
}

// fates blocks a summary that is silent about an earlier recommendation, or says
// without a reason that it was let go.
func (k *checker) fates(s *analysis.Summary) {
	for _, f := range s.Fates {
		r := f.Previous
		switch {
		case f.Kind == "":
			k.add(analysis.Block, ruleFate, r.Reference, "Nothing this round builds on %s, “%s”. Say what became of it: done, continued, superseded or dropped, and why.", r.Reference, analysis.Excerpt(r.Title))
		case f.Why == "" && f.Kind == analysis.FateDropped, f.Why == "" && f.Kind == analysis.FateSuperseded && len(f.GoesOn) == 0:
			k.add(analysis.Block, ruleFate, r.Reference, "%s, “%s”, is %s without a reason. Say why.", r.Reference, analysis.Excerpt(r.Title), f.Kind)
		}
		k.reasoned(r)
	}
}
