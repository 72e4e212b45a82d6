package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestStatements checks that the parameters of each statement appear for the
// first time in rising order without a gap: a driver that numbers by first
// appearance then binds the same values as one that reads the numbers.
func TestStatements(t *testing.T) {
	checked := 0
	for name, text := range statements(t) {
		checked++
		if wrong := firstWrong(text); wrong != 0 {
			t.Errorf("%s: $%d first appears out of order", name, wrong)
		}
	}
	if checked < 40 {
		t.Errorf("found %d statements, want at least 40: does the test still see them?", checked)
	}
	for _, bad := range []string{"WHERE a = $2 AND b = $1", "VALUES ($1, $3)"} {
		if firstWrong(bad) == 0 {
			t.Errorf("firstWrong(%q) finds nothing wrong", bad)
		}
	}
}

// firstWrong returns the first parameter out of order, 0 for none.
func firstWrong(statement string) int {
	highest := 0
	for _, m := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(statement, -1) {
		n, _ := strconv.Atoi(m[1])
		if n > highest+1 {
			return n
		}
		highest = max(highest, n)
	}
	return 0
}

// statements returns the text of every constant of the package that holds SQL.
func statements(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	check(t, err)
	found := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		check(t, err)
		f, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		check(t, err)
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, v := range spec.Values {
				text := literals(v)
				if strings.Contains(text, "SELECT") || strings.Contains(text, "INSERT") || strings.Contains(text, "UPDATE") || strings.Contains(text, "DELETE") || strings.Contains(text, "WHERE") {
					found[spec.Names[i].Name] = text
				}
			}
			return true
		})
	}
	return found
}

// literals returns the string literals of an expression in their order.
func literals(e ast.Expr) string {
	var all strings.Builder
	ast.Inspect(e, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			s, _ := strconv.Unquote(l.Value)
			all.WriteString(s)
		}
		return true
	})
	return all.String()
}
