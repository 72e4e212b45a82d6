package disclose

import (
	"fmt"

	"verbatim/survey"
	"verbatim/survey/identify"
)

// A Membership is a role in which everybody is known to be something that is
// nobody's business, because the role is only for those who are.
type Membership struct {
	Role  survey.Role
	Trait string // as the role or the programme says it: "LGBTQ+"
}

// Memberships returns the roles of a programme that a protected trait defines.
// Where the programme's own name says it, one role at least is meant, and which
// is not known: all are returned.
func Memberships(p survey.Programme) []Membership {
	var out []Membership
	for _, r := range p.Roles {
		if t := roleTrait(r); t != "" {
			out = append(out, Membership{r, t})
		}
	}
	if t := identify.MembershipTrait(p.Name); t != "" && len(out) == 0 {
		for _, r := range p.Roles {
			out = append(out, Membership{r, t})
		}
	}
	return out
}

func roleTrait(r survey.Role) string {
	for _, name := range []string{r.Singular, r.Plural, r.Key} {
		if t := identify.MembershipTrait(name); t != "" {
			return t
		}
	}
	return ""
}

// TraitOf returns the trait that everybody in a role is known to have, or "".
func TraitOf(p survey.Programme, role string) string {
	for _, m := range Memberships(p) {
		if m.Role.Key == role {
			return m.Trait
		}
	}
	return ""
}

// String says what a membership means, to the person who sets up a programme.
func (m Membership) String() string {
	return fmt.Sprintf("The words “%s” say something about every one of the %s. Whoever guesses who gave a quote learns that about them too, so that a quote which would be harmless elsewhere can tell on somebody here.", m.Trait, m.Role.Plural)
}
