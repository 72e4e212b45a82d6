package web_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/web"
)

const (
	// hostileRequests is how many requests are sent at least.
	hostileRequests = 10_000
	// attackers send at once, each with its own cookies and connections.
	attackers = 16
	// hostileHeader and hostileBody are the server's patience in this test, long
	// enough for an honest request on a busy machine.
	hostileHeader, hostileBody = 2 * time.Second, 3 * time.Second
)

// TestTenThousandHostileRequests sends everything that a server should stand, in
// variants made from fixed seeds, while honest people fill in their forms.
// Afterwards every response that was acknowledged is there once with its exact
// words, nothing is there that nobody sent, nothing failed inside the server,
// and it has given back everything it took.
func TestTenThousandHostileRequests(t *testing.T) {
	s := newSite(t)
	before := holdings(t)
	h := &hostility{t: t, site: s, sent: map[string]map[string]string{}, acknowledged: map[string]string{}, statuses: map[int]int{}}
	h.invited = s.ask("invited", survey.AnonymousInvited)
	stop := h.serve()
	slow := h.beSlow()
	var wg sync.WaitGroup
	for seed := range attackers {
		wg.Go(func() {
			a := h.attacker(uint64(seed))
			defer a.client.CloseIdleConnections()
			for h.requests.Load() < hostileRequests {
				kinds[a.rand.IntN(len(kinds))](a)
			}
		})
	}
	wg.Wait()
	slow.Wait()
	last := h.attacker(attackers)
	last.honest()
	last.client.CloseIdleConnections()
	stop()
	h.compare()
	h.wantQuiet()
	h.wantGivenBack(before)
	t.Logf("%d requests, %d responses acknowledged; answers by status: %v", h.requests.Load(), len(h.acknowledged), h.statuses)
}

// hostility is what is known of everything that was sent to one server.
type hostility struct {
	t        *testing.T
	site     *site
	invited  survey.Wave
	address  string
	requests atomic.Int64
	markers  atomic.Int64

	mu           sync.Mutex
	sent         map[string]map[string]string // by marker, the words by question
	acknowledged map[string]string            // by marker, the form as it was sent
	statuses     map[int]int
}

// serve starts the server as cmd does, on a port of its own, and returns what
// stops it.
func (h *hostility) serve() (stop func()) {
	h.t.Helper()
	web.SetPatience(h.site.server, hostileHeader, hostileBody)
	l, err := (&net.ListenConfig{}).Listen(h.t.Context(), "tcp", "127.0.0.1:0")
	must(h.t, err)
	h.address = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.site.server.Serve(ctx, l) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Errorf("Serve = %v, want nil", err)
		}
	}
}

func (h *hostility) attacker(seed uint64) *attacker {
	return &attacker{
		h: h, rand: rand.New(rand.NewPCG(seed, 2021)), cookies: map[string]string{},
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 1},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       time.Minute,
		},
	}
}

// marker returns a text that nobody else sends.
func (h *hostility) marker() string { return fmt.Sprintf("marker-%06d.", h.markers.Add(1)) }

// markerOf finds the marker in a text.
func markerOf(text string) string {
	at := strings.Index(text, "marker-")
	if at < 0 || len(text) < at+len("marker-000000.") {
		return ""
	}
	return text[at : at+len("marker-000000.")]
}

// send notes what is about to be sent under a marker.
func (h *hostility) send(v url.Values) (marker string) {
	marker = markerOf(v.Get("answer.change"))
	words := map[string]string{}
	for _, q := range []string{"surprise", "change", "word"} {
		if text := (survey.Answer{Text: v.Get("answer." + q)}).Normalise().Text; text != "" {
			words[q] = text
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent[marker] = words
	return marker
}

// got notes an answer of the server and fails the test for one that no request
// may bring about.
func (h *hostility) got(what string, r answer) {
	h.requests.Add(1)
	h.mu.Lock()
	h.statuses[r.status]++
	h.mu.Unlock()
	if r.status >= http.StatusInternalServerError && (r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "") {
		h.t.Errorf("%s = status %d", what, r.status)
	}
}

// compare looks up everything that was acknowledged, and everything else.
func (h *hostility) compare() {
	h.t.Helper()
	stored := map[string]int{}
	for _, r := range h.site.responses() {
		change, _ := r.Answer("change")
		marker := markerOf(change.Text)
		stored[marker]++
		words, ok := h.sent[marker]
		if !ok || marker == "" {
			h.t.Errorf("a response is stored that nobody sent: %+v", r.Answers)
			continue
		}
		for _, q := range []string{"surprise", "change", "word"} {
			if a, _ := r.Answer(q); a.Text != words[q] {
				h.t.Errorf("%s: %s is stored as %q, want %q", marker, q, a.Text, words[q])
			}
		}
	}
	for marker, n := range stored {
		if n != 1 {
			h.t.Errorf("%s is stored %d times", marker, n)
		}
	}
	for marker, form := range h.acknowledged {
		if stored[marker] == 0 {
			h.t.Errorf("%s was acknowledged and is not stored; what was sent: %s", marker, shortened(form))
		}
	}
	if len(h.acknowledged) < attackers {
		h.t.Errorf("only %d responses were acknowledged", len(h.acknowledged))
	}
}

// wantQuiet fails the test when a handler has panicked or failed.
func (h *hostility) wantQuiet() {
	h.t.Helper()
	for line := range strings.Lines(h.site.log.String()) {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "panic") {
			h.t.Errorf("the log says %s", line)
			return
		}
	}
	h.site.wantNotLogged("marker-")
}

// held is what a process takes from the machine.
type held struct{ goroutines, files int }

func holdings(t *testing.T) held {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	return held{runtime.NumGoroutine(), len(files)}
}

// spare is how many goroutines and files more than before may be left: the
// database opens its connections as they are needed, and keeps them.
const spare = 8

// wantGivenBack fails the test unless goroutines and files are as before, within
// a few seconds.
func (h *hostility) wantGivenBack(before held) {
	h.t.Helper()
	var now held
	for range 200 {
		now = holdings(h.t)
		if now.goroutines <= before.goroutines+spare && now.files <= before.files+spare {
			return
		}
		<-time.After(20 * time.Millisecond) // connections that were cut end in their own time
	}
	stacks := make([]byte, 1<<16)
	h.t.Errorf("%d goroutines and %d files are left of %d and %d:\n%s", now.goroutines, now.files, before.goroutines, before.files, stacks[:runtime.Stack(stacks, true)])
}

// beSlow opens connections that send a header, or a body, a byte at a time. The
// server has to end them.
func (h *hostility) beSlow() *sync.WaitGroup {
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			conn, err := (&net.Dialer{}).Dial("tcp", h.address)
			if err != nil {
				h.t.Errorf("slow connection: %v", err)
				return
			}
			defer conn.Close()
			head := "GET " + h.site.path + " HTTP/1.1\r\nHost: x\r\n"
			if i%2 == 1 {
				head = "POST " + h.site.path + "/page/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
			}
			_, _ = io.WriteString(conn, head)
			ended := make(chan struct{})
			go func() { defer close(ended); _, _ = io.Copy(io.Discard, conn) }()
			for tick := time.NewTicker(100 * time.Millisecond); ; {
				select {
				case <-ended:
					tick.Stop()
					return
				case <-tick.C:
					_, _ = io.WriteString(conn, "a")
				case <-time.After(10 * hostileBody):
					h.t.Error("a slow connection was not ended")
					return
				}
			}
		})
	}
	return &wg
}
