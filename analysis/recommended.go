package analysis

import "strings"

// Known says what is known of a recommendation beside its words: whom it is put
// to, and what they say to it.
func (r Recommendation) Known() string {
	var parts []string
	if r.Body != "" {
		parts = append(parts, "For "+r.Body)
	}
	if r.Owner != "" {
		parts = append(parts, "owner: "+And(append([]string{r.Owner}, r.CoOwners...)))
	}
	if n, ok := r.Response(); ok {
		text := n.Value
		if n.Words != "" {
			text += " (" + strings.TrimRight(n.Words, ".") + ")"
		}
		parts = append(parts, text)
	}
	if len(r.Notes) > 0 {
		parts = append(parts, string(r.Status()))
	}
	if due := r.Due(); due != "" && !r.Status().Ended() {
		text := "due " + due.String()
		if first := r.FirstDue(); first != due {
			text += " (first " + first.String() + ")"
		}
		parts = append(parts, text)
	}
	if len(r.FeedsInto) > 0 {
		parts = append(parts, "will feed into "+And(r.FeedsInto))
	}
	if len(parts) == 0 {
		return ""
	}
	return Capital(strings.Join(parts, "; ")) + "."
}

// Text says what became of an earlier recommendation.
func (f Fate) Text() string {
	text := map[FateKind]string{FateDone: "Done", FateContinued: "Continued", FateSuperseded: "Superseded", FateDropped: "Not taken forward"}[f.Kind]
	if len(f.GoesOn) > 0 {
		text += " by " + And(f.GoesOn)
	}
	if f.Why == "" {
		return text + "."
	}
	return text + ": " + strings.TrimRight(f.Why, ".") + "."
}
