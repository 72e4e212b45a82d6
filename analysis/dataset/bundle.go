package dataset

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

// The kinds of file.
const (
	XLSX = sheet.XLSX // one spreadsheet
	ZIP  = "zip"      // that, and CSV with scripts for R and SPSS and a codebook in DDI
)

// Bytes returns the dataset as a file of a kind, with its media type.
func (d Dataset) Bytes(kind string) (content []byte, mediaType string, err error) {
	defer fault.Wrap(&err, "dataset.Bytes(%s)", kind)
	switch kind {
	case XLSX:
		return sheet.Bytes(sheet.XLSX, d.Sheets()...)
	case ZIP:
		content, err = d.bundle()
		return content, "application/zip", err
	}
	return nil, "", fault.New(fault.Invalid, "There is no file of the kind %q: choose xlsx or zip.", kind)
}

// bom is what makes a spreadsheet program read a CSV file as UTF-8.
const bom = "\uFEFF"

// bundle writes all files into one.
func (d Dataset) bundle() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, write func(io.Writer) error) error {
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		return write(w)
	}
	for _, t := range d.Sheets() {
		err := add(t.Name+".csv", func(w io.Writer) error {
			if _, err := io.WriteString(w, bom); err != nil {
				return err
			}
			return sheet.WriteCSV(w, t)
		})
		if err != nil {
			return nil, err
		}
	}
	files := map[string]func(io.Writer) error{
		"answers.xlsx": func(w io.Writer) error { return sheet.WriteXLSX(w, d.Sheets()...) },
		"answers.R":    d.writeR,
		"answers.sps":  d.writeSPSS,
		"codebook.xml": d.writeDDI,
	}
	for _, name := range []string{"answers.xlsx", "answers.R", "answers.sps", "codebook.xml"} {
		if err := add(name, files[name]); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// line makes one line of a text, as labels have it.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }
