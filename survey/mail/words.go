package mail

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"verbatim/survey"
)

// Languages returns the tags of the languages in which there are usual words.
func Languages() []string { return []string{"en", "cy", "ar"} }

// LanguageName returns how the language calls itself, or its tag.
func LanguageName(tag string) string {
	switch tag {
	case "en":
		return "English"
	case "cy":
		return "Cymraeg"
	case "ar":
		return "العربية"
	}
	return tag
}

// Usual returns the usual words of a message, in English where there are none in
// the language.
func Usual(kind survey.MailKind, language string) survey.MailTemplate {
	words, ok := usual()[cmp.Or(language, "en")]
	if !ok {
		words = usual()["en"]
	}
	w := words[kind]
	return survey.MailTemplate{Kind: kind, Language: language, Subject: w.subject, Body: strings.TrimLeft(w.body, "\n")}
}

// Words returns the words of each message of the wave in the languages of its
// plan: those that were changed, else the usual ones.
func Words(plan survey.MailPlan, changed []survey.MailTemplate, kind survey.MailKind) []survey.MailTemplate {
	var out []survey.MailTemplate
	for _, l := range plan.Languages {
		t := Usual(kind, l)
		i := slices.IndexFunc(changed, func(c survey.MailTemplate) bool { return c.Kind == kind && c.Language == l })
		if i >= 0 {
			t = changed[i]
		}
		t.WaveID = plan.WaveID
		out = append(out, t)
	}
	return out
}

// dayIn returns the day as people of the language write it.
func dayIn(d survey.Day, language string) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	switch language {
	case "cy":
		months := []string{"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"}
		return t.Format("2 ") + months[t.Month()-1] + t.Format(" 2006")
	case "ar":
		months := []string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}
		return t.Format("2 ") + months[t.Month()-1] + t.Format(" 2006")
	}
	return d.String()
}

// noDay is what {closes} becomes where a wave has no last day.
func noDay(language string) string {
	switch language {
	case "cy":
		return "diwedd y gwerthusiad"
	case "ar":
		return "نهاية التقييم"
	}
	return "the end of the evaluation"
}

type words struct{ subject, body string }

func usual() map[string]map[survey.MailKind]words {
	return map[string]map[survey.MailKind]words{"en": english(), "cy": welsh(), "ar": arabic()}
}

func english() map[survey.MailKind]words {
	foot := `
Questions? Ask: {contact}

{organisation}
No more messages about this programme: {optout}
`
	return map[survey.MailKind]words{
		survey.MailInvitation: {"{programme}: your views", `
Hello {name}

You have taken part in {programme}. We would like to know how it went for you, what has changed, and what should be done better.

Your own link:
{link}

You can answer until {closes}. You can stop and come back in the same browser. Before you answer, the page says what is stored and who can see it. The link is for you alone: it can be used once.
` + foot},
		survey.MailReminder: {"{programme}: there is still time", `
Hello {name}

We have no answers from you yet about {programme}. If you do not want to answer, you need not do anything.

Your own link, which takes the place of the one before:
{link}

You can answer until {closes}. If you have begun, open the link in the same browser and you will find what you wrote.
` + foot},
		survey.MailLastCall: {"{programme}: last days to answer", `
Hello {name}

You can tell us about {programme} until {closes}. This is the last time that we remind you.

Your own link, which takes the place of those before:
{link}
` + foot},
		survey.MailThanks: {"{programme}: thank you", `
Hello {name}

The time for answers about {programme} is over. Thank you to everybody who answered. We send this to all who were asked, because we do not look at who did.

What people wrote is being read now. You will hear what comes of it.
` + foot},
	}
}

