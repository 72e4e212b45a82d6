package searchtest

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/survey/fault"
)

//go:embed testdata/*.txt
var specs embed.FS

// Specs returns all specifications.
func Specs(tb testing.TB) []Spec {
	tb.Helper()
	entries, err := specs.ReadDir("testdata")
	if err != nil {
		tb.Fatal(err)
	}
	var out []Spec
	for _, e := range entries {
		text, err := specs.ReadFile(path.Join("testdata", e.Name()))
		if err != nil {
			tb.Fatal(err)
		}
		spec, err := ParseSpec(e.Name(), string(text))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, spec)
	}
	return out
}

// Run runs the whole suite on engines that open returns, each empty.
func Run(t *testing.T, open func(tb testing.TB) search.Engine) {
	t.Helper()
	t.Run("specification", func(t *testing.T) { RunSpecs(t, open) })
	t.Run("random", func(t *testing.T) { RunRandom(t, randomCorpora, open) })
	t.Run("contract", func(t *testing.T) { RunContract(t, open) })
}

// RunSpecs runs the specification files. The documents come in several batches,
// in an order that is not theirs, among others that are changed or deleted.
func RunSpecs(t *testing.T, open func(tb testing.TB) search.Engine) {
	t.Helper()
	for _, spec := range Specs(t) {
		t.Run(strings.TrimSuffix(spec.Name, ".txt"), func(t *testing.T) {
			engine := open(t)
			Fill(t, engine, spec.Documents)
			for _, c := range spec.Cases {
				if got := Answer(t.Context(), engine, spec.Documents, c); got != c.Want {
					t.Errorf("%s:%d: %s\n got: %s want: %s", spec.Name, c.Line, c.Input, got, c.Want)
				}
			}
		})
	}
}

// Answer runs one search and returns what it found in the words of a
// specification, with hits in order of identifiers.
func Answer(ctx context.Context, engine search.Engine, docs []search.Document, c Case) string {
	n, err := search.Parse(c.Input)
	if err == nil {
		c.Request.Query = n
		var res search.Result
		if res, err = engine.Search(ctx, c.Request); err == nil {
			slices.SortFunc(res.Hits, func(a, b search.Hit) int { return cmp.Compare(a.ID, b.ID) })
			return Describe(docs, c.Request, res)
		}
	}
	e, ok := errors.AsType[*search.SyntaxError](err)
	if !ok {
		return "fails " + err.Error() + "\n"
	}
	code, _, _ := strings.Cut(fault.Text(err), ":")
	return fmt.Sprintf("fails %s at column %d\n", code, e.Column)
}

// fillBatch is the size of the batches of Fill: small, so that documents are
// spread over parts of the index.
const fillBatch = 7

// Fill puts the documents into an empty engine by a way with detours: each is
// first put with another text, and others are put and deleted.
func Fill(tb testing.TB, engine search.Engine, docs []search.Document) {
	tb.Helper()
	ctx := context.Background()
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(docs)) //nolint:gosec // the same order each time is wanted
	position := int64(0)
	update := func(b search.Batch) {
		tb.Helper()
		position++
		b.Position = position
		if err := engine.Update(ctx, b); err != nil {
			tb.Fatal(err)
		}
	}
	for chunk := range slices.Chunk(order, fillBatch) {
		var draft, final search.Batch
		for _, i := range chunk {
			d := docs[i]
			final.Put = append(final.Put, d)
			d.Text, d.Role, d.Themes = "confidence withdrawn "+d.Text, "nobody", []string{"old"}
			draft.Put = append(draft.Put, d)
			d.ID += ".gone"
			draft.Put = append(draft.Put, d)
			final.Delete = append(final.Delete, d.ID)
		}
		update(draft)
		update(final)
	}
}
