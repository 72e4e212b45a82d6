package store

import (
	"context"
	"encoding/json"
	"strings"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	proposalColumns   = `SELECT id, round_id, kind, settings, corrects, note, made_by, made_at FROM edition_proposal`
	proposalsOfRound  = proposalColumns + ` WHERE round_id = $1 ORDER BY made_at, id`
	proposalByID      = proposalColumns + ` WHERE id = $1`
	insertProposal    = `INSERT INTO edition_proposal (id, round_id, kind, settings, corrects, note, made_by, made_at) VALUES`
	deleteProposal    = `DELETE FROM edition_proposal WHERE id = $1`
	proposalSignature = `SELECT staff_id, name, hash, signed_at FROM edition_signature WHERE proposal_id = $1 ORDER BY signed_at, staff_id`
	upsertSignature   = `INSERT INTO edition_signature (proposal_id, staff_id, name, hash, signed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (proposal_id, staff_id) DO UPDATE SET hash = EXCLUDED.hash, signed_at = EXCLUDED.signed_at`
)

// longestNote is how many characters a note may have: a few sentences.
const longestNote = 1000

// Propose stores that the actor of ctx wants an edition to be made, and returns
// the proposal's ID.
func (s *Store) Propose(ctx context.Context, p analysis.EditionProposal) (id string, err error) {
	defer fault.Wrap(&err, "analysis/store.Propose(%s, %s)", p.RoundID, p.Kind)
	if !p.Kind.Valid() {
		return "", fault.Coded("E05", "Choose for whom the edition is: the committee, everybody, or those who answered.")
	}
	if err := checkEditionNote(p.Note); err != nil {
		return "", err
	}
	settings, err := encode(p.Settings)
	if err != nil {
		return "", err
	}
	id = sqldb.NewID()
	return id, s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := corrigible(ctx, tx, p); err != nil {
			return err
		}
		row := []any{id, p.RoundID, string(p.Kind), settings, p.Corrects, strings.TrimSpace(p.Note), survey.ActorOf(ctx).String(), sqldb.Micros(s.Now())}
		if err := sqldb.Insert(ctx, tx, insertProposal, [][]any{row}); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.EditionDrafted, id, survey.AuditDetails{"kind": string(p.Kind), "round": p.RoundID})
	})
}

// corrigible refuses to correct what is of another kind or round, or has been
// corrected.
func corrigible(ctx context.Context, tx *sqldb.Tx, p analysis.EditionProposal) error {
	if p.Corrects == "" {
		return nil
	}
	e, err := sqldb.One(ctx, tx, scanEdition, editionByID, p.Corrects)
	if err != nil {
		return err
	}
	if e.RoundID != p.RoundID || e.Kind != p.Kind {
		return fault.Coded("E06", "A correction is of the same kind as the edition that it corrects.")
	}
	if e.CorrectedBy != "" {
		return fault.New(fault.Conflict, "This edition has been corrected already. Correct the correction.")
	}
	if strings.TrimSpace(p.Note) == "" {
		return fault.Coded("E07", "Say in a sentence what is corrected: it is printed in the new edition and beside the old one.")
	}
	return nil
}

func checkEditionNote(text string) error {
	if len([]rune(text)) > longestNote {
		return fault.Coded("E08", "This is too long: shorten it to %d characters.", longestNote)
	}
	return nil
}

// Proposals returns the editions of a round that wait to be signed.
func (s *Store) Proposals(ctx context.Context, roundID string) (_ []analysis.EditionProposal, err error) {
	defer fault.Wrap(&err, "analysis/store.Proposals(%s)", roundID)
	all, err := sqldb.Collect(ctx, s.DB, scanProposal, proposalsOfRound, roundID)
	for i := range all {
		if err == nil {
			all[i].Signatures, err = sqldb.Collect(ctx, s.DB, scanSignature, proposalSignature, all[i].ID)
		}
	}
	return all, err
}

// Proposal returns an edition that waits to be signed.
func (s *Store) Proposal(ctx context.Context, id string) (_ analysis.EditionProposal, err error) {
	defer fault.Wrap(&err, "analysis/store.Proposal(%s)", id)
	p, err := sqldb.One(ctx, s.DB, scanProposal, proposalByID, id)
	if err != nil {
		return p, err
	}
	p.Signatures, err = sqldb.Collect(ctx, s.DB, scanSignature, proposalSignature, id)
	return p, err
}

// DropProposal gives up an edition that was to be made.
func (s *Store) DropProposal(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "analysis/store.DropProposal(%s)", id)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, deleteProposal, id)
		if err != nil || n == 0 {
			return err
		}
		return s.audit(ctx, tx, survey.EditionDecided, id, survey.AuditDetails{"decision": "given up"})
	})
}

// SignEdition stores that an account approves of what has the hash. An earlier
// signature of the same account is replaced. Whether it may is for
// [verbatim/analysis/edition.CanSign].
func (s *Store) SignEdition(ctx context.Context, proposalID string, by survey.User, hash string) (err error) {
	defer fault.Wrap(&err, "analysis/store.SignEdition(%s)", proposalID)
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := sqldb.One(ctx, tx, scanProposal, proposalByID, proposalID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, upsertSignature, proposalID, by.ID, by.Name, hash, sqldb.Micros(s.Now())); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.EditionSigned, proposalID, survey.AuditDetails{"hash": hash, "account": by.Name})
	})
}

func scanProposal(r sqldb.Row) (p analysis.EditionProposal, err error) {
	var settings string
	var at int64
	if err := r.Scan(&p.ID, &p.RoundID, &p.Kind, &settings, &p.Corrects, &p.Note, &p.By, &at); err != nil {
		return p, err
	}
	p.At = sqldb.Time(at)
	err = json.Unmarshal([]byte(settings), &p.Settings)
	return p, err
}
