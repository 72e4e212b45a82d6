package collate

import (
	"fmt"

	"verbatim/analysis"
)

// Collate returns the draft of the summary. It is a pure function: the same
// input, in whatever order its lists are, gives the same summary.
func Collate(in Input) analysis.Summary {
	if len(in.Style.Scale.Counts) == 0 {
		in.Style = analysis.Usual()
	}
	c := newCohort(in)
	s := analysis.Summary{
		Title:        fmt.Sprintf("Recommendations from %s – %s", in.Programme.Name, in.Round.Key),
		Programme:    in.Programme.Name,
		Organisation: in.Programme.Organisation,
		Round:        in.Round.Key,
		Earlier:      c.earlierKeys(),
		Style:        in.Style,
	}
	for _, r := range c.roles {
		s.Base = append(s.Base, c.base[r.Key])
	}
	c.invited(s.Base)
	s.Introduction = c.introduction()
	o := c.outcomes()
	s.New, s.Building, s.Silent = o.fresh, o.building, o.silent
	d := &draft{cohort: c, printed: o.printed, shown: map[string]bool{}}
	s.Sections = d.sections()
	c.mask(&s)
	s.Fates = c.fates(&s)
	for _, k := range in.Codings {
		if _, ok := c.verbatims[k.VerbatimID]; ok {
			s.Codings++
			s.Reviewed += one(k.Status != analysis.Suggested)
		}
	}
	s.Method = c.method()
	c.arrange(&s)
	s.Checks = checks(c, o, d, &s)
	c.waive(s.Checks)
	return s
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
