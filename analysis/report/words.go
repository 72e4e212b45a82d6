package report

import (
	"slices"
	"strings"
	"unicode"
)

// A Piece is a run of words that two texts share, or that only one of them has.
type Piece struct {
	Op   PieceOp
	Text string // with the white space that follows it
}

// A PieceOp says which of two texts has a piece.
type PieceOp string

// What has become of words.
const (
	Kept PieceOp = "kept"
	Gone PieceOp = "gone" // only the first text has them
	Put  PieceOp = "put"  // only the second text has them
)

// maxWordCells bounds the table with which two texts are compared word by word:
// 4 million cells are 16 MB, enough for two texts of 2,000 words. Longer ones
// are shown one after the other.
const maxWordCells = 4 << 20

// Words compares two texts word by word. Joined, the pieces that are kept or
// gone are the first text, and those kept or put the second, but for white space
// at the ends of pieces.
func Words(before, after string) []Piece {
	a, b := splitWords(before), splitWords(after)
	start := 0
	for start < len(a) && start < len(b) && same(a[start], b[start]) {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && same(a[len(a)-1-end], b[len(b)-1-end]) {
		end++
	}
	var out pieces
	out.add(Kept, b[:start]...)
	out.middle(a[start:len(a)-end], b[start:len(b)-end])
	out.add(Kept, b[len(b)-end:]...)
	return out
}

type pieces []Piece

func (p *pieces) add(op PieceOp, words ...string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, "")
	if n := len(*p); n > 0 && (*p)[n-1].Op == op {
		(*p)[n-1].Text += text
		return
	}
	*p = append(*p, Piece{op, text})
}

// middle adds the pieces of two runs of words by their longest common
// subsequence, what is gone before what is put in its place.
func (p *pieces) middle(a, b []string) {
	if (len(a)+1)*(len(b)+1) > maxWordCells {
		p.add(Gone, a...)
		p.add(Put, b...)
		return
	}
	width := len(b) + 1
	cells := make([]int32, (len(a)+1)*width)
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if same(x, y) {
				cells[i*width+j] = cells[(i+1)*width+j+1] + 1
			} else {
				cells[i*width+j] = max(cells[(i+1)*width+j], cells[i*width+j+1])
			}
		}
	}
	var put []string
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && same(a[i], b[j]):
			p.add(Put, put...)
			put = nil
			p.add(Kept, b[j])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && cells[(i+1)*width+j] >= cells[i*width+j+1]:
			p.add(Gone, a[i])
			i++
		default:
			put = append(put, b[j])
			j++
		}
	}
	p.add(Put, put...)
}

func same(a, b string) bool {
	return strings.TrimRightFunc(a, unicode.IsSpace) == strings.TrimRightFunc(b, unicode.IsSpace)
}

// splitWords splits a text after its white space.
func splitWords(text string) []string {
	var out []string
	rest := text
	for rest != "" {
		word := strings.IndexFunc(rest, unicode.IsSpace)
		if word < 0 {
			break
		}
		space := strings.IndexFunc(rest[word:], func(r rune) bool { return !unicode.IsSpace(r) })
		if space < 0 {
			break
		}
		out = append(out, rest[:word+space])
		rest = rest[word+space:]
	}
	if rest != "" {
		out = append(out, rest)
	}
	return slices.Clip(out)
}
