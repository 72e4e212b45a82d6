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
	"verbatim/survey/meetings"
	"verbatim/survey/sqldb"
	"verbatim/survey/starter"
	"verbatim/web/page"
)

// mostRoles is how many roles a programme may have on its page: two more than
// any scheme in the literature.
const mostRoles = 8

// spareRoles are the empty rows for more roles.
const spareRoles = 2

// Programme shows what a programme is; at "new", an empty one with the roles of
// reverse mentoring.
func (d *Desk) Programme(c *gin.Context) error {
	p, err := d.programme(c)
	if err != nil {
		return err
	}
	built, err := d.programmePage(c.Request.Context(), p)
	if err != nil {
		return err
	}
	return d.showSetup(c, http.StatusOK, built)
}

// programme reads the programme that the address names, or a new one.
func (d *Desk) programme(c *gin.Context) (survey.Programme, error) {
	if key := c.Param("programme"); key != "" {
		return d.survey.ProgrammeByKey(c.Request.Context(), key)
	}
	return survey.Programme{Roles: starter.Roles()}, nil
}

// SaveProgramme stores what was typed.
func (d *Desk) SaveProgramme(c *gin.Context) error {
	was, err := d.programme(c)
	if err != nil {
		return err
	}
	f := &form{c: c}
	p := readProgramme(f, was)
	if err := d.rolesInUse(c.Request.Context(), f, was, p); err != nil {
		return err
	}
	built, err := d.programmePage(c.Request.Context(), p)
	if err != nil {
		return err
	}
	if f.report(&built) {
		return d.showSetup(c, http.StatusUnprocessableEntity, built)
	}
	if p.ID == "" {
		p.ID = sqldb.NewID()
	}
	if err := d.survey.SaveProgramme(c.Request.Context(), p); err != nil {
		return d.refused(c, built, err)
	}
	said := "The programme is saved."
	if len(membershipNotes(p)) > 0 {
		said += " Its words say something about people who take part: read below what that means."
	}
	return done(c, programmeAt(p), said)
}

