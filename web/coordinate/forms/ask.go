package forms

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/design"
	"verbatim/survey/expr"
	"verbatim/survey/fault"
	"verbatim/web/page"
)

// onQuestion reads the draft and the numbers of the page and the question that
// the address names.
func (d *Desk) onQuestion(c *gin.Context) (b *bench, i, j int, err error) {
	if b, err = d.find(c); err != nil {
		return nil, 0, 0, err
	}
	i, j = design.Find(b.form(), c.Param("question"))
	if i < 0 {
		return nil, 0, 0, fault.New(fault.NotFound, "There is no question %q in this draft any more. Go back to the form.", c.Param("question"))
	}
	return b, i, j, nil
}

// Question shows one question with all that can be said about it.
func (d *Desk) Question(c *gin.Context) error {
	b, i, j, err := d.onQuestion(c)
	if err != nil {
		return err
	}
	if b.form().Pages[i].Instrument != nil {
		return told(c, b.at("")+"#page-"+b.form().Pages[i].Key, "The questions of an instrument are used as published.")
	}
	q := b.form().Pages[i].Questions[j]
	return d.showQuestion(c, http.StatusOK, b, q, fillAsked(q), &problems{}, mark(q))
}

func (d *Desk) showQuestion(c *gin.Context, code int, b *bench, q survey.Question, a asked, p *problems, seen string) error {
	built := b.askPage(q, a, p)
	built.Seen = seen
	built.When = a.when.show("when", b.form(), subjects(b.form(), q.Key), c.Query("when"), p.errs["when.expression"])
	built.When.Legend, built.When.About = "When is it asked?", "Add a sentence about the answer to"
	built.Rule = a.rule.show("rule", b.form(), []page.Pick{{Value: design.TheAnswer, Text: "the answer itself"}}, c.Query("rule"), p.errs["rule.expression"])
	built.Rule.Legend, built.Rule.About = "Which answers are taken?", "Add a sentence about"
	if code == http.StatusConflict {
		built.Notice = "W67: " + cmp.Or(b.draft.ChangedBy, "Somebody else") + " has changed this question since your page was loaded. Below is what you typed, and it is not stored yet. Saving puts it in the place of theirs."
		built.Theirs = theirs(q)
	}
	built.Layout = frame(c, "Question: "+short(cmp.Or(a.get("label"), q.Key)), len(p.lines))
	built.Wrong = built.Wrong || code == http.StatusConflict
	return d.Render.Page(c, code, "coordinate-form-question", built)
}

// theirs shows the question as somebody else has left it.
func theirs(q survey.Question) []page.Term {
	return slices.DeleteFunc([]page.Term{
		{Name: "Kind", Text: design.KindWords(q.Kind)},
		{Name: "Words", Text: q.Label},
		{Name: "Hint", Text: q.Hint},
		{Name: "Answers", Text: design.Lines(q.Choices)},
		{Name: "Rows", Text: design.Lines(q.Items)},
		{Name: "Need", Text: need(q)},
		{Name: "Shown when", Text: q.Relevant},
		{Name: "Rule", Text: q.Constraint},
		{Name: "Worked out as", Text: q.Calculation},
	}, func(t page.Term) bool { return t.Text == "" })
}

// askPage builds the page of a question, from what was typed.
func (b *bench) askPage(q survey.Question, a asked, p *problems) page.DesignAsk {
	kind := survey.Kind(a.get("kind"))
	_, published := b.latest.Question(q.Key)
	out := page.DesignAsk{
		Back: b.at("") + "#question-" + q.Key, Action: b.at("question/" + q.Key), Change: b.at("change"), Version: b.draft.Version, Key: q.Key, KeyFixed: published,
		Kinds: kinds(kind), Kind: string(q.Kind), Shows: shows(q.Kind), Value: map[string]string{}, Ticked: map[string]bool{},
		Problems: p.lines, Field: p.field,
	}
	for name := range a.values {
		out.Value[name] = a.get(name)
	}
	for _, name := range []string{"quotable", "whole"} {
		out.Ticked[name] = a.get(name) != ""
	}
	for _, c := range q.Choices {
		out.Others = append(out.Others, page.Pick{Value: c.Key, Text: c.Label, Chosen: slices.Contains(a.values["other"], c.Key)})
		out.Alones = append(out.Alones, page.Pick{Value: c.Key, Text: c.Label, Chosen: slices.Contains(a.values["alone"], c.Key)})
	}
	out.Purposes = purposes(q.Kind, a.get("purpose"))
	i, _ := design.Find(b.form(), q.Key)
	for n, pg := range b.form().Pages {
		if n != i && pg.Instrument == nil {
			out.Pages = append(out.Pages, page.Pick{Value: pg.Key, Text: cmp.Or(pg.Title, pg.Key)})
		}
	}
	if q.Kind == survey.Calculated {
		out.Sum = summable(b.form(), q.Key)
		out.SumHow = []page.Pick{
			{Value: "", Text: "nothing: the expression below stays"},
			{Value: "sum", Text: "the sum of"},
			{Value: "mean", Text: "the mean of"},
			{Value: "min", Text: "the smallest of"},
			{Value: "max", Text: "the largest of"},
			{Value: "chosen", Text: "how many answers were chosen in"},
		}
	}
	return out
}

