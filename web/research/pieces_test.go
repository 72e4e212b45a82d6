package research

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"verbatim/analysis"
	"verbatim/web/page"
)

func TestPieces(t *testing.T) {
	const text = "I found my voice. It helped."
	a, b := page.Link{Text: "a", Address: "#a"}, page.Link{Text: "b", Address: "#b"}
	span := func(words string) analysis.Span {
		i := strings.Index(text, words)
		return analysis.Span{Start: i, End: i + len(words)}
	}
	tests := []struct {
		name  string
		found []analysis.Span
		marks []mark
		want  []page.Piece
	}{
		{"nothing to mark is one piece", nil, nil, []page.Piece{{Text: text}}},
		{
			"a found word is a piece of its own",
			[]analysis.Span{span("voice")},
			nil,
			[]page.Piece{{Text: "I found my "}, {Text: "voice", Found: true}, {Text: ". It helped."}},
		},
		{
			"a coding says where it ends", nil,
			[]mark{{span("I found my voice."), a, 3}},
			[]page.Piece{{Text: "I found my voice.", Coded: true, Colour: 3, Ends: []page.Link{a}}, {Text: " It helped."}},
		},
		{
			"the later of two codings gives the colour", nil,
			[]mark{{span("I found my voice."), a, 1}, {span("my voice."), b, 2}},
			[]page.Piece{{Text: "I found ", Coded: true, Colour: 1}, {Text: "my voice.", Coded: true, Colour: 2, Ends: []page.Link{a, b}}, {Text: " It helped."}},
		},
		{"a span past the end is passed over", []analysis.Span{{Start: 3, End: 400}, {Start: -1, End: 2}, {Start: 5, End: 5}}, nil, []page.Piece{{Text: text}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := pieces(text, whole(text), tt.found, tt.marks)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("pieces (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPiecesKeepEveryWord is promise 2 on screen: what is shown of an answer is
// the answer, whatever is marked in it.
func TestPiecesKeepEveryWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé “”\n😀<&]{0,60}`).Draw(t, "text")
		anySpan := rapid.Custom(func(t *rapid.T) analysis.Span {
			return analysis.Span{Start: rapid.IntRange(-2, len(text)+2).Draw(t, "start"), End: rapid.IntRange(-2, len(text)+2).Draw(t, "end")}
		})
		found := rapid.SliceOfN(anySpan, 0, 4).Draw(t, "found")
		var marks []mark
		for _, s := range rapid.SliceOfN(anySpan, 0, 4).Draw(t, "marks") {
			marks = append(marks, mark{span: s, letter: page.Link{Text: "a"}, colour: 1})
		}
		var shown strings.Builder
		for _, p := range pieces(text, whole(text), found, marks) {
			if !utf8.ValidString(p.Text) {
				t.Fatalf("piece %q cuts a character", p.Text)
			}
			shown.WriteString(p.Text)
		}
		if shown.String() != text {
			t.Fatalf("pieces show %q, the answer is %q", shown.String(), text)
		}
	})
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("one two three four five. ", 30) + "Here is courage at last. " + strings.Repeat("six seven eight nine ten. ", 60)
	i := strings.Index(long, "courage")
	tests := []struct {
		name        string
		text        string
		around      []analysis.Span
		has, hasNot string
		cuts        int
	}{
		{"a short answer is whole", "It gave me courage.", nil, "It gave me courage.", "", 0},
		{"a long one shows the surroundings", long, []analysis.Span{{Start: i, End: i + 7}}, "Here is courage at last.", "", 2},
		{"a long one without a place shows its beginning", long, nil, "one two three", "courage", 1},
		{"one that never pauses is kept whole to its end", strings.Repeat("x", 2*wholeBytes), nil, "xxx", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var shown strings.Builder
			cuts := 0
			for _, p := range pieces(tt.text, excerpt(tt.text, tt.around), tt.around, nil) {
				shown.WriteString(p.Text)
				if p.Cut != "" {
					cuts++
				}
			}
			if got := shown.String(); !strings.Contains(got, tt.has) || tt.hasNot != "" && strings.Contains(got, tt.hasNot) {
				t.Errorf("excerpt shows %q, want %q in it and %q not", got, tt.has, tt.hasNot)
			}
			if cuts != tt.cuts {
				t.Errorf("excerpt says %d times that words are left out, want %d", cuts, tt.cuts)
			}
		})
	}
}
