package coordinate

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/research"
)

// maxLinks is the most links made at one time: ten of the largest usual
// cohorts, and few enough to be copied from a page.
const maxLinks = 300

// tallestBox is how many lines of links are shown at once; more are scrolled.
const tallestBox = 20

// waveState is what the page says of one wave.
type waveState struct {
	wave    survey.Wave
	form    survey.Form
	invited store.ByRole // invitations
	arrived store.ByRole // responses; of an open wave those of the days before
	pairs   store.PairsAnswered
	people  int // on the list
	waiting int // of them without an invitation
}

// inviting is the form for links as it was sent, to be shown again.
type inviting struct {
	wave, role, number, problem string
}

// Collect answers with the waves of a round and how far they have come.
func (d *Desk) Collect(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showCollect(c, p, http.StatusOK, inviting{})
}

func (d *Desk) showCollect(c *gin.Context, p place, status int, sent inviting) error {
	states, err := d.waveStates(c.Request.Context(), p)
	if err != nil {
		return err
	}
	built := collectPage(p, states, survey.DayOf(d.now()), d.base(c), sent)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-collect", built)
}

func (d *Desk) waveStates(ctx context.Context, p place) ([]waveState, error) {
	waves, err := d.survey.Waves(ctx, p.round.ID)
	if err != nil {
		return nil, err
	}
	today := survey.DayOf(d.now())
	before, err := d.survey.Arrived(ctx, p.round.ID, today)
	if err != nil {
		return nil, err
	}
	all, err := d.survey.Arrived(ctx, p.round.ID, today.Next())
	if err != nil {
		return nil, err
	}
	invited, err := d.survey.InvitedByRole(ctx, p.round.ID)
	if err != nil {
		return nil, err
	}
	people, err := d.survey.Participants(ctx, p.round.ID)
	if err != nil {
		return nil, err
	}
	states := make([]waveState, 0, len(waves))
	for _, w := range waves {
		s := waveState{wave: w, arrived: before[w.ID], invited: invited[w.ID], people: len(people)}
		until := today
		if w.Closed(today) {
			s.arrived, until = all[w.ID], today.Next()
		}
		if err := d.addState(ctx, p, &s, until); err != nil {
			return nil, err
		}
		states = append(states, s)
	}
	return states, nil
}

// addState reads what is asked for wave by wave.
func (d *Desk) addState(ctx context.Context, p place, s *waveState, until survey.Day) (err error) {
	if s.form, err = d.survey.Form(ctx, p.programme.ID, s.wave.FormKey, s.wave.FormVersion); err != nil {
		return err
	}
	if s.people == 0 || s.wave.Mode == survey.Open {
		return nil
	}
	if s.pairs, err = d.survey.PairsArrived(ctx, s.wave, until); err != nil {
		return err
	}
	invited, err := d.survey.InvitedPeople(ctx, s.wave.ID)
	s.waiting = s.people - invited
	return err
}

// base returns the address of the site as participants type it.
func (d *Desk) base(c *gin.Context) string {
	if d.public != "" {
		return d.public
	}
	if d.secure {
		return "https://" + c.Request.Host
	}
	return "http://" + c.Request.Host
}

// Invite makes links and shows them, the only time they are seen.
func (d *Desk) Invite(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	wave, err := d.survey.WaveByKey(c.Request.Context(), p.round.ID, c.Param("wave"))
	if err != nil {
		return err
	}
	sent := inviting{wave: wave.ID, role: c.PostForm("role"), number: c.PostForm("number")}
	invited, _, err := d.survey.InvitationCounts(c.Request.Context(), wave.ID)
	if err != nil {
		return err
	}
	n, problem := readInvite(p.programme, wave, sent, c.PostForm("made"), invited)
	if problem != "" {
		sent.problem = problem
		return d.showCollect(c, p, http.StatusUnprocessableEntity, sent)
	}
	invitations := make([]survey.Invitation, n)
	for i := range invitations {
		invitations[i].Role = sent.role
	}
	tokens, err := d.survey.Invite(c.Request.Context(), wave.ID, invitations)
	if err != nil {
		return err
	}
	built := invitationsPage(p, wave, sent.role, d.base(c), tokens)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-invitations", built)
}

