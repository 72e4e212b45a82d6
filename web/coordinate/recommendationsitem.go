package coordinate

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// An item is one thing that a round asks for: taken up, or suggested.
type item struct {
	analysis.Outcome
	silent bool   // of people who did not agree to be printed
	builds string // reference of the earlier recommendation that it is taken to build on
}

func (i item) taken() bool { return i.Recommendation.ID != "" }

// part returns what a form sends to name the item. Of one that was taken up it
// says in which state it was seen.
func (i item) part() string {
	if i.taken() {
		return "taken " + i.Recommendation.ID + " " + seenOf(i.Recommendation)
	}
	return "asked " + i.Action.ID
}

// seenOf tells a recommendation from what somebody makes of it meanwhile.
func seenOf(r analysis.Recommendation) string {
	return strconv.Itoa(r.Version) + "." + strconv.Itoa(len(r.Notes))
}

// head names the item in a word.
func (i item) head() string {
	switch {
	case i.taken():
		return i.Recommendation.Reference
	case i.silent:
		return "Suggested, not to be printed"
	}
	return "Suggested"
}

// accepted reports whether people accepted all that a suggestion rests on.
func (i item) accepted() bool {
	return !i.taken() && !slices.ContainsFunc(i.Actions, func(a analysis.Action) bool { return a.Status != analysis.Accepted })
}

// items returns all that the round asks for: what was taken up, then the
// suggestions.
func (a asked) items() []item {
	var taken, rest []item
	add := func(i item) {
		if i.taken() {
			taken = append(taken, i)
		} else {
			rest = append(rest, i)
		}
	}
	for _, o := range a.summary.New {
		add(item{Outcome: o})
	}
	for _, b := range a.summary.Building {
		for _, o := range b.Points {
			add(item{Outcome: o, builds: b.Previous.Reference})
		}
	}
	for _, o := range a.summary.Silent {
		add(item{Outcome: o, silent: true, builds: a.knownMatch(o)})
	}
	slices.SortStableFunc(taken, func(x, y item) int { return x.Recommendation.Position - y.Recommendation.Position })
	return append(taken, rest...)
}

// knownMatch returns the reference of the earlier recommendation that the actions
// of an outcome name most surely.
func (a asked) knownMatch(o analysis.Outcome) string {
	best := analysis.Match{}
	for _, act := range o.Actions {
		if _, ok := a.earlier(act.Match.Reference); ok && act.Match.Score > best.Score {
			best = act.Match
		}
	}
	return best.Reference
}

// earlier returns the recommendation of an earlier round with the reference; of
// two rounds that used the same one, the later round's.
func (a asked) earlier(reference string) (analysis.Recommendation, bool) {
	for _, e := range slices.Backward(a.in.Earlier) {
		for _, r := range e.Recommendations {
			if r.Reference == reference && reference != "" {
				return r, true
			}
		}
	}
	return analysis.Recommendation{}, false
}

// single makes an item of one action that stands in no summary.
func (a asked) single(act analysis.Action) (item, bool) {
	v, ok := a.verbatims[act.VerbatimID]
	if !ok || !v.QuoteConsent.MayAnalyse() {
		return item{}, false
	}
	o := analysis.Outcome{
		Action: act, Actions: []analysis.Action{act}, Text: act.Span.In(v.Text), Verbatims: []string{v.ID},
		Support: []analysis.Count{{Role: v.Role, People: 1}},
	}
	return item{Outcome: o, silent: !v.QuoteConsent.MayQuote(), builds: a.knownMatch(o)}, true
}

// resolve returns the items that the parts of a form name, as they are now. Where
// one is no longer what it was, it says so, and returns what is there instead.
func (a asked) resolve(parts []string) (out []item, err error) {
	all := a.items()
	for _, p := range parts {
		i, problem := a.item(all, p)
		if problem != nil && err == nil {
			err = problem
		}
		same := func(o item) bool { return o.ID() == i.ID() }
		if i.ID() != "" && !slices.ContainsFunc(out, same) {
			out = append(out, i)
		}
	}
	return out, err
}

func (a asked) item(all []item, part string) (item, error) {
	kind, rest, _ := strings.Cut(part, " ")
	id, seen, _ := strings.Cut(rest, " ")
	if kind == "taken" {
		return takenItem(all, id, seen)
	}
	for _, i := range all {
		if slices.ContainsFunc(i.Actions, func(act analysis.Action) bool { return act.ID == id }) {
			if i.taken() {
				return i, conflict("L31", "%s was made of this meanwhile by %s: “%s”. Your words are kept below.", i.Recommendation.Reference, i.Recommendation.By, shortened(i.Text, longestChoice))
			}
			return i, nil
		}
	}
	at := slices.IndexFunc(a.in.Actions, func(act analysis.Action) bool { return act.ID == id })
	if at < 0 {
		return item{}, conflict("L32", "What you chose is no longer there: the answer was withdrawn or read again. Your words are kept below.")
	}
	act := a.in.Actions[at]
	i, ok := a.single(act)
	if !ok || act.Status == analysis.Rejected {
		return item{}, conflict("L32", "What you chose was rejected meanwhile by %s. Your words are kept below; accept it again among the rejected ones to take it up.", act.DecidedBy)
	}
	return i, nil
}

