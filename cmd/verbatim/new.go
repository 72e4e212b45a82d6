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
	Form          string      `help:"Starter form to ask." default:"reverse-mentoring-end" placeholder:"KEY"`
	Wave          string      `help:"Key of the wave." default:"end" placeholder:"KEY"`
	Mode          survey.Mode `help:"named, confidential, anonymous-invited or open; fixed once somebody is invited or has answered." default:"anonymous-invited" enum:"named,confidential,anonymous-invited,open"`
	Opens         string      `help:"First day on which it can be answered, as 2026-05-01." placeholder:"DAY"`
	Closes        string      `help:"Last day on which it can be answered." placeholder:"DAY"`
	WithdrawUntil string      `help:"Last day on which participants may withdraw." placeholder:"DAY"`
}

// Run sets up the programme's round with one wave.
func (n *newCmd) Run(ctx context.Context, c *console) error {
	w, err := n.wave()
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
	form, err := a.survey.LatestForm(ctx, p.ID, n.Form)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		if form, err = starter.Form(n.Form); err == nil {
			form, err = a.survey.PublishForm(ctx, p.ID, starter.WithRoles(form, p.Roles))
		}
	}
	if err != nil {
		return err
	}
	if _, err := a.survey.WaveByKey(ctx, r.ID, n.Wave); err == nil {
		return fault.New(fault.Conflict, "Round %q has a wave %q already. Give another key with -wave.", n.Round, n.Wave)
	}
	w.ID, w.RoundID, w.FormVersion, w.Title = sqldb.NewID(), r.ID, form.Version, form.Title
	if err := a.survey.SaveWave(ctx, w); err != nil {
		return err
	}
	c.say("Programme", "%s, round %s", p.Name, r.Key)
	c.say("Form", "%s, version %d, %s", form.Key, form.Version, w.Mode)
	c.say("Next", "verbatim user add NAME -level coordinator; verbatim serve; then invite people under Collect answers")
	if w.Mode == survey.Open {
		c.say("Open link", "/f/%s/%s/%s", p.Key, r.Key, w.Key)
	}
	return nil
}

func (n *newCmd) wave() (survey.Wave, error) {
	w := survey.Wave{Key: n.Wave, FormKey: n.Form, Mode: n.Mode}
	for what, key := range map[string]string{"programme": n.Programme, "round": n.Round, "wave": n.Wave} {
		if err := survey.CheckKey(what, key); err != nil {
			return w, err
		}
	}
	var err error
	if w.OpensOn, err = survey.ParseDay(n.Opens); err != nil {
		return w, err
	}
	if w.ClosesOn, err = survey.ParseDay(n.Closes); err != nil {
		return w, err
	}
	w.WithdrawUntil, err = survey.ParseDay(n.WithdrawUntil)
	return w, err
}

// programme finds the programme or makes it with its codebook.
func (n *newCmd) programme(ctx context.Context, a *app) (survey.Programme, error) {
	p, err := a.survey.ProgrammeByKey(ctx, n.Programme)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return p, err
	}
	p = survey.Programme{
		ID: sqldb.NewID(), Key: n.Programme, Name: n.Name, Organisation: n.Organisation,
		Addressee: n.Addressee, Aim: n.Aim, Contact: n.Contact, Roles: n.roles(),
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
