package quote_test

import (
	"errors"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/quote"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// at returns the span of part in text, which must hold it once.
func at(t *testing.T, text, part string) analysis.Span {
	t.Helper()
	i := strings.Index(text, part)
	if i < 0 || strings.Count(text, part) != 1 {
		t.Fatalf("%q is not once in %q", part, text)
	}
	return analysis.Span{Start: i, End: i + len(part)}
}

func before(t *testing.T, text, part string) analysis.Span {
	t.Helper()
	s := at(t, text, part)
	return analysis.Span{Start: s.Start, End: s.Start}
}

const answer = "my voice is valid and it matter's as much as the Dean's, really. I was not afraid (then)."

func TestRender(t *testing.T) {
	all := analysis.Span{End: len(answer)}
	tests := []struct {
		name  string
		span  analysis.Span
		edits []analysis.Edit
		want  string
	}{
		{"no edits", at(t, answer, "my voice is valid"), nil, "my voice is valid"},
		{"omission of a word", all, []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "really")}}, strings.Replace(answer, "really", "[...]", 1)},
		{"omission with its space is set off", at(t, answer, "I was not afraid"), []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, " not")}}, "I was [...] afraid"},
		{"omission before a full stop", at(t, answer, "afraid (then)."), []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, " (then)")}}, "afraid [...]."},
		{"omission inside brackets", at(t, answer, "afraid (then)."), []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "then")}}, "afraid ([...])."},
		{"omission at the start", at(t, answer, "I was not afraid"), []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "I was")}}, "[...] not afraid"},
		{"replacement leaves the possessive", at(t, answer, "as the Dean's, really"), []analysis.Edit{{Op: analysis.Replace, Span: at(t, answer, "the Dean"), Text: "a senior leader"}}, "as [a senior leader]'s, really"},
		{"insertion between words", at(t, answer, "it matter's as"), []analysis.Edit{{Op: analysis.Insert, Span: before(t, answer, "matter's"), Text: "my voice"}}, "it [my voice] matter's as"},
		{"insertion before the space", at(t, answer, "it matter's as"), []analysis.Edit{{Op: analysis.Insert, Span: before(t, answer, " matter's"), Text: "my voice"}}, "it [my voice] matter's as"},
		{"sic", at(t, answer, "it matter's as"), []analysis.Edit{{Op: analysis.Sic, Span: before(t, answer, " as much")}}, "it matter's [sic] as"},
		{"case", at(t, answer, "my voice is valid"), []analysis.Edit{{Op: analysis.Case, Span: analysis.Span{Start: 0, End: 1}}}, "[M]y voice is valid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := quote.Render(answer, tt.span, tt.edits)
			if err != nil || got != tt.want {
				t.Errorf("Render(%v, %v) = %q, %v, want %q", tt.span, tt.edits, got, err, tt.want)
			}
		})
	}
}

