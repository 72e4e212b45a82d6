package store

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	previewColumns = `SELECT v.id, v.response_id, v.round_id, v.question, v.words, v.label, v.heading, v.statement, v.until, v.current, v.reply, v.wish, v.settled_by, v.settled FROM preview v`
	selectPreviews = previewColumns + ` WHERE v.round_id = $1 ORDER BY v.heading, v.id`
	selectShown    = previewColumns + ` WHERE v.current AND v.response_id = $1 ORDER BY v.heading, v.id`
	selectPreview  = previewColumns + ` WHERE v.id = $1`
	selectLinkedTo = previewColumns + ` JOIN response r ON r.id = v.response_id JOIN preview_link l ON l.participant_id = r.participant_id
		WHERE v.current AND l.token_hash = $1 ORDER BY v.heading, v.id`
	selectPreviewLink = `SELECT round_id FROM preview_link WHERE token_hash = $1`
	selectResponseOf  = `SELECT r.id FROM response r WHERE r.id = COALESCE((SELECT s.response_id FROM submission s WHERE s.code_hash = $1), $2)`

	hidePreviews = `UPDATE preview SET current = FALSE WHERE round_id = $1`
	// dropPreviews forgets what nobody replied to and is not printed any more.
	dropPreviews  = `DELETE FROM preview WHERE round_id = $1 AND current = FALSE AND reply = ''`
	upsertPreview = `INSERT INTO preview (id, response_id, round_id, question, shown_hash, words, label, heading, statement, until, current, reply, wish, settled_by, settled)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, TRUE, '', '', '', '')
		ON CONFLICT (response_id, question, shown_hash) DO UPDATE SET statement = excluded.statement, until = excluded.until, current = TRUE`
	replyPreview  = `UPDATE preview SET reply = $1, wish = $2, settled_by = '', settled = '' WHERE id = $3`
	settlePreview = `UPDATE preview SET settled_by = $1, settled = $2 WHERE id = $3 AND reply = 'change'`

	selectToLink = `SELECT DISTINCT p.id, p.name, p.email, p.role FROM preview v JOIN response r ON r.id = v.response_id JOIN participant p ON p.id = r.participant_id
		WHERE v.round_id = $1 AND v.current ORDER BY p.name, p.id`
	upsertPreviewLink = `INSERT INTO preview_link (participant_id, token_hash, round_id) VALUES ($1, $2, $3)
		ON CONFLICT (participant_id) DO UPDATE SET token_hash = excluded.token_hash, round_id = excluded.round_id`
	waveOfResponse = `SELECT wave_id FROM response WHERE id = $1`
)

const (
	previewPurpose = "preview" // of the hashes of links
	// longestWish is how many characters a person has for saying what to change:
	// as many as a quote may have, and a sentence more.
	longestWish = 2000
)

// ShowPreviews makes the words of a round that are to be printed available to
// the people who gave them, until the day of each. What somebody said to the
// same words stays; what is not printed any more is not shown any more. Words of
// a response that has been withdrawn meanwhile are left out.
func (s *Store) ShowPreviews(ctx context.Context, roundID string, all []survey.Preview) (err error) {
	defer fault.Wrap(&err, "store.ShowPreviews(%s)", roundID)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, hidePreviews, roundID); err != nil {
			return err
		}
		shown := 0
		for _, p := range all {
			if _, err := sqldb.One(ctx, tx, scanString, waveOfResponse, p.ResponseID); fault.KindOf(err) == fault.NotFound {
				continue
			} else if err != nil {
				return err
			}
			shown++
			key := hash(previewPurpose, strings.Join([]string{p.Words, p.Label, p.Heading}, "\x00"))
			if _, err := tx.Exec(ctx, upsertPreview, sqldb.NewID(), p.ResponseID, roundID, p.Question, key, p.Words, p.Label, p.Heading, p.Statement, string(p.Until)); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, dropPreviews, roundID); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.PreviewsShown, roundID, survey.AuditDetails{"quotes": shown})
	})
}

