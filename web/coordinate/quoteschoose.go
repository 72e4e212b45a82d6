package coordinate

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/disclose"
	"verbatim/analysis/nlp"
	"verbatim/analysis/quote"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// ChooseQuote answers with the page on which the words of an answer are chosen.
func (d *Desk) ChooseQuote(c *gin.Context) error {
	s, v, err := d.choosingIn(c)
	if err != nil {
		return err
	}
	draft := analysis.Chosen{RoundID: s.place.round.ID, VerbatimID: v.ID, Theme: c.Query("theme"), Hash: v.Hash}
	if i := slices.IndexFunc(s.in.Chosen, func(o analysis.Chosen) bool { return o.ID == c.Query("quote") && o.VerbatimID == v.ID }); i >= 0 {
		draft = s.in.Chosen[i]
	} else {
		span, ok := readSpanText(c.Query("span"))
		if !ok {
			span = analysis.Span{Start: 0, End: len(v.Text)}
		}
		draft.Span = quote.Snap(v.Text, span)
	}
	return d.showQuote(c, http.StatusOK, s.quotePage(draft, nil))
}

func (d *Desk) choosingIn(c *gin.Context) (choosing, survey.Verbatim, error) {
	s, err := d.choosing(c)
	v, ok := s.of[c.Param("verbatim")]
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This answer is not there: it was withdrawn, or belongs to another round.")
	}
	return s, v, err
}

func (d *Desk) showQuote(c *gin.Context, status int, built page.Quote) error {
	built.Layout = frame(c, built.Layout, "summary")
	built.Scripts = append(built.Scripts, "quote.js")
	return d.render.Page(c, status, "coordinate-quote", built)
}

// SaveQuote moves an end, adds or takes out an edit, or stores the quote.
func (d *Desk) SaveQuote(c *gin.Context) error {
	s, v, err := d.choosingIn(c)
	if err != nil {
		return err
	}
	if !v.QuoteConsent.MayQuote() {
		return fault.New(fault.Forbidden, "The person who wrote this did not agree to be quoted.")
	}
	draft := s.posted(c, v)
	sent := &sentEdit{edit: page.QuoteEdit{Op: c.PostForm("op"), Text: typed(c, "text"), Reason: typed(c, "edit-reason")}}
	sent.edit.From, _ = strconv.Atoi(c.PostForm("from"))
	sent.edit.To, _ = strconv.Atoi(c.PostForm("to"))
	switch do := c.PostForm("do"); {
	case do == "save":
		return d.storeQuote(c, s, draft)
	case do == "add":
		if text := addEdit(&draft, v.Text, sent.edit, s.user); text != "" {
			sent.problem = text
			return d.showQuote(c, http.StatusUnprocessableEntity, s.quotePage(draft, sent))
		}
	case strings.HasPrefix(do, "remove-"):
		if i, err := strconv.Atoi(strings.TrimPrefix(do, "remove-")); err == nil && 0 <= i && i < len(draft.Edits) {
			draft.Edits = slices.Delete(draft.Edits, i, i+1)
		}
	default:
		draft.Span = moved(v.Text, draft.Span, do)
		draft.Edits = quote.Within(draft.Edits, draft.Span)
	}
	return d.showQuote(c, http.StatusOK, s.quotePage(draft, nil))
}

// moved returns the span after one of the buttons at its ends.
func moved(text string, span analysis.Span, do string) analysis.Span {
	units := quote.Words(text)
	if strings.HasSuffix(do, "sentence") {
		units = nlp.Sentences(text)
	}
	end := quote.First
	if strings.HasPrefix(do, "end") {
		end = quote.Last
	}
	switch do {
	case "start-more-word", "start-more-sentence", "end-more-word", "end-more-sentence":
		return quote.Snap(text, quote.Step(units, span, end, true))
	case "start-less-word", "start-less-sentence", "end-less-word", "end-less-sentence":
		return quote.Snap(text, quote.Step(units, span, end, false))
	}
	return span
}

