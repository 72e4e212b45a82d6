package render_test

import (
	"bytes"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"pgregory.net/rapid"

	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/render"
)

// poured returns what moulds make of a page.
func poured(t testing.TB, m *render.Moulds, data any) string {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	w := httptest.NewRecorder()
	c, _ := gin.CreateTestContext(w)
	var err error
	switch p := data.(type) {
	case page.Start:
		err = m.Start(c, 200, p)
	case page.Form:
		err = m.Form(c, 200, p)
	case page.Check:
		err = m.Check(c, 200, p)
	case page.Receipt:
		err = m.Receipt(c, 200, p)
	default:
		t.Fatalf("no moulds for %T", data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.Body.String()
}

func direct(t testing.TB, r *render.Renderer, data any) string {
	t.Helper()
	name := map[string]string{"Start": "participate-start", "Form": "participate-page", "Check": "participate-check", "Receipt": "participate-receipt"}[reflect.TypeOf(data).Name()]
	var b bytes.Buffer
	if err := r.Execute(&b, name, "layout", data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wantSame fails the test unless the mould's page is that of the template.
func wantSame(t testing.TB, r *render.Renderer, m *render.Moulds, what string, data any) {
	t.Helper()
	for range 2 { // once making the moulds, once using them
		got, want := poured(t, m, data), direct(t, r, data)
		if got == want {
			continue
		}
		at := 0
		for at < len(got) && at < len(want) && got[at] == want[at] {
			at++
		}
		from := max(0, at-60)
		t.Fatalf("%s differs from byte %d on:\ngot  %q\nwant %q", what, at, got[from:min(len(got), at+60)], want[from:min(len(want), at+60)])
	}
}

// TestMouldsRenderWhatTemplatesDo compares all states of the participants' pages.
func TestMouldsRenderWhatTemplatesDo(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"participate-start", "participate-page", "participate-check", "participate-receipt"} {
		m := r.Moulds()
		for _, data := range append(samples()[name], typical()[name]...) {
			wantSame(t, r, m, name, data)
		}
	}
}

// typical are the pages in the states for which there are moulds.
func typical() map[string][]any {
	l := layout()
	writing := l
	writing.Writing = true
	sections := []page.Section{
		{Title: "One & two", Answers: []page.Given{{Question: "Q", Text: "said <b>", Consent: "c", Change: "/x?return=check#answer.über"}, {Question: "R", Lines: []string{"a", "", "b+c"}}, {Question: "S", Missing: true}, {Question: "T"}}},
		{Title: "None"},
		{Title: "Three", Answers: []page.Given{{Question: "Q", Text: "\x00'\"", Consent: "c"}}},
	}
	hidden := []page.Field{{Name: "answer.a", Value: "\n1 < 2 & \"3\" + '4'\x00\xff"}, {Name: "b", Value: ""}}
	wave := survey.Wave{Mode: survey.Open, WithdrawUntil: "2021-07-31"}
	every := everyKind()
	one := survey.Page{Title: "T", Questions: every.Questions[6:7]}
	answers := []survey.Answer{{Question: "text", Text: "\n</textarea><b>", QuoteConsent: survey.ThemesOnly}, {Question: "single", Choices: []string{"2"}}, {Question: "likert", Choices: []string{"a=2"}}, {Question: "rating", Choices: []string{"3"}}}
	forms := []any{
		page.Form{Layout: writing, Heading: "T", Progress: "Page 1 of 2", Questions: page.Questions(page.AskedPage(every), nil, nil), Action: "/x"},
		page.Form{Layout: writing, Heading: "T", Intro: "a\n\nb", Rule: "r", Questions: page.Questions(page.AskedPage(every), answers, nil), Return: "check", Back: true, Action: "/x", Key: "KEY"},
		page.Form{Layout: writing, Heading: "T", Questions: page.Questions(page.AskedPage(one), answers, nil), Back: true, Action: "/x"},
	}
	notes := []page.Note{{Question: "What <b>?", Change: "/f/page/1?return=check#answer.a", Keep: "w", Words: []page.Noted{{Text: "“Ann” & co", Looks: "a person’s name"}}}}
	return map[string][]any{
		"participate-start":   {page.Start{Layout: l, Heading: "H", Intro: "a\n\nb", Pages: 2, Stored: page.Stored(wave), Action: "/f/a/b/c", Until: "1 May"}},
		"participate-page":    forms,
		"participate-check":   {page.Check{Layout: l, Role: "mentor", Sections: sections, Stored: page.Stored(wave)[:1], Action: "/x", Back: "/b", Key: "KEY", Hidden: hidden}, page.Check{Layout: l, Sections: sections, Stored: page.Stored(wave)[:1], Action: "/x", Hidden: hidden, Notes: notes}},
		"participate-receipt": {page.Receipt{Layout: l, Code: "ABCD2345", Spaced: page.Spaced("ABCD2345"), Until: "1 May 2021", Addressee: "them", Sections: sections, Done: "/d"}},
	}
}

// TestMouldsSeeEveryField changes each field of each page by itself: a mould that
// was made without it would show the old value.
func TestMouldsSeeEveryField(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	all := typical()
	all["participate-page"] = append(all["participate-page"], unusualPages()...)
	for name, pages := range all {
		m := r.Moulds()
		for _, data := range pages {
			wantSame(t, r, m, name, data)
			changed := 0
			perturb(reflect.ValueOf(data), "", func(field string, other reflect.Value) {
				changed++
				wantSame(t, r, m, name+field, other.Interface())
			})
			if changed < 10 {
				t.Errorf("%s: only %d fields were changed", name, changed)
			}
		}
	}
}

// perturb calls fn with copies of a struct in which one field differs. What is
// fixed within a form is passed over: the question that a view was built from.
func perturb(v reflect.Value, path string, fn func(field string, other reflect.Value)) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		set := func(to reflect.Value) {
			other := reflect.New(v.Type()).Elem()
			other.Set(v)
			other.Field(i).Set(to)
			fn(path+"."+f.Name, other)
		}
		value := v.Field(i)
		switch {
		case f.Type == reflect.TypeFor[survey.Question](), f.Name == "User":
		case value.Kind() == reflect.String:
			set(reflect.ValueOf(value.String() + " & '<more>+").Convert(f.Type))
			set(reflect.Zero(f.Type))
		case value.Kind() == reflect.Bool:
			set(reflect.ValueOf(!value.Bool()))
		case value.Kind() == reflect.Int:
			set(reflect.ValueOf(int(value.Int()) + 1))
		case value.Kind() == reflect.Struct:
			perturb(value, path+"."+f.Name, func(field string, other reflect.Value) { set(other); _ = field })
		case value.Kind() == reflect.Slice:
			perturbSlice(value, set)
		}
	}
}

// perturbSlice takes the last element away, and changes the fields of each.
func perturbSlice(v reflect.Value, set func(reflect.Value)) {
	if v.Len() == 0 {
		return
	}
	set(v.Slice(0, v.Len()-1))
	for i := range v.Len() {
		replace := func(e reflect.Value) {
			s := reflect.MakeSlice(v.Type(), 0, v.Len())
			s = reflect.AppendSlice(s, v)
			s.Index(i).Set(e)
			set(s)
		}
		switch v.Index(i).Kind() {
		case reflect.Struct:
			perturb(v.Index(i), "[]", func(_ string, e reflect.Value) { replace(e) })
		case reflect.String:
			if v.Index(i).String() != "form.js" { // an asset that is not there cannot be rendered
				replace(reflect.ValueOf(v.Index(i).String() + "&"))
			}
		}
	}
}

// TestMouldsRenderAnyAnswers fills a form at random, in each of its looks.
func TestMouldsRenderAnyAnswers(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	m := r.Moulds()
	every := everyKind()
	every.Questions = append(every.Questions, unusual().Questions...)
	text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("<>&\"'+\x00\n `={}\u2028\ufffd"))))
	rapid.Check(t, func(rt *rapid.T) {
		var answers []survey.Answer
		for _, q := range every.Questions {
			a := survey.Answer{Question: q.Key}
			switch q.Kind {
			case survey.ShortText, survey.LongText:
				a.Text = text.Draw(rt, "text")
				a.QuoteConsent = rapid.SampledFrom([]survey.QuoteConsent{"", survey.QuoteWords, survey.ThemesOnly, survey.CountOnly, "forged"}).Draw(rt, "consent")
			case survey.Rating, survey.Number, survey.Date, survey.File:
				a.Choices = rapid.SliceOfN(rapid.OneOf(text, rapid.SampledFrom([]string{"1", "2021-06-30", "a|0|0"})), 0, 2).Draw(rt, "value")
			case survey.Likert, survey.Ranking:
				a.Choices = rapid.SliceOfN(rapid.SampledFrom([]string{"a=1", "a=2", "b=1", "b=2", "c=9", "a", ""}), 0, 3).Draw(rt, "rows")
			default:
				a.Choices = rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "yes", "<b>"}), 0, 3).Draw(rt, "choices")
			}
			answers = append(answers, a)
		}
		l := layout()
		l.Theme = rapid.SampledFrom([]string{"", "light", "dark"}).Draw(rt, "theme")
		sections := page.Sections([]page.Asked{page.AskedPage(every)}, answers, func(_ int, q string) string { return "/x#" + q })
		stored := page.Stored(survey.Wave{Mode: survey.Open})
		wantSame(t, r, m, "check", page.Check{Layout: l, Sections: sections, Stored: stored, Action: "/x", Back: "/b", Hidden: []page.Field{{Name: text.Draw(rt, "name"), Value: text.Draw(rt, "value")}}})
		wantSame(t, r, m, "receipt", page.Receipt{Layout: l, Code: "ABCDEFGH", Spaced: []string{"ABCD", "EFGH"}, Sections: page.Sections([]page.Asked{page.AskedPage(every)}, answers, nil)})
		l.Writing = true
		wantSame(t, r, m, "form", page.Form{
			Layout: l, Heading: "T", Questions: page.Questions(page.AskedPage(every), answers, nil), Action: "/x",
			Key: text.Draw(rt, "key"), Back: rapid.Bool().Draw(rt, "back"), Return: rapid.SampledFrom([]string{"", "check"}).Draw(rt, "return"),
		})
	})
}

