package main

import (
	"context"
	"fmt"
	"strconv"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
)

type formScoreCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
	Wave      string `help:"Key of one wave (default: all)." placeholder:"KEY"`
	CSV       bool   `help:"Print a table as CSV."`
}

// fewestForAlpha is how many complete answers alpha is printed of: below, it says
// more about who answered than about the instrument.
const fewestForAlpha = 10

// Run prints the scores of a round. A mean is printed where its group may be
// counted, so that no person's answer can be worked out.
func (s *formScoreCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, s.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, r, err := a.round(ctx, s.Programme, s.Round)
	if err != nil {
		return err
	}
	asked, err := s.asked(ctx, a, p, r)
	if err != nil {
		return err
	}
	if len(asked) == 0 {
		return fault.Coded("J13", "Nobody was asked an instrument in round %q. Pages that are one come with the starter form reverse-mentoring-half-way, or with verbatim form instruments.", r.Key)
	}
	table := scoreTable(asked, p.Roles)
	if s.CSV {
		return sheet.WriteCSV(c.out, table)
	}
	printScores(c, asked, table)
	return nil
}

// asked is what one wave answered to one instrument.
type asked struct {
	wave       survey.Wave
	instrument survey.Instrument
	answers    map[string][]survey.Answer // by role
}

// asked gathers the answers to instruments, wave by wave.
func (s *formScoreCmd) asked(ctx context.Context, a *app, p survey.Programme, r survey.Round) ([]*asked, error) {
	waves, err := a.survey.Waves(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	responses, err := a.survey.RoundResponses(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var out []*asked
	for _, w := range waves {
		if s.Wave != "" && w.Key != s.Wave {
			continue
		}
		byInstrument := map[string]*asked{}
		for _, resp := range responses {
			if resp.WaveID != w.ID {
				continue
			}
			form, err := a.survey.Form(ctx, p.ID, resp.FormKey, resp.FormVersion)
			if err != nil {
				return nil, err
			}
			for _, page := range form.Pages {
				out = addAnswer(out, byInstrument, w, page, resp)
			}
		}
	}
	return out, nil
}

// addAnswer adds what a response answered on a page, if that is an instrument. An
// instrument is one and the same only in one version.
func addAnswer(out []*asked, byInstrument map[string]*asked, w survey.Wave, page survey.Page, resp survey.Response) []*asked {
	if page.Instrument == nil || page.Repeat != nil || len(page.Questions) != 1 {
		return out
	}
	id := page.Instrument.Key + " " + page.Instrument.Version
	if byInstrument[id] == nil {
		byInstrument[id] = &asked{wave: w, instrument: *page.Instrument, answers: map[string][]survey.Answer{}}
		out = append(out, byInstrument[id])
	}
	if answer, ok := resp.Answer(page.Questions[0].Key); ok {
		of := byInstrument[id].answers
		of[resp.Role] = append(of[resp.Role], answer)
	}
	return out
}

// scoreTable is a row for each scale and role. Counts are suppressed as in any
// table of people, and figures where the count is.
func scoreTable(all []*asked, roles []survey.Role) sheet.Table {
	t := sheet.Table{Name: "Scores", Head: []string{"wave", "instrument", "version", "scale", "role", "people", "mean", "sd", "low", "high", "alpha of the wave"}}
	for _, x := range all {
		var everybody []survey.Answer
		summaries := make([][]instrument.Summary, len(roles))
		for i, role := range roles {
			summaries[i] = instrument.Summarise(x.instrument, x.answers[role.Key])
			everybody = append(everybody, x.answers[role.Key]...)
		}
		for n, whole := range instrument.Summarise(x.instrument, everybody) {
			counts := make([]int, len(roles))
			for i := range roles {
				counts[i] = summaries[i][n].N
			}
			for i, cell := range disclose.Suppress(counts) {
				mean, sd := "", ""
				if counts[i] > 0 && cell == strconv.Itoa(counts[i]) {
					mean, sd = fmt.Sprintf("%.2f", summaries[i][n].Mean), fmt.Sprintf("%.2f", summaries[i][n].SD)
				}
				t.Rows = append(t.Rows, []any{
					x.wave.Key, x.instrument.Key, x.instrument.Version, whole.Scale.Name, roles[i].Plural, cell, mean, sd,
					x.instrument.Scoring.Low, x.instrument.Scoring.High, alphaText(whole),
				})
			}
		}
	}
	return t
}

// alphaText is alpha as it may be printed.
func alphaText(s instrument.Summary) string {
	if !s.HasAlpha || s.Complete < fewestForAlpha {
		return ""
	}
	return fmt.Sprintf("%.2f", s.Alpha)
}

// printScores prints the table as lines to read.
func printScores(c *console, all []*asked, t sheet.Table) {
	last := ""
	for _, row := range t.Rows {
		if head := fmt.Sprint(row[0], row[1], row[2], row[3]); head != last {
			last = head
			for _, x := range all {
				if x.wave.Key == row[0] && x.instrument.Version == row[2] {
					c.say("Wave", "%s: %s", x.wave.Key, x.instrument.Citation)
				}
			}
			alpha := row[10]
			if alpha == "" {
				alpha = fmt.Sprintf("not shown for fewer than %d complete answers", fewestForAlpha)
			}
			c.say("Scale", "%s, %v to %v; Cronbach's alpha %v", row[3], row[8], row[9], alpha)
		}
		if row[6] == "" {
			c.say("", "%s: %s", row[4], row[5])
			continue
		}
		c.say("", "%s: mean %s, standard deviation %s, %s people", row[4], row[6], row[7], row[5])
	}
}
