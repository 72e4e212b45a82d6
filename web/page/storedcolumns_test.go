package page_test

import (
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web/page"
)

// TestStatementKnowsEveryColumn fails when a column is added to what is kept of
// answers, or a table that hangs on them, and the statement does not know it.
func TestStatementKnowsEveryColumn(t *testing.T) {
	db := surveytest.OpenDB(t)
	if _, err := store.New(t.Context(), surveytest.Log(t), db); err != nil {
		t.Fatal(err)
	}
	rows, err := sqldb.Collect(t.Context(), db, func(r sqldb.Row) (c [3]string, err error) {
		err = r.Scan(&c[0], &c[1], &c[2])
		return c, err
	}, `SELECT m.name, i.name, COALESCE((SELECT max(f."table") FROM pragma_foreign_key_list(m.name) f WHERE f."from" = i.name), '')
		FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE m.type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, c := range rows {
		table, column, to := c[0], c[1], c[2]
		known, ours := page.Columns()[table]
		if _, hangs := page.Columns()[to]; hangs && !ours {
			t.Errorf("the table %s hangs on %s and the statement does not know it", table, to)
		}
		if !ours {
			continue
		}
		seen[table]++
		if known[column] == "" {
			t.Errorf("the statement does not know %s.%s", table, column)
		}
		if _, joins := page.Joins(table, column); joins != (to == "participant" || to == "invitation") {
			t.Errorf("%s.%s refers to %q, which the statement does not tell", table, column, to)
		}
	}
	for table, columns := range page.Columns() {
		if seen[table] != len(columns) {
			t.Errorf("%s has %d columns, the statement knows %d", table, seen[table], len(columns))
		}
	}
}

// TestStatementFollowsTheMode compares what is said with what may be joined.
func TestStatementFollowsTheMode(t *testing.T) {
	modes, _ := page.Joins("response", "participant_id")
	linked := map[survey.Mode]bool{}
	for _, m := range modes {
		linked[m] = true
	}
	for _, m := range []survey.Mode{survey.Named, survey.Confidential, survey.AnonymousInvited, survey.Open} {
		if linked[m] != m.Linked() {
			t.Errorf("%s: the statement thinks it is joined: %v, the store: %v", m, linked[m], m.Linked())
		}
		facts := page.Stored(survey.Wave{Mode: m})
		if says := strings.HasPrefix(facts[0].Head, "Your name is"); says != m.Linked() {
			t.Errorf("%s says first %q", m, facts[0].Head)
		}
		all := ""
		for _, f := range facts {
			all += f.Text
		}
		for _, want := range []string{"code for coming back", "files that you add", "encrypted"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s does not speak of %q", m, want)
			}
		}
	}
}
