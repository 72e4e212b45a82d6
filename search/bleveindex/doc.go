// Package bleveindex is the search engine of Verbatim, on bleve.
//
// It is for cmd, which opens it, and for tests; everybody else sees
// [search.Engine]. It keeps one document per verbatim in an index directory
// that one process at a time may open, and it stores no text: spans are byte
// offsets into the verbatim that the database holds.
//
// bleve stores the index (segments of words, positions and attributes, merged
// in the background, made durable batch by batch) and this package asks it
// segment by segment: it walks the tree of a query itself, over the bitmaps and
// positions that a segment holds. That is what makes counts exact, counts of
// people and facets cheap, phrases literal, NEAR possible and the order of hits
// always the same; bleve's own search does none of these five. The words are
// indexed as written (folded, see [search.Fold]) and never stemmed: a word is
// expanded into its forms when it is searched for (stems.go).
//
// Everything in the directory can be rebuilt from the database. So an index
// that is damaged, or was written by another version, is thrown away and opened
// empty with position 0; the pipeline then fills it again.
package bleveindex
