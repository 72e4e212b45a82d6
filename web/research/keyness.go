package research

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis/find"
	"verbatim/analysis/stats"
	"verbatim/search"
	"verbatim/web/page"
)

// keynessView is what the address of the page says: two queries, of which the
// second may be empty for all other answers.
type keynessView struct {
	a, b  string
	small bool
}

func readKeynessView(q url.Values) keynessView {
	read := func(name string) string {
		return view{}.asking(readView(url.Values{"q": q[name]}).query).query
	}
	return keynessView{a: read("a"), b: read("b"), small: q.Get("small") == "yes"}
}

func (v keynessView) at(path string) string {
	q := url.Values{}
	for name, value := range map[string]string{"a": v.a, "b": v.b} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.small {
		q.Set("small", "yes")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// others is what the second selection is called when it is all other answers.
const others = "all other answers"

// Keyness answers with the words that set two selections of answers apart.
func (d *Desk) Keyness(c *gin.Context) error {
	v := readKeynessView(c.Request.URL.Query())
	p, status, err := d.keyness(c.Request.Context(), v)
	if err != nil {
		return err
	}
	p.Notes = append(d.incomplete(), p.Notes...)
	p.Layout = frame(c, p.Layout, "search")
	return d.render.Page(c, status, "research-keyness", p)
}

func (d *Desk) keyness(ctx context.Context, v keynessView) (page.Keyness, int, error) {
	p := page.Keyness{A: v.a, B: v.b}
	p.Title = "Compare the words of two searches"
	if v.a == "" {
		p.Onward = &page.Onward{Heading: "Say which answers to compare", Text: "Write a search for each side, such as role:mentor and role:mentee, or theme:confidence and nothing, which stands for all other answers."}
		return p, http.StatusOK, nil
	}
	a, b, of, err := d.sides(ctx, v)
	if isQueryFault(err) {
		p.Problem, p.ProblemOf, p.Wrong = queryProblem(map[string]string{"a": v.a, "b": v.b}[of], err), of, true
		return p, http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return p, 0, err
	}
	compared, err := d.find.Compare(ctx, a.Node, b, nil, v.small)
	if isQueryFault(err) {
		p.Onward, p.Wrong = tooBroad(err, view{query: v.a}), true
		return p, http.StatusUnprocessableEntity, nil
	}
	if err == nil {
		p.Notes = find.Said(a.Unknown)
		if b != nil {
			p.Notes = append(p.Notes, find.Said(b.Unknown)...)
		}
		showCompared(&p, v, a, b, compared)
	}
	return p, http.StatusOK, err
}

// sides reads both queries; of says which one an error is about, and b is nil
// for all other answers.
func (d *Desk) sides(ctx context.Context, v keynessView) (a find.Query, b *find.Query, of string, err error) {
	if a, err = d.find.Read(ctx, v.a); err != nil || v.b == "" {
		return a, nil, "a", err
	}
	other, err := d.find.Read(ctx, v.b)
	return a, &other, "b", err
}

// ExportKeyness answers with the comparison as a file.
func (d *Desk) ExportKeyness(c *gin.Context) error {
	v := readKeynessView(c.Request.URL.Query())
	a, b, _, err := d.sides(c.Request.Context(), v)
	if err != nil {
		return err
	}
	compared, err := d.find.Compare(c.Request.Context(), a.Node, b, nil, v.small)
	if err != nil {
		return err
	}
	w, err := d.find.Writer(c.Request.Context(), a.String(), find.Found{})
	if err != nil {
		return err
	}
	about := w.About(find.Found{}, [2]string{"compared with", orOthers(v.b)})
	return d.send(c, "keywords", compared.Words(v.a, orOthers(v.b)), about)
}

func orOthers(b string) string { return or(b, others) }

// showCompared puts a comparison on the page.
func showCompared(p *page.Keyness, v keynessView, a find.Query, b *find.Query, c find.Comparison) {
	other := v
	other.small = !v.small
	p.Small = page.Choice{Text: "List function words too (the, and, of)", Address: other.at(KeynessPath)}
	if v.small {
		p.Small.Text = "Leave function words out (the, and, of)"
	}
	one, two := "the first search", "the second search"
	if b == nil {
		two = others
	}
	p.Meaning = Capital(amountWords(one, c.A)) + "; " + amountWords(two, c.B) + "."
	if c.Both > 0 {
		p.Overlap = Plural(c.Both, "answer is", "answers are") + " in both and counted in neither."
	}
	if c.Sampled {
		p.Overlap += " A side has more answers than are counted while you wait: " + Number(find.MostCounted) + " of it, a sample, were."
	}
	if !c.A.Enough() || !c.B.Enough() {
		p.TooLittle = tooLittle()
	} else {
		against := search.Node(search.Not{Of: a.Typed})
		if b != nil {
			against = b.Typed
		}
		p.Sides = []page.TypicalSide{
			keySide("side-a", one, two, c.OfA, a.Typed), keySide("side-b", two, one, c.OfB, against),
		}
		p.Away = []page.Link{{Text: "XLSX", Address: v.at(KeynessPath + "/export/xlsx")}, {Text: "CSV", Address: v.at(KeynessPath + "/export/csv")}}
	}
	p.Frequent, p.LeftOut = frequentWords(c.Apart)
}

func keySide(id, name, other string, words []stats.Word, scope search.Node) page.TypicalSide {
	return typicalSide(id, name, other, words, func(word string) string {
		q := search.All(search.Word{Text: word, Exact: true}, scope).String()
		return view{page: 1}.asking(strings.TrimSpace(q)).at(SearchPath)
	})
}
