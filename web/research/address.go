package research

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
	"verbatim/survey"
)

// The pages' addresses. What a page shows is all in its address, so that it
// can be reloaded, kept and sent to a colleague.
const (
	HomePath        = "/staff"
	SearchPath      = "/staff/search"
	ConcordancePath = "/staff/concordance"
	ReviewPath      = "/staff/review"
	SavedPath       = "/staff/saved"
	UsagePath       = "/staff/usage"
	KeynessPath     = "/staff/keyness"
	CodeAllPath     = "/staff/code-all"
)

// VerbatimPath returns the address of a verbatim in its response.
func VerbatimPath(id string) string { return "/staff/verbatims/" + url.PathEscape(id) }

// QuotePath returns the address at which a coordinator quotes words of a verbatim.
func QuotePath(id string) string { return "/staff/quote/" + url.PathEscape(id) }

// quotePathOf returns QuotePath of a verbatim that may be quoted, else nothing.
func quotePathOf(v survey.Verbatim) string {
	if !v.QuoteConsent.MayQuote() {
		return ""
	}
	return QuotePath(v.ID)
}

// CodebookPath returns the address of a programme's codebook.
func CodebookPath(programme string) string { return "/staff/codebook/" + url.PathEscape(programme) }

func codingPath(id string) string { return "/staff/codings/" + url.PathEscape(id) }

// fields are the attributes that a search can be narrowed by, in the order in
// which they are shown.
func fields() []string {
	return []string{
		search.FieldProgramme, search.FieldRound, search.FieldWave, search.FieldRole, search.FieldQuestion,
		search.FieldTheme, search.FieldSuggested, search.FieldCoder, search.FieldConsent,
	}
}

// A view is what the address of a search says: the query, the filters, the
// page and the order.
type view struct {
	query   string
	filters map[string][]string
	page    int // from 1
	sort    []string
	after   string // the hit after which the page begins, where the way there was by "next page"
}

const (
	// maxQueryBytes is the longest query read: the rest of an address this long
	// is a mistake in pasting.
	maxQueryBytes = 2000
	// maxValues is the most filters of one field read, far more than one person ticks.
	maxValues = 50
)

// readView reads an address. Anything it does not understand is left out, so
// that an old or mistyped address still shows something.
func readView(q url.Values) view {
	v := view{query: strings.TrimSpace(q.Get("q")), filters: map[string][]string{}, page: 1, after: q.Get("after")}
	if len(v.query) > maxQueryBytes {
		v.query = strings.ToValidUTF8(v.query[:maxQueryBytes], "")
	}
	for _, f := range fields() {
		values := slices.DeleteFunc(slices.Clone(q[f]), func(s string) bool { return s == "" })
		values = values[:min(len(values), maxValues)]
		slices.Sort(values)
		if values = slices.Compact(values); len(values) > 0 {
			v.filters[f] = values
		}
	}
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 {
		v.page = n
	}
	for _, s := range q["sort"] {
		if s != "" && len(v.sort) < maxSorts {
			v.sort = append(v.sort, s)
		}
	}
	return v
}

// maxSorts is by how many things one after the other a list is sorted.
const maxSorts = 3

// values returns v as an address carries it.
func (v view) values() url.Values {
	q := url.Values{}
	if v.query != "" {
		q.Set("q", v.query)
	}
	maps.Copy(q, v.filters)
	if v.page > 1 {
		q.Set("page", strconv.Itoa(v.page))
	}
	if v.after != "" {
		q.Set("after", v.after)
	}
	if len(v.sort) > 0 {
		q["sort"] = v.sort
	}
	return q
}

// at returns the address of v on the page at path.
func (v view) at(path string) string {
	if q := v.values().Encode(); q != "" {
		return path + "?" + q
	}
	return path
}

// toggled returns v with the value of the field put in force, or taken out
// where it is in force, on the first page.
func (v view) toggled(field, value string) view {
	w := v
	w.page, w.after = 1, ""
	w.filters = maps.Clone(v.filters)
	values := slices.Clone(v.filters[field])
	if i := slices.Index(values, value); i >= 0 {
		values = slices.Delete(values, i, i+1)
	} else {
		values = append(values, value)
	}
	slices.Sort(values)
	w.filters[field] = values
	if len(values) == 0 {
		delete(w.filters, field)
	}
	return w
}

// onPage returns v turned to page n.
func (v view) onPage(n int) view {
	v.page, v.after = n, ""
	return v
}

// sorted returns v in another order, on the first page.
func (v view) sorted(order ...string) view {
	v.page, v.after, v.sort = 1, "", order
	return v
}

// asking returns v with another query, on the first page.
func (v view) asking(query string) view {
	v.page, v.after, v.query = 1, "", query
	return v
}

// unfiltered returns v without its filters.
func (v view) unfiltered() view {
	v.page, v.after, v.filters = 1, "", nil
	return v
}

// beginningAfter returns v turned to page n, which begins after a hit.
func (v view) beginningAfter(n int, hit search.Cursor) view {
	v.page, v.after = n, hit.String()
	return v
}
