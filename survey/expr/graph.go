package expr

import (
	"slices"
	"strings"

	"verbatim/survey/fault"
)

// Refs returns the names of the questions that the expression refers to, each
// once, in the order of the text.
func (e Expr) Refs() []string {
	if e.root == nil {
		return nil
	}
	var out []string
	walk(e.root, func(n Node) {
		name, ok := "", false
		switch n := n.(type) {
		case Ref:
			name, ok = n.Name, true
		case Call:
			if n.Function == "jr:choice-name" {
				name, ok = quotedReference(n.Args[1])
			}
		}
		if ok && !slices.Contains(out, name) {
			out = append(out, name)
		}
	})
	return out
}

// Order returns the names of the expressions so that each follows those it
// refers to, and otherwise as given by names. References to what is not in the
// map are to answers and need no order.
//
// Where expressions refer to each other in a circle it fails with a numbered
// fault that names the circle.
func Order(names []string, expressions map[string]Expr) ([]string, error) {
	o := &ordering{expressions: expressions, state: map[string]int{}}
	for _, n := range names {
		if err := o.visit(n); err != nil {
			return nil, err
		}
	}
	return o.out, nil
}

// An ordering is a depth-first walk along references.
type ordering struct {
	expressions map[string]Expr
	state       map[string]int
	path        []string
	out         []string
}

// The states of a name in an ordering.
const (
	onPath = 1
	placed = 2
)

func (o *ordering) visit(name string) error {
	e, ok := o.expressions[name]
	if !ok || o.state[name] == placed {
		return nil
	}
	if o.state[name] == onPath {
		circle := append(slices.Clone(o.path[slices.Index(o.path, name):]), name)
		return fault.Coded("F13", "These refer to each other in a circle, so none can be worked out first: %s. Change one so that it does not need the next.", strings.Join(circle, " needs "))
	}
	o.state[name] = onPath
	o.path = append(o.path, name)
	for _, r := range e.Refs() {
		if err := o.visit(r); err != nil {
			return err
		}
	}
	o.path = o.path[:len(o.path)-1]
	o.state[name] = placed
	o.out = append(o.out, name)
	return nil
}
