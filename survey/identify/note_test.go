package identify_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/identify"
)

func TestNotes(t *testing.T) {
	f := identify.NewFinder([]string{"Robert Okonkwo", "Priya Raman", "Elizabeth Grace"}, nil)
	tests := []struct{ text, want string }{
		{"It was good to be asked.", ""},
		{"Then Bob listened, and so did Priya, who would not rob.", "name:Bob; name:Priya"},
		{"Lizzie was on Ward C5 with me.", "name:Lizzie; place:Ward C5"},
		{"Dr Jane Smith taught MEDI1042 and GENG 2011.", "name:Dr Jane Smith; module:MEDI1042; module:GENG 2011"},
		{"I was the only hijabi in her year.", "only-one:the only hijabi in her year"},
		{"Write to ada@example.ac.uk or 07700 900123, see www.example.org.", "e-mail:ada@example.ac.uk; phone:07700 900123; url:www.example.org"},
		{"My student number is 31415926.", "number:student number is 31415926"},
		{"On 3 May 2021 the Dean of Medicine came to London.", ""},
		{"With grace and will, I may hope that Friday works.", ""},
		{"The GP said NHS and BAME in 2021, as did the EDI team on Teams.", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, x := range f.Notes(tt.text) {
			got = append(got, string(x.Kind)+":"+x.Text)
			if x.Span.In(tt.text) != x.Text || x.Kind.Words() == "" {
				t.Errorf("%+v is not whole", x)
			}
		}
		if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("Notes(%q) (-want +got):\n%s", tt.text, d)
		}
	}
}

// mostFalse is how many notes an answer that names nobody may bring, for each
// hundred: a note that is mostly wrong is clicked away unread.
const mostFalse = 3.0

// TestNotesSeldomAnnoy counts the notes on answers that name nobody: those of a
// published evaluation, and examples of themes.
func TestNotesSeldomAnnoy(t *testing.T) {
	texts := append(demoAnswers(t), themeAnswers(t)...)
	f := identify.NewFinder([]string{"Robert Okonkwo", "Priya Raman", "Will Young", "Grace Hope", "Li Wei"}, nil)
	notes := 0
	for _, text := range texts {
		for _, x := range f.Notes(text) {
			notes++
			t.Logf("%s: %q", x.Kind, x.Text)
		}
	}
	per := 100 * float64(notes) / float64(len(texts))
	t.Logf("%d notes on %d answers: %.1f for each hundred", notes, len(texts), per)
	if per > mostFalse {
		t.Errorf("%.1f notes for each hundred answers that name nobody, want at most %.1f", per, mostFalse)
	}
}

func demoAnswers(t *testing.T) (texts []string) {
	t.Helper()
	file, err := os.Open("../../cmd/verbatim/demodata/responses.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		texts = append(texts, r[len(r)-1])
	}
	return texts
}

func themeAnswers(t *testing.T) (texts []string) {
	t.Helper()
	file, err := os.Open("../../analysis/theme/testdata/answers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var one struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, one.Text)
	}
	return texts
}

func FuzzNotes(f *testing.F) {
	f.Add("Dr Jane Smith’s ward C5, MEDI1042 and 07700 900123 – the only one in her year")
	finder := identify.NewFinder([]string{"Priya Raman"}, []string{"Ward C5"})
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, x := range finder.Notes(text) {
			if x.Span.Start < end || x.Span.Len() == 0 || x.Span.In(text) != x.Text || utf8.ValidString(text) && !utf8.ValidString(x.Text) {
				t.Fatalf("Notes(%q) = %+v", text, x)
			}
			end = x.Span.End
		}
	})
}
