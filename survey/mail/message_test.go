package mail_test

import (
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/mail"
	"verbatim/survey/mail/mailtest"
)

func message() mail.Message {
	return mail.Message{
		From: netmail.Address{Name: "Tîm gwerthuso", Address: "evaluation@example.ac.uk"}, ReplyTo: netmail.Address{Address: "jo@example.ac.uk"},
		To: netmail.Address{Name: "Åsa Öberg, PhD", Address: "asa@example.ac.uk"}, Subject: "Reverse Mentoring: eich barn – رأيك يهمنا, and more words than one line of a header takes",
		Body: "Helo Åsa\n\n.a line that begins with a dot\n" + strings.Repeat("long ", 400) + "\nFrom here on = signs\n", Languages: []string{"cy", "ar"},
		ID: "abc.def@example.ac.uk", Date: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), OptOut: "https://survey.example.ac.uk/o/token",
	}
}

// TestMessage reads a message as mail programs do.
func TestMessage(t *testing.T) {
	raw, err := message().Bytes()
	check(t, err)
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 78 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
		for _, r := range line {
			if r > 126 || r < 32 && r != '\t' {
				t.Errorf("a line holds %q: %q", r, line)
				break
			}
		}
	}
	m, err := mailtest.Parse(string(raw))
	check(t, err)
	if m.Body != message().Body {
		t.Errorf("the body reads %q, want %q", m.Body, message().Body)
	}
	if m.Subject() != message().Subject {
		t.Errorf("the subject reads %q, want %q", m.Subject(), message().Subject)
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 || *to[0] != message().To {
		t.Errorf("To reads %v, %v", to, err)
	}
	for name, want := range map[string]string{
		"Date": "Sun, 22 Nov 2026 09:00:00 +0000", "Message-Id": "<abc.def@example.ac.uk>", "Auto-Submitted": "auto-generated", "Reply-To": "<jo@example.ac.uk>",
		"List-Unsubscribe": "<https://survey.example.ac.uk/o/token>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
		"Content-Type": "text/plain; charset=utf-8", "Content-Language": "cy, ar", "X-Mailer": "", "User-Agent": "",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s reads %q, want %q", name, got, want)
		}
	}
}

// TestMessageRefusesNewHeaders tries to make a header out of a value.
func TestMessageRefusesNewHeaders(t *testing.T) {
	for name, change := range map[string]func(m *mail.Message, text string){
		"subject":    func(m *mail.Message, text string) { m.Subject = text },
		"name":       func(m *mail.Message, text string) { m.To.Name = text },
		"address":    func(m *mail.Message, text string) { m.To.Address = text },
		"identifier": func(m *mail.Message, text string) { m.ID = text },
		"opt-out":    func(m *mail.Message, text string) { m.OptOut = text },
	} {
		m := message()
		change(&m, "x\r\nBcc: everybody@example.com")
		_, err := m.Bytes()
		wantCode(t, name, err, "M14")
	}
}

// TestUsualWordsCanBeSent checks the words that come with the program.
func TestUsualWordsCanBeSent(t *testing.T) {
	for _, language := range mail.Languages() {
		for _, kind := range survey.MailKinds() {
			words := mail.Usual(kind, language)
			if problems := mail.Check(words); len(problems) > 0 {
				t.Errorf("the usual %s in %s: %q", kind, language, problems)
			}
			if kind.Links() && !strings.Contains(words.Body, "{name}") {
				t.Errorf("the usual %s in %s greets nobody", kind, language)
			}
		}
	}
	if mail.Usual(survey.MailReminder, "cy").Body == mail.Usual(survey.MailReminder, "en").Body {
		t.Error("the Welsh reminder is English")
	}
}

