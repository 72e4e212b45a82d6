package instrument_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
)

const ours = "reverse-mentoring-experience"

func get(t *testing.T, key string) instrument.Instrument {
	t.Helper()
	i, err := instrument.Get(key)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestSets checks what a person editing the data could break, and that nothing
// is here in full whose words were not written for this program.
func TestSets(t *testing.T) {
	const sets = 11
	list := instrument.List()
	if len(list) != sets {
		t.Errorf("List() has %d instruments, want %d: one that cannot be read is left out", len(list), sets)
	}
	for _, i := range list {
		if survey.CheckKey("instrument", i.Key) != nil || i.Name == "" || i.Measures == "" || i.Citation == "" || i.Licence == "" || i.Source == "" {
			t.Errorf("%q is not described: %+v", i.Key, i)
		}
		if full := !i.Template(); full != (i.Key == ours) {
			t.Errorf("%s: words are here = %v", i.Key, full)
		}
		for _, s := range i.Scoring.Scales {
			if s.Least < 1 || s.Least > len(s.Items) {
				t.Errorf("%s: a score of %q needs %d of %d items", i.Key, s.Name, s.Least, len(s.Items))
			}
			for _, key := range s.Items {
				if !slices.ContainsFunc(i.Items, func(c survey.Choice) bool { return c.Key == key }) {
					t.Errorf("%s: scale %q has no item %q", i.Key, s.Name, key)
				}
			}
		}
	}
	if _, err := instrument.Get("mbti"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Get(mbti) = %v", err)
	}
}

func form(p survey.Page) survey.Form {
	return survey.Form{Key: "f", Title: "F", Pages: []survey.Page{p}}
}

func TestPageIsAsPublished(t *testing.T) {
	f := form(get(t, ours).Page())
	if got := instrument.Check(f); len(got) > 0 {
		t.Errorf("Check = %v", got)
	}
	if _, err := fill.New(f); err != nil {
		t.Error(err)
	}
}

func TestCheckSaysWhatWasChanged(t *testing.T) {
	for name, test := range map[string]struct {
		change func(f *survey.Form, p *survey.Page, q *survey.Question)
		want   string
	}{
		"reworded": {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Items[0].Label = "I felt heard" }, `K06: Page "Experience of reverse mentoring" is the instrument "Experience of reverse mentoring". Statement 1 reads "I felt heard". Published is: "I felt listened to".`},
		"reordered": {func(_ *survey.Form, _ *survey.Page, q *survey.Question) {
			q.Items[0], q.Items[1] = q.Items[1], q.Items[0]
		}, `Statement "I felt listened to" stands in place 2. Published is place 1.`},
		"dropped":   {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Items = q.Items[1:] }, "It has 5 of what the instrument has 6 of (statements)."},
		"replaced":  {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Items[5].Key = "enough" }, `Statement 6, "We had enough time", is missing.`},
		"answers":   {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Choices[0].Label = "Yes" }, `Answer 1 reads "Yes". Published is: "Strongly agree".`},
		"free text": {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Choices[0].Other = true }, "behaves in another way"},
		"prompt":    {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Label = "Agree?" }, `The question reads "Agree?". Published is: "How far do you agree with each of these?".`},
		"hint":      {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Hint = "Be kind" }, "K06: "},
		"scoring": {func(_ *survey.Form, p *survey.Page, _ *survey.Question) {
			p.Instrument.Scoring.Method = survey.SumScore
		}, "Its scoring was changed."},
		"forced":     {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Required = true }, "K07: "},
		"for some":   {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Relevant = "true()" }, "K07: "},
		"more":       {func(_ *survey.Form, p *survey.Page, q *survey.Question) { p.Questions = append(p.Questions, *q) }, "K05: "},
		"other kind": {func(_ *survey.Form, _ *survey.Page, q *survey.Question) { q.Kind = survey.Single }, "K05: "},
		"translated": {func(f *survey.Form, _ *survey.Page, _ *survey.Question) {
			f.Translate("cy", "item/"+ours+"/heard", "Cefais fy nghlywed")
		}, "K08: "},
	} {
		t.Run(name, func(t *testing.T) {
			f := form(get(t, ours).Page())
			test.change(&f, &f.Pages[0], &f.Pages[0].Questions[0])
			got := instrument.Check(f)
			if len(got) == 0 || !strings.Contains(got[0].Code+": "+got[0].Text, test.want) || got[0].Page != ours {
				t.Errorf("Check = %+v, want %q", got, test.want)
			}
		})
	}
}

