package starter_test

import (
	"testing"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/starter"
)

// TestFormsHoldTogether checks what a person editing the JSON could break.
func TestFormsHoldTogether(t *testing.T) {
	roles := map[string]bool{}
	for _, r := range starter.Roles() {
		roles[r.Key] = true
	}
	for _, key := range starter.Keys() {
		f, err := starter.Form(key)
		if err != nil {
			t.Fatal(err)
		}
		if f.Key != key {
			t.Errorf("%s.json holds form %q", key, f.Key)
		}
		if _, err := fill.New(f); err != nil {
			t.Errorf("%s: %v", key, err)
		}
		seen := map[string]bool{}
		for _, q := range f.Questions() {
			if seen[q.Key] || survey.CheckKey("question", q.Key) != nil || q.Label == "" {
				t.Errorf("%s: question %q is double, has no usable key or no label", key, q.Key)
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
		if _, ok := f.Purposed(survey.ForRecommendation); !ok {
			t.Errorf("%s asks for no recommendation", key)
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
