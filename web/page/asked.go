package page

import (
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fill"
	"verbatim/web/page/words"
)

// An Asked is a page of a form as it is asked of somebody now: the questions that
// are relevant, with their choices filtered and earlier answers put into their
// words, in one turn and in one language.
type Asked struct {
	Title     string
	Intro     string
	Turn      int // 0 for a page that does not repeat
	Questions []survey.Question
	Live      bool // what is asked hangs on answers given on the page itself
	Words     words.Words
	TitleLang string // of a title that nobody has translated; empty for the language of the page
	IntroLang string
	Personal  bool // title or introduction repeat an answer

	key     string // of the page
	heading string // of the page, without the turn
	repeat  fill.Repeated
	repeats bool // it is asked in turns
	foreign Foreign
}

// AskedPage returns a page that asks everybody the same, in English.
func AskedPage(p survey.Page) Asked {
	return Asked{Title: p.Title, Intro: p.Intro, Questions: p.Questions}
}

// AskedSheet returns a sheet as it is asked of the person who gave the answers in f.
func AskedSheet(f *fill.Filled, s fill.Sheet, w words.Words) Asked {
	a := Asked{key: s.Page.Key, Personal: repeats(s.Page.Title) || repeats(s.Page.Intro), Turn: s.Turn, Questions: f.Questions(s), Live: live(s.Page), Words: w}
	a.heading, a.Intro = f.Heading(s)
	a.Title = a.heading
	if a.repeat, a.repeats = f.Repeat(s); a.repeats {
		a.Title = inTurn(w, a.heading, a.repeat, s.Turn)
	}
	return a
}

// inTurn is the title of a page in one of its turns.
func inTurn(w words.Words, title string, r fill.Repeated, turn int) string {
	return strings.TrimSpace(title + ": " + TurnTitle(w, r, turn))
}

// TurnTitle says which turn of a page that repeats is asked: "Meeting 2 of 3".
func TurnTitle(w words.Words, r fill.Repeated, turn int) string {
	return w.Say("%s %s of %s", r.Label, turn, r.Turns)
}

// repeats reports whether a text repeats an answer.
func repeats(text string) bool { return strings.Contains(text, "${") }

// live reports whether what a page asks can change while it is filled in.
func live(p survey.Page) bool {
	for _, q := range p.Questions {
		if q.Relevant != "" || q.Filter != "" || repeats(q.Label) || repeats(q.Hint) {
			return true
		}
		if slices.ContainsFunc(slices.Concat(q.Choices, q.Items), func(c survey.Choice) bool { return repeats(c.Label) }) {
			return true
		}
	}
	return false
}
