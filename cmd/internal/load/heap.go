package load

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// TellHeap is what makes a program of Go write to its log what each collection
// found in use. A server started with it says so without a page for it.
const TellHeap = "GODEBUG=gctrace=1"

// A Heap is what a program held at its last collection, in bytes.
type Heap struct {
	Live   int64 // in use
	Rested bool  // the collection was asked for, as a server does when it has come to rest
}

// LastHeap reads the log of a server that tells its heap and returns what the
// last collection found; false where there was none. A line is as in
// "gc 7 @1.2s 3%: ... ms cpu, 12->13->9 MB, 18 MB goal, ... 2 P (forced)".
func LastHeap(log io.Reader) (h Heap, ok bool) {
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		line := lines.Text()
		if !strings.HasPrefix(line, "gc ") {
			continue
		}
		before, _, found := strings.Cut(line, " MB, ")
		live, err := strconv.ParseInt(before[strings.LastIndex(before, ">")+1:], 10, 64)
		if found && err == nil {
			h, ok = Heap{Live: live << 20, Rested: strings.HasSuffix(line, "(forced)")}, true
		}
	}
	return h, ok
}
