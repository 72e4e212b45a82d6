// Package fill works out what a form asks, given what has been answered so far:
// which pages and questions are relevant, how often a page repeats, what is
// calculated, what a label repeats of an earlier answer, what is wrong with the
// answers, and which of them are stored.
//
// It is for whatever shows a form or receives one. A form is made ready once
// ([New], which also finds every mistake in its design) and filled in many
// times ([Plan.Fill]), by many at once.
//
// An answer to a question that is not relevant now is kept, in case it becomes
// relevant again, but it counts as unanswered in every expression and is not
// stored with the response.
//
// It knows no database, no page and no language: see package survey for the
// words and package expr for expressions.
package fill