func TestCheck(t *testing.T) {
	good := survey.MailTemplate{Kind: survey.MailInvitation, Language: "en", Subject: "Hello {name}", Body: "{link}\n{optout}"}
	for name, c := range map[string]struct {
		change func(m *survey.MailTemplate)
		want   string // begins the only problem
	}{
		"good":             {func(*survey.MailTemplate) {}, ""},
		"no link":          {func(m *survey.MailTemplate) { m.Body = "{optout}" }, "M12: The text has no {link}"},
		"no opt-out":       {func(m *survey.MailTemplate) { m.Body = "{link}" }, "M13: The text has no {optout}"},
		"link in subject":  {func(m *survey.MailTemplate) { m.Subject = "{link}" }, "M12: The subject holds {link}"},
		"misspelt":         {func(m *survey.MailTemplate) { m.Body += "\n\n{Progamme}" }, "M11: Line 4 of the text: {Progamme} is no placeholder. {programme} may be meant."},
		"unknown":          {func(m *survey.MailTemplate) { m.Body += "{colour of the sky}" }, "M11: Line 2 of the text: {colour of the sky} is no placeholder. There are: {name}"},
		"not closed":       {func(m *survey.MailTemplate) { m.Body += "\nan { open one" }, "M11: Line 3 of the text: a { is not closed"},
		"empty subject":    {func(m *survey.MailTemplate) { m.Subject = " " }, "M10: The subject is empty"},
		"subject too long": {func(m *survey.MailTemplate) { m.Subject = strings.Repeat("ö", 151) }, "M10: The subject has 151 characters"},
		"two-line subject": {func(m *survey.MailTemplate) { m.Subject = "a\nb" }, "M10: The subject has a line break"},
		"thanks with link": {func(m *survey.MailTemplate) { m.Kind = survey.MailThanks }, "M12: The text has a {link}, but"},
	} {
		m := good
		c.change(&m)
		got := mail.Check(m)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.want)) {
			t.Errorf("%s: Check() = %q, want %q", name, got, c.want)
		}
	}
}

// FuzzCheck feeds the reader of templates with anything: it says the same of the
// same words, and never panics.
func FuzzCheck(f *testing.F) {
	f.Add("Hello {name}", "{link} {optout}")
	f.Add("{", "}{{}}\n{\n")
	f.Fuzz(func(t *testing.T, subject, body string) {
		m := survey.MailTemplate{Kind: survey.MailInvitation, Subject: subject, Body: body}
		first := mail.Check(m)
		if len(first) == 0 && (!strings.Contains(body, "{link}") || strings.ContainsAny(subject, "\r\n")) {
			t.Errorf("Check(%q, %q) finds nothing wrong", subject, body)
		}
		if again := mail.Check(m); strings.Join(first, "") != strings.Join(again, "") {
			t.Errorf("Check says %q and then %q", first, again)
		}
	})
}

// TestCalendar counts back from the end of a wave.
func TestCalendar(t *testing.T) {
	plan := survey.MailPlan{InviteOn: "2026-05-01", RemindBefore: []int{2, 7, 7}, Thank: true}
	wave := survey.Wave{ClosesOn: "2026-05-31"}
	var got []string
	for _, d := range mail.Calendar(plan, wave) {
		got = append(got, string(d.Day)+" "+string(d.Kind))
	}
	if want := "2026-05-01 invitation, 2026-05-24 reminder, 2026-05-29 last-call, 2026-06-01 thanks"; strings.Join(got, ", ") != want {
		t.Errorf("Calendar() = %s, want %s", strings.Join(got, ", "), want)
	}
	for day, want := range map[survey.Day]string{
		"2026-04-30": "", "2026-05-01": "invitation", "2026-05-03": "invitation", "2026-05-04": "", "2026-05-24": "reminder",
		"2026-05-29": "last-call", "2026-05-31": "last-call", "2026-06-01": "thanks", "2026-06-04": "",
	} {
		kinds := ""
		for _, d := range mail.Due(plan, wave, day) {
			kinds += string(d.Kind)
		}
		if kinds != want {
			t.Errorf("Due(%s) = %q, want %q", day, kinds, want)
		}
	}
	plan.RemindBefore = []int{3, 2}
	if due := mail.Due(plan, wave, "2026-05-30"); len(due) != 1 || due[0].Kind != survey.MailLastCall {
		t.Errorf("after days off, Due() = %v, want the last reminder only", due)
	}
}
