package report

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"verbatim/survey/fault"
)

// maxParts is how many files a Word document may hold. One with many pictures
// has a few hundred.
const maxParts = 2000

// The namespaces of the body's elements: as Word saves by default, and strict.
const (
	wordNamespace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictNamespace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

// ReadDOCX reads a file that DOCX wrote, also after it was edited and saved in
// a word processor: styles are known by their names, tracked deletions are
// gone, tracked insertions are there. It returns a coded fault for a file that
// is no Word document, and one of kind TooLarge for a part that unpacks to more
// than a summary can be.
func ReadDOCX(r io.ReaderAt, size int64) (p Printed, err error) {
	defer fault.Wrap(&err, "report.ReadDOCX")
	d, err := readWord(r, size)
	return d.p, err
}

// A Written is a paragraph of a Word document that anybody made.
type Written struct {
	Text  string
	Style string // name of its style in lower case, such as "heading 1"; empty for none
	Level int    // of the list that it is an item of, from 1; 0 for none
}

// ReadWritten reads the paragraphs of any Word document, with the faults of
// ReadDOCX.
func ReadWritten(r io.ReaderAt, size int64) (_ []Written, err error) {
	defer fault.Wrap(&err, "report.ReadWritten")
	d, err := readWord(r, size)
	return d.written, err
}

func readWord(r io.ReaderAt, size int64) (d docxReader, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return d, fault.Coded("P05", "The file is no Word document: it is not a whole zip archive.")
	}
	if len(z.File) > maxParts {
		return d, fault.New(fault.TooLarge, "The file has more than %d parts.", maxParts)
	}
	d.styles = map[string]string{}
	err = eachElement(z, "word/styles.xml", readStyles(d.styles))
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return d, err
	}
	err = eachElement(z, "word/document.xml", d.token)
	return d, err
}

// eachElement calls fn for each token of a part, with the number of elements it
// lies in.
func eachElement(z *zip.Reader, name string, fn func(t xml.Token, depth int) error) error {
	f, err := openPart(z, name)
	if err != nil {
		return err
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxFile + 1}
	decoder := xml.NewDecoder(limited)
	for depth := 0; ; {
		t, err := decoder.Token()
		switch {
		case limited.N <= 0:
			return fault.New(fault.TooLarge, "The part %s unpacks to more than %d MB.", name, maxFile>>20)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fault.Coded("P06", "The part %s is not well-formed XML.", name)
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth {
			return fault.Coded("P03", "The elements of %s lie more than %d deep.", name, maxDepth)
		}
		if err := fn(t, depth); err != nil {
			return err
		}
	}
}

func openPart(z *zip.Reader, name string) (io.ReadCloser, error) {
	for _, f := range z.File {
		if strings.TrimPrefix(f.Name, "/") != name {
			continue
		}
		if f.UncompressedSize64 > maxFile {
			return nil, fault.New(fault.TooLarge, "The part %s unpacks to more than %d MB.", name, maxFile>>20)
		}
		r, err := f.Open()
		if err != nil {
			return nil, fault.Coded("P06", "The part %s cannot be unpacked.", name)
		}
		return r, nil
	}
	return nil, fault.New(fault.NotFound, "The file has no part %s: it is no Word document.", name)
}

// readStyles fills names with the name of each style by its identifier. Word
// translates and renames identifiers; names of built-in styles stay.
func readStyles(names map[string]string) func(xml.Token, int) error {
	id := ""
	return func(t xml.Token, _ int) error {
		start, ok := t.(xml.StartElement)
		if !ok || !isWordElement(start.Name) {
			return nil
		}
		switch start.Name.Local {
		case "style":
			id = wordAttribute(start, "styleId")
		case "name":
			if id != "" && names[id] == "" {
				names[id] = strings.ToLower(wordAttribute(start, "val"))
			}
		}
		return nil
	}
}

func isWordElement(n xml.Name) bool { return n.Space == wordNamespace || n.Space == strictNamespace }

func wordAttribute(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local && (a.Name.Space == wordNamespace || a.Name.Space == strictNamespace) {
			return a.Value
		}
	}
	return ""
}

type docxReader struct {
	p             Printed
	written       []Written
	level         int // of the list of the paragraph being read
	styles        map[string]string
	section, part string
	style         string
	text          strings.Builder
	inText        bool
	inRun         bool
	tables        int
	skip          int // depth of the element whose content does not count, or 0
	afterQuote    bool
	marks         []bookmark // those that are open, or closed in this paragraph
	split         string     // bookmark of the quote that was read last, if it goes on
	quoted        string     // that quote, with the marks around it
}

// A bookmark is one of ours, around a quote.
type bookmark struct {
	id, name string
	covers   bool // words stand in it in this paragraph
	closed   bool
}

