package sqldb

import (
	"maps"
	"slices"
	"sync"
)

// watched holds who wants to be woken after a commit, by topic.
type watched struct {
	mu       sync.Mutex
	channels map[string][]chan struct{}

	call   chan struct{}   // holds a value when there is something to send; nil where nothing is sent
	unsent map[string]bool // topics that other processes are to hear of
}

// Watch returns a channel that holds a value after each commit in which a write
// called [Tx.Notify] with the topic: one of this process, and where
// [DB.Relay] runs, usually one of another. Several commits before the value is
// taken are one. The channel lives as long as the database.
func (db *DB) Watch(topic string) <-chan struct{} {
	c := make(chan struct{}, 1)
	db.watched.mu.Lock()
	defer db.watched.mu.Unlock()
	if db.watched.channels == nil {
		db.watched.channels = map[string][]chan struct{}{}
	}
	db.watched.channels[topic] = append(db.watched.channels[topic], c)
	return c
}

// wake wakes those who watch the topics, here and elsewhere.
func (w *watched) wake(topics []string) {
	w.wakeHere(topics)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.call == nil || len(topics) == 0 {
		return
	}
	for _, t := range topics {
		w.unsent[t] = true
	}
	poke(w.call)
}

// wakeHere wakes those in this process who watch the topics.
func (w *watched) wakeHere(topics []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range topics {
		for _, c := range w.channels[t] {
			poke(c)
		}
	}
}

// wakeAll wakes all who watch in this process.
func (w *watched) wakeAll() {
	w.mu.Lock()
	topics := slices.Collect(maps.Keys(w.channels))
	w.mu.Unlock()
	w.wakeHere(topics)
}

// sendAbroad begins to note what other processes are to hear of.
func (w *watched) sendAbroad() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.call == nil {
		w.call, w.unsent = make(chan struct{}, 1), map[string]bool{}
	}
}

// abroad returns what is to be sent, and forgets it.
func (w *watched) abroad() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	topics := slices.Sorted(maps.Keys(w.unsent))
	clear(w.unsent)
	return topics
}

// poke puts a value into a channel of one unless one is waiting already.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
