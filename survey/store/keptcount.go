package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectTallied = `SELECT r.role, a.question, a.choices, count(*) FROM response r JOIN answer a ON a.response_id = r.id
		WHERE r.wave_id = $1 GROUP BY r.role, a.question, a.choices`
	selectRoleSizes  = `SELECT role, count(*) FROM response WHERE wave_id = $1 GROUP BY role`
	insertKeptCounts = `INSERT INTO kept_count (wave_id, role, question, choice, n) VALUES`
	selectKeptCounts = `SELECT role, question, choice, n FROM kept_count WHERE wave_id = $1 ORDER BY role, question, choice`
)

const (
	// Folded stands for several roles, or several choices, that are too few by
	// themselves.
	Folded = "*"
	// LeastKept is the least number of people of which a count is kept: as many
	// as a count must have to be printed.
	LeastKept = 5
)

// A KeptCount is what is left of closed answers when a wave is kept no longer.
type KeptCount struct {
	Role     string // Folded for several that are small
	Question string // empty for the number of responses
	Choice   string // empty for the number of answers, Folded for several that are small
	N        int
}

// KeptCounts returns the counts that a wave was reduced to.
func (s *Store) KeptCounts(ctx context.Context, waveID string) (_ []KeptCount, err error) {
	defer fault.Wrap(&err, "store.KeptCounts(%s)", waveID)
	return sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (k KeptCount, err error) {
		err = r.Scan(&k.Role, &k.Question, &k.Choice, &k.N)
		return k, err
	}, selectKeptCounts, waveID)
}

// counts reduces the answers to a wave to counts of which none is small.
func (s *Store) counts(ctx context.Context, tx *sqldb.Tx, w survey.Wave, programmeID string) ([]KeptCount, error) {
	form, err := s.form(ctx, tx, formKey{programme: programmeID, key: w.FormKey, version: w.FormVersion})
	if err != nil {
		return nil, err
	}
	sizes, err := sqldb.Collect(ctx, tx, scanCell, selectRoleSizes, w.ID)
	if err != nil {
		return nil, err
	}
	into := foldSmall(sizes)
	t := tallies{}
	for _, c := range sizes {
		t.add(into, c.key, "", "", c.n)
	}
	tallied, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (a tallied, err error) {
		err = r.Scan(&a.role, &a.question, &a.choices, &a.n)
		return a, err
	}, selectTallied, w.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range tallied {
		if err := t.addAnswer(into, form, a); err != nil {
			return nil, err
		}
	}
	return t.folded(), nil
}

// tallied is how many people of a role gave the same answer.
type tallied struct {
	role, question, choices string
	n                       int
}

// A cell is a key with how many people it stands for.
type cell struct {
	key string
	n   int
}

func scanCell(r sqldb.Row) (c cell, err error) {
	err = r.Scan(&c.key, &c.n)
	return c, err
}

// foldSmall returns what each key is folded into: itself, or Folded. With the
// small ones goes the next smallest until together they are no longer small,
// because a single one that is hidden could be worked out from the total. What
// is small in all is folded to nothing, "".
func foldSmall(cells []cell) map[string]string {
	cells = slices.Clone(cells)
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(a.n-b.n, cmp.Compare(a.key, b.key)) })
	into, sum, folded := map[string]string{}, 0, 0
	for _, c := range cells {
		if c.n >= LeastKept && (folded == 0 || sum >= LeastKept && folded > 1) {
			into[c.key] = c.key
			continue
		}
		into[c.key] = Folded
		sum, folded = sum+c.n, folded+1
	}
	if sum < LeastKept {
		for key, to := range into {
			if to == Folded {
				into[key] = ""
			}
		}
	}
	return into
}

// tallies counts by role and question, and by choice below.
type tallies map[[2]string]map[string]int

func (t tallies) add(roles map[string]string, role, question, choice string, n int) {
	key := [2]string{roles[role], question}
	if key[0] == "" {
		return
	}
	if t[key] == nil {
		t[key] = map[string]int{}
	}
	t[key][choice] += n
}

// addAnswer adds answers that are choices; of others only that they were given.
func (t tallies) addAnswer(roles map[string]string, form survey.Form, a tallied) error {
	t.add(roles, a.role, a.question, "", a.n)
	base, _ := survey.SplitTurn(a.question)
	q, _ := form.Question(base)
	if !countable(q.Kind) || a.choices == "" {
		return nil
	}
	var choices []string
	if err := json.Unmarshal([]byte(a.choices), &choices); err != nil {
		return err
	}
	for _, choice := range choices {
		t.add(roles, a.role, a.question, choice, a.n)
	}
	return nil
}

// countable reports whether the answers to a kind of question come from a list
// that the form has: numbers, days and files may single somebody out.
func countable(k survey.Kind) bool {
	switch k {
	case survey.Single, survey.Multiple, survey.Likert, survey.Rating, survey.Ranking, survey.Consent:
		return true
	}
	return false
}

// folded returns the counts that are kept, by role, question and choice. The
// rows of a matrix are folded each by itself. Where several choices may be
// taken, one that nearly everybody took is small too.
func (t tallies) folded() (kept []KeptCount) {
	for key, choices := range t {
		all := choices[""]
		if all < LeastKept {
			continue
		}
		kept = append(kept, KeptCount{key[0], key[1], "", all})
		for item, cells := range byItem(choices) {
			kept = append(kept, foldCells(key, item, cells, all)...)
		}
	}
	slices.SortFunc(kept, func(a, b KeptCount) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Question, b.Question), cmp.Compare(a.Choice, b.Choice))
	})
	return kept
}

// byItem deals choices into those of each row of a matrix, "item=".
func byItem(choices map[string]int) map[string][]cell {
	items := map[string][]cell{}
	for choice, n := range choices {
		if choice == "" {
			continue
		}
		item, _, matrix := strings.Cut(choice, "=")
		if !matrix {
			item = ""
		} else {
			item += "="
		}
		items[item] = append(items[item], cell{choice, n})
	}
	return items
}

func foldCells(key [2]string, item string, cells []cell, all int) (kept []KeptCount) {
	sum := 0
	for _, c := range cells {
		sum += c.n
	}
	if sum > all {
		return severally(key, cells, all)
	}
	into, sums := foldSmall(cells), map[string]int{}
	for _, c := range cells {
		sums[into[c.key]] += c.n
	}
	delete(sums, "")
	for choice, n := range sums {
		if choice == Folded {
			choice = item + Folded
		}
		kept = append(kept, KeptCount{key[0], key[1], choice, n})
	}
	return kept
}

// severally keeps the choices that enough people took and enough did not.
func severally(key [2]string, cells []cell, all int) (kept []KeptCount) {
	for _, c := range cells {
		if left := all - c.n; c.n >= LeastKept && (left == 0 || left >= LeastKept) {
			kept = append(kept, KeptCount{key[0], key[1], c.key, c.n})
		}
	}
	return kept
}
