package dataset_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis/dataset"
	"verbatim/survey"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
)

func choice(key, label string) survey.Choice { return survey.Choice{Key: key, Label: label} }

// first is the first version of a form with every kind of question.
func first() survey.Form {
	return survey.Form{Key: "end", Version: 1, Title: "End", Pages: []survey.Page{
		{Key: "about", Title: "About you", Questions: []survey.Question{
			{Key: "consent", Kind: survey.Consent, Label: "I agree"},
			{Key: "role", Kind: survey.Single, Label: "You are", Purpose: survey.ForRole, Choices: []survey.Choice{choice("mentor", "a mentor"), choice("mentee", "a mentee")}},
			{Key: "year", Kind: survey.Single, Label: "Your year", Soft: true, Choices: []survey.Choice{choice("one", "First"), choice("two", "Second"), {Key: "other", Label: "Other", Other: true}}},
			{Key: "again", Kind: survey.Single, Label: "Would you do it again?", Choices: []survey.Choice{choice("y", "Yes"), choice("n", "No")}},
			{Key: "why", Kind: survey.LongText, Label: "Why not?", Quotable: true, Relevant: "${again} = 'n'"},
			{Key: "topics", Kind: survey.Multiple, Label: "Topics", Choices: []survey.Choice{choice("race", "Race"), choice("class", "Class")}},
			{Key: "safe", Kind: survey.Likert, Label: "How safe", Items: []survey.Choice{choice("talk", "Talking"), choice("ask", "Asking")}, Choices: []survey.Choice{choice("1", "Not"), choice("5", "Very")}},
			{Key: "gone", Kind: survey.ShortText, Label: "Asked once"},
			{Key: "score", Kind: survey.Rating, Label: "Rate it", Least: new(1.0), Most: new(5.0)},
			{Key: "change", Kind: survey.Number, Label: "By how much"},
			{Key: "rank", Kind: survey.Ranking, Label: "Order them", Items: []survey.Choice{choice("a", "A"), choice("b", "B")}},
			{Key: "cv", Kind: survey.File, Label: "A file"},
		}},
		{Key: "log", Title: "Meetings", Repeat: &survey.Repeat{Key: "meetings", Label: "Meeting"}, Questions: []survey.Question{
			{Key: "day", Kind: survey.Date, Label: "When?"},
			{Key: "minutes", Kind: survey.Number, Label: "How long?", Least: new(0.0)},
		}},
	}}
}

// second changes words, adds a choice, takes a question out, puts one in and asks
// one in another manner.
func second() survey.Form {
	f := first()
	f.Version = 2
	qs := f.Pages[0].Questions
	qs[3].Label, qs[3].Choices = "Would you take part again?", []survey.Choice{choice("maybe", "Maybe"), choice("y", "Yes"), choice("n", "No")}
	qs[5].Choices = append(qs[5].Choices, choice("gender", "Gender"))
	qs[8] = survey.Question{Key: "score", Kind: survey.ShortText, Label: "Rate it in words"}
	f.Pages[0].Questions = slices.Delete(qs, 7, 8)
	return f
}

func answered(id string, version int, role string, as ...survey.Answer) survey.Response {
	return survey.Response{ID: id, WaveID: "w", FormKey: "end", FormVersion: version, Role: role, Answers: as}
}

func picked(q string, keys ...string) survey.Answer { return survey.Answer{Question: q, Choices: keys} }

func wrote(q, text string, c survey.QuoteConsent) survey.Answer {
	return survey.Answer{Question: q, Text: text, QuoteConsent: c}
}

func input(mode survey.Mode, rs ...survey.Response) dataset.Input {
	return dataset.Input{
		Programme: survey.Programme{Name: "Mentoring"}, Forms: []survey.Form{first(), second()}, Responses: rs,
		Waves:  []dataset.Wave{{Wave: survey.Wave{ID: "w", Key: "end", Mode: mode}, Round: survey.Round{Key: "2021"}}},
		Person: func(r survey.Response) string { return "P-" + r.ParticipantID }, Now: time.Date(2021, 7, 1, 0, 0, 0, 0, time.UTC),
	}
}

