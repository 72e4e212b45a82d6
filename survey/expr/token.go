package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/survey/fault"
)

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenText
	tokenNumber
	tokenRef
	tokenName // a function or an operator that is a word
	tokenSign // an operator of signs, a bracket, a comma, or the full stop
)

type token struct {
	kind tokenKind
	at   int // in bytes
	text string
}

// A lexer cuts the text into tokens.
type lexer struct {
	in    string
	pos   int
	notes []Note
}

// signs are the operators and brackets, longer ones first.
var signs = []string{"!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ","}

// typeset are signs that word processors put in, and what is meant by them.
var typeset = map[rune]string{'≠': "!=", '≤': "<=", '≥': ">=", '–': "-", '—': "-", '−': "-", '×': "*"}

// elsewhere are operators of other languages, and what is meant by them.
var elsewhere = []struct{ sign, mend string }{
	{"&&", "and"}, {"||", "or"}, {"==", "="}, {"<>", "!="}, {"!", "not(...)"}, {"%", "mod"}, {"/", "div, or ${name} for an answer"}, {"&", "and, or concat(...) to join texts"},
}

// quotes are what a string may be enclosed in: the mark that opens it and those
// that may close it. The curved ones come from word processors.
var quotes = map[rune]string{'\'': "'", '"': `"`, '‘': "’‘", '’': "’", '“': "”“", '”': "”"}

func (l *lexer) next() (token, error) {
	l.pos += len(l.in[l.pos:]) - len(strings.TrimLeftFunc(l.in[l.pos:], isSpace))
	rest := l.in[l.pos:]
	if rest == "" {
		return token{tokenEnd, l.pos, ""}, nil
	}
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case quotes[r] != "":
		return l.quoted(r)
	case isDigit(rest[0]), len(rest) > 1 && rest[0] == '.' && isDigit(rest[1]):
		return l.take(tokenNumber, numberLen(rest)), nil
	case strings.HasPrefix(rest, "${"):
		return l.reference()
	case isNameStart(r):
		return l.take(tokenName, nameLen(rest, true)), nil
	}
	return l.sign(r)
}

// isSpace counts the zero-width spaces and marks that come along with copied
// text.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff'
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func (l *lexer) take(kind tokenKind, n int) token {
	t := token{kind, l.pos, l.in[l.pos : l.pos+n]}
	l.pos += n
	return t
}

func (l *lexer) note(at int, text string) {
	l.notes = append(l.notes, Note{at, text})
}

// quoted reads a string. XPath has no escapes: a string that holds one kind of
// quote is enclosed in the other.
func (l *lexer) quoted(open rune) (token, error) {
	start := l.pos
	body := l.in[start+utf8.RuneLen(open):]
	end := strings.IndexAny(body, quotes[open])
	if end < 0 {
		return token{}, fail("F02", start, "The text that begins with %c is not closed. Put the same mark after its last letter.", open)
	}
	_, n := utf8.DecodeRuneInString(body[end:])
	l.pos = start + utf8.RuneLen(open) + end + n
	if strings.Contains(body[:end], "'") && strings.Contains(body[:end], `"`) {
		return token{}, fail("F02", start, "The text holds both kinds of straight quotation marks, which cannot be written back. Leave out one kind, or join pieces with concat().")
	}
	if open != '\'' && open != '"' {
		l.note(start, "Curved quotation marks were read as straight ones.")
	}
	return token{tokenText, start, body[:end]}, nil
}

func numberLen(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n < len(s) && s[n] == '.' {
		n++
		for n < len(s) && isDigit(s[n]) {
			n++
		}
	}
	return n
}

// isNameStart and isNamePart follow the names of XML (NCName), which is what
// XLSForm asks for.
func isNameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) && r != utf8.RuneError }

func isNamePart(r rune) bool {
	return isNameStart(r) || r == '-' || r == '.' || unicode.IsDigit(r) || unicode.IsMark(r)
}

// nameLen returns the length of the name that s begins with, with one prefix and
// its colon where prefixed is set.
func nameLen(s string, prefixed bool) int {
	end := strings.IndexFunc(s, func(r rune) bool { return !isNamePart(r) })
	if end < 0 {
		return len(s)
	}
	if prefixed && s[end] == ':' {
		return end + 1 + nameLen(s[end+1:], false)
	}
	return end
}

// IsName reports whether s can be the name of a question in an expression: a
// letter or underscore, then letters, digits, hyphens, underscores and full
// stops.
func IsName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && isNameStart(r) && nameLen(s, false) == len(s)
}

func (l *lexer) reference() (token, error) {
	start := l.pos
	name, _, closed := strings.Cut(l.in[start+len("${"):], "}")
	if !closed {
		return token{}, fail("F04", start, "The reference that begins with ${ is not closed. Write it as ${name}.")
	}
	l.pos = start + len("${") + len(name) + len("}")
	name = strings.TrimFunc(name, isSpace)
	if !IsName(name) {
		return token{}, fail("F04", start, "${%s} does not name a question. A name begins with a letter and holds letters, digits, hyphens and underscores.", name)
	}
	return token{tokenRef, start, name}, nil
}

func (l *lexer) sign(r rune) (token, error) {
	rest := l.in[l.pos:]
	if meant := typeset[r]; meant != "" {
		t := token{tokenSign, l.pos, meant}
		l.note(l.pos, "The sign "+string(r)+" was read as "+meant+".")
		l.pos += utf8.RuneLen(r)
		return t, nil
	}
	for _, e := range elsewhere {
		if strings.HasPrefix(rest, e.sign) && !strings.HasPrefix(rest, "!=") {
			return token{}, fail("F03", l.pos, "%s is not part of this language. Write %s.", e.sign, e.mend)
		}
	}
	for _, s := range signs {
		if strings.HasPrefix(rest, s) {
			return l.take(tokenSign, len(s)), nil
		}
	}
	if r == '.' && !strings.HasPrefix(rest, "..") {
		return l.take(tokenSign, 1), nil
	}
	if r == '.' || r == '[' || r == '@' {
		return token{}, fail("F11", l.pos, "Paths through a form, such as ../name or /data/name[1], cannot be taken over. Refer to a question as ${name}.")
	}
	return token{}, fail("F03", l.pos, "The character %q has no meaning here. Texts stand in quotation marks, questions in ${ }.", r)
}

// fail returns a numbered fault that names the place. A person counts
// characters from one; offsets are kept for programs in the SyntaxError.
func fail(code string, at int, format string, args ...any) error {
	f := fault.Coded(code, format, args...)
	f.Err = &SyntaxError{Offset: at}
	return f
}
