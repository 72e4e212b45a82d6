package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
)

// A place is a cell of the file that refers to other questions. What it refers
// to may stand below it, so all are settled at the end.
type place struct {
	row    row
	column string
	cell   string
	put    func(text string)
	key    string                  // of the question that an expression of its own belongs to
	filter func() *survey.Question // for what says which choices are offered
	label  bool                    // a text with references in it
}

// condition adds a condition to those that are there.
func (r *reader) condition(at func() *string, row row, column string) {
	if cell := row.get(column); cell != "" {
		r.places = append(r.places, place{row: row, column: column, cell: cell, put: func(text string) {
			if have := *at(); have != "" && text != "" && have != text {
				text = "(" + have + ") and (" + text + ")"
				if e, err := expr.Parse(text); err == nil {
					text = e.String() // without brackets that mean nothing
				}
			}
			if text != "" {
				*at() = text
			}
		}})
	}
}

func (r *reader) expression(key string, at func() *string, row row, column string) {
	if cell := row.get(column); cell != "" {
		r.places = append(r.places, place{row: row, column: column, cell: cell, key: key, put: func(text string) { *at() = text }})
	}
}

func (r *reader) filter(at func() *survey.Question, row row) {
	if cell := row.get("choice_filter"); cell != "" {
		r.places = append(r.places, place{row: row, column: "choice_filter", cell: cell, filter: at, put: func(text string) { at().Filter = text }})
	}
}

// text settles references in a text, in every language.
func (r *reader) text(at func() *string, row row, column string) {
	if strings.Contains(*at(), "${") {
		r.places = append(r.places, place{row: row, column: column, cell: *at(), label: true, put: func(text string) { *at() = text }})
	}
}

// settle reads every expression, now that all names are known: first what is
// calculated, because a calculation that cannot be read takes its question along,
// and with it what refers to that.
func (r *reader) settle() {
	r.known = r.names()
	r.settleCalculations()
	for _, p := range r.places {
		switch {
		case p.column == "calculation":
		case p.label:
			p.put(r.settledText(p.row, p.column, p.cell))
		default:
			p.put(r.settled(p))
		}
	}
	r.settleTranslations()
	r.leaveOut()
}

// settleCalculations settles each calculation, and once more each that refers to
// one that fell.
func (r *reader) settleCalculations() {
	needed := map[string][]place{} // by the name that they refer to
	var todo []place
	for _, p := range r.places {
		if p.column != "calculation" {
			continue
		}
		todo = append(todo, p)
		if e, err := expr.Parse(r.renamed(p)); err == nil {
			for _, name := range e.Refs() {
				needed[name] = append(needed[name], p)
			}
		}
	}
	for len(todo) > 0 {
		p := todo[0]
		todo = todo[1:]
		if !r.known[p.key] {
			continue
		}
		text := r.settled(p)
		if p.put(text); text == "" {
			r.known[p.key] = false
			todo = append(todo, needed[p.key]...)
		}
	}
}

// names returns what expressions may refer to. What calculates nothing is not
// among it.
func (r *reader) names() map[string]bool {
	known := map[string]bool{}
	calculated := map[string]bool{}
	for _, p := range r.places {
		calculated[p.key] = calculated[p.key] || p.column == "calculation"
	}
	for _, page := range r.form.Pages {
		if page.Repeat != nil {
			known[page.Repeat.Key] = true
		}
		for _, q := range page.Questions {
			r.consents[q.Key] = q.Kind == survey.Consent
			known[q.Key] = q.Kind != survey.Calculated || q.Calculation != "" || calculated[q.Key]
			for _, it := range q.Items {
				known[q.Key+"."+it.Key] = q.Kind == survey.Likert
			}
		}
	}
	return known
}

func (r *reader) settleTranslations() {
	for _, texts := range r.form.Translations {
		for path, text := range texts {
			if strings.Contains(text, "${") {
				texts[path] = r.settledText(row{}, "", text)
				if !piped(path) {
					texts[path] = references(text, func(string) string { return gap })
				}
			}
		}
	}
}

// piped reports whether answers are put into the words at a path.
func piped(path string) bool {
	return strings.HasPrefix(path, "question/") && (strings.HasSuffix(path, "/label") || strings.HasSuffix(path, "/hint"))
}

// gap stands in a text for an answer that cannot be put there.
const gap = "…"

// unpiped returns words in which no answers can be put.
func (r *reader) unpiped(row row, column, text string) string {
	return r.unpipedIn(surveySheet, row, column, text)
}

