package render_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/page/words"
	"verbatim/web/render"
	"verbatim/web/webtest"
)

func layout() page.Layout {
	return page.Layout{Title: "A <title> & more", Lang: "en-GB", Programme: "Reverse Mentoring", Contact: "mentoring@example.ac.uk", Path: "/x", RequestID: "ABC", Scripts: []string{"form.js"}}
}

// samples are each page of this half of the site in each of its states.
func samples() map[string][]any {
	l := layout()
	wave := survey.Wave{Mode: survey.AnonymousInvited, WithdrawUntil: "2021-07-31"}
	resend := &page.Resend{Action: "/x", Fields: []page.Field{{Name: "a", Value: "1 < 2"}}}
	sections := []page.Section{{Title: "One", Answers: []page.Given{{Question: "Q", Text: "said", Consent: "c", Change: "/x"}, {Question: "R", Lines: []string{"a"}}, {Question: "S", Missing: true}, {Question: "T"}}}}
	staff := l
	staff.User, staff.Flash = &survey.User{Name: "ada", Level: survey.Researcher}, "Done"
	problems := []survey.Problem{{Question: "text", Text: "Enter it"}, {Question: "likert", Item: "b", Text: "Choose it"}}
	return map[string][]any{
		"error":   {page.Error{Layout: l, Text: "t"}, page.Error{Layout: staff, Text: "t", Kept: "k", Resend: resend}},
		"home":    {page.Home{Layout: l}},
		"sign-in": {page.SignIn{Layout: l}, page.SignIn{Layout: l, Problem: "p", Resend: resend, Next: "/y"}},
		"carry":   {page.Carry{Layout: staff, Resend: *resend}},
		"participate-start": {
			page.Start{Layout: l, Heading: "H", Intro: "a\n\nb", Pages: 1, Stored: page.Stored(wave), Action: "/x"},
			page.Start{Layout: l, Heading: "H", Pages: 3, Role: "mentor", Addressee: "them", Until: "1 May 2021", Resuming: true, Discard: "/d", Receipt: "/r", Action: "/x"},
		},
		"participate-page":    formPages(l, problems),
		"participate-later":   {page.Later{Layout: l, Action: "/x", Back: "/b", Until: "1 May"}, page.Later{Layout: l, Spaced: []string{"AAAA", "BBBB"}, Link: "https://example.org/r/AAAA-BBBB", Typed: "https://example.org/return", Until: "1 May", Action: "/x", Back: "/b"}},
		"participate-return":  {page.Return{Layout: l}, page.Return{Layout: l, Code: "A", Problem: "p"}, page.Return{Layout: l, Code: "A", Heading: "H", Action: "/x", Saved: "1 May"}, page.Return{Layout: l, Code: "A", Action: "/x", Sections: sections, Here: "/h"}},
		"participate-copy":    {page.Copy{Layout: l, Form: "F", Day: "1 May", Code: "AAAA-BBBB", Until: "2 May", Kept: "3 May", Sections: sections, Back: "/b", AsText: "/t", AsPage: "/p", WithdrawAt: "https://example.org/withdraw", Unanswered: "No", Say: func(english, value string) string { return english + value }}},
		"participate-check":   {page.Check{Layout: l, Role: "mentor", Sections: sections, Stored: page.Stored(wave), Action: "/x", Back: "/b", Hidden: resend.Fields}, page.Check{Layout: l, Problems: []page.Problem{{Anchor: "/p#q", Text: "t"}}, Notice: "n", Later: "/l", Notes: []page.Note{{Question: "Q", Words: []page.Noted{{Text: "Bob", Looks: "a name"}}, Change: "/c", Keep: "k"}}}},
		"participate-receipt": {page.Receipt{Layout: l, Code: "ABCD2345", Spaced: page.Spaced("ABCD2345"), Until: "1 May 2021", Sections: sections}, page.Receipt{Layout: l, Withdrawn: true}, page.Receipt{Layout: l}},
		"participate-stop":    {page.Stop{Layout: l, Heading: "H", Lines: []string{"a"}, Receipt: "/r", Sections: sections}},
		"participate-optout":  {page.OptOut{Layout: l, Action: "/x", Name: "P"}, page.OptOut{Layout: l, Action: "/x", Name: "P", Out: true}},
		"participate-discard": {page.Discard{Layout: l, Action: "/x", Back: "/b"}},
		"participate-preview": {
			page.Preview{Layout: l, Ask: true, Problem: "p"},
			page.Preview{Layout: l, Code: "c"},
			page.Preview{Layout: l, Code: "c", Until: "1 July 2021", Quotes: []page.PreviewQuote{{ID: "a", Words: "w", Label: "A mentor", Heading: "T", Statement: "S:", Reply: "change", Wish: "less"}, {ID: "b", Words: "v"}}},
			page.Preview{Layout: l, Code: "c", Late: true, Until: "1 July 2021", Quotes: []page.PreviewQuote{{ID: "a", Words: "w", Reply: "decline"}, {ID: "b", Words: "v"}}},
		},
		"published": {page.Published{Layout: l}, page.Published{Layout: l, Programmes: []page.PublishedProgramme{{Name: "P", Editions: []page.EditionView{{Title: "T", Public: &page.Link{Text: "Read it", Address: "/x"}, Note: "n", State: "s"}, {Title: "U"}}}}}},
		"published-record": {page.PublishedRecord{
			Layout: l, Edition: page.EditionView{Title: "T", Note: "n", State: "s", Public: &page.Link{Address: "/x"}}, Hashes: []page.FileHash{{Name: "HTML", Address: "/x", Hash: "0"}},
			Changes: []page.ChangeView{{What: "changed", Where: "Title", Before: "a", After: "b"}}, Older: &page.Link{Text: "o", Address: "/o"}, Newer: &page.Link{Text: "n", Address: "/n"},
		}},
		"participate-withdraw": {page.Withdraw{Layout: l}, page.Withdraw{Layout: l, Code: "c", Confirm: true}, page.Withdraw{Layout: l, Problem: "p"}, page.Withdraw{Layout: l, Done: true}},
	}
}

