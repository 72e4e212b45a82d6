package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/edition"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/session"
)

type publishCmd struct {
	List  publishListCmd  `cmd:"" help:"List the editions of a round, and what waits to be signed or decided."`
	Check publishCheckCmd `cmd:"" help:"Say what still hinders an edition."`
	Make  publishMakeCmd  `cmd:"" help:"Make an edition, sign it with two accounts and publish it."`
}

// press returns what makes editions, as the pages use it.
func (a *app) press() edition.Press {
	return edition.Press{Survey: a.survey, Analysis: a.analysis, Now: time.Now, Software: edition.Software()}
}

// ofRound is what the commands on editions work on.
type ofRound struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
}

func (o ofRound) open(ctx context.Context, c *console) (*app, survey.Programme, survey.Round, error) {
	a, err := openApp(ctx, c.log, o.place)
	if err != nil {
		return nil, survey.Programme{}, survey.Round{}, err
	}
	p, r, err := a.round(ctx, o.Programme, o.Round)
	if err != nil {
		a.close()
		return nil, p, r, err
	}
	return a, p, r, nil
}

type publishListCmd struct{ ofRound }

// Run lists the editions, the oldest first.
func (l *publishListCmd) Run(ctx context.Context, c *console) error {
	a, _, r, err := l.open(ctx, c)
	if err != nil {
		return err
	}
	defer a.close()
	all, err := a.analysis.Editions(ctx, r.ID)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	names := map[string]string{}
	for _, e := range all {
		names[e.ID] = edition.Title(e)
		var by []string
		for _, g := range e.SignedBy {
			by = append(by, g.Name)
		}
		fmt.Fprintf(w, "%s\t%s\tsigned by %s\t%s\t%s\n", edition.Title(e), survey.DayOf(e.PublishedAt), strings.Join(by, " and "), e.Hash, state(e))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(all) == 0 {
		c.say("Editions", "none yet")
	}
	return listWaiting(ctx, c, a, r, names)
}

func state(e analysis.Edition) string {
	switch {
	case e.Withdrawn:
		return "withdrawn"
	case e.CorrectedBy != "":
		return "corrected"
	}
	return "stands"
}

// listWaiting says what somebody must sign or decide.
func listWaiting(ctx context.Context, c *console, a *app, r survey.Round, names map[string]string) error {
	proposals, err := a.analysis.Proposals(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, q := range proposals {
		c.say("To sign", "%s, wanted by %s", q.Kind.Name(), q.By)
	}
	remnants, err := a.analysis.Remnants(ctx, r.ID)
	if err != nil {
		return err
	}
	decided, err := a.analysis.EditionDecisions(ctx, r.ID)
	if err != nil {
		return err
	}
	answered := map[string]bool{}
	for _, d := range decided {
		answered[d.RemnantID] = true
	}
	for _, m := range remnants {
		if !answered[m.ID] {
			c.say("To decide", "%s holds words that were withdrawn on %s", names[m.EditionID], m.ListedOn)
		}
	}
	return nil
}

// wanted is the edition that a command is about.
type wanted struct {
	Kind   string `help:"For whom: public, committee or done." default:"public" enum:"public,committee,done"`
	Labels string `help:"How quotes are attributed: usual, role, number or none." default:"usual" enum:"usual,role,number,none"`
	Annex  bool   `help:"With the checklists COREQ and SRQR."`
}

func (w wanted) proposal(r survey.Round) analysis.EditionProposal {
	q := analysis.EditionProposal{RoundID: r.ID, Kind: analysis.EditionKind(w.Kind), Settings: analysis.EditionSettings{Labels: analysis.Labels(w.Labels), Annex: w.Annex}}
	if w.Labels == "usual" {
		q.Settings.Labels = ""
	}
	return q
}

type publishCheckCmd struct {
	ofRound
	wanted
}

// Run says what hinders the edition. It fails when something does, so that a
// script can ask.
func (k *publishCheckCmd) Run(ctx context.Context, c *console) error {
	a, _, r, err := k.open(ctx, c)
	if err != nil {
		return err
	}
	defer a.close()
	m, err := a.press().Make(ctx, k.proposal(r))
	if err != nil {
		return err
	}
	open := m.Open()
	for _, ch := range open {
		c.say(string(ch.Severity), "%s  %s: %s", ch.Rule, ch.Where, ch.Text)
	}
	if len(open) > 0 {
		return fault.Coded("E13", "%s the %s.", some(len(open), "check hinders", "checks hinder"), m.Kind.Name())
	}
	c.say("Ready", "the %s, %d words, SHA-256 %s", m.Kind.Name(), edition.Words(m.Summary), m.Hash)
	return nil
}

type publishMakeCmd struct {
	ofRound
	wanted
	Sign     []string `help:"Names of the two staff accounts that sign; their passwords are read from standard input, a line each." placeholder:"NAME"`
	Corrects string   `help:"The edition that this one corrects, such as public-1." placeholder:"EDITION"`
	Note     string   `help:"What is corrected."`
}

// Run proposes, signs and publishes. Without the names of those who sign it
// leaves the edition to be signed on the page.
func (k *publishMakeCmd) Run(ctx context.Context, c *console) error {
	a, p, r, err := k.open(ctx, c)
	if err != nil {
		return err
	}
	defer a.close()
	people, err := k.signers(ctx, c, a)
	if err != nil {
		return err
	}
	q := k.proposal(r)
	q.Note = k.Note
	if q.Corrects, err = k.corrects(ctx, a, r); err != nil {
		return err
	}
	m, err := a.press().Make(ctx, q)
	if err != nil {
		return err
	}
	if len(people) > 0 && len(m.Open()) > 0 {
		return fault.Coded("E13", "%s the %s: `verbatim publish check` lists them.", some(len(m.Open()), "check hinders", "checks hinder"), m.Kind.Name())
	}
	if q.ID, err = a.analysis.Propose(ctx, q); err != nil {
		return err
	}
	c.say("Proposed", "the %s, SHA-256 %s", q.Kind.Name(), m.Hash)
	if len(people) == 0 {
		c.say("To sign", "two people sign it at /staff/editions/%s/%s", p.Key, r.Key)
		return nil
	}
	return signAndPublish(ctx, c, a, q, m.Hash, people)
}

func signAndPublish(ctx context.Context, c *console, a *app, q analysis.EditionProposal, hash string, people []survey.User) error {
	for _, u := range people {
		if err := a.press().Sign(survey.WithActor(ctx, u.Actor()), q.ID, hash, u); err != nil {
			return err
		}
		c.say("Signed", "by %s", u.Name)
	}
	e, err := a.press().Publish(ctx, q.ID)
	if err != nil {
		return err
	}
	c.say("Published", "%s, SHA-256 %s", edition.Title(e), e.Hash)
	return nil
}

// corrects returns the ID of the edition that is to be corrected.
func (k *publishMakeCmd) corrects(ctx context.Context, a *app, r survey.Round) (string, error) {
	if k.Corrects == "" {
		return "", nil
	}
	kind, number, ok := edition.ParseKey(k.Corrects)
	if !ok {
		return "", fault.Coded("E14", "%q names no edition: write it as public-1.", k.Corrects)
	}
	e, err := a.analysis.EditionByNumber(ctx, r.ID, kind, number)
	return e.ID, err
}

// signers reads the passwords of those who sign, and finds their accounts.
func (k *publishMakeCmd) signers(ctx context.Context, c *console, a *app) ([]survey.User, error) {
	lines := bufio.NewScanner(c.in)
	var out []survey.User
	for _, name := range k.Sign {
		u, hash, err := a.survey.UserByName(ctx, name)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		if !lines.Scan() || err != nil || !session.CheckPassword(hash, lines.Text()) {
			return nil, fault.Coded("E15", "The password of %s is not right: give one line for each name on standard input.", name)
		}
		if !u.Level.Allows(survey.Coordinator) {
			return nil, fault.Coded("E16", "%s is not a coordinator and cannot sign.", name)
		}
		out = append(out, u)
	}
	return out, nil
}

// sayWhatBlocks says what stands between a draft and an edition for everybody.
func sayWhatBlocks(ctx context.Context, c *console, a *app, r survey.Round) error {
	m, err := a.press().Make(ctx, analysis.EditionProposal{RoundID: r.ID, Kind: analysis.PublicEdition})
	if err != nil {
		return err
	}
	open := m.Open()
	if len(open) == 0 {
		c.say("Edition", "nothing hinders one: two people sign it, then it is published")
		return nil
	}
	c.say("Edition", "none can be made yet: %s, which people must decide", some(len(open), "check is open", "checks are open"))
	for _, ch := range open {
		if ch.Severity == analysis.Block {
			c.say("", "%s  %s: %s", ch.Rule, ch.Where, ch.Text)
		}
	}
	return nil
}
