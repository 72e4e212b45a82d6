package bleveindex

import (
	"cmp"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"verbatim/search"
)

// schema names what is in the index and how words are cut and folded. An index
// with another schema is thrown away, so it changes with every change to this
// file, to search.NextWord or to search.Fold.
const schema = "verbatim/3"

// Internal keys, stored in the same transaction as a batch's documents.
const (
	keySchema   = "verbatim.schema"
	keyPosition = "verbatim.position"
)

// Fields that only the index knows, beside those that package search names.
const (
	fieldText   = "text"
	fieldPerson = "person"
	fieldLength = "length" // of the text, in words
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
func toBleve(d search.Document, v *vocabulary, k keywords) *document.Document {
	out := document.NewDocument(d.ID)
	text := newTextField(d.Text, v)
	out.Fields = append(make([]document.Field, 0, 17), text, newLengthField(text)) // 17 with bleve's own field of the identifier
	add := func(field string, values ...string) {
		if f := k.of(field, values); f != nil {
			out.Fields = append(out.Fields, f)
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
	add(search.FieldCoder, d.Coders...)
	add(search.FieldTheme, d.Themes...)
	add(search.FieldSuggested, d.Suggested...)
	if len(d.Themes) > 0 {
		add(search.FieldCoded, codedYes)
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
