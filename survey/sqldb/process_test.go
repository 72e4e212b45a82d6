package sqldb_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

// holdVariable makes a copy of the test binary lock the database that it names
// for as long as its standard input is open.
const holdVariable = "VERBATIM_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdVariable); path != "" {
		if err := holdLock(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// holdLock writes a row without committing it, says so, and waits.
func holdLock(path string) error {
	db, err := sqldb.Open(context.Background(), slog.New(slog.DiscardHandler), path)
	if err != nil {
		return err
	}
	err = db.Write(context.Background(), func(ctx context.Context, tx *sqldb.Tx) error {
		if err := put("held", 1)(ctx, tx); err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, "held")
		_, err := io.Copy(io.Discard, os.Stdin)
		return errors.Join(err, errors.New("never to be committed"))
	})
	return errors.Join(err, db.Close())
}

// wantRefused fails unless a write is refused for the time being, with the code.
func wantRefused(t *testing.T, db *sqldb.DB, code string) {
	t.Helper()
	err := db.Write(t.Context(), put("refused", 1))
	if fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), code+": ") {
		t.Errorf("Write = %v, want %s", err, code)
	}
}

// TestLockedByAnotherProcess writes while another process is writing, which then
// is killed with its transaction open.
func TestLockedByAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "verbatim.db")
	db := surveytest.Reopen(t, path)
	check(t, db.Migrate(t.Context(), "pairs", pairs))
	sqldb.SetBusyTimeout(t, db, 20)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), holdVariable+"="+path)
	cmd.Stderr = t.Output()
	_, err := cmd.StdinPipe()
	check(t, err)
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if line != "held\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	wantRefused(t, db, "D11")
	wantPairs(t, db, "") // reading goes on, and sees nothing that is not committed
	check(t, cmd.Process.Kill())
	_ = cmd.Wait() // killed
	check(t, db.Write(t.Context(), put("c", 3)))
	wantPairs(t, db, "c=3")
}
