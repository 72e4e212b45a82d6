package coordinate

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/research"
)

// Evidence shows what the draft rests on, and what rests on each answer.
func (d *Desk) Evidence(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	r, err := d.drafted(c.Request.Context(), p)
	if err != nil {
		return err
	}
	built := evidencePage(p, report.ChainOf(r.summary, codedWith(r.in)), byID(r.in.Verbatims), r.labels)
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, http.StatusOK, "coordinate-evidence", built)
}

// codedWith returns what looks up the themes that people coded an answer with,
// and those above them.
func codedWith(in collate.Input) func(id string) []string {
	by := map[string][]string{}
	for _, k := range in.Codings {
		if k.Status == analysis.Accepted {
			by[k.VerbatimID] = append(by[k.VerbatimID], k.Theme)
		}
	}
	return func(id string) []string { return in.Codebook.WithAncestors(by[id]) }
}

// evidenceChain builds the entries of the page.
type evidenceChain struct {
	report.Chain
	verbatims map[string]survey.Verbatim
	labels    research.Labels
}

func evidencePage(p place, chain report.Chain, verbatims map[string]survey.Verbatim, l research.Labels) page.Evidence {
	built := page.Evidence{
		Scope: p.scope(), Back: page.Link{Text: "The summary", Address: p.at("summary")}, Download: p.at("summary") + "/download/json",
	}
	built.Title = "Evidence"
	e := evidenceChain{chain, verbatims, l}
	bare, idle := 0, 0
	for i := range chain.Recommendations {
		entry := e.recommendation(i)
		if entry.Lacks != "" {
			bare++
		}
		built.Recommendations = append(built.Recommendations, entry)
	}
	for i := range chain.Statements {
		entry := e.statement(i)
		if entry.Lacks != "" {
			idle++
		}
		built.Themes = append(built.Themes, entry)
	}
	for i := range chain.Answers {
		built.Answers = append(built.Answers, e.answer(i))
	}
	built.Tally = research.Plural(bare, "recommendation without a theme", "recommendations without a theme") + ", " + research.Plural(idle, "theme that nothing is recommended on", "themes that nothing is recommended on")
	return built
}

func chainRecommendationAnchor(i int) string { return "recommendation-" + itoa(i+1) }
func chainThemeAnchor(i int) string          { return "theme-" + itoa(i+1) }
func chainAnswerAnchor(i int) string         { return "answer-" + itoa(i+1) }

func (e evidenceChain) recommendation(i int) page.EvidenceEntry {
	r := e.Recommendations[i]
	out := page.EvidenceEntry{Anchor: chainRecommendationAnchor(i), Text: r.Outcome.Text, Words: true, Note: support(r.Outcome.Support, e.labels)}
	if r.BuildsOn != "" {
		out.Note = strings.TrimSuffix("Builds on "+r.BuildsOn+"; "+out.Note, "; ")
	}
	out.Links = links(out.Links, "Themes that its answers speak of", e.themeLinks(r.Statements))
	out.Links = links(out.Links, "Rests on", e.answerLinks(r.Answers))
	switch {
	case len(r.Answers) == 0:
		out.Lacks = "No answer stands behind it."
	case len(r.Statements) == 0:
		out.Lacks = "No theme of the draft stands behind it: code its answers, or link it to a theme."
	}
	return out
}

func (e evidenceChain) statement(i int) page.EvidenceEntry {
	st := e.Statements[i]
	out := page.EvidenceEntry{Anchor: chainThemeAnchor(i), Text: e.themeName(i), Note: lead(st.Statement)}
	for _, q := range st.Statement.Quotes {
		out.Quotes = append(out.Quotes, page.EvidenceWords{Text: q.Text, Label: q.Label, Address: "#" + chainAnswerAnchor(e.indexOf(q.VerbatimID))})
	}
	out.Links = links(out.Links, "Recommendations", e.recommendationLinks(st.Recommendations))
	if len(st.Recommendations) == 0 && st.Statement.Theme != "" {
		out.Lacks = "Nothing is recommended on this theme."
	}
	return out
}

func (e evidenceChain) answer(i int) page.EvidenceEntry {
	a := e.Answers[i]
	v := e.verbatims[a.VerbatimID]
	out := page.EvidenceEntry{Anchor: chainAnswerAnchor(i), Text: v.Text, Words: true, Note: e.labels.People(1, v.Role)}
	out.Links = links(out.Links, "Quoted under", e.themeLinks(a.Statements))
	out.Links = links(out.Links, "Recommendations", e.recommendationLinks(a.Recommendations))
	out.Links = links(out.Links, "Whole", []page.Link{{Text: "the answer with its codings", Address: research.VerbatimPath(a.VerbatimID)}})
	return out
}

func (e evidenceChain) indexOf(verbatim string) int {
	for i, a := range e.Answers {
		if a.VerbatimID == verbatim {
			return i
		}
	}
	return 0
}

func (e evidenceChain) themeName(i int) string {
	st := e.Statements[i]
	return e.labels.People(st.Statement.Base, st.Role) + ": " + cmp.Or(st.Statement.Name, "not yet under a theme")
}

// links appends links of one kind, if there are any.
func links(to []page.EvidenceLinks, name string, ls []page.Link) []page.EvidenceLinks {
	if len(ls) == 0 {
		return to
	}
	return append(to, page.EvidenceLinks{Name: name, Links: ls})
}

func (e evidenceChain) themeLinks(of []int) []page.Link {
	var out []page.Link
	for _, i := range of {
		out = append(out, page.Link{Text: e.themeName(i), Address: "#" + chainThemeAnchor(i)})
	}
	return out
}

func (e evidenceChain) answerLinks(of []int) []page.Link {
	var out []page.Link
	for _, i := range of {
		out = append(out, page.Link{Text: "answer " + itoa(i+1), Address: "#" + chainAnswerAnchor(i)})
	}
	return out
}

// linkWords is how many words of a recommendation its link has.
const linkWords = 8

func (e evidenceChain) recommendationLinks(of []int) []page.Link {
	var out []page.Link
	for _, i := range of {
		words := strings.Fields(e.Recommendations[i].Outcome.Text)
		text := strings.Join(words[:min(len(words), linkWords)], " ")
		if len(words) > linkWords {
			text += " …"
		}
		out = append(out, page.Link{Text: text, Address: "#" + chainRecommendationAnchor(i)})
	}
	return out
}
