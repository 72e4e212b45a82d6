// Package formfile reads and writes forms as files: as XLSForm workbooks, as
// JSON, and as the filled-in template of an instrument.
//
// It is for commands that are given a file by name. It says everything that is
// wrong with a form at once, and publishes nothing.
package formfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
	"verbatim/survey/xlsform"
)

// A File is what was read.
type File struct {
	Form     survey.Form
	Notes    []xlsform.Note // of a workbook: what was not taken over as it stands
	Count    xlsform.Count  // of a workbook: how much was
	Problems []string       // numbered; with any of them the form cannot be published
}

// Read reads the file with the given name. Where the content is no form at all
// there is an error; a form that has mistakes comes with its Problems.
func Read(name string, content []byte) (_ File, err error) {
	defer fault.Wrap(&err, "formfile.Read(%s)", filepath.Ext(name))
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		f, err := ReadJSON(content)
		return File{Form: f, Problems: Check(f)}, err
	case ".xlsx", ".xlsm", ".xls":
		return readWorkbook(content)
	}
	return File{}, fault.Coded("J07", "%s is neither an XLSForm (.xlsx) nor a form as JSON (.json). Save it as one of them.", filepath.Base(name))
}

func readWorkbook(content []byte) (File, error) {
	grids, err := sheet.Read(content)
	if err != nil {
		return File{}, err
	}
	if instrument.Holds(grids) {
		i, err := instrument.Read(grids)
		if err != nil {
			return File{Problems: each(err)}, nil
		}
		f := survey.Form{Key: i.Key, Title: i.Name, Pages: []survey.Page{i.Page()}}
		return File{Form: f, Problems: Check(f)}, nil
	}
	f, notes, n, err := xlsform.ReadCounted(grids)
	file := File{Form: f, Notes: notes, Count: n, Problems: each(err)}
	if err == nil {
		file.Problems = Check(f)
	}
	return file, nil
}

// ReadJSON reads a form. A field that forms do not have is refused, because
// nobody would notice that it was passed over.
func ReadJSON(content []byte) (f survey.Form, err error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	dec.DisallowUnknownFields()
	err = dec.Decode(&f)
	switch {
	case err != nil:
		line := 1 + bytes.Count(content[:min(offset(dec, err, content), int64(len(content)))], []byte("\n"))
		return survey.Form{}, &fault.Error{Kind: fault.Invalid, Code: "J10", Err: err, Text: fmt.Sprintf("The JSON cannot be read as a form near line %d: %s. Export a form as JSON to see how one looks.", line, trouble(err))}
	case dec.More():
		return survey.Form{}, fault.Coded("J10", "The JSON goes on after the form. Leave only the form in it.")
	}
	return f, nil
}

// offset returns where in the content reading failed.
func offset(dec *json.Decoder, err error, content []byte) int64 {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return e.Offset
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return e.Offset
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return int64(len(content))
	}
	return dec.InputOffset()
}

// trouble says what the decoder found, without the names of Go's types.
func trouble(err error) string {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%q holds a %s where something else is needed", e.Field, e.Value)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// Check returns everything that keeps a form from being published, numbered.
func Check(f survey.Form) []string {
	var out []string
	if err := survey.CheckKey("form key", f.Key); err != nil {
		out = append(out, fault.Text(err))
	}
	if len(f.Questions()) == 0 {
		out = append(out, fault.Text(fault.Coded("J11", "The form asks nothing. Add a page with a question.")))
	}
	_, err := fill.New(f)
	out = append(out, each(err)...)
	for _, p := range instrument.Check(f) {
		out = append(out, fault.Text(p.Fault()))
	}
	return out
}

// each returns the text of each fault that err joins.
func each(err error) []string {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var out []string
		for _, e := range joined.Unwrap() {
			out = append(out, each(e)...)
		}
		return out
	}
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Text == "" && f.Err != nil {
		return each(f.Err)
	}
	return []string{fault.Text(err)}
}

// Write returns the form as a file of the kind that the name ends with.
func Write(name string, f survey.Form) (_ []byte, err error) {
	defer fault.Wrap(&err, "formfile.Write(%s)", f.Key)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".json":
		content, err := json.MarshalIndent(f, "", "  ")
		return append(content, '\n'), err
	case ".xlsx":
		tables, err := xlsform.Write(f)
		if err != nil {
			return nil, err
		}
		content, _, err := sheet.Bytes(sheet.XLSX, tables...)
		return content, err
	}
	return nil, fault.Coded("J07", "A form can be written as XLSForm (.xlsx) or as JSON (.json): end the name of the file so.")
}
