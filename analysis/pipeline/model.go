package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/bits"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/similar"
	"verbatim/analysis/suggest"
	"verbatim/analysis/theme"
	"verbatim/survey"
	"verbatim/survey/fault"
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
// has changed, and empties the set.
func (p *Pipeline) refresh(ctx context.Context, programmes map[string]bool) error {
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
		return p.Analysis.FirstModel(ctx, programme, name)
	case last == name:
		delete(p.place.restage, programme)
	}
	if w := p.place.restage[programme]; last != name && (w == nil || w.model != name) {
		p.place.restage[programme] = &walk{programme: programme, model: name, end: max(p.place.cursor, p.place.seen)}
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
	r.Book, err = p.Analysis.Codebook(ctx, programme)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return r, 0, 0, err
	}
	rounds, err := p.Survey.Rounds(ctx, programme)
	if err != nil {
		return r, 0, 0, err
	}
	for _, n := range rounds {
		counts, err := p.Survey.CountResponses(ctx, n.ID)
		if err != nil {
			return r, 0, 0, err
		}
		for _, c := range counts {
			responses += c
		}
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

// background returns the answers of the first responses of a programme.
func (p *Pipeline) background(ctx context.Context, programme string, responses int) ([]string, error) {
	var texts []string
	w := &walk{programme: programme, end: sampleWalk}
	for found := 0; found < responses; {
		vs, over, err := p.next(ctx, w)
		if err != nil {
			return nil, err
		}
		last := ""
		for _, v := range vs {
			if v.ResponseID != last {
				found++
				last = v.ResponseID
			}
			if found <= responses && v.QuoteConsent.MayAnalyse() {
				texts = append(texts, v.Text)
			}
		}
		if over {
			break
		}
	}
	return texts, nil
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
