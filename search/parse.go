package search

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/survey/fault"
)

// Limits of a query. A person never reaches them; a program that pastes a page
// into the search box does.
const (
	MaxQueryRunes = 2000 // characters: some 300 words
	MaxDepth      = 20   // brackets and minus signs inside each other
	MaxTerms      = 200  // words, patterns and fields
	MaxDistance   = 100  // words, for NEAR and PRE: a long paragraph
	minPattern    = 2    // letters a wildcard must hold, or it matches most of the language
)

// A SyntaxError is the cause of every error of [Parse]: where the query cannot
// be understood.
type SyntaxError struct {
	Column int // in characters, from 1
}

// Error names the column.
func (e *SyntaxError) Error() string { return "column " + strconv.Itoa(e.Column) }

// Parse reads what a researcher typed into the search box. An empty input, or
// one of spaces only, gives nil, which finds everything.
//
//	confidence            all forms of the word: confident, confidently
//	=confidence           only as written; accents and capitals never matter
//	"not at all helpful"  the words as they stand, * for any one word
//	a b   a AND b         both        a OR b    either     -a   NOT a   without
//	conf*  wom?n          wildcards   /mentor(s|ing)/   regular expression on words
//	confidnce~1           letters may differ (~1, ~2)
//	senior NEAR/5 staff   at most 5 words apart; PRE/5 in this order
//	role:mentee,mentor    attributes: programme round wave role pair question
//	                      theme suggested consent coded coder
//	examples:confidence   what a theme's example phrases say
//	saved:"at the start"  what was saved under a name
//	date:2021-01..2021-06 days, months or years, either end may be left open
//
// Brackets group; NOT binds tightest, then NEAR, AND, OR. The operators are
// capitals: "and" is a word. An error is a numbered fault of kind Invalid that
// names the column and how to mend it, with a [SyntaxError] as its cause.
func Parse(input string) (Node, error) {
	p := &parser{in: []rune(valid(input))}
	if len(p.in) > MaxQueryRunes {
		return nil, p.fail("Q01", MaxQueryRunes, "The query has %d characters; the limit is %d. Search for fewer words at a time.", len(p.in), MaxQueryRunes)
	}
	if err := p.lex(); err != nil {
		return nil, err
	}
	if len(p.items) == 0 {
		return nil, p.emptyQuery()
	}
	p.items = append(p.items, item{kind: itemEnd, at: len(p.in)})
	n, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if it := p.peek(); it.kind != itemEnd {
		return nil, p.fail("Q03", it.at, "The bracket ) closes nothing. Remove it, or open one before it.")
	}
	if nesting(n) > MaxDepth { // printed, it would not read again
		return nil, p.tooDeep(p.items[0])
	}
	return n, nil
}

// emptyQuery tells an empty search box from one that holds only punctuation.
func (p *parser) emptyQuery() error {
	for i, r := range p.in {
		if !unicode.IsSpace(r) {
			return p.fail("Q21", i, "There is no word to look for here, only punctuation. Type a word, or clear the box to see everything.")
		}
	}
	return nil
}

type parser struct {
	in    []rune
	items []item
	pos   int
	terms int
}

type itemKind int

const (
	itemEnd itemKind = iota
	itemNode
	itemOpen
	itemClose
	itemAnd
	itemOr
	itemNot
	itemNear
)

// item is one part of the input: an operator, a bracket, or a whole leaf.
type item struct {
	kind itemKind
	at   int // index of its first rune
	text string
	node Node // of an itemNode; of an itemNear a Near without sides
}

// fail returns a numbered fault about the rune at index at.
func (p *parser) fail(code string, at int, format string, args ...any) error {
	e := fault.Coded(code, "Column %d: "+format, append([]any{at + 1}, args...)...)
	e.Err = &SyntaxError{Column: at + 1}
	return e
}

func (p *parser) peek() item { return p.items[p.pos] }

func (p *parser) next() item {
	it := p.items[p.pos]
	p.pos++
	return it
}