// TestWordsHeldElsewhere checks an instrument that was made of a template.
func TestWordsHeldElsewhere(t *testing.T) {
	i := filled(t, "edmondson-safety")
	f := form(i.Page())
	if got := instrument.Check(f); len(got) > 0 {
		t.Errorf("Check = %v", got)
	}
	f.Pages[0].Questions[0].Items[2].Label += "!"
	if got := instrument.Check(f); len(got) != 1 || got[0].Code != "K06" {
		t.Errorf("Check of a changed page = %v", got)
	}
}

// filled fills a template in, as somebody who holds the words does.
func filled(t *testing.T, key string) instrument.Instrument {
	t.Helper()
	i := get(t, key)
	i.Prompt = "How far?"
	for n := range i.Items {
		i.Items[n].Label = "Statement " + i.Items[n].Key
	}
	for n := range i.Answers {
		i.Answers[n].Label = "Answer " + i.Answers[n].Key
	}
	i.Scoring.Scales[0].Reverse = []string{"item-1"}
	return i
}

func workbook(t *testing.T, i instrument.Instrument) []sheet.Grid {
	t.Helper()
	content, _, err := sheet.Bytes(sheet.XLSX, instrument.Write(i)...)
	if err != nil {
		t.Fatal(err)
	}
	grids, err := sheet.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	return grids
}

func TestTemplatesAreFilledIn(t *testing.T) {
	for _, i := range instrument.List() {
		if !i.Template() {
			continue
		}
		if _, err := instrument.Read(workbook(t, i)); err == nil || !strings.Contains(err.Error(), "K09: Worksheet instrument: fill in") {
			t.Errorf("%s without words: %v", i.Key, err)
		}
		want := filled(t, i.Key)
		got, err := instrument.Read(workbook(t, want))
		if err != nil {
			t.Errorf("%s: %v", i.Key, err)
			continue
		}
		got.Scoring.Scales[0].Key = want.Scoring.Scales[0].Key // made of its name
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-written +read):\n%s", i.Key, diff)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(g []sheet.Grid)
		want   string
	}{
		"no words":     {func(g []sheet.Grid) { g[1].Rows[2][1] = "" }, "Worksheet items, row 3, words: the statement is missing"},
		"key twice":    {func(g []sheet.Grid) { g[1].Rows[2][0] = "item-1" }, "Worksheet items, row 3, key"},
		"no scale":     {func(g []sheet.Grid) { g[1].Rows = [][]string{{"key"}, {"a", "A"}} }, "no statement is on a scale"},
		"least":        {func(g []sheet.Grid) { g[1].Rows[1][4] = "most" }, "Worksheet items, row 2, least"},
		"no items":     {func(g []sheet.Grid) { g[1].Rows = nil }, "Worksheet items: write each"},
		"no answer":    {func(g []sheet.Grid) { g[2].Rows[1][1] = "" }, "Worksheet answers, row 2, words"},
		"answer twice": {func(g []sheet.Grid) { g[2].Rows[2][0] = "1" }, "Worksheet answers, row 3, value"},
		"no answers":   {func(g []sheet.Grid) { g[2].Rows = nil }, "Worksheet answers: write two"},
		"method":       {func(g []sheet.Grid) { setAbout(g, "method", "median") }, "method: \"median\""},
		"low":          {func(g []sheet.Grid) { setAbout(g, "low", "9") }, "low and high"},
		"key":          {func(g []sheet.Grid) { setAbout(g, "key", "A B") }, "Worksheet instrument, key"},
	} {
		t.Run(name, func(t *testing.T) {
			g := workbook(t, filled(t, "raju-confidence"))
			test.change(g)
			if _, err := instrument.Read(g); err == nil || !strings.Contains(fault.Text(err), test.want) {
				t.Errorf("Read = %v, want %q", err, test.want)
			}
		})
	}
}

func setAbout(g []sheet.Grid, what, value string) {
	for _, row := range g[0].Rows {
		if row[0] == what {
			row[1] = value
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("key|a\nname|N\ncitation|C\nlicence|L\nprompt|P\nmethod|sum\nlow|1\nhigh|5", "key|words|scale|reverse|least\na|A|S|yes|1\nb|B|S", "value|words\n1|No\n5|Yes")
	f.Fuzz(func(t *testing.T, about, items, answers string) {
		grids := []sheet.Grid{{Name: "instrument", Rows: cells(about)}, {Name: "items", Rows: cells(items)}, {Name: "answers", Rows: cells(answers)}}
		i, err := instrument.Read(grids)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatalf("Read fails without a word: %v", err)
			}
			return
		}
		if i.Template() || len(instrument.Check(form(i.Page()))) > 0 {
			t.Fatalf("Read made %+v, %v", i, instrument.Check(form(i.Page())))
		}
	})
}

