// Package stats counts and compares what people said: themes by role, round or
// wave as tables of people that give no small group away, how often themes go
// together, and the words that set one selection of answers apart from another.
//
// It is for the staff's pages and for reports. Every function is pure: it is
// given who was coded with what and returns figures, each by the formula that
// its comment cites.
//
// It reads no store, chooses no codings (its caller says whether suggestions
// count) and prints nothing; what may not be printed it returns as the words to
// print instead.
package stats
