package research

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/find"
	"verbatim/analysis/nlp"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/session"
)

const (
	// mostCoded is the most places that get a theme at once: as many as somebody
	// can have looked at before saying yes.
	mostCoded = 500
	// previewed is how many of them the preview shows.
	previewed = 100
)

// spreading is everything the preview is made of.
type spreading struct {
	view    view
	theme   string
	query   find.Query
	found   find.Found
	places  []astore.Place // in programmes whose codebook has the theme
	foreign int            // answers of other programmes
	codings map[string][]analysis.Coding
	labels  Labels
}

// CodeAll answers with a preview of a theme put on all that a search finds.
func (d *Desk) CodeAll(c *gin.Context) error {
	s, err := d.spreading(c.Request.Context(), c.Request.URL.Query())
	if err != nil {
		return err
	}
	p := codeAllPage(s)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, http.StatusOK, "research-code-all", p)
}

// spreading finds the places that the address asks for.
func (d *Desk) spreading(ctx context.Context, q url.Values) (s spreading, err error) {
	s = spreading{view: readView(q), theme: q.Get("put"), codings: map[string][]analysis.Coding{}}
	if s.labels, err = LoadLabels(ctx, d.survey, d.analysis); err != nil {
		return s, err
	}
	if s.query, err = d.find.Read(ctx, s.view.query); err != nil {
		return s, err
	}
	if s.view.asQuery(s.query) == "" {
		return s, fault.Coded("Q36", "Search for something first: a theme is not put on every answer there is.")
	}
	s.found, err = d.find.All(ctx, search.Request{Query: s.query.Node, Filters: s.view.filters, Spans: true}, mostCoded)
	if err != nil || s.theme == "" {
		return s, err
	}
	if err := d.place(ctx, &s); err != nil {
		return s, err
	}
	var ids []string
	for _, p := range s.places {
		ids = append(ids, p.VerbatimID)
	}
	all, err := d.analysis.Codings(ctx, ids...)
	s.codings = codingsByVerbatim(all)
	return s, err
}

// place chooses the sentences that hold what was found, or whole answers where
// the search is for no words.
func (d *Desk) place(ctx context.Context, s *spreading) error {
	has := map[string]bool{}
	for _, p := range s.labels.programmes {
		book, err := d.codebook(ctx, p.ID)
		if err != nil {
			return err
		}
		_, has[p.ID] = book.Theme(s.theme)
	}
	if _, ok := s.labels.branch(s.theme); !ok {
		return fault.New(fault.Invalid, "Choose a theme of the codebook. If it was renamed meanwhile, go back and load the page anew.")
	}
	for _, h := range s.found.Hits {
		v, ok := s.found.Verbatims[h.ID]
		switch {
		case !ok:
		case !has[v.ProgrammeID]:
			s.foreign++
		default:
			for _, span := range sentencesWith(v.Text, analysisSpans(h.Spans)) {
				s.places = append(s.places, astore.Place{VerbatimID: v.ID, Span: span})
			}
		}
	}
	return nil
}

// sentencesWith returns the sentences of a text that hold one of the spans, or
// the whole text without spans.
func sentencesWith(text string, spans []analysis.Span) []analysis.Span {
	if len(spans) == 0 {
		return whole(text)
	}
	var out []analysis.Span
	for _, s := range nlp.Sentences(text) {
		if slices.ContainsFunc(spans, s.Overlaps) {
			out = append(out, s)
		}
	}
	return out
}

// codeAllPage builds the preview.
func codeAllPage(s spreading) page.CodeAll {
	p := page.CodeAll{
		Query: s.view.query, Chosen: chosen(s.view, CodeAllPath, s.labels), Fields: hiddenFilters(s.view), Back: s.view.at(SearchPath),
	}
	p.Title = "Put a theme on all of this search"
	if s.view.query != "" {
		p.Fields = append(p.Fields, page.Field{Name: "q", Value: s.view.query})
	}
	for _, c := range s.labels.choices() {
		p.Themes = append(p.Themes, page.ThemeOption{Key: c.Key, Name: c.Name, Chosen: c.Key == s.theme})
	}
	switch {
	case s.found.Total == 0:
		p.Onward = nothingFound(s.view, "")
		return p
	case s.found.Capped || len(s.places) > mostCoded:
		p.Onward = &page.Onward{
			Heading: "That is too much to code at once",
			Text:    "The search finds " + total(s.found.Result) + ". Narrow it to " + Number(mostCoded) + " places at most, so that somebody can look at them before they are coded.",
			Links:   []page.Link{{Text: "Back to the search", Address: p.Back}},
		}
		return p
	case s.theme == "":
		p.Summary = total(s.found.Result) + ". Choose the theme to put on the sentences found."
		return p
	}
	s.items(&p)
	return p
}

