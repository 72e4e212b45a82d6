// Package meetings counts the meetings of pairs from the logs that people fill
// in, and the hours that are paid for them.
//
// It is for coordinators: a programme asks each pair to meet so often, and pays
// one of the two for the time. [Read] takes the meetings out of a response,
// [Pairs] counts them against the minimum and says where the two of a pair
// disagree, and [Hours] adds up the time of those who are paid.
//
// It is only for waves whose mode joins answers with people. It stores nothing
// and decides nothing: where two logs differ, both are shown.
package meetings

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/survey"
)

// The keys of the questions of a log, on a page that repeats.
const (
	dateKey    = "date"
	minutesKey = "minutes"
)

// A Meeting is one meeting as one person wrote it down.
type Meeting struct {
	Day     survey.Day // zero when it was left out
	Minutes int        // 0 when it was left out
}

// A Log is what one person wrote down.
type Log struct {
	Participant survey.Participant
	Meetings    []Meeting
}

// Asks reports whether the form has a log of meetings: a page that repeats with
// the day of each and how long it was.
func Asks(f survey.Form) bool {
	for _, p := range f.Pages {
		date, minutes := false, false
		for _, q := range p.Questions {
			date = date || q.Key == dateKey && q.Kind == survey.Date
			minutes = minutes || q.Key == minutesKey && q.Kind == survey.Number
		}
		if p.Repeat != nil && date && minutes {
			return true
		}
	}
	return false
}

// Read returns the meetings of a response in the order of their turns. A turn in
// which neither the day nor the length was answered is no meeting.
func Read(r survey.Response) []Meeting {
	byTurn := map[int]Meeting{}
	for _, a := range r.Answers {
		question, turn := survey.SplitTurn(a.Question)
		if turn == 0 || len(a.Choices) != 1 {
			continue
		}
		m := byTurn[turn]
		switch question {
		case dateKey:
			m.Day = survey.Day(a.Choices[0])
		case minutesKey:
			m.Minutes = wholeMinutes(a.Choices[0])
		default:
			continue
		}
		byTurn[turn] = m
	}
	out := make([]Meeting, 0, len(byTurn))
	for _, turn := range slices.Sorted(maps.Keys(byTurn)) {
		out = append(out, byTurn[turn])
	}
	return out
}

// longestMeeting is how many minutes one meeting may count for: a day.
const longestMeeting = 24 * 60

func wholeMinutes(s string) int {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(f) || f < 0 || f > longestMeeting {
		return 0
	}
	return int(f + 0.5)
}

// Logs returns the logs of responses by participant; several of one person are
// joined. Responses that belong to nobody on the list are passed over.
func Logs(responses []survey.Response, people []survey.Participant) map[string]Log {
	byID := map[string]survey.Participant{}
	for _, p := range people {
		byID[p.ID] = p
	}
	out := map[string]Log{}
	for _, r := range responses {
		p, ok := byID[r.ParticipantID]
		if !ok {
			continue
		}
		l := out[p.ID]
		l.Participant = p
		l.Meetings = append(l.Meetings, Read(r)...)
		out[p.ID] = l
	}
	return out
}
