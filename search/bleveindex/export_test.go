package bleveindex

import (
	"context"
	"log/slog"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// OpenHasty opens an index that compacts itself the sooner after a deletion.
func OpenHasty(ctx context.Context, dir string, quiet, latest time.Duration) (*Index, error) {
	return openCalm(ctx, slog.New(slog.DiscardHandler), dir, calm{quiet: quiet, latest: latest, again: quiet})
}

// OpenSmall opens an index that compacts itself at once while it is small, and
// else not for an hour.
func OpenSmall(ctx context.Context, dir string) (*Index, error) {
	return openCalm(ctx, slog.New(slog.DiscardHandler), dir, calm{quiet: time.Hour, latest: time.Hour, again: time.Millisecond, small: compactAtOnce})
}

// Strain makes an index do for few documents what it does for many: share each
// search between cores, keep the positions of every word, and have room for few
// of them.
func Strain(x *Index) {
	x.sharing = 0
	x.cache.keeping = 0
	x.cache.positions.limit = 160
}

// Break makes bleve report that one of its goroutines died.
func Break(x *Index) {
	scorch.RegistryAsyncErrorCallbacks[guardName](scorch.NewScorchError("persister", "a page is not there", scorch.ErrAsyncPanic), x.ix.store)
}
