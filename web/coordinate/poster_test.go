package coordinate_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// modules returns the squares of a QR code as its picture draws them, without the
// zone that is left free around it.
func modules(t *testing.T, p *webtest.Page) [][]bool {
	t.Helper()
	const quiet = 4
	svg := p.Class("qr")[0]
	var side, other int
	if _, err := fmt.Sscanf(webtest.Attr(svg, "viewbox")+webtest.Attr(svg, "viewBox"), "0 0 %d %d", &side, &other); err != nil || side != other {
		t.Fatalf("the picture is %d by %d, %v", side, other, err)
	}
	dark := make([][]bool, side-2*quiet)
	for y := range dark {
		dark[y] = make([]bool, side-2*quiet)
	}
	drawn := webtest.Attr(webtest.All(svg, "path")[0], "d")
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllString(drawn, -1) {
		var x, y, n int
		if _, err := fmt.Sscanf(run, "M%d %dh%d", &x, &y, &n); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			dark[y-quiet][x-quiet+i] = true
		}
	}
	return dark
}

// scan reads a QR code of medium error correction and version 2 to 6, as a
// telephone does that sees it clearly.
func scan(t *testing.T, dark [][]bool) string {
	t.Helper()
	n := len(dark)
	version := (n - 17) / 4
	if version < 2 || version > 6 {
		t.Fatalf("the code has version %d, which this test cannot read", version)
	}
	format := 0
	for _, at := range [][2]int{{8, 0}, {8, 1}, {8, 2}, {8, 3}, {8, 4}, {8, 5}, {8, 7}, {8, 8}, {7, 8}, {5, 8}, {4, 8}, {3, 8}, {2, 8}, {1, 8}, {0, 8}} {
		format <<= 1
		if dark[at[0]][at[1]] {
			format |= 1
		}
	}
	format ^= 0x5412
	if format>>13 != 0 {
		t.Fatalf("the code has the level of correction %b, want 0 for medium", format>>13)
	}
	words := codewords(dark, n, masks[format>>10&7])
	blocks := []int{2: 1, 3: 1, 4: 2, 5: 2, 6: 4}[version]
	data := []int{2: 28, 3: 44, 4: 64, 5: 86, 6: 108}[version]
	var stream []byte
	for b := range blocks {
		for i := range data / blocks {
			stream = append(stream, words[i*blocks+b])
		}
	}
	if mode := stream[0] >> 4; mode != 4 {
		t.Fatalf("the code has the mode %d, want 4 for bytes", mode)
	}
	length := int(stream[0]&15)<<4 | int(stream[1]>>4)
	text := make([]byte, length)
	for i := range text {
		text[i] = stream[i+1]<<4 | stream[i+2]>>4
	}
	return string(text)
}

// masks are what the squares of the data are turned over by, by row and column.
var masks = []func(r, c int) bool{
	func(r, c int) bool { return (r+c)%2 == 0 },
	func(r, _ int) bool { return r%2 == 0 },
	func(_, c int) bool { return c%3 == 0 },
	func(r, c int) bool { return (r+c)%3 == 0 },
	func(r, c int) bool { return (r/2+c/3)%2 == 0 },
	func(r, c int) bool { return r*c%2+r*c%3 == 0 },
	func(r, c int) bool { return (r*c%2+r*c%3)%2 == 0 },
	func(r, c int) bool { return ((r+c)%2+r*c%3)%2 == 0 },
}

// codewords reads the bytes in the order in which they wind through the code.
func codewords(dark [][]bool, n int, mask func(r, c int) bool) (out []byte) {
	fixed := func(r, c int) bool {
		corner := r < 9 && c < 9 || r < 9 && c >= n-8 || r >= n-8 && c < 9
		return corner || r == 6 || c == 6 || r >= n-9 && r < n-4 && c >= n-9 && c < n-4
	}
	bits, word, up := 0, byte(0), true
	for right := n - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range n {
			r := i
			if up {
				r = n - 1 - i
			}
			for _, c := range []int{right, right - 1} {
				if fixed(r, c) {
					continue
				}
				word <<= 1
				if dark[r][c] != mask(r, c) {
					word |= 1
				}
				if bits++; bits%8 == 0 {
					out = append(out, word)
				}
			}
		}
		up = !up
	}
	return out
}

