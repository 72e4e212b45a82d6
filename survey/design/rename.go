package design

import (
	"maps"
	"regexp"
	"strings"

	"verbatim/survey"
)

// Rename gives a question another key, and everything in the form that names it:
// expressions, words that repeat its answer, translations. Where both forms of a
// question have been published, their answers then count as answers to the same
// question. It reports whether it could: the new key must be free.
func Rename(f *survey.Form, from, to string) bool {
	i, j := Find(f, from)
	if i < 0 || from == to || taken(f, to) {
		return false
	}
	f.Pages[i].Questions[j].Key = to
	pattern := regexp.MustCompile(`\$\{(\s*)` + regexp.QuoteMeta(from) + `((?:\.[^}]*)?\s*\})`)
	put := strings.ReplaceAll(to, "$", "$$")
	swap := func(s *string) {
		if strings.Contains(*s, "${") {
			*s = pattern.ReplaceAllString(*s, "$${${1}"+put+"${2}")
		}
	}
	for i := range f.Pages {
		p := &f.Pages[i]
		swap(&p.Relevant)
		if p.Repeat != nil {
			swap(&p.Repeat.Count)
		}
		for j := range p.Questions {
			q := &p.Questions[j]
			for _, s := range []*string{&q.Label, &q.Hint, &q.Relevant, &q.Constraint, &q.Calculation, &q.Filter} {
				swap(s)
			}
		}
	}
	for _, texts := range f.Translations {
		for path, text := range maps.Clone(texts) {
			swap(&text)
			delete(texts, path)
			texts[movedPath(path, from, to)] = text
		}
	}
	return true
}

// movedPath returns the path that a text has once its question is renamed.
func movedPath(path, from, to string) string {
	for _, kind := range []string{"question/", "choice/", "item/"} {
		if rest, ok := strings.CutPrefix(path, kind+from+"/"); ok {
			return kind + to + "/" + rest
		}
	}
	return path
}
