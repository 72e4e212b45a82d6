package coordinate

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// A merging is the desk on which near-duplicates are merged and bundles split.
type merging struct {
	asked
	apart apart
}

// Merging answers with what may ask for the same, side by side, and with what
// asks for several things.
func (d *Desk) Merging(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	return d.showMerging(c, http.StatusOK, mergingPage(merging{a, readApart(c.Query("apart"))}))
}

func (d *Desk) showMerging(c *gin.Context, status int, built page.Merging) error {
	built.Layout = frame(c, built.Layout, "recommendations")
	return d.render.Page(c, status, "coordinate-merge", built)
}

// Merge takes up several that ask for the same as one.
func (d *Desk) Merge(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	t := typedTaking(c)
	if len(t.parts) < fewestParts && c.PostForm("do") != "held" {
		err = fault.Coded("L39", "Merging takes at least two: tick those that ask for the same.")
		return d.notMerged(c, t, err)
	}
	r, err := d.takeUp(c.Request.Context(), a, &t)
	if err == nil {
		return done(c, mergeAt(a.place, readApart(t.apart)), "They are merged into "+r.Reference+": “"+shortened(r.Title, longestChoice)+"”.")
	}
	return d.notMerged(c, t, err)
}

// mergeAt returns the address of the desk with what is kept apart.
func mergeAt(p place, k apart) string {
	if len(k) == 0 {
		return p.at("merge")
	}
	return p.at("merge") + "?" + url.Values{"apart": {k.String()}}.Encode()
}

// refusedOrGone is refusal for what acts on recommendations: one that is gone was
// taken back, split or merged by somebody else meanwhile.
func refusedOrGone(err error) (status int, refused bool) {
	if fault.KindOf(err) == fault.NotFound {
		return http.StatusConflict, true
	}
	return refusal(err)
}

// notMerged shows the desk again with what was typed.
func (d *Desk) notMerged(c *gin.Context, t taking, err error) error {
	status, again := refusedOrGone(err)
	if !again {
		return err
	}
	a, loadErr := d.askedFor(c)
	if loadErr != nil {
		return loadErr
	}
	built := mergingPage(merging{a, readApart(t.apart)})
	held := a.held(t, err)
	held.Action = a.place.at("merge")
	built.Held, built.Wrong = &held, true
	built.Problems = []page.Problem{{Anchor: "#held-" + held.Wrong, Text: fault.Text(err)}}
	return d.showMerging(c, status, built)
}

// A splitting is something that somebody splits, and the parts as they typed
// them.
type splitting struct {
	part  string
	lines []string
	links []analysis.Link
	apart string
}

// fewestParts is how many things something is split into at least.
const fewestParts = 2

// Split makes of one that asks for several things one of each.
func (d *Desk) Split(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	t := typedTaking(c)
	s := splitting{part: c.PostForm("part"), lines: typedLines(c, "lines"), links: t.links, apart: t.apart}
	made, err := d.split(c.Request.Context(), a, s)
	if err != nil {
		return d.notSplit(c, s, err)
	}
	var references []string
	for _, r := range made {
		references = append(references, r.Reference)
	}
	return done(c, mergeAt(a.place, readApart(s.apart)), "It is split into "+analysis.And(references)+". Each rests on the same answers.")
}

func (d *Desk) split(ctx context.Context, a asked, s splitting) ([]analysis.Recommendation, error) {
	items, err := a.resolve([]string{s.part})
	if err != nil {
		if made, ok := a.already(s.lines, []string{s.part}); ok {
			return made, nil // the form was sent twice
		}
		return nil, err
	}
	if err := s.check(a, items); err != nil {
		return nil, err
	}
	adoption := analysis.Adoption{RoundID: a.place.round.ID, Links: (&taking{links: s.links}).meant()}
	if i := items[0]; i.taken() {
		adoption.Replaces = []string{i.Recommendation.ID}
	} else {
		for _, act := range i.Actions {
			adoption.Actions = append(adoption.Actions, act.ID)
		}
	}
	ids, err := d.analysis.AdoptParts(ctx, adoption, s.lines)
	if err != nil {
		return nil, err
	}
	var made []analysis.Recommendation
	for _, id := range ids {
		r, err := d.analysis.Recommendation(ctx, id)
		if err != nil {
			return nil, err
		}
		made = append(made, r)
	}
	return made, nil
}

// check refuses what is no split.
func (s splitting) check(a asked, items []item) error {
	switch {
	case len(items) == 0:
		return fault.Coded("L30", "Choose what is split with one of the buttons of the page.")
	case len(s.lines) < fewestParts || len(s.lines) > maxParts:
		return fault.Coded("L38", "Give at least two recommendations, one on a line: what one line asks for can be reported on apart.")
	case a.borrowed(s.lines, items):
		return fault.Coded("L34", "These are words of somebody who did not agree to be printed. Say it in your own.")
	}
	for n, line := range s.lines {
		if slices.ContainsFunc(s.lines[:n], func(o string) bool { return bare(o) == bare(line) }) {
			return fault.Coded("L38", "“%s” stands there twice. Give each line something of its own.", shortened(line, longestChoice))
		}
		if len([]rune(line)) > longestTitle {
			return fault.Coded("L38", "“%s” has %d characters, and %d are the most: say it in fewer words.", shortened(line, longestChoice), len([]rune(line)), longestTitle)
		}
	}
	return (&taking{links: s.links}).checkLinks(a)
}

// longestTitle is how many characters a recommendation has at most.
const longestTitle = 600

// notSplit shows the desk again with the parts as they were typed.
func (d *Desk) notSplit(c *gin.Context, s splitting, err error) error {
	status, again := refusedOrGone(err)
	if !again {
		return err
	}
	a, loadErr := d.askedFor(c)
	if loadErr != nil {
		return loadErr
	}
	m := merging{a, readApart(s.apart)}
	built := mergingPage(m)
	form := page.SplitForm{Anchor: "held-split", Head: "What you typed"}
	if items, _ := a.resolve([]string{s.part}); len(items) > 0 {
		form = m.splitForm(items[0])
		form.Anchor = "held-split"
		if i := items[0]; i.taken() && status == http.StatusConflict {
			form.Theirs = &page.Theirs{Text: []string{i.Recommendation.Reference + ": " + i.Text}, By: changedBy(i.Recommendation.By, i.Recommendation.At)}
		}
	}
	form.Heading, form.Lines, form.Wrong = "Your parts", strings.Join(s.lines, "\n"), true
	form.Rows = rowsFor(s.lines)
	built.HeldPart, built.Wrong = &form, true
	built.Problems = []page.Problem{{Anchor: "#held-split-lines", Text: fault.Text(err)}}
	return d.showMerging(c, status, built)
}
