// Package published reads a summary that was published before there was this
// program: a Word file, or its text. It finds the recommendations with what was
// said of them, the themes and the quotes, as a proposal that a person looks
// through, and lists what is wrong with the document: quotes that do not close,
// lists that lost their marks, claims that nothing bears out.
//
// It is for the coordinator who has last year's summary and nothing else: the
// recommendations become the ones that this year's can build on.
//
// It proposes what could be taken over, and stores what a person decided of it; the
// same document twice changes nothing. It mends nothing, and does not know which
// answers the quotes were taken from.
package published
