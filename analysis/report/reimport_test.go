package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis/quote"
	"verbatim/analysis/report"
	"verbatim/survey"
)

// answers returns the sample's verbatims, and one more that nobody quoted.
func (s *sample) answers() []survey.Verbatim {
	out := []survey.Verbatim{
		{ID: "vz", Role: "mentor", Text: "We met four times, and each time I left with more to think about.", QuoteConsent: survey.QuoteWords},
		{ID: "vy", Role: "mentor", Text: "Nobody may print this sentence of mine at all.", QuoteConsent: survey.ThemesOnly},
	}
	for id, text := range s.verbatims {
		out = append(out, survey.Verbatim{ID: id, Text: text, QuoteConsent: survey.QuoteWords})
	}
	return out
}

// wordFile returns what somebody made of the committee's Word file by exchanging
// parts of its body.
func wordFile(t *testing.T, s *sample, exchange ...string) report.Printed {
	t.Helper()
	file := docx(t, s, report.Options{Bookmarks: true})
	body := string(docxPart(t, file, "word/document.xml"))
	for i := 0; i < len(exchange); i += 2 {
		if strings.Count(body, exchange[i]) < 1 {
			t.Fatalf("the body has no %q", exchange[i])
		}
		body = strings.Replace(body, exchange[i], exchange[i+1], 1)
	}
	return readDOCX(t, zipped(t, otherParts(t, file), body))
}

