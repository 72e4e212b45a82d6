package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// bookmarkName is the file of the bookmark in the folder of the index.
	bookmarkName = "follower.json"
	// beatEvery is how often a process tells the database how far its index is,
	// because changes that all have seen need not be kept; beatIdle, how often it
	// says that it is still there.
	beatEvery = time.Second
	beatIdle  = 10 * time.Second

	// pruneEvery is how often the process that leads lets the feed forget what
	// all have seen.
	pruneEvery = time.Hour

	bookmarkMode = 0o600
)

// A bookmark lies beside an index and says whose it is: which database it was
// made from, and the last change that it may hold. An index with another
// database's answers, or with some that a backup or a lost server took back,
// must not be searched.
type bookmark struct {
	Name     string        `json:"name"`     // of this index among the followers of the feed
	Database string        `json:"database"` // its identity; see survey/store.Store.Identity
	Last     survey.Change `json:"last"`

	path string    // empty for an index that is thrown away
	beat time.Time // when the database was last told, and
	told int64     // how far the index was then
}

// readBookmark returns the bookmark of the index, a new one where there is none
// or it cannot be read: what is not known is found out by comparing.
func readBookmark(folder string) (*bookmark, error) {
	b := &bookmark{}
	if folder == "" {
		return b, nil
	}
	path := filepath.Join(folder, bookmarkName)
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil || json.Unmarshal(content, b) != nil || b.Name == "" {
		b = &bookmark{Name: "index-" + sqldb.NewID()}
	}
	b.path = path
	return b, nil
}

// note keeps the last change of a batch, before the index gets it.
func (b *bookmark) note(last survey.Change) error {
	b.Last = last
	return b.save()
}

func (b *bookmark) save() error {
	if b.path == "" {
		return nil
	}
	content, err := json.Marshal(b)
	if err != nil {
		return err
	}
	part := b.path + ".part"
	if err := os.WriteFile(part, content, bookmarkMode); err != nil {
		return err
	}
	return os.Rename(part, b.path)
}

// beat tells the database how far the index is, at once where nobody will come
// back soon, else now and then.
func (p *Pipeline) beat(ctx context.Context, last bool) error {
	since, moved := p.Now().Sub(p.mark.beat), p.mark.told != p.place.index
	due := since >= beatIdle || moved && (last || since >= beatEvery)
	if p.mark.path == "" || !due {
		return nil
	}
	if err := p.Survey.SetCursor(ctx, p.mark.Name, p.place.index); err != nil {
		return err
	}
	p.mark.beat, p.mark.told = p.Now(), p.place.index
	return nil
}

// prune lets the feed forget, now and then, what all have seen. The process that
// leads says that its own cursor is alive before.
func (p *Pipeline) prune(ctx context.Context) error {
	now := p.Now()
	if p.pruned.IsZero() {
		p.pruned = now
	}
	if p.turn == nil || !p.running.Load() || now.Sub(p.pruned) < pruneEvery {
		return nil
	}
	p.pruned = now
	if err := p.writer().MoveCursor(ctx, Follower, p.place.cursor); err != nil {
		return err
	}
	n, err := p.Survey.PruneChanges(ctx)
	if err == nil && n > 0 {
		p.log.InfoContext(ctx, "the change feed was shortened", slog.Int64("changes", n))
	}
	return err
}

// same reports whether the feed still holds the change, and no other in its
// place. A change that the feed has forgotten counts as the same.
func (p *Pipeline) same(ctx context.Context, c survey.Change) (bool, error) {
	if c.Seq == 0 {
		return true, nil
	}
	found, err := p.Survey.Changes(ctx, c.Seq-1, 1)
	if forgotten(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return len(found) == 1 && found[0].Seq == c.Seq && found[0].Kind == c.Kind && found[0].Entity == c.Entity, nil
}

// forgotten reports whether err says that the feed no longer reaches back as far
// as was asked for.
func forgotten(err error) bool { return err != nil && fault.KindOf(err) == fault.Gone }

// reaches reports whether the feed still holds all changes after seq.
func (p *Pipeline) reaches(ctx context.Context, seq int64) (bool, error) {
	_, err := p.Survey.Changes(ctx, seq, 1)
	if forgotten(err) {
		return false, nil
	}
	return err == nil, err
}
