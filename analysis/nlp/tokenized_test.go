package nlp

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzTokenized holds the quick way to the tokens of prose's tokenizer.
func FuzzTokenized(f *testing.F) {
	for _, s := range []string{
		"", " ", "We met, talked and left.", "Mrs. Lee (the mentor) can't: she'll go!", "e.g. this; that ... xDD: end)",
		"no\u00a0break  two\tthree\n", "\xff\xfe a\xc2", "I’d like “more” rooms?!", "U.S. Co. ltd. well-known, 3.5 A.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for run := range strings.FieldsSeq(text) {
			if len(run) > longestWord {
				t.Skip("prose is not asked")
			}
		}
		want := load().tokenizer.Tokenize(text)
		got := tokenized(text)
		if len(got) == 0 && len(want) == 0 {
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("tokenized(%q) differs from prose (-prose +got):\n%s", text, diff)
		}
	})
}

// FuzzLineEnd holds lineEnd to what it stands for.
func FuzzLineEnd(f *testing.F) {
	for _, s := range []string{"", "a\nb", "a\u0085b", "é\u2029", "\xc2\xe2\x80", "… ‑ \u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := lineEnd(text), strings.IndexAny(text, "\n\r\v\f\u0085\u2028\u2029"); got != want {
			t.Errorf("lineEnd(%q) = %d, want %d", text, got, want)
		}
	})
}
