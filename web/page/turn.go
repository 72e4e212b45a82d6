package page

import (
	"strconv"
	"strings"

	"verbatim/survey/fill"
	"verbatim/web/page/words"
)

// The buttons that change how often a page is asked: TurnField is theirs on the
// page itself, AddField on the page of answers to check.
const (
	TurnField = "turn"
	AddField  = "add"
)

// What the buttons do.
const (
	AddTurn    = "add"
	RemoveTurn = "remove" // asks first where something has been answered
	TurnGone   = "gone"   // that question answered with yes
	KeepTurn   = "keep"   // and with no
)

// Turns are the buttons of a page that is asked again and again: each label is
// empty where there is no such button.
type Turns struct {
	Add     string // "Add another: Meeting"
	Remove  string // "Remove Meeting 2"
	Confirm string // "Yes, remove it": asked after Remove, in the place of the others
	Keep    string // "No, keep it"
	Count   int    // of turns, which is part of each button's value: pressed twice, it does its work once
}

// Value returns the value of the button that does what.
func (t Turns) Value(what string) string { return what + "-" + strconv.Itoa(t.Count) }

// ParseTurn returns what a button does and how many turns there were when it was
// shown, which KeepTurn does not need; "" for what is no button's value.
func ParseTurn(value string) (what string, count int) {
	what, digits, _ := strings.Cut(value, "-")
	count, err := strconv.Atoi(digits)
	if what != KeepTurn && (err != nil || what != AddTurn && what != RemoveTurn && what != TurnGone) {
		return "", 0
	}
	return what, count
}

// NewTurns returns the buttons for one turn.
func NewTurns(w words.Words, r fill.Repeated, turn int) Turns {
	t := Turns{Count: r.Turns}
	if r.MayAdd() && turn == r.Turns {
		t.Add = w.Say("Add another: %s", r.Label)
	}
	if r.MayRemove() {
		t.Remove = w.Say("Remove %s %s", r.Label, turn)
	}
	return t
}

// AskRemoval returns the buttons that ask whether a turn is to be removed with
// what was answered in it, and the question.
func AskRemoval(w words.Words, r fill.Repeated, turn int) (t Turns, question string) {
	return Turns{Confirm: w.Say("Yes, remove it"), Keep: w.Say("No, keep it"), Count: r.Turns},
		w.Say("Remove %s %s and what you answered in it? This cannot be undone.", r.Label, turn)
}

// An Adding is a button on the page of answers to check that adds a turn.
type Adding struct{ Label, Value string }

// Addings returns the buttons for the pages that can be asked once more.
func Addings(w words.Words, repeats []fill.Repeated) []Adding {
	var out []Adding
	for _, r := range repeats {
		if r.MayAdd() {
			out = append(out, Adding{w.Say("Add another: %s", r.Label), strconv.Itoa(r.Place) + "-" + strconv.Itoa(r.Turns)})
		}
	}
	return out
}

// ParseAdding returns the place of the page to be asked once more, and how many
// turns it had.
func ParseAdding(value string) (place, count int, ok bool) {
	p, n, _ := strings.Cut(value, "-")
	place, err := strconv.Atoi(p)
	if err != nil {
		return 0, 0, false
	}
	count, err = strconv.Atoi(n)
	return place, count, err == nil
}
