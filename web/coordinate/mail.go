package coordinate

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/mail"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// mailLines is how many participants a page lists: more than a usual cohort.
const mailLines = 200

// post is the wave that a request's address names, with its place.
type post struct {
	place
	wave survey.Wave
}

func (d *Desk) findPost(c *gin.Context) (p post, err error) {
	if p.place, err = d.find(c); err != nil {
		return p, err
	}
	p.wave, err = d.survey.WaveByKey(c.Request.Context(), p.round.ID, c.Param("wave"))
	return p, err
}

// at returns the address of one of the pages of the wave's mail.
func (p post) at(rest ...string) string {
	parts := []string{p.place.at("mail"), url.PathEscape(p.wave.Key)}
	for _, r := range rest {
		parts = append(parts, url.PathEscape(r))
	}
	return strings.Join(parts, "/")
}

func (p post) scope() string { return p.wave.Title + " · " + p.place.scope() }

// mailState is what the page of a wave's mail is built from.
type mailState struct {
	post
	ready    error
	from     string
	plan     survey.MailPlan
	changed  []survey.MailTemplate
	audience map[survey.MailKind]*store.Audience
	why      map[survey.MailKind]error
	runs     []survey.MailRun
	jobs     map[string]store.Job
	people   []survey.Participant
	letters  []store.LetterView
	known    map[string]store.AddressState
	answered map[string]bool
	today    survey.Day
}

// Mail answers with what is sent about a wave.
func (d *Desk) Mail(c *gin.Context) error {
	p, err := d.findPost(c)
	if err != nil {
		return err
	}
	return d.showMail(c, p, http.StatusOK, nil)
}

func (d *Desk) showMail(c *gin.Context, p post, status int, sent *page.MailPlanForm) error {
	s, err := d.mailState(c.Request.Context(), p)
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(c.Query("from")) // none is the first page
	built := mailPage(s, max(0, from))
	if sent != nil {
		sent.Action, sent.NoEnd = built.Plan.Action, built.Plan.NoEnd
		built.Plan, built.Wrong = *sent, true
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-mail", built)
}

func (d *Desk) mailState(ctx context.Context, p post) (s mailState, err error) {
	s = mailState{
		post: p, ready: d.mail.Ready(), today: survey.DayOf(d.now()), jobs: map[string]store.Job{},
		audience: map[survey.MailKind]*store.Audience{}, why: map[survey.MailKind]error{},
	}
	if s.ready == nil {
		s.from = d.mail.Server.From.String()
	}
	if s.plan, err = d.survey.MailPlan(ctx, p.wave.ID); err != nil {
		return s, err
	}
	if s.changed, err = d.survey.MailTemplates(ctx, p.wave.ID); err != nil {
		return s, err
	}
	for _, k := range survey.MailKinds() {
		if s.audience[k], s.why[k], err = d.survey.MailAudience(ctx, p.wave.ID, k); err != nil {
			return s, err
		}
	}
	if err := d.readRuns(ctx, &s); err != nil {
		return s, err
	}
	return s, d.readPeople(ctx, &s)
}

func (d *Desk) readRuns(ctx context.Context, s *mailState) (err error) {
	if s.runs, err = d.survey.MailRuns(ctx, s.wave.ID); err != nil {
		return err
	}
	jobs, err := d.survey.Jobs(ctx, store.MailJob, s.wave.ID)
	for _, j := range jobs {
		s.jobs[j.ID] = j
	}
	return err
}

func (d *Desk) readPeople(ctx context.Context, s *mailState) (err error) {
	if s.people, err = d.survey.Participants(ctx, s.round.ID); err != nil {
		return err
	}
	if s.letters, err = d.survey.LetterViews(ctx, s.wave); err != nil {
		return err
	}
	if s.known, err = d.survey.AddressStates(ctx, s.programme.ID, s.people); err != nil {
		return err
	}
	s.answered, err = d.survey.MailAnswered(ctx, s.wave)
	return err
}

// SaveMailPlan stores what is sent by itself.
func (d *Desk) SaveMailPlan(c *gin.Context) error {
	p, err := d.findPost(c)
	if err != nil {
		return err
	}
	sent := page.MailPlanForm{
		InviteOn: strings.TrimSpace(c.PostForm("invite_on")), RemindBefore: strings.TrimSpace(c.PostForm("remind_before")),
		Most: strings.TrimSpace(c.PostForm("most")), Thank: c.PostForm("thank") != "",
	}
	plan, problem := readPlan(p.wave, sent, c.PostFormArray("language"))
	if problem == "" {
		problem, err = problemOf(d.survey.SaveMailPlan(c.Request.Context(), plan))
		if err != nil {
			return err
		}
	}
	if problem != "" {
		sent.Languages, sent.Problem = languageChoices(c.PostFormArray("language")), problem
		return d.showMail(c, p, http.StatusUnprocessableEntity, &sent)
	}
	return done(c, p.at()+"#plan", "The plan is saved.")
}

// readPlan reads the form of the plan.
func readPlan(w survey.Wave, sent page.MailPlanForm, languages []string) (survey.MailPlan, string) {
	plan := survey.MailPlan{WaveID: w.ID, Languages: languages, Thank: sent.Thank}
	if len(languages) == 0 {
		return plan, "Choose at least one language for the messages"
	}
	day, err := survey.ParseDay(sent.InviteOn)
	if err != nil {
		return plan, "Enter the day for the invitations as 2021-06-30, or leave it empty to send them by hand"
	}
	plan.InviteOn = day
	if plan.MostReminders, err = strconv.Atoi(sent.Most); err != nil {
		return plan, "Enter how often one person is reminded at most, as a number"
	}
	for field := range strings.FieldsFuncSeq(sent.RemindBefore, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return plan, "Enter the reminders as days before the end, such as 7, 2"
		}
		plan.RemindBefore = append(plan.RemindBefore, n)
	}
	return plan, ""
}

// MailRun tries a sending again, or stops it.
func (d *Desk) MailRun(c *gin.Context) error {
	p, err := d.findPost(c)
	if err != nil {
		return err
	}
	ctx, id := c.Request.Context(), c.Param("id")
	run, err := d.survey.MailRun(ctx, id)
	if err != nil {
		return err
	}
	if run.WaveID != p.wave.ID {
		return unknownSending()
	}
	if c.PostForm("do") == "stop" {
		err = d.survey.StopMailRun(ctx, id)
		page.SetFlash(c, "The sending is stopped. Who has got nothing can be written to later.")
	} else {
		err = d.survey.RetryJob(ctx, id)
		page.SetFlash(c, "The sending goes on.")
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.at()+"#sent")
	return nil
}

func languageChoices(chosen []string) []page.ChoiceValue {
	var out []page.ChoiceValue
	is := map[string]bool{}
	for _, l := range chosen {
		is[l] = true
	}
	for _, l := range mail.Languages() {
		out = append(out, page.ChoiceValue{Value: l, Text: mail.LanguageName(l), Chosen: is[l]})
		delete(is, l)
	}
	for _, l := range chosen {
		if is[l] {
			out = append(out, page.ChoiceValue{Value: l, Text: l, Chosen: true})
		}
	}
	return out
}
