package coordinate

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// The days that a note can speak of. Others are slips of a finger.
const (
	oldestDay  = survey.Day("1990-01-01") // older than any programme that is evaluated here
	yearsAhead = 50                       // for what is to be done by then
)

// What the identifier of an entry looks like: it comes back from the page, so
// that a form that is sent twice adds one.
const (
	longestKey = 40 // characters: more than any has
	keyLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
)

// A refused field is what is wrong with a form, and with which of its fields.
type refusedField struct {
	which string
	err   error
}

// AddNote adds an entry to the history of a recommendation.
func (d *Desk) AddNote(c *gin.Context) error {
	f, err := d.followed(c)
	if err != nil {
		return err
	}
	n := typedNote(c, f.rec)
	wrong := checkNote(n, f.today)
	if wrong == nil {
		err := d.analysis.AddNote(c.Request.Context(), n)
		if err == nil {
			return done(c, f.at()+"#history", addedWords(n))
		}
		if _, again := refusal(err); !again {
			return err
		}
		wrong = &refusedField{"words", err}
	}
	return d.showRecommendation(c, http.StatusUnprocessableEntity, notNoted(f, n, *wrong))
}

// typedNote returns an entry as it was typed.
func typedNote(c *gin.Context, r analysis.Recommendation) analysis.Note {
	n := analysis.Note{
		RecommendationID: r.ID, Kind: analysis.NoteKind(c.PostForm("kind")), Value: typed(c, "value"), Words: strings.Join(paragraphs(c.PostForm("words")), "\n\n"),
		Evidence: typed(c, "evidence"), Public: c.PostForm("public") != "", Day: survey.Day(typed(c, "day")),
	}
	if n.Kind == analysis.Remark {
		n.Value = "" // its words are all that it says
	}
	if key := c.PostForm("key"); len(key) <= longestKey && strings.Trim(key, keyLetters) == "" {
		n.ID = key
	}
	return n
}

// checkNote returns what is wrong with an entry, beyond what the store refuses;
// nil for nothing.
func checkNote(n analysis.Note, today survey.Day) *refusedField {
	if !slices.Contains(analysis.NoteKinds(), n.Kind) {
		return &refusedField{"", fault.Coded("L40", "%q is no kind of entry: use one of the forms of the page.", string(n.Kind))}
	}
	if err := checkDay(string(n.Day), today); err != nil {
		return &refusedField{"day", err}
	}
	if n.Day > today {
		return &refusedField{"day", fault.Coded("L43", "%s has not come yet: an entry tells what has happened. Enter today or an earlier day; for what is still to be done, set a due date.", n.Day)}
	}
	if n.Kind == analysis.DueNote {
		if n.Value == "" {
			return &refusedField{"value", fault.Coded("L41", "Enter the day by which it is to be done.")}
		}
		if err := checkDay(n.Value, today); err != nil {
			return &refusedField{"value", err}
		}
	}
	if err := checkReason(n); err != nil {
		return err
	}
	if err := checkEvidence(n.Evidence); err != nil {
		return &refusedField{"evidence", err}
	}
	return nil
}

// checkDay refuses what is no day, and days that nobody can mean.
func checkDay(text string, today survey.Day) error {
	day, err := survey.ParseDay(text)
	if err != nil || day == "" {
		return fault.Coded("L41", "%q is no day: choose one in the field, or write year, month and day, such as %s.", text, string(today))
	}
	if day < oldestDay || day > today.InYears(yearsAhead) {
		return fault.Coded("L42", "%s cannot be meant: check the year. A day here lies between %s and %s.", day, oldestDay, today.InYears(yearsAhead))
	}
	return nil
}

// checkReason asks for what rule R34 wants: whoever asked for it reads why it is
// not done as asked.
func checkReason(n analysis.Note) *refusedField {
	switch {
	case n.Kind == analysis.StatusNote && n.Value == "":
		return &refusedField{"value", fault.Coded("L44", "Choose how far it has come.")}
	case n.Kind == analysis.ResponseNote && n.Value == "":
		return &refusedField{"value", fault.Coded("L44", "Choose what the body says to it.")}
	case n.Kind == analysis.ClosureNote && n.Value == "":
		return &refusedField{"value", fault.Coded("L44", "Name the body or the meeting that agreed.")}
	case n.Kind == analysis.ResponseNote && analysis.Response(n.Value).WantsReason() && n.Words == "":
		return &refusedField{"words", fault.Coded("L45", "Say why it is %q, or what is to be done instead: whoever asked for it will read that (rule R34).", n.Value)}
	}
	return nil
}

// checkEvidence takes the address of a page or the name of a file.
func checkEvidence(evidence string) error {
	scheme, _, ok := strings.Cut(evidence, ":")
	if !ok || strings.ContainsAny(scheme, " ./") { // "minutes 3: the vote.pdf" is a name
		return nil
	}
	if !isPage(evidence) {
		return fault.Coded("L46", "%q is neither the address of a page, which begins with https://, nor the name of a file.", evidence)
	}
	return nil
}