func TestRenderRefuses(t *testing.T) {
	all := analysis.Span{End: len(answer)}
	tests := []struct {
		name   string
		source string
		span   analysis.Span
		edits  []analysis.Edit
		code   string
	}{
		{"span past the end", answer, analysis.Span{Start: 0, End: 900}, nil, "Q02"},
		{"empty span", answer, analysis.Span{Start: 3, End: 3}, nil, "Q02"},
		{"negative span", answer, analysis.Span{Start: -1, End: 3}, nil, "Q02"},
		{"tail of a word cut", answer, at(t, answer, "voice is vali"), nil, "Q03"},
		{"head of a word cut", "it's the best thing", analysis.Span{Start: 3, End: 19}, nil, "Q03"},
		{"contraction cut", "it isn't so", analysis.Span{Start: 0, End: 5}, nil, "Q03"},
		{"prefix cut", "a non-inclusive place", analysis.Span{Start: 6, End: 21}, nil, "Q03"},
		{"number cut", "it cost 3,000 pounds", analysis.Span{Start: 10, End: 20}, nil, "Q03"},
		{"accent cut off its letter", "cafe\u0301 talk", analysis.Span{Start: 0, End: 4}, nil, "Q03"},
		{"half a rune", "é so", analysis.Span{Start: 1, End: 5}, nil, "Q03"},
		{"invalid text", "a\xff b", analysis.Span{Start: 0, End: 1}, nil, "Q01"},
		{"omission of part of a word", answer, all, []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "real")}}, "Q03"},
		{"omission of everything", answer, all, []analysis.Edit{{Op: analysis.Omit, Span: all}}, "Q08"},
		{"omission that says something", answer, all, []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "really"), Text: "truly"}}, "Q08"},
		{"two omissions that touch", answer, all, []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "voice")}, {Op: analysis.Omit, Span: at(t, answer, "is valid")}}, "Q06"},
		{"overlapping edits", answer, all, []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "voice is")}, {Op: analysis.Replace, Span: at(t, answer, "is valid"), Text: "x"}}, "Q05"},
		{"edits out of order", answer, all, []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "really")}, {Op: analysis.Omit, Span: at(t, answer, "voice")}}, "Q05"},
		{"edit outside the span", answer, at(t, answer, "my voice"), []analysis.Edit{{Op: analysis.Omit, Span: at(t, answer, "really")}}, "Q05"},
		{"blank replacement", answer, all, []analysis.Edit{{Op: analysis.Replace, Span: at(t, answer, "voice"), Text: " "}}, "Q10"},
		{"bracket in a replacement", answer, all, []analysis.Edit{{Op: analysis.Replace, Span: at(t, answer, "voice"), Text: "a] b"}}, "Q10"},
		{"replacement that looks like an omission", answer, all, []analysis.Edit{{Op: analysis.Replace, Span: at(t, answer, "voice"), Text: "..."}}, "Q10"},
		{"essay in a replacement", answer, all, []analysis.Edit{{Op: analysis.Replace, Span: at(t, answer, "voice"), Text: strings.Repeat("a", 121)}}, "Q10"},
		{"replacement of nothing", answer, all, []analysis.Edit{{Op: analysis.Replace, Span: before(t, answer, "voice"), Text: "x"}}, "Q03"},
		{"sic over words", answer, all, []analysis.Edit{{Op: analysis.Sic, Span: at(t, answer, "voice")}}, "Q09"},
		{"case of two letters", answer, all, []analysis.Edit{{Op: analysis.Case, Span: analysis.Span{Start: 0, End: 2}}}, "Q11"},
		{"case of a digit", "5 of us", analysis.Span{End: 7}, []analysis.Edit{{Op: analysis.Case, Span: analysis.Span{Start: 0, End: 1}}}, "Q11"},
		{"case that changes the letter", answer, all, []analysis.Edit{{Op: analysis.Case, Span: analysis.Span{Start: 0, End: 1}, Text: "N"}}, "Q11"},
		{"undeclared kind", answer, all, []analysis.Edit{{Op: "fix", Span: at(t, answer, "voice"), Text: "x"}}, "Q07"},
		{"too many edits", answer, all, make([]analysis.Edit, quote.MaxEdits+1), "Q04"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := quote.Render(tt.source, tt.span, tt.edits)
			if code := codeOf(err); code != tt.code {
				t.Errorf("Render(%q, %v, %v) = %q, %v, want fault %s", tt.source, tt.span, tt.edits, got, err, tt.code)
			}
		})
	}
}

func codeOf(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Code
	}
	return ""
}

func TestNewNeedsConsent(t *testing.T) {
	v := survey.Verbatim{ID: "r1.change", Text: answer, Role: "mentor"}
	span := at(t, answer, "my voice is valid")
	for _, c := range []survey.QuoteConsent{survey.ConsentUnasked, survey.ThemesOnly, survey.CountOnly} {
		v.QuoteConsent = c
		if _, err := quote.New(v, span, nil); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("New with consent %q: %v, want a fault of kind forbidden", c, err)
		}
	}
	v.QuoteConsent = survey.QuoteWords
	q, err := quote.New(v, span, nil)
	if err != nil || q.Text != "my voice is valid" || q.VerbatimID != v.ID || q.Role != "mentor" {
		t.Errorf("New = %+v, %v", q, err)
	}
}

