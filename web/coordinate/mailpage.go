package coordinate

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/survey/store"
	"verbatim/web/page"
)

func unknownSending() error { return fault.New(fault.NotFound, "There is no such sending.") }

// problemOf splits an error into what the person can mend and any other.
func problemOf(err error) (string, error) {
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return fault.Text(err), nil
	}
	return "", err
}

// mailPage builds the page of a wave's mail, with participants from the one
// numbered from.
func mailPage(s mailState, from int) page.Mail {
	p := page.Mail{Scope: s.place.scope(), Wave: s.wave.Title, Collect: s.place.at("collect"), From: s.from, Promise: promise(s.wave.Mode)}
	p.Title = "E-mail: " + s.wave.Title
	if s.ready != nil {
		p.Setup = []string{fault.Text(s.ready), "The words and the plan can be prepared before."}
	}
	for _, k := range survey.MailKinds() {
		p.Messages = append(p.Messages, mailMessage(s, k))
	}
	p.Plan = page.MailPlanForm{
		Action: s.at("plan"), Languages: languageChoices(s.plan.Languages), InviteOn: string(s.plan.InviteOn),
		RemindBefore: joined(s.plan.RemindBefore), Most: strconv.Itoa(s.plan.MostReminders), Thank: s.plan.Thank, NoEnd: s.wave.ClosesOn == "",
	}
	for _, d := range mail.Calendar(s.plan, s.wave) {
		if !s.plan.Saved {
			break
		}
		text := messageName(d.Kind)
		if d.Day < s.today {
			text += " (past)"
		}
		p.Calendar = append(p.Calendar, page.DateLine{Day: d.Day.String(), Text: text})
	}
	for _, r := range s.runs {
		p.Runs = append(p.Runs, mailRun(s, r))
	}
	p.People = mailPeople(s, from)
	return p
}

