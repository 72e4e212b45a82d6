package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"verbatim/analysis"
	"verbatim/analysis/report"
	"verbatim/survey/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata/golden.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", name, diff)
	}
}

func TestGolden(t *testing.T) {
	s := newSample(t)
	writers := map[string]func(io.Writer, analysis.Summary) error{"summary.html": report.Options{}.HTML, "summary.md": report.Options{}.Markdown, "summary.json": report.Options{}.JSON}
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := write(&b, s.summary); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.Bytes())
		})
	}
	t.Run("document.xml", func(t *testing.T) {
		golden(t, "document.xml", docxPart(t, docx(t, s, report.Options{}), "word/document.xml"))
	})
}

func docx(tb testing.TB, s *sample, o report.Options) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := o.DOCX(&b, s.summary); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func docxPart(tb testing.TB, file []byte, name string) []byte {
	tb.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

func TestDOCXParts(t *testing.T) {
	s := newSample(t)
	file := docx(t, s, report.Options{})
	if again := docx(t, s, report.Options{}); !bytes.Equal(file, again) {
		t.Error("two files of one summary differ")
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		d := xml.NewDecoder(bytes.NewReader(docxPart(t, file, f.Name)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s is not well-formed: %v", f.Name, err)
				break
			}
		}
	}
	wants := map[string][]string{
		"word/document.xml":  {`w:val="Title"`, `w:val="Heading1"`, `w:val="Heading2"`, `w:val="Quote"`, `<w:ilvl w:val="1"/>`, `<w:tblHeader/>`, `<w:footnoteReference w:id="1"/>`},
		"word/styles.xml":    {`w:lang w:val="en-GB"`},
		"word/footnotes.xml": {"Words for how many"},
		"docProps/core.xml":  {"<dc:title>Recommendations from Reverse Mentoring", "<dc:creator>the Faculty of Medicine</dc:creator>"},
	}
	for name, parts := range wants {
		content := string(docxPart(t, file, name))
		for _, p := range parts {
			if !strings.Contains(content, p) {
				t.Errorf("%s lacks %s", name, p)
			}
		}
	}
	if strings.Contains(string(docxPart(t, file, "word/document.xml")), "vq_") {
		t.Error("a file for everybody holds bookmarks")
	}
	if n := strings.Count(string(docxPart(t, docx(t, s, report.Options{Bookmarks: true}), "word/document.xml")), `w:name="vq_`); n != 5 {
		t.Errorf("a committee's file has %d bookmarks, want 5", n)
	}
}

// TestHTMLStructure asserts what assistive software relies on.
func TestHTMLStructure(t *testing.T) {
	var b bytes.Buffer
	if err := (report.Options{}).HTML(&b, newSample(t).summary); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	count, ids, refs := map[string]int{}, map[string]int{}, []string{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				ids[a.Val]++
			case "href":
				refs = append(refs, strings.TrimPrefix(a.Val, "#"))
			case "aria-labelledby":
				refs = append(refs, strings.Fields(a.Val)...)
			case "lang":
				count["lang="+a.Val]++
			case "src", "onclick":
				t.Errorf("<%s> has %s", n.Data, a.Key)
			}
		}
	}
	for what, want := range map[string]int{"h1": 1, "main": 1, "header": 1, "nav": 1, "footer": 1, "lang=en-GB": 1, "blockquote": 5, "figcaption": 4, "table": 1, "caption": 1, "script": 0, "link": 0, "ol": 2} {
		if count[what] != want {
			t.Errorf("%d of %s, want %d", count[what], what, want)
		}
	}
	for _, r := range refs {
		if ids[r] != 1 {
			t.Errorf("%q is referred to and there %d times", r, ids[r])
		}
	}
}

func TestDraftAndEdition(t *testing.T) {
	s := newSample(t)
	tests := []struct {
		name   string
		change func(*analysis.Summary)
		o      report.Options
		notice string
		code   string
	}{
		{"part reviewed", func(*analysis.Summary) {}, report.Options{}, "This is a draft. 31 of 40 codings have been reviewed by a person; the rest are suggestions of the software. To be settled before it is published: 1.", ""},
		{"all reviewed", func(s *analysis.Summary) { s.Reviewed, s.Checks = 40, nil }, report.Options{}, "This is a draft. All 40 codings have been reviewed by a person.", ""},
		{"nothing coded", func(s *analysis.Summary) { s.Reviewed, s.Codings, s.Checks = 0, 0, nil }, report.Options{}, "This is a draft. Nothing has been coded yet.", ""},
		{"blocked edition", func(*analysis.Summary) {}, report.Options{Edition: "Edition 1"}, "", "P01"},
		{"edition with unreviewed counts", func(s *analysis.Summary) { s.Checks = nil }, report.Options{Edition: "Edition 1"}, "", "P02"},
		{"edition", func(s *analysis.Summary) { s.Checks = nil; s.Sections = s.Sections[1:] }, report.Options{Edition: "Edition 1"}, "Edition 1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			summary := s.summary
			tt.change(&summary)
			var b bytes.Buffer
			err := tt.o.HTML(&b, summary)
			e, _ := errors.AsType[*fault.Error](errors.Unwrap(err))
			if tt.code != "" && (e == nil || e.Code != tt.code) || tt.code == "" && err != nil {
				t.Fatalf("HTML: %v, want code %q", err, tt.code)
			}
			if tt.code == "" && !strings.Contains(b.String(), ">"+tt.notice+"</p>") {
				t.Errorf("the notice is not %q", tt.notice)
			}
		})
	}
}

