package coordinate_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const over = "/staff/sides/reverse-mentoring"

// twoRounds is a site on which six pairs answered in two rounds, and one more
// mentor in the later.
type twoRounds struct {
	*stafftest.Site
	t *testing.T
}

// asks publishes a form for the site's programme.
func (s twoRounds) asks(key string, questions ...survey.Question) survey.Form {
	s.t.Helper()
	f, err := s.Survey.PublishForm(s.t.Context(), s.Programme.ID, survey.Form{Key: key, Title: key, Pages: []survey.Page{{Key: "a", Title: "A", Questions: questions}}})
	check(s.t, err)
	return f
}

// wave adds a wave to a round.
func (s twoRounds) wave(r survey.Round, title string, f survey.Form, mode survey.Mode, apart bool) survey.Wave {
	s.t.Helper()
	w := survey.Wave{ID: sqldb.NewID(), RoundID: r.ID, Key: strings.ToLower(title), Title: title, FormKey: f.Key, FormVersion: f.Version, Mode: mode, Apart: apart}
	check(s.t, s.Survey.SaveWave(s.t.Context(), w))
	return w
}

// person lists somebody in a round.
func (s twoRounds) person(r survey.Round, role string, n int) survey.Participant {
	s.t.Helper()
	who := survey.Participant{ID: sqldb.NewID(), RoundID: r.ID, Role: role, Name: "Name of " + role + strconv.Itoa(n), Email: role + strconv.Itoa(n) + "@example.ac.uk"}
	if n < 6 {
		who.PairID = "pair " + strconv.Itoa(n)
	}
	check(s.t, s.Survey.SaveParticipant(s.t.Context(), who))
	return who
}

func (s twoRounds) answer(w survey.Wave, who survey.Participant, answers ...survey.Answer) {
	s.t.Helper()
	_, err := s.Survey.Submit(s.t.Context(), survey.Response{WaveID: w.ID, ParticipantID: who.ID, Role: who.Role, Answers: answers}, store.SubmitOptions{Key: sqldb.NewID()})
	check(s.t, err)
}

func newTwoRounds(t *testing.T, mode survey.Mode) twoRounds {
	t.Helper()
	s := twoRounds{stafftest.New(t), t}
	yesNo := []survey.Choice{{Key: "y", Label: "Yes, always"}, {Key: "n", Label: "No, never"}}
	change := survey.Question{Key: "change", Kind: survey.LongText, Label: "What should change?", Quotable: true}
	first := s.asks("first", change, survey.Question{Key: "heard", Kind: survey.Single, Label: "Were you heard?", Choices: yesNo}, survey.Question{Key: "hope", Kind: survey.ShortText, Label: "What do you hope for?"})
	change.Label = "What should the Faculty change?"
	second := s.asks("second", survey.Question{Key: "heard", Kind: survey.Single, Label: "Were you heard?", Choices: yesNo}, change, survey.Question{Key: "hope", Kind: survey.Number, Label: "How many hopes came true?"}, survey.Question{Key: "secret", Kind: survey.ShortText, Label: "And to us alone?", Quotable: true})
	begin, end := s.wave(s.Earlier, "Begin", first, mode, false), s.wave(s.Round, "Finish", second, mode, false)
	for n := range 7 {
		for _, role := range []string{"mentor", "mentee"} {
			if n == 6 && role == "mentee" {
				continue
			}
			by := role + strconv.Itoa(n)
			if n < 6 {
				s.answer(begin, s.person(s.Earlier, role, n),
					survey.Answer{Question: "change", Text: by + " says pay mentors.", QuoteConsent: survey.QuoteWords}, survey.Answer{Question: "heard", Choices: []string{"n"}}, survey.Answer{Question: "hope", Text: by + " hopes."})
			}
			s.answer(end, s.person(s.Round, role, n),
				survey.Answer{Question: "heard", Choices: []string{"y"}}, survey.Answer{Question: "change", Text: by + " says more time.", QuoteConsent: survey.QuoteWords},
				survey.Answer{Question: "hope", Choices: []string{"3"}}, survey.Answer{Question: "secret", Text: by + " tells nobody.", QuoteConsent: survey.CountOnly})
		}
	}
	return s
}

