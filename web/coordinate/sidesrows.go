package coordinate

import (
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
	"verbatim/web/page"
	"verbatim/web/page/words"
)

// A sideQuestion is a question wherever it was asked: the same key, answered in the
// same manner. Forms of different waves share keys for what they ask again.
type sideQuestion struct{ key, manner string }

// manner is the way in which a question is answered, as far as answers can stand
// beside each other.
func manner(k survey.Kind) string {
	if k.FreeText() {
		return "words"
	}
	return string(k)
}

// columns returns the occasions of the rounds in which the people took part.
func (s *sides) columns(who []sider) []occasion {
	return slices.DeleteFunc(slices.Clone(s.occasions), func(o occasion) bool {
		return !slices.ContainsFunc(who, func(one sider) bool { _, listed := one.roles[o.round.ID]; return listed })
	})
}

// rows sets the answers to what was asked on several occasions beside each other,
// and lists what was asked on one. Of what nobody has answered there is nothing.
func (s *sides) rows(who []sider) (rows []page.SideRow, once []page.SideOnce) {
	columns := s.columns(who)
	var order []sideQuestion
	labels, asked := map[sideQuestion]string{}, map[sideQuestion][]occasion{}
	for _, o := range columns {
		for _, q := range s.answeredQuestions(who, o, columns) {
			k := sideQuestion{q.Key, manner(q.Kind)}
			if len(asked[k]) == 0 {
				order = append(order, k)
			}
			labels[k] = q.Label // the latest stands above
			if !slices.ContainsFunc(asked[k], o.same) {
				asked[k] = append(asked[k], o)
			}
		}
	}
	listed := map[string][]page.SideCell{}
	for _, k := range order {
		if first := asked[k][0]; len(asked[k]) == 1 {
			listed[first.wave.ID] = append(listed[first.wave.ID], page.SideCell{Heading: labels[k], Said: s.said(who, first, k, labels[k])})
			continue
		}
		rows = append(rows, s.row(who, columns, k, labels[k]))
	}
	for _, o := range columns {
		if items := listed[o.wave.ID]; len(items) > 0 {
			once = append(once, page.SideOnce{Occasion: o.title(s.over), Items: items})
		}
	}
	return rows, once
}

// answeredQuestions returns what an occasion asked of the people, in the order of
// the form, where somebody answered it on any.
func (s *sides) answeredQuestions(who []sider, o occasion, columns []occasion) (out []survey.Question) {
	for _, one := range who {
		for _, pg := range s.asked(one, o).Pages {
			for _, q := range pg.Questions {
				if q.Kind.Asked() && s.anybodyAnswered(who, columns, sideQuestion{q.Key, manner(q.Kind)}) {
					out = append(out, q)
				}
			}
		}
	}
	return out
}

func (s *sides) anybodyAnswered(who []sider, columns []occasion, k sideQuestion) bool {
	for _, one := range who {
		for _, o := range columns {
			if q, ok := s.asked(one, o).Question(k.key); ok && manner(q.Kind) == k.manner && len(answersTo(one.given[o.wave.ID], k.key)) > 0 {
				return true
			}
		}
	}
	return false
}

// answersTo returns what a response answers to a question, in all turns.
func answersTo(r survey.Response, key string) (out []survey.Answer) {
	for _, a := range r.Answers {
		if question, _ := survey.SplitTurn(a.Question); question == key && !a.Empty() {
			out = append(out, a)
		}
	}
	return out
}

func (s *sides) row(who []sider, columns []occasion, k sideQuestion, label string) page.SideRow {
	row := page.SideRow{Question: label}
	for _, o := range columns {
		row.Cells = append(row.Cells, page.SideCell{Heading: o.title(s.over), Said: s.said(who, o, k, label)})
	}
	for i := range who {
		s.markChanges(&row, who, i, columns, k)
	}
	return row
}

// said is what each of the people said to a question on one occasion.
func (s *sides) said(who []sider, o occasion, k sideQuestion, label string) (out []page.Said) {
	for _, one := range who {
		name := ""
		if len(who) > 1 {
			name = roleWord(s.programme, one.roles[o.round.ID]) + " " + one.name
		}
		for _, said := range s.saidBy(one, o, k, label) {
			said.Who = strings.TrimSpace(name)
			out = append(out, said)
		}
	}
	return out
}

func (s *sides) saidBy(one sider, o occasion, k sideQuestion, label string) []page.Said {
	r, answered := one.given[o.wave.ID]
	f := s.asked(one, o)
	q, asked := f.Question(k.key)
	if asked = asked && manner(q.Kind) == k.manner; !answered {
		return []page.Said{{None: "has not answered this wave"}}
	}
	if !asked {
		return []page.Said{{None: "not asked"}}
	}
	answers := answersTo(r, k.key)
	if len(answers) == 0 {
		return []page.Said{{None: "left out"}}
	}
	out := make([]page.Said, 0, len(answers))
	for i, a := range answers {
		said := page.Said{Turn: turnWords(f, a.Question)}
		if q.Label != label && i == 0 {
			said.Asked = q.Label
		}
		if a.QuoteConsent.MayAnalyse() {
			said.Text, said.Choices = a.Text, page.Chosen(words.Words{}, q, a)
		} else {
			said.None = "answered, and not to be read"
		}
		out = append(out, said)
	}
	return out
}

// turnWords names the turn of a page that repeats: "Meeting 2".
func turnWords(f survey.Form, key string) string {
	question, turn := survey.SplitTurn(key)
	if turn == 0 {
		return ""
	}
	for _, pg := range f.Pages {
		if pg.Repeat != nil && slices.ContainsFunc(pg.Questions, func(q survey.Question) bool { return q.Key == question }) {
			return pg.Repeat.Label + " " + strconv.Itoa(turn)
		}
	}
	return strconv.Itoa(turn)
}

// markChanges notes which answers of one of the people are others than on the
// occasion before, where answers are chosen: words always are.
func (s *sides) markChanges(row *page.SideRow, who []sider, i int, columns []occasion, k sideQuestion) {
	if k.manner == "words" {
		return
	}
	var before *survey.Answer
	for c, o := range columns {
		if q, ok := s.asked(who[i], o).Question(k.key); !ok || manner(q.Kind) != k.manner {
			continue
		}
		answers := answersTo(who[i].given[o.wave.ID], k.key)
		if len(answers) != 1 || answers[0].Question != k.key || !answers[0].QuoteConsent.MayAnalyse() {
			continue
		}
		a := answers[0].Normalise()
		if before != nil && !slices.Equal(before.Choices, a.Choices) {
			row.Cells[c].Said[saidAt(row.Cells[c].Said, who, i)].Changed = true
		}
		before = &a
	}
}

// saidAt returns the place of what one of the people said, where others may have
// said several things before.
func saidAt(said []page.Said, who []sider, i int) int {
	if len(who) == 1 {
		return 0
	}
	return max(0, slices.IndexFunc(said, func(x page.Said) bool { return strings.HasSuffix(x.Who, who[i].name) }))
}
