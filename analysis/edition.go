package analysis

import (
	"time"

	"verbatim/survey"
)

// An EditionKind says for whom an edition is made. Each kind has its own rules
// on what it may show.
type EditionKind string

// The kinds of editions. All are made from one collation.
const (
	CommitteeEdition EditionKind = "committee" // for the body that recommendations are put to
	PublicEdition    EditionKind = "public"    // for everybody
	DoneEdition      EditionKind = "done"      // "you said, we did": for those who answered
	PreviewEdition   EditionKind = "preview"   // what people who are quoted see before; never stored or published
)

// Valid reports whether k is a kind that is signed and stored.
func (k EditionKind) Valid() bool {
	return k == CommitteeEdition || k == PublicEdition || k == DoneEdition
}

// Public reports whether editions of this kind are read by everybody.
func (k EditionKind) Public() bool { return k == PublicEdition || k == DoneEdition }

// Name returns what an edition of this kind is called.
func (k EditionKind) Name() string {
	switch k {
	case CommitteeEdition:
		return "committee edition"
	case PublicEdition:
		return "public edition"
	case DoneEdition:
		return "“you said, we did”"
	case PreviewEdition:
		return "participants’ preview"
	}
	return string(k)
}

// Labels says how a quote is attributed.
type Labels string

// How quotes are attributed. What tells two quotes of one person apart from two
// of different people is for the committee only, unless somebody decides so.
const (
	NumberedLabels Labels = "number" // "Mentor 3"
	RoleLabels     Labels = "role"   // "A mentor"
	NoLabels       Labels = "none"
)

// EditionSettings are what a person decides about an edition beside its kind.
// They are part of what is signed.
type EditionSettings struct {
	Labels Labels `json:"labels,omitempty"` // empty for what is usual for the kind
	Annex  bool   `json:"annex,omitempty"`  // with the reporting checklists
}

// An Edition is a frozen, signed-off, hashed publication of a summary. It never
// changes: what becomes of it is told by EditionDecision and by the editions
// that correct it.
type Edition struct {
	ID          string
	RoundID     string
	Kind        EditionKind
	Number      int // from 1, of the editions of its kind in the round
	Settings    EditionSettings
	Summary     Summary // as the kind may show it; zero where only the list was asked for
	Hash        string  // hex SHA-256 of what was signed
	Files       []EditionFile
	SignedBy    []Signature
	PublishedAt time.Time
	Corrects    string // ID of the edition that this one corrects; empty for none
	Note        string // what was changed, in a correction
	CorrectedBy string // ID of the edition that corrects this one
	Withdrawn   bool   // it was taken off the public pages, and its words are gone
}

// An EditionFile is an edition in one format.
type EditionFile struct {
	Name  string // its ending, such as "html"
	Media string
	Hash  string // hex SHA-256 of Body
	Size  int
	Body  []byte // nil where only the list was asked for
}

// A Signature says who approved of what.
type Signature struct {
	StaffID string
	Name    string
	Hash    string // of what they saw
	At      time.Time
}

// An EditionProposal is an edition that somebody wants to be made. It holds no
// words: what is signed is the draft as it stands, and a signature counts as
// long as the draft still has the hash that was signed.
type EditionProposal struct {
	ID         string
	RoundID    string
	Kind       EditionKind
	Settings   EditionSettings
	Corrects   string
	Note       string
	By         string
	At         time.Time
	Signatures []Signature
}

// A Remnant says that an edition which is out holds words of a response that was
// withdrawn. Somebody must decide what becomes of the edition.
type Remnant struct {
	ID        string
	EditionID string
	ListedOn  survey.Day
	Quotes    []string // IDs of the edition's quotes that are the response's words; the words are not repeated
}

// An EditionDecision is what a person decided about an edition that is out.
type EditionDecision struct {
	ID        string
	EditionID string
	RemnantID string // what it answers; empty for one that nothing asked for
	Choice    EditionChoice
	Reason    string
	By        string
	At        time.Time
}

// An EditionChoice is what can be decided about an edition that is out.
type EditionChoice string

// The choices.
const (
	KeepEdition     EditionChoice = "keep"     // it stays as it is
	CorrectEdition  EditionChoice = "correct"  // another edition takes its place
	WithdrawEdition EditionChoice = "withdraw" // it is taken off the public pages, and its words are deleted
)

// Valid reports whether c is one of the choices.
func (c EditionChoice) Valid() bool {
	return c == KeepEdition || c == CorrectEdition || c == WithdrawEdition
}

// An Annex is a reporting checklist with what is known of each of its items.
type Annex struct {
	Title  string // "COREQ"
	Source string // the citation
	Items  []AnnexItem
}

// An AnnexItem is one item of a reporting checklist.
type AnnexItem struct {
	Number string
	Domain string
	Topic  string // what it asks for, in our words
	Answer string // what is known; empty for a gap
	Gap    bool   // a person must complete it
}
