package xlsform_test

import (
	"flag"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/fault"
	"verbatim/survey/sheet"
	"verbatim/survey/xlsform"
)

var (
	mutants = flag.Int("mutants", 25, "how many altered copies of each published form are read")
	also    = flag.String("also", "", "a pattern of further workbooks to alter")
)

// foreign are cells as people and programs leave them.
var foreign = []string{
	"", " ", "${", "${a}", "${a} = 'x'", "selected(${a}, 'x')", "begin group", "end group", "begin repeat", "end_repeat", "select_one yn", "select_multiple yn or_other", "select_one_from_file a.csv",
	"calculate", "note", "geopoint", "range", "rank yn", "true()", "’", "\u00a0", "label::", "label::Cymraeg (cy)", "=1+1", "1e999", "field-list", "table-list", "{\"key\":1}", "ß", "\u202e",
}

// mutate returns worksheets with a few cells, rows or columns altered.
func mutate(r *rand.Rand, grids []sheet.Grid) []sheet.Grid {
	out := make([]sheet.Grid, len(grids))
	for i, g := range grids {
		out[i] = sheet.Grid{Name: g.Name, Rows: make([][]string, len(g.Rows))}
		for j, row := range g.Rows {
			out[i].Rows[j] = slices.Clone(row)
		}
	}
	for range 1 + r.IntN(6) {
		g := &out[r.IntN(len(out))]
		if len(g.Rows) == 0 {
			continue
		}
		at := r.IntN(len(g.Rows))
		switch row := g.Rows[at]; {
		case r.IntN(5) == 0:
			g.Rows = slices.Delete(g.Rows, at, at+1)
		case r.IntN(5) == 0:
			g.Rows = slices.Insert(g.Rows, r.IntN(len(g.Rows)+1), slices.Clone(row))
		case r.IntN(5) == 0:
			to := r.IntN(len(g.Rows))
			g.Rows[at], g.Rows[to] = g.Rows[to], g.Rows[at]
		case len(row) > 0 && r.IntN(2) == 0:
			row[r.IntN(len(row))] = foreign[r.IntN(len(foreign))]
		case len(row) > 1:
			a, b := r.IntN(len(row)), r.IntN(len(row))
			row[a], row[b] = row[b], row[a]
		}
	}
	return out
}

// TestAlteredForms reads published forms with rows and cells altered: each is read,
// or refused with a number, and what was read is the same after a round trip, so
// that nothing is lost without a word.
func TestAlteredForms(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	further, err := filepath.Glob(*also)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(paths, further...) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			grids := open(t, path)
			for seed := range *mutants {
				readAltered(t, seed, mutate(rand.New(rand.NewPCG(uint64(seed), uint64(len(path)))), grids)) //nolint:gosec // repeatable on purpose
			}
		})
	}
}

func readAltered(t *testing.T, seed int, grids []sheet.Grid) {
	t.Helper()
	form, notes, count, err := xlsform.ReadCounted(grids)
	if err != nil {
		if text := fault.Text(err); fault.KindOf(err) == fault.Internal || len(text) < 4 || text[0] < 'A' || text[0] > 'Z' {
			t.Errorf("%d: refused without a number: %v", seed, err)
		}
		return
	}
	if missing := count.Rows - count.Declined - count.Taken; missing > 0 && len(notes) == 0 {
		t.Errorf("%d: %d rows are missing and nothing says so", seed, missing)
	}
	tables, err := xlsform.Write(form)
	if err != nil {
		t.Errorf("%d: it cannot be written: %v", seed, err)
		return
	}
	again, more, err := xlsform.Read(asGrids(tables))
	if err != nil || len(more) > 0 {
		t.Errorf("%d: reading what was written: %v, %v", seed, more, err)
		return
	}
	again.Version = form.Version
	if diff := cmp.Diff(plain(t, form), plain(t, again)); diff != "" {
		t.Errorf("%d: round trip (-before +after):\n%s", seed, diff)
	}
}
