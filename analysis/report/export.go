package report

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/survey/fault"
)

// A Format is a kind of file that a summary can be written as.
type Format struct {
	Name  string // of the file's ending, such as "docx"
	Title string // in words, such as "Word"
	Media string
	write func(o Options, w io.Writer, s analysis.Summary) error
	read  func(content []byte) (Printed, error) // nil for a format that is not read back
}

// Formats returns the kinds of file that need nothing but this program, the
// canonical one first.
func Formats() []Format {
	return []Format{
		{"html", "Web page", "text/html; charset=utf-8", Options.HTML, readHTML},
		{"docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Options.DOCX, readDOCX},
		{"md", "Markdown", "text/markdown; charset=utf-8", Options.Markdown, nil},
		{"json", "JSON", "application/json", Options.JSON, nil},
		{"xlsx", "Spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook, nil},
		{QuotesTable + ".csv", "Table of quotes", mediaCSV, table(QuotesTable), nil},
		{RecommendationsTable + ".csv", "Table of recommendations", mediaCSV, table(RecommendationsTable), nil},
		{CountsTable + ".csv", "Table of counts", mediaCSV, table(CountsTable), nil},
	}
}

const mediaCSV = "text/csv; charset=utf-8; header=present"

func workbook(o Options, w io.Writer, s analysis.Summary) error {
	content, err := o.Workbook(s)
	if err == nil {
		_, err = w.Write(content)
	}
	return err
}

func table(name string) func(Options, io.Writer, analysis.Summary) error {
	return func(o Options, w io.Writer, s analysis.Summary) error {
		content, err := o.CSV(s, name)
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	}
}

// FormatNamed returns the format with that ending.
func FormatNamed(name string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// Verified reports whether files of the format are read again, and every quote
// in them verified, before they are handed out. The others are written from the
// same tree, and hold no layout that a quote could get lost in.
func (f Format) Verified() bool { return f.read != nil }

func readHTML(content []byte) (Printed, error) { return ReadHTML(bytes.NewReader(content)) }

func readDOCX(content []byte) (Printed, error) {
	return ReadDOCX(bytes.NewReader(content), int64(len(content)))
}

// Export writes s in one format and reads what it wrote again: a file in which
// any quote is not what its answer says is not handed out. Whole is s with what
// leads back to the answers, where s itself is without it; else it is s. Source
// returns the text of a verbatim, and false when it is gone.
func (o Options) Export(f Format, s, whole analysis.Summary, source func(verbatimID string) (string, bool)) (content []byte, err error) {
	defer fault.Wrap(&err, "report.Export(%s)", f.Name)
	var b bytes.Buffer
	if err := f.write(o, &b, s); err != nil {
		return nil, err
	}
	if f.read == nil {
		return b.Bytes(), nil
	}
	p, err := f.read(b.Bytes())
	if err != nil {
		return nil, err
	}
	if found := o.Verify(p, whole, source); len(found) > 0 {
		return nil, fault.Coded("X40", "The file was not made: %d quotes in it are not what the answers say. The first: %s Choose those quotes again, then export once more.", len(found), found[0].Text)
	}
	return b.Bytes(), nil
}

// Read reads a file that was exported, and perhaps edited since, by what its name
// says it is.
func Read(name string, content []byte) (Printed, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx":
		return readDOCX(content)
	case ".html", ".htm":
		return readHTML(content)
	}
	return Printed{}, fault.Coded("X47", "%s is neither a Word document (.docx) nor a web page (.html). Save it as one of these: they are the files that can be read again.", name)
}
