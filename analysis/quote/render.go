package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// MaxEdits is how many edits one quote may declare. More than a hundred means
// that the words are no longer the participant's.
const MaxEdits = 100

// MaxInserted is how many runes one replacement or insertion may hold: a
// descriptor, not a sentence.
const MaxInserted = 120

const (
	omission  = "[...]"
	sicMarker = "[sic]"
)

// Render returns the words of span of source with the declared edits applied:
// an omission prints [...], a replacement or insertion [text], sic [sic], a
// changed first letter [M]y. Everything else is the source's own bytes. It
// returns a coded fault when the span or an edit does not fit the source or
// cuts a word.
func Render(source string, span analysis.Span, edits []analysis.Edit) (string, error) {
	if err := checkSpan(source, span, edits); err != nil {
		return "", err
	}
	var b strings.Builder
	at := span.Start
	for i, e := range edits {
		if err := checkEdit(source, span, at, e); err != nil {
			return "", err
		}
		if i > 0 && e.Op == analysis.Omit && edits[i-1].Op == analysis.Omit && strings.TrimSpace(source[at:e.Span.Start]) == "" {
			return "", fault.Coded("Q06", "Edit %d: two omissions touch. Declare them as one.", i+1)
		}
		b.WriteString(source[at:e.Span.Start])
		writeEdit(&b, source, span, e)
		at = e.Span.End
	}
	b.WriteString(source[at:span.End])
	return b.String(), nil
}

func checkSpan(source string, span analysis.Span, edits []analysis.Edit) error {
	switch {
	case !utf8.ValidString(source):
		return fault.Coded("Q01", "The answer is not valid UTF-8 and cannot be quoted.")
	case span.Start < 0 || span.End > len(source) || span.Start >= span.End:
		return fault.Coded("Q02", "The quote (bytes %d to %d) does not lie inside the answer, which has %d.", span.Start, span.End, len(source))
	case !boundary(source, span.Start) || !boundary(source, span.End):
		return fault.Coded("Q03", "The quote (bytes %d to %d) cuts a word. Move its ends to the ends of words.", span.Start, span.End)
	case strings.TrimSpace(span.In(source)) == "":
		return fault.Coded("Q02", "The quote holds no words.")
	case len(edits) > MaxEdits:
		return fault.Coded("Q04", "The quote has %d edits; %d is the most. Quote less, or quote it unedited.", len(edits), MaxEdits)
	}
	return nil
}

// checkEdit returns a fault unless e fits the source between at, where the edit
// before it ended, and the end of the span.
func checkEdit(source string, span analysis.Span, at int, e analysis.Edit) error {
	if e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > span.End {
		return fault.Coded("Q05", "The %s at byte %d lies outside the quote or overlaps the edit before it.", e.Op, e.Span.Start)
	}
	if !onRunes(source, e.Span) {
		return fault.Coded("Q05", "The %s at byte %d cuts a character.", e.Op, e.Span.Start)
	}
	switch e.Op {
	case analysis.Omit:
		return checkOmit(source, span, e)
	case analysis.Replace:
		return checkReplace(source, e)
	case analysis.Insert, analysis.Sic:
		return checkInsert(source, e)
	case analysis.Case:
		return checkCase(source, e)
	}
	return fault.Coded("Q07", "%q is no declared edit: take omit, replace, insert, sic or case.", e.Op)
}

func onRunes(s string, span analysis.Span) bool {
	return (span.Start == len(s) || utf8.RuneStart(s[span.Start])) && (span.End == len(s) || utf8.RuneStart(s[span.End]))
}

func checkOmit(source string, span analysis.Span, e analysis.Edit) error {
	switch {
	case strings.TrimSpace(e.Span.In(source)) == "" || e.Text != "":
		return fault.Coded("Q08", "The omission at byte %d takes no word out, or says what it prints. It always prints [...].", e.Span.Start)
	case !boundary(source, e.Span.Start) || !boundary(source, e.Span.End):
		return fault.Coded("Q03", "The omission at byte %d cuts a word. Move its ends to the ends of words.", e.Span.Start)
	case strings.TrimSpace(source[span.Start:e.Span.Start]) == "" && strings.TrimSpace(source[e.Span.End:span.End]) == "":
		return fault.Coded("Q08", "The omission takes out the whole quote.")
	}
	return nil
}

