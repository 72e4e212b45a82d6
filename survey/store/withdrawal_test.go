package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestWithdrawnAreCounted withdraws some responses of a wave: staff see how
// many, and nothing tells when or which.
func TestWithdrawnAreCounted(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newSite(t, db, survey.Open), t.Context()
		for i := range 5 {
			receipt, err := s.Submit(ctx, webResponse(s.wave, "words"), store.SubmitOptions{Key: sqldb.NewID()})
			check(t, err)
			if i < 2 {
				check(t, s.Withdraw(ctx, receipt.Code))
			}
		}
		counts, err := s.CountWithdrawn(ctx, s.round.ID)
		check(t, err)
		diff(t, "CountWithdrawn", counts, map[string]int{s.wave.ID: 2})
		for _, column := range columns(t, db, "withdrawal") {
			if strings.Contains(column, "_on") || strings.Contains(column, "_at") {
				t.Errorf("withdrawal.%s tells when somebody withdrew", column)
			}
		}
	})
}

// TestWithdrawFor withdraws a response at its participant's request, which is
// possible only where it is joined to one.
func TestWithdrawFor(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		for _, c := range []struct {
			mode survey.Mode
			code string
		}{{survey.Named, ""}, {survey.Confidential, ""}, {survey.Open, "L11"}, {survey.AnonymousInvited, "L11"}} {
			s, ctx := newSiteNamed(t, db, c.mode, "of-"+string(c.mode)), t.Context()
			r := webResponse(s.wave, "words of Åsa")
			if c.mode.Linked() {
				p := survey.Participant{ID: sqldb.NewID(), RoundID: s.round.ID, Role: "mentor", Name: "Åsa"}
				check(t, s.SaveParticipant(ctx, p))
				r.ParticipantID = p.ID
			}
			receipt, err := s.Submit(ctx, r, store.SubmitOptions{Key: sqldb.NewID()})
			check(t, err)
			linked, err := s.LinkedResponses(ctx, s.round.ID)
			check(t, err)
			if c.mode.Linked() && (len(linked) != 1 || linked[0].Name != "Åsa" || linked[0].ID != receipt.ResponseID) || !c.mode.Linked() && len(linked) > 0 {
				t.Errorf("%s: LinkedResponses() = %+v", c.mode, linked)
			}
			if err := s.WithdrawFor(ctx, receipt.ResponseID); codeOf(err) != c.code {
				t.Errorf("%s: WithdrawFor() = %v, want code %q", c.mode, err, c.code)
			}
			if c.code == "" {
				wantStored(t, s.Store, s.round.ID, 0)
				wantKind(t, "WithdrawFor(again)", s.WithdrawFor(ctx, receipt.ResponseID), fault.NotFound)
				wantAudited(t, s.Store, survey.AnswersWithdrawnFor, s.wave.ID, receipt.ResponseID, r.ParticipantID)
			}
		}
	})
}

// wantAudited looks for a row about the object that holds none of the others.
func wantAudited(t *testing.T, s *store.Store, action survey.AuditAction, object string, never ...string) {
	t.Helper()
	found := false
	for row, err := range s.Audited(t.Context()) {
		check(t, err)
		found = found || row.Action == action && row.ObjectID == object
		for _, n := range never {
			if n != "" && (row.ObjectID == n || strings.Contains(row.Details, n)) {
				t.Errorf("the audit row %d, %s, tells of %s", row.Seq, row.Action, n)
			}
		}
	}
	if !found {
		t.Errorf("the audit has no row %s about %s", action, object)
	}
}

// TestEraserKeeps lets an eraser refuse, as a frozen publication does: the
// response stays, whole.
func TestEraserKeeps(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newSite(t, db, survey.Open), t.Context()
		receipt, err := s.Submit(ctx, webResponse(s.wave, "words"), store.SubmitOptions{Key: "k"})
		check(t, err)
		var told store.Erased
		refuse := errors.New("refused")
		s.Erasers = []store.Eraser{func(_ context.Context, _ *sqldb.Tx, e store.Erased) error {
			told = e
			return refuse
		}}
		if err := s.Withdraw(ctx, receipt.Code); !errors.Is(err, refuse) {
			t.Errorf("Withdraw() = %v, want the eraser's refusal", err)
		}
		diff(t, "Erased", told, store.Erased{ResponseID: receipt.ResponseID, WaveID: s.wave.ID, Texts: []string{"words"}, Day: survey.DayOf(s.Now())})
		wantStored(t, s.Store, s.round.ID, 1)
		counts, err := s.CountWithdrawn(ctx, s.round.ID)
		check(t, err)
		diff(t, "CountWithdrawn", counts, map[string]int{})
	})
}

