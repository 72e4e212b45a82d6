package collate

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
)

// A cohort is the input arranged by people.
type cohort struct {
	Input
	roles     []survey.Role // those of the programme, then those that only responses name
	verbatims map[string]survey.Verbatim
	codings   map[string][]analysis.Coding // those that count, by verbatim
	labels    map[personIn]string
	base      map[string]analysis.RoleBase // by role
}

// A personIn is a person in one role.
type personIn struct{ role, person string }

func newCohort(in Input) *cohort {
	c := &cohort{Input: in, verbatims: map[string]survey.Verbatim{}, codings: map[string][]analysis.Coding{}}
	c.roles = rolesOf(in)
	for _, v := range in.Verbatims {
		if v.QuoteConsent.MayAnalyse() && strings.TrimSpace(v.Text) != "" {
			c.verbatims[v.ID] = v
		}
	}
	for _, k := range in.Codings {
		v, ok := c.verbatims[k.VerbatimID]
		if ok && k.Status != analysis.Rejected && k.Span.In(v.Text) != "" {
			c.codings[v.ID] = append(c.codings[v.ID], k)
		}
	}
	c.count()
	return c
}

// rolesOf returns the programme's roles and, after them, a role for every other
// key that a response names, so that nobody falls out of the counts.
func rolesOf(in Input) []survey.Role {
	roles := slices.Clone(in.Programme.Roles)
	var extra []survey.Role
	for _, r := range in.Responses {
		has := func(o survey.Role) bool { return o.Key == r.Role }
		if slices.ContainsFunc(roles, has) || slices.ContainsFunc(extra, has) {
			continue
		}
		role := survey.Role{Key: r.Role, Singular: r.Role, Plural: r.Role + "s"}
		if r.Role == "" {
			role.Singular, role.Plural = "participant", "participants"
		}
		extra = append(extra, role)
	}
	slices.SortFunc(extra, func(a, b survey.Role) int { return cmp.Compare(a.Key, b.Key) })
	return append(roles, extra...)
}

// count fills the base of each role and names its people. Their numbers follow
// a hash, because the order in which people answered can give them away.
func (c *cohort) count() {
	people, writers := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, r := range c.Responses {
		put(people, r.Role, r.Person())
	}
	for _, v := range c.verbatims {
		put(people, v.Role, v.Person)
		if !blank(v.Text) || len(c.codings[v.ID]) > 0 { // "n/a" cannot be coded, unless somebody did
			put(writers, v.Role, v.Person)
		}
	}
	c.base, c.labels = map[string]analysis.RoleBase{}, map[personIn]string{}
	for _, r := range c.roles {
		c.base[r.Key] = analysis.RoleBase{
			Role: r.Key, Singular: r.Singular, Plural: r.Plural, Joint: r.Joint,
			Responses: len(people[r.Key]), FreeText: len(writers[r.Key]),
		}
		for i, p := range c.shuffled(people[r.Key]) {
			c.labels[personIn{r.Key, p}] = analysis.Capital(r.Singular) + " " + strconv.Itoa(i+1)
		}
	}
}

func put(sets map[string]map[string]bool, set, member string) {
	if sets[set] == nil {
		sets[set] = map[string]bool{}
	}
	sets[set][member] = true
}

// shuffled returns the people in an order that is the same for a round and says
// nothing about them.
func (c *cohort) shuffled(people map[string]bool) []string {
	type entry struct {
		person string
		hash   string
	}
	var all []entry
	for p := range people {
		all = append(all, entry{p, c.hash(p)})
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.person, b.person)) })
	var out []string
	for _, e := range all {
		out = append(out, e.person)
	}
	return out
}

func (c *cohort) hash(id string) string {
	sum := sha256.Sum256([]byte(c.Round.ID + "\x00" + id))
	return string(sum[:])
}

// inOrder returns the verbatims that may be analysed, in an order that carries
// nothing about when or by whom they were written.
func (c *cohort) inOrder() []survey.Verbatim {
	type entry struct{ id, hash string }
	all := make([]entry, 0, len(c.verbatims))
	for id := range c.verbatims {
		all = append(all, entry{id, c.hash(id)})
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.id, b.id)) })
	out := make([]survey.Verbatim, len(all))
	for i, e := range all {
		out[i] = c.verbatims[e.id]
	}
	return out
}
