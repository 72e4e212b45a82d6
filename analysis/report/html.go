package report

import (
	_ "embed" // the style sheet is a file, so that it can be read as one
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

//go:embed files/style.css
var styleSheet string

// HTML writes s as one HTML file that stands alone: its own styles, no script,
// nothing fetched. It is the canonical form: one h1, landmarks, real lists,
// quotes as blockquotes with who speaks, footnotes that lead back, a style for
// print.
func (o Options) HTML(w io.Writer, s analysis.Summary) (err error) {
	defer fault.Wrap(&err, "report.HTML")
	if err := o.ready(s); err != nil {
		return err
	}
	h := htmlWriter{bookmarked: o.Bookmarks}
	h.document(o.Document(s))
	_, err = io.WriteString(w, h.b.String())
	return err
}

type htmlWriter struct {
	b          strings.Builder
	bookmarked bool
	parts      int // main parts written so far
	inPart     bool
}

// put writes pieces as they are; text in them must be escaped.
func (h *htmlWriter) put(pieces ...string) {
	for _, p := range pieces {
		h.b.WriteString(p)
	}
}

func esc(s string) string { return html.EscapeString(printable(s)) }

func (h *htmlWriter) document(d Doc) {
	h.put("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		"<title>", esc(d.Title), "</title>\n")
	if d.Creator != "" {
		h.put("<meta name=\"author\" content=\"", esc(d.Creator), "\">\n")
	}
	h.put("<style>\n", styleSheet, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the summary</a>\n<header>\n")
	if d.Kicker != "" {
		h.put("<p class=\"kicker\">", esc(d.Kicker), "</p>\n")
	}
	h.put("<h1>", esc(d.Title), "</h1>\n")
	if d.Notice != "" {
		h.put("<p class=\"notice", map[bool]string{true: " draft"}[d.Draft], "\">", esc(d.Notice), "</p>\n")
	}
	h.put("</header>\n")
	h.contents(d)
	h.put("<main id=\"main\">\n")
	for _, b := range d.Blocks {
		h.block(b)
	}
	h.closePart()
	h.notes(d.Notes)
	h.put("</main>\n<footer><p>Words set in this sans serif face are the summary’s; words set in <span class=\"words\">this serif face</span> are people’s own.</p></footer>\n</body>\n</html>\n")
}

// contents writes the list of main parts, when there is more than one.
func (h *htmlWriter) contents(d Doc) {
	var items []string
	for _, b := range d.Blocks {
		if head, ok := b.(Heading); ok && head.Level == 1 {
			items = append(items, fmt.Sprintf("<li><a href=\"#part-%d\">%s</a></li>\n", len(items)+1, esc(head.Text)))
		}
	}
	if len(items) > 1 {
		h.put("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ul>\n", strings.Join(items, ""), "</ul>\n</nav>\n")
	}
}

func (h *htmlWriter) closePart() {
	if h.inPart {
		h.put("</section>\n")
		h.inPart = false
	}
}

func (h *htmlWriter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		h.heading(b)
	case Paragraph:
		h.put("<p>", esc(b.Text), "</p>\n")
	case Lead:
		h.lead(b)
	case List:
		h.list(b.Ordered, b.Items)
	case Quote:
		h.quote(b)
	case Table:
		h.table(b)
	case Figure:
		h.figure(b)
	}
}

func (h *htmlWriter) heading(b Heading) {
	if b.Level > 1 {
		h.put("<h3>", esc(b.Text), "</h3>\n")
		return
	}
	h.closePart()
	h.parts++
	h.inPart = true
	id := "part-" + strconv.Itoa(h.parts)
	h.put("<section aria-labelledby=\"", id, "\"")
	if b.Role != "" {
		h.put(" data-role=\"", esc(b.Role), "\"")
	}
	h.put(">\n<h2 id=\"", id, "\">", esc(b.Text), "</h2>\n")
}

func (h *htmlWriter) lead(b Lead) {
	h.put("<p class=\"lead\">", esc(b.Text))
	if b.Count != "" {
		h.put(" <span class=\"count\">(", esc(b.Count), ")</span>")
	}
	h.put(esc(b.Close))
	if b.Note > 0 {
		n := strconv.Itoa(b.Note)
		h.put("<sup><a id=\"ref-", n, "\" href=\"#note-", n, "\" role=\"doc-noteref\" aria-label=\"Footnote ", n, "\">", n, "</a></sup>")
	}
	h.put("</p>\n")
}

func (h *htmlWriter) list(ordered bool, items []Item) {
	tag := "ul"
	if ordered {
		tag = "ol"
	}
	h.put("<", tag, ">\n")
	for _, it := range items {
		h.put("<li>")
		if it.Words {
			h.put("<span class=\"words\" dir=\"auto\">", esc(it.Text), "</span>")
		} else {
			h.put(esc(it.Text))
		}
		if it.Aside != "" {
			h.put(" <span class=\"aside\">(", esc(it.Aside), ")</span>")
		}
		if len(it.Items) > 0 {
			h.put("\n")
			h.list(false, it.Items)
		}
		h.put("</li>\n")
	}
	h.put("</", tag, ">\n")
}

func (h *htmlWriter) quote(b Quote) {
	open, end := marks(b.Text)
	h.put("<figure class=\"quote\"")
	if h.bookmarked {
		h.put(" id=\"", anchor(b.ID), "\"")
	}
	h.put("><blockquote><p class=\"words\" dir=\"auto\">", open, esc(b.Text), end, "</p></blockquote>")
	if b.Label != "" {
		h.put("<figcaption>", esc(b.Label), "</figcaption>")
	}
	h.put("</figure>\n")
}

func (h *htmlWriter) table(b Table) {
	h.put("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"", esc(b.Caption), "\"><table>\n<caption>", esc(b.Caption), "</caption>\n<thead><tr>")
	for _, c := range b.Head {
		h.put("<th scope=\"col\">", esc(c), "</th>")
	}
	h.put("</tr></thead>\n<tbody>\n")
	for _, row := range b.Rows {
		h.put("<tr>")
		for i, c := range row {
			if i == 0 {
				h.put("<th scope=\"row\">", esc(c), "</th>")
			} else {
				h.put(map[bool]string{true: "<td class=\"text\">", false: "<td>"}[b.Words], esc(c), "</td>")
			}
		}
		h.put("</tr>\n")
	}
	h.put("</tbody>\n</table></div>\n")
}

// The drawing of a figure, in units of its own coordinates. Names stand above
// their bars, so that long ones fit a narrow screen.
const (
	chartWidth = 560
	chartRow   = 44
	barHeight  = 14
	barWidth   = 420
)

func (h *htmlWriter) figure(f Figure) {
	id := fmt.Sprintf("chart-%d", h.parts)
	h.put("<figure>", f.svg(id), "\n<details><summary>The numbers as a table</summary>\n")
	h.table(f.table())
	h.put("</details></figure>\n")
}

// SVG returns the figure as a drawing that stands alone: real text, a title and
// a description for who cannot see it, and no colour of its own but the page's.
func (f Figure) SVG() string { return f.svg("chart") }

func (f Figure) svg(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s %s-d\"><title id=\"%s\">%s</title><desc id=\"%s-d\">%s</desc>\n",
		chartWidth, chartRow*len(f.Bars), id, id, id, esc(f.Caption), id, esc(f.Described()))
	for i, bar := range f.Bars {
		y, width, class := i*chartRow, barWidth*bar.Count/max(1, f.Most), ""
		if bar.Small {
			class = " class=\"few\" fill=\"none\" stroke=\"currentColor\" stroke-dasharray=\"4 3\""
		}
		fmt.Fprintf(&b, "<text x=\"0\" y=\"%d\">%s</text><rect x=\"0.5\" y=\"%d\" width=\"%d\" height=\"%d\"%s></rect><text x=\"%d\" y=\"%d\">%s</text>\n",
			y+14, esc(bar.Name), y+20, width, barHeight, class, width+8, y+32, esc(bar.Shown))
	}
	b.WriteString("</svg>")
	return b.String()
}

func (h *htmlWriter) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	h.put("<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ol>\n")
	for i, n := range notes {
		k := strconv.Itoa(i + 1)
		h.put("<li id=\"note-", k, "\">", esc(n), " <a class=\"back\" href=\"#ref-", k, "\" role=\"doc-backlink\" aria-label=\"Back to the text, footnote ", k, "\">Back to the text</a></li>\n")
	}
	h.put("</ol>\n</section>\n")
}
