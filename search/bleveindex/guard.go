package bleveindex

import (
	"errors"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// guarded is a bleve index whose writes end when bleve's own goroutines have
// died. Scorch contains a panic in the goroutine that writes to disk, by ending
// it; whoever waits for a write then waits for ever, and so does Close.
type guarded struct {
	bleve.Index
	store string // scorch's directory, by which it names itself

	once   sync.Once
	broken chan struct{} // closed when one of the goroutines died
	why    error         // set before broken is closed
}

const (
	guardName = "verbatim" // of the callback, in scorch's registry
	pathStore = "store"    // of scorch, in bleve's directory
)

// guards holds the open indexes by their store, as scorch's callback is one for
// the whole process.
var guards sync.Map

// register gives scorch the callback, before anything is open that could call it.
var register = sync.OnceFunc(func() {
	scorch.RegistryAsyncErrorCallbacks[guardName] = func(err error, store string) {
		if g, ok := guards.Load(store); ok && errors.Is(err, scorch.ErrAsyncPanic) {
			g.(*guarded).fail(err)
		}
	}
})

// openReadOnly opens bleve's index in path without starting any of its own
// goroutines that write.
func openReadOnly(path string) (bleve.Index, error) {
	register()
	return bleve.OpenUsing(path, map[string]any{"bolt_timeout": boltWait, "read_only": true})
}

// guard opens bleve's index in path by fn, to which it gives the configuration.
func guard(path string, fn func(config map[string]any) (bleve.Index, error)) (_ *guarded, err error) {
	register()
	g := &guarded{store: filepath.Join(path, pathStore), broken: make(chan struct{})}
	guards.Store(g.store, g)
	g.Index, err = fn(map[string]any{"bolt_timeout": boltWait, "asyncErrorCallbackName": guardName})
	if err != nil {
		guards.CompareAndDelete(g.store, g)
		return nil, err
	}
	return g, nil
}

func (g *guarded) fail(why error) {
	g.once.Do(func() {
		g.why = why
		close(g.broken)
	})
}

func (g *guarded) isBroken() bool {
	select {
	case <-g.broken:
		return true
	default:
		return false
	}
}

// wait calls fn and returns what it returns, or earlier when the index breaks:
// fn may then stay where it is until the process ends.
func (g *guarded) wait(fn func() error) error {
	done := make(chan error, 1)
	go func() { done <- contain(fn) }()
	select {
	case err := <-done:
		return err
	case <-g.broken:
		return &panicked{value: g.why}
	}
}

// Batch writes the batch and returns when it is on disk.
func (g *guarded) Batch(b *bleve.Batch) error {
	return g.wait(func() error { return g.Index.Batch(b) })
}

// Delete deletes the document and returns when that is on disk.
func (g *guarded) Delete(id string) error {
	return g.wait(func() error { return g.Index.Delete(id) })
}

// SetInternal sets the value and returns when it is on disk.
func (g *guarded) SetInternal(key, value []byte) error {
	return g.wait(func() error { return g.Index.SetInternal(key, value) })
}

// Close closes the index. A broken one is left to itself, and returns why.
func (g *guarded) Close() error {
	defer guards.CompareAndDelete(g.store, g)
	return g.wait(g.Index.Close)
}