// token reads one token of the body.
func (d *docxReader) token(t xml.Token, depth int) error {
	switch t := t.(type) {
	case xml.StartElement:
		if d.skip == 0 {
			d.start(t, depth)
		}
	case xml.EndElement:
		if d.skip > 0 && depth < d.skip {
			d.skip = 0
		} else if d.skip == 0 && isWordElement(t.Name) {
			d.end(t.Name.Local)
		}
	case xml.CharData:
		if d.inText && d.skip == 0 {
			d.write(string(t))
		}
	}
	return nil
}

// write adds words to the paragraph. Bookmarks that are open have words in them
// from then on.
func (d *docxReader) write(words string) {
	d.text.WriteString(words)
	for i := range d.marks {
		d.marks[i].covers = d.marks[i].covers || !d.marks[i].closed && strings.TrimSpace(words) != ""
	}
}

func (d *docxReader) start(e xml.StartElement, depth int) {
	if e.Name.Local == "Fallback" {
		d.skip = depth // the same content once more, for older readers
	}
	if !isWordElement(e.Name) {
		return
	}
	switch e.Name.Local {
	case "del", "moveFrom":
		d.skip = depth
	case "bookmarkStart", "bookmarkEnd":
		d.bookmark(e)
	case "tbl":
		d.tables++
	case "p":
		d.style, d.level = "", 0
		d.text.Reset()
	case "pStyle":
		d.style = wordAttribute(e, "val")
	case "numPr":
		d.level = max(d.level, 1)
	case "ilvl":
		if level, err := strconv.Atoi(wordAttribute(e, "val")); err == nil && level >= 0 && level < maxDepth {
			d.level = level + 1
		}
	case "r":
		d.inRun = true
	case "t":
		d.inText = true
	default:
		if d.inRun {
			d.text.WriteString(character(e))
		}
	}
}

// bookmark opens or closes a bookmark of ours. There are as many open at once as
// somebody nested; beyond maxDepth they are not followed.
func (d *docxReader) bookmark(e xml.StartElement) {
	id := wordAttribute(e, "id")
	if e.Name.Local == "bookmarkEnd" {
		for i := range d.marks {
			d.marks[i].closed = d.marks[i].closed || d.marks[i].id == id
		}
		return
	}
	if name := wordAttribute(e, "name"); strings.HasPrefix(name, anchorPrefix) && len(d.marks) < maxDepth {
		d.marks = append(d.marks, bookmark{id: id, name: name})
	}
}

// character returns what an element of a run prints that is not text.
func character(e xml.StartElement) string {
	switch e.Name.Local {
	case "br", "cr":
		return "\n"
	case "tab":
		return "\t"
	case "noBreakHyphen":
		return "\u2011"
	case "softHyphen":
		return "\u00AD"
	case "sym":
		return "\uFFFD"
	}
	return ""
}

func (d *docxReader) end(local string) {
	switch local {
	case "t":
		d.inText = false
	case "r":
		d.inRun = false
	case "tbl":
		d.tables--
	case "p":
		d.paragraph()
	}
}

// anchored returns the bookmark that stands around words of the paragraph that
// ended, and forgets those that are closed.
func (d *docxReader) anchored() string {
	name := ""
	open := d.marks[:0]
	for _, m := range d.marks {
		if m.covers && name == "" {
			name = m.name
		}
		if m.covers = false; !m.closed {
			open = append(open, m)
		}
	}
	d.marks = open
	return name
}

// paragraph files the paragraph that ended by its style. Words in a bookmark of
// ours are a quote whatever style somebody gave them.
func (d *docxReader) paragraph() {
	text, name, anchor := d.text.String(), d.styles[d.style], d.anchored()
	if name == "" {
		name = strings.ToLower(d.style)
	}
	d.written = append(d.written, Written{text, name, d.level})
	wasQuote, before := d.afterQuote, d.split
	d.afterQuote, d.split = false, ""
	switch {
	case name == "quote" || name == "intense quote" || anchor != "":
		d.quote(text, anchor, before)
	case d.tables > 0 || strings.TrimSpace(text) == "" || name == "caption":
	case name == "quote source" && wasQuote:
		d.p.Quotes[len(d.p.Quotes)-1].Label = text
	case name == "title":
		d.p.Title = text
	case name == "heading 1":
		d.section, d.part = text, ""
		d.p.Headings = append(d.p.Headings, text)
	case name == "heading 2":
		d.part = text
		d.p.Headings = append(d.p.Headings, text)
	default:
		d.p.Lines = append(d.p.Lines, PrintedLine{Text: text, Section: d.section, Theme: d.part})
	}
}

// quote files a quote. One whose bookmark goes on from the paragraph before was
// cut in two by a line end.
func (d *docxReader) quote(text, anchor, before string) {
	switch {
	case text == "":
		return
	case anchor != "" && anchor == before:
		d.quoted += "\n" + text
		d.p.Quotes[len(d.p.Quotes)-1].Text = unmark(d.quoted)
	default:
		d.p.Quotes = append(d.p.Quotes, PrintedQuote{Text: unmark(text), Section: d.section, Theme: d.part, Anchor: anchor})
		d.quoted = text
	}
	d.afterQuote = true
	d.split = anchor
}
