package coordinate

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/quote"
	"verbatim/analysis/sentiment"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
	"verbatim/web/session"
)

// candidatesShown is how many candidates stand under a theme before somebody
// asks for all: as many as can be compared at a glance.
const candidatesShown = 5

// maxFound is how many characters may be looked for at once: the longest quote.
const maxFound = 6000

// A choosing is a round's draft with what choosing its quotes needs.
type choosing struct {
	drafted
	user string
	all  string // role and theme of which every candidate is shown
	of   map[string]survey.Verbatim
}

func (d *Desk) choosing(c *gin.Context) (s choosing, err error) {
	p, err := d.find(c)
	if err != nil {
		return s, err
	}
	s.drafted, err = d.drafted(c.Request.Context(), p)
	s.user, s.all, s.of = session.User(c).Name, c.Query("all"), byID(s.in.Verbatims)
	return s, err
}

// Quotes answers with the quotes of a round, by theme: those that people chose
// and those that they could.
func (d *Desk) Quotes(c *gin.Context) error {
	s, err := d.choosing(c)
	if err != nil {
		return err
	}
	return d.showQuotes(c, http.StatusOK, quotesPage(s))
}

func (d *Desk) showQuotes(c *gin.Context, status int, built page.Quotes) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-quotes", built)
}

// quotesPage builds the page of quotes.
func quotesPage(s choosing) page.Quotes {
	out := page.Quotes{
		Scope: s.place.scope(), Meter: collate.Fairness(s.in, s.summary).Lines(), Action: s.place.at("quotes"),
		Lead: "The quotes of the summary. What nobody has chosen is a candidate, and is not published. No answer changes: what you leave out or replace is declared and prints in brackets.",
	}
	out.Title = "Quotes"
	out.Ways = []page.Link{{Text: "Summary", Address: s.place.at("summary")}, {Text: "Identifiers", Address: s.place.at("identifiers")}, {Text: "Recommendations", Address: s.place.at("recommendations")}}
	out.Find.Action, out.Public.Action = s.place.at("quotes")+"/find", s.place.at("quotes")+"/public"
	for _, t := range s.in.Public {
		out.Public.Rows = append(out.Public.Rows, page.PublicTextRow{ID: t.ID, Title: t.Title, About: research.Plural(quote.CountWords(t.Text), "word", "words") + ", added by " + t.By})
	}
	tone := sentiment.New()
	weigher := collate.NewWeigher(s.in, func(v survey.Verbatim) bool { return tone.Read(v.Text, v.Purpose).Class == sentiment.Negative })
	for _, sec := range append(slices.Clone(s.summary.Sections), s.summary.Aside...) {
		for _, st := range sec.Statements {
			out.Parts = append(out.Parts, s.part(sec.Role, st, weigher))
		}
	}
	if len(out.Parts) == 0 {
		out.Onward = nothingToSay(s.place)
	}
	return out
}

func (s choosing) part(role string, st analysis.Statement, weigher *collate.Weigher) page.QuotesPart {
	part := page.QuotesPart{
		Anchor: research.Anchor("quotes", role+"-"+st.Theme), Heading: research.Capital(s.labels.Roles(role)) + ": " + cmp.Or(st.Name, collate.Unthemed),
		Lead: lead(st), Role: role, Theme: st.Theme,
	}
	part.Chosen = s.chosenViews(role, st.Theme)
	cands := weigher.Candidates(role, st.Theme)
	heard := slices.ContainsFunc(cands, func(k collate.Candidate) bool { return k.Critical })
	if st.Theme != "" && !heard && !slices.ContainsFunc(part.Chosen, func(q page.ChosenQuote) bool { return q.Critical }) {
		part.Named = "No critical voice speaks of this theme."
	}
	shown := min(len(cands), candidatesShown)
	if s.all == role+":"+st.Theme {
		shown = len(cands)
	}
	for i, k := range cands {
		if i >= shown && (!k.Critical || slices.ContainsFunc(part.Candidates, func(q page.CandidateQuote) bool { return q.Critical })) {
			continue
		}
		part.Candidates = append(part.Candidates, page.CandidateQuote{
			Text: k.Text, Label: k.Label, Why: research.Capital(strings.Join(k.Why, "; ")) + ".", Verbatim: k.VerbatimID, Span: spanText(k.Span), Hash: k.Hash,
			Critical: k.Critical, Change: s.place.chooseAt(k.VerbatimID, k.Span, st.Theme),
		})
	}
	if len(cands) > len(part.Candidates) {
		part.More = s.place.at("quotes") + "?" + url.Values{"all": {role + ":" + st.Theme}}.Encode() + "#" + part.Anchor
		part.MoreText = "All " + research.Plural(len(cands), "candidate", "candidates")
	}
	return part
}

