package expr

// A Node is a part of an expression: Text, Number, Ref, Current, Column, Unary,
// Binary or Call. Nodes are immutable.
type Node interface {
	// at returns the offset in bytes of the node in the text it was read from.
	at() int
}

type place int

func (p place) at() int { return int(p) }

// A Text is a literal string.
type Text struct {
	place
	Value string
}

// A Number is a literal number, not negative: a minus sign is a Unary.
type Number struct {
	place
	Value float64
}

// A Ref is the answer to a question, or what was calculated, by its name.
type Ref struct {
	place
	Name string
}

// A Current is the answer to which a constraint belongs, written as a full stop.
type Current struct{ place }

// A Column is a property of the choice that a filter is asked about, written as a
// bare word.
type Column struct {
	place
	Name string
}

// A Unary is an operand with a minus sign.
type Unary struct {
	place
	Operand Node
}

// A Binary joins two operands.
type Binary struct {
	place
	Op          Op
	Left, Right Node
}

// A Call applies a function.
type Call struct {
	place
	Function string // one of Functions
	Args     []Node
	function *function
}

// An Op is an operator between two operands, as it is written.
type Op string

// The operators, loosest first.
const (
	Or           Op = "or"
	And          Op = "and"
	Equal        Op = "="
	NotEqual     Op = "!="
	Less         Op = "<"
	LessEqual    Op = "<="
	Greater      Op = ">"
	GreaterEqual Op = ">="
	Plus         Op = "+"
	Minus        Op = "-"
	Times        Op = "*"
	Div          Op = "div"
	Mod          Op = "mod"
)

// How tightly operators bind (XPath 1.0, section 3.1): a minus sign before an
// operand binds tighter than any between two.
const (
	looseOr = iota + 1
	looseAnd
	looseEqual
	looseLess
	loosePlus
	looseTimes
	tightMinus
)

// binding returns how tightly op binds, 0 for what is no operator.
func (op Op) binding() int {
	switch op {
	case Or:
		return looseOr
	case And:
		return looseAnd
	case Equal, NotEqual:
		return looseEqual
	case Less, LessEqual, Greater, GreaterEqual:
		return looseLess
	case Plus, Minus:
		return loosePlus
	case Times, Div, Mod:
		return looseTimes
	}
	return 0
}

// An Expr is an expression that was read. The zero value is none: it has no
// result.
type Expr struct {
	root  Node
	notes []Note
}

// A Note tells of something in the text that was mended in reading it.
type Note struct {
	Offset int    // in bytes
	Text   string // a sentence for who wrote the expression
}

// Root returns the tree, nil for the zero Expr.
func (e Expr) Root() Node { return e.root }

// Notes returns what was mended in reading the expression.
func (e Expr) Notes() []Note { return e.notes }

// IsZero reports whether there is no expression.
func (e Expr) IsZero() bool { return e.root == nil }

// walk calls fn for everything below n, in the order of the text, and for n.
func walk(n Node, fn func(Node)) {
	defer fn(n)
	switch n := n.(type) {
	case Unary:
		walk(n.Operand, fn)
	case Binary:
		walk(n.Left, fn)
		walk(n.Right, fn)
	case Call:
		for _, a := range n.Args {
			walk(a, fn)
		}
	}
}
