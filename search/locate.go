package search

import (
	"errors"

	"verbatim/survey/fault"
)

// A SavedError is the cause of the errors of [Resolve] that a saved search brings
// about: which of those that the query itself names, whether the fault is its
// own or that of one that it uses.
type SavedError struct {
	Name string
}

// Error names the saved search.
func (e *SavedError) Error() string { return "saved search " + e.Name }

// Locate returns an error of [Resolve] with the column of the query, as it was
// typed, at which the saved search stands that brought it about. Other errors
// return as they are.
func Locate(input string, err error) error {
	saved, ok := errors.AsType[*SavedError](err)
	e, numbered := errors.AsType[*fault.Error](err)
	if !ok || !numbered {
		return err
	}
	p := &parser{in: []rune(valid(input))}
	_ = p.lex() // the query has been read once: what is left out behind an error is not looked for
	for _, it := range p.items {
		if n, ok := it.node.(Saved); ok && SameName(n.Name, saved.Name) {
			return p.fail(e.Code, it.at, "%s", e.Text)
		}
	}
	return err
}