func takenItem(all []item, id, seen string) (item, error) {
	at := slices.IndexFunc(all, func(i item) bool { return i.Recommendation.ID == id && id != "" })
	if at < 0 {
		return item{}, conflict("L32", "A recommendation that you chose was taken back, split or merged meanwhile. Your words are kept below.")
	}
	if r := all[at].Recommendation; seenOf(r) != seen {
		return all[at], conflict("L33", "Somebody has changed %s since you opened the page. It stands below as it is now: send the form again if you still mean it.", r.Reference)
	}
	return all[at], nil
}

func conflict(code, format string, args ...any) error {
	err := fault.Coded(code, format, args...)
	err.Kind = fault.Conflict
	return err
}

// behind counts the people behind several items by role, each once.
func (a asked) behind(items ...item) []analysis.Count {
	people := map[string]map[string]bool{}
	for _, i := range items {
		for _, id := range i.Verbatims {
			v := a.verbatims[id]
			if people[v.Role] == nil {
				people[v.Role] = map[string]bool{}
			}
			people[v.Role][v.Person] = true
		}
	}
	var out []analysis.Count
	for _, b := range a.summary.Base {
		if n := len(people[b.Role]); n > 0 {
			out = append(out, analysis.Count{Role: b.Role, People: n})
		}
	}
	return out
}

// raised says who asked for it.
func (a asked) raised(counts []analysis.Count) string {
	if len(counts) == 0 {
		return "Nobody asked for it in an answer"
	}
	return "Raised by " + support(counts, a.labels)
}

// links offers to link what is taken up to the earlier recommendations that the
// items are taken to build on.
func (a asked) links(items ...item) []page.LinkChoice {
	var out []page.LinkChoice
	for _, i := range items {
		r, ok := a.earlier(i.builds)
		if !ok || i.taken() || slices.ContainsFunc(out, func(l page.LinkChoice) bool { return l.To == r.ID }) {
			continue
		}
		out = append(out, linkChoice(r, string(analysis.Continues)))
	}
	return out
}

// noLink is what a form says of an earlier recommendation that is not gone on
// with.
const noLink = "none"

func linkChoice(r analysis.Recommendation, kind string) page.LinkChoice {
	choices := append(linkChoices(), page.ChoiceValue{Value: noLink, Text: "does not go on with it: it is new"})
	for i := range choices {
		choices[i].Chosen = choices[i].Value == kind
	}
	return page.LinkChoice{To: r.ID, Reference: r.Reference, Title: shortened(r.Title, longestChoice), Kinds: choices}
}

// borrowed reports whether a text is in words of somebody behind the items who
// did not agree to be printed, and in the words of nobody who did.
func (a asked) borrowed(texts []string, items []item) bool {
	var silent, free []analysis.PublicText
	for _, i := range items {
		if i.silent {
			silent = append(silent, analysis.PublicText{Text: i.Text})
		}
		for _, id := range i.Verbatims {
			v := a.verbatims[id]
			if v.QuoteConsent.MayQuote() {
				free = append(free, analysis.PublicText{Text: v.Text})
			} else {
				silent = append(silent, analysis.PublicText{Text: v.Text})
			}
		}
	}
	theirs, others := quote.NewShingles(silent), quote.NewShingles(free)
	for _, text := range texts {
		for _, f := range theirs.Find(text) {
			if len(others.Find(f.Words)) == 0 {
				return true
			}
		}
		if slices.ContainsFunc(silent, func(p analysis.PublicText) bool { return bare(p.Text) == bare(text) }) &&
			!slices.ContainsFunc(free, func(p analysis.PublicText) bool { return strings.Contains(bare(p.Text), bare(text)) }) {
			return true
		}
	}
	return false
}

// bare returns a text without what does not make other words of it.
func bare(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.Trim(strings.TrimSpace(text), ".!?"))), " ")
}

// titleOf proposes words for an item: its own, without the space and the full
// stop around them. Those of people who did not agree to be printed are not
// proposed.
func titleOf(i item) string {
	if i.silent {
		return ""
	}
	return research.Capital(strings.TrimRight(strings.TrimSpace(i.Text), "."))
}