// TestMouldsAreUsed makes sure that the pages people see most are not rendered
// directly: a mould allocates a tenth of what a template does.
func TestMouldsAreUsed(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	for name, pages := range typical() {
		m := r.Moulds()
		for _, data := range pages {
			poured(t, m, data)
			template := testing.AllocsPerRun(20, func() { direct(t, r, data) })
			mould := testing.AllocsPerRun(20, func() { poured(t, m, data) })
			if mould > template/3+30 { // the recorder and its context take up to 30
				t.Errorf("%s: %v allocations from moulds, %v from the template", name, mould, template)
			}
		}
	}
}

// FuzzEscape compares the escaping of moulds with that of html/template between
// tags, in an attribute and in a text area.
func FuzzEscape(f *testing.F) {
	r, err := render.New()
	if err != nil {
		f.Fatal(err)
	}
	m := r.Moulds()
	for _, s := range []string{"", "\n<b>", "a&b\"c'd+e\x00f", "\xff\xfe", "</textarea>", "{{.}}", "\u2028\U0010FFFF"} {
		f.Add(s)
	}
	every := everyKind()
	f.Fuzz(func(t *testing.T, s string) {
		l := layout()
		wantSame(t, r, m, "check", page.Check{
			Layout: l, Sections: []page.Section{{Title: "T", Answers: []page.Given{{Question: "Q", Text: s, Lines: []string{s}}}}},
			Key: s, Hidden: []page.Field{{Name: s, Value: s}}, Action: "/x", Notes: []page.Note{{Question: s, Change: s, Keep: s, Words: []page.Noted{{Text: s, Looks: s}}}},
		})
		l.Writing = true
		answers := []survey.Answer{{Question: "text", Text: s}, {Question: "short", Text: s}}
		wantSame(t, r, m, "form", page.Form{Layout: l, Key: s, Questions: page.Questions(page.AskedPage(every), answers, nil), Action: "/x"})
	})
}

