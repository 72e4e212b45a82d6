package coordinate

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// statementPath returns the address of the page on which a statement is worded.
func statementPath(p place, role, theme string) string {
	return p.at("summary") + "/statement/" + url.PathEscape(role) + "/" + url.PathEscape(theme)
}

func statementAnchor(role, theme string) string {
	return research.Anchor("statement", role+"-"+theme)
}

// changedBy says who changed something last, and on which day.
func changedBy(by string, at time.Time) string {
	if by == "" {
		return ""
	}
	if at.IsZero() {
		return by
	}
	return by + ", " + survey.DayOf(at).String()
}

// aside lists what is not printed, and why.
func aside(p place, s analysis.Summary) []page.AsideView {
	hidden := map[string]bool{}
	for _, part := range s.Outline.Parts {
		hidden[part.Key] = part.Hidden
	}
	var out []page.AsideView
	for _, sec := range s.Aside {
		for _, st := range sec.Statements {
			v := page.AsideView{Text: research.Capital(pluralOf(s.Base, sec.Role)) + ": " + st.Name}
			switch {
			case st.Left:
				v.Why, v.Edit = "left out by "+changedBy(st.By, st.At), statementPath(p, sec.Role, st.Theme)
			case hidden[analysis.RolePart(sec.Role)]:
				v.Why, v.Edit = "its part is hidden", p.at("summary")+"/edit#"+partAnchor(analysis.RolePart(sec.Role))
			default:
				v.Why = "too few answered for them to be shown apart"
			}
			out = append(out, v)
		}
	}
	return out
}

// A worded is a statement that is being worded.
type worded struct {
	place   place
	in      collate.Input
	summary analysis.Summary
	section analysis.Section
	at      int // of the section's statements
}

func (w worded) statement() analysis.Statement { return w.section.Statements[w.at] }

// worded reads the statement that the address names.
func (d *Desk) worded(c *gin.Context) (w worded, err error) {
	if w.place, err = d.find(c); err != nil {
		return w, err
	}
	if w.in, err = collate.Load(c.Request.Context(), d.survey, d.analysis, w.place.round.ID); err != nil {
		return w, err
	}
	return w, w.collate(c.Param("role"), c.Param("theme"))
}

func (w *worded) collate(role, theme string) error {
	w.summary = collate.Collate(w.in)
	for _, sec := range slices.Concat(w.summary.Sections, w.summary.Aside) {
		at := slices.IndexFunc(sec.Statements, func(st analysis.Statement) bool { return st.Theme == theme })
		if sec.Role == role && at >= 0 && theme != "" {
			w.section, w.at = sec, at
			return nil
		}
	}
	return fault.New(fault.NotFound, "Nobody is coded with this theme any more: there is nothing to say about it in this round.")
}

// Statement answers with the page on which a lead sentence is worded.
func (d *Desk) Statement(c *gin.Context) error {
	w, err := d.worded(c)
	if err != nil {
		return err
	}
	return d.showStatement(c, http.StatusOK, statementPage(w))
}

func (d *Desk) showStatement(c *gin.Context, status int, built page.Statement) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-statement", built)
}

// statementPage builds the page.
func statementPage(w worded) page.Statement {
	st, role := w.statement(), w.section.Role
	base := w.summary.Base[slices.IndexFunc(w.summary.Base, func(b analysis.RoleBase) bool { return b.Role == role })]
	v := page.Statement{
		Scope: w.place.scope(), Back: page.Link{Text: "The draft", Address: w.place.at("summary") + "#" + statementAnchor(role, st.Theme)},
		Action: statementPath(w.place, role, st.Theme), Theme: st.Name, Role: research.Capital(base.Plural), Lead: st.Lead, Computed: st.Computed,
		Bears: strconv.Itoa(st.People) + " of " + strconv.Itoa(st.Base) + ": “" + st.Quantifier + "”", Version: strconv.Itoa(st.Version),
		Own: st.Own, Left: st.Left, Close: w.place.at("summary") + "/check",
		First: w.at == 0, Last: w.at == len(w.section.Statements)-1,
	}
	v.Title = "Word the statement: " + st.Name
	v.Return = v.Action
	if st.Own || st.Left {
		v.By = changedBy(st.By, st.At)
	}
	named := called(base.Plural+": "+st.Name, st.Theme)
	for _, sev := range severities() {
		for _, k := range w.summary.Checks {
			if k.Severity == sev.severity && named(k) {
				v.Checks = append(v.Checks, checkView(k, ""))
			}
		}
	}
	for _, q := range st.Quotes {
		v.Quotes = append(v.Quotes, page.SummaryQuote{Text: q.Text, Label: q.Label, Address: research.VerbatimPath(q.VerbatimID)})
	}
	return v
}

