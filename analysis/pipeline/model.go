package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/bits"
	"slices"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/similar"
	"verbatim/analysis/suggest"
	"verbatim/analysis/theme"
	"verbatim/survey"
)

const (
	// version names the way in which the stages are put together.
	version = "pipeline/1"

	// fewestDecisions is how many decisions there must be before anything is
	// learnt from them: fewer say more about who began than about the themes.
	fewestDecisions = 8

	// fewestSample and largestSample are how many responses are looked at to
	// learn which words are common in a programme.
	fewestSample  = 16
	largestSample = 256

	// sampleWalk is how many changes are searched for that sample, so that a
	// programme among many larger ones does not hold up everybody.
	sampleWalk = 20_000
)

// A model makes the suggestions of one programme.
type model struct {
	name     string // digest of all that it was made from
	book     analysis.Codebook
	tagger   *theme.Tagger // nil where there is no codebook
	miner    *suggest.Miner
	matchers map[string]*similar.Matcher // by round; none for a round without earlier recommendations

	sample    int // responses looked at
	responses int // responses of the programme
}

// recipe is what a model is made from.
type recipe struct {
	Versions   []string
	Book       analysis.Codebook
	Examples   []theme.Example
	Actions    []suggest.Example
	Background []string
	Earlier    map[string][]analysis.Recommendation // by round
}

// milestone returns the power of two at or below n, 0 when n is less than
// fewest, and no more than most. What is learnt from changes there only.
func milestone(n, fewest, most int) int {
	if n < fewest {
		return 0
	}
	return min(most, 1<<(bits.Len(uint(n))-1))
}

// grow counts new responses.
func (m *model) grow(programme string, fresh []survey.Verbatim) {
	last := ""
	for _, v := range fresh {
		if v.ProgrammeID == programme && v.ResponseID != last {
			m.responses++
			last = v.ResponseID
		}
	}
}

// outgrown reports whether there are enough new responses for another sample.
func (m *model) outgrown() bool {
	return milestone(m.responses, fewestSample, largestSample) > m.sample
}

// model returns the present model of a programme and makes it when there is
// none.
func (p *Pipeline) model(ctx context.Context, programme string) (*model, error) {
	if m := p.models[programme]; m != nil {
		return m, nil
	}
	err := p.remodel(ctx, programme)
	return p.models[programme], err
}

// refresh makes the models of the programmes anew where what they are made from
// has changed, and empties the set. A process that only follows needs none.
func (p *Pipeline) refresh(ctx context.Context, programmes map[string]bool) error {
	if p.turn == nil {
		clear(programmes)
	}
	for id := range programmes {
		if err := p.remodel(ctx, id); err != nil {
			return err
		}
		delete(programmes, id)
	}
	return nil
}

// remodel makes sure of a programme's model. When its suggestions were made
// with another one, they are planned to be made again.
func (p *Pipeline) remodel(ctx context.Context, programme string) error {
	r, sample, responses, err := p.recipe(ctx, programme)
	if err != nil {
		return err
	}
	name, err := r.name()
	if err != nil {
		return err
	}
	if m := p.models[programme]; m == nil || m.name != name {
		p.models[programme] = r.make(name)
	}
	p.models[programme].sample, p.models[programme].responses = sample, responses
	last, err := p.Analysis.Model(ctx, programme)
	switch {
	case err != nil:
		return err
	case last == "":
		return p.writer().FirstModel(ctx, programme, name)
	case last == name:
		delete(p.place.restage, programme)
	}
	if w := p.place.restage[programme]; last != name && (w == nil || w.model != name) {
		p.place.restage[programme] = &walk{programme: programme, model: name}
	}
	return nil
}

// name returns a digest of the recipe, short enough to stand in every row.
func (r recipe) name() (string, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return theme.Version + "+" + suggest.Version + "+" + hex.EncodeToString(sum[:8]), nil
}

// make builds the model.
func (r recipe) make(name string) *model {
	m := &model{name: name, book: r.Book, miner: suggest.New(), matchers: map[string]*similar.Matcher{}}
	if len(r.Book.Themes) > 0 {
		m.tagger = theme.New(r.Book, r.Examples, r.Background)
	}
	if len(r.Actions) > 0 {
		m.miner.Learn(r.Actions)
	}
	for round, recs := range r.Earlier {
		m.matchers[round] = similar.NewMatcher(recs)
	}
	return m
}

