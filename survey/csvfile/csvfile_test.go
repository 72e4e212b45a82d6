package csvfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
)

var roles = []survey.Role{{Key: "mentor", Singular: "mentor", Plural: "mentors"}, {Key: "mentee", Singular: "mentee", Plural: "mentees"}}

var form = survey.Form{Key: "end", Title: "End", Pages: []survey.Page{{Key: "p", Questions: []survey.Question{
	{Key: "consent", Kind: survey.Consent, Label: "I agree", Required: true},
	{Key: "role", Kind: survey.Single, Label: "Role", Required: true, Purpose: survey.ForRole, Choices: []survey.Choice{{Key: "mentor", Label: "Mentor"}, {Key: "mentee", Label: "Mentee"}}},
	{Key: "changed", Kind: survey.LongText, Label: "What, if anything, has changed?", Quotable: true, MaxRunes: 200},
	{Key: "met", Kind: survey.Single, Label: "Did you meet?", Choices: []survey.Choice{{Key: "y", Label: "Yes"}, {Key: "n", Label: "No"}}},
	{Key: "agree", Kind: survey.Likert, Label: "Agree?", Items: []survey.Choice{{Key: "heard", Label: "I felt heard"}, {Key: "time", Label: "There was time"}}, Choices: []survey.Choice{{Key: "1", Label: "No"}, {Key: "2", Label: "Yes"}}},
}}}}

// answers prints a result so that tables can compare it: one line a response.
func answers(r csvfile.Result) []string {
	var lines []string
	for _, resp := range r.Responses {
		var parts []string
		for _, a := range resp.Answers {
			parts = append(parts, fmt.Sprintf("%s=%s%s", a.Question, strings.Join(a.Choices, ","), a.Text+suffix(a.QuoteConsent)))
		}
		lines = append(lines, resp.Role+": "+strings.Join(parts, " | "))
	}
	return lines
}

func suffix(c survey.QuoteConsent) string {
	if c == "" {
		return ""
	}
	return "/" + string(c)
}

