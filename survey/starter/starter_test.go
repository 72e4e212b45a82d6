package starter_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/instrument"
	"verbatim/survey/starter"
)

func load(t *testing.T, key string) survey.Form {
	t.Helper()
	f, err := starter.Form(key)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFormsHoldTogether checks what a person editing the JSON could break.
func TestFormsHoldTogether(t *testing.T) {
	roles := map[string]bool{}
	for _, r := range starter.Roles() {
		roles[r.Key] = true
	}
	for _, key := range starter.Keys() {
		f := load(t, key)
		if f.Key != key {
			t.Errorf("%s.json holds form %q", key, f.Key)
		}
		if _, err := fill.New(f); err != nil {
			t.Errorf("%s: %v", key, err)
		}
		for _, p := range instrument.Check(f) {
			t.Errorf("%s: %v", key, p)
		}
		seen := map[string]bool{}
		for _, q := range f.Questions() {
			if seen[q.Key] || survey.CheckKey("question", q.Key) != nil || q.Label == "" {
				t.Errorf("%s: question %q is double, has no usable key or no label", key, q.Key)
			}
			if q.Kind.FreeText() && strings.HasPrefix(q.Key, "eq-") {
				t.Errorf("%s: question %q about equality asks for words", key, q.Key)
			}
			seen[q.Key] = true
		}
		q, ok := f.Purposed(survey.ForRole)
		if !ok {
			t.Fatalf("%s asks nobody's role", key)
		}
		for _, c := range q.Choices {
			if !roles[c.Key] {
				t.Errorf("%s offers role %q, which Roles does not have", key, c.Key)
			}
		}
	}
}

// TestWaves asks that each wave has its form and each form its wave.
func TestWaves(t *testing.T) {
	var forms []string
	for _, w := range starter.Waves() {
		forms = append(forms, w.Form)
		if survey.CheckKey("wave", w.Key) != nil || !w.Mode.Valid() || w.Kind == "" || !w.Kind.Valid() || w.Why == "" {
			t.Errorf("wave %+v is not complete", w)
		}
		if got, ok := starter.WaveOf(w.Key); !ok || got != w {
			t.Errorf("WaveOf(%q) = %v, %v", w.Key, got, ok)
		}
	}
	slices.Sort(forms)
	if diff := cmp.Diff(starter.Keys(), forms); diff != "" {
		t.Errorf("waves and forms (-forms +waves):\n%s", diff)
	}
	for _, key := range []string{"reverse-mentoring-half-way", "reverse-mentoring-end"} {
		if _, ok := load(t, key).Purposed(survey.ForRecommendation); !ok {
			t.Errorf("%s asks for no recommendation", key)
		}
	}
}

// TestTranslations asks that a form that speaks a language says all of it, and
// nothing that is not in the form.
func TestTranslations(t *testing.T) {
	want := map[string][]string{"reverse-mentoring-end": {"cy", "ar"}}
	for _, key := range starter.Keys() {
		f := load(t, key)
		words := f.Words()
		for tag, texts := range f.Translations {
			if missing := f.Untranslated(tag); len(missing) > 0 {
				t.Errorf("%s in %s lacks %v", key, tag, missing)
			}
			for path, text := range texts {
				if words[path] == "" {
					t.Errorf("%s in %s has words for %q, which the form has not", key, tag, path)
				}
				if text == words[path] {
					t.Errorf("%s in %s leaves %q as it is", key, tag, path)
				}
			}
		}
		if diff := cmp.Diff(want[key], starter.Unchecked(key)); diff != "" {
			t.Errorf("%s: translations nobody has checked (-want +got):\n%s", key, diff)
		}
	}
}

// TestPlainWords keeps sentences short enough to be read once.
func TestPlainWords(t *testing.T) {
	const longest = 30 // words: at twenty-five, nine in ten readers still follow; a list takes a few more
	for _, key := range starter.Keys() {
		for path, text := range load(t, key).Words() {
			for sentence := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".?:;\n", r) }) {
				if n := len(strings.Fields(sentence)); n > longest {
					t.Errorf("%s, %s: a sentence of %d words: %s", key, path, n, sentence)
				}
			}
			if strings.Contains(text, "!") || strings.Contains(strings.ToLower(text), "please") {
				t.Errorf("%s, %s: %q shouts or begs", key, path, text)
			}
		}
	}
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func fillIn(t *testing.T, key string, answers ...survey.Answer) *fill.Filled {
	t.Helper()
	plan, err := fill.New(load(t, key))
	if err != nil {
		t.Fatal(err)
	}
	return plan.Fill(answers, noon)
}

func chose(question string, choices ...string) survey.Answer {
	return survey.Answer{Question: question, Choices: choices}
}

func asked(f *fill.Filled) string {
	var keys []string
	for _, s := range f.Sheets() {
		for _, q := range f.Questions(s) {
			keys = append(keys, survey.InTurn(q.Key, s.Turn))
		}
	}
	return " " + strings.Join(keys, " ") + " "
}