// everyKind is a page with a question of each kind.
func everyKind() survey.Page {
	scale := []survey.Choice{{Key: "1", Label: "No <i>"}, {Key: "2", Label: "Yes & no"}}
	return survey.Page{Title: "T", Questions: []survey.Question{
		{Key: "info", Kind: survey.Info, Label: "Read this", Hint: "a\n\nb"},
		{Key: "consent", Kind: survey.Consent, Label: "I agree", Required: true},
		{Key: "single", Kind: survey.Single, Label: "One", Hint: "h", Choices: scale},
		{Key: "multiple", Kind: survey.Multiple, Label: "Many", Choices: scale},
		{Key: "likert", Kind: survey.Likert, Label: "Agree?", Choices: scale, Items: []survey.Choice{{Key: "a", Label: "A"}, {Key: "b", Label: "B"}}},
		{Key: "short", Kind: survey.ShortText, Label: "Short", Quotable: true},
		{Key: "text", Kind: survey.LongText, Label: "Long", Hint: "h", Quotable: true},
		{Key: "rating", Kind: survey.Rating, Label: "How good?", Choices: []survey.Choice{{Key: "1", Label: "Bad"}}},
	}}
}

// unusual is a page with the questions that have no moulds.
func unusual() survey.Page {
	scale := everyKind().Questions[2].Choices
	return survey.Page{Title: "T", Questions: []survey.Question{
		{Key: "number", Kind: survey.Number, Label: "How long?", Unit: "minutes & more"},
		{Key: "date", Kind: survey.Date, Label: "When?"},
		{Key: "ranking", Kind: survey.Ranking, Label: "In what order?", Items: scale},
		{Key: "file", Kind: survey.File, Label: "Your log"},
		{Key: "other", Kind: survey.Single, Label: "Where?", Choices: append(slices.Clone(scale), survey.Choice{Key: "else", Label: "Else", Other: true}), Quotable: true},
		{Key: "soft", Kind: survey.LongText, Label: "Why?", Soft: true, MaxRunes: 200},
	}}
}

