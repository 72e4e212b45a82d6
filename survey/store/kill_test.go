package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// childVariable makes a copy of the test binary submit to the database that it
// names until it is killed; longVariable makes what it submits long.
const (
	childVariable = "VERBATIM_TEST_SUBMIT"
	longVariable  = "VERBATIM_TEST_LONG"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(childVariable); address != "" {
		if err := submitUntilKilled(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// submitUntilKilled submits from several goroutines, each key twice, and prints
// the key once it is acknowledged.
func submitUntilKilled(address string) error {
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sqldb.Open(ctx, log, address)
	if err != nil {
		return err
	}
	s, err := store.New(ctx, log, db)
	if err != nil {
		return err
	}
	ps, err := s.Programmes(ctx)
	if err != nil {
		return err
	}
	rounds, err := s.Rounds(ctx, ps[0].ID)
	if err != nil {
		return err
	}
	w, err := s.WaveByKey(ctx, rounds[0].ID, "end")
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				key := sqldb.NewID()
				text := key
				if os.Getenv(longVariable) != "" {
					text = longText(key)
				}
				for range 2 {
					if _, err := s.Submit(ctx, webResponse(w, text), store.SubmitOptions{Key: key}); err != nil {
						fmt.Fprintln(os.Stdout, "error:", err)
						return
					}
				}
				fmt.Fprintln(os.Stdout, key)
			}
		})
	}
	wg.Wait()
	return nil
}

// TestKill kills a process in the middle of submitting, several times: what it
// acknowledged is stored, each once, and the feed names what is stored.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	db := surveytest.Reopen(t, path)
	s := newSite(t, db, survey.Open)
	acknowledged := map[string]bool{}
	for round := range 6 {
		before := len(acknowledged)
		killWhileSubmitting(t, path, 40+round*17, acknowledged)
		if len(acknowledged) == before {
			t.Fatal("nothing was acknowledged before the kill")
		}
	}
	vs, err := s.RoundVerbatims(t.Context(), s.round.ID)
	check(t, err)
	stored := map[string]int{}
	for _, v := range vs {
		stored[v.Text]++
	}
	for key := range acknowledged {
		if stored[key] != 1 {
			t.Errorf("an acknowledged response is stored %d times, want once", stored[key])
		}
	}
	for _, n := range stored {
		if n != 1 {
			t.Errorf("a response is stored %d times", n)
		}
	}
	head, err := s.Head(t.Context())
	check(t, err)
	if int(head) != len(vs) {
		t.Errorf("the feed has %d rows for %d responses", head, len(vs))
	}
	follow(t, s.Store, len(vs))
	t.Logf("%d acknowledged, %d stored", len(acknowledged), len(vs))
}

// killWhileSubmitting starts a process that submits, kills it after it has
// acknowledged n responses, and adds what it acknowledged.
func killWhileSubmitting(t *testing.T, address string, n int, acknowledged map[string]bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+address)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() }) // so that a child that hangs fails the test
	lines := bufio.NewReader(out)
	for count := 0; ; count++ {
		if count == n {
			check(t, cmd.Process.Kill())
		}
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break // half a line is no acknowledgement
		}
		check(t, err)
		if strings.HasPrefix(line, "error:") {
			t.Fatal(line)
		}
		acknowledged[strings.TrimSpace(line)] = true
	}
	_ = cmd.Wait() // killed
}
