package meetings

import (
	"cmp"
	"fmt"
	"slices"

	"verbatim/survey"
	"verbatim/survey/sheet"
)

// Paid is what one person is paid for.
type Paid struct {
	Participant survey.Participant
	Meetings    int
	Minutes     int    // as written down
	Rounded     int    // minutes that are paid
	Pence       int64  // 0 when no rate is stated
	Look        string // what to look at before paying; empty for nothing
}

// Hours returns what the people of the paid role are paid for, by their names;
// nobody when no role is paid. It counts what the people themselves wrote down:
// what the other of the pair says differs is pointed out, and not taken off. A
// person's minutes are added up first and then rounded up once.
func Hours(p survey.Programme, people []survey.Participant, logs map[string]Log) []Paid {
	differ := map[string]int{}
	for _, pair := range Pairs(p, people, logs) {
		differ[pair.ID] = len(pair.Differ)
	}
	var out []Paid
	for _, who := range people {
		if p.Pay.Role == "" || who.Role != p.Pay.Role {
			continue
		}
		l, wrote := logs[who.ID]
		one := Paid{Participant: who, Meetings: len(l.Meetings)}
		unsaid := 0
		for _, m := range l.Meetings {
			one.Minutes += m.Minutes
			if m.Minutes == 0 {
				unsaid++
			}
		}
		step := Step(p)
		one.Rounded = (one.Minutes + step - 1) / step * step
		one.Pence = (int64(one.Rounded)*p.Pay.Rate + 30) / 60
		one.Look = look(wrote, unsaid, differ[who.PairID])
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b Paid) int {
		return cmp.Or(cmp.Compare(a.Participant.Name, b.Participant.Name), cmp.Compare(a.Participant.Email, b.Participant.Email))
	})
	return out
}

// Step returns the minutes that the programme's paid time is rounded up to.
func Step(p survey.Programme) int { return cmp.Or(p.Pay.Step, survey.DefaultPayStep) }

// Rule says in a sentence how paid time is rounded.
func Rule(p survey.Programme) string {
	switch step := Step(p); step {
	case 1:
		return "Each person’s minutes are added up and paid to the minute."
	case 15:
		return "Each person’s minutes are added up, and the sum is rounded up to the next quarter of an hour."
	case 60:
		return "Each person’s minutes are added up, and the sum is rounded up to the next hour."
	default:
		return fmt.Sprintf("Each person’s minutes are added up, and the sum is rounded up to the next %d minutes.", step)
	}
}

func look(wrote bool, unsaid, differ int) string {
	switch {
	case !wrote:
		return "wrote no log"
	case differ > 0 && unsaid > 0:
		return "the pair’s logs differ, and a length is missing"
	case differ > 0:
		return "the pair’s logs differ"
	case unsaid > 0:
		return "a length is missing"
	}
	return ""
}

// Money writes pence as pounds.
func Money(pence int64) string { return fmt.Sprintf("%d.%02d", pence/100, pence%100) }

// InHours writes minutes as hours with two places.
func InHours(minutes int) string {
	hundredths := (minutes*100 + 30) / 60
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// Table returns what is paid as a table for a spreadsheet. The amount is there
// where a rate is stated.
func Table(p survey.Programme, paid []Paid) sheet.Table {
	t := sheet.Table{Name: "Hours", Head: []string{"name", "email", "pair", "meetings", "minutes", "hours_paid"}}
	if p.Pay.Rate > 0 {
		t.Head = append(t.Head, "rate_gbp", "amount_gbp")
	}
	t.Head = append(t.Head, "look_at")
	for _, one := range paid {
		row := []any{
			one.Participant.Name, one.Participant.Email, one.Participant.PairID,
			one.Meetings, one.Minutes, float64(one.Rounded) / 60,
		}
		if p.Pay.Rate > 0 {
			row = append(row, float64(p.Pay.Rate)/100, float64(one.Pence)/100)
		}
		t.Rows = append(t.Rows, append(row, one.Look))
	}
	return t
}
