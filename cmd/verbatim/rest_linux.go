package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
)

// giveBackFiles lets go of the pages of files that are only read: the program's
// own, its libraries, the index. The kernel maps them by the dozen around each
// one that is used, so that after its start nearly the whole program counts as
// the server's memory, and after a search the index; those that are needed come
// back from the cache of files, in microseconds. From then on they come one by
// one: kernels that keep a file in pages of two megabytes would bring back all
// of it for a word here and there.
func giveBackFiles() {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	for _, m := range cleanMappings(f) {
		// Nothing is lost if this fails, and nobody could do anything about it.
		for _, advice := range []uintptr{syscall.MADV_NOHUGEPAGE, syscall.MADV_DONTNEED} {
			_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, m.start, m.size, advice)
		}
	}
}

// mapping is a range of addresses.
type mapping struct{ start, size uintptr }

// cleanMappings returns where files are mapped for reading with all of their
// pages as they are in the file: letting go of those changes nothing. What the
// loader has written to is left out. The format is that of proc_pid_smaps(5).
func cleanMappings(smaps io.Reader) []mapping {
	var out []mapping
	var at mapping
	lines := bufio.NewScanner(smaps)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 6 && strings.Contains(fields[0], "-") {
			at = mapping{}
			var end uintptr
			if strings.HasPrefix(fields[5], "/") && !strings.Contains(fields[1], "w") {
				if _, err := fmt.Sscanf(fields[0], "%x-%x", &at.start, &end); err == nil {
					at.size = end - at.start
				}
			}
		}
		if len(fields) == 3 && fields[0] == "Anonymous:" && fields[1] == "0" && at.size > 0 {
			out = append(out, at)
		}
	}
	return out
}
