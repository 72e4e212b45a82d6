package report_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/report"
)

func readDOCX(tb testing.TB, file []byte) report.Printed {
	tb.Helper()
	p, err := report.ReadDOCX(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func readHTML(tb testing.TB, file []byte) report.Printed {
	tb.Helper()
	p, err := report.ReadHTML(bytes.NewReader(file))
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func htmlFile(tb testing.TB, s *sample) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := (report.Options{}).HTML(&b, s.summary); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestReadBack(t *testing.T) {
	s := newSample(t)
	var want []report.PrintedQuote
	for _, sec := range s.summary.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				want = append(want, report.PrintedQuote{Text: q.Text, Section: sec.Heading, Theme: st.Name, Label: q.Label})
			}
		}
	}
	for name, p := range map[string]report.Printed{"HTML": readHTML(t, htmlFile(t, s)), "DOCX": readDOCX(t, docx(t, s, report.Options{Bookmarks: true}))} {
		for i, q := range p.Quotes {
			if anchored := strings.HasPrefix(q.Anchor, "vq_"); anchored != (name == "DOCX") {
				t.Errorf("%s: quote %d has the anchor %q", name, i, q.Anchor)
			}
			p.Quotes[i].Role, p.Quotes[i].Anchor = "", ""
		}
		if diff := cmp.Diff(want, p.Quotes); diff != "" {
			t.Errorf("%s: quotes (-want +got):\n%s", name, diff)
		}
		if p.Title != s.summary.Title || len(p.Headings) != 10 {
			t.Errorf("%s: title %q, headings %q", name, p.Title, p.Headings)
		}
		if ds := (report.Options{}).Verify(p, s.summary, s.source); len(ds) != 0 {
			t.Errorf("%s: Verify of an untouched file = %+v", name, ds)
		}
	}
}

func TestVerify(t *testing.T) {
	tests := []struct {
		name   string
		change func(p *report.Printed, s *sample)
		want   []report.DiscrepancyKind
		text   string // part of the first discrepancy's words
	}{
		{"untouched", func(*report.Printed, *sample) {}, nil, ""},
		{"a word changed", func(p *report.Printed, _ *sample) { p.Quotes[1].Text = strings.Replace(voice, "valid", "valuable", 1) }, []report.DiscrepancyKind{report.Changed}, "printed 'valuable' where the answer has 'valid'"},
		{"a mark curled", func(p *report.Printed, _ *sample) { p.Quotes[1].Text = strings.Replace(voice, "'", "’", 1) }, []report.DiscrepancyKind{report.Changed}, "quotation marks"},
		{"the beginning lost", func(p *report.Printed, _ *sample) { p.Quotes[0].Text = strings.TrimPrefix(proud, "Until ") }, []report.DiscrepancyKind{report.Changed}, "at the beginning or the end"},
		{"a quote dropped", func(p *report.Printed, _ *sample) { p.Quotes = p.Quotes[1:] }, []report.DiscrepancyKind{report.Dropped}, ""},
		{"a quote added", func(p *report.Printed, _ *sample) {
			p.Quotes = append(p.Quotes, report.PrintedQuote{Text: "It was fine."})
		}, []report.DiscrepancyKind{report.Added}, ""},
		{"a quote printed twice", func(p *report.Printed, _ *sample) { p.Quotes = append(p.Quotes, p.Quotes[0]) }, []report.DiscrepancyKind{report.Added}, ""},
		{"moved to another role", func(p *report.Printed, _ *sample) { p.Quotes[0].Section = p.Quotes[4].Section }, []report.DiscrepancyKind{report.Moved}, "belongs under"},
		{"moved to another theme", func(p *report.Printed, _ *sample) { p.Quotes[0].Theme = "Being heard" }, []report.DiscrepancyKind{report.Moved}, "belongs under"},
		{"another speaker", func(p *report.Printed, _ *sample) { p.Quotes[0].Label = "Mentor 9" }, []report.DiscrepancyKind{report.Label}, ""},
		{"two quotes exchanged", func(p *report.Printed, _ *sample) {
			p.Quotes[0].Text, p.Quotes[3].Text = p.Quotes[3].Text, p.Quotes[0].Text
		}, []report.DiscrepancyKind{report.Moved, report.Label, report.Moved, report.Label}, ""},
		{"a quote typed into a paragraph", func(p *report.Printed, _ *sample) {
			p.Lines = append(p.Lines, report.PrintedLine{Text: "One said “it was fine”."})
		}, []report.DiscrepancyKind{report.Added}, ""},
		{"a verbatim withdrawn", func(_ *report.Printed, s *sample) { delete(s.verbatims, "va") }, []report.DiscrepancyKind{report.Source}, "not there any more"},
		{"a verbatim altered", func(_ *report.Printed, s *sample) { s.verbatims["va"] += "." }, []report.DiscrepancyKind{report.Source}, "Q12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSample(t)
			p := readHTML(t, htmlFile(t, s))
			tt.change(&p, s)
			got := (report.Options{}).Verify(p, s.summary, s.source)
			var kinds []report.DiscrepancyKind
			for _, d := range got {
				kinds = append(kinds, d.Kind)
			}
			if diff := cmp.Diff(tt.want, kinds); diff != "" || len(got) > 0 && !strings.Contains(got[0].Text, tt.text) {
				t.Errorf("Verify = %+v\n(-want +got kinds):\n%s", got, diff)
			}
		})
	}
}