func TestCheck(t *testing.T) {
	good := analysis.Quote{ID: "q", Span: at(t, answer, "I was not afraid"), Text: "I was not afraid", Hash: quote.Hash(answer)}
	tests := []struct {
		name   string
		change func(q *analysis.Quote, source *string)
		code   string
	}{
		{"untouched", func(*analysis.Quote, *string) {}, ""},
		{"a word dropped", func(q *analysis.Quote, _ *string) { q.Text = "I was afraid" }, "Q13"},
		{"a space doubled", func(q *analysis.Quote, _ *string) { q.Text = "I was  not afraid" }, "Q13"},
		{"the verbatim changed", func(_ *analysis.Quote, s *string) { *s += " " }, "Q12"},
		{"the hash is missing", func(q *analysis.Quote, _ *string) { q.Hash = "" }, "Q12"},
		{"the span moved", func(q *analysis.Quote, _ *string) { q.Span.Start += 2 }, "Q13"},
		{"an edit that is not printed", func(q *analysis.Quote, _ *string) {
			q.Edits = []analysis.Edit{{Op: analysis.Sic, Span: analysis.Span{Start: q.Span.End, End: q.Span.End}}}
		}, "Q13"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, source := good, answer
			tt.change(&q, &source)
			err := quote.Check(q, source)
			if (err == nil) != (tt.code == "") || codeOf(err) != tt.code {
				t.Errorf("Check = %v, want code %q", err, tt.code)
			}
			if err != nil && strings.Contains(err.Error(), "afraid") {
				t.Errorf("Check's fault holds words of the answer: %v", err)
			}
		})
	}
}

func TestHidden(t *testing.T) {
	const source = "I liked it. Dr Jane Smith was, frankly, not dismissive but kind. I don't think it was wrong, although others do. We met often and it helped."
	omit := func(part string) analysis.Edit { return analysis.Edit{Op: analysis.Omit, Span: at(t, source, part)} }
	tests := []struct {
		name  string
		span  analysis.Span
		edits []analysis.Edit
		want  []string // beginnings of the checks' texts
	}{
		{"nothing hidden", at(t, source, "We met often and it helped."), nil, nil},
		{"harmless omission", at(t, source, "We met often and it helped."), []analysis.Edit{omit("often and")}, nil},
		{"hidden negation", at(t, source, "Dr Jane Smith was, frankly, not dismissive but kind."), []analysis.Edit{omit("frankly, not")}, []string{`The omission hides "not"`}},
		{"hidden contraction", at(t, source, "I don't think it was wrong, although others do."), []analysis.Edit{omit("don't")}, []string{`The omission hides "don't"`}},
		{"negation replaced", at(t, source, "Dr Jane Smith was, frankly, not dismissive but kind."), []analysis.Edit{{Op: analysis.Replace, Span: at(t, source, "not dismissive"), Text: "mild"}}, []string{`The replacement hides "not"`}},
		{"two sentences joined", at(t, source, "I liked it. Dr Jane Smith was, frankly, not dismissive but kind."), []analysis.Edit{omit("it. Dr Jane Smith was,")}, []string{"The omission joins two sentences"}},
		{"a whole sentence may go", at(t, source, "I don't think it was wrong, although others do. We met often and it helped."), nil, nil},
		{"the tail goes with its full stop", at(t, source, "I liked it. Dr Jane Smith was, frankly, not dismissive but kind."), []analysis.Edit{omit(" it. Dr Jane Smith was, frankly, not dismissive but kind.")}, []string{`The omission hides "not" and "but"`, "The omission joins two sentences", "10 of 12 words are left out"}},
		{"mostly left out", at(t, source, "We met often and it helped."), []analysis.Edit{omit("often and it helped")}, []string{"4 of 6 words are left out"}},
		{"cut off the negation before it", at(t, source, "think it was wrong, although others do."), nil, []string{`The sentence begins before the quote, with "don't"`}},
		{"cut off the hinge after it", at(t, source, "I don't think it was wrong"), nil, []string{`The sentence goes on after the quote, with "although"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := quote.Hidden(source, tt.span, tt.edits)
			ok := len(got) == len(tt.want)
			for i := range min(len(got), len(tt.want)) {
				ok = ok && strings.HasPrefix(got[i].Text, tt.want[i]) && got[i].Rule == "R28"
			}
			if !ok {
				t.Errorf("Hidden = %+v, want texts that begin %q", got, tt.want)
			}
		})
	}
}