func joined(days []int) string {
	texts := make([]string, len(days))
	for i, n := range days {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}

// promise says what the mail of a wave knows, in the words of its mode.
func promise(m survey.Mode) string {
	switch m {
	case survey.Named, survey.Confidential:
		return "Each participant gets a link of their own. The list below says who has answered."
	case survey.AnonymousInvited:
		return "Each participant gets a link of their own, which is marked as used when it has been, and nothing more. Reminders go to those whose links are not used; who that is is not shown, and is forgotten when they have been sent."
	case survey.Open:
	}
	return "Each participant gets a link of their own, so that those who use it are not reminded. Anybody can answer by the open link as well: who does is reminded all the same. Who was reminded is not shown, and is forgotten when it has been done."
}

// messageName returns what a kind of message is called.
func messageName(k survey.MailKind) string {
	switch k {
	case survey.MailInvitation:
		return "Invitation"
	case survey.MailReminder:
		return "Reminder"
	case survey.MailLastCall:
		return "Last call"
	case survey.MailThanks:
	}
	return "Thanks"
}

func sendWords(k survey.MailKind) string {
	switch k {
	case survey.MailInvitation:
		return "Send invitations"
	case survey.MailReminder:
		return "Send reminders"
	case survey.MailLastCall:
		return "Send last calls"
	case survey.MailThanks:
	}
	return "Send thanks"
}

func messageWho(k survey.MailKind) string {
	switch k {
	case survey.MailInvitation:
		return "To participants with an address who have not been sent one."
	case survey.MailReminder:
		return "To those invited who have not answered, with a fresh link."
	case survey.MailLastCall:
		return "The last reminder before the end, to those who have not answered."
	case survey.MailThanks:
	}
	return "To all who were invited, whether they have answered or not. It has no link."
}

func mailMessage(s mailState, k survey.MailKind) page.MailMessage {
	m := page.MailMessage{Anchor: "message-" + string(k), Name: messageName(k), Who: messageWho(k)}
	m.Count = number(len(s.audience[k].To), "person", "people") + " would get it now"
	why := s.why[k]
	if veiled(s.wave, k) && len(s.runs) > 0 {
		m.Count, why = disclose.CountStep(len(s.audience[k].To))+" people would get it now", unveiled(why)
	}
	for _, l := range s.plan.Languages {
		text := mail.LanguageName(l)
		if slices.ContainsFunc(s.changed, func(t survey.MailTemplate) bool { return t.Kind == k && t.Language == l }) {
			text += " (changed)"
		}
		m.Words = append(m.Words, page.Link{Text: text, Address: s.at("words", string(k), l)})
	}
	switch {
	case s.ready != nil:
		m.Why = "Nothing can be sent yet: see above."
	case why != nil:
		m.Why = fault.Text(why)
	default:
		m.Send, m.Button = s.at("send", string(k)), sendWords(k)
	}
	return m
}

// veiled reports whether it may not be shown how many are to get a message:
// those are the people who have not answered, and who looks again and again would
// see each answer arrive.
func veiled(w survey.Wave, k survey.MailKind) bool { return k.Reminds() && !w.Mode.Linked() }

// unveiled returns why nothing can be sent, without that all have answered.
func unveiled(why error) error {
	if strings.HasPrefix(fault.Text(why), store.NobodyLeft+": ") {
		return nil
	}
	return why
}

// mailRun builds the view of one sending.
func mailRun(s mailState, r survey.MailRun) page.MailRunView {
	v := page.MailRunView{
		Anchor: "sent-" + strconv.Itoa(r.Turn), Heading: messageName(r.Kind) + ", " + r.StartedOn.String(),
		Active: !r.Ended, Total: r.Letters, Done: r.Sent + r.Refused + r.Uncertain + r.Dropped, Action: s.at("runs", r.ID),
	}
	for i, c := range []struct {
		n    int
		text string
	}{{r.Sent, "sent"}, {r.Refused, "refused"}, {r.Uncertain, "uncertain"}, {r.Dropped, "not needed any more, or stopped"}} {
		if c.n > 0 && (i < 3 || !veiled(s.wave, r.Kind)) || i == 0 {
			v.Counts = append(v.Counts, fmt.Sprintf("%d %s", c.n, c.text))
		}
	}
	j := s.jobs[r.ID]
	switch {
	case r.Ended:
		v.State = "Ended"
	case j.State == store.JobFailed:
		v.State, v.Retry, v.Problem = "Given up", true, j.Problem
	case j.Problem != "" && j.Tries > 0:
		v.State, v.Retry, v.Problem = "Waits for another try", true, j.Problem
	case j.State == store.JobReady && j.Attempt > 0:
		v.State = "Waits: some mail servers ask for another try later"
	default:
		v.State = "Being sent"
	}
	if r.Refused > 0 {
		v.Mends = append(v.Mends, "Refused: the address is wrong, or the server takes nothing from this sender. Look at the list below, correct the addresses, and send the message again: it goes only to those who have not had it.")
	}
	if r.Uncertain > 0 {
		v.Mends = append(v.Mends, "Uncertain: the connection or the program broke off after the message had been handed over. It is not sent twice. Who has not answered gets the next reminder, with a fresh link.")
	}
	return v
}

// mailPeople builds the list of participants.
func mailPeople(s mailState, from int) page.MailPeople {
	p := page.MailPeople{}
	if len(s.people) == 0 {
		p.Empty = "Nobody is on the list of participants yet. Messages can be sent when there are people with addresses on it."
		return p
	}
	if !s.wave.Mode.Linked() {
		p.Note = "This list does not say who has answered or who was reminded."
	}
	letters := map[string][]store.LetterView{}
	for _, l := range s.letters {
		letters[l.ParticipantID] = append(letters[l.ParticipantID], l)
	}
	amber := 0
	for i, person := range s.people {
		line := page.MailPerson{Name: person.Name, Address: person.Email, Role: person.Role}
		if r, ok := s.programme.Role(person.Role); ok {
			line.Role = r.Singular
		}
		line.State, line.Amber = personState(person, s.known[person.ID], letters[person.ID], s.answered[person.ID])
		if line.Amber {
			amber++
		}
		if i >= from && i < from+mailLines {
			p.Lines = append(p.Lines, line)
		}
	}
	p.Counts = []string{fmt.Sprintf("%d on the list", len(s.people))}
	if amber > 0 {
		p.Counts = append(p.Counts, fmt.Sprintf("%d to look at", amber))
	}
	p.Pager = mailPager(s, from, len(p.Lines))
	return p
}

func mailPager(s mailState, from, shown int) page.Pager {
	if len(s.people) <= mailLines {
		return page.Pager{}
	}
	at := func(n int) string { return s.at() + "?" + url.Values{"from": {strconv.Itoa(n)}}.Encode() + "#people" }
	p := page.Pager{Text: fmt.Sprintf("%d to %d of %d", from+1, from+shown, len(s.people))}
	if from > 0 {
		p.Previous = at(max(0, from-mailLines))
	}
	if from+shown < len(s.people) {
		p.Next = at(from + mailLines)
	}
	return p
}

// personState says what there is to say about one participant, and whether
// somebody has to do something about it.
func personState(p survey.Participant, known store.AddressState, letters []store.LetterView, answered bool) (string, bool) {
	var said []string
	amber := false
	switch {
	case known.OptedOut:
		said = append(said, "wants no messages")
	case known.Bounced != "":
		said, amber = append(said, "messages come back ("+known.Bounced+"): correct the address"), true
	case !store.UsableAddress(p.Email):
		said, amber = append(said, "no usable address"), true
	}
	reminders := 0
	for _, l := range letters {
		text, look := letterState(l)
		switch {
		case l.Kind.Reminds() && l.State == survey.LetterSent:
			reminders++
		case text != "" && l.Kind == survey.MailInvitation:
			said, amber = append(said, text), amber || look && known.Bounced == ""
		}
	}
	if reminders > 0 {
		said = append(said, "reminders: "+strconv.Itoa(reminders))
	}
	if answered {
		said, amber = append(said, "has answered"), false
	}
	if len(said) == 0 {
		return "not written to", false
	}
	return strings.Join(said, ", "), amber
}

func letterState(l store.LetterView) (text string, amber bool) {
	switch l.State {
	case survey.LetterWaiting, survey.LetterSending:
		return "the invitation is on its way", false
	case survey.LetterSent:
		if l.SentOn != "" {
			return "invited on " + l.SentOn.String(), false
		}
		return "invited", false
	case survey.LetterUncertain:
		return "the invitation may not have arrived", true
	case survey.LetterRefused:
		return "the invitation was refused (" + l.Status + ")", true
	case survey.LetterDropped:
	}
	return "", false
}
