package sheet_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

func TestReadWhatWasWritten(t *testing.T) {
	long := strings.Repeat("ü ", 5000)
	content := file(t, sheet.XLSX, sheet.Table{Name: "survey", Head: []string{"type", "name"}, Rows: [][]any{{"text", "why"}, {}, {"", long}, {nil, 4, 0.5}}},
		sheet.Table{Name: "empty", Head: []string{}})
	got, err := sheet.Read(content)
	want := []sheet.Grid{{Name: "survey", Rows: [][]string{{"type", "name"}, {"text", "why"}, {}, {"", long}, {"", "4", "0.5"}}}, {Name: "empty"}}
	if diff := cmp.Diff(want, got, cmp.Transformer("nil", func(s []string) []string { return append([]string{}, s...) }), cmp.Transformer("none", func(s [][]string) [][]string { return append([][]string{}, s...) })); diff != "" || err != nil {
		t.Errorf("Read (-want +got), %v:\n%s", err, diff)
	}
}

func TestReadRefuses(t *testing.T) {
	whole := file(t, sheet.XLSX, table("a"))
	for name, test := range map[string]struct {
		content []byte
		code    string
	}{
		"nothing":   {nil, "H03"},
		"csv":       {[]byte("type,name\n"), "H03"},
		"xls":       {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "H02"},
		"cut off":   {whole[:len(whole)/2], "H04"},
		"no zip":    {[]byte("PK and nothing"), "H04"},
		"too large": {make([]byte, sheet.MaxFile+1), "H01"},
		"long":      {file(t, sheet.XLSX, sheet.Table{Name: "survey", Head: []string{"a"}, Rows: many(20_001)}), "H05"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sheet.Read(test.content)
			if f, ok := errors.AsType[*fault.Error](err); !ok || !strings.HasPrefix(fault.Text(err), test.code+": ") || f.Kind == fault.Internal {
				t.Errorf("Read = %v, want %s", err, test.code)
			}
		})
	}
}

func many(n int) [][]any {
	rows := make([][]any, n)
	for i := range rows {
		rows[i] = []any{"x"}
	}
	return rows
}

// Blank rows at the end, which formatting leaves behind, are not read.
func TestReadEndsAtBlankRows(t *testing.T) {
	rows := append(many(3), make([][]any, 500)...)
	got, err := sheet.Read(file(t, sheet.XLSX, sheet.Table{Name: "s", Head: []string{"a"}, Rows: append(rows, []any{"far below"})}))
	if err != nil || len(got[0].Rows) != 4 {
		t.Errorf("Read = %d rows, %v; want 4", len(got[0].Rows), err)
	}
}

func FuzzRead(f *testing.F) {
	var whole bytes.Buffer
	if err := sheet.WriteXLSX(&whole, table("a", "b")); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		grids, err := sheet.Read(content)
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("Read fails without a word: %v", err)
		}
		for _, g := range grids {
			for _, r := range g.Rows {
				if len(r) > 0 && strings.TrimSpace(r[len(r)-1]) == "" {
					t.Fatalf("a row of %q ends blank: %q", g.Name, r)
				}
			}
		}
	})
}
