package participate

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/starter"
)

func values(f survey.Form, answers []survey.Answer) url.Values {
	v := url.Values{}
	for _, field := range encode(f, answers) {
		v.Add(field.Name, field.Value)
	}
	return v
}

func TestDecodeReadsWhatEncodeWrote(t *testing.T) {
	f := survey.Form{Pages: []survey.Page{{Questions: []survey.Question{
		{Key: "likert", Kind: survey.Likert, Items: []survey.Choice{{Key: "a"}, {Key: "b"}}, Choices: []survey.Choice{{Key: "1"}, {Key: "2"}}},
		{Key: "many", Kind: survey.Multiple, Choices: []survey.Choice{{Key: "x"}, {Key: "y"}}},
		{Key: "text", Kind: survey.LongText, Quotable: true},
		{Key: "empty", Kind: survey.LongText},
	}}}}
	want := []survey.Answer{
		{Question: "likert", Choices: []string{"a=1", "b=2"}},
		{Question: "many", Choices: []string{"x", "y"}},
		{Question: "text", Text: "  two\nlines \n", QuoteConsent: survey.CountOnly},
		{Question: "empty"},
	}
	if diff := cmp.Diff(want, Decode(f.Pages[0], values(f, want)), cmp.Transformer("nil", func(s []string) int { return len(s) })); diff != "" {
		t.Errorf("Decode after encode differs (-want +got):\n%s", diff)
	}
}

// FuzzDecode posts anything to each page of the starter form: no word is lost
// but what Normalise takes away, and reading it back changes nothing.
func FuzzDecode(f *testing.F) {
	form, err := starter.Form(starter.Keys()[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add("answer.changed=a%0D%0Ab&quote.changed=quote&answer.experience.heard=5")
	f.Add("answer.role=mentor&answer.role=mentee&answer.consent=yes&answer.=x")
	f.Fuzz(func(t *testing.T, body string) {
		posted, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		for _, p := range form.Pages {
			answers := Decode(p, posted)
			for _, a := range answers {
				if !utf8.ValidString(a.Text) || strings.ContainsAny(a.Text, "\r\x00") {
					t.Errorf("Decode left %q", a.Text)
				}
			}
			if again := Decode(p, values(form, answers)); !sameAnswers(answers, again) {
				t.Errorf("read back %v, want %v", again, answers)
			}
		}
	})
}

func TestValidKey(t *testing.T) {
	for key, want := range map[string]bool{instanceKey("secret"): true, "": false, "short": false, strings.ToUpper(instanceKey("secret")): false, strings.Repeat("'", 52): false} {
		if got := validKey(key); got != want {
			t.Errorf("validKey(%q) = %v, want %v", key, got, want)
		}
	}
}

func TestNormaliseCode(t *testing.T) {
	for in, want := range map[string]string{"abcd efgh": "ABCDEFGH", " ABCD-EFGH\n": "ABCDEFGH", "": "", "\u00a0": ""} {
		if got := normaliseCode(in); got != want {
			t.Errorf("normaliseCode(%q) = %q, want %q", in, got, want)
		}
	}
}
