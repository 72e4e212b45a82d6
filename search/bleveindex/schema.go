package bleveindex

import (
	"cmp"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"verbatim/search"
)

// schema names what is in the index and how words are cut and folded. An index
// with another schema is thrown away, so it changes with every change to this
// file, to search.NextWord or to search.Fold.
const schema = "verbatim/2"

// Internal keys, stored in the same transaction as a batch's documents.
const (
	keySchema   = "verbatim.schema"
	keyPosition = "verbatim.position"
)

// Fields that only the index knows, beside those that package search names.
const (
	fieldText   = "text"
	fieldPerson = "person"
	fieldID     = "_id"
)

const (
	textOptions    = index.IndexField | index.IncludeTermVectors
	keywordOptions = index.IndexField | index.SkipFreqNorm
)

// newMapping returns a mapping in which nothing is indexed by accident: all
// documents are built field by field here.
func newMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// toBleve returns the document as bleve stores it.
func toBleve(d search.Document, words analysis.Analyzer) *document.Document {
	out := document.NewDocument(d.ID)
	out.Fields = make([]document.Field, 0, 13+len(d.Coders)+len(d.Themes)+len(d.Suggested))
	out.AddField(document.NewTextFieldCustom(fieldText, nil, []byte(d.Text), textOptions, words))
	add := func(field, value string) {
		if value != "" {
			out.AddField(document.NewTextFieldCustom(field, nil, []byte(value), keywordOptions, nil))
		}
	}
	add(fieldPerson, cmp.Or(d.Person, d.Response, d.ID))
	add(search.FieldResponse, d.Response)
	add(search.FieldProgramme, d.Programme)
	add(search.FieldRound, d.Round)
	add(search.FieldWave, d.Wave)
	add(search.FieldRole, d.Role)
	add(search.FieldQuestion, d.Question)
	add(search.FieldConsent, d.Consent)
	add(search.FieldDay, d.Day)
	for _, coder := range d.Coders {
		add(search.FieldCoder, coder)
	}
	for _, theme := range d.Themes {
		add(search.FieldTheme, theme)
	}
	for _, theme := range d.Suggested {
		add(search.FieldSuggested, theme)
	}
	if len(d.Themes) > 0 {
		add(search.FieldCoded, "yes")
	}
	return out
}

// filterable reports whether requests may filter and count by the field.
func filterable(field string) bool {
	switch field {
	case search.FieldProgramme, search.FieldRound, search.FieldWave, search.FieldRole, search.FieldQuestion,
		search.FieldConsent, search.FieldTheme, search.FieldSuggested, search.FieldResponse, search.FieldCoded,
		search.FieldCoder:
		return true
	}
	return false
}

// analyzer cuts texts into folded words and tells the vocabulary the new ones.
type analyzer struct{ vocabulary *vocabulary }

// Analyze returns the words of text. bleve calls it from several goroutines.
func (a analyzer) Analyze(text []byte) analysis.TokenStream {
	s := string(text)
	spans := search.Words(s)
	tokens := make([]analysis.Token, len(spans))
	stream := make(analysis.TokenStream, len(spans))
	folded := make([]byte, 0, len(text))
	for i, w := range spans {
		at := len(folded)
		folded = search.AppendFold(folded, s[w.Start:w.End])
		tokens[i] = analysis.Token{Start: w.Start, End: w.End, Term: folded[at:len(folded):len(folded)], Position: i + 1}
		stream[i] = &tokens[i]
	}
	a.vocabulary.learn(stream)
	return stream
}
