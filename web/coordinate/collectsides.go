package coordinate

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// sidesShown is how many pseudonyms a page lists: those of several large cohorts.
const sidesShown = 200

// Sides shows one pseudonym's answers to several waves of a round beside each
// other; without one, who has answered which.
func (d *Desk) Sides(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	s := newSides(p.programme, []survey.Round{p.round})
	s.address, s.scope = p.at("sides"), p.scope()
	s.back = page.Link{Text: "Collecting answers", Address: p.at("collect")}
	s.ways = []page.Link{{Text: "All rounds beside each other", Address: sidesAt(p.programme)}}
	return d.showSides(c, s)
}

// SidesOver does so for the waves of all rounds of a programme, and for pairs.
func (d *Desk) SidesOver(c *gin.Context) error {
	ctx := c.Request.Context()
	programme, err := d.survey.ProgrammeByKey(ctx, c.Param("programme"))
	if err != nil {
		return err
	}
	rounds, err := d.survey.Rounds(ctx, programme.ID)
	if err != nil {
		return err
	}
	s := newSides(programme, rounds)
	s.over, s.address, s.scope = true, sidesAt(programme), programme.Name
	s.back = page.Link{Text: "The programme", Address: programmeAt(programme)}
	return d.showSides(c, s)
}

func sidesAt(p survey.Programme) string { return "/staff/sides/" + url.PathEscape(p.Key) }

// showSides answers with the list, or with the person or pair that is asked for.
func (d *Desk) showSides(c *gin.Context, s *sides) error {
	if err := d.readSides(c.Request.Context(), s, c.QueryArray("at")); err != nil {
		return err
	}
	built := s.page()
	var who []sider
	switch person, pair := c.Query("person"), c.Query("pair"); {
	case person != "":
		who = s.person(person)
	case pair != "":
		who = s.pair(pair)
	default:
		number, _ := strconv.Atoi(c.Query("page")) // else the first
		s.list(&built, number)
	}
	if c.Query("person")+c.Query("pair") != "" {
		if len(who) == 0 {
			return &fault.Error{Kind: fault.NotFound}
		}
		s.beside(&built, who)
	}
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-sides", built)
}

// page builds what every page of this kind has.
func (s *sides) page() page.Side {
	built := page.Side{
		Scope: s.scope, Back: s.back, Ways: s.ways, Not: s.not(),
		Meaning: "A pseudonym is the same in all joined waves and rounds, and says nothing about who it is. What people wrote may: read with that in mind.",
	}
	built.Title = "Answers side by side"
	if s.over {
		built.Title = "Answers over rounds"
		built.Action = s.address
		for _, o := range s.offered {
			built.Choices = append(built.Choices, page.SideChoice{Value: o.key(), Text: o.title(true), Chosen: slices.ContainsFunc(s.occasions, o.same)})
		}
	}
	return built
}

// list says who has answered on which occasions.
func (s *sides) list(built *page.Side, number int) {
	shown, held := s.shown()
	switch {
	case len(s.occasions) == 0:
		built.Onward = &page.Onward{
			Heading: "No wave " + s.here() + " joins answers with people",
			Text:    "Answers of one person stand side by side only where the mode permits it: named or confidential, and not kept apart from other waves.",
		}
	case len(shown) == 0 && held == 0:
		built.Onward = &page.Onward{Heading: "Nobody has answered yet", Text: "Pseudonyms are here when the first answers have come."}
	}
	var pairs []sidePair
	if s.over {
		var heldPairs int
		pairs, heldPairs = s.shownPairs()
		built.Held = heldWords(held, heldPairs)
	}
	var from, to int
	built.Pager, from, to = pagesOf(max(len(shown), len(pairs)), sidesShown, number, s.address+s.query())
	for _, one := range shown[min(from, len(shown)):min(to, len(shown))] {
		built.People = append(built.People, page.SidePerson{Name: one.name, Role: s.roleOf(one), Address: s.linkTo("person", one.name), Answered: s.answered(one)})
	}
	for _, two := range pairs[min(from, len(pairs)):min(to, len(pairs))] {
		built.Pairs = append(built.Pairs, page.SidePerson{Name: two.name(), Role: s.rolesOf(two), Address: s.linkTo("pair", two.key()), Answered: s.answeredBy(two)})
	}
}

func (s *sides) here() string {
	if s.over {
		return "of this programme"
	}
	return "of this round"
}

// answered lists the occasions on which one person has answered.
func (s *sides) answered(one sider) string {
	var titles []string
	for _, o := range s.occasions {
		if _, ok := one.given[o.wave.ID]; ok {
			titles = append(titles, o.title(s.over))
		}
	}
	return strings.Join(titles, "; ")
}

// answeredBy lists the occasions on which a pair has answered, and how many of
// them where not all have.
func (s *sides) answeredBy(two sidePair) string {
	var titles []string
	for _, o := range s.columns(two.who) {
		n := 0
		for _, one := range two.who {
			if _, ok := one.given[o.wave.ID]; ok {
				n++
			}
		}
		switch n {
		case 0:
		case len(two.who):
			titles = append(titles, o.title(true))
		default:
			titles = append(titles, o.title(true)+" ("+research.Number(n)+" of "+research.Number(len(two.who))+")")
		}
	}
	return strings.Join(titles, "; ")
}

// beside sets what was answered beside each other.
func (s *sides) beside(built *page.Side, who []sider) {
	names := make([]string, len(who))
	for i, one := range who {
		names[i] = one.name
	}
	built.Title = "Answers of " + strings.Join(names, " and ")
	built.Back = page.Link{Text: "All pseudonyms", Address: s.address + s.query()}
	built.Ways, built.Choices, built.Not = nil, nil, nil
	built.Rows, built.Once = s.rows(who)
}

// query returns the choice of occasions as an address has it, "" for all.
func (s *sides) query() string {
	if len(s.occasions) == len(s.offered) {
		return ""
	}
	return "?" + s.chosenValues().Encode()
}

func (s *sides) chosenValues() url.Values {
	v := url.Values{}
	if len(s.occasions) < len(s.offered) {
		for _, o := range s.occasions {
			v.Add("at", o.key())
		}
	}
	return v
}

// linkTo is the address of what one person or pair answered.
func (s *sides) linkTo(kind, value string) string {
	v := s.chosenValues()
	v.Set(kind, value)
	return s.address + "?" + v.Encode()
}
