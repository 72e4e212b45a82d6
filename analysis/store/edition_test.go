package store_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	sstore "verbatim/survey/store"
)

const (
	hashOne = "1111111111111111111111111111111111111111111111111111111111111111"
	hashTwo = "2222222222222222222222222222222222222222222222222222222222222222"
)

var signedAt = time.Date(2021, 8, 1, 12, 0, 0, 0, time.UTC)

func (b *bench) published(ctx context.Context, number int, corrects string, sources map[string][]string) analysis.Edition {
	b.Helper()
	e := analysis.Edition{
		ID: sqldb.NewID(), RoundID: b.wave.RoundID, Kind: analysis.PublicEdition, Number: number, Hash: hashOne, Corrects: corrects, PublishedAt: signedAt,
		SignedBy: []analysis.Signature{{StaffID: "a", Name: "ada", Hash: hashOne, At: signedAt}, {StaffID: "g", Name: "grace", Hash: hashOne, At: signedAt}},
		Files:    []analysis.EditionFile{{Name: "html", Media: "text/html", Hash: hashTwo, Size: 5, Body: []byte("words")}},
	}
	b.ok(b.store.Publish(ctx, store.Publication{Edition: e, Cells: json.RawMessage(`[]`), Sources: sources}))
	return e
}

// TestR37PublishedNeverChanges publishes an edition on each engine and tries
// every way of changing it that SQL has.
func TestR37PublishedNeverChanges(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		e := b.published(ctx, 1, "", nil)
		got, err := b.store.EditionByNumber(ctx, e.RoundID, e.Kind, 1)
		b.ok(err)
		want := e
		want.Files = []analysis.EditionFile{{Name: "html", Media: "text/html", Hash: hashTwo, Size: 5}}
		if diff := cmp.Diff(want, got); diff != "" {
			b.Errorf("EditionByNumber (-want +got)\n%s", diff)
		}
		for _, statement := range []string{
			`UPDATE edition SET note = 'other'`, `DELETE FROM edition`,
			`UPDATE edition_file SET body = ''`, `DELETE FROM edition_file`,
			`UPDATE edition_signed SET name = 'eve'`, `DELETE FROM edition_signed`,
		} {
			err := b.store.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { _, err := tx.Exec(ctx, statement); return err })
			if err == nil || !strings.Contains(err.Error(), "an edition never changes") {
				b.Errorf("%s = %v, want a refusal", statement, err)
			}
		}
		again := e
		again.ID = sqldb.NewID()
		if err := b.store.Publish(ctx, store.Publication{Edition: again, Cells: json.RawMessage(`[]`)}); fault.KindOf(err) != fault.Conflict {
			b.Errorf("publishing the same number twice = %v, want a conflict", err)
		}
		second := b.published(ctx, 2, e.ID, nil)
		if old, err := b.store.Edition(ctx, e.ID); err != nil || old.CorrectedBy != second.ID {
			b.Errorf("the corrected edition says CorrectedBy %q, %v, want %q", old.CorrectedBy, err, second.ID)
		}
		third := again
		third.Number, third.Corrects = 3, e.ID
		if err := b.store.Publish(ctx, store.Publication{Edition: third, Cells: json.RawMessage(`[]`)}); fault.KindOf(err) != fault.Conflict {
			b.Errorf("correcting an edition twice = %v, want a conflict", err)
		}
	})
}

// TestR9EditionsThatAreOut withdraws a response that an edition quotes. The
// edition stays, is listed with the day, and a person decides; nothing leads from
// it to the response any more.
func TestR9EditionsThatAreOut(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		b.survey.Erasers = []sstore.Eraser{store.Erase}
		verbatim, code := b.answer(ctx, "We listen to each other now.")
		kept, _ := b.answer(ctx, "Something else.")
		response, _, _ := strings.Cut(verbatim, ".")
		other, _, _ := strings.Cut(kept, ".")
		e := b.published(ctx, 1, "", map[string][]string{response: {"q1", "q3"}, other: {"q2"}})
		b.ok(b.survey.Withdraw(ctx, code))
		remnants, err := b.store.Remnants(ctx, e.RoundID)
		b.ok(err)
		if len(remnants) != 1 || remnants[0].EditionID != e.ID || !cmp.Equal(remnants[0].Quotes, []string{"q1", "q3"}) || remnants[0].ListedOn != survey.DayOf(b.survey.Now()) {
			b.Fatalf("Remnants() = %+v, want the edition's first and third quote today", remnants)
		}
		b.nowhere(ctx, response)

		if err := b.store.DecideEdition(ctx, analysis.EditionDecision{EditionID: e.ID, RemnantID: remnants[0].ID, Choice: analysis.KeepEdition}); err == nil {
			b.Error("an edition is kept without a reason")
		}
		ctx = survey.WithActor(ctx, survey.Actor{Kind: survey.ActorStaff, ID: "a", Name: "ada"})
		b.ok(b.store.DecideEdition(ctx, analysis.EditionDecision{EditionID: e.ID, RemnantID: remnants[0].ID, Choice: analysis.KeepEdition, Reason: "Printed and sent out."}))
		b.ok(b.store.DecideEdition(ctx, analysis.EditionDecision{EditionID: e.ID, Choice: analysis.WithdrawEdition, Reason: "They asked once more."}))
		decisions, err := b.store.EditionDecisions(ctx, e.RoundID)
		if err != nil || len(decisions) != 2 || decisions[0].By != "ada" || decisions[1].Choice != analysis.WithdrawEdition {
			b.Errorf("EditionDecisions() = %+v, %v", decisions, err)
		}
		e, err = b.store.Edition(ctx, e.ID)
		if err != nil || !e.Withdrawn || len(e.Files) != 0 || e.Hash != hashOne || len(e.SignedBy) != 2 {
			b.Errorf("the withdrawn edition is %+v, %v: want its hash and signatures, and no words", e, err)
		}
		if _, err := b.store.EditionFile(ctx, e, "html"); fault.KindOf(err) != fault.Gone {
			b.Errorf("reading a withdrawn edition = %v, want Gone", err)
		}
	})
}

