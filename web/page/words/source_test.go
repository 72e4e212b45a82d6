package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey/fault"
	"verbatim/survey/identify"
)

// spoken are the files whose sentences participants meet, not only where the
// interface says them but as what has gone wrong: every text in them that reads
// like one must be there in every language. Of the others, only texts of faults.
var spoken = map[string]bool{ // pattern: everything that reads like a sentence
	"../../participate/*.go":              true,
	"../../errors.go":                     true,
	"../../middleware/*.go":               false,
	"../../../survey/store/submit.go":     false,
	"../../../survey/store/draft.go":      false,
	"../../../survey/store/attachment.go": false,
	"../../../survey/store/withdrawal.go": false,
	"../../../survey/store/preview.go":    false,
	"../../../survey/store/wave.go":       false,
	"../../../survey/mail/optout.go":      false,
}

// unmet are sentences of those files that no participant reads.
var unmet = []string{
	"The form %q cannot be asked in the language %q", // a form that staff must mend; shown with the words of its mistake
	"There is no form %q of version", "The mode of %q", "%q keeps the form", "Whether %q is joined", "%q is not a mode", "%q is not a kind of wave", "The wave %q closes", "The answers to %q would be kept",
	"%d responses with %d keys", "This response is not there any more", "Nobody can tell whose response this is", "The answers to this wave are anonymous", "Say what was done about the wish",
	"Test run: ", // before the title of a form that staff try out
	"why answers are kept longer cannot be read", "request failed", "error page not rendered",
}

// TestWhatGoesWrongIsTranslated fails for every error that people who chose Welsh
// or Arabic would read in English.
func TestWhatGoesWrongIsTranslated(t *testing.T) {
	found := 0
	for pattern, all := range spoken {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(names), err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, sentence := range sentencesIn(t, name, all) {
				found++
				for tag, table := range map[string]table{"cy": welsh, "ar": arabic} {
					if table.says[sentence] == "" {
						t.Errorf("%s does not say %q (%s)", tag, sentence, filepath.Base(name))
					}
				}
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d sentences were found", found)
	}
}

// sentencesIn returns the texts in a file that read like sentences to a person:
// all of them, or those of faults.
func sentencesIn(t *testing.T, name string, all bool) (out []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	take := func(e ast.Expr) {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		text, err := strconv.Unquote(lit.Value)
		if err == nil && readsLikeASentence(text) {
			out = append(out, text)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if all {
				take(n)
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "New" || f.Sel.Name == "Coded") && !all && len(n.Args) > 1 {
				take(n.Args[1])
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Text" && !all {
				take(n.Value)
			}
		}
		return true
	})
	return out
}

func readsLikeASentence(text string) bool {
	first := strings.TrimLeft(text, "“%sq, ")
	if !strings.Contains(strings.TrimSpace(text), " ") || first == "" || strings.Contains(text, "; ") && strings.Contains(text, "=") {
		return false
	}
	for _, u := range unmet {
		if strings.HasPrefix(text, u) {
			return false
		}
	}
	return first[0] >= 'A' && first[0] <= 'Z' || first != text && strings.Contains(first, " ")
}

// TestKindsAreTranslated says what a name in an answer looks like, and what is
// said where nothing else is known.
func TestKindsAreTranslated(t *testing.T) {
	var all []string
	for _, k := range []identify.Kind{identify.Name, identify.Email, identify.Phone, identify.URL, identify.Handle, identify.Number, identify.Postcode, identify.Place, identify.Module, identify.OnlyOne, identify.Role, identify.Trait, identify.Age, identify.Origin, identify.Date} {
		all = append(all, k.Words())
	}
	for k := fault.Internal; k <= fault.TooLarge; k++ {
		all = append(all, fault.Text(&fault.Error{Kind: k}))
	}
	for tag, table := range map[string]table{"cy": welsh, "ar": arabic} {
		for _, sentence := range all {
			if table.says[sentence] == "" {
				t.Errorf("%s does not say %q", tag, sentence)
			}
		}
	}
}
