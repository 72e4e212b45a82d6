package page

import (
	"slices"

	"verbatim/survey"
	"verbatim/survey/fill"
	"verbatim/web/page/words"
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
	if a.repeats { // "Meeting 2 of 3" is in both
		a.Title, a.TitleLang = inTurn(a.Words, Marked(a.TitleLang, a.heading), f.Repeated(a.repeat), a.Turn), ""
	}
	return a
}

// Own returns a text that is always in the form's own language.
func (f Foreign) Own(text string) string { return Marked(f.lang, text) }

// Title returns the title of a form with its language.
func (f Foreign) Title(text string) string { return Marked(f.of("title"), text) }

// Intro returns the language of the introduction to a form.
func (f Foreign) Intro() string { return f.of("intro") }

// Label returns the label of a question with its language.
func (f Foreign) Label(q survey.Question) string {
	return Marked(f.of("question/"+q.Key+"/label"), q.Label)
}

// Choice returns the label of a choice with its language.
func (f Foreign) Choice(q survey.Question, key string) string {
	return Marked(f.of("choice/"+q.Key+"/"+key), q.ChoiceLabel(key))
}

// Repeated returns how often a page is asked, with the language of its label.
func (f Foreign) Repeated(r fill.Repeated) fill.Repeated {
	r.Label = Marked(f.of("repeat/"+r.Key), r.Label)
	return r
}

// problem says what is wrong with an answer to a question. The words of the form
// in it say their language.
func (f Foreign) problem(w words.Words, q survey.Question, p survey.Problem) string {
	if f.lang == "" {
		return w.Problem(p)
	}
	if p.Format == "" {
		return Marked(f.of("question/"+q.Key+"/constraint"), p.Text)
	}
	values := slices.Clone(p.Values)
	for i, v := range values {
		if text, ok := v.(string); ok {
			values[i] = Marked(f.within(q, text), text)
		}
	}
	return w.Say(p.Format, values...)
}

// within returns the language of a text if it is one of the words of a question.
func (f Foreign) within(q survey.Question, text string) string {
	if text == q.Label {
		return f.of("question/" + q.Key + "/label")
	}
	for _, item := range q.Items {
		if text == item.Label {
			return f.of("item/" + q.Key + "/" + item.Key)
		}
	}
	for _, c := range q.Choices {
		if text == c.Label {
			return f.of("choice/" + q.Key + "/" + c.Key)
		}
	}
	return ""
}

// mark says of each text of a question in which language it is.
func (f Foreign) mark(v *Question) {
	if f.lang == "" {
		return
	}
	at := "question/" + v.Key + "/"
	v.LabelLang, v.HintLang, v.UnitLang = f.of(at+"label"), f.of(at+"hint"), f.of(at+"unit")
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
