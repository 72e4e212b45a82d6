package page

import (
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/web/page/words"
)

// Start is the page before the first question.
type Start struct {
	Layout
	Heading   string // see Parts
	Intro     string // of the form
	IntroLang string // of that, where it is not that of the page
	Addressee string
	Pages     int
	Role      string // in words, when the invitation states it; see Parts
	Until     string // the last day on which it can be answered; empty when open-ended
	Stored    []Fact // what is stored about the participant, in plain words
	Action    string // where "Start now" is sent
	Resuming  bool   // a draft waits
	Discard   string // where the draft can be deleted; empty when there is none
	Receipt   string // where an earlier receipt can be seen; empty when there is none
}

// A Fact is something a participant should know before answering. Where Format
// is set, Text is made of it and of Day.
type Fact struct {
	Head, Text string
	Format     string
	Day        survey.Day
}

// In returns the fact in another language.
func (f Fact) In(w words.Words) Fact {
	f.Head = w.Say(f.Head)
	if f.Format == "" {
		f.Text = w.Say(f.Text)
	} else {
		f.Text = w.Say(f.Format, f.Day)
	}
	return f
}

// Form is one page of questions.
type Form struct {
	Layout
	Heading   string
	Progress  string // "Page 2 of 4"
	Intro     string
	Rule      string // whether the questions need answers, when that is the same for all
	Questions []Question
	Problems  []Problem
	Notice    string // something that happened to the page as a whole
	Action    string
	Return    string // "check" when the participant came from the answers to check
	Key       string
	Back      bool // there is a page before this one
	Langs     Langs
	Personal  bool      // the words above the questions repeat an answer
	Turns     Turns     // of a page that is asked again and again
	Stored    []Section // what another window has made of the page since this one was opened
}

// Langs are the languages of what stands above the questions, where it is not that
// of the page.
type Langs struct{ Heading, Intro string }

// Live reports whether what is asked hangs on answers given on the page itself.
func (f Form) Live() bool {
	return slices.ContainsFunc(f.Questions, func(q Question) bool { return q.Live })
}

// Files reports whether the page sends files.
func (f Form) Files() bool {
	return slices.ContainsFunc(f.Questions, func(q Question) bool { return q.Kind == survey.File })
}

// Presses reports whether buttons other than that which leads on come before it:
// then pressing Enter in a field must not press them.
func (f Form) Presses() bool {
	return f.Turns != Turns{} || len(f.Tongues) > 0 || slices.ContainsFunc(f.Questions, func(q Question) bool { return q.Kind == survey.Ranking || q.Kind == survey.File })
}

// Check shows all answers before they are sent.
type Check struct {
	Layout
	Role     string
	Sections []Section
	Problems []Problem
	Notice   string
	Missing  bool // something needs an answer before it can be sent
	Stored   []Fact
	Action   string
	Back     string
	Key      string
	Hidden   []Field // every answer again, so that sending needs nothing but this page
	Notes    []Note  // what in the answers may name somebody
	Later    string  // where the code for coming back is
	Adds     []Adding
}

// A Section is a page of the form with what was answered on it.
type Section struct {
	Title   string // see Parts
	Lang    string // of the title, where it is not that of the page
	Answers []Given

	Personal bool // the title repeats an answer
}

// Given is one answer as it is shown back to the person who gave it.
type Given struct {
	Question string
	Lang     string   // of the question, where it is not that of the page
	Lines    []string // of closed questions, see Parts
	Text     string   // of free text
	Consent  string   // what may be done with the words; empty when not asked
	Change   string   // where it can be changed; empty when it cannot be any more
	Hash     string   // of the file that was sent; empty for other answers
	Missing  bool     // it needs an answer
	Live     bool     // the question repeats other answers
}

// Answered reports whether there is an answer to show.
func (g Given) Answered() bool { return g.Text != "" || len(g.Lines) > 0 }

// Receipt is what a participant keeps.
type Receipt struct {
	Layout
	Code      string
	Spaced    []string // the code in groups that can be read out
	Until     string   // the last day on which the answers can be withdrawn; empty when until publication
	Addressee string
	Sections  []Section
	Withdrawn bool
	Kept      string // the last day on which the answers are kept; empty for no such day
	Copy      string // where a copy can be had
	Done      string // where the receipt is cleared from the browser
}

// Stop says kindly why the form cannot be answered.
type Stop struct {
	Layout
	Heading  string
	Lines    []string
	Receipt  string
	Sections []Section // words that were written and are shown so that they can be copied
}

// Discard asks whether a draft is to be deleted.
type Discard struct {
	Layout
	Action, Back string
	Sent         bool // the answers have been sent: only this browser's traces go
}

// Withdraw is the page on which answers are withdrawn.
type Withdraw struct {
	Layout
	Code    string
	Problem string
	Confirm bool
	Done    bool
}

// Progress returns the words that say where in the form a page is.
func Progress(w words.Words, number, of int) string { return w.Say("Page %s of %s", number, of) }