// TestSidesOverRounds sets what somebody answered in two rounds beside each other,
// and what the two of a pair did.
func TestSidesOverRounds(t *testing.T) {
	s := newTwoRounds(t, survey.Confidential)
	b := s.Coordinator()
	list := b.Get(over).Want(http.StatusOK)
	tables := list.All("tbody")
	if len(tables) != 2 || len(webtest.All(tables[0], "a")) != 12 || len(webtest.All(tables[1], "a")) != 6 {
		t.Fatalf("the list has not twelve people and six pairs: %s", webtest.Text(list.Find("main")))
	}
	text := webtest.Text(list.Find("main"))
	for _, want := range []string{"Begin, 2020; Finish, 2021", "Not shown: fewer than 5 of those who answered.", "nothing joins their answers with people: “End evaluation 2021”, “Half-way reflection 2021”.", "mentor and mentee"} {
		if !strings.Contains(text, want) {
			t.Errorf("the list does not say %q: %s", want, text)
		}
	}
	if strings.Contains(text, "Name of") || strings.Contains(text, "pair 0") {
		t.Error("the list tells names or pairs as the list of participants has them")
	}
	one := b.Get(webtest.Attr(webtest.All(tables[0], "a")[0], "href")).Want(http.StatusOK)
	text = webtest.Text(one.Find("main"))
	for _, want := range []string{"What should the Faculty change?", "Asked as: What should change?", "says pay mentors.", "says more time.", "No, never", "Yes, always", "changed", "answered, and not to be read"} {
		if strings.Count(text, want) != 1 {
			t.Errorf("the answers of one say %q %d times, want once: %s", want, strings.Count(text, want), text)
		}
	}
	if strings.Contains(text, "tells nobody") {
		t.Error("words stand there that are not to be read")
	}
	if rows := one.Class("side-row"); len(rows) != 2 {
		t.Errorf("%d questions are set beside each other, want two", len(rows))
	}
	once := webtest.Text(one.Class("side-once")[0])
	for _, want := range []string{"Begin, 2020: 1 question", "What do you hope for?", "hopes.", "Finish, 2021: 2 questions", "How many hopes came true?"} {
		if !strings.Contains(once, want) {
			t.Errorf("of what was asked once, it does not say %q: %s", want, once)
		}
	}
	two := webtest.Text(b.Get(webtest.Attr(webtest.All(tables[1], "a")[0], "href")).Want(http.StatusOK).Find("main"))
	for n := range 6 {
		if here := strings.Contains(two, "mentor"+strconv.Itoa(n)+" says"); here != strings.Contains(two, "mentee"+strconv.Itoa(n)+" says") {
			t.Errorf("the answers of a pair are of two who do not meet: %s", two)
		}
	}
	if strings.Count(two, "says pay mentors.") != 2 || strings.Count(two, "says more time.") != 2 || strings.Contains(two, "tells nobody") {
		t.Errorf("the answers of a pair are %s", two)
	}
	only := b.Get(over + "?at=2021/finish").Want(http.StatusOK)
	if text := webtest.Text(only.All("tbody")[0]); strings.Contains(text, "Begin") || !strings.Contains(text, "Finish") {
		t.Errorf("of one wave the list says %s", text)
	}
}

// TestSidesOverRoundsHoldBack asks for somebody who alone took part as they did:
// the list of participants would tell who it is.
func TestSidesOverRoundsHoldBack(t *testing.T) {
	s := newTwoRounds(t, survey.Confidential)
	b := s.Coordinator()
	shown := webtest.Text(b.Get(over).Want(http.StatusOK).All("tbody")[0])
	lone := ""
	for _, a := range webtest.All(b.Get(over+"/2021").Want(http.StatusOK).Find("tbody"), "a") {
		if name := webtest.Text(a); !strings.Contains(shown, name) {
			lone += name
		}
	}
	if len(lone) != len("AAAA-AAAA") {
		t.Fatalf("not one pseudonym is held back, but %q", lone)
	}
	b.Get(over + "?person=" + lone).Want(http.StatusNotFound)
	named := newTwoRounds(t, survey.Named)
	list := named.Coordinator().Get(over).Want(http.StatusOK)
	if got := len(webtest.All(list.All("tbody")[0], "a")); got != 13 || strings.Contains(list.Body, "Not shown") {
		t.Errorf("of named waves %d people are shown, want all thirteen", got)
	}
}

