package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strconv"
)

// Chained returns the hash of the row when it follows the row with the hash
// previous, which is empty for the first: the SHA-256, in hex, of all fields,
// each preceded by its length in bytes and a colon, so that nothing can move
// from one into the next.
func (r AuditRow) Chained(previous string) string {
	h := sha256.New()
	for _, field := range []string{
		previous, strconv.FormatInt(r.Seq, 10), r.At, string(r.ActorKind), r.ActorID, r.Actor,
		string(r.Action), r.ObjectKind, r.ObjectID, r.Details,
	} {
		_, _ = io.WriteString(h, strconv.Itoa(len(field))+":"+field) // never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

// An AuditHead is the last row of an audit.
type AuditHead struct {
	Seq  int64
	Hash string
}

// An AuditProblem is a place where a chain is broken.
type AuditProblem struct {
	Seq  int64 // of the row
	Text string
}

// An AuditReport is what the walk along a chain found.
type AuditReport struct {
	Head     AuditHead // the last row there is; zero for none
	Problems []AuditProblem
	More     int // problems beyond those listed
}

// Sound reports whether the chain holds.
func (r AuditReport) Sound() bool { return len(r.Problems) == 0 }

// Add notes a problem.
func (r *AuditReport) Add(seq int64, format string, args ...any) {
	if len(r.Problems) == mostProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, AuditProblem{seq, fmt.Sprintf(format, args...)})
}

const (
	// mostProblems is how many problems a report lists: who has so many needs a
	// backup rather than a longer list.
	mostProblems = 50
	// auditAhead is how many rows are looked at beyond a broken place to tell
	// what happened there.
	auditAhead = 64
)

// CheckAudit walks along the rows of an audit in their order and tells each
// place where the chain is broken, and what was done there as far as it can be
// told: rows that are missing, were changed, put in, or exchanged. It cannot
// find rows taken off the end: compare the head with one noted before.
func CheckAudit(rows iter.Seq2[AuditRow, error]) (AuditReport, error) {
	c := &auditCheck{moved: map[int64]AuditRow{}}
	for r, err := range rows {
		if err != nil {
			return c.report, err
		}
		c.window = append(c.window, r)
		if len(c.window) > auditAhead {
			c.next()
		}
	}
	for len(c.window) > 0 {
		c.next()
	}
	return c.report, nil
}

// auditCheck is a walk along a chain.
type auditCheck struct {
	report AuditReport
	window []AuditRow         // the row to look at, and those ahead
	seq    int64              // of the last row
	hash   string             // of the last row in the chain as it was written
	shift  int64              // how far rows were numbered again after some were put in or taken out
	moved  map[int64]AuditRow // what belongs to a number where something else stands
	lost   bool               // the row before is missing: this one cannot be compared
}

// next looks at the first row of the window.
func (c *auditCheck) next() {
	r := c.window[0]
	c.window = c.window[1:]
	if r.Seq <= c.seq {
		c.report.Add(r.Seq, "Row %d stands after row %d: the order of the rows was changed.", r.Seq, c.seq)
		return
	}
	if missing := r.Seq - c.seq - 1; missing > 0 {
		c.report.Add(c.seq+1, "%s missing.", auditRows(c.seq+1, r.Seq-1))
		c.lost = true
	}
	c.seq = r.Seq
	c.report.Head = AuditHead{r.Seq, r.Hash}
	if c.seq == 1 && r.Action != AuditBegun {
		c.report.Add(1, "Row 1 does not begin an audit: the first rows were replaced.")
	}
	if m, ok := c.moved[c.seq]; ok {
		delete(c.moved, c.seq)
		r = m
		r.Seq = c.seq
	}
	if c.fits(r, r.Seq) || c.lost {
		c.hash, c.lost = r.Hash, false
		return
	}
	c.broken(r)
}

// fits reports whether the row follows the last one when it has the number seq.
func (c *auditCheck) fits(r AuditRow, seq int64) bool { return follows(r, seq+c.shift, c.hash) }

func follows(r AuditRow, seq int64, previous string) bool {
	r.Seq = seq
	return r.Chained(previous) == r.Hash
}

// broken tells what was done where r does not follow the row before it.
func (c *auditCheck) broken(r AuditRow) {
	for i, q := range c.window {
		if !c.fits(q, r.Seq) {
			continue
		}
		if i == 0 && !follows(r, r.Seq+1+c.shift, q.Hash) {
			c.report.Add(r.Seq, "Row %d was put in between.", r.Seq)
			c.shift--
			return
		}
		c.report.Add(r.Seq, "Rows %d and %d were exchanged.", r.Seq, q.Seq)
		c.moved[q.Seq] = r
		c.hash = q.Hash
		return
	}
	if taken := c.takenOut(r); taken > 0 {
		c.report.Add(r.Seq, "%s taken out before row %d, and the rows after were numbered again.", some(taken), r.Seq)
		c.shift += taken
	} else {
		c.report.Add(r.Seq, "Row %d does not follow from row %d: one of them was changed.", r.Seq, r.Seq-1)
	}
	c.hash = r.Hash
}

// takenOut returns how many rows must have stood before r for the next row to
// follow it.
func (c *auditCheck) takenOut(r AuditRow) int64 {
	if len(c.window) == 0 {
		return 0
	}
	for n := int64(1); n <= auditAhead; n++ {
		if follows(c.window[0], c.window[0].Seq+c.shift+n, r.Hash) {
			return n
		}
	}
	return 0
}

func auditRows(from, to int64) string {
	if from == to {
		return fmt.Sprintf("Row %d is", from)
	}
	return fmt.Sprintf("Rows %d to %d are", from, to)
}

func some(n int64) string {
	if n == 1 {
		return "One row was"
	}
	return fmt.Sprintf("%d rows were", n)
}
