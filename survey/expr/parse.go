package expr

import (
	"fmt"
	"strconv"
	"strings"

	"verbatim/survey/fault"
)

// Limits of an expression: several times what the longest published forms have.
const (
	MaxLength = 10_000 // bytes
	MaxDepth  = 60     // brackets, functions and minus signs inside each other
)

// A SyntaxError is the cause of every error of [Parse]: where the expression
// cannot be understood.
type SyntaxError struct {
	Offset int // in bytes, from 0
}

// Error names the place.
func (e *SyntaxError) Error() string { return "byte " + strconv.Itoa(e.Offset) }

// Parse reads an expression. White space only gives the zero Expr.
//
// An error is a numbered fault of kind Invalid whose text says what is wrong,
// at which character, and how to mend it, with a [SyntaxError] as its cause.
// Quotation marks and signs that a word processor has curved or joined are read
// as what is meant and told in the Notes.
func Parse(text string) (Expr, error) { return parse(text, false) }

// ParseFilter reads an expression that says which choices are offered: in it, a
// bare word is a column of the list of choices, as in state = ${state}.
func ParseFilter(text string) (Expr, error) { return parse(text, true) }

func parse(text string, filter bool) (Expr, error) {
	if len(text) > MaxLength {
		return Expr{}, fault.Coded("F01", "The expression has %d bytes; the limit is %d. Calculate parts of it in questions of their own.", len(text), MaxLength)
	}
	p := &parser{lexer: lexer{in: strings.ToValidUTF8(text, "�")}, filter: filter}
	if err := p.advance(); err != nil {
		return Expr{}, p.located(err)
	}
	if p.tok.kind == tokenEnd {
		return Expr{}, nil
	}
	n, err := p.binary(0, 0)
	if err == nil && p.tok.kind != tokenEnd {
		err = p.leftOver()
	}
	if err != nil {
		return Expr{}, p.located(err)
	}
	return Expr{root: n, notes: p.notes}, nil
}

// MustParse is Parse for expressions that are part of the program. It panics
// where Parse fails.
func MustParse(text string) Expr {
	e, err := Parse(text)
	if err != nil {
		panic(fmt.Sprintf("expr.MustParse(%q): %v", text, err))
	}
	return e
}

// A parser is a Pratt parser with one token of look-ahead.
type parser struct {
	lexer
	tok    token
	filter bool // bare words are columns
}

func (p *parser) advance() (err error) {
	p.tok, err = p.next()
	return err
}

// located puts the place in front of the fault's text.
func (p *parser) located(err error) error {
	f, ok := err.(*fault.Error) //nolint:errorlint // fail made it, unwrapped
	if !ok {
		return err
	}
	s, ok := f.Err.(*SyntaxError) //nolint:errorlint // fail made it, unwrapped
	if !ok {
		return err
	}
	return &fault.Error{Kind: f.Kind, Code: f.Code, Err: s, Text: fmt.Sprintf("At character %d: %s", len([]rune(p.in[:s.Offset]))+1, f.Text)}
}

