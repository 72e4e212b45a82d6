package research

import (
	"context"
	"slices"
	"strings"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// Colours is the number of theme colours; themes beyond it begin again, which
// is why a name or a letter always stands beside a colour.
const Colours = 8

// Labels turns the keys that the index and the tables hold into the words that
// people read. The zero value knows none and gives keys back.
type Labels struct {
	programmes []survey.Programme
	roles      map[string]survey.Role
	questions  map[string]string
	themes     []branch
	place      map[string]int // of a theme in themes
}

// A branch is a theme with its depth in the tree.
type branch struct {
	analysis.Theme
	depth  int
	colour int
}

// LoadLabels reads the words of all programmes, or of those with the given
// identifiers.
func LoadLabels(ctx context.Context, s *store.Store, a *astore.Store, only ...string) (_ Labels, err error) {
	defer fault.Wrap(&err, "research.LoadLabels")
	programmes, err := s.Programmes(ctx)
	if err != nil {
		return Labels{}, err
	}
	l := Labels{}
	for _, p := range programmes {
		if len(only) > 0 && !slices.Contains(only, p.ID) {
			continue
		}
		forms, err := s.Forms(ctx, p.ID)
		if err != nil {
			return Labels{}, err
		}
		book, err := a.Codebook(ctx, p.ID)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return Labels{}, err
		}
		l.add(p, forms, book)
	}
	return l, nil
}

// add learns the words of one programme. What an earlier programme called by
// the same key keeps its name. Of several versions of a form the latest speaks.
func (l *Labels) add(p survey.Programme, forms []survey.Form, book analysis.Codebook) {
	if l.roles == nil {
		l.roles, l.questions, l.place = map[string]survey.Role{}, map[string]string{}, map[string]int{}
	}
	l.programmes = append(l.programmes, p)
	for _, r := range p.Roles {
		putNew(l.roles, r.Key, r)
	}
	forms = slices.Clone(forms)
	slices.SortStableFunc(forms, func(a, b survey.Form) int { return b.Version - a.Version })
	for _, f := range forms {
		for _, q := range f.Questions() {
			putNew(l.questions, q.Key, f.WordsOf(q.Key))
		}
	}
	for _, b := range tree(book) {
		if _, ok := l.place[b.Key]; !ok {
			l.place[b.Key] = len(l.themes)
			l.themes = append(l.themes, b)
		}
	}
}

func putNew[V any](m map[string]V, key string, v V) {
	if _, ok := m[key]; !ok {
		m[key] = v
	}
}

// tree returns the themes of book with each theme after the one above it. A
// theme whose parent is missing, or that is its own ancestor, stands at the top.
func tree(book analysis.Codebook) []branch {
	var out []branch
	placed := map[string]bool{}
	tops := 0
	var place func(t analysis.Theme, depth int)
	place = func(t analysis.Theme, depth int) {
		if placed[t.Key] {
			return
		}
		placed[t.Key] = true
		if depth == 0 {
			tops++
		}
		out = append(out, branch{Theme: t, depth: depth, colour: (tops-1)%Colours + 1})
		for _, child := range book.Themes {
			if child.Parent == t.Key {
				place(child, depth+1)
			}
		}
	}
	for _, t := range book.Themes {
		if _, ok := book.Theme(t.Parent); t.Parent == "" || !ok {
			place(t, 0)
		}
	}
	for _, t := range book.Themes {
		place(t, 0)
	}
	return out
}

// Role returns what somebody with the role is called, "mentor".
func (l Labels) Role(key string) string { return or(l.roles[key].Singular, key, "no role") }

// Roles returns what people with the role are called, "mentors".
func (l Labels) Roles(key string) string { return or(l.roles[key].Plural, key, "no role") }

// People returns a number with the role in its right form, "1 mentor" or
// "3 mentors".
func (l Labels) People(n int, role string) string {
	if n == 1 {
		return "1 " + l.Role(role)
	}
	return Number(n) + " " + l.Roles(role)
}

// Question returns the words of the question.
func (l Labels) Question(key string) string { return or(l.questions[key], key) }

// Theme returns the name of the theme.
func (l Labels) Theme(key string) string {
	if b, ok := l.branch(key); ok {
		return b.Name
	}
	return key
}

// Programme returns the name of the programme with the given key.
func (l Labels) Programme(key string) string {
	for _, p := range l.programmes {
		if p.Key == key {
			return p.Name
		}
	}
	return key
}

func (l Labels) branch(key string) (branch, bool) {
	i, ok := l.place[key]
	if !ok {
		return branch{}, false
	}
	return l.themes[i], true
}

// tag returns the theme as it stands beside an answer.
func (l Labels) tag(key string, suggested bool) page.ThemeTag {
	b, ok := l.branch(key)
	if !ok {
		return page.ThemeTag{Name: key, Colour: 1, Suggested: suggested}
	}
	return page.ThemeTag{Name: b.Name, Colour: b.colour, Suggested: suggested}
}

// choices lists the themes to choose from, indented by their depth.
func (l Labels) choices() []page.ThemeChoice {
	out := make([]page.ThemeChoice, 0, len(l.themes))
	for _, b := range l.themes {
		out = append(out, page.ThemeChoice{Key: b.Key, Name: strings.Repeat("\u2003", b.depth) + b.Name})
	}
	return out
}

// value returns the words for one value of a field of the index.
func (l Labels) value(field, value string) string {
	switch field {
	case search.FieldRole:
		return Capital(l.Roles(value))
	case search.FieldQuestion:
		return l.Question(value)
	case search.FieldTheme, search.FieldSuggested:
		return l.Theme(value)
	case search.FieldProgramme:
		return l.Programme(value)
	case search.FieldConsent:
		return consentWords(survey.QuoteConsent(value))
	}
	return or(value, "none")
}

// consentWords says in a few words what a participant permits.
func consentWords(c survey.QuoteConsent) string {
	switch c {
	case survey.QuoteWords:
		return "May be quoted"
	case survey.ThemesOnly:
		return "For themes only, not to be quoted"
	case survey.CountOnly:
		return "Answered, not to be read"
	}
	return "Not asked: for themes only"
}

// or returns the first of words that is not empty.
func or(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
