package collate

import (
	"context"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/identify"
	"verbatim/survey/store"
)

// Identities is what is known of the people of a programme, and what was decided
// about words that could identify them.
type Identities struct {
	Known    []disclose.Known   // the people of this round and earlier ones, and staff
	Entities []analysis.Entity  // the programme's dictionary
	Maskings []analysis.Masking // decisions in force, of all rounds
}

// LoadIdentities reads the identities of the programme of a round. People of
// later rounds count too: a scheme is written about by those who come next.
func LoadIdentities(ctx context.Context, s *store.Store, a *astore.Store, programme survey.Programme) (id Identities, err error) {
	defer fault.Wrap(&err, "collate.LoadIdentities(%s)", programme.Key)
	if id.Entities, err = a.Entities(ctx, programme.ID); err != nil {
		return id, err
	}
	if id.Maskings, err = a.ProgrammeMaskings(ctx, programme.ID); err != nil {
		return id, err
	}
	rounds, err := s.Rounds(ctx, programme.ID)
	if err != nil {
		return id, err
	}
	for _, r := range rounds {
		people, err := s.Participants(ctx, r.ID)
		if err != nil {
			return id, err
		}
		for _, p := range people {
			role, _ := programme.Role(p.Role)
			id.Known = append(id.Known, disclose.Known{Name: p.Name, Descriptor: role.Singular})
		}
	}
	users, err := s.Users(ctx)
	for _, u := range users {
		if name := identify.FromAccount(u.Name); name != "" {
			id.Known = append(id.Known, disclose.Known{Name: name, Descriptor: "member of staff"})
		}
	}
	return id, err
}

func (in *Input) loadIdentities(ctx context.Context, s *store.Store, a *astore.Store) (err error) {
	in.Identities, err = LoadIdentities(ctx, s, a, in.Programme)
	return err
}

// Detector returns what finds identifiers in the answers of the programme.
func (id Identities) Detector() *disclose.Detector {
	return disclose.NewDetector(id.Known, id.Entities)
}

// Of returns the decisions in force about each verbatim.
func (id Identities) Of() map[string][]analysis.Masking {
	by := map[string][]analysis.Masking{}
	for _, m := range id.Maskings {
		by[m.VerbatimID] = append(by[m.VerbatimID], m)
	}
	return by
}
