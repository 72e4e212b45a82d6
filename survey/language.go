package survey

import (
	"maps"
	"slices"
)

// Texts are the words of a form in one language, by the path of each: "title",
// "page/about/title", "question/why/label", "choice/role/mentor".
type Texts map[string]string

// Translate sets the text at a path in the language with the given tag.
func (f *Form) Translate(tag, path, text string) {
	if f.Translations == nil {
		f.Translations = map[string]Texts{}
	}
	if f.Translations[tag] == nil {
		f.Translations[tag] = Texts{}
	}
	f.Translations[tag][path] = text
}

// In returns the form with its words in the language with the given tag (BCP
// 47). What has no translation stays as it is, in the form's own language.
func (f Form) In(tag string) Form {
	texts := f.Translations[tag]
	if len(texts) == 0 {
		return f
	}
	f = f.clone()
	f.eachText(func(path string, text *string) {
		if t := texts[path]; t != "" && *text != "" {
			*text = t
		}
	})
	return f
}

// Words returns the form's own words by their paths, without those left empty.
func (f Form) Words() Texts {
	out := Texts{}
	f.eachText(func(path string, text *string) {
		if *text != "" {
			out[path] = *text
		}
	})
	return out
}

// Untranslated returns the paths of the words that have no translation into the
// language, in order.
func (f Form) Untranslated(tag string) []string {
	var out []string
	for _, path := range slices.Sorted(maps.Keys(f.Words())) {
		if f.Translations[tag][path] == "" {
			out = append(out, path)
		}
	}
	return out
}

// Languages returns the tags of the languages that the form speaks, its own
// first and the others in order; its own is English where none is set.
func (f Form) Languages() []string {
	own := f.Language
	if own == "" {
		own = "en"
	}
	return append([]string{own}, slices.Sorted(maps.Keys(f.Translations))...)
}

// clone copies everything that holds words.
func (f Form) clone() Form {
	f.Pages = slices.Clone(f.Pages)
	for i := range f.Pages {
		p := &f.Pages[i]
		if p.Repeat != nil {
			r := *p.Repeat
			p.Repeat = &r
		}
		p.Questions = slices.Clone(p.Questions)
		for j := range p.Questions {
			q := &p.Questions[j]
			q.Choices, q.Items = slices.Clone(q.Choices), slices.Clone(q.Items)
		}
	}
	return f
}

// eachText calls fn for every text of the form with its path, in the order of
// the form.
func (f *Form) eachText(fn func(path string, text *string)) {
	fn("title", &f.Title)
	fn("intro", &f.Intro)
	for i := range f.Pages {
		p := &f.Pages[i]
		fn("page/"+p.Key+"/title", &p.Title)
		fn("page/"+p.Key+"/intro", &p.Intro)
		if p.Repeat != nil {
			fn("repeat/"+p.Repeat.Key, &p.Repeat.Label)
		}
		for j := range p.Questions {
			p.Questions[j].eachText(fn)
		}
	}
}

func (q *Question) eachText(fn func(path string, text *string)) {
	at := "question/" + q.Key + "/"
	fn(at+"label", &q.Label)
	fn(at+"hint", &q.Hint)
	fn(at+"unit", &q.Unit)
	fn(at+"constraint", &q.ConstraintText)
	for i := range q.Choices {
		fn("choice/"+q.Key+"/"+q.Choices[i].Key, &q.Choices[i].Label)
	}
	for i := range q.Items {
		fn("item/"+q.Key+"/"+q.Items[i].Key, &q.Items[i].Label)
	}
}
