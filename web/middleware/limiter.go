package middleware

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
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

type limited struct {
	key   string
	limit *rate.Limiter
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
	r := l.of(key).ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, false
	}
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

func (l *Limiter) of(key string) *rate.Limiter {
	if e, ok := l.byKey[key]; ok {
		l.used.MoveToFront(e)
		return e.Value.(*limited).limit //nolint:forcetypeassert // the list holds nothing else
	}
	if l.used.Len() >= mostKeys {
		last := l.used.Back()
		l.used.Remove(last)
		delete(l.byKey, last.Value.(*limited).key) //nolint:forcetypeassert // the list holds nothing else
	}
	n := &limited{key, rate.NewLimiter(rate.Every(l.every), l.burst)}
	l.byKey[key] = l.used.PushFront(n)
	return n.limit
}
