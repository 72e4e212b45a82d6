// Package theme suggests which themes of a codebook an answer speaks of.
//
// It is for the pipeline, which stores what it suggests, and for the person who
// decides about each suggestion: every suggestion comes with a score, the
// sentence that carries it, the words that spoke for it and the phrases it
// resembles. It works before anybody has coded an answer, from the names,
// definitions and example phrases of the codebook alone, and it learns from
// every coding that people accept or reject.
//
// It does not decide anything, does not store anything, does not split text
// into sentences (see analysis/nlp), and never scores people.
package theme
