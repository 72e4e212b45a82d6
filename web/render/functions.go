package render

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"verbatim/web/page"
	"verbatim/web/page/words"
)

// functions are what templates may call beside the built-in ones.
func functions(as *assets) template.FuncMap {
	return template.FuncMap{
		"asset":      as.address,
		"dict":       dict,
		"paragraphs": paragraphs,
		"number":     number,
		"plural":     plural,
		"date":       date,
		"add":        func(a, b int) int { return a + b },
		"join":       func(sep string, parts []string) string { return strings.Join(parts, sep) },
		"isEmail":    isEmail,
		"say":        words.Words{}.Say,
		"around":     around(words.Words{}),
		"fact":       func(f page.Fact) page.Fact { return f },
		"foreign":    func() string { return "" },
		"marked":     page.Marked,
		"parts":      page.Parts,
		"plain":      page.Plain,
	}
}

// spoken are the functions that differ between languages.
func spoken(w words.Words) template.FuncMap {
	return template.FuncMap{
		"say":    w.Say,
		"around": around(w),
		"fact":   func(f page.Fact) page.Fact { return f.In(w) },
		"foreign": func() string {
			if w.Spoken() == w.Tag() {
				return ""
			}
			return w.Spoken()
		},
	}
}

// around says a sentence in two parts, before and after the one value in it,
// which is markup.
func around(w words.Words) func(english string) ([]string, error) {
	return func(english string) ([]string, error) {
		before, after, found := strings.Cut(w.Say(english), "%s")
		if !found {
			return nil, fmt.Errorf("there is no %%s in %q", english)
		}
		return []string{before, after}, nil
	}
}

// dict builds the argument of a partial from names and values in turn.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict takes names and values in turn, not %d arguments", len(pairs))
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: argument %d is not a name", i+1)
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// paragraphs splits text at empty lines.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// number writes 12345 as 12,345.
func number(n int) string {
	s := strconv.Itoa(n)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural writes the number with the noun that fits it: "1 answer", "12 answers".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// date writes a time as 22 November 2026, in UTC.
func date(t time.Time) string { return t.UTC().Format("2 January 2006") }

// isEmail reports whether contact can be the target of a mailto link as it is.
func isEmail(contact string) bool {
	at := strings.IndexByte(contact, '@')
	return at > 0 && at < len(contact)-1 && !strings.ContainsAny(contact, " <>,;?&%\"'")
}
