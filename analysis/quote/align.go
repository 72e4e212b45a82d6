package quote

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
)

// most words of an answer that one bracketed replacement may stand for: a name
// with its office, not a sentence.
const mostReplaced = 8

// An itemKind says what one piece of a printed text may stand for.
type itemKind int

const (
	literal   itemKind = iota // the same token
	cased                     // [M]y: the same word but for the case of its first letter
	gap                       // [...]: one token or more
	ellipsis                  // bare ...: dots that were typed, or an omission
	bracketed                 // [x]: none to eight tokens
	marked                    // [sic]: nothing, or typed brackets
)

type item struct {
	kind itemKind
	token
	loose bool // the space before it is the document's: it stands first or after an edit
}

// parse splits printed into items. Brackets that do not close are literal.
func parse(printed string) []item {
	ts := tokens(printed)
	var items []item
	for i := 0; i < len(ts); i++ {
		if ts[i].fold == "[" {
			if it, next := bracket(printed, ts, i); next > i {
				it.loose = loose(items)
				items = append(items, it)
				i = next
				continue
			}
		}
		kind := literal
		if strings.HasPrefix(ts[i].fold, "...") {
			kind = ellipsis
		}
		items = append(items, item{kind, ts[i], loose(items)})
	}
	return items
}

// loose reports whether what follows items may be set off by a space that the
// answer does not have.
func loose(items []item) bool {
	return len(items) == 0 || items[len(items)-1].kind > cased
}

// bracket reads the bracket that opens at token i and returns it with the index
// of its last token, or i when it is no edit.
func bracket(printed string, ts []token, i int) (item, int) {
	end := i + 1
	for end < len(ts) && ts[end].fold != "]" && ts[end].fold != "[" {
		end++
	}
	if end == len(ts) || ts[end].fold != "]" || end == i+1 {
		return item{}, i
	}
	whole := token{span: analysis.Span{Start: ts[i].span.Start, End: ts[end].span.End}, space: ts[i].space}
	inner := strings.TrimSpace(printed[ts[i].span.End:ts[end].span.Start])
	whole.text, whole.fold = inner, fold(inner)
	switch {
	case whole.fold == "...":
		return item{kind: gap, token: whole}, end
	case whole.fold == "sic":
		return item{kind: marked, token: whole}, end
	case utf8.RuneCountInString(inner) == 1 && end+1 < len(ts) && !ts[end+1].space && ts[end+1].word():
		whole.text += ts[end+1].text
		whole.fold += ts[end+1].fold
		return item{kind: cased, token: whole}, end + 1
	}
	return item{kind: bracketed, token: whole}, end
}

// literalWords returns the words that an answer must hold to be the source.
func literalWords(items []item) map[string]bool {
	words := map[string]bool{}
	for _, it := range items {
		if it.kind == literal {
			words[it.fold] = true
		}
	}
	return words
}

// matches reports whether a literal or cased item stands for t.
func (it item) matches(t token) bool {
	if it.kind != cased {
		return it.fold == t.fold && (it.loose || it.space == t.space)
	}
	a, n := utf8.DecodeRuneInString(it.fold)
	b, m := utf8.DecodeRuneInString(t.fold)
	return swapCase(b) == a && it.fold[n:] == t.fold[m:]
}

// An alignment is the table of cheapest ways to read printed items as a run of
// an answer's tokens: cell (i, j) is the cost of having read i items when the
// run has reached token j. A changed, missing or added token costs one, what an
// edit may stand for costs nothing. The table is the memory that keeps a
// hostile text from costing more than items x tokens.
type alignment struct {
	items []item
	ts    []token
	cells []int32
	width int
	end   int
	dots  bool // bare dots may stand for an omission too
}

