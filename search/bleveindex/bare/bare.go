// Package bare is bleve as a careful user of its own interface sets it up and
// asks it: what the search engine is measured beside, in one run and with the
// same fields. Nothing but measurements uses it. It has no NEAR, does not count
// people and does not look for the forms of a word, because bleve does not.
package bare

import (
	"context"
	"errors"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"verbatim/search"
	"verbatim/survey/fault"
)

// ErrNotOffered tells that bleve cannot answer such a request.
var ErrNotOffered = errors.New("bleve does not offer this")

// fieldText is the field of words.
const fieldText = "text"

// facetSize is more values than any facet of the measured requests has.
const facetSize = 100

// Index is an index through bleve's own mapping and analysis.
type Index struct{ ix bleve.Index }

// Create makes an index in dir, which must not exist.
func Create(dir string) (_ *Index, err error) {
	defer fault.Wrap(&err, "bare.Create(%q)", dir)
	m, err := newMapping()
	if err != nil {
		return nil, err
	}
	ix, err := bleve.New(dir, m)
	if err != nil {
		return nil, err
	}
	return &Index{ix}, nil
}

// Open opens the index that Create made in dir.
func Open(dir string) (_ *Index, err error) {
	defer fault.Wrap(&err, "bare.Open(%q)", dir)
	ix, err := bleve.OpenUsing(dir, map[string]any{"bolt_timeout": "2s"})
	if err != nil {
		return nil, err
	}
	return &Index{ix}, nil
}

// newMapping is static: surface words with positions, attributes as keywords
// with docvalues, which facets need.
func newMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer("verbatim", map[string]any{"type": custom.Name, "tokenizer": unicode.Name, "token_filters": []string{en.PossessiveName, lowercase.Name}})
	if err != nil {
		return nil, err
	}
	m.ScoringModel = "bm25"
	doc := bleve.NewDocumentStaticMapping()
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeInAll, text.DocValues = "verbatim", false, false, false
	doc.AddFieldMappingsAt(fieldText, text)
	for _, f := range []string{"person", "response", "programme", "round", "wave", "role", "question", "consent", "day", "theme", "suggested"} {
		k := bleve.NewKeywordFieldMapping()
		k.Store, k.IncludeInAll, k.IncludeTermVectors, k.SkipFreqNorm = false, false, false, true
		doc.AddFieldMappingsAt(f, k)
	}
	m.DefaultMapping = doc
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	return m, nil
}

// Put indexes documents as one batch.
func (x *Index) Put(docs []search.Document) (err error) {
	defer fault.Wrap(&err, "bare.Put(%d)", len(docs))
	batch := x.ix.NewBatch()
	for _, d := range docs {
		err := batch.Index(d.ID, map[string]any{
			"text": d.Text, "person": d.Person, "response": d.Response, "programme": d.Programme, "round": d.Round, "wave": d.Wave, "role": d.Role,
			"question": d.Question, "consent": d.Consent, "day": d.Day, "theme": d.Themes, "suggested": d.Suggested,
		})
		if err != nil {
			return err
		}
	}
	return x.ix.Batch(batch)
}

// Search returns how many documents match, after finding the page of hits, the
// facets and the places that the request asks for.
func (x *Index) Search(ctx context.Context, r search.Request) (_ int, err error) {
	defer fault.Wrap(&err, "bare.Search")
	q, err := translate(r.Query)
	if err != nil {
		return 0, err
	}
	if len(r.Filters) > 0 {
		all := []query.Query{q}
		for field, values := range r.Filters {
			all = append(all, anyValue(field, values))
		}
		q = bleve.NewConjunctionQuery(all...)
	}
	request := bleve.NewSearchRequestOptions(q, r.Size, r.From, false)
	request.IncludeLocations = r.Spans
	for _, f := range r.Facets {
		request.AddFacet(f, bleve.NewFacetRequest(f, facetSize))
	}
	res, err := x.ix.SearchInContext(ctx, request)
	if err != nil {
		return 0, err
	}
	return int(res.Total), nil
}

// Close closes the index when its files are written.
func (x *Index) Close() error { return x.ix.Close() }

func anyValue(field string, values []string) query.Query {
	either := bleve.NewDisjunctionQuery()
	for _, v := range values {
		t := bleve.NewTermQuery(v)
		t.SetField(field)
		t.SetBoost(0)
		either.AddQuery(t)
	}
	return either
}

// translate returns bleve's query for ours, with words as they are written.
func translate(n search.Node) (query.Query, error) {
	switch n := n.(type) {
	case nil:
		return bleve.NewMatchAllQuery(), nil
	case search.Word:
		q := bleve.NewTermQuery(n.Text)
		q.SetField(fieldText)
		return q, nil
	case search.Phrase:
		return query.NewPhraseQuery(n.Words, fieldText), nil
	case search.Pattern:
		if prefix, ok := strings.CutSuffix(n.Glob, "*"); ok && !strings.ContainsAny(prefix, "*?") {
			q := bleve.NewPrefixQuery(prefix)
			q.SetField(fieldText)
			return q, nil
		}
		q := bleve.NewWildcardQuery(n.Glob)
		q.SetField(fieldText)
		return q, nil
	case search.Fuzzy:
		q := bleve.NewFuzzyQuery(n.Text)
		q.SetField(fieldText)
		q.SetFuzziness(n.Edits)
		return q, nil
	case search.And, search.Or, search.Not:
		return boolean(n)
	}
	return nil, ErrNotOffered
}

func boolean(n search.Node) (query.Query, error) {
	q := bleve.NewBooleanQuery()
	add := func(of []search.Node, to func(...query.Query)) error {
		for _, c := range of {
			t, err := translate(c)
			if err != nil {
				return err
			}
			to(t)
		}
		return nil
	}
	switch n := n.(type) {
	case search.Or:
		return q, add(n.Of, q.AddShould)
	case search.Not:
		return q, add([]search.Node{n.Of}, q.AddMustNot)
	case search.And:
		for _, c := range n.Of {
			to, part := q.AddMust, c
			if not, ok := c.(search.Not); ok {
				to, part = q.AddMustNot, not.Of
			}
			if err := add([]search.Node{part}, to); err != nil {
				return nil, err
			}
		}
	}
	return q, nil
}
