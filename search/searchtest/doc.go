// Package searchtest says what a search engine of Verbatim must do.
//
// It is for the tests of engines: [Run] runs the suite on one. What must be
// found is in testdata, written for researchers to read and to add to:
// documents, then searches with what they find. [Find] answers the same
// requests by reading every document, for comparing at random. Package
// search/corpus writes any number of answers with planted sentences whose counts
// are known, for measuring.
//
// It holds no engine and tests no speed.
//
// What engines have been seen to get wrong, and where it is held against:
//
//	stop words leave holes in phrases          testdata 2-phrases, 9-pitfalls
//	hyphens, apostrophes, accents, symbols     testdata 1-words, 9-pitfalls
//	<whistle-blowing> taken for a tag          testdata 9-pitfalls
//	bytes that are not UTF-8 hide a text       testdata 1-words, 9-pitfalls
//	attributes stemmed or cut into words       testdata 6-attributes, 9-pitfalls
//	attributes with several values, or none    testdata 7-counts, 9-pitfalls; RunRandom
//	signs of a query language typed by people  testdata 8-mistakes, 9-pitfalls; FuzzParse of search
//	a clause without words empties the rest    testdata 9-pitfalls
//	highlights beside the words                RunRandom (checkSpans); FuzzHighlight of search
//	NOT, pages, facets that do not add up      RunRandom
//	too many clauses, forms or letters         TestParseErrors of search, TestLimits of bleveindex
//	searches that fail or see half a batch     RunContract, together
//	equal hits met twice while segments merge  TestWalkWhileMerging of bleveindex
//	places lost when sparse words are merged   TestSparseMerges of bleveindex
//	a list of segments cut short kills (SIGBUS), flipped bits, files gone or empty
//	                                           TestDamage of bleveindex
//	an index of another version or program     TestForeign of bleveindex
//	a panic in a search                        TestPanicIsContained of bleveindex
//	a second process waits for ever            TestSecondProcess, TestOtherProcess of bleveindex
//	a killed process loses or doubles answers  TestKill of bleveindex
//	deleted words stay in the files            TestCompact, TestCompactsItself, TestResidueOfACrash of bleveindex
//	more searches at once than cores           TestBusy of bleveindex
package searchtest
