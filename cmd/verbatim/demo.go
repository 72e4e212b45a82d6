package main

import (
	"context"
	"embed"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"verbatim/analysis/published"
	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
	"verbatim/web/session"
)

//go:embed demodata
var demoData embed.FS

// What the demonstration is about. Its answers and its earlier recommendations
// are data, in demodata.
const (
	demoProgramme = "reverse-mentoring"
	demoEarlier   = "2020"
	demoRound     = "2021"
	demoForm      = "reverse-mentoring-end"
	demoWave      = "end"
	demoUser      = "coordinator"
	demoPairs     = 10
)

type demoCmd struct {
	Dir     string `help:"Folder of the database and the index; made fresh if not given, used again if it exists." placeholder:"DIR"`
	Addr    string `help:"Address to serve on." default:"127.0.0.1:8080" env:"VERBATIM_ADDR"`
	Out     string `help:"Folder for the summary (default: summary in the folder)." placeholder:"DIR"`
	NoServe bool   `help:"Stop after the summary is written."`
}

// Run takes the evaluation of 2021 from its answers to its summary and serves
// it. Every step can be repeated: a demonstration that was cut off goes on
// where it was, and loses or doubles nothing.
func (d *demoCmd) Run(ctx context.Context, c *console) error {
	if err := d.folder(); err != nil {
		return err
	}
	// The address is taken first: a port in use is better known before the work.
	var l net.Listener
	if !d.NoServe {
		var err error
		if l, err = listen(ctx, d.Addr); err != nil {
			return err
		}
		defer l.Close()
	}
	c.say("Folder", "%s", d.Dir)
	a, err := openApp(ctx, c.log, place{Dir: d.Dir})
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.openIndex(ctx); err != nil {
		return err
	}
	p, r, err := d.collect(ctx, c, a)
	if err != nil {
		return err
	}
	bar := c.progress("Reading")
	err = a.pipeline(bar.at).CatchUp(ctx)
	bar.end()
	if err != nil {
		return err
	}
	if err := writeSummary(ctx, c, a, p, r, d.Out, formats, nil); err != nil {
		return err
	}
	if err := sayWhatBlocks(ctx, c, a, r); err != nil || d.NoServe {
		return err
	}
	if err := d.signIn(ctx, c, a, l.Addr().String()); err != nil {
		return err
	}
	return serve(ctx, c.log, a, l, serveOptions{})
}

func (d *demoCmd) folder() (err error) {
	if d.Dir == "" {
		if d.Dir, err = os.MkdirTemp("", "verbatim-demo-"); err != nil {
			return fmt.Errorf("making a folder for the demonstration: %w", err)
		}
	}
	if d.Out == "" {
		d.Out = filepath.Join(d.Dir, "summary")
	}
	return nil
}

// collect stores the programme, what 2020 recommended and the answers of 2021.
func (d *demoCmd) collect(ctx context.Context, c *console, a *app) (survey.Programme, survey.Round, error) {
	p, err := d.setUp(ctx, a)
	if err != nil {
		return p, survey.Round{}, err
	}
	table, err := demoTable("responses.csv")
	if err != nil {
		return p, survey.Round{}, err
	}
	m := &importCmd{Programme: demoProgramme, Round: demoRound, Form: demoForm, Wave: demoWave, Consent: string(survey.QuoteWords)}
	plan, err := m.plan(ctx, c, a, table)
	if err != nil {
		return p, survey.Round{}, err
	}
	c.say("Programme", "%s, rounds %s and %s", p.Name, demoEarlier, demoRound)
	bar := c.progress("Storing")
	err = plan.submitEach(ctx, c, a, bar.at)
	bar.end()
	return p, plan.round, err
}

// setUp makes the programme with its two rounds, unless an earlier run did.
func (d *demoCmd) setUp(ctx context.Context, a *app) (survey.Programme, error) {
	p, err := a.survey.ProgrammeByKey(ctx, demoProgramme)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return p, err
	}
	if err != nil {
		p = survey.Programme{
			ID: sqldb.NewID(), Key: demoProgramme, Name: "Reverse Mentoring in the Faculty of Medicine",
			Organisation: "the Faculty of Medicine", Addressee: "the EDI education committee", Roles: starter.Roles(),
			Aim:     "The reverse mentoring scheme, launched in 2020, aims to increase inclusivity in the faculty and to help reduce differential attainment in its programmes.",
			Contact: "the people who run the reverse mentoring scheme",
		}
		if err := a.survey.SaveProgramme(ctx, p); err != nil {
			return p, err
		}
	}
	if err := ensureCodebook(ctx, a, p.ID); err != nil {
		return p, err
	}
	if _, err := ensureRound(ctx, a, survey.Round{ProgrammeID: p.ID, Key: demoRound, Pairs: demoPairs}); err != nil {
		return p, err
	}
	earlier, err := ensureRound(ctx, a, survey.Round{ProgrammeID: p.ID, Key: demoEarlier})
	if err != nil {
		return p, err
	}
	table, err := demoTable("recommendations-2020.csv")
	if err != nil {
		return p, err
	}
	recs, err := readRecommendations(table, earlier.ID)
	if err != nil {
		return p, err
	}
	_, err = published.Take(ctx, a.analysis, published.Takeover{ProgrammeID: p.ID, Recommendations: recs})
	return p, err
}

// ensureRound returns the round of that key, stored as r if there was none.
func ensureRound(ctx context.Context, a *app, r survey.Round) (survey.Round, error) {
	found, err := a.survey.RoundByKey(ctx, r.ProgrammeID, r.Key)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return found, err
	}
	r.ID = sqldb.NewID()
	return r, a.survey.SaveRound(ctx, r)
}

func demoTable(name string) (csvfile.Table, error) {
	f, err := demoData.Open("demodata/" + name)
	if err != nil {
		return csvfile.Table{}, fmt.Errorf("opening the demonstration's %s: %w", name, err)
	}
	defer f.Close()
	return csvfile.Read(f)
}

// signIn gives the demonstration's account a new password and prints where
// everything is.
func (d *demoCmd) signIn(ctx context.Context, c *console, a *app, addr string) error {
	password := newPassword()
	hash, err := session.HashPassword(password)
	if err != nil {
		return err
	}
	err = a.survey.CreateUser(ctx, survey.User{ID: sqldb.NewID(), Name: demoUser, Level: survey.Coordinator}, hash)
	if fault.KindOf(err) == fault.Conflict {
		err = a.survey.SetPassword(ctx, demoUser, hash)
	}
	if err != nil {
		return err
	}
	c.say("Site", "http://%s/", addr)
	c.say("Form", "http://%s/f/%s/%s/%s", addr, demoProgramme, demoRound, demoWave)
	c.say("Sign in as", "%s", demoUser)
	c.say("Password", "%s", password)
	c.say("", "Stop with Ctrl+C. To go on later: verbatim demo -dir %s", d.Dir)
	return nil
}
