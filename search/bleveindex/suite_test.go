package bleveindex_test

import (
	"testing"

	"verbatim/search"
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
