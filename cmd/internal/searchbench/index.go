package searchbench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"verbatim/search"
)

const (
	// batchSize is what the pipeline writes at a time when it catches up.
	batchSize = 500
	// turns is in how many parts the engines take turns at being filled.
	turns = 10
)

// Engine is how an engine took the answers in.
type Engine struct {
	Name      string  `json:"name"`
	Missing   string  `json:"missing,omitempty"` // why it was not measured
	PerSecond float64 `json:"answers_per_second"`
	Bytes     int64   `json:"bytes"`
	OfText    float64 `json:"size_of_text"` // bytes by those of the text
	Memory    int64   `json:"memory_bytes"` // the most that the process held itself while this engine was filled
	CPU       float64 `json:"cpu_seconds"`  // computed, on all cores together
	took      time.Duration
}

// index fills the engines by turns.
func (b *bench) index(ctx context.Context) error {
	if err := b.start(ctx); err != nil {
		return err
	}
	r, err := b.read()
	if err != nil {
		return err
	}
	defer r.close()
	turn := max(b.Answers/turns/batchSize, 1) * batchSize
	for {
		docs, err := r.next(turn)
		if err != nil {
			return err
		}
		if len(docs) == 0 {
			break
		}
		for i, e := range b.engines {
			if err := b.fill(ctx, e, &b.report.Engines[i], docs); err != nil {
				return err
			}
		}
	}
	for i, e := range b.engines {
		took, err := b.time(e.close)
		if err != nil {
			return err
		}
		figures := &b.report.Engines[i]
		figures.took += took
		figures.PerSecond = float64(b.Answers) / figures.took.Seconds()
		if figures.Bytes, err = sizeOf(filepath.Dir(b.path(filepath.Join(e.name(), "x")))); err != nil {
			return err
		}
		figures.OfText = float64(figures.Bytes) / float64(b.report.TextBytes)
	}
	return nil
}

// start opens the engines. One that this program was built without is left out.
func (b *bench) start(ctx context.Context) error {
	all := []engine{&ours{log: b.log, dir: b.path(NameOurs)}}
	for _, name := range b.Against {
		switch name {
		case NameBleve:
			all = append(all, &plainBleve{dir: b.path(NameBleve)})
		case NameFTS5:
			all = append(all, &sqlite{log: b.log, path: filepath.Join(b.path(NameFTS5), "answers.db")})
		}
	}
	var missing []Engine
	for _, e := range all {
		err := e.open(ctx)
		if errors.Is(err, errNoFTS5) {
			missing = append(missing, Engine{Name: e.name(), Missing: err.Error()})
			continue
		}
		if err != nil {
			return err
		}
		b.engines = append(b.engines, e)
		b.report.Engines = append(b.report.Engines, Engine{Name: e.name()})
	}
	b.report.Engines = append(b.report.Engines, missing...)
	return nil
}

func (b *bench) fill(ctx context.Context, e engine, figures *Engine, docs []search.Document) error {
	most, computed := watch(), cpuTime()
	took, err := b.time(func() error {
		for batch := range slices.Chunk(docs, batchSize) {
			if err := e.put(ctx, batch); err != nil {
				return err
			}
		}
		return nil
	})
	figures.took += took
	figures.CPU += (cpuTime() - computed).Seconds()
	figures.Memory = max(figures.Memory, most().own)
	return err
}

// open measures opening our index after an unclean stop, when all files are
// read and checked, and the first search; then it opens the others.
func (b *bench) open(ctx context.Context) error {
	debug.FreeOSMemory()
	x := b.engines[0]
	// What the index leaves when its process dies, and takes away when it stops.
	if err := os.WriteFile(filepath.Join(b.path(NameOurs), "running"), nil, 0o600); err != nil {
		return err
	}
	opening, err := b.time(func() error { return x.open(ctx) })
	if err != nil {
		return err
	}
	first, err := b.time(func() error {
		_, err := x.find(ctx, search.Request{Query: search.Word{Text: "confidence"}, Size: 10, Facets: []string{search.FieldRole}})
		return err
	})
	b.report.Open, b.report.FirstSearch = milliseconds(opening), milliseconds(first)
	if err != nil {
		return err
	}
	most := watch()
	for _, k := range kinds() {
		for _, r := range k.requests { // once without the clock, before the others are in memory
			if _, err := x.find(ctx, r); err != nil {
				return err
			}
		}
	}
	held := most()
	b.report.SearchMemory, b.report.Mapped = held.own, held.mapped
	for _, e := range b.engines[1:] {
		if err := e.open(ctx); err != nil {
			return err
		}
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