// crowd is so many mentors who said nothing, so that a role is no small group.
func crowd(n int, role string) []survey.Response {
	var rs []survey.Response
	for i := range n {
		rs = append(rs, answered(fmt.Sprintf("z%02d%s", i, role), 2, role))
	}
	return rs
}

func build(t *testing.T, in dataset.Input) dataset.Dataset {
	t.Helper()
	d, err := dataset.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// said returns what a row has, by the names of the columns, without empty cells.
func said(t dataset.Table, row int) map[string]any {
	out := map[string]any{}
	for i, v := range t.Variables {
		if t.Rows[row][i] != nil {
			out[v.Name] = t.Rows[row][i]
		}
	}
	return out
}

func TestBuildOverVersions(t *testing.T) {
	rs := append(crowd(5, "mentor"),
		answered("a", 1, "mentor", picked("consent", "yes"), picked("year", "other"), survey.Answer{Question: "year", Choices: []string{"other"}, Text: "Third", QuoteConsent: survey.QuoteWords},
			picked("again", "n"), wrote("why", "It was long.\nToo long.", survey.QuoteWords), picked("topics", "race"), picked("safe", "talk=5"), wrote("gone", "x", ""),
			picked("score", "4"), picked("change", "-99"), picked("rank", "a=2", "b=1"), picked("cv", "cv.pdf"), picked("day#1", "2021-05-01"), picked("minutes#1", "45.5"), picked("day#2", "2021-06-01")),
		answered("b", 2, "mentor", picked("year", "~not-applicable"), picked("again", "n"), wrote("why", "secret", survey.CountOnly), picked("topics", "gender"), wrote("score", "good", survey.ThemesOnly)),
	)
	d := build(t, input(survey.Open, rs...))
	var order []string
	for _, v := range d.Main.Variables {
		order = append(order, v.Name)
	}
	want := "row round wave version role consent year year_said again why why_given why_quote topics_race topics_class topics_gender safe_talk safe_ask gone gone_given gone_quote score score_2 score_given score_quote change rank_a rank_b cv"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("columns\n%s\nwant\n%s", got, want)
	}
	if diff := cmp.Diff(map[string]any{
		"row": 1, "round": "2021", "wave": "end", "version": 1, "role": "mentor", "consent": 1, "year": 3, "year_said": "Third", "again": 2,
		"why": "It was long.\nToo long.", "why_given": 1, "why_quote": 1, "topics_race": 1, "topics_class": 0, "safe_talk": 5, "safe_ask": -99,
		"gone": "x", "gone_given": 1, "gone_quote": 0, "score": 4, "change": -99, "rank_a": 2, "rank_b": 1, "cv": 1,
	}, said(d.Main, 0)); diff != "" {
		t.Errorf("the first version's row (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{
		"row": 2, "round": "2021", "wave": "end", "version": 2, "role": "mentor", "consent": 0, "year": -97, "again": 2,
		"why_given": -95, "why_quote": 3, "topics_race": 0, "topics_class": 0, "topics_gender": 1, "safe_talk": -99, "safe_ask": -99,
		"score_2": "good", "score_given": 1, "score_quote": 2, "change": -999999, "rank_a": -99, "rank_b": -99, "cv": -99,
	}, said(d.Main, 1)); diff != "" {
		t.Errorf("the second version's row (-want +got):\n%s", diff)
	}
	if len(d.Repeats) != 1 || len(d.Repeats[0].Rows) != 2 {
		t.Fatalf("Repeats = %+v", d.Repeats)
	}
	if diff := cmp.Diff(map[string]any{"row": 1, "turn": 1, "day": "2021-05-01", "minutes": 45.5}, said(d.Repeats[0], 0)); diff != "" {
		t.Errorf("the first meeting (-want +got):\n%s", diff)
	}
	again := d.Main.Variables[slices.Index(order, "again")]
	if again.Label != "Would you take part again?" || len(again.Wordings) != 2 || again.Wordings[0].Label != "Would you do it again?" || again.Values[2].Key != "maybe" {
		t.Errorf("again = %+v", again)
	}
}

