package find

import (
	"context"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/stats"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// names knows what the names in a query stand for. It reads the stores when the
// first name comes, and not for a query without names.
type names struct {
	finder  Finder
	unknown []Unknown

	read       bool
	programmes []survey.Programme
	books      []analysis.Codebook
	keys       map[string][]named // by field
	searches   []astore.SavedSearch
}

// named is one value of a field: its key and what people call it.
type named struct {
	key   string
	names []string
}

func (n *names) load(ctx context.Context) (err error) {
	if n.read {
		return nil
	}
	n.read, n.keys = true, map[string][]named{}
	if n.searches, err = n.finder.Analysis.SavedSearches(ctx); err != nil {
		return err
	}
	if n.programmes, err = n.finder.Survey.Programmes(ctx); err != nil {
		return err
	}
	for _, p := range n.programmes {
		if err := n.learn(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// learn adds the names of a programme.
func (n *names) learn(ctx context.Context, p survey.Programme) error {
	n.add(search.FieldProgramme, p.Key, p.Name)
	for _, r := range p.Roles {
		n.add(search.FieldRole, r.Key, r.Singular, r.Plural)
	}
	forms, err := n.finder.Survey.Forms(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, f := range forms {
		for _, q := range f.Questions() {
			n.add(search.FieldQuestion, q.Key, f.WordsOf(q.Key))
		}
	}
	rounds, err := n.finder.Survey.Rounds(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		n.add(search.FieldRound, r.Key)
		waves, err := n.finder.Survey.Waves(ctx, r.ID)
		if err != nil {
			return err
		}
		for _, w := range waves {
			n.add(search.FieldWave, w.Key, w.Title)
		}
	}
	book, err := n.finder.Analysis.Codebook(ctx, p.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	n.books = append(n.books, book)
	for _, t := range book.Themes {
		n.add(search.FieldTheme, t.Key, t.Name)
	}
	return nil
}

func (n *names) add(field, key string, called ...string) {
	for i := range called {
		called[i] = search.FoldName(called[i])
	}
	n.keys[field] = append(n.keys[field], named{key, called})
}

// saved returns a saved query; one of a programme finds its answers only.
func (n *names) saved(ctx context.Context, name string) (string, bool, error) {
	if err := n.load(ctx); err != nil {
		return "", false, err
	}
	i := slices.IndexFunc(n.searches, func(s astore.SavedSearch) bool { return search.SameName(s.Name, name) })
	if i < 0 {
		return "", false, nil
	}
	return Scoped(n.searches[i], n.programmes), true, nil
}

// Scoped returns the query of a saved search with the programme that it belongs
// to, where it belongs to one.
func Scoped(s astore.SavedSearch, programmes []survey.Programme) string {
	for _, p := range programmes {
		if p.ID == s.ProgrammeID {
			return "(" + s.Query + ") " + search.Field{Name: search.FieldProgramme, Values: []string{p.Key}}.String()
		}
	}
	return s.Query
}

// field returns what stands for the values of a field.
func (n *names) field(ctx context.Context, f search.Field) (search.Node, error) {
	switch f.Name {
	case search.FieldProgramme, search.FieldRound, search.FieldWave, search.FieldRole, search.FieldQuestion, search.FieldTheme, search.FieldSuggested:
		if err := n.load(ctx); err != nil {
			return nil, err
		}
		return n.byName(f), nil
	case search.FieldExamples:
		if err := n.load(ctx); err != nil {
			return nil, err
		}
		return n.examples(f), nil
	case search.FieldPair:
		return n.pair(ctx, f)
	case search.FieldQuoted:
		return n.quoted(ctx, f)
	}
	return f, nil
}

// byName returns the field with keys in the place of names.
func (n *names) byName(f search.Field) search.Field {
	of := f.Name
	if of == search.FieldSuggested {
		of = search.FieldTheme
	}
	out := search.Field{Name: f.Name}
	for _, value := range f.Values {
		keys := n.keysOf(of, value)
		if len(keys) == 0 {
			n.unknown = append(n.unknown, n.offer(of, value))
			keys = []string{value}
		}
		out.Values = append(out.Values, keys...)
	}
	return out
}

// keysOf returns the keys that a value is or names: in full, or else by how the
// name begins.
func (n *names) keysOf(field, value string) []string {
	folded := search.FoldName(value)
	for _, means := range []func(named) bool{
		func(k named) bool { return strings.EqualFold(k.key, value) },
		func(k named) bool { return slices.Contains(k.names, folded) },
		func(k named) bool {
			return folded != "" && slices.ContainsFunc(k.names, func(name string) bool { return strings.HasPrefix(name, folded) })
		},
	} {
		var keys []string
		for _, k := range n.keys[field] {
			if means(k) && !slices.Contains(keys, k.key) {
				keys = append(keys, k.key)
			}
		}
		if len(keys) > 0 {
			return keys
		}
	}
	return nil
}

// examples returns a tree that finds what the example phrases of themes, and of
// the themes below them, say.
func (n *names) examples(f search.Field) search.Node {
	var phrases []string
	for _, value := range f.Values {
		keys := n.keysOf(search.FieldTheme, value)
		if len(keys) == 0 {
			n.unknown = append(n.unknown, n.offer(search.FieldTheme, value))
		}
		for _, b := range n.books {
			for _, t := range b.Themes {
				if slices.ContainsFunc(keys, func(k string) bool { return k == t.Key || slices.Contains(b.Ancestors(t.Key), k) }) {
					phrases = append(phrases, t.Examples...)
				}
			}
		}
	}
	if tree := search.AnyLike(phrases, stats.IsFunctionWord); tree != nil {
		return tree
	}
	return f // finds nothing: no document has this attribute
}

// pair returns the responses of the two who meet.
func (n *names) pair(ctx context.Context, f search.Field) (search.Node, error) {
	var responses []string
	for _, value := range f.Values {
		of, err := n.finder.Survey.ResponsesOfPair(ctx, value)
		if err != nil {
			return nil, err
		}
		if len(of) == 0 {
			n.unknown = append(n.unknown, Unknown{Field: search.FieldPair, Value: value})
		}
		responses = append(responses, of...)
	}
	if len(responses) == 0 {
		return f, nil // finds nothing: no document has this attribute
	}
	return search.Field{Name: search.FieldResponse, Values: responses}, nil
}
