package coordinate

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/identify"
	"verbatim/web/page"
	"verbatim/web/research"
)

// The sizes of the lists of identifiers: what one can read before a break.
const (
	groupsShown  = 20
	placesShown  = 12
	decidedShown = 50

	questionShown = 60 // characters of a question
)

// contextShown is how many bytes stand on each side of an identifier: enough to
// tell who is meant.
const contextShown = 90

// The views of the page of identifiers.
const (
	viewOpen    = ""
	viewDecided = "decided"
	viewSecond  = "second"
)

// An identifiersBuilt is the page with what finding a group on it needs.
type identifiersBuilt struct{ page.Identifiers }

// identifiersPage builds one view of the page of identifiers.
func identifiersPage(s screened, show string, number int) identifiersBuilt {
	var out identifiersBuilt
	out.Title = "Identifiers"
	out.Scope, out.Decide, out.Descriptors = s.place.scope(), s.place.at("identifiers"), s.descriptor
	out.Lead = "What in these answers could tell who speaks or is spoken of. Nothing is replaced by itself, and no answer changes: what you decide is laid over every quote and recommendation. Only answers that may be quoted are here."
	out.Ways = []page.Link{
		{Text: "Summary", Address: s.place.at("summary")},
		{Text: "Dictionary and lists", Address: dictionaryAt(s.place.programme)},
		{Text: "Record of decisions", Address: s.place.at("identifiers") + "/log"},
	}
	second := s.decidedFor(viewSecond)
	out.Views = []page.ViewLink{
		{Text: "To decide (" + research.Number(len(s.groups)) + ")", Address: s.at(viewOpen), Chosen: show != viewDecided && show != viewSecond},
		{Text: "Decided (" + research.Number(len(s.maskings)) + ")", Address: s.at(viewDecided), Chosen: show == viewDecided},
		{Text: "For a second look (" + research.Number(len(second)) + ")", Address: s.at(viewSecond), Chosen: show == viewSecond},
	}
	out.Tally = s.tally()
	if t, ok := s.texts[s.answer]; ok {
		all := s
		all.answer = ""
		out.Answer = &page.IdentifierAnswer{ID: t.ID, Text: t.Text, Where: research.Capital(s.labels.Role(t.Role)) + ", " + s.labels.Question(t.Question), Address: research.VerbatimPath(t.ID), All: all.at(viewOpen)}
	}
	switch show {
	case viewDecided, viewSecond:
		out.Second, out.Return = show == viewSecond, s.at(show)
		out.decided(s, s.decidedFor(show), show, number)
	default:
		out.open(s, number)
	}
	return out
}

// tally says how many groups are to decide.
func (s screened) tally() string {
	n := [3]int{}
	for _, g := range s.groups {
		n[rank(g.first)]++
	}
	if len(s.groups) == 0 {
		return "Nothing is left to decide."
	}
	var words []string
	for i, w := range [3][2]string{{"blocks publication", "block publication"}, {"may tell on somebody", "may tell on somebody"}, {"is a weak hint", "are weak hints"}} {
		if n[i] > 0 {
			words = append(words, research.Plural(n[i], w[0], w[1]))
		}
	}
	return research.Capital(research.And(words)) + "."
}

func (p *identifiersBuilt) open(s screened, number int) {
	from, to := p.cut(len(s.groups), groupsShown, number, s.at(viewOpen))
	for _, g := range s.groups[from:to] {
		p.Groups = append(p.Groups, s.groupView(g, number))
	}
	if len(s.groups) > 0 {
		return
	}
	p.Onward = &page.Onward{Heading: "Nothing is left to decide", Text: "New answers are looked through as they arrive. A name that was missed is found everywhere once it is in the dictionary.", Links: []page.Link{
		{Text: "Add a name to the dictionary", Address: dictionaryAt(s.place.programme)}, {Text: "Read the summary", Address: s.place.at("summary")},
	}}
	if len(s.verbatims) == 0 {
		p.Onward.Heading, p.Onward.Text = "No answer may be quoted yet", "Identifiers appear here when answers arrive whose authors agree to be quoted."
	}
}

// cut returns the part of a list that a page shows, and makes the pager.
func (p *identifiersBuilt) cut(total, size, number int, address string) (from, to int) {
	var pager page.Pager
	pager, from, to = pagesOf(total, size, number, address)
	p.Pager = pager
	return from, to
}

// pagesOf returns the pager of a list, and the part of it that a page shows.
func pagesOf(total, size, number int, address string) (pager page.Pager, from, to int) {
	pages := max(1, (total+size-1)/size)
	number = min(max(1, number), pages)
	from, to = (number-1)*size, min(number*size, total)
	if pages == 1 {
		return pager, from, to
	}
	pager.Text = "Page " + research.Number(number) + " of " + research.Number(pages)
	if number > 1 {
		pager.Previous = pageAt(address, number-1)
	}
	if number < pages {
		pager.Next = pageAt(address, number+1)
	}
	return pager, from, to
}

// pageAt returns the address of one page of a list.
func pageAt(address string, number int) string {
	joint := "?"
	if strings.Contains(address, "?") {
		joint = "&"
	}
	return address + joint + url.Values{"page": {strconv.Itoa(number)}}.Encode()
}

