// Package searchtest says what a search engine of Verbatim must do.
//
// It is for the tests of engines: [Run] runs the suite on one. What must be
// found is in testdata, written for researchers to read and to add to:
// documents, then searches with what they find. [Find] answers the same
// requests by reading every document, for comparing at random; [Corpus] writes
// any number of answers with planted sentences whose counts are known, for
// measuring.
//
// It holds no engine and tests no speed.
package searchtest
