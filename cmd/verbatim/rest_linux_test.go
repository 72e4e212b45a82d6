package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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
7f00-8f00 r--s 00000000 fe:00 13 /opt/data/index
Anonymous:             0 kB
8f00-9f00 r--p 00000000 00:00 0 [vvar]
Anonymous:             0 kB
`
	want := []mapping{{0x400000, 0x10000}, {0x7f00, 0x1000}}
	if diff := cmp.Diff(want, cleanMappings(strings.NewReader(smaps)), cmp.AllowUnexported(mapping{})); diff != "" {
		t.Errorf("cleanMappings (-want +got):\n%s", diff)
	}
}

// TestGiveBackFiles maps a file, lets go of its pages, and reads it again.
func TestGiveBackFiles(t *testing.T) {
	words := bytes.Repeat([]byte("We talk more. "), 1<<14)
	path := filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(path, words, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapped, err := syscall.Mmap(int(f.Fd()), 0, len(words), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Munmap(mapped); err != nil {
			t.Error(err)
		}
	}()
	if !bytes.Equal(mapped, words) || resident(t, path) == 0 {
		t.Fatalf("%d kB of a file that was read are there", resident(t, path))
	}
	giveBackFiles()
	if kb := resident(t, path); kb > 0 {
		t.Errorf("%d kB of the file are kept", kb)
	}
	if !bytes.Equal(mapped, words) {
		t.Error("the file reads differently afterwards")
	}
}

// resident returns how many kB of a file this process has mapped and looked at.
func resident(t *testing.T, path string) (kb int) {
	t.Helper()
	smaps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	_, of, found := strings.Cut(string(smaps), " "+path+"\n")
	_, of, rss := strings.Cut(of, "Rss:")
	if !found || !rss {
		t.Fatalf("%s is not mapped", path)
	}
	if _, err := fmt.Sscan(of, &kb); err != nil {
		t.Fatal(err)
	}
	return kb
}
