package csvfile

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
)

// A Result is what a file holds, read as responses of a form.
type Result struct {
	Responses []survey.Response // without ID, wave, form and day, which the importer knows
	Keys      []string          // idempotency key of each response: the same row has the same key in the same file
	Lines     []int             // line on which each response begins
	Problems  []Problem         // any means that nothing may be stored
	Empty     int               // rows passed over because they hold no answer
}

// People returns how many responses there are of each role.
func (r Result) People() map[string]int {
	n := map[string]int{}
	for _, resp := range r.Responses {
		n[resp.Role]++
	}
	return n
}

// reader turns rows into responses of one form.
type reader struct {
	table   Table
	form    survey.Form
	plan    *fill.Plan
	roles   []survey.Role
	options Options
	layout  layout
	result  Result
	byID    map[string]int // response as the file names it, to its place in result
	seen    map[string]int // how often a row without an identifier came before
}

// Responses reads the rows of t as responses of form f, given by people of the
// given roles.
func Responses(t Table, f survey.Form, roles []survey.Role, o Options) Result {
	r := &reader{table: t, form: f, roles: roles, options: o, byID: map[string]int{}, seen: map[string]int{}}
	r.layout, r.result.Problems = locate(t, o)
	var err error
	if r.plan, err = fill.New(f); err != nil {
		r.problem(0, "", "S31", "The form %q cannot be asked as it is, so nothing can be stored for it: %s", f.Key, fault.Text(err))
	}
	if len(r.result.Problems) > 0 {
		return r.result
	}
	if r.layout.long() {
		r.long()
	} else {
		r.wide()
	}
	r.complete()
	return r.result
}

func (r *reader) problem(line int, column, code, format string, args ...any) {
	r.result.Problems = append(r.result.Problems, Problem{line, column, code, fmt.Sprintf(format, args...)})
}

// cell returns what the column that holds what has in row, trimmed.
func (r *reader) cell(row Row, what string) string {
	if i := r.layout.at[what]; i >= 0 {
		return strings.TrimSpace(row.Cells[i])
	}
	return ""
}

func (r *reader) column(what string) string {
	if i := r.layout.at[what]; i >= 0 {
		return r.table.Header[i]
	}
	return ""
}

// long reads one answer a row. Rows of the same response need not be adjacent.
func (r *reader) long() {
	for _, row := range r.table.Rows {
		text := row.Cells[r.layout.at["text"]]
		if strings.TrimSpace(text) == "" {
			r.result.Empty++
			continue
		}
		target, ok := r.target(r.cell(row, "question"))
		if !ok {
			r.unknownQuestion(row.Line, r.column("question"), r.cell(row, "question"))
			continue
		}
		if resp := r.response(row); resp != nil {
			r.put(resp, row, r.column("text"), target, text)
		}
	}
}

// wide reads one response a row and one question a column.
func (r *reader) wide() {
	targets := map[int]target{}
	for _, i := range r.layout.plain {
		t, ok := r.target(r.table.Header[i])
		if !ok {
			r.unknownQuestion(1, r.table.Header[i], r.table.Header[i])
			continue
		}
		targets[i] = t
	}
	for _, row := range r.table.Rows {
		if blank(r.answersOf(row)) {
			r.result.Empty++
			continue
		}
		resp := r.response(row)
		for _, i := range r.layout.plain {
			if t, ok := targets[i]; ok && resp != nil && strings.TrimSpace(row.Cells[i]) != "" {
				r.put(resp, row, r.table.Header[i], t, row.Cells[i])
			}
		}
	}
}

func (r *reader) answersOf(row Row) []string {
	var cells []string
	for _, i := range r.layout.plain {
		cells = append(cells, row.Cells[i])
	}
	return cells
}

// response returns the response that row belongs to, made if it is new; nil
// when the row's role is not usable.
func (r *reader) response(row Row) *survey.Response {
	role, ok := r.role(row)
	if !ok {
		return nil
	}
	id := r.cell(row, "response")
	if i, ok := r.byID[id]; ok && id != "" {
		resp := &r.result.Responses[i]
		if resp.Role != role {
			r.problem(row.Line, r.column("role"), "I11", "Response %q has role %q here and %q on row %d. One response has one role.", id, role, resp.Role, r.result.Lines[i])
		}
		return resp
	}
	r.byID[id] = len(r.result.Responses)
	r.result.Responses = append(r.result.Responses, survey.Response{Role: role})
	r.result.Keys = append(r.result.Keys, r.key(id, row))
	r.result.Lines = append(r.result.Lines, row.Line)
	return &r.result.Responses[len(r.result.Responses)-1]
}