func checkReplace(source string, e analysis.Edit) error {
	if e.Span.Len() == 0 || betweenLetters(source, e.Span.Start) || betweenLetters(source, e.Span.End) {
		return fault.Coded("Q03", "The replacement at byte %d covers no word or cuts one. Move its ends to the ends of words.", e.Span.Start)
	}
	return checkInserted(e)
}

func checkInsert(source string, e analysis.Edit) error {
	switch {
	case e.Span.Len() != 0:
		return fault.Coded("Q09", "The %s at byte %d covers words. It may only stand between them.", e.Op, e.Span.Start)
	case !boundary(source, e.Span.Start):
		return fault.Coded("Q03", "The %s at byte %d cuts a word.", e.Op, e.Span.Start)
	case e.Op == analysis.Sic && e.Text != "" && e.Text != "sic":
		return fault.Coded("Q09", "The sic at byte %d says what it prints. It always prints [sic].", e.Span.Start)
	case e.Op == analysis.Sic:
		return nil
	}
	return checkInserted(e)
}

// checkInserted returns a fault unless the words put in are a short descriptor
// that cannot be taken for another kind of bracket.
func checkInserted(e analysis.Edit) error {
	text := e.Text
	switch {
	case strings.TrimSpace(text) == "" || text != strings.TrimSpace(text):
		return fault.Coded("Q10", "The %s at byte %d says nothing, or begins or ends with a space. Write what stands there, such as \"senior doctor\".", e.Op, e.Span.Start)
	case strings.ContainsAny(text, "[]\n\r\t") || !utf8.ValidString(text):
		return fault.Coded("Q10", "The %s at byte %d holds a bracket or a line end. Brackets are set by the document.", e.Op, e.Span.Start)
	case utf8.RuneCountInString(text) > MaxInserted:
		return fault.Coded("Q10", "The %s at byte %d is longer than %d characters.", e.Op, e.Span.Start, MaxInserted)
	case text == "..." || text == "…" || text == "sic":
		return fault.Coded("Q10", "The %s at byte %d prints what an omission or sic prints. Declare it as that.", e.Op, e.Span.Start)
	}
	return nil
}

func checkCase(source string, e analysis.Edit) error {
	r, size := utf8.DecodeRuneInString(e.Span.In(source))
	if size == 0 || size != e.Span.Len() || !boundary(source, e.Span.Start) {
		return fault.Coded("Q11", "The change of case at byte %d must cover the first letter of a word.", e.Span.Start)
	}
	other := swapCase(r)
	if other == r || e.Text != "" && e.Text != string(other) {
		return fault.Coded("Q11", "The change of case at byte %d does not change the case of that letter.", e.Span.Start)
	}
	return nil
}

func swapCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}

// writeEdit writes what e prints. Brackets that stand for left-out or added
// words are set off by a space, as words are; a replacement stands exactly where
// its words stood.
func writeEdit(b *strings.Builder, source string, span analysis.Span, e analysis.Edit) {
	switch e.Op {
	case analysis.Replace:
		b.WriteString("[" + e.Text + "]")
		return
	case analysis.Case:
		r, _ := utf8.DecodeRuneInString(e.Span.In(source))
		b.WriteString("[" + string(swapCase(r)) + "]")
		return
	}
	printed := map[analysis.EditOp]string{analysis.Omit: omission, analysis.Sic: sicMarker, analysis.Insert: "[" + e.Text + "]"}[e.Op]
	before, _ := utf8.DecodeLastRuneInString(b.String())
	if b.Len() > 0 && !unicode.IsSpace(before) && !unicode.In(before, unicode.Ps, unicode.Pi) {
		b.WriteByte(' ')
	}
	b.WriteString(printed)
	after, _ := utf8.DecodeRuneInString(source[e.Span.End:span.End])
	if e.Span.End < span.End && (isWord(after) || unicode.In(after, unicode.Ps, unicode.Pi)) {
		b.WriteByte(' ')
	}
}
