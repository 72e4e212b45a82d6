package xlsform

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/expr"
)

// never are types that tell who answers, or with what, and where.
var never = []string{
	"start", "end", "deviceid", "subscriberid", "simserial", "phonenumber", "phone number", "username", "email", "audit", "start-geopoint", "background-audio", "background-geopoint",
	"device id", "subscriber id", "sim id", "get start time", "get end time", "get device id", "get subscriber id", "get sim id", "get phone number",
}

// kinds are the types that are one kind of question each.
var kinds = map[string]survey.Kind{
	"text": survey.ShortText, "string": survey.ShortText, "integer": survey.Number, "int": survey.Number, "decimal": survey.Number, "date": survey.Date,
	"note": survey.Info, "acknowledge": survey.Consent, "trigger": survey.Consent, "calculate": survey.Calculated, "hidden": survey.Calculated, "range": survey.Number,
	"time": survey.ShortText, "datetime": survey.ShortText, "file": survey.File, "image": survey.File, "photo": survey.File, "today": survey.Calculated, "get today": survey.Calculated,
	"add text prompt": survey.ShortText, "add integer prompt": survey.Number, "add decimal prompt": survey.Number, "add date prompt": survey.Date, "add note prompt": survey.Info,
}

// selects are the beginnings of types that name a list.
var selects = []struct {
	words string
	kind  survey.Kind
}{
	{"select one from", survey.Single},
	{"select all that apply from", survey.Multiple},
	{"add select one prompt using", survey.Single},
	{"add select multiple prompt using", survey.Multiple},
	{"select_one", survey.Single},
	{"select_multiple", survey.Multiple},
	{"select one", survey.Single},
	{"select multiple", survey.Multiple},
	{"select1", survey.Single},
	{"rank", survey.Ranking},
	{"odk:rank", survey.Ranking},
}

// A kindRead is what a cell of the column type says.
type kindRead struct {
	kind  survey.Kind
	list  string
	other bool // "or_other"
}

func readKind(cell string) (k kindRead, ok bool) {
	words := strings.Join(strings.Fields(cell), " ")
	for _, s := range selects {
		if rest, found := cutFold(words, s.words+" "); found {
			list, other := strings.CutSuffix(rest, " or_other")
			if !other {
				list, other = strings.CutSuffix(rest, " or specify other")
			}
			return kindRead{s.kind, list, other}, true
		}
	}
	k.kind, ok = kinds[strings.ToLower(words)]
	return k, ok
}

func cutFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return strings.TrimSpace(s[len(prefix):]), true
}

// row takes over one row of the worksheet of questions.
func (r *reader) row(row row) {
	kind := strings.ToLower(strings.Join(strings.FieldsFunc(row.get("type"), func(r rune) bool { return r == ' ' || r == '_' || r == '\t' }), " "))
	switch kind {
	case "":
		r.note(surveySheet, row.number, "type", "is empty, so the row was left out.")
	case "begin group", "begin lgroup":
		r.begin(row, false)
	case "begin repeat", "begin looped group", "begin loop":
		r.begin(row, true)
	case "end group", "end lgroup":
		r.end(row, false)
	case "end repeat", "end looped group", "end loop":
		r.end(row, true)
	default:
		r.count.Rows++
		switch {
		case isYes(row.get("disabled")):
			r.note(surveySheet, row.number, "disabled", "is set, so the row was left out.")
		case !r.leftOut():
			r.question(row)
		}
	}
}

func (r *reader) question(row row) {
	if slices.Contains(never, strings.ToLower(row.get("type"))) {
		r.note(surveySheet, row.number, "type", "%s is never recorded: it tells who answers, or when.", row.get("type"))
		r.count.Declined++
		return
	}
	k, ok := readKind(row.get("type"))
	if !ok {
		r.note(surveySheet, row.number, "type", "questions of the type %q cannot be asked, and it was left out.", row.get("type"))
		return
	}
	if k.list != "" && len(r.lists[k.list]) == 0 {
		near := r.nearList(k.list)
		if near == "" {
			r.note(surveySheet, row.number, "type", "there is no list %q in the worksheet choices, so the question was left out.", k.list)
			return
		}
		r.note(surveySheet, row.number, "type", "there is no list %q in the worksheet choices: %q was taken for it.", k.list, near)
		k.list = near
	}
	r.count.Taken++
	if r.inMatrix(row, k) || r.follows(row, k) {
		return
	}
	r.headings()
	r.single(row, k)
}

// single takes over a question of its own.
func (r *reader) single(row row, k kindRead) {
	q := survey.Question{Key: r.key(row, "question"), Kind: k.kind, Label: r.tongue.words(row, "label"), Hint: r.hint(row), ConstraintText: r.tongue.words(row, "constraint_message")}
	if q.Label == "" && q.Kind != survey.Calculated {
		q.Label = q.Key
		r.note(surveySheet, row.number, "label", "is empty: the name %q is shown. Say what is asked.", q.Key)
	}
	for part, column := range map[string]string{"label": "label", "hint": "hint", "constraint": "constraint_message"} {
		r.tongue.translate(&r.form, "question/"+q.Key+"/"+part, row, column)
	}
	r.required(&q, row)
	r.bounds(&q, row)
	r.lookAt(&q, row)
	r.offer(&q, row, k)
	r.readOwn(&q, row)
	r.add(q, row, r.groups)
	r.last = &followed{row: row, key: q.Key, page: len(r.form.Pages) - 1}
	r.unused(row, q)
}