// readInvite checks the form for links. made is how many links the page that
// was sent knew of: when there are more by now, it was sent twice.
func readInvite(p survey.Programme, w survey.Wave, sent inviting, made string, invited int) (n int, problem string) {
	n, err := strconv.Atoi(strings.TrimSpace(sent.number))
	_, known := p.Role(sent.role)
	switch {
	case !takesLinks(w):
		return 0, whyNoLinks()
	case err != nil || n < 1 || n > maxLinks:
		return 0, "Enter how many links to make, from 1 to " + strconv.Itoa(maxLinks)
	case sent.role != "" && !known:
		return 0, "Choose one of the programme’s roles"
	case made != strconv.Itoa(invited):
		return 0, "Links have been made since this page was loaded, perhaps because it was sent twice. Look at the number of invitations, then make more if they are needed"
	}
	return n, ""
}

// takesLinks reports whether links can be made that name nobody. Where anybody
// may answer, one saves a participant the question for the role and answers once.
func takesLinks(w survey.Wave) bool { return !w.Mode.Linked() }

func whyNoLinks() string {
	return "This wave knows who answers: its links are made out to the participants on the list."
}

// collectPage builds the page of a round's waves.
func collectPage(p place, states []waveState, today survey.Day, base string, sent inviting) page.Collect {
	out := page.Collect{Scope: p.scope(), Copy: p.at("collect") + "/copy"}
	out.Title = "Collecting answers"
	out.Wrong = sent.problem != ""
	out.Ways = []page.Link{
		{Text: "Participants", Address: p.at("people")},
		{Text: "Add a wave", Address: p.at("collect") + "/waves/new"},
		{Text: "Meetings and hours", Address: p.at("meetings")},
		{Text: "Answers side by side", Address: p.at("sides")},
		{Text: "Answers over rounds", Address: sidesAt(p.programme)},
		{Text: "Files", Address: p.at("files")},
		{Text: "Identifiers", Address: p.at("identifiers")},
		{Text: "Keeping and anonymity", Address: p.at("anonymity")},
		{Text: "Copy this round", Address: out.Copy},
		{Text: "The programme", Address: programmeAt(p.programme)},
	}
	totals := map[string]int{}
	for _, s := range states {
		for role, n := range s.arrived {
			totals[role] += n
		}
		out.Warnings = append(out.Warnings, keptNotMuchLonger(s.wave, today)...)
		out.Waves = append(out.Waves, waveView(p, s, today, base, sent))
	}
	out.Totals = research.ResponseCounts(p.programme, totals)
	if len(states) == 0 {
		out.Totals = nil
		out.Onward = &page.Onward{
			Heading: "This round has no wave yet",
			Text:    "A wave is one occasion to ask, such as the end of the year: it has a form, a mode of anonymity and days.",
			Links:   []page.Link{{Text: "Add a wave", Address: p.at("collect") + "/waves/new"}},
		}
	}
	return out
}

func waveView(p place, s waveState, today survey.Day, base string, sent inviting) page.WaveView {
	w := s.wave
	v := page.WaveView{
		Anchor: research.Anchor("wave", w.Key), Title: w.Title, Form: s.form.Title + ", version " + strconv.Itoa(w.FormVersion),
		Dates: dates(w), Rates: ratesView(p.programme, s, today),
		Ways: []page.Link{{Text: "Change", Address: p.waveAt(w, "edit")}, {Text: "E-mail", Address: p.at("mail") + "/" + url.PathEscape(w.Key)}, {Text: "All answers as a table", Address: answersAt(p.programme, w.FormKey, p.round.Key, w.Key)}},
	}
	v.Mode, v.ModeMeaning = modeWords(w.Mode)
	v.State, v.IsOpen = openState(w, today)
	if w.Mode == survey.Open {
		v.OpenLink = openLink(base, p, w)
		v.Ways = append(v.Ways, page.Link{Text: "Poster with QR code", Address: p.waveAt(w, "poster")})
	} else {
		v.People = &page.InvitePeople{Action: p.waveAt(w, "people"), Listed: s.people, Waiting: s.waiting, List: p.at("people")}
	}
	if w.Mode.Linked() && w.Closed(today) {
		v.Ways = append(v.Ways, page.Link{Text: "A late link", Address: p.waveAt(w, "late")})
	}
	if !takesLinks(w) {
		v.WhyNoInvite = whyNoLinks()
		return v
	}
	f := page.InviteForm{Anchor: v.Anchor, Action: p.waveAt(w, "invitations"), Made: s.invited.Total()}
	for _, r := range p.programme.Roles {
		f.Roles = append(f.Roles, page.ThemeChoice{Key: r.Key, Name: r.Plural})
	}
	if sent.wave == w.ID {
		f.Role, f.Number, f.Problem = sent.role, sent.number, sent.problem
	}
	v.Invite = &f
	return v
}

