package bleveindex_test

import (
	"testing"

	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/search/searchtest"
)

func TestSuite(t *testing.T) {
	searchtest.Run(t, func(tb testing.TB) search.Engine {
		tb.Helper()
		x := open(tb, tb.TempDir())
		tb.Cleanup(func() { _ = x.Close() }) // a test may have closed it
		return x
	})
}

// TestSuiteStrained runs the random part on an index that shares every search
// between cores and forgets positions all the time.
func TestSuiteStrained(t *testing.T) {
	searchtest.RunRandom(t, 1, func(tb testing.TB) search.Engine {
		tb.Helper()
		x := open(tb, tb.TempDir())
		bleveindex.Strain(x)
		tb.Cleanup(func() { _ = x.Close() })
		return x
	})
}
