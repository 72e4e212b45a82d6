package main

import (
	"context"
	"strings"

	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
)

type newCmd struct {
	place
	Programme     string      `arg:"" help:"Key of the programme, such as reverse-mentoring; made if there is none."`
	Round         string      `arg:"" help:"Key of the round, such as 2026."`
	Name          string      `help:"Name of a new programme, as participants and readers know it." placeholder:"NAME"`
	Organisation  string      `help:"Body that acts on the recommendations, such as \"the Faculty of Medicine\"." placeholder:"NAME"`
	Addressee     string      `help:"Who the summary is presented to." placeholder:"NAME"`
	Aim           string      `help:"One sentence on what the programme is for; it opens the summary." placeholder:"SENTENCE"`
	Contact       string      `help:"Whom participants may ask, as shown at the foot of each page." placeholder:"WORDS"`
	Role          []string    `help:"Roles of a new programme, singular or singular:plural (default: mentor, mentee, pair)." placeholder:"ROLE"`
	Pairs         int         `help:"How many pairs take part." placeholder:"N"`
	LeastMeetings int         `help:"How often the pairs of a new programme are to meet in a round; 0 for no number." default:"4" placeholder:"N"`
	Form          string      `help:"Form of the one wave: the programme's, or a starter form (default: the starter form of the wave)." placeholder:"KEY"`
	Wave          []string    `help:"Wave to set up: interest, application, meeting-log, half-way, end, or a key of your own. Its mode and days may follow: half-way:confidential:2026-01-12..2026-01-30. all is every starter wave. Can be given several times (default: end); waves that are there already stay as they are." sep:"none" placeholder:"WAVE"`
	Mode          survey.Mode `help:"named, confidential, anonymous-invited or open, for waves that do not say theirs; fixed once somebody is invited or has answered (default: what suits the wave, see verbatim form list)." default:"" enum:",named,confidential,anonymous-invited,open"`
	Opens         string      `help:"First day on which waves can be answered that do not say theirs, as 2026-05-01." placeholder:"DAY"`
	Closes        string      `help:"Last day on which they can be answered." placeholder:"DAY"`
	WithdrawUntil string      `help:"Last day on which participants may withdraw." placeholder:"DAY"`
	RetainUntil   string      `help:"Last day on which the answers are kept." placeholder:"DAY"`
}

// Run sets up the programme's round with its waves. What is there already stays
// as it is, so a wave can be added later by the same command.
func (n *newCmd) Run(ctx context.Context, c *console) error {
	for what, key := range map[string]string{"programme": n.Programme, "round": n.Round} {
		if err := survey.CheckKey(what, key); err != nil {
			return err
		}
	}
	waves, err := n.waves()
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, n.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := n.programme(ctx, a)
	if err != nil {
		return err
	}
	r, err := ensureRound(ctx, a, survey.Round{ProgrammeID: p.ID, Key: n.Round, Pairs: n.Pairs})
	if err != nil {
		return err
	}
	c.say("Programme", "%s, round %s", p.Name, r.Key)
	for _, w := range waves {
		if err := addWave(ctx, c, a, p, r, w); err != nil {
			return err
		}
	}
	c.say("Next", "verbatim user add NAME -level coordinator; verbatim serve; then invite people under Collect answers")
	return nil
}

// addWave adds a wave to the round, unless it is there as it was asked for.
func addWave(ctx context.Context, c *console, a *app, p survey.Programme, r survey.Round, s waveSpec) error {
	w := s.wave
	there, err := a.survey.WaveByKey(ctx, r.ID, w.Key)
	switch {
	case err == nil && s.differs(there) != "":
		return fault.Coded("S58", "Round %q has a wave %q already, which %s. Change it under Collect answers, or give another key with -wave.", r.Key, w.Key, s.differs(there))
	case err == nil:
		c.say("Wave", "%s is there already: %s, version %d, %s, open %s", there.Key, there.FormKey, there.FormVersion, there.Mode, days(there))
		return nil
	case fault.KindOf(err) != fault.NotFound:
		return err
	}
	form, err := ensureForm(ctx, a, p, w.FormKey)
	if err != nil {
		return err
	}
	w.ID, w.RoundID, w.FormVersion, w.Title = sqldb.NewID(), r.ID, form.Version, form.Title
	if err := a.survey.SaveWave(ctx, w); err != nil {
		return err
	}
	c.say("Wave", "%s: %s, version %d, %s, open %s", w.Key, form.Key, form.Version, w.Mode, days(w))
	if s.otherwise != "" {
		c.say("", "%s, because %s", w.Mode, s.otherwise)
	}
	if w.Mode == survey.Open {
		c.say("Open link", "/f/%s/%s/%s", p.Key, r.Key, w.Key)
	}
	return nil
}

// ensureForm returns the programme's form with the key, the starter form of that
// key if the programme has none.
func ensureForm(ctx context.Context, a *app, p survey.Programme, key string) (survey.Form, error) {
	form, err := a.survey.LatestForm(ctx, p.ID, key)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return form, err
	}
	if form, err = starter.Form(key); err != nil {
		return form, err
	}
	return a.survey.PublishForm(ctx, p.ID, starter.WithRoles(form, p.Roles))
}

// programme finds the programme or makes it with its codebook.
func (n *newCmd) programme(ctx context.Context, a *app) (survey.Programme, error) {
	p, err := a.survey.ProgrammeByKey(ctx, n.Programme)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return p, err
	}
	p = survey.Programme{
		ID: sqldb.NewID(), Key: n.Programme, Name: n.Name, Organisation: n.Organisation,
		Addressee: n.Addressee, Aim: n.Aim, Contact: n.Contact, Roles: n.roles(), LeastMeetings: n.LeastMeetings,
	}
	if p.Name == "" {
		p.Name = titleOf(n.Programme)
	}
	if err := a.survey.SaveProgramme(ctx, p); err != nil {
		return p, err
	}
	return p, ensureCodebook(ctx, a, p.ID)
}

func (n *newCmd) roles() []survey.Role {
	if len(n.Role) == 0 {
		return starter.Roles()
	}
	var roles []survey.Role
	for _, r := range n.Role {
		singular, plural, ok := strings.Cut(r, ":")
		if !ok {
			plural = csvfile.Plural(singular)
		}
		key := strings.ReplaceAll(strings.ToLower(singular), " ", "-")
		roles = append(roles, survey.Role{Key: key, Singular: singular, Plural: plural, Joint: key == "pair"})
	}
	return roles
}