// TestAnonymousAnswersStandBesideNothing asks in every way for answers that nobody
// may join: of anonymous and open waves, and of one that is kept apart.
func TestAnonymousAnswersStandBesideNothing(t *testing.T) {
	s := newTwoRounds(t, survey.Confidential)
	f := s.asks("quiet", survey.Question{Key: "change", Kind: survey.LongText, Label: "What should change?", Quotable: true})
	apart := s.wave(s.Round, "Apart", f, survey.Confidential, true)
	everybody, err := s.Survey.Participants(t.Context(), s.Round.ID)
	check(t, err)
	for _, who := range everybody {
		s.answer(apart, who, survey.Answer{Question: "change", Text: "Nobody may join this."})
	}
	for title, mode := range map[string]survey.Mode{"Unsaid": survey.AnonymousInvited, "Anybody": survey.Open} {
		w := s.wave(s.Round, title, f, mode, false)
		for range 6 {
			r, options := survey.Response{WaveID: w.ID, Role: "mentor", Answers: []survey.Answer{{Question: "change", Text: "Nobody may join this."}}}, store.SubmitOptions{Key: sqldb.NewID()}
			if mode == survey.AnonymousInvited {
				tokens, err := s.Survey.Invite(t.Context(), w.ID, []survey.Invitation{{Role: "mentor"}})
				check(t, err)
				inv, err := s.Survey.Invitation(t.Context(), tokens[0])
				check(t, err)
				options.InvitationID = inv.ID
			}
			_, err := s.Survey.Submit(t.Context(), r, options)
			check(t, err)
		}
	}
	b := s.Coordinator()
	list := b.Get(over).Want(http.StatusOK)
	person := strings.TrimPrefix(webtest.Attr(webtest.All(list.All("tbody")[0], "a")[0], "href"), over+"?")
	pair := strings.TrimPrefix(webtest.Attr(webtest.All(list.All("tbody")[1], "a")[0], "href"), over+"?")
	for _, wave := range []string{"unsaid", "anybody", "half-way", "end", "apart"} {
		for _, who := range []string{"", "&" + person, "&" + pair} {
			for _, with := range []string{"", "&at=2021/finish"} {
				p := b.Get(over + "?at=2021/" + wave + with + who).Want(http.StatusForbidden)
				if !strings.Contains(p.Body, "W53") {
					t.Errorf("asked for %s%s%s the page says %q", wave, with, who, webtest.Text(p.Find("main")))
				}
			}
		}
	}
	for _, who := range []string{person, pair} {
		if strings.Contains(b.Get(over+"?"+who).Want(http.StatusOK).Body, "Nobody may join this") {
			t.Errorf("answers that nobody may join stand at %s", who)
		}
	}
	if text := webtest.Text(list.Find("main")); !strings.Contains(text, "kept apart from other waves: “Apart, 2021”") {
		t.Errorf("the list does not say which waves are not there: %s", text)
	}
	b.Get(over + "?at=2021/nothing").Want(http.StatusNotFound)
	alone := stafftest.New(t).Coordinator().Get(over).Want(http.StatusOK)
	if got := texts(alone.Class("onward")); len(got) != 1 || !strings.Contains(got[0], "No wave of this programme joins answers with people") {
		t.Errorf("where all waves are anonymous, the page says %q", got)
	}
}

// TestSidesOverRoundsInABrowser looks at the pages wide and narrow.
func TestSidesOverRoundsInABrowser(t *testing.T) {
	s := newTwoRounds(t, survey.Confidential)
	b := s.Coordinator()
	list := b.Get(over).Want(http.StatusOK)
	chromium := browsertest.Start(t)
	for _, width := range []int64{1280, 320} {
		tab := chromium.Tab(t, browsertest.Options{Width: width, Height: 800, NoScript: true})
		for _, c := range b.Cookies("/") {
			tab.SetCookie(b.Base(), "/", c.Name, c.Value)
		}
		for name, path := range map[string]string{
			"list": over, "person": webtest.Attr(webtest.All(list.All("tbody")[0], "a")[0], "href"), "pair": webtest.Attr(webtest.All(list.All("tbody")[1], "a")[0], "href"),
		} {
			tab.Open(b.Base() + path)
			tab.Sound("sides-" + name + "-" + strconv.FormatInt(width, 10))
		}
	}
}

// TestSidesInPages lists more people than a page holds, of one wave that was chosen.
func TestSidesInPages(t *testing.T) {
	s := twoRounds{stafftest.New(t), t}
	f := s.asks("many", survey.Question{Key: "change", Kind: survey.LongText, Label: "What should change?"})
	w := s.wave(s.Round, "Many", f, survey.Confidential, false)
	s.wave(s.Earlier, "Few", f, survey.Confidential, false)
	for n := range 201 {
		s.answer(w, s.person(s.Round, "mentor", 6+n), survey.Answer{Question: "change", Text: "More time."})
	}
	b := s.Coordinator()
	seen := map[string]bool{}
	at := over + "?at=2021/many"
	for page, want := range []int{200, 1} {
		p := b.Get(at).Want(http.StatusOK)
		rows := webtest.All(p.Find("tbody"), "a")
		if len(rows) != want {
			t.Fatalf("page %d lists %d people, want %d", page+1, len(rows), want)
		}
		for _, a := range rows {
			seen[webtest.Attr(a, "href")] = true
		}
		for _, a := range p.All("a") {
			if webtest.Attr(a, "rel") == "next" {
				at = webtest.Attr(a, "href")
			}
		}
	}
	if len(seen) != 201 {
		t.Errorf("the pages list %d people, want 201 different ones", len(seen))
	}
	for address := range seen {
		if p := b.Get(address).Want(http.StatusOK); !strings.Contains(webtest.Text(p.Find("main")), "More time.") {
			t.Errorf("%s does not show the answer", address)
		}
		break
	}
}
