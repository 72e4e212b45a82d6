package searchbench

import (
	"context"
	"log/slog"

	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/search/bleveindex/bare"
)

// The names of the engines.
const (
	NameOurs  = "verbatim"
	NameBleve = "bleve"
	NameFTS5  = "fts5"
)

// engine is what can be filled and asked. It is an interface because three
// engines are measured in the same way; each stands in a folder of its own.
type engine interface {
	name() string
	open(ctx context.Context) error
	put(ctx context.Context, docs []search.Document) error
	// find returns how many answers match, after finding all that the request
	// asks for.
	find(ctx context.Context, r search.Request) (int, error)
	// lacks says what of the request the engine cannot do, or "".
	lacks(r search.Request) string
	close() error
}

// ours is the engine of this program.
type ours struct {
	log      *slog.Logger
	dir      string
	index    *bleveindex.Index
	position int64
}

func (*ours) name() string { return NameOurs }

func (o *ours) open(ctx context.Context) (err error) {
	o.index, err = bleveindex.Open(ctx, o.log, o.dir)
	return err
}

func (o *ours) put(ctx context.Context, docs []search.Document) error {
	o.position += int64(len(docs))
	return o.index.Update(ctx, search.Batch{Put: docs, Position: o.position})
}

func (o *ours) find(ctx context.Context, r search.Request) (int, error) {
	res, err := o.index.Search(ctx, r)
	return res.Total, err
}

func (*ours) lacks(search.Request) string { return "" }

func (o *ours) close() error {
	if o.index == nil {
		return nil
	}
	index := o.index
	o.index = nil
	return index.Close()
}

// plainBleve is bleve through its own interface.
type plainBleve struct {
	dir   string
	index *bare.Index
	made  bool
}

func (*plainBleve) name() string { return NameBleve }

func (p *plainBleve) open(context.Context) (err error) {
	if p.made {
		p.index, err = bare.Open(p.dir)
		return err
	}
	p.made = true
	p.index, err = bare.Create(p.dir)
	return err
}

func (p *plainBleve) put(_ context.Context, docs []search.Document) error { return p.index.Put(docs) }

func (p *plainBleve) find(ctx context.Context, r search.Request) (int, error) {
	return p.index.Search(ctx, r)
}

func (*plainBleve) lacks(r search.Request) string {
	if hasNear(r.Query) {
		return "no NEAR"
	}
	return ""
}

func (p *plainBleve) close() error {
	if p.index == nil {
		return nil
	}
	index := p.index
	p.index = nil
	return index.Close()
}

func hasNear(n search.Node) bool {
	_, ok := n.(search.Near)
	return ok
}
