package main

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"os"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
)

type inviteCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
	File      string `arg:"" help:"CSV file of participants with the columns name, email, role and, where people meet in pairs, pair." type:"existingfile"`
	Wave      string `help:"Key of the wave." default:"end" placeholder:"KEY"`
	Out       string `help:"File for the links: a new one, to merge into letters or e-mails." required:"" placeholder:"FILE"`
	PublicURL string `help:"Address under which people reach the site." default:"http://127.0.0.1:8080" env:"VERBATIM_PUBLIC_URL" placeholder:"URL"`
}

// guest is one row of the file of participants.
type guest struct {
	line                    int
	name, email, role, pair string
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
	guests, err := n.guests(p)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(n.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Coded("V05", "%s cannot be made: %v. Give the name of a new file with -out.", n.Out, err)
	}
	defer out.Close()
	links, err := a.invite(ctx, w, guests)
	if err != nil {
		return err
	}
	if err := n.write(out, guests, links); err != nil {
		return err
	}
	c.say("Invited", "%s to %q; the links are in %s and can be made only this once", some(len(guests), "participant", "participants"), w.Title, n.Out)
	return nil
}

// guests reads the file of participants.
func (n *inviteCmd) guests(p survey.Programme) ([]guest, error) {
	f, err := os.Open(n.File)
	if err != nil {
		return nil, fault.Coded("I00", "%s cannot be opened: %v.", n.File, err)
	}
	defer f.Close()
	t, err := csvfile.Read(f)
	if err != nil {
		return nil, err
	}
	column := func(name string) int {
		return slices.IndexFunc(t.Header, func(h string) bool { return strings.EqualFold(h, name) })
	}
	name, email, role, pair := column("name"), column("email"), column("role"), column("pair")
	if role < 0 || name < 0 && email < 0 {
		return nil, fault.Coded("V01", "A file of participants has the columns name or email, and role. This one has: %s.", strings.Join(t.Header, ", "))
	}
	var guests []guest
	for _, row := range t.Rows {
		cell := func(i int) string {
			if i < 0 {
				return ""
			}
			return strings.TrimSpace(row.Cells[i])
		}
		g := guest{row.Line, cell(name), cell(email), strings.ToLower(cell(role)), cell(pair)}
		if err := g.check(p, guests); err != nil {
			return nil, err
		}
		guests = append(guests, g)
	}
	return guests, nil
}

// check returns a numbered fault when a row cannot be invited.
func (g guest) check(p survey.Programme, before []guest) error {
	if _, ok := p.Role(g.role); !ok {
		return fault.Coded("V02", "Row %d: %q is not a role of this programme. Its roles are: %s.", g.line, g.role, roleKeys(p.Roles))
	}
	if g.name == "" && g.email == "" {
		return fault.Coded("V03", "Row %d has neither a name nor an e-mail address.", g.line)
	}
	if i := slices.IndexFunc(before, func(b guest) bool { return b.name == g.name && b.email == g.email }); i >= 0 {
		return fault.Coded("V04", "Rows %d and %d are the same participant. One participant has one link.", before[i].line, g.line)
	}
	return nil
}

// invite stores the participants where the mode links, and returns a token for
// each. The identifier of a participant follows from the round and the person,
// so that a later wave invites the same participant.
func (a *app) invite(ctx context.Context, w survey.Wave, guests []guest) ([]string, error) {
	invs := make([]survey.Invitation, len(guests))
	listed, err := a.survey.Participants(ctx, w.RoundID)
	if err != nil {
		return nil, err
	}
	for i, g := range guests {
		invs[i].Role = g.role
		if !w.Mode.Linked() {
			continue
		}
		sum := sha256.Sum256([]byte(w.RoundID + "\x00" + strings.ToLower(g.email) + "\x00" + strings.ToLower(g.name)))
		invs[i].ParticipantID = hex.EncodeToString(sum[:16])
		for _, p := range listed {
			if g.email != "" && strings.EqualFold(p.Email, g.email) { // brought to the list in a browser
				invs[i].ParticipantID = p.ID
			}
		}
		p := survey.Participant{ID: invs[i].ParticipantID, RoundID: w.RoundID, Role: g.role, Name: g.name, Email: g.email, PairID: g.pair}
		if err := a.survey.SaveParticipant(ctx, p); err != nil {
			return nil, err
		}
	}
	return a.survey.Invite(ctx, w.ID, invs)
}

// write writes the links beside the people they are for. A cell that a
// spreadsheet would take for a formula is written as text.
func (n *inviteCmd) write(out *os.File, guests []guest, tokens []string) error {
	w := csv.NewWriter(out)
	rows := [][]string{{"name", "email", "role", "pair", "link"}}
	for i, g := range guests {
		rows = append(rows, []string{plainCell(g.name), plainCell(g.email), plainCell(g.role), plainCell(g.pair), strings.TrimRight(n.PublicURL, "/") + "/i/" + tokens[i]})
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
