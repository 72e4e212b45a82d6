package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	sstore "verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// The words of the answer that is withdrawn. Each is nowhere else.
const (
	planted    = "Zephyrine gave me the marmalade courage to speak up in the quagmire meeting. The faculty should abolish the labyrinthine timetable."
	plantedAsk = "abolish the labyrinthine timetable"
)

var plantedWords = []string{"ephyrine", "armalade", "uagmire", "abyrinthine"}

// TestWithdrawalLeavesNothing plants a response, has it copied to every place
// where the analysis keeps words, withdraws it, and searches all that is stored
// byte by byte.
func TestWithdrawalLeavesNothing(t *testing.T) {
	surveytest.EachAddress(t, func(t *testing.T, address string) {
		db := surveytest.Reopen(t, address)
		b := newBenchOn(t, db)
		b.survey.Erasers = []sstore.Eraser{store.Erase}
		b.book()
		b.answers(12)
		verbatim, code := b.answer("recommend", planted, survey.QuoteWords)
		b.catchUp()
		other := b.spreadWords(verbatim)
		b.catchUp()
		places := b.holding(plantedWords)
		for _, want := range []string{"answer", "coding", "codebook", "recommendation", "saved_search", "coding_spread", "action"} {
			if !slices.Contains(places, want) {
				t.Errorf("the table %s does not hold the words before they are withdrawn, only %v do: the test looks at nothing", want, places)
			}
		}

		check(t, b.survey.Withdraw(t.Context(), code))
		b.catchUp()
		if done := must(db.Scrub(t.Context()))(t); !done {
			t.Error("the log is still read by somebody")
		}
		if places := b.holding(plantedWords); len(places) > 0 {
			t.Errorf("after the withdrawal the tables %v hold words of it", places)
		}
		if places := b.holding([]string{strings.Split(verbatim, ".")[0]}); !slices.Equal(places, []string{"change", "submission", "withdrawal"}) {
			t.Errorf("after the withdrawal the tables %v name the response, want the feed and the lists that keep it away", places)
		}
		b.awaitTrue("the index has left its old files", time.Minute, func() bool {
			return !slices.ContainsFunc(plantedWords, func(w string) bool { return inFiles(t, b.files, w) })
		})
		if db.Engine() == sqldb.SQLite {
			wantInNoFile(t, strings.TrimSuffix(address, "/verbatim.db"))
		}
		b.keptTheRest(other)
	})
}

// spreadWords has people and the machine copy words of the verbatim everywhere,
// and returns a recommendation that rests on it without its words.
func (b *bench) spreadWords(verbatim string) (other string) {
	b.t.Helper()
	ctx := b.t.Context()
	spread := must(b.analysis.CodeAll(ctx, `"marmalade courage to speak up in"`, "confidence", "ada", []store.Place{{VerbatimID: verbatim, Span: analysis.Span{End: 70}}}))(b.t)
	if spread.Places != 1 {
		b.t.Fatalf("the theme was put on %d places, want 1", spread.Places)
	}
	near := must(b.survey.RoundVerbatims(ctx, b.wave.RoundID))(b.t)
	i := slices.IndexFunc(near, func(v survey.Verbatim) bool { return v.ID != verbatim })
	check(b.t, b.analysis.AddCoding(ctx, analysis.Coding{
		VerbatimID: near[i].ID, Theme: "heard", Coder: "ada", Span: analysis.Span{End: 5},
		Reason: analysis.Reason{Words: []string{"heard"}, Examples: []string{"I felt heard", planted[:60] + "…"}},
	}))
	must(b.analysis.SaveSearch(ctx, store.SavedSearch{Name: "kept", Query: `"the marmalade courage to speak up"`, By: "ada"}))(b.t)
	must(b.analysis.SaveSearch(ctx, store.SavedSearch{Name: "harmless", Query: `courage`, By: "ada"}))(b.t)
	check(b.t, b.analysis.SaveRecommendation(ctx, analysis.Recommendation{RoundID: b.wave.RoundID, Reference: "2021-1", Title: "The faculty should " + plantedAsk, Position: 1, Sources: []string{verbatim}}))
	check(b.t, b.analysis.SaveRecommendation(ctx, analysis.Recommendation{RoundID: b.wave.RoundID, Reference: "2021-2", Title: "Better timetables", Position: 2, Sources: []string{verbatim, near[i].ID}}))
	book := must(b.analysis.Codebook(ctx, b.programme.ID))(b.t)
	book.Themes[1].Examples = append(book.Themes[1].Examples, "gave me the marmalade courage to speak")
	must(b.analysis.SaveCodebook(ctx, book))(b.t)
	return "2021-2"
}