func cells(text string) [][]string {
	var out [][]string
	for line := range strings.Lines(text) {
		out = append(out, strings.Split(strings.TrimSuffix(line, "\n"), "|"))
	}
	return out
}

func TestScore(t *testing.T) {
	in := survey.Instrument{Scoring: survey.Scoring{Method: survey.MeanScore, Low: 1, High: 5, Scales: []survey.Scale{
		{Key: "a", Items: []string{"x", "y", "z"}, Reverse: []string{"y"}, Least: 2},
		{Key: "b", Items: []string{"v", "w"}, Least: 2},
	}}}
	sum := in
	sum.Scoring.Method = survey.SumScore
	tests := []struct {
		name   string
		in     survey.Instrument
		answer []string
		want   []instrument.Result
	}{
		{"all, one reversed", in, []string{"x=5", "y=2", "z=3", "v=1", "w=2"}, []instrument.Result{{"a", 4, 3, true}, {"b", 1.5, 2, true}}},
		{"one missing is allowed on one scale", in, []string{"x=5", "y=2", "v=1"}, []instrument.Result{{"a", 4.5, 2, true}, {"b", 0, 1, false}}},
		{"what is no number is missing", in, []string{"x=na", "y=2", "z=9", "v=1", "w=2"}, []instrument.Result{{"a", 0, 1, false}, {"b", 1.5, 2, true}}},
		{"sums stand for all items", sum, []string{"x=5", "y=2", "v=1", "w=2"}, []instrument.Result{{"a", 13.5, 2, true}, {"b", 3, 2, true}}},
		{"nothing", in, nil, []instrument.Result{{"a", 0, 0, false}, {"b", 0, 0, false}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, instrument.Score(tt.in, survey.Answer{Choices: tt.answer})); diff != "" {
				t.Errorf("Score (-want +got):\n%s", diff)
			}
		})
	}
}

// lsat is how many of 1,000 people answered the five items of section 6 of the
// Law School Admission Test by each pattern, from 00000 to 11111 (Bock and
// Lieberman, Psychometrika 1970;35:179-197).
var lsat = []int{3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298}

// TestAlpha compares with a published example: Rizopoulos, Journal of Statistical
// Software 2006;17(5), whose package ltm prints 0.295 for these data.
func TestAlpha(t *testing.T) {
	var rows [][]float64
	for pattern, n := range lsat {
		row := make([]float64, 5)
		for i := range row {
			row[i] = float64(pattern >> (4 - i) & 1)
		}
		rows = append(rows, slices.Repeat([][]float64{row}, n)...)
	}
	alpha, ok := instrument.Alpha(rows)
	if len(rows) != 1000 || !ok || math.Abs(alpha-0.295) > 0.0005 {
		t.Errorf("Alpha of %d people = %.4f, %v, want 0.295", len(rows), alpha, ok)
	}
	for name, rows := range map[string][][]float64{"nobody": nil, "one person": {{1, 2}}, "one item": {{1}, {2}}, "all alike": {{1, 2}, {2, 1}}} {
		if _, ok := instrument.Alpha(rows); ok {
			t.Errorf("%s: there is an alpha", name)
		}
	}
	if alpha, _ := instrument.Alpha([][]float64{{1, 1}, {2, 2}, {5, 5}}); math.Abs(alpha-1) > 1e-9 {
		t.Errorf("Alpha of two equal items = %v, want 1", alpha)
	}
}

func TestSummarise(t *testing.T) {
	in := get(t, ours).Page().Instrument
	answers := []survey.Answer{
		{Choices: []string{"heard=5", "open=5", "understand=5", "speak-up=5", "prepared=5", "time=5"}},
		{Choices: []string{"heard=3", "open=3", "understand=3", "speak-up=3", "prepared=na"}},
		{Choices: []string{"heard=4", "open=4", "understand=4", "speak-up=4", "prepared=4", "time=4"}},
		{Choices: []string{"heard=1"}},
	}
	s := instrument.Summarise(*in, answers)[0]
	if s.N != 3 || s.Mean != 4 || math.Abs(s.SD-1) > 1e-9 || s.Complete != 2 || !s.HasAlpha || math.Abs(s.Alpha-1) > 1e-9 {
		t.Errorf("Summarise = %+v, want 3 people, mean 4, standard deviation 1, alpha 1 of 2", s)
	}
}