func (s choosing) chosenViews(role, theme string) []page.ChosenQuote {
	var mine []analysis.Chosen
	for _, c := range s.in.Chosen {
		if c.Role == role && c.Theme == theme {
			mine = append(mine, c)
		}
	}
	slices.SortStableFunc(mine, func(a, b analysis.Chosen) int { return a.Place - b.Place })
	var out []page.ChosenQuote
	for i, c := range mine {
		v := page.ChosenQuote{
			Anchor: "chosen-" + c.ID, ID: c.ID, Version: c.Version, Critical: c.Critical, First: i == 0, Last: i == len(mine)-1,
			By: "Chosen by " + c.By + " on " + c.At.UTC().Format("2 January 2006"), Verbatim: research.VerbatimPath(c.VerbatimID),
			Change: s.place.at("quotes") + "/choose/" + url.PathEscape(c.VerbatimID) + "?" + url.Values{"quote": {c.ID}}.Encode(),
		}
		if q, err := collate.Printed(c, s.of[c.VerbatimID]); err == nil {
			v.Text, v.Label = s.printed(q), s.labelOf(q)
		} else {
			v.Problem = fault.Text(err)
		}
		out = append(out, v)
	}
	return out
}

// printed returns a quote with what was masked in it, as it prints.
func (s choosing) printed(q analysis.Quote) string {
	for _, sec := range slices.Concat(s.summary.Sections, s.summary.Aside) {
		for _, st := range sec.Statements {
			for _, o := range st.Quotes {
				if o.ID == q.ID && o.Theme == q.Theme {
					return o.Text
				}
			}
		}
	}
	return q.Text
}

func (s choosing) labelOf(q analysis.Quote) string {
	for _, sec := range slices.Concat(s.summary.Sections, s.summary.Aside) {
		for _, st := range sec.Statements {
			for _, o := range st.Quotes {
				if o.ID == q.ID {
					return o.Label
				}
			}
		}
	}
	return research.Capital(s.labels.Role(q.Role))
}

// chooseAt returns the address at which words of an answer are chosen.
func (p place) chooseAt(verbatim string, span analysis.Span, theme string) string {
	at := p.at("quotes") + "/choose/" + url.PathEscape(verbatim)
	q := url.Values{}
	if span.Len() > 0 {
		q.Set("span", spanText(span))
	}
	if theme != "" {
		q.Set("theme", theme)
	}
	if len(q) == 0 {
		return at
	}
	return at + "?" + q.Encode()
}

func spanText(s analysis.Span) string { return strconv.Itoa(s.Start) + "-" + strconv.Itoa(s.End) }

// readSpanText reads what spanText wrote; anything else is no span.
func readSpanText(value string) (analysis.Span, bool) {
	from, to, ok := strings.Cut(value, "-")
	start, err1 := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	return analysis.Span{Start: start, End: end}, ok && err1 == nil && err2 == nil && 0 <= start && start < end
}

// QuoteThis leads from an answer to the page on which its words are chosen.
func (d *Desk) QuoteThis(c *gin.Context) error {
	v, err := d.survey.Verbatim(c.Request.Context(), c.Param("verbatim"))
	if err != nil {
		return err
	}
	span, _ := readSpanText(c.Query("span"))
	p, err := d.named(c.Request.Context(), v.ProgrammeKey, v.RoundKey)
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.chooseAt(v.ID, span, c.Query("theme")))
	return nil
}

// DecideQuotes takes candidates as they stand, and moves or takes out chosen
// quotes.
func (d *Desk) DecideQuotes(c *gin.Context) error {
	s, err := d.choosing(c)
	if err != nil {
		return err
	}
	ctx, back := c.Request.Context(), s.place.at("quotes")
	if a := c.PostForm("anchor"); a != "" {
		back += "#" + url.PathEscape(a)
	}
	id := c.PostForm("quote")
	version, _ := strconv.Atoi(c.PostForm("version"))
	if id != "" && !slices.ContainsFunc(s.in.Chosen, func(o analysis.Chosen) bool { return o.ID == id }) {
		return done(c, back, "This quote is not there any more.")
	}
	said := "The quote was moved."
	switch c.PostForm("do") {
	case "up":
		err = d.analysis.MoveQuote(ctx, id, -1)
	case "down":
		err = d.analysis.MoveQuote(ctx, id, 1)
	case "out":
		err, said = d.analysis.RemoveQuote(ctx, id, version), "The quote was taken out. Its words are a candidate again."
	default:
		said, err = d.takeCandidates(c, s)
	}
	if kind := fault.KindOf(err); kind == fault.Conflict || kind == fault.Invalid || kind == fault.Forbidden {
		built := quotesPage(s)
		built.Problems, built.Wrong = []page.Problem{{Text: fault.Text(err)}}, true
		return d.showQuotes(c, http.StatusUnprocessableEntity, built)
	}
	if err != nil {
		return err
	}
	return done(c, back, said)
}