// Questions builds the views of a page's questions from the answers so far.
// Answers and problems name a question in its turn, as survey.InTurn does.
func Questions(p Asked, answers []survey.Answer, problems []survey.Problem) []Question {
	_, mixed := Rule(p)
	w := view{p.Words, answers, problems, p.foreign}
	out := make([]Question, 0, len(p.Questions))
	for _, q := range p.Questions {
		v := w.question(q, p.Turn)
		v.Heading = asked(p) == 1 && len(p.Questions) == 1 && p.Turn == 0
		v.Live = p.Live
		if mixed && q.Kind != survey.Info {
			v.Mark = p.Words.Say(marks[need(q)])
		}
		out = append(out, v)
	}
	return out
}

// AnswerTo returns the answer to a question, empty when there is none.
func AnswerTo(answers []survey.Answer, question string) survey.Answer {
	i := slices.IndexFunc(answers, func(a survey.Answer) bool { return a.Question == question })
	if i < 0 {
		return survey.Answer{Question: question}
	}
	return answers[i]
}

// How much a question needs an answer.
const (
	free   = iota // it can be left out
	wanted        // it can be left out with a reason
	needed
)

func need(q survey.Question) int {
	switch {
	case q.Required:
		return needed
	case q.Soft:
		return wanted
	}
	return free
}

// What is said of a question, of the only question and of all questions of a page.
var (
	marks   = [...]string{"you can leave this out", "you can leave this out if you say why", "needs an answer"}                                  //nolint:gochecknoglobals // constant
	ruleOne = [...]string{"You can leave this out.", "You can leave this out if you say why.", "This needs an answer."}                          //nolint:gochecknoglobals // constant
	ruleAll = [...]string{"You can leave out any of these.", "You can leave out any of these if you say why.", "Each of these needs an answer."} //nolint:gochecknoglobals // constant
)

// Rule says whether the questions of a page need answers, when it is the same
// for all of them; mixed says that it differs, or may once something is answered,
// and must stand at each.
func Rule(p Asked) (rule string, mixed bool) {
	total, first := 0, free
	for _, q := range p.Questions {
		if !q.Kind.Asked() {
			continue
		}
		if total++; total == 1 {
			first = need(q)
		} else if need(q) != first {
			return "", true
		}
	}
	switch {
	case total == 0:
		return "", false
	case p.Live: // what comes may differ from what is there
		return "", true
	case total == 1:
		return p.Words.Say(ruleOne[first]), false
	}
	return p.Words.Say(ruleAll[first]), false
}

// asked counts the questions of a page that take an answer.
func asked(p Asked) int {
	n := 0
	for _, q := range p.Questions {
		if q.Kind.Asked() {
			n++
		}
	}
	return n
}

// Problems builds the lines of an error summary. address returns the page that
// a question, in its turn, is on; "" means the page that shows the summary. The
// questions are on the pages that are asked.
func Problems(w words.Words, problems []survey.Problem, address func(question string) string, asked ...Asked) []Problem {
	out := make([]Problem, len(problems))
	for i, p := range problems {
		out[i] = Problem{Anchor: address(p.Question) + "#" + AnswerField(p.Question, p.Item), Text: w.Problem(p)}
		for _, a := range asked {
			if q, ok := a.question(p.Question); ok {
				out[i].Text = a.foreign.problem(w, q, p)
			}
		}
	}
	return out
}

// question returns the question of the page with the key, in its turn.
func (a Asked) question(key string) (survey.Question, bool) {
	for _, q := range a.Questions {
		if survey.InTurn(q.Key, a.Turn) == key {
			return q, true
		}
	}
	return survey.Question{}, false
}

// Sections builds the answers of a form as they are shown back. change returns
// where the answer to a question, in its turn, on the page with the given place
// in asked can be changed; nil shows no way.
func Sections(asked []Asked, answers []survey.Answer, change func(place int, question string) string) []Section {
	var out []Section
	for i, p := range asked {
		s := Section{Title: p.Title, Lang: p.TitleLang, Personal: p.Personal}
		for _, q := range p.Questions {
			if !q.Kind.Asked() {
				continue
			}
			key := survey.InTurn(q.Key, p.Turn)
			g := given(p.Words, p.foreign, q, AnswerTo(answers, key))
			g.Live, g.Lang = p.Live, p.foreign.of("question/"+q.Key+"/label")
			if change != nil {
				g.Change = change(i, key)
			}
			s.Answers = append(s.Answers, g)
		}
		if len(s.Answers) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// groupLength is how many characters of a code stand together: what people can
// read out in one breath.
const groupLength = 4

// Spaced cuts a code into groups that can be read out and typed.
func Spaced(code string) []string {
	var out []string
	for part := range slices.Chunk([]rune(strings.ReplaceAll(code, "-", "")), groupLength) {
		out = append(out, string(part))
	}
	return out
}
