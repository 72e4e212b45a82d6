package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"verbatim/survey"
	"verbatim/web/page/words"
)

// A Question is one question on a form page with the answer given so far.
type Question struct {
	survey.Question
	Asked     string // the key in its turn
	ID        string // of the field that an error links to
	Name      string
	Value     string   // of free text and of a number
	Options   []Option // of choices; for Likert the heads of the columns
	Rows      []Row    // of Likert
	Places    []Place  // of a ranking, in the order in which they stand
	Parts     []Part   // of a date
	Other     Other    // what "other" is
	Upload    Upload   // of a file
	Consent   []Option // what may be done with the words; empty when it is not asked
	Reasons   []Option // why there is no answer; empty until it was left out
	Problem   string
	Described string // ids of hint, limit and problem for aria-describedby
	Heading   bool   // the question is the heading of its page
	Mark      string // says whether it needs an answer, where the page has both
	Limit     int    // most characters
	LimitText string // says so, where the form sets a limit
	LabelLang string // of words that nobody has translated; empty for the language of the page
	HintLang  string
	UnitLang  string
	Live      bool // the page asks other things when answers change
}

// A Row is one row of a Likert question.
type Row struct {
	ID, Name, Label, Problem string
	Lang                     string // of the label, where it is not that of the page
	Options                  []Option
}

// An Option is a radio button or a checkbox.
type Option struct {
	ID, Name, Value, Label string
	Box                    bool // a checkbox
	Checked, Wrong         bool
	Lang                   string // of the label, where it is not that of the page
	Described              string // ids for aria-describedby, where no group has them
}

// A Place is one of what a ranking orders.
type Place struct {
	ID, Name, Label string
	Lang            string   // of the label, where it is not that of the page
	Options         []Option // the places that it can have
	Up, Down        string   // values of the buttons that move it
	First, Last     bool     // it cannot be moved up, or down
}

// A Part is one field of a date.
type Part struct {
	ID, Name, Label, Value string
	Wide                   bool
}

// An Other is the field that asks what "other" is, after the option it belongs to.
type Other struct {
	ID, Name, Label, Value string
	After                  int    // place among the options
	Trigger                string // id of the option
	Aside                  string // name of the field that says that it was let go of
}

// An Upload is what was sent as a file, and the field to send one.
type Upload struct {
	Field  string // name of the field that sends a file
	Kept   string // what was sent, as the answer holds it; empty before
	Name   string
	Size   string
	Accept string // ends of names, as the accept attribute has them
	Rule   string // says what is taken
	Most   int64  // the size of the largest file, in bytes
	Large  string // says that one is too large, with %s for its name: scripts say so before it is sent
}

// A Problem is a line of the error summary, with the field it leads to.
type Problem struct{ Anchor, Text string }

// A view builds the questions of a page.
type view struct {
	words.Words
	answers  []survey.Answer
	problems []survey.Problem
	foreign  Foreign
}

// question builds the view of one question in a turn.
func (w view) question(q survey.Question, turn int) Question {
	key := survey.InTurn(q.Key, turn)
	a := AnswerTo(w.answers, key)
	v := Question{Question: q, Asked: key, Name: AnswerField(key, ""), Value: a.Text, Limit: q.MaxRunes}
	v.ID, v.Problem = v.Name, w.problemFor(q, key, "")
	if v.Limit == 0 {
		v.Limit = survey.DefaultMaxRunes
	}
	w.fields(&v, a)
	if w.asksWhy(q, key, a) {
		v.Reasons = options(ReasonField(key), w.reasons(), a.Choices)
	}
	if len(v.Options) > 0 && len(v.Rows) == 0 {
		v.ID = v.Options[0].ID
	}
	v.describe()
	v.finishOptions()
	w.foreign.mark(&v)
	return v
}

// fields adds what the kind of question is answered with.
func (w view) fields(v *Question, a survey.Answer) {
	switch v.Kind {
	case survey.Consent:
		v.Options = options(v.Name, []survey.Choice{{Key: "yes", Label: v.Label}}, a.Choices)
	case survey.Single, survey.Multiple:
		v.Options = options(v.Name, v.Choices, a.Choices)
		w.addWayOut(v, a)
		w.addOther(v, a)
	case survey.Rating:
		v.Options = options(v.Name, steps(v.Question), a.Choices)
		w.addWayOut(v, a)
	case survey.Likert:
		w.addRows(v, a)
	case survey.Ranking:
		w.addPlaces(v, a)
	case survey.Date:
		w.addParts(v, a)
	case survey.Number:
		v.Value = given1(v.Question, a)
	case survey.File:
		w.addUpload(v, a)
	case survey.ShortText, survey.LongText:
		if v.MaxRunes > 0 {
			v.LimitText = w.Say("You can write up to %s characters.", strconv.Itoa(v.MaxRunes))
		}
		w.addConsent(v, a)
	case survey.Info, survey.Calculated:
	}
}

