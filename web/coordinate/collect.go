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
	"verbatim/web/page"
	"verbatim/web/research"
)

// maxLinks is the most links made at one time: ten of the largest usual
// cohorts, and few enough to be copied from a page.
const maxLinks = 300

// waveState is what the page says of one wave.
type waveState struct {
	wave           survey.Wave
	form           survey.Form
	invited, spent int
	responses      map[string]int // by role
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
	responses, err := d.responsesByWave(ctx, p.round.ID, waves)
	if err != nil {
		return nil, err
	}
	states := make([]waveState, 0, len(waves))
	for _, w := range waves {
		s := waveState{wave: w, responses: responses[w.ID]}
		if s.form, err = d.survey.Form(ctx, p.programme.ID, w.FormKey, w.FormVersion); err != nil {
			return nil, err
		}
		if s.invited, s.spent, err = d.survey.InvitationCounts(ctx, w.ID); err != nil {
			return nil, err
		}
		states = append(states, s)
	}
	return states, nil
}

// responsesByWave counts responses by wave and role. Of a round with one wave
// the database counts; only of several are the responses read.
func (d *Desk) responsesByWave(ctx context.Context, roundID string, waves []survey.Wave) (map[string]map[string]int, error) {
	out := map[string]map[string]int{}
	if len(waves) == 1 {
		counts, err := d.survey.CountResponses(ctx, roundID)
		out[waves[0].ID] = counts
		return out, err
	}
	responses, err := d.survey.RoundResponses(ctx, roundID)
	for _, r := range responses {
		if out[r.WaveID] == nil {
			out[r.WaveID] = map[string]int{}
		}
		out[r.WaveID][r.Role]++
	}
	return out, err
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
	return "Invitations to this wave are made out to participants by name: verbatim invite --help says how."
}

// collectPage builds the page of a round's waves.
func collectPage(p place, states []waveState, today survey.Day, base string, sent inviting) page.Collect {
	out := page.Collect{Scope: p.scope()}
	out.Title = "Collecting answers"
	out.Wrong = sent.problem != ""
	totals := map[string]int{}
	for _, s := range states {
		for role, n := range s.responses {
			totals[role] += n
		}
		out.Waves = append(out.Waves, waveView(p, s, today, base, sent))
	}
	out.Totals = research.ResponseCounts(p.programme, totals)
	if len(states) == 0 {
		out.Totals = nil
		out.Onward = &page.Onward{
			Heading: "This round has no wave yet",
			Text:    "A wave is one occasion to ask, such as the end of the year: it has a form, a mode of anonymity and dates. Begin one from the command line: verbatim new --help says how.",
		}
	}
	return out
}

func waveView(p place, s waveState, today survey.Day, base string, sent inviting) page.WaveView {
	w := s.wave
	v := page.WaveView{
		Anchor: research.Anchor("wave", w.Key), Title: w.Title, Form: s.form.Title + ", version " + strconv.Itoa(w.FormVersion),
		Dates: dates(w), Invited: s.invited, Spent: s.spent, Responses: research.ResponseCounts(p.programme, s.responses),
	}
	v.Mode, v.ModeMeaning = modeWords(w.Mode)
	v.State, v.IsOpen = openState(w, today)
	if w.Mode == survey.Open {
		v.OpenLink = base + "/f/" + url.PathEscape(p.programme.Key) + "/" + url.PathEscape(p.round.Key) + "/" + url.PathEscape(w.Key)
	}
	if !takesLinks(w) {
		v.WhyNoInvite = whyNoLinks()
		return v
	}
	f := page.InviteForm{Anchor: v.Anchor, Action: p.at("collect") + "/" + url.PathEscape(w.Key) + "/invitations", Made: s.invited}
	for _, r := range p.programme.Roles {
		f.Roles = append(f.Roles, page.ThemeChoice{Key: r.Key, Name: r.Plural})
	}
	if sent.wave == w.ID {
		f.Role, f.Number, f.Problem = sent.role, sent.number, sent.problem
	}
	v.Invite = &f
	return v
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
		{Name: "Answers can be withdrawn until", Text: w.WithdrawUntil.String()},
	}, func(t page.Term) bool { return t.Text == "" })
}

// openState says whether a wave can be answered on the day.
func openState(w survey.Wave, today survey.Day) (string, bool) {
	switch {
	case w.OpensOn != "" && today < w.OpensOn:
		return "Opens on " + w.OpensOn.String(), false
	case w.ClosesOn != "" && today > w.ClosesOn:
		return "Closed since " + w.ClosesOn.String(), false
	case w.ClosesOn != "":
		return "Open until " + w.ClosesOn.String(), true
	}
	return "Open until it is closed by hand", true
}

// invitationsPage builds the page that shows links that have just been made.
func invitationsPage(p place, w survey.Wave, role, base string, tokens []string) page.Invitations {
	const tallest = 20 // lines of the box; more are scrolled
	out := page.Invitations{Wave: w.Title, Rows: min(len(tokens)+1, tallest), Back: p.at("collect")}
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