// binary reads an operand and the operators after it that bind tighter than
// loosest. Operators of one kind group to the left.
func (p *parser) binary(loosest, depth int) (Node, error) {
	left, err := p.unary(depth)
	if err != nil {
		return nil, err
	}
	for {
		op, at := Op(p.tok.text), p.tok.at
		if p.tok.kind != tokenSign && p.tok.kind != tokenName || op.binding() <= loosest {
			return left, nil
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.binary(op.binding(), depth+1)
		if err != nil {
			return nil, err
		}
		left = Binary{place(at), op, left, right}
	}
}

func (p *parser) unary(depth int) (Node, error) {
	if depth > MaxDepth {
		return nil, fail("F10", p.tok.at, "The expression has more than %d brackets inside each other. Calculate parts of it in questions of their own.", MaxDepth)
	}
	if p.tok.kind != tokenSign || p.tok.text != "-" {
		return p.operand(depth)
	}
	at := p.tok.at
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.unary(depth + 1)
	if err != nil {
		return nil, err
	}
	return Unary{place(at), n}, nil
}

func (p *parser) operand(depth int) (Node, error) {
	t := p.tok
	switch {
	case t.kind == tokenEnd:
		return nil, fail("F05", t.at, "The expression ends where a value is needed. Complete it, or remove the last operator.")
	case t.kind == tokenName:
		return p.call(depth)
	case t.kind == tokenSign && t.text == "(":
		return p.bracket(depth)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch {
	case t.kind == tokenText:
		return Text{place(t.at), t.text}, nil
	case t.kind == tokenRef:
		return Ref{place(t.at), t.text}, nil
	case t.kind == tokenNumber:
		return p.number(t)
	case t.text == ".":
		return Current{place(t.at)}, nil
	}
	return nil, fail("F05", t.at, "A value is needed before %s: an answer such as ${name}, a number, or a text in quotation marks.", t.text)
}

func (p *parser) number(t token) (Node, error) {
	v, err := strconv.ParseFloat(t.text, 64)
	if err != nil {
		return nil, fail("F03", t.at, "%s is not a number that can be calculated with.", t.text)
	}
	return Number{place(t.at), v}, nil
}

func (p *parser) bracket(depth int) (Node, error) {
	at := p.tok.at
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.binary(0, depth+1)
	if err != nil {
		return nil, err
	}
	return n, p.closing(at)
}

// closing reads the bracket that closes the one at the offset.
func (p *parser) closing(open int) error {
	if p.tok.kind != tokenSign || p.tok.text != ")" {
		return fail("F06", open, "The bracket opened here is not closed. Add ) after what belongs to it.")
	}
	return p.advance()
}

func (p *parser) call(depth int) (Node, error) {
	name := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	open := p.tok.at
	if p.tok.kind != tokenSign || p.tok.text != "(" {
		if p.filter && Op(name.text).binding() == 0 && IsName(name.text) {
			return Column{place(name.at), name.text}, nil
		}
		return nil, bareWord(name)
	}
	f, known := functions[name.text]
	if !known {
		return nil, unknownFunction(name)
	}
	args, err := p.arguments(depth)
	if err != nil {
		return nil, err
	}
	if err := p.closing(open); err != nil {
		return nil, err
	}
	c := Call{place(name.at), name.text, args, f}
	if err := f.accepts(c); err != nil {
		return nil, err
	}
	return c, nil
}

// arguments reads what stands between the brackets of a call, up to the closing
// one.
func (p *parser) arguments(depth int) ([]Node, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokenSign && p.tok.text == ")" {
		return nil, nil
	}
	var args []Node
	for {
		a, err := p.binary(0, depth+1)
		if err != nil {
			return nil, err
		}
		args = append(args, a)
		if p.tok.kind != tokenSign || p.tok.text != "," {
			return args, nil
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
}

func bareWord(t token) error {
	if f, known := functions[t.text]; known && f.least == 0 {
		return fail("F05", t.at, "%s is a function: write %s().", t.text, t.text)
	}
	if Op(t.text).binding() > 0 {
		return fail("F05", t.at, "A value is needed before %s.", t.text)
	}
	return fail("F05", t.at, "The word %s stands alone. Write '%s' for a text, ${%s} for an answer.", t.text, t.text, t.text)
}

// leftOver tells of a token after a complete expression.
func (p *parser) leftOver() error {
	switch {
	case p.tok.text == ")" && p.tok.kind == tokenSign:
		return fail("F06", p.tok.at, "The bracket ) closes nothing. Remove it, or open one before it.")
	case p.tok.text == "," && p.tok.kind == tokenSign:
		return fail("F09", p.tok.at, "A comma separates what is given to a function; here there is none.")
	case p.tok.kind == tokenName && Op(strings.ToLower(p.tok.text)).binding() > 0:
		return fail("F09", p.tok.at, "Operators are written in small letters: %s.", strings.ToLower(p.tok.text))
	}
	return fail("F09", p.tok.at, "Two values stand side by side. Put an operator between them, such as and, or, =, +.")
}
