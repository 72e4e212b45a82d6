// Package survey is the domain of asking: programmes and their rounds, the
// waves in which people are asked, versioned forms, and the responses they
// give.
//
// It is for every other package of Verbatim: they store, index, analyse and
// show these types. It holds rules that need neither a disk nor a clock
// (validation, what a mode of anonymity permits, what consent permits) and it
// imports the standard library and [verbatim/survey/fault] only.
//
// It does not store anything (see survey/store), does not know what a theme is
// (see analysis) and does not know about web pages.
//
// # Words
//
// A programme is the scheme being evaluated; it has rounds (one year or cohort
// each). A round has waves: occasions to ask, such as the half-way or the end
// evaluation. A wave asks with one form, a versioned set of pages of questions;
// a published version never changes. A participant answers once per wave: a
// response, made of answers. A verbatim is one whole free-text answer, exactly
// as written. Roles (mentor, mentee, ...) are data, not code.
//
// # Identifiers
//
// An ID is a random text of 26 characters. It is random because a counter
// would keep the order in which people answered, which is enough to give
// somebody away in a cohort of five.
package survey
