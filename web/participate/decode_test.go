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

// everyKind is a form that asks each kind of question, once and in turns.
func everyKind() survey.Form {
	choices := []survey.Choice{{Key: "1"}, {Key: "2"}, {Key: "else", Other: true}, {Key: "none", Alone: true}}
	items := []survey.Choice{{Key: "a"}, {Key: "b"}, {Key: "c"}}
	var qs []survey.Question
	for _, kind := range []survey.Kind{
		survey.Consent, survey.Single, survey.Multiple, survey.Likert, survey.Rating, survey.Number, survey.Date,
		survey.Ranking, survey.ShortText, survey.LongText, survey.File, survey.Info, survey.Calculated,
	} {
		qs = append(qs, survey.Question{Key: string(kind), Kind: kind, Choices: choices, Items: items, Soft: true, Quotable: true, Unit: "minutes"})
	}
	var again []survey.Question
	for _, q := range qs {
		q.Key, q.Soft = "again-"+q.Key, false
		again = append(again, q)
	}
	return survey.Form{Pages: []survey.Page{{Key: "once", Questions: qs}, {Key: "often", Questions: again, Repeat: &survey.Repeat{Key: "meetings"}}}}
}

func TestDecodeReadsWhatEncodeWrote(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	f := everyKind()
	want := []survey.Answer{
		{Question: "consent", Choices: []string{"yes"}},
		{Question: "single", Choices: []string{"else"}, Text: "the lift", QuoteConsent: survey.QuoteWords},
		{Question: "multiple", Choices: []string{"1", "2"}, Text: "let go of"},
		{Question: "likert", Choices: []string{"a=1", "b=2"}},
		{Question: "rating", Choices: []string{"4"}},
		{Question: "number", Choices: []string{"1.5"}},
		{Question: "date", Choices: []string{"2021-06-30"}},
		{Question: "ranking", Choices: []string{"a=3", "b=1", "c=2"}},
		{Question: "short-text", Choices: []string{"~prefer-not-to-say"}},
		{Question: "long-text", Text: "  two\nlines \n", QuoteConsent: survey.CountOnly},
		{Question: "file", Choices: []string{"a|b.pdf|" + hash + "|12"}},
		{Question: "meetings", Choices: []string{"3"}},
		{Question: "again-date#2", Choices: []string{"2021--31"}},
		{Question: "again-number#3", Choices: []string{"many"}},
	}
	var got []survey.Answer
	for _, a := range DecodeAll(f, values(f, want)) {
		if !a.Empty() {
			got = append(got, a)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("DecodeAll after encode differs (-want +got):\n%s", diff)
	}
}

// FuzzDecode posts anything to each page of the starter form and of a form with
// every kind of question: no word is lost but what Normalise takes away, and
// reading it back changes nothing.
func FuzzDecode(f *testing.F) {
	form, err := starter.Form(starter.Keys()[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add("answer.changed=a%0D%0Ab&quote.changed=quote&answer.experience.heard=5")
	f.Add("answer.role=mentor&answer.role=mentee&answer.consent=yes&answer.=x")
	f.Add("answer.single=1&other.single=x&aside.multiple=1&other.multiple=y&reason.number=~not-applicable")
	f.Add("answer.date.day=3&answer.date.month=june&answer.date.year=2021&answer.again-date@2=2021-1-1&answer.meetings=2")
	f.Add("answer.ranking.a=1&answer.ranking.b=1&move=answer.ranking.b:up&answer.number=1.500%2C5&answer.file=x&remove=answer.file")
	f.Add("asked=single&asked=multiple&answer.rating=3&answer.again-number@60=%D9%A1&answer.again-number@61=1")
	f.Fuzz(func(t *testing.T, body string) {
		posted, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		for _, form := range []survey.Form{form, everyKind()} {
			answers := DecodeAll(form, posted)
			for _, a := range answers {
				if !utf8.ValidString(a.Text) || strings.ContainsAny(a.Text, "\r\x00") {
					t.Errorf("Decode left %q", a.Text)
				}
			}
			if again := DecodeAll(form, values(form, answers)); !sameAnswers(answers, again) {
				t.Errorf("read back %v, want %v", again, answers)
			}
		}
	})
}

func TestDecodeReadsWhatPeopleType(t *testing.T) {
	minutes := survey.Question{Key: "q", Kind: survey.Number, Unit: "minutes"}
	whole := minutes
	whole.Whole = true
	date := survey.Question{Key: "q", Kind: survey.Date}
	other := survey.Question{Key: "q", Kind: survey.Multiple, Choices: []survey.Choice{{Key: "a"}, {Key: "else", Other: true}}}
	one := other
	one.Kind = survey.Single
	soft := survey.Question{Key: "q", Kind: survey.LongText, Soft: true}
	tests := map[string]struct {
		q    survey.Question
		body string
		want string
	}{
		"decimal comma":            {minutes, "answer.q=1,5", "1.5"},
		"could be either":          {minutes, "answer.q=1,500", "1,500"},
		"no decimals":              {whole, "answer.q=1,500", "1500"},
		"thousands and decimals":   {minutes, "answer.q=1,500.25", "1500.25"},
		"the other way round":      {minutes, "answer.q=1.500,25", "1500.25"},
		"millions":                 {minutes, "answer.q=1,500,000", "1500000"},
		"a space":                  {minutes, "answer.q=+1+500+", "1500"},
		"the unit":                 {minutes, "answer.q=45+Minutes", "45"},
		"arabic figures":           {minutes, "answer.q=١٢٫٥", "12.5"},
		"a minus sign":             {minutes, "answer.q=−3", "-3"},
		"no number":                {minutes, "answer.q=+about+an+hour+", "about an hour"},
		"infinite":                 {minutes, "answer.q=Inf", "Inf"},
		"a date":                   {date, "answer.q.day=3&answer.q.month=6&answer.q.year=2021", "2021-06-03"},
		"a month in words":         {date, "answer.q.day=03&answer.q.month=Mehefin&answer.q.year=2021", "2021-06-03"},
		"a month shortened":        {date, "answer.q.day=3&answer.q.month=sept.&answer.q.year=2021", "2021-09-03"},
		"a date in arabic figures": {date, "answer.q.day=٣&answer.q.month=٦&answer.q.year=٢٠٢١", "2021-06-03"},
		"part of a date":           {date, "answer.q.day=3", "--03"},
		"a date of the device":     {date, "answer.q=2021-06-03", "2021-06-03"},
		"other without its tick":   {other, "answer.q=a&other.q=x", "a else x"},
		"other let go of":          {other, "answer.q=a&other.q=x&aside.q=1", "a x"},
		"one other":                {one, "other.q=x", "else x"},
		"another than other":       {one, "answer.q=a&other.q=x", "a x"},
		"a reason":                 {soft, "answer.q=+&reason.q=~not-applicable", "~not-applicable"},
		"a reason and words":       {soft, "answer.q=w&reason.q=~not-applicable", "w"},
		"no reason":                {soft, "reason.q=x", ""},
	}
	for name, tt := range tests {
		posted, err := url.ParseQuery(tt.body)
		if err != nil {
			t.Fatal(err)
		}
		a := Decode([]survey.Question{tt.q}, 0, posted)[0]
		if got := strings.TrimSpace(strings.Join(a.Choices, " ") + " " + a.Text); got != tt.want {
			t.Errorf("%s: %s = %q, want %q", name, tt.body, got, tt.want)
		}
	}
}

func TestButtonsOfARanking(t *testing.T) {
	q := survey.Question{Key: "q", Kind: survey.Ranking, Items: []survey.Choice{{Key: "a"}, {Key: "b"}, {Key: "c"}}}
	for body, want := range map[string]string{
		"move=answer.q@2.b:up":   "a=2 b=1 c=3",
		"move=answer.q@2.a:up":   "a=1 b=2 c=3",
		"move=answer.q@2.c:down": "a=1 b=2 c=3",
		"answer.q@2.a=3&answer.q@2.b=1&answer.q@2.c=2&move=answer.q@2.b:down": "a=3 b=2 c=1",
		"answer.q@2.c=1&move=answer.q@2.a:down":                               "a=3 b=2 c=1",
		"answer.q@2.c=1&move=answer.q@1.a:down":                               "c=1",
		"answer.q@2.c=1&move=nothing":                                         "c=1",
	} {
		posted, err := url.ParseQuery(body)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(Decode([]survey.Question{q}, 2, posted)[0].Choices, " "); got != want {
			t.Errorf("%s = %q, want %q", body, got, want)
		}
		if _, stays := Stays(posted); !stays {
			t.Errorf("%s leads on", body)
		}
	}
}

func TestWhatAPageDidNotShowIsLeftAlone(t *testing.T) {
	qs := []survey.Question{{Key: "a", Kind: survey.ShortText}, {Key: "b", Kind: survey.ShortText}}
	posted := url.Values{"asked": {"a#1"}, "answer.a@1": {"x"}}
	want := []survey.Answer{{Question: "a#1", Text: "x"}}
	if diff := cmp.Diff(want, Decode(qs, 1, posted)); diff != "" {
		t.Errorf("Decode differs (-want +got):\n%s", diff)
	}
	if !Unseen(qs, 1, posted) || Unseen(qs[:1], 1, posted) || Unseen(qs, 1, url.Values{}) {
		t.Error("Unseen does not tell what the page showed")
	}
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