// TestPosterLeadsToTheForm scans the poster, and follows it.
func TestPosterLeadsToTheForm(t *testing.T) {
	s := stafftest.New(t)
	p := s.Coordinator().Get(collect + "/end/poster").Want(http.StatusOK)
	address := scan(t, modules(t, p))
	printed := webtest.Text(p.Class("poster-address")[0])
	if typed, _, _ := strings.Cut(address, "?"); !strings.HasSuffix(typed, printed) || !strings.HasPrefix(address, "http") {
		t.Errorf("the code leads to %q, and beside it stands %q", address, printed)
	}
	path := address[strings.Index(address, "/f/"):]
	if start := s.Coordinator().Another().Get(path).Want(http.StatusOK); len(start.All("form")) == 0 {
		t.Errorf("at %s nothing can be answered", path)
	}
}

// TestPosterInEachLanguage scans the poster in every language of the form, and
// begins to answer: in that language from the first page on.
func TestPosterInEachLanguage(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	at := collect + "/end/poster"
	links := map[string]string{"en": at}
	for _, a := range b.Get(at).Want(http.StatusOK).All("a") {
		if lang := webtest.Attr(a, "hreflang"); lang != "" {
			links[lang] = at + webtest.Attr(a, "href")
		}
	}
	if len(links) != 3 {
		t.Fatalf("there are posters in %v, want English, Welsh and Arabic", links)
	}
	names := strings.NewReplacer(s.Programme.Name, "", s.Programme.Addressee, "")
	for lang, link := range links {
		p := b.Get(link).Want(http.StatusOK)
		poster := p.Class("poster")[0]
		if got := webtest.Attr(poster, "lang"); got != lang || (webtest.Attr(poster, "dir") == "rtl") != (lang == "ar") {
			t.Errorf("the poster in %s says it is in %q, from %q", lang, got, webtest.Attr(poster, "dir"))
		}
		text := names.Replace(strings.ReplaceAll(webtest.Text(poster), webtest.Text(p.Class("poster-address")[0]), ""))
		text, _, _ = strings.Cut(text, "http") // the name of the code holds the address
		if lang == "ar" && regexp.MustCompile("[A-Za-z]{2}").MatchString(strings.ReplaceAll(text, "QR", "")) {
			t.Errorf("the Arabic poster says %q", text)
		}
		address := scan(t, modules(t, p))
		start := b.Another().Get(address[strings.Index(address, "/f/"):]).Want(http.StatusOK)
		path, _, _ := strings.Cut(start.Path, "?")
		first := start.Form(path).Send().Want(http.StatusOK)
		for _, page := range []*webtest.Page{start, first} {
			if got := webtest.Attr(page.Find("html"), "lang"); !strings.HasPrefix(got, lang) {
				t.Errorf("the poster in %s leads to %s in %q", lang, page.Path, got)
			}
		}
	}
	b.Get(at + "?language=fr").Want(http.StatusNotFound)
}

// TestPosterIsOnePage prints the poster on A4.
func TestPosterIsOnePage(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	tab := browsertest.Start(t).Tab(t, browsertest.Options{Width: 1280, Height: 900})
	for _, c := range b.Cookies("/") {
		tab.SetCookie(b.Base(), "/", c.Name, c.Value)
	}
	for _, language := range []string{"en", "cy", "ar"} {
		tab.Open(b.Base() + collect + "/end/poster?language=" + language)
		tab.Sound("poster-" + language)
		content := tab.PDF()
		pages := regexp.MustCompile(`/Type\s*/Page\b`).FindAll(content, -1)
		boxes := regexp.MustCompile(`/MediaBox\s*\[\s*0 0 (\d+)[.\d]* (\d+)`).FindSubmatch(content)
		if len(pages) != 1 || boxes == nil || !slices.Contains([]string{"594", "595", "596"}, string(boxes[1])) {
			t.Errorf("the poster in %s has %d pages of %s, want one of A4", language, len(pages), boxes)
		}
	}
}