// given1 returns what the one field of a question shows: what was answered, but
// no reason why nothing was.
func given1(q survey.Question, a survey.Answer) string {
	if len(a.Choices) == 0 || q.Soft && survey.IsReason(a) {
		return ""
	}
	return a.Choices[0]
}

// asksWhy reports whether a question that was left out asks for a reason.
func (w view) asksWhy(q survey.Question, key string, a survey.Answer) bool {
	if !q.Soft || q.Required {
		return false
	}
	return survey.IsReason(a) || a.Empty() && slices.ContainsFunc(w.problems, func(p survey.Problem) bool { return p.Question == key })
}

func (w view) reasons() []survey.Choice {
	rs := survey.Reasons()
	for i := range rs {
		rs[i].Label = w.Say(rs[i].Label)
	}
	return rs
}

// finishOptions says of each option what it is and what is wrong with it.
func (v *Question) finishOptions() {
	for i := range v.Options {
		v.Options[i].Box = v.Kind == survey.Consent || v.Kind == survey.Multiple
		v.Options[i].Wrong = v.Problem != ""
		if v.Kind == survey.Consent {
			v.Options[i].Described = v.Described
		}
	}
	for _, r := range v.Rows {
		for i := range r.Options {
			r.Options[i].Wrong = r.Problem != ""
		}
	}
}

// addWayOut lets a choice be taken back, which radio buttons alone do not
// without a script. It appears once there is something to take back.
func (w view) addWayOut(v *Question, a survey.Answer) {
	if v.Kind != survey.Multiple && !v.Required && len(a.Choices) > 0 && !survey.IsReason(a) {
		v.Options = append(v.Options, Option{ID: v.Name + ".none", Name: v.Name, Label: w.Say("Leave this out")})
	}
}

// steps are the numbers of a rating, with the words that some of them have.
func steps(q survey.Question) []survey.Choice {
	least, most := Scale(q)
	out := make([]survey.Choice, 0, most-least+1)
	for n := least; n <= most; n++ {
		c := survey.Choice{Key: strconv.Itoa(n), Label: strconv.Itoa(n)}
		if label := q.ChoiceLabel(c.Key); label != c.Key {
			c.Label += " – " + label
		}
		out = append(out, c)
	}
	return out
}

// The scale of a rating that sets none, and the most steps that are shown: more
// are a number.
const (
	leastRating = 1
	mostRating  = 5
	mostSteps   = 21
)

// Scale returns the least and the greatest number of a rating.
func Scale(q survey.Question) (least, most int) {
	least, most = leastRating, mostRating
	if q.Least != nil {
		least = int(*q.Least)
	}
	if q.Most != nil {
		most = int(*q.Most)
	}
	return least, max(least, min(most, least+mostSteps-1))
}

func (w view) addOther(v *Question, a survey.Answer) {
	i := slices.IndexFunc(v.Choices, func(c survey.Choice) bool { return c.Other })
	if i < 0 {
		return
	}
	name := OtherField(v.Asked)
	v.Other = Other{ID: name, Name: name, Label: w.Say("Say what: %s", w.foreign.Choice(v.Question, v.Choices[i].Key)), Value: a.Text, After: i, Trigger: v.Options[i].ID, Aside: AsideField(v.Asked)}
	w.addConsent(v, a)
}

func (w view) addRows(v *Question, a survey.Answer) {
	v.Options = options(v.Name, v.Choices, nil)
	for _, item := range v.Items {
		r := Row{Name: AnswerField(v.Asked, item.Key), Label: item.Label, Problem: w.problemFor(v.Question, v.Asked, item.Key)}
		var chosen []string
		for _, c := range a.Choices {
			if choice, ok := strings.CutPrefix(c, item.Key+"="); ok {
				chosen = append(chosen, choice)
			}
		}
		r.Options = options(r.Name, v.Choices, chosen)
		r.ID = r.Name
		v.Rows = append(v.Rows, r)
	}
}

// addPlaces lists what a ranking orders: what has a place first, in its order.
func (w view) addPlaces(v *Question, a survey.Answer) {
	items := Ranked(v.Question, a)
	for i, item := range items {
		p := Place{Name: AnswerField(v.Asked, item.Key), Label: item.Label}
		p.ID = p.Name
		place := PlaceOf(a, item.Key)
		for n := range items {
			number := strconv.Itoa(n + 1)
			p.Options = append(p.Options, Option{Value: number, Label: number, Checked: number == place})
		}
		p.Up, p.Down, p.First, p.Last = p.Name+MoveUp, p.Name+MoveDown, i == 0, i == len(items)-1
		v.Places = append(v.Places, p)
	}
	if len(v.Places) > 0 {
		v.Places[0].ID = v.Name
	}
}

