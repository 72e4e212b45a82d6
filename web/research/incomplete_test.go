package research_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"verbatim/web"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

// TestAnIncompleteIndexIsSaid looks at the pages of searching while the index is
// being made, and when only the last answers are on their way.
func TestAnIncompleteIndexIsSaid(t *testing.T) {
	var done, head atomic.Int64
	s := stafftest.With(t, func(c *web.Config) { c.Caught = func() (int64, int64) { return done.Load(), head.Load() } })
	b := s.Researcher()
	for _, tt := range []struct {
		done, head int64
		want       string
	}{
		{40_000, 100_000, "40 of 100 parts are done"}, {0, 500, "0 of 100 parts are done"}, {99_500, 100_000, ""}, {0, 3, ""}, {12, 12, ""},
	} {
		done.Store(tt.done)
		head.Store(tt.head)
		for _, path := range []string{"/staff/search?q=voice", "/staff/concordance?q=voice", "/staff/usage?q=voice", "/staff/keyness?a=role:mentor"} {
			said := ""
			for _, n := range b.Get(path).Class("notes") {
				said += webtest.Text(n)
			}
			if tt.want == "" && said != "" || !strings.Contains(said, tt.want) {
				t.Errorf("%s with %d of %d changes followed says %q, want %q", path, tt.done, tt.head, said, tt.want)
			}
		}
	}
}
