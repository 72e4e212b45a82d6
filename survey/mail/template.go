package mail

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// Placeholders returns the names that stand in braces in a template, with what
// each is replaced by.
func Placeholders() []Placeholder {
	return []Placeholder{
		{"name", "the participant’s name"},
		{"programme", "the programme’s name"},
		{"link", "the participant’s own link to answer"},
		{"closes", "the last day for answers"},
		{"organisation", "the programme’s organisation"},
		{"contact", "who participants may ask"},
		{"optout", "the link for those who want no more messages"},
	}
}

// A Placeholder is a name in braces and what it means.
type Placeholder struct{ Name, Means string }

// Values are what the placeholders of one message are replaced by.
type Values map[string]string

// maxSubject is how long a subject may be, in characters: what telephones and
// most programs show of it is less.
const maxSubject = 150

// Check returns what is wrong with the words of a message, in the order of the
// text; none means that it can be sent.
func Check(t survey.MailTemplate) []string {
	var problems []string
	add := func(code, format string, args ...any) {
		problems = append(problems, fault.Text(fault.Coded(code, format, args...)))
	}
	if strings.TrimSpace(t.Subject) == "" {
		add("M10", "The subject is empty: say what the message is about.")
	}
	if n := len([]rune(t.Subject)); n > maxSubject {
		add("M10", "The subject has %d characters: shorten it to %d.", n, maxSubject)
	}
	if strings.ContainsFunc(t.Subject, unicode.IsControl) {
		add("M10", "The subject has a line break or another invisible character: write it on one line.")
	}
	used := map[string]bool{}
	for i, text := range []string{t.Subject, t.Body} {
		where := []string{"subject", "text"}[i]
		for _, p := range parse(text) {
			if p.problem != "" {
				add("M11", "Line %d of the %s: %s", p.line, where, p.problem)
			}
			used[p.name] = used[p.name] || i == 1
			if p.name == "link" && i == 0 {
				add("M12", "The subject holds {link}: put it into the text only, where it can be followed.")
			}
		}
	}
	if t.Kind.Links() && !used["link"] {
		add("M12", "The text has no {link}: without it nobody can answer. Put {link} on a line of its own.")
	}
	if !t.Kind.Links() && used["link"] {
		add("M12", "The text has a {link}, but thanks are sent when nothing can be answered any more: take it out.")
	}
	if !used["optout"] {
		add("M13", "The text has no {optout}: people must be able to say that they want no more messages. Put {optout} at the end.")
	}
	return problems
}

// A piece is literal text or, with a name, a placeholder.
type piece struct {
	text, name string
	line       int
	problem    string
}

// parse cuts a template at its placeholders. What stands in braces and is none
// comes with a problem that says which one may be meant.
func parse(text string) []piece {
	var pieces []piece
	line := 1
	literal := func(s string) {
		pieces = append(pieces, piece{text: s, line: line})
		line += strings.Count(s, "\n")
	}
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			literal(text)
			break
		}
		literal(text[:open])
		end := strings.IndexAny(text[open:], "}\n")
		if end < 0 || text[open+end] == '\n' {
			pieces = append(pieces, piece{text: "{", line: line, problem: "a { is not closed on its line: write } after the placeholder’s name."})
			text = text[open+1:]
			continue
		}
		inside := text[open+1 : open+end]
		pieces = append(pieces, placeholder(inside, line))
		text = text[open+end+1:]
	}
	return pieces
}

func placeholder(inside string, line int) piece {
	p := piece{text: "{" + inside + "}", line: line}
	var known []string
	for _, h := range Placeholders() {
		known = append(known, h.Name)
	}
	if slices.Contains(known, inside) {
		p.name = inside
		return p
	}
	p.problem = fmt.Sprintf("{%s} is no placeholder.", inside)
	if near := fault.Meant(inside, known); near != "" {
		p.problem += fmt.Sprintf(" {%s} may be meant.", near)
	} else {
		p.problem += " There are: {" + strings.Join(known, "} {") + "}."
	}
	return p
}

// shortLine is how long a line may be, in bytes, that is left out when the
// placeholder at its end has no value: a label such as "Questions? Ask: {contact}"
// and no paragraph.
const shortLine = 60

// fill puts the values in the place of the placeholders. A short line that ends
// with one that has no value is left out, but for a greeting.
func fill(text string, v Values) string {
	var out strings.Builder
	for l := range strings.Lines(text) {
		var line strings.Builder
		last := piece{}
		for _, p := range parse(l) {
			if p.name != "" {
				p.text = v[p.name]
			}
			line.WriteString(p.text)
			if strings.TrimSpace(p.text) != "" || p.name != "" {
				last = p
			}
		}
		if last.name != "" && last.name != "name" && last.text == "" && len(l) <= shortLine {
			continue
		}
		out.WriteString(strings.TrimRight(line.String(), " \t\r\n") + "\n")
	}
	return out.String()
}
