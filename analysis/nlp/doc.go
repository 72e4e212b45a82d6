// Package nlp finds sentences, words, parts of speech and stems in survey
// answers written in English.
//
// It is for the other stages of the analysis, which need to say exactly where in
// an untouched verbatim they found something: every span it returns is a range
// of bytes of the text it was given, on rune boundaries. It is the only package
// that imports prose, whose segmenter and tagger it wraps with the habits of
// survey prose: lists, bullets, missing spaces, abbreviations.
//
// It does not recognise names (prose's recogniser takes "Great" for a place in
// one answer out of fifty; see analysis/disclose), does not judge what a
// sentence means (see analysis/suggest and analysis/theme), and knows no
// language but English: other text is still cut into spans that fit it.
package nlp
