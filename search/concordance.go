package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Text is a verbatim with the places where something was found in it.
type Text struct {
	ID     string
	Person string // what counts as one person
	Text   string
	Spans  []Span // in order, not overlapping, on words, as a Hit has them

	Round, Wave, Role, Question, Day string // what lines can be sorted and counted by
}

// A Line is one line of a concordance: what was found, in its context.
type Line struct {
	ID    string
	Span  Span   // where Node is in its text
	Left  string // context, as it stands in the text
	Node  string
	Right string
}

// A Column is a word of a concordance line by which lines are sorted: L3 to L1
// are the words before what was found, the third to the first; R1 to R3 those
// after it.
type Column int

// The columns of a concordance. After the words come the attributes of the
// text.
const (
	L3 Column = iota - 3
	L2
	L1
	Centre // what was found
	R1
	R2
	R3
	OfRole
	OfRound
	OfWave
	OfQuestion
	OfDay
)

// columnNames are the names of the columns from L3 on.
const columnNames = "L3 L2 L1 node R1 R2 R3 role round wave question day"

// String returns the column's name as addresses and commands write it.
func (c Column) String() string { return strings.Fields(columnNames)[c-L3] }

// Columns returns all columns, from left to right.
func Columns() []Column {
	var all []Column
	for c := L3; c <= OfDay; c++ {
		all = append(all, c)
	}
	return all
}

// ParseColumn reads a column's name, in capitals or not.
func ParseColumn(name string) (Column, bool) {
	for _, c := range Columns() {
		if strings.EqualFold(c.String(), name) {
			return c, true
		}
	}
	return Centre, false
}

// maxContext is the widest context of a concordance in words: some three lines
// of a page on either side.
const maxContext = 40

// Concordance returns a line for each span of the texts with the given number
// of words on either side, at most 40. Lines are sorted by the columns, the
// first first, without regard to case and accents; a line that has no such word
// comes before those that have. Lines that are equal, or all when no column is
// given, keep the order of the texts.
func Concordance(texts []Text, words int, by ...Column) []Line {
	words = min(max(words, 0), maxContext)
	total := 0
	for _, t := range texts {
		total += len(t.Spans)
	}
	lines := make([]Line, 0, total)
	keys := make([]sortKey, 0, total)
	for i := range texts {
		t := &texts[i]
		wordsOf := wordsFor(t.Text, t.Spans, max(words, int(R3))+1)
		for _, s := range t.Spans {
			if !fits(t.Text, s) {
				continue
			}
			all := wordsOf(s)
			first, last := wordRange(all, s)
			lines = append(lines, lineOf(t, all, s, first, last, words))
			if len(by) > 0 {
				keys = append(keys, keyOf(t, all, s, first, last, by, len(keys)))
			}
		}
	}
	if len(by) == 0 {
		return lines
	}
	slices.SortFunc(keys, sortKey.compare)
	sorted := make([]Line, len(lines))
	for i, k := range keys {
		sorted[i] = lines[k.line]
	}
	return sorted
}

// lineOf cuts a line out of its text. Punctuation between the words comes with
// them.
func lineOf(t *Text, all []Span, s Span, first, last, words int) Line {
	from, to := 0, len(t.Text)
	if first-words > 0 {
		from = all[first-words].Start
	}
	if last+words < len(all)-1 {
		to = all[last+words].End
	}
	if words == 0 {
		from, to = s.Start, s.End
	}
	return Line{ID: t.ID, Span: s, Left: t.Text[from:s.Start], Node: t.Text[s.Start:s.End], Right: t.Text[s.End:max(to, s.End)]}
}

// sortKey is what a line is sorted by. Head is the beginning of the first
// column, which decides nearly always.
type sortKey struct {
	head uint64
	text string
	line int
}

func (k sortKey) compare(l sortKey) int {
	return cmp.Or(cmp.Compare(k.head, l.head), cmp.Compare(k.text, l.text), cmp.Compare(k.line, l.line))
}

func keyOf(t *Text, all []Span, s Span, first, last int, by []Column, line int) sortKey {
	k := sortKey{line: line}
	if len(by) == 1 {
		k.text = columnOf(t, all, s, first, last, by[0])
	} else {
		parts := make([]string, len(by))
		for i, c := range by {
			parts[i] = columnOf(t, all, s, first, last, c)
		}
		k.text = strings.Join(parts, "\x00")
	}
	var head [8]byte
	copy(head[:], k.text)
	k.head = binary.BigEndian.Uint64(head[:])
	return k
}

// columnOf returns the folded word of a line in a column, or the attribute of
// its text, empty when there is none.
func columnOf(t *Text, all []Span, s Span, first, last int, c Column) string {
	text := t.Text
	switch i := last + int(c); {
	case c > R3:
		return t.attribute(c)
	case c == Centre:
		return Fold(text[s.Start:s.End])
	case c > Centre && i < len(all):
		return Fold(text[all[i].Start:all[i].End])
	case c < Centre && first+int(c) >= 0:
		w := all[first+int(c)]
		return Fold(text[w.Start:w.End])
	}
	return ""
}

func (t *Text) attribute(c Column) string {
	switch c {
	case OfRole:
		return t.Role
	case OfRound:
		return t.Round
	case OfWave:
		return t.Wave
	case OfQuestion:
		return t.Question
	}
	return t.Day
}

// Aligned returns the lines as text with what was found beneath each other, for
// a terminal or a plain file: width characters of context on either side, white
// space folded to single spaces.
func Aligned(lines []Line, width int) []string {
	centre := 0
	for _, l := range lines {
		centre = max(centre, utf8.RuneCountInString(oneSpace(l.Node)))
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		left, node, right := []rune(oneSpace(l.Left)), oneSpace(l.Node), []rune(oneSpace(l.Right))
		left = left[max(0, len(left)-width):]
		right = right[:min(len(right), width)]
		out[i] = strings.Repeat(" ", width-len(left)) + string(left) + "  " +
			node + strings.Repeat(" ", centre-utf8.RuneCountInString(node)) + "  " + strings.TrimRight(string(right), " ")
	}
	return out
}

// oneSpace folds white space and drops it at the ends.
func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