// posted reads a quote that is being chosen from the form.
func (s choosing) posted(c *gin.Context, v survey.Verbatim) analysis.Chosen {
	out := analysis.Chosen{
		ID: c.PostForm("quote"), RoundID: s.place.round.ID, VerbatimID: v.ID, Theme: c.PostForm("theme"), Hash: c.PostForm("hash"),
		Critical: c.PostForm("critical") != "", Reason: typed(c, "reason"), Acknowledged: c.PostFormArray("known"),
	}
	out.Version, _ = strconv.Atoi(c.PostForm("version"))
	span, ok := readSpanText(c.PostForm("span"))
	if !ok {
		span = analysis.Span{Start: 0, End: len(v.Text)}
	}
	out.Span = quote.Snap(v.Text, span)
	var stored []analysis.Edit
	if i := slices.IndexFunc(s.in.Chosen, func(o analysis.Chosen) bool { return o.ID == out.ID }); i >= 0 {
		stored = s.in.Chosen[i].Edits
	}
	out.Edits = readEdits(c.PostFormArray("edit"), c.PostFormArray("why"), stored, s.user)
	return out
}

// readEdits reads the edits that a form carries along, each with its reason.
// Whoever sends them is their author, except of those that are stored already.
func readEdits(values, reasons []string, stored []analysis.Edit, user string) []analysis.Edit {
	var out []analysis.Edit
	for i, value := range values {
		var e analysis.Edit
		if i >= quote.MaxEdits || json.Unmarshal([]byte(value), &e) != nil {
			continue
		}
		if i < len(reasons) {
			e.Reason = strings.Join(strings.Fields(reasons[i]), " ")
		}
		e.By = user
		for _, o := range stored {
			if o.Op == e.Op && o.Span == e.Span && o.Text == e.Text && o.Reason == e.Reason {
				e.By = o.By
			}
		}
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b analysis.Edit) int { return a.Span.Start - b.Span.Start })
	return out
}

// A sentEdit is an edit that somebody wrote and that cannot be added.
type sentEdit struct {
	edit    page.QuoteEdit
	problem string
}

// addEdit adds an edit to a quote, or returns what is wrong with it.
func addEdit(draft *analysis.Chosen, text string, sent page.QuoteEdit, user string) string {
	words := wordsIn(text, draft.Span)
	if sent.Reason == "" {
		return "Say why the words are not to be printed as they were written."
	}
	if sent.From < 1 || sent.From > len(words) {
		return "Choose the word at which the edit begins."
	}
	to := min(max(sent.To, sent.From), len(words))
	at := analysis.Span{Start: words[sent.From-1].Start, End: words[to-1].End}
	e := analysis.Edit{Op: analysis.EditOp(sent.Op), Span: at, Reason: sent.Reason, By: user}
	switch e.Op {
	case analysis.Replace:
		e.Text = sent.Text
	case analysis.Insert:
		e.Text, e.Span = sent.Text, analysis.Span{Start: at.End, End: at.End}
	case analysis.Sic:
		e.Span = analysis.Span{Start: at.End, End: at.End}
	case analysis.Case:
		start, end := at.Start, at.Start
		for i, r := range at.In(text) {
			if start = at.Start + i; strings.ToLower(string(r)) != strings.ToUpper(string(r)) {
				end = start + len(string(r))
				break
			}
		}
		e.Span = analysis.Span{Start: start, End: end}
	case analysis.Omit:
	}
	edits := quote.Within(append(slices.Clone(draft.Edits), e), draft.Span)
	if _, err := quote.Render(text, draft.Span, edits); err != nil {
		return fault.Text(err)
	}
	draft.Edits = edits
	return ""
}

func wordsIn(text string, span analysis.Span) (out []analysis.Span) {
	for _, w := range quote.Words(text) {
		if span.Start <= w.Start && w.End <= span.End {
			out = append(out, w)
		}
	}
	return out
}

// storeQuote stores what was chosen, once everything that must be seen was.
func (d *Desk) storeQuote(c *gin.Context, s choosing, draft analysis.Chosen) error {
	refuse := func(status int, text string) error {
		built := s.quotePage(draft, nil)
		built.Problems, built.Wrong = []page.Problem{{Text: text}}, true
		return d.showQuote(c, status, built)
	}
	need := warnings(s, draft)
	draft.Acknowledged = slices.DeleteFunc(draft.Acknowledged, func(k string) bool { return !slices.Contains(need, k) })
	if len(draft.Acknowledged) < len(need) {
		return refuse(http.StatusUnprocessableEntity, "Tick that you saw each warning, or quote other words.")
	}
	ctx := c.Request.Context()
	var err error
	if draft.ID == "" {
		_, err = d.analysis.ChooseQuotes(ctx, s.user, draft)
	} else {
		err = d.analysis.ChangeQuote(ctx, s.user, draft)
	}
	switch fault.KindOf(err) {
	case fault.Conflict:
		return refuse(http.StatusConflict, fault.Text(err))
	case fault.Invalid:
		return refuse(http.StatusUnprocessableEntity, fault.Text(err))
	}
	if err != nil {
		return err
	}
	return done(c, s.place.at("quotes")+"#"+research.Anchor("quotes", s.of[draft.VerbatimID].Role+"-"+draft.Theme), "The quote is stored as it prints.")
}

// quotePage builds the page of one quote that is being chosen.
func (s choosing) quotePage(draft analysis.Chosen, sent *sentEdit) page.Quote {
	v := s.of[draft.VerbatimID]
	out := page.Quote{
		Scope: s.place.scope(), Question: v.QuestionLabel, ID: draft.ID, Version: draft.Version, Start: draft.Span.Start, End: draft.Span.End,
		Hash: draft.Hash, Action: s.place.at("quotes") + "/choose/" + v.ID, Back: s.place.at("quotes"), Critical: draft.Critical, Reason: draft.Reason,
		Save: "Choose this quote", Label: research.Capital(s.labels.Role(v.Role)),
	}
	out.Title = "Choose a quote"
	if draft.ID != "" {
		out.Title, out.Save = "Change a quote", "Store this quote"
	}
	out.Told = s.told(v)
	if !v.QuoteConsent.MayQuote() {
		out.Withheld = "The person who wrote this did not agree to be quoted, so that none of it can be chosen."
		return out
	}
	s.found(&out, v, draft)
	s.ends(&out, v.Text, draft)
	s.edits(&out, v.Text, draft, sent)
	for _, w := range warnings(s, draft) {
		out.Warnings = append(out.Warnings, page.QuoteWarning{Text: w, Known: draft.Knows(w)})
	}
	for _, h := range quote.Hidden(v.Text, draft.Span, draft.Edits) {
		if h.Severity == analysis.Inform {
			out.Informs = append(out.Informs, h.Text)
		}
	}
	if quote.Literal(v.Text, draft.Span) {
		out.Informs = append(out.Informs, "The person typed brackets. They print as they are, and are no edits.")
	}
	out.Themes = append(out.Themes, page.ChoiceValue{Text: "Under no theme yet", Chosen: draft.Theme == ""})
	for _, t := range s.in.Codebook.Themes {
		out.Themes = append(out.Themes, page.ChoiceValue{Value: t.Key, Text: t.Name, Chosen: t.Key == draft.Theme})
	}
	return out
}

