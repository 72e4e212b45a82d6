package formfile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/formfile"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
	"verbatim/survey/starter"
)

func TestFormsGoOutAndComeBack(t *testing.T) {
	for _, key := range starter.Keys() {
		want, err := starter.Form(key)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"form.json", "FORM.XLSX"} {
			content, err := formfile.Write(name, want)
			if err != nil {
				t.Fatal(err)
			}
			got, err := formfile.Read(name, content)
			if err != nil || len(got.Problems)+len(got.Notes) > 0 {
				t.Errorf("%s of %s: %v, %v, %v", name, key, err, got.Problems, got.Notes)
			}
			if diff := cmp.Diff(want, got.Form); diff != "" {
				t.Errorf("%s of %s (-written +read):\n%s", name, key, diff)
			}
		}
	}
}

func TestEveryProblemIsSaid(t *testing.T) {
	const broken = `{"key": "A b", "title": "T", "pages": [{"key": "p", "title": "P", "questions": [
		{"key": "a", "kind": "single", "label": "A"}, {"key": "a", "kind": "short-text", "label": "A", "relevant": "${c} ="}]}]}`
	got, err := formfile.Read("form.json", []byte(broken))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"S01", "G05", "G01", "G09"}
	for i, code := range want {
		if i >= len(got.Problems) || !strings.HasPrefix(got.Problems[i], code+": ") {
			t.Fatalf("problems %q, want %v", got.Problems, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, test := range map[string]struct{ file, content, want string }{
		"old Excel":     {"form.xls", "\xd0\xcf\x11\xe0rest", "H02: The file is an Excel workbook of the kind before 2007 (.xls)"},
		"a picture":     {"form.png", "x", "J07: form.png is neither"},
		"no JSON":       {"form.json", "{\n\"key\":", "J10: The JSON cannot be read as a form near line 2"},
		"another field": {"form.json", `{"key": "a", "colour": 1}`, `unknown field "colour"`},
		"another type":  {"form.json", `{"key": 1}`, `"key" holds a number where something else is needed`},
		"two forms":     {"form.json", `{"key": "a"} {"key": "b"}`, "J10: The JSON goes on after the form"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := formfile.Read(test.file, []byte(test.content)); err == nil || !strings.Contains(fault.Text(err), test.want) {
				t.Errorf("Read = %v, want %q", err, test.want)
			}
		})
	}
	if _, err := formfile.Write("form.pdf", starterForm(t)); !strings.Contains(fault.Text(err), "J07: A form can be written as") {
		t.Errorf("Write = %v", err)
	}
}

func starterForm(t *testing.T) survey.Form {
	t.Helper()
	f, err := starter.Form(starter.Keys()[0])
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestInstrumentWorkbook(t *testing.T) {
	i, err := instrument.Get("reverse-mentoring-experience")
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := sheet.Bytes(sheet.XLSX, instrument.Write(i)...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := formfile.Read("set.xlsx", content)
	if err != nil || len(got.Problems) > 0 || got.Form.Key != i.Key || got.Form.Pages[0].Instrument == nil {
		t.Errorf("Read = %+v, %v", got, err)
	}
	empty, err := instrument.Get("taso-belonging")
	if err != nil {
		t.Fatal(err)
	}
	if content, _, err = sheet.Bytes(sheet.XLSX, instrument.Write(empty)...); err != nil {
		t.Fatal(err)
	}
	got, err = formfile.Read("set.xlsx", content)
	if err != nil || len(got.Problems) != 1 || !strings.HasPrefix(got.Problems[0], "K09: ") {
		t.Errorf("Read of a template without words = %+v, %v", got, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("form.json", []byte(`{"key": "a", "pages": [{"key": "p", "questions": [{"key": "q", "kind": "date"}]}]}`))
	f.Add("form.xlsx", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		got, err := formfile.Read(name, content)
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("Read fails without a word: %v", err)
		}
		for _, p := range got.Problems {
			if p == "" || strings.HasPrefix(p, "Something went wrong") {
				t.Fatalf("a problem without words: %q", got.Problems)
			}
		}
	})
}