// quoteParagraph returns a paragraph as a word processor writes a quote.
func quoteParagraph(text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestChanges(t *testing.T) {
	// Where Mentor 1's label ends, another quote can be put.
	const after = `Mentor 1</w:t></w:r></w:p>`
	tests := []struct {
		name     string
		exchange []string
		want     []string // kind: where: before → after | level: printed
	}{
		{"untouched", nil, nil},
		{"improved", []string{"My voice is valid and", "My voice is valuable and"}, []string{
			"quote changed: Confidence and finding a voice: [-valid-][+valuable+] | mismatch: My voice is [valuable] and important",
		}},
		{"shortened at the end", []string{", I shouldn&#39;t be afraid to speak and share my own views/ experiences", ""}, []string{
			"quote changed: Confidence and finding a voice: [-else's, I shouldn't be afraid to speak and share my own views/ experiences-][+else's+] | exact: My voice is valid and important as much as anyone else's",
		}},
		{"omission marked by hand", []string{"valid and important as much", "valid [...] as much"}, []string{
			"quote changed: Confidence and finding a voice: [-and important-][+[...]+] | edited: voice is valid [...] as much",
		}},
		{"a word dropped", []string{"I shouldn&#39;t be afraid", "I be afraid"}, []string{
			"quote changed: Confidence and finding a voice: [-shouldn't-] | mismatch: anyone else's, I [...] be afraid",
		}},
		{"marks curled by the word processor", []string{"anyone else&#39;s", "anyone else’s"}, []string{
			"quote changed: Confidence and finding a voice: [-else's,-][+else’s,+] | typographic: " + voice,
		}},
		{"capital", []string{"Professionally it reinforced", "professionally it reinforced"}, []string{
			"quote changed: Awareness: [-Professionally-][+professionally+] | mismatch: [p]rofessionally it",
		}},
		{"quote in another style", []string{`<w:pStyle w:val="Quote"/>`, `<w:pStyle w:val="ListParagraph"/>`}, nil},
		{"quote cut in two", []string{"My voice is valid", `My voice</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:t xml:space="preserve"> is valid`}, []string{
			"quote changed: Confidence and finding a voice:  | typographic: " + voice,
		}},
		{"new and in the answers", []string{after, after + quoteParagraph("“each time I left with more to think about”")}, []string{
			"quote new: Confidence and finding a voice: +“each time I left with more to think about” | exact: each time I left with more to think about",
		}},
		{"new without consent", []string{after, after + quoteParagraph("“Nobody may print this sentence of mine at all.”")}, []string{
			"quote new: Confidence and finding a voice: +“Nobody may print this sentence of mine at all.” | exact: ",
		}},
		{"new and in no answer", []string{after, after + quoteParagraph("“It changed my whole life”")}, []string{
			"quote new: Confidence and finding a voice: +“It changed my whole life” | mismatch: ",
		}},
		{"speaker changed", []string{">Mentor 2<", ">Mentor 7<"}, []string{"label changed: Confidence and finding a voice: Mentor 2 → Mentor 7"}},
		{"sentence changed", []string{"Several mentors described gaining confidence", "All mentors gained confidence"}, []string{
			"text changed: lead mentor confidence 0: Several mentors described gaining confidence (3 of 7, 2 reviewed): → All mentors gained confidence",
		}},
		{"sentence written anew", []string{"Several mentors described gaining confidence", "Courage grew"}, []string{
			"text changed: lead mentor confidence 0: Several mentors described gaining confidence (3 of 7, 2 reviewed): → Courage grew",
		}},
		{"recommendation changed", []string{"Create financial support and information", "Publish a financial support and information"}, []string{
			"text changed: recommendation   0: Create financial support and information guidance document for students (raised by 1 mentor and 2 mentees) → Publish a financial support and information guidance document for students",
		}},
		{"introduction changed", []string{"It is presented to the EDI education committee.", "It is presented to the board of the EDI education committee."}, []string{
			"text changed: introduction   1: It is presented to the EDI education committee. → It is presented to the board of the EDI education committee.",
		}},
		{"heading changed", []string{"Confidence and finding a voice", "Confidence, and finding one’s voice"}, []string{
			"text changed:    0: Confidence and finding a voice → Confidence, and finding one’s voice",
		}},
		{"paragraph added", []string{after, after + `<w:p><w:r><w:t>The committee notes this.</w:t></w:r></w:p>`}, []string{"text new:    0:  → The committee notes this."}},
		{"tracked improvement", []string{"My voice is valid", `My voice is </w:t></w:r><w:del w:id="90"><w:r><w:delText>valid</w:delText></w:r></w:del><w:ins w:id="91"><w:r><w:t>strong</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">`}, []string{
			"quote changed: Confidence and finding a voice: [-valid-][+strong+] | mismatch: My voice is [strong] and important",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSample(t)
			p := wordFile(t, s, tt.exchange...)
			got := report.Options{Bookmarks: true}.Changes(p, s.summary, s.answers())
			var lines []string
			for _, c := range got {
				lines = append(lines, strings.TrimSpace(told(c)))
			}
			if len(lines) != len(tt.want) {
				t.Fatalf("changes:\n%s\nwant:\n%s", strings.Join(lines, "\n"), strings.Join(tt.want, "\n"))
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(lines[i], strings.TrimSpace(want)) {
					t.Errorf("change %d (-want +got):\n%s", i, cmp.Diff(want, lines[i]))
				}
			}
			checkProposals(t, s, got)
		})
	}
}

// told writes a change in a line.
func told(c report.Change) string {
	_, theme, _ := strings.Cut(c.Where, ": ")
	switch c.Kind {
	case report.QuoteChanged:
		return fmt.Sprintf("%s: %s: %s | %s: %s", c.Kind, theme, marked(c.Words), c.Finding.Level, around(c.Finding.Printed, "["))
	case report.QuoteNew:
		return fmt.Sprintf("%s: %s: +“%s” | %s: %s", c.Kind, theme, c.After, c.Finding.Level, c.Finding.Printed)
	case report.QuoteGone, report.LabelChanged, report.QuoteMoved:
		return fmt.Sprintf("%s: %s: %s → %s", c.Kind, theme, c.Before, c.After)
	}
	return fmt.Sprintf("%s: %s %s %s %d: %s → %s", c.Kind, c.Part.Kind, c.Part.Role, c.Part.Theme, c.Part.Index, c.Before, c.Sentence())
}

// marked shows what is gone and what is put in its place.
func marked(ps []report.Piece) string {
	var b strings.Builder
	for _, p := range ps {
		switch p.Op {
		case report.Gone:
			b.WriteString("[-" + strings.TrimRight(p.Text, " ") + "-]")
		case report.Put:
			b.WriteString("[+" + strings.TrimRight(p.Text, " ") + "+]")
		}
	}
	return b.String()
}

// around returns some of text before and after a mark, or all where it has none.
func around(text, mark string) string {
	i := strings.Index(text, mark)
	if i < 0 {
		return text
	}
	return text[max(0, strings.LastIndex(text[:max(0, i-15)], " ")+1):]
}

// checkProposals asserts that what is offered to be printed would pass the gate:
// it is what the answer gives with the edits declared.
func checkProposals(t *testing.T, s *sample, changes []report.Change) {
	t.Helper()
	for _, c := range changes {
		f := c.Finding
		if f.Printed == "" {
			continue
		}
		var v survey.Verbatim
		for _, a := range s.answers() {
			if a.ID == f.VerbatimID {
				v = a
			}
		}
		q, err := quote.New(v, f.Span, f.Edits)
		if err != nil || q.Text != f.Printed {
			t.Errorf("%s: what is offered does not pass: %v: %q, want %q", c.Kind, err, q.Text, f.Printed)
		}
	}
}

// TestChangesWithoutBookmarks finds changed quotes by their words where a file
// has lost its bookmarks, and where it is HTML.
func TestChangesWithoutBookmarks(t *testing.T) {
	s := newSample(t)
	files := map[string]report.Printed{
		"HTML": readHTML(t, []byte(strings.Replace(string(htmlFile(t, s)), "My voice is valid", "My voice is valuable", 1))),
		"DOCX": wordFile(t, s, "My voice is valid", "My voice is valuable"),
	}
	word := files["DOCX"]
	for i := range word.Quotes {
		word.Quotes[i].Anchor = ""
	}
	for name, p := range files {
		got := report.Options{}.Changes(p, s.summary, s.answers())
		if len(got) != 1 || got[0].Kind != report.QuoteChanged || got[0].Quote.Text != voice {
			t.Errorf("%s: Changes = %+v, want the one quote", name, got)
		}
	}
}

// TestQuoteGoneAndMoved takes a quote out, and puts one under another theme.
func TestQuoteGoneAndMoved(t *testing.T) {
	s := newSample(t)
	p := wordFile(t, s)
	p.Quotes = append(p.Quotes[:1:1], p.Quotes[2:]...)
	p.Quotes[0].Theme = "Being heard"
	got := report.Options{}.Changes(p, s.summary, s.answers())
	if len(got) != 2 || got[0].Kind != report.QuoteMoved || got[0].Theme != "heard" || got[1].Kind != report.QuoteGone || got[1].Before != voice {
		t.Errorf("Changes = %+v", got)
	}
}

// TestWords gives both texts back from the pieces.
func TestWords(t *testing.T) {
	for _, c := range [][2]string{{"", ""}, {"a b c", "a x c"}, {"a", ""}, {"", "a b"}, {"one two three", "zero one three four"}, {"a  b\nc ", "a b c"}, {strings.Repeat("a b ", 2000), strings.Repeat("b c ", 2000)}} {
		var before, after []string
		for _, p := range report.Words(c[0], c[1]) {
			if p.Op != report.Put {
				before = append(before, strings.Fields(p.Text)...)
			}
			if p.Op != report.Gone {
				after = append(after, strings.Fields(p.Text)...)
			}
		}
		if diff := cmp.Diff([][]string{strings.Fields(c[0]), strings.Fields(c[1])}, [][]string{append([]string{}, before...), append([]string{}, after...)}); diff != "" {
			t.Errorf("Words(%.20q, %.20q) does not give both texts back:\n%s", c[0], c[1], diff)
		}
	}
}

// FuzzChanges reads any body as an edited file: what is offered always passes
// the gate.
func FuzzChanges(f *testing.F) {
	s := newSample(f)
	file := docx(f, s, report.Options{Bookmarks: true})
	body := string(docxPart(f, file, "word/document.xml"))
	styles := map[string][]byte{"word/styles.xml": docxPart(f, file, "word/styles.xml")}
	f.Add("My voice", "Our voices")
	f.Add("valid", "")
	f.Add("wordprocessingml", "x")
	f.Add(`"Quote"`, `"Normal"`)
	f.Add("bookmarkEnd", "bookmarkStart")
	f.Fuzz(func(t *testing.T, old, put string) {
		edited := zipped(t, styles, strings.Replace(body, old, put, 1))
		p, err := report.ReadDOCX(strings.NewReader(string(edited)), int64(len(edited)))
		if err != nil {
			return
		}
		checkProposals(t, s, report.Options{}.Changes(p, s.summary, s.answers()))
	})
}

// TestSentence takes off what the software adds.
func TestSentence(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"Several did (3 of 7):", "All did (3 of 7):", "All did"},
		{"Several did:", "All (of us) did:", "All (of us) did"},
		{"Several did (3 of 7).", "All did.", "All did"},
	} {
		got := report.Change{Before: c.before, After: c.after, Part: report.Part{Kind: report.LeadPart}}.Sentence()
		if got != c.want {
			t.Errorf("Sentence of %q = %q, want %q", c.after, got, c.want)
		}
	}
}
