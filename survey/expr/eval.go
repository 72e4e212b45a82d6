package expr

import (
	"fmt"
	"math"
	"slices"
	"time"

	"verbatim/survey/fault"
)

// MaxSteps is how many nodes and values one evaluation may visit. The largest
// published forms need some hundreds; a repeat of a thousand turns is within it.
const MaxSteps = 20_000

// A Scope is what an expression can see. Functions that are nil find nothing.
type Scope struct {
	Answer  func(question string) Value          // what ${question} stands for
	Current Value                                // what the full stop stands for
	Label   func(question, choice string) string // of a choice, in the language of the page
	Column  func(name string) string             // of the choice that a filter is asked about
	Now     time.Time                            // in the place of the programme
}

// A Result is what came of an expression.
type Result struct {
	// Value is what ODK would give.
	Value Value
	// Known is false where the value hangs on something that is unanswered, so
	// that it may turn out otherwise: "more than 3" of a number not given. The
	// logic is Kleene's: false and unknown is known to be false.
	Known bool
}

// Holds reports whether something is to be shown or done: what is not known is
// as ODK has it.
func (r Result) Holds() bool { return r.Value.Bool() }

// Broken reports whether a constraint is known not to hold. Nobody is told off
// for an answer that is wrong only by one that is still missing.
func (r Result) Broken() bool { return r.Known && !r.Value.Bool() }

// Eval evaluates the expression. The zero Expr gives an unanswered value that is
// known. It fails, with kind TooLarge, only where MaxSteps do not suffice.
func (e Expr) Eval(s Scope) (Result, error) {
	if e.root == nil {
		return Result{Known: true}, nil
	}
	run := &run{Scope: s}
	r := run.eval(e.root)
	if run.steps > MaxSteps {
		return Result{}, &fault.Error{Kind: fault.TooLarge, Code: "F15", Text: fmt.Sprintf("The expression looks at more than %d values. Calculate parts of it in questions of their own.", MaxSteps)}
	}
	return r, nil
}

// A run is one evaluation.
type run struct {
	Scope
	steps int
}

// spend counts steps and reports whether there are any left.
func (r *run) spend(n int) bool {
	r.steps += n
	return r.steps <= MaxSteps
}

func (r *run) eval(n Node) Result {
	if !r.spend(1) {
		return Result{}
	}
	switch n := n.(type) {
	case Text:
		return Result{TextOf(n.Value), true}
	case Number:
		return Result{NumberOf(n.Value), true}
	case Current:
		return r.answer(r.Current)
	case Ref:
		if r.Answer == nil {
			return Result{}
		}
		return r.answer(r.Answer(n.Name))
	case Column:
		if r.Column == nil {
			return Result{Known: true}
		}
		return Result{TextOf(r.Column(n.Name)), true}
	case Unary:
		x := r.eval(n.Operand)
		v, ok := x.Value.Number()
		return Result{numberIf(-v, ok), x.Known}
	case Binary:
		return r.binary(n)
	case Call:
		return n.function.eval(r, n.Args)
	}
	return Result{}
}

// answer is known when there is one: for a list, in every turn.
func (r *run) answer(v Value) Result {
	if v.kind != list {
		return Result{v, v.IsAnswered()}
	}
	r.spend(len(v.list))
	return Result{v, !slices.ContainsFunc(v.list, func(x Value) bool { return !x.IsAnswered() })}
}

func numberIf(n float64, ok bool) Value {
	if !ok {
		return Value{}
	}
	return NumberOf(n)
}

func (r *run) binary(n Binary) Result {
	left, right := r.eval(n.Left), r.eval(n.Right)
	switch n.Op {
	case And:
		return both(left, right)
	case Or:
		return not(both(not(left), not(right)))
	case Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual:
		return r.compare(n, left, right)
	}
	a, okA := left.Value.Number()
	b, okB := right.Value.Number()
	return Result{numberIf(calculate(n.Op, a, b), okA && okB), left.Known && right.Known}
}

// both is Kleene's and: one that is known to be false decides.
func both(a, b Result) Result {
	no := a.Known && !a.Value.Bool() || b.Known && !b.Value.Bool()
	return Result{BoolOf(a.Value.Bool() && b.Value.Bool()), no || a.Known && b.Known}
}

func not(a Result) Result { return Result{BoolOf(!a.Value.Bool()), a.Known} }

// calculate follows XPath 1.0, section 3.5: mod takes the sign of the dividend.
// Division by nothing gives no number, which NumberOf makes unanswered.
func calculate(op Op, a, b float64) float64 {
	switch op {
	case Plus:
		return a + b
	case Minus:
		return a - b
	case Times:
		return a * b
	case Div:
		return a / b
	}
	return math.Mod(a, b)
}

// compare asks whether any turn of the left stands to any turn of the right as
// the operator says (XPath 1.0, section 3.4). To ask whether something equals
// the empty text is to ask whether it is answered, which is always known.
func (r *run) compare(n Binary, left, right Result) Result {
	known := left.Known && right.Known || n.Op.binding() == looseEqual && (isEmpty(n.Left) || isEmpty(n.Right))
	for _, a := range left.Value.turns() {
		for _, b := range right.Value.turns() {
			if !r.spend(1) {
				return Result{}
			}
			if stands(n.Op, a, b) {
				return Result{BoolOf(true), known}
			}
		}
	}
	return Result{BoolOf(false), known}
}

func isEmpty(n Node) bool {
	t, ok := n.(Text)
	return ok && t.Value == ""
}

func stands(op Op, a, b Value) bool {
	switch op {
	case Equal:
		return equal(a, b)
	case NotEqual:
		return !equal(a, b)
	}
	x, y, ok := measures(a, b)
	if !ok {
		return false
	}
	switch op {
	case Less:
		return x < y
	case LessEqual:
		return x <= y
	case Greater:
		return x > y
	}
	return x >= y
}

// measures returns a and b as numbers. A text beside a day is read as a day:
// answers come as texts.
func measures(a, b Value) (x, y float64, ok bool) {
	if a.kind == moment || b.kind == moment {
		t, okA := a.day()
		u, okB := b.day()
		return float64(t.UnixMilli()), float64(u.UnixMilli()), okA && okB
	}
	x, okA := a.Number()
	y, okB := b.Number()
	return x, y, okA && okB
}

// equal compares as booleans where one is, else as days, else as numbers, else
// as texts.
func equal(a, b Value) bool {
	if a.kind == boolean || b.kind == boolean {
		return a.Bool() == b.Bool()
	}
	if a.kind == moment || b.kind == moment || a.kind == number || b.kind == number {
		x, y, ok := measures(a, b)
		return ok && x == y
	}
	return a.String() == b.String()
}
