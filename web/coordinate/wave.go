package coordinate

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/web/page"
)

// waveDesk is what the page of one wave is made from.
type waveDesk struct {
	place
	wave   survey.Wave
	forms  []survey.Form // the latest version of each, and the one that the wave has
	locked bool
	today  survey.Day
}

// Wave shows a wave of the round to be changed, or a new one.
func (d *Desk) Wave(c *gin.Context) error {
	w, err := d.waveDesk(c)
	if err != nil {
		return err
	}
	return d.showSetup(c, http.StatusOK, wavePage(w))
}

func (d *Desk) waveDesk(c *gin.Context) (w waveDesk, err error) {
	ctx := c.Request.Context()
	if w.place, err = d.find(c); err != nil {
		return w, err
	}
	w.today = survey.DayOf(d.now())
	w.wave = survey.Wave{RoundID: w.round.ID, Mode: survey.AnonymousInvited}
	if key := c.Param("wave"); key != "" {
		if w.wave, err = d.survey.WaveByKey(ctx, w.round.ID, key); err != nil {
			return w, err
		}
		if w.locked, err = d.survey.Locked(ctx, w.wave.ID); err != nil {
			return w, err
		}
	}
	w.forms, err = d.forms(ctx, w.programme, w.wave)
	return w, err
}

// forms returns the forms that a wave can ask with: of each the latest version.
func (d *Desk) forms(ctx context.Context, p survey.Programme, w survey.Wave) ([]survey.Form, error) {
	all, err := d.survey.Forms(ctx, p.ID)
	latest := map[string]int{}
	for _, f := range all {
		latest[f.Key] = max(latest[f.Key], f.Version)
	}
	return slices.DeleteFunc(all, func(f survey.Form) bool {
		return f.Version != latest[f.Key] && (f.Key != w.FormKey || f.Version != w.FormVersion)
	}), err
}

// SaveWave stores what was typed.
func (d *Desk) SaveWave(c *gin.Context) error {
	w, err := d.waveDesk(c)
	if err != nil {
		return err
	}
	f := &form{c: c}
	was := w.wave
	w.wave = readWave(f, w)
	built := wavePage(w)
	if f.report(&built) {
		return d.showSetup(c, http.StatusUnprocessableEntity, built)
	}
	if was.ID == "" {
		w.wave.ID = sqldb.NewID()
	}
	if err := d.survey.SaveWave(c.Request.Context(), w.wave); err != nil {
		w.wave.ID = was.ID
		return d.refused(c, wavePage(w), err)
	}
	return done(c, w.at("collect")+"#wave-"+w.wave.Key, "“"+w.wave.Title+"” is saved.")
}

func readWave(f *form, d waveDesk) survey.Wave {
	w := d.wave
	if w.ID == "" {
		w.Key = f.key("key")
	}
	w.Title = f.need("title", "Enter the title that participants see.")
	w.Kind = survey.WaveKind(typed(f.c, "kind"))
	if !d.locked {
		w.Mode, w.Apart = survey.Mode(typed(f.c, "mode")), f.c.PostForm("apart") != ""
		key, version, _ := strings.Cut(typed(f.c, "form"), " ")
		w.FormKey = key
		w.FormVersion, _ = strconv.Atoi(version) // 0 is no version, which the store refuses
		if key == "" {
			f.problem("form", "Choose the form that the wave asks with.")
		}
		if !w.Mode.Valid() {
			f.problem("mode", "Choose a mode of anonymity.")
		}
	}
	w.OpensOn = f.day("opens")
	if closes := f.day("closes"); closes != w.ClosesOn && d.wave.ClosedOn == "" {
		w = w.Extend(closes)
		if !d.locked {
			w.ExtendedFrom = "" // nobody was told of the first day
		}
	}
	w.WithdrawUntil, w.RetainUntil = f.day("withdraw-until"), f.day("retain-until")
	return w
}

func wavePage(d waveDesk) page.Setup {
	w := d.wave
	built := page.Setup{Scope: d.scope(), Action: d.at("collect") + "/waves", Button: "Save the wave", Back: page.Link{Text: "Collecting answers", Address: d.at("collect")}}
	built.Title = "Add a wave"
	built.Lead = "A wave is one occasion to ask, such as half-way or at the end."
	if w.ID != "" {
		built.Title, built.Lead, built.Action = "Change a wave", "", d.waveAt(w, "edit")
	}
	built.Groups = []page.FieldGroup{waveWhat(d), waveMode(d), waveDays(d)}
	if w.ID != "" {
		built.Extra = closing(d)
	}
	return built
}

