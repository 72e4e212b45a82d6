package main

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/formfile"
	"verbatim/survey/sheet"
	"verbatim/survey/starter"
)

type formCmd struct {
	List        formListCmd        `cmd:"" help:"List the starter forms, or the forms of a programme."`
	Check       formCheckCmd       `cmd:"" help:"Say what a file makes of a form: every mistake with its place and mend, and what is not taken over. Nothing is stored."`
	Import      formImportCmd      `cmd:"" help:"Publish the form of a file, or say why not."`
	Export      formExportCmd      `cmd:"" help:"Write a form as XLSForm or JSON."`
	Publish     formPublishCmd     `cmd:"" help:"Publish a starter form as a programme's own."`
	Score       formScoreCmd       `cmd:"" help:"Score the answers to published instruments, by role, with small groups hidden."`
	Instruments formInstrumentsCmd `cmd:"" help:"List published instruments, or write one as a workbook to fill in."`
}

type formListCmd struct {
	place
	Programme string `arg:"" optional:"" help:"Key of a programme; none lists the starter forms."`
}

// Run lists forms.
func (l *formListCmd) Run(ctx context.Context, c *console) error {
	if l.Programme == "" {
		for _, w := range starter.Waves() {
			f, err := starter.Form(w.Form)
			if err != nil {
				return err
			}
			describeForm(c, f)
			c.say("", "for the wave %s, %s: %s", w.Key, w.Mode, w.Why)
			if tags := starter.Unchecked(w.Form); len(tags) > 0 {
				c.say("", "%s: no native speaker has checked the translation", languages(tags))
			}
		}
		return nil
	}
	a, err := openApp(ctx, c.log, l.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.programme(ctx, l.Programme)
	if err != nil {
		return err
	}
	forms, err := a.survey.Forms(ctx, p.ID)
	if err != nil {
		return err
	}
	if len(forms) == 0 {
		c.say("No forms", "verbatim form publish takes a starter form, verbatim form import one of yours")
	}
	for _, f := range forms {
		describeForm(c, f)
	}
	return nil
}

// programme finds a programme by its key.
func (a *app) programme(ctx context.Context, key string) (survey.Programme, error) {
	p, err := a.survey.ProgrammeByKey(ctx, key)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return p, fault.New(fault.NotFound, "There is no programme %q in %s. `verbatim new` sets one up.", key, a.place.Dir)
	}
	return p, err
}

// describeForm prints a form in a line or two.
func describeForm(c *console, f survey.Form) {
	name := f.Key
	if f.Version > 0 {
		name += ", version " + strconv.Itoa(f.Version)
	}
	c.say("Form", "%s", name)
	asked := len(slices.DeleteFunc(f.Questions(), func(q survey.Question) bool { return !q.Kind.Asked() }))
	c.say("", "%s: %s, %s, in %s", f.Title, some(len(f.Pages), "page", "pages"), some(asked, "question", "questions"), languages(f.Languages()))
	for _, p := range f.Pages {
		if p.Instrument != nil {
			c.say("", "page %q is the instrument %s: %s", p.Title, p.Instrument.Name, p.Instrument.Citation)
		}
	}
}

