package csvfile

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"verbatim/survey"
)

// Options say how a file is to be read.
type Options struct {
	Columns map[string]string   // what a column holds ("response", "role", "question", "text", "consent") to its name in the file
	Consent survey.QuoteConsent // what every participant agreed to, where the file has no consent column
	Role    string              // the role of every row, where the file has no role column
	Ignore  []string            // columns to leave out
	Joint   []string            // roles whose members answer together, beside "pair"
	Now     time.Time           // what the form's expressions take for the time
}

// Held are the things a column can hold, in the order in which help names them.
var Held = [...]string{"response", "role", "question", "text", "consent"}

// usual are the names under which exports commonly carry each.
var usual = map[string][]string{
	"response": {"response", "response id", "responseid", "respondent", "respondent id", "participant", "id"},
	"role":     {"role", "participant role", "i am a"},
	"question": {"question", "question text", "item"},
	"text":     {"text", "answer", "answer text", "comment", "free text"},
	"consent":  {"consent", "quote consent", "consent to quote", "may be quoted"},
}

// layout says which column holds what. An index of -1 means that there is none.
type layout struct {
	at    map[string]int
	plain []int // the other columns: questions of a wide file
}

// long reports whether the file has one row an answer.
func (l layout) long() bool { return l.at["question"] >= 0 && l.at["text"] >= 0 }

// locate finds out which column holds what.
func locate(t Table, o Options) (layout, []Problem) {
	l := layout{at: map[string]int{}}
	var problems []Problem
	for _, what := range Held {
		names := usual[what]
		if given, ok := o.Columns[what]; ok {
			names = []string{given}
		}
		l.at[what] = findColumn(t.Header, names)
		if _, ok := o.Columns[what]; ok && l.at[what] < 0 {
			problems = append(problems, Problem{0, names[0], "I05", fmt.Sprintf("The file has no such column for the %s. Its columns are: %s.", what, strings.Join(t.Header, ", "))})
		}
	}
	for what := range o.Columns {
		if !slices.Contains(Held[:], what) {
			problems = append(problems, Problem{0, "", "I05", fmt.Sprintf("A column cannot hold %q. It can hold: %s.", what, strings.Join(Held[:], ", "))})
		}
	}
	if !l.long() {
		l.at["question"], l.at["text"] = -1, -1
	}
	for _, name := range o.Ignore {
		if findColumn(t.Header, []string{name}) < 0 {
			problems = append(problems, Problem{0, name, "I05", "The file has no such column to leave out."})
		}
	}
	l.plain = l.others(t, o)
	if l.at["consent"] < 0 && o.Consent == survey.ConsentUnasked {
		problems = append(problems, Problem{0, "", "I09", "The file does not say what may be quoted. Give -consent quote, themes or count for all of it, or name the column with -map consent=COLUMN."})
	}
	return l, problems
}

// others returns the columns that hold none of the known things.
func (l layout) others(t Table, o Options) []int {
	var plain []int
	for i, h := range t.Header {
		used := h == "" || slices.ContainsFunc(o.Ignore, func(n string) bool { return fold(n) == fold(h) })
		for _, at := range l.at {
			used = used || at == i
		}
		if !used {
			plain = append(plain, i)
		}
	}
	return plain
}

func findColumn(header, names []string) int {
	for _, n := range names {
		if i := slices.IndexFunc(header, func(h string) bool { return fold(h) == fold(n) }); i >= 0 {
			return i
		}
	}
	return -1
}

// fold makes labels comparable: lower case, letters and digits only, single
// spaces. "What surprised you?" and "what surprised  you" are the same question.
func fold(s string) string {
	f := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(f, " ")
}

// keyOf makes a key out of words: "Mentee / student" becomes "mentee-student".
func keyOf(s string, longest int) string {
	var b strings.Builder
	for _, r := range fold(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	k := b.String()
	if len(k) > longest {
		k = k[:longest]
	}
	return strings.Trim(k, "-")
}
