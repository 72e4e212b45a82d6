package report

import (
	"regexp"
	"slices"
	"strings"
)

// A heading is one of the document beside what a file has in its place; either
// is empty where only the other has it.
type heading struct{ wanted, printed string }

// headingsOf joins the headings of a document with those of a file that are not
// the same.
func headingsOf(p Printed, d Doc) []heading {
	var wanted, strange []string
	for _, b := range d.Blocks {
		if h, ok := b.(Heading); ok {
			wanted = append(wanted, printable(h.Text))
		}
	}
	for _, h := range p.Headings {
		if !slices.Contains(wanted, h) && strings.TrimSpace(h) != "" {
			strange = append(strange, h)
		}
	}
	var out []heading
	for _, w := range wanted {
		if slices.Contains(p.Headings, w) {
			continue
		}
		h := heading{wanted: w}
		if i := nearestTo(w, strange); i >= 0 {
			h.printed = strange[i]
			strange = slices.Delete(strange, i, i+1)
		}
		out = append(out, h)
	}
	for _, s := range strange {
		out = append(out, heading{printed: s})
	}
	return out
}

// renamed returns what a file says with its headings as the document has them,
// where somebody put one in other words: what stands under it has not moved.
func renamed(p Printed, headings []heading) Printed {
	name := func(printed string) string {
		for _, h := range headings {
			if h.printed == printed && h.wanted != "" {
				return h.wanted
			}
		}
		return printed
	}
	p.Quotes, p.Lines = slices.Clone(p.Quotes), slices.Clone(p.Lines)
	for i, q := range p.Quotes {
		p.Quotes[i].Section, p.Quotes[i].Theme = name(q.Section), name(q.Theme)
	}
	for i, l := range p.Lines {
		p.Lines[i].Section, p.Lines[i].Theme = name(l.Section), name(l.Theme)
	}
	return p
}

// nearestTo returns the index of the text that has most words in common with
// wanted, or -1 where none has enough.
func nearestTo(wanted string, texts []string) int {
	best, most := -1, likeness
	for i, t := range texts {
		if a := alike(wanted, t); a >= most && (best < 0 || a > most) {
			best, most = i, a
		}
	}
	return best
}

// lines files what became of the sentences outside quotes.
func (r *reimport) lines(p Printed, d Doc) {
	wanted := d.lines()
	met := make([]bool, len(p.Lines))
	left := wanted[:0:0]
	for _, w := range wanted {
		text := strings.TrimSpace(w.whole())
		at := -1
		for j, l := range p.Lines { // of several that say the same, one each
			if !met[j] && strings.TrimSpace(l.Text) == text && (at < 0 || place(l.Section, l.Theme) == w.where) {
				at = j
			}
		}
		if at >= 0 {
			met[at] = true
		} else {
			left = append(left, w)
		}
	}
	for _, w := range left {
		r.line(w, r.nearLine(w, p.Lines, met), p.Lines)
	}
	for j, l := range p.Lines {
		if !met[j] && strings.TrimSpace(l.Text) != "" {
			r.out = append(r.out, Change{Kind: TextNew, Where: place(l.Section, l.Theme), After: l.Text})
		}
	}
}

// nearLine returns the index of the printed line that is w in other words, one
// under the same headings first, or -1.
func (r *reimport) nearLine(w line, lines []PrintedLine, met []bool) int {
	best, most := -1, 0.0
	for j, l := range lines {
		if met[j] {
			continue
		}
		a := alike(w.whole(), l.Text)
		same := place(l.Section, l.Theme) == w.where
		if same && w.part.Kind == LeadPart && strings.TrimSpace(l.Text) != "" {
			a = max(a, likeness) // a theme has one sentence, in whatever words
		}
		if a < likeness {
			continue
		}
		if same {
			a++
		}
		if a > most {
			best, most = j, a
		}
	}
	if best >= 0 {
		met[best] = true
	}
	return best
}

// line files that a sentence is gone or in other words. What the document says
// of its own state is not looked at: it changes by itself.
func (r *reimport) line(w line, at int, lines []PrintedLine) {
	c := Change{Kind: TextGone, Where: w.where, Part: w.part, Before: strings.TrimSpace(w.whole())}
	if w.quiet {
		return
	}
	if at >= 0 {
		c.Kind, c.After = TextChanged, strings.TrimSpace(lines[at].Text)
		c.Words = Words(c.Before, c.After)
	}
	r.out = append(r.out, c)
}

// counted matches what the software adds in brackets at the end of a sentence,
// with the mark after it.
var counted = regexp.MustCompile(`\s*\([^()]*\)\s*[.:]?$`)

// Sentence returns the words of a changed sentence without what the software
// adds to them: the count or who asked for it, and the mark at the end of a
// sentence that quotes follow.
func (c Change) Sentence() string {
	text := c.After
	if counted.MatchString(c.Before) {
		text = counted.ReplaceAllString(text, "")
	}
	if c.Part.Kind == LeadPart {
		text = strings.TrimRight(text, " .:")
	}
	return text
}

// headings files what became of the title and the headings.
func (r *reimport) headings(p Printed, d Doc, headings []heading) {
	if title := printable(d.Title); p.Title != "" && p.Title != title {
		r.out = append(r.out, Change{Kind: TextChanged, Where: "Title", Part: Part{Kind: TitlePart}, Before: title, After: p.Title, Words: Words(title, p.Title)})
	}
	for _, h := range headings {
		c := Change{Kind: TextChanged, Where: "Headings", Before: h.wanted, After: h.printed}
		switch {
		case h.printed == "":
			c.Kind = TextGone
		case h.wanted == "":
			c.Kind = TextNew
		default:
			c.Words = Words(h.wanted, h.printed)
		}
		r.out = append(r.out, c)
	}
}