// InvitePeople makes a link for everybody on the list who has none, and shows
// them once: as a page, or as a file for a mail merge.
func (d *Desk) InvitePeople(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	wave, err := d.survey.WaveByKey(c.Request.Context(), p.round.ID, c.Param("wave"))
	if err != nil {
		return err
	}
	if wave.Closed(survey.DayOf(d.now())) {
		return fault.Coded("W79", "“%s” closed on %s: extend it first.", wave.Title, wave.ClosesOn)
	}
	links, err := d.survey.InvitePeople(c.Request.Context(), wave.ID)
	if err != nil {
		return err
	}
	if len(links) == 0 {
		return done(c, p.at("collect")+"#wave-"+wave.Key, "Everybody on the list has an invitation to “"+wave.Title+"” already.")
	}
	t := linksTable(p.programme, links, d.base(c))
	content, mediaType, err := sheet.Bytes(sheet.CSV, t)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	if c.PostForm("as") == "file" {
		c.Header("Content-Disposition", `attachment; filename="`+p.programme.Key+"-"+p.round.Key+"-"+wave.Key+`-links.csv"`)
		c.Data(http.StatusOK, mediaType, content)
		return nil
	}
	built := invitationsPage(p, wave, "", d.base(c), nil)
	built.Title = research.Plural(len(links), "new link", "new links")
	built.Label = "A table to merge into letters or e-mails (CSV): the first row names the columns"
	built.Links = strings.Split(strings.TrimRight(string(content), "\r\n"), "\n")
	built.Rows = min(len(built.Links)+1, tallestBox)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-invitations", built)
}

// linksTable lays links beside the people that they are for. Whom a link was
// made for is known; where the mode does not join them, which answer came by it
// is not.
func linksTable(p survey.Programme, links []store.Link, base string) sheet.Table {
	t := sheet.Table{Name: "Links", Head: []string{"name", "email", "role", "pair", "link"}}
	for _, l := range links {
		t.Rows = append(t.Rows, []any{l.Participant.Name, l.Participant.Email, roleWord(p, l.Participant.Role), l.Participant.PairID, base + "/i/" + url.PathEscape(l.Token)})
	}
	return t
}

// modeWords says in words what a mode of anonymity means for those who answer.
func modeWords(m survey.Mode) (name, meaning string) {
	switch m {
	case survey.Named:
		return "Named", "Each response belongs to a known participant, and researchers see who."
	case survey.Confidential:
		return "Confidential", "Researchers see a pseudonym. Who is who is kept apart."
	case survey.AnonymousInvited:
		return "Anonymous, by invitation", "Each link answers once, and nothing joins it to the answers."
	case survey.Open:
		return "Open", "Anybody with the link may answer. Nobody is counted as invited."
	}
	return "Mode", string(m)
}

func dates(w survey.Wave) []page.Term {
	return slices.DeleteFunc([]page.Term{
		{Name: "Opens on", Text: w.OpensOn.String()},
		{Name: "Closes on", Text: w.ClosesOn.String()},
		{Name: "Extended; it was to close on", Text: w.ExtendedFrom.String()},
		{Name: "Answers can be withdrawn until", Text: w.WithdrawUntil.String()},
		{Name: "Answers are kept until", Text: w.RetainUntil.String()},
	}, func(t page.Term) bool { return t.Text == "" })
}

// openState says whether a wave can be answered on the day.
func openState(w survey.Wave, today survey.Day) (string, bool) {
	switch {
	case w.OpensOn != "" && today < w.OpensOn:
		return "Opens on " + w.OpensOn.String(), false
	case w.ClosedOn != "" && w.Closed(today):
		return "Closed by hand on " + w.ClosedOn.String(), false
	case w.Closed(today):
		return "Closed since " + w.ClosesOn.String(), false
	case w.ClosesOn != "":
		return "Open until " + w.ClosesOn.String(), true
	}
	return "Open until it is closed by hand", true
}

// invitationsPage builds the page that shows links that have just been made.
func invitationsPage(p place, w survey.Wave, role, base string, tokens []string) page.Invitations {
	out := page.Invitations{Wave: w.Title, Label: "One link a person, one line a link", Rows: min(len(tokens)+1, tallestBox), Back: p.at("collect")}
	out.Title = research.Plural(len(tokens), "new link", "new links")
	if r, ok := p.programme.Role(role); ok {
		out.Title += " for " + r.Plural
	}
	for _, t := range tokens {
		out.Links = append(out.Links, base+"/i/"+url.PathEscape(t))
	}
	if w.ClosesOn != "" {
		out.Closes = "They can be used until " + w.ClosesOn.String() + "."
	}
	return out
}
