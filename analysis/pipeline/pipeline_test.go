package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/analysis/theme"
	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	sstore "verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// A bench is a database with a round that can be answered, and a pipeline over
// it with an index of its own.
type bench struct {
	t         testing.TB
	survey    *sstore.Store
	analysis  *store.Store
	index     *bleveindex.Index
	pipeline  *Pipeline
	files     string // folder of the index
	programme survey.Programme
	wave      survey.Wave
}

func newBench(tb testing.TB) *bench {
	tb.Helper()
	return newBenchOn(tb, surveytest.OpenDB(tb))
}

func newBenchOn(tb testing.TB, db *sqldb.DB) *bench {
	tb.Helper()
	b := &bench{t: tb}
	ctx := tb.Context()
	b.survey = must(sstore.New(ctx, surveytest.Log(tb), db))(tb)
	b.analysis = must(store.New(ctx, surveytest.Log(tb), db))(tb)
	b.programme = surveytest.Programme()
	round := surveytest.Round(b.programme)
	form := surveytest.Form()
	check(tb, b.survey.SaveProgramme(ctx, b.programme))
	check(tb, b.survey.SaveRound(ctx, round))
	form = must(b.survey.PublishForm(ctx, b.programme.ID, form))(tb)
	b.wave = surveytest.Wave(round, form)
	check(tb, b.survey.SaveWave(ctx, b.wave))
	b.restart()
	return b
}

// restart makes a pipeline as a new process would, over a new index unless one
// is there.
func (b *bench) restart() {
	if b.index == nil {
		b.files = filepath.Join(b.t.TempDir(), "index")
		b.index = must(bleveindex.Open(b.t.Context(), surveytest.Log(b.t), b.files))(b.t)
		b.t.Cleanup(func() { check(b.t, b.index.Close()) })
	}
	b.pipeline = New(surveytest.Log(b.t), Config{Survey: b.survey, Analysis: b.analysis, Engine: b.index})
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		check(tb, err)
		return v
	}
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// answer stores a response with one answer and returns its verbatim's ID and
// the withdrawal code.
func (b *bench) answer(question, text string, consent survey.QuoteConsent) (verbatim, code string) {
	b.t.Helper()
	r := survey.Response{
		ID: sqldb.NewID(), WaveID: b.wave.ID, FormKey: b.wave.FormKey, FormVersion: b.wave.FormVersion, Role: "mentor", ReceivedOn: "2021-06-30",
		Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{"mentor"}}, {Question: question, Text: text, QuoteConsent: consent}},
	}
	receipt := must(b.survey.Submit(b.t.Context(), r, sstore.SubmitOptions{Key: r.ID}))(b.t)
	return survey.VerbatimID(r.ID, question), receipt.Code
}

func (b *bench) book() {
	b.t.Helper()
	book := analysis.Codebook{ProgrammeID: b.programme.ID, Themes: []analysis.Theme{
		{Key: "growth", Name: "Growth", Definition: "What changed in a person."},
		{Key: "confidence", Parent: "growth", Name: "Confidence", Definition: "Feeling more confident to speak up.", Examples: []string{"I am more confident in meetings now", "I dare to speak up and share my opinion"}},
		{Key: "heard", Parent: "growth", Name: "Feeling heard", Definition: "Being listened to and valued.", Examples: []string{"My mentee listened to me and valued what I said", "I felt heard for once"}},
		{Key: "time", Name: "Time and rooms", Definition: "Finding time and rooms to meet.", Examples: []string{"We never had enough time to meet", "It was hard to find a room or fit the meetings in"}},
	}}
	must(b.analysis.SaveCodebook(b.t.Context(), book))(b.t)
}

func (b *bench) catchUp() {
	b.t.Helper()
	check(b.t, b.pipeline.CatchUp(b.t.Context()))
}