// WordStatement does what the page's buttons say: it checks, saves or takes back
// a sentence, moves the statement, leaves it out, or puts it back.
func (d *Desk) WordStatement(c *gin.Context) error {
	w, err := d.worded(c)
	if err != nil {
		return err
	}
	ctx, st := c.Request.Context(), w.statement()
	said := analysis.Wording{RoundID: w.place.round.ID, Role: w.section.Role, Theme: st.Theme, Lead: typed(c, "lead"), Version: postedNumber(c, "version")}
	draftAt := w.place.at("summary") + "#" + statementAnchor(said.Role, said.Theme)
	switch c.PostForm("do") {
	case "check":
		return d.checkTyped(c, w, said)
	case "save", "computed":
		if c.PostForm("do") == "computed" || said.Lead == st.Computed {
			said.Lead = ""
		}
		if err := d.analysis.SaveLead(ctx, said); err != nil {
			return d.notSaved(c, said, err)
		}
		return done(c, draftAt, "The sentence is saved. What the counts do not bear stands beside it.")
	case "leave", "back":
		said.Left = c.PostForm("do") == "leave"
		if err := d.analysis.LeaveOut(ctx, said); err != nil {
			return err
		}
		if said.Left {
			return done(c, statementPath(w.place, said.Role, said.Theme), "The statement is left out. It can be put back here.")
		}
		return done(c, draftAt, "The statement is back in the draft.")
	case "up", "down":
		if err := d.moveStatement(ctx, w, c.PostForm("do") == "up"); err != nil {
			return err
		}
		return done(c, draftAt, "The statement was moved.")
	}
	return fault.New(fault.Invalid, "Choose one of the buttons of the page.")
}

// postedNumber returns a number of a form, -1 for what is none.
func postedNumber(c *gin.Context, name string) int {
	n, err := strconv.Atoi(c.PostForm(name))
	if err != nil {
		return -1
	}
	return n
}

// checkTyped shows what the counts say of a sentence before it is saved.
func (d *Desk) checkTyped(c *gin.Context, w worded, said analysis.Wording) error {
	if said.Lead == "" {
		said.Lead = w.statement().Computed
	}
	built := d.withTyped(&w, said)
	return d.showStatement(c, http.StatusOK, built)
}

// withTyped builds the page with what was typed in the field, judged as if it
// were saved.
func (d *Desk) withTyped(w *worded, said analysis.Wording) page.Statement {
	stored := statementPage(*w)
	i := slices.IndexFunc(w.in.Wordings, func(o analysis.Wording) bool { return o.Role == said.Role && o.Theme == said.Theme })
	if i < 0 {
		w.in.Wordings, i = append(w.in.Wordings, said), len(w.in.Wordings)
	}
	w.in.Wordings[i].Lead = said.Lead
	if err := w.collate(said.Role, said.Theme); err != nil {
		return stored
	}
	built := statementPage(*w)
	built.Version, built.Own, built.By, built.Close = strconv.Itoa(said.Version), stored.Own, stored.By, ""
	return built
}

// notSaved shows the page again when a sentence could not be saved: somebody else
// was faster, and both sentences are there; or it is too long.
func (d *Desk) notSaved(c *gin.Context, said analysis.Wording, err error) error {
	kind := fault.KindOf(err)
	if kind != fault.Conflict && kind != fault.Invalid {
		return err
	}
	w, loadErr := d.worded(c)
	if loadErr != nil {
		return loadErr
	}
	st := w.statement()
	if said.Lead == "" {
		said.Lead = st.Computed
	}
	status := http.StatusUnprocessableEntity
	if kind == fault.Conflict {
		status, said.Version = http.StatusConflict, st.Version
	}
	built := d.withTyped(&w, said)
	if kind == fault.Conflict {
		built.Theirs = &page.Theirs{Text: []string{st.Lead}, By: changedBy(st.By, st.At)}
	}
	built.Wrong = true
	built.Problems = []page.Problem{{Anchor: "#lead", Text: fault.Text(err)}}
	return d.showStatement(c, status, built)
}

// moveStatement swaps the statement with its neighbour.
func (d *Desk) moveStatement(ctx context.Context, w worded, up bool) error {
	sec, ok := w.summary.Section(w.section.Role)
	if !ok {
		return fault.New(fault.Conflict, "The statement is not printed: put it back before you move it.")
	}
	var themes []string
	for _, st := range sec.Statements {
		if st.Theme != "" {
			themes = append(themes, st.Theme)
		}
	}
	at := slices.Index(themes, w.statement().Theme)
	to := at + 1
	if up {
		to = at - 1
	}
	if at < 0 || to < 0 || to >= len(themes) {
		return nil
	}
	themes[at], themes[to] = themes[to], themes[at]
	return d.analysis.PlaceStatements(ctx, w.place.round.ID, sec.Role, themes)
}

// CloseCheck records why a warning is left as it is, or opens it again.
func (d *Desk) CloseCheck(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	s, err := collate.Round(c.Request.Context(), d.survey, d.analysis, p.round.ID)
	if err != nil {
		return err
	}
	w, err := typedWaiver(c, p, s.Checks)
	if err != nil {
		return err
	}
	back := research.LocalReturn(c.PostForm("return"), p.at("summary"))
	back, _, _ = strings.Cut(back, "#")
	if c.PostForm("do") == "open" {
		err = d.analysis.Unwaive(c.Request.Context(), w)
	} else {
		err = d.analysis.Waive(c.Request.Context(), w)
	}
	if err != nil {
		return err
	}
	return done(c, back+"#"+research.Anchor("check", w.Key), "The warning and its reason are on record.")
}

// typedWaiver returns the reason that was typed for one of the warnings that
// stand now.
func typedWaiver(c *gin.Context, p place, checks []analysis.Check) (analysis.Waiver, error) {
	key := c.PostForm("key")
	i := slices.IndexFunc(checks, func(k analysis.Check) bool { return k.Key == key && k.Severity == analysis.Warn })
	if i < 0 {
		return analysis.Waiver{}, fault.New(fault.Conflict, "This warning no longer stands as you saw it: what it was about has changed. Read the draft again.")
	}
	return analysis.Waiver{RoundID: p.round.ID, Key: key, Rule: checks[i].Rule, Reason: c.PostForm("reason")}, nil
}
