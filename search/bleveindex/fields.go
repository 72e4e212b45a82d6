package bleveindex

import (
	"strconv"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"verbatim/search"
)

// field is what bleve wants to know of a field and is the same for all of ours.
// bleve's own fields would make each word several objects, which is a third of
// the work of indexing.
type field struct {
	name    string
	options index.FieldIndexingOptions
	words   index.TokenFrequencies
	length  int // in words
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return nil } // nothing is stored
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.words }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
func (f *field) Size() int                                        { return 0 } // for statistics that nobody asks for
func (f *field) Analyze()                                         {}

// keywords makes fields of attributes. Answers share most of their attributes,
// so that a batch shares the fields: bleve only reads them as long as a document
// has one field of a name.
type keywords map[string]*field

// of returns the field with the values, nil when there are none.
func (k keywords) of(name string, values []string) *field {
	var key strings.Builder
	key.WriteString(name)
	for _, v := range values {
		key.WriteString("\x00" + strconv.Itoa(len(v)) + ":" + v)
	}
	if f, ok := k[key.String()]; ok {
		return f
	}
	f := &field{name: name, options: keywordOptions, length: len(values), words: make(index.TokenFrequencies, len(values))}
	for _, v := range values {
		if v != "" {
			f.words[v] = &index.TokenFreq{Term: []byte(v)}
		}
	}
	if len(f.words) == 0 {
		f = nil
	}
	k[key.String()] = f
	return f
}

// textField is the field of an answer's words.
type textField struct {
	field
	text       string
	vocabulary *vocabulary
}

func newTextField(text string, v *vocabulary) *textField {
	return &textField{field: field{name: fieldText, options: textOptions}, text: text, vocabulary: v}
}

// Analyze cuts the text into folded words and tells the vocabulary the new ones.
// bleve calls it from several goroutines, once for each field.
func (t *textField) Analyze() {
	spans := search.Words(t.text)
	folded, ends := foldAll(t.text, spans)
	all := string(folded)
	t.length = len(spans)
	t.words = make(index.TokenFrequencies, len(spans))
	words := make([]index.TokenFreq, 0, len(spans))
	of := make([]*index.TokenFreq, len(spans)) // the word of each span
	for i, end := range ends {
		start := 0
		if i > 0 {
			start = ends[i-1]
		}
		w := t.words[all[start:end]]
		if w == nil {
			words = append(words, index.TokenFreq{Term: folded[start:end:end]}) // never grows: pointers into it stay right
			w = &words[len(words)-1]
			t.words[all[start:end]] = w
		}
		w.SetFrequency(w.Frequency() + 1)
		of[i] = w
	}
	locate(words, of, spans)
	t.vocabulary.learn(t.words)
}

// foldAll returns the folded words one after the other, and where each ends.
func foldAll(text string, spans []search.Span) (folded []byte, ends []int) {
	folded, ends = make([]byte, 0, len(text)), make([]int, len(spans))
	for i, w := range spans {
		folded = search.AppendFold(folded, text[w.Start:w.End])
		ends[i] = len(folded)
	}
	return folded, ends
}

// locate gives each word its places, cut from one piece of memory.
func locate(words []index.TokenFreq, of []*index.TokenFreq, spans []search.Span) {
	places := make([]index.TokenLocation, len(spans))
	pointers := make([]*index.TokenLocation, len(spans))
	for i := range words {
		n := words[i].Frequency()
		words[i].Locations, pointers = pointers[:0:n], pointers[n:]
	}
	for i, s := range spans {
		places[i] = index.TokenLocation{Start: s.Start, End: s.End - s.Start, Position: i + 1} // see spanOf
		of[i].Locations = append(of[i].Locations, &places[i])
	}
}

// lengthField says how many words a text has. It comes after the text and is
// analysed after it.
type lengthField struct {
	field
	of *textField
}

func newLengthField(of *textField) *lengthField {
	return &lengthField{field{name: fieldLength, options: keywordOptions, length: 1}, of}
}

// Analyze takes over the length of the text.
func (l *lengthField) Analyze() {
	term := strconv.Itoa(l.of.length)
	l.words = index.TokenFrequencies{term: {Term: []byte(term)}}
}
