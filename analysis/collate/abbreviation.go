package collate

import (
	"regexp"
	"slices"
	"strings"

	"verbatim/analysis"
)

// short matches what looks like an abbreviation: PAT, EDI, SSU3, UHS. Longer
// runs of capitals are words somebody shouted.
var short = regexp.MustCompile(`\b[A-Z]{2,5}[0-9]{0,2}\b`)

// familiar are abbreviations that need no explanation, and capitals that are
// words.
var familiar = []string{
	"UK", "USA", "EU", "NHS", "IT", "TV", "AM", "PM", "OK", "CV", "PDF", "FAQ", "ID", "MP", "UN", "II", "III", "IV", "VI",
	"NOT", "AND", "ALL", "SO", "NO", "YES", "VERY", "BUT", "WE", "MY", "IS", "OR", "MORE", "LOT", "ANY", "EVERY", "MUST", "NEED", "NEVER", "WHY", "HOW",
}

// abbreviations tells which abbreviations the summary prints and never
// explains, as "personal academic tutor (PAT)" would.
func (k *checker) abbreviations(s *analysis.Summary) {
	var b strings.Builder
	for _, p := range s.Introduction {
		b.WriteString(p + "\n")
	}
	for o := range s.Outcomes() {
		b.WriteString(o.Text + "\n")
	}
	for _, bl := range s.Building {
		b.WriteString(bl.Previous.Title + "\n")
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			b.WriteString(st.Lead + "\n")
			for _, q := range st.Quotes {
				b.WriteString(q.Text + "\n")
			}
		}
	}
	text := b.String()
	var found []string
	for _, a := range short.FindAllString(text, -1) {
		if !slices.Contains(familiar, a) && !strings.Contains(text, "("+a+")") && !slices.Contains(found, a) {
			found = append(found, a)
		}
	}
	if len(found) > 0 {
		slices.Sort(found)
		k.add(analysis.Inform, ruleShort, "Abbreviations", "Not explained: %s. Write each out where it first stands.", analysis.And(found))
	}
}