// formPages returns a page with every kind of question, with and without
// problems, and a page that is one question.
func formPages(l page.Layout, problems []survey.Problem) []any {
	scale := []survey.Choice{{Key: "1", Label: "No"}, {Key: "2", Label: "Yes"}}
	every := survey.Page{Title: "T", Questions: []survey.Question{
		{Key: "info", Kind: survey.Info, Label: "Read this", Hint: "a\n\nb"},
		{Key: "consent", Kind: survey.Consent, Label: "I agree", Required: true},
		{Key: "single", Kind: survey.Single, Label: "One", Hint: "h", Choices: scale},
		{Key: "multiple", Kind: survey.Multiple, Label: "Many", Choices: scale},
		{Key: "likert", Kind: survey.Likert, Label: "Agree?", Choices: scale, Items: []survey.Choice{{Key: "a", Label: "A"}, {Key: "b", Label: "B"}}},
		{Key: "short", Kind: survey.ShortText, Label: "Short", Quotable: true},
		{Key: "text", Kind: survey.LongText, Label: "Long", Hint: "h", Quotable: true},
	}}
	every.Questions = slices.Concat(every.Questions, everyKind().Questions[7:], unusual().Questions)
	answers := []survey.Answer{{Question: "text", Text: "\n</textarea><b>", QuoteConsent: survey.ThemesOnly}, {Question: "single", Choices: []string{"2"}}, {Question: "likert", Choices: []string{"a=2"}}}
	one := survey.Page{Title: "T", Questions: every.Questions[6:7]}
	return []any{
		page.Form{Layout: l, Heading: "T", Progress: "Page 1 of 2", Questions: page.Questions(page.AskedPage(every), nil, nil), Action: "/x"},
		page.Form{Layout: l, Heading: "T", Questions: page.Questions(page.AskedPage(every), answers, problems), Problems: page.Problems(words.Words{}, problems, func(string) string { return "" }), Notice: "n", Return: "check", Back: true, Action: "/x"},
		page.Form{Layout: l, Heading: "T", Rule: "r", Questions: page.Questions(page.AskedPage(one), answers, problems[:1]), Back: true, Action: "/x"},
	}
}

// staffPages are executed by the tests of the packages that fill them.
func staffPage(name string) bool {
	return strings.HasPrefix(name, "research-") || strings.HasPrefix(name, "coordinate-")
}

// TestEveryPageParses makes the templates of every page, which a server does when
// a page is first shown: a mistake in one is found here.
func TestEveryPageParses(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.ParseAll(); err != nil {
		t.Error(err)
	}
}

func TestEveryPageIsExecutedAndSound(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	all := samples()
	for _, name := range r.Names() {
		if staffPage(name) {
			continue
		}
		if len(all[name]) == 0 {
			t.Errorf("no sample of the page %q", name)
		}
		for i, data := range all[name] {
			var b bytes.Buffer
			if err := r.Execute(&b, name, "layout", data); err != nil {
				t.Errorf("%s %d: %v", name, i, err)
				continue
			}
			wantSound(t, name+" "+strconv.Itoa(i), b.String())
		}
	}
}

