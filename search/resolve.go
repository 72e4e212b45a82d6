package search

import (
	"context"
	"errors"
	"slices"
	"strings"

	"verbatim/survey/fault"
)

// A Lexicon knows what the names in a query stand for. It is filled by whoever
// knows the stores.
type Lexicon struct {
	// Saved returns the query that was saved under a name, and whether there is
	// one.
	Saved func(ctx context.Context, name string) (query string, ok bool, err error)
	// Field returns what stands for the names of a field: keys for names, the
	// responses of a pair, what a theme's examples say. A field that it has
	// nothing to say about it returns as it is.
	Field func(ctx context.Context, f Field) (Node, error)
}

// maxResolved is the most words and fields a query may have once the names in
// it are replaced: what MaxTerms allows, five times over.
const maxResolved = 5 * MaxTerms

// Resolve returns the tree that an engine can search: saved queries stand in it
// in full, and names are replaced by what they stand for. It fails with a
// numbered fault of kind Invalid when a name is not known, a saved query uses
// itself, or what it comes to is too long.
func Resolve(ctx context.Context, n Node, l Lexicon) (Node, error) {
	r := resolver{lexicon: l, ctx: ctx}
	return r.resolve(n)
}

// resolver is one Resolve on its way.
type resolver struct {
	lexicon Lexicon
	ctx     context.Context //nolint:containedctx // lives for one call of Resolve
	path    []string        // names of the saved queries being replaced
	terms   int
}

func (r *resolver) resolve(n Node) (Node, error) {
	return Replace(n, func(leaf Node) (Node, error) {
		if r.terms++; r.terms > maxResolved {
			return nil, r.fail("Q28", r.top(""), "With its saved searches this query has more than %d words. Use fewer of them at a time.", maxResolved)
		}
		switch leaf := leaf.(type) {
		case Saved:
			return r.saved(leaf)
		case Field:
			if r.lexicon.Field != nil {
				return r.lexicon.Field(r.ctx, leaf)
			}
		}
		return leaf, nil
	})
}

// saved returns the tree of a saved query.
func (r *resolver) saved(n Saved) (Node, error) {
	if i := slices.IndexFunc(r.path, func(name string) bool { return SameName(name, n.Name) }); i >= 0 {
		cycle := strings.Join(append(slices.Clone(r.path[i:]), n.Name), " → ")
		return nil, r.fail("Q26", r.top(n.Name), "The saved search %q uses itself: %s. Change one of them.", n.Name, cycle)
	}
	query, ok := "", false
	if r.lexicon.Saved != nil {
		var err error
		if query, ok, err = r.lexicon.Saved(r.ctx, n.Name); err != nil {
			return nil, err
		}
	}
	if !ok {
		return nil, r.fail("Q27", r.top(n.Name), "There is no saved search %q. Look at the list of saved searches for its name.", n.Name)
	}
	tree, err := Parse(query)
	if e, ok := errors.AsType[*fault.Error](err); ok { // its column is one of the saved query
		return nil, r.fail(e.Code, r.top(n.Name), "In the saved search %q, %s", n.Name, lowerFirst(e.Text))
	}
	if tree == nil {
		return nil, r.fail("Q29", r.top(n.Name), "The saved search %q is empty. Give it a query, or leave it out.", n.Name)
	}
	r.path = append(r.path, n.Name)
	defer func() { r.path = r.path[:len(r.path)-1] }()
	return r.resolve(tree)
}

// top returns which saved search of the query itself is being replaced: the one
// given where that stands in it.
func (r *resolver) top(name string) string {
	if len(r.path) > 0 {
		return r.path[0]
	}
	return name
}

// fail returns a fault that a saved search of the query brings about, or, without
// a name, one that all of it does.
func (r *resolver) fail(code, name, format string, args ...any) error {
	e := fault.Coded(code, format, args...)
	if name != "" {
		e.Err = &SavedError{name}
	}
	return e
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// SameName reports whether two names of saved searches are the same: capitals,
// accents and the spaces between words do not matter.
func SameName(a, b string) bool { return FoldName(a) == FoldName(b) }

// FoldName returns the form under which names are compared.
func FoldName(name string) string { return strings.Join(strings.Fields(Fold(name)), " ") }

// SavedNames returns the names of the saved searches that a tree uses, as
// written.
func SavedNames(n Node) []string {
	var names []string
	_, _ = Replace(n, func(leaf Node) (Node, error) { // the function returns no error
		if s, ok := leaf.(Saved); ok {
			names = append(names, s.Name)
		}
		return leaf, nil
	})
	return names
}