// recipe reads what the model of a programme is made from.
func (p *Pipeline) recipe(ctx context.Context, programme string) (r recipe, sample, responses int, err error) {
	r = recipe{Versions: []string{version, theme.Version, suggest.Version}, Earlier: map[string][]analysis.Recommendation{}}
	delete(p.books, programme)
	if r.Book, err = p.book(ctx, programme); err != nil {
		return r, 0, 0, err
	}
	rounds, err := p.Survey.Rounds(ctx, programme)
	if err != nil {
		return r, 0, 0, err
	}
	if responses, err = p.responses(ctx, programme); err != nil {
		return r, 0, 0, err
	}
	for _, n := range rounds {
		earlier, err := collate.EarlierThan(ctx, p.Analysis, rounds, n.Key)
		if err != nil {
			return r, 0, 0, err
		}
		for _, e := range earlier {
			r.Earlier[n.Key] = append(r.Earlier[n.Key], e.Recommendations...)
		}
	}
	sample = milestone(responses, fewestSample, largestSample)
	if r.Background, err = p.background(ctx, programme, sample); err != nil {
		return r, 0, 0, err
	}
	return r, sample, responses, p.decisions(ctx, programme, &r)
}

// responses returns how many responses a programme has.
func (p *Pipeline) responses(ctx context.Context, programme string) (n int, err error) {
	rounds, err := p.Survey.Rounds(ctx, programme)
	if err != nil {
		return 0, err
	}
	for _, r := range rounds {
		counts, err := p.Survey.CountResponses(ctx, r.ID)
		if err != nil {
			return 0, err
		}
		for _, c := range counts {
			n += c
		}
	}
	return n, nil
}

// background returns the answers of so many responses of a programme, the same
// ones as long as they are there.
func (p *Pipeline) background(ctx context.Context, programme string, n int) ([]string, error) {
	ids, err := p.Analysis.Sample(ctx, programme, n)
	if err != nil {
		return nil, err
	}
	if len(ids) < n {
		more, err := p.draw(ctx, programme, n-len(ids), ids)
		if err != nil {
			return nil, err
		}
		if err := p.writer().AddSample(ctx, programme, more); err != nil {
			return nil, err
		}
		ids = append(ids, more...)
	}
	vs, err := p.verbatimsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, v := range vs {
		if v.QuoteConsent.MayAnalyse() {
			texts = append(texts, v.Text)
		}
	}
	return texts, nil
}

// draw returns n more responses of a programme, without those in drawn: those
// that came first, as long as the feed tells which did, else any.
func (p *Pipeline) draw(ctx context.Context, programme string, n int, drawn []string) (more []string, err error) {
	for at := int64(0); at < sampleWalk && len(more) < n; {
		changes, err := p.Survey.Changes(ctx, at, batchSize)
		if forgotten(err) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(changes) == 0 {
			return more, nil
		}
		at = changes[len(changes)-1].Seq
		vs, err := p.verbatimsOf(ctx, sortChanges(changes, 0).stored)
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			if v.ProgrammeID == programme && len(more) < n && !slices.Contains(more, v.ResponseID) && !slices.Contains(drawn, v.ResponseID) {
				more = append(more, v.ResponseID)
			}
		}
	}
	some, err := p.Survey.SomeResponses(ctx, programme, n+len(drawn)+len(more))
	for _, id := range some {
		if len(more) < n && !slices.Contains(more, id) && !slices.Contains(drawn, id) {
			more = append(more, id)
		}
	}
	return more, err
}

// decisions adds what people have decided to the recipe.
func (p *Pipeline) decisions(ctx context.Context, programme string, r *recipe) error {
	n, err := p.Analysis.CountDecided(ctx, programme)
	if err != nil {
		return err
	}
	if n = milestone(n, fewestDecisions, n); n > 0 {
		if r.Examples, err = p.Analysis.FirstExamples(ctx, programme, n); err != nil {
			return err
		}
	}
	n, err = p.Analysis.CountDecidedActions(ctx, programme)
	if err != nil {
		return err
	}
	if n = milestone(n, fewestDecisions, n); n == 0 {
		return nil
	}
	actions, err := p.Analysis.FirstDecidedActions(ctx, programme, n)
	if err != nil {
		return err
	}
	r.Actions, err = p.actionExamples(ctx, actions)
	return err
}

// actionExamples returns what was decided about the actions, with the purpose of the
// question that they answer.
func (p *Pipeline) actionExamples(ctx context.Context, actions []analysis.Action) ([]suggest.Example, error) {
	var ids []string
	for _, a := range actions {
		ids = append(ids, a.VerbatimID)
	}
	vs, err := p.Survey.VerbatimsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	by := map[string]survey.Verbatim{}
	for _, v := range vs {
		by[v.ID] = v
	}
	var out []suggest.Example
	for _, a := range actions {
		if v, ok := by[a.VerbatimID]; ok && v.QuoteConsent.MayAnalyse() {
			out = append(out, suggest.Example{Text: a.Span.In(v.Text), Purpose: v.Purpose, Action: a.Status == analysis.Accepted})
		}
	}
	return out, nil
}