// find returns the verbatims that a filter finds.
func (b *bench) find(field, value string) []string {
	b.t.Helper()
	r := must(b.index.Search(b.t.Context(), search.Request{Filters: map[string][]string{field: {value}}, Size: search.MaxSize}))(b.t)
	var ids []string
	for _, h := range r.Hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// snapshot returns all that the pipeline wrote, in words.
func (b *bench) snapshot() string {
	b.t.Helper()
	ctx := b.t.Context()
	var out struct {
		Codings  []analysis.Coding
		Actions  []analysis.Action
		Failures []store.Failure
		Model    string
		Found    map[string][]search.Count
		Total    int
	}
	out.Codings = must(b.analysis.RoundCodings(ctx, b.wave.RoundID))(b.t)
	out.Actions = must(b.analysis.RoundActions(ctx, b.wave.RoundID))(b.t)
	out.Failures = must(b.analysis.Failures(ctx))(b.t)
	out.Model = must(b.analysis.Model(ctx, b.programme.ID))(b.t)
	r := must(b.index.Search(ctx, search.Request{Facets: []string{search.FieldTheme, search.FieldSuggested, search.FieldQuestion, search.FieldConsent}}))(b.t)
	out.Found, out.Total = r.Facets, r.Total
	return string(must(json.MarshalIndent(out, "", " "))(b.t))
}

var samples = []string{
	"I feel far more confident speaking up in meetings than I did before.",
	"My mentee really listened to me, and for once I felt heard and valued.",
	"I learnt a great deal about privilege and about how differently people experience the same ward.",
	"The meetings were hard to fit in. We never had enough time, and rooms were difficult to book.",
	"It was an excellent scheme and it should be offered to every new consultant.",
	"I now challenge inappropriate jokes when I hear them.",
}

func (b *bench) answers(n int) {
	b.t.Helper()
	for i := range n {
		question := []string{"changed", "surprise", "recommend"}[i%3]
		b.answer(question, fmt.Sprintf("%s That is what I took from meeting %d.", samples[i%len(samples)], i), survey.QuoteWords)
	}
}

func TestCatchUpSuggestsAndIndexes(t *testing.T) {
	b := newBench(t)
	b.book()
	v, _ := b.answer("changed", samples[0], survey.QuoteWords)
	r, _ := b.answer("recommend", "Pay the mentors for their time.\nOffer the scheme to every new consultant.", survey.ThemesOnly)
	silent, _ := b.answer("changed", samples[1], survey.CountOnly)
	b.catchUp()

	codings := must(b.analysis.Codings(t.Context(), v))(t)
	if len(codings) == 0 || codings[0].Coder != analysis.Machine || codings[0].Status != analysis.Suggested {
		t.Fatalf("Codings(%q) = %+v, want suggestions of the machine", samples[0], codings)
	}
	actions := must(b.analysis.RoundActions(t.Context(), b.wave.RoundID))(t)
	if len(actions) != 2 || actions[0].VerbatimID != r {
		t.Errorf("actions = %+v, want the two recommendations", actions)
	}
	if got := b.find(search.FieldRole, "mentor"); len(got) != 2 {
		t.Errorf("the index holds %v, want %s and %s", got, v, r)
	}
	if got := must(b.analysis.Codings(t.Context(), silent))(t); len(got) != 0 {
		t.Errorf("an answer that may only be counted was coded: %v", got)
	}
	if got := b.find(search.FieldSuggested, codings[0].Theme); !cmp.Equal(got, []string{v}) {
		t.Errorf("find(suggested:%s) = %v, want %v", codings[0].Theme, got, v)
	}
	done, head := b.pipeline.Caught()
	if done != head || head == 0 {
		t.Errorf("Caught() = %d, %d, want the end of the feed", done, head)
	}
}

func TestDecisionsReachTheIndexAndStay(t *testing.T) {
	b := newBench(t)
	b.book()
	v, _ := b.answer("changed", samples[0], survey.QuoteWords)
	b.catchUp()
	c := must(b.analysis.Codings(t.Context(), v))(t)[0]
	check(t, b.analysis.DecideCoding(t.Context(), c.ID, "ana", analysis.Accepted))
	b.catchUp()
	if got := b.find(search.FieldTheme, c.Theme); !cmp.Equal(got, []string{v}) {
		t.Errorf("find(theme:%s) = %v after accepting it, want %v", c.Theme, got, v)
	}
	if got := b.find(search.FieldSuggested, c.Theme); len(got) != 0 {
		t.Errorf("find(suggested:%s) = %v after accepting it, want none", c.Theme, got)
	}
	check(t, b.analysis.DecideCoding(t.Context(), c.ID, "ana", analysis.Rejected))
	book := must(b.analysis.Codebook(t.Context(), b.programme.ID))(t)
	book.Themes[0].Definition += " Changed."
	must(b.analysis.SaveCodebook(t.Context(), book))(t)
	b.catchUp()
	got := must(b.analysis.Coding(t.Context(), c.ID))(t)
	if got.Status != analysis.Rejected || got.DecidedBy != "ana" {
		t.Errorf("after the codebook changed, the rejected coding is %+v", got)
	}
	if got := b.find(search.FieldTheme, c.Theme); len(got) != 0 {
		t.Errorf("find(theme:%s) = %v after rejecting it, want none", c.Theme, got)
	}
}

func TestChangedCodebookRunsAgain(t *testing.T) {
	b := newBench(t)
	v, _ := b.answer("changed", samples[0], survey.QuoteWords)
	b.catchUp()
	if got := must(b.analysis.Codings(t.Context(), v))(t); len(got) != 0 {
		t.Fatalf("Codings without a codebook = %v", got)
	}
	b.book()
	b.catchUp()
	got := must(b.analysis.Codings(t.Context(), v))(t)
	if len(got) == 0 {
		t.Fatal("no suggestions after the first codebook was saved")
	}
	if found := b.find(search.FieldSuggested, got[0].Theme); !cmp.Equal(found, []string{v}) {
		t.Errorf("find(suggested:%s) = %v, want %v", got[0].Theme, found, v)
	}
	book := must(b.analysis.Codebook(t.Context(), b.programme.ID))(t)
	parent, _ := book.Theme(got[0].Theme)
	if parent.Parent == "" {
		t.Fatalf("theme %s has no parent", got[0].Theme)
	}
	if found := b.find(search.FieldSuggested, parent.Parent); !cmp.Equal(found, []string{v}) {
		t.Errorf("find(suggested:%s) = %v, want %v: a child implies its parent", parent.Parent, found, v)
	}
	if model := must(b.analysis.Model(t.Context(), b.programme.ID))(t); model != got[0].Model {
		t.Errorf("Model() = %q, suggestions were made with %q", model, got[0].Model)
	}
}

func TestWithdrawalErases(t *testing.T) {
	b := newBench(t)
	b.book()
	v, code := b.answer("changed", samples[0], survey.QuoteWords)
	b.answer("changed", samples[1], survey.QuoteWords)
	b.catchUp()
	check(t, b.survey.Withdraw(t.Context(), code))
	b.catchUp()
	if got := must(b.analysis.Codings(t.Context(), v))(t); len(got) != 0 {
		t.Errorf("codings of a withdrawn answer: %v", got)
	}
	if n := must(b.index.Count(t.Context()))(t); n != 1 {
		t.Errorf("the index holds %d documents after a withdrawal, want 1", n)
	}
	b.awaitTrue("no file names the withdrawn answer", time.Minute, func() bool { return !inFiles(t, b.files, v) })
	check(t, b.analysis.ReplaceSuggestions(t.Context(), v, "late", []analysis.Coding{{Theme: "confidence", Span: analysis.Span{End: 3}}}, nil))
	if got := must(b.analysis.Codings(t.Context(), v))(t); len(got) != 0 {
		t.Errorf("a suggestion that came late for a withdrawn answer was stored: %v", got)
	}
}

// inFiles reports whether a file of an index that is in use holds a text.
func inFiles(t *testing.T, dir, text string) bool {
	t.Helper()
	for _, content := range filesIn(t, dir) {
		if bytes.Contains(bytes.ToLower(content), []byte(strings.ToLower(text))) {
			return true
		}
	}
	return false
}

// filesIn reads the files of a folder, but for those that are replaced meanwhile.
func filesIn(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	check(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out[name], err = os.ReadFile(name)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}))
	return out
}

