package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
	"verbatim/survey/store"
)

type importCmd struct {
	place
	File            string            `arg:"" help:"The CSV file; - reads standard input."`
	Programme       string            `help:"Key of the programme; made if there is none." required:"" placeholder:"KEY"`
	Round           string            `help:"Key of the round, such as 2021; made if there is none." required:"" placeholder:"KEY"`
	Form            string            `help:"Key of the form the answers belong to: the programme's, a starter form, or a new key to take the file's own questions." default:"reverse-mentoring-end" placeholder:"KEY"`
	Wave            string            `help:"Key of the wave." default:"end" placeholder:"KEY"`
	Name            string            `help:"Name of a new programme, as readers of the summary know it." placeholder:"NAME"`
	Organisation    string            `help:"Body that acts on a new programme's recommendations." placeholder:"NAME"`
	Map             map[string]string `help:"Which column holds what: response, role, question, text or consent, as text=Comment;role=Group." placeholder:"WHAT=COLUMN"`
	Ignore          []string          `help:"Columns to leave out." placeholder:"COLUMN"`
	Role            string            `help:"Role of everybody in the file, where it has no column for it." placeholder:"KEY"`
	Joint           []string          `help:"Roles of a new programme whose members answer together, as a pair does." placeholder:"ROLE"`
	Consent         string            `help:"What everybody in the file agreed to: quote, themes or count." enum:",quote,themes,count" default:"" placeholder:"WHAT"`
	DryRun          bool              `help:"Show what would be stored and store nothing."`
	Recommendations bool              `help:"The file holds the recommendations of that round, to build on: a CSV file with columns id and title, or a published summary (.docx or .txt)."`
}

// mostShown is how many problems of a file are printed: enough to see a pattern,
// few enough to read.
const mostShown = 20

// Run imports the file, all of it or nothing.
func (m *importCmd) Run(ctx context.Context, c *console) error {
	if m.Recommendations && isDocument(m.File) {
		return m.importSummary(ctx, c)
	}
	table, err := m.read(c)
	if err != nil {
		return err
	}
	for _, n := range table.Notes {
		c.warn("%s", n)
	}
	a, err := openApp(ctx, c.log, m.place)
	if err != nil {
		return err
	}
	defer a.close()
	if m.Recommendations {
		return m.importRecommendations(ctx, c, a, readTable(c, table))
	}
	plan, err := m.plan(ctx, c, a, table)
	if err != nil {
		return err
	}
	plan.describe(c)
	if m.DryRun {
		c.say("Dry run", "nothing was stored")
		return nil
	}
	if err := plan.store(ctx, c, a); err != nil {
		return err
	}
	return readAnswers(ctx, c, a)
}

func (m *importCmd) read(c *console) (csvfile.Table, error) {
	if m.File == "-" {
		return csvfile.Read(c.in)
	}
	f, err := os.Open(m.File)
	if err != nil {
		return csvfile.Table{}, fault.Coded("I00", "%s cannot be opened: %v.", m.File, err)
	}
	defer f.Close()
	return csvfile.Read(io.Reader(f))
}

// plan is what an import will store. Nothing of it is stored before all of it
// is known to be right.
type plan struct {
	programme survey.Programme
	round     survey.Round
	form      survey.Form
	wave      survey.Wave
	result    csvfile.Result
	isNew     []string // what will be made beside the responses, in words
}

func (m *importCmd) options() csvfile.Options {
	return csvfile.Options{Columns: m.Map, Consent: survey.QuoteConsent(m.Consent), Role: m.Role, Ignore: m.Ignore, Joint: m.Joint}
}

