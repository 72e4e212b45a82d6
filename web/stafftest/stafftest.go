// Package stafftest offers tests a whole site with answers in it: a database,
// an index, the pipeline that has read everything, and browsers that are signed
// in.
//
// It is for the tests of the staff's pages. Nothing in it stands for something
// else: what it starts is what the server starts.
package stafftest

import (
	"net/http"
	"testing"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/pipeline"
	astore "verbatim/analysis/store"
	"verbatim/search"
	"verbatim/search/bleveindex"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/webtest"
)

// Password is the password of every account of the site.
const Password = "a password of the tests"

// PasswordHash is the argon2id hash of Password. A hash says itself what it costs
// to check, and this one costs little: what is secure enough is the business of
// the tests of web/session, and signing in takes the same way.
const PasswordHash = "$argon2id$v=19$m=64,t=1,p=1$c2FsdCBvZiB0aGUgdGVzdHM$iC3Tjh/FsKmfFsNVQbQ8LCdJ2bBdD6WRLSZQiP6IxRI" //nolint:gosec // of a password that everybody can read above

// Today is the day on which the tests take place.
func Today() time.Time { return time.Date(2021, 6, 25, 12, 0, 0, 0, time.UTC) }

// The keys of what every site has.
const (
	ProgrammeKey = "reverse-mentoring"
	RoundKey     = "2021"
	EarlierKey   = "2020"
)

// Site is a running site.
type Site struct {
	t         testing.TB
	Survey    *store.Store
	Analysis  *astore.Store
	Engine    search.Engine
	Pipeline  *pipeline.Pipeline
	Programme survey.Programme
	Round     survey.Round
	Earlier   survey.Round
	Form      survey.Form
	Open      survey.Wave // anybody may answer
	Invited   survey.Wave // anonymous, by invitation
	base      *webtest.Browser
}

// New starts a site with a programme, two rounds, two waves of the later one
// and a codebook, and with nobody's answers.
func New(tb testing.TB) *Site { tb.Helper(); return With(tb, func(*web.Config) {}) }

// With is New for a site whose configuration is changed before it starts.
func With(tb testing.TB, change func(*web.Config)) *Site {
	tb.Helper()
	s := &Site{t: tb}
	log := surveytest.Log(tb)
	db := surveytest.OpenDB(tb)
	var err error
	s.Survey, err = store.New(tb.Context(), log, db)
	s.must(err)
	s.Analysis, err = astore.New(tb.Context(), log, db)
	s.must(err)
	s.Engine, err = bleveindex.Open(tb.Context(), log, tb.TempDir())
	s.must(err)
	tb.Cleanup(func() { s.must(s.Engine.Close()) })
	s.Survey.Now = Today
	s.Pipeline = pipeline.New(log, pipeline.Config{Survey: s.Survey, Analysis: s.Analysis, Engine: s.Engine})
	config := web.Config{Survey: s.Survey, Analysis: s.Analysis, Engine: s.Engine, Now: Today, Caught: s.Pipeline.Caught}
	change(&config)
	server, err := web.New(log, config)
	s.must(err)
	s.found()
	s.accounts()
	s.base = webtest.New(tb, server.Handler())
	return s
}

func (s *Site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *Site) found() {
	s.t.Helper()
	ctx := s.t.Context()
	s.Programme = survey.Programme{
		ID: sqldb.NewID(), Key: ProgrammeKey, Name: "Reverse Mentoring in the Faculty of Medicine",
		Organisation: "the Faculty of Medicine", Addressee: "the EDI education committee", Roles: starter.Roles(),
	}
	s.must(s.Survey.SaveProgramme(ctx, s.Programme))
	s.Earlier = survey.Round{ID: sqldb.NewID(), ProgrammeID: s.Programme.ID, Key: EarlierKey}
	s.Round = survey.Round{ID: sqldb.NewID(), ProgrammeID: s.Programme.ID, Key: RoundKey, Pairs: 6}
	s.must(s.Survey.SaveRound(ctx, s.Earlier))
	s.must(s.Survey.SaveRound(ctx, s.Round))
	form, err := starter.Form("reverse-mentoring-end")
	s.must(err)
	s.Form, err = s.Survey.PublishForm(ctx, s.Programme.ID, form)
	s.must(err)
	s.Open = s.wave("end", "End evaluation 2021", survey.Open)
	s.Invited = s.wave("half-way", "Half-way reflection 2021", survey.AnonymousInvited)
	book := Book()
	book.ProgrammeID = s.Programme.ID
	_, err = s.Analysis.SaveCodebook(ctx, book)
	s.must(err)
	s.must(s.Analysis.SaveRecommendation(ctx, analysis.Recommendation{
		ID: sqldb.NewID(), RoundID: s.Earlier.ID, Reference: "2020-1", Title: "Changes to the curriculum", Position: 1,
	}))
}

