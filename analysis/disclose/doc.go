// Package disclose keeps counts of people from giving somebody away in tables
// and sentences that are to be published.
//
// It is for the pages and reports that print counts. What gives somebody away in
// words is found by [verbatim/survey/identify]. It stores nothing.
package disclose
