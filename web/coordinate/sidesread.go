package coordinate

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// An occasion is a wave of a round that joins answers with people.
type occasion struct {
	round survey.Round
	wave  survey.Wave
	form  survey.Form // as it asks now
}

// key names the occasion in addresses.
func (o occasion) key() string { return o.round.Key + "/" + o.wave.Key }

func (o occasion) same(p occasion) bool { return o.wave.ID == p.wave.ID }

// title is what the occasion is called, with its round where there are several and
// the title does not tell it.
func (o occasion) title(over bool) string {
	title := cmp.Or(o.wave.Title, o.form.Title, o.wave.Key)
	if over && !strings.Contains(title, o.round.Key) {
		title += ", " + o.round.Key
	}
	return title
}

// joinsPeople reports whether a wave joins answers with people, and with those of
// other waves.
func joinsPeople(w survey.Wave) bool { return w.Mode.Linked() && !w.Apart }

// A sider is a person with what was answered on the occasions.
type sider struct {
	name   string                     // the pseudonym
	person string                     // who it is, through all rounds
	roles  map[string]string          // by the IDs of the rounds in which the person is listed
	given  map[string]survey.Response // by the IDs of waves
}

// sides is what the people of one round, or of all rounds of a programme, answered
// in the waves that are joined.
type sides struct {
	programme   survey.Programme
	rounds      []survey.Round
	over        bool // all rounds, so that what is joined tells more than one round does
	address     string
	scope       string
	back        page.Link
	ways        []page.Link
	offered     []occasion
	occasions   []occasion // those that were chosen
	others      []occasion // which no reader may join with anything; without forms
	earlier     map[string]survey.Form
	people      map[string]*sider              // by person
	memberships map[string]map[string][]string // who has an identifier of a pair, by round and that
	pseudonyms  store.Pseudonymiser
}

func newSides(p survey.Programme, rounds []survey.Round) *sides {
	return &sides{programme: p, rounds: rounds, earlier: map[string]survey.Form{}, people: map[string]*sider{}, memberships: map[string]map[string][]string{}}
}

// readSides reads the occasions that were chosen, all if none were, and what was
// answered on them.
func (d *Desk) readSides(ctx context.Context, s *sides, chosen []string) (err error) {
	for _, r := range s.rounds {
		if err := d.offer(ctx, s, r); err != nil {
			return err
		}
	}
	if err := s.choose(chosen); err != nil || len(s.occasions) == 0 {
		return err
	}
	if s.pseudonyms, err = d.survey.Pseudonyms(ctx); err != nil {
		return err
	}
	for _, r := range s.rounds {
		if !slices.ContainsFunc(s.occasions, func(o occasion) bool { return o.round.ID == r.ID }) {
			continue
		}
		if err := d.readRound(ctx, s, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) offer(ctx context.Context, s *sides, r survey.Round) error {
	waves, err := d.survey.Waves(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, w := range waves {
		o := occasion{round: r, wave: w}
		if !joinsPeople(w) {
			s.others = append(s.others, o)
			continue
		}
		if o.form, err = d.survey.Form(ctx, s.programme.ID, w.FormKey, w.FormVersion); err != nil {
			return err
		}
		s.offered = append(s.offered, o)
	}
	return nil
}

// choose takes the occasions that an address names. One of which nothing joins
// the answers with people is refused, whoever asks.
func (s *sides) choose(chosen []string) error {
	for _, key := range chosen {
		named := func(o occasion) bool { return o.key() == key }
		if i := slices.IndexFunc(s.others, named); i >= 0 {
			return notJoined(s.others[i])
		}
		if !slices.ContainsFunc(s.offered, named) {
			return fault.New(fault.NotFound, "There is no such wave.")
		}
	}
	s.occasions = slices.DeleteFunc(slices.Clone(s.offered), func(o occasion) bool {
		return len(chosen) > 0 && !slices.Contains(chosen, o.key())
	})
	return nil
}

func notJoined(o occasion) error {
	why := "is anonymous, so nothing joins its answers with people"
	if o.wave.Mode.Linked() {
		why = "is kept apart from other waves, as was said to those who answered it"
	}
	return &fault.Error{Kind: fault.Forbidden, Code: "W53", Text: "“" + o.title(true) + "” " + why + ": they do not stand beside other answers of the same person. Choose waves that are named or confidential."}
}

// not says which waves are not here, and why.
func (s *sides) not() (lines []string) {
	var anonymous, apart []string
	for _, o := range s.others {
		if o.wave.Mode.Linked() {
			apart = append(apart, "“"+o.title(s.over)+"”")
		} else {
			anonymous = append(anonymous, "“"+o.title(s.over)+"”")
		}
	}
	if len(anonymous) > 0 {
		lines = append(lines, "Not here, because nothing joins their answers with people: "+strings.Join(anonymous, ", ")+".")
	}
	if len(apart) > 0 {
		lines = append(lines, "Not here, because they are kept apart from other waves: "+strings.Join(apart, ", ")+".")
	}
	return lines
}

func (d *Desk) readRound(ctx context.Context, s *sides, r survey.Round) error {
	listed, err := d.survey.Participants(ctx, r.ID)
	if err != nil {
		return err
	}
	people := make(map[string]survey.Participant, len(listed))
	s.memberships[r.ID] = map[string][]string{}
	for _, who := range listed {
		people[who.ID] = who
		one := s.sider(who)
		one.roles[r.ID] = who.Role
		if who.PairID != "" {
			s.memberships[r.ID][who.PairID] = append(s.memberships[r.ID][who.PairID], one.person)
		}
	}
	responses, err := d.survey.RoundResponses(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, response := range responses {
		i := slices.IndexFunc(s.occasions, func(o occasion) bool { return o.wave.ID == response.WaveID })
		if i < 0 || response.ParticipantID == "" {
			continue
		}
		who, known := people[response.ParticipantID]
		if !known {
			who = survey.Participant{ID: response.ParticipantID}
		}
		one := s.sider(who)
		one.given[response.WaveID] = response
		if one.roles[r.ID] == "" {
			one.roles[r.ID] = response.Role
		}
		if err := d.asAnswered(ctx, s, s.occasions[i].wave, response); err != nil {
			return err
		}
	}
	return nil
}

// sider returns the person who a participant of a round is.
func (s *sides) sider(who survey.Participant) *sider {
	person := cmp.Or(who.Person, who.ID)
	if s.people[person] == nil {
		s.people[person] = &sider{name: s.pseudonyms.Of(who, survey.Wave{}), person: person, roles: map[string]string{}, given: map[string]survey.Response{}}
	}
	return s.people[person]
}

// asAnswered reads the form that a response answered, where the wave has taken
// another version since.
func (d *Desk) asAnswered(ctx context.Context, s *sides, w survey.Wave, r survey.Response) (err error) {
	if r.FormKey != w.FormKey || r.FormVersion != w.FormVersion {
		s.earlier[r.ID], err = d.survey.Form(ctx, s.programme.ID, r.FormKey, r.FormVersion)
	}
	return err
}

// asked returns the form as a person was asked it: in the version that was
// answered, else in the one that the wave has now.
func (s *sides) asked(one sider, o occasion) survey.Form {
	if r, answered := one.given[o.wave.ID]; answered {
		if f, earlier := s.earlier[r.ID]; earlier {
			return f
		}
	}
	return o.form
}