func TestJSONIsComplete(t *testing.T) {
	s := newSample(t)
	var b bytes.Buffer
	if err := (report.Options{}).JSON(&b, s.summary); err != nil {
		t.Fatal(err)
	}
	var e report.Evidence
	if err := json.Unmarshal(b.Bytes(), &e); err != nil {
		t.Fatal(err)
	}
	for id := range s.verbatims {
		if len(e.Verbatims[id]) != 1 {
			t.Errorf("verbatim %s is named %d times in the evidence, want once", id, len(e.Verbatims[id]))
		}
	}
	if len(e.Recommendations) != 5 || e.Recommendations[3].BuildsOn != "2020-2" {
		t.Errorf("recommendations = %+v", e.Recommendations)
	}
}

// TestEmpty writes a summary of nothing.
func TestEmpty(t *testing.T) {
	for _, write := range []func(io.Writer, analysis.Summary) error{report.Options{}.HTML, report.Options{}.DOCX, report.Options{}.Markdown, report.Options{}.JSON} {
		var b bytes.Buffer
		if err := write(&b, analysis.Summary{}); err != nil || b.Len() == 0 {
			t.Errorf("a summary of nothing: %d bytes, %v", b.Len(), err)
		}
	}
}

// TestFigure charts counts of which some can be printed, and prints no small
// one, nor draws a bar that tells it.
func TestFigure(t *testing.T) {
	s := analysis.Summary{Sections: []analysis.Section{{Role: "mentor", Heading: "Mentors", Statements: []analysis.Statement{
		{Theme: "a", Name: "Heard", People: 17, Base: 40},
		{Theme: "b", Name: "Time", People: 3, Base: 40},
		{Theme: "c", Name: "Pay", People: 9, Base: 40},
		{Theme: "d", Name: "Rooms", People: analysis.Withheld, Base: 40},
	}}}}
	var b bytes.Buffer
	if err := (report.Options{}).HTML(&b, s); err != nil {
		t.Fatal(err)
	}
	chart := b.String()
	chart = chart[strings.Index(chart, "<svg"):strings.Index(chart, "</svg>")]
	for _, want := range []string{`role="img"`, "<title", "<desc", ">17<", ">fewer than 5<"} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart lacks %s: %s", want, chart)
		}
	}
	if strings.Contains(chart, ">3<") {
		t.Error("the chart prints a count below 5")
	}
	word := docx(t, &sample{summary: s}, report.Options{})
	part := string(docxPart(t, word, "word/charts/chart1.xml"))
	for _, want := range []string{"<c:v>17</c:v>", "<c:v>4</c:v>", "fewer than 5", "not shown", "<a:noFill/>"} {
		if !strings.Contains(part, want) {
			t.Errorf("the chart of the Word file lacks %s", want)
		}
	}
	if strings.Contains(part, "<c:v>3</c:v>") {
		t.Error("the chart of the Word file holds a count below 5")
	}
	if body := string(docxPart(t, word, "word/document.xml")); !strings.Contains(body, `descr="How many mentor spoke of each theme. Bars of counts of people: Heard, 17; Time, fewer than 5`) {
		t.Error("the chart of the Word file has no description")
	}
	few := s
	few.Sections = []analysis.Section{{Role: "mentor", Heading: "Mentors", Statements: s.Sections[0].Statements[:2]}}
	if d := (report.Options{}).Document(few); slices.ContainsFunc(d.Blocks, func(b report.Block) bool { _, ok := b.(report.Figure); return ok }) {
		t.Error("one count that can be printed makes a chart")
	}
}

// TestScaleIsPrintedOnce takes the summary's own words on its scale for the
// footnote, and the package's where it has none.
func TestScaleIsPrintedOnce(t *testing.T) {
	s := newSample(t).summary
	if d := (report.Options{}).Document(s); len(d.Notes) != 1 || d.Notes[0] != report.ScaleNote {
		t.Errorf("notes = %q, want the package's scale", d.Notes)
	}
	const own = analysis.ScaleOpening + " Here several is four."
	s.Method = append(s.Method, own)
	var b bytes.Buffer
	if err := (report.Options{}).HTML(&b, s); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), own); n != 1 || strings.Contains(b.String(), report.ScaleNote) {
		t.Errorf("the summary's own scale is printed %d times, want once and alone", n)
	}
}
