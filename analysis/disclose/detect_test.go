package disclose_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/analysis/quote"
	"verbatim/survey"
	"verbatim/survey/identify"
)

func detector() *disclose.Detector {
	return disclose.NewDetector(
		[]disclose.Known{{"Priya Raman", "mentor"}, {"Priya Shah", "mentee"}, {"Shona O'Neill", "mentee"}, {"Will Young", "mentor"}},
		[]analysis.Entity{
			{ID: "smith", Kind: identify.Name, Name: "Dr Jane Smith", Also: []string{"JS"}, Descriptor: "senior doctor"},
			{ID: "c3", Kind: identify.Place, Name: "Ward C3", Also: []string{"C3"}, Descriptor: "a ward"},
			{ID: "ssu", Kind: identify.Module, Name: "SSU3", Descriptor: "a module"},
			{ID: "bath", Kind: identify.Place, Name: "Bath"},
		})
}

func TestDetector(t *testing.T) {
	tests := []struct{ text, want string }{
		{"priya raman was kind, unlike Priya.", "name priya raman=Priya Raman mentor; name Priya=Priya person"},
		{"O’Neill’s notes and shona", "name O’Neill=Shona O'Neill mentee; name shona=Shona O'Neill mentee"},
		{"Jane and Dr. Smith agreed.", "name Jane=Dr Jane Smith senior doctor; name Dr. Smith=Dr Jane Smith senior doctor"},
		{"On ward c3, not on Ward C5, I will say in SSU3.", "place ward c3=Ward C3 a ward; place Ward C5=Ward C5 ward; module SSU3=SSU3 a module"},
		{"I had a bath in Bath.", "place Bath=Bath "},
		{"Ask Priya_2 or 4shona.", "name Priya_2=Priya person; name 4shona=Shona O'Neill mentee"},
		{"Nothing here.", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range detector().Find(tt.text) {
			got = append(got, string(s.Kind)+" "+s.Text+"="+s.Name+" "+s.Descriptor)
		}
		if d := cmp.Diff(tt.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", tt.text, d)
		}
	}
}

// TestR4ApplyReplaces holds maskings to being edits that render, and to leaving
// nothing of the masked words.
func TestR4ApplyReplaces(t *testing.T) {
	const text = "I told Dr Jane Smith that it was, frankly, hard on Ward C3 for me."
	at := func(words string) analysis.Span {
		i := strings.Index(text, words)
		return analysis.Span{Start: i, End: i + len(words)}
	}
	masked := []analysis.Masking{
		{Decision: analysis.Masked, Span: at("Ward C3"), Descriptor: "a ward", By: "ana"},
		{Decision: analysis.Masked, Span: at("Dr Jane Smith"), Descriptor: "senior doctor", By: "ana"},
		{Decision: analysis.Kept, Span: at("frankly"), Reason: "no name", By: "ana"},
	}
	tests := []struct {
		name  string
		span  analysis.Span
		edits []analysis.Edit
		want  string
	}{
		{"whole", at(text), nil, "I told [senior doctor] that it was, frankly, hard on [a ward] for me."},
		{"cut within", at("Smith that it was"), nil, "[senior doctor] that it was"},
		{"omission covers", at(text), []analysis.Edit{{Op: analysis.Omit, Span: at("told Dr Jane Smith that")}}, "I [...] it was, frankly, hard on [a ward] for me."},
		{"omission overlaps", at(text), []analysis.Edit{{Op: analysis.Omit, Span: at("Smith that it was, frankly,")}}, "I told [senior doctor] [...] hard on [a ward] for me."},
		{"own replacement covers", at(text), []analysis.Edit{{Op: analysis.Replace, Span: at("Dr Jane Smith"), Text: "my boss"}}, "I told [my boss] that it was, frankly, hard on [a ward] for me."},
		{"sic inside", at(text), []analysis.Edit{{Op: analysis.Sic, Span: analysis.Span{Start: at("Jane").End, End: at("Jane").End}}}, "I told [senior doctor] that it was, frankly, hard on [a ward] for me."},
		{"case of a masked letter", at("Dr Jane Smith that"), []analysis.Edit{{Op: analysis.Case, Span: analysis.Span{Start: at("Dr").Start, End: at("Dr").Start + 1}}}, "[senior doctor] that"},
	}
	for _, tt := range tests {
		edits := disclose.Apply(text, tt.span, tt.edits, masked)
		got, err := quote.Render(text, tt.span, edits)
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
		if again := disclose.Apply(text, tt.span, edits, masked); !cmp.Equal(again, edits) {
			t.Errorf("%s: applied twice = %v, want %v", tt.name, again, edits)
		}
	}
}

func TestR30Fitting(t *testing.T) {
	profiles := []disclose.Profile{
		{"mentor", []string{"Cardiology", "Black or Black British", "30 to 39"}},
		{"mentor", []string{"Cardiology", "White", "40 to 49"}},
		{"mentor", []string{"Surgery", "Black or Black British", "30 to 39"}},
		{"mentee", []string{"Cardiology", "Yes"}},
	}
	tests := []struct {
		pieces  []disclose.Piece
		fit     int
		unknown int
	}{
		{nil, 3, 0},
		{[]disclose.Piece{{identify.Role, "consultant in cardiology"}}, 2, 0},
		{[]disclose.Piece{{identify.Role, "consultant in cardiology"}, {identify.Trait, "as a Black woman"}}, 1, 0},
		{[]disclose.Piece{{identify.Age, "at 34"}, {identify.Place, "Ward C3"}}, 2, 1},
		{[]disclose.Piece{{identify.OnlyOne, "yes, the only one in"}}, 3, 1},
	}
	for _, tt := range tests {
		fit, unknown := disclose.Fitting(profiles, "mentor", tt.pieces)
		if fit != tt.fit || len(unknown) != tt.unknown {
			t.Errorf("Fitting(%v) = %d, %v, want %d and %d unknown", tt.pieces, fit, unknown, tt.fit, tt.unknown)
		}
	}
}

func TestMemberships(t *testing.T) {
	mentor, mentee := survey.Role{Key: "mentor", Singular: "mentor", Plural: "mentors"}, survey.Role{Key: "mentee", Singular: "mentee", Plural: "mentees"}
	tests := []struct {
		name  string
		roles []survey.Role
		want  int
	}{
		{"Reverse mentoring", []survey.Role{mentor, mentee}, 0},
		{"LGBTQ+ reverse mentoring", []survey.Role{mentor, mentee}, 2},
		{"Reverse mentoring", []survey.Role{{Key: "mentor", Singular: "disabled mentor", Plural: "disabled mentors"}, mentee}, 1},
	}
	for _, tt := range tests {
		got := disclose.Memberships(survey.Programme{Name: tt.name, Roles: tt.roles})
		if len(got) != tt.want {
			t.Errorf("Memberships(%s) = %v, want %d", tt.name, got, tt.want)
		}
		for _, m := range got {
			if !strings.Contains(m.String(), m.Trait) || !strings.Contains(m.String(), m.Role.Plural) {
				t.Errorf("%q does not say whom it is about", m)
			}
		}
	}
}

func FuzzDetector(f *testing.F) {
	f.Add("Dr Jane Smith’s Ward C3 – priya, at 34 as a mature student from Lagos, 07700 900123")
	f.Add("\xff I'm trans\u200d C3")
	f.Add(" ")
	d := detector()
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		var all []analysis.Masking
		for _, s := range d.Find(text) {
			if s.Span.Start < end || s.Span.Len() <= 0 || s.Span.In(text) != s.Text {
				t.Fatalf("Find(%q) = %+v", text, s)
			}
			end = s.Span.End
			all = append(all, analysis.Masking{Decision: analysis.Masked, Span: s.Span, Descriptor: "x", By: "ana"})
		}
		whole := analysis.Span{End: len(text)}
		edits := disclose.Apply(text, whole, nil, all)
		if len(edits) != len(all) {
			t.Fatalf("%d maskings make %d edits", len(all), len(edits))
		}
		if strings.TrimSpace(text) == "" {
			return // which no quote can be taken from
		}
		if out, err := quote.Render(text, whole, edits); utf8.ValidString(text) && (err != nil || !utf8.ValidString(out)) {
			t.Fatalf("masked, %q is printed as %q, %v", text, out, err)
		}
	})
}