// mutations is how many files with one word changed are read back, half of them
// HTML and half DOCX. The published figure is of -mutations 10000.
var mutations = flag.Int("mutations", 2000, "how many mutated files TestMutations reads back")

// TestMutations changes one word of one quote in an exported file, or moves the
// quote, and expects to be told each time.
func TestMutations(t *testing.T) {
	s := newSample(t)
	rng := rand.New(rand.NewPCG(1, 2))
	page, word := htmlFile(t, s), docx(t, s, report.Options{})
	body := string(docxPart(t, word, "word/document.xml"))
	rest := otherParts(t, word)
	missed, kinds := 0, map[string]int{}
	for i := range *mutations {
		var p report.Printed
		var how string
		if i%2 == 0 {
			var mutated string
			mutated, how = mutate(rng, s, string(page), htmlForm)
			p = readHTML(t, []byte(mutated))
		} else {
			var mutated string
			mutated, how = mutate(rng, s, body, wordForm)
			p = readDOCX(t, zipped(t, rest, mutated))
		}
		kinds[how]++
		if len(report.Options{}.Verify(p, s.summary, s.source)) == 0 {
			missed++
			t.Errorf("a quote with a word %s passed", how)
		}
	}
	t.Logf("%d of %d mutations caught: %v", *mutations-missed, *mutations, kinds)
	for _, how := range []string{"dropped", "changed", "added", "moved", "quote moved"} {
		if kinds[how] < *mutations/20 {
			t.Errorf("only %d mutations of kind %s", kinds[how], how)
		}
	}
}

// htmlForm and wordForm return words as the file's source has them.
func htmlForm(text string) string { return html.EscapeString(text) }

func wordForm(text string) string {
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(text)
	line := strings.NewReplacer("\n", `</w:t><w:br/><w:t xml:space="preserve">`, "\t", `</w:t><w:tab/><w:t xml:space="preserve">`).Replace(text)
	return strings.ReplaceAll(line, `<w:t xml:space="preserve"></w:t>`, "")
}

// mutate returns the source of a file with one quote altered and how.
func mutate(rng *rand.Rand, s *sample, file string, form func(string) string) (mutated, how string) {
	sections := s.summary.Sections
	sec := sections[rng.IntN(len(sections))]
	var quotes []analysis.Quote
	for _, st := range sec.Statements {
		quotes = append(quotes, st.Quotes...)
	}
	q := quotes[rng.IntN(len(quotes))]
	if strings.Count(file, form(q.Text)) != 1 {
		panic("the quote is not once in the file: " + q.Text)
	}
	if rng.IntN(8) == 0 {
		return moveQuote(rng, s, file, q, form), "quote moved"
	}
	text, how := mutateWords(rng, q.Text)
	return strings.Replace(file, form(q.Text), form(text), 1), how
}

// moveQuote exchanges the quote with one of another role.
func moveQuote(rng *rand.Rand, s *sample, file string, q analysis.Quote, form func(string) string) string {
	var others []analysis.Quote
	for _, sec := range s.summary.Sections {
		for _, st := range sec.Statements {
			if sec.Role != q.Role {
				others = append(others, st.Quotes...)
			}
		}
	}
	o := others[rng.IntN(len(others))]
	return strings.NewReplacer(form(q.Text), form(o.Text), form(o.Text), form(q.Text)).Replace(file)
}

