package store

import (
	"strings"
	"testing"
)

// FuzzCode reads codes as people type them. Small letters and what stands between
// the groups change nothing; another letter, one that is missing and one too many
// make another code; and what is read once reads the same again.
func FuzzCode(f *testing.F) {
	for _, s := range []string{"", "secret", "K7QM-2XHD-9RPA-TW4E", "k7qm 2xhd\u20139rpa\u00a0tw4e", "O0I1LU", "ſ ß ı İ", "\xff-\x00", strings.Repeat("A", 5000)} {
		f.Add(s, uint(3))
	}
	f.Fuzz(func(t *testing.T, typed string, at uint) {
		plain := plainCode(typed)
		if again := plainCode(plain); again != plain && !strings.Contains(plain, "?") {
			t.Errorf("%q is read as %q, and that as %q", typed, plain, again)
		}
		for _, r := range plain {
			if r != '?' && !strings.ContainsRune(codeLetters, r) {
				t.Errorf("%q is read as %q, which holds %q", typed, plain, r)
			}
		}
		code := CarryCode(typed)
		want, i := plainCode(code), int(at%codeLength)
		if got := plainCode(" " + strings.ToLower(strings.ReplaceAll(code, "-", "\u2013")) + "\n"); got != want || len(want) != codeLength {
			t.Errorf("%q typed in small letters is read as %q, want %q", code, got, want)
		}
		other := "A"
		if want[i:i+1] == other {
			other = "B"
		}
		for _, wrong := range []string{want[:i] + other + want[i+1:], want[:i] + want[i+1:], want[:i] + other + want[i:], want[:i] + "0" + want[i+1:]} {
			if hashCode(wrong) == hashCode(want) {
				t.Errorf("%q leads where %q does", wrong, want)
			}
		}
	})
}