func (r *reader) hint(row row) string {
	hint, guidance := r.tongue.words(row, "hint"), r.tongue.words(row, "guidance_hint")
	if hint != "" && guidance != "" {
		return hint + " " + guidance
	}
	return hint + guidance
}

func (r *reader) required(q *survey.Question, row row) {
	cell := row.get("required")
	if q.Required = !isNo(cell) && q.Kind.Asked(); q.Required && !isYes(cell) {
		r.note(surveySheet, row.number, "required", "depends on other answers: the question is always required when it is asked.")
	}
}

// bounds reads ranges, and constraints that are nothing but bounds.
func (r *reader) bounds(q *survey.Question, row row) {
	t := strings.ToLower(row.get("type"))
	q.Whole = t == "integer" || t == "int" || strings.Contains(t, "integer")
	if t != "range" {
		return
	}
	start, end, step := 1.0, 10.0, 1.0 // where nothing is said
	for name, n := range parameters(row.get("parameters")) {
		switch name {
		case "start":
			start = n
		case "end":
			end = n
		case "step":
			step = n
		}
	}
	if start > end || step <= 0 {
		r.note(surveySheet, row.number, "parameters", "the start is above the end, or the step is none: numbers from %v to %v are allowed.", min(start, end), max(start, end))
		start, end, step = min(start, end), max(start, end), 1
	}
	q.Least, q.Most, q.Whole = &start, &end, step == float64(int(step)) && start == float64(int(start))
	const widest = 10
	if step == 1 && end-start <= widest && q.Whole && start < end {
		q.Kind = survey.Rating
	} else if step != 1 {
		r.note(surveySheet, row.number, "parameters", "steps of %s are not taken over: any number between is allowed.", strconv.FormatFloat(step, 'f', -1, 64))
	}
}

// largest is how great a bound of a range can be: what people type fits far below,
// and above it whole numbers are no longer told apart.
const largest = 1e15

// parameters reads "start=0 end=100 step=5".
func parameters(cell string) map[string]float64 {
	out := map[string]float64{}
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		name, value, _ := strings.Cut(part, "=")
		if n, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil && n > -largest && n < largest {
			out[strings.ToLower(strings.TrimSpace(name))] = n
		}
	}
	return out
}

// appearances change nothing here: how a question looks is decided by its kind
// and the width of the screen.
var appearances = []string{
	"field-list", "minimal", "quick", "quickcompact", "compact", "autocomplete", "search", "columns", "columns-pack", "columns-flex", "columns-2", "columns-3", "horizontal", "horizontal-compact", "vertical",
	"numbers", "rating", "no-calendar", "month-year", "year", "label", "list-nolabel", "list", "likert", "multiline", "hidden", "bearing", "spinner", "vertical-compact", "no-ticks", "picker", "thousands-sep", "counter", "w1", "w2", "w3", "w4", "no-buttons", "hidden-answer", "masked",
}

