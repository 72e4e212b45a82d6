package quote

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"verbatim/analysis"
)

// rule is the number under which the checks of hidden words are known.
const rule = "R28"

// mostOmitted is the share of a quote's words that may be left out before a
// person must say why: beyond a half, the quote is mostly the editor's.
const mostOmitted = 0.5

// hinges are words that turn or limit the meaning of what stands around them.
var hinges = []string{
	"although", "barely", "but", "cannot", "cant", "despite", "didnt", "doesnt", "dont", "except", "failed", "fails",
	"few", "hardly", "however", "if", "instead", "isnt", "lack", "lacked", "lacks", "least", "less", "little", "neither",
	"never", "no", "nobody", "none", "nor", "not", "nothing", "only", "rarely", "scarcely", "seldom", "shouldnt", "though",
	"unless", "unlike", "until", "wasnt", "without", "wont", "wouldnt", "yet",
}

// isHinge reports whether a folded word is a hinge, "isn't" and its like
// included.
func isHinge(word string) bool {
	word = strings.ToLower(word)
	if strings.HasSuffix(word, "n't") {
		return true
	}
	_, found := slices.BinarySearch(hinges, word)
	return found
}

// Hidden is check C: it warns of omissions and replacements that hide a word on
// which the meaning turns, of omissions that join two sentences, of quotes more
// than half of which is left out, and tells of a hinge word in the same
// sentence just outside the quote. Each must be looked at by a person; none is
// wrong by itself.
func Hidden(source string, span analysis.Span, edits []analysis.Edit) []analysis.Check {
	if span.In(source) == "" {
		return nil
	}
	var found []analysis.Check
	omitted, ends := 0, sentenceEnds(source)
	for _, e := range edits {
		if e.Op != analysis.Omit && e.Op != analysis.Replace {
			continue
		}
		words := e.Span.In(source)
		if hidden := hingesIn(words); len(hidden) > 0 {
			found = append(found, warn(analysis.Warn, "The %s hides %s, on which the meaning may turn.", noun(e.Op), list(hidden)))
		}
		if e.Op == analysis.Omit {
			omitted += countWords(words)
			if crossesSentence(source, span, e.Span, ends) {
				found = append(found, warn(analysis.Warn, "The omission joins two sentences into one. Quote them apart, or leave the full stop in."))
			}
		}
	}
	if all := countWords(span.In(source)); float64(omitted) > mostOmitted*float64(all) {
		found = append(found, warn(analysis.Warn, "%d of %d words are left out. Quote a shorter span.", omitted, all))
	}
	return append(found, around(source, span, ends)...)
}

func warn(severity analysis.Severity, format string, args ...any) analysis.Check {
	return analysis.Check{Severity: severity, Rule: rule, Text: fmt.Sprintf(format, args...)}
}

func noun(op analysis.EditOp) string {
	if op == analysis.Replace {
		return "replacement"
	}
	return "omission"
}

func hingesIn(text string) []string {
	var found []string
	for _, t := range tokens(text) {
		if isHinge(t.fold) && !slices.Contains(found, t.text) {
			found = append(found, t.text)
		}
	}
	return found
}

// around tells of hinge words in the rest of the sentence before and after the
// quote: "I don't think | it is valid".
func around(source string, span analysis.Span, ends []int) []analysis.Check {
	var found []analysis.Check
	start, end := 0, len(source)
	for _, e := range ends {
		if e <= span.Start {
			start = e
		} else if e >= span.End {
			end = e
			break
		}
	}
	if h := hingesIn(source[start:span.Start]); len(h) > 0 {
		found = append(found, warn(analysis.Inform, "The sentence begins before the quote, with %s.", list(h)))
	}
	if h := hingesIn(source[span.End:end]); len(h) > 0 {
		found = append(found, warn(analysis.Inform, "The sentence goes on after the quote, with %s.", list(h)))
	}
	return found
}

// crossesSentence reports whether leaving out cut takes a sentence's end away
// from words that stay: whole sentences may go, the end of one and the
// beginning of the next may not, nor may the quote begin or end with it.
func crossesSentence(source string, span, cut analysis.Span, ends []int) bool {
	last := cut.Start + len(strings.TrimRightFunc(cut.In(source), unicode.IsSpace))
	if !slices.ContainsFunc(ends, func(e int) bool { return cut.Start < e && e <= last }) {
		return false
	}
	head := strings.TrimRightFunc(source[:cut.Start], unicode.IsSpace)
	if len(head) <= span.Start || strings.TrimSpace(source[cut.End:span.End]) == "" {
		return true
	}
	return !slices.Contains(ends, len(head))
}

// sentenceEnds returns where the sentences of text end: after a full stop,
// question mark or exclamation mark (and closing marks) that white space
// follows, before a line end, and at the end.
func sentenceEnds(text string) []int {
	var ends []int
	closed := false // a sentence mark stands right before i, closing marks aside
	for i, r := range text {
		switch {
		case r == '.' || r == '!' || r == '?' || r == '…':
			closed = true
		case unicode.IsSpace(r):
			if closed || r == '\n' {
				ends = append(ends, i)
			}
			closed = false
		case !strings.ContainsRune(`"'”’)]`, r):
			closed = false
		}
	}
	return append(ends, len(text))
}

// list writes words as people list them: "not", "but" and "only".
func list(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " and " + quoted[len(quoted)-1]
}

func itoa(n int) string { return strconv.Itoa(n) }
