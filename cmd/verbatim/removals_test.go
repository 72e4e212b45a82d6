package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// TestRestoreReplaysRemovals withdraws after a backup was made. Put back with
// the list that lies beside the database, the backup comes without the answers;
// without the list it says what is missing. A moved database knows its removals.
func TestRestoreReplaysRemovals(t *testing.T) {
	p := place{Dir: demonstrated(t)}
	receipt := submitTo(t, p)
	file := filepath.Join(t.TempDir(), "backup.db")
	runVerbatim(t, exitOK, append([]string{"backup", file}, p.flags()...)...)
	at(t, p, func(a *app) error { return a.survey.Withdraw(t.Context(), receipt.Code) })

	with, without := newPlace(t, false), newPlace(t, false)
	out, _ := runVerbatim(t, exitOK, append([]string{"restore", file, "-removals", filepath.Join(p.Dir, store.RemovalsFile)}, with.flags()...)...)
	if !strings.Contains(out, "Removed      1 response that had been withdrawn") {
		t.Errorf("restore with the list says\n%s", out)
	}
	_, warned := runVerbatim(t, exitOK, append([]string{"restore", file}, without.flags()...)...)
	if !strings.Contains(warned, "-removals") {
		t.Errorf("restore without the list warns\n%s", warned)
	}
	for _, c := range []struct {
		name string
		p    place
		gone bool
	}{{"with the list", with, true}, {"without it", without, false}} {
		at(t, c.p, func(a *app) error {
			if _, err := a.survey.Response(t.Context(), receipt.ResponseID); (fault.KindOf(err) == fault.NotFound) != c.gone {
				t.Errorf("restored %s, the response is %v", c.name, err)
			}
			return nil
		})
	}
	if _, all, err := store.ReadRemovals(filepath.Join(with.Dir, store.RemovalsFile)); err != nil || len(all) != 1 {
		t.Errorf("the restored folder lists %d removals, %v, want 1", len(all), err)
	}

	// In the folder itself, where only the list is left.
	left := newPlace(t, false)
	list, err := os.ReadFile(filepath.Join(p.Dir, store.RemovalsFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(left.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left.Dir, store.RemovalsFile), list, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := runVerbatim(t, exitOK, append([]string{"restore", file}, left.flags()...)...); !strings.Contains(out, "Removed      1 response") {
		t.Errorf("restore into the folder with the list says\n%s", out)
	}

	moved := newPlace(t, false)
	moved.Database = filepath.Join(moved.Dir, "moved.db")
	runVerbatim(t, exitOK, "move", p.database(), moved.Database)
	at(t, moved, func(a *app) error { return a.survey.NoteRemovals(t.Context()) })
	if _, all, err := store.ReadRemovals(filepath.Join(moved.Dir, store.RemovalsFile)); err != nil || len(all) != 1 {
		t.Errorf("beside the moved database %d removals are listed, %v, want 1", len(all), err)
	}
}

// at works on a place as commands do.
func at(t *testing.T, p place, fn func(a *app) error) {
	t.Helper()
	a, err := openApp(t.Context(), surveytest.Log(t), p)
	if err != nil {
		t.Fatal(err)
	}
	if err := fn(a); err != nil {
		t.Error(err)
	}
	if err := a.close(); err != nil {
		t.Error(err)
	}
}

// submitTo answers the first wave of the place that anybody may answer.
func submitTo(t *testing.T, p place) (receipt survey.Receipt) {
	t.Helper()
	at(t, p, func(a *app) error {
		waves, err := store.AnonymousWaves(t.Context(), a.db)
		if err != nil || len(waves) == 0 {
			t.Fatalf("no wave to answer: %v", err)
		}
		stored, err := a.survey.StoredAfter(t.Context(), "", 1)
		if err != nil {
			return err
		}
		r, err := a.survey.Response(t.Context(), stored[0].ResponseID)
		if err != nil {
			return err
		}
		r.ID = ""
		receipts, err := a.survey.SubmitAll(t.Context(), []survey.Response{r}, []string{"the key of the test"})
		if err != nil || receipts != 1 {
			t.Fatalf("stored %d, %v", receipts, err)
		}
		wave, err := a.survey.Wave(t.Context(), r.WaveID)
		if err != nil {
			return err
		}
		wave.ClosesOn, wave.WithdrawUntil, wave.RetainUntil = "", "", ""
		if err := a.survey.SaveWave(t.Context(), wave); err != nil {
			return err
		}
		receipt, err = a.survey.Submit(t.Context(), r, store.SubmitOptions{Key: "the key of the test"})
		return err
	})
	return receipt
}
