package suggest

import (
	"testing"

	"verbatim/analysis/nlp"
	"verbatim/survey"
)

// TestHopeless holds that giving up early loses no action, and that it spares
// the parts of speech where there is plainly none.
func TestHopeless(t *testing.T) {
	m := New()
	for text, hopeless := range map[string]bool{
		"I was surprised by how keen they were to listen.": true,
		"It was worth the time and very helpful.":          true,
		"The room was cold.":                               true,
		"It would be good to meet weekly.":                 false,
		"The faculty should publish the dates.":            false,
		"It was good but more time is needed.":             false,
		"I wish we had met earlier":                        false,
		"Publish the dates":                                false,
		"In future, publish the dates":                     false,
		"More rooms":                                       false,
		"You can book rooms if you ask":                    false,
		"Incentivise it":                                   false,
		"":                                                 true,
	} {
		tokens, ws := read(text, nlp.Sentence{End: len(text)})
		got := m.hopeless(ws, "")
		if got != hopeless {
			t.Errorf("hopeless(%q) = %t, want %t", text, got, hopeless)
		}
		tag(tokens, ws)
		if score := m.judge(ws, "").score; got && score >= Threshold {
			t.Errorf("hopeless(%q) although its score is %.2f", text, score)
		}
		if m.hopeless(ws, survey.ForRecommendation) {
			t.Errorf("hopeless(%q) although recommendations were asked for", text)
		}
	}
	learned := New()
	learned.Learn([]Example{{Text: "The room was cold.", Action: true}})
	if _, ws := read("The room was cold.", nlp.Sentence{End: len("The room was cold.")}); learned.hopeless(ws, "") {
		t.Error("hopeless although what was learnt may lift any sentence")
	}
}

func TestNeverVerbsAreNoRequests(t *testing.T) {
	for w := range acting {
		if neverVerb(w) {
			t.Errorf("%q is a verb of requests and never one", w)
		}
	}
}
