package xlsform

import (
	"html"
	"regexp"
	"strings"
)

// wordy are the columns whose words people see, and that may be formatted.
var wordy = []string{"label", "hint", "guidance_hint", "constraint_message", "required_message"}

// Formatting that XLSForm allows in words: a part of HTML, and of Markdown.
var (
	breaks   = regexp.MustCompile(`(?i)<br\s*/?>|</(p|div|h[1-6]|li)>`)
	tags     = regexp.MustCompile(`(?i)</?(span|font|b|i|u|em|strong|p|div|a|small|big|sup|sub|ul|ol|li|h[1-6])(\s[^<>]*)?>`)
	bold     = regexp.MustCompile(`\*\*([^*\n]+)\*\*|\b__([^_\n]+)__\b`)
	headings = regexp.MustCompile(`(?m)^#{1,6}[ \t]+`)
	links    = regexp.MustCompile(`\[([^][\n]+)\]\((https?://[^()\s]+)\)`)
)

// unstyled returns words without formatting, which is not shown here: pages show
// what stands in the cell, letter by letter.
func unstyled(s string) string {
	if !strings.ContainsAny(s, "<*_#[&") {
		return s
	}
	out := tags.ReplaceAllString(breaks.ReplaceAllString(s, "\n"), "")
	out = headings.ReplaceAllString(bold.ReplaceAllString(out, "$1$2"), "")
	out = links.ReplaceAllString(out, "$1 ($2)")
	out = html.UnescapeString(out)
	if out = strings.TrimFunc(out, blank); out == "" {
		return s // nothing but formatting: an odd text is better than none
	}
	return out
}
