package load

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fill"
	"verbatim/web/participate"
)

// TestFillingIsWhatTheSiteReads decodes the fields as the site does: the digest
// is that of what it stores.
func TestFillingIsWhatTheSiteReads(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	seen := map[Digest]bool{}
	size := 0
	plan, err := fill.New(Form())
	must(t, err)
	for range 50 {
		f := NewFilling(r)
		answers := participate.DecodeAll(Form(), f.Fields)
		slices.Reverse(answers)
		if got := digest(answers); got != f.Digest {
			t.Errorf("digest of what the site reads = %x, want %x", got[:4], f.Digest[:4])
		}
		if problems := plan.Fill(answers, time.Time{}).AllProblems(); len(problems) > 0 {
			t.Errorf("the site refuses a filling: %v", problems)
		}
		if seen[f.Digest] {
			t.Error("two fillings are the same")
		}
		seen[f.Digest] = true
		for _, a := range answers {
			size += len(a.Text)
		}
	}
	if size /= 50; size < 1900 || size > 2600 {
		t.Errorf("a response has %d bytes of text, want about 2 kB", size)
	}
}

func TestDigest(t *testing.T) {
	base := []survey.Answer{{Question: "a", Text: "x", QuoteConsent: survey.QuoteWords}, {Question: "b", Choices: []string{"1", "2"}}}
	for name, change := range map[string]func(as []survey.Answer){
		"a letter":           func(as []survey.Answer) { as[0].Text = strings.ToUpper(as[0].Text) },
		"a line end":         func(as []survey.Answer) { as[0].Text += "\n" },
		"a consent":          func(as []survey.Answer) { as[0].QuoteConsent = survey.CountOnly },
		"a choice":           func(as []survey.Answer) { as[1].Choices = []string{"1", "3"} },
		"choices together":   func(as []survey.Answer) { as[1].Choices = []string{"12"} },
		"another question":   func(as []survey.Answer) { as[0].Question = "c" },
		"text in a choice":   func(as []survey.Answer) { as[0].Text, as[0].Choices = "", []string{"x"} },
		"one answer is gone": func(as []survey.Answer) { as[1] = as[0] },
	} {
		changed := slices.Clone(base)
		change(changed)
		if digest(changed) == digest(base) {
			t.Errorf("%s: the digest is the same", name)
		}
	}
}