func TestResponses(t *testing.T) {
	quote := csvfile.Options{Consent: survey.QuoteWords}
	tests := []struct {
		name, file string
		options    csvfile.Options
		want       []string
		problems   []string // beginnings
	}{
		{
			"long layout, one answer a row", "response,role,question,text\nr1,Mentor,\"what if anything has changed\",A lot\nr2,mentees,changed,Nothing\n", quote,
			[]string{"mentor: changed=A lot/quote | consent=yes | role=mentor", "mentee: changed=Nothing/quote | consent=yes | role=mentee"},
			nil,
		},
		{
			"rows of one response are joined", "response,role,question,text\nr1,mentor,changed,A lot\nr2,mentee,changed,B\nr1,mentor,met,Yes\n", quote,
			[]string{"mentor: changed=A lot/quote | met=y | consent=yes | role=mentor", "mentee: changed=B/quote | consent=yes | role=mentee"},
			nil,
		},
		{
			"wide layout with Likert rows", "id;role;What, if anything, has changed?;I felt heard;agree.time\n1;mentor;\"A;B\";Yes;No\n", quote,
			[]string{"mentor: changed=A;B/quote | agree=heard=2,time=1 | consent=yes | role=mentor"},
			nil,
		},
		{
			"consent column", "role,changed,consent\nmentor,A,yes\nmentor,B,no\nmentor,C,count\n",
			csvfile.Options{},
			[]string{"mentor: changed=A/quote | consent=yes | role=mentor", "mentor: changed=B/themes | consent=yes | role=mentor", "mentor: changed=C/count | consent=yes | role=mentor"},
			nil,
		},
		{
			"mapped columns", "Who,Q,Said\nmentor,changed,A\n",
			csvfile.Options{Consent: survey.ThemesOnly, Columns: map[string]string{"role": "who", "question": "q", "text": "said"}},
			[]string{"mentor: changed=A/themes | consent=yes | role=mentor"},
			nil,
		},
		{"nobody says what may be quoted", "role,changed\nmentor,A\n", csvfile.Options{}, nil, []string{"file: I09"}},
		{"a mapped column is missing", "role,changed\nmentor,A\n", csvfile.Options{Consent: survey.QuoteWords, Columns: map[string]string{"role": "who"}}, nil, []string{`file, column "who": I05`}},
		{
			"unknown question, role and choice name their rows", "role,question,text\nmentor,changes,A\ndean,changed,B\nmentor,met,Perhaps\n", quote,
			[]string{"mentor: consent=yes | role=mentor"},
			[]string{`row 2, column "question": I06`, `row 3, column "role": I07`, `row 4, column "text": I15`},
		},
		{
			"a line break inside an answer does not shift row numbers", "role,question,text\nmentor,changed,\"two\nlines\"\ndean,changed,B\n", quote,
			[]string{"mentor: changed=two\nlines/quote | consent=yes | role=mentor"},
			[]string{`row 4, column "role": I07`},
		},
		{
			"two answers to one question", "response,role,question,text\nr1,mentor,changed,A\nr1,mentor,changed,B\n", quote,
			[]string{"mentor: changed=A/quote | consent=yes | role=mentor"},
			[]string{`row 3, column "text": I10`},
		},
		{
			"one response with two roles", "response,role,question,text\nr1,mentor,changed,A\nr1,mentee,met,Yes\n", quote,
			[]string{"mentor: changed=A/quote | met=y | consent=yes | role=mentor"},
			[]string{`row 3, column "role": I11`},
		},
		{
			"too long for the question", "role,changed\nmentor," + strings.Repeat("x", 201) + "\n", quote,
			[]string{"mentor: changed=" + strings.Repeat("x", 201) + "/quote | consent=yes | role=mentor"},
			[]string{`row 2, column "What, if anything, has changed?": I14`},
		},
		{"role for the whole file", "changed\nA\n", csvfile.Options{Consent: survey.QuoteWords, Role: "mentee"}, []string{"mentee: changed=A/quote | consent=yes | role=mentee"}, nil},
		{"columns left out", "role,changed,IP address\nmentor,A,10.0.0.1\n", csvfile.Options{Consent: survey.QuoteWords, Ignore: []string{"ip address"}}, []string{"mentor: changed=A/quote | consent=yes | role=mentor"}, nil},
		{"empty rows are passed over", "role,question,text\nmentor,changed,\n,,\nmentor,changed,A\n", quote, []string{"mentor: changed=A/quote | consent=yes | role=mentor"}, nil},
		{"byte order mark and CRLF", "\uFEFFrole,changed\r\nmentor,\"a\r\nb\"\r\n", quote, []string{"mentor: changed=a\nb/quote | consent=yes | role=mentor"}, nil},
		{"Windows-1252", "role,changed\nmentor,it\x92s caf\xe9\n", quote, []string{"mentor: changed=it’s café/quote | consent=yes | role=mentor"}, nil},
		{"UTF-16", "\xff\xfer\x00o\x00l\x00e\x00,\x00c\x00h\x00a\x00n\x00g\x00e\x00d\x00\n\x00m\x00e\x00n\x00t\x00o\x00r\x00,\x00A\x00", quote, []string{"mentor: changed=A/quote | consent=yes | role=mentor"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, err := csvfile.Read(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			got := csvfile.Responses(table, form, roles, tt.options)
			if diff := cmp.Diff(tt.want, answers(got)); diff != "" {
				t.Errorf("responses (-want +got):\n%s", diff)
			}
			if len(got.Problems) != len(tt.problems) {
				t.Fatalf("problems = %v, want %v", got.Problems, tt.problems)
			}
			for i, p := range got.Problems {
				if !strings.HasPrefix(p.String(), tt.problems[i]) {
					t.Errorf("problem %q, want it to begin %q", p, tt.problems[i])
				}
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"empty", "", "I02: "},
		{"not text", "PK\x03\x04\x00\x00", "I02: "},
		{"two columns of one name", "a,A\n1,2\n", "I03: Columns 1 and 2"},
		{"row longer than the header", "a,b\n1,2,3\n", "I04: Row 2 has 3 cells"},
		{"stray quotation mark", "a,b\n\"x\"y,2\n", "I04: Row 2 cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := csvfile.Read(strings.NewReader(tt.file))
			if got := fault.Text(err); err == nil || !strings.HasPrefix(got, tt.want) {
				t.Errorf("Read = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestKeysAreStable holds what makes a second import of a file add nothing.
func TestKeysAreStable(t *testing.T) {
	read := func(file string) []string {
		table, err := csvfile.Read(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		return csvfile.Responses(table, form, roles, csvfile.Options{Consent: survey.QuoteWords}).Keys
	}
	file := "role,changed\nmentor,A\nmentor,A\nmentee,A\n"
	first, second := read(file), read(file+"mentee,B\n")
	if diff := cmp.Diff(first, second[:3]); diff != "" {
		t.Errorf("keys changed when a row was added:\n%s", diff)
	}
	if first[0] == first[1] || first[1] == first[2] {
		t.Errorf("different rows share a key: %v", first)
	}
}

func TestDerive(t *testing.T) {
	table, err := csvfile.Read(strings.NewReader("Role,How was it?,What should we do differently next year?,What worked well?\n" +
		"Library staff,Good,More seats,The tours\nStudent,Good,Longer hours,The quiet\nStudent,Bad,A map,The people\nStudent,Bad,Signs,Nothing\n"))
	if err != nil {
		t.Fatal(err)
	}
	f, rs, problems := csvfile.Derive(table, "induction", "Induction", csvfile.Options{Consent: survey.QuoteWords})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff([]survey.Role{{Key: "library-staff", Singular: "library staff", Plural: "library staff"}, {Key: "student", Singular: "student", Plural: "students"}}, rs); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	var got []string
	for _, q := range f.Pages[1].Questions {
		got = append(got, fmt.Sprintf("%s %s %s", q.Key, q.Kind, q.Purpose))
	}
	want := []string{"how-was-it single ", "what-should-we-do-differently long-text recommendation", "what-worked-well long-text praise"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	if r := csvfile.Responses(table, f, rs, csvfile.Options{Consent: survey.QuoteWords}); len(r.Problems) > 0 || len(r.Responses) != 4 {
		t.Errorf("the derived form does not take its own file: %v", r.Problems)
	}
}

func TestPurposeOf(t *testing.T) {
	tests := []struct {
		label string
		want  survey.Purpose
	}{
		{"What would you recommend that the faculty does?", survey.ForRecommendation},
		{"What could we do better?", survey.ForRecommendation},
		{"How could the programme be improved?", survey.ForRecommendation},
		{"What did you enjoy most?", survey.ForPraise},
		{"How beneficial was the scheme, to you and to the medical school?", survey.ForPraise},
		{"What surprised you, and what did you learn?", ""},
	}
	for _, tt := range tests {
		if got := csvfile.PurposeOf(tt.label); got != tt.want {
			t.Errorf("PurposeOf(%q) = %q, want %q", tt.label, got, tt.want)
		}
	}
}

// FuzzRead holds that no file makes reading panic, and that what is read is
// valid text which the form's validation has passed.
func FuzzRead(f *testing.F) {
	f.Add([]byte("response,role,question,text\nr1,mentor,changed,A\n"))
	f.Add([]byte("\xff\xfer\x00"))
	f.Add([]byte("role;changed\nmentor;\"a\nb\"\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := csvfile.Read(strings.NewReader(string(file)))
		if err != nil {
			return
		}
		o := csvfile.Options{Consent: survey.QuoteWords}
		derived, rs, problems := csvfile.Derive(table, "f", "F", o)
		if len(problems) > 0 {
			return
		}
		got := csvfile.Responses(table, derived, rs, o)
		if len(got.Keys) != len(got.Responses) {
			t.Fatalf("%d keys for %d responses", len(got.Keys), len(got.Responses))
		}
		plan, err := fill.New(derived)
		if err != nil {
			if len(got.Problems) == 0 && len(got.Responses) > 0 {
				t.Fatalf("a form that cannot be asked, without a problem: %v", err)
			}
			return
		}
		for _, r := range got.Responses {
			if p := plan.Fill(r.Answers, time.Time{}).AllProblems(); len(p) > 0 && len(got.Problems) == 0 {
				t.Fatalf("invalid response without a problem: %v", p)
			}
			for _, a := range r.Answers {
				if !utf8.ValidString(a.Text) {
					t.Fatalf("text is not UTF-8: %q", a.Text)
				}
			}
		}
	})
}
