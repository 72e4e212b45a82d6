package published

import (
	"bytes"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"verbatim/analysis/nlp"
	"verbatim/analysis/report"
	"verbatim/survey/fault"
)

// Limits of a document: a summary has two or three pages, the longest report
// that somebody gives here a few hundred.
const (
	mostBytes = 2 << 20
	mostLines = 20_000
)

// A paragraph is a line with what a word processor knows about it. Of plain text
// that is nothing.
type paragraph struct {
	text  string
	style string // in lower case: "heading 1"; empty when not known
	level int    // of the list, from 1; 0 for none
}

// ReadText reads a document that was saved as plain text.
func ReadText(text string) (d Document, err error) {
	defer fault.Wrap(&err, "published.ReadText")
	if len(text) > mostBytes {
		return d, fault.New(fault.TooLarge, "The document has more than %d MB. Give the summary alone.", mostBytes>>20)
	}
	if !utf8.ValidString(text) {
		return d, fault.Coded("C40", "The document is not UTF-8 text. Save it as Word document (.docx), or as plain text in UTF-8.")
	}
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	var ps []paragraph
	for line := range strings.SplitSeq(text, "\n") {
		ps = append(ps, paragraph{text: line})
	}
	return read(ps)
}

// read sorts the paragraphs of a document into what they are.
func read(ps []paragraph) (Document, error) {
	if len(ps) > mostLines {
		return Document{}, fault.New(fault.TooLarge, "The document has more than %d paragraphs. Give the summary alone.", mostLines)
	}
	r := reader{all: ps}
	for i, p := range ps {
		r.d.lines = append(r.d.lines, Line{i + 1, p.text})
		r.read(i, p)
	}
	if len(r.d.Proposals)+len(r.d.Claims) == 0 {
		return r.d, fault.Coded("C41", "No recommendations and no quotes were found. They are looked for as items of a list under a heading with \"recommendations\" or \"outcomes\", and as lines that begin with a quotation mark.")
	}
	return r.d, nil
}

// reader is where in a document reading stands.
type reader struct {
	d        Document
	all      []paragraph
	section  section
	kind     Kind
	audience string
}

// A section is what the lines under a heading are.
type section int

const (
	introduction section = iota
	proposals
	claims
	elsewhere
)

func (r *reader) read(i int, p paragraph) {
	line := Line{i + 1, p.text}
	words := strings.TrimSpace(strip(p.text))
	switch {
	case words == "":
	case r.d.Title == "":
		r.d.Title = words
	case r.isHeading(i, p):
		r.d.Headings = append(r.d.Headings, line)
		r.enter(words, p.style)
	case r.section == introduction:
		r.d.Intro = append(r.d.Intro, line)
	case r.section == proposals:
		r.proposal(line, p)
	case r.section == claims:
		r.claim(line, words, p.style == "quote" || p.style == "intense quote")
	}
}

// longestHeading is the most runes of a heading that only its look gives away.
const longestHeading = 120

// isHeading reports whether a paragraph is a heading: by its style, or because
// it is short, no sentence, no item, and names what comes after it.
func (r *reader) isHeading(i int, p paragraph) bool {
	if strings.HasPrefix(p.style, "heading") || p.style == "title" {
		return true
	}
	if p.level > 0 || p.style == "quote" {
		return false
	}
	words := strings.TrimSpace(p.text)
	if markLen(words) > 0 || opens(words) || utf8.RuneCountInString(words) > longestHeading || strings.ContainsAny(words[len(words)-1:], ".:;,)”\"") {
		return false
	}
	return sectionOf(words) != elsewhere && r.next(i) != ""
}

// next returns the next paragraph that has words.
func (r *reader) next(i int) string {
	for _, p := range r.all[i+1:] {
		if words := strings.TrimSpace(p.text); words != "" {
			return words
		}
	}
	return ""
}

