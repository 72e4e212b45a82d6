package searchbench

import (
	"context"
	"time"

	"verbatim/search"
)

// The concordance that is measured: a word with 35,000 lines in 100,000
// answers, sorted by the word after it.
const (
	concordanceWord  = "work"
	concordanceWords = 8 // on either side
)

// Concordance is how long all lines of a word took.
type Concordance struct {
	Word  string  `json:"word"`
	Lines int     `json:"lines"`
	P50   float64 `json:"p50_ms"`
	Found float64 `json:"found_p50_ms"` // of it, finding the places
}

// concordance measures finding all lines of a word and sorting them. The texts
// are in memory, as a server's database has them.
func (b *bench) concordance(ctx context.Context) error {
	x := b.engines[0].(*ours)
	hits, err := b.allHits(ctx, x)
	if err != nil {
		return err
	}
	byID, err := b.textsOf(hits)
	if err != nil {
		return err
	}
	var whole, finding []time.Duration
	lines := 0
	for range b.Rounds + 1 {
		start := b.Now()
		hits, err := b.allHits(ctx, x)
		if err != nil {
			return err
		}
		finding = append(finding, b.Now().Sub(start))
		texts := make([]search.Text, len(hits))
		for i, h := range hits {
			texts[i] = search.Text{ID: h.ID, Text: byID[h.ID], Spans: h.Spans}
		}
		lines = len(search.Concordance(texts, concordanceWords, search.R1))
		whole = append(whole, b.Now().Sub(start))
	}
	b.report.Concordance = Concordance{concordanceWord, lines, timesOf(whole).P50, timesOf(finding).P50}
	return nil
}

// allHits returns all hits of the word with their places, page by page.
func (b *bench) allHits(ctx context.Context, x *ours) ([]search.Hit, error) {
	r := search.Request{Query: search.Word{Text: concordanceWord}, Size: search.MaxSize, Spans: true}
	var all []search.Hit
	for {
		res, err := x.index.Search(ctx, r)
		if err != nil {
			return nil, err
		}
		all = append(all, res.Hits...)
		if len(res.Hits) < search.MaxSize {
			return all, nil
		}
		last := res.Hits[len(res.Hits)-1].Cursor()
		r.After = &last
	}
}

// textsOf reads the texts of hits.
func (b *bench) textsOf(hits []search.Hit) (map[string]string, error) {
	byID := make(map[string]string, len(hits))
	for _, h := range hits {
		byID[h.ID] = ""
	}
	r, err := b.read()
	if err != nil {
		return nil, err
	}
	defer r.close()
	for {
		docs, err := r.next(batchSize)
		if err != nil || len(docs) == 0 {
			return byID, err
		}
		for _, d := range docs {
			if _, ok := byID[d.ID]; ok {
				byID[d.ID] = d.Text
			}
		}
	}
}
