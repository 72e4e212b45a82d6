package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/webtest"
)

// today is the day on which the tests take place.
var today = time.Date(2021, 6, 21, 14, 5, 0, 0, time.UTC)

// site is the real server on a database of its own.
type site struct {
	t         testing.TB
	store     *store.Store
	server    *web.Server
	clock     *clock
	log       *logBuffer
	browser   *webtest.Browser
	programme survey.Programme
	round     survey.Round
	wave      survey.Wave
	path      string // of the open wave's start page
}

// clock is the time of the tests, moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// logBuffer keeps the log for the tests that read it.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// newSite starts a site with one programme and an open wave that asks with form().
func newSite(tb testing.TB) *site {
	tb.Helper()
	s := &site{t: tb, log: &logBuffer{}, clock: &clock{now: today}}
	log := slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if s.store, err = store.New(tb.Context(), log, surveytest.OpenDB(tb)); err != nil {
		tb.Fatal(err)
	}
	s.store.Now = s.clock.Now
	s.server, err = web.New(log, web.Config{Survey: s.store, Now: s.clock.Now})
	if err != nil {
		tb.Fatal(err)
	}
	s.browser = webtest.New(tb, s.server.Handler())
	s.found()
	s.wave = s.ask("end", survey.Open)
	s.path = "/f/reverse-mentoring/2021/end"
	return s
}

// found stores the programme, its round and its form.
func (s *site) found() {
	s.t.Helper()
	s.programme = survey.Programme{
		ID: sqldb.NewID(), Key: "reverse-mentoring", Name: "Reverse Mentoring in the Faculty of Medicine", Organisation: "the Faculty of Medicine",
		Addressee: "the EDI education committee", Contact: "mentoring@example.ac.uk",
		Roles: []survey.Role{{Key: "mentor", Singular: "mentor", Plural: "mentors"}, {Key: "mentee", Singular: "mentee", Plural: "mentees"}},
	}
	s.round = survey.Round{ID: sqldb.NewID(), ProgrammeID: s.programme.ID, Key: "2021"}
	must(s.t, s.store.SaveProgramme(s.t.Context(), s.programme))
	must(s.t, s.store.SaveRound(s.t.Context(), s.round))
	_, err := s.store.PublishForm(s.t.Context(), s.programme.ID, form())
	must(s.t, err)
}

// ask stores a wave of the given mode and returns it.
func (s *site) ask(key string, mode survey.Mode) survey.Wave {
	s.t.Helper()
	f, err := s.store.LatestForm(s.t.Context(), s.programme.ID, "end")
	must(s.t, err)
	w := survey.Wave{
		ID: sqldb.NewID(), RoundID: s.round.ID, Key: key, Title: "End evaluation 2021", FormKey: f.Key, FormVersion: f.Version, Mode: mode,
		OpensOn: "2021-06-01", ClosesOn: "2021-07-03", WithdrawUntil: "2021-07-31",
	}
	must(s.t, s.store.SaveWave(s.t.Context(), w))
	return w
}

// invite returns the token of a new invitation.
func (s *site) invite(w survey.Wave, role string) string {
	s.t.Helper()
	tokens, err := s.store.Invite(s.t.Context(), w.ID, []survey.Invitation{{WaveID: w.ID, Role: role}})
	must(s.t, err)
	return tokens[0]
}

// responses returns what the round has stored.
func (s *site) responses() []survey.Response {
	s.t.Helper()
	rs, err := s.store.RoundResponses(context.WithoutCancel(s.t.Context()), s.round.ID)
	must(s.t, err)
	return rs
}

func (s *site) wantResponses(n int) []survey.Response {
	s.t.Helper()
	rs := s.responses()
	if len(rs) != n {
		s.t.Fatalf("%d responses are stored, want %d", len(rs), n)
	}
	return rs
}

// wantNotLogged fails the test when the log holds any of the words.
func (s *site) wantNotLogged(words ...string) {
	s.t.Helper()
	log := s.log.String()
	for _, w := range words {
		if w == "" || strings.Contains(log, w) {
			s.t.Errorf("the log holds %q", w)
		}
	}
}

// form is three pages with every kind of question.
func form() survey.Form {
	scale := []survey.Choice{{Key: "1", Label: "Strongly disagree"}, {Key: "2", Label: "Disagree"}, {Key: "3", Label: "Neither"}, {Key: "4", Label: "Agree"}, {Key: "5", Label: "Strongly agree"}}
	return survey.Form{
		Key: "end", Title: "End evaluation", Intro: "Thank you for taking part.\n\nThere are no right answers.",
		Pages: []survey.Page{
			{Key: "you", Title: "About you", Questions: []survey.Question{
				{Key: "agree", Kind: survey.Consent, Label: "I agree to take part in this evaluation", Required: true},
				{
					Key: "role", Kind: survey.Single, Label: "What was your part?", Purpose: survey.ForRole, Required: true,
					Choices: []survey.Choice{{Key: "mentor", Label: "I was a mentor"}, {Key: "mentee", Label: "I was a mentee"}},
				},
			}},
			{Key: "learnt", Title: "What you learnt", Questions: []survey.Question{
				{
					Key: "scale", Kind: survey.Likert, Label: "How far do you agree?", Required: true, Choices: scale,
					Items: []survey.Choice{{Key: "listen", Label: "I listen differently now"}, {Key: "speak", Label: "I speak up more often"}},
				},
				{Key: "surprise", Kind: survey.LongText, Label: "What surprised you most?", Hint: "One example is enough.", Quotable: true, MaxRunes: 300},
				{Key: "change", Kind: survey.LongText, Label: "What should the Faculty change?", Purpose: survey.ForRecommendation, Quotable: true},
			}},
			{Key: "more", Title: "Anything else", Questions: []survey.Question{
				{Key: "met", Kind: survey.Single, Label: "How often did you meet?", Choices: []survey.Choice{{Key: "1-3", Label: "Up to three times"}, {Key: "4", Label: "Four times or more"}}},
				{Key: "topics", Kind: survey.Multiple, Label: "What did you talk about?", Choices: []survey.Choice{{Key: "study", Label: "Studies"}, {Key: "work", Label: "Work"}, {Key: "life", Label: "Life"}}},
				{Key: "word", Kind: survey.ShortText, Label: "Describe it in a few words"},
			}},
		},
	}
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
