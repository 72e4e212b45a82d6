package coordinate

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/roster"
	"verbatim/survey/sheet"
	"verbatim/survey/sqldb"
	"verbatim/web/middleware"
	"verbatim/web/page"
)

// People shows the list of a round's participants.
func (d *Desk) People(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.showPeople(c, p, http.StatusOK, "")
}

func (d *Desk) showPeople(c *gin.Context, p place, status int, problem string) error {
	people, err := d.survey.Participants(c.Request.Context(), p.round.ID)
	if err != nil {
		return err
	}
	built := peoplePage(p, people, problem)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-people", built)
}

func peoplePage(p place, people []survey.Participant, problem string) page.People {
	at := p.at("people")
	built := page.People{
		Scope: p.scope(), Add: at + "/new", Upload: at + "/upload", Problem: problem,
		Back: page.Link{Text: "Collecting answers", Address: p.at("collect")},
	}
	built.Title, built.Wrong = "Participants", problem != ""
	counts := map[string]int{}
	for _, one := range people {
		counts[one.Role]++
		row := personRow(p.programme, one)
		row.Address = at + "/person/" + url.PathEscape(one.ID)
		built.People = append(built.People, row)
	}
	for _, r := range p.programme.Roles {
		if n := counts[r.Key]; n > 0 {
			unit := r.Plural
			if n == 1 {
				unit = r.Singular
			}
			built.Tally = append(built.Tally, page.Count{Number: strconv.Itoa(n), Unit: unit})
		}
	}
	if len(people) > 0 {
		built.Exports = []page.Link{{Text: "The list as CSV", Address: at + "/export/csv"}, {Text: "as XLSX", Address: at + "/export/xlsx"}}
	}
	return built
}

func personRow(p survey.Programme, one survey.Participant) page.PersonRow {
	return page.PersonRow{Name: one.Name, Email: one.Email, Role: roleWord(p, one.Role), Pair: one.PairID}
}

func roleWord(p survey.Programme, key string) string {
	if r, ok := p.Role(key); ok {
		return r.Singular
	}
	return key
}

// Person shows one participant to be changed, or a new one, and stores what was
// typed.
func (d *Desk) Person(c *gin.Context) error {
	p, who, err := d.person(c)
	if err != nil {
		return err
	}
	if c.Request.Method == http.MethodGet {
		return d.showSetup(c, http.StatusOK, personPage(p, who))
	}
	f := &form{c: c}
	was := who
	who.Name, who.Email, who.PairID = typed(c, "name"), typed(c, "email"), typed(c, "pair")
	who.Role = f.need("role", "Choose the role.")
	if _, known := p.programme.Role(who.Role); who.Role != "" && !known {
		f.problem("role", "Choose one of the programme’s roles.")
	}
	for _, bad := range roster.Wrong(who) {
		f.problem(cmp.Or(bad.Column, "name"), bad.Text)
	}
	built := personPage(p, who)
	if f.report(&built) {
		return d.showSetup(c, http.StatusUnprocessableEntity, built)
	}
	if was.ID == "" {
		who.ID = sqldb.NewID()
	}
	if err := d.survey.SaveParticipant(c.Request.Context(), who); err != nil {
		return d.refused(c, built, err)
	}
	return done(c, p.at("people"), personName(who)+" is on the list.")
}

// person reads the participant that the address names, or a new one.
func (d *Desk) person(c *gin.Context) (p place, who survey.Participant, err error) {
	if p, err = d.find(c); err != nil {
		return p, who, err
	}
	id := c.Param("id")
	if id == "" {
		return p, survey.Participant{RoundID: p.round.ID}, nil
	}
	who, err = d.survey.Participant(c.Request.Context(), id)
	if err == nil && who.RoundID != p.round.ID {
		err = &fault.Error{Kind: fault.NotFound}
	}
	return p, who, err
}

func personPage(p place, who survey.Participant) page.Setup {
	at := p.at("people")
	built := page.Setup{Scope: p.scope(), Action: at + "/new", Button: "Save", Back: page.Link{Text: "Participants", Address: at}}
	built.Title = "Add a participant"
	if who.ID != "" {
		built.Title, built.Action = "Change a participant", at+"/person/"+url.PathEscape(who.ID)
		built.Extra = []page.SetupAction{{
			Anchor: "remove", Head: "Take off the list", Action: built.Action + "/remove", Button: "Remove " + personName(who),
			Text: "Their links open nothing from then on. Where answers belong to them they stay on the list until the answers are withdrawn.",
		}}
	}
	roles := []page.ChoiceValue{{Text: "choose a role", Chosen: who.Role == ""}}
	for _, r := range p.programme.Roles {
		if !r.Joint {
			roles = append(roles, page.ChoiceValue{Value: r.Key, Text: r.Singular, Chosen: r.Key == who.Role})
		}
	}
	built.Groups = []page.FieldGroup{{Fields: []page.SetupField{
		{Kind: "text", Name: "name", Label: "Name", Value: who.Name},
		{Kind: "text", Name: "email", Label: "E-mail address", Hint: "Without one, give the link by hand.", Value: who.Email},
		{Kind: "choice", Name: "role", Label: "Role", Options: roles},
		{Kind: "text", Name: "pair", Label: "Pair", Hint: "The same number or name for the two who meet.", Value: who.PairID},
	}}}
	return built
}