func isAppearance(cell string) bool {
	for word := range strings.FieldsSeq(cell) {
		if !slices.Contains(appearances, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

// lookAt takes over what appearance and type say.
func (r *reader) lookAt(q *survey.Question, row row) {
	look, t := row.get("appearance"), strings.ToLower(row.get("type"))
	switch {
	case q.Kind == survey.ShortText && strings.Contains(look, "multiline"):
		q.Kind = survey.LongText
	case t == "time" || t == "datetime":
		r.note(surveySheet, row.number, "type", "a time is asked for as a text. Say in the hint how to write it.")
	case t == "image" || t == "photo":
		q.Types = []string{".jpg", ".jpeg", ".png"}
		r.note(surveySheet, row.number, "type", "a picture is asked for as a file. Faces and places in it can tell who answers.")
	case look != "" && !isAppearance(look):
		r.note(surveySheet, row.number, "appearance", "%q is not taken over.", look)
	}
	if t == "today" || t == "get today" {
		q.Calculation = "today()"
	}
}

// offer adds the choices of a list.
func (r *reader) offer(q *survey.Question, row row, k kindRead) {
	if k.list == "" {
		return
	}
	if k.kind == survey.Ranking {
		q.Items = r.list(k.list, "item", q.Key, false)
		return
	}
	filtered := row.get("choice_filter") != ""
	q.Choices = r.list(k.list, "choice", q.Key, filtered)
	at := slices.IndexFunc(q.Choices, func(c survey.Choice) bool { return c.Key == "other" })
	switch {
	case !k.other:
	case filtered:
		r.note(surveySheet, row.number, "type", "or_other does not go with a choice_filter: there is no other. Put it into the list, with what the filter looks at.")
	case at >= 0:
		q.Choices[at].Other = true
	default:
		q.Choices = append(q.Choices, survey.Choice{Key: "other", Label: "Other", Other: true})
		if len(r.tongue.others) > 0 {
			r.note(surveySheet, row.number, "type", "“Other” has no translation. Put it into the list, to say it in each language.")
		}
	}
}

// add puts a question on its page, with the conditions of the groups that do not
// make the page.
func (r *reader) add(q survey.Question, row row, groups []group) {
	page := r.placeOn()
	page.Questions = append(page.Questions, q)
	p, i := len(r.form.Pages)-1, len(page.Questions)-1
	at := func() *survey.Question { return &r.form.Pages[p].Questions[i] }
	for _, g := range groups[min(r.pageGroups(), len(groups)):] {
		r.condition(func() *string { return &at().Relevant }, g.row, "relevant")
	}
	if q.Kind == survey.Info && strings.HasSuffix(q.Key, "_heading") && row.get("type") != "note" {
		return // the row is the group's
	}
	r.condition(func() *string { return &at().Relevant }, row, "relevant")
	r.text(func() *string { return &at().Label }, row, "label")
	r.text(func() *string { return &at().Hint }, row, "hint")
	r.text(func() *string { return &at().ConstraintText }, row, "constraint_message")
	for i := range at().Choices {
		r.text(func() *string { return &at().Choices[i].Label }, row, "label of a choice")
	}
	for i := range at().Items {
		r.text(func() *string { return &at().Items[i].Label }, row, "label of a row")
	}
	if q.Constraint == "" {
		r.expression(q.Key, func() *string { return &at().Constraint }, row, "constraint")
	}
	if q.Kind == survey.Calculated && q.Calculation == "" {
		r.expression(q.Key, func() *string { return &at().Calculation }, row, "calculation")
	}
	if len(q.Choices) > 0 {
		r.filter(func() *survey.Question { return at() }, row)
	}
}

// unused tells of cells that mean something elsewhere.
func (r *reader) unused(row row, q survey.Question) {
	for column, text := range map[string]string{
		"default":          "answers are never filled in beforehand.",
		"trigger":          "what is calculated is always up to date.",
		"read_only":        "is not taken over: use a note for what is only to be read.",
		"required_message": "is not taken over: the page says what is missing.",
		"image":            "pictures are not taken over. Say in the label what they show.",
		"audio":            "sounds are not taken over.", "video": "films are not taken over.",
	} {
		if cell := row.get(column); cell != "" && (column != "read_only" || isYes(cell) && q.Kind.Asked()) {
			r.note(surveySheet, row.number, column, "%s", text)
		}
	}
	if q.Kind == survey.Calculated && q.Calculation == "" && row.get("calculation") == "" {
		r.note(surveySheet, row.number, "calculation", "is empty: the row calculates nothing and was left out.")
	}
	if row.get("calculation") != "" && q.Kind != survey.Calculated {
		r.note(surveySheet, row.number, "calculation", "is not taken over: an answer that people give is not calculated. Make it a question of the type calculate.")
	}
	if row.get("parameters") != "" && strings.ToLower(row.get("type")) != "range" {
		r.note(surveySheet, row.number, "parameters", "%q is not taken over.", row.get("parameters"))
	}
}

// nearList returns the list whose name differs in capitals or signs only.
func (r *reader) nearList(name string) string {
	fold := func(s string) string {
		return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(s))
	}
	for _, list := range slices.Sorted(maps.Keys(r.lists)) {
		if fold(list) == fold(name) {
			return list
		}
	}
	return ""
}

// key returns the name of a row as a key of its own.
func (r *reader) key(row row, what string) string {
	name := row.get("name")
	key := r.free(nameOf(firstOf(name, what)))
	switch {
	case name == "" && what == "question":
		r.note(surveySheet, row.number, "name", "is empty: it became %q.", key)
	case key != name && name != "" && r.twins[name]:
		r.note(surveySheet, row.number, "name", "%q became %q, because a row above has the name. Where an expression says ${%s}, the first is meant.", name, key, name)
	case key != name && name != "":
		r.moved[name] = key
		r.note(surveySheet, row.number, "name", "%q became %q, because it was taken or holds what a name cannot.", name, key)
	}
	r.twins[name], r.rows[key] = true, row.number
	return key
}

// nameOf returns the name that is nearest to s and can stand in an expression.
func nameOf(s string) string {
	if expr.IsName(s) {
		return s
	}
	name := strings.Map(func(c rune) rune {
		if expr.IsName("a" + string(c)) {
			return c
		}
		return '_'
	}, s)
	if !expr.IsName(name) {
		return "_" + name
	}
	return name
}

// free returns key, with a number where it is taken.
func (r *reader) free(key string) string { return free(r.named, r.next, key, "_") }

// free returns key, with a number where it is in taken, and puts it there. Next
// remembers how far the numbers of a key have come.
func free(taken map[string]bool, next map[string]int, key, sign string) string {
	out := key
	for taken[out] {
		next[key] = max(next[key]+1, 2)
		out = key + sign + strconv.Itoa(next[key])
	}
	taken[out] = true
	return out
}
