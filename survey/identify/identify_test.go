package identify_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/identify"
)

func TestIdentifiers(t *testing.T) {
	roster := []string{"Priya Raman", "Shona O'Neill", "Anne-Marie Smith-Jones", "Will Young", "Dr Li Wei", "Bo Xu"}
	tests := []struct {
		text string
		want string // kind:words, separated by "; "
	}{
		{"It helped me to speak.", ""},
		{"priya was kind, and so was PRIYA RAMAN.", "name:priya; name:PRIYA RAMAN"},
		{"O’Neill's class and shona o'neill", "name:O’Neill; name:shona o'neill"},
		{"Talking with Anne Marie helped; Smith-Jones too.", "name:Anne Marie; name:Smith-Jones"},
		{"I will do it, because the young need it.", ""},
		{"I met Will and Will Young there.", "name:Will; name:Will Young"},
		{"We met Li on Monday, xu said.", "name:Li"},
		{"Dr Jane Smith and Prof. K. Abara were there, Sir Ian too.", "name:Dr Jane Smith; name:Prof. K. Abara; name:Sir Ian"},
		{"The doctor was helpful. The professor too.", ""},
		{"My name is Quillon Vasht and I teach.", "name:Quillon Vasht"},
		{"Then Tamara T Stanković spoke.", "name:Tamara T Stanković"},
		{"Hepatitis B Vaccine and Vitamin D Deficiency were taught.", ""},
		{"Write to jane.o-neill@med.example.ac.uk or 07700 900123.", "e-mail:jane.o-neill@med.example.ac.uk; phone:07700 900123"},
		{"Ring 020 7946 0958, +44 (0)20 7946 0958 or 905-674-3793.", "phone:020 7946 0958; phone:+44 (0)20 7946 0958; phone:905-674-3793"},
		{"In 2019-2020 we paid 3,000 for 10-15 of us, 20 of 400 said 4 5 3 2.", ""},
		{"See https://example.org/a?b=c. Or www.example.org, or example.ac.uk/x", "url:https://example.org/a?b=c; url:www.example.org; url:example.ac.uk/x"},
		{"Follow @jane_doe on it.", "handle:@jane_doe"},
		{"My student number is 31415926, card 4454794511390933.", "number:student number is 31415926; number:4454794511390933"},
		{"I live at SO17 1BJ.", "postcode:SO17 1BJ"},
		{"The Dean and the Head of Stage 3 listened, as did the programme director.", "role:Dean; role:Head of Stage 3; role:programme director"},
		{"She leads the respiratory block.", "role:leads the respiratory block"},
		{"The principal reason was a lead in acting.", ""},
		{"On ward C3 at Southampton General Hospital, on 3rd May 2021.", "place:ward C3; place:Southampton General Hospital; date:3rd May 2021"},
		{"I may go. In March 2021 I went.", "date:March 2021"},
		{"I was the only hijabi in her year.", "only-one:the only hijabi in her year"},
		{"The only thing in the course that I disliked.", ""},
		{"I grew up in Lagos.", "origin:Lagos"},
		{"Friday in London with Black British Students and the GP.", ""},
	}
	f := identify.NewFinder(roster, nil)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			var got []string
			for _, found := range f.Find(tt.text) {
				got = append(got, string(found.Kind)+":"+found.Text)
				if found.Span.In(tt.text) != found.Text || found.Descriptor == "" || found.Score <= 0 || found.Score > 1 {
					t.Errorf("%+v is not whole", found)
				}
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestOwnPlaces(t *testing.T) {
	got := identify.NewFinder(nil, []string{"Bramble House"}).Find("we met in bramble house")
	if len(got) != 1 || got[0].Kind != identify.Place || got[0].Text != "bramble house" {
		t.Errorf("Find = %+v, want the programme's own site", got)
	}
}

func TestEvaluate(t *testing.T) {
	const test = `[
	 {"full_text": "été: Vendelbo Quarn, ring 905-674-3793", "spans": [
	   {"entity_type": "PERSON", "entity_value": "Vendelbo Quarn", "start_position": 5, "end_position": 19},
	   {"entity_type": "PHONE_NUMBER", "entity_value": "905-674-3793", "start_position": 26, "end_position": 38}]},
	 {"full_text": "we asked quarn", "spans": [{"entity_type": "PERSON", "entity_value": "quarn", "start_position": 9, "end_position": 14}]},
	 {"full_text": "mail a@b.example", "spans": []}]`
	e, err := identify.Evaluate(strings.NewReader(test))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%d %d %.1f %.1f %d %.1f %.1f", e.Texts, e.People, e.Lists, e.Roster, e.Contacts, e.Recall, e.Precision)
	if want := "3 2 0.5 1.0 1 1.0 0.5"; got != want {
		t.Errorf("Evaluate = %s, want %s", got, want)
	}
	if _, err := identify.Evaluate(strings.NewReader("{}")); err == nil {
		t.Error("a test set that is no list is taken")
	}
}

func TestFalseMasks(t *testing.T) {
	masks, per := identify.FalseMasks([]string{"It was good.", "Maria said so.", "Fine", "ok"})
	if len(masks) != 1 || per != 25 {
		t.Errorf("FalseMasks = %v, %v, want one, 25", masks, per)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"Dr Jane O'Neill, ward C3", "a@b.co +44 20 7946 0958", "ΣΤΡΟ É. x\xff \u0301", "@@..--((0))"} {
		f.Add(s)
	}
	finder := identify.NewFinder([]string{"Jane O'Neill", "x"}, []string{"ward"})
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, found := range finder.Find(text) {
			if found.Span.Start < last || found.Span.Len() <= 0 || found.Span.In(text) != found.Text {
				t.Fatalf("Find(%q): %+v after byte %d", text, found, last)
			}
			last = found.Span.End
		}
	})
}
