package coordinate

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/meetings"
	"verbatim/web/page"
	"verbatim/web/research"
)

// Meetings shows how often each pair of a round has met and the hours that are
// paid for it.
func (d *Desk) Meetings(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	people, logs, asked, err := d.logs(c.Request.Context(), p)
	if err != nil {
		return err
	}
	built := meetingsPage(p, people, logs, asked)
	built.Layout = frame(c, built.Layout, "collect")
	return d.render.Page(c, http.StatusOK, "coordinate-meetings", built)
}

// logs reads what the round's people wrote down about their meetings, from the
// waves that join answers with people. Asked is false where there is none.
func (d *Desk) logs(ctx context.Context, p place) (people []survey.Participant, logs map[string]meetings.Log, asked bool, err error) {
	logs, asked, err = d.survey.MeetingLogs(ctx, p.round)
	if err != nil {
		return nil, nil, false, err
	}
	people, err = d.survey.Participants(ctx, p.round.ID)
	return people, logs, asked, err
}

// Hours answers with the hours as a file for whoever pays.
func (d *Desk) Hours(c *gin.Context) error {
	p, err := d.find(c)
	if err != nil {
		return err
	}
	people, logs, _, err := d.logs(c.Request.Context(), p)
	if err != nil {
		return err
	}
	return d.sendTable(c, p, "hours", meetings.Table(p.programme, meetings.Hours(p.programme, people, logs)))
}

func meetingsPage(p place, people []survey.Participant, logs map[string]meetings.Log, asked bool) page.MeetingsPage {
	built := page.MeetingsPage{Scope: p.scope(), Back: page.Link{Text: "Collecting answers", Address: p.at("collect")}}
	built.Title = "Meetings and hours"
	if !asked {
		built.Onward = &page.Onward{
			Heading: "There is no log of meetings that can be counted",
			Text:    "Meetings are counted from a wave whose form asks for the day and the length of each, in a mode that knows who answers: named or confidential.",
			Links:   []page.Link{{Text: "Add a wave", Address: p.at("collect") + "/waves/new"}},
		}
		return built
	}
	built.Rule = "A meeting counts when one of the two wrote it down; what both wrote down for a day counts once."
	least := p.programme.LeastMeetings
	if least > 0 {
		built.Least = "Each pair is to meet at least " + research.Plural(least, "time", "times") + "."
	}
	pairs := meetings.Pairs(p.programme, people, logs)
	short := 0
	for _, one := range pairs {
		row := pairRow(one, least)
		if row.Short {
			short++
		}
		built.Pairs = append(built.Pairs, row)
	}
	switch {
	case len(pairs) == 0:
		built.Tally = "Nobody on the list of participants is in a pair."
	case least > 0:
		built.Tally = fmt.Sprintf("%d of %s have met often enough.", len(pairs)-short, research.Plural(len(pairs), "pair", "pairs"))
	}
	paidView(&built, p, people, logs)
	return built
}

func pairRow(one meetings.Pair, least int) page.PairRow {
	row := page.PairRow{Pair: one.ID, Meetings: one.Meetings, Differ: one.Differ, Short: !one.Enough(least)}
	var names, without []string
	for i, who := range one.People {
		names = append(names, personName(who))
		if !one.Wrote[i] {
			without = append(without, personName(who))
		}
	}
	row.People = strings.Join(names, " and ")
	switch {
	case least == 0:
	case row.Short:
		row.State = fmt.Sprintf("%d fewer than %d", least-one.Meetings, least)
	default:
		row.State = "enough"
	}
	switch {
	case len(without) == len(names):
		row.Logs = "no log yet"
	case len(without) > 0:
		row.Logs = "no log from " + strings.Join(without, " and ")
	}
	return row
}

func paidView(built *page.MeetingsPage, p place, people []survey.Participant, logs map[string]meetings.Log) {
	paid := meetings.Hours(p.programme, people, logs)
	if len(paid) == 0 {
		return
	}
	built.PayRule = meetings.Rule(p.programme)
	minutes, pence := 0, int64(0)
	for _, one := range paid {
		row := page.PaidRow{
			Name: personName(one.Participant), Pair: one.Participant.PairID, Meetings: one.Meetings, Minutes: one.Minutes,
			Hours: meetings.InHours(one.Rounded), Look: one.Look,
		}
		if p.programme.Pay.Rate > 0 {
			row.Amount = "£" + meetings.Money(one.Pence)
		}
		minutes, pence = minutes+one.Rounded, pence+one.Pence
		built.Paid = append(built.Paid, row)
	}
	built.Total = meetings.InHours(minutes) + " hours"
	if rate := p.programme.Pay.Rate; rate > 0 {
		built.Total += ", £" + meetings.Money(pence) + " at £" + meetings.Money(rate) + " an hour"
	}
	at := p.at("meetings") + "/hours/"
	built.Downloads = []page.Link{{Text: "Hours as CSV", Address: at + "csv"}, {Text: "as XLSX", Address: at + "xlsx"}}
}
