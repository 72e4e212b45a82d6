package search

import "unicode/utf8"

// A Segment is a piece of a text for showing: plain, or one of the words found,
// or the mark of something left out.
type Segment struct {
	Text string
	Hit  bool
	Gap  bool // something was left out here; Text is empty
}

// Highlight splits text into plain segments and hits. Joined again the segments
// are the text, whatever the spans are: one that does not fit the text, or is
// not on rune boundaries, is passed over.
func Highlight(text string, spans []Span) []Segment {
	segments := make([]Segment, 0, 2*len(spans)+1)
	at := 0
	for _, s := range spans {
		if s.Start < at || !fits(text, s) {
			continue
		}
		segments = appendText(segments, text[at:s.Start], false)
		segments = appendText(segments, text[s.Start:s.End], true)
		at = s.End
	}
	return appendText(segments, text[at:], false)
}

func appendText(segments []Segment, text string, hit bool) []Segment {
	if text == "" {
		return segments
	}
	return append(segments, Segment{Text: text, Hit: hit})
}

// fits reports whether s is a part of text that begins and ends between runes.
func fits(text string, s Span) bool {
	return s.Start >= 0 && s.Start < s.End && s.End <= len(text) && onBoundary(text, s.Start) && onBoundary(text, s.End)
}

func onBoundary(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }

// Excerpt is Highlight for a long text: it keeps the given number of words
// around each hit, and as many from the start when nothing was found, with gaps
// for what is left out. Nothing is left out of a text where that would save
// fewer words than it keeps around a hit.
func Excerpt(text string, spans []Span, words int) []Segment {
	all := Words(text)
	keep := keptRanges(all, spans, words, len(text))
	var segments []Segment
	at := 0
	for _, k := range keep {
		if k.Start > at {
			segments = append(segments, Segment{Gap: true})
		}
		segments = append(segments, Highlight(text[k.Start:k.End], within(spans, k))...)
		at = k.End
	}
	if at < len(text) {
		segments = append(segments, Segment{Gap: true})
	}
	return segments
}

// keptRanges returns the ranges of bytes around spans that an excerpt shows.
func keptRanges(all, spans []Span, words, size int) []Span {
	if len(spans) == 0 {
		spans = []Span{{0, 0}}
	}
	var keep []Span
	for _, s := range spans {
		first, last := wordRange(all, s)
		k := Span{0, size}
		from, to := first-words, last+words
		if from >= words { // else the gap would hide less than is shown
			k.Start = all[from].Start
		}
		if to < len(all)-words {
			k.End = all[max(to, 0)].End
		}
		if n := len(keep); n > 0 && k.Start <= keep[n-1].End+1 {
			keep[n-1].End = max(keep[n-1].End, k.End)
		} else {
			keep = append(keep, k)
		}
	}
	return keep
}

// within returns the spans inside k, from its start.
func within(spans []Span, k Span) []Span {
	var out []Span
	for _, s := range spans {
		if s.Start >= k.Start && s.End <= k.End {
			out = append(out, Span{s.Start - k.Start, s.End - k.Start})
		}
	}
	return out
}

// wordRange returns the indexes of the first and last word of a span, or of the
// word after it when it holds none.
func wordRange(all []Span, s Span) (first, last int) {
	first = wordAt(all, s.Start)
	last = first
	for last+1 < len(all) && all[last+1].Start < s.End {
		last++
	}
	return first, last
}

// wordAt returns the index of the first word that ends after the offset.
func wordAt(all []Span, offset int) int {
	low, high := 0, len(all)
	for low < high {
		if mid := (low + high) / 2; all[mid].End <= offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