// or reads one or more ands with OR between them.
func (p *parser) or(depth int) (Node, error) {
	var of []Node
	for {
		n, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		of = append(of, n)
		if p.peek().kind != itemOr {
			return join(of, orOf, newOr), nil
		}
		p.next()
	}
}

// and reads one or more parts that must all be found.
func (p *parser) and(depth int) (Node, error) {
	var of []Node
	for {
		n, err := p.not(depth)
		if err != nil {
			return nil, err
		}
		of = append(of, n)
		switch p.peek().kind {
		case itemAnd:
			p.next()
		case itemNode, itemOpen, itemNot:
		default:
			return join(of, andOf, newAnd), nil
		}
	}
}

// join makes one node of several, lifting those of the same kind.
func join(of []Node, same func(Node) []Node, whole func([]Node) Node) Node {
	if len(of) == 1 {
		return of[0]
	}
	var flat []Node
	for _, n := range of {
		if inner := same(n); inner != nil {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, n)
		}
	}
	return whole(flat)
}

func (p *parser) not(depth int) (Node, error) {
	it := p.peek()
	if it.kind != itemNot {
		return p.near(depth)
	}
	if depth >= MaxDepth {
		return nil, p.tooDeep(it)
	}
	p.next()
	n, err := p.not(depth + 1)
	if err != nil {
		return nil, err
	}
	return Not{n}, nil
}

// near reads a primary and what stands near it, grouping from the left.
func (p *parser) near(depth int) (Node, error) {
	at := p.peek().at
	left, err := p.primary(depth)
	if err != nil {
		return nil, err
	}
	for p.peek().kind == itemNear {
		op := p.next()
		rightAt := p.peek().at
		right, err := p.primary(depth)
		if err != nil {
			return nil, err
		}
		for _, side := range []struct {
			n  Node
			at int
		}{{left, at}, {right, rightAt}} {
			if !positional(side.n) {
				return nil, p.fail("Q16", side.at, "%s works between words, phrases and words with OR in brackets; %q is none of them. Use AND here, or change this side.", op.text, side.n)
			}
		}
		n := op.node.(Near)
		n.Left, n.Right = left, right
		left = n
	}
	return left, nil
}

// positional reports whether a node finds places in a text.
func positional(n Node) bool {
	switch n := n.(type) {
	case Word, Phrase, Pattern, Regexp, Fuzzy, Near:
		return true
	case Or:
		return !slices.ContainsFunc(n.Of, func(c Node) bool { return !positional(c) })
	}
	return false
}

func (p *parser) primary(depth int) (Node, error) {
	it := p.next()
	switch it.kind {
	case itemNode:
		return it.node, nil
	case itemOpen:
		return p.brackets(it, depth)
	}
	p.pos--
	return nil, p.missing(it)
}

func (p *parser) brackets(open item, depth int) (Node, error) {
	if depth >= MaxDepth {
		return nil, p.tooDeep(open)
	}
	if p.peek().kind == itemClose {
		return nil, p.fail("Q05", open.at, "There is nothing between the brackets. Put a word between them or remove both.")
	}
	n, err := p.or(depth + 1)
	if err != nil {
		return nil, err
	}
	if p.peek().kind != itemClose {
		return nil, p.fail("Q03", open.at, "The bracket ( is never closed. Add ) where the group ends.")
	}
	p.next()
	return n, nil
}

func (p *parser) tooDeep(it item) error {
	return p.fail("Q19", it.at, "Brackets and minus signs are nested more than %d deep. Take some away.", MaxDepth)
}

// missing is the error for a place where a word should stand: it blames the
// operator before it when there is one.
func (p *parser) missing(it item) error {
	if p.pos > 0 {
		if before := p.items[p.pos-1]; before.kind >= itemAnd {
			return p.fail("Q04", before.at, "%s needs something to look for after it. Add a word, or put it in quotation marks to search for the word itself.", before.text)
		}
	}
	if it.kind == itemClose {
		return p.fail("Q03", it.at, "The bracket ) closes nothing. Remove it, or open one before it.")
	}
	return p.fail("Q04", it.at, "%s needs something to look for before it. Add a word, or put it in quotation marks to search for the word itself.", it.text)
}