// wantSound fails the test unless a page has one h1, a title, landmarks, ids
// that are unique, and references that lead to something.
func wantSound(t *testing.T, name, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"h1", "title", "main", "header", "footer"} {
		if n := webtest.All(root, tag); len(n) != 1 || tag != "footer" && webtest.Text(n[0]) == "" {
			t.Errorf("%s has %d <%s>, want one with words", name, len(n), tag)
		}
	}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if id := webtest.Attr(n, "id"); id != "" && ids[id] {
			t.Errorf("%s has the id %q twice", name, id)
		} else if id != "" {
			ids[id] = true
		}
	}
	for n := range root.Descendants() {
		refs := strings.Fields(webtest.Attr(n, "aria-describedby") + " " + webtest.Attr(n, "aria-labelledby") + " " + webtest.Attr(n, "for"))
		if href := webtest.Attr(n, "href"); strings.HasPrefix(href, "#") {
			refs = append(refs, href[1:])
		}
		for _, ref := range refs {
			if !ids[ref] {
				t.Errorf("%s: <%s> refers to %q, which is not there", name, n.Data, ref)
			}
		}
	}
	if strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "<no value>") {
		t.Errorf("%s holds what a template could not print", name)
	}
}

func TestWordsAreEscapedAndKept(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Execute(&b, "participate-page", "layout", samples()["participate-page"][1]); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	area := webtest.All(root, "textarea")[0]
	if got, want := webtest.Raw(area), "\n</textarea><b>"; got != want {
		t.Errorf("text area holds %q, want %q", got, want)
	}
}

// palettes reads the custom properties of colours, light and dark.
func palettes(t *testing.T) []map[string]string {
	t.Helper()
	css, err := os.ReadFile(filepath.Join("static", "css", "10-base.css"))
	if err != nil {
		t.Fatal(err)
	}
	property := regexp.MustCompile(`--([a-z0-9-]+):\s*(#[0-9a-f]{3,6});`)
	var out []map[string]string
	for block := range strings.SplitSeq(string(css), ":root") {
		colours := map[string]string{}
		for _, m := range property.FindAllStringSubmatch(block, -1) {
			colours[m[1]] = m[2]
		}
		if len(colours) > 10 {
			out = append(out, colours)
		}
	}
	if len(out) != 3 {
		t.Fatalf("found %d palettes, want light, dark by the device and dark by choice", len(out))
	}
	return out
}

func TestBothDarkPalettesAreTheSame(t *testing.T) {
	p := palettes(t)
	for name, colour := range p[1] {
		if p[2][name] != colour {
			t.Errorf("--%s is %s by the device and %s by choice", name, colour, p[2][name])
		}
	}
	for name := range p[0] {
		if p[1][name] == "" {
			t.Errorf("--%s has no dark colour", name)
		}
	}
}

func TestContrast(t *testing.T) {
	const text, control = 4.5, 3
	type pair struct {
		front, back string
		least       float64
	}
	pairs := []pair{
		{"accent-ink", "accent", text},
		{"accent-ink", "accent-deep", text},
		{"found-ink", "found", text},
		{"decide-ink", "decide", text},
		{"kept-ink", "kept", text},
		{"blocked-ink", "blocked", text},
		{"paper", "blocked-ink", text},
		{"decide-edge", "decide", control},
	}
	for _, back := range []string{"paper", "raised", "sunken"} {
		for _, front := range []string{"ink", "muted", "accent", "accent-deep", "blocked-ink"} {
			pairs = append(pairs, pair{front, back, text})
		}
		pairs = append(pairs, pair{"edge", back, control}, pair{"focus", back, control})
	}
	for i := range 8 {
		pairs = append(pairs, pair{"theme-" + strconv.Itoa(i+1), "paper", text}, pair{"theme-" + strconv.Itoa(i+1), "raised", text})
	}
	for i, colours := range palettes(t) {
		for _, p := range pairs {
			if got := contrast(t, colours[p.front], colours[p.back]); got < p.least {
				t.Errorf("palette %d: %s on %s = %.2f:1, want %.1f:1", i, p.front, p.back, got, p.least)
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	l := []float64{luminance(t, a), luminance(t, b)}
	slices.Sort(l)
	return (l[1] + 0.05) / (l[0] + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) == 4 {
		colour = "#" + strings.Repeat(colour[1:2], 2) + strings.Repeat(colour[2:3], 2) + strings.Repeat(colour[3:4], 2)
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	channel := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8) + 0.0722*channel(n)
}
