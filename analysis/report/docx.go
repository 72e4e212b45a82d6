package report

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

//go:embed files/docx/*.xml
var docxFiles embed.FS

// The names and namespaces of the format (ECMA-376, transitional).
const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpec = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
)

// docxDate is the date of every entry of the archive: the earliest it can hold.
// A true date would make equal summaries differ.
var docxDate = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// DOCX writes s as a Word document: real headings, lists, footnotes, quotes in
// the style of that name, a table whose heading row repeats, British English.
// Equal summaries give equal bytes.
func (o Options) DOCX(w io.Writer, s analysis.Summary) (err error) {
	defer fault.Wrap(&err, "report.DOCX")
	if err := o.ready(s); err != nil {
		return err
	}
	d := o.Document(s)
	x := docxWriter{bookmarked: o.Bookmarks}
	body := x.document(d)
	parts := []part{
		{"[Content_Types].xml", "types.xml", ""},
		{"_rels/.rels", "rels.xml", ""},
		{"docProps/core.xml", "", coreProperties(d)},
		{"docProps/app.xml", "app.xml", ""},
		{"word/document.xml", "", body},
		{"word/_rels/document.xml.rels", "document-rels.xml", ""},
		{"word/styles.xml", "styles.xml", ""},
		{"word/settings.xml", "settings.xml", ""},
		{"word/numbering.xml", "", numbering(x.lists)},
		{"word/footnotes.xml", "", footnotes(d.Notes)},
		{"word/footer1.xml", "footer.xml", ""},
	}
	for i, f := range x.charts {
		parts = append(parts, part{chartName(i), "", chartPart(f)})
	}
	return writeParts(w, parts, x.charts)
}

// A part is one file of the archive: a fixed one, or text.
type part struct{ name, file, text string }

func chartName(i int) string { return fmt.Sprintf("word/charts/chart%d.xml", i+1) }

// writeParts writes the archive. Charts are declared in the two lists of what
// the archive holds.
func writeParts(w io.Writer, parts []part, charts []Figure) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		content := []byte(p.text)
		if p.file != "" {
			var err error
			if content, err = docxFiles.ReadFile("files/docx/" + p.file); err != nil {
				return err
			}
		}
		for i := range charts {
			name := chartName(i)
			switch p.file {
			case "types.xml":
				content = before(content, "</Types>", `<Override PartName="/`+name+`" ContentType="`+chartType+`"/>`)
			case "document-rels.xml":
				content = before(content, "</Relationships>", fmt.Sprintf(`<Relationship Id="chart%d" Type="%s" Target="%s"/>`, i+1, chartRelation, strings.TrimPrefix(name, "word/")))
			}
		}
		if err := addPart(z, p.name, content); err != nil {
			return err
		}
	}
	return z.Close()
}

// before returns content with more before its end.
func before(content []byte, end, more string) []byte {
	return []byte(strings.Replace(string(content), end, more+end, 1))
}

func addPart(z *zip.Writer, name string, content []byte) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: docxDate})
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return err
}

// anchorPrefix begins the name of each bookmark of ours.
const anchorPrefix = "vq_"

// anchor returns the name under which a quote can be found in a file that was
// edited since. It is a hash because a bookmark's name has at most 40
// characters, none of them a dot, and because it must not tell which answer the
// quote is from.
func anchor(quoteID string) string {
	sum := sha256.Sum256([]byte(quoteID))
	return anchorPrefix + hex.EncodeToString(sum[:8])
}

type docxWriter struct {
	b          bytes.Buffer
	bookmarked bool
	lists      []bool // for each list, whether it is ordered
	bookmarks  int
	charts     []Figure
}

func (x *docxWriter) put(pieces ...string) {
	for _, p := range pieces {
		x.b.WriteString(p)
	}
}

func xmlText(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(printable(s))) // a bytes.Buffer never fails
	return b.String()
}

// run returns text as a run, line ends and tabs as Word has them.
func run(style, text string) string {
	var b strings.Builder
	b.WriteString("<w:r>")
	if style != "" {
		b.WriteString(`<w:rPr><w:rStyle w:val="` + style + `"/></w:rPr>`)
	}
	for i, line := range strings.Split(printable(text), "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, part := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			if part != "" {
				b.WriteString(`<w:t xml:space="preserve">` + xmlText(part) + "</w:t>")
			}
		}
	}
	b.WriteString("</w:r>")
	return b.String()
}

func (x *docxWriter) paragraph(style, properties string, runs ...string) {
	x.put(`<w:p><w:pPr>`)
	if style != "" {
		x.put(`<w:pStyle w:val="`, style, `"/>`)
	}
	x.put(properties, `</w:pPr>`)
	x.put(runs...)
	x.put("</w:p>\n")
}