// TestNamesStayTheSame adds a version and wants no earlier name to change.
func TestNamesStayTheSame(t *testing.T) {
	in := input(survey.Open)
	in.Forms = in.Forms[:1]
	before := build(t, in)
	after := build(t, input(survey.Open))
	for _, v := range before.Main.Variables {
		i := slices.IndexFunc(after.Main.Variables, func(w dataset.Variable) bool {
			return w.Question == v.Question && w.Part == v.Part && w.Kind == v.Kind && w.Name == v.Name
		})
		if i < 0 {
			t.Errorf("%s of the first version is not there after the second", v.Name)
		}
	}
}

// TestSmallGroupsHaveNoRows holds a role that too few have to standing apart in
// waves that promise anonymity, and only there.
func TestSmallGroupsHaveNoRows(t *testing.T) {
	few := []survey.Response{
		answered("m1", 2, "mentee", picked("again", "n"), wrote("why", "mine", survey.QuoteWords)),
		answered("m2", 2, "mentee", picked("again", "y"), picked("year", "two")),
		answered("m3", 2, "mentee", picked("again", "y")),
	}
	rs := append(crowd(5, "mentor"), few...)
	d := build(t, input(survey.Open, rs...))
	if len(d.Main.Rows) != 5 || d.Kept != 3 {
		t.Errorf("%d rows and %d kept, want 5 and 3", len(d.Main.Rows), d.Kept)
	}
	if fewer := build(t, input(survey.Open, rs[:7]...)); fewer.Kept != 2 || len(fewer.Apart) > 0 {
		t.Errorf("of 2 responses %d answers are listed", len(fewer.Apart))
	}
	var apart []string
	for _, a := range d.Apart {
		apart = append(apart, a.Variable+"="+a.Answer)
	}
	for _, want := range []string{"again=No", "again=Yes", "why=mine", "year=Second"} {
		if !slices.Contains(apart, want) {
			t.Errorf("apart has %v, not %s", apart, want)
		}
	}
	for i := range rs {
		rs[i].ParticipantID = rs[i].ID
	}
	d = build(t, input(survey.Confidential, rs...))
	if len(d.Main.Rows) != 8 || d.Kept != 0 || said(d.Main, 0)["person"] != "P-m1" {
		t.Errorf("%d rows and %d kept of a confidential wave, the first %v", len(d.Main.Rows), d.Kept, said(d.Main, 0))
	}
}

// TestScoresOfAnInstrument has the score of a published set of questions as a
// column.
func TestScoresOfAnInstrument(t *testing.T) {
	var of instrument.Instrument
	for _, i := range instrument.List() {
		if !i.Template() {
			of = i
			break
		}
	}
	p := of.Page()
	q := p.Questions[slices.IndexFunc(p.Questions, func(q survey.Question) bool { return q.Kind == survey.Likert })]
	a := survey.Answer{Question: q.Key}
	for _, item := range q.Items {
		a.Choices = append(a.Choices, item.Key+"="+q.Choices[0].Key)
	}
	in := input(survey.Open, append(crowd(5, "mentor"), answered("a", 1, "mentor", a))...)
	in.Forms = []survey.Form{{Key: "end", Version: 1, Title: "End", Pages: []survey.Page{p}}}
	in.Responses = in.Responses[5:]
	in.Waves[0].Mode = survey.Named
	d := build(t, in)
	want := instrument.Score(*p.Instrument, a)
	n := 0
	for i, v := range d.Main.Variables {
		if strings.Contains(v.Name, "_score_") {
			if got := d.Main.Rows[0][i]; got != want[n].Value {
				t.Errorf("%s = %v, want %v", v.Name, got, want[n].Value)
			}
			n++
		}
	}
	if n != len(want) || n == 0 {
		t.Errorf("%d scores, want %d", n, len(want))
	}
	if !slices.ContainsFunc(d.Notes(), func(s string) bool { return strings.Contains(s, p.Instrument.Citation) }) {
		t.Error("the notes do not cite the instrument")
	}
}

