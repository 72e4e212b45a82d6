// Package disclose finds what could give somebody away in words and tables that
// are to be published.
//
// It is for the page on which a coordinator decides, quote by quote, and for
// the collation that lists what is still undecided. It suggests; nothing is
// ever replaced by it. The programme's own roster comes first, because a scheme
// knows its people; patterns and lists of common given names follow.
//
// It does not claim to find everything, does not decide, and stores nothing.
package disclose