// plan finds or invents the programme, round, form and wave, and reads the rows
// as responses.
func (m *importCmd) plan(ctx context.Context, c *console, a *app, table csvfile.Table) (*plan, error) {
	for what, key := range map[string]string{"programme": m.Programme, "round": m.Round, "form": m.Form, "wave": m.Wave} {
		if err := survey.CheckKey(what, key); err != nil {
			return nil, err
		}
	}
	p := &plan{}
	var err error
	if p.programme, err = a.survey.ProgrammeByKey(ctx, m.Programme); err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	known := err == nil
	if err := m.planForm(ctx, a, table, p, known); err != nil {
		return nil, problemsOr(c, err, p.result.Problems)
	}
	if !known {
		p.programme = m.newProgramme(p.programme.Roles)
		p.isNew = append(p.isNew, fmt.Sprintf("programme %q with roles %s", p.programme.Key, roleKeys(p.programme.Roles)))
	}
	if err := m.planRound(ctx, a, p, known); err != nil {
		return nil, err
	}
	options := m.options()
	options.Now = a.survey.Now()
	p.result = csvfile.Responses(table, p.form, p.programme.Roles, options)
	if len(p.result.Problems) > 0 {
		return nil, problemsOr(c, nil, p.result.Problems)
	}
	if len(p.result.Responses) == 0 {
		return nil, fault.Coded("I02", "The file holds no answers.")
	}
	return p, nil
}

// planForm takes the programme's form, else the starter form, else one made of
// the file's own questions.
func (m *importCmd) planForm(ctx context.Context, a *app, table csvfile.Table, p *plan, known bool) error {
	err := error(fault.New(fault.NotFound, "no programme yet"))
	if known {
		p.form, err = a.survey.LatestForm(ctx, p.programme.ID, m.Form)
	}
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return err
	}
	if p.form, err = starter.Form(m.Form); err == nil {
		p.isNew = append(p.isNew, fmt.Sprintf("form %q, a starter form", m.Form))
		if !known {
			p.programme.Roles = starter.Roles()
		}
		p.form = starter.WithRoles(p.form, p.programme.Roles)
		return nil
	}
	form, roles, problems := csvfile.Derive(table, m.Form, titleOf(m.Form), m.options())
	if len(problems) > 0 {
		p.result.Problems = problems
		return fault.Coded("I05", "The file's questions cannot be read.")
	}
	p.form = form
	if !known {
		p.programme.Roles = roles
	}
	p.isNew = append(p.isNew, fmt.Sprintf("form %q with the file's %d questions", m.Form, len(form.Questions())-2))
	return nil
}

func (m *importCmd) newProgramme(roles []survey.Role) survey.Programme {
	name := m.Name
	if name == "" {
		name = titleOf(m.Programme)
	}
	return survey.Programme{ID: sqldb.NewID(), Key: m.Programme, Name: name, Organisation: m.Organisation, Roles: roles}
}

// planRound finds or makes the round and the wave. What is imported was given
// under whatever the other tool promised, so nothing links it to people.
func (m *importCmd) planRound(ctx context.Context, a *app, p *plan, known bool) error {
	err := error(fault.New(fault.NotFound, "no programme yet"))
	if known {
		p.round, err = a.survey.RoundByKey(ctx, p.programme.ID, m.Round)
	}
	switch {
	case err == nil:
		p.wave, err = a.survey.WaveByKey(ctx, p.round.ID, m.Wave)
	case fault.KindOf(err) == fault.NotFound:
		p.round = survey.Round{ID: sqldb.NewID(), ProgrammeID: p.programme.ID, Key: m.Round}
		p.isNew = append(p.isNew, fmt.Sprintf("round %q", m.Round))
	}
	if err != nil && fault.KindOf(err) == fault.NotFound {
		p.wave = survey.Wave{ID: sqldb.NewID(), RoundID: p.round.ID, Key: m.Wave, Title: p.form.Title, FormKey: m.Form, Mode: survey.Open}
		p.isNew = append(p.isNew, fmt.Sprintf("wave %q", m.Wave))
		return nil
	}
	if err == nil && p.wave.FormKey != m.Form {
		return fault.Coded("I16", "Wave %q of round %q asks form %q, not %q. Give -form %s, or another -wave.", m.Wave, m.Round, p.wave.FormKey, m.Form, p.wave.FormKey)
	}
	return err
}

