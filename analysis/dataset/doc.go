// Package dataset makes of the answers to one form a table that can be taken
// away: a column for each thing asked, through all versions of the form, and a
// codebook that says what each column and each number means.
//
// It is for evaluators who go on in R, SPSS or a spreadsheet. A row is a
// response; a page that repeats has a table of its own. What was promised goes
// with the table: no identifier, no day and no order that tells who came when;
// people only as pseudonyms, where the mode joins them; no words that are only to
// be counted; and answers of a role that too few gave in an anonymous wave are
// never in one row, but listed question by question.
//
// It decides about nobody's rights: whoever calls it knows who may have the
// table. Counting and testing is left to the program that reads it.
package dataset
