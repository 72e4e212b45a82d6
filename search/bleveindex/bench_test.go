package bleveindex_test

import (
	"flag"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/search/corpus"
)

// answers is the size of the corpus of the benchmarks; 100000 is what the
// figures of the project are measured with.
var (
	answers = flag.Int("answers", 10_000, "answers in the corpus of the benchmarks")
	kept    = flag.String("index", "", "directory of an index with these answers, which is made once and used again")
)

// batchSize is the size of batches that the benchmarks write, as the pipeline
// does when it catches up.
const batchSize = 500

func fill(b *testing.B, x *bleveindex.Index, docs []search.Document) {
	b.Helper()
	position := int64(0)
	for chunk := range slices.Chunk(docs, batchSize) {
		position += int64(len(chunk))
		if err := x.Update(b.Context(), search.Batch{Put: chunk, Position: position}); err != nil {
			b.Fatal(err)
		}
	}
}

func textBytes(docs []search.Document) int64 {
	n := 0
	for _, d := range docs {
		n += len(d.Text)
	}
	return int64(n)
}

func dirBytes(b *testing.B, dir string) int64 {
	b.Helper()
	total := int64(0)
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return total
}

// BenchmarkIndex measures indexing. Beside others it is measured by the command
// verbatim bench search.
func BenchmarkIndex(b *testing.B) {
	docs := slices.Collect(corpus.Documents(*answers))
	for b.Loop() {
		dir := b.TempDir()
		x := open(b, dir)
		start := time.Now()
		fill(b, x, docs)
		b.ReportMetric(float64(len(docs))/time.Since(start).Seconds(), "answers/s")
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(dirBytes(b, dir))/float64(textBytes(docs)), "size/text")
	}
}

// openFilled returns an index with the corpus.
func openFilled(b *testing.B) *bleveindex.Index {
	b.Helper()
	if *kept == "" {
		x := open(b, b.TempDir())
		fill(b, x, slices.Collect(corpus.Documents(*answers)))
		return x
	}
	x := open(b, *kept)
	if n, err := x.Count(b.Context()); err != nil || n == 0 {
		fill(b, x, slices.Collect(corpus.Documents(*answers)))
	}
	return x
}

// BenchmarkSearch measures each kind of search: the mean, and the median and
// 99th percentile in milliseconds.
func BenchmarkSearch(b *testing.B) {
	x := openFilled(b)
	defer x.Close()
	for _, kind := range corpus.Kinds() {
		b.Run(kind.Name, func(b *testing.B) {
			requests := make([]search.Request, len(kind.Queries))
			for i, q := range kind.Queries {
				requests[i] = kind.Request
				requests[i].Query = parse(b, q)
			}
			var times []time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				if _, err := x.Search(b.Context(), requests[i%len(requests)]); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(start))
				i++
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkOpen measures opening an index, and answering the first search.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	x := open(b, dir)
	fill(b, x, slices.Collect(corpus.Documents(*answers)))
	if err := x.Close(); err != nil {
		b.Fatal(err)
	}
	var opening, first time.Duration
	n := 0
	for b.Loop() {
		start := time.Now()
		x := open(b, dir)
		opening += time.Since(start)
		if _, err := x.Search(b.Context(), search.Request{Query: parse(b, "confidence"), Size: 10, Facets: []string{search.FieldRole}}); err != nil {
			b.Fatal(err)
		}
		first += time.Since(start)
		n++
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(opening.Microseconds())/1000/float64(n), "open-ms")
	b.ReportMetric(float64(first.Microseconds())/1000/float64(n), "first-ms")
}

// BenchmarkConcordance measures all lines of a frequent word, sorted by the
// word after it.
func BenchmarkConcordance(b *testing.B) {
	x := openFilled(b)
	defer x.Close()
	byID := map[string]string{}
	for d := range corpus.Documents(*answers) {
		byID[d.ID] = d.Text
	}
	lines := 0
	for b.Loop() {
		var texts []search.Text
		for from := 0; ; from += search.MaxSize {
			res, err := x.Search(b.Context(), search.Request{Query: parse(b, "confidence"), Size: search.MaxSize, From: from, Spans: true})
			if err != nil {
				b.Fatal(err)
			}
			for _, h := range res.Hits {
				texts = append(texts, search.Text{ID: h.ID, Text: byID[h.ID], Spans: h.Spans})
			}
			if len(res.Hits) < search.MaxSize {
				break
			}
		}
		lines = len(search.Concordance(texts, 8, search.R1))
	}
	b.ReportMetric(float64(lines), "lines")
}