func (x *docxWriter) document(d Doc) string {
	x.put(xmlHead, "<w:document ", wordSpec, "><w:body>\n")
	if d.Kicker != "" {
		x.paragraph("Subtitle", "", run("", d.Kicker))
	}
	x.paragraph("Title", "", run("", d.Title))
	if d.Notice != "" {
		x.paragraph("Notice", "", run("", d.Notice))
	}
	for _, b := range d.Blocks {
		x.block(b)
	}
	x.put(`<w:sectPr><w:footerReference xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" w:type="default" r:id="rId5"/>`,
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`,
		"\n</w:body></w:document>\n")
	return x.b.String()
}

func (x *docxWriter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		x.paragraph(fmt.Sprintf("Heading%d", b.Level), "", run("", b.Text))
	case Paragraph:
		x.paragraph("", "", run("", b.Text))
	case Lead:
		x.lead(b)
	case List:
		x.lists = append(x.lists, b.Ordered)
		x.items(b.Items, 0)
	case Quote:
		x.quote(b)
	case Table:
		x.table(b)
	case Figure:
		x.figure(b)
	}
}

func (x *docxWriter) lead(b Lead) {
	runs := []string{run("", b.Text)}
	if b.Count != "" {
		runs = append(runs, run("Aside", " ("+b.Count+")"))
	}
	runs = append(runs, run("", b.Close))
	if b.Note > 0 {
		runs = append(runs, fmt.Sprintf(`<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, b.Note))
	}
	x.paragraph("Lead", "", runs...)
}

func (x *docxWriter) items(items []Item, level int) {
	for _, it := range items {
		runs := []string{run(map[bool]string{true: "Words"}[it.Words], it.Text)}
		if it.Aside != "" {
			runs = append(runs, run("Aside", " ("+it.Aside+")"))
		}
		x.paragraph("ListParagraph", fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, len(x.lists)), runs...)
		x.items(it.Items, level+1)
	}
}

func (x *docxWriter) quote(b Quote) {
	open, end := marks(b.Text)
	runs := []string{run("", open+b.Text+end)}
	if x.bookmarked {
		x.bookmarks++
		runs = []string{fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, x.bookmarks, anchor(b.ID)), runs[0], fmt.Sprintf(`<w:bookmarkEnd w:id="%d"/>`, x.bookmarks)}
	}
	if b.Label == "" {
		x.paragraph("Quote", "", runs...)
		return
	}
	x.paragraph("Quote", `<w:keepNext/>`, runs...)
	x.paragraph("QuoteSource", "", run("", b.Label))
}

func (x *docxWriter) table(b Table) {
	x.paragraph("Caption", "", run("", b.Caption))
	x.put(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="`,
		xmlText(b.Caption), `"/><w:tblDescription w:val="`, xmlText(b.Caption), `"/></w:tblPr><w:tblGrid>`, strings.Repeat("<w:gridCol/>", len(b.Head)), "</w:tblGrid>\n")
	x.row(b.Head, `<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`, "<w:keepNext/>", b.Words)
	for _, row := range b.Rows {
		x.row(row, `<w:trPr><w:cantSplit/></w:trPr>`, "", b.Words)
	}
	x.put("</w:tbl>\n")
	x.paragraph("", "")
}

func (x *docxWriter) row(cells []string, properties, keep string, words bool) {
	x.put("<w:tr>", properties)
	for i, c := range cells {
		align := ""
		if i > 0 && !words {
			align = `<w:jc w:val="right"/>`
		}
		x.put("<w:tc><w:tcPr/>")
		x.paragraph("", keep+`<w:spacing w:after="0"/>`+align, run("", c))
		x.put("</w:tc>")
	}
	x.put("</w:tr>\n")
}

// numbering returns the part that makes lists real: one definition for each
// kind, and one list instance each, so that every ordered list begins at 1.
func numbering(lists []bool) string {
	var b strings.Builder
	b.WriteString(xmlHead + "<w:numbering " + wordSpec + ">\n")
	levels := [2][2][2]string{{{"bullet", "•"}, {"bullet", "–"}}, {{"decimal", "%1."}, {"bullet", "–"}}}
	for kind, ls := range levels {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="hybridMultilevel"/>`, kind)
		for i, l := range ls {
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="380"/></w:pPr></w:lvl>`, i, l[0], l[1], 400*(i+1))
		}
		b.WriteString("</w:abstractNum>\n")
	}
	for i, ordered := range lists {
		kind, restart := 0, ""
		if ordered {
			kind, restart = 1, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>`
		}
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>`+"\n", i+1, kind, restart)
	}
	b.WriteString("</w:numbering>\n")
	return b.String()
}

func footnotes(notes []string) string {
	var b strings.Builder
	b.WriteString(xmlHead + "<w:footnotes " + wordSpec + ">\n" +
		`<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>` +
		`<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>` + "\n")
	for i, n := range notes {
		fmt.Fprintf(&b, `<w:footnote w:id="%d"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>%s</w:p></w:footnote>`+"\n", i+1, run("", " "+n))
	}
	b.WriteString("</w:footnotes>\n")
	return b.String()
}

func coreProperties(d Doc) string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` +
		xmlText(d.Title) + `</dc:title><dc:creator>` + xmlText(d.Creator) + `</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>` + "\n"
}
