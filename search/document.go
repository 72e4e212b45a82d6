package search

import "context"

// A Document is one verbatim as the index knows it. Every attribute is matched
// as a whole and without stemming.
type Document struct {
	ID        string // the verbatim's identifier
	Response  string
	Person    string // what counts as one person
	Programme string // keys, not labels, here and below
	Round     string
	Wave      string
	Role      string
	Question  string
	Consent   string
	Day       string   // 2006-01-02
	Coders    []string // who put on, accepted or rejected a theme
	Themes    []string // keys of accepted themes and of all their ancestors
	Suggested []string // the same of unreviewed suggestions, kept apart in every count
	Text      string
}

// The fields that filters, facets and field queries name.
const (
	FieldProgramme = "programme"
	FieldRound     = "round"
	FieldWave      = "wave"
	FieldRole      = "role"
	FieldQuestion  = "question"
	FieldConsent   = "consent"
	FieldTheme     = "theme"     // accepted
	FieldSuggested = "suggested" // suggested and not reviewed
	FieldResponse  = "response"
	FieldCoder     = "coder" // who put on, accepted or rejected a theme
	FieldDay       = "day"   // for sorting: queries name ranges of days by date:

	// FieldVerbatim is the identifier of a document. Programs ask for it, people
	// cannot: it stands in no query that is typed.
	FieldVerbatim = "verbatim"
)

// A Batch is a set of changes that becomes visible, and survives a crash, as
// one together with the position in the change feed that it brings the index
// to.
type Batch struct {
	Put      []Document
	Delete   []string // identifiers of documents
	Position int64    // sequence of the last change that the batch includes
}

// An Engine finds documents. It is a projection: everything in it can be
// rebuilt from the database by following the change feed from the start.
//
// It is an interface because analysis/pipeline and web must not know bleve, and
// so that the conformance suite in search/searchtest can be run on another
// engine.
type Engine interface {
	// Update applies one batch, atomically and durably. What is deleted is found no
	// more when it returns, and leaves the files of the engine by itself soon after.
	Update(ctx context.Context, b Batch) error
	// Position returns the position of the last batch, 0 for an empty index.
	Position(ctx context.Context) (int64, error)
	// Count returns how many documents the index holds.
	Count(ctx context.Context) (int, error)
	// Search returns the documents that match. It fails with a fault of kind
	// Invalid when the request is too broad to answer, and Unavailable when the
	// engine is closed or busy for too long.
	Search(ctx context.Context, r Request) (Result, error)
	// Reset empties the index and sets its position to 0.
	Reset(ctx context.Context) error
	// Close releases the index. It may be called once.
	Close() error
}

// A Request is one search.
type Request struct {
	Query   Node                // nil finds everything
	Filters map[string][]string // field to values: values of a field are alternatives, fields must all match
	Facets  []string            // fields to count
	Size    int                 // hits wanted, at most MaxSize; 0 only counts
	From    int                 // hits to pass over
	After   *Cursor             // hits to begin after, instead of From
	Sort    Order               // the zero value is by how well they match
	Spans   bool                // whether hits carry the spans of the words found
	Forms   bool                // whether to list the forms of the words found
}

// MaxSize is the most hits one request may ask for: what is collected in pages
// is ranked anew for each of them, so that many small ones cost the square of
// their number, and a large one keeps a core from everybody else.
const MaxSize = 50_000

// A Result is what a search found.
type Result struct {
	Total  int // documents that match
	People int // different people among them
	Hits   []Hit
	Facets map[string][]Count
	Forms  []Forms // one for each word, wildcard, expression and fuzzy word that is not left out, in the order of the query
}

// Forms lists what a word of the query stood for.
type Forms struct {
	Word string  // as the query prints it
	Of   []Count // the forms in the documents found, as written there, most frequent first
}

// A Hit is one document found.
type Hit struct {
	ID    string
	Score float64
	Value string // of the attribute that hits are sorted by; empty where they are sorted by score
	Spans []Span // in order, not overlapping; nil unless asked for
}

// Cursor returns the place of h in the order it was found in.
func (h Hit) Cursor() Cursor { return Cursor{Score: h.Score, Value: h.Value, ID: h.ID} }

// A Span is a half-open range of bytes of a verbatim, on rune boundaries.
type Span struct{ Start, End int }

// A Count says how many documents, and how many people, have one value of a
// field among the documents found.
type Count struct {
	Value     string
	Documents int
	People    int
}