func (r *reader) unpipedIn(sheet string, row row, column, text string) string {
	if !strings.Contains(text, "${") {
		return text
	}
	r.note(sheet, row.number, column, "repeats an answer, which is done in titles, questions, hints, choices and what is said of answers, but not here. Three dots stand for it.")
	return references(text, func(string) string { return gap })
}

// leaveOut takes away what calculates nothing, and pages that ask nothing.
func (r *reader) leaveOut() {
	var pages []survey.Page
	for _, p := range r.form.Pages {
		p.Questions = slices.DeleteFunc(p.Questions, func(q survey.Question) bool {
			if !r.known[q.Key] {
				r.count.Taken--
			}
			return !r.known[q.Key]
		})
		for _, q := range p.Questions {
			for i := range q.Choices {
				if q.Filter == "" {
					q.Choices[i].Columns = nil // nothing looks at them
				}
			}
		}
		if len(p.Questions) > 0 {
			pages = append(pages, p)
		}
	}
	r.form.Pages = pages
}

// settled returns the expression of a cell, or nothing and a note.
func (r *reader) settled(p place) string {
	read := expr.Parse
	if p.filter != nil {
		read = expr.ParseFilter
	}
	e, err := read(r.renamed(p))
	if err != nil {
		r.note(surveySheet, p.row.number, p.column, "is not taken over%s. %s", consequence(p.column), fault.Text(err))
		return ""
	}
	for _, n := range e.Notes() {
		r.note(surveySheet, p.row.number, p.column, "%s", n.Text)
	}
	if name := r.stranger(e.Refs()); name != "" {
		r.note(surveySheet, p.row.number, p.column, "is not taken over%s: ${%s} is no question of this form, or was left out.", consequence(p.column), name)
		return ""
	}
	if p.filter != nil && !offered(p.filter().Choices, e.Columns()) {
		r.note(surveySheet, p.row.number, p.column, "is not taken over, so all choices are offered: the worksheet choices has no column for it.")
		return ""
	}
	if e.HasCurrent() && p.column != "constraint" {
		r.note(surveySheet, p.row.number, p.column, "is not taken over%s: a full stop stands for an answer only in a constraint.", consequence(p.column))
		return ""
	}
	return e.String()
}

// consequence says what the form does without an expression.
func consequence(column string) string {
	switch column {
	case "relevant":
		return ", so it is always asked"
	case "constraint":
		return ", so any answer is allowed"
	case "choice_filter":
		return ", so all choices are offered"
	case "repeat_count":
		return ", so people say themselves how often"
	case "calculation":
		return ", so the row was left out"
	}
	return ""
}

func offered(choices []survey.Choice, columns []string) bool {
	for _, name := range columns {
		if !slices.ContainsFunc(choices, func(c survey.Choice) bool { return c.Columns[name] != "" }) {
			return false
		}
	}
	return true
}

// agreed is how ODK writes that a question of the type acknowledge was agreed to.
var agreed = regexp.MustCompile(`(\$\{\s*([^{}]+?)\s*\}\s*!?=\s*)['"]OK['"]`)

// renamed puts the new names of questions that were moved, and agreement as it is
// written here.
func (r *reader) renamed(p place) string {
	text := agreed.ReplaceAllStringFunc(p.cell, func(s string) string {
		parts := agreed.FindStringSubmatch(s)
		if r.consents[parts[2]] {
			return parts[1] + "'yes'"
		}
		return s
	})
	return references(text, func(name string) string {
		if now := r.moved[name]; now != "" {
			return "${" + now + "}"
		}
		return "${" + name + "}"
	})
}

// settledText replaces what refers to nothing, so that a label does not show
// the reference itself.
func (r *reader) settledText(row row, column, text string) string {
	return references(text, func(name string) string {
		if now := r.moved[name]; now != "" {
			name = now
		}
		if r.stranger([]string{name}) == "" {
			return "${" + name + "}"
		}
		if row.number > 0 {
			r.note(surveySheet, row.number, column, "repeats ${%s}, which is no question of this form or was left out. Three dots stand for it.", name)
		}
		return gap
	})
}

// references replaces each ${name} in text.
func references(text string, by func(name string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("$ {" + rest)
			return b.String()
		}
		b.WriteString(by(strings.TrimSpace(name)))
		text = after
	}
}

// stranger returns the first name that belongs to no question or repeat.
func (r *reader) stranger(names []string) string {
	for _, name := range names {
		if !r.known[name] {
			return name
		}
	}
	return ""
}