// mutateWords returns text with one word dropped, changed, added or moved.
func mutateWords(rng *rand.Rand, text string) (mutated, how string) {
	for {
		words := strings.Split(text, " ")
		i, j := rng.IntN(len(words)), rng.IntN(len(words))
		switch rng.IntN(4) {
		case 0:
			words, how = slices.Delete(words, i, i+1), "dropped"
		case 1:
			words[i], how = []string{"very", "not", strings.ToUpper(words[i]), words[i] + "s", words[j]}[rng.IntN(5)], "changed"
		case 2:
			words, how = slices.Insert(words, i, []string{"not", "really", words[j]}[rng.IntN(3)]), "added"
		case 3:
			w := words[i]
			words = slices.Insert(slices.Delete(words, i, i+1), min(j, len(words)-1), w)
			how = "moved"
		}
		if mutated = strings.Join(words, " "); mutated != text {
			return mutated, how
		}
	}
}

// otherParts returns the parts of a Word file apart from its body.
func otherParts(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	return map[string][]byte{"word/styles.xml": docxPart(t, file, "word/styles.xml")}
}

func zipped(tb testing.TB, parts map[string][]byte, body string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, content []byte) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	for name, content := range parts {
		add(name, content)
	}
	add("word/document.xml", []byte(body))
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// TestEditedWordFile reads what word processors make of a file: runs split,
// style identifiers translated, changes tracked.
func TestEditedWordFile(t *testing.T) {
	s := newSample(t)
	file := docx(t, s, report.Options{})
	body := string(docxPart(t, file, "word/document.xml"))
	styles := string(docxPart(t, file, "word/styles.xml"))
	tests := []struct {
		name string
		body string
		want int
	}{
		{"runs split", strings.Replace(body, "My voice is", `My </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>voice</w:t></w:r><w:r><w:t xml:space="preserve"> is`, 1), 0},
		{"styles translated", strings.ReplaceAll(body, `w:val="Quote"`, `w:val="Zitat"`), 0},
		{"tracked insertion", strings.Replace(body, "My voice is", `My voice is</w:t></w:r><w:ins w:id="9" w:author="x"><w:r><w:t xml:space="preserve"> not</w:t></w:r></w:ins><w:r><w:t>`, 1), 1},
		{"tracked deletion of an added word", strings.Replace(body, "My voice is", `My voice</w:t></w:r><w:del w:id="9" w:author="x"><w:r><w:delText> not</w:delText></w:r></w:del><w:r><w:t xml:space="preserve"> is`, 1), 0},
		{"paragraph split", strings.Replace(body, "My voice is", `My voice</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:t>is`, 1), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts := map[string][]byte{"word/styles.xml": []byte(strings.Replace(styles, `w:styleId="Quote"`, `w:styleId="Zitat"`, 1))}
			if !strings.Contains(tt.body, "Zitat") {
				parts["word/styles.xml"] = []byte(styles)
			}
			if got := (report.Options{}).Verify(readDOCX(t, zipped(t, parts, tt.body)), s.summary, s.source); len(got) != tt.want {
				t.Errorf("Verify = %+v, want %d", got, tt.want)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	deep := strings.Repeat(`<w:x>`, 600)
	tests := []struct {
		name string
		read func() error
	}{
		{"no zip", func() error {
			_, err := report.ReadDOCX(strings.NewReader("hello"), 5)
			return err
		}},
		{"no body", func() error { return readParts(t, "word/other.xml", "<a/>") }},
		{"broken XML", func() error { return readParts(t, "word/document.xml", "<a><b></a>") }},
		{"deep XML", func() error { return readParts(t, "word/document.xml", deep) }},
		{"zip bomb", func() error { return readParts(t, "word/document.xml", "<a>"+strings.Repeat(" ", 33<<20)+"</a>") }},
		{"deep HTML", func() error {
			_, err := report.ReadHTML(strings.NewReader(strings.Repeat("<div>", 100_000)))
			return err
		}},
		{"large HTML", func() error {
			_, err := report.ReadHTML(io.LimitReader(endless{}, 40<<20))
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.read(); err == nil {
				t.Error("read without a fault")
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func readParts(t *testing.T, name, content string) error {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = report.ReadDOCX(bytes.NewReader(b.Bytes()), int64(b.Len()))
	return err
}

// BenchmarkHundredQuotes writes, reads back and verifies a summary of 100
// quotes.
func BenchmarkHundredQuotes(b *testing.B) {
	s := newSample(b)
	for i := range 95 {
		text := fmt.Sprintf("Answer %d. %s", i, proud)
		sec := &s.summary.Sections[i%2]
		st := &sec.Statements[0]
		st.Quotes = append(st.Quotes, s.quote(b, sec.Role, fmt.Sprintf("Person %d", i), text, text))
	}
	for b.Loop() {
		file := docx(b, s, report.Options{})
		if ds := (report.Options{}).Verify(readDOCX(b, file), s.summary, s.source); len(ds) != 0 {
			b.Fatal(ds)
		}
	}
}
