package nlp_test

import (
	"fmt"
	"strings"
	"testing"

	"verbatim/analysis/nlp"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		"Don't stop, role-model: 2021":  "Don't|stop|role|model|2021",
		"students’ views/‘experiences’": "students|views|experiences",
		"café😀naïve\xffx":               "café|naïve|x",
	} {
		var got []string
		for _, w := range nlp.Words(text) {
			got = append(got, w.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("Words(%q) = %q, want %q", text, strings.Join(got, "|"), want)
		}
	}
}

func TestTokensAreTagged(t *testing.T) {
	var got []string
	for _, tok := range nlp.Tokens("You should meet again. Don’t wait! I’d go.") {
		got = append(got, tok.Text+"/"+tok.Tag)
	}
	want := "You/PRP should/MD meet/VB again/RB ./. Do/VBP n’t/RB wait/VB !/. I/PRP ’d/MD go/VB ./."
	if s := strings.Join(got, " "); s != want {
		t.Errorf("Tokens = %s, want %s", s, want)
	}
}

func TestStem(t *testing.T) {
	for word, want := range map[string]string{"Conversations": "convers", "conversation": "convers", "students’": "student", "": "", "UHS": "uh"} { //nolint:misspell // stems
		if got := nlp.Stem(word); got != want {
			t.Errorf("Stem(%q) = %q, want %q", word, got, want)
		}
	}
}

// TestStemForgets proves that a flood of rare words neither grows the cache for
// ever nor changes a stem.
func TestStemForgets(t *testing.T) {
	for i := range 50_000 {
		if got, want := nlp.Stem(fmt.Sprintf("zqab%dness", i)), fmt.Sprintf("zqab%d", i); got != want {
			t.Fatalf("Stem = %q, want %q", got, want)
		}
	}
	if got := nlp.Stem("meetings"); got != "meet" {
		t.Errorf("Stem(meetings) = %q, want meet", got)
	}
}