// TestRestarts stops the pipeline after every number of its writes, starts it
// again as a new process would, and wants the result of an undisturbed run.
func TestRestarts(t *testing.T) {
	b := newBench(t)
	b.book()
	b.answers(250)
	b.catchUp()
	want := b.snapshot()
	b.catchUp()
	if diff := cmp.Diff(want, b.snapshot()); diff != "" {
		t.Fatalf("catching up again changed something:\n%s", diff)
	}
	for steps := range 4 {
		check(t, b.index.Reset(t.Context()))
		check(t, b.survey.SetCursor(t.Context(), Follower, 0))
		for kill := 1; kill <= steps; kill++ {
			b.restart()
			ctx, cancel := context.WithCancel(t.Context())
			calls := 0
			b.pipeline.Progress = func(int, int) {
				if calls++; calls == kill {
					cancel()
				}
			}
			if err := b.pipeline.CatchUp(ctx); err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			cancel()
		}
		b.restart()
		b.catchUp()
		if diff := cmp.Diff(want, b.snapshot()); diff != "" {
			t.Fatalf("after %d interrupted runs something differs:\n%s", steps, diff)
		}
	}
}

// TestRestartInsideBatch stops between storing suggestions and updating the
// index.
func TestRestartInsideBatch(t *testing.T) {
	b := newBench(t)
	b.book()
	b.answers(30)
	b.catchUp()
	want := b.snapshot()

	check(t, b.index.Reset(t.Context()))
	check(t, b.survey.SetCursor(t.Context(), Follower, 0))
	b.restart()
	ctx, cancel := context.WithCancel(t.Context())
	var tagged atomic.Int64
	tag := b.pipeline.stages.tag
	b.pipeline.stages.tag = func(g *theme.Tagger, text string, s []analysis.Span) []theme.Tagged {
		if tagged.Add(1) == 20 {
			cancel()
		}
		return tag(g, text, s)
	}
	if err := b.pipeline.CatchUp(ctx); err == nil {
		t.Fatal("CatchUp was not interrupted")
	}
	cancel()
	b.restart()
	b.catchUp()
	if diff := cmp.Diff(want, b.snapshot()); diff != "" {
		t.Errorf("something differs after an interruption inside a batch:\n%s", diff)
	}
}