// RoundPreviews returns what was shown of a round and what was said to it, by
// theme. Words that are not printed any more are there when somebody replied.
func (s *Store) RoundPreviews(ctx context.Context, roundID string) (_ []survey.Preview, err error) {
	defer fault.Wrap(&err, "store.RoundPreviews(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanPreview, selectPreviews, roundID)
}

// PreviewsByCode returns the words that are to be printed of the response that a
// withdrawal code belongs to, which is possible in every mode. It is a fault of
// kind NotFound when no response has the code.
func (s *Store) PreviewsByCode(ctx context.Context, code string) (_ []survey.Preview, err error) {
	defer fault.Wrap(&err, "store.PreviewsByCode")
	id, err := sqldb.One(ctx, s.DB, scanString, selectResponseOf, hashCode(code), s.responseID(code))
	if err != nil {
		return nil, err
	}
	return sqldb.Collect(ctx, s.DB, scanPreview, selectShown, id)
}

// PreviewsByToken returns the words that are to be printed of the participant
// whom a private link was made for. It is a fault of kind NotFound when the link
// is none, or was replaced by a newer one.
func (s *Store) PreviewsByToken(ctx context.Context, token string) (_ []survey.Preview, err error) {
	defer fault.Wrap(&err, "store.PreviewsByToken")
	key := hash(previewPurpose, token)
	if _, err := sqldb.One(ctx, s.DB, scanString, selectPreviewLink, key); err != nil {
		return nil, err
	}
	return sqldb.Collect(ctx, s.DB, scanPreview, selectLinkedTo, key)
}

// A PreviewReply is what a person says to words of theirs.
type PreviewReply struct {
	PreviewID string
	Reply     survey.PreviewReply
	Wish      string
}

// ReplyByCode stores what the person who has the code of a response says to its
// words. They can say something else until the last day.
func (s *Store) ReplyByCode(ctx context.Context, code string, replies []PreviewReply) (err error) {
	defer fault.Wrap(&err, "store.ReplyByCode")
	shown, err := s.PreviewsByCode(ctx, code)
	if err != nil {
		return err
	}
	return s.reply(ctx, shown, replies)
}

// ReplyByToken is ReplyByCode for a private link.
func (s *Store) ReplyByToken(ctx context.Context, token string, replies []PreviewReply) (err error) {
	defer fault.Wrap(&err, "store.ReplyByToken")
	shown, err := s.PreviewsByToken(ctx, token)
	if err != nil {
		return err
	}
	return s.reply(ctx, shown, replies)
}

func (s *Store) reply(ctx context.Context, shown []survey.Preview, replies []PreviewReply) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, r := range replies {
			i := slices.IndexFunc(shown, func(p survey.Preview) bool { return p.ID == r.PreviewID })
			if i < 0 {
				return fault.Coded("E20", "These words are not to be printed any more. Open the page again to see what is.")
			}
			if err := s.checkReply(shown[i], r); err != nil {
				return err
			}
			if shown[i].Reply == r.Reply && shown[i].Wish == r.Wish {
				continue
			}
			if _, err := tx.Exec(ctx, replyPreview, string(r.Reply), r.Wish, r.PreviewID); err != nil {
				return err
			}
			wave, err := sqldb.One(ctx, tx, scanString, waveOfResponse, shown[i].ResponseID)
			if err != nil {
				return err
			}
			if err := s.tally(ctx, tx, survey.PreviewsAnswered, wave); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) checkReply(p survey.Preview, r PreviewReply) error {
	switch {
	case s.today() > p.Until:
		return fault.New(fault.Gone, "Replies could be given until %s.", p.Until)
	case !r.Reply.Valid():
		return fault.Coded("E21", "Choose for each quote whether it may be printed like this.")
	case r.Reply == survey.PreviewChange && strings.TrimSpace(r.Wish) == "":
		return fault.Coded("E22", "Say in your own words what is to be changed.")
	case utf8.RuneCountInString(r.Wish) > longestWish:
		return fault.Coded("E23", "What is to be changed is too long: shorten it to %d characters.", longestWish)
	case strings.ContainsRune(r.Wish, 0) || !utf8.ValidString(r.Wish):
		return fault.Coded("E24", "What is to be changed holds characters that cannot be stored: type it again.")
	}
	return nil
}

// SettlePreview notes what the actor of ctx did about a change that somebody
// asked for.
func (s *Store) SettlePreview(ctx context.Context, id, what string) (err error) {
	defer fault.Wrap(&err, "store.SettlePreview(%s)", id)
	if strings.TrimSpace(what) == "" {
		return fault.Coded("E25", "Say what was done about the wish: the words as they are now, or why they stay.")
	}
	if err := checkLines("note", what); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		p, err := sqldb.One(ctx, tx, scanPreview, selectPreview, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, settlePreview, survey.ActorOf(ctx).String(), what, id); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.PreviewSettled, p.RoundID, nil)
	})
}

// A PreviewLink is a private link that was just made for somebody who is quoted.
type PreviewLink struct {
	Name  string
	Email string
	Role  string
	Token string // kept nowhere: its hash is
}

// LinkPreviews makes a new private link for each participant of the round who is
// quoted and whose responses are joined to them by the mode of the wave; links
// that were made before are void. Whoever answered anonymously has the code of
// the receipt instead.
func (s *Store) LinkPreviews(ctx context.Context, roundID string) (links []PreviewLink, err error) {
	defer fault.Wrap(&err, "store.LinkPreviews(%s)", roundID)
	type person struct {
		id string
		PreviewLink
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		links = nil
		people, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (p person, err error) {
			err = r.Scan(&p.id, &p.Name, &p.Email, &p.Role)
			return p, err
		}, selectToLink, roundID)
		if err != nil {
			return err
		}
		for _, p := range people {
			p.Token = sqldb.NewID()
			if _, err := tx.Exec(ctx, upsertPreviewLink, p.id, hash(previewPurpose, p.Token), roundID); err != nil {
				return err
			}
			links = append(links, p.PreviewLink)
		}
		return s.audit(ctx, tx, survey.PreviewsLinked, roundID, survey.AuditDetails{"links": len(links)})
	})
	return links, err
}

func scanPreview(r sqldb.Row) (p survey.Preview, err error) {
	err = r.Scan(&p.ID, &p.ResponseID, &p.RoundID, &p.Question, &p.Words, &p.Label, &p.Heading, &p.Statement, &p.Until, &p.Current, &p.Reply, &p.Wish, &p.SettledBy, &p.Settled)
	return p, err
}
