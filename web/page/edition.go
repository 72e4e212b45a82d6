package page

// The pages on which editions are made, signed and published.

// Editions is what a round has published, and what waits to be.
type Editions struct {
	Layout
	Scope     string
	Back      []Link
	Problem   string
	Make      EditionForm
	Proposals []ProposalView
	Editions  []EditionView
	Remnants  []RemnantView // words of withdrawn answers, undecided
	Previews  string        // address of the page on quoted people
}

// EditionForm is the form on which an edition is proposed.
type EditionForm struct {
	Action   string
	Corrects string // ID of an edition; empty for none
	Old      string // what it corrects, in words
	Kind     string // that is chosen, or given where something is corrected
	Kinds    []EditionOption
	Labels   []EditionOption
	Note     string
}

// An EditionOption is one of several that somebody chooses from.
type EditionOption struct {
	Value, Text, Hint string
	Chosen            bool
}

// ProposalView is an edition that waits to be signed.
type ProposalView struct {
	Title   string
	By      string
	State   string // "1 of 2 signatures"
	Address string
}

// EditionView is an edition that is out.
type EditionView struct {
	Anchor    string
	Title     string
	Date      string
	Hash      string
	Signed    string
	State     string // "Corrected by public edition 2", "Withdrawn"; empty while it stands
	Note      string
	Files     []Link
	Public    *Link
	Compare   *Link
	Correct   string // address; empty where it cannot be corrected
	Decide    string // address to post decisions to; empty where nothing can be decided
	ID        string
	Decisions []DecisionView
}

// DecisionView is what somebody decided about an edition.
type DecisionView struct{ Text, Reason string }

// RemnantView says that an edition holds words of an answer that was withdrawn.
type RemnantView struct {
	ID      string
	Edition EditionView
	Listed  string
	Words   []string // as printed
	Decide  string
	Correct string
}

// Proposal is the page on which an edition is read and signed.
type Proposal struct {
	Layout
	Scope      string
	Back       Link
	Problem    string
	Hash       string
	Read       string // address of the edition as it would be
	Note       string
	Words      string // "812 words, about 3 pages"
	Open       []OpenCheck
	Known      []CheckView // good to know
	Waive      string      // address to post reasons for warnings to
	Summary    string      // address of the draft
	Signatures []SignatureView
	Sign       string // address; empty where this account cannot sign
	Publish    string // address; empty where it cannot be published
	Drop       string
	Annexes    []AnnexView
}

// OpenCheck is a check that hinders an edition.
type OpenCheck struct {
	CheckView
	ID  string
	Key string // for the reason of a warning; empty where there can be none
}

// SignatureView is one signature and whether it counts.
type SignatureView struct {
	Name, At, State string
	Counts          bool
}

// AnnexView is a reporting checklist.
type AnnexView struct {
	Title, Source string
	Gaps          string
	Items         []AnnexRow
}

// AnnexRow is an item of a checklist.
type AnnexRow struct {
	Number, Domain, Topic, Answer string
	Gap                           bool
}

// Difference is what two editions have apart.
type Difference struct {
	Layout
	Scope   string
	Back    Link
	Changes []ChangeView
	Guard   string // what the comparison of counts found
}

// ChangeView is one thing that differs.
type ChangeView struct{ What, Where, Before, After string }

// Previews is what quoted people were shown and said.
type Previews struct {
	Layout
	Scope   string
	Back    Link
	Problem string
	Action  string // address to show the quotes
	Until   string // as typed
	Tally   string
	Rows    []PreviewRow
	Link    string // address to make private links
	Links   []PreviewLink
}

// PreviewRow is one quote and what was said to it.
type PreviewRow struct {
	ID, Words, Label, Heading string
	State, Reply, Wish        string // Reply is the key of the reply
	Until                     string
	Settle                    string // address; empty where nothing waits
	Settled                   string
	Choose                    string // where another quote is chosen
}

// PreviewLink is a private link that was just made.
type PreviewLink struct{ Name, Role, Email, Address string }

// Preview is the page on which a quoted person sees their words.
type Preview struct {
	Layout
	Code    string // as typed, shown again
	Ask     bool   // the code is asked for
	Problem string
	Action  string
	Until   string
	Late    bool // the last day is over
	Done    bool
	Quotes  []PreviewQuote
}

// PreviewQuote is a quote as it will be printed.
type PreviewQuote struct {
	ID, Words, Label, Heading, Statement string
	Reply, Wish, Problem                 string
}

// Published lists what everybody can read.
type Published struct {
	Layout
	Programmes []PublishedProgramme
}

// PublishedProgramme is a programme with what it has published.
type PublishedProgramme struct {
	Name     string
	Editions []EditionView
}

// PublishedRecord is all that is known of one edition.
type PublishedRecord struct {
	Layout
	Scope   string
	Edition EditionView
	Read    string
	Hashes  []FileHash
	Changes []ChangeView // from the edition that it corrects
	Older   *Link
	Newer   *Link
}

// FileHash is a file with its hash, so that somebody can check a copy.
type FileHash struct{ Name, Address, Hash string }
