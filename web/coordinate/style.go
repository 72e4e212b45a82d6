package coordinate

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// stylePath returns the address of a programme's words for numbers.
func stylePath(programme string) string { return "/staff/wording/" + url.PathEscape(programme) }

// spareSteps is how many empty rows a scale is shown with, to be filled in.
const spareSteps = 2

// Style answers with how a programme says how many.
func (d *Desk) Style(c *gin.Context) error {
	p, err := d.survey.ProgrammeByKey(c.Request.Context(), c.Param("programme"))
	if err != nil {
		return err
	}
	st, err := d.analysis.Style(c.Request.Context(), p.ID)
	if err != nil {
		return err
	}
	built := stylePage(p.Name, st)
	return d.showStyle(c, http.StatusOK, built)
}

func (d *Desk) showStyle(c *gin.Context, status int, built page.Style) error {
	built.Action = stylePath(c.Param("programme"))
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-style", built)
}

// stylePage builds the page.
func stylePage(programme string, st analysis.Style) page.Style {
	out := page.Style{
		Scope: programme, Version: strconv.Itoa(st.Version), By: changedBy(st.By, st.At), ShareFrom: strconv.Itoa(st.Scale.ShareFrom), Note: collate.ScaleNote(st.Scale),
		Several: st.Patterns.Several, Few: st.Patterns.Few, All: st.Patterns.All,
		Scales:    []page.ScaleView{{Name: "counts", Heading: fmt.Sprintf("Where fewer than %d people answered", st.Scale.ShareFrom)}, {Name: "shares", Heading: fmt.Sprintf("Where %d or more answered", st.Scale.ShareFrom)}},
		Threshold: st.Threshold == analysis.NationalStudentSurvey(),
	}
	out.Title = "Words for numbers"
	for i, steps := range [][]analysis.Step{st.Scale.Counts, st.Scale.Shares} {
		for _, s := range steps {
			out.Scales[i].Steps = append(out.Scales[i].Steps, page.StepView{Word: s.Word, UpTo: strconv.FormatFloat(float64(s.UpTo)/10, 'f', -1, 64), Including: s.Including, Of: s.Of})
		}
		out.Scales[i].Steps = append(out.Scales[i].Steps, make([]page.StepView, spareSteps)...)
	}
	return out
}

// SaveStyle stores a new version of how a programme says how many.
func (d *Desk) SaveStyle(c *gin.Context) error {
	p, err := d.survey.ProgrammeByKey(c.Request.Context(), c.Param("programme"))
	if err != nil {
		return err
	}
	st := analysis.Style{ProgrammeID: p.ID, Version: postedNumber(c, "version")}
	st.Scale = analysis.Scale{ShareFrom: postedNumber(c, "share-from"), Counts: postedSteps(c, "counts"), Shares: postedSteps(c, "shares")}
	st.Patterns = analysis.Patterns{Several: typed(c, "several"), Few: typed(c, "few"), All: typed(c, "all")}
	if c.PostForm("threshold") != "" {
		st.Threshold = analysis.NationalStudentSurvey()
	}
	err = d.analysis.SaveStyle(c.Request.Context(), st)
	if err == nil {
		return done(c, stylePath(p.Key), "The words for numbers are saved. Every draft is held to them from now on; editions that are out keep theirs.")
	}
	status, again := refusal(err)
	if !again {
		return err
	}
	built := stylePage(p.Name, st)
	if status == http.StatusConflict {
		is, err := d.analysis.Style(c.Request.Context(), p.ID)
		if err != nil {
			return err
		}
		built.Version = strconv.Itoa(is.Version)
		built.Theirs = &page.Theirs{Text: []string{collate.ScaleNote(is.Scale), is.Patterns.Several, is.Patterns.Few, is.Patterns.All}, By: changedBy(is.By, is.At)}
	}
	built.Wrong = true
	built.Problems = []page.Problem{{Text: fault.Text(err)}}
	return d.showStyle(c, status, built)
}

// maxPostedSteps is how many rows of a scale are read: more than a scale may
// have.
const maxPostedSteps = 20

// postedSteps reads the rows of a scale. Rows without a word are left out.
func postedSteps(c *gin.Context, name string) []analysis.Step {
	words, upTo, including, of := c.PostFormArray(name+"-word"), c.PostFormArray(name+"-up-to"), c.PostFormArray(name+"-including"), c.PostFormArray(name+"-of")
	var out []analysis.Step
	for i := range min(len(words), maxPostedSteps, len(upTo), len(including), len(of)) {
		word := strings.ToLower(strings.Join(strings.Fields(words[i]), " "))
		if word == "" {
			continue
		}
		s := analysis.Step{Word: word, UpTo: -1, Including: including[i] == "yes"}
		if percent, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(upTo[i]), "%"), 64); err == nil && percent >= 0 && percent <= 100 {
			s.UpTo = int(math.Round(percent * 10))
		}
		if of[i] == "of" || of[i] == "of the" {
			s.Of = of[i]
		}
		out = append(out, s)
	}
	return out
}
