// Package archtest proves the architecture by parsing every import of the
// module: imports run left along survey, search, analysis, web, cmd; each
// engine is imported by the one package that wraps it; the participants' half
// of the site cannot see analysis or search; the top level holds what it should.
//
// It parses files with go/parser rather than asking the go command, because a
// test that reads files through a child process is cached as passed after a
// violation has been added.
package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "verbatim"

// layers are ordered: a package may import its own layer and those before it.
var layers = []string{"survey", "search", "analysis", "web", "cmd"}

// wrapped names, for an engine's import path prefix, the folders that may
// import it. A folder allows everything below it.
var wrapped = map[string][]string{
	"github.com/mattn/go-sqlite3":     {"survey/sqldb"},
	"github.com/jackc/pgx":            {"survey/sqldb"},
	"github.com/pressly/goose":        {"survey/sqldb"},
	"github.com/blevesearch/":         {"search/bleveindex"},
	"github.com/jdkato/prose":         {"analysis/nlp"},
	"github.com/xuri/excelize":        {"survey/sheet"},
	"github.com/emersion/go-smtp":     {"survey/mail"},
	"github.com/jonreiter/govader":    {"analysis/sentiment"},
	"github.com/gin-gonic/gin":        {"web", "cmd/internal/bare"},
	"html/template":                   {"web/render", "cmd/internal/bare"},
	"text/template":                   {},
	"github.com/alecthomas/kong":      {"cmd/verbatim"},
	"golang.org/x/crypto/argon2":      {"web/session"},
	"github.com/rogpeppe/go-internal": {"cmd"},
}

// children of these packages may be imported by siblings, but the parent never
// imports a child, except the leaf named here.
var leaves = map[string]string{"survey": "survey/fault"}

// source is one parsed file: its folder and what it imports.
type source struct {
	dir, file string
	test      bool
	imports   []string
	tree      *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	root := moduleRoot(t)
	var out []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		s := source{dir: path.Dir(filepath.ToSlash(rel)), file: filepath.ToSlash(rel), test: strings.HasSuffix(name, "_test.go"), tree: tree}
		for _, imp := range tree.Imports {
			p, _ := strconv.Unquote(imp.Path.Value)
			s.imports = append(s.imports, p)
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("found %d Go files: the test does not see the module", len(out))
	}
	return out
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func layerOf(dir string) int {
	first, _, _ := strings.Cut(dir, "/")
	return slices.Index(layers, first)
}

func TestImportsRunLeft(t *testing.T) {
	for _, s := range sources(t) {
		for _, imp := range s.imports {
			dep, ok := strings.CutPrefix(imp, module+"/")
			if !ok {
				continue
			}
			if layerOf(dep) > layerOf(s.dir) {
				t.Errorf("%s imports %s: imports run left along %s", s.file, imp, strings.Join(layers, " <- "))
			}
			if parentImportsChild(s, dep) {
				t.Errorf("%s imports its own sub-package %s: sub-packages import their parent, never the reverse", s.file, imp)
			}
		}
	}
}

// parentImportsChild reports whether a domain root (or one package above
// another) imports what stands below it. The web and cmd roots assemble, so
// they may.
func parentImportsChild(s source, dep string) bool {
	if s.test || layerOf(s.dir) >= slices.Index(layers, "web") || leaves[s.dir] == dep {
		return false
	}
	return strings.HasPrefix(dep, s.dir+"/")
}

func TestEnginesAreWrapped(t *testing.T) {
	for _, s := range sources(t) {
		for _, imp := range s.imports {
			for engine, allowed := range wrapped {
				if strings.HasPrefix(imp, engine) && !within(s.dir, allowed) {
					t.Errorf("%s imports %s: only %v may", s.file, imp, allowed)
				}
			}
		}
	}
}

func within(dir string, allowed []string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool { return dir == a || strings.HasPrefix(dir, a+"/") })
}

func TestDomainsImportStandardLibraryOnly(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !slices.Contains([]string{"survey", "survey/fault", "search", "analysis"}, s.dir) {
			continue
		}
		for _, imp := range s.imports {
			if strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
				t.Errorf("%s imports %s: a domain package imports the standard library and its left neighbours only", s.file, imp)
			}
		}
	}
}

func TestParticipantsHalfSeesNoAnalysis(t *testing.T) {
	for _, s := range sources(t) {
		if s.dir != "web/participate" {
			continue
		}
		for _, imp := range s.imports {
			if strings.HasPrefix(imp, module+"/analysis") || strings.HasPrefix(imp, module+"/search") {
				t.Errorf("%s imports %s: what participants see cannot depend on what is found about them", s.file, imp)
			}
		}
	}
}

// forbidden are calls that only cmd may make: they read or write the process.
var forbidden = []string{"os.Getenv", "os.Exit", "os.LookupEnv", "fmt.Print", "fmt.Printf", "fmt.Println", "log.Print", "log.Printf", "log.Println", "log.Fatal", "log.Fatalf"}

func TestOnlyCmdTouchesTheProcess(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || strings.HasPrefix(s.dir, "cmd") || strings.HasSuffix(s.dir, "test") {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if name := callee(call); slices.Contains(forbidden, name) {
					t.Errorf("%s calls %s: only cmd may", s.file, name)
				}
			}
			if f, ok := n.(*ast.FuncDecl); ok && f.Name.Name == "init" && f.Recv == nil {
				t.Errorf("%s has an init function", s.file)
			}
			return true
		})
	}
}

func callee(call *ast.CallExpr) string {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return x.Name + "." + sel.Sel.Name
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if s.test && !strings.HasSuffix(s.dir, "archtest") {
			continue
		}
		documented[s.dir] = documented[s.dir] || s.tree.Doc != nil
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment that says what it is, for whom, and what it does not do", dir)
		}
	}
}

func TestTopLevel(t *testing.T) {
	want := []string{"analysis", "cmd", "go.mod", "go.sum", "README.md", "search", "survey", "web"}
	entries, err := os.ReadDir(moduleRoot(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(want, e.Name()) {
			t.Errorf("the top level holds %s: it holds %v and hidden files, nothing else", e.Name(), want)
		}
	}
}
