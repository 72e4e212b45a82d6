package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/webtest"
)

// newTwins starts two servers on one database, as several processes are run, and
// returns a site whose browser is at the first, with the address of the second.
func newTwins(t *testing.T, address string) (s *site, other string) {
	t.Helper()
	s = &site{t: t, log: &logBuffer{}, clock: &clock{now: today}}
	log := slog.New(slog.NewTextHandler(s.log, nil))
	var bases []string
	for range 2 {
		st, err := store.New(t.Context(), log, surveytest.Reopen(t, address))
		must(t, err)
		st.Now = s.clock.Now
		server, err := web.New(log, web.Config{Survey: st, Now: s.clock.Now})
		must(t, err)
		srv := httptest.NewServer(server.Handler())
		t.Cleanup(srv.Close)
		bases = append(bases, srv.URL)
		if s.store == nil {
			s.store, s.server = st, server
		}
	}
	s.browser = webtest.At(t, bases[0])
	s.found()
	s.wave = s.ask("end", survey.Open)
	s.path = "/f/reverse-mentoring/2021/end"
	return s, bases[1]
}

// onBoth runs a test with two servers over one database of each engine: several
// processes are meant for PostgreSQL, and on SQLite nothing may break.
func onBoth(t *testing.T, fn func(t *testing.T, s *site, other string)) {
	t.Helper()
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		s, other := newTwins(t, address)
		fn(t, s, other)
	})
}

// TestAFormGoesFromOneServerToTheOther saves every page on one server, reads it
// on the other, sends it there, and sees the receipt on both.
func TestAFormGoesFromOneServerToTheOther(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site, other string) {
		there := s.browser.Through(other)
		s.begin(s.browser).Form(s.path+"/page/1").Set("answer.agree", "yes", "answer.role", "mentor").Send().WantAt(s.path + "/page/2")
		s.browser.Get(s.path+"/page/2").Form(s.path+"/page/2").Set("answer.scale.listen", "5", "answer.scale.speak", "4",
			"answer.surprise", said, "quote.surprise", "quote").Send().WantAt(s.path + "/page/3")
		if got := webtest.Raw(there.Get(s.path + "/page/2").ID("answer.surprise")); got != said {
			t.Errorf("the other server has %q, want the draft %q", got, said)
		}
		there.Get(s.path+"/page/3").Form(s.path+"/page/3").Set("answer.word", "A door").Send().WantAt(s.path + "/check")
		check := s.browser.Get(s.path + "/check").Want(http.StatusOK).Form(s.path + "/check")
		receipt := there.Post(s.path+"/check", check.Values).Want(http.StatusOK).WantAt(s.path + "/receipt")
		code := webtest.Text(receipt.Class("code")[0])
		if got := webtest.Text(s.browser.Get(s.path + "/receipt").Want(http.StatusOK).Class("code")[0]); got != code || code == "" {
			t.Errorf("the receipts show %q and %q, want the same code", got, code)
		}
		s.browser.Post(s.path+"/check", check.Values).WantAt(s.path + "/receipt") // once more, at the first
		r := s.wantResponses(1)[0]
		if a, _ := r.Answer("surprise"); a.Text != said {
			t.Errorf("stored %q, want %q", a.Text, said)
		}
		there.Get("/withdraw").Form("/withdraw").Set("code", code, "confirm", "yes").Send().Want(http.StatusOK)
		s.wantResponses(0)
		if p := s.browser.Get(s.path + "/receipt"); p.Heading() != "These answers have been withdrawn" {
			t.Errorf("after withdrawing at the other server the receipt says %q", p.Heading())
		}
	})
}

// TestAnInvitationIsSpentOnBothServers opens a link at one server and uses it at
// the other.
func TestAnInvitationIsSpentOnBothServers(t *testing.T) {
	onBoth(t, func(_ *testing.T, s *site, other string) {
		w := s.ask("invited", survey.AnonymousInvited)
		s.path = "/f/reverse-mentoring/2021/invited"
		token := s.invite(w, "mentee")
		there := s.browser.Through(other)
		there.Get("/i/" + token).Form("/i/" + token).Send().WantAt(s.path + "/page/1")
		s.fill(s.browser.Get(s.path + "/page/1").Want(http.StatusOK))
		there.Get(s.path + "/check").Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
		for _, b := range []*webtest.Browser{s.browser.Another(), there.Another()} {
			b.Get("/i/" + token).Want(http.StatusGone)
		}
		s.wantResponses(1)
	})
}

// TestAFormClosedOnOneServerClosesOnTheOther within the second for which a
// server remembers it, and on the server itself at once.
func TestAFormClosedOnOneServerClosesOnTheOther(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site, other string) {
		there := s.browser.Through(other)
		s.browser.Get(s.path).Want(http.StatusOK)
		there.Get(s.path).Want(http.StatusOK)
		s.wave.ClosesOn, s.wave.Title = "2021-06-20", "Closed"
		must(t, s.store.SaveWave(t.Context(), s.wave))
		s.browser.Get(s.path).Want(http.StatusGone)
		s.clock.Add(time.Second)
		there.Get(s.path).Want(http.StatusGone)
		s.programme.Name, s.wave.ClosesOn = "Another name", "2021-06-21"
		must(t, s.store.SaveWave(t.Context(), s.wave))
		must(t, s.store.SaveProgramme(t.Context(), s.programme))
		s.clock.Add(time.Second)
		for _, b := range []*webtest.Browser{s.browser, there} {
			if p := b.Get(s.path).Want(http.StatusOK); p.Heading() != "Closed" || !strings.Contains(webtest.Text(p.Find("title")), "Another name") {
				t.Errorf("the page is headed %q, its title is %q", p.Heading(), webtest.Text(p.Find("title")))
			}
		}
	})
}

// TestAFormClosesWithTheDay asks a moment before midnight and a moment after:
// what is remembered of a wave does not keep it open.
func TestAFormClosesWithTheDay(t *testing.T) {
	s := newSite(t)
	s.wave.ClosesOn = survey.DayOf(today)
	must(t, s.store.SaveWave(t.Context(), s.wave))
	midnight := time.Date(2021, 6, 22, 0, 0, 0, 0, time.UTC)
	s.clock.Add(midnight.Sub(today) - time.Millisecond)
	s.browser.Get(s.path).Want(http.StatusOK)
	page := s.begin(s.browser)
	s.clock.Add(time.Millisecond)
	s.browser.Get(s.path).Want(http.StatusGone)
	page.Form(s.path+"/page/1").Set("answer.agree", "yes").Send().Want(http.StatusGone)
}