func TestIndexCatchesUpByItself(t *testing.T) {
	b := newBench(t)
	b.book()
	b.answers(40)
	b.catchUp()
	want := b.snapshot()
	t.Run("emptied under a running pipeline", func(t *testing.T) {
		check(t, b.index.Reset(t.Context()))
		b.catchUp()
		if diff := cmp.Diff(want, b.snapshot()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("rebuilt", func(t *testing.T) {
		check(t, b.pipeline.Rebuild(t.Context()))
		if diff := cmp.Diff(want, b.snapshot()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("of another database", func(t *testing.T) {
		check(t, b.index.Update(t.Context(), search.Batch{Put: []search.Document{{ID: "x.y", Text: "stranger"}}, Position: 1 << 40}))
		b.restart()
		b.catchUp()
		if diff := cmp.Diff(want, b.snapshot()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPoisonIsSetAside(t *testing.T) {
	b := newBench(t)
	b.book()
	poisoned, _ := b.answer("recommend", "Offer POISON to nobody.", survey.QuoteWords)
	b.answers(12)
	tag := b.pipeline.stages.tag
	b.pipeline.stages.tag = func(g *theme.Tagger, text string, s []analysis.Span) []theme.Tagged {
		if strings.Contains(text, "POISON") {
			panic("secret words: " + text)
		}
		return tag(g, text, s)
	}
	b.catchUp()
	failures := must(b.analysis.Failures(t.Context()))(t)
	want := []store.Failure{{VerbatimID: poisoned, Stage: stageThemes, Reason: "panic with a value of type string"}}
	if diff := cmp.Diff(want, failures); diff != "" {
		t.Errorf("Failures() differ (-want +got):\n%s", diff)
	}
	actions := must(b.analysis.RoundActions(t.Context(), b.wave.RoundID))(t)
	found := false
	for _, a := range actions {
		found = found || a.VerbatimID == poisoned
	}
	if !found {
		t.Error("the stages that did not fail left nothing for the poisoned answer")
	}
	if n := must(b.index.Count(t.Context()))(t); n != 13 {
		t.Errorf("the index holds %d documents, want 13", n)
	}

	b.restart() // mended, with a codebook that makes everything run again
	book := must(b.analysis.Codebook(t.Context(), b.programme.ID))(t)
	book.Title = "Mended"
	must(b.analysis.SaveCodebook(t.Context(), book))(t)
	b.catchUp()
	if failures := must(b.analysis.Failures(t.Context()))(t); len(failures) != 0 {
		t.Errorf("Failures() = %v after the stage was mended", failures)
	}
}

func TestUnsoundSuggestionIsSetAside(t *testing.T) {
	b := newBench(t)
	b.book()
	b.answers(3)
	b.pipeline.stages.tag = func(*theme.Tagger, string, []analysis.Span) []theme.Tagged {
		return []theme.Tagged{{Theme: "confidence", Span: analysis.Span{Start: 5, End: 5000}, Score: 0.5}}
	}
	b.catchUp()
	if failures := must(b.analysis.Failures(t.Context()))(t); len(failures) != 3 {
		t.Errorf("Failures() = %v, want 3", failures)
	}
}

func TestLaterImportOfEarlierRecommendations(t *testing.T) {
	b := newBench(t)
	v, _ := b.answer("recommend", "Expand the scheme so that every department takes part.", survey.QuoteWords)
	b.catchUp()
	earlier := survey.Round{ID: sqldb.NewID(), ProgrammeID: b.programme.ID, Key: "2020"}
	check(t, b.survey.SaveRound(t.Context(), earlier))
	check(t, b.analysis.SaveRecommendation(t.Context(), analysis.Recommendation{RoundID: earlier.ID, Reference: "2020-1", Title: "Expand the scheme so that every department takes part"}))
	b.catchUp()
	actions := must(b.analysis.RoundActions(t.Context(), b.wave.RoundID))(t)
	if len(actions) != 1 || actions[0].VerbatimID != v || actions[0].Match.Reference != "2020-1" {
		t.Errorf("actions = %+v, want one that builds on 2020-1", actions)
	}
}

func TestLearnsAtMilestones(t *testing.T) {
	b := newBench(t)
	b.book()
	b.answers(18)
	b.catchUp()
	before := must(b.analysis.Model(t.Context(), b.programme.ID))(t)
	all := must(b.analysis.RoundCodings(t.Context(), b.wave.RoundID))(t)
	if len(all) < fewestDecisions+1 {
		t.Fatalf("only %d suggestions", len(all))
	}
	for i, c := range all[:fewestDecisions-1] {
		check(t, b.analysis.DecideCoding(t.Context(), c.ID, "ana", []analysis.Status{analysis.Accepted, analysis.Rejected}[i%2]))
	}
	b.catchUp()
	if got := must(b.analysis.Model(t.Context(), b.programme.ID))(t); got != before {
		t.Errorf("the model changed after %d decisions", fewestDecisions-1)
	}
	check(t, b.analysis.DecideCoding(t.Context(), all[fewestDecisions-1].ID, "ana", analysis.Accepted))
	b.catchUp()
	after := must(b.analysis.Model(t.Context(), b.programme.ID))(t)
	if after == before {
		t.Errorf("the model did not change after %d decisions", fewestDecisions)
	}
	for _, c := range must(b.analysis.RoundCodings(t.Context(), b.wave.RoundID))(t) { // one decision more than was learnt from
		if c.Status == analysis.Suggested {
			check(t, b.analysis.DecideCoding(t.Context(), c.ID, "ana", analysis.Accepted))
			break
		}
	}
	b.catchUp()
	want := b.snapshot()
	b.restart()
	b.catchUp()
	if diff := cmp.Diff(want, b.snapshot()); diff != "" {
		t.Errorf("a new process learnt something else:\n%s", diff)
	}
}

func TestRunFindsAnAnswerSoon(t *testing.T) {
	b := newBench(t)
	b.book()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- b.pipeline.Run(ctx) }()
	b.answer("changed", samples[0], survey.QuoteWords) // wakes it up, and has the models read
	b.await(1, 10*time.Second)
	start := time.Now()
	b.answer("changed", samples[1], survey.QuoteWords)
	b.await(2, 2*time.Second)
	t.Logf("found after %v", time.Since(start))
	cancel()
	check(t, <-done)
}

func (b *bench) await(documents int, limit time.Duration) {
	b.t.Helper()
	for end := time.Now().Add(limit); ; time.Sleep(5 * time.Millisecond) {
		if n := must(b.index.Count(b.t.Context()))(b.t); n == documents {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("%d documents were not found within %v", documents, limit)
		}
	}
}
