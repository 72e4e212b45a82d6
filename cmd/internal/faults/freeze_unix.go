//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"verbatim/cmd/internal/load"
)

const (
	// freezeWithin is how long a process may take to stand still: one that waits
	// for the disk does so when the disk has answered.
	freezeWithin = 5 * time.Second
	freezeEvery  = time.Millisecond
)

// freeze stops a process where it is and waits until every thread of it stands.
func freeze(ctx context.Context, pid int) error {
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return err
	}
	for until := time.Now().Add(freezeWithin); time.Now().Before(until); {
		if stands(pid) {
			return nil
		}
		if err := load.Pause(ctx, freezeEvery); err != nil {
			return errors.Join(err, syscall.Kill(pid, syscall.SIGCONT))
		}
	}
	return fmt.Errorf("process %d does not stop", pid)
}

// stands reports whether all threads of a process are stopped. Systems that do
// not tell have had the time of one question, which is enough for a process that
// runs.
func stands(pid int) bool {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	if err != nil || len(threads) == 0 {
		return true
	}
	for _, name := range threads {
		b, err := os.ReadFile(name)
		if err != nil {
			continue // the thread has ended
		}
		_, state, _ := strings.Cut(string(b), ") ")
		if !strings.HasPrefix(state, "T") {
			return false
		}
	}
	return true
}
