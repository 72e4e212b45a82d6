package edition

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/report"
)

// For returns a summary as an edition of the kind may show it, and how it is to
// be written. What it leaves out is not in the result: files made of it cannot
// hold it.
func For(s analysis.Summary, kind analysis.EditionKind, set analysis.EditionSettings) (analysis.Summary, report.Options) {
	out, _ := shown(s, kind, set, nil)
	return out, options(s, kind)
}

func options(s analysis.Summary, kind analysis.EditionKind) report.Options {
	return report.Options{Kind: kind, Bookmarks: kind == analysis.CommitteeEdition, Creator: s.Organisation}
}

// shown is For with the counts that the edition tells, where it must not
// complete what earlier ones told.
func shown(s analysis.Summary, kind analysis.EditionKind, set analysis.EditionSettings, earlier [][]Cell) (analysis.Summary, []Cell) {
	s = copied(s)
	s.Codings, s.Reviewed, s.Aside = 0, 0, nil
	s.Checks = slices.DeleteFunc(s.Checks, func(c analysis.Check) bool { return c.Waiver == nil })
	if kind == analysis.DoneEdition {
		s = done(s)
	}
	label(&s, labels(kind, set))
	if kind == analysis.CommitteeEdition {
		return s, cellsOf(s)
	}
	return withoutNames(s, earlier)
}

// labels returns how quotes are attributed: by number for the committee, by role
// for everybody else, unless somebody decided otherwise.
func labels(kind analysis.EditionKind, set analysis.EditionSettings) analysis.Labels {
	usual := analysis.RoleLabels
	if kind == analysis.CommitteeEdition {
		usual = analysis.NumberedLabels
	}
	return cmp.Or(set.Labels, usual)
}

func label(s *analysis.Summary, how analysis.Labels) {
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for i := range st.Quotes {
				switch how {
				case analysis.NoLabels:
					st.Quotes[i].Label = ""
				case analysis.RoleLabels:
					st.Quotes[i].Label = someone(roleBase(*s, sec.Role))
				}
			}
		}
	}
}

// someone returns "A mentor".
func someone(b analysis.RoleBase) string {
	switch name := cmp.Or(b.Singular, "participant"); {
	case strings.ContainsAny(name[:1], "aeiouAEIOU"):
		return "An " + name
	default:
		return "A " + name
	}
}

func roleBase(s analysis.Summary, role string) analysis.RoleBase {
	if i := slices.IndexFunc(s.Base, func(b analysis.RoleBase) bool { return b.Role == role }); i >= 0 {
		return s.Base[i]
	}
	return analysis.RoleBase{Role: role, Singular: "participant", Plural: "participants"}
}

// withoutNames takes out of a summary what is not for everybody: small counts,
// who is to act, and whatever leads back to an answer.
func withoutNames(s analysis.Summary, earlier [][]Cell) (analysis.Summary, []Cell) {
	s.Checks = nil // with the reasons, which are for the committee
	s.Outline = publicOutline(s.Outline)
	bases := slices.Clone(s.Base)
	cells := baseCells(bases)
	for i := range s.Sections {
		b := roleBase(s, s.Sections[i].Role)
		for j := range s.Sections[i].Statements {
			cells = append(cells, tell(scaleOf(s), &s.Sections[i].Statements[j], b, earlier)...)
		}
	}
	for _, b := range bases {
		for i := range s.Introduction {
			s.Introduction[i] = hideSmall(s.Introduction[i], b)
		}
		for _, p := range s.Outline.Parts {
			for i := range p.Body {
				p.Body[i] = hideSmall(p.Body[i], b)
			}
		}
	}
	for i := range s.Base {
		b := &s.Base[i]
		b.Invited, b.Responses, b.FreeText = hide(b.Invited), hide(b.Responses), hide(b.FreeText)
	}
	cells = append(cells, supportCells(s)...)
	for o := range s.Outcomes() {
		publicOutcome(o)
	}
	for i, b := range s.Building {
		s.Building[i].Previous = publicRecommendation(b.Previous)
	}
	for i, f := range s.Fates {
		s.Fates[i].Previous = publicRecommendation(f.Previous)
	}
	number := 0
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for i := range st.Quotes {
				number++
				q := &st.Quotes[i]
				*q = analysis.Quote{ // nothing that leads back, and no log of edits
					ID: "q" + strconv.Itoa(number), Text: q.Text, Role: q.Role, Label: q.Label,
				}
			}
		}
	}
	return s, cells
}

// publicOutline keeps of what people decided about the whole what is printed.
func publicOutline(o analysis.Outline) analysis.Outline {
	kept := analysis.Outline{WithoutCount: o.WithoutCount}
	for _, p := range o.Parts {
		if p.Hidden {
			kept.Parts = append(kept.Parts, analysis.Part{Key: p.Key, Hidden: true})
			continue
		}
		kept.Parts = append(kept.Parts, analysis.Part{Key: p.Key, Heading: p.Heading, Body: p.Body})
	}
	return kept
}

// scaleOf returns the words for numbers that a summary is held to.
func scaleOf(s analysis.Summary) analysis.Scale {
	if len(s.Style.Scale.Counts)+len(s.Style.Scale.Shares) == 0 {
		return analysis.Usual().Scale
	}
	return s.Style.Scale
}

// tell puts into a statement what may be told of its count, and keeps nothing
// that is not named here.
func tell(scale analysis.Scale, st *analysis.Statement, b analysis.RoleBase, earlier [][]Cell) []Cell {
	kept := analysis.Statement{Theme: st.Theme, Name: st.Name, Lead: st.Lead, Quotes: st.Quotes}
	if st.Theme == "" || st.Base == 0 {
		*st = kept
		return nil
	}
	key := themeKey(b.Role, st.Theme)
	s := say(scale, st.People, st.Base, told(earlier, key))
	cell := Cell{Key: key, Name: b.Plural + ": " + st.Name, Base: st.Base, Lo: s.lo, Hi: s.hi}
	if s.word != "" {
		cell.Lo, cell.Hi = s.withWord(st.Base)
	}
	kept.Lead, _ = s.lead(*st, b)
	kept.Quantifier, kept.People, kept.Base = s.word, st.People, st.Base
	if !s.exact() {
		kept.People = analysis.Withheld
		if s.hi == few {
			kept.People = analysis.Small
		}
	}
	kept.Reviewed = kept.People
	if small(st.Base) {
		kept.Base = analysis.Small
	}
	*st = kept
	return []Cell{cell}
}

// publicOutcome keeps of a recommendation what is for everybody, and nothing
// that is not named here.
func publicOutcome(o *analysis.Outcome) {
	kept := analysis.Outcome{Text: o.Text, Points: o.Points, Support: o.Support}
	for i := range kept.Support {
		kept.Support[i].People = hide(kept.Support[i].People)
	}
	if !o.Own && (o.Text == o.Action.Text || len(o.Verbatims) > 0) {
		kept.Action.Text = o.Text // these are somebody's words, whoever it was
	}
	if o.Own {
		kept.Own, kept.Recommendation = true, publicRecommendation(o.Recommendation)
	}
	*o = kept
}

// publicRecommendation keeps of a recommendation what is for everybody: not who
// sees to it, and no note.
func publicRecommendation(r analysis.Recommendation) analysis.Recommendation {
	return analysis.Recommendation{Reference: r.Reference, Title: r.Title, Position: r.Position, Points: r.Points, Body: r.Body, FeedsInto: r.FeedsInto}
}

// cellsOf returns the counts of an edition that prints them all.
func cellsOf(s analysis.Summary) []Cell {
	var out []Cell
	for _, sec := range s.Sections {
		b := roleBase(s, sec.Role)
		for _, st := range sec.Statements {
			if st.Theme != "" {
				out = append(out, Cell{Key: themeKey(sec.Role, st.Theme), Name: b.Plural + ": " + st.Name, Base: st.Base, Lo: st.People, Hi: st.People})
			}
		}
	}
	return out
}
