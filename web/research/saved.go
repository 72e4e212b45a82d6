package research

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/find"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/session"
)

// Saved answers with the saved searches and what each finds now.
func (d *Desk) Saved(c *gin.Context) error {
	p, err := d.savedPage(c.Request.Context())
	if err != nil {
		return err
	}
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, http.StatusOK, "research-saved", p)
}

func (d *Desk) savedPage(ctx context.Context) (page.Saved, error) {
	programmes, err := d.survey.Programmes(ctx)
	if err != nil {
		return page.Saved{}, err
	}
	all, err := d.analysis.SavedSearches(ctx)
	if err != nil {
		return page.Saved{}, err
	}
	p := page.Saved{}
	p.Title = "Saved searches"
	for _, s := range all {
		count, err := d.liveCount(ctx, s)
		if err != nil {
			return p, err
		}
		p.Searches = append(p.Searches, savedSearch(s, programmes, count))
	}
	if len(all) == 0 {
		p.Onward = &page.Onward{
			Heading: "No search is saved yet", Text: "Search for something, then keep it under a name below the results: it can be opened again, and used in other searches as saved:name.",
			Links: []page.Link{{Text: "Search the answers", Address: SearchPath}},
		}
	}
	return p, nil
}

// liveCount says what a saved search finds now, or why it finds nothing.
func (d *Desk) liveCount(ctx context.Context, s astore.SavedSearch) (string, error) {
	q, err := d.find.Read(ctx, search.Saved{Name: s.Name}.String())
	if err == nil {
		var r search.Result
		if r, err = d.engine.Search(ctx, search.Request{Query: q.Node}); err == nil {
			return total(r), nil
		}
	}
	if isQueryFault(err) {
		return fault.Text(err), nil
	}
	return "", err
}

// savedSearch is one line of the list.
func savedSearch(s astore.SavedSearch, programmes []survey.Programme, count string) page.SavedSearch {
	v := view{page: 1}
	out := page.SavedSearch{
		ID: Anchor("saved", s.ID), Name: s.Name, Query: s.Query, Scope: "All programmes", Count: count,
		By: s.By + ", " + survey.DayOf(s.At).String(), Use: search.Saved{Name: s.Name}.String(),
		Address: v.asking(search.Saved{Name: s.Name}.String()).at(SearchPath), Read: v.asking(find.Scoped(s, programmes)).at(SearchPath),
		Change: SavedPath + "/" + s.ID, Delete: SavedPath + "/" + s.ID + "/delete",
	}
	for _, p := range programmes {
		if p.ID == s.ProgrammeID {
			out.Scope = p.Name
		}
	}
	return out
}

// SaveSearch keeps a search under a name and returns to where it was made.
func (d *Desk) SaveSearch(c *gin.Context) error {
	s := astore.SavedSearch{Name: c.PostForm("name"), Query: c.PostForm("query"), By: session.User(c).Name}
	if key := c.PostForm("programme"); key != "" {
		p, err := d.survey.ProgrammeByKey(c.Request.Context(), key)
		if err != nil {
			return err
		}
		s.ProgrammeID = p.ID
	}
	if _, err := d.analysis.SaveSearch(c.Request.Context(), s); err != nil {
		return err
	}
	page.SetFlash(c, "Saved. Use it in any search as "+search.Saved{Name: strings.Join(strings.Fields(s.Name), " ")}.String()+".")
	c.Redirect(http.StatusSeeOther, LocalReturn(c.PostForm("return"), SavedPath))
	return nil
}

// ChangeSearch gives a saved search another name or query.
func (d *Desk) ChangeSearch(c *gin.Context) error {
	if err := d.analysis.ChangeSearch(c.Request.Context(), c.Param("id"), c.PostForm("name"), c.PostForm("query"), session.User(c).Name); err != nil {
		return err
	}
	page.SetFlash(c, "Changed. Searches that use it go on doing so.")
	c.Redirect(http.StatusSeeOther, SavedPath)
	return nil
}

// DeleteSearch forgets a saved search.
func (d *Desk) DeleteSearch(c *gin.Context) error {
	if err := d.analysis.DeleteSearch(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	page.SetFlash(c, "Deleted.")
	c.Redirect(http.StatusSeeOther, SavedPath)
	return nil
}