// keptTheRest looks whether what belongs to others is still there.
func (b *bench) keptTheRest(other string) {
	b.t.Helper()
	ctx := b.t.Context()
	all := must(b.analysis.Recommendations(ctx, b.wave.RoundID))(b.t)
	if len(all) != 2 || all[0].Title != store.WithdrawnTitle || len(all[0].Sources) != 0 || all[1].Reference != other || all[1].Title != "Better timetables" || len(all[1].Sources) != 1 {
		b.t.Errorf("recommendations after the withdrawal: %+v", all)
	}
	book := must(b.analysis.Codebook(ctx, b.programme.ID))(b.t)
	if len(book.Themes[1].Examples) != 2 {
		b.t.Errorf("examples after the withdrawal: %q", book.Themes[1].Examples)
	}
	if saved := must(b.analysis.SavedSearches(ctx))(b.t); len(saved) != 1 || saved[0].Name != "harmless" {
		b.t.Errorf("saved searches after the withdrawal: %+v", saved)
	}
	for _, c := range must(b.analysis.RoundCodings(ctx, b.wave.RoundID))(b.t) {
		if c.Coder == "ada" && !slices.Equal(c.Reason.Examples, []string{"I felt heard"}) {
			b.t.Errorf("the coding of another answer is likened to %q", c.Reason.Examples)
		}
	}
}

// holding returns the tables that hold one of the words in any column.
func (b *bench) holding(words []string) (tables []string) {
	b.t.Helper()
	s := must(b.survey.DB.Snapshot(b.t.Context()))(b.t)
	defer s.Close()
	for _, table := range s.Tables() {
		rows := must(sqldb.Collect(b.t.Context(), s, func(r sqldb.Row) (string, error) { return wholeRow(r) }, wholeRows(b.survey.DB, table)))(b.t)
		all := strings.Join(rows, "\n")
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(all), strings.ToLower(w)) }) {
			tables = append(tables, table)
		}
	}
	slices.Sort(tables)
	return tables
}

// wholeRows returns a query for all columns of a table as one text.
func wholeRows(db *sqldb.DB, table string) string {
	if db.Engine() == sqldb.PostgreSQL {
		return `SELECT CAST(row_to_json(t) AS TEXT) FROM "` + table + `" t`
	}
	names, err := sqldb.Collect(context.Background(), db, wholeRow, `SELECT name FROM pragma_table_info($1)`, table)
	if err != nil || len(names) == 0 {
		panic(fmt.Sprintf("no columns of %s: %v", table, err))
	}
	return `SELECT COALESCE(CAST("` + strings.Join(names, `" AS TEXT), '') || ' ' || COALESCE(CAST("`) + `" AS TEXT), '') FROM "` + table + `"`
}

func wholeRow(r sqldb.Row) (text string, err error) {
	err = r.Scan(&text)
	return text, err
}

// wantInNoFile looks for the words in all files of a folder.
func wantInNoFile(t *testing.T, dir string) {
	t.Helper()
	files := filesIn(t, dir)
	if len(files) == 0 {
		t.Fatalf("there are no files in %s", dir)
	}
	for name, content := range files {
		for _, w := range plantedWords {
			if bytes.Contains(bytes.ToLower(content), []byte(w)) {
				t.Errorf("the file %s holds %q", name, w)
			}
		}
	}
}

// TestErasedWordsAreOnDiskBefore proves that the test above reads what it means
// to read.
func TestErasedWordsAreOnDiskBefore(t *testing.T) {
	dir := t.TempDir()
	db := surveytest.Reopen(t, dir+"/verbatim.db")
	b := newBenchOn(t, db)
	b.answer("recommend", planted, survey.QuoteWords)
	wal, err := os.ReadFile(dir + "/verbatim.db-wal")
	check(t, err)
	if !bytes.Contains(wal, []byte("marmalade")) {
		t.Error("the log does not hold what was stored a moment ago")
	}
	text := must(json.Marshal(planted))(t)
	if places := b.holding([]string{string(text[1:20])}); !slices.Equal(places, []string{"answer"}) {
		t.Errorf("the words are in %v, want answer", places)
	}
}
