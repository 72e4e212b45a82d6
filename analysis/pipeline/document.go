package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// readers is how many responses are read from the database at a time.
const readers = 4

// atOnce calls fn for 0 to n-1, in at most limit goroutines, and returns when
// all have.
func atOnce(limit, n int, fn func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(limit, n) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				fn(int(i))
			}
		})
	}
	group.Wait()
}

// verbatimsOf returns the answers of the responses that are still there, in
// their order. A response that cannot be read, because its words are not what
// was stored, is set aside as long as others can.
func (p *Pipeline) verbatimsOf(ctx context.Context, responses []string) ([]survey.Verbatim, error) {
	if vs, err := p.Survey.VerbatimsOfAll(ctx, responses); err == nil || ctx.Err() != nil {
		return vs, err
	}
	return p.verbatimsEach(ctx, responses)
}

// verbatimsEach reads responses one by one, because one of them cannot be read:
// that one is set aside.
func (p *Pipeline) verbatimsEach(ctx context.Context, responses []string) ([]survey.Verbatim, error) {
	of, errs := make([][]survey.Verbatim, len(responses)), make([]error, len(responses))
	atOnce(readers, len(responses), func(i int) { of[i], errs[i] = p.Survey.VerbatimsOf(ctx, responses[i]) })
	failed := slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return err == nil })
	if len(failed) > 0 && (len(failed) == len(responses) || slices.ContainsFunc(failed, func(err error) bool { return !poison(ctx, err) })) {
		return nil, failed[0]
	}
	for i, err := range errs {
		if err == nil {
			continue
		}
		p.log.ErrorContext(ctx, "a response cannot be read", slog.String("response_id", responses[i]), slog.Any("error", err))
		if err := p.writer().SetAside(ctx, survey.VerbatimID(responses[i], ""), stageRead, reason(err)); err != nil {
			return nil, err
		}
	}
	return slices.Concat(of...), nil
}

// put brings the documents of the verbatims up to date and removes those that
// are gone. Verbatims that may only be counted are not searched.
func (p *Pipeline) put(ctx context.Context, vs []survey.Verbatim, gone []string) error {
	b := search.Batch{Delete: gone, Position: p.place.position()}
	var ids []string
	for _, v := range vs {
		ids = append(ids, v.ID)
	}
	codings, err := p.Analysis.Codings(ctx, ids...)
	if err != nil {
		return err
	}
	by := map[string][]analysis.Coding{}
	for _, c := range codings {
		by[c.VerbatimID] = append(by[c.VerbatimID], c)
	}
	put := map[string]bool{}
	for _, v := range vs {
		if put[v.ID] || !v.QuoteConsent.MayAnalyse() {
			continue
		}
		put[v.ID] = true
		book, err := p.book(ctx, v.ProgrammeID)
		if err != nil {
			return err
		}
		b.Put = append(b.Put, document(v, book, by[v.ID]))
	}
	return p.update(ctx, b)
}

// book returns the present codebook of a programme, an empty one for none.
func (p *Pipeline) book(ctx context.Context, programme string) (analysis.Codebook, error) {
	if b, ok := p.books[programme]; ok {
		return b, nil
	}
	b, err := p.Analysis.Codebook(ctx, programme)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return b, err
	}
	p.books[programme] = b
	return b, nil
}

// document returns what the index knows of a verbatim.
func document(v survey.Verbatim, book analysis.Codebook, codings []analysis.Coding) search.Document {
	var accepted, suggested []string
	for _, c := range codings {
		switch c.Status {
		case analysis.Accepted:
			accepted = append(accepted, c.Theme)
		case analysis.Suggested:
			suggested = append(suggested, c.Theme)
		case analysis.Rejected:
		}
	}
	return search.Document{
		ID: v.ID, Response: v.ResponseID, Person: v.Person,
		Programme: v.ProgrammeKey, Round: v.RoundKey, Wave: v.WaveKey, Role: v.Role, Question: v.Question,
		Consent: string(v.QuoteConsent), Day: string(v.ReceivedOn),
		Themes: book.WithAncestors(accepted), Suggested: book.WithAncestors(suggested),
		Coders: coders(codings), Text: v.Text,
	}
}

// coders returns the people who put on a theme or decided about one.
func coders(codings []analysis.Coding) []string {
	var out []string
	for _, c := range codings {
		for _, name := range []string{c.Coder, c.DecidedBy} {
			if name != "" && name != analysis.Machine && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// update applies a batch to the index; where that fails because of a document,
// without that document.
func (p *Pipeline) update(ctx context.Context, b search.Batch) error {
	if len(b.Put)+len(b.Delete) == 0 && b.Position == p.place.index {
		return nil
	}
	err := guard(func() error { return p.Engine.Update(ctx, b) })
	if err != nil && poison(ctx, err) && len(b.Put) > 0 {
		err = p.updateEach(ctx, b)
	}
	if err == nil {
		p.place.index = b.Position
	}
	return err
}

// updateEach puts documents one by one and sets those aside that fail.
func (p *Pipeline) updateEach(ctx context.Context, b search.Batch) error {
	failed := 0
	for _, d := range b.Put {
		err := guard(func() error {
			return p.Engine.Update(ctx, search.Batch{Put: []search.Document{d}, Position: p.place.index})
		})
		switch {
		case err == nil:
		case !poison(ctx, err):
			return err
		default:
			failed++
			p.log.WarnContext(ctx, "an answer was set aside", slog.String("verbatim_id", d.ID), slog.String("stage", stageIndex))
			if err := p.writer().SetAside(ctx, d.ID, stageIndex, reason(err)); err != nil {
				return err
			}
		}
	}
	if failed == len(b.Put) && failed > 1 {
		return fmt.Errorf("the index took none of %d documents", failed)
	}
	return p.Engine.Update(ctx, search.Batch{Delete: b.Delete, Position: b.Position})
}
