package searchbench

import (
	"fmt"
	"io"
	"strings"
)

// Report is what was measured.
type Report struct {
	Answers      int         `json:"answers"`
	Seed         uint64      `json:"seed"`
	TextBytes    int64       `json:"text_bytes"`
	Rounds       int         `json:"rounds"`
	Processors   int         `json:"processors"`
	Go           string      `json:"go"`
	Load         string      `json:"load"` // of the machine in the minute before
	Engines      []Engine    `json:"engines"`
	Open         float64     `json:"open_ms"` // after an unclean stop, with all check sums
	FirstSearch  float64     `json:"first_search_ms"`
	SearchMemory int64       `json:"search_memory_bytes"` // the most that the process held itself while our index alone was searched
	Mapped       int64       `json:"mapped_bytes"`        // files, at the same time
	Planted      []Truth     `json:"planted"`
	Scanned      []Truth     `json:"scanned"`
	Kinds        []Kind      `json:"kinds"`
	Concordance  Concordance `json:"concordance"`
	Writing      Writing     `json:"writing"`
	Targets      []Target    `json:"targets"`
}

// Target is one of the figures that the project wants to reach.
type Target struct {
	What string `json:"what"`
	Want string `json:"want"`
	Got  string `json:"got"`
	Met  bool   `json:"met"`
}

// right returns how many truths are met.
func right(truths []Truth) int {
	n := 0
	for _, t := range truths {
		if t.Want == t.Got {
			n++
		}
	}
	return n
}

// Print writes the report for a person.
func (r *Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%d answers, %.1f MB of text, seed %d; %s, %d processors, load %s\n\n", r.Answers, megabytes(r.TextBytes), r.Seed, r.Go, r.Processors, r.Load)
	fmt.Fprintf(w, "%-10s %12s %10s %10s %10s %10s\n", "engine", "answers/s", "CPU s", "size MB", "size/text", "memory MB")
	for _, e := range r.Engines {
		if e.Missing != "" {
			fmt.Fprintf(w, "%-10s %s\n", e.Name, e.Missing)
			continue
		}
		fmt.Fprintf(w, "%-10s %12.0f %10.1f %10.1f %10.2f %10.0f\n", e.Name, e.PerSecond, e.CPU, megabytes(e.Bytes), e.OfText, megabytes(e.Memory))
	}
	fmt.Fprintf(w, "\nopening with check sums %.1f ms, first search %.1f ms; searching alone takes %.0f MB, with %.0f MB of files mapped\n",
		r.Open, r.FirstSearch, megabytes(r.SearchMemory), megabytes(r.Mapped))
	fmt.Fprintf(w, "planted truths exact: %d of %d; counts equal to a scan: %d of %d\n", right(r.Planted), len(r.Planted), right(r.Scanned), len(r.Scanned))
	for _, t := range append(append([]Truth(nil), r.Planted...), r.Scanned...) {
		if t.Want != t.Got {
			fmt.Fprintf(w, "  %s finds %d, not %d\n", t.Query, t.Got, t.Want)
		}
	}
	r.printKinds(w)
	fmt.Fprintf(w, "\nconcordance of %q, sorted: %d lines in %.1f ms, of it %.1f finding them\n", r.Concordance.Word, r.Concordance.Lines, r.Concordance.P50, r.Concordance.Found)
	fmt.Fprintf(w, "%d searching at once while %.0f answers/s arrive: %.0f searches/s, p50 %.1f, p99 %.1f ms, %d failed; a new answer is found after %.1f ms (p99)\n",
		r.Writing.Searchers, r.Writing.PerSecond, r.Writing.Rate, r.Writing.Searches.P50, r.Writing.Searches.P99, r.Writing.Failures, r.Writing.Found.P99)
	fmt.Fprintf(w, "\n%-52s %-28s %-24s\n", "target", "wanted", "measured")
	for _, t := range r.Targets {
		verdict := "met"
		if !t.Met {
			verdict = "missed"
		}
		fmt.Fprintf(w, "%-52s %-28s %-24s %s\n", t.What, t.Want, t.Got, verdict)
	}
}

func (r *Report) printKinds(w io.Writer) {
	fmt.Fprintf(w, "\n%-20s", "p50 / p99; CPU in ms")
	var names []string
	for _, e := range r.Engines {
		if e.Missing == "" {
			names = append(names, e.Name)
			fmt.Fprintf(w, "%26s", e.Name)
		}
	}
	fmt.Fprintf(w, "   %s\n", strings.Join(prefixed("×", names[1:]), " "))
	for _, k := range r.Kinds {
		fmt.Fprintf(w, "%-20s", k.Name)
		for _, name := range names {
			t := k.Times[name]
			if t.Missing != "" {
				fmt.Fprintf(w, "%26s", t.Missing)
				continue
			}
			fmt.Fprintf(w, "%26s", fmt.Sprintf("%.2f / %.1f; %.2f", t.P50, t.P99, t.CPU))
		}
		for _, name := range names[1:] {
			fmt.Fprintf(w, "   %s", ratio(k.Times[name], k.Times[NameOurs]))
		}
		fmt.Fprintln(w)
	}
}

// ratio says how many times longer a takes than b in the median.
func ratio(a, b *Times) string {
	if a.Missing != "" || b.P50 == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f×", a.P50/b.P50)
}

func prefixed(mark string, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = mark + n
	}
	return out
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }
