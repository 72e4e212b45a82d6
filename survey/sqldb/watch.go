package sqldb

import "sync"

// watched holds who wants to be woken after a commit, by topic.
type watched struct {
	mu       sync.Mutex
	channels map[string][]chan struct{}
}

// Watch returns a channel that holds a value after each commit of this process
// in which a write called [Tx.Notify] with the topic. Several commits before
// the value is taken are one. The channel lives as long as the database.
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

func (w *watched) wake(topics []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range topics {
		for _, c := range w.channels[t] {
			select {
			case c <- struct{}{}:
			default: // one is waiting already
			}
		}
	}
}
