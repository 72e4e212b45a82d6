package page

// Like is the answers that are most like one answer, or like one sentence of it.
type Like struct {
	Layout
	Chosen     []Piece
	Attributes []string // of the answer the words are from
	Response   string   // address of its whole response
	Rounds     []Choice
	Roles      []Choice
	Total      string // "12 answers, most alike first"
	Looked     string // among which answers was looked, where that were not all
	Hits       []LikeHit
	Onward     *Onward
}

// A LikeHit is one answer, or the sentence of it that fits best.
type LikeHit struct {
	Hit
	Likeness string // "Very like, 82 of 100"
	Repeated string // that the same person said nearly the same already; empty for most
}
