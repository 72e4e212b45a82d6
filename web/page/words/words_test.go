package words

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"verbatim/survey"
)

// sentences finds what is said in English: in templates, by Say, as the format of
// a problem.
var sentences = regexp.MustCompile(`(?:\{\{-? ?(?:\$\w+ := )?(?:say|around)|\(say|\.Say\(|\.wrong\(|NewProblem\([^"]*"",) ?"((?:[^"\\]|\\.)+)"`)

// said returns every sentence that participants' pages say, with a place of each.
func said(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{
		"../*.go", "../../render/templates/_layout/*.tmpl", "../../render/templates/participate-*/*.tmpl", "../../../survey/*.go", "../../../survey/fill/*.go",
	} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range sentences.FindAllStringSubmatch(string(content), -1) {
				if !strings.HasSuffix(file, "_test.go") && strings.Trim(m[1], "%s ") != "" {
					out[m[1]] = file
				}
			}
		}
	}
	for _, r := range survey.Reasons() {
		out[r.Label] = "survey.Reasons"
	}
	if len(out) < 100 {
		t.Fatalf("only %d sentences were found", len(out))
	}
	return out
}

// TestEverySentenceIsTranslated fails for what people who chose Welsh or Arabic
// would read in English.
func TestEverySentenceIsTranslated(t *testing.T) {
	all := said(t)
	for name, table := range map[string]table{"cy": welsh, "ar": arabic} {
		for sentence, file := range all {
			if table.says[sentence] == "" {
				t.Errorf("%s does not say %q (%s)", name, sentence, file)
			}
		}
	}
}

// TestTranslationsHoldTheSameValues compares the places for values.
func TestTranslationsHoldTheSameValues(t *testing.T) {
	verb := regexp.MustCompile(`%.`)
	for name, table := range map[string]table{"cy": welsh, "ar": arabic} {
		for english, other := range table.says {
			want, got := len(verb.FindAllString(english, -1)), len(verb.FindAllString(strings.ReplaceAll(other, "%[", "%"), -1))
			if want != got || other == "" {
				t.Errorf("%s: %q has %d values, %q has %d", name, english, want, other, got)
			}
		}
	}
	if len(welsh.says) != len(arabic.says) {
		t.Errorf("Welsh has %d sentences, Arabic %d", len(welsh.says), len(arabic.says))
	}
}

func TestSay(t *testing.T) {
	problem := survey.NewProblem("q", "", "Enter a day on or after %s in: %s", survey.Day("2021-06-30"), "Pryd")
	tests := []struct{ name, got, want string }{
		{"English", For("en").Say("Page %s of %s", 2, 4), "Page 2 of 4"},
		{"Welsh", For("cy").Say("Page %s of %s", 2, 4), "Tudalen 2 o 4"},
		{"Welsh of Wales", For("cy-GB").Say("Back"), "Yn ôl"},
		{"a language without words", For("de").Say("Back"), "Back"},
		{"a sentence without words", For("cy").Say("Hm %s", 1), "Hm 1"},
		{"a day", For("ar").Day("2021-06-30"), "30 يونيو 2021"},
		{"a day that is none", For("ar").Day("2021-6"), "2021-6"},
		{"a size", For("ar").Say("%s", survey.Bytes(10<<20)), "10 م.ب"},
		{"a problem", For("cy").Problem(problem), "Rhowch ddiwrnod ar neu ar ôl 30 Mehefin 2021 yn: Pryd"},
		{"a problem in English", Words{}.Problem(problem), "Enter a day on or after 30 June 2021 in: Pryd"},
		{"words of the form", For("cy").Problem(survey.Problem{Text: "Say more"}), "Say more"},
		{"its name", Name("cy") + " " + Name("ar") + " " + Name("en-GB") + " " + Name("de") + " " + Name("???"), "Cymraeg العربية English Deutsch ???"},
		{"its direction", Dir("ar") + Dir("cy") + Dir("he-IL") + Dir("") + Dir("?"), "rtlrtl"},
		{"its tag", For("en").Tag() + " " + For("de").Tag() + " " + For("de").Spoken() + " " + For("ar").Spoken(), "en-GB de en-GB ar"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestMonth(t *testing.T) {
	for typed, want := range map[string]int{"June": 6, "jun": 6, "Mehefin": 6, "sept.": 9, "يونيو": 6, "ju": 0, "6": 0, "": 0, "junes": 0} {
		if got := Month(typed); got != want {
			t.Errorf("Month(%q) = %d, want %d", typed, got, want)
		}
	}
}
