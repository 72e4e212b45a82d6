package searchtest

import (
	"fmt"
	"strings"

	"verbatim/search"
)

// A Case is one search of a specification.
type Case struct {
	Line    int // in its file
	Request search.Request
	Input   string // the query as typed
	Want    string // what it finds, in the words of the file
}

// A Spec is a specification file: documents and what searches find in them.
type Spec struct {
	Name      string
	Documents []search.Document
	Cases     []Case
}

// ParseSpec reads a specification. It has two parts with the headings
// "documents" and "searches"; lines that begin with # are remarks.
//
// A document is a line with its identifier and attributes, and its text on the
// indented lines below:
//
//	d1 person=anna role=mentee theme=voice
//	    I was heard.
//
// A search is a line with a query and, indented below it, the filters and
// facets asked for and what is found: identifiers in order of the alphabet, each
// with the words to highlight, then the number of people, then facets as
// documents/people:
//
//	heard -never
//	    filter role=mentee
//	    facet role
//	    finds d1[heard]
//	    people 1
//	    role mentee 1/1
//
// A search that finds nothing "finds nothing"; one that cannot be understood
// "fails" with its number and column.
func ParseSpec(name, text string) (Spec, error) {
	spec := Spec{Name: name}
	part := ""
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		indented := strings.HasPrefix(line, "    ")
		switch {
		case trimmed == "" || strings.HasPrefix(line, "#"):
		case !indented && (trimmed == "documents" || trimmed == "searches") && part != trimmed:
			part = trimmed
		case part == "documents":
			if err := spec.documentLine(trimmed, indented); err != nil {
				return spec, fmt.Errorf("%s:%d: %w", name, i+1, err)
			}
		case part == "searches":
			if err := spec.searchLine(trimmed, indented, i+1); err != nil {
				return spec, fmt.Errorf("%s:%d: %w", name, i+1, err)
			}
		default:
			return spec, fmt.Errorf("%s:%d: %q stands before the heading documents", name, i+1, trimmed)
		}
	}
	return spec, nil
}

func (s *Spec) documentLine(line string, indented bool) error {
	if !indented {
		d := search.Document{}
		for i, word := range strings.Fields(line) {
			key, value, ok := strings.Cut(word, "=")
			if i == 0 {
				d.ID = word
			} else if target := attribute(&d, key); ok && target != nil {
				*target = strings.ReplaceAll(value, "_", " ")
			} else if !ok || !listAttribute(&d, key, value) {
				return fmt.Errorf("%q is no attribute", word)
			}
		}
		s.Documents = append(s.Documents, d)
		return nil
	}
	if len(s.Documents) == 0 {
		return fmt.Errorf("%q belongs to no document", line)
	}
	d := &s.Documents[len(s.Documents)-1]
	if d.Text != "" {
		d.Text += "\n"
	}
	d.Text += unescape(line)
	return nil
}

// unescape writes what cannot be seen in an editor: \u00ad and \xff.
func unescape(s string) string {
	return strings.NewReplacer(`\u00ad`, "\u00ad", `\u200b`, "\u200b", `\u0301`, "\u0301", `\xff`, "\xff").Replace(s)
}

func attribute(d *search.Document, key string) *string {
	return map[string]*string{
		"person": &d.Person, "response": &d.Response, "programme": &d.Programme, "round": &d.Round, "wave": &d.Wave,
		"role": &d.Role, "question": &d.Question, "consent": &d.Consent, "day": &d.Day,
	}[key]
}

func listAttribute(d *search.Document, key, value string) bool {
	switch key {
	case search.FieldTheme:
		d.Themes = strings.Split(value, ",")
	case search.FieldSuggested:
		d.Suggested = strings.Split(value, ",")
	default:
		return false
	}
	return true
}

func (s *Spec) searchLine(line string, indented bool, number int) error {
	if !indented {
		if line == "everything" {
			line = ""
		}
		s.Cases = append(s.Cases, Case{Line: number, Input: unescape(line), Request: search.Request{Size: search.MaxSize, Spans: true, Filters: map[string][]string{}}})
		return nil
	}
	if len(s.Cases) == 0 {
		return fmt.Errorf("%q belongs to no search", line)
	}
	c := &s.Cases[len(s.Cases)-1]
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "filter":
		field, values, ok := strings.Cut(rest, "=")
		if !ok {
			return fmt.Errorf("the filter %q has no value", rest)
		}
		c.Request.Filters[field] = strings.Split(values, ",")
	case "facet":
		c.Request.Facets = append(c.Request.Facets, rest)
	default:
		c.Want += line + "\n"
	}
	return nil
}

// Describe returns what a search found, in the words of a specification.
func Describe(docs []search.Document, r search.Request, res search.Result) string {
	texts := map[string]string{}
	for _, d := range docs {
		texts[d.ID] = d.Text
	}
	var b strings.Builder
	b.WriteString("finds")
	if res.Total == 0 {
		b.WriteString(" nothing")
	}
	for _, h := range res.Hits {
		b.WriteString(" " + h.ID + marked(texts[h.ID], h.Spans))
	}
	b.WriteString("\n")
	if res.Total > 0 {
		fmt.Fprintf(&b, "people %d\n", res.People)
	}
	for _, field := range r.Facets {
		for _, c := range res.Facets[field] {
			fmt.Fprintf(&b, "%s %s %d/%d\n", field, c.Value, c.Documents, c.People)
		}
	}
	return b.String()
}

func marked(text string, spans []search.Span) string {
	if len(spans) == 0 {
		return ""
	}
	words := make([]string, len(spans))
	for i, s := range spans {
		if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
			words[i] = fmt.Sprintf("bad span %v", s)
			continue
		}
		words[i] = strings.Join(strings.Fields(text[s.Start:s.End]), " ")
	}
	return "[" + strings.Join(words, "|") + "]"
}
