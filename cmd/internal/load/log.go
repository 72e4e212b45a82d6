package load

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/web/page"
)

// Where the second form is that the crowd fills in: with every kind of question
// that is answered by typing and choosing, with what hangs on other answers, and
// a page for each meeting.
const (
	logKey  = "log"
	LogPath = "/f/" + programmeKey + "/" + roundKey + "/" + logKey
)

// mostMeetings is how many meetings somebody tells of at most.
const mostMeetings = 4

// LogForm returns that form.
func LogForm() survey.Form {
	yes := []survey.Choice{{Key: "yes", Label: "Yes"}, {Key: "no", Label: "No"}}
	topics := []survey.Choice{{Key: "study", Label: "Studies"}, {Key: "work", Label: "Work"}, {Key: "else", Label: "Something else", Other: true}}
	items := []survey.Choice{{Key: "time", Label: "Time"}, {Key: "trust", Label: "Trust"}, {Key: "place", Label: "Place"}}
	least, most := 1.0, 5.0
	return survey.Form{Key: logKey, Title: "Meeting log", Pages: []survey.Page{
		{Key: "you", Title: "About you", Questions: []survey.Question{
			{Key: "agree", Kind: survey.Consent, Label: "I agree to take part", Required: true},
			{Key: "again", Kind: survey.Single, Label: "Have you taken part before?", Choices: yes, Required: true},
			{Key: "topics", Kind: survey.Multiple, Label: "What did you talk about?", Choices: topics},
			{Key: "order", Kind: survey.Ranking, Label: "What mattered most?", Items: items},
			{Key: "stars", Kind: survey.Rating, Label: "How good was it?", Least: &least, Most: &most},
			{Key: "scale", Kind: survey.Likert, Label: "How far do you agree?", Items: items, Choices: yes},
		}},
		{Key: "meetings", Title: "Each meeting", Repeat: &survey.Repeat{Key: "meetings", Label: "Meeting", Least: 1, Most: mostMeetings}, Questions: []survey.Question{
			{Key: "day", Kind: survey.Date, Label: "When?", Required: true},
			{Key: "minutes", Kind: survey.Number, Label: "How long, in minutes?", Required: true},
			{Key: "where", Kind: survey.ShortText, Label: "Where, for the ${minutes} minutes?", Relevant: "${minutes} >= 60", Required: true},
			{Key: "hours", Kind: survey.Calculated, Calculation: "round(${minutes} div 60, 1)"},
		}},
		{Key: "last", Title: "Together", Questions: []survey.Question{
			{Key: "total", Kind: survey.Calculated, Calculation: "sum(${minutes})"},
			{Key: "told", Kind: survey.Info, Label: "You met for ${total} minutes."},
			{Key: "few", Kind: survey.LongText, Label: "Why so seldom?", Relevant: "count(${meetings}) < 3", Soft: true},
			{Key: "learnt", Kind: survey.LongText, Label: "What have you learnt?", Quotable: true, Required: true},
		}},
	}}
}

// A logFilling makes up the answers to LogForm.
type logFilling struct {
	Filling
	random  *rand.Rand
	answers []survey.Answer
}

// NewLogFilling makes up the answers of a participant to LogForm. What they hold
// that is calculated is part of what is expected to be stored.
func NewLogFilling(r *rand.Rand) Filling {
	f := &logFilling{Filling: Filling{Fields: url.Values{}, Turns: 1 + r.IntN(mostMeetings)}, random: r}
	f.choose("agree", "yes")
	f.choose("again", f.oneOf("yes", "no"))
	f.topics()
	f.order()
	f.choose("stars", strconv.Itoa(1+r.IntN(5)))
	f.items("scale", func(int) string { return f.oneOf("yes", "no") })
	total := 0
	for turn := range f.Turns {
		total += f.meeting(turn + 1)
	}
	f.answers = append(f.answers, survey.Answer{Question: "total", Choices: []string{strconv.Itoa(total)}})
	if f.Turns < 3 {
		f.say("few", "")
	}
	f.say("learnt", survey.QuoteWords)
	f.Digest = digest(f.answers)
	return f.Filling
}

func (f *logFilling) oneOf(choices ...string) string { return choices[f.random.IntN(len(choices))] }

func (f *logFilling) choose(question, choice string) {
	f.Fields.Set(page.AnswerField(question, ""), choice)
	f.answers = append(f.answers, survey.Answer{Question: question, Choices: []string{choice}})
}

// topics takes two, of which one is said in words.
func (f *logFilling) topics() {
	text := sentences[f.random.IntN(len(sentences))]
	f.Fields[page.AnswerField("topics", "")] = []string{"study", "else"}
	f.Fields.Set(page.OtherField("topics"), strings.ReplaceAll(text, "\n", " "))
	f.answers = append(f.answers, survey.Answer{Question: "topics", Choices: []string{"else", "study"}, Text: strings.ReplaceAll(text, "\n", " ")})
}

func (f *logFilling) order() {
	places := f.random.Perm(3)
	f.items("order", func(i int) string { return strconv.Itoa(places[i] + 1) })
}

// items answers each item of a question.
func (f *logFilling) items(question string, value func(i int) string) {
	a := survey.Answer{Question: question}
	for i, item := range []string{"time", "trust", "place"} {
		v := value(i)
		f.Fields.Set(page.AnswerField(question, item), v)
		a.Choices = append(a.Choices, item+"="+v)
	}
	slices.Sort(a.Choices)
	f.answers = append(f.answers, a)
}

// meeting tells of one, and returns how many minutes it took.
func (f *logFilling) meeting(turn int) (minutes int) {
	key := func(question string) string { return survey.InTurn(question, turn) }
	day := 1 + f.random.IntN(28)
	f.Fields.Set(page.AnswerField(key("day"), page.DayPart), strconv.Itoa(day))
	f.Fields.Set(page.AnswerField(key("day"), page.MonthPart), "6")
	f.Fields.Set(page.AnswerField(key("day"), page.YearPart), "2021")
	f.answers = append(f.answers, survey.Answer{Question: key("day"), Choices: []string{fmt.Sprintf("2021-06-%02d", day)}})
	half := 1 + f.random.IntN(4)
	minutes = 30 * half
	f.choose(key("minutes"), strconv.Itoa(minutes))
	if minutes >= 60 {
		f.say(key("where"), "")
	}
	f.answers = append(f.answers, survey.Answer{Question: key("hours"), Choices: []string{strconv.FormatFloat(float64(half)/2, 'f', -1, 64)}})
	return minutes
}

// say writes something with a name of its own.
func (f *logFilling) say(question string, consent survey.QuoteConsent) {
	text := strings.ReplaceAll(write(f.random, true), "\n", " ")
	f.Fields.Set(page.AnswerField(question, ""), text)
	if consent != "" {
		f.Fields.Set(page.ConsentField(question), string(consent))
	}
	f.answers = append(f.answers, survey.Answer{Question: question, Text: text, QuoteConsent: consent})
}
