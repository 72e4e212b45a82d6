package pipeline

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"verbatim/search"
)

const (
	// mendable is the largest index, in documents, that is mended where it is
	// when the feed no longer tells what it lacks: its list of documents is then
	// compared with what is stored, which takes seconds and memory. A larger one
	// is made again from nothing.
	mendable = 200_000
	// deleteBatch is how many documents are deleted from the index at a time.
	deleteBatch = 500
)

// claim makes sure that the index holds nothing that is not in this database.
// It returns the position from which the feed may be followed, or that
// everything has to be put again because the feed does not tell what the index
// lacks.
func (p *Pipeline) claim(ctx context.Context, s standing) (position int64, again bool, err error) {
	if p.mark == nil {
		if p.mark, err = readBookmark(p.Folder); err != nil {
			return 0, false, err
		}
	}
	position, again, err = p.compare(ctx, s)
	if err != nil || p.mark.Database == s.identity && !again {
		return position, again, err
	}
	p.mark.Database, p.mark.Last.Seq = s.identity, 0
	return position, again, p.mark.save()
}

func (p *Pipeline) compare(ctx context.Context, s standing) (position int64, again bool, err error) {
	if s.index == 0 {
		whole, err := p.reaches(ctx, 0)
		return 0, !whole, err
	}
	if p.mark.Database != "" && base(p.mark.Database) != base(s.identity) {
		p.log.WarnContext(ctx, "the index belongs to another database and is made again")
		return p.empty(ctx)
	}
	told := s.index <= s.head && (p.mark.Database == "" || p.mark.Database == s.identity)
	if told {
		if told, err = p.same(ctx, p.mark.Last); err != nil {
			return 0, false, err
		}
	}
	if told {
		if told, err = p.reaches(ctx, s.index); err != nil || told {
			return s.index, false, err
		}
	}
	p.log.WarnContext(ctx, "the change feed does not tell what the index lacks, which is compared with the database",
		slog.Int64("position", s.index), slog.Int64("head", s.head))
	return p.mend(ctx)
}

// base returns the part of a database's identity that no backup changes.
func base(identity string) string {
	b, _, _ := strings.Cut(identity, ".")
	return b
}

// empty removes all that is in the index.
func (p *Pipeline) empty(ctx context.Context) (position int64, again bool, err error) {
	if err := p.Engine.Reset(ctx); err != nil {
		return 0, false, err
	}
	whole, err := p.reaches(ctx, 0)
	return 0, !whole, err
}

// mend removes from the index what is no longer stored, while searches go on in
// the rest. Its position becomes 0 until everything has been put again.
func (p *Pipeline) mend(ctx context.Context) (position int64, again bool, err error) {
	n, err := p.Engine.Count(ctx)
	if err != nil {
		return 0, false, err
	}
	if n > mendable {
		return p.empty(ctx)
	}
	stored, err := p.stored(ctx)
	if err != nil {
		return 0, false, err
	}
	gone, err := p.indexed(ctx, func(verbatim string) bool {
		response, _, _ := strings.Cut(verbatim, ".")
		return !stored[response]
	})
	if err != nil {
		return 0, false, err
	}
	if err := p.Engine.Update(ctx, search.Batch{}); err != nil {
		return 0, false, err
	}
	for some := range slices.Chunk(gone, deleteBatch) {
		if err := p.Engine.Update(ctx, search.Batch{Delete: some}); err != nil {
			return 0, false, err
		}
	}
	return 0, true, nil
}

// stored returns the responses that are there.
func (p *Pipeline) stored(ctx context.Context) (map[string]bool, error) {
	all, after := map[string]bool{}, ""
	for {
		some, err := p.Survey.StoredAfter(ctx, after, walkPage)
		if err != nil {
			return nil, err
		}
		for _, s := range some {
			all[s.ResponseID] = true
			after = s.ResponseID
		}
		if len(some) < walkPage {
			return all, nil
		}
	}
}

// count returns how many responses are stored.
func (p *Pipeline) count(ctx context.Context) (n int, err error) {
	programmes, err := p.Survey.Programmes(ctx)
	if err != nil {
		return 0, err
	}
	for _, g := range programmes {
		c, err := p.responses(ctx, g.ID)
		if err != nil {
			return 0, err
		}
		n += c
	}
	return n, nil
}

// indexed returns the documents in the index that want wants.
func (p *Pipeline) indexed(ctx context.Context, want func(verbatim string) bool) (ids []string, err error) {
	for from := 0; ; from += search.MaxSize {
		found, err := p.Engine.Search(ctx, search.Request{Size: search.MaxSize, From: from})
		if err != nil {
			return nil, err
		}
		for _, h := range found.Hits {
			if want(h.ID) {
				ids = append(ids, h.ID)
			}
		}
		if len(found.Hits) < search.MaxSize {
			return ids, nil
		}
	}
}
