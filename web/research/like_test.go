package research

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

func verbatimOf(id, person, text string) survey.Verbatim {
	return survey.Verbatim{ID: id, Person: person, Text: text, Role: "mentor", RoundKey: "2021", QuestionLabel: "What changed?", QuoteConsent: survey.QuoteWords}
}

func resemblingOf(chosen survey.Verbatim, candidates ...survey.Verbatim) resembling {
	return resembling{
		view: likeView{id: chosen.ID}, chosen: chosen, span: analysis.Span{Start: 0, End: len(chosen.Text)},
		candidates: candidates, sentences: nlp.Sentences,
	}
}

func found(pieces []page.Piece) []string {
	var out []string
	for _, p := range pieces {
		if p.Found {
			out = append(out, p.Text)
		}
	}
	return out
}

func TestLikePage(t *testing.T) {
	p := likePage(resemblingOf(
		verbatimOf("a.q", "anna", "Mentors need more training before they start."),
		verbatimOf("b.q", "ben", "The food was cold."),
		verbatimOf("c.q", "cem", "We met in the library. Mentors should be trained before they start. The coffee was cold and nobody came."),
		verbatimOf("d.q", "anna", "Mentors need more training before they start"),
		verbatimOf("e.q", "eve", "Mentors need training"),
	))
	if len(p.Hits) != 3 || p.Hits[0].Address != VerbatimPath("d.q") || p.Total != "3 answers, most alike first" {
		t.Fatalf("answers = %+v, %q, want three with anna's own first", p.Hits, p.Total)
	}
	if !strings.HasPrefix(p.Hits[0].Likeness, "Very like, ") || !strings.HasPrefix(p.Hits[0].Repeated, "The same person") || p.Hits[1].Repeated != "" {
		t.Errorf("first = %+v, second = %+v, want only the first very like and repeated", p.Hits[0], p.Hits[1])
	}
	for _, h := range p.Hits {
		if h.Address != VerbatimPath("c.q") {
			continue
		}
		if got, want := found(h.Pieces), []string{"Mentors", "trained", "start"}; !slices.Equal(got, want) {
			t.Errorf("marked = %q, want %q", got, want)
		}
		if first, last := h.Pieces[0].Cut, h.Pieces[len(h.Pieces)-1].Cut; first != "5 words not shown" || last == "" {
			t.Errorf("around the sentence = %q and %q, want how many words are not shown", first, last)
		}
	}
}

func TestNothingLikeSaysWhatToDo(t *testing.T) {
	r := resemblingOf(verbatimOf("a.q", "anna", "Mentors need training."), verbatimOf("b.q", "ben", "Cold coffee."))
	r.view.role = "mentee"
	p := likePage(r)
	if p.Onward == nil || len(p.Onward.Links) != 2 || p.Onward.Links[0].Address != "/staff/like/a.q" || p.Total != "No answer is like this" {
		t.Errorf("page = %+v, want a way to all answers and to the search", p.Onward)
	}
	if p := likePage(resemblingOf(verbatimOf("a.q", "", "…"), verbatimOf("b.q", "", "…"))); p.Onward == nil {
		t.Error("an answer without words has no way on")
	}
}

func TestLikeSpan(t *testing.T) {
	const text = "Café and tea"
	for value, want := range map[string]string{"": "", "0-5": "", "0-4": "W13", "4-6": "W13", "0-99": "W12", "-1-3": "W11", "5-5": "W12", "7-5": "W12", "x": "W11", "3": "W11", "0-5-6": "W11", "99999999999999999999-3": "W11"} {
		_, err := likeSpan(value, text)
		got := ""
		if err != nil {
			got, _, _ = strings.Cut(fault.Text(err), ":")
		}
		if got != want {
			t.Errorf("likeSpan(%q) = %v, want fault %q", value, err, want)
		}
	}
	if _, err := likeSpan("", ""); err == nil {
		t.Error("an empty answer can be compared")
	}
}

// TestSharedWordsAreExact marks texts and holds the marks against the words of
// both: each marked one is in both, and none that is in both is left out.
func TestSharedWordsAreExact(t *testing.T) {
	word := rapid.SampledFrom([]string{"training", "trained", "naïve", "Café", "mentor’s", "the", "<b>", "&", "日本", "voice", "voices", "e\u0301t\u00e9", "\U0001f600"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(word).Draw(t, "text"), " ")
		other := strings.Join(rapid.SliceOf(word).Draw(t, "other"), " ")
		marks := sharedWords(text, analysis.Span{Start: 0, End: len(text)}, other)
		for i, m := range marks {
			if !fits(text, m) || i > 0 && m.Start < marks[i-1].End {
				t.Fatalf("mark %v of %q cuts a character or another mark", m, text)
			}
		}
		stems := func(s string) []string {
			var out []string
			for _, w := range contentWords(s) {
				out = append(out, w.stem)
			}
			return out
		}
		theirs := stems(other)
		for _, w := range contentWords(text) {
			if marked, shared := slices.Contains(marks, w.span), slices.Contains(theirs, w.stem); marked != shared {
				t.Fatalf("%q of %q beside %q: marked %v, shared %v", w.span.In(text), text, other, marked, shared)
			}
		}
		var all strings.Builder
		for _, p := range pieces(text, whole(text), marks, nil) {
			all.WriteString(p.Text)
		}
		if all.String() != text {
			t.Fatalf("pieces = %q, want %q", all.String(), text)
		}
	})
}
