package main

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// smallTablespace makes a database on a disk of so many megabytes, which the
// server has beside its own, and returns its address and the disk's folder.
func (c *cluster) smallTablespace(megabytes int) (address, disk string) {
	c.t.Helper()
	disk = filepath.Join(c.dir, "small")
	c.must(os.Mkdir(disk, 0o700))
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		c.t.Skipf("not tested on a real disk that is full: mounting one needs the superuser (%v)", err)
	}
	c.t.Cleanup(func() { // after the server has ended
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			c.t.Error(err)
		}
	})
	own := filepath.Join(disk, "tables")
	c.must(os.Mkdir(own, 0o700))
	if c.as != nil {
		c.must(os.Chown(disk, int(c.as.Credential.Uid), int(c.as.Credential.Gid)))
		c.must(os.Chown(own, int(c.as.Credential.Uid), int(c.as.Credential.Gid)))
	}
	c.start()
	c.up()
	c.sql("postgres", `CREATE TABLESPACE small LOCATION '`+own+`'`)
	c.sql("postgres", `CREATE DATABASE tight TABLESPACE small`)
	return c.address("tight"), disk
}

// TestPostgresDiskFull fills the disk under the tables of a server while people
// send answers: who is refused is told so, what was acknowledged is there with
// its exact words, and the same process stores again as soon as there is room.
func TestPostgresDiskFull(t *testing.T) {
	t.Parallel() // it waits more than it works
	c := newCluster(t)
	c.init()
	address, disk := c.smallTablespace(32)
	s, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
	check(t, err)
	w := anyWave(t, s)
	ballast := filepath.Join(disk, "ballast")
	check(t, os.WriteFile(ballast, make([]byte, 16<<20), 0o600))

	var mu sync.Mutex
	acknowledged, refused := map[string]string{}, 0
	send := func(words string) error {
		receipt, err := s.Submit(t.Context(), surveytest.Response(w, "mentor", words), store.SubmitOptions{})
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			acknowledged[receipt.ResponseID] = words
		} else {
			refused++
		}
		return err
	}
	full := func() bool { mu.Lock(); defer mu.Unlock(); return refused >= 20 }
	var wg sync.WaitGroup
	end := time.Now().Add(time.Minute)
	for person := range 8 {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(person)))
			for i := 0; !full() && time.Now().Before(end); i++ {
				words := fmt.Sprintf("%d of %d: It was – größer. %s", i, person, incompressible(random))
				if err := send(words); err != nil && (fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "D12: ")) {
					t.Errorf("an answer on a full disk = %v, want D12", err)
				}
			}
		})
	}
	wg.Wait()
	if !full() || len(acknowledged) == 0 {
		t.Fatalf("%d answers were stored and %d refused: the disk never filled", len(acknowledged), refused)
	}
	check(t, os.Remove(ballast))
	check(t, send("There is room again."))
	for id, words := range acknowledged {
		r, err := s.Response(t.Context(), id)
		if got, _ := r.Answer("changed"); err != nil || got.Text != words {
			t.Errorf("an acknowledged answer reads %.40q, %v, want %.40q", got.Text, err, words)
		}
	}
	n, err := sqldb.One(t.Context(), s.DB, func(r sqldb.Row) (n int, err error) { err = r.Scan(&n); return n, err }, `SELECT count(*) FROM response`)
	if err != nil || n != len(acknowledged) {
		t.Errorf("%d responses are stored, %v, want the %d that were acknowledged", n, err, len(acknowledged))
	}
}

// incompressible returns words that the server cannot store in less room than
// they take, so that few of them fill a disk.
func incompressible(r *rand.Rand) string {
	b := make([]byte, 5000)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return base64.StdEncoding.EncodeToString(b)
}

// anyWave sets up a wave that anybody can answer.
func anyWave(t *testing.T, s *store.Store) survey.Wave {
	t.Helper()
	p, f := surveytest.Programme(), surveytest.Form()
	r := surveytest.Round(p)
	w := surveytest.Wave(r, f)
	check(t, s.SaveProgramme(t.Context(), p))
	check(t, s.SaveRound(t.Context(), r))
	_, err := s.PublishForm(t.Context(), p.ID, f)
	check(t, err)
	check(t, s.SaveWave(t.Context(), w))
	return w
}
