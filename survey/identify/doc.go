// Package identify finds in words that somebody wrote what could tell who is
// meant: names, addresses, numbers, places, offices, "the only one in her year".
//
// It is for the participant's pages, which ask before an answer is sent whether
// a name is to stay in it, and for analysis, which blocks what is printed. A
// [Finder] finds all that a person should look at; [Finder.Notes] is the part of
// it that is sure enough to be put to somebody who has just written it. The
// programme's own people come first, because a scheme knows them; patterns and
// lists of common given names follow.
//
// It does not claim to find everything, does not decide, changes no word, and
// keeps and logs nothing.
package identify