func newAlignment(items []item, ts []token, dots bool, buffer *[]int32) *alignment {
	width := len(ts) + 1
	need := (len(items) + 1) * width
	if cap(*buffer) < need {
		*buffer = make([]int32, need)
	}
	a := &alignment{items: items, ts: ts, cells: (*buffer)[:need], width: width, dots: dots}
	clear(a.cells[:width])
	for i := 1; i <= len(items); i++ {
		a.fillRow(i)
	}
	for j := range width {
		if a.at(len(items), j) < a.at(len(items), a.end) {
			a.end = j
		}
	}
	if last := len(items); a.end < len(ts) && a.cost() > 0 && a.at(last-1, a.end)+1 == a.cost() {
		a.end++ // name the answer's next word beside a last word that differs
	}
	return a
}

func (a *alignment) at(i, j int) int32 { return a.cells[i*a.width+j] }

func (a *alignment) cost() int32 { return a.at(len(a.items), a.end) }

// fillRow computes row i from the row above it, cheapest way first.
func (a *alignment) fillRow(i int) {
	above, row := a.cells[(i-1)*a.width:i*a.width], a.cells[i*a.width:(i+1)*a.width]
	it := a.items[i-1]
	open := above[0] + 1 // cheapest beginning of a gap that ends before j
	for j := range row {
		best := above[j] + 1 // printed, but not in the answer
		if it.kind == marked {
			best = above[j]
		}
		if j > 0 {
			best = min(best, row[j-1]+1, above[j-1]+1) // left out, or another word
			best = a.cheaper(it, above, j, best, open)
			open = min(open, above[j])
		} else {
			if it.kind == bracketed {
				best = above[0]
			}
			open = above[0]
		}
		row[j] = best
	}
}

func (a *alignment) cheaper(it item, above []int32, j int, best, open int32) int32 {
	switch it.kind {
	case literal, cased, ellipsis:
		if it.matches(a.ts[j-1]) {
			best = min(best, above[j-1])
		}
		if it.kind == ellipsis && a.dots {
			best = min(best, open)
		}
	case gap:
		best = min(best, open)
	case bracketed:
		for k := max(0, j-mostReplaced); k <= j; k++ {
			best = min(best, above[k])
		}
	case marked:
		if j >= 3 && a.typedSic(j) {
			best = min(best, above[j-3])
		}
	}
	return best
}

// typedSic reports whether the answer itself has [sic] before token j.
func (a *alignment) typedSic(j int) bool {
	return a.ts[j-3].fold == "[" && a.ts[j-2].fold == "sic" && a.ts[j-1].fold == "]"
}

// A step says that an item was read as tokens [from, to).
type step struct {
	item     int // index, or -1 for tokens that were left out
	from, to int
	free     bool
}

// steps walks back from the end and returns the way there, first step first. Of
// equally cheap ways it takes the one whose gaps are shortest.
func (a *alignment) steps() []step {
	var back []step
	for i, j := len(a.items), a.end; i > 0; {
		s := a.stepTo(i, j)
		back = append(back, s)
		if s.item >= 0 {
			i--
		}
		j = s.from
	}
	for l, r := 0, len(back)-1; l < r; l, r = l+1, r-1 {
		back[l], back[r] = back[r], back[l]
	}
	return back
}

func (a *alignment) stepTo(i, j int) step {
	it, here := a.items[i-1], a.at(i, j)
	if from, ok := a.freeStep(it, i, j); ok {
		return step{i - 1, from, j, true}
	}
	switch {
	case j > 0 && a.at(i-1, j-1)+1 == here:
		return step{i - 1, j - 1, j, false}
	case j > 0 && a.at(i, j-1)+1 == here:
		return step{-1, j - 1, j, false}
	}
	return step{i - 1, j, j, false}
}

