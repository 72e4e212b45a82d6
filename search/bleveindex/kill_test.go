package bleveindex_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey/fault"
)

var (
	writeTo = flag.String("write", "", "directory of the index that TestWriter writes to until it is killed")
	kills   = flag.Int("kills", 50, "how often TestKill kills a process that indexes")
)

// growth is how many documents each batch of TestWriter adds: the position of
// the index is the number of its documents.
const growth = 5

// TestWriter is the process that TestKill kills. It prints each position that
// the index has acknowledged.
func TestWriter(t *testing.T) {
	if *writeTo == "" {
		t.Skip("run by TestKill")
	}
	x := open(t, *writeTo)
	n := agrees(t, x)
	for {
		fmt.Println("position", n)
		b := search.Batch{Position: int64(n + growth)}
		for i := range growth {
			b.Put = append(b.Put, search.Document{ID: fmt.Sprint("d", n+i), Person: fmt.Sprint("p", n+i), Role: "mentor", Text: fmt.Sprint("answer ", n+i, " with words")})
		}
		if n > growth { // a change of an old document, and a deletion of none
			b.Put = append(b.Put, search.Document{ID: fmt.Sprint("d", n%growth), Role: "mentee", Text: "changed words"})
			b.Delete = []string{"unknown"}
		}
		if err := x.Update(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		n += growth
	}
}

// agrees returns the position of an index, which must be the number of its
// documents and of those that a search finds.
func agrees(t *testing.T, x *bleveindex.Index) int {
	t.Helper()
	p, err1 := x.Position(t.Context())
	n, err2 := x.Count(t.Context())
	res, err3 := x.Search(t.Context(), search.Request{Query: search.Word{Text: "words", Exact: true}, Size: 1, Spans: true})
	if err1 != nil || err2 != nil || err3 != nil || int(p) != n || res.Total != n {
		t.Fatalf("position %d (%v), %d documents (%v), %d found (%v): they differ", p, err1, n, err2, res.Total, err3)
	}
	return n
}

// TestKill kills a process that indexes again and again, at any moment. What was
// acknowledged is there, and the position says how much.
func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(3, 4))
	acknowledged := 0
	for range *kills {
		acknowledged = max(acknowledged, writeAndKill(t, dir, r))
		if t.Failed() {
			return
		}
	}
	x := open(t, dir)
	defer x.Close()
	if n := agrees(t, x); n < acknowledged || n == 0 {
		t.Errorf("%d documents are there, %d were acknowledged", n, acknowledged)
	}
	t.Logf("%d kills, %d documents", *kills, acknowledged)
}

// writeAndKill returns the last position that was acknowledged.
func writeAndKill(t *testing.T, dir string, r *rand.Rand) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriter$", "-write", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait() // killed
	defer cmd.Process.Kill()
	last, said := 0, ""
	lines := bufio.NewScanner(out)
	for batches := r.IntN(6); lines.Scan(); batches-- {
		if _, err := fmt.Sscanf(lines.Text(), "position %d", &last); err != nil {
			said += lines.Text() + "\n"
			continue
		}
		if batches <= 0 {
			time.AfterFunc(time.Duration(r.IntN(3000))*time.Microsecond, func() { cmd.Process.Kill() })
			batches = 1 << 30
		}
	}
	if strings.Contains(said, "FAIL") {
		t.Errorf("the process found its index wrong:\n%s", said)
	}
	return last
}

// TestOtherProcess holds that a process which finds the index open in another
// one is told so in time, while the other goes on.
func TestOtherProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriter$", "-write", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait() // killed
	defer cmd.Process.Kill()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the other process says nothing")
	}
	start := time.Now()
	_, err = bleveindex.Open(context.Background(), slog.New(slog.DiscardHandler), dir)
	if took := time.Since(start); fault.KindOf(err) != fault.Unavailable || err == nil || took > 4*time.Second {
		t.Errorf("Open of an index in use: %v after %v, want Unavailable after two seconds", err, took)
	}
	for range 3 {
		if !lines.Scan() {
			t.Fatal("the other process has stopped")
		}
	}
}
