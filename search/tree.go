package search

// All returns a node that finds what all of the nodes find. Nil, which finds
// everything, is left out; without nodes it returns nil.
func All(nodes ...Node) Node {
	var of []Node
	for _, n := range nodes {
		if n != nil {
			of = append(of, n)
		}
	}
	if len(of) == 0 {
		return nil
	}
	return join(of, andOf, newAnd)
}

// Any returns a node that finds what any of the nodes finds: nil, which finds
// everything, when one of them does or there are none.
func Any(nodes ...Node) Node {
	for _, n := range nodes {
		if n == nil {
			return nil
		}
	}
	if len(nodes) == 0 {
		return nil
	}
	return join(nodes, orOf, newOr)
}

func andOf(n Node) []Node   { a, _ := n.(And); return a.Of }
func orOf(n Node) []Node    { o, _ := n.(Or); return o.Of }
func newAnd(of []Node) Node { return And{of} }
func newOr(of []Node) Node  { return Or{of} }

// Replace returns the tree with each node that has no parts of its own replaced
// by what fn makes of it. It stops at the first error.
func Replace(n Node, fn func(Node) (Node, error)) (Node, error) {
	switch n := n.(type) {
	case nil:
		return nil, nil //nolint:nilnil // nil finds everything
	case And:
		of, err := replaceAll(n.Of, fn)
		return All(of...), err
	case Or:
		of, err := replaceAll(n.Of, fn)
		return Any(of...), err
	case Not:
		of, err := Replace(n.Of, fn)
		return Not{of}, err
	case Near:
		sides, err := replaceAll([]Node{n.Left, n.Right}, fn)
		if err != nil {
			return nil, err
		}
		n.Left, n.Right = sides[0], sides[1]
		return n, nil
	}
	return fn(n)
}

func replaceAll(nodes []Node, fn func(Node) (Node, error)) ([]Node, error) {
	out := make([]Node, len(nodes))
	for i, n := range nodes {
		var err error
		if out[i], err = Replace(n, fn); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Scope returns the part of a tree that is about attributes alone and that every
// answer found must meet: what the answers looked through have in common. It is
// nil for all answers.
func Scope(n Node) Node { return All(attributes(n)...) }

func attributes(n Node) []Node {
	switch n := n.(type) {
	case Field, Dates:
		return []Node{n}
	case And:
		var out []Node
		for _, part := range n.Of {
			out = append(out, attributes(part)...)
		}
		return out
	case Not:
		switch n.Of.(type) {
		case Field, Dates:
			return []Node{n}
		}
	}
	return nil
}
