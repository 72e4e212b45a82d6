package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/sqldb"
)

// mostTogether is how many closed questions are combined: what several people
// know of each other at work is seldom more.
const mostTogether = 2

// groups looks for responses that stand alone: a role that few have, and closed
// answers that together only one has.
func (e *examination) groups(ctx context.Context) ([]Attempt, error) {
	form, err := e.wave.Form(ctx, e.snapshot)
	if err != nil {
		return nil, err
	}
	roles := map[string]int{}
	for _, p := range e.responses {
		roles[text(p.Value("role"))]++
	}
	attributes, err := e.attributes(ctx, form)
	if err != nil {
		return nil, err
	}
	return []Attempt{e.smallRoles(roles), e.combinations(attributes)}, nil
}

func (e *examination) smallRoles(roles map[string]int) Attempt {
	a := Attempt{
		Channel: "small roles", Of: len(e.responses),
		Tried: fmt.Sprintf("the role that is kept with a response: has any role fewer than %d responses?", e.config.Least),
		Found: "no",
	}
	var small []string
	for _, role := range slices.Sorted(maps.Keys(roles)) {
		if n := roles[role]; role != "" && n < e.config.Least {
			small = append(small, role)
			a.Hits += float64(n) / float64(max(n, e.listed[role])) // one of those on the list is guessed
			if e.listed[role] == 1 {
				a.Verdict = Linked // nobody else on the list has the role
			}
		}
	}
	if len(small) > 0 {
		a.Verdict = max(a.Verdict, Limited)
		a.Found = "yes, " + strings.Join(small, ", ") + ": whoever knows who has the role knows that these few responses are theirs"
		a.Do = "publish nothing by these roles, and no quote with the role beside it; the checks of the summary hold you to it. Do not ask for the role next time where so few have it"
	}
	return a
}

// attributes returns for each response its answers to the closed questions of
// which others may know the answer, by question.
func (e *examination) attributes(ctx context.Context, form survey.Form) (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	for id, p := range e.responses {
		all[id] = map[string]string{}
		if role := text(p.Value("role")); role != "" {
			all[id]["role"] = role
		}
	}
	err := e.snapshot.Rows(ctx, "answer", func(p sqldb.Physical) error {
		of, ok := all[text(p.Value("response_id"))]
		q, known := form.Question(text(p.Value("question")))
		choices := text(p.Value("choices"))
		if !ok || !known || choices == "" || !quasi(q) {
			return nil
		}
		var list []string
		if err := json.Unmarshal([]byte(choices), &list); err != nil {
			return err
		}
		of[q.Key] = strings.Join(list, "|")
		return nil
	})
	return all, err
}

// quasi reports whether the answer to a question is a fact that others may know,
// rather than an opinion.
func quasi(q survey.Question) bool {
	return q.Purpose != survey.ForRole && (q.Kind == survey.Single || q.Kind == survey.Multiple || q.Kind == survey.Number || q.Kind == survey.Date)
}

// A combination is some questions, with how many responses their answers set
// apart.
type combination struct {
	questions []string
	alone     int // responses whose answers nobody else has
	small     int // responses whose answers fewer than the least have
}

func (e *examination) combinations(attributes map[string]map[string]string) Attempt {
	questions := map[string]bool{}
	for _, of := range attributes {
		for q := range of {
			questions[q] = true
		}
	}
	sorted := slices.Sorted(maps.Keys(questions))
	var worst combination
	for _, some := range combined(sorted, mostTogether) {
		if c := e.set(some, attributes); c.alone > worst.alone || c.alone == worst.alone && c.small > worst.small {
			worst = c
		}
	}
	together := e.set(sorted, attributes)
	a := Attempt{
		Channel: "combinations", Of: len(e.responses), Hits: float64(worst.alone),
		Tried: fmt.Sprintf("closed questions of which others may know somebody's answer (there are %d), alone, by twos, and all together: whose answers has nobody else?", len(sorted)),
		Found: "none stands alone",
	}
	if worst.small+together.small == 0 {
		return a
	}
	a.Verdict = Limited
	a.Found = fmt.Sprintf("%s sets %d of %d responses apart and leaves %d in groups of fewer than %d; all %d together set %d apart",
		strings.Join(worst.questions, " with "), worst.alone, a.Of, worst.small, e.config.Least, len(sorted), together.alone)
	a.Do = "show these answers to nobody side by side with words, and give no table of them that has small cells; ask fewer facts next time, or broader ones"
	return a
}

// combined returns all sets of at most n of the names, and not the empty one.
func combined(names []string, n int) (sets [][]string) {
	if n == 0 {
		return nil
	}
	for i, name := range names {
		sets = append(sets, []string{name})
		for _, rest := range combined(names[i+1:], n-1) {
			sets = append(sets, append([]string{name}, rest...))
		}
	}
	return sets
}

// set counts the responses that the answers to some questions set apart.
func (e *examination) set(questions []string, attributes map[string]map[string]string) combination {
	sizes := map[string]int{}
	for _, of := range attributes {
		sizes[valuesOf(questions, of)]++
	}
	c := combination{questions: questions}
	for _, of := range attributes {
		switch n := sizes[valuesOf(questions, of)]; {
		case n == 1:
			c.alone++
			c.small++
		case n < e.config.Least:
			c.small++
		}
	}
	return c
}

func valuesOf(questions []string, of map[string]string) string {
	values := make([]string, len(questions))
	for i, q := range questions {
		values[i] = of[q]
	}
	return strings.Join(values, "\x00")
}

// names looks for people of the round's list in the free texts.
func (e *examination) names(ctx context.Context) ([]Attempt, error) {
	names, err := e.wave.Names(ctx, e.snapshot)
	if err != nil {
		return nil, err
	}
	texts, err := e.wave.Texts(ctx, e.snapshot)
	if err != nil {
		return nil, err
	}
	a := Attempt{
		Channel: "names in answers", Of: len(texts),
		Tried: fmt.Sprintf("%d free-text answers: do they name one of the %d people on the list of the round?", len(texts), len(names)),
		Found: "no",
	}
	find := e.config.Naming
	if find == nil {
		find = plainNames
	}
	naming := 0
	for _, t := range texts {
		if len(find(t, names)) > 0 {
			naming++
		}
	}
	if naming > 0 {
		a.Verdict = Limited
		a.Found = fmt.Sprintf("%d of them do", naming)
		a.Do = "nothing in the answers: they are kept as they were written. Quote none of them without covering the name; the checks of the summary hold you to it"
	}
	return []Attempt{a}, nil
}

// plainNames finds names as they stand in the list, in any case.
func plainNames(text string, names []string) (found []string) {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), notOfName), " ") + " "
	for _, n := range names {
		if whole := strings.Join(strings.FieldsFunc(strings.ToLower(n), notOfName), " "); whole != "" && strings.Contains(words, " "+whole+" ") {
			found = append(found, n)
		}
	}
	return found
}

func notOfName(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '.' || r == ',' || r == ';' || r == ':' || r == '!' || r == '?' || r == '(' || r == ')' || r == '"' || r == '”' || r == '“' || r == '’' || r == '\''
}
