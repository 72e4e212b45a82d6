package search_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/search"
	"verbatim/survey/fault"
)

// FuzzParse holds that Parse never panics, that what a query prints is read as
// the same query, and that every error is numbered and points into the input.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "a", "=a", `"a b"`, "a AND b OR NOT c", "-(a b)", "conf* wom?n", "/a|b/", "x~2", "a NEAR/5 b PRE/2 c", "role:mentor,\"a b\"",
		"date:2021..2022-03", "coded:yes", "“curly”", "a -", "((", "a)", "NEAR/", "/[/", "é’s", "自信", "👨‍👩‍👧 🇬🇧", "\xff", "a\u00adb", `"* a* *"`, "theme:\x00", "1,000.5",
		`saved:"at the start" OR saved:x`, "examples:confidence coder:rob pair:7", "-saved:a", "saved:a,b", "coded:yes quoted:no", "---------------0",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		n, err := search.Parse(in)
		if err != nil {
			checkSyntaxError(t, in, err)
			return
		}
		if n == nil {
			if strings.TrimSpace(in) != "" {
				t.Errorf("Parse(%q) = nil without an error", in)
			}
			return
		}
		printed := n.String()
		if utf8.RuneCountInString(printed) > search.MaxQueryRunes {
			return // what is printed can be longer than what was typed
		}
		again, err := search.Parse(printed)
		if err != nil {
			t.Fatalf("Parse(%q) prints %q, which fails: %v", in, printed, err)
		}
		if diff := cmp.Diff(n, again); diff != "" {
			t.Errorf("Parse(%q) prints %q, which is another query (-first +second):\n%s", in, printed, diff)
		}
	})
}

func checkSyntaxError(t *testing.T, in string, err error) {
	t.Helper()
	e, ok := errors.AsType[*fault.Error](err)
	at, pointed := errors.AsType[*search.SyntaxError](err)
	if !ok || e.Kind != fault.Invalid || len(e.Code) != 3 || e.Code[0] != 'Q' || !pointed {
		t.Fatalf("Parse(%q): %v is not a numbered fault with a column", in, err)
	}
	if at.Column < 1 || at.Column > len([]rune(strings.ToValidUTF8(in, "?")))+1 {
		t.Errorf("Parse(%q): column %d is outside", in, at.Column)
	}
}

// FuzzWords holds that words are in order, are not empty, begin and end between
// runes, fold to something that folds to itself, and fold alike in any case.
func FuzzWords(f *testing.F) {
	for _, seed := range []string{"don't mentor's 3.5 1,000", "naïve Åsa ﬁ İı ŉ", "\xff\xfea\xc3", "自信👍🏽a👨‍👩‍👧", "a\u200b\u200bb\u00ad c\u0301", "x'’ʼs", "🇬🇧🇬🇧🇬"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, w := range search.Words(text) {
			if w.Start < last || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("Words(%q): span %v after %d", text, w, last)
			}
			last = w.End
			word := text[w.Start:w.End]
			if utf8.ValidString(text) && !utf8.ValidString(word) {
				t.Fatalf("Words(%q): %q cuts a rune", text, word)
			}
			folded := search.Fold(word)
			if folded == "" || search.Fold(folded) != folded {
				t.Fatalf("Fold(%q) = %q, which folds to %q", word, folded, search.Fold(folded))
			}
		}
	})
}

// FuzzHighlight holds that segments joined are the text.
func FuzzHighlight(f *testing.F) {
	f.Add("some é text", 1, 4, 5, 6)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		joined := ""
		for _, s := range search.Highlight(text, []search.Span{{Start: a, End: b}, {Start: c, End: d}}) {
			joined += s.Text
		}
		if joined != text {
			t.Errorf("Highlight(%q) joins to %q", text, joined)
		}
	})
}
