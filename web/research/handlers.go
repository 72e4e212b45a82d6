package research

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/find"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/session"
)

// Home answers with what is being evaluated and what waits for staff.
func (d *Desk) Home(c *gin.Context) error {
	programmes, err := d.survey.Programmes(c.Request.Context())
	if err != nil {
		return err
	}
	var states []programmeState
	for _, p := range programmes {
		s, err := d.programmeState(c.Request.Context(), p)
		if err != nil {
			return err
		}
		states = append(states, s)
	}
	var behind int64
	if d.caught != nil {
		done, head := d.caught()
		behind = head - done
	}
	p := homePage(states, behind, session.User(c).Level.Allows(survey.Coordinator))
	p.Layout = frame(c, p.Layout, "home")
	return d.render.Page(c, http.StatusOK, "research-home", p)
}

func (d *Desk) programmeState(ctx context.Context, p survey.Programme) (programmeState, error) {
	s := programmeState{programme: p}
	book, err := d.codebook(ctx, p.ID)
	if err != nil {
		return s, err
	}
	s.themes = len(book.Themes)
	rounds, err := d.survey.Rounds(ctx, p.ID)
	if err != nil {
		return s, err
	}
	for _, r := range slices.Backward(rounds) {
		rs := roundState{round: r}
		if rs.responses, err = d.survey.CountResponses(ctx, r.ID); err != nil {
			return s, err
		}
		if rs.codings, err = d.analysis.RoundCodings(ctx, r.ID); err != nil {
			return s, err
		}
		found, err := d.engine.Search(ctx, search.Request{Filters: map[string][]string{search.FieldProgramme: {p.Key}, search.FieldRound: {r.Key}}})
		if err != nil {
			return s, err
		}
		rs.verbatims = found.Total
		s.rounds = append(s.rounds, rs)
	}
	return s, nil
}

// codebook returns the codebook of a programme, empty where it has none.
func (d *Desk) codebook(ctx context.Context, programmeID string) (analysis.Codebook, error) {
	book, err := d.analysis.Codebook(ctx, programmeID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return book, err
	}
	return book, nil
}

// Search answers with the answers that match the query and filters of the
// address.
func (d *Desk) Search(c *gin.Context) error {
	v := readView(c.Request.URL.Query())
	p, status, err := d.search(c.Request.Context(), v)
	if err != nil {
		return err
	}
	p.Notes = append(d.incomplete(), p.Notes...)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, status, "research-search", p)
}

// search finds what v asks for. A query that cannot be read or is too broad is
// a page that says so, with the query in its box.
func (d *Desk) search(ctx context.Context, v view) (page.Search, int, error) {
	labels, err := LoadLabels(ctx, d.survey, d.analysis)
	if err != nil {
		return page.Search{}, 0, err
	}
	f := finding{view: v, labels: labels}
	if f.query, err = d.find.Read(ctx, v.query); isQueryFault(err) {
		p := unread(f)
		p.Problem = queryProblem(v.query, err)
		return p, http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return page.Search{}, 0, err
	}
	f.found, err = d.find.Search(ctx, v.request(f.query))
	if isQueryFault(err) {
		p := unread(f)
		p.Onward = tooBroad(err, v)
		return p, http.StatusUnprocessableEntity, nil
	}
	if err == nil {
		err = d.complete(ctx, &f)
	}
	if err != nil {
		return page.Search{}, 0, err
	}
	return searchPage(f), http.StatusOK, nil
}

// isQueryFault reports whether an error is about what was asked.
func isQueryFault(err error) bool { return err != nil && fault.KindOf(err) == fault.Invalid }

// request returns the search that the address asks for.
func (v view) request(q find.Query) search.Request {
	r := search.Request{
		Query: q.Node, Filters: v.filters, Facets: fields(), Size: hitsPerPage, From: (v.page - 1) * hitsPerPage, Spans: true, Sort: v.ordered().by,
	}
	if after, ok := search.ParseCursor(v.after); ok && v.page > 1 {
		r.After = &after
	}
	return r
}

// unread is the page of a search that was not made.
func unread(f finding) page.Search {
	p := page.Search{Query: f.view.query, Hidden: hidden(f.view), Chosen: chosen(f.view, SearchPath, f.labels), Clear: f.view.unfiltered().at(SearchPath)}
	p.Title = "Search"
	p.Wrong = true
	return p
}

// complete reads what is shown beside the answers found, or what may help where
// there are none.
func (d *Desk) complete(ctx context.Context, f *finding) (err error) {
	ids := make([]string, 0, len(f.found.Hits))
	for _, h := range f.found.Hits {
		ids = append(ids, h.ID)
	}
	if f.codings, err = d.analysis.Codings(ctx, ids...); err != nil {
		return err
	}
	if f.guard, err = d.find.Guard(ctx, find.Values(f.found.Verbatims)...); err != nil {
		return err
	}
	f.programmes = f.labels.programmes
	if f.found.Total == 0 && mayBeMisspelt(f.query) {
		f.meant, err = d.find.Suggest(ctx, f.query, f.view.filters)
	}
	return err
}

// Codebook answers with the tree of a programme's themes.
func (d *Desk) Codebook(c *gin.Context) error {
	programme, err := d.survey.ProgrammeByKey(c.Request.Context(), c.Param("programme"))
	if err != nil {
		return err
	}
	book, err := d.codebook(c.Request.Context(), programme.ID)
	if err != nil {
		return err
	}
	counts, err := d.engine.Search(c.Request.Context(), search.Request{
		Filters: map[string][]string{search.FieldProgramme: {programme.Key}},
		Facets:  []string{search.FieldTheme, search.FieldSuggested},
	})
	if err != nil {
		return err
	}
	p := codebookPage(programme, book, counts.Facets[search.FieldTheme], counts.Facets[search.FieldSuggested])
	p.Layout = frame(c, p.Layout, "codebook")
	return d.render.Page(c, http.StatusOK, "research-codebook", p)
}

// LocalReturn returns the address of a staff page with its place on the page,
// and fallback for anything else: a form must not lead off the site.
func LocalReturn(address, fallback string) string {
	if !strings.HasPrefix(address, HomePath+"/") && address != HomePath || strings.ContainsAny(address, "\\\r\n\t") {
		return fallback
	}
	return address
}
