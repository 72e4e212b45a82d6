package main

import (
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// asCommand makes the test binary behave as verbatim, so that tests can kill it.
const asCommand = "VERBATIM_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	testscript.Main(ended{m}, map[string]func(){"verbatim": main})
}

// ended takes away what the tests shared when they have run.
type ended struct{ *testing.M }

func (e ended) Run() int {
	defer func() { os.RemoveAll(shared) }()
	return e.M.Run()
}

// TestScripts runs the command line as testdata/script specifies it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

func TestDoubleDashes(t *testing.T) {
	got := doubleDashes([]string{"demo", "-dir", "x", "-no-serve", "-n", "3", "--addr=:1", "-out=y", "-", "--", "-dir"})
	want := []string{"demo", "--dir", "x", "--no-serve", "-n", "3", "--addr=:1", "--out=y", "-", "--", "-dir"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("doubleDashes (-want +got):\n%s", diff)
	}
}

// TestDemoKilledAtAnyPoint kills the demonstration with SIGKILL at points spread
// over its whole run, on one folder, and then lets it finish: nothing is lost and
// nothing is there twice.
func TestDemoKilledAtAnyPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program ten times")
	}
	whole := t.TempDir()
	start := time.Now()
	demoProcess(t, whole).Run()
	full := time.Since(start)
	want := tally(t, whole)

	dir := t.TempDir()
	const kills = 8
	for i := range kills {
		c := demoProcess(t, dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(full*time.Duration(i+1)/(kills+1), func() { c.Process.Kill() })
		c.Wait()
	}
	if out, err := demoProcess(t, dir).CombinedOutput(); err != nil {
		t.Fatalf("after %d kills: %v\n%s", kills, err, out)
	}
	if got := tally(t, dir); !slices.Equal(want, got) {
		t.Errorf("after %d kills (-want +got):\n%s", kills, cmp.Diff(want, got))
	}
}

func demoProcess(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "demo", "-dir", dir, "-no-serve")
	c.Env = append(os.Environ(), asCommand+"=1")
	return c
}
