package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectMailPlan  = `SELECT wave_id, languages, invite_on, remind_before, most_reminders, thank FROM mail_plan WHERE wave_id = $1`
	selectMailPlans = `SELECT wave_id, languages, invite_on, remind_before, most_reminders, thank FROM mail_plan ORDER BY wave_id`
	upsertMailPlan  = `INSERT INTO mail_plan (wave_id, languages, invite_on, remind_before, most_reminders, thank) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (wave_id) DO UPDATE SET languages = excluded.languages, invite_on = excluded.invite_on, remind_before = excluded.remind_before,
			most_reminders = excluded.most_reminders, thank = excluded.thank`

	selectMailTemplates = `SELECT wave_id, kind, language, subject, body FROM mail_template WHERE wave_id = $1 ORDER BY kind, language`
	upsertMailTemplate  = `INSERT INTO mail_template (wave_id, kind, language, subject, body) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (wave_id, kind, language) DO UPDATE SET subject = excluded.subject, body = excluded.body`
	deleteMailTemplate = `DELETE FROM mail_template WHERE wave_id = $1 AND kind = $2 AND language = $3`
)

// maxMailText is how many bytes the text of a message may have in one language:
// ten times the longest invitation that anybody reads to its end.
const maxMailText = 20_000

// MailPlan returns the plan of the wave, the default one where none was made.
func (s *Store) MailPlan(ctx context.Context, waveID string) (_ survey.MailPlan, err error) {
	defer fault.Wrap(&err, "store.MailPlan(%s)", waveID)
	p, err := sqldb.One(ctx, s.DB, scanMailPlan, selectMailPlan, waveID)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return survey.DefaultMailPlan(waveID), nil
	}
	return p, err
}

// MailPlans returns every plan that was made.
func (s *Store) MailPlans(ctx context.Context) (_ []survey.MailPlan, err error) {
	defer fault.Wrap(&err, "store.MailPlans")
	return sqldb.Collect(ctx, s.DB, scanMailPlan, selectMailPlans)
}

// SaveMailPlan stores what is sent about a wave by itself.
func (s *Store) SaveMailPlan(ctx context.Context, p survey.MailPlan) (err error) {
	defer fault.Wrap(&err, "store.SaveMailPlan(%s)", p.WaveID)
	if err := checkMailPlan(p); err != nil {
		return err
	}
	days := joinInts(p.RemindBefore)
	details := survey.AuditDetails{"invite-on": string(p.InviteOn), "remind-before": days, "most-reminders": p.MostReminders, "languages": strings.Join(p.Languages, ",")}
	return s.execAudited(ctx, survey.MailPlanned, p.WaveID, details, upsertMailPlan,
		p.WaveID, strings.Join(p.Languages, ","), string(p.InviteOn), days, p.MostReminders, p.Thank)
}

func checkMailPlan(p survey.MailPlan) error {
	if _, err := survey.ParseDay(string(p.InviteOn)); err != nil {
		return err
	}
	if len(p.Languages) == 0 || slices.ContainsFunc(p.Languages, func(l string) bool { return l == "" || strings.ContainsAny(l, ", \n") || len(l) > 35 }) {
		return fault.Coded("M01", "The languages %q of the messages cannot be used: give at least one, by its tag, such as en, cy or ar.", p.Languages)
	}
	if p.MostReminders < 0 || p.MostReminders > survey.MostRemindersEver {
		return fault.Coded("M02", "%d reminders are not possible: take 0 to %d for each person.", p.MostReminders, survey.MostRemindersEver)
	}
	for _, n := range p.RemindBefore {
		if n < 0 || n > survey.EarliestReminder {
			return fault.Coded("M03", "A reminder %d days before the end is not possible: take 0 to %d days.", n, survey.EarliestReminder)
		}
	}
	return nil
}

// MailTemplates returns the words of the wave's messages that were changed.
func (s *Store) MailTemplates(ctx context.Context, waveID string) (_ []survey.MailTemplate, err error) {
	defer fault.Wrap(&err, "store.MailTemplates(%s)", waveID)
	return sqldb.Collect(ctx, s.DB, scanMailTemplate, selectMailTemplates, waveID)
}

// SaveMailTemplate stores the words of a message. Whether they can be sent is
// for package mail to say.
func (s *Store) SaveMailTemplate(ctx context.Context, t survey.MailTemplate) (err error) {
	defer fault.Wrap(&err, "store.SaveMailTemplate(%s, %s)", t.WaveID, t.Kind)
	if !t.Kind.Valid() {
		return fault.New(fault.Internal, "%q is no kind of message", t.Kind)
	}
	if err := checkLines("message", t.Language, t.Subject); err != nil {
		return err
	}
	if len(t.Body) > maxMailText {
		return fault.Coded("M04", "The text of the message is too long: %d bytes are the most.", maxMailText)
	}
	if strings.ContainsRune(t.Body, 0) {
		return fault.Coded("S05", "A text of the message holds characters that cannot be stored: type it again.")
	}
	return s.execAudited(ctx, survey.MailWorded, t.WaveID, survey.AuditDetails{"message": string(t.Kind), "language": t.Language},
		upsertMailTemplate, t.WaveID, string(t.Kind), t.Language, t.Subject, t.Body)
}

// ResetMailTemplate gives a message its usual words back.
func (s *Store) ResetMailTemplate(ctx context.Context, waveID string, kind survey.MailKind, language string) (err error) {
	defer fault.Wrap(&err, "store.ResetMailTemplate(%s, %s)", waveID, kind)
	return s.execAudited(ctx, survey.MailWorded, waveID, survey.AuditDetails{"message": string(kind), "language": language, "usual": true},
		deleteMailTemplate, waveID, string(kind), language)
}

func joinInts(ns []int) string {
	texts := make([]string, len(ns))
	for i, n := range ns {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ",")
}

func scanMailPlan(r sqldb.Row) (p survey.MailPlan, err error) {
	var languages, days string
	if err := r.Scan(&p.WaveID, &languages, &p.InviteOn, &days, &p.MostReminders, &p.Thank); err != nil {
		return p, err
	}
	p.Saved, p.Languages = true, strings.Split(languages, ",")
	for d := range strings.SplitSeq(days, ",") {
		if d == "" {
			continue
		}
		n, err := strconv.Atoi(d)
		if err != nil {
			return p, err
		}
		p.RemindBefore = append(p.RemindBefore, n)
	}
	return p, nil
}

func scanMailTemplate(r sqldb.Row) (t survey.MailTemplate, err error) {
	err = r.Scan(&t.WaveID, &t.Kind, &t.Language, &t.Subject, &t.Body)
	return t, err
}
