package dataset

import (
	"encoding/xml"
	"io"
	"strconv"
)

// The elements of DDI-Codebook 2.5 (ddialliance.org/Specification/DDI-Codebook/2.5)
// that archives ask for: what the study is called, its files, and each variable
// with its question and its categories.
type (
	ddiCodebook struct {
		XMLName xml.Name  `xml:"ddi:codebook:2_5 codeBook"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"stdyDscr>citation>titlStmt>titl"`
		Notes   []string  `xml:"stdyDscr>notes"`
		Files   []ddiFile `xml:"fileDscr"`
		Data    ddiData   `xml:"dataDscr"`
	}
	ddiFile struct {
		ID   string `xml:"ID,attr"`
		Name string `xml:"fileTxt>fileName"`
	}
	ddiData struct {
		Variables []ddiVariable `xml:"var"`
	}
	ddiVariable struct {
		ID         string        `xml:"ID,attr"`
		Name       string        `xml:"name,attr"`
		File       string        `xml:"files,attr"`
		Measure    string        `xml:"nature,attr,omitempty"`
		Label      string        `xml:"labl"`
		Question   *ddiQuestion  `xml:"qstn,omitempty"`
		Categories []ddiCategory `xml:"catgry"`
		Format     ddiFormat     `xml:"varFormat"`
	}
	ddiQuestion struct {
		Literal string `xml:"qstnLit"`
	}
	ddiCategory struct {
		Missing string `xml:"missing,attr,omitempty"`
		Value   int    `xml:"catValu"`
		Label   string `xml:"labl"`
	}
	ddiFormat struct {
		Type string `xml:"type,attr"`
	}
)

// writeDDI writes the codebook as DDI-Codebook 2.5.
func (d Dataset) writeDDI(w io.Writer) error {
	out := ddiCodebook{Version: "2.5", Title: d.Programme.Name + ": " + d.form().Title, Notes: d.Notes()}
	for i, t := range d.tables() {
		file := "F" + strconv.Itoa(i+1)
		out.Files = append(out.Files, ddiFile{file, t.Name + ".csv"})
		for j, v := range t.Variables {
			out.Data.Variables = append(out.Data.Variables, v.ddi("V"+strconv.Itoa(i+1)+"_"+strconv.Itoa(j+1), file))
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(out); err != nil {
		return err
	}
	return e.Close()
}

func (v Variable) ddi(id, file string) ddiVariable {
	out := ddiVariable{ID: id, Name: v.Name, File: file, Label: v.Label, Format: ddiFormat{"numeric"}}
	if v.Text {
		out.Format.Type = "character"
	}
	if len(v.Wordings) > 0 {
		out.Question = &ddiQuestion{v.Wordings[len(v.Wordings)-1].Label}
	}
	if len(v.Values) > 0 {
		out.Measure = "nominal"
	}
	for _, c := range v.Values {
		out.Categories = append(out.Categories, ddiCategory{Value: c.Code, Label: c.Text})
	}
	for _, c := range v.Missing {
		out.Categories = append(out.Categories, ddiCategory{Missing: "Y", Value: c.Code, Label: c.Text})
	}
	return out
}
