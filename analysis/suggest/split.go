package suggest

import (
	"verbatim/analysis"
	"verbatim/analysis/nlp"
)

// Split returns the spans of the single actions bundled in one answer, in
// order: its sentences and list items, the parts of "A; B", of a run of commas
// where a part begins with a verb of its own or with "more", and of "A & B & C".
// Lists of nouns inside one action stay together. Bullets, closing marks and
// joining words are left out of the spans.
func Split(text string) []analysis.Span {
	var out []analysis.Span
	for _, s := range nlp.Sentences(text) {
		out = append(out, splitSentence(s, analyse(text, s))...)
	}
	return out
}

// splitSentence returns the parts of one sentence.
func splitSentence(s analysis.Span, ws []word) []analysis.Span {
	var out []analysis.Span
	from := 0
	for _, cut := range cuts(ws) {
		out = appendPart(out, ws[from:cut])
		from = cut
	}
	out = appendPart(out, ws[from:])
	if len(out) == 0 && s.Len() > 0 {
		return []analysis.Span{s}
	}
	return out
}

// appendPart adds the span of ws without joining words before it and marks
// around it.
func appendPart(out []analysis.Span, ws []word) []analysis.Span {
	for len(ws) > 0 && (ws[0].mark && !opening(ws[0].Text) || len(out) > 0 && joining[ws[0].lower]) {
		ws = ws[1:]
	}
	for len(ws) > 0 && trailing(ws[len(ws)-1]) {
		ws = ws[:len(ws)-1]
	}
	if len(ws) == 0 {
		return out
	}
	return append(out, analysis.Span{Start: ws[0].Span.Start, End: ws[len(ws)-1].Span.End})
}

var joining = nlp.WordSet("and & or then but plus also")

// opening marks belong to the words after them.
func opening(mark string) bool {
	switch mark {
	case "(", "[", "“", "‘", "\"", "'", "``", "…", "...", "#", "£", "$", "€":
		return true
	}
	return false
}

func trailing(w word) bool {
	switch w.Text {
	case ",", ";", ":", ".", "-", "–", "—", "&":
		return true
	}
	return false
}

// cuts returns the places at which ws falls into single actions.
func cuts(ws []word) []int {
	var out []int
	from := 0
	for i := range ws {
		if (ws[i].Text == ";" || ws[i].Text == "|") && i > from && i+1 < len(ws) {
			out = append(out, append(inner(ws, from, i), i)...)
			from = i
		}
	}
	return append(out, inner(ws, from, len(ws))...)
}

// inner returns the cuts between two semicolons.
func inner(ws []word, from, to int) []int {
	if c := ampersands(ws, from, to); len(c) > 0 {
		return c
	}
	return commas(ws, from, to)
}

// minAmpersands is how many there are at least in a bundle: one joins a pair of
// nouns, as in "food & drink".
const minAmpersands = 2

// ampersands returns the places of the signs of "A & B & C".
func ampersands(ws []word, from, to int) []int {
	var out []int
	for i := from + 1; i < to-1; i++ {
		if ws[i].Text == "&" {
			out = append(out, i)
		}
	}
	if len(out) < minAmpersands {
		return nil
	}
	return out
}

// commas returns the cuts at commas and at "and" before verbs. A comma cuts
// where a request begins after it. Where one does, the parts before it that
// could stand alone are cut off too, as in "more guidance, minimum
// requirements, find out why".
func commas(ws []word, from, to int) []int {
	if !requestAt(ws, from, to) {
		return nil // a statement, not a bundle of requests
	}
	var out, waiting []int
	depth, example := 0, false
	for i := from; i < to; i++ {
		depth += nesting(ws[i].Text)
		example = example || exampleWords[ws[i].lower]
		if depth > 0 || i == from {
			continue
		}
		switch {
		case ws[i].Text == ",":
			if requestAt(ws, i+1, to) && !infinitive(ws, last(out, from), i+1) {
				out = append(append(out, waiting...), i)
				waiting, example = nil, false
			} else if !example && standsAlone(ws, i+1, to) {
				waiting = append(waiting, i)
			}
		case ws[i].lower == "and" && andRequest(ws, from, i, to):
			out = append(out, i)
			waiting = nil
		}
	}
	return out
}

func last(cuts []int, from int) int {
	if len(cuts) == 0 {
		return from
	}
	return cuts[len(cuts)-1]
}

// infinitive reports whether the verb at i may continue an infinitive that
// stands between from and i, as in "opportunities to meet, share and learn".
func infinitive(ws []word, from, i int) bool {
	if comparative[ws[i].lower] {
		return false
	}
	for k := from; k+1 < i; k++ {
		if ws[k].tag == "TO" && ws[k+1].tag == "VB" {
			return true
		}
	}
	return false
}

// exampleWords open a list of examples, which belong to what stands before.
var exampleWords = nlp.WordSet("e.g. e.g i.e. i.e eg ie including include such like especially particularly namely")

func nesting(mark string) int {
	switch mark {
	case "(", "[":
		return 1
	case ")", "]":
		return -1
	}
	return 0
}

// requestAt reports whether the part of ws that begins at i asks for something
// by its first word: a verb or a comparative before a noun.
func requestAt(ws []word, i, to int) bool {
	for i < to && (ws[i].mark || joining[ws[i].lower] || introducing[ws[i].lower] && !comparative[ws[i].lower]) {
		i++
	}
	if i+1 >= to {
		return false
	}
	w := ws[i]
	if comparative[w.lower] || w.lower == "regular" {
		return ws[i+1].tag != "IN" || ws[i+1].lower == "of"
	}
	if states[w.lower] && w.lower != "have" {
		return false
	}
	if nounish[w.lower] && finiteFollows(ws, i) {
		return w.tag == "VB" && w.opens
	}
	return acting[w.lower] && objectFollows(ws, i) || w.tag == "VB" && w.opens
}

// standsAlone reports whether what follows a comma is a short noun phrase that
// the next comma ends, so that it can be a request of its own.
func standsAlone(ws []word, i, to int) bool {
	n := 0
	for ; i < to && ws[i].Text != ","; i++ {
		if ws[i].lower == "and" || ws[i].lower == "or" || finite(ws[i]) || ws[i].mark {
			return false
		}
		n++
	}
	return n >= 2 && i < to
}

// andRequest reports whether "and" at i joins two requests: a verb follows, and
// what stands before is a request that holds no infinitive or other verb to
// which the second could belong.
func andRequest(ws []word, from, i, to int) bool {
	if i+1 >= to || !acting[ws[i+1].lower] || nounish[ws[i+1].lower] || !objectFollows(ws, i+1) {
		return false
	}
	switch ws[i+1].tag {
	case "VB", "VBP", "NN":
	default:
		return false
	}
	for k := from + 1; k < i; k++ {
		switch {
		case ws[k].tag == "TO" && ws[k+1].tag == "VB", ws[k].tag == "MD", ws[k].tag == "WRB", ws[k].tag == "WP", ws[k].tag == "WDT", finite(ws[k]):
			return false
		}
	}
	return true
}
