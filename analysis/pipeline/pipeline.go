// Package pipeline follows the change feed.
package pipeline

import (
	"context"
	"log/slog"

	"verbatim/analysis/store"
	"verbatim/search"
	survey "verbatim/survey/store"
)

// Config is what a pipeline works on.
type Config struct {
	Survey   *survey.Store
	Analysis *store.Store
	Engine   search.Engine
	Progress func(done, total int) // may be nil
}

// A Pipeline follows the change feed.
type Pipeline struct{ c Config }

// New returns a pipeline.
func New(log *slog.Logger, c Config) *Pipeline { return &Pipeline{c} }

// CatchUp follows the feed until it has nothing more.
func (p *Pipeline) CatchUp(ctx context.Context) error { return ctx.Err() }

// Run follows the feed until ctx ends.
func (p *Pipeline) Run(ctx context.Context) error { return ctx.Err() }

// Rebuild makes the index from nothing.
func (p *Pipeline) Rebuild(ctx context.Context) error { return ctx.Err() }

// Caught returns how far the feed has been followed, and its end.
func (p *Pipeline) Caught() (done, head int64) { return 0, 0 }
