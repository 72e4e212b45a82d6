package coordinate

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/web/page"
	"verbatim/web/research"
)

// answersShown is how many of the answers that a recommendation rests on are
// quoted on its page: more are counted.
const answersShown = 50

// recommendationPage builds the page of one recommendation.
func recommendationPage(f followed) page.Recommendation {
	r := f.rec
	out := page.Recommendation{
		Scope: f.place.scope(), Back: page.Link{Text: "Recommendations of " + f.place.round.Key, Address: f.place.at("recommendations")},
		Reference: r.Reference, Words: r.Title, State: standing(f), Close: f.place.at("summary") + "/check", Return: f.at(),
		Form: recommendationForm(f, r), AddNote: f.at() + "/notes",
		Ways: []page.Link{{Text: "Merge and split", Address: f.place.at("merge")}, {Text: "What became of earlier ones", Address: f.place.at("fates")}, {Text: "All of the programme", Address: ledgerPath(f.place.programme.Key)}},
	}
	out.Title = "Recommendation " + r.Reference
	out.Status = research.Capital(string(r.Status()))
	for _, p := range r.Points {
		out.Points = append(out.Points, page.PointField{Number: p.Number, Reference: r.PointReference(p), Title: p.Title})
	}
	if r.Overdue(f.today) {
		out.Overdue = "Overdue since " + r.Due().Next().String()
	}
	about := called(r.Reference, r.Title)
	for _, sev := range severities() {
		for _, k := range f.summary.Checks {
			if k.Severity == sev.severity && about(k) {
				out.Checks = append(out.Checks, checkView(k, ""))
			}
		}
	}
	for _, n := range slices.Backward(r.Notes) {
		out.History = append(out.History, noteView(n))
	}
	out.Notes = noteForms(r, f.today)
	out.Links = linkForm(f)
	out.Later = laterLinks(f)
	out.Rests = rests(f)
	return out
}

// standing says where a recommendation stands, as its notes have it.
func standing(f followed) []page.Term {
	r := f.rec
	var out []page.Term
	add := func(name, text string) {
		if text != "" {
			out = append(out, page.Term{Name: name, Text: text})
		}
	}
	if n, ok := r.Response(); ok {
		add("Response", withWords(research.Capital(n.Value), n.Words))
	}
	add("Due", dueWords(r))
	if n, ok := r.Closure(); ok {
		add("Closed", "Agreed by "+n.Value+" on "+n.Day.String())
	}
	add("Addressed to", r.Body)
	add("Seen to by", research.And(slices.DeleteFunc(slices.Concat([]string{r.Owner}, r.CoOwners), func(o string) bool { return o == "" })))
	add("Feeds into", strings.Join(r.FeedsInto, "; "))
	if f.row.Raised > 1 {
		add("Raised", raisedWords(f.row.Raised))
	}
	return out
}

// raisedWords says in how many rounds running something was asked for.
func raisedWords(rounds int) string { return "In " + research.Number(rounds) + " rounds running" }

// dueWords says by when a recommendation is to be done, and by when it was to be
// at first.
func dueWords(r analysis.Recommendation) string {
	due, first := r.Due(), r.FirstDue()
	if due == "" || due == first {
		return due.String()
	}
	return due.String() + "; first set for " + first.String()
}

func withWords(text, words string) string {
	if words == "" {
		return text
	}
	return text + ": " + words
}

