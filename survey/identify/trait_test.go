package identify_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/identify"
)

// found returns what a finder finds as "kind:words; kind:words".
func found(f *identify.Finder, text string) string {
	var got []string
	for _, x := range f.Find(text) {
		got = append(got, string(x.Kind)+":"+x.Text)
	}
	return strings.Join(got, "; ")
}

func TestTraits(t *testing.T) {
	f := identify.NewFinder(nil, nil)
	tests := []struct{ text, want string }{
		{"As a Black woman I was heard.", "trait:As a Black woman"},
		{"Our deaf consultant explained it.", "trait:Our deaf consultant"},
		{"I'm autistic and it helped.", "trait:I'm autistic"},
		{"She is the only hijabi in her year.", "only-one:the only hijabi in her year"},
		{"Black and minority ethnic students are few.", ""},
		{"The white board was blank and the deaf community was not meant.", ""},
		{"I learned about women in medicine.", ""},
		{"I am a consultant in cardiology, and nurses in general are tired.", "role:a consultant in cardiology"},
		{"At 34 as a mature student I was afraid.", "age:At 34 as a"},
		{"My mentor, aged 52, retired; a 19-year-old began.", "age:aged 52; age:19-year-old"},
		{"We met at 34% of the dates and at 10 in the morning.", ""},
		{"My mentor grew up in Lagos, I was born in South Shields.", "origin:Lagos; origin:South Shields"},
		{"Much of it came from Monday.", ""},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, found(f, tt.text)); d != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", tt.text, d)
		}
	}
}

func TestMisspelt(t *testing.T) {
	f := identify.NewFinder([]string{"Oluwaseun Adebayo", "Catherine Marsh", "Siobhan Kearney"}, nil)
	tests := []struct{ text, want string }{
		{"I spoke with Adebayoo about it.", "name:Adebayoo"},
		{"My mentor was oluwasuen, who listened.", "name:oluwasuen"},
		{"Thanks, Siobahn.", "name:Siobahn"},
		{"The marshes are wide, and we kept learning.", ""},
		{"Kearny said so.", "name:Kearny"},
		{"Adebaooy said so", "name:Adebaooy"}, // two letters away, but in the place of a name
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, found(f, tt.text)); d != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", tt.text, d)
		}
	}
	for _, x := range f.Find("so it was that oluwasuen came") {
		if x.Score >= 0.5 {
			t.Errorf("a misspelling has score %.2f, want a weak hint", x.Score)
		}
	}
}

func TestMembershipTrait(t *testing.T) {
	tests := []struct{ name, want string }{
		{"LGBTQ+ mentor", "LGBTQ+"},
		{"Women in surgery", "Women"},
		{"Black student", "Black"},
		{"disabled staff network member", "disabled"},
		{"mentor", ""},
		{"blackboard monitor", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := identify.MembershipTrait(tt.name); got != tt.want {
			t.Errorf("MembershipTrait(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
	if d := cmp.Diff([]string{"black", "woman"}, identify.TraitTerms("a Black woman, black and proud")); d != "" {
		t.Errorf("TraitTerms (-want +got):\n%s", d)
	}
}
