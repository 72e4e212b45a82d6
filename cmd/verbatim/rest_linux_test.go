package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCleanMappings(t *testing.T) {
	const smaps = `00400000-00410000 r-xp 00000000 fe:00 12 /opt/a b/verbatim
Size:                 64 kB
Anonymous:             0 kB
00410000-00420000 r--p 00010000 fe:00 12 /opt/a b/verbatim
Anonymous:             4 kB
00420000-00430000 rw-p 00020000 fe:00 12 /opt/a b/verbatim
Anonymous:             0 kB
c000000000-c000400000 rw-p 00000000 00:00 0 
Anonymous:             0 kB
7f00-8f00 r--p 00000000 fe:00 13 /opt/other
Anonymous:             0 kB
`
	want := []mapping{{0x400000, 0x10000}}
	if diff := cmp.Diff(want, cleanMappings(strings.NewReader(smaps), "/opt/a b/verbatim"), cmp.AllowUnexported(mapping{})); diff != "" {
		t.Errorf("cleanMappings (-want +got):\n%s", diff)
	}
}

// TestGiveBackCode holds that the program goes on afterwards.
func TestGiveBackCode(t *testing.T) {
	giveBackCode()
	if got := allocated(); got == 0 {
		t.Error("nothing allocated")
	}
}
