package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
)

// section prints the themes and quotes of one role.
func (d *builder) section(sec analysis.Section) {
	if len(sec.Statements) == 0 {
		return
	}
	d.add(Heading{Level: 1, Text: sectionHeading(d.s, sec), Role: sec.Role})
	if f, ok := d.themesFigure(sec); ok {
		d.add(f)
	}
	for _, st := range sec.Statements {
		d.add(Heading{Level: 2, Text: statementHeading(st)})
		if st.Lead != "" {
			d.add(d.lead(sec.Role, st))
		}
		for _, q := range st.Quotes {
			label := q.Label
			if d.o.NoLabels {
				label = ""
			}
			d.add(Quote{ID: q.ID, Text: printable(q.Text), Label: printable(label)})
		}
		if text := d.against(sec.Role, st); text != "" {
			d.add(Paragraph{Text: text})
		}
	}
}

// against says that there are people whose words speak against the theme. How
// many is for those who may know small counts.
func (d *builder) against(role string, st analysis.Statement) string {
	switch n := st.Against; {
	case n == 0 || st.Theme == "":
		return ""
	case n < 0 || d.o.NoNumbers || !d.o.Internal():
		return "There are answers that say otherwise."
	case n == 1:
		return "One " + roleWord(d.s, role, 1) + " said otherwise."
	default:
		return analysis.Capital(analysis.CountText(n)) + " " + roleWord(d.s, role, n) + " said otherwise."
	}
}

func sectionHeading(s analysis.Summary, sec analysis.Section) string {
	return printable(cmp.Or(sec.Heading, "Themes and quotes from "+roleWord(s, sec.Role, 0)))
}

func statementHeading(st analysis.Statement) string { return printable(cmp.Or(st.Name, otherQuotes)) }

// lead prints a statement's sentence with the count behind it. The first one
// refers to the scale.
func (d *builder) lead(role string, st analysis.Statement) Lead {
	l := Lead{Text: strings.TrimRight(st.Lead, " .:"), Close: ".", Part: Part{Kind: LeadPart, Role: role, Theme: st.Theme}}
	if len(st.Quotes) > 0 {
		l.Close = ":"
	}
	if st.Base == 0 || st.Theme == "" {
		return l
	}
	if len(d.Notes) == 0 {
		d.Notes = append(d.Notes, scaleOf(d.s))
		l.Note = len(d.Notes)
	}
	var parts []string
	count := analysis.CountText(st.People) + " of " + analysis.CountText(st.Base)
	if !d.o.NoNumbers && st.People != analysis.Withheld && !strings.Contains(l.Text, count) {
		parts = append(parts, count)
	}
	if d.Draft && st.Reviewed < st.People {
		parts = append(parts, strconv.Itoa(st.Reviewed)+" reviewed")
	}
	l.Count = strings.Join(parts, ", ")
	return l
}

// isScale reports whether a paragraph of the method explains the scale.
func isScale(paragraph string) bool { return strings.HasPrefix(paragraph, analysis.ScaleOpening) }

// scaleOf returns the summary's own words on its scale, or ScaleNote. They are
// printed once, as the footnote.
func scaleOf(s analysis.Summary) string {
	if i := slices.IndexFunc(s.Method, isScale); i >= 0 {
		return s.Method[i]
	}
	return ScaleNote
}

// themesFigure charts the people behind each theme, where at least two counts
// are large enough to be printed. Small ones have a bar of one length.
func (d *builder) themesFigure(sec analysis.Section) (Figure, bool) {
	f := Figure{Caption: "How many " + roleWord(d.s, sec.Role, 0) + " spoke of each theme"}
	shown := 0
	for _, st := range sec.Statements {
		if st.Theme == "" || st.Base == 0 {
			continue
		}
		bar := Bar{Name: cmp.Or(st.Name, st.Theme), Count: max(0, st.People), Shown: disclose.CountText(st.People)}
		if st.People < 0 {
			bar.Shown = analysis.CountText(st.People)
		}
		if bar.Small = st.People == analysis.Small || st.People > 0 && st.People < disclose.SmallCell; bar.Small {
			bar.Count = disclose.SmallCell - 1
		}
		if st.People >= disclose.SmallCell {
			shown++
		}
		f.Most = max(f.Most, st.Base, bar.Count)
		f.Bars = append(f.Bars, bar)
	}
	return f, shown >= fewestShown && !d.o.NoCharts && !d.o.NoNumbers
}
