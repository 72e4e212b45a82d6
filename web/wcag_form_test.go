package web_test

import (
	"net/http"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/browsertest"
)

// everyQuestion is a form with every kind of question: a page that hangs on its
// own answers, one that repeats, and two translations.
func everyQuestion() survey.Form {
	f := survey.Form{Key: "every", Title: "Every question", Pages: []survey.Page{
		{Key: "you", Title: "About you", Intro: "This page asks who answers.", Questions: []survey.Question{
			{Key: "agree", Kind: survey.Consent, Label: "I agree to take part in this evaluation", Required: true},
			{Key: "place", Kind: survey.Single, Label: "Where did you meet?", Choices: []survey.Choice{{Key: "campus", Label: "On campus"}, {Key: "online", Label: "Online"}, {Key: "else", Label: "Somewhere else", Other: true}, {Key: "pns", Label: "Prefer not to say"}}},
			{Key: "year", Kind: survey.Number, Label: "In which year of study are you?", Hint: "A number, such as 3.", Soft: true, Whole: true, Least: new(1.0), Most: new(9.0)},
		}},
		{Key: "meeting", Title: "Your meetings", Repeat: &survey.Repeat{Key: "meetings", Label: "Meeting", Most: 4}, Questions: []survey.Question{
			{Key: "day", Kind: survey.Date, Label: "When was it?", Hint: "For example, 30 6 2021.", Required: true, Latest: "2021-06-21"},
			{Key: "minutes", Kind: survey.Number, Label: "How long did it take?", Unit: "minutes", Least: new(1.0), Most: new(600.0)},
			{Key: "topics", Kind: survey.Multiple, Label: "What did you talk about?", Choices: []survey.Choice{{Key: "study", Label: "Studies"}, {Key: "power", Label: "Power and rank"}, {Key: "else", Label: "Something else", Other: true}, {Key: "none", Label: "None of these", Alone: true}}},
		}},
		{Key: "views", Title: "Your views", Questions: []survey.Question{
			{Key: "scale", Kind: survey.Likert, Label: "How far do you agree?", Required: true, Choices: form().Pages[1].Questions[0].Choices, Items: []survey.Choice{{Key: "listen", Label: "I listen differently now"}, {Key: "speak", Label: "I speak up more often than I did before the scheme began"}, {Key: "belong", Label: "I belong here"}}},
			{Key: "worth", Kind: survey.Rating, Label: "How worthwhile was it?", Least: new(0.0), Most: new(10.0), Choices: []survey.Choice{{Key: "0", Label: "Not at all"}, {Key: "10", Label: "Entirely"}}},
			{Key: "order", Kind: survey.Ranking, Label: "Put these in the order of what helped most", Items: []survey.Choice{{Key: "training", Label: "The training before the first meeting"}, {Key: "pairing", Label: "Who I was paired with"}, {Key: "time", Label: "Time set aside"}}},
		}},
		{Key: "words", Title: "In your words", Questions: []survey.Question{
			{Key: "again", Kind: survey.Single, Label: "Would you do it again?", Choices: []survey.Choice{{Key: "yes", Label: "Yes"}, {Key: "no", Label: "No"}}},
			{Key: "why", Kind: survey.LongText, Label: "Why would you not?", Relevant: "${again} = 'no'", Quotable: true, MaxRunes: 400, Required: true},
			{Key: "change", Kind: survey.LongText, Label: "What should the Faculty change?", Hint: "One example is enough.", Quotable: true, Purpose: survey.ForRecommendation},
			{Key: "word", Kind: survey.ShortText, Label: "Describe it in a few words"},
			{Key: "about", Kind: survey.Info, Label: "If you have notes", Hint: "You can add one file.\n\nRemove names first."},
			{Key: "notes", Kind: survey.File, Label: "Your notes"},
		}},
	}}
	for path, text := range f.Words() {
		f.Translate("cy", path, translated(text, map[string]string{"Yes": "Byddwn", "No": "Na fyddwn", "About you": "Amdanoch chi"}, "(cy) "))
		f.Translate("ar", path, translated(text, arabicWords(), "سؤال: "))
	}
	return f
}

func translated(text string, known map[string]string, prefix string) string {
	if t := known[text]; t != "" {
		return t
	}
	return prefix + text
}

