// Package collate makes the draft of a round's summary out of its answers,
// codings, actions and the recommendations of earlier rounds.
//
// It is for the page on which a coordinator reads and mends the draft, and for
// the export of it. [Collate] is a pure function of its [Input], so a withdrawn
// answer or a changed coding is right in the next draft without anything to
// keep up to date; [Load] reads the input.
//
// A draft has the shape of a published executive summary: new recommendations,
// those that build on earlier ones, and, for each role, statements with their
// quotes. Every number in it counts people, every word for a number comes from
// the printed scale (see [Quantifier]), and every quote is a span of an answer
// whose author permitted its words to be printed. What the machine suggested
// and nobody has decided is in the draft, counted apart, and blocks an edition.
//
// It chooses nothing that a person has rejected, stores nothing, knows no theme
// and no programme, and writes no document (see analysis/report).
package collate
