package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/browsertest"
	"verbatim/web/webtest"
)

// serveVariable makes a copy of the test binary serve the database that it names,
// as a process of its own that can be killed.
const serveVariable = "VERBATIM_TEST_SERVE"

func TestMain(m *testing.M) {
	if address := os.Getenv(serveVariable); address != "" {
		if err := serve(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(browsertest.Main(m))
}

// serve answers until the process is killed. The day is that of the tests.
func serve(address string) error {
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sqldb.Open(ctx, log, address)
	if err != nil {
		return err
	}
	s, err := store.New(ctx, log, db)
	if err != nil {
		return err
	}
	began := time.Now()
	s.Now = func() time.Time { return today.Add(time.Since(began)) }
	server, err := web.New(log, web.Config{Survey: s, Now: s.Now})
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stdout, "http://%s\n", l.Addr())
	return server.Serve(ctx, l)
}

// A process is a server that can be killed.
type process struct {
	cmd  *exec.Cmd
	base string
}

func start(t *testing.T, address string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(os.Args[0])} //nolint:gosec,noctx // ourselves; ended by kill
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), serveVariable+"="+address), os.Stderr
	out, err := p.cmd.StdoutPipe()
	must(t, err)
	must(t, p.cmd.Start())
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	go func() { _, _ = io.Copy(io.Discard, out) }()
	p.base = strings.TrimSpace(line)
	return p
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended already
	_ = p.cmd.Wait()
}

// A killable site is served by a process of its own over a database that the test
// reads too.
type killable struct {
	*site
	t       *testing.T
	address string
	process *process
}

func newKillable(t *testing.T, address string) *killable {
	t.Helper()
	s := &site{t: t, log: &logBuffer{}, clock: &clock{now: today}}
	st, err := store.New(t.Context(), surveytest.Log(t), surveytest.Reopen(t, address))
	must(t, err)
	st.Now = s.clock.Now
	s.store = st
	s.found()
	s.every()
	k := &killable{s, t, address, start(t, address)}
	s.browser = webtest.At(t, k.process.base)
	return k
}

// restart kills the server, starts it again, and turns the browser to it.
func (k *killable) restart() {
	k.t.Helper()
	k.process.kill()
	k.process = start(k.t, k.address)
	k.browser = k.browser.Through(k.process.base)
}