// items lists the places with what will happen to each.
func (s spreading) items(p *page.CodeAll) {
	b, _ := s.labels.branch(s.theme)
	todo, skipped := 0, 0
	for _, place := range s.places {
		v := s.found.Verbatims[place.VerbatimID]
		coded, suggestion := place.Coded(s.codings[v.ID], s.theme)
		item := page.CodeAllItem{
			Pieces: pieces(v.Text, excerpt(v.Text, []analysis.Span{place.Span}), nil, []mark{{span: place.Span, colour: b.colour}}), Attributes: attributes(v, s.labels), Address: VerbatimPath(v.ID),
			State: "Gets the theme",
		}
		switch {
		case coded:
			item.State, item.Skipped = "Has the theme here already: left as it is", true
			skipped++
		case suggestion != "":
			item.State = "The suggestion is accepted"
		}
		if !coded {
			todo++
		}
		if len(p.Items) < previewed {
			p.Items = append(p.Items, item)
		}
	}
	p.Summary = "Puts “" + s.labels.Theme(s.theme) + "” on " + Plural(todo, "place", "places") + ", in the sentences underlined below."
	if skipped > 0 {
		p.Skipped = Plural(skipped, "place has", "places have") + " it already."
	}
	if s.foreign > 0 {
		p.Skipped += " " + Plural(s.foreign, "answer is", "answers are") + " of a programme whose codebook does not have it."
	}
	if n := len(s.places) - len(p.Items); n > 0 {
		p.More = Plural(n, "place is", "places are") + " not shown here and included."
	}
	if todo > 0 {
		p.Do = CodeAllPath
		p.Fields = append(p.Fields, page.Field{Name: "put", Value: s.theme}, page.Field{Name: "places", Value: strconv.Itoa(todo)})
	}
}

// DoCodeAll puts the theme on what was shown.
func (d *Desk) DoCodeAll(c *gin.Context) error {
	if err := c.Request.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "The form could not be read. Go back and send it again.")
	}
	s, err := d.spreading(c.Request.Context(), c.Request.PostForm)
	if err != nil {
		return err
	}
	p := codeAllPage(s)
	if p.Do == "" {
		return fault.Coded("Q37", "There is nothing left to code. Somebody may have done it meanwhile.")
	}
	now := p.Fields[len(p.Fields)-1].Value
	if looked := c.PostForm("places"); looked != now {
		return fault.Coded("Q38", "The search finds %s places now, and found %s when you looked. Go back, load the preview anew and look again.", now, looked)
	}
	done, err := d.analysis.CodeAll(c.Request.Context(), s.view.asQuery(s.query), s.theme, session.User(c).Name, s.places)
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, CodeAllPath+"/"+done.ID)
	return nil
}

// CodedAll says what was put on, and offers to undo it.
func (d *Desk) CodedAll(c *gin.Context) error {
	s, err := d.analysis.SpreadByID(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	labels, err := LoadLabels(c.Request.Context(), d.survey, d.analysis)
	if err != nil {
		return err
	}
	p := codedAllPage(s, labels)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, http.StatusOK, "research-coded-all", p)
}

func codedAllPage(s astore.Spread, l Labels) page.CodedAll {
	v := view{page: 1}
	p := page.CodedAll{
		Theme: l.Theme(s.Theme), Undone: s.Undone, Search: v.asking(s.Query).at(SearchPath), Undo: CodeAllPath + "/" + s.ID + "/undo",
		Done: s.Coder + " put it on " + Plural(s.Places, "place", "places") + " on " + survey.DayOf(s.At).String() + ", for the search " + s.Query + ".",
	}
	p.Title = "Theme put on"
	if s.Undone {
		p.Title = "Theme taken off again"
		p.Done = "What the search " + s.Query + " put on was taken off again, except where somebody has decided about it since."
	}
	return p
}

// UndoCodeAll takes back what was put on.
func (d *Desk) UndoCodeAll(c *gin.Context) error {
	n, err := d.analysis.UndoCodeAll(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page.SetFlash(c, "Undone: "+Plural(n, "place", "places")+".")
	c.Redirect(http.StatusSeeOther, CodeAllPath+"/"+url.PathEscape(c.Param("id")))
	return nil
}
