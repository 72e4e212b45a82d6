package published

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"verbatim/analysis"
)

// capitals are what may be an abbreviation: two or more capitals, perhaps with a
// number, perhaps joined by "and", or a word with a capital inside.
var capitals = regexp.MustCompile(`\b(?:[A-Z]+ and [A-Z]\b|[A-Z]{2,}\d*|[a-z]+[A-Z][a-z]+)`)

// joining is taken out of an abbreviation before it is compared with another.
var joining = strings.NewReplacer(" and ", "", "&", "")

func (d Document) abbreviations() []Finding {
	lines := map[string][]int{}
	var order []string
	for _, l := range d.lines {
		for _, a := range capitals.FindAllString(strip(l.Text), -1) {
			if lines[a] == nil {
				order = append(order, a)
			}
			lines[a] = append(lines[a], l.Number)
		}
	}
	var out []Finding
	explained := d.explained()
	alike := map[string]string{}
	for _, a := range order {
		if explained[a] {
			continue
		}
		out = append(out, Finding{Abbreviation, analysis.Inform, slices.Compact(lines[a]), fmt.Sprintf("%q is not explained.", a), "Write it out the first time, with the short form in brackets."})
		bare := strings.ToLower(joining.Replace(a))
		if b, ok := alike[bare]; ok {
			out = append(out, Finding{Abbreviation, analysis.Inform, slices.Concat(lines[b], lines[a]), fmt.Sprintf("%q and %q seem to be the same.", b, a), "Use one form; in quotes each stays as it was written."})
		}
		alike[bare] = a
	}
	return out
}

var bracketed = regexp.MustCompile(`\(([^()\s]+(?: and [A-Z])?)\)|\b([A-Za-z]+\d*) \(`)

// explained returns the short forms that stand in brackets after their long
// form, or before it.
func (d Document) explained() map[string]bool {
	out := map[string]bool{}
	for _, l := range d.lines {
		for _, m := range bracketed.FindAllStringSubmatch(l.Text, -1) {
			out[m[1]], out[m[2]] = true, true
		}
	}
	return out
}

var (
	owned = regexp.MustCompile(`(?i)\b(owner|lead|led by|responsible|by (?:january|february|march|april|may|june|july|august|september|october|november|december|\d{4})|deadline|due|priority)\b`)
	cites = regexp.MustCompile(`(?i)\b(theme|quote|raised by|suggested by|\d+ (?:of|mentors|mentees|students|staff|people|participants|respondents))\b`)
)

// evidence looks for what a recommendation rests on, and who is to act when.
func (d Document) evidence() []Finding {
	var bare []int
	for _, p := range d.Proposals {
		if !cites.MatchString(p.Text) && !owned.MatchString(p.Text) {
			bare = append(bare, p.Number)
		}
	}
	if len(bare) == 0 {
		return nil
	}
	return []Finding{{NoEvidence, analysis.Warn, bare, fmt.Sprintf("%d of %s name no theme, quote, count, owner or date: what they rest on cannot be traced.", len(bare), counted(len(d.Proposals), "recommendation")), "Link each to a theme or a quote, or mark it as the coordinator's own; give it an owner and a date."}}
}

func (d Document) speakers() []Finding {
	var bare []int
	quotes := d.quotes()
	for _, q := range quotes {
		if q.Label == "" {
			bare = append(bare, q.Number)
		}
	}
	if len(bare) == 0 {
		return nil
	}
	return []Finding{{NoSpeaker, analysis.Warn, bare, fmt.Sprintf("%d of %s do not say who speaks, not even as “Mentor 3”: a reader cannot see whether they are as many people or three.", len(bare), counted(len(quotes), "quote")), "Give each a label that is safe to print (COREQ 29)."}}
}