func welsh() map[survey.MailKind]words {
	foot := `
Cwestiynau? Gofynnwch: {contact}

{organisation}
Dim mwy o negeseuon am y rhaglen hon: {optout}
`
	return map[survey.MailKind]words{
		survey.MailInvitation: {"{programme}: eich barn", `
Helo {name}

Rydych wedi cymryd rhan yn {programme}. Hoffem wybod sut aeth pethau i chi, beth sydd wedi newid, a beth y dylid ei wneud yn well.

Eich dolen eich hun:
{link}

Gallwch ateb tan {closes}. Gallwch stopio a dod yn ôl yn yr un porwr. Cyn i chi ateb, mae’r dudalen yn dweud beth sy’n cael ei gadw a phwy all ei weld. Mae’r ddolen i chi yn unig: gellir ei defnyddio unwaith.
` + foot},
		survey.MailReminder: {"{programme}: mae amser o hyd", `
Helo {name}

Nid oes gennym atebion gennych eto am {programme}. Os nad ydych am ateb, nid oes angen i chi wneud dim.

Eich dolen eich hun, yn lle’r un flaenorol:
{link}

Gallwch ateb tan {closes}. Os ydych wedi dechrau, agorwch y ddolen yn yr un porwr a byddwch yn gweld yr hyn a ysgrifennoch.
` + foot},
		survey.MailLastCall: {"{programme}: y dyddiau olaf i ateb", `
Helo {name}

Gallwch ddweud wrthym am {programme} tan {closes}. Dyma’r tro olaf i ni eich atgoffa.

Eich dolen eich hun, yn lle’r rhai blaenorol:
{link}
` + foot},
		survey.MailThanks: {"{programme}: diolch", `
Helo {name}

Mae’r amser i ateb am {programme} ar ben. Diolch i bawb a atebodd. Rydym yn anfon hyn at bawb a ofynnwyd, oherwydd nid ydym yn edrych ar bwy atebodd.

Mae’r hyn a ysgrifennwyd yn cael ei ddarllen nawr. Byddwch yn clywed beth ddaw ohono.
` + foot},
	}
}

func arabic() map[survey.MailKind]words {
	foot := `
للأسئلة: {contact}

{organisation}
لإيقاف الرسائل عن هذا البرنامج: {optout}
`
	return map[survey.MailKind]words{
		survey.MailInvitation: {"{programme}: رأيك يهمنا", `
مرحبًا {name}

لقد شاركت في {programme}. نود أن نعرف كيف كانت تجربتك، وما الذي تغيّر، وما الذي ينبغي تحسينه.

رابطك الخاص:
{link}

يمكنك الإجابة حتى {closes}. يمكنك التوقف والعودة لاحقًا في المتصفح نفسه. قبل أن تجيب، توضح الصفحة ما الذي يُحفظ ومن يمكنه رؤيته. هذا الرابط لك وحدك ويُستخدم مرة واحدة.
` + foot},
		survey.MailReminder: {"{programme}: ما زال هناك وقت", `
مرحبًا {name}

لم تصلنا إجاباتك بعد عن {programme}. إن كنت لا تريد الإجابة، فلا داعي لأن تفعل شيئًا.

رابطك الخاص، وهو يحل محل الرابط السابق:
{link}

يمكنك الإجابة حتى {closes}. إذا كنت قد بدأت، فافتح الرابط في المتصفح نفسه وستجد ما كتبته.
` + foot},
		survey.MailLastCall: {"{programme}: الأيام الأخيرة للإجابة", `
مرحبًا {name}

يمكنك أن تخبرنا عن {programme} حتى {closes}. هذه آخر مرة نذكّرك فيها.

رابطك الخاص، وهو يحل محل الروابط السابقة:
{link}
` + foot},
		survey.MailThanks: {"{programme}: شكرًا لك", `
مرحبًا {name}

انتهى وقت الإجابة عن {programme}. شكرًا لكل من أجاب. نرسل هذه الرسالة إلى كل من دُعي، لأننا لا ننظر في من أجاب.

تُقرأ الإجابات الآن، وستعرف ما ينتج عنها.
` + foot},
	}
}