func (s *Site) wave(key, title string, mode survey.Mode) survey.Wave {
	s.t.Helper()
	w := survey.Wave{
		ID: sqldb.NewID(), RoundID: s.Round.ID, Key: key, Title: title, FormKey: s.Form.Key, FormVersion: s.Form.Version,
		Mode: mode, OpensOn: "2021-06-01", ClosesOn: "2021-07-03", WithdrawUntil: "2021-07-31",
	}
	s.must(s.Survey.SaveWave(s.t.Context(), w))
	return w
}

func (s *Site) accounts() {
	s.t.Helper()
	for name, level := range map[string]survey.Level{"rob": survey.Researcher, "anna": survey.Coordinator} {
		s.must(s.Survey.CreateUser(s.t.Context(), survey.User{ID: sqldb.NewID(), Name: name, Level: level}, PasswordHash))
	}
}

// Book returns the codebook of the site: two themes, one of them below another.
func Book() analysis.Codebook {
	return analysis.Codebook{Themes: []analysis.Theme{
		{Key: "growth", Name: "Personal growth", Definition: "What somebody gained for themselves."},
		{
			Key: "confidence", Parent: "growth", Name: "Confidence and finding a voice", Definition: "Feeling more confident, brave or heard than before.",
			Use: "the writer's own confidence", UseNot: "confidence in the scheme", Examples: []string{"I feel more confident", "I have found my voice", "It gave me courage"},
			Says: "described gaining confidence",
		},
		{
			Key: "curriculum", Name: "The curriculum", Definition: "What is taught and how.", Examples: []string{"change the curriculum", "teach cultural competency"},
			Says: "spoke of the curriculum",
		},
	}}
}

// Answer stores a response with the given answers to questions, by their keys,
// and returns it. The words may be quoted unless consents says otherwise.
func (s *Site) Answer(role string, words map[string]string, consents ...survey.QuoteConsent) survey.Response {
	s.t.Helper()
	consent := survey.QuoteWords
	if len(consents) > 0 {
		consent = consents[0]
	}
	r := survey.Response{
		ID: sqldb.NewID(), WaveID: s.Open.ID, FormKey: s.Form.Key, FormVersion: s.Form.Version, Role: role, ReceivedOn: "2021-06-20",
		Answers: []survey.Answer{{Question: "consent", Choices: []string{"yes"}}, {Question: "role", Choices: []string{role}}},
	}
	for question, text := range words {
		r.Answers = append(r.Answers, survey.Answer{Question: question, Text: text, QuoteConsent: consent})
	}
	_, err := s.Survey.Submit(s.t.Context(), r, store.SubmitOptions{Key: sqldb.NewID()})
	s.must(err)
	return r
}

// CatchUp lets the pipeline read everything that is stored.
func (s *Site) CatchUp() {
	s.t.Helper()
	s.must(s.Pipeline.CatchUp(s.t.Context()))
}

// Researcher returns a browser in which a researcher, rob, is signed in.
func (s *Site) Researcher() *webtest.Browser { s.t.Helper(); return s.signedIn("rob") }

// Coordinator returns a browser in which a coordinator, anna, is signed in.
func (s *Site) Coordinator() *webtest.Browser { s.t.Helper(); return s.signedIn("anna") }

// Visitor returns a browser in which nobody is signed in.
func (s *Site) Visitor() *webtest.Browser { s.t.Helper(); return s.base.Another() }

func (s *Site) signedIn(name string) *webtest.Browser {
	s.t.Helper()
	b := s.base.Another()
	b.Get("/sign-in").Form("/sign-in").Set("name", name, "password", Password).Send().Want(http.StatusOK)
	return b
}