// told is what a method line of a summary tells, with the words that tell it.
func told() []struct {
	what  string
	words *regexp.Regexp
} {
	return []struct {
		what  string
		words *regexp.Regexp
	}{
		{"how many answered", regexp.MustCompile(`(?i)\b(\d+ (?:\w+ )?(?:respon\w+|answered|completed|returned|took part in the evaluation)|response rate|n ?= ?\d+)`)},
		{"how answers were collected and coded", regexp.MustCompile(`(?i)\b(questionnaire|survey|form|interview\w*|coded|coding|thematic|analysed|framework)\b`)},
		{"when", regexp.MustCompile(`(?i)\b(?:\d{1,2} )?(january|february|march|april|june|july|august|september|october|november|december)\b|(?-i:\b(?:in|of|by|since|until|\d) May\b)`)},
		{"who wrote it", regexp.MustCompile(`(?i)\b(author\w*|written by|prepared by|compiled by|report by)\b`)},
	}
}

func (d Document) method() []Finding {
	var missing []string
	for _, t := range told() {
		if !slices.ContainsFunc(d.prose(), func(l Line) bool { return t.words.MatchString(l.Text) }) {
			missing = append(missing, t.what)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []Finding{{NoMethod, analysis.Warn, nil, "The document does not say " + strings.Join(missing, ", ") + ".", "A line on method says it (COREQ 12, 13, 24 to 27)."}}
}

// prose returns the lines that are neither quotes nor recommendations.
func (d Document) prose() []Line {
	taken := map[int]bool{}
	for _, q := range d.quotes() {
		taken[q.Number] = true
	}
	for _, p := range d.Proposals {
		taken[p.Number] = true
		for _, point := range p.Points {
			taken[point.Number] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(d.lines), func(l Line) bool { return taken[l.Number] })
}

// fates compares the recommendations that go on with earlier ones with all that
// were made then.
func (d Document) fates(earlier []analysis.Recommendation) []Finding {
	var on []int
	for _, p := range d.Proposals {
		if p.Kind == BuildsOn {
			on = append(on, p.Number)
		}
	}
	switch {
	case len(on) == 0 && len(earlier) == 0, len(earlier) > 0 && len(on) >= len(earlier):
		return nil
	case len(earlier) > 0:
		return []Finding{{NoFate, analysis.Block, on, fmt.Sprintf("%d recommendations were made the round before; what became of %d of them is not said.", len(earlier), len(earlier)-len(on)), "Say of each: done, going on, replaced, or dropped and why."}}
	}
	return []Finding{{NoFate, analysis.Warn, on, counted(len(on), "recommendation") + " of an earlier round come back; whether there were others, and what became of them, is not said.", "Say of each earlier one: done, going on, replaced, or dropped and why."}}
}

var (
	spacedSlash = regexp.MustCompile(`\pL+(?: /|/ ) ?\pL+`)
	tightSlash  = regexp.MustCompile(`\pL{3,}/\pL{3,}`)
)

func (d Document) slashes() []Finding {
	var spaced, tight []int
	for _, l := range d.lines {
		if spacedSlash.MatchString(l.Text) {
			spaced = append(spaced, l.Number)
		}
		if tightSlash.MatchString(l.Text) {
			tight = append(tight, l.Number)
		}
	}
	if len(spaced) == 0 || len(tight) == 0 {
		return nil
	}
	return []Finding{{SlashSpacing, analysis.Inform, spaced, "Slashes stand with a blank here and without one elsewhere.", "In a quote that is how it was written, and stays; elsewhere choose one."}}
}

var typedBullet = regexp.MustCompile(`^\s*[·•▪◦]`)

func (d Document) whitespace() []Finding {
	var trailing, typed []int
	for _, l := range d.lines {
		if l.Text != strings.TrimRight(l.Text, " \t\u00a0") {
			trailing = append(trailing, l.Number)
		}
		if typedBullet.MatchString(l.Text) {
			typed = append(typed, l.Number)
		}
	}
	var out []Finding
	if len(trailing) > 0 {
		out = append(out, Finding{Whitespace, analysis.Inform, trailing, counted(len(trailing), "line") + " end in a blank.", "They are taken over without it."})
	}
	if len(typed) > 0 {
		out = append(out, Finding{Whitespace, analysis.Inform, typed, counted(len(typed), "list mark") + " typed by hand: to a screen reader these are no lists.", "They are written as lists."})
	}
	return out
}

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
