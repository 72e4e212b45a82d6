package identify

import (
	"regexp"
	"slices"
	"testing"
)

func TestGate(t *testing.T) {
	for _, tt := range []struct {
		form, text string
		want       bool
	}{
		{`\bWard ?[0-9]{1,3}\b`, "On the ward we met.", false},
		{`\bWard ?[0-9]{1,3}\b`, "On Ward 7 we met.", true},
		{`(?i)\b(?:dean|provost) of`, "The head of all", false},
		{`(?i)\b(?:dean|provost) of`, "THE DEAN OF ALL", true},
		{`(?i)\b(?:dean|provost) of`, "The proVoſt of all", true},
		{`(?i)kelvin`, "in \u212aelvin", true},
		{`(?:an|[0-9])x?`, "7", true},
		{`(?:an|[0-9])x?`, "b", false},
		{`[^a]`, "", true},
		{`(?:x{0,2}|y)`, "z", true},
		{`@[a-z]+`, "me at home", false},
		{`[Hh]ead (?:of|for)`, "a head for heights", true},
		{`[Hh]ead (?:of|for)`, "ahead", false},
		{`[Hh]ead (?:of|for)`, "of ahead", false},
		{`(?:\.com|\.org)/?`, "come. organise", false},
		{`\.(?:com|org)(?:/x)?`, "see A.ORG", true},
	} {
		if got := newGate(regexp.MustCompile(tt.form)).open(look(tt.text)); got != tt.want {
			t.Errorf("gate of %s open for %q = %v, want %v", tt.form, tt.text, got, tt.want)
		}
	}
}

// TestEveryFormHasAGate wants each form to be passed over in an answer that holds
// nothing it could find: a gate that lets everything through saves nothing.
func TestEveryFormHasAGate(t *testing.T) {
	l := look("We talk now. Much better!")
	for _, p := range slices.Concat(forms, moduleForms) {
		if newGate(p.form).open(l) {
			t.Errorf("the gate of %s is open for an answer with nothing in it", p.form)
		}
	}
	if announcesGate.open(look("We met her. Then")) {
		t.Error("the gate of what announces a name is open where nothing does")
	}
}

// FuzzGate wants no gate to be shut for a text in which its form finds something.
func FuzzGate(f *testing.F) {
	for _, seed := range []string{
		"Ring 07700 900123 or write to a@b.org, see www.x.org", "the Dean of Medicine on Ward 7b", "I am the only hijabi in my year.",
		"COMP1201 at St. Mary's Hospital on 3 March 2021, AB12 3CD", "@me id 1234567 QQ 12 34 56 C", "MODULE AB1 K ſ İ", "my name is ", "thank you to ", "an edi lead of 7/7/2021",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l := look(text)
		for i, p := range forms {
			if !formGates[i].open(l) && p.form.MatchString(text) {
				t.Errorf("the gate of %s is shut for %q, in which it finds %q", p.form, text, p.form.FindString(text))
			}
		}
		if !announcesGate.open(l) && announces.MatchString(text) {
			t.Errorf("the gate of what announces a name is shut for %q", text)
		}
		for i, p := range moduleForms {
			if !moduleGates[i].open(l) && p.form.MatchString(text) {
				t.Errorf("the gate of %s is shut for %q", p.form, text)
			}
		}
	})
}

// BenchmarkNotes looks through an answer of 500 bytes in which there is nothing.
func BenchmarkNotes(b *testing.B) {
	f := NewFinder([]string{"Åsa Lind"}, nil)
	text := "We learned to listen before we speak. "
	for len(text) < 500 {
		text += text[:38]
	}
	for b.Loop() {
		if found := f.Notes(text); len(found) > 0 {
			b.Fatal(found)
		}
	}
}