// describe prints what will be stored.
func (p *plan) describe(c *console) {
	for _, n := range p.isNew {
		c.say("New", "%s", n)
	}
	people := p.result.People()
	for _, r := range p.programme.Roles {
		if n := people[r.Key]; n > 0 {
			c.say("Responses", "%d from %s", n, r.Plural)
		}
	}
	texts := map[survey.QuoteConsent]int{}
	for _, resp := range p.result.Responses {
		for _, ans := range resp.Answers {
			if ans.Text != "" {
				texts[ans.QuoteConsent]++
			}
		}
	}
	c.say("Answers", "%d free-text answers: %d may be quoted, %d themes only, %d counted only", texts[survey.QuoteWords]+texts[survey.ThemesOnly]+texts[survey.CountOnly], texts[survey.QuoteWords], texts[survey.ThemesOnly], texts[survey.CountOnly])
	if p.result.Empty > 0 {
		c.say("Passed over", "%s without an answer", some(p.result.Empty, "row", "rows"))
	}
}

// store writes the plan: what is new first, then every response in one
// transaction. Each step can be repeated, so an import that was cut off is
// finished by running it again.
func (p *plan) store(ctx context.Context, c *console, a *app) error {
	keys, err := p.prepare(ctx, a)
	if err != nil {
		return err
	}
	stored, err := a.survey.SubmitAll(ctx, p.result.Responses, keys)
	if err != nil {
		return err
	}
	c.say("Stored", "%s; %d were there already", some(stored, "response", "responses"), len(keys)-stored)
	return nil
}

// submitEach writes the plan with one submission a response, as browsers send
// them, and reports how far it is.
func (p *plan) submitEach(ctx context.Context, c *console, a *app, progress func(done, total int)) error {
	keys, err := p.prepare(ctx, a)
	if err != nil {
		return err
	}
	again := 0
	for i, r := range p.result.Responses {
		receipt, err := a.survey.Submit(ctx, r, store.SubmitOptions{Key: keys[i]})
		if err != nil {
			return err
		}
		if receipt.Again {
			again++
		}
		progress(i+1, len(keys))
	}
	c.say("Stored", "%s; %d were there already", some(len(keys)-again, "response", "responses"), again)
	return nil
}

// prepare writes all but the responses, which it completes, and returns the
// idempotency key of each.
func (p *plan) prepare(ctx context.Context, a *app) ([]string, error) {
	if err := a.survey.SaveProgramme(ctx, p.programme); err != nil {
		return nil, err
	}
	if err := ensureCodebook(ctx, a, p.programme.ID); err != nil {
		return nil, err
	}
	if err := a.survey.SaveRound(ctx, p.round); err != nil {
		return nil, err
	}
	form, err := a.survey.PublishForm(ctx, p.programme.ID, p.form)
	if err != nil {
		return nil, err
	}
	if p.wave.FormVersion == 0 { // responses name their own version: what people were asked stays
		p.wave.FormVersion = form.Version
	}
	if err := a.survey.SaveWave(ctx, p.wave); err != nil {
		return nil, err
	}
	keys := make([]string, len(p.result.Keys))
	for i := range p.result.Responses {
		r := &p.result.Responses[i]
		r.ID, r.WaveID, r.FormKey, r.FormVersion = sqldb.NewID(), p.wave.ID, form.Key, form.Version
		r.ReceivedOn = survey.DayOf(a.survey.Now())
		keys[i] = "import/" + p.wave.ID + "/" + p.result.Keys[i]
	}
	return keys, nil
}

// problemsOr prints the problems of a file and returns a fault that says that
// nothing was stored; without problems it returns err.
func problemsOr(c *console, err error, problems []csvfile.Problem) error {
	if len(problems) == 0 {
		return err
	}
	for _, p := range problems[:min(len(problems), mostShown)] {
		fmt.Fprintln(c.err, p)
	}
	if n := len(problems) - mostShown; n > 0 {
		fmt.Fprintf(c.err, "and %d more like these\n", n)
	}
	return fault.New(fault.Invalid, "%s in the file: nothing was stored.", some(len(problems), "problem", "problems"))
}

func roleKeys(roles []survey.Role) string {
	var keys []string
	for _, r := range roles {
		keys = append(keys, r.Key)
	}
	return strings.Join(keys, ", ")
}

// titleOf makes a name out of a key: "ward-induction" becomes "Ward induction".
func titleOf(key string) string {
	words := slices.Collect(strings.SplitSeq(key, "-"))
	if len(words) > 0 && words[0] != "" {
		words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	}
	return strings.Join(words, " ")
}