// TestFilesHoldNothingThatJoins looks for what must be in no file.
func TestFilesHoldNothingThatJoins(t *testing.T) {
	rs := crowd(6, "mentor")
	rs[0].ID, rs[0].ReceivedOn = "an-identifier", "2021-06-17"
	rs[0].Answers = []survey.Answer{picked("again", "n"), wrote("why", "unspeakable", survey.CountOnly), picked("cv", "Jane Doe.pdf")}
	for name, content := range files(t, build(t, input(survey.Open, rs...))) {
		for _, no := range []string{"an-identifier", "2021-06-17", "unspeakable", "Jane Doe"} {
			if bytes.Contains(content, []byte(no)) {
				t.Errorf("%s holds %q", name, no)
			}
		}
	}
}

// files returns what the bundle holds.
func files(t *testing.T, d dataset.Dataset) map[string][]byte {
	t.Helper()
	content, _, err := d.Bytes(dataset.ZIP)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestFilesAgree reads every file again and wants the same columns in each.
func TestFilesAgree(t *testing.T) {
	rs := append(crowd(5, "mentor"), answered("a", 2, "mentor", picked("again", "n"), wrote("why", "=1+1, \"so\"\nand 'so' \\ on", survey.QuoteWords), picked("day#1", "2021-05-01")))
	d := build(t, input(survey.Open, rs...))
	all := files(t, d)
	for i, table := range append([]dataset.Table{d.Main}, d.Repeats...) {
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(all[table.Name+".csv"], []byte("\uFEFF")))).ReadAll()
		if err != nil || len(rows) != len(table.Rows)+1 {
			t.Fatalf("%s.csv has %d rows, %v", table.Name, len(rows), err)
		}
		var names []string
		for _, v := range table.Variables {
			names = append(names, v.Name)
		}
		if diff := cmp.Diff(names, rows[0]); diff != "" {
			t.Errorf("%s.csv (-want +got):\n%s", table.Name, diff)
		}
		for script, pattern := range map[string]string{
			"answers.R":   `(?m)^` + table.Name + `\$(\w+) <- labelled`,
			"answers.sps": `(?m)^VARIABLE LABELS (\w+) '`,
		} {
			var got []string
			for _, m := range regexp.MustCompile(pattern).FindAllSubmatch(all[script], -1) {
				got = append(got, string(m[1]))
			}
			if script == "answers.sps" && i == 0 {
				got = got[:min(len(names), len(got))]
			} else if script == "answers.sps" {
				got = got[max(0, len(got)-len(names)):]
			}
			if diff := cmp.Diff(names, got); diff != "" {
				t.Errorf("%s (-columns +labelled):\n%s", script, diff)
			}
		}
	}
	grids, err := sheet.Read(all["answers.xlsx"])
	if err != nil || len(grids) != len(d.Sheets()) {
		t.Fatalf("answers.xlsx has %d sheets, %v", len(grids), err)
	}
	var doc struct {
		Variables []struct {
			Name string `xml:"name,attr"`
		} `xml:"dataDscr>var"`
	}
	if err := xml.Unmarshal(all["codebook.xml"], &doc); err != nil || len(doc.Variables) != len(d.Main.Variables)+len(d.Repeats[0].Variables) {
		t.Errorf("codebook.xml has %d variables, %v", len(doc.Variables), err)
	}
}
