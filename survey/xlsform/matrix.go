package xlsform

import (
	"encoding/json"
	"slices"
	"strings"

	"verbatim/survey"
)

// A matrixRow is a question that becomes a row of a Likert question.
type matrixRow struct {
	row row
	key string
	k   kindRead
}

// inMatrix takes over a question as a row of a matrix: within a table-list, or
// as one of those that stand below a row of labels. It reports whether it did.
func (r *reader) inMatrix(row row, k kindRead) bool {
	look := row.get("appearance")
	if len(r.groups) == 0 || k.kind != survey.Single || k.other || row.get("choice_filter") != "" {
		return false
	}
	g := &r.groups[len(r.groups)-1]
	switch {
	case look == "label" && !g.matrix:
		g.matrix = true // only names the columns
		return true
	case !g.matrix || look != "" && !strings.HasPrefix(look, "list") && look != "likert":
		return false
	case row.get("relevant") != "" || row.get("constraint") != "" || len(g.rows) > 0 && g.rows[0].k.list != k.list:
		return false
	}
	g.rows = append(g.rows, matrixRow{row, r.key(row, "question"), k})
	return true
}

// matrix makes one question of the rows gathered in a group that was just
// closed.
func (r *reader) matrix(g group) {
	r.groups = append(r.groups, g) // the question stands inside of it
	defer func() { r.groups = r.groups[:len(r.groups)-1] }()
	first := g.rows[0]
	q := survey.Question{Key: r.free(nameOf(g.key)), Kind: survey.Likert, Label: firstOf(g.heading, r.tongue.words(first.row, "label"), g.key, "matrix"), Hint: r.tongue.words(g.row, "hint"), Required: true}
	r.tongue.translate(&r.form, "question/"+q.Key+"/label", g.row, "label")
	r.tongue.translate(&r.form, "question/"+q.Key+"/hint", g.row, "hint")
	q.Choices = r.list(first.k.list, "choice", q.Key, false)
	for _, m := range g.rows {
		item := strings.TrimPrefix(m.key, g.key+".")
		q.Items = append(q.Items, survey.Choice{Key: item, Label: firstOf(r.tongue.words(m.row, "label"), item)})
		r.tongue.translate(&r.form, "item/"+q.Key+"/"+item, m.row, "label")
		r.moved[m.key] = q.Key + "." + item
		q.Required = q.Required && isYes(m.row.get("required"))
		r.unused(m.row, q)
	}
	row := g.row
	row.cells = map[string]string{"type": "matrix", ownColumn: g.row.get(ownColumn)}
	r.readOwn(&q, row)
	r.add(q, row, r.groups)
}

// A followed is a question that the next row may belong to.
type followed struct {
	row  row
	key  string
	page int
}

// follows takes over a text that asks what "other" is as part of the question
// before it, and reports whether it did.
func (r *reader) follows(row row, k kindRead) bool {
	if r.last == nil || k.kind != survey.ShortText || row.get("constraint") != "" || len(r.form.Pages)-1 != r.last.page {
		return false
	}
	questions := r.form.Pages[r.last.page].Questions
	q := &questions[len(questions)-1]
	i := saidBy(*q, r.last.row.get("name"), row.get("name"), row.get("relevant"))
	if q.Key != r.last.key || i < 0 || r.apart(row) {
		return false
	}
	q.Choices[i].Other = true
	r.moved[row.get("name")] = ""
	r.note(surveySheet, row.number, "", "asks what “%s” is, and became part of the question before it.", q.Choices[i].Label)
	return true
}

// saidBy returns the place of the choice of q, called name in its file, of which a
// text with this name and condition asks what it is; -1 for a text that does not.
func saidBy(q survey.Question, name, text, condition string) int {
	if q.Filter != "" || !strings.HasPrefix(text, q.Key+"_") {
		return -1
	}
	return slices.IndexFunc(q.Choices, func(c survey.Choice) bool { return !c.Other && asksFor(condition, name, c.Key) })
}

// apart reports whether a row says that it is a question of its own.
func (r *reader) apart(row row) bool {
	var o own
	return json.Unmarshal([]byte(row.get(ownColumn)), &o) == nil && o.Apart // else it is noted when the question is read
}

// asksFor reports whether a condition says that the choice was taken.
func asksFor(condition, question, choice string) bool {
	plain := strings.NewReplacer(" ", "", `"`, "'", "‘", "'", "’", "'").Replace(condition)
	ref := "${" + question + "}"
	return plain == ref+"='"+choice+"'" || plain == "selected("+ref+",'"+choice+"')" || plain == "("+ref+"='"+choice+"')"
}