// RemovePerson takes a participant off the list.
func (d *Desk) RemovePerson(c *gin.Context) error {
	p, who, err := d.person(c)
	if err != nil {
		return err
	}
	if err := d.survey.RemoveParticipant(c.Request.Context(), who.ID); err != nil {
		return d.refused(c, personPage(p, who), err)
	}
	return done(c, p.at("people"), personName(who)+" is off the list.")
}

// ExportPeople answers with the list as a file that can be changed and uploaded
// again.
func (d *Desk) ExportPeople(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	people, err := d.survey.Participants(c.Request.Context(), p.round.ID)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: "Participants", Head: []string{"name", "email", "role", "pair"}}
	for _, one := range people {
		t.Rows = append(t.Rows, []any{one.Name, one.Email, one.Role, one.PairID})
	}
	return d.sendTable(c, p, "participants", t)
}

// sendTable answers with a table as a file, in the kind that the address names.
// That it was taken is audited.
func (d *Desk) sendTable(c *gin.Context, p place, name string, t sheet.Table) error {
	kind := c.Param("format")
	content, mediaType, err := sheet.Bytes(kind, t)
	if err != nil {
		return err
	}
	if err := d.survey.Note(c.Request.Context(), survey.DataExported, p.round.ID, survey.AuditDetails{"format": kind, "what": name, "rows": len(t.Rows)}); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+p.programme.Key+"-"+p.round.Key+"-"+name+"."+kind+`"`)
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, mediaType, content)
	return nil
}

// Upload shows what storing a file of participants would do. It stores nothing:
// the file goes to the browser and comes back with what was decided.
func (d *Desk) Upload(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	content, err := uploaded(c)
	if err != nil {
		return d.showPeople(c, p, http.StatusUnprocessableEntity, fault.Text(err))
	}
	return d.roster(c, p, content, false)
}

// StoreUpload stores a file that was looked at, all of it or nothing.
func (d *Desk) StoreUpload(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	return d.roster(c, p, []byte(c.PostForm("content")), true)
}

// uploaded returns the file of a form, or the text that was looked at before.
func uploaded(c *gin.Context) ([]byte, error) {
	if text := c.PostForm("content"); text != "" {
		return []byte(text), nil
	}
	file, ok := middleware.FileOf(c, "file")
	if !ok || file.Size == 0 {
		return nil, fault.Coded("W77", "Choose a file first: CSV or XLSX, with a row for each person.")
	}
	return io.ReadAll(io.LimitReader(file.Open(), roster.MaxBytes+1))
}

// roster reads a file against the list, and stores it where that was asked for
// and nothing is wrong.
func (d *Desk) roster(c *gin.Context, p place, content []byte, store bool) error {
	table, err := roster.Read(content)
	if err != nil {
		return d.showPeople(c, p, http.StatusUnprocessableEntity, fault.Text(err))
	}
	existing, err := d.survey.Participants(c.Request.Context(), p.round.ID)
	if err != nil {
		return err
	}
	columns := chosenColumns(c, table.Header)
	plan := roster.Make(table, columns, roster.List{RoundID: p.round.ID, Roles: individual(p.programme.Roles), Existing: existing, NewID: sqldb.NewID})
	if store && len(plan.Problems) == 0 {
		if err := d.survey.SaveParticipants(c.Request.Context(), p.round.ID, plan.People); err != nil {
			return err
		}
		return done(c, p.at("people"), strconv.Itoa(len(plan.Added))+" added, "+strconv.Itoa(len(plan.Changed))+" changed, "+strconv.Itoa(plan.Same)+" as they were.")
	}
	built, err := rosterPage(p, table, columns, plan)
	if err != nil {
		return d.showPeople(c, p, http.StatusUnprocessableEntity, fault.Text(err))
	}
	status := http.StatusOK
	if built.Wrong {
		status = http.StatusUnprocessableEntity
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, status, "coordinate-roster", built)
}

// individual leaves out what is a role of several people together.
func individual(roles []survey.Role) []survey.Role {
	var out []survey.Role
	for _, r := range roles {
		if !r.Joint {
			out = append(out, r)
		}
	}
	return out
}

// unchosen is what a page sends for a field that no column holds.
const unchosen = "none"

// chosenColumns returns the columns that were chosen, or guesses them.
func chosenColumns(c *gin.Context, header []string) roster.Columns {
	if _, sent := c.GetPostForm("column-" + string(roster.Name)); !sent {
		return roster.Guess(header)
	}
	out := roster.Columns{}
	for _, f := range roster.Fields() {
		if i, err := strconv.Atoi(c.PostForm("column-" + string(f))); err == nil && i >= 0 && i < len(header) {
			out[f] = i
		}
	}
	return out
}
