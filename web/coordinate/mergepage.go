package coordinate

import (
	"slices"
	"strings"

	"verbatim/analysis/similar"
	"verbatim/web/page"
	"verbatim/web/research"
)

// deskShown is how many groups and bundles a page of the desk shows.
const deskShown = 50

// mergingPage builds the desk.
func mergingPage(m merging) page.Merging {
	out := page.Merging{
		Scope: m.place.scope(), Back: page.Link{Text: "Recommendations of " + m.place.round.Key, Address: m.place.at("recommendations")},
		Action: m.place.at("merge"), Apart: m.apart.String(),
	}
	out.Title = "Merge and split"
	items := m.items()
	some, rest := compared(items)
	if rest > 0 {
		out.Note = research.Plural(rest, "suggestion that few people ask for is", "suggestions that few people ask for are") + " not looked at: decide on the others first."
	}
	groups := nears(some, m.apart)
	bundles := slices.DeleteFunc(slices.Clone(some), func(i item) bool { return len(parts(i)) == 0 })
	out.Tally = research.Plural(len(groups), "group that may ask for the same", "groups that may ask for the same") + ", " + research.Plural(len(bundles), "bundle", "bundles")
	pager, from, to := pagesOf(len(groups)+len(bundles), deskShown, m.page, mergeAt(m.place, m.apart))
	out.Pager = pager
	w := &window{from, to - from}
	for _, g := range cut(groups, w) {
		out.Groups = append(out.Groups, m.group(g))
	}
	for _, i := range cut(bundles, w) {
		out.Bundles = append(out.Bundles, m.splitForm(i))
	}
	if len(m.apart) > 0 {
		out.Together = m.place.at("merge")
	}
	if len(groups)+len(bundles) == 0 {
		out.Onward = m.nothing(items)
	}
	return out
}

func (m merging) nothing(items []item) *page.Onward {
	out := &page.Onward{
		Heading: "Nothing is alike, and nothing asks for several things",
		Text:    "What nearly says the same is put side by side here, and what asks for several things at once is split into one each.",
		Links:   []page.Link{{Text: "All recommendations of " + m.place.round.Key, Address: m.place.at("recommendations")}},
	}
	switch {
	case len(items) == 0:
		out.Heading = "Nothing is asked for yet"
	case len(m.apart) > 0:
		out.Heading = "Nothing else is alike, and nothing asks for several things"
		out.Links = append(out.Links, page.Link{Text: "Show again what you kept apart", Address: m.place.at("merge")})
	}
	return out
}

// group shows items that may ask for the same, side by side.
func (m merging) group(g near) page.MergeGroup {
	out := page.MergeGroup{
		Anchor: research.Anchor("group", pairName(g.items[0], g.items[len(g.items)-1])), Heading: headingOf(g), Why: why(g), Shared: g.strong.Shared,
		After: research.Capital(support(m.behind(g.items...), m.labels)), Keep: mergeAt(m.place, m.apart.with(g.items)), Links: m.links(g.items...),
	}
	if g.weak.Contrary {
		out.Warning = "One of them may ask for the opposite. Read them before you merge them."
	}
	sum, all := 0, 0
	for _, i := range g.items {
		out.Sides = append(out.Sides, m.side(i))
		for _, c := range m.behind(i) {
			sum += c.People
		}
		for _, p := range i.Points {
			if !i.silent && i.taken() && !slices.Contains(strings.Split(out.Points, "\n"), p) {
				out.Points = strings.TrimPrefix(out.Points+"\n"+p, "\n")
			}
		}
	}
	for _, c := range m.behind(g.items...) {
		all += c.People
	}
	if sum > all {
		out.Before = research.Plural(sum-all, "asks", "ask") + " in more than one of them and " + map[bool]string{true: "is", false: "are"}[sum-all == 1] + " counted once"
	}
	out.Title = best(g.items)
	return out
}

// headingOf names those that stand side by side.
func headingOf(g near) string {
	var taken []string
	for _, i := range g.items {
		if i.taken() {
			taken = append(taken, i.Recommendation.Reference)
		}
	}
	if rest := len(g.items) - len(taken); rest > 0 {
		taken = append(taken, research.Plural(rest, "suggestion", "suggestions"))
	}
	return research.And(taken)
}

// why says why they are shown together.
func why(g near) string {
	switch {
	case g.weak.Near:
		return "They say nearly the same: score " + research.Score(g.weak.Score) + "."
	case g.weak.Score >= similar.Near:
		return "They have most words in common, though not what counts most: score " + research.Score(g.weak.Score) + "."
	}
	return "They may ask for the same in other words: score " + research.Score(g.weak.Score) + "."
}

// best proposes the words of a merged recommendation: those that somebody chose
// for the first that was taken up, else those that most people stand behind.
func best(items []item) string {
	title, most := "", -1
	for _, i := range items {
		if w := weight(i); !i.silent && w > most {
			title, most = titleOf(i), w
		}
	}
	return title
}

func (m merging) side(i item) page.MergeSide {
	out := page.MergeSide{Value: i.part(), Head: i.head(), Text: i.Text, Raised: m.raised(m.behind(i)), Silent: i.silent, Sources: m.firstSources(i.Verbatims)}
	if i.taken() {
		out.Address = recommendationPath(m.place.programme.Key, m.place.round.Key, i.Recommendation.Reference)
		out.Points = i.Points
	}
	if !i.silent {
		out.Use = titleOf(i)
	}
	return out
}

// splitForm builds the form with which something that asks for several things is
// split. Each part keeps all that it rests on.
func (m merging) splitForm(i item) page.SplitForm {
	out := page.SplitForm{
		Anchor: research.Anchor("split", i.ID()), Action: m.place.at("merge") + "/split", Value: i.part(), Head: i.head(), Text: i.Text,
		Raised: m.raised(m.behind(i)), Silent: i.silent, Links: m.links(i), Apart: m.apart.String(),
	}
	proposed := parts(i)
	out.Rows = rowsFor(proposed)
	if !i.silent && len(proposed) > 0 {
		out.Lines = strings.Join(verbFirst(proposed), "\n")
	}
	if r := i.Recommendation; i.taken() {
		out.Address = recommendationPath(m.place.programme.Key, m.place.round.Key, r.Reference)
		if len(r.Notes) > 0 {
			out.Note = "What was noted of " + r.Reference + " is told in a remark of each part; status, response and dates begin anew."
		}
	}
	return out
}

// perRow is how many letters about fit on a line of a field.
const perRow = 60

// rowsFor returns how many lines a field needs to show parts and one more.
func rowsFor(parts []string) int {
	rows := 1
	for _, p := range parts {
		rows += 1 + len([]rune(p))/perRow
	}
	return min(rows, maxRows)
}

// maxRows is how many lines a field shows at most: half a screen.
const maxRows = 20
