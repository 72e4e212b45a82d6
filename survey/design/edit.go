package design

import (
	"maps"
	"slices"
	"strconv"

	"verbatim/survey"
)

// FindPage returns the number of the page with the given key, -1 for none.
func FindPage(f *survey.Form, key string) int {
	return slices.IndexFunc(f.Pages, func(p survey.Page) bool { return p.Key == key })
}

// Find returns the numbers of a question and of the page it is on, -1 for none.
func Find(f *survey.Form, key string) (page, question int) {
	for i, p := range f.Pages {
		if j := slices.IndexFunc(p.Questions, func(q survey.Question) bool { return q.Key == key }); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

// AddPage adds an empty page with the title after the page with the given key,
// or at the end, and returns its key.
func AddPage(f *survey.Form, after, title string) string {
	p := survey.Page{Key: NewKey(title, "page", func(k string) bool { return FindPage(f, k) >= 0 }), Title: title}
	at := FindPage(f, after) + 1
	if at == 0 {
		at = len(f.Pages)
	}
	f.Pages = slices.Insert(f.Pages, at, p)
	return p.Key
}

// AddQuestion adds a question of a kind to the end of a page and returns its
// key, "" where there is no such page. It has what its kind cannot be without.
func AddQuestion(f *survey.Form, page string, kind survey.Kind, label string) string {
	i := FindPage(f, page)
	if i < 0 {
		return ""
	}
	q := survey.Question{Key: NewKey(label, "question", func(k string) bool { return taken(f, k) }), Kind: kind, Label: label}
	Complete(&q)
	f.Pages[i].Questions = append(f.Pages[i].Questions, q)
	return q.Key
}

// Complete gives a question that has just got its kind what that kind cannot be
// without, and takes nothing away.
func Complete(q *survey.Question) {
	number := func(n float64) *float64 { return &n }
	switch q.Kind {
	case survey.Consent:
		q.Required = true
	case survey.Rating:
		if q.Least == nil {
			q.Least = number(1)
		}
		if q.Most == nil {
			q.Most = number(5)
		}
	case survey.Likert:
		if len(q.Choices) == 0 {
			q.Choices = Agreement()
		}
	}
}

// Agreement is the scale that most items are put to.
func Agreement() []survey.Choice {
	return []survey.Choice{
		{Key: "5", Label: "Strongly agree"},
		{Key: "4", Label: "Agree"},
		{Key: "3", Label: "Neither agree nor disagree"},
		{Key: "2", Label: "Disagree"},
		{Key: "1", Label: "Strongly disagree"},
		{Key: "na", Label: "Does not apply", Alone: true},
	}
}

// MovePage moves a page by so many places and reports whether it could.
func MovePage(f *survey.Form, key string, by int) bool {
	i := FindPage(f, key)
	j := i + by
	if i < 0 || j < 0 || j >= len(f.Pages) {
		return false
	}
	f.Pages[i], f.Pages[j] = f.Pages[j], f.Pages[i]
	return true
}

// MoveQuestion moves a question one place up (-1) or down (1); at the edge of
// its page it goes on to the next page that is not locked. It reports whether it
// could.
func MoveQuestion(f *survey.Form, key string, by int) bool {
	i, j := Find(f, key)
	if i < 0 {
		return false
	}
	qs := f.Pages[i].Questions
	if to := j + by; to >= 0 && to < len(qs) {
		qs[j], qs[to] = qs[to], qs[j]
		return true
	}
	for to := i + by; to >= 0 && to < len(f.Pages); to += by {
		if _, locked := Locked(f.Pages[to]); locked {
			continue
		}
		q := qs[j]
		f.Pages[i].Questions = slices.Delete(qs, j, j+1)
		at := 0
		if by < 0 {
			at = len(f.Pages[to].Questions)
		}
		f.Pages[to].Questions = slices.Insert(f.Pages[to].Questions, at, q)
		return true
	}
	return false
}

// MoveTo moves a question to the end of a page and reports whether it could.
func MoveTo(f *survey.Form, key, page string) bool {
	i, j := Find(f, key)
	to := FindPage(f, page)
	if i < 0 || to < 0 {
		return false
	}
	q := f.Pages[i].Questions[j]
	f.Pages[i].Questions = slices.Delete(f.Pages[i].Questions, j, j+1)
	f.Pages[to].Questions = append(f.Pages[to].Questions, q)
	return true
}

// CopyQuestion puts a copy of a question, with its translations, right after it
// and returns the key of the copy, "" where there is no such question.
func CopyQuestion(f *survey.Form, key string) string {
	i, j := Find(f, key)
	if i < 0 {
		return ""
	}
	q := f.Pages[i].Questions[j]
	from := q.Key
	q.Key = NewKey(q.Key, "question", func(k string) bool { return taken(f, k) })
	q.Choices, q.Items = slices.Clone(q.Choices), slices.Clone(q.Items)
	f.Pages[i].Questions = slices.Insert(f.Pages[i].Questions, j+1, q)
	copyWords(f, from, q.Key)
	return q.Key
}

// CopyPage puts a copy of a page, with its translations, right after it and
// returns the key of the copy. Expressions of the copies go on naming the
// questions they named.
func CopyPage(f *survey.Form, key string) string {
	i := FindPage(f, key)
	if i < 0 {
		return ""
	}
	p := f.Pages[i]
	p.Key = NewKey(p.Key, "page", func(k string) bool { return FindPage(f, k) >= 0 })
	p.Questions = slices.Clone(p.Questions)
	used := map[string]bool{}
	inUse := func(k string) bool { return used[k] || taken(f, k) }
	if p.Repeat != nil {
		r := *p.Repeat
		r.Key = NewKey(r.Key, "turns", inUse)
		used[r.Key], p.Repeat = true, &r
	}
	for j := range p.Questions {
		q := &p.Questions[j]
		from := q.Key
		q.Key = NewKey(q.Key, "question", inUse)
		q.Choices, q.Items = slices.Clone(q.Choices), slices.Clone(q.Items)
		used[q.Key] = true
		copyWords(f, from, q.Key)
	}
	for _, texts := range f.Translations {
		for _, part := range []string{"/title", "/intro"} {
			if t, ok := texts["page/"+key+part]; ok {
				texts["page/"+p.Key+part] = t
			}
		}
	}
	f.Pages = slices.Insert(f.Pages, i+1, p)
	return p.Key
}

// copyWords gives a copied question the translations of the first.
func copyWords(f *survey.Form, from, to string) {
	for _, texts := range f.Translations {
		for path, text := range maps.Clone(texts) {
			if moved := movedPath(path, from, to); moved != path {
				texts[moved] = text
			}
		}
	}
}

// DeleteQuestion takes a question out and reports whether it was there.
func DeleteQuestion(f *survey.Form, key string) bool {
	i, j := Find(f, key)
	if i < 0 {
		return false
	}
	f.Pages[i].Questions = slices.Delete(f.Pages[i].Questions, j, j+1)
	Tidy(f)
	return true
}

// DeletePage takes a page out with all its questions and reports whether it was
// there.
func DeletePage(f *survey.Form, key string) bool {
	i := FindPage(f, key)
	if i < 0 {
		return false
	}
	f.Pages = slices.Delete(f.Pages, i, i+1)
	Tidy(f)
	return true
}

// Tidy removes translations of words that the form does not have any more.
func Tidy(f *survey.Form) {
	words := f.Words()
	for _, texts := range f.Translations {
		maps.DeleteFunc(texts, func(path, text string) bool { return words[path] == "" || text == "" })
	}
}

// taken reports whether expressions call something by the key.
func taken(f *survey.Form, key string) bool {
	if i, _ := Find(f, key); i >= 0 {
		return true
	}
	return slices.ContainsFunc(f.Pages, func(p survey.Page) bool { return p.Repeat != nil && p.Repeat.Key == key })
}

// longestNewKey is how many bytes a key has that is made of words: as much as
// reads well in a column of a table.
const longestNewKey = 30

// NewKey makes a key of words that is not taken yet: "What surprised you?"
// becomes "what-surprised-you". Where nothing is left of the words it is made of
// otherwise.
func NewKey(words, otherwise string, taken func(string) bool) string {
	key := slug(words)
	if key == "" || key[0] < 'a' {
		key = otherwise
		if s := slug(words); s != "" {
			key += "-" + s
		}
	}
	return numbered(key, taken)
}

// numbered puts the lowest number behind the key that makes it free.
func numbered(key string, taken func(string) bool) string {
	free := key
	for n := 2; taken(free); n++ {
		free = key + "-" + strconv.Itoa(n)
	}
	return free
}

// slug keeps letters and digits of ASCII and joins words with hyphens, whole
// words as far as they fit.
func slug(words string) string {
	var out []byte
	fits := 0
	for _, r := range words {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
			fallthrough
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, byte(r))
		case r == '\'' || r == '’': // what’s becomes whats
		case len(out) > 0 && out[len(out)-1] != '-':
			if len(out) <= longestNewKey {
				fits = len(out)
			}
			out = append(out, '-')
		}
	}
	for len(out) > 0 && out[len(out)-1] == '-' {
		out = out[:len(out)-1]
	}
	switch {
	case len(out) <= longestNewKey:
		return string(out)
	case fits > 0:
		return string(out[:fits])
	}
	return string(out[:longestNewKey])
}
