package analysis

import (
	"time"

	"verbatim/survey/identify"
)

// A Masking is what a person decided about words of an answer that could tell
// who is meant. The log of them is append-only: whoever thinks better of it adds
// another. It holds places and never the words that were replaced; those are
// read in the answer, for as long as it is there.
type Masking struct {
	ID         string
	RoundID    string
	VerbatimID string
	Span       Span // of the verbatim
	Kind       identify.Kind
	Entity     string // ID of the dictionary's entry; empty where nobody in particular is meant
	Decision   MaskingDecision
	Descriptor string // what is printed in brackets instead; of Masked only
	Reason     string // of Kept, why the words may stand
	By         string
	At         time.Time
	Agreed     string // the second person, who agreed with the decision in force; empty for nobody yet
}

// A MaskingDecision is what is done with words that could identify.
type MaskingDecision string

// The decisions. Each is a row of the log.
const (
	Masked MaskingDecision = "masked" // the descriptor is printed instead
	Kept   MaskingDecision = "kept"   // the words may stand, for a reason
	Undone MaskingDecision = "undone" // what was decided about these words is no longer in force
	Agreed MaskingDecision = "agreed" // a second person has looked at the decision in force, and agrees
)

// An Entity is somebody or something that the people of a programme write of:
// an entry of the programme's dictionary, which is used over the years. One
// without a descriptor is only looked for.
type Entity struct {
	ID          string
	ProgrammeID string
	Kind        identify.Kind
	Name        string   // as it is mostly written: "Dr Jane Smith", "Ward C3"
	Also        []string // other ways in which it is written
	Descriptor  string   // what stands for it in print: "senior doctor"; empty for none yet
	Found       bool     // it came out of an answer, and goes with the last one that it is masked in
	By          string
	At          time.Time
}

// Names returns all ways in which the entity is written.
func (e Entity) Names() []string { return append([]string{e.Name}, e.Also...) }

// InForce returns, of the log of decisions in its order, those that are in
// force: the last about each place, unless it was undone.
func InForce(log []Masking) []Masking {
	type place struct {
		verbatim string
		span     Span
	}
	last := map[place]Masking{}
	var order []place
	for _, m := range log {
		at := place{m.VerbatimID, m.Span}
		switch before, decided := last[at]; {
		case m.Decision == Undone:
			delete(last, at)
		case m.Decision == Agreed && decided:
			before.Agreed = m.By
			last[at] = before
		case m.Decision == Agreed:
		default:
			if !decided {
				order = append(order, at)
			}
			last[at] = m
		}
	}
	var out []Masking
	for _, at := range order {
		if m, ok := last[at]; ok {
			out = append(out, m)
			delete(last, at) // a place decided, undone and decided again is in the order twice
		}
	}
	return out
}
