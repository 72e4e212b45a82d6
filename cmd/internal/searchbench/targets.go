package searchbench

import (
	"fmt"
	"strings"
)

// What the project wants, measured with 100,000 answers on two cores.
const (
	wantRate      = 8000 // answers a second
	wantOfBleve   = 0.85
	wantSize      = 2.2  // of the text
	wantSimple    = 1.5  // ms in the median: term, boolean, prefix, filtered, highlighted
	wantFaster    = 4.0  // than FTS5, the same
	wantPhrase    = 5.4  // ms in the median
	wantPhrase99  = 40.0 // ms
	wantScreen    = 5.0  // ms in the median
	wantScreen99  = 25.0
	wantScreens   = 2.5   // times faster than FTS5
	wantLines     = 150.0 // ms for the concordance
	wantBusy      = 100.0 // ms for 99 of 100 searches while answers arrive
	wantFound     = 1000.0
	wantOpen      = 500.0
	wantMemory    = 1e9
	judgedAnswers = 100_000 // the size that times are wanted for
)

// judge compares what was measured with what is wanted.
func (r *Report) judge() {
	own := r.Engines[0]
	r.target("planted truths exact, counts equal to a scan", "all", fmt.Sprintf("%d of %d, %d of %d", right(r.Planted), len(r.Planted), right(r.Scanned), len(r.Scanned)),
		right(r.Planted) == len(r.Planted) && right(r.Scanned) == len(r.Scanned))
	r.target("answers indexed a second", fmt.Sprintf("at least %d", wantRate), fmt.Sprintf("%.0f", own.PerSecond), own.PerSecond >= wantRate)
	if e := r.engine(NameBleve); e != nil {
		got := own.PerSecond / e.PerSecond
		r.target("indexing beside a bare bleve loop", fmt.Sprintf("at least %.2f×", wantOfBleve), fmt.Sprintf("%.2f×", got), got >= wantOfBleve)
	}
	r.target("index size by text", fmt.Sprintf("under %.1f×", wantSize), fmt.Sprintf("%.2f×", own.OfText), own.OfText < wantSize)
	for _, k := range r.Kinds {
		r.judgeKind(k)
	}
	r.target(fmt.Sprintf("concordance of %d lines", r.Concordance.Lines), fmt.Sprintf("under %.0f ms", wantLines), fmt.Sprintf("%.0f ms", r.Concordance.P50), r.Concordance.P50 < wantLines)
	r.target("searches while answers arrive, p99; failures", fmt.Sprintf("under %.0f ms; none", wantBusy), fmt.Sprintf("%.1f ms; %d", r.Writing.Searches.P99, r.Writing.Failures),
		r.Writing.Searches.P99 < wantBusy && r.Writing.Failures == 0)
	r.target("a new answer is found, p99", fmt.Sprintf("within %.0f ms", wantFound), fmt.Sprintf("%.1f ms", r.Writing.Found.P99), r.Writing.Found.P99 <= wantFound)
	r.target("opening, with check sums", fmt.Sprintf("under %.0f ms", wantOpen), fmt.Sprintf("%.1f ms", r.Open), r.Open < wantOpen)
	most := max(own.Memory, r.SearchMemory)
	r.target("memory, indexing and searching", fmt.Sprintf("under %.0f MB", megabytes(wantMemory)), fmt.Sprintf("%.0f MB", megabytes(most)), most < wantMemory)
}

// judgeKind compares the times of a kind of search. Times are wanted for
// judgedAnswers; with more, only how they compare with others'.
func (r *Report) judgeKind(k Kind) {
	t := k.Times[NameOurs]
	var p50, p99, faster float64
	switch {
	case k.Name == "phrase":
		p50, p99, faster = wantPhrase, wantPhrase99, 1
	case strings.HasPrefix(k.Name, "screen"):
		p50, p99, faster = wantScreen, wantScreen99, wantScreens
	case k.Name == "term", k.Name == "and not", k.Name == "or", k.Name == "prefix", k.Name == "filtered term", k.Name == "term highlighted":
		p50, faster = wantSimple, wantFaster
	default:
		return
	}
	if r.Answers <= judgedAnswers {
		r.target(k.Name+", p50", fmt.Sprintf("under %.1f ms", p50), fmt.Sprintf("%.2f ms", t.P50), t.P50 < p50)
		if p99 > 0 {
			r.target(k.Name+", p99", fmt.Sprintf("under %.0f ms", p99), fmt.Sprintf("%.1f ms", t.P99), t.P99 < p99)
		}
	}
	if other := k.Times[NameFTS5]; other != nil && other.Missing == "" && t.P50 > 0 {
		got := other.P50 / t.P50
		r.target(k.Name+", beside FTS5", fmt.Sprintf("at least %.1f× faster", faster), fmt.Sprintf("%.1f×", got), got >= faster)
	}
}

func (r *Report) target(what, want, got string, met bool) {
	r.Targets = append(r.Targets, Target{what, want, got, met})
}

// engine returns the figures of an engine that was measured.
func (r *Report) engine(name string) *Engine {
	for i := range r.Engines {
		if r.Engines[i].Name == name && r.Engines[i].Missing == "" {
			return &r.Engines[i]
		}
	}
	return nil
}
