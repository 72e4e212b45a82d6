package collate

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/survey/store"
)

// loadDecisions reads what people wrote and decided about the summary.
func (in *Input) loadDecisions(ctx context.Context, _ *store.Store, a *astore.Store) (err error) {
	if in.Outline, err = a.Outline(ctx, in.Round.ID); err != nil {
		return err
	}
	if in.Wordings, err = a.Wordings(ctx, in.Round.ID); err != nil {
		return err
	}
	if in.Waivers, err = a.Waivers(ctx, in.Round.ID); err != nil {
		return err
	}
	in.Style, err = a.Style(ctx, in.Programme.ID)
	return err
}

// worded lays what people decided about a statement over what was made of the
// counts.
func (d *draft) worded(role string, st *analysis.Statement) {
	i := slices.IndexFunc(d.Wordings, func(w analysis.Wording) bool { return w.Role == role && w.Theme == st.Theme })
	if i < 0 {
		return
	}
	w := d.Wordings[i]
	st.Left, st.Place, st.Version, st.By, st.At = w.Left, w.Place, w.Version, w.By, w.At
	if w.Lead != "" {
		st.Own, st.Lead = true, w.Lead
	}
}

// placed puts statements where people put them. Those that nobody placed come
// after them, as their counts have it: they are newer than the order.
func placed(sts []analysis.Statement) {
	if !slices.ContainsFunc(sts, func(st analysis.Statement) bool { return st.Place > 0 }) {
		return
	}
	rank := func(st analysis.Statement) int {
		if st.Place == 0 {
			return len(sts) + 1
		}
		return min(st.Place, len(sts))
	}
	slices.SortStableFunc(sts, func(a, b analysis.Statement) int { return cmp.Compare(rank(a), rank(b)) })
}

// arrange lays what people decided about the whole over the draft: the title, the
// introduction, the order of the parts, and what is not printed.
func (c *cohort) arrange(s *analysis.Summary) {
	s.Outline = c.Outline
	s.Outline.RoundID = c.Round.ID
	s.Outline.Parts = c.parts(s)
	if c.Outline.Title != "" {
		s.Title = c.Outline.Title
	}
	if len(c.Outline.Introduction) > 0 {
		s.Introduction = c.Outline.Introduction
	}
	place := map[string]int{}
	hidden := map[string]bool{}
	for i, p := range s.Outline.Parts {
		place[p.Key], hidden[p.Key] = i, p.Hidden
	}
	slices.SortStableFunc(s.Sections, func(a, b analysis.Section) int {
		return cmp.Compare(place[analysis.RolePart(a.Role)], place[analysis.RolePart(b.Role)])
	})
	var printed []analysis.Section
	for _, sec := range s.Sections {
		if _, below := c.below(sec.Role); below || hidden[analysis.RolePart(sec.Role)] {
			s.Aside = append(s.Aside, sec)
			continue
		}
		left := analysis.Section{Role: sec.Role, Heading: sec.Heading}
		kept := analysis.Section{Role: sec.Role, Heading: sec.Heading}
		for _, st := range sec.Statements {
			if st.Left {
				left.Statements = append(left.Statements, st)
			} else {
				kept.Statements = append(kept.Statements, st)
			}
		}
		if len(left.Statements) > 0 {
			s.Aside = append(s.Aside, left)
		}
		if len(kept.Statements) > 0 {
			printed = append(printed, kept)
		}
	}
	s.Sections = printed
	c.withhold(s)
}

// parts returns every part that the draft has, those that nobody placed where
// they usually stand: before text that somebody wrote for the end.
func (c *cohort) parts(s *analysis.Summary) []analysis.Part {
	usual := []string{analysis.NewPart, analysis.BuildingPart}
	for _, sec := range s.Sections {
		usual = append(usual, analysis.RolePart(sec.Role))
	}
	out := slices.DeleteFunc(slices.Clone(c.Outline.Parts), func(p analysis.Part) bool { return !p.Own() && !slices.Contains(usual, p.Key) })
	for i, key := range usual {
		if slices.ContainsFunc(out, func(p analysis.Part) bool { return p.Key == key }) {
			continue
		}
		at := 0
		if i > 0 {
			at = 1 + slices.IndexFunc(out, func(p analysis.Part) bool { return p.Key == usual[i-1] })
		}
		out = slices.Insert(out, at, analysis.Part{Key: key})
	}
	return out
}

// below reports whether a role has fewer answers than the programme asks for
// before it speaks of a group apart, and why.
func (c *cohort) below(role string) (why string, below bool) {
	t, b := c.Style.Threshold, c.base[role]
	if t.Responses == 0 && t.Percent == 0 || b.Joint {
		return "", false
	}
	invited := cmp.Or(c.InvitedBy[role], c.Round.Pairs)
	switch {
	case b.Responses < t.Responses:
		return fmt.Sprintf("%d answered, and %d are asked for", b.Responses, t.Responses), true
	case t.Percent > 0 && invited == 0:
		return fmt.Sprintf("how many were invited is not known, and %d%% of them must have answered", t.Percent), true
	case b.Responses*100 < invited*t.Percent:
		return fmt.Sprintf("%d of %d answered, and %d%% are asked for", b.Responses, invited, t.Percent), true
	}
	return "", false
}

// withhold takes the counts of groups that are not spoken of apart out of the
// support of recommendations.
func (c *cohort) withhold(s *analysis.Summary) {
	for o := range s.Outcomes() {
		o.Support = slices.DeleteFunc(slices.Clone(o.Support), func(n analysis.Count) bool {
			_, below := c.below(n.Role)
			return below
		})
	}
}

// withheldRoles says in the method which groups are not spoken of apart.
func (c *cohort) withheldRoles() string {
	var plurals []string
	for _, r := range c.roles {
		if _, below := c.below(r.Key); below && c.base[r.Key].Responses > 0 {
			plurals = append(plurals, r.Plural)
		}
	}
	if len(plurals) == 0 {
		return ""
	}
	t := c.Style.Threshold
	least := fmt.Sprintf("%d responses", t.Responses)
	if t.Percent > 0 {
		least += fmt.Sprintf(" and %d%% of those who were invited", t.Percent)
	}
	return fmt.Sprintf("What %s said is not shown apart: a group is shown from %s on.", analysis.And(plurals), least)
}

// waive puts the reasons that people gave beside the warnings that they are
// about. Nothing but a warning can be left as it is.
func (c *cohort) waive(checks []analysis.Check) {
	by := map[string]*analysis.Waiver{}
	for _, w := range c.Waivers {
		by[w.Key] = &w
	}
	for i, k := range checks {
		if k.Severity == analysis.Warn {
			checks[i].Waiver = by[k.Key]
		}
	}
}

// Open returns the checks that must still be settled before publication: those
// that block, and warnings for which nobody has given a reason.
func Open(checks []analysis.Check) []analysis.Check {
	return slices.DeleteFunc(slices.Clone(checks), func(k analysis.Check) bool { return !k.Hinders() })
}