// lex splits the input into items.
func (p *parser) lex() error {
	for i := 0; i < len(p.in); {
		if unicode.IsSpace(p.in[i]) {
			i++
			continue
		}
		next, err := p.lexItem(i)
		if err != nil {
			return err
		}
		i = next
		if p.terms > MaxTerms {
			return p.fail("Q20", i-1, "The query has more than %d words. Search for fewer at a time.", MaxTerms)
		}
	}
	return nil
}

// lexItem reads the item at i and returns where the next may begin.
func (p *parser) lexItem(i int) (int, error) {
	switch r := p.in[i]; {
	case r == '(':
		p.add(item{kind: itemOpen, at: i, text: "("})
		return i + 1, nil
	case r == ')':
		p.add(item{kind: itemClose, at: i, text: ")"})
		return i + 1, nil
	case isQuote(r):
		return p.lexPhrase(i)
	case r == '/':
		return p.lexRegexp(i)
	case r == '-':
		if i+1 == len(p.in) || unicode.IsSpace(p.in[i+1]) {
			return 0, p.fail("Q18", i, "The minus sign stands alone. Join it to the word to leave out, as in -word, or remove it.")
		}
		p.add(item{kind: itemNot, at: i, text: "-"})
		return i + 1, nil
	case r == '=' && i+1 < len(p.in) && isQuote(p.in[i+1]):
		return p.lexPhrase(i + 1)
	}
	return p.lexRun(i)
}

func (p *parser) add(it item) {
	p.items = append(p.items, it)
	if it.kind == itemNode {
		p.terms++
	}
}

// isQuote tells double quotation marks, the typographic ones included, because
// word processors and telephones type those.
func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }

func (p *parser) lexPhrase(i int) (int, error) {
	text, end, err := p.quoted(i)
	if err != nil {
		return 0, err
	}
	words := phraseWords(text)
	if isPunctuation(text) {
		return 0, p.fail("Q21", i, "There is no word between the quotation marks. Put one there or remove them.")
	}
	p.terms += len(words) - 1
	p.add(item{kind: itemNode, at: i, node: Phrase{words}})
	return end, nil
}

// quoted returns the text between the quotation mark at i and the next one, and
// the index after it.
func (p *parser) quoted(i int) (text string, end int, err error) {
	for j := i + 1; j < len(p.in); j++ {
		if isQuote(p.in[j]) {
			return string(p.in[i+1 : j]), j + 1, nil
		}
	}
	return "", 0, p.fail("Q02", i, "The quotation mark is never closed. Add another where the phrase ends.")
}

// phraseWords splits a phrase into folded words and wildcards; a lone * stands
// only between words.
func phraseWords(text string) []string {
	var words []string
	for part := range strings.FieldsSeq(text) {
		switch {
		case strings.Trim(part, "*") == "":
			words = append(words, "*")
		case strings.Contains(part, "*") && oneGlob(strings.ReplaceAll(part, "?", "")):
			words = append(words, foldGlob(strings.ReplaceAll(part, "?", "")))
		default:
			words = append(words, foldedWords(part)...)
		}
	}
	for len(words) > 0 && words[0] == "*" { // any word before a phrase says nothing
		words = words[1:]
	}
	for len(words) > 0 && words[len(words)-1] == "*" {
		words = words[:len(words)-1]
	}
	return words
}

