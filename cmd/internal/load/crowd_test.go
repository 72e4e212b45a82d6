package load

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"verbatim/survey"
	"verbatim/survey/surveytest"
	"verbatim/web"
)

// newWeb returns the site of a new database.
func newWeb(t *testing.T, address string) (http.Handler, *auditSite) {
	t.Helper()
	s := newAuditSite(t, address)
	site, err := web.New(surveytest.Log(t), web.Config{Survey: s.Store})
	must(t, err)
	return site.Handler(), s
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestCrowd(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		h, s := newWeb(t, address)
		c := Crowd{Bases: []string{serve(t, h)}, Size: 4, Visits: 40, Ledger: s.Ledger, Seed: 1}
		r := c.Run(t.Context())
		if r.Asked != 5*40 { // form, its post, the answers to check, their post, receipt
			t.Errorf("Run asked %d times, want 200", r.Asked)
		}
		if r.Done != 40 || r.Failures() != 0 || len(r.Flow) != 40 || len(r.Post) != 40 {
			t.Errorf("Run = %d done, %d and %d times, failures %v, want 40 without failures", r.Done, len(r.Flow), len(r.Post), r.Errors)
		}
		s.want(Tally{Acknowledged: 40, Found: 40, Stored: 40}, "")
		sound(t, s, "")
		if looks := c.Look(t.Context()); looks.Done != 40 {
			t.Errorf("Look = %d done, %v, want 40", looks.Done, looks.Errors)
		}
	})
}

// TestCrowdInsists puts the site behind a wire that breaks after the site has
// done what it was asked, or before, or answers in its place: people go on until
// their answers are acknowledged, and nothing is stored twice.
func TestCrowdInsists(t *testing.T) {
	h, s := newWeb(t, t.TempDir()+"/verbatim.db")
	var n atomic.Int64
	wire := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) % 5 {
		case 0:
			h.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler) //nolint:forbidigo // net/http's way to cut a connection
		case 1:
			panic(http.ErrAbortHandler) //nolint:forbidigo // as above
		case 2:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			h.ServeHTTP(w, r)
		}
	})
	c := Crowd{Bases: []string{serve(t, wire)}, Size: 8, Visits: 24, Insists: true, Ledger: s.Ledger, Seed: 1}
	r := c.Run(t.Context())
	if r.Done != 24 || r.Errors["status 503"] == 0 || r.Errors["broken off"]+r.Errors["reset"] == 0 {
		t.Errorf("Run = %d done, errors %v, want 24 and errors of each kind", r.Done, r.Errors)
	}
	s.want(Tally{Acknowledged: 24, Found: 24, Stored: 24}, "")
	sound(t, s, "")
}

// TestCrowdGivesUp: who does not insist counts a failure and goes.
func TestCrowdGivesUp(t *testing.T) {
	busy := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	l := NewLedger()
	r := Crowd{Bases: []string{serve(t, busy)}, Size: 2, Visits: 6, Ledger: l}.Run(t.Context())
	if r.Done != 0 || r.Errors["status 503"] != 6 || l.Acknowledged() != 0 || len(l.Snapshot()) != 6 {
		t.Errorf("Run = %d done, errors %v, %d acknowledged; want 6 failures", r.Done, r.Errors, l.Acknowledged())
	}
}

// TestMixedCrowd has half of the people fill in the log.
func TestMixedCrowd(t *testing.T) {
	h, s := newWeb(t, t.TempDir()+"/verbatim.db")
	r := Crowd{Bases: []string{serve(t, h)}, Size: 4, Visits: 40, Mixed: true, Insists: true, Ledger: s.Ledger, Seed: 3}.Run(t.Context())
	if r.Done != 40 || r.Failures() != 0 {
		t.Errorf("Run = %d done, failures %v, want 40 without failures", r.Done, r.Errors)
	}
	s.want(Tally{Acknowledged: 40, Found: 40, Stored: 40}, "")
	logs := 0
	for _, resp := range s.all() {
		if resp.FormKey == logKey {
			logs++
		}
	}
	if logs == 0 || logs == 40 { // they take longer to fill in
		t.Errorf("%d of 40 are logs, want some", logs)
	}
}

// all returns every response of the form's round.
func (s *auditSite) all() []survey.Response {
	s.t.Helper()
	w, err := s.Wave(s.t.Context(), s.wave)
	must(s.t, err)
	rs, err := s.RoundResponses(s.t.Context(), w.RoundID)
	must(s.t, err)
	return rs
}
