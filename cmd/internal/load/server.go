package load

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"verbatim/survey/fault"
)

const (
	// announceWithin is how long a server may take to say where it serves. It
	// opens its database first, which PostgreSQL may keep waiting.
	announceWithin = 30 * time.Second
	// readyEvery is how often a server that starts is asked whether it is ready.
	readyEvery = 2 * time.Millisecond
	// askFor is how long one such question may take.
	askFor = 2 * time.Second
	// stopWithin is how long a server may take to end when it is asked to.
	stopWithin = 20 * time.Second
)

// A Command says how a server is started: a program that prints the address it
// serves on as "http://host:port/".
type Command struct {
	Program string
	Args    []string
	Env     []string
	Log     *os.File // gets its standard error; nil for none
}

// A Server is a server that runs as a process of its own. It ends with this
// process where the system can see to that.
type Server struct {
	Base    string // "http://127.0.0.1:8080"
	Started time.Time
	Took    time.Duration // until Ready saw it ready

	cmd    *exec.Cmd
	ended  chan struct{}
	client *http.Client
}

// Start starts a server and waits until it says where it serves. Whoever starts
// it ends it, with Kill or Stop.
func Start(ctx context.Context, c Command) (_ *Server, err error) {
	defer fault.Wrap(&err, "load.Start(%s)", c.Program)
	cmd := exec.Command(c.Program, c.Args...) //nolint:gosec,noctx // our own program; who starts it ends it, in the way that is measured
	cmd.Env = append(os.Environ(), c.Env...)
	if c.Log != nil {
		cmd.Stderr = c.Log
	}
	dieWithParent(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s := &Server{cmd: cmd, ended: make(chan struct{}), Started: time.Now(), client: &http.Client{Timeout: askFor}}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	said := make(chan string, 1)
	go s.follow(out, said)
	wait := time.NewTimer(announceWithin)
	defer wait.Stop()
	select {
	case s.Base = <-said:
	case <-ctx.Done():
		err = ctx.Err()
	case <-wait.C:
	}
	if s.Base == "" {
		s.Kill()
		if err == nil {
			err = fault.Coded("T05", "The server did not start: its log says why.")
		}
		return nil, err
	}
	return s, nil
}

// follow reads what the server prints until it ends, and sends the first
// address.
func (s *Server) follow(out io.Reader, said chan<- string) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "http://"); ok {
			select {
			case said <- "http://" + strings.TrimRight(address, "/ "):
			default:
			}
		}
	}
	close(said)
	_ = s.cmd.Wait() // ended by us, or its log says why
	close(s.ended)
}

// Ready waits until the server says that it is ready and returns how long that
// took since its start.
func (s *Server) Ready(ctx context.Context) (_ time.Duration, err error) {
	defer fault.Wrap(&err, "load.Ready")
	for {
		if s.ask(ctx) {
			s.Took = time.Since(s.Started)
			return s.Took, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-s.ended:
			return 0, fault.Coded("T06", "The server ended before it was ready: its log says why.")
		case <-time.After(readyEvery):
		}
	}
}

func (s *Server) ask(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// Kill ends the process at once, as a power cut would.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill() // it may have ended already
	<-s.ended
}

// Stop asks the server to end and kills it when it does not.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	select {
	case <-s.ended:
	case <-time.After(stopWithin):
		s.Kill()
	}
}

// Pid returns the number of the process.
func (s *Server) Pid() int { return s.cmd.Process.Pid }

// Alive reports whether the process runs.
func (s *Server) Alive() bool {
	select {
	case <-s.ended:
		return false
	default:
		return true
	}
}

// Memory is what a process holds, in bytes; zero where the system does not tell.
type Memory struct {
	Held int64 `json:"rss"`      // at present, with the pages of the program and the index that it has looked at
	Own  int64 `json:"rss_anon"` // of that, what is in no file: what it has made itself
	Most int64 `json:"rss_peak"` // the most it has held
	Heap int64 `json:"heap"`     // what its own values took when it last looked, see LastHeap
}

// String returns the memory in MB.
func (m Memory) String() string {
	return fmt.Sprintf("%d MB (%d MB of it in no file, %d MB live on the heap), at most %d MB", m.Held>>20, m.Own>>20, m.Heap>>20, m.Most>>20)
}

// Memory returns what the server holds.
func (s *Server) Memory() (m Memory) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.Pid()))
	if err != nil {
		return m
	}
	for line := range strings.Lines(string(b)) {
		name, value, _ := strings.Cut(line, ":")
		kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch {
		case err != nil:
		case name == "VmRSS":
			m.Held = kb << 10
		case name == "RssAnon":
			m.Own = kb << 10
		case name == "VmHWM":
			m.Most = kb << 10
		}
	}
	return m
}