var (
	proposing = regexp.MustCompile(`(?i)\b(recommend\w*|outcomes?|actions?)\b`)
	claiming  = regexp.MustCompile(`(?i)\b(themes?|quotes?|quotations?|findings?|feedback|comments)\b`)
	building  = regexp.MustCompile(`(?i)\b(build\w*|earlier|previous\w*|last year|continu\w*|follow\w*[- ]up|already)\b`)
	speaking  = regexp.MustCompile(`(?i)\b(?:from|by|of)\s+(?:the\s+)?(\pL[\pL-]*?)(?:['’]s?|s['’])?(?:\s+(?:feedback|evaluation\w*|responses?|answers|comments)\b|$)`)
)

// sectionOf returns what a heading announces.
func sectionOf(heading string) section {
	switch {
	case claiming.MatchString(heading):
		return claims
	case proposing.MatchString(heading):
		return proposals
	}
	return elsewhere
}

// enter begins a section. A heading below another that announces nothing new, such
// as the name of a theme, stays in the section.
func (r *reader) enter(heading, style string) {
	announced := sectionOf(heading)
	if announced == elsewhere && style != "heading 1" && r.section != introduction {
		return
	}
	r.section, r.kind = announced, New
	if r.section == proposals && building.MatchString(heading) {
		r.kind = BuildsOn
	}
	if m := speaking.FindStringSubmatch(heading); r.section == claims && m != nil {
		r.audience = m[1]
	}
}

// proposal files a line under recommendations: an item, or something that
// belongs to the item before.
func (r *reader) proposal(line Line, p paragraph) {
	n := markLen(p.text)
	words := strip(p.text[n:])
	top := n > 0 && !indented(p.text) || p.level == 1
	if top || len(r.d.Proposals) == 0 && p.level < 2 {
		title, status, rest := cutStatus(words)
		next := Proposal{Line: line, Kind: r.kind, Reference: strings.TrimSpace(reference.FindString(title)), Status: status, FeedsInto: feeds(status)}
		next.Title = title[len(reference.FindString(title)):]
		if rest != "" {
			next.Points = append(next.Points, runOn(line, rest)...)
		}
		r.d.Proposals = append(r.d.Proposals, next)
		return
	}
	if len(r.d.Proposals) == 0 {
		return
	}
	last := &r.d.Proposals[len(r.d.Proposals)-1]
	last.Points = append(last.Points, Point{line, strings.TrimSpace(words), n > 0 || p.level > 0})
}

func indented(text string) bool {
	return strings.HasPrefix(text, "  ") || strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "o\t")
}

// runOn cuts what follows a recommendation in the same paragraph into points.
func runOn(line Line, rest string) []Point {
	var out []Point
	for part := range strings.SplitSeq(rest, ", ") {
		out = append(out, Point{line, strings.TrimSpace(part), false})
	}
	return out
}

var telling = regexp.MustCompile(`(?i)\b(ongoing|on-going|in progress|progress|complet\w*|done|underway|identified|feeds? into|planned|considered|consideration|started|not taken)\b`)

// cutStatus takes the clause in brackets that says what became of a
// recommendation out of its words, with what comes after it.
func cutStatus(words string) (title, status, rest string) {
	open := strings.LastIndexByte(words, '(')
	if open < 0 {
		return strings.TrimSpace(words), "", ""
	}
	end := strings.IndexByte(words[open:], ')')
	if end < 0 || !telling.MatchString(words[open:open+end]) {
		return strings.TrimSpace(words), "", ""
	}
	rest = strings.TrimSpace(strings.TrimLeft(words[open+end+1:], " :.;"))
	return strings.TrimSpace(words[:open]), words[open+1 : open+end], rest
}

var feeding = regexp.MustCompile(`(?i)\bfeeds? into (?:the )?([^,.;]+)`)

// feeds returns the work that a status clause says a recommendation goes into.
func feeds(status string) []string {
	var out []string
	for _, m := range feeding.FindAllStringSubmatch(status, -1) {
		out = append(out, strings.TrimSpace(m[1]))
	}
	return out
}

