package bleveindex_test

import (
	"testing"

	"verbatim/search"
	"verbatim/search/searchtest"
)

func TestSuite(t *testing.T) {
	searchtest.Run(t, func(t testing.TB) search.Engine {
		x := open(t, t.TempDir())
		t.Cleanup(func() { _ = x.Close() }) // a test may have closed it
		return x
	})
}
