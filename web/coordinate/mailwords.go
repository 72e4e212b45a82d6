package coordinate

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/web/page"
)

// wording is the editor of a message's words as it was asked for, or sent.
type wording struct {
	post
	words    survey.MailTemplate
	usual    bool
	like     survey.Participant
	people   []survey.Participant
	plan     survey.MailPlan
	problems []string
	preview  *page.MailPreview
	testTo   string
	testWhy  string
}

// MailWords answers with the words of one message.
func (d *Desk) MailWords(c *gin.Context) error {
	w, err := d.wording(c)
	if err != nil {
		return err
	}
	return d.showWords(c, http.StatusOK, w)
}

// wording reads what is stored and who may be shown as an example.
func (d *Desk) wording(c *gin.Context) (w wording, err error) {
	if w.post, err = d.findPost(c); err != nil {
		return w, err
	}
	ctx, kind, language := c.Request.Context(), survey.MailKind(c.Param("kind")), c.Param("language")
	if w.plan, err = d.survey.MailPlan(ctx, w.wave.ID); err != nil {
		return w, err
	}
	if !kind.Valid() || !slices.Contains(w.plan.Languages, language) {
		return w, fault.New(fault.NotFound, "There is no such message. Its language is chosen in the plan of the wave.")
	}
	changed, err := d.survey.MailTemplates(ctx, w.wave.ID)
	if err != nil {
		return w, err
	}
	w.usual = !slices.ContainsFunc(changed, func(t survey.MailTemplate) bool { return t.Kind == kind && t.Language == language })
	for _, t := range mail.Words(w.plan, changed, kind) {
		if t.Language == language {
			w.words = t
		}
	}
	if w.people, err = d.survey.Participants(ctx, w.round.ID); err != nil {
		return w, err
	}
	w.like = survey.Participant{Name: "A Participant", Email: "participant@example.org"}
	if len(w.people) > 0 {
		w.like = w.people[0]
	}
	for _, p := range w.people {
		if as := c.Query("as") + c.PostForm("as"); p.ID == as {
			w.like = p
		}
	}
	return w, nil
}

// ChangeMailWords previews, stores or resets the words, or sends a test.
func (d *Desk) ChangeMailWords(c *gin.Context) error {
	w, err := d.wording(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	w.words.Subject = strings.TrimSpace(c.PostForm("subject"))
	w.words.Body = strings.ReplaceAll(c.PostForm("body"), "\r\n", "\n")
	w.testTo = strings.TrimSpace(c.PostForm("to"))
	do := c.PostForm("do")
	if do == "usual" {
		if err := d.survey.ResetMailTemplate(ctx, w.wave.ID, w.words.Kind, w.words.Language); err != nil {
			return err
		}
		return done(c, w.own(), "The message has its usual words again.")
	}
	w.problems = mail.Check(w.words)
	if do == "preview" || len(w.problems) > 0 {
		return d.showWords(c, statusFor(w.problems), w)
	}
	problem, err := problemOf(d.survey.SaveMailTemplate(ctx, w.words))
	if err != nil {
		return err
	}
	if problem != "" {
		w.problems = []string{problem}
		return d.showWords(c, http.StatusUnprocessableEntity, w)
	}
	if do == "test" {
		return d.testWords(c, w)
	}
	return done(c, w.own(), "The words are saved.")
}

func statusFor(problems []string) int {
	if len(problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// testWords sends the message to somebody of the staff. The words were saved
// before: they are what is sent.
func (d *Desk) testWords(c *gin.Context, w wording) error {
	err := d.mail.Test(c.Request.Context(), w.wave.ID, w.words.Kind, w.like, w.testTo)
	if kind := fault.KindOf(err); err != nil && kind != fault.Invalid && kind != fault.Unavailable {
		return err
	}
	if err != nil {
		w.testWhy = fault.Text(err)
		return d.showWords(c, http.StatusUnprocessableEntity, w)
	}
	return done(c, w.own(), "The words are saved and the test message is sent to "+w.testTo+".")
}

// own is the address of the editor.
func (w wording) own() string {
	return w.at("words", string(w.words.Kind), w.words.Language)
}

func (d *Desk) showWords(c *gin.Context, status int, w wording) error {
	preview, err := d.preview(c, w.post, w.words.Kind, w.like, w.words)
	if err != nil {
		return err
	}
	w.preview = preview
	built := wordsPage(w, d.mail.Ready())
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-mail-words", built)
}

// preview returns the message as the person would get it.
func (d *Desk) preview(c *gin.Context, p post, kind survey.MailKind, like survey.Participant, unsaved ...survey.MailTemplate) (*page.MailPreview, error) {
	m, err := d.mail.Preview(c.Request.Context(), p.wave.ID, kind, like, unsaved...)
	if err != nil {
		return nil, err
	}
	v := &page.MailPreview{From: m.From.String(), To: m.To.Address, Subject: m.Subject, Body: m.Body, Like: like.Name}
	if like.Name != "" {
		v.To = like.Name + " <" + m.To.Address + ">"
	}
	if d.mail.Server == nil {
		v.From = "not known yet"
	}
	v.ReplyTo = m.ReplyTo.Address
	return v, nil
}

// wordsPage builds the editor.
func wordsPage(w wording, ready error) page.MailWords {
	p := page.MailWords{
		Scope: w.scope(), Back: w.at(), Action: w.own(), Language: w.words.Language, LanguageName: mail.LanguageName(w.words.Language),
		Usual: w.usual, Subject: w.words.Subject, Body: w.words.Body, Preview: w.preview, TestTo: w.testTo, TestProblem: w.testWhy,
	}
	p.Title = messageName(w.words.Kind) + " in " + p.LanguageName
	p.Wrong = len(w.problems) > 0 || w.testWhy != ""
	for _, text := range w.problems {
		anchor := "#body"
		if strings.Contains(text, "ubject") {
			anchor = "#subject"
		}
		p.Problems = append(p.Problems, page.Problem{Anchor: anchor, Text: text})
	}
	if w.testWhy != "" {
		p.Problems = append(p.Problems, page.Problem{Anchor: "#to", Text: w.testWhy})
	}
	if ready != nil {
		p.WhyNoTest = fault.Text(ready)
	}
	for _, h := range mail.Placeholders() {
		if h.Name != "link" || w.words.Kind.Links() {
			p.Placeholders = append(p.Placeholders, page.NamedMeaning{Name: "{" + h.Name + "}", Text: h.Means})
		}
	}
	for _, person := range w.people[:min(len(w.people), mailLines)] {
		p.People = append(p.People, page.ChoiceValue{Value: person.ID, Text: person.Name, Chosen: person.ID == w.like.ID})
	}
	for _, l := range w.plan.Languages {
		if l != w.words.Language {
			p.Others = append(p.Others, page.Link{Text: mail.LanguageName(l), Address: w.at("words", string(w.words.Kind), l)})
		}
	}
	return p
}

// number returns a count with its noun.
func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
