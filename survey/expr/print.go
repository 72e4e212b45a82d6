package expr

import (
	"strconv"
	"strings"
)

// String prints the expression as XLSForm holds it: one space around operators,
// brackets only where they are needed. Reading it again gives the same tree.
func (e Expr) String() string {
	if e.root == nil {
		return ""
	}
	var b strings.Builder
	write(&b, e.root, 0)
	return b.String()
}

// write prints n, in brackets when it binds looser than its surroundings.
func write(b *strings.Builder, n Node, around int) {
	switch n := n.(type) {
	case Text:
		b.WriteString(quote(n.Value))
	case Number:
		b.WriteString(strconv.FormatFloat(n.Value, 'f', -1, 64))
	case Ref:
		b.WriteString("${" + n.Name + "}")
	case Column:
		b.WriteString(n.Name)
	case Current:
		b.WriteString(".")
	case Unary:
		b.WriteString("-")
		write(b, n.Operand, tightMinus)
	case Binary:
		writeBinary(b, n, around)
	case Call:
		b.WriteString(n.Function + "(")
		for i, a := range n.Args {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, a, 0)
		}
		b.WriteString(")")
	}
}

func writeBinary(b *strings.Builder, n Binary, around int) {
	tight := n.Op.binding()
	if tight < around {
		b.WriteString("(")
		defer b.WriteString(")")
	}
	write(b, n.Left, tight)
	b.WriteString(" " + string(n.Op) + " ")
	write(b, n.Right, tight+1) // operators of one kind group to the left
}

// quote encloses s in the quotation marks that it does not hold: Parse lets no
// text hold both kinds.
func quote(s string) string {
	if strings.Contains(s, "'") {
		return `"` + s + `"`
	}
	return "'" + s + "'"
}
