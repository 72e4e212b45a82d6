package published

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/similar"
	"verbatim/analysis/suggest"
)

// Lint returns what is wrong with the document, rule by rule. earlier are the
// recommendations of the round before, where they are known.
func (d Document) Lint(earlier []analysis.Recommendation) []Finding {
	var out []Finding
	for _, rule := range []func() []Finding{
		d.openQuotes, d.leftovers, d.ellipses, d.closings, d.apostrophes, d.lostLists, d.bundles, d.verbless, d.overlaps,
		d.abbreviations, d.evidence, d.speakers, d.method, func() []Finding { return d.fates(earlier) }, d.slashes, d.whitespace,
		d.quantities, d.secondClaims,
	} {
		out = append(out, rule()...)
	}
	return out
}

// quotes returns all quotes in their order.
func (d Document) quotes() []Quote {
	var out []Quote
	for _, c := range d.Claims {
		out = append(out, c.Quotes...)
	}
	return out
}

func (d Document) openQuotes() []Finding {
	var out []Finding
	for _, q := range d.quotes() {
		mixed := strings.HasPrefix(strings.TrimSpace(q.Text), "“") && strings.Contains(q.Words, `"`)
		switch {
		case q.Opened != q.Closed:
			out = append(out, Finding{QuoteOpen, analysis.Block, []int{q.Number}, "The quote has no closing mark" + also(mixed, ", and straight marks stand inside curly ones") + ".", "See in the answer where the quote ends, and close it there; marks inside a quote are single ones."})
		case mixed:
			out = append(out, Finding{QuoteOpen, analysis.Warn, []int{q.Number}, "Straight marks stand inside a quote with curly ones.", "Marks inside a quote are single ones."})
		}
	}
	return out
}

func also(yes bool, words string) string {
	if yes {
		return words
	}
	return ""
}

func (d Document) leftovers() []Finding {
	var out []Finding
	for _, l := range d.lines {
		if found := leftovers.FindString(l.Text); found != "" {
			out = append(out, Finding{Leftover, analysis.Block, []int{l.Number}, fmt.Sprintf("%q was left by a word processor or a template, and reads as if words of a quote had been replaced.", found), "It is left out when the document is taken over."})
		}
	}
	return out
}

func (d Document) ellipses() []Finding {
	var out []Finding
	for _, q := range d.quotes() {
		words := strings.TrimSpace(q.Words)
		if strings.HasPrefix(words, "…") || strings.HasPrefix(words, "...") || strings.HasSuffix(words, "…") || strings.HasSuffix(words, "...") {
			out = append(out, Finding{BareEllipsis, analysis.Warn, []int{q.Number}, "Dots at the edge of the quote: words left out, or the writer's own?", "Omissions print as [...]; dots of the answer stay as they are."})
		}
	}
	return out
}

// closings compares how quotes end: the order of the full stop and the mark.
func (d Document) closings() []Finding {
	ways := map[string][]int{}
	for _, q := range d.quotes() {
		ways[q.ending()] = append(ways[q.ending()], q.Number)
	}
	if len(ways) < 2 {
		return nil
	}
	var told []string
	var at []int
	for _, way := range slices.Sorted(maps.Keys(ways)) {
		told = append(told, fmt.Sprintf("%s: %d", way, len(ways[way])))
		at = append(at, ways[way]...)
	}
	slices.Sort(at)
	return []Finding{{ClosingMixed, analysis.Inform, at, "Quotes end in different ways (" + strings.Join(told, "; ") + ").", "The full stop stands inside where it is the writer's, and nowhere else; a template sees to it."}}
}

// ending says how the quote ends.
func (q Quote) ending() string {
	after := strings.TrimRight(q.Text, " \t")
	switch {
	case q.Opened && !q.Closed:
		return "no closing mark"
	case q.Label == "" && strings.HasSuffix(after, "."):
		return "stop after the mark"
	case strings.HasSuffix(strings.TrimSpace(q.Words), "."):
		return "stop before the mark"
	}
	return "no stop"
}

var (
	straight = regexp.MustCompile(`\pL'\pL`)
	curly    = regexp.MustCompile(`\pL’\pL?`)
)

func (d Document) apostrophes() []Finding {
	var lines [2][]int
	for _, l := range d.lines {
		for i, form := range []*regexp.Regexp{straight, curly} {
			if form.MatchString(l.Text) {
				lines[i] = append(lines[i], l.Number)
			}
		}
	}
	if len(lines[0]) == 0 || len(lines[1]) == 0 {
		return nil
	}
	return []Finding{{ApostropheMix, analysis.Inform, lines[0], fmt.Sprintf("Straight apostrophes in %s, curly ones in %s.", counted(len(lines[0]), "line"), counted(len(lines[1]), "line")), "A template sets them alike; the stored words stay as they were typed."}}
}

// lostLists looks for points that lost their marks, lists that an empty line
// cuts, and points that run on after a title.
func (d Document) lostLists() []Finding {
	var bare, run, cut []int
	for i, p := range d.Proposals {
		for _, point := range p.Points {
			switch {
			case point.Number == p.Number:
				run = append(run, p.Number)
			case !point.Marked:
				bare = append(bare, point.Number)
			}
		}
		if i > 0 && p.Kind == d.Proposals[i-1].Kind && d.blankBetween(d.Proposals[i-1], p) {
			cut = append(cut, p.Number)
		}
	}
	var out []Finding
	if len(bare) > 0 {
		out = append(out, Finding{ListLost, analysis.Warn, bare, counted(len(bare), "point") + " of a list without a list mark.", "They are taken over as points of the recommendation before them."})
	}
	if run = slices.Compact(run); len(run) > 0 {
		out = append(out, Finding{ListLost, analysis.Warn, run, "Several points run on in one paragraph after the title.", "They are taken over as points of their own: look where one ends and the next begins."})
	}
	if len(cut) > 0 {
		out = append(out, Finding{ListLost, analysis.Inform, cut, "An empty line cuts the list in two: a screen reader announces two lists.", "The items are taken over as one list."})
	}
	return out
}

