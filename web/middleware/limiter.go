package middleware

import (
	"container/list"
	"sync"
	"time"
)

// mostKeys bounds the memory of a Limiter: about 3 MB. The key seen longest ago
// is forgotten first, which an attacker can only use by having that many
// addresses.
const mostKeys = 20_000

// Limiter allows each key a number of attempts at once and then one each
// interval. It is for one process and safe for concurrent use.
type Limiter struct {
	mu    sync.Mutex
	every time.Duration
	burst int
	now   func() time.Time
	byKey map[string]*list.Element
	used  *list.List // of *limited, the latest in front
}

// limited is how much a key has used: nothing from the time whole on. This is
// the generic cell rate algorithm of ITU-T I.371, which needs no counter.
type limited struct {
	key   string
	whole time.Time
}

// NewLimiter returns a Limiter that allows burst attempts and then one every
// interval.
func NewLimiter(now func() time.Time, every time.Duration, burst int) *Limiter {
	return &Limiter{every: every, burst: burst, now: now, byKey: map[string]*list.Element{}, used: list.New()}
}

// Allow counts an attempt and reports whether it may go on, and otherwise after
// how long the next may.
func (l *Limiter) Allow(key string) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	used := l.of(key)
	most := time.Duration(l.burst) * l.every
	left := min(max(used.whole.Sub(now), 0), most) // more than most: the clock was set back
	whole := now.Add(left + l.every)
	if wait = left + l.every - most; wait > 0 {
		return wait, false
	}
	used.whole = whole
	return 0, true
}

// Forget gives key its attempts back: after the right password, say.
func (l *Limiter) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.byKey[key]; ok {
		l.used.Remove(e)
		delete(l.byKey, key)
	}
}

func (l *Limiter) of(key string) *limited {
	if e, ok := l.byKey[key]; ok {
		l.used.MoveToFront(e)
		return e.Value.(*limited) //nolint:forcetypeassert // the list holds nothing else
	}
	if l.used.Len() >= mostKeys {
		last := l.used.Back()
		l.used.Remove(last)
		delete(l.byKey, last.Value.(*limited).key) //nolint:forcetypeassert // the list holds nothing else
	}
	n := &limited{key: key}
	l.byKey[key] = l.used.PushFront(n)
	return n
}