// takeCandidates chooses the ticked candidates of a theme as they stand. One
// about which a person must first say what they saw is chosen on its own page.
func (d *Desk) takeCandidates(c *gin.Context, s choosing) (string, error) {
	var take []analysis.Chosen
	for _, value := range c.PostFormArray("take") {
		id, at, _ := strings.Cut(value, "|")
		span, ok := readSpanText(at)
		v, there := s.of[id]
		if !ok || !there {
			return "", fault.New(fault.Conflict, "An answer was withdrawn in the meantime: look at the candidates again.")
		}
		n := analysis.Chosen{RoundID: s.place.round.ID, Theme: c.PostForm("theme"), VerbatimID: id, Span: span, Hash: v.Hash}
		if len(warnings(s, n)) > 0 {
			return "", fault.Coded("Q57", "Words of one of these stand in a text that everybody can read: choose it by itself, where you can say why it may stand.")
		}
		take = append(take, n)
	}
	if len(take) == 0 {
		return "", fault.Coded("Q56", "Tick at least one candidate.")
	}
	if _, err := d.analysis.ChooseQuotes(c.Request.Context(), s.user, take...); err != nil {
		return "", err
	}
	return research.Plural(len(take), "quote was chosen.", "quotes were chosen."), nil
}

// warnings returns what a person must say they saw before words are chosen.
func warnings(s choosing, c analysis.Chosen) (out []string) {
	v := s.of[c.VerbatimID]
	for _, h := range quote.Hidden(v.Text, c.Span, c.Edits) {
		if h.Severity == analysis.Warn {
			out = append(out, h.Text)
		}
	}
	printed, err := quote.Render(v.Text, c.Span, c.Edits)
	if err != nil {
		return out
	}
	for _, f := range quote.NewShingles(s.in.Public).Find(printed) {
		out = append(out, f.Text())
	}
	return out
}

// FindQuote looks where words that stand in a file or an old edition come from,
// and opens them with the edits that would have to be declared.
func (d *Desk) FindQuote(c *gin.Context) error {
	s, err := d.choosing(c)
	if err != nil {
		return err
	}
	words := strings.TrimSpace(c.PostForm("words"))
	words = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(words, "”"), "“"))
	built := quotesPage(s)
	built.Find.Words = words
	refuse := func(text string) error {
		built.Find.Problem, built.Wrong = text, true
		built.Problems = []page.Problem{{Anchor: "#words", Text: text}}
		return d.showQuotes(c, http.StatusUnprocessableEntity, built)
	}
	if words == "" || len([]rune(words)) > maxFound {
		return refuse("Paste the words of one quote, up to " + research.Number(maxFound) + " characters.")
	}
	var vs []survey.Verbatim
	var texts []string
	for _, v := range s.in.Verbatims {
		if v.QuoteConsent.MayQuote() {
			vs, texts = append(vs, v), append(texts, v.Text)
		}
	}
	r := quote.Compare(words, texts)
	if r.Level == quote.Mismatch {
		if r.Source >= 0 {
			built.Find.Near = s.place.chooseAt(vs[r.Source].ID, analysis.Span{}, "")
		}
		return refuse("No answer that may be quoted has these words: " + r.Divergence + ".")
	}
	draft := analysis.Chosen{RoundID: s.place.round.ID, VerbatimID: vs[r.Source].ID, Span: r.Span, Edits: r.Edits, Hash: vs[r.Source].Hash}
	q := s.quotePage(draft, nil)
	q.Informs = append([]string{foundWords(r)}, q.Informs...)
	return d.showQuote(c, http.StatusOK, q)
}

func foundWords(r quote.Result) string {
	switch r.Level {
	case quote.Exact:
		return "These words stand in the answer exactly so."
	case quote.Typographic:
		return "The answer has these words with other quotation marks, dots or spaces. They print as they were written."
	}
	return "The answer has these words but for " + research.Plural(len(r.Edits), "edit", "edits") + " that nobody has declared. Give a reason for each, or take it out."
}

// SavePublicText keeps a text that everybody can read, or takes one out.
func (d *Desk) SavePublicText(c *gin.Context) error {
	s, err := d.choosing(c)
	if err != nil {
		return err
	}
	back := s.place.at("quotes") + "#public"
	if id := c.PostForm("remove"); id != "" {
		if err := d.analysis.RemovePublicText(c.Request.Context(), s.place.programme.ID, id); err != nil {
			return err
		}
		return done(c, back, "The text was taken out.")
	}
	t := analysis.PublicText{ProgrammeID: s.place.programme.ID, Title: typed(c, "title"), Text: c.PostForm("text"), By: s.user}
	err = d.analysis.AddPublicText(c.Request.Context(), t)
	if fault.KindOf(err) == fault.Invalid {
		built := quotesPage(s)
		built.Public.Title, built.Public.Text, built.Public.Problem, built.Wrong = t.Title, t.Text, fault.Text(err), true
		built.Problems = []page.Problem{{Anchor: "#public-title", Text: fault.Text(err)}}
		return d.showQuotes(c, http.StatusUnprocessableEntity, built)
	}
	if err != nil {
		return err
	}
	return done(c, back, "The text was added. Quotes are compared with it from now on.")
}