func purposes(k survey.Kind, chosen string) []page.Pick {
	out := []page.Pick{{Value: "", Text: "nothing in particular"}}
	if k.FreeText() {
		out = append(out, page.Pick{Value: string(survey.ForRecommendation), Text: "recommendations: what should be done"}, page.Pick{Value: string(survey.ForPraise), Text: "what worked"})
	}
	if k == survey.Single {
		out = append(out, page.Pick{Value: string(survey.ForRole), Text: "the role: its answers have the keys of the programme’s roles"})
	}
	for i := range out {
		out[i].Chosen = out[i].Value == chosen
	}
	return out
}

// summable are the answers that numbers can be worked out of.
func summable(f *survey.Form, except string) (out []page.Pick) {
	for _, s := range subjects(f, "") {
		q, _ := design.KindOf(f, s.Value)
		switch q.Kind {
		case survey.Number, survey.Rating, survey.Likert, survey.Multiple, survey.Single, survey.Calculated:
			if q.Key != except {
				out = append(out, s)
			}
		}
	}
	return out
}

// SaveQuestion stores a question. Where somebody else has changed the same
// question meanwhile, both are shown and nothing is stored; changes of other
// questions do not matter.
func (d *Desk) SaveQuestion(c *gin.Context) error {
	b, i, j, err := d.onQuestion(c)
	if err != nil {
		return err
	}
	pg := &b.form().Pages[i]
	if pg.Instrument != nil {
		return locked(*pg)
	}
	old, a, p := pg.Questions[j], readAsked(c.Request.PostForm), &problems{}
	now := mark(old)
	q := a.question(old, p)
	if key := a.get("key"); key != "" && key != old.Key {
		p.add("key", b.rename(old.Key, key))
		q.Key = b.form().Pages[i].Questions[j].Key
	}
	if now != a.get("seen") {
		return d.showQuestion(c, http.StatusConflict, b, old, a, &problems{}, now)
	}
	if len(p.lines) > 0 {
		return d.showQuestion(c, http.StatusUnprocessableEntity, b, old, a, p, now)
	}
	pg.Questions[j] = q
	design.Tidy(b.form())
	to := b.onward(c, q, old)
	if mark(q) == now {
		return told(c, to, "Nothing was changed.")
	}
	what := "Changed “" + short(design.Name(q)) + "”"
	if err := d.Survey.SaveFormDraft(c.Request.Context(), b.programme.ID, b.draft.Version, *b.form(), what); err != nil {
		if fault.KindOf(err) == fault.Conflict { // between reading and storing: look once more
			p.add("label", err)
			return d.showQuestion(c, http.StatusConflict, b, old, a, p, now)
		}
		return err
	}
	return told(c, to, what+".")
}

// rename gives a question that has not been published yet another key.
func (b *bench) rename(from, to string) error {
	if _, published := b.latest.Question(from); published {
		return fault.Coded("W69", "The key of a question that has been published stays, so that answers can be found.")
	}
	if !expr.IsName(to) {
		return fault.Coded("W69", "The key %q cannot be used. Begin with a letter, and use letters, digits and hyphens.", to)
	}
	if !design.Rename(b.form(), from, to) {
		return fault.Coded("W69", "Something in the form has the key %q already.", to)
	}
	return nil
}

// onward says where saving leads: back to the question where there is more to
// say about it, else to its place in the form.
func (b *bench) onward(c *gin.Context, q, old survey.Question) string {
	here := b.at("question/" + q.Key)
	for _, name := range []string{"when", "rule"} {
		if about := c.PostForm(name + ".new"); about != "" && c.PostForm("do") == "add-"+name {
			return here + "?" + url.Values{name: {about}}.Encode() + "#" + name
		}
	}
	if q.Kind != old.Kind || c.PostForm("do") == "stay" {
		return here
	}
	return b.at("") + "#question-" + q.Key
}