// groupView shows one group with its places.
func (s screened) groupView(g identified, number int) page.IdentifierGroup {
	v := page.IdentifierGroup{
		Anchor: "group-" + g.key, Key: g.key, Name: g.first.Name, Kind: g.first.Kind.Words(), Descriptor: g.first.Descriptor,
		Return: pageAt(s.at(viewOpen), number), Answer: s.answer,
	}
	v.Severity, v.Word = [3]string{"block", "warn", "inform"}[rank(g.first)], [3]string{"Blocks publication.", "Needs a decision.", "A weak hint."}[rank(g.first)]
	for _, e := range s.known.Entities {
		if e.ID == g.first.Entity && g.first.Entity != "" && e.Descriptor != "" {
			v.Known = "The dictionary says “" + e.Descriptor + "”"
			if n := s.usesOf[e.ID]; n > 0 {
				v.Known += ", printed in " + research.Plural(n, "place", "places") + ": another word changes it there too"
			}
			v.Known += "."
		}
	}
	for _, f := range g.places[:min(len(g.places), placesShown)] {
		place := s.placeView(f.VerbatimID, f.Span)
		place.Chosen = rank(f) == rank(g.first)
		v.Places = append(v.Places, place)
	}
	if v.More = len(g.places) - len(v.Places); v.More > 0 {
		v.All = research.Plural(len(g.places), "place", "places")
	}
	return v
}

// placeView shows a place with the words around it.
func (s screened) placeView(verbatim string, span analysis.Span) page.IdentifierPlace {
	t := s.texts[verbatim]
	from, to := contextOf(t.Text, span)
	alone := s
	alone.answer = verbatim
	v := page.IdentifierPlace{
		Value: placeValue(verbatim, span), Before: t.Text[from:span.Start], Words: span.In(t.Text), After: t.Text[span.End:to],
		CutBefore: from > 0, CutAfter: to < len(t.Text),
		Where: research.Capital(s.labels.Role(t.Role)) + ", " + research.Shorten(s.labels.Question(t.Question), questionShown), Address: research.VerbatimPath(verbatim),
	}
	if s.answer == "" {
		v.Alone = alone.at(viewOpen)
	}
	return v
}

// contextOf returns where the words around a place begin and end.
func contextOf(text string, span analysis.Span) (from, to int) {
	if from = span.Start - contextShown; from <= 0 {
		from = 0
	} else if i := strings.IndexAny(text[from:span.Start], " \n\t"); i >= 0 {
		from += i + 1
	} else {
		from = span.Start
	}
	if to = span.End + contextShown; to >= len(text) {
		to = len(text)
	} else if i := strings.LastIndexAny(text[span.End:to], " \n\t"); i >= 0 {
		to = span.End + i
	} else {
		to = span.End
	}
	return from, to
}

// decidedFor returns the decisions of a view: all, or those that the person who
// looks may agree with.
func (s screened) decidedFor(show string) []analysis.Masking {
	if show != viewSecond {
		return s.maskings
	}
	var out []analysis.Masking
	for _, m := range s.maskings {
		if m.Agreed == "" && m.By != s.user {
			out = append(out, m)
		}
	}
	return out
}

func (p *identifiersBuilt) decided(s screened, ms []analysis.Masking, show string, number int) {
	ms = slices.Clone(ms)
	slices.SortStableFunc(ms, func(a, b analysis.Masking) int { return b.At.Compare(a.At) })
	from, to := p.cut(len(ms), decidedShown, number, s.at(show))
	for _, m := range ms[from:to] {
		p.Decided = append(p.Decided, s.decidedView(m, show))
	}
	switch {
	case len(ms) > 0:
	case show == viewSecond:
		p.Onward = &page.Onward{Heading: "Nothing waits for you to look at", Text: "Decisions of other people appear here until somebody else than they has agreed. Your own are for somebody else."}
	default:
		p.Onward = &page.Onward{Heading: "Nothing is decided yet", Links: []page.Link{{Text: "See what is to decide", Address: s.at(viewOpen)}}}
	}
}

func (s screened) decidedView(m analysis.Masking, show string) page.DecidedPlace {
	v := page.DecidedPlace{
		IdentifierPlace: s.placeView(m.VerbatimID, m.Span), Anchor: "decision-" + digestOf(m.ID), Reason: m.Reason,
		MayAgree: m.Agreed == "" && m.By != s.user, Return: s.at(show),
	}
	when := " by " + m.By + " on " + dayOf(m)
	if m.Decision == analysis.Masked {
		v.Printed, v.Decided = "["+m.Descriptor+"]", "Replaced"+when
	} else {
		v.Decided = "Let stand" + when
	}
	if m.Agreed != "" {
		v.Agreed = m.Agreed + " agrees"
	}
	return v
}

func dayOf(m analysis.Masking) string { return survey.DayOf(m.At).String() }

// refuse shows a problem at a group, with what was typed.
func (p *identifiersBuilt) refuse(key, which, text, descriptor, reason string) {
	p.Wrong = true
	anchor := ""
	for i := range p.Groups {
		if g := &p.Groups[i]; g.Key == key {
			g.Problem, g.Which, g.Descriptor, g.Reason = text, which, descriptor, reason
			anchor = "#" + which + "-" + key
		}
	}
	p.Problems = append(p.Problems, page.Problem{Anchor: anchor, Text: text})
}

// kindChoices are the kinds that an entry of the dictionary may have.
func kindChoices(chosen identify.Kind) []page.ChoiceValue {
	var out []page.ChoiceValue
	for _, k := range []identify.Kind{identify.Name, identify.Place, identify.Module, identify.Role, identify.Handle} {
		out = append(out, page.ChoiceValue{Value: string(k), Text: research.Capital(k.Words()), Chosen: k == chosen})
	}
	return out
}
