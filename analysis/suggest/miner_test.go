package suggest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/analysis/suggest"
	"verbatim/survey"

	"github.com/google/go-cmp/cmp"
)

const neutral survey.Purpose = ""

func TestMineByPurpose(t *testing.T) {
	m := suggest.New()
	for _, test := range []struct {
		text    string
		purpose survey.Purpose
		want    []string
	}{
		{"The faculty should publish the dates earlier.", neutral, []string{"The faculty should publish the dates earlier"}},
		{"It would be helpful if rooms could be booked.", neutral, []string{"It would be helpful if rooms could be booked"}},
		{"I’d love to have met sooner.", neutral, []string{"I’d love to have met sooner"}},
		{"Make students more aware of call-out systems", neutral, []string{"Make students more aware of call-out systems"}},
		{"I wish the meetings were longer", neutral, []string{"I wish the meetings were longer"}},
		{"We met every week. Please pay mentors.", neutral, []string{"Please pay mentors"}},
		{"I was surprised by how keen they were to listen.", neutral, nil},
		{"My voice is valid, I shouldn't be afraid to speak and share my own views", survey.ForPraise, nil},
		{"It was great.", survey.ForRecommendation, nil},
		{"None", survey.ForRecommendation, nil},
		{"n/a", survey.ForRecommendation, nil},
		{"Nothing to add, thank you", survey.ForRecommendation, nil},
		{"Access to rooms in the evening", survey.ForRecommendation, []string{"Access to rooms in the evening"}},
		{"Access to rooms in the evening", survey.ForPraise, nil},
		{"The meetings could be longer", survey.ForRecommendation, []string{"The meetings could be longer"}},
		{"We met in the library and talked about the course", survey.ForRecommendation, nil},
		{"More time", survey.ForRecommendation, []string{"More time"}},
		{"- pay mentors\n- publish the list\n- thank you", survey.ForRecommendation, []string{"pay mentors", "publish the list"}},
		{"", survey.ForRecommendation, nil},
		{"…", survey.ForRecommendation, nil},
	} {
		var got []string
		for _, a := range m.Mine(test.text, test.purpose) {
			got = append(got, a.Text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Mine(%q, %q) (-want +got):\n%s", test.text, test.purpose, diff)
		}
	}
}

func TestPurposeMovesTheScore(t *testing.T) {
	m := suggest.New()
	const text = "Maybe longer meetings with the whole group"
	praise, none, asked := m.Score(text, survey.ForPraise), m.Score(text, neutral), m.Score(text, survey.ForRecommendation)
	if praise >= none || none >= asked {
		t.Errorf("Score for praise, neither, recommendation = %.2f, %.2f, %.2f, want them to rise", praise, none, asked)
	}
}

func TestAddressee(t *testing.T) {
	m := suggest.New()
	for text, want := range map[string]string{
		"The faculty should publish the dates earlier.":               "The faculty",
		"I would like the programme team to pair us earlier":          "the programme team",
		"It would be good if mentors could choose their mentee":       "mentors",
		"It would be good for senior staff to share their experience": "senior staff",
		"The scheme should be expanded":                               "",
		"Expand the scheme":                                           "",
	} {
		got := m.Mine(text, neutral)
		if len(got) != 1 || got[0].Addressee != want {
			t.Errorf("Mine(%q) = %+v, want one action for %q", text, got, want)
		}
	}
}

func TestReasons(t *testing.T) {
	got := suggest.New().Mine("It would be very helpful to book rooms.", neutral)
	if len(got) != 1 || len(got[0].Reason.Words) == 0 || got[0].Reason.Words[0] != "would be very helpful" {
		t.Errorf("Mine = %+v, want the reason %q first", got, "would be very helpful")
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"Improve PAT relationship by including guidance of conversations, make more use of the PAT as a role model; more guidance for PATs, minimum requirements, find out why the support is not consistent": {
			"Improve PAT relationship by including guidance of conversations", "make more use of the PAT as a role model", "more guidance for PATs", "minimum requirements", "find out why the support is not consistent",
		},
		"Expand reverse mentoring into UHS/Trusts. Link with other hospitals to find out how they dealt with difficult situations regarding students and how they fixed policy issues": {
			"Expand reverse mentoring into UHS/Trusts", "Link with other hospitals to find out how they dealt with difficult situations regarding students and how they fixed policy issues",
		},
		"Create care leavers & carers & students with disabilities and long-term conditions & mature student networks for medical students": {
			"Create care leavers", "carers", "students with disabilities and long-term conditions", "mature student networks for medical students",
		},
		"Create financial support and information guidance document for students": {
			"Create financial support and information guidance document for students",
		},
		"Look at curricular content and examples used e.g. clinical case examples, Public Health examples and placements.": {
			"Look at curricular content and examples used e.g. clinical case examples, Public Health examples and placements",
		},
		"More help with dealing with imposter syndrome, especially at the beginning of the course, and acknowledging that it’s more significant for some people than others.": {
			"More help with dealing with imposter syndrome, especially at the beginning of the course, and acknowledging that it’s more significant for some people than others",
		},
		"Regular bulletins on numbers of incidents, more help for staff and students with calling out oppressive behaviour, make students more aware of call-out systems": {
			"Regular bulletins on numbers of incidents", "more help for staff and students with calling out oppressive behaviour", "make students more aware of call-out systems",
		},
		"Longer meetings; earlier pairing, and more notice":          {"Longer meetings", "earlier pairing", "more notice"},
		"1) Book rooms\n2) Pay mentors":                              {"Book rooms", "Pay mentors"},
		"Food & drink":                                               {"Food & drink"},
		"The faculty should publish dates, times and places earlier": {"The faculty should publish dates, times and places earlier"},
		"":  nil,
		";": {";"},
	} {
		var got []string
		for _, s := range suggest.Split(text) {
			got = append(got, s.In(text))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Split(%q) (-want +got):\n%s", text, diff)
		}
	}
}

// lessons are decisions of a coordinator in whose programme the rules are wrong:
// there "shadowing" asks for something and "you can" does not.
func lessons() []suggest.Example {
	var out []suggest.Example
	for range 20 {
		out = append(out,
			suggest.Example{Text: "Shadowing on the ward", Action: true},
			suggest.Example{Text: "Shadowing with a consultant", Action: true},
			suggest.Example{Text: "If you can find the room you can sit there", Action: false},
			suggest.Example{Text: "The room was cold", Action: false})
	}
	return out
}

func TestLearn(t *testing.T) {
	m := suggest.New()
	const wanted, unwanted, untouched = "Shadowing in a clinic", "If you can find the desk you can sit there", "The faculty should publish the dates"
	before := m.Score(untouched, neutral)
	if m.Score(wanted, neutral) >= suggest.Threshold || m.Score(unwanted, neutral) < suggest.Threshold {
		t.Fatal("the rules are right already: the test shows nothing")
	}
	m.Learn(lessons())
	if got := m.Score(wanted, neutral); got < suggest.Threshold {
		t.Errorf("Score(%q) = %.2f after learning, want an action", wanted, got)
	}
	if got := m.Score(unwanted, neutral); got >= suggest.Threshold {
		t.Errorf("Score(%q) = %.2f after learning, want none", unwanted, got)
	}
	if got := m.Score(untouched, neutral); got < suggest.Threshold {
		t.Errorf("Score(%q) = %.2f after learning what has nothing to do with it, before %.2f", untouched, got, before)
	}
	again := suggest.New()
	again.Learn(lessons())
	if a, b := m.Score(wanted, neutral), again.Score(wanted, neutral); a != b {
		t.Errorf("the same examples give %v and %v", a, b)
	}
	m.Learn(nil)
	if got := m.Score(untouched, neutral); got != before {
		t.Errorf("Score = %v after forgetting, want %v as before", got, before)
	}
}

func TestEvaluate(t *testing.T) {
	const test = `{"text":"Please pay mentors","suggestion":1}
{"text":"We met in the library","suggestion":0}
{"text":"Shadowing","suggestion":1}`
	got, err := suggest.Evaluate(nil, strings.NewReader(test))
	if err != nil {
		t.Fatal(err)
	}
	want := suggest.Report{N: 3, Positive: 2, Found: 1, Right: 1, Precision: 1, Recall: 0.5, F1: 2.0 / 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Evaluate (-want +got):\n%s", diff)
	}
	if _, err := suggest.Evaluate(strings.NewReader(`{"text":"no judgement"}`), strings.NewReader(test)); err == nil {
		t.Error("Evaluate of a sentence without judgement gives no error")
	}
}

func FuzzMine(f *testing.F) {
	for _, s := range []string{"", "Pay mentors; book rooms, and make tea.", "A & B & C", "\xff should \xfe", "• “I’d like” more…", "(, ; & more", "1) a\n2) more b, do c"} {
		f.Add(s)
	}
	m := suggest.New()
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range m.Mine(text, survey.ForRecommendation) {
			checkSpan(t, text, a.Span)
			if a.Text != a.Span.In(text) || a.Score < suggest.Threshold || a.Score > 1 {
				t.Fatalf("Mine(%q) gives %+v over %q", text, a, a.Span.In(text))
			}
		}
		at := 0
		for _, s := range suggest.Split(text) {
			checkSpan(t, text, s)
			if s.Start < at {
				t.Fatalf("Split(%q): %v begins before %d", text, s, at)
			}
			at = s.End
		}
	})
}

func checkSpan(t *testing.T, text string, s analysis.Span) {
	t.Helper()
	if s.Start < 0 || s.End > len(text) || s.Len() <= 0 {
		t.Fatalf("span %v of %q is empty or outside", s, text)
	}
	if utf8.ValidString(text) && !utf8.ValidString(s.In(text)) {
		t.Fatalf("span %v of %q cuts a rune", s, text)
	}
}

const answer = "I was surprised by how keen they were to listen. More help with dealing with imposter syndrome, especially at the beginning of the course, would be good; could you also publish the dates earlier? It was worth the time."

func BenchmarkMine(b *testing.B) {
	m := suggest.New()
	b.ReportAllocs()
	for b.Loop() {
		m.Mine(answer, neutral)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
	b.ReportMetric(float64(len(strings.Fields(answer))*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkMineLearned(b *testing.B) {
	m := suggest.New()
	m.Learn(lessons())
	for b.Loop() {
		m.Mine(answer, neutral)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}