func readProgramme(f *form, was survey.Programme) survey.Programme {
	p := was
	if p.ID == "" {
		p.Key = f.key("key")
	}
	p.Name = f.need("name", "Enter the name of the programme.")
	p.Organisation, p.Addressee = typed(f.c, "organisation"), typed(f.c, "addressee")
	p.Aim, p.Contact = typed(f.c, "aim"), typed(f.c, "contact")
	p.LeastMeetings = f.number("least-meetings", 366)
	p.Roles = nil
	for i := range mostRoles + spareRoles {
		n := strconv.Itoa(i)
		singular, plural := typed(f.c, "role-"+n), typed(f.c, "roles-"+n)
		if singular == "" && plural == "" {
			continue
		}
		r := survey.Role{Singular: singular, Plural: plural, Joint: f.c.PostForm("joint-"+n) != "", Key: typed(f.c, "role-key-"+n)}
		switch {
		case singular == "":
			f.problem("role-"+n, "Enter what one "+plural+" is called, or empty both fields.")
		case plural == "":
			r.Plural = singular + "s"
		}
		if !slices.ContainsFunc(was.Roles, func(o survey.Role) bool { return o.Key == r.Key }) {
			r.Key = strings.Join(strings.FieldsFunc(strings.ToLower(singular), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') }), "-")
		}
		p.Roles = append(p.Roles, r)
	}
	p.Pay = survey.Pay{Role: typed(f.c, "pay-role"), Rate: f.pence("pay-rate"), Step: f.number("pay-step", 60)}
	return p
}

// rolesInUse refuses to take away a role that somebody on a list or an answer
// has.
func (d *Desk) rolesInUse(ctx context.Context, f *form, was, now survey.Programme) error {
	for _, r := range was.Roles {
		if _, kept := now.Role(r.Key); kept || was.ID == "" {
			continue
		}
		used, err := d.roleUsed(ctx, was, r.Key)
		if err != nil {
			return err
		}
		if used {
			f.problem("", "The role “"+r.Singular+"” cannot be taken away: people on a list have it, or answers were given in it.")
		}
	}
	return nil
}

func (d *Desk) roleUsed(ctx context.Context, p survey.Programme, key string) (bool, error) {
	rounds, err := d.survey.Rounds(ctx, p.ID)
	if err != nil {
		return false, err
	}
	for _, r := range rounds {
		people, err := d.survey.Participants(ctx, r.ID)
		if err != nil {
			return false, err
		}
		counts, err := d.survey.CountResponses(ctx, r.ID)
		if err != nil {
			return false, err
		}
		if counts[key] > 0 || slices.ContainsFunc(people, func(w survey.Participant) bool { return w.Role == key }) {
			return true, nil
		}
	}
	return false, nil
}

func (d *Desk) programmePage(ctx context.Context, p survey.Programme) (page.Setup, error) {
	built := page.Setup{Button: "Save the programme", Back: page.Link{Text: "All programmes", Address: "/staff"}}
	built.Title, built.Action = "Set up a programme", "/staff/programmes"
	built.Lead = "A programme is the scheme that is evaluated. It has rounds, one for each year or cohort."
	if p.ID != "" {
		built.Title, built.Action, built.Scope = "The programme", programmeAt(p), p.Name
		rounds, err := d.survey.Rounds(ctx, p.ID)
		if err != nil {
			return built, err
		}
		slices.Reverse(rounds)
		for _, r := range rounds {
			built.Links = append(built.Links, page.Link{Text: "Round " + r.Key, Address: place{p, r}.at("collect")})
		}
		built.Links = append(built.Links, page.Link{Text: "Dictionary of identifiers", Address: dictionaryAt(p)})
		built.Extra = membershipNotes(p)
		built.Extra = append(built.Extra, page.SetupAction{
			Anchor: "round", Head: "Begin a round", Text: "A round is one year’s or one cohort’s run. To take over the waves of an earlier one, copy that from its own page instead.",
			Action: programmeAt(p) + "/rounds", Button: "Begin the round",
			Fields: []page.SetupField{{Kind: "text", Name: "round-key", Label: "Short name", Hint: "In addresses and in the order of rounds, such as 2027."}, {Kind: "number", Name: "pairs", Label: "Pairs that take part, if you know"}},
		})
	}
	built.Groups = programmeFields(p)
	return built, nil
}

func programmeFields(p survey.Programme) []page.FieldGroup {
	what := page.FieldGroup{Fields: []page.SetupField{
		{Kind: "text", Name: "name", Label: "Name", Hint: "As participants and readers know it.", Value: p.Name},
		{Kind: "text", Name: "organisation", Label: "Body that acts on recommendations", Hint: "Such as “the Faculty of Medicine”.", Value: p.Organisation},
		{Kind: "text", Name: "addressee", Label: "Who the summary is written for", Hint: "Such as “the EDI education committee”.", Value: p.Addressee},
		{Kind: "text", Name: "aim", Label: "Aim, in one sentence", Value: p.Aim},
		{Kind: "text", Name: "contact", Label: "Who participants may ask", Hint: "An e-mail address or a name: it is at the foot of every page they see.", Value: p.Contact},
	}}
	if p.ID == "" {
		what.Fields = slices.Insert(what.Fields, 1, page.SetupField{Kind: "text", Name: "key", Label: "Short name", Hint: "In addresses: small letters, digits and hyphens, such as reverse-mentoring. It stays.", Value: p.Key})
	}
	roles := page.FieldGroup{Legend: "Roles", Hint: "The parts that people take, in the order in which the summary reports them. Empty a row to take a role away."}
	pay := []page.ChoiceValue{{Text: "nobody", Chosen: p.Pay.Role == ""}}
	for i := range min(len(p.Roles)+spareRoles, mostRoles+spareRoles) {
		var r survey.Role
		if i < len(p.Roles) {
			r = p.Roles[i]
			if !r.Joint {
				pay = append(pay, page.ChoiceValue{Value: r.Key, Text: r.Plural, Chosen: p.Pay.Role == r.Key})
			}
		}
		n := strconv.Itoa(i)
		roles.Fields = append(roles.Fields,
			page.SetupField{Kind: "hidden", Name: "role-key-" + n, Value: r.Key},
			page.SetupField{Kind: "text", Name: "role-" + n, Label: "Role " + strconv.Itoa(i+1) + ", one", Value: r.Singular},
			page.SetupField{Kind: "text", Name: "roles-" + n, Label: "Role " + strconv.Itoa(i+1) + ", several", Value: r.Plural},
			page.SetupField{Kind: "check", Name: "joint-" + n, Label: "several people answer together, as a pair does", Checked: r.Joint})
	}
	rate := ""
	if p.Pay.Rate > 0 {
		rate = meetings.Money(p.Pay.Rate)
	}
	return []page.FieldGroup{what, roles, {Legend: "Meetings and pay", Fields: []page.SetupField{
		{Kind: "number", Name: "least-meetings", Label: "How often a pair is to meet in a round, at least", Value: numberOr(p.LeastMeetings)},
		{Kind: "choice", Name: "pay-role", Label: "Who is paid by the hour", Options: pay},
		{Kind: "text", Name: "pay-rate", Label: "Pounds an hour", Hint: "Such as 13.85. Leave it empty to count hours only.", Value: rate},
		{Kind: "number", Name: "pay-step", Label: "Round a person’s time up to so many minutes", Hint: "Empty is " + strconv.Itoa(survey.DefaultPayStep) + ": the next quarter of an hour.", Value: numberOr(p.Pay.Step)},
	}}}
}

// numberOr writes a number, and 0 as nothing.
func numberOr(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// BeginRound adds a round to a programme.
func (d *Desk) BeginRound(c *gin.Context) error {
	p, err := d.programme(c)
	if err != nil {
		return err
	}
	f := &form{c: c}
	r := survey.Round{ID: sqldb.NewID(), ProgrammeID: p.ID, Key: f.key("round-key"), Pairs: f.number("pairs", 10_000)}
	if len(f.problems) == 0 {
		if err = d.survey.SaveRound(c.Request.Context(), r); err == nil {
			return done(c, place{p, r}.at("collect"), "Round "+r.Key+" has begun.")
		}
	}
	built, e := d.programmePage(c.Request.Context(), p)
	if e != nil {
		return e
	}
	if f.report(&built) {
		return d.showSetup(c, http.StatusUnprocessableEntity, built)
	}
	return d.refused(c, built, err)
}

// CopyRound makes the next year's round with the waves of this one.
func (d *Desk) CopyRound(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	built := copyPage(p)
	if c.Request.Method == http.MethodGet {
		return d.showSetup(c, http.StatusOK, built)
	}
	f := &form{c: c}
	key, years := f.key("round-key"), f.number("years", 20)
	if f.report(&built) {
		return d.showSetup(c, http.StatusUnprocessableEntity, built)
	}
	made, err := d.survey.CopyRound(c.Request.Context(), p.round.ID, key, years)
	if err != nil {
		return d.refused(c, built, err)
	}
	return done(c, place{p.programme, made}.at("collect"), "Round "+made.Key+" has the waves of "+p.round.Key+". Look at the days of each before you invite anybody.")
}

func copyPage(p place) page.Setup {
	built := page.Setup{Scope: p.scope(), Action: p.at("collect") + "/copy", Button: "Copy the round", Back: page.Link{Text: "Collecting answers", Address: p.at("collect")}}
	built.Title = "Copy this round"
	built.Lead = "The new round gets the waves of this one, with their forms, modes and days. People, answers and invitations are not copied."
	next := ""
	if n, err := strconv.Atoi(p.round.Key); err == nil {
		next = strconv.Itoa(n + 1)
	}
	built.Groups = []page.FieldGroup{{Fields: []page.SetupField{
		{Kind: "text", Name: "round-key", Label: "Short name of the new round", Hint: "Such as 2027.", Value: next},
		{Kind: "number", Name: "years", Label: "Move all days by so many years", Value: "1"},
	}}}
	return built
}

// waveAt returns the address of something about a wave.
func (p place) waveAt(w survey.Wave, sub string) string {
	return p.at("collect") + "/" + url.PathEscape(w.Key) + "/" + sub
}
