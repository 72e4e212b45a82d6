package page_test

import (
	"slices"
	"testing"

	"verbatim/web/page"
)

// TestMarked takes texts apart that are in two languages.
func TestMarked(t *testing.T) {
	label := page.Marked("en", "How are you?")
	for _, tt := range []struct {
		name, text, plain string
		want              []page.Spoken
	}{
		{"nothing", "", "", nil},
		{"one language", "Rhowch ateb", "Rhowch ateb", []page.Spoken{{"", "Rhowch ateb"}}},
		{"the other", label, "How are you?", []page.Spoken{{"en", "How are you?"}}},
		{"within", "Rhowch ateb i: " + label + ".", "Rhowch ateb i: How are you?.", []page.Spoken{{"", "Rhowch ateb i: "}, {"en", "How are you?"}, {"", "."}}},
		{"twice", label + label, "How are you?How are you?", []page.Spoken{{"en", "How are you?"}, {"en", "How are you?"}}},
		{"none to mark", page.Marked("", "Ie") + page.Marked("en", ""), "Ie", []page.Spoken{{"", "Ie"}}},
		{"marks of somebody else", "a\uFDD0b", "ab", []page.Spoken{{"", "a"}, {"", "b"}}},
	} {
		if got := page.Parts(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Parts(%q) = %q, want %q", tt.name, tt.text, got, tt.want)
		}
		if got := page.Plain(tt.text); got != tt.plain {
			t.Errorf("%s: Plain(%q) = %q, want %q", tt.name, tt.text, got, tt.plain)
		}
	}
}