// languages names languages in English: "English, Welsh".
func languages(tags []string) string {
	var names []string
	for _, tag := range tags {
		name := ""
		if t, err := language.Parse(tag); err == nil && !strings.HasPrefix(tag, "x-") { // a private tag has no name
			name = display.English.Tags().Name(t)
		}
		if name == "" {
			name = tag
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

type formCheckCmd struct {
	File string `arg:"" help:"The form: an XLSForm (.xlsx), or JSON (.json)."`
}

// Run checks a file.
func (k *formCheckCmd) Run(c *console) error {
	f, err := readForm(c, k.File)
	if err != nil {
		return err
	}
	describeForm(c, f)
	c.say("Right", "it can be published: verbatim form import %s -programme KEY", k.File)
	return nil
}

// readForm reads a form and prints what there is to say of it. The fault counts
// the problems, which are printed before.
func readForm(c *console, name string) (survey.Form, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > sheet.MaxFile {
		return survey.Form{}, &fault.Error{Kind: fault.TooLarge, Code: "H01", Text: "The file is larger than 10 MB. Take pictures and formatting out of it, or split it."}
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return survey.Form{}, fault.Coded("J08", "%s cannot be opened: %v.", name, err)
	}
	file, err := formfile.Read(name, content)
	if err != nil {
		return survey.Form{}, err
	}
	if n := file.Count; n.Rows > 0 {
		c.say("Taken over", "%.0f %% of %s that ask something (%d of %d)", 100*n.Share(), some(n.Rows-n.Declined, "row", "rows"), n.Taken, n.Rows-n.Declined)
		if n.Declined > 0 {
			c.say("Declined", "%s that would tell who answers", some(n.Declined, "row", "rows"))
		}
	}
	for _, n := range file.Notes {
		c.say("Note", "%s", n)
	}
	for _, p := range file.Problems {
		c.say("Problem", "%s", p)
	}
	if len(file.Problems) > 0 {
		return survey.Form{}, fault.Coded("J09", "%s cannot be published: %s.", name, some(len(file.Problems), "problem has to be mended", "problems have to be mended"))
	}
	return file.Form, nil
}

type formImportCmd struct {
	place
	File      string `arg:"" help:"The form: an XLSForm (.xlsx), or JSON (.json)."`
	Programme string `help:"Key of the programme whose form it becomes." required:"" placeholder:"KEY"`
	Form      string `help:"Key of the form (default: the one in the file). A key that the programme has gets a new version; waves keep the version that they have." placeholder:"KEY"`
	DryRun    bool   `help:"Say what would be published and publish nothing. Without it the form is published at once: that changes nothing for participants until a wave asks with it."`
}

// Run publishes the form of a file.
func (m *formImportCmd) Run(ctx context.Context, c *console) error {
	f, err := readForm(c, m.File)
	if err != nil {
		return err
	}
	if m.Form != "" {
		f.Key = m.Form
	}
	a, err := openApp(ctx, c.log, m.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.programme(ctx, m.Programme)
	if err != nil {
		return err
	}
	m.advise(c, f, p)
	if m.DryRun {
		describeForm(c, f)
		c.say("Dry run", "nothing was published")
		return nil
	}
	return publish(ctx, c, a, p, f)
}

// advise says what a form lacks that the rest of the program looks for.
func (m *formImportCmd) advise(c *console, f survey.Form, p survey.Programme) {
	q, ok := f.Purposed(survey.ForRole)
	if !ok {
		c.warn("no question states the role: it comes from invitations, and with an open link there is none. Write {\"purpose\": \"role\"} in the column verbatim of the question that does.")
	}
	for _, choice := range q.Choices {
		if _, known := p.Role(choice.Key); !known {
			c.warn("the question %q offers the role %q, which the programme does not have: its roles are %s", q.Key, choice.Key, roleKeys(p.Roles))
		}
	}
	if !slices.ContainsFunc(f.Questions(), func(q survey.Question) bool { return q.Kind == survey.Consent && q.Required }) {
		c.warn("nobody is asked to agree to taking part: add a question of the type acknowledge that is required")
	}
}

// publish stores a form and says as what.
func publish(ctx context.Context, c *console, a *app, p survey.Programme, f survey.Form) error {
	before, err := a.survey.LatestForm(ctx, p.ID, f.Key)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	f, err = a.survey.PublishForm(ctx, p.ID, f)
	if err != nil {
		return err
	}
	describeForm(c, f)
	if f.Version == before.Version {
		c.say("Published", "nothing new: it is the same as version %d", f.Version)
		return nil
	}
	c.say("Published", "version %d of %s, for %s", f.Version, f.Key, p.Name)
	c.say("Next", "verbatim new %s ROUND -form %s -wave KEY", p.Key, f.Key)
	return nil
}

type formPublishCmd struct {
	place
	Key       string `arg:"" help:"Key of the starter form, as verbatim form list shows it."`
	Programme string `help:"Key of the programme whose form it becomes." required:"" placeholder:"KEY"`
}

// Run publishes a starter form with the roles of the programme.
func (m *formPublishCmd) Run(ctx context.Context, c *console) error {
	f, err := starter.Form(m.Key)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, m.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.programme(ctx, m.Programme)
	if err != nil {
		return err
	}
	return publish(ctx, c, a, p, starter.WithRoles(f, p.Roles))
}

type formExportCmd struct {
	place
	Key       string `arg:"" help:"Key of the form."`
	File      string `arg:"" help:"File to write, ending with .xlsx or .json; one that is there is never overwritten."`
	Programme string `help:"Key of the programme (default: a starter form is written)." placeholder:"KEY"`
	Version   int    `help:"Version (default: the latest)." placeholder:"N"`
}

// Run writes a form.
func (e *formExportCmd) Run(ctx context.Context, c *console) error {
	f, err := e.find(ctx, c)
	if err != nil {
		return err
	}
	content, err := formfile.Write(e.File, f)
	if err != nil {
		return err
	}
	if err := writeNew(e.File, content); err != nil {
		return err
	}
	describeForm(c, f)
	c.say("Written", "%s", e.File)
	return nil
}

func (e *formExportCmd) find(ctx context.Context, c *console) (survey.Form, error) {
	if e.Programme == "" {
		return starter.Form(e.Key)
	}
	a, err := openApp(ctx, c.log, e.place)
	if err != nil {
		return survey.Form{}, err
	}
	defer a.close()
	p, err := a.programme(ctx, e.Programme)
	if err != nil {
		return survey.Form{}, err
	}
	f, err := a.survey.LatestForm(ctx, p.ID, e.Key)
	if e.Version > 0 {
		f, err = a.survey.Form(ctx, p.ID, e.Key, e.Version)
	}
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return f, fault.New(fault.NotFound, "Programme %q has no such version of a form %q. `verbatim form list %s` shows what it has.", e.Programme, e.Key, e.Programme)
	}
	return f, err
}

// writeNew writes a file that is not there yet.
func writeNew(name string, content []byte) error {
	const readable = 0o644 // it holds questions, no answers
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, readable)
	if err == nil {
		_, err = out.Write(content)
		if e := out.Close(); err == nil {
			err = e
		}
	}
	if err != nil {
		return fault.Coded("J12", "%s cannot be made: %v. Give another name, or move the file away first.", name, err)
	}
	return nil
}
