package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// barWidth is the number of characters of a full progress bar: with its words
// it fits a terminal of 80 columns.
const barWidth = 30

// progress tells how much of a piece of work is done: as a bar that redraws
// itself on a terminal, as a plain line each tenth elsewhere, so that a log file
// holds no control characters.
type progress struct {
	w        io.Writer
	what     string
	terminal bool
	tenth    int
	drawn    bool
}

func (c *console) progress(what string) *progress {
	return &progress{w: c.err, what: what, terminal: isTerminal(c.err), tenth: -1}
}

// isTerminal reports whether w is a character device: a terminal, and not a
// file or a pipe. The null device is one too, and does not mind the bar.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// at reports that done of total is done. It may be called often.
func (p *progress) at(done, total int) {
	if total <= 0 {
		return
	}
	if p.terminal {
		full := barWidth * done / total
		fmt.Fprintf(p.w, "\r%-12s [%s%s] %d of %d", p.what, strings.Repeat("=", full), strings.Repeat(" ", barWidth-full), done, total)
		p.drawn = true
		return
	}
	if tenth := 10 * done / total; tenth > p.tenth {
		p.tenth = tenth
		fmt.Fprintf(p.w, "%-12s %d of %d\n", p.what, done, total)
	}
}

// end clears the bar, so that the next line starts at the margin.
func (p *progress) end() {
	if p.drawn {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", barWidth+40))
	}
}