// key identifies a response across readings of the file: by its own identifier
// where it has one, else by its content and how often that came before.
func (r *reader) key(id string, row Row) string {
	h := sha256.New()
	if id != "" {
		fmt.Fprintf(h, "id\x00%s", id)
	} else {
		content := strings.Join(row.Cells, "\x00")
		fmt.Fprintf(h, "row\x00%d\x00%s", r.seen[content], content)
		r.seen[content]++
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (r *reader) role(row Row) (string, bool) {
	given := r.cell(row, "role")
	if r.layout.at["role"] < 0 {
		given = r.options.Role
	}
	var known []string
	for _, role := range r.roles {
		if fold(given) == fold(role.Key) || fold(given) == fold(role.Singular) || fold(given) == fold(role.Plural) {
			return role.Key, true
		}
		known = append(known, role.Key)
	}
	if given == "" && len(r.roles) == 1 {
		return r.roles[0].Key, true
	}
	r.problem(row.Line, r.column("role"), "I07", "%q is not a role of this programme. Its roles are: %s. Mend the cell, or give -role for the whole file.", given, strings.Join(known, ", "))
	return "", false
}

func (r *reader) unknownQuestion(line int, column, given string) {
	mend := "Mend the name, leave the column out with -ignore, or give -form a new key to take the file's own questions."
	if near := r.nearest(given); near != "" {
		mend = fmt.Sprintf("Did you mean %q? ", near) + mend
	}
	r.problem(line, column, "I06", "Form %q has no question %q. %s", r.form.Key, given, mend)
}

// put adds one answer to resp. What is calculated is calculated again.
func (r *reader) put(resp *survey.Response, row Row, column string, t target, cell string) {
	if !t.question.Kind.Asked() {
		return
	}
	a := survey.Answer{Question: t.key()}
	if t.question.Kind.FreeText() {
		consent, ok := r.consent(row)
		if !ok {
			return
		}
		a.Text, a.QuoteConsent = cell, consent
	} else {
		choices, bad := t.choices(cell)
		if bad != "" {
			r.problem(row.Line, column, "I15", "%q is not an answer to %q. It offers: %s.", bad, t.question.Label, strings.Join(t.offered(), "; "))
			return
		}
		a.Choices = choices
	}
	a = a.Normalise()
	i := slices.IndexFunc(resp.Answers, func(b survey.Answer) bool { return b.Question == a.Question })
	switch {
	case i < 0:
		resp.Answers = append(resp.Answers, a)
	case t.item != "":
		resp.Answers[i].Choices = append(resp.Answers[i].Choices, a.Choices...)
	default:
		r.problem(row.Line, column, "I10", "This response has an answer to %q already. Join the two answers into one cell, or give the rows different responses.", t.question.Label)
	}
}

func (r *reader) consent(row Row) (survey.QuoteConsent, bool) {
	given := r.cell(row, "consent")
	if r.layout.at["consent"] < 0 {
		return r.options.Consent, true
	}
	switch fold(given) {
	case "quote", "yes", "y", "true", "1":
		return survey.QuoteWords, true
	case "themes", "no", "n", "false", "0", "":
		return survey.ThemesOnly, true
	case "count":
		return survey.CountOnly, true
	}
	r.problem(row.Line, r.column("consent"), "I08", "%q says nothing about quoting. Write quote, themes or count (yes means quote, no means themes).", given)
	return "", false
}

// complete adds what the act of importing states (the role, and that those in
// the file agreed to take part) and validates each response as a browser's
// submission is.
func (r *reader) complete() {
	for i := range r.result.Responses {
		resp := &r.result.Responses[i]
		for _, p := range r.form.Pages {
			if p.Repeat == nil {
				r.state(resp, p.Questions)
			}
		}
		resp.Answers = fill.Counted(r.form, resp.Answers)
		for _, p := range r.plan.Fill(resp.Answers, r.options.Now).AllProblems() {
			key, turn := survey.SplitTurn(p.Question)
			q, _ := r.form.Question(key)
			r.problem(r.result.Lines[i], survey.InTurn(q.Label, turn), "I14", "%s.", p.Text)
		}
	}
}

// state adds what the act of importing states.
func (r *reader) state(resp *survey.Response, questions []survey.Question) {
	for _, q := range questions {
		_, answered := resp.Answer(q.Key)
		switch {
		case answered:
		case q.Purpose == survey.ForRole:
			resp.Answers = append(resp.Answers, survey.Answer{Question: q.Key, Choices: []string{resp.Role}})
		case q.Kind == survey.Consent && q.Required:
			resp.Answers = append(resp.Answers, survey.Answer{Question: q.Key, Choices: []string{"yes"}})
		}
	}
}
