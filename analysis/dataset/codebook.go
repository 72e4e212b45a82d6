package dataset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/sheet"
)

// tables returns the tables with the answers.
func (d Dataset) tables() []Table { return append([]Table{d.Main}, d.Repeats...) }

// sheet returns a table as files have it.
func (t Table) sheet() sheet.Table {
	out := sheet.Table{Name: t.Name, Rows: t.Rows}
	for _, v := range t.Variables {
		out.Head = append(out.Head, v.Name)
	}
	return out
}

// Sheets returns all tables of the dataset: the answers, those of pages that
// repeat, those that stand in no row, the codebook, the wordings and what there
// is to know.
func (d Dataset) Sheets() []sheet.Table {
	var out []sheet.Table
	for _, t := range d.tables() {
		out = append(out, t.sheet())
	}
	if len(d.Apart) > 0 {
		apart := sheet.Table{Name: "apart", Head: []string{"variable", "label", "answer"}}
		for _, a := range d.Apart {
			apart.Rows = append(apart.Rows, []any{a.Variable, a.Label, a.Answer})
		}
		out = append(out, apart)
	}
	notes := sheet.Table{Name: "notes", Head: []string{"note"}}
	for _, n := range d.Notes() {
		notes.Rows = append(notes.Rows, []any{n})
	}
	return append(out, d.codebook(), d.wordings(), notes)
}

// codebook has a row for each variable.
func (d Dataset) codebook() sheet.Table {
	out := sheet.Table{Name: "codebook", Head: []string{"table", "variable", "label", "question", "part", "kind", "page", "values", "no answer", "versions"}}
	for _, t := range d.tables() {
		for _, v := range t.Variables {
			var versions []string
			for _, w := range v.Wordings {
				versions = append(versions, strconv.Itoa(w.Version))
			}
			out.Rows = append(out.Rows, []any{t.Name, v.Name, v.Label, empty(v.Question), empty(v.Part), empty(string(v.Kind)), empty(v.Page), empty(list(v.Values)), empty(list(v.Missing)), empty(strings.Join(versions, ", "))})
		}
	}
	return out
}

func list(values []Value) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strconv.Itoa(v.Code) + " = " + v.Text
	}
	return strings.Join(out, "; ")
}

// wordings has a row for each version in which something was asked.
func (d Dataset) wordings() sheet.Table {
	out := sheet.Table{Name: "wordings", Head: []string{"question", "version", "asked as", "choices"}}
	seen := map[string]bool{}
	for _, t := range d.tables() {
		for _, v := range t.Variables {
			if v.Question == "" || seen[v.Question+" "+string(v.Kind)] {
				continue
			}
			seen[v.Question+" "+string(v.Kind)] = true
			for _, w := range v.Wordings {
				out.Rows = append(out.Rows, []any{v.Question, w.Version, w.Label, empty(w.Choices)})
			}
		}
	}
	return out
}

// Notes say what whoever reads the tables has to know.
func (d Dataset) Notes() []string {
	rows, waves := len(d.Main.Rows), make([]string, len(d.Waves))
	for i, w := range d.Waves {
		waves[i] = w.Round.Key + "/" + w.Key
	}
	out := []string{
		fmt.Sprintf("Answers to the form “%s” of %s, waves %s: %s.", d.form().Title, d.Programme.Name, strings.Join(waves, ", "), count(rows, "row", "rows")),
		"This file holds what people wrote and ticked. It is for those who may read answers, and not for publication: a row can tell who is meant by what it holds together.",
		"A row is a response. Rows stand in no order that means anything, and no column says when an answer came. What was withdrawn is not here; take a new file before you publish, and delete this one when the answers are to be deleted.",
		"An empty cell was not asked of this person, or not in this version of the form. Numbers below 0 that the codebook lists under “no answer” stand for why there is none.",
	}
	switch {
	case d.Kept >= fewestApart:
		out = append(out, "Of a role with fewer than "+strconv.Itoa(disclose.SmallCell)+" responses to an anonymous wave there are no rows, because a row would join what they said. Their answers stand in the table “apart”, question by question in the order of the alphabet.")
	case d.Kept > 0:
		out = append(out, "Answers of a role that fewer than "+strconv.Itoa(fewestApart)+" gave to an anonymous wave are not here: even a list would join what they said. They can be read one by one on the pages.")
	}
	if d.Withheld > 0 {
		out = append(out, "Some wrote words that are only to be counted: the codebook’s value "+strconv.Itoa(withheld)+" says where, and the words are not here.")
	}
	if slices.ContainsFunc(d.Waves, func(w Wave) bool { return w.Mode.Linked() }) {
		out = append(out, "A person has the same pseudonym in all waves that are joined. It is made with a secret of this installation and cannot be worked out from a name.")
	}
	for _, p := range d.form().Pages {
		if p.Instrument != nil {
			out = append(out, "Instrument: "+p.Instrument.Citation+". "+p.Instrument.Licence)
		}
	}
	return append(out, d.rare()...)
}

// form is the latest version.
func (d Dataset) form() survey.Form {
	if len(d.Forms) == 0 {
		return survey.Form{}
	}
	return d.Forms[len(d.Forms)-1]
}

// rare names the columns in which an answer was given by so few that it may tell
// who is meant: a person decides what to do about them.
func (d Dataset) rare() []string {
	var names []string
	for i, v := range d.Main.Variables {
		if v.Kind != survey.Single {
			continue
		}
		n := map[any]int{}
		for _, r := range d.Main.Rows {
			if code, ok := r[i].(int); ok && code >= 0 {
				n[code]++
			}
		}
		for _, of := range n {
			if of < disclose.SmallCell {
				names = append(names, v.Name)
				break
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"Columns in which an answer was given by fewer than " + strconv.Itoa(disclose.SmallCell) + " people, which may tell who is meant: " + strings.Join(names, ", ") + ". Put such answers together before you show counts, or leave the column out."}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
