package theme

import (
	"iter"
	"runtime"
	"slices"
	"sync"

	"verbatim/analysis"
	"verbatim/analysis/nlp"
	"verbatim/analysis/vectors"
)

// Version names this way of suggesting, for the codings it makes. It changes
// whenever the same input would give other suggestions.
const Version = "theme/1"

// An Example is an answer, or a sentence of one, about which people have
// decided.
type Example struct {
	Text   string
	Themes []string // keys of the themes that people gave it or accepted
	Not    []string // keys of the themes that people rejected
	Person string   // who wrote it, so that Measure never learns from and tests on one person; empty means somebody else each time
}

// A Tagged is a theme suggested for a text.
type Tagged struct {
	Theme  string        // key
	Span   analysis.Span // the sentence or neighbouring sentences that carry it
	Score  float64       // how sure the machine is, 0 to 1
	Reason analysis.Reason
}

// A Tagger suggests themes of one codebook. It is made by New, does not change
// afterwards, and is safe for concurrent use.
type Tagger struct {
	themes  []string // keys
	space   *space
	scorer  *scorer
	cal     calibration
	phrases [][]phrase // by theme
	found   []int      // by theme: coded answers that it fits
	readers sync.Pool  // *reader
}

// maxBackground is how many uncoded answers are read for how common words are:
// more would cost time and change little.
const maxBackground = 4000

// New returns a tagger for the themes of book that have none below them, learnt
// from the book's own words, from examples, and from background: uncoded
// answers of the same programme, which show what is common in it. The same
// input gives the same tagger. With 5,000 examples and 20 themes it takes less
// than a second on two cores.
func New(book analysis.Codebook, examples []Example, background []string) *Tagger {
	return NewWith(Options{}, book, examples, background)
}

// Options say how a tagger is made where it is not the usual one.
type Options struct {
	// Embedder says where sentences lie by meaning, in place of the table of
	// word vectors that is part of the program; nil stands for that table. It is
	// asked for each sentence and each text to learn from and for each sentence
	// to tag, by several goroutines at a time, and must give the same words the
	// same vector.
	Embedder vectors.Embedder
}

// NewWith is New with options.
func NewWith(o Options, book analysis.Codebook, examples []Example, background []string) *Tagger {
	return study(o, book, examples, background).tagger(nil)
}

// A material is everything that a tagger can be made of, read once.
type material struct {
	themes     []string // keys
	space      *space
	said       []class // by the codebook
	coded      []class // by people
	background []string
}

func study(o Options, book analysis.Codebook, examples []Example, background []string) *material {
	themes := leaves(book)
	m := &material{said: bookClasses(themes), coded: exampleClasses(book, themes, examples), background: background}
	for _, t := range themes {
		m.themes = append(m.themes, t.Key)
	}
	m.space = newSpace(newMeaning(o.Embedder), m.corpus())
	m.place(m.said)
	m.place(m.coded)
	return m
}

// place turns the texts of classes into vectors.
func (m *material) place(classes []class) {
	share(len(classes), func(numbers iter.Seq[int]) {
		r := m.space.reader()
		for i := range numbers {
			classes[i].v = r.vector(classes[i].text)
		}
	})
}

// share calls work on every core, with its share of the numbers below n.
func share(n int, work func(numbers iter.Seq[int])) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			work(func(yield func(int) bool) {
				for i := w; i < n && yield(i); i += workers {
				}
			})
		})
	}
	wg.Wait()
}

// corpus returns the texts to learn a space from.
func (m *material) corpus() []string {
	var texts []string
	for _, cs := range [][]class{m.coded, m.said} {
		for _, c := range cs {
			texts = append(texts, c.text)
		}
	}
	for _, i := range spread(len(m.background), maxBackground) {
		texts = append(texts, m.background[i])
	}
	return texts
}

