package render

import (
	"bytes"
	"crypto/rand"
	"fmt"

	"verbatim/web/page"
)

// A mould is the output of a template with holes where something changes from
// one request to the next. It is made by executing the template once with marks
// in the place of what changes, and cutting the output at the marks: the
// template remains the only source of the markup, and pouring is copying.
type mould struct {
	pieces [][]byte // one more than there are holes
}

// mark returns a text that stands nowhere else and that no escaper changes: it
// has letters and digits only.
func mark() string { return "mark" + rand.Text() }

// cast executes a template and cuts its output at each of the marks, in the
// order in which they stand there. A mark is a text from mark or the output of a
// template that this one executes.
func (m *Moulds) cast(name, part string, data any, marks ...string) (*mould, error) {
	var b bytes.Buffer
	if err := m.execute(&b, name, part, data); err != nil {
		return nil, err
	}
	made, rest := &mould{}, b.Bytes()
	for i, at := range marks {
		before, after, ok := bytes.Cut(rest, []byte(at))
		if !ok {
			return nil, fmt.Errorf("the template %s of %s does not print mark %d where it was expected", part, name, i)
		}
		// A copy: the whole output may hold what somebody wrote.
		made.pieces, rest = append(made.pieces, bytes.Clone(before)), after
	}
	made.pieces = append(made.pieces, bytes.Clone(rest))
	for i, at := range marks {
		if len(at) == len(mark()) && bytes.Contains(bytes.Join(made.pieces, nil), []byte(at)) {
			return nil, fmt.Errorf("the template %s of %s prints mark %d once more", part, name, i)
		}
	}
	return made, nil
}

// pour writes the pieces and calls fill for each hole between them.
func (m *mould) pour(b *bytes.Buffer, fill func(hole int)) {
	last := len(m.pieces) - 1
	for i, p := range m.pieces[:last] {
		b.Write(p)
		fill(i)
	}
	b.Write(m.pieces[last])
}

// alone returns what a template prints for data.
func (m *Moulds) alone(name, part string, data any) (string, error) {
	var b bytes.Buffer
	err := m.execute(&b, name, part, data)
	return b.String(), err
}

// escape writes a text as html/template writes a string between tags, in a
// quoted attribute and in a text area, which is the same in all three.
func escape(b *bytes.Buffer, s string) {
	from := 0
	for i := range len(s) {
		with := escapes[s[i]]
		if with == "" {
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString(with)
		from = i + 1
	}
	b.WriteString(s[from:])
}

// escapeParts writes a text as the template "marked" does.
func escapeParts(b *bytes.Buffer, s string) {
	for _, p := range page.Parts(s) {
		if p.Lang == "" {
			escape(b, p.Text)
			continue
		}
		b.WriteString(`<span lang="`)
		escape(b, p.Lang)
		b.WriteString(`" dir="auto">`)
		escape(b, p.Text)
		b.WriteString("</span>")
	}
}

// escapes are the bytes that html/template replaces.
var escapes = [256]string{ //nolint:gochecknoglobals // a table that Go cannot write as a constant
	0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;",
}

// plainAddress reports whether an address stands in an attribute as it is:
// html/template changes some characters of others.
func plainAddress(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '/' && c != '-' {
			return false
		}
	}
	return s != "" && s[0] == '/'
}