// unusualPages ask questions that have no moulds, among them one that hangs on
// other answers.
func unusualPages() []any {
	l := layout()
	l.Writing, l.Tongues = true, page.Tongues([]string{"en", "cy", "ar"}, "en")
	given := []survey.Answer{{Question: "number", Choices: []string{"4"}}, {Question: "soft", Choices: []string{"~do-not-know"}}, {Question: "ranking", Choices: []string{"2=1"}}}
	turn := page.AskedPage(unusual())
	turn.Live, turn.Turn = true, 2
	return []any{
		page.Form{Layout: l, Heading: "T", Questions: page.Questions(page.AskedPage(unusual()), given, nil), Action: "/x"},
		page.Form{Layout: l, Heading: "T", Questions: page.Questions(turn, nil, nil)[:2], Turns: page.Turns{Add: "a", Remove: "r"}, Action: "/x"},
	}
}

// TestMouldsAreBounded renders pages of ever new titles.
func TestMouldsAreBounded(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	m := r.Moulds()
	p, _ := typical()["participate-page"][0].(page.Form)
	p.Questions = slices.Clone(p.Questions[:1])
	for i := range render.MostMoulds + 5 {
		p.Heading = strings.Repeat("x", i%50) + string(rune('A'+i/50))
		poured(t, m, p)
	}
	if n := m.Sheets(); n > render.MostMoulds {
		t.Errorf("%d moulds are kept, want at most %d", n, render.MostMoulds)
	}
	wantSame(t, r, m, "beyond the bound", p)
}

// TestMouldsPourPartsInOtherLanguages compares what is in two languages.
func TestMouldsPourPartsInOtherLanguages(t *testing.T) {
	r, err := render.New()
	if err != nil {
		t.Fatal(err)
	}
	l := page.Layout{Title: "T", Lang: "cy"}
	title := page.Marked("en", "Each <meeting>") + ": 1 o 2"
	sections := []page.Section{{Title: title, Answers: []page.Given{
		{Question: "A", Lines: []string{"1. " + page.Marked("en", "<b> & 'c'"), page.Marked("ar", "x"), "d"}},
		{Question: "A", Lines: []string{"1. e", page.Marked("en", "f"), "g"}},
	}}}
	m := r.Moulds()
	wantSame(t, r, m, "check", page.Check{Layout: l, Sections: sections, Hidden: []page.Field{{Name: "a", Value: "b"}}, Key: "K", Action: "/x"})
	wantSame(t, r, m, "receipt", page.Receipt{Layout: l, Code: "ABCDEFGH", Spaced: []string{"ABCD", "EFGH"}, Sections: sections})
	wantSame(t, r, m, "start", page.Start{Layout: l, Heading: page.Marked("en", "A & b"), Intro: "c\n\nd", IntroLang: "en", Action: "/x"})
	l.Writing = true
	wantSame(t, r, m, "form", page.Form{Layout: l, Heading: title, Action: "/x", Key: "K", Turns: page.Turns{Add: "Un arall: " + page.Marked("en", "Meeting"), Count: 1}})
}