// freeStep returns where item i-1 begins when it ends before token j at no cost.
func (a *alignment) freeStep(it item, i, j int) (int, bool) {
	here := a.at(i, j)
	least, most := 0, 0
	switch it.kind {
	case literal, cased:
		return j - 1, j > 0 && it.matches(a.ts[j-1]) && a.at(i-1, j-1) == here
	case ellipsis:
		if !a.dots {
			return j - 1, j > 0 && it.matches(a.ts[j-1]) && a.at(i-1, j-1) == here
		}
		least, most = 1, j
	case gap:
		least, most = 1, j
	case bracketed:
		most = min(j, mostReplaced)
	case marked:
		if a.at(i-1, j) != here && j >= 3 && a.typedSic(j) && a.at(i-1, j-3) == here {
			return j - 3, true
		}
	}
	for n := least; n <= most; n++ {
		if a.at(i-1, j-n) == here {
			return j - n, true
		}
	}
	return 0, false
}

// result turns an alignment without cost into the edits that a person would
// have to declare.
func (a *alignment) result(index int, text string) Result {
	r := Result{Level: Edited, Source: index}
	steps := a.steps()
	first, last := steps[0].from, a.end
	if first >= last {
		return Result{Level: Mismatch, Source: -1, Divergence: "nothing but brackets is printed"}
	}
	r.Span = analysis.Span{Start: a.ts[first].span.Start, End: a.ts[last-1].span.End}
	for _, s := range steps {
		if e, ok := a.edit(s, r.Span, text); ok {
			r.Edits = append(r.Edits, e)
		}
		if it := a.items[s.item]; it.kind == ellipsis && (s.to-s.from > 1 || !it.matches(a.ts[s.from])) {
			r.Warnings = append(r.Warnings, "Bare dots stand for words that were left out: declare them, so that they print as [...].")
		}
	}
	for _, c := range Hidden(text, r.Span, r.Edits) {
		r.Warnings = append(r.Warnings, c.Text)
	}
	return r
}

// edit returns the declaration that s stands for, if any.
func (a *alignment) edit(s step, span analysis.Span, text string) (analysis.Edit, bool) {
	it := a.items[s.item]
	covered := analysis.Span{Start: span.Start, End: span.Start}
	if s.to > s.from {
		covered = analysis.Span{Start: a.ts[s.from].span.Start, End: a.ts[s.to-1].span.End}
	} else if s.from > 0 {
		end := max(span.Start, a.ts[s.from-1].span.End)
		covered = analysis.Span{Start: end, End: end}
	}
	switch it.kind {
	case gap:
		return analysis.Edit{Op: analysis.Omit, Span: covered}, true
	case ellipsis:
		return analysis.Edit{Op: analysis.Omit, Span: covered}, s.to-s.from > 1 || !it.matches(a.ts[s.from])
	case cased:
		_, n := utf8.DecodeRuneInString(covered.In(text))
		return analysis.Edit{Op: analysis.Case, Span: analysis.Span{Start: covered.Start, End: covered.Start + n}}, true
	case marked:
		return analysis.Edit{Op: analysis.Sic, Span: covered}, s.to == s.from
	case bracketed:
		if covered.In(text) == "["+it.text+"]" {
			return analysis.Edit{}, false
		}
		op := analysis.Replace
		if s.to == s.from {
			op = analysis.Insert
		}
		return analysis.Edit{Op: op, Span: covered, Text: it.text}, true
	}
	return analysis.Edit{}, false
}

// divergence names the first difference of an alignment that has a cost.
func (a *alignment) divergence() string {
	for _, s := range a.steps() {
		switch {
		case s.free:
			continue
		case s.item < 0:
			return fmt.Sprintf("left out '%s'%s", a.ts[s.from].text, a.after(s.from))
		case s.to > s.from && a.items[s.item].fold == a.ts[s.from].fold:
			return fmt.Sprintf("the space before '%s' differs", a.items[s.item].text)
		case s.to > s.from:
			return fmt.Sprintf("printed '%s' where the answer has '%s'", a.items[s.item].text, a.ts[s.from].text)
		default:
			return fmt.Sprintf("printed '%s', which the answer does not have%s", a.items[s.item].text, a.after(s.from))
		}
	}
	return ""
}

func (a *alignment) after(j int) string {
	if j == 0 {
		return " at its beginning"
	}
	return fmt.Sprintf(" after '%s'", a.ts[j-1].text)
}
