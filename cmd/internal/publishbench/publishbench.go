// Package publishbench measures the way from a click to a Word file, and what
// the gate on that file catches, on made-up answers. It is for `verbatim bench
// publish`.
package publishbench

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// Config says what to measure.
type Config struct {
	Answers   int
	Mutations int
	Seed      uint64
	Now       func() time.Time
}

// Report is what was measured.
type Report struct {
	Answers      int            `json:"answers"`
	Quotes       int            `json:"quotes"`
	Collate      float64        `json:"collate_ms"` // medians of the rounds
	Render       float64        `json:"render_and_verify_ms"`
	Whole        float64        `json:"click_to_docx_ms"`
	Mutations    int            `json:"mutations"`
	Caught       int            `json:"caught"`
	Missed       int            `json:"missed"`
	FalseAlarms  int            `json:"false_alarms"`
	Untouched    int            `json:"untouched_files"`
	Kinds        map[string]int `json:"kinds"`
	MutatedPerMS float64        `json:"ms_per_mutated_file"`
}

const (
	leastAnswers = 500 // fewer do not fill a hundred quotes
	rounds       = 5   // how often the way is timed; the median counts
	themes       = 6   // of which each role has statements
	roles        = 3   // each of whose statements prints a few quotes
	bound        = 300 // milliseconds that the way may take
)

// Run measures.
func Run(c Config) (r Report, err error) {
	if c.Answers < leastAnswers {
		return r, fault.Coded("X54", "Publishing is measured with at least %d answers.", leastAnswers)
	}
	in := invented(c)
	source := in.Source()
	word, _ := report.FormatNamed("docx")
	page, _ := report.FormatNamed("html")
	o := report.Options{Bookmarks: true}
	var collated, rendered, whole []float64
	var s analysis.Summary
	var files [2][]byte
	for range rounds {
		begun := c.Now()
		s = collate.Collate(in)
		between := c.Now()
		if files[1], err = o.Export(word, s, s, source); err != nil {
			return r, err
		}
		end := c.Now()
		collated, rendered, whole = append(collated, ms(between.Sub(begun))), append(rendered, ms(end.Sub(between))), append(whole, ms(end.Sub(begun)))
	}
	if files[0], err = (report.Options{}).Export(page, s, s, source); err != nil {
		return r, err
	}
	r = Report{Answers: c.Answers, Quotes: len(quotesOf(s)), Collate: median(collated), Render: median(rendered), Whole: median(whole), Kinds: map[string]int{}}
	g := gate{summary: s, source: source, files: files, rng: rand.New(rand.NewPCG(c.Seed, 1)), report: &r} //nolint:gosec // repeatable on purpose
	begun := c.Now()
	if err := g.run(c.Mutations); err != nil {
		return r, err
	}
	r.MutatedPerMS = ms(c.Now().Sub(begun)) / float64(max(1, c.Mutations))
	return r, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// invented returns a round of made-up answers, coded by people.
func invented(c Config) collate.Input {
	rng := rand.New(rand.NewPCG(c.Seed, 2)) //nolint:gosec // repeatable on purpose
	in := collate.Input{
		Programme: survey.Programme{ID: "p", Key: "p", Name: "A programme", Addressee: "the board"},
		Round:     survey.Round{ID: "r", ProgrammeID: "p", Key: "2026"},
	}
	for i := range roles {
		key := fmt.Sprintf("role%d", i)
		in.Programme.Roles = append(in.Programme.Roles, survey.Role{Key: key, Singular: key, Plural: key + "s"})
	}
	for i := range themes {
		in.Codebook.Themes = append(in.Codebook.Themes, analysis.Theme{Key: fmt.Sprintf("t%d", i), Name: fmt.Sprintf("Theme %d", i), Says: fmt.Sprintf("spoke of matter %d", i)})
	}
	for i := range c.Answers {
		response := fmt.Sprintf("resp%06d", i)
		role := in.Programme.Roles[i%roles].Key
		in.Responses = append(in.Responses, survey.Response{ID: response, WaveID: "w", Role: role, ReceivedOn: "2026-06-01"})
		text := sentence(rng, i)
		v := survey.Verbatim{
			ID: survey.VerbatimID(response, "q"), ResponseID: response, Person: response, RoundID: "r", ProgrammeID: "p", Role: role,
			Question: "q", Text: text, QuoteConsent: survey.QuoteWords,
		}
		in.Verbatims = append(in.Verbatims, v)
		theme := in.Codebook.Themes[rng.IntN(themes)].Key
		in.Codings = append(in.Codings, analysis.Coding{
			ID: v.ID + "." + theme, VerbatimID: v.ID, Theme: theme, Span: analysis.Span{End: len(text)}, Coder: "ana", Status: analysis.Accepted, Score: rng.Float64(), DecidedBy: "ana",
		})
	}
	return in
}

// Words that answers are made of.
var stock = [...]string{
	"the", "meeting", "was", "not", "what", "we", "expected", "but", "it", "gave", "me", "time", "to", "ask", "and", "listen", "because", "nobody", "had", "before",
	"my", "mentor", "said", "that", "rooms", "are", "never", "free", "on", "Fridays", "so", "we", "met", "outside", "which", "helped", "more", "than", "any", "form",
}

const (
	fewestWords = 8
	moreWords   = 40
)

func sentence(rng *rand.Rand, i int) string {
	words := []string{fmt.Sprintf("Answer %d:", i)}
	for range fewestWords + rng.IntN(moreWords) {
		words = append(words, stock[rng.IntN(len(stock))])
	}
	return strings.Join(words, " ") + "."
}

func quotesOf(s analysis.Summary) []analysis.Quote {
	var out []analysis.Quote
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			out = append(out, st.Quotes...)
		}
	}
	return out
}

// Print writes the figures beside what is wanted.
func (r Report) Print(w io.Writer) {
	fmt.Fprintf(w, "Summary      %d quotes from %d answers\n", r.Quotes, r.Answers)
	fmt.Fprintf(w, "Click to DOCX  %.0f ms (collating %.0f, writing and verifying %.0f); wanted: under %d\n", r.Whole, r.Collate, r.Render, bound)
	fmt.Fprintf(w, "Mutations    %d files with one quote altered: %d caught, %d missed; wanted: none missed\n", r.Mutations, r.Caught, r.Missed)
	fmt.Fprintf(w, "             by kind %v, %.2f ms a file\n", r.Kinds, r.MutatedPerMS)
	fmt.Fprintf(w, "Untouched    %d files, %d false alarms; wanted: none\n", r.Untouched, r.FalseAlarms)
}
