package published

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/claim"
)

var (
	// everybody is "all", and the bare plural that a reader takes for all.
	everybody = regexp.MustCompile(`(?i)(?:^|, )(?:all (?:the )?(\w+)|(?:the )?(mentors|mentees|students|staff|participants|respondents))\b`)
	vague     = regexp.MustCompile(`(?i)\b(overwhelming\w*|numerous)\b`)
	number    = regexp.MustCompile(`\b\d+\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten) of\b`)
)

// quantities looks for leads that say how many or how much without a number.
func (d Document) quantities() []Finding {
	var out []Finding
	for _, c := range d.Claims {
		var said []string
		if m := strings.TrimLeft(everybody.FindString(c.Lead), ", "); m != "" && !number.MatchString(c.Lead) {
			said = append(said, fmt.Sprintf("“%s” says all, of an unstated number", m))
		}
		if m := claim.AgentlessIn(c.Lead); m != "" {
			said = append(said, fmt.Sprintf("“%s” does not say who, or how many", m))
		}
		if m := cmp.Or(claim.MagnitudeIn(c.Lead), vague.FindString(c.Lead)); m != "" && !number.MatchString(c.Lead) {
			said = append(said, fmt.Sprintf("“%s” says how much, without a measure", m))
		}
		if m := claim.CausalIn(c.Lead); m != "" {
			said = append(said, fmt.Sprintf("“%s” says that one thing made another", m))
		}
		if len(said) > 0 {
			out = append(out, Finding{ClaimQuantity, analysis.Warn, []int{c.Number}, sentence(said), "Let the count say it: several mentors (4 of 10)."})
		}
	}
	return out
}

// sentence joins clauses to a sentence.
func sentence(clauses []string) string { return strings.Join(clauses, "; ") + "." }

// secondClaims looks for leads with more claims than quotes.
func (d Document) secondClaims() []Finding {
	var out []Finding
	for _, c := range d.Claims {
		if claims := 1 + claim.Seconds(c.Lead); claims > len(c.Quotes) {
			out = append(out, Finding{ClaimsOutquote, analysis.Warn, []int{c.Number}, fmt.Sprintf("%s in the sentence, %s below it.", counted(claims, "claim"), counted(len(c.Quotes), "quote")), "Give each claim its quote, or a sentence of its own."})
		}
	}
	return out
}