// tagger makes a tagger that does not learn from the coded answers that leave
// is true for; nil leaves none out.
func (m *material) tagger(leave func(i int) bool) *Tagger {
	var coded []class
	for i, c := range m.coded {
		if leave == nil || !leave(i) {
			coded = append(coded, c)
		}
	}
	t := &Tagger{themes: m.themes, space: m.space, found: make([]int, len(m.themes))}
	t.readers.New = func() any { return t.space.reader() }
	t.scorer = t.fit(slices.Concat(m.said, coded))
	t.cal = calibrate(t.rehearse(m.said, coded), len(m.themes), len(coded), t.scorer.silence())
	t.setThresholds(m.background)
	t.phrases = phrases(len(m.themes), m.said, coded)
	for _, c := range coded {
		for _, th := range c.yes {
			t.found[th]++
		}
	}
	return t
}

// fit trains a model for each theme, as many at a time as there are cores.
func (t *Tagger) fit(classes []class) *scorer {
	models := make([]*model, len(t.themes))
	nDense := 0
	vs := make([]*vector, len(classes))
	for i := range classes {
		vs[i] = classes[i].v
		nDense = len(vs[i].dense)
	}
	share(len(models), func(themes iter.Seq[int]) {
		for i := range themes {
			models[i] = train(lessons(classes, i), len(t.space.idf), nDense)
		}
	})
	return newScorer(models, vs, len(t.space.idf))
}

// maxThresholdTexts is how many uncoded answers the thresholds are chosen on.
const maxThresholdTexts = 800

func (t *Tagger) setThresholds(background []string) {
	chosen := spread(len(background), maxThresholdTexts)
	if len(chosen) < minTopicTexts {
		return
	}
	sure := make([][]float64, len(t.themes))
	for th := range sure {
		sure[th] = make([]float64, len(chosen))
	}
	share(len(chosen), func(numbers iter.Seq[int]) {
		r := t.space.reader()
		for i := range numbers {
			for th, p := range t.sure(r, background[chosen[i]]) {
				sure[th][i] = p
			}
		}
	})
	for th := range sure {
		t.cal.choose(th, sure[th])
	}
}

// Tag returns the themes suggested for text, the surest first, each at most
// once. The sentences are spans of text in its order; none means that text is
// one sentence.
func (t *Tagger) Tag(text string, sentences []analysis.Span) []Tagged {
	r := t.readers.Get().(*reader) //nolint:forcetypeassert // the pool holds readers only
	defer t.readers.Put(r)
	if len(t.themes) == 0 || !r.score(t.scorer, text, sentences) {
		return nil
	}
	var out []Tagged
	for i, key := range t.themes {
		sure := t.cal.sure(i, r.joint[i])
		if sure < t.cal.threshold[i] {
			continue
		}
		from, to := t.carriers(r, i)
		out = append(out, Tagged{
			Theme:  key,
			Span:   analysis.Span{Start: r.parts[from].span.Start, End: r.parts[to].span.End},
			Score:  sure,
			Reason: t.reason(r, i, from, to),
		})
	}
	slices.SortStableFunc(out, func(a, b Tagged) int { return descending(a.Score, b.Score) })
	return out
}

// sure returns how sure the machine is of each theme, all zeros for a text
// without words.
func (t *Tagger) sure(r *reader, text string) []float64 {
	out := make([]float64, len(t.themes))
	if len(out) > 0 && r.score(t.scorer, text, nlp.Sentences(text)) {
		for th, s := range r.joint {
			out[th] = t.cal.sure(th, s)
		}
	}
	return out
}

// carriers returns the first and the last part that carry a theme: the best one
// and its neighbours that would do by themselves.
func (t *Tagger) carriers(r *reader, theme int) (from, to int) {
	carries := func(i int) bool {
		return t.cal.sure(theme, r.of(i)[theme]) >= t.cal.threshold[theme]
	}
	from = r.best(theme)
	to = from
	for from > 0 && carries(from-1) {
		from--
	}
	for to+1 < len(r.parts) && carries(to+1) {
		to++
	}
	return from, to
}
