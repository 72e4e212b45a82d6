// Package sentiment says whether an answer sounds negative, neutral or positive.
//
// It is a weak extra, for sorting a long list or seeing a round at a glance: it
// reads words, not people, and no count of it belongs in a headline. The words
// are scored by VADER (Hutto and Gilbert, VADER: A Parsimonious Rule-based Model
// for Sentiment Analysis of Social Media Text, ICWSM 2014), through govader,
// which no other package imports. Before, what VADER takes for praise or blame
// in an evaluation and is not is taken out: wishes ("could be better"), questions, and
// "like" and "pretty" that only compare or strengthen. What was asked is an
// input: "more staff" is no neutral answer to "what could be better".
//
// It reads English only, does not find what the sentiment is about, and learns
// nothing.
package sentiment
