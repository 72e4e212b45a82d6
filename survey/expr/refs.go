package expr

import "slices"

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

// Columns returns the names of the columns that a filter looks at, each once, in
// the order of the text.
func (e Expr) Columns() []string {
	var out []string
	if e.root != nil {
		walk(e.root, func(n Node) {
			if c, ok := n.(Column); ok && !slices.Contains(out, c.Name) {
				out = append(out, c.Name)
			}
		})
	}
	return out
}

// HasCurrent reports whether the expression holds a full stop for the answer it
// belongs to.
func (e Expr) HasCurrent() bool {
	found := false
	if e.root != nil {
		walk(e.root, func(n Node) {
			_, ok := n.(Current)
			found = found || ok
		})
	}
	return found
}
