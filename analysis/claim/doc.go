// Package claim reads what a sentence of a summary claims: of how many people,
// of how much, and of what made what.
//
// It is for the draft of a summary, whose sentences are compared with the counts
// (see analysis/collate), and for summaries that were published elsewhere, of
// which no counts are known (see analysis/published). It finds words and judges
// nothing: whether a number is borne out is for those who have the counts. It
// knows English only, and no grammar beyond what stands beside a word.
package claim