func TestRolesAreAskedTheirOwn(t *testing.T) {
	for _, test := range []struct {
		form, role, asked, unasked string
	}{
		{"reverse-mentoring-application", "mentor", "speak-of", "change"},
		{"reverse-mentoring-application", "mentee", "learn-of", "paid"},
		{"reverse-mentoring-interest", "mentor", "share", "learn"},
		{"reverse-mentoring-interest", "mentee", "learn", "share"},
		{"reverse-mentoring-half-way", "mentor", "asked-of-you", "done"},
		{"reverse-mentoring-half-way", "mentee", "done", "asked-of-you"},
	} {
		keys := asked(fillIn(t, test.form, chose("role", test.role)))
		if !strings.Contains(keys, " "+test.asked+" ") || strings.Contains(keys, " "+test.unasked+" ") {
			t.Errorf("%s asks a %s:%s", test.form, test.role, keys)
		}
	}
}

func TestHalfWayBeforeTheFirstMeeting(t *testing.T) {
	if keys := asked(fillIn(t, "reverse-mentoring-half-way", chose("met", "0"))); !strings.Contains(keys, " first-step ") || strings.Contains(keys, " experience ") {
		t.Errorf("before the first meeting it asks%s", keys)
	}
	if keys := asked(fillIn(t, "reverse-mentoring-half-way")); !strings.Contains(keys, " experience ") {
		t.Errorf("where nobody says how often they met, it asks%s", keys)
	}
}

func TestEqualityComesLast(t *testing.T) {
	f := load(t, "reverse-mentoring-application")
	last := f.Pages[len(f.Pages)-1]
	if last.Key != "equality" || last.Intro == "" {
		t.Fatalf("the last page is %q", last.Key)
	}
	for _, q := range last.Questions {
		if q.Required || q.Soft || !slices.ContainsFunc(q.Choices, func(c survey.Choice) bool { return c.Key == "not-said" }) {
			t.Errorf("%s has to be answered", q.Key)
		}
	}
}

func TestFitHasTwoHundredAndFiftyWords(t *testing.T) {
	for n, ok := range map[int]bool{1: true, 249: true, 250: true, 251: false, 400: false} {
		text := strings.TrimSpace(strings.Repeat("word,\n ", n))
		f := fillIn(t, "reverse-mentoring-application", survey.Answer{Question: "fit", Text: text})
		broken := slices.ContainsFunc(f.AllProblems(), func(p survey.Problem) bool { return p.Question == "fit" })
		if broken == ok || f.Err() != nil || utf8.RuneCountInString(text) > 4000 {
			t.Errorf("%d words: refused = %v, %v", n, broken, f.Err())
		}
	}
}

func TestMeetingLogAddsUp(t *testing.T) {
	answers := []survey.Answer{chose("meetings", "3"), chose("consent", "yes"), chose("role", "pair")}
	for i, minutes := range []string{"60", "45", "50"} {
		turn := i + 1
		answers = append(answers, chose(survey.InTurn("date", turn), "2026-02-0"+minutes[:1]), chose(survey.InTurn("minutes", turn), minutes), chose(survey.InTurn("mode", turn), "person"))
	}
	f := fillIn(t, "reverse-mentoring-meeting-log", answers...)
	if got := f.AllProblems(); len(got) > 0 {
		t.Errorf("problems: %v", got)
	}
	keys := asked(f)
	for _, want := range []string{"date#3", "still-to-come"} {
		if !strings.Contains(keys, " "+want+" ") {
			t.Errorf("%s is not asked:%s", want, keys)
		}
	}
	stored := map[string]string{}
	for _, a := range f.Stored() {
		stored[a.Question] = strings.Join(a.Choices, " ")
	}
	if stored["meetings-held"] != "3" || stored["total-minutes"] != "155" || stored["total-hours"] != "2.58" {
		t.Errorf("three meetings of 60, 45 and 50 minutes: %v", stored)
	}
	for _, s := range f.Sheets() {
		for _, q := range f.Questions(s) {
			if q.Key == "so-far" && !strings.HasPrefix(q.Label, "Meetings: 3. Minutes in all: 155, which is 2.58 hours.") {
				t.Errorf("the log says %q", q.Label)
			}
		}
	}
	late := fillIn(t, "reverse-mentoring-meeting-log", chose("date#1", "2026-03-03"))
	if !slices.ContainsFunc(late.AllProblems(), func(p survey.Problem) bool { return strings.Contains(p.Text, "day that has been") }) {
		t.Error("a meeting of tomorrow is written down today")
	}
}

func TestWithRoles(t *testing.T) {
	roles := []survey.Role{{Key: "mentee", Singular: "mentee", Plural: "mentees"}, {Key: "guide", Singular: "guide", Plural: "guides"}, {Key: "pair", Singular: "pair", Plural: "pairs", Joint: true}}
	for form, want := range map[string][]survey.Choice{
		"reverse-mentoring-end":         {{Key: "mentee", Label: "As a mentee"}, {Key: "guide", Label: "As one of the guides"}, {Key: "pair", Label: "As a pair: we answer together"}},
		"reverse-mentoring-application": {{Key: "mentee", Label: "As a mentee"}, {Key: "guide", Label: "As one of the guides"}},
	} {
		q, _ := starter.WithRoles(load(t, form), roles).Purposed(survey.ForRole)
		if diff := cmp.Diff(want, q.Choices); diff != "" {
			t.Errorf("%s with roles (-want +got):\n%s", form, diff)
		}
	}
}

func TestUnknownForm(t *testing.T) {
	for _, key := range []string{"", "exit-interview", "../starter"} {
		if _, err := starter.Form(key); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Form(%q) = %v, want a fault of kind not found", key, err)
		}
	}
}
