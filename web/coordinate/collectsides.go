package coordinate

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/page"
	"verbatim/web/research"
)

// sides is what one round's people answered in the waves that are joined.
type sides struct {
	place
	waves     []survey.Wave
	forms     map[string]survey.Form // by wave, as it asks now
	earlier   map[string]survey.Form // of responses that answered another version
	people    map[string]survey.Participant
	responses map[string]map[string]survey.Response // by pseudonym, then by wave
	roles     map[string]string
}

// Sides shows one pseudonym's answers to several waves beside each other; without
// one, who has answered which.
func (d *Desk) Sides(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	s, err := d.sides(c.Request.Context(), p)
	if err != nil {
		return err
	}
	who := c.Query("person")
	if _, known := s.responses[who]; who != "" && !known {
		return &fault.Error{Kind: fault.NotFound}
	}
	built := sidesPage(s, who)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-sides", built)
}

func (d *Desk) sides(ctx context.Context, p place) (s sides, err error) {
	s = sides{place: p, forms: map[string]survey.Form{}, earlier: map[string]survey.Form{}, people: map[string]survey.Participant{}, responses: map[string]map[string]survey.Response{}, roles: map[string]string{}}
	all, err := d.survey.Waves(ctx, p.round.ID)
	if err != nil {
		return s, err
	}
	joined := map[string]survey.Wave{}
	for _, w := range all {
		if !w.Mode.Linked() || w.Apart {
			continue
		}
		if s.forms[w.ID], err = d.survey.Form(ctx, p.programme.ID, w.FormKey, w.FormVersion); err != nil {
			return s, err
		}
		s.waves, joined[w.ID] = append(s.waves, w), w
	}
	if len(s.waves) == 0 {
		return s, nil
	}
	names, err := d.survey.Pseudonyms(ctx)
	if err != nil {
		return s, err
	}
	people, err := d.survey.Participants(ctx, p.round.ID)
	if err != nil {
		return s, err
	}
	for _, one := range people {
		s.people[one.ID] = one
	}
	responses, err := d.survey.RoundResponses(ctx, p.round.ID)
	for _, r := range responses {
		if w, ok := joined[r.WaveID]; ok && r.ParticipantID != "" {
			s.add(names, w, r)
			if err := d.asAnswered(ctx, &s, w, r); err != nil {
				return s, err
			}
		}
	}
	return s, err
}

// asAnswered reads the form that a response answered, where the wave has taken
// another version since.
func (d *Desk) asAnswered(ctx context.Context, s *sides, w survey.Wave, r survey.Response) (err error) {
	if r.FormKey != w.FormKey || r.FormVersion != w.FormVersion {
		s.earlier[r.ID], err = d.survey.Form(ctx, s.programme.ID, r.FormKey, r.FormVersion)
	}
	return err
}

// question returns a question as the person was asked it: in the version that was
// answered, else in the one that the wave has now.
func (s sides) question(who string, w survey.Wave, key string) (survey.Question, bool) {
	if f, ok := s.earlier[s.responses[who][w.ID].ID]; ok {
		if q, ok := f.Question(key); ok {
			return q, true
		}
	}
	return s.forms[w.ID].Question(key)
}

func (s *sides) add(names store.Pseudonymiser, w survey.Wave, r survey.Response) {
	who := s.people[r.ParticipantID]
	if who.ID == "" {
		who.ID = r.ParticipantID
	}
	name := names.Of(who, w)
	if s.responses[name] == nil {
		s.responses[name] = map[string]survey.Response{}
	}
	s.responses[name][w.ID] = r
	s.roles[name] = roleWord(s.programme, r.Role)
}

func sidesPage(s sides, who string) page.Side {
	built := page.Side{
		Scope: s.scope(), Who: who, Back: page.Link{Text: "Collecting answers", Address: s.at("collect")},
		Meaning: "A pseudonym is the same in all joined waves and rounds, and says nothing about who it is. What people wrote may: read with that in mind.",
	}
	built.Title = "Answers side by side"
	if len(s.waves) == 0 {
		built.Onward = &page.Onward{
			Heading: "No wave of this round joins answers with people",
			Text:    "Answers of one person stand side by side only where the mode permits it: named or confidential, and not kept apart from other waves.",
		}
		return built
	}
	for _, w := range s.waves {
		built.Waves = append(built.Waves, w.Title)
	}
	if who != "" {
		built.Title = "Answers of " + who
		built.Back = page.Link{Text: "All pseudonyms", Address: s.at("sides")}
		built.Rows = s.rows(who)
		return built
	}
	for name, by := range s.responses {
		one := page.SidePerson{Name: name, Role: s.roles[name], Address: s.at("sides") + "?person=" + url.QueryEscape(name)}
		for _, w := range s.waves {
			_, ok := by[w.ID]
			one.Answered = append(one.Answered, ok)
		}
		built.People = append(built.People, one)
	}
	slices.SortFunc(built.People, func(a, b page.SidePerson) int { return strings.Compare(a.Name, b.Name) })
	if len(built.People) == 0 {
		built.Onward = &page.Onward{Heading: "Nobody has answered yet", Text: "Pseudonyms are here when the first answers have come."}
	}
	return built
}

// rows lines up questions of equal keys; those of one wave alone come where the
// form has them.
func (s sides) rows(who string) []page.SideRow {
	labels := map[string]string{}
	var order []string
	for _, w := range s.waves {
		for _, a := range s.responses[who][w.ID].Answers {
			if _, seen := labels[a.Question]; seen {
				continue
			}
			labels[a.Question] = s.label(who, w, a.Question)
			order = append(order, a.Question)
		}
	}
	var out []page.SideRow
	for _, key := range order {
		row := page.SideRow{Question: labels[key]}
		for _, w := range s.waves {
			row.Cells = append(row.Cells, s.cell(who, w, key))
		}
		out = append(out, row)
	}
	return out
}

func (s sides) label(who string, w survey.Wave, key string) string {
	question, turn := survey.SplitTurn(key)
	q, ok := s.question(who, w, question)
	if !ok {
		return key
	}
	if turn > 0 {
		return q.Label + " (" + research.Number(turn) + ")"
	}
	return q.Label
}

func (s sides) cell(who string, w survey.Wave, key string) page.SideCell {
	cell := page.SideCell{Wave: w.Title}
	r, answered := s.responses[who][w.ID]
	question, _ := survey.SplitTurn(key)
	q, asked := s.question(who, w, question)
	a, given := r.Answer(key)
	switch {
	case !answered:
		cell.None = "has not answered this wave"
	case !given && !asked:
		cell.None = "not asked"
	case !given:
		cell.None = "left out"
	case !a.QuoteConsent.MayAnalyse():
		cell.None = "answered, and not to be read"
	default:
		cell.Text = a.Text
		for _, choice := range a.Choices {
			cell.Choices = append(cell.Choices, choiceWords(q, choice))
		}
	}
	return cell
}

// choiceWords writes a choice with the words of the form.
func choiceWords(q survey.Question, choice string) string {
	item, value, paired := strings.Cut(choice, "=")
	if !paired {
		item, value = "", choice
	}
	for _, ch := range q.Choices {
		if ch.Key == value {
			value = ch.Label
			break
		}
	}
	for _, it := range q.Items {
		if it.Key == item {
			item = it.Label
			break
		}
	}
	if item != "" {
		return item + ": " + value
	}
	return value
}
