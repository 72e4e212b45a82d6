package main

import (
	"context"
	"encoding/csv"
	"os"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/roster"
	"verbatim/survey/sqldb"
)

type inviteCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
	File      string `arg:"" help:"CSV or Excel file of participants with the columns name, email, role and, where people meet in pairs, pair." type:"existingfile"`
	Wave      string `help:"Key of the wave." default:"end" placeholder:"KEY"`
	Out       string `help:"File for the links: a new one, to merge into letters or e-mails." required:"" placeholder:"FILE"`
	PublicURL string `help:"Address under which people reach the site." default:"http://127.0.0.1:8080" env:"VERBATIM_PUBLIC_URL" placeholder:"URL"`
}

// Run makes a link for each participant. Where the wave's mode links responses
// to people the participants are stored; in the other modes only the links are
// made, and nothing that is stored says whose they are.
func (n *inviteCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, n.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, r, err := a.round(ctx, n.Programme, n.Round)
	if err != nil {
		return err
	}
	w, err := a.survey.WaveByKey(ctx, r.ID, n.Wave)
	if err != nil {
		return err
	}
	plan, err := n.plan(ctx, c, a, p, w)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(n.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Coded("V05", "%s cannot be made: %v. Give the name of a new file with -out.", n.Out, err)
	}
	defer out.Close()
	links, err := a.invite(ctx, w, plan)
	if err != nil {
		return err
	}
	if err := n.write(out, plan.People, links); err != nil {
		return err
	}
	for _, note := range plan.Notes {
		c.warn("%s", note)
	}
	c.say("Invited", "%s to %q; the links are in %s and can be made only this once", some(len(plan.People), "participant", "participants"), w.Title, n.Out)
	return nil
}

// plan reads the file of participants as the page for them does. Where the mode
// links, those of the list are known again; else nobody is looked up.
func (n *inviteCmd) plan(ctx context.Context, c *console, a *app, p survey.Programme, w survey.Wave) (plan roster.Plan, err error) {
	info, err := os.Stat(n.File)
	if err == nil && info.Size() > roster.MaxBytes {
		return plan, fault.Coded("P19", "%s is larger than %d kB: keep the columns of participants only, or split it.", n.File, roster.MaxBytes>>10)
	}
	content, err := os.ReadFile(n.File)
	if err != nil {
		return plan, fault.Coded("I00", "%s cannot be opened: %v.", n.File, err)
	}
	table, err := roster.Read(content)
	if err != nil {
		return plan, err
	}
	list := roster.List{RoundID: w.RoundID, NewID: sqldb.NewID, Roles: slices.DeleteFunc(slices.Clone(p.Roles), func(r survey.Role) bool { return r.Joint })}
	if w.Mode.Linked() {
		if list.Existing, err = a.survey.Participants(ctx, w.RoundID); err != nil {
			return plan, err
		}
	}
	plan = roster.Make(table, roster.Guess(table.Header), list)
	if len(plan.Problems) > 0 {
		return plan, problemsOr(c, nil, plan.Problems)
	}
	return plan, nil
}

// invite stores the participants where the mode links, and returns a token for
// each.
func (a *app) invite(ctx context.Context, w survey.Wave, plan roster.Plan) ([]string, error) {
	invs := make([]survey.Invitation, len(plan.People))
	for i, p := range plan.People {
		invs[i].Role = p.Role
		if !w.Mode.Linked() {
			continue
		}
		invs[i].ParticipantID = p.ID
		if err := a.survey.SaveParticipant(ctx, p); err != nil {
			return nil, err
		}
	}
	return a.survey.Invite(ctx, w.ID, invs)
}

// write writes the links beside the people they are for. A cell that a
// spreadsheet would take for a formula is written as text.
func (n *inviteCmd) write(out *os.File, people []survey.Participant, tokens []string) error {
	w := csv.NewWriter(out)
	rows := [][]string{{"name", "email", "role", "pair", "link"}}
	for i, p := range people {
		rows = append(rows, []string{plainCell(p.Name), plainCell(p.Email), plainCell(p.Role), plainCell(p.PairID), strings.TrimRight(n.PublicURL, "/") + "/i/" + tokens[i]})
	}
	if err := w.WriteAll(rows); err != nil {
		return fault.New(fault.Unavailable, "%s cannot be written: %v. The invitations were made; make them again for these participants.", n.Out, err)
	}
	return nil
}

// plainCell returns s with an apostrophe before it when a spreadsheet would
// calculate it.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