// TestReplay withdraws from a database that was copied before, and plays the
// list of removals back on the copy.
func TestReplay(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := newSite(t, db, survey.Open), t.Context()
		s.Now = func() time.Time { return time.Date(2021, 7, 1, 15, 4, 5, 0, time.UTC) }
		s.Outside = &store.Removals{Path: filepath.Join(t.TempDir(), "data", store.RemovalsFile)}
		receipts := make([]survey.Receipt, 4)
		for i := range receipts {
			var err error
			receipts[i], err = s.Submit(ctx, webResponse(s.wave, "words"), store.SubmitOptions{Key: string(rune('a' + i))})
			check(t, err)
		}
		copied := copyOf(t, db)
		late, err := s.Submit(ctx, webResponse(s.wave, "late"), store.SubmitOptions{Key: "late"})
		check(t, err)
		for _, code := range []string{receipts[0].Code, late.Code, receipts[2].Code} {
			check(t, s.Withdraw(ctx, code))
		}
		identity, all, err := store.ReadRemovals(s.Outside.Path)
		check(t, err)
		if len(all) != 3 || !slices.IsSortedFunc(all, func(a, b store.Removal) int { return strings.Compare(a.Response, b.Response) }) {
			t.Errorf("the list holds %d removals %v, want 3 in the order of their hashes", len(all), all)
		}
		wantTellsNothing(t, s.Outside.Path, append(receipts, late))

		back, err := store.New(ctx, surveytest.Log(t), copied)
		check(t, err)
		joined, err := store.JoinRemovals(identity+".epoch", []string{s.Outside.Path, s.Outside.Path})
		check(t, err)
		n, err := back.Replay(ctx, joined)
		check(t, err)
		if n != 2 {
			t.Errorf("Replay() = %d, want 2", n)
		}
		wantStored(t, back, s.round.ID, 2)
		for _, key := range []string{"a", "c", "late"} {
			_, err := back.Submit(ctx, webResponse(s.wave, "words"), store.SubmitOptions{Key: key})
			wantKind(t, "the Back button after the replay, key "+key, err, fault.Gone)
		}
		wantAudited(t, back, survey.WithdrawalsReplayed, "")
	})
}

// copyOf copies a database into a SQLite file.
func copyOf(t *testing.T, db *sqldb.DB) *sqldb.DB {
	t.Helper()
	to := surveytest.OpenDB(t)
	schema := store.Schema()
	check(t, to.Migrate(t.Context(), schema.Set, schema.Files))
	from, err := db.Snapshot(t.Context())
	check(t, err)
	defer from.Close()
	_, err = from.Copy(t.Context(), to, sqldb.CopyOptions{})
	check(t, err)
	return to
}

// wantTellsNothing looks into the list for codes and identifiers, and at its
// date for a time of day.
func wantTellsNothing(t *testing.T, path string, receipts []survey.Receipt) {
	t.Helper()
	text, err := os.ReadFile(path)
	check(t, err)
	for _, r := range receipts {
		for _, secret := range []string{r.ResponseID, r.Code, plain(r.Code)} {
			if strings.Contains(string(text), secret) {
				t.Errorf("the list of removals holds %q", secret)
			}
		}
	}
	info, err := os.Stat(path)
	check(t, err)
	if at := info.ModTime().UTC(); at != at.Truncate(24*time.Hour) || info.Mode().Perm() != 0o600 {
		t.Errorf("the list is of %v with permissions %v: it tells when somebody withdrew, or is open to others", at, info.Mode())
	}
}

// TestNoteRemovals loses the list, and has what a database knows noted again.
func TestNoteRemovals(t *testing.T) {
	db := surveytest.OpenDB(t)
	s, ctx := newSite(t, db, survey.Open), t.Context()
	receipt, err := s.Submit(ctx, webResponse(s.wave, "words"), store.SubmitOptions{Key: "k"})
	check(t, err)
	check(t, s.Withdraw(ctx, receipt.Code)) // noted nowhere
	s.Outside = &store.Removals{Path: filepath.Join(t.TempDir(), store.RemovalsFile)}
	check(t, s.NoteRemovals(ctx))
	identity, all, err := store.ReadRemovals(s.Outside.Path)
	check(t, err)
	if len(all) != 1 || all[0].Code == "" {
		t.Errorf("the list holds %v, want the removal with its code", all)
	}
	if _, err := store.JoinRemovals(identity, []string{s.Outside.Path + "x"}); codeOf(err) != "L15" {
		t.Errorf("JoinRemovals(missing) = %v, want L15", err)
	}
	if _, err := store.JoinRemovals("another", []string{s.Outside.Path}); codeOf(err) != "L16" {
		t.Errorf("JoinRemovals(of another database) = %v, want L16", err)
	}
	check(t, os.WriteFile(s.Outside.Path, []byte("verbatim removals 1 x\nnothing\n"), 0o600))
	if err := s.NoteRemovals(ctx); codeOf(err) != "L14" {
		t.Errorf("NoteRemovals(damaged list) = %v, want L14", err)
	}
}

// FuzzReadRemovals reads lists that somebody else wrote.
func FuzzReadRemovals(f *testing.F) {
	hash := strings.Repeat("0a", 32)
	f.Add("verbatim removals 1 id\n" + hash + " -\n" + hash + " " + hash + "\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), store.RemovalsFile)
		check(t, os.WriteFile(path, []byte(text), 0o600))
		identity, all, err := store.ReadRemovals(path)
		if err != nil {
			return
		}
		again := &store.Removals{Path: path + "2"}
		check(t, again.Add(identity, all, time.Now()))
		if _, _, err := store.ReadRemovals(again.Path); len(all) > 0 && err != nil {
			t.Errorf("what was read and written again cannot be read: %v", err)
		}
	})
}

// codeOf returns the number of the innermost fault that has one, "" for none.
func codeOf(err error) (code string) {
	for err != nil {
		if f, ok := err.(*fault.Error); ok && f.Code != "" { //nolint:errorlint // each link of the chain is looked at
			code = f.Code
		}
		err = errors.Unwrap(err)
	}
	return code
}
