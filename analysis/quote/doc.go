// Package quote renders, checks and picks the words that are published.
//
// It is for the pages that choose quotes, for the collation that proposes them
// and for the report that re-reads its own exports. A quote is a span of one
// verbatim with declared edits; everything else about it must be the
// participant's own bytes. Three checks guard that:
//
//   - [Check] (A, authoritative): what is printed is what rendering the stored
//     span and edits gives, and the verbatim is unchanged.
//   - [Compare] (B, text only): how a printed text relates to the verbatims
//     when nobody declared its edits, as after a file was edited by hand.
//   - [Hidden] (C): what declared omissions take out that changes the meaning.
//
// It does not decide whether a quote gives somebody away (see
// analysis/disclose), does not store anything, and never alters a verbatim.
package quote
