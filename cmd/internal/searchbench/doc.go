// Package searchbench measures the search engine on planted answers, beside
// bleve as it comes and SQLite's FTS5 on the same answers in the same run. It is
// for `verbatim bench search` and judges nothing but search: its texts say
// nothing.
//
// Engines are written in turns, a tenth of the answers each, and asked in
// turns, a kind of search each, so that a machine which is busy with something
// else slows all of them. Only ratios say something about such a machine.
package searchbench

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"verbatim/survey/fault"
)

// Config says what to measure.
type Config struct {
	Answers  int
	Seed     uint64
	Rounds   int              // how often each query is timed, after one time that is not
	Against  []string         // engines beside ours: NameBleve, NameFTS5
	Dir      string           // where the indexes are built: a folder that is thrown away
	Writing  time.Duration    // how long is searched while answers arrive
	Now      func() time.Time // the clock; may be nil
	Progress func(string)     // hears what is being done; may be nil
}

// Run measures and returns the figures.
func Run(ctx context.Context, log *slog.Logger, c Config) (_ *Report, err error) {
	defer fault.Wrap(&err, "searchbench.Run(%d answers)", c.Answers)
	if c.Answers < minAnswers || c.Rounds < 1 {
		return nil, fault.Coded("X01", "Search is measured with at least %d answers and one round.", minAnswers)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	b := &bench{Config: c, log: log, report: &Report{Answers: c.Answers, Seed: c.Seed, Rounds: c.Rounds, Processors: runtime.GOMAXPROCS(0), Go: runtime.Version(), Load: load()}}
	for _, step := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"writing the answers", b.write},
		{"indexing", b.index},
		{"opening", b.open},
		{"checking what is found", b.truths},
		{"searching", b.search},
		{"reading a concordance", b.concordance},
		{"searching while answers arrive", b.whileWriting},
	} {
		b.say(step.name)
		if err := step.run(ctx); err != nil {
			return nil, errors.Join(err, b.close())
		}
	}
	b.report.judge()
	return b.report, b.close()
}

// minAnswers is the least with which every planted sentence is there.
const minAnswers = 3100

// bench is one run.
type bench struct {
	Config
	log     *slog.Logger
	report  *Report
	engines []engine // ours is the first
	scans   []scan
}

func (b *bench) say(what string) {
	if b.Progress != nil {
		b.Progress(what)
	}
}

func (b *bench) path(name string) string { return filepath.Join(b.Dir, name) }

// time returns how long fn takes.
func (b *bench) time(fn func() error) (time.Duration, error) {
	start := b.Now()
	err := fn()
	return b.Now().Sub(start), err
}

func (b *bench) close() error {
	var errs []error
	for _, e := range b.engines {
		errs = append(errs, e.close())
	}
	return errors.Join(errs...)
}

// sizeOf returns the bytes of the files at path.
func sizeOf(path string) (int64, error) {
	total := int64(0)
	err := filepath.WalkDir(path, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
