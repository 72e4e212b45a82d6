// Package suggest finds in a survey answer what it asks somebody to do: each
// single action with its place in the text, who should act where the text says
// so, and why it was taken for one.
//
// It is for the pipeline, which stores actions as suggestions, and for the
// pages on which people accept or reject them; their decisions come back as
// examples to learn from. Rules on parts of speech work from the first answer
// on; the learned correction adjusts them to a programme.
//
// It does not decide anything, does not compare with earlier rounds (see
// analysis/similar) and does not rewrite a word.
package suggest
