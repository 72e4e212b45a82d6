package coordinate

import (
	"fmt"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey"
)

func quotable(id, text string) survey.Verbatim {
	return survey.Verbatim{ID: id, Text: text, Role: "mentor", Question: "changed", QuoteConsent: survey.QuoteWords}
}

// TestHintsComeLast holds what only the model of the language sees to the end of
// the page, and to blocking nothing.
func TestHintsComeLast(t *testing.T) {
	var s screened
	s.texts, s.usesOf = map[string]survey.Verbatim{}, map[string]int{}
	texts := []survey.Verbatim{quotable("a.q", "It was Vendelbo who asked."), quotable("b.q", "Dr Cantle asked on Ward C3."), {ID: "c.q", Text: "Dr Nobody", QuoteConsent: survey.ThemesOnly}}
	s.read(texts, map[string][]analysis.Span{"a.q": {{Start: 0, End: 2}}, "b.q": {{Start: 3, End: 9}}})
	var got []string
	for _, g := range identifiersPage(s, viewOpen, 1).Groups {
		got = append(got, g.Severity+" "+g.Name)
	}
	if want := "block Dr Cantle; warn Ward C3; inform It; inform Vendelbo"; strings.Join(got, "; ") != want {
		t.Errorf("groups = %q, want %s", got, want)
	}
}

// TestManyAnswers holds the page to a list that can be read, however many
// answers there are.
func TestManyAnswers(t *testing.T) {
	var s screened
	s.texts, s.usesOf = map[string]survey.Verbatim{}, map[string]int{}
	var all []survey.Verbatim
	for i := range 2_000 {
		all = append(all, quotable(fmt.Sprintf("r%d.q", i), fmt.Sprintf("We spoke for an hour, which helped me a lot. Dr Cantle was on Ward %d.", 10+i%30)))
	}
	s.read(all, nil)
	p := identifiersPage(s, viewOpen, 2)
	if len(p.Groups) != 31-groupsShown || p.Pager.Previous == "" || p.Pager.Next != "" {
		t.Errorf("page 2 shows %d groups with %+v, want the last of 31", len(p.Groups), p.Pager)
	}
	first := identifiersPage(s, viewOpen, 1).Groups[0]
	if len(first.Places) != placesShown || first.More != 2_000-placesShown || first.All != "2,000 places" {
		t.Errorf("the first group shows %d places and %d more, %q", len(first.Places), first.More, first.All)
	}
}

func TestContextKeepsWords(t *testing.T) {
	text := strings.Repeat("wörter ", 40) + "NAME" + strings.Repeat(" wörter", 40)
	at := strings.Index(text, "NAME")
	from, to := contextOf(text, analysis.Span{Start: at, End: at + 4})
	if got := text[from:to]; !strings.HasPrefix(got, "wörter ") || !strings.HasSuffix(got, " wörter") || len(got) > 2*contextShown+4 {
		t.Errorf("context = %q, want whole words", got)
	}
	if from, to := contextOf("NAME", analysis.Span{End: 4}); from != 0 || to != 4 {
		t.Errorf("context of a name alone = %d to %d", from, to)
	}
}

func TestReadListWritesBack(t *testing.T) {
	const text = "Ward C3, C3 = a ward\nPoole Hospital\n"
	list := readList("\n"+strings.ReplaceAll(text, "\n", "\r\n")+"  \n", "anna")
	for i := range list {
		list[i].Kind = "place"
		for j := range list[i].Also {
			list[i].Also[j] = strings.TrimSpace(list[i].Also[j])
		}
	}
	if got := writeList(list, "place"); got != text {
		t.Errorf("list = %q, want %q", got, text)
	}
}