func (p *parser) lexRegexp(i int) (int, error) {
	end := i + 1
	for end < len(p.in) && p.in[end] != '/' {
		if p.in[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.in) {
		return 0, p.fail("Q13", i, "The regular expression is never closed. Add / where it ends, or put the word in quotation marks.")
	}
	expr, problem := cleanRegexp(string(p.in[i+1 : end]))
	if problem != "" {
		return 0, p.fail("Q14", i, "This regular expression cannot be used: %s.", problem)
	}
	p.add(item{kind: itemNode, at: i, node: Regexp{expr}})
	return end + 1, nil
}

// lexRun reads everything up to the next space, bracket or quotation mark: an
// operator, a field or a word.
func (p *parser) lexRun(i int) (int, error) {
	end := i
	for end < len(p.in) && !unicode.IsSpace(p.in[end]) && p.in[end] != '(' && p.in[end] != ')' && !isQuote(p.in[end]) {
		end++
	}
	run := string(p.in[i:end])
	switch run {
	case "AND":
		p.add(item{kind: itemAnd, at: i, text: run})
		return end, nil
	case "OR":
		p.add(item{kind: itemOr, at: i, text: run})
		return end, nil
	case "NOT":
		p.add(item{kind: itemNot, at: i, text: run})
		return end, nil
	}
	if name, number, ok := strings.Cut(run, "/"); ok && (name == "NEAR" || name == "PRE") {
		return end, p.lexNear(i, name, number)
	}
	if name, _, ok := strings.Cut(run, ":"); ok && name != "" && strings.IndexFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 && !strings.HasPrefix(run, name+"://") {
		return p.lexField(i, name)
	}
	return end, p.lexWord(i, run)
}

func (p *parser) lexNear(i int, name, number string) error {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > MaxDistance {
		return p.fail("Q15", i, "%s needs a number of words from 1 to %d, as in %s/5.", name, MaxDistance, name)
	}
	p.add(item{kind: itemNear, at: i, text: name + "/" + number, node: Near{Distance: n, Ordered: name == "PRE"}})
	return nil
}

func (p *parser) lexWord(i int, run string) error {
	text, exact := strings.CutPrefix(run, "=")
	if at := strings.LastIndexByte(text, '~'); at > 0 {
		return p.lexFuzzy(i, text[:at], text[at+1:])
	}
	if strings.ContainsAny(text, "*?") && !isPunctuation(text) {
		return p.lexPattern(i, text)
	}
	words := foldedWords(text)
	switch len(words) {
	case 0: // a dash or an ampersand between words
		return nil
	case 1:
		p.add(item{kind: itemNode, at: i, node: Word{words[0], exact}})
	default: // hyphenated
		p.terms += len(words) - 1
		p.add(item{kind: itemNode, at: i, node: Phrase{words}})
	}
	return nil
}

func (p *parser) lexFuzzy(i int, text, edits string) error {
	words := foldedWords(text)
	if len(words) != 1 || strings.ContainsAny(text, "*?") {
		return p.fail("Q17", i, "~ works on one word without wildcards, as in confidnce~1.")
	}
	n := 1
	switch edits {
	case "", "1":
	case "2":
		n = 2
	default:
		return p.fail("Q17", i+utf8.RuneCountInString(text), "~ allows one or two letters to differ: write ~1 or ~2.")
	}
	p.add(item{kind: itemNode, at: i, node: Fuzzy{words[0], n}})
	return nil
}

func (p *parser) lexPattern(i int, text string) error {
	if !oneGlob(text) {
		return p.fail("Q12", i, "A wildcard works on one word, and %q has other characters in it. Write the words apart, or as a phrase.", text)
	}
	glob := foldGlob(text)
	if letters := utf8.RuneCountInString(strings.Map(dropWildcards, glob)); letters < minPattern {
		return p.fail("Q11", i, "A word with a wildcard needs at least %d letters besides, or it finds nearly everything.", minPattern)
	}
	p.add(item{kind: itemNode, at: i, node: Pattern{glob}})
	return nil
}

func dropWildcards(r rune) rune {
	if r == '*' || r == '?' {
		return -1
	}
	return r
}

// oneGlob reports whether s without its wildcards is one word and nothing else.
func oneGlob(s string) bool {
	letters := strings.Map(dropWildcards, s)
	word, next, ok := NextWord(letters, 0)
	return ok && word == Span{0, len(letters)} && next == len(letters)
}

// foldGlob folds the letters between wildcards and makes one * of several.
func foldGlob(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '*' && strings.HasSuffix(b.String(), "*") {
			continue
		}
		b.WriteString(Fold(string(r)))
	}
	return b.String()
}
