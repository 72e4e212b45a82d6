package fault_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"verbatim/survey/fault"
)

func TestText(t *testing.T) {
	wrapped := func(err error) error {
		fault.Wrap(&err, "store.Submit(%q)", "r1")
		return err
	}
	tests := []struct {
		name string
		err  error
		kind fault.Kind
		want string
	}{
		{"plain error shows the fixed sentence", io.EOF, fault.Internal, "Something went wrong on our side. Nothing you had stored is lost."},
		{"written text is shown", fault.New(fault.NotFound, "There is no round %q.", "2022"), fault.NotFound, `There is no round "2022".`},
		{"code comes first", fault.Coded("I07", "Row 3 has no text."), fault.Invalid, "I07: Row 3 has no text."},
		{"wrapping keeps kind and text", wrapped(fault.New(fault.Gone, "The form is closed.")), fault.Gone, "The form is closed."},
		{"wrapping a plain error hides it", wrapped(errors.New("password=hunter2")), fault.Internal, "Something went wrong on our side. Nothing you had stored is lost."},
		{"an internal text is never shown", &fault.Error{Kind: fault.Internal, Text: "secret"}, fault.Internal, "Something went wrong on our side. Nothing you had stored is lost."},
		{"no text falls back to the kind", &fault.Error{Kind: fault.Unavailable}, fault.Unavailable, "The server is busy or starting. Try again in a moment."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fault.KindOf(tt.err); got != tt.kind {
				t.Errorf("KindOf = %v, want %v", got, tt.kind)
			}
			if got := fault.Text(tt.err); got != tt.want {
				t.Errorf("Text = %q, want %q", got, tt.want)
			}
		})
	}
}

// TestEveryKindHasWords keeps the tables beside the enum complete.
func TestEveryKindHasWords(t *testing.T) {
	for k := fault.Internal; k <= fault.TooLarge; k++ {
		if strings.HasPrefix(k.String(), "kind ") || k.String() == "" {
			t.Errorf("kind %d has no name", int(k))
		}
		if fault.Text(&fault.Error{Kind: k}) == "" {
			t.Errorf("kind %v has no fixed sentence", k)
		}
	}
}

func TestWrapChain(t *testing.T) {
	err := io.ErrUnexpectedEOF
	fault.Wrap(&err, "read(%q)", "a.csv")
	fault.Wrap(&err, "importFile")
	if want := `importFile: internal: read("a.csv"): internal: unexpected EOF`; err.Error() != want {
		t.Errorf("Error() = %q, want %q", err, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
}
