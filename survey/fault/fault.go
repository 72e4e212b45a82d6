// Package fault is the one error type of Verbatim.
//
// An error has two readers. The person at the screen reads Text: a sentence
// written to be shown, which says what happened, where, and how to mend it, and
// which never holds an answer, a name or a token. The person who runs the
// server reads the chain that Error returns. Text is empty unless somebody
// wrote it for showing, so an error that nobody thought about cannot leak.
//
// The package does not know about HTTP, exit codes or languages: web and cmd
// translate kinds at their own edge. It imports the standard library only.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of thing went wrong, so that an edge can choose a status
// or an exit code without reading text.
type Kind int

// The kinds of fault. New ones are added at the end.
const (
	Internal    Kind = iota // a defect or a broken machine; the visitor sees a fixed sentence
	Invalid                 // the input is wrong and Text says how to mend it
	NotFound                // the thing named does not exist, or not for this person
	Conflict                // it exists already, or was changed meanwhile
	Forbidden               // this person may not do this
	Unavailable             // full, locked, starting or stopping: worth another try
	Gone                    // it existed and is closed, spent or withdrawn
	TooLarge                // over a stated limit
)

var kindNames = [...]string{"internal", "invalid", "not found", "conflict", "forbidden", "unavailable", "gone", "too large"}

// String returns the kind's name in lower case, as logs show it.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind %d", int(k))
	}
	return kindNames[k]
}

// Error is a fault: what was being done, what kind of thing went wrong, a text
// that is safe to show, and the cause.
type Error struct {
	Kind Kind
	Code string // stable number of a fault a person can look up, such as "I07"; empty for most
	Op   string // the operation with its arguments, such as `sqldb.Open("answers.db")`; secrets left out
	Text string // written to be shown; empty means: show the kind's fixed sentence
	Said        // how Text was made, so that it can be said in another language
	Err  error  // the cause, or nil
}

// Said is a sentence that is safe to show and the values in it.
type Said struct {
	Format string // as fmt.Sprintf takes it; empty for a text without values
	Values []any
}

// Error returns the whole chain, for logs.
func (e *Error) Error() string {
	s := e.Text
	if e.Code != "" {
		s = e.Code + ": " + s
	}
	if s == "" {
		s = e.Kind.String()
	}
	if e.Op != "" {
		s = e.Op + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns a fault of the given kind whose formatted text is safe to show.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Text: fmt.Sprintf(format, args...), Said: Said{format, args}}
}

// Coded returns a numbered fault of kind Invalid: code is the stable number and
// the text says where, what, and how to mend it.
func Coded(code, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, Text: fmt.Sprintf(format, args...), Said: Said{format, args}}
}

// Wrap adds an operation with its arguments to *errp, keeping its kind and
// text. It is meant for a deferred call and does nothing when *errp is nil:
//
//	defer fault.Wrap(&err, "store.Submit(%s)", id)
func Wrap(errp *error, format string, args ...any) {
	if *errp == nil {
		return
	}
	*errp = &Error{Kind: KindOf(*errp), Op: fmt.Sprintf(format, args...), Err: *errp}
}

// KindOf returns the kind of the outermost fault in err's chain, and Internal
// for an error that holds none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Text returns the outermost text in err's chain that was written to be shown,
// preceded by its code, or a fixed sentence for the kind when there is none. A
// text of an Internal fault is never shown.
func Text(err error) string { return TextIn(err, nil) }

// TextIn returns the same in another language: say returns what a sentence, with
// its values, says there, and "" where nobody has translated it.
func TextIn(err error, say func(format string, values ...any) string) string {
	e, ok := shown(err)
	if !ok {
		e.Text = fixed[KindOf(err)]
	}
	if say != nil {
		format := e.Format
		if format == "" {
			format = e.Text
		}
		if said := say(format, e.Values...); said != "" {
			e.Text = said
		}
	}
	if e.Code != "" {
		return e.Code + ": " + e.Text
	}
	return e.Text
}

// shown returns the outermost fault of the chain whose text is to be shown.
func shown(err error) (Error, bool) {
	if KindOf(err) == Internal {
		return Error{}, false
	}
	for e, ok := errors.AsType[*Error](err); ok; e, ok = errors.AsType[*Error](e.Err) {
		if e.Text != "" {
			return *e, true
		}
	}
	return Error{}, false
}

var fixed = [...]string{
	Internal:    "Something went wrong on our side. Nothing you had stored is lost.",
	Invalid:     "Something in what was sent is not right.",
	NotFound:    "There is nothing at this address, or it is not open to you.",
	Conflict:    "This was changed by somebody else meanwhile.",
	Forbidden:   "You are not allowed to do this.",
	Unavailable: "The server is busy or starting. Try again in a moment.",
	Gone:        "This has been closed or withdrawn.",
	TooLarge:    "This is larger than we can take.",
}
