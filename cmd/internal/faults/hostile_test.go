//go:build unix

package faults

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"verbatim/survey/fault"
)

// TestBeHostile sends everything hostile to a server that refuses it, and to one
// that fails at each kind which reaches a page.
func TestBeHostile(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		want   string
	}{
		{"refused", http.StatusBadRequest, ""},
		{"too busy", http.StatusServiceUnavailable, ""},
		{"failed", http.StatusInternalServerError, "T20: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var mu sync.Mutex
			paths := map[string]int{}
			site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				paths[r.URL.Path[strings.LastIndex(r.URL.Path, "/"):]]++
				mu.Unlock()
				w.WriteHeader(tt.status)
			}))
			defer site.Close()
			err := beHostile(t.Context(), strings.TrimPrefix(site.URL, "http://"))
			if (err != nil) != (tt.want != "") || err != nil && !strings.Contains(err.Error(), tt.want) || err != nil && fault.KindOf(err) != fault.Internal {
				t.Errorf("beHostile() = %v, want %q", err, tt.want)
			}
			if tt.want == "" && (paths["/check"] < 4*hostileEach || paths["/1"] < 2*hostileEach || paths["/receipt"] < hostileEach) {
				t.Errorf("what arrived: %v", paths)
			}
		})
	}
}