func arabicWords() map[string]string {
	return map[string]string{
		"Every question": "كل الأسئلة", "About you": "عنك", "This page asks who answers.": "تسأل هذه الصفحة عمّن يجيب.",
		"I agree to take part in this evaluation": "أوافق على المشاركة في هذا التقييم", "Where did you meet?": "أين التقيتما؟", "On campus": "في الحرم الجامعي",
		"Online": "عبر الإنترنت", "Somewhere else": "في مكان آخر", "Prefer not to say": "أفضّل عدم الإفصاح", "In which year of study are you?": "في أي سنة دراسية أنت؟",
		"A number, such as 3.": "رقم، مثل 3.", "Your meetings": "لقاءاتكما", "Meeting": "اللقاء", "When was it?": "متى كان؟", "For example, 30 6 2021.": "مثال: 30 6 2021.",
		"How long did it take?": "كم استغرق؟", "minutes": "دقيقة", "What did you talk about?": "عمّ تحدثتما؟", "Studies": "الدراسة", "Power and rank": "السلطة والرتبة",
		"Something else": "شيء آخر", "None of these": "لا شيء من هذه", "Your views": "آراؤك", "How far do you agree?": "إلى أي حد توافق؟",
		"Strongly disagree": "لا أوافق بشدة", "Disagree": "لا أوافق", "Neither": "محايد", "Agree": "أوافق", "Strongly agree": "أوافق بشدة",
		"I listen differently now": "أصغي الآن بطريقة مختلفة", "I speak up more often than I did before the scheme began": "أعبّر عن رأيي أكثر مما كنت أفعل قبل بدء البرنامج", "I belong here": "أنتمي إلى هذا المكان",
		"How worthwhile was it?": "إلى أي حد كان مجديًا؟", "Not at all": "غير مجدٍ", "Entirely": "مجدٍ تمامًا",
		"Put these in the order of what helped most": "رتّب ما يلي بحسب ما أفاد أكثر", "The training before the first meeting": "التدريب قبل اللقاء الأول", "Who I was paired with": "من كان شريكي", "Time set aside": "الوقت المخصص",
		"In your words": "بكلماتك", "Would you do it again?": "هل تكرر التجربة؟", "Yes": "نعم", "No": "لا", "Why would you not?": "لماذا لا؟",
		"What should the Faculty change?": "ما الذي ينبغي أن تغيّره الكلية؟", "One example is enough.": "يكفي مثال واحد.", "Describe it in a few words": "صف التجربة في بضع كلمات",
		"If you have notes": "إذا كانت لديك ملاحظات", "You can add one file.\n\nRemove names first.": "يمكنك إضافة ملف واحد.\n\nاحذف الأسماء أولًا.", "Your notes": "ملاحظاتك",
	}
}

// filler fills in everyQuestion in a real browser.
type filler struct {
	*site
	*browsertest.Page
	base string
}

// newEverySite starts a site whose open wave asks everyQuestion.
func newEverySite(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	_, err := s.store.PublishForm(t.Context(), s.programme.ID, everyQuestion())
	must(t, err)
	must(t, s.store.SaveWave(t.Context(), survey.Wave{
		ID: sqldb.NewID(), RoundID: s.round.ID, Key: "every", Title: "End evaluation 2021", FormKey: "every", FormVersion: 1, Mode: survey.Open,
		OpensOn: "2021-06-01", ClosesOn: "2021-07-03", WithdrawUntil: "2021-07-31",
	}))
	s.path = "/f/reverse-mentoring/2021/every"
	return s
}

// tab opens a tab of its own on the form's first page.
func (s *site) tab(t *testing.T, b *browsertest.Browser, o browsertest.Options) *filler {
	t.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 1280, 900
	}
	f := &filler{s, b.Tab(t, o), s.browser.Base()}
	f.Open(f.base + s.path)
	f.Press(`main form .button.large`)
	return f
}

// tabAt opens a tab on a page of the form, 1 to 4, or 5 for the answers to check.
// The pages before it are filled in without a browser, which is much quicker.
func (s *site) tabAt(t *testing.T, b *browsertest.Browser, o browsertest.Options, page int) *filler {
	t.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 1280, 900
	}
	filled := s.browser.Another()
	at := filled.Get(s.path).Form(s.path).Send()
	for _, fields := range [][]string{aboutYou(), oneMeeting(), myViews(), myWords()}[:page-1] {
		at = at.Form(at.Path).Set(fields...).Send().Want(http.StatusOK)
	}
	f := &filler{s, b.Tab(t, o), s.browser.Base()}
	for _, c := range filled.Cookies(at.Path) {
		f.SetCookie(f.base, s.path, c.Name, c.Value)
	}
	f.Open(f.base + at.Path)
	return f
}

// next presses the button that leads on.
func (f *filler) next() int64 {
	return f.Press(`#form .actions .button:not(.second), main form .button.large`)
}

// set gives a field a value as typing and clicking do, in one step.
func (f *filler) set(fields ...string) {
	for i := 0; i < len(fields); i += 2 {
		browsertest.Eval[bool](f.Page, `((name, value) => {
			const all = [...document.getElementsByName(name)];
			const field = all.find(e => (e.type === "radio" || e.type === "checkbox") && e.value === value) || all[0];
			if (field.type === "radio" || field.type === "checkbox") { if (!field.checked) field.click(); }
			else { field.value = value; field.dispatchEvent(new Event("input", {bubbles: true})); field.dispatchEvent(new Event("change", {bubbles: true})); }
			return true;
		})(`+quoted(fields[i])+`, `+quoted(fields[i+1])+`)`)
	}
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// The fields of each page, answered.
func aboutYou() []string {
	return []string{"answer.agree", "yes", "answer.place", "else", "other.place", "in a café", "answer.year", "3"}
}

func oneMeeting() []string {
	return []string{"answer.day@1.day", "3", "answer.day@1.month", "6", "answer.day@1.year", "2021", "answer.minutes@1", "1,5", "answer.topics@1", "power"}
}

func myViews() []string {
	return []string{"answer.scale.listen", "5", "answer.scale.speak", "4", "answer.scale.belong", "4", "answer.worth", "9", "answer.order.training", "2", "answer.order.pairing", "1", "answer.order.time", "3"}
}

func myWords() []string {
	return []string{"answer.again", "yes", "answer.change", "Pay mentors.", "quote.change", "quote"}
}

// to fills in the pages before the given one: 2 to 4, or 5 for the answers to check.
func (f *filler) to(n int) *filler {
	for i, fields := range [][]string{aboutYou(), oneMeeting(), myViews(), myWords()} {
		if i+1 < n {
			f.set(fields...)
			f.next()
		}
	}
	return f
}