func waveWhat(d waveDesk) page.FieldGroup {
	w := d.wave
	kinds := []page.ChoiceValue{{Text: "something else", Chosen: w.Kind == ""}}
	for _, k := range survey.WaveKinds() {
		kinds = append(kinds, page.ChoiceValue{Value: string(k), Text: kindWords(k), Chosen: w.Kind == k})
	}
	g := page.FieldGroup{Fields: []page.SetupField{
		{Kind: "text", Name: "title", Label: "Title", Hint: "As participants see it, such as “End evaluation 2027”.", Value: w.Title},
		{Kind: "choice", Name: "kind", Label: "What it is for", Options: kinds},
	}}
	if w.ID == "" {
		g.Fields = append(g.Fields, page.SetupField{Kind: "text", Name: "key", Label: "Short name", Hint: "In addresses: small letters, digits and hyphens, such as half-way. It stays.", Value: w.Key})
	}
	if d.locked {
		g.Fields = append(g.Fields, page.SetupField{
			Kind: "fixed", Label: "Form", Value: formTitle(d.forms, w),
			Hint: "It is locked: people have been invited or have answered, and all are asked the same. Another version of it can be taken from the form’s own page.",
		})
		return g
	}
	options := []page.ChoiceValue{{Text: "choose a form", Chosen: w.FormKey == ""}}
	for _, f := range d.forms {
		options = append(options, page.ChoiceValue{
			Value: f.Key + " " + strconv.Itoa(f.Version), Text: f.Title + ", version " + strconv.Itoa(f.Version),
			Chosen: f.Key == w.FormKey && f.Version == w.FormVersion,
		})
	}
	g.Fields = append(g.Fields, page.SetupField{Kind: "choice", Name: "form", Label: "Form", Hint: "Published forms only. It is locked at the first invitation or answer.", Options: options})
	return g
}

func formTitle(forms []survey.Form, w survey.Wave) string {
	for _, f := range forms {
		if f.Key == w.FormKey && f.Version == w.FormVersion {
			return f.Title + ", version " + strconv.Itoa(f.Version)
		}
	}
	return w.FormKey + ", version " + strconv.Itoa(w.FormVersion)
}

func kindWords(k survey.WaveKind) string {
	switch k {
	case survey.Application:
		return "application"
	case survey.Interest:
		return "expression of interest"
	case survey.Meetings:
		return "log of meetings"
	case survey.HalfWay:
		return "half-way reflection"
	case survey.End:
		return "end of the round"
	}
	return "something else"
}

// waveMode shows each mode with what participants would be told before one is
// chosen, and the one that is locked with why.
func waveMode(d waveDesk) page.FieldGroup {
	w := d.wave
	g := page.FieldGroup{Legend: "Anonymity"}
	if d.locked {
		name, meaning := modeWords(w.Mode)
		together := "Its pseudonyms are those of the other waves."
		if w.Apart {
			together = "Its answers stand apart from those of other waves."
		}
		if w.Mode.Linked() {
			meaning += " " + together
		}
		g.Fields = []page.SetupField{{Kind: "fixed", Label: "Mode", Value: name + ". " + meaning, Hint: "It is locked: people have been invited or have answered, and they were told this. For another mode, make a new wave."}}
		return g
	}
	g.Hint = "It is locked at the first invitation or answer. Participants are told what you see here, made from the mode."
	field := page.SetupField{Kind: "modes", Name: "mode", Label: "Mode"}
	for _, m := range []survey.Mode{survey.AnonymousInvited, survey.Confidential, survey.Named, survey.Open} {
		as := w
		as.Mode = m
		name, meaning := modeWords(m)
		field.Modes = append(field.Modes, page.ModeChoice{Value: string(m), Name: name, Meaning: meaning, Facts: page.Stored(as), Chosen: w.Mode == m})
	}
	g.Fields = []page.SetupField{field, {
		Kind: "check", Name: "apart", Checked: w.Apart, Label: "keep its answers apart from those of other waves",
		Hint: "For the two modes that know who answers: the pseudonyms of this wave are then those of no other, and nobody’s half-way and end answers stand side by side.",
	}}
	return g
}

func waveDays(d waveDesk) page.FieldGroup {
	w := d.wave
	closes := page.SetupField{Kind: "date", Name: "closes", Label: "Last day", Hint: "Empty: until it is closed by hand. A later day extends it, and participants are told.", Value: string(w.ClosesOn)}
	if w.ClosedOn != "" {
		closes = page.SetupField{Kind: "fixed", Label: "Last day", Value: "It was closed by hand on " + w.ClosedOn.String() + ".", Hint: "It can be opened again below."}
	}
	return page.FieldGroup{Legend: "Days", Hint: "All days are whole days in UTC.", Fields: []page.SetupField{
		{Kind: "date", Name: "opens", Label: "First day", Hint: "Empty: at once.", Value: string(w.OpensOn)},
		closes,
		{Kind: "date", Name: "withdraw-until", Label: "Answers can be withdrawn until", Hint: "Empty: until the summary is published.", Value: string(w.WithdrawUntil)},
		{Kind: "date", Name: "retain-until", Label: "Answers are kept until", Hint: "After this day only counts are left. Participants are told the day.", Value: string(w.RetainUntil)},
	}}
}