// recommendationForm builds the form of what people write in a recommendation.
func recommendationForm(f followed, r analysis.Recommendation) page.RecommendationForm {
	out := page.RecommendationForm{
		Action: f.at(), Version: strconv.Itoa(r.Version), By: changedBy(r.By, r.At), Title: r.Title, Body: r.Body, Owner: r.Owner,
		CoOwners: strings.Join(r.CoOwners, "\n"), FeedsInto: strings.Join(r.FeedsInto, "\n"), Own: r.Own, Public: r.PublicText,
	}
	var fresh []string
	for _, p := range r.Points {
		if p.Number == 0 {
			fresh = append(fresh, p.Title)
			continue
		}
		out.Points = append(out.Points, page.PointField{Number: p.Number, Reference: r.PointReference(p), Title: p.Title})
	}
	out.NewPoints = strings.Join(fresh, "\n")
	for _, t := range f.in.Codebook.Themes {
		out.Themes = append(out.Themes, page.ChoiceValue{Value: t.Key, Text: t.Name, Chosen: slices.Contains(r.Themes, t.Key)})
	}
	for _, key := range r.Themes { // the codebook may have changed since
		if !slices.ContainsFunc(out.Themes, func(c page.ChoiceValue) bool { return c.Value == key }) {
			out.Themes = append(out.Themes, page.ChoiceValue{Value: key, Text: key, Chosen: true})
		}
	}
	return out
}

// rests says on what a recommendation rests.
func rests(f followed) page.Rests {
	out := page.Rests{Own: f.rec.Own, Support: support(f.behind(), f.labels)}
	shown := 0
	for _, a := range f.answers() {
		if shown++; shown <= answersShown {
			out.Answers = append(out.Answers, a)
		}
	}
	if more := shown - answersShown; more > 0 {
		out.More = research.Plural(more, "more answer", "more answers")
	}
	for _, key := range themesOf(f.in, f.rec) {
		out.Themes = append(out.Themes, f.labels.Theme(key))
	}
	out.Nothing = !f.rec.Own && shown == 0 && len(out.Themes) == 0
	return out
}

// behind counts the people who asked for it, by role, as the summary does.
func (f followed) behind() []analysis.Count {
	for o := range f.summary.Outcomes() {
		if o.Recommendation.ID == f.rec.ID {
			return o.Support
		}
	}
	return nil
}

// answers returns what asks for it: the words of its actions, and the whole
// answers where it was made of no words in them.
func (f followed) answers() []page.RestView {
	var out []page.RestView
	for _, v := range f.in.Verbatims {
		if !slices.Contains(f.rec.Sources, v.ID) || !v.QuoteConsent.MayAnalyse() {
			continue
		}
		words := []string{v.Text}
		if spans := spansIn(f.in, f.rec, v.ID); len(spans) > 0 {
			words = nil
			for _, s := range spans {
				words = append(words, s.In(v.Text))
			}
		}
		for _, w := range words {
			out = append(out, page.RestView{Text: w, Role: research.Capital(f.labels.Role(v.Role)), Address: research.VerbatimPath(v.ID)})
		}
	}
	return out
}

// spansIn returns the words of an answer that a recommendation was made of, in
// their order.
func spansIn(in collate.Input, r analysis.Recommendation, verbatim string) []analysis.Span {
	var out []analysis.Span
	for _, a := range in.Actions {
		if a.VerbatimID == verbatim && slices.Contains(r.Actions, a.ID) {
			out = append(out, a.Span)
		}
	}
	slices.SortFunc(out, func(a, b analysis.Span) int { return a.Start - b.Start })
	return out
}

// themesOf returns the keys of the themes that a recommendation rests on: those
// that somebody named, and those that people see in the lines it was made of.
func themesOf(in collate.Input, r analysis.Recommendation) []string {
	out := slices.Clone(r.Themes)
	texts := map[string]string{}
	for _, v := range in.Verbatims {
		if slices.Contains(r.Sources, v.ID) {
			texts[v.ID] = v.Text
		}
	}
	for _, k := range in.Codings {
		text, ok := texts[k.VerbatimID]
		if !ok || k.Status != analysis.Accepted || slices.Contains(out, k.Theme) {
			continue
		}
		spans := spansIn(in, r, k.VerbatimID)
		near := func(s analysis.Span) bool { return analysis.LineAt(text, s).Overlaps(k.Span) }
		if len(spans) == 0 || slices.ContainsFunc(spans, near) {
			out = append(out, k.Theme)
		}
	}
	slices.Sort(out[len(r.Themes):])
	return out
}
