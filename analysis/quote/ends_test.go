package quote_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/quote"
)

func TestStep(t *testing.T) {
	const text = "I wasn't sure. “Now” I speak up!"
	words := quote.Words(text)
	var got []string
	for _, w := range words {
		got = append(got, w.In(text))
	}
	if d := cmp.Diff("I wasn't sure. “Now” I speak up!", strings.Join(got, " ")); d != "" {
		t.Fatalf("Words (-want +got):\n%s", d)
	}
	at := analysis.Span{Start: strings.Index(text, "I speak"), End: len(text)}
	for _, c := range []struct {
		end  quote.End
		more bool
		want string
	}{
		{quote.First, true, "“Now” I speak up!"},
		{quote.First, false, "speak up!"},
		{quote.Last, false, "I speak"},
		{quote.Last, true, "I speak up!"},
	} {
		if got := quote.Step(words, at, c.end, c.more).In(text); got != c.want {
			t.Errorf("Step(%v, more %v) = %q, want %q", c.end, c.more, got, c.want)
		}
	}
	one := words[1]
	if got := quote.Step(words, one, quote.Last, false); got != one {
		t.Errorf("Step took the last word away: %v", got)
	}
}

// FuzzSnap holds that what a browser posts as the ends of a quote always becomes
// a span that can be quoted, and that steps keep it one.
func FuzzSnap(f *testing.F) {
	f.Add("I wasn't sure. “Now” I speak up!", 3, 9)
	f.Add("e\u0301 a-b … 3.5", -4, 99)
	f.Add("", 0, 0)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		if !utf8.ValidString(text) || len(text) > 2000 || strings.TrimSpace(text) == "" {
			return
		}
		words := quote.Words(text)
		if len(words) == 0 {
			return
		}
		s := quote.Snap(text, analysis.Span{Start: start, End: end})
		for _, e := range []quote.End{quote.First, quote.Last} {
			for _, more := range []bool{true, false} {
				for _, at := range []analysis.Span{s, quote.Step(words, s, e, more)} {
					if at.Start < 0 || at.End > len(text) || at.Start >= at.End {
						t.Fatalf("%v is outside of %q", at, text)
					}
					if got, err := quote.Render(text, at, nil); err == nil && got != at.In(text) {
						t.Fatalf("Render(%v) = %q", at, got)
					} else if err != nil && strings.Contains(err.Error(), "cuts") {
						t.Fatalf("%v of %q: %v", at, text, err)
					}
				}
			}
		}
	})
}

// TestR23Fairness holds the meter to its words.
func TestR23Fairness(t *testing.T) {
	var said []quote.Said
	for i, p := range strings.Fields("a a a a b c d e f g h") {
		said = append(said, quote.Said{Person: p, Label: map[bool]string{true: "Mentor 3"}[p == "a"], Role: map[bool]string{true: "mentors", false: "mentees"}[i < 6], Wave: "End", Words: 5 + 5*i, Critical: i == 2})
	}
	want := []string{
		"11 quotes from 8 of 10; Mentor 3 four times.",
		"By role: mentors 6, mentees 5.",
		"Length: 2 of fewer than 14 words, 1 of more than 51.",
		"1 critical voice is quoted.",
	}
	if d := cmp.Diff(want, quote.Fair(said, 10).Lines()); d != "" {
		t.Errorf("Lines (-want +got):\n%s", d)
	}
	if got := quote.Fair(nil, 10).Lines(); len(got) != 1 || got[0] != "No quotes are chosen yet." {
		t.Errorf("of nothing = %q", got)
	}
}