// blankBetween reports whether an empty line stands between two items.
func (d Document) blankBetween(a, b Proposal) bool {
	return slices.ContainsFunc(d.lines[a.Number:b.Number-1], func(l Line) bool { return strings.TrimSpace(l.Text) == "" })
}

// bundles looks for recommendations that ask for several things, and says that
// none can be named.
func (d Document) bundles() []Finding {
	var out []Finding
	named := 0
	for _, p := range d.Proposals {
		if p.Reference != "" {
			named++
		}
		title := brackets.ReplaceAllString(p.Title, "")
		if parts := suggest.Split(title); len(parts) > 1 {
			out = append(out, Finding{Bundled, analysis.Warn, []int{p.Number}, fmt.Sprintf("%d actions in one recommendation: nobody can say of it that it is done.", len(parts)), "Split it: " + quoted(title, parts)})
		}
	}
	if len(d.Proposals) > 0 && named == 0 {
		out = append(out, Finding{Bundled, analysis.Warn, nil, "No recommendation has a reference, so nobody can report on one.", "References such as 2021-R04 are given when the document is taken over, and never used again."})
	}
	return out
}

var brackets = regexp.MustCompile(`\([^()]*\)`)

// quoted lists the parts of a bundle.
func quoted(text string, parts []analysis.Span) string {
	var out []string
	for _, s := range parts {
		out = append(out, "“"+text[s.Start:s.End]+"”")
	}
	return strings.Join(out, ", ")
}

func (d Document) verbless() []Finding {
	var out []Finding
	miner := suggest.New()
	for _, p := range d.Proposals {
		if !startsWithAction(miner, p.Title) {
			out = append(out, Finding{NoVerb, analysis.Warn, []int{p.Number}, fmt.Sprintf("“%s” does not begin with what is to be done.", p.Title), "Begin with a verb, as the others do."})
		}
	}
	return out
}

// overlaps looks for pairs of which a new one asks for what an earlier one asked
// for.
func (d Document) overlaps() []Finding {
	var older []analysis.Recommendation
	lines := map[string]int{}
	for _, p := range d.Proposals {
		if p.Kind == BuildsOn {
			ref := strconv.Itoa(p.Number)
			older = append(older, analysis.Recommendation{Reference: ref, Title: shortTitle(p.Title)})
			lines[ref] = p.Number
		}
	}
	if len(older) == 0 {
		return nil
	}
	var out []Finding
	m := similar.NewMatcher(older, d.Title)
	for _, p := range d.Proposals {
		if p.Kind != New {
			continue
		}
		match := m.Match(shortTitle(p.Title))
		if match.Reference == "" {
			match = d.sameScheme(p, older)
		}
		if match.Reference != "" {
			out = append(out, Finding{Overlap, analysis.Warn, []int{p.Number, lines[match.Reference]}, "Listed as new, and asks for what an earlier one asks for (" + strings.Join(match.Shared, ", ") + ").", "Link the two, and list it once."})
		}
	}
	return out
}

// sameScheme finds an earlier recommendation that asks for the same of the
// programme itself, which one of the two calls by its name and the other "the
// scheme".
func (d Document) sameScheme(p Proposal, older []analysis.Recommendation) analysis.Match {
	verb, _, _ := strings.Cut(p.Title, " ")
	for _, o := range older {
		other, rest, _ := strings.Cut(o.Title, " ")
		if strings.EqualFold(verb, other) && scheme.MatchString(firstWords(rest)) && d.namesItself(firstWords(p.Title[len(verb):])) {
			return analysis.Match{Reference: o.Reference, Shared: []string{strings.ToLower(verb), "the scheme"}}
		}
	}
	return analysis.Match{}
}

var scheme = regexp.MustCompile(`(?i)\b(scheme|programme|project|initiative)\b`)

// aFewWords is how far from its verb a recommendation names what it is about.
const aFewWords = 4

func firstWords(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(aFewWords, len(words))], " ")
}

// namesItself reports whether the words have two in a row of the document's
// title that say more than its kind: the name of the programme.
func (d Document) namesItself(words string) bool {
	title := strings.ToLower(d.Title)
	fields := strings.Fields(strings.ToLower(words))
	for i := 1; i < len(fields); i++ {
		if pair := fields[i-1] + " " + fields[i]; strings.Contains(title, pair) && utf8.RuneCountInString(fields[i-1]) > 3 {
			return true
		}
	}
	return scheme.MatchString(words)
}

// shortTitle is a recommendation without its explanations.
func shortTitle(title string) string {
	short, _, _ := strings.Cut(title, ":")
	short, _, _ = strings.Cut(short, ";")
	short, _, _ = strings.Cut(short, ". ")
	return short
}

// startsWithAction reports whether a title says what to do. "Review of ..." is no
// request, though "review" could be one.
func startsWithAction(miner *suggest.Miner, title string) bool {
	if words := strings.Fields(title); len(words) > 1 && (words[1] == "of" || words[1] == "for") {
		return false
	}
	return miner.Score(title, "") >= suggest.Threshold
}