// told says, before anything is chosen, what the person permitted and how easily
// they are guessed.
func (s choosing) told(v survey.Verbatim) []page.Term {
	permitted := "Their words may be printed."
	if !v.QuoteConsent.MayQuote() {
		permitted = "Not to be quoted."
	}
	out := []page.Term{{Name: "Permitted", Text: permitted}}
	for _, w := range s.in.Waves {
		if w.ID == v.WaveID {
			name, meaning := modeWords(w.Mode)
			out = append(out, page.Term{Name: name, Text: meaning})
		}
	}
	for _, b := range s.summary.Base {
		if b.Role != v.Role {
			continue
		}
		text := disclose.CountText(b.Responses) + " " + b.Plural + " answered in this round."
		if b.Responses < disclose.SmallCell {
			text = "Fewer than " + strconv.Itoa(disclose.SmallCell) + " " + b.Plural + " answered: whoever knows them may guess who speaks."
		}
		out = append(out, page.Term{Name: "Group", Text: text})
	}
	return out
}

// found lists what could tell who is meant and that nobody has decided about.
func (s choosing) found(out *page.Quote, v survey.Verbatim, draft analysis.Chosen) {
	by := s.in.Of()[v.ID]
	for _, f := range disclose.Undecided(s.in.Detector().Find(v.Text), by) {
		if f.Span.Overlaps(draft.Span) {
			out.Telling = append(out.Telling, "“"+f.Text+"” looks like a "+string(f.Kind)+".")
		}
	}
	edits := disclose.Apply(v.Text, draft.Span, draft.Edits, by)
	if text, err := quote.Render(v.Text, draft.Span, edits); err == nil {
		out.Printed = text
	} else {
		out.Informs = append(out.Informs, fault.Text(err))
	}
}

// ends cuts the answer into words before, in and after the quote.
func (s choosing) ends(out *page.Quote, text string, draft analysis.Chosen) {
	last := 0
	for _, w := range quote.Words(text) {
		word := page.QuoteWord{Space: text[last:w.Start], Text: w.In(text), Start: w.Start, End: w.End}
		last = w.End
		switch {
		case w.End <= draft.Span.Start:
			out.Before = append(out.Before, word)
		case w.Start >= draft.Span.End:
			out.After = append(out.After, word)
		default:
			word.Number = len(out.Words) + 1
			out.Words = append(out.Words, word)
		}
	}
}

func (s choosing) edits(out *page.Quote, text string, draft analysis.Chosen, sent *sentEdit) {
	for i, e := range draft.Edits {
		value, err := json.Marshal(analysis.Edit{Op: e.Op, Span: e.Span, Text: e.Text})
		if err != nil {
			continue
		}
		out.Edits = append(out.Edits, page.QuoteEdit{Index: i, Value: string(value), What: editWords(e, text), Reason: e.Reason, By: e.By})
	}
	if sent != nil {
		out.Edit, out.EditWrong, out.Wrong = sent.edit, sent.problem, true
		out.Problems = []page.Problem{{Anchor: "#edit-reason", Text: sent.problem}}
	}
	for _, op := range []struct {
		op   analysis.EditOp
		text string
	}{
		{analysis.Omit, "Leave the words out: [...]"},
		{analysis.Replace, "Put other words in their place: [senior doctor]"},
		{analysis.Insert, "Put words in after them: [of the ward]"},
		{analysis.Sic, "Say that it was written so: [sic]"},
		{analysis.Case, "Change the case of the first letter: [M]y"},
	} {
		out.Ops = append(out.Ops, page.ChoiceValue{Value: string(op.op), Text: op.text, Chosen: out.Edit.Op == string(op.op)})
	}
}

func editWords(e analysis.Edit, text string) string {
	words := "“" + e.Span.In(text) + "”"
	switch e.Op {
	case analysis.Omit:
		return "Left out: " + words
	case analysis.Replace:
		return words + " prints as [" + e.Text + "]"
	case analysis.Insert:
		return "Put in: [" + e.Text + "]"
	case analysis.Sic:
		return "Marked [sic]"
	case analysis.Case:
		return "Changed the case of " + words
	}
	return string(e.Op)
}