// closing is what can be done at once about whether a wave is open.
func closing(d waveDesk) []page.SetupAction {
	w := d.wave
	shut := page.SetupAction{Anchor: "close", Head: "Close it now", Text: "Nobody can begin or send answers from then on. What people have begun to write stays in their browsers.", Action: d.waveAt(w, "close"), Button: "Close the wave now"}
	again := page.SetupAction{
		Anchor: "extend", Head: "Extend it, or open it again", Text: "Everybody who can answer can do so until the day. Where people knew of an earlier day, the start page says that it was moved.",
		Action: d.waveAt(w, "extend"), Button: "Open it until that day", Fields: []page.SetupField{{Kind: "date", Name: "until", Label: "Last day", Value: string(max(w.ClosesOn, d.today.Next()))}},
	}
	if w.Closed(d.today) {
		shut.Why, shut.Button = "It has closed already.", ""
	}
	late := page.SetupAction{Anchor: "late", Head: "A late link for one person", Text: "A link that can be answered after the wave has closed.", Action: d.waveAt(w, "late")}
	switch {
	case !w.Mode.Linked():
		late.Why = "Not in this mode: the one answer that came late would be known to be theirs. Extend the wave for everybody instead."
	case !w.Closed(d.today):
		late.Why = "The wave is still open: an ordinary link will do."
	default:
		late.Why = "The wave has closed: choose the person on the next page."
	}
	return []page.SetupAction{shut, again, late}
}

// CloseWave closes a wave at once.
func (d *Desk) CloseWave(c *gin.Context) error {
	return d.moveWave(c, "is closed.", func(w survey.Wave, today survey.Day) (survey.Wave, error) {
		if w.Closed(today) {
			return w, fault.Coded("W76", "“%s” has closed already.", w.Title)
		}
		return w.CloseByHand(today), nil
	})
}

// ExtendWave opens a wave until a day, whether it has closed or not.
func (d *Desk) ExtendWave(c *gin.Context) error {
	until, err := survey.ParseDay(typed(c, "until"))
	return d.moveWave(c, "is open until "+until.String()+".", func(w survey.Wave, today survey.Day) (survey.Wave, error) {
		switch {
		case err != nil:
			return w, err
		case until < today:
			return w, fault.Coded("W76", "A wave is extended to a day that is to come: choose today or a later day.")
		}
		return w.Extend(until), nil
	})
}

func (d *Desk) moveWave(c *gin.Context, what string, move func(survey.Wave, survey.Day) (survey.Wave, error)) error {
	w, err := d.waveDesk(c)
	if err != nil {
		return err
	}
	moved, err := move(w.wave, w.today)
	if err == nil {
		err = d.survey.SaveWave(c.Request.Context(), moved)
	}
	if err != nil {
		return d.refused(c, wavePage(w), err)
	}
	return done(c, w.at("collect")+"#wave-"+w.wave.Key, "“"+w.wave.Title+"” "+what)
}

// Late shows the form for a late link, and makes it.
func (d *Desk) Late(c *gin.Context) error {
	w, err := d.waveDesk(c)
	if err != nil {
		return err
	}
	people, err := d.survey.Participants(c.Request.Context(), w.round.ID)
	if err != nil {
		return err
	}
	built := latePage(w, people, typed(c, "person"), cmp.Or(typed(c, "until"), string(w.today.Next())))
	if c.Request.Method == http.MethodGet {
		return d.showSetup(c, http.StatusOK, built)
	}
	f := &form{c: c}
	person, until := f.need("person", "Choose the person."), f.day("until")
	if f.report(&built) {
		return d.showSetup(c, http.StatusUnprocessableEntity, built)
	}
	link, err := d.survey.InviteLate(c.Request.Context(), w.wave.ID, person, until)
	if err != nil {
		return d.refused(c, built, err)
	}
	shown := invitationsPage(w.place, w.wave, link.Participant.Role, d.base(c), []string{link.Token})
	shown.Title, shown.Closes = "A late link for "+personName(link.Participant), "It can be used until "+until.String()+". A link that they had before opens nothing any more."
	shown.Layout = frame(c, shown.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-invitations", shown)
}

func latePage(w waveDesk, people []survey.Participant, person, until string) page.Setup {
	built := page.Setup{Scope: w.scope(), Action: w.waveAt(w.wave, "late"), Button: "Make the link", Back: page.Link{Text: "Collecting answers", Address: w.at("collect")}}
	built.Title = "A late link for one person"
	built.Lead = "“" + w.wave.Title + "” closed on " + w.wave.ClosesOn.String() + ". The link can be answered until the day that you choose."
	options := []page.ChoiceValue{{Text: "choose a person", Chosen: person == ""}}
	for _, p := range people {
		options = append(options, page.ChoiceValue{Value: p.ID, Text: personName(p), Chosen: p.ID == person})
	}
	built.Groups = []page.FieldGroup{{Fields: []page.SetupField{
		{Kind: "choice", Name: "person", Label: "For", Options: options},
		{Kind: "date", Name: "until", Label: "Open until", Value: until},
	}}}
	return built
}

func personName(p survey.Participant) string { return cmp.Or(p.Name, p.Email) }
