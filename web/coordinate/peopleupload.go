package coordinate

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/survey/csvfile"
	"verbatim/survey/fault"
	"verbatim/survey/roster"
	"verbatim/web/page"
	"verbatim/web/research"
)

// mostProblems is how many problems of a file are shown: as many as somebody
// mends before trying again.
const mostProblems = 50

// rosterPage shows what storing a file would do.
func rosterPage(p place, t csvfile.Table, columns roster.Columns, plan roster.Plan) (page.Roster, error) {
	at := p.at("people")
	built := page.Roster{
		Scope: p.scope(), Check: at + "/upload", Same: plan.Same, Notes: slices.Concat(t.Notes, plan.Notes),
		Back: page.Link{Text: "Participants", Address: at},
	}
	built.Title = "What this file would do"
	built.Wrong = len(plan.Problems) > 0
	for _, f := range roster.Fields() {
		field := page.SetupField{Name: "column-" + string(f), Label: columnWords(f), Options: []page.ChoiceValue{{Value: unchosen, Text: "no column"}}}
		for i, h := range t.Header {
			at, ok := columns[f]
			field.Options = append(field.Options, page.ChoiceValue{Value: strconv.Itoa(i), Text: headerWords(h, i), Chosen: ok && at == i})
		}
		built.Columns = append(built.Columns, field)
	}
	for _, one := range plan.Problems[:min(len(plan.Problems), mostProblems)] {
		built.Problems = append(built.Problems, one.String())
	}
	built.More = len(plan.Problems) - len(built.Problems)
	for _, one := range plan.Added {
		built.Added = append(built.Added, personRow(p.programme, one))
	}
	for _, ch := range plan.Changed {
		built.Changed = append(built.Changed, personChange(p.programme, ch))
	}
	if !built.Wrong && len(plan.Added)+len(plan.Changed) > 0 {
		built.Store = at + "/store"
		built.Button = "Store " + research.Plural(len(plan.Added)+len(plan.Changed), "person", "people")
	}
	var err error
	built.Content, err = asText(t)
	return built, err
}

func headerWords(h string, i int) string {
	if h == "" {
		return "column " + strconv.Itoa(i+1)
	}
	return h
}

func columnWords(f roster.Field) string {
	switch f {
	case roster.Name:
		return "Name, or first name"
	case roster.Surname:
		return "Surname, where it is apart"
	case roster.Email:
		return "E-mail address"
	case roster.Role:
		return "Role"
	case roster.Pair:
		return "Pair"
	}
	return string(f)
}

func personChange(p survey.Programme, ch roster.Change) page.PersonChange {
	out := page.PersonChange{Name: personName(ch.To)}
	for _, one := range []page.Change{
		{Name: "Name", From: ch.From.Name, To: ch.To.Name},
		{Name: "E-mail address", From: ch.From.Email, To: ch.To.Email},
		{Name: "Role", From: roleWord(p, ch.From.Role), To: roleWord(p, ch.To.Role)},
		{Name: "Pair", From: ch.From.PairID, To: ch.To.PairID},
	} {
		if one.From != one.To {
			out.Terms = append(out.Terms, one)
		}
	}
	return out
}

// asText writes a file as CSV, to be sent along with the page: row numbers stay
// what they were, by empty lines where there were some.
func asText(t csvfile.Table) (string, error) {
	var b strings.Builder
	w := csv.NewWriter(&b)
	line := 1
	if err := w.Write(t.Header); err != nil {
		return "", err
	}
	for _, row := range t.Rows {
		for line++; line < row.Line; line++ {
			w.Flush()
			b.WriteByte('\n')
		}
		if err := w.Write(row.Cells); err != nil {
			return "", err
		}
	}
	w.Flush()
	if b.Len() > roster.MaxBytes {
		return "", fault.Coded("P19", "The file holds more than %d kB of text: keep the columns of participants only, or split it.", roster.MaxBytes>>10)
	}
	return b.String(), w.Error()
}
