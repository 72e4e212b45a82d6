package middleware_test

import (
	"strconv"
	"testing"
	"time"

	"verbatim/web/middleware"
)

func TestLimiter(t *testing.T) {
	now := time.Date(2021, 6, 21, 0, 0, 0, 0, time.UTC)
	l := middleware.NewLimiter(func() time.Time { return now }, 10*time.Second, 2)
	for range 2 {
		if _, ok := l.Allow("a"); !ok {
			t.Fatal("refused within the burst")
		}
	}
	if wait, ok := l.Allow("a"); ok || wait != 10*time.Second {
		t.Errorf("Allow after the burst = %v, %v; want a wait of 10 s", wait, ok)
	}
	if _, ok := l.Allow("b"); !ok {
		t.Error("one key's attempts count for another")
	}
	now = now.Add(10 * time.Second)
	if _, ok := l.Allow("a"); !ok {
		t.Error("refused after the wait: a refusal was counted as an attempt")
	}
	now = now.Add(-time.Hour)
	if wait, ok := l.Allow("a"); ok || wait != 10*time.Second {
		t.Errorf("Allow after the clock was set back = %v, %v; want a wait of 10 s", wait, ok)
	}
	l.Forget("a")
	if _, ok := l.Allow("a"); !ok {
		t.Error("refused after Forget")
	}
}

func TestLimiterForgetsTheKeySeenLongestAgo(t *testing.T) {
	now := time.Date(2021, 6, 21, 0, 0, 0, 0, time.UTC)
	l := middleware.NewLimiter(func() time.Time { return now }, time.Hour, 1)
	l.Allow("first")
	for i := range 20_000 {
		l.Allow(strconv.Itoa(i))
	}
	if _, ok := l.Allow("first"); !ok {
		t.Error("the key seen longest ago is still counted")
	}
	if _, ok := l.Allow("19999"); ok {
		t.Error("the latest key was forgotten")
	}
}