// nowhere fails when a table of the analysis names the response.
func (b *bench) nowhere(ctx context.Context, response string) {
	b.Helper()
	for _, table := range []string{"edition_source", "edition_remnant", "edition_decision", "edition", "edition_signed", "edition_file"} {
		rows, err := sqldb.Collect(ctx, b.store.DB, func(r sqldb.Row) (n int, err error) { err = r.Scan(&n); return n, err },
			`SELECT 1 FROM `+table+` x WHERE CAST(`+map[bool]string{true: "x.response_id", false: "''"}[table == "edition_source"]+` AS TEXT) = $1`, response)
		b.ok(err)
		if len(rows) > 0 {
			b.Errorf("%s still names the withdrawn response", table)
		}
	}
}

// TestProposals takes a proposal to its signatures; publishing ends it.
func TestProposals(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		ctx = survey.WithActor(ctx, survey.Actor{Kind: survey.ActorStaff, ID: "a", Name: "ada"})
		if _, err := b.store.Propose(ctx, analysis.EditionProposal{RoundID: b.wave.RoundID, Kind: analysis.PreviewEdition}); err == nil {
			b.Error("a preview was proposed as an edition")
		}
		id, err := b.store.Propose(ctx, analysis.EditionProposal{RoundID: b.wave.RoundID, Kind: analysis.PublicEdition, Settings: analysis.EditionSettings{Annex: true}})
		b.ok(err)
		for _, hash := range []string{hashOne, hashTwo} { // the second replaces the first
			b.ok(b.store.SignEdition(ctx, id, survey.User{ID: "a", Name: "ada"}, hash))
		}
		p, err := b.store.Proposal(ctx, id)
		if err != nil || len(p.Signatures) != 1 || p.Signatures[0].Hash != hashTwo || !p.Settings.Annex || p.By != "ada" {
			b.Errorf("Proposal() = %+v, %v", p, err)
		}
		e := analysis.Edition{ID: sqldb.NewID(), RoundID: p.RoundID, Kind: p.Kind, Number: 1, Hash: hashTwo, PublishedAt: signedAt}
		b.ok(b.store.Publish(ctx, store.Publication{Edition: e, ProposalID: id, Cells: json.RawMessage(`[]`)}))
		if all, err := b.store.Proposals(ctx, p.RoundID); err != nil || len(all) != 0 {
			b.Errorf("after publishing Proposals() = %+v, %v", all, err)
		}
		if _, err := b.store.Propose(ctx, analysis.EditionProposal{RoundID: p.RoundID, Kind: p.Kind, Corrects: e.ID}); err == nil {
			b.Error("a correction was proposed without a note")
		}
	})
}

// TestPublishMeetsAWithdrawal publishes what quotes a response that is gone.
func TestPublishMeetsAWithdrawal(t *testing.T) {
	each(t, func(ctx context.Context, b *bench) {
		e := analysis.Edition{ID: sqldb.NewID(), RoundID: b.wave.RoundID, Kind: analysis.PublicEdition, Number: 1, Hash: hashOne, PublishedAt: signedAt}
		err := b.store.Publish(ctx, store.Publication{Edition: e, Cells: json.RawMessage(`[]`), Sources: map[string][]string{"gone": {"q1"}}})
		if fault.KindOf(err) != fault.Conflict {
			b.Errorf("Publish() of a withdrawn response = %v, want a conflict", err)
		}
		if all, err := b.store.Editions(ctx, b.wave.RoundID); err != nil || len(all) != 0 {
			b.Errorf("Editions() = %+v, %v, want none", all, err)
		}
	})
}