// Ranked returns the items of a ranking as the answer orders them. Those that
// have no place come last, in the order of the form.
func Ranked(q survey.Question, a survey.Answer) []survey.Choice {
	place := func(item survey.Choice) int {
		n, err := strconv.Atoi(PlaceOf(a, item.Key))
		if err != nil || n < 1 || n > len(q.Items) {
			return len(q.Items) + 1
		}
		return n
	}
	return slices.SortedStableFunc(slices.Values(q.Items), func(x, y survey.Choice) int { return place(x) - place(y) })
}

// PlaceOf returns the place that an answer gives to an item of a ranking, "" for
// none.
func PlaceOf(a survey.Answer, item string) string {
	for _, c := range a.Choices {
		if place, ok := strings.CutPrefix(c, item+"="); ok {
			return place
		}
	}
	return ""
}

func (w view) addParts(v *Question, a survey.Answer) {
	day := given1(v.Question, a)
	parts := append(strings.SplitN(day, "-", 3), "", "")
	_, err := time.Parse(time.DateOnly, day)
	part := func(name, label, value string) Part {
		p := Part{Name: AnswerField(v.Asked, name), Label: w.Say(label), Value: value}
		if err == nil { // else it is shown as it was typed
			p.Value = strings.TrimPrefix(value, "0")
		}
		p.ID = p.Name
		return p
	}
	v.Parts = []Part{part(DayPart, "Day", parts[2]), part(MonthPart, "Month", parts[1]), part(YearPart, "Year", parts[0])}
	v.Parts[0].ID, v.Parts[2].Wide = v.Name, true
}

func (w view) addUpload(v *Question, a survey.Answer) {
	v.Upload = Upload{Field: FileField(v.Asked), Accept: strings.Join(v.Accepts(), ",")}
	v.Upload.Rule = w.Say("One file of %s or less that ends in %s.", survey.Bytes(v.Largest()), strings.Join(v.Accepts(), ", "))
	v.Upload.Most, v.Upload.Large = v.Largest(), Plain(w.foreign.problem(w.Words, v.Question, TooLarge(v.Question, "%s")))
	if u, ok := survey.ParseUpload(given1(v.Question, a)); ok {
		v.Upload.Kept, v.Upload.Name, v.Upload.Size = u.String(), u.Name, w.Say("%s", survey.Bytes(u.Bytes))
	}
}

// TooLarge says that a file has not been kept for its size.
func TooLarge(q survey.Question, name string) survey.Problem {
	return survey.NewProblem(q.Key, "", "W51: The file “%s” is larger than %s, the most that can be taken here. Save it smaller (a photograph with fewer pixels, a document without its pictures) and choose it again for: %s", name, survey.Bytes(q.Largest()), q.Label)
}

func (w view) addConsent(v *Question, a survey.Answer) {
	if !v.Quotable {
		return
	}
	v.Consent = options(ConsentField(v.Asked), []survey.Choice{
		{Key: string(survey.QuoteWords), Label: ConsentWords(w.Words, survey.QuoteWords)},
		{Key: string(survey.ThemesOnly), Label: ConsentWords(w.Words, survey.ThemesOnly)},
		{Key: string(survey.CountOnly), Label: ConsentWords(w.Words, survey.CountOnly)},
	}, []string{string(a.QuoteConsent)})
}

func (v *Question) describe() {
	var ids []string
	if v.Hint != "" {
		ids = append(ids, v.Name+".hint")
	}
	if v.LimitText != "" || v.Upload.Rule != "" {
		ids = append(ids, v.Name+".limit")
	}
	if v.Problem != "" {
		ids = append(ids, v.Name+".problem")
	}
	v.Described = strings.Join(ids, " ")
}

// ConsentWords returns what a participant permits, in the participant's words.
func ConsentWords(w words.Words, c survey.QuoteConsent) string {
	switch c {
	case survey.QuoteWords:
		return w.Say("You may quote my words")
	case survey.ThemesOnly:
		return w.Say("Use only in themes, do not quote")
	case survey.CountOnly:
		return w.Say("Only count that I answered")
	case survey.ConsentUnasked:
	}
	return w.Say("You did not choose, so we will not quote your words")
}

func options(name string, choices []survey.Choice, chosen []string) []Option {
	out := make([]Option, len(choices))
	for i, c := range choices {
		out[i] = Option{ID: name + "." + c.Key, Name: name, Value: c.Key, Label: c.Label, Checked: slices.Contains(chosen, c.Key)}
	}
	if len(out) > 0 {
		out[0].ID = name // the first carries the group's id: an error link puts the focus on it
	}
	return out
}

// problemFor says what is wrong with the answer to a question, or with one row of
// it.
func (w view) problemFor(q survey.Question, key, item string) string {
	for _, p := range w.problems {
		if p.Question == key && p.Item == item {
			return w.foreign.problem(w.Words, q, p)
		}
	}
	return ""
}
