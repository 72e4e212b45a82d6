package report

import (
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/survey/fault"
)

// Limits of what is read back: a summary is a few pages, so that anything near
// them is not one.
const (
	maxFile  = 32 << 20 // bytes of an HTML file, or of one part of a DOCX file
	maxDepth = 500      // elements inside one another
)

// ReadHTML reads a file that HTML wrote, also after it was edited: its headings
// and quotes in order. It returns a coded fault for a file that is too large or
// too deep to be one.
func ReadHTML(r io.Reader) (p Printed, err error) {
	defer fault.Wrap(&err, "report.ReadHTML")
	content, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Printed{}, err
	}
	if len(content) > maxFile {
		return Printed{}, fault.New(fault.TooLarge, "The file is larger than %d MB. A summary is not.", maxFile>>20)
	}
	if depthOf(string(content)) > maxDepth {
		return Printed{}, fault.Coded("P03", "The file's elements lie more than %d deep. This is not a summary that was exported here.", maxDepth)
	}
	root, err := html.Parse(strings.NewReader(string(content)))
	if err != nil {
		return Printed{}, fault.Coded("P04", "The file cannot be read as HTML.")
	}
	h := htmlReader{}
	h.walk(root)
	return h.p, nil
}

// depthOf returns how many start tags lie inside one another at most, found
// without building a tree, because building and walking a tree of a million
// levels is what the limit prevents. Tags that are never closed count too.
func depthOf(content string) int {
	z := html.NewTokenizer(strings.NewReader(content))
	depth, most := 0, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return most
		case html.StartTagToken:
			if name, _ := z.TagName(); !void(atom.Lookup(name)) {
				depth++
				most = max(most, depth)
			}
		case html.EndTagToken:
			depth = max(0, depth-1)
		}
	}
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Meta, atom.Br, atom.Link, atom.Img, atom.Input, atom.Hr, atom.Col, atom.P, atom.Li, atom.Tr, atom.Td, atom.Th:
		return true // the last five may be left open without lying inside one another
	}
	return false
}

type htmlReader struct {
	p             Printed
	section, part string
	role          string
	label         string
	anchor        string
}

func (h *htmlReader) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Head, atom.Nav, atom.Table, atom.Style, atom.Script, atom.Svg, atom.Footer:
			return
		case atom.H1:
			h.p.Title = textOf(n)
			return
		case atom.H2:
			h.heading(textOf(n))
			return
		case atom.H3:
			h.part = textOf(n)
			h.p.Headings = append(h.p.Headings, h.part)
			return
		case atom.Section:
			h.inSection(n)
			return
		case atom.Figure:
			if strings.Contains(attribute(n, "class"), "quote") {
				h.figure(n)
				return
			}
		case atom.Blockquote:
			h.quote(n)
			return
		case atom.P, atom.Li:
			h.p.Lines = append(h.p.Lines, PrintedLine{Text: ownText(n), Section: h.section, Theme: h.part})
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		h.walk(c)
	}
}

func (h *htmlReader) heading(text string) {
	h.section, h.part = text, ""
	h.p.Headings = append(h.p.Headings, text)
}

// inSection walks a part of the document, whose role it may name. The notes at
// the end are no part.
func (h *htmlReader) inSection(n *html.Node) {
	if attribute(n, "role") == "doc-endnotes" {
		return
	}
	h.role = attribute(n, "data-role")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		h.walk(c)
	}
	h.role = ""
}

// figure reads a quote with who speaks. Whatever text stands in the figure
// outside both belongs to the quote: somebody put it there.
func (h *htmlReader) figure(n *html.Node) {
	h.label, h.anchor = "", attribute(n, "id")
	var words strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode && c.DataAtom == atom.Figcaption:
			h.label += textOf(c)
		default:
			words.WriteString(textOf(c))
		}
	}
	h.add(words.String())
}

func (h *htmlReader) quote(n *html.Node) {
	h.label, h.anchor = "", ""
	h.add(textOf(n))
}

func (h *htmlReader) add(words string) {
	h.p.Quotes = append(h.p.Quotes, PrintedQuote{Text: unmark(words), Section: h.section, Theme: h.part, Label: h.label, Role: h.role, Anchor: h.anchor})
}

// textOf returns the text of n and all below it, line breaks as line ends.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.DataAtom == atom.Br:
			b.WriteByte('\n')
		case n.DataAtom == atom.Style || n.DataAtom == atom.Script || attribute(n, "role") == "doc-noteref":
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// ownText returns the text of n without that of lists below it.
func ownText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Ul && c.DataAtom != atom.Ol {
			b.WriteString(textOf(c))
		}
	}
	return strings.TrimSpace(b.String())
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
