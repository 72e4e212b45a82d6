package collate

import (
	"cmp"
	"context"
	"slices"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

// A Ledger is every recommendation of a programme with what each later round
// says of it.
type Ledger struct {
	Rounds []string // keys, in their order
	Rows   []LedgerRow
}

// A LedgerRow is one recommendation through the years.
type LedgerRow struct {
	Recommendation analysis.Recommendation
	Round          string       // key of the round that made it
	Raised         int          // in how many rounds running it has been asked for by now
	GoesOn         []string     // references of later recommendations that go on with it
	Cells          []LedgerCell // one for each later round
}

// A LedgerCell is what one later round says of a recommendation.
type LedgerCell struct {
	Round   string
	Fate    analysis.Fate // without a kind when the round says nothing
	Settled bool          // an earlier round had taken it over or said how it ended
}

// LoadLedger reads the ledger of a programme. What is known of a recommendation
// by its status alone stands with the last round.
func LoadLedger(ctx context.Context, s *store.Store, a *astore.Store, programmeID string) (l Ledger, err error) {
	defer fault.Wrap(&err, "collate.LoadLedger(%s)", programmeID)
	rounds, err := s.Rounds(ctx, programmeID)
	if err != nil {
		return l, err
	}
	var all []Earlier
	for _, r := range rounds {
		recs, err := a.Recommendations(ctx, r.ID)
		if err != nil {
			return l, err
		}
		all = append(all, Earlier{r, recs})
	}
	stated, err := a.StatedFates(ctx, programmeID)
	if err != nil {
		return l, err
	}
	return ledger(all, stated), nil
}

func ledger(rounds []Earlier, stated []analysis.StatedFate) Ledger {
	rounds = slices.Clone(rounds)
	slices.SortFunc(rounds, func(a, b Earlier) int { return cmp.Compare(a.Round.Key, b.Round.Key) })
	h := newHistory(rounds, stated)
	var l Ledger
	for i, e := range rounds {
		l.Rounds = append(l.Rounds, e.Round.Key)
		for _, r := range inPlace(e.Recommendations) {
			row := LedgerRow{Recommendation: r, Round: e.Round.Key, Raised: h.byNow(r.ID)}
			for _, s := range h.on[r.ID] {
				row.GoesOn = append(row.GoesOn, s.from.Reference)
			}
			for now := i + 1; now < len(rounds); now++ {
				row.Cells = append(row.Cells, h.cell(r, i, now))
			}
			l.Rows = append(l.Rows, row)
		}
	}
	return l
}

// byNow returns in how many rounds running a recommendation has been asked for
// when all that go on with it are counted. Links lead back in time, so that there
// is an end to them.
func (h *history) byNow(id string) int {
	n := h.raised[id]
	for _, s := range h.on[id] {
		if s.kind != analysis.Supersedes && h.asking[s.from.ID] == h.asking[id]+1 {
			n = max(n, h.byNow(s.from.ID))
		}
	}
	return n
}

func (h *history) cell(r analysis.Recommendation, made, now int) LedgerCell {
	c := LedgerCell{Round: h.rounds[now].Round.Key, Settled: h.settled(r, made, now)}
	if c.Settled {
		return c
	}
	c.Fate = h.fate(r, made, now)
	if c.Fate.Kind == "" && now == len(h.rounds)-1 {
		c.Fate.Kind, c.Fate.Why = ended(r)
	}
	return c
}