// claim files a line under themes: a quote, or the lead of the next ones.
func (r *reader) claim(line Line, words string, styled bool) {
	if !styled && !opens(words) {
		r.d.Claims = append(r.d.Claims, Claim{Line: line, Audience: r.audience, Lead: strings.TrimRight(words, " :")})
		return
	}
	if len(r.d.Claims) == 0 {
		r.d.Claims = append(r.d.Claims, Claim{Line: line, Audience: r.audience})
	}
	last := &r.d.Claims[len(r.d.Claims)-1]
	last.Quotes = append(last.Quotes, readQuote(line, words))
}

const (
	openMarks  = "“\"‘«„"
	closeMarks = "”\"’»“"
)

func opens(words string) bool {
	r, _ := utf8.DecodeRuneInString(words)
	return strings.ContainsRune(openMarks, r)
}

// readQuote takes the marks off a quote, where it has them: a style can stand for
// them. A full stop after the closing mark is the document's.
func readQuote(line Line, words string) Quote {
	q := Quote{Line: line, Words: words}
	if q.Opened = opens(words); q.Opened {
		_, size := utf8.DecodeRuneInString(words)
		q.Words = words[size:]
	}
	if m := label.FindStringSubmatchIndex(q.Words); m != nil {
		q.Label = strings.TrimSpace(strings.TrimRight(q.Words[m[2]:], " .)"))
		q.Words = q.Words[:m[2]]
		q.Words = strings.TrimRight(q.Words, " –—-(")
	}
	bare := strings.TrimRight(q.Words, " .,;")
	if mark, size := utf8.DecodeLastRuneInString(bare); strings.ContainsRune(closeMarks, mark) && closes(bare[:len(bare)-size], mark) {
		q.Words, q.Closed = bare[:len(bare)-size], true
	}
	return q
}

// closes reports whether a mark at the end of a quote closes it, and not a word
// in marks at its end.
func closes(before string, mark rune) bool {
	return mark != '"' || strings.Count(before, `"`)%2 == 0
}

// reference is how a recommendation is named in front of its words.
var reference = regexp.MustCompile(`^(?:\d{4}[-/]?)?R\d{1,3}(?:\.\d+)?:?\s+`)

// label is what stands after a closing mark to say who speaks.
var label = regexp.MustCompile(`[”"»]\s*[.,]?\s*(?:[–—-]+\s*|\()(\pL[^”"»]*)$`)

// markLen returns the bytes of the list mark before an item's words.
func markLen(text string) int {
	lead := len(text) - len(strings.TrimLeft(text, " \t\u00a0"))
	n := nlp.MarkerLen(text[lead:])
	if n == 0 {
		return 0
	}
	return lead + n
}

var leftovers = regexp.MustCompile(`\[bookmark: [^\]]*\]|\[(?:Error|TODO)[^\]]*\]|Error! [^.]*\.|\{\{[^}]*\}\}|\{ ?(?:REF|HYPERLINK|PAGE)[^}]*\}`)

// strip takes out what a word processor or a template left.
func strip(text string) string { return leftovers.ReplaceAllString(text, "") }

// ReadDOCX reads a document as Word saves it.
func ReadDOCX(r io.ReaderAt, size int64) (d Document, err error) {
	defer fault.Wrap(&err, "published.ReadDOCX")
	written, err := report.ReadWritten(r, size)
	if err != nil {
		return d, err
	}
	var ps []paragraph
	for _, w := range written {
		p := paragraph{text: w.Text, style: w.Style, level: w.Level}
		if strings.HasPrefix(w.Style, "list") && p.level == 0 {
			p.level = 1 + strings.Count(w.Style, "2") // "list bullet 2"
		}
		ps = append(ps, p)
	}
	return read(ps)
}

// Read reads a document by what its name says it is: as Word saves it, or plain
// text.
func Read(name string, content []byte) (Document, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx":
		return ReadDOCX(bytes.NewReader(content), int64(len(content)))
	case ".doc", ".pdf", ".odt", ".rtf":
		return Document{}, fault.Coded("C43", "%s is no Word document of today: open it in a word processor and save it as .docx.", name)
	}
	return ReadText(string(content))
}
