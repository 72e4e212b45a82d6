package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// The log of SQLite: a header, then frames of a header and a page each.
const (
	logHeader = 32
	logFrame  = 24 + 4096
)

// TestPowerLossTearsLog copies the database while writers go on and cuts the
// copy of its log at many places, also in the middle of a frame, as a power loss
// leaves it. Each copy opens, is sound, and holds every response that was
// acknowledged when the log was no longer than what is left of it.
func TestPowerLossTearsLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	s := newSite(t, surveytest.Reopen(t, path), survey.Open)
	needs, tried := map[string]int64{}, 0 // the length of the log when a text was acknowledged
	for n := range 3 {
		folder := t.TempDir()
		copied := copyAmidWrites(t, s, path, folder, needs)
		for i, cut := range cuts(copied) {
			want := map[string]bool{}
			for text, need := range needs {
				want[text] = need <= cut
			}
			wantSurvived(t, tear(t, folder, fmt.Sprintf("torn%d-%d.db", n, i), cut), want)
			tried++
		}
	}
	t.Logf("%d copies of a log cut off; %d responses acknowledged", tried, len(needs))
}

// copyAmidWrites submits from several goroutines, copies the files to whole.db
// in the folder when half is acknowledged, and returns the length of the log
// that it copied. It notes how long the log was when each text was acknowledged.
func copyAmidWrites(t *testing.T, s site, path, folder string, needs map[string]int64) int64 {
	t.Helper()
	const writers, each = 4, 12
	acknowledged := make(chan string, writers*each)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				text := sqldb.NewID()
				if _, err := s.Submit(t.Context(), webResponse(s.wave, text), store.SubmitOptions{}); err != nil {
					t.Error(err)
				}
				length := logLength(t, path)
				mu.Lock()
				needs[text] = length
				mu.Unlock()
				acknowledged <- text
			}
		})
	}
	for range writers * each / 2 {
		<-acknowledged
	}
	copyFile(t, path, filepath.Join(folder, "whole.db"))
	copyFile(t, path+"-wal", filepath.Join(folder, "whole.db-wal"))
	wg.Wait()
	return logLength(t, filepath.Join(folder, "whole.db"))
}

// cuts returns lengths at which to cut a log of the given length: the whole, at
// the borders of frames and near them, and in their middle.
func cuts(length int64) []int64 {
	frames := (length - logHeader) / logFrame
	all := []int64{length, length - 1, 0, logHeader - 1, logHeader}
	within := []int64{0, 1, 23, 24, logFrame / 2, logFrame - 1}
	for i := range int64(12) {
		all = append(all, logHeader+frames*(i+1)/14*logFrame+within[i%6])
	}
	return all
}

func logLength(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path + "-wal")
	if err != nil {
		t.Error(err)
		return 0
	}
	return info.Size()
}

// copyFile copies from, which may be growing, as far as it reaches now.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	check(t, err)
	check(t, os.WriteFile(to, content, 0o600))
}

// tear copies whole.db of the folder and the first bytes of its log, with
// nonsense after them as a disk leaves a sector that it was writing.
func tear(t *testing.T, folder, name string, cut int64) string {
	t.Helper()
	torn := filepath.Join(folder, name)
	copyFile(t, filepath.Join(folder, "whole.db"), torn)
	log, err := os.ReadFile(filepath.Join(folder, "whole.db-wal"))
	check(t, err)
	left := append(log[:cut:cut], strings.Repeat("\xA5", int(cut%512))...)
	check(t, os.WriteFile(torn+"-wal", left, 0o600))
	return torn
}

// wantSurvived opens a copy of a database and looks for the responses with the
// texts that are wanted. Others may be there too, but only whole ones.
func wantSurvived(t *testing.T, path string, want map[string]bool) {
	t.Helper()
	db, err := sqldb.Open(t.Context(), surveytest.Log(t), path)
	check(t, err)
	sound, err := sqldb.One(t.Context(), db, scanText, `PRAGMA integrity_check`)
	if err != nil || sound != "ok" {
		t.Fatalf("%s is damaged: %s, %v", filepath.Base(path), sound, err)
	}
	s, err := store.New(t.Context(), surveytest.Log(t), db)
	check(t, err)
	stored := map[string]int{}
	for _, p := range must(s.Programmes(t.Context()))(t) {
		for _, r := range must(s.Rounds(t.Context(), p.ID))(t) {
			vs := must(s.RoundVerbatims(t.Context(), r.ID))(t)
			for _, v := range vs {
				stored[v.Text]++
			}
			wantStored(t, s, r.ID, len(vs))
		}
	}
	for text, wanted := range want {
		if wanted && stored[text] != 1 {
			t.Errorf("%s: an acknowledged response is there %d times, want once", filepath.Base(path), stored[text])
		}
	}
	for text, n := range stored {
		if n != 1 {
			t.Errorf("%s: %.20q is there %d times", filepath.Base(path), text, n)
		}
	}
	check(t, db.Close())
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return v
	}
}

// TestPowerLossAnywhere stops a process that submits, at a moment it does not
// choose, copies the files as they stand then, and lets it go on. The answers
// are long, so that the log is folded into the file again and again.
func TestPowerLossAnywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	newSite(t, surveytest.Reopen(t, path), survey.Open)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+path, longVariable+"=yes")
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	stop := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() }) // so that a child that hangs fails the test
	defer stop.Stop()
	acknowledged := map[string]bool{}
	lines := bufio.NewReader(out)
	folded, before := 0, int64(0)
	for n := range 4 {
		for range 75 + n*7 {
			line, err := lines.ReadString('\n')
			check(t, err)
			if strings.HasPrefix(line, "error:") {
				t.Fatal(line)
			}
			acknowledged[strings.TrimSpace(line)] = true
		}
		check(t, cmd.Process.Signal(syscall.SIGSTOP))
		folder := t.TempDir()
		copyFile(t, path, filepath.Join(folder, "whole.db"))
		copyFile(t, path+"-wal", filepath.Join(folder, "whole.db-wal"))
		check(t, cmd.Process.Signal(syscall.SIGCONT))
		if info := must(os.Stat(filepath.Join(folder, "whole.db")))(t); info.Size() > before {
			folded, before = folded+1, info.Size()
		}
		wantKeysSurvived(t, filepath.Join(folder, "whole.db"), acknowledged)
	}
	check(t, cmd.Process.Kill())
	if _, err := io.Copy(io.Discard, lines); err != nil && !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
	_ = cmd.Wait() // killed
	if folded < 2 {
		t.Errorf("the log was folded into the file %d times: the test copies too little", folded)
	}
	t.Logf("%d acknowledged; the file had grown in %d of 4 copies", len(acknowledged), folded)
}

// wantKeysSurvived looks for the keys at the head of long texts.
func wantKeysSurvived(t *testing.T, path string, keys map[string]bool) {
	t.Helper()
	want := make(map[string]bool, len(keys))
	for k := range keys {
		want[longText(k)] = true
	}
	wantSurvived(t, path, want)
}

// longText returns a text of some 55 kB that begins with the key.
func longText(key string) string { return key + strings.Repeat("\u807d", 18000) }
