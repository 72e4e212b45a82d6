package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	outlineOfRound = `SELECT body FROM outline WHERE round_id = $1`
	saveOutline    = `INSERT INTO outline (round_id, body) VALUES ($1, $2) ON CONFLICT (round_id) DO UPDATE SET body = excluded.body`
)

// The limits of what people write in a summary. It is two or three pages long.
const (
	maxTitle      = 200   // characters: two lines
	maxText       = 10000 // characters of an introduction or a section: two pages
	maxParagraphs = 40    // in a page there are about ten
	maxParts      = 60    // every role's, and many more texts than anybody reads
)

// changed returns the fault of who saves words over somebody else's.
func changed(what string) error {
	return &fault.Error{Kind: fault.Conflict, Code: "T01", Text: "Somebody has changed " + what + " since you opened it. Your words and theirs are both here: put together what is to stand, and save it."}
}

// Outline returns what people decided about the summary of a round: nothing, as
// long as nobody has.
func (s *Store) Outline(ctx context.Context, roundID string) (_ analysis.Outline, err error) {
	defer fault.Wrap(&err, "analysis/store.Outline(%s)", roundID)
	return outline(ctx, s.DB, roundID)
}

func outline(ctx context.Context, q sqldb.Querier, roundID string) (analysis.Outline, error) {
	o := analysis.Outline{RoundID: roundID}
	body, err := sqldb.One(ctx, q, scanText, outlineOfRound, roundID)
	if fault.KindOf(err) == fault.NotFound {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(body), &o)
}

// SaveOpening stores the title, the introduction and whether counts are printed.
// It fails with T01 unless o.Version is the one that is stored.
func (s *Store) SaveOpening(ctx context.Context, o analysis.Outline) (err error) {
	defer fault.Wrap(&err, "analysis/store.SaveOpening(%s)", o.RoundID)
	if err := checkText("The title", o.Title, maxTitle); err != nil {
		return err
	}
	if err := checkParagraphs("The introduction", o.Introduction); err != nil {
		return err
	}
	return s.changeOutline(ctx, o.RoundID, func(is *analysis.Outline) error {
		if is.Version != o.Version {
			return changed("the title or the introduction")
		}
		is.Title, is.Introduction, is.WithoutCount = o.Title, o.Introduction, o.WithoutCount
		is.Version, is.By, is.At = is.Version+1, survey.ActorOf(ctx).String(), s.Now().UTC()
		return nil
	})
}

// SavePart stores a section that somebody wrote: a new one when its key is empty,
// and none at all when it says nothing any more. It fails with T01 unless
// p.Version is the one that is stored.
func (s *Store) SavePart(ctx context.Context, roundID string, p analysis.Part) (err error) {
	defer fault.Wrap(&err, "analysis/store.SavePart(%s)", p.Key)
	if err := checkText("The heading", p.Heading, maxTitle); err != nil {
		return err
	}
	if err := checkParagraphs("The section", p.Body); err != nil {
		return err
	}
	empty := p.Heading == "" && len(p.Body) == 0
	if p.Heading == "" && !empty {
		return fault.Coded("T03", "The section has no heading: say in a few words what it is about.")
	}
	return s.changeOutline(ctx, roundID, func(is *analysis.Outline) error {
		at := slices.IndexFunc(is.Parts, func(o analysis.Part) bool { return o.Key == p.Key })
		switch {
		case p.Key == "" && empty:
			return fault.Coded("T03", "The section has no heading: say in a few words what it is about.")
		case p.Key == "":
			p.Key, at = analysis.OwnPart(sqldb.NewID()), len(is.Parts)
			is.Parts = append(is.Parts, p)
		case at < 0 || is.Parts[at].Version != p.Version:
			return changed("the section")
		}
		if empty {
			is.Parts = slices.Delete(is.Parts, at, at+1)
			return nil
		}
		p.Hidden, p.Version, p.By, p.At = is.Parts[at].Hidden, p.Version+1, survey.ActorOf(ctx).String(), s.Now().UTC()
		is.Parts[at] = p
		return nil
	})
}

// Arrange puts the parts of a summary into the order of their keys and hides
// those that are marked so. Of each part only Key and Hidden are taken; parts
// that are not named keep their place after the others.
func (s *Store) Arrange(ctx context.Context, roundID string, parts []analysis.Part) (err error) {
	defer fault.Wrap(&err, "analysis/store.Arrange(%s, %d parts)", roundID, len(parts))
	return s.changeOutline(ctx, roundID, func(is *analysis.Outline) error {
		var out []analysis.Part
		for _, p := range parts {
			kept := analysis.Part{Key: p.Key}
			at := slices.IndexFunc(is.Parts, func(o analysis.Part) bool { return o.Key == p.Key })
			if at >= 0 {
				kept = is.Parts[at]
				is.Parts = slices.Delete(is.Parts, at, at+1)
			} else if kept.Own() {
				continue // somebody has deleted it
			}
			kept.Hidden = p.Hidden
			out = append(out, kept)
		}
		is.Parts = append(out, is.Parts...)
		return nil
	})
}

// changeOutline reads, changes and stores an outline in one transaction.
func (s *Store) changeOutline(ctx context.Context, roundID string, change func(*analysis.Outline) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := lockRound(ctx, tx, roundID); err != nil {
			return err
		}
		o, err := outline(ctx, tx, roundID)
		if err != nil {
			return err
		}
		if err := change(&o); err != nil {
			return err
		}
		if len(o.Parts) > maxParts {
			return fault.Coded("T04", "A summary has at most %d parts: put some of them together.", maxParts)
		}
		if err := putOutline(ctx, tx, o); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.SummaryEdited, roundID, survey.AuditDetails{"parts": len(o.Parts)})
	})
}

func putOutline(ctx context.Context, tx *sqldb.Tx, o analysis.Outline) error {
	body, err := encode(o)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, saveOutline, o.RoundID, body)
	return err
}

// lockRound makes writers of one round's summary wait for each other. SQLite has
// one writer at a time by itself; PostgreSQL locks the row.
func lockRound(ctx context.Context, tx *sqldb.Tx, roundID string) error {
	n, err := tx.Exec(ctx, `UPDATE round SET programme_id = programme_id WHERE id = $1`, roundID)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no such round.")
	}
	return err
}

func checkText(what, text string, most int) error {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return fault.Coded("T02", "%s holds characters that no text has: type it anew.", what)
	}
	if n := utf8.RuneCountInString(text); n > most {
		return fault.Coded("T02", "%s has %d characters, and %d are the most: say it in fewer words.", what, n, most)
	}
	return nil
}

func checkParagraphs(what string, ps []string) error {
	if len(ps) > maxParagraphs {
		return fault.Coded("T02", "%s has %d paragraphs, and %d are the most: put some of them together.", what, len(ps), maxParagraphs)
	}
	return checkText(what, strings.Join(ps, "\n"), maxText)
}
