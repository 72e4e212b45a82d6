package dataset

import (
	"cmp"
	"slices"
	"time"

	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/fill"
)

// An Input is what a dataset is made of.
type Input struct {
	Programme survey.Programme
	Forms     []survey.Form // the versions that are asked or were answered, of one key, by their number
	Waves     []Wave        // in the order in which they are listed
	Responses []survey.Response
	Person    func(survey.Response) string // the pseudonym of who answered; asked in waves that join answers with people
	Now       time.Time                    // in the place of the programme
}

// A Wave is a wave with its round.
type Wave struct {
	survey.Wave
	Round survey.Round
}

// A Dataset is a table of answers and what goes with it.
type Dataset struct {
	Input
	Main     Table
	Repeats  []Table // one for each page that repeats
	Apart    []Apart // of groups too small for a row, without order
	Kept     int     // responses that stand in no row
	Withheld int     // words that are only to be counted
}

// A Table is a list of variables with a row for each case: int, float64 or
// string; nil for what was not asked.
type Table struct {
	Name      string // the key of the page that repeats; "answers" for the main one
	Title     string
	Variables []Variable
	Rows      [][]any
}

// An Apart is one answer that stands in no row.
type Apart struct{ Variable, Label, Answer string }

// fewestApart is how many responses there must be for their answers to be listed
// question by question: a list of one person's answers joins them, and of two
// each knows the other's.
const fewestApart = 3

// Limits of one dataset: what a spreadsheet takes.
const (
	mostRows    = 1_000_000
	mostColumns = 16_000
)

// Build makes the dataset. It returns a numbered fault where a table would be
// larger than programs read.
func Build(in Input) (_ Dataset, err error) {
	defer fault.Wrap(&err, "dataset.Build")
	b := builder{Dataset: Dataset{Input: in}, plans: map[int]*fill.Plan{}, names: names{}, tables: names{}}
	for _, f := range in.Forms {
		if b.plans[f.Version], err = fill.New(f); err != nil {
			return Dataset{}, err
		}
	}
	b.lay()
	if len(in.Responses) > mostRows || len(b.Main.Variables) > mostColumns {
		return Dataset{}, fault.Coded("X61", "The table would have %d rows and %d columns; programs read up to %d and %d. Take the rounds one by one.", len(in.Responses), len(b.Main.Variables), mostRows, mostColumns)
	}
	b.fillIn()
	return b.Dataset, nil
}

// A builder makes a dataset.
type builder struct {
	Dataset
	plans  map[int]*fill.Plan
	names  names // of columns
	tables names
	about  []about
	main   part
	laid   map[*thing][]column
	parts  []part // of the pages that repeat
}

// part is what a table is made of.
type part struct {
	repeat string // key of the page's repeat; empty for the main table
	things []*thing
	of     [][]column // of each thing
}

// lay decides which columns there are.
func (b *builder) lay() {
	b.Main = Table{Name: "answers", Title: "Answers"}
	b.about = b.aboutRows()
	for _, a := range b.about {
		b.Main.Variables = append(b.Main.Variables, a.Variable)
	}
	for _, t := range b.named() {
		columns := b.columnsOf(t)
		if len(columns) == 0 {
			continue
		}
		to, table := &b.main, &b.Main
		if repeatOf(t.page) != "" {
			to, table = b.repeated(t.page)
		}
		to.things, to.of = append(to.things, t), append(to.of, columns)
		for _, c := range columns {
			table.Variables = append(table.Variables, c.Variable)
		}
	}
}

// repeated returns the part and the table of a page that repeats.
func (b *builder) repeated(p survey.Page) (*part, *Table) {
	i := slices.IndexFunc(b.parts, func(o part) bool { return o.repeat == p.Repeat.Key })
	if i < 0 {
		i = len(b.parts)
		b.parts = append(b.parts, part{repeat: p.Repeat.Key})
		b.Repeats = append(b.Repeats, Table{Name: b.tables.of("each", p.Repeat.Key), Title: cmp.Or(survey.Unpiped(p.Title), p.Repeat.Label, p.Repeat.Key), Variables: []Variable{
			{Name: "row", Label: "The row of the main table that it belongs to"}, {Name: "turn", Label: "Which of them, from 1"},
		}})
	}
	return &b.parts[i], &b.Repeats[i]
}

// fillIn makes the rows. Their order is that of random identifiers.
func (b *builder) fillIn() {
	small := b.small()
	rs := slices.Clone(b.Responses)
	slices.SortFunc(rs, func(x, y survey.Response) int {
		return cmp.Or(cmp.Compare(b.place(x), b.place(y)), cmp.Compare(x.ID, y.ID))
	})
	for _, r := range rs {
		plan := b.plans[r.FormVersion]
		if plan == nil {
			continue // of another form
		}
		f := plan.Fill(fill.Counted(plan.Form(), r.Answers), b.Now)
		b.count(r)
		if small[group{r.WaveID, r.Role}] {
			b.Kept++
			b.apart(r, f)
			continue
		}
		b.row(r, f)
	}
	if b.Kept < fewestApart {
		b.Apart = nil
	}
	slices.SortFunc(b.Apart, func(x, y Apart) int {
		return cmp.Or(cmp.Compare(b.position(x.Variable), b.position(y.Variable)), cmp.Compare(x.Answer, y.Answer))
	})
}

// place is where the wave of a response is listed.
func (b *builder) place(r survey.Response) int {
	return slices.IndexFunc(b.Waves, func(w Wave) bool { return w.ID == r.WaveID })
}

func (b *builder) count(r survey.Response) {
	for _, a := range r.Answers {
		if a.Text != "" && !a.QuoteConsent.MayAnalyse() {
			b.Withheld++
		}
	}
}

// row adds a response to the main table and to those of the pages that repeat.
func (b *builder) row(r survey.Response, f *fill.Filled) {
	number := len(b.Main.Rows) + 1
	row := make([]any, 0, len(b.Main.Variables))
	for _, a := range b.about {
		row = append(row, a.cell(number, r))
	}
	b.Main.Rows = append(b.Main.Rows, b.main.cells(row, r.FormVersion, f, 0))
	for i, p := range b.parts {
		for turn := 1; turn <= survey.MostTurns; turn++ {
			if p.answered(r, turn) {
				b.Repeats[i].Rows = append(b.Repeats[i].Rows, p.cells([]any{number, turn}, r.FormVersion, f, turn))
			}
		}
	}
}

// answered reports whether anything was answered in a turn.
func (p part) answered(r survey.Response, turn int) bool {
	return slices.ContainsFunc(p.things, func(t *thing) bool {
		a, ok := r.Answer(survey.InTurn(t.key, turn))
		return ok && !a.Empty()
	})
}

// cells appends what a response has in the columns of a part.
func (p part) cells(row []any, version int, f *fill.Filled, turn int) []any {
	for i, t := range p.things {
		for _, c := range p.of[i] {
			row = append(row, cellOf(t, c, version, f, turn))
		}
	}
	return row
}

// group is who answered a wave in a role.
type group struct{ wave, role string }

// small returns the groups whose answers must not be read together: of a role in
// a wave that joins nobody with answers, given by fewer people than a small cell.
func (b *builder) small() map[group]bool {
	n := map[group]int{}
	for _, r := range b.Responses {
		n[group{r.WaveID, r.Role}]++
	}
	out := map[group]bool{}
	for g, of := range n {
		i := slices.IndexFunc(b.Waves, func(w Wave) bool { return w.ID == g.wave })
		out[g] = of < disclose.SmallCell && (i < 0 || !b.Waves[i].Mode.Linked())
	}
	return out
}
