package page

import (
	"strings"

	"verbatim/survey"
)

// Foreign are the words of a form that nobody has translated into the language of
// a page: they stand there in the form's own, and say so, or a screen reader would
// pronounce them as if they were in the other.
type Foreign struct {
	lang  string
	paths map[string]bool
}

// ForeignTo returns what of a form is foreign to pages in a language.
func ForeignTo(f survey.Form, tag string) Foreign {
	own := f.Languages()[0]
	if SameLanguage(own, tag) {
		return Foreign{}
	}
	out := Foreign{own, map[string]bool{}}
	for _, path := range f.Untranslated(tag) {
		out.paths[path] = true
	}
	return out
}

// of returns the language of the text at a path, "" for that of the page.
func (f Foreign) of(path string) string {
	if f.paths[path] {
		return f.lang
	}
	return ""
}

// Beside returns the sheet with what is foreign on it.
func (a Asked) Beside(f Foreign) Asked {
	a.foreign = f
	a.TitleLang, a.IntroLang = f.of("page/"+a.key+"/title"), f.of("page/"+a.key+"/intro")
	if a.Turn > 0 {
		a.TitleLang = "" // "Meeting 2 of 3" is in both
	}
	return a
}

// mark says of each text of a question in which language it is.
func (f Foreign) mark(v *Question) {
	if f.lang == "" {
		return
	}
	at := "question/" + v.Key + "/"
	v.LabelLang, v.HintLang = f.of(at+"label"), f.of(at+"hint")
	f.markOptions(v.Key, v.Options)
	if v.Kind == survey.Consent && len(v.Options) > 0 {
		v.Options[0].Lang = v.LabelLang
	}
	for i, item := range v.Items {
		if i < len(v.Rows) {
			v.Rows[i].Lang = f.of("item/" + v.Key + "/" + item.Key)
			f.markOptions(v.Key, v.Rows[i].Options)
		}
		for j := range v.Places {
			if v.Places[j].Name == AnswerField(v.Asked, item.Key) {
				v.Places[j].Lang = f.of("item/" + v.Key + "/" + item.Key)
			}
		}
	}
}

func (f Foreign) markOptions(question string, options []Option) {
	for i := range options {
		options[i].Lang = f.of("choice/" + question + "/" + options[i].Value)
	}
}

// chosen returns the language of the labels of what was chosen: that of the form
// where nobody has translated any of them.
func (f Foreign) chosen(q survey.Question, a survey.Answer) string {
	if q.Kind == survey.Consent || f.lang == "" {
		return ""
	}
	lang := ""
	for _, choice := range a.Choices {
		label, row := choice, ""
		if q.Kind == survey.Likert {
			row, label, _ = strings.Cut(choice, "=")
		}
		if lang = f.of("choice/" + q.Key + "/" + label); lang == "" || row != "" && f.of("item/"+q.Key+"/"+row) == "" {
			return ""
		}
	}
	return lang
}
