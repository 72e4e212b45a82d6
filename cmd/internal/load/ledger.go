package load

import (
	"maps"
	"sync"
)

// A Ledger remembers what the crowd sent and what was acknowledged. Its methods
// may be called concurrently.
type Ledger struct {
	mu    sync.Mutex
	acks  map[Digest]bool // of everything that was sent, whether it was acknowledged
	count int             // of what was acknowledged
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger { return &Ledger{acks: map[Digest]bool{}} }

func (l *Ledger) sent(d Digest) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.acks[d]; !ok {
		l.acks[d] = false
	}
}

func (l *Ledger) acknowledged(d Digest) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.acks[d] {
		l.count++
	}
	l.acks[d] = true
}

// Acknowledged returns how many fillings were acknowledged so far.
func (l *Ledger) Acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// Snapshot returns what was sent up to now and whether it was acknowledged.
// What is acknowledged in it must be in a database that is read afterwards.
func (l *Ledger) Snapshot() map[Digest]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.acks)
}
