// Package similar compares short texts: which suggestions say the same thing in
// other words, and which recommendation of an earlier round a new one builds on.
//
// It is for the pages that offer near-duplicates for merging and for the
// pipeline, which links actions to earlier recommendations. Everything it says
// comes with the words that made it say so.
//
// It does not merge or decide anything, and it learns from nothing but the texts
// it is given and the public-domain word vectors of analysis/vectors.
package similar
