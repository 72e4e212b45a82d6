package coordinate

import (
	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/web/page"
)

// membershipNotes tells whoever sets up a programme what it means that a role is
// only for people who share a protected trait.
func membershipNotes(p survey.Programme) []page.SetupAction {
	var out []page.SetupAction
	for _, m := range disclose.Memberships(p) {
		out = append(out, page.SetupAction{
			Anchor: "trait-" + m.Role.Key, Head: "What being among the " + m.Role.Plural + " tells", Text: m.String(),
			Why: "Where fewer than ten of them take part, expect that people who know the scheme can tell who speaks. Numbers below five are printed as “fewer than 5”; let each person who is quoted see their words before they are published, and think about leaving out from which role a quote comes.",
		})
	}
	return out
}