// isPage reports whether evidence is the address of a page.
func isPage(evidence string) bool {
	u, err := url.Parse(evidence)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// addedWords says what was added.
func addedWords(n analysis.Note) string {
	switch n.Kind {
	case analysis.StatusNote:
		return "The status is " + n.Value + "."
	case analysis.ResponseNote:
		return "The response is on record: " + n.Value + "."
	case analysis.DueNote:
		return "It is due on " + survey.Day(n.Value).String() + "."
	case analysis.ClosureNote:
		return "It is on record that " + n.Value + " agreed to close it."
	case analysis.Remark:
	}
	return "The remark is in the history."
}

// notNoted builds the page with an entry that was refused, as it was typed.
func notNoted(f followed, n analysis.Note, wrong refusedField) page.Recommendation {
	built := recommendationPage(f)
	built.Wrong = true
	problem := page.Problem{Text: fault.Text(wrong.err)}
	for i := range built.Notes {
		form := &built.Notes[i]
		if form.Kind != string(n.Kind) {
			continue
		}
		form.Value, form.Words, form.Evidence, form.Day, form.Public, form.Key = n.Value, n.Words, n.Evidence, string(n.Day), n.Public, n.ID
		form.Open, form.Which, form.Problem = true, wrong.which, problem.Text
		for o := range form.Options {
			form.Options[o].Chosen = form.Options[o].Value == n.Value
		}
		problem.Anchor = "#" + form.Kind + "-" + wrong.which
	}
	built.Problems = []page.Problem{problem}
	return built
}

// noteForms builds the forms with which entries are added.
func noteForms(r analysis.Recommendation, today survey.Day) []page.NoteForm {
	all := []page.NoteForm{
		{
			Kind: string(analysis.StatusNote), Heading: "Say how far it has come", ValueLabel: "Status", WordsLabel: "What was done, or why it ended", Button: "Add the status",
			Hint: "That something is overdue follows from its date, and is not chosen.", Options: chosenOf(analysis.Progresses(), r.Status()), DayLabel: "As of",
		},
		{
			Kind: string(analysis.Remark), Heading: "Add a remark", WordsLabel: "Remark", Button: "Add the remark", DayLabel: "Of the day",
		},
		{
			Kind: string(analysis.ResponseNote), Heading: "Record the response", ValueLabel: "Response", WordsLabel: "Reason, or what is to be done instead", Button: "Add the response",
			Hint: "A reason is needed unless it is accepted or noted.", Options: chosenOf(analysis.Responses(), ""), DayLabel: "Given on",
		},
		{
			Kind: string(analysis.DueNote), Heading: "Set when it is due", ValueLabel: "Due on", Date: true, WordsLabel: "Who set it, or why it moved", Button: "Add the date",
			Hint: dueHint(r), DayLabel: "Decided on", Value: string(r.Due()),
		},
		{
			Kind: string(analysis.ClosureNote), Heading: "Close it", ValueLabel: "Body or meeting that agreed", WordsLabel: "What it agreed", Button: "Add the closure",
			Hint: "A recommendation is closed when whom it was put to agrees that nothing is left to do. A later status such as “in progress” opens it again.", Value: r.Body, DayLabel: "Agreed on",
		},
	}
	for i := range all {
		all[i].Day = string(today)
	}
	return all
}

func dueHint(r analysis.Recommendation) string {
	if first := r.FirstDue(); first != "" {
		return "The first date, " + first.String() + ", is kept and shown beside the new one."
	}
	return "The first date is kept: when it is moved later, both are shown."
}

// chosenOf offers values, the first an empty one unless one is chosen.
func chosenOf[T ~string](all []T, chosen T) []page.ChoiceValue {
	var out []page.ChoiceValue
	if chosen == "" {
		out = append(out, page.ChoiceValue{Text: "Choose", Chosen: true})
	}
	for _, v := range all {
		out = append(out, page.ChoiceValue{Value: string(v), Text: research.Capital(string(v)), Chosen: v == chosen})
	}
	return out
}

// noteView shows one entry of the history.
func noteView(n analysis.Note) page.NoteView {
	out := page.NoteView{When: n.Day.String() + ", " + n.By, Words: n.Words, Public: n.Public}
	if made := survey.DayOf(n.At); made != n.Day {
		out.When = n.Day.String() + "; entered by " + n.By + " on " + made.String()
	}
	switch n.Kind {
	case analysis.Remark:
		out.What = "Remark"
		if n.Words == "" { // a remark is never stored without
			out.Gone = true
		}
	case analysis.StatusNote:
		out.What = "Status: " + n.Value
	case analysis.ResponseNote:
		out.What = "Response: " + n.Value
	case analysis.DueNote:
		out.What = "Due on " + survey.Day(n.Value).String()
	case analysis.ClosureNote:
		out.What = "Closed, agreed by " + n.Value
	}
	if n.Evidence != "" {
		out.Evidence.Text = n.Evidence
		if isPage(n.Evidence) {
			out.Evidence.Address = n.Evidence
		}
	}
	return out
}
