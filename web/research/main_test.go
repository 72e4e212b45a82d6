package research_test

import (
	"os"
	"testing"

	"verbatim/web/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }
