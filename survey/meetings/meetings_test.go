package meetings_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/meetings"
	"verbatim/survey/starter"
)

var (
	programme = survey.Programme{
		Roles:         []survey.Role{{Key: "mentor", Singular: "mentor"}, {Key: "mentee", Singular: "mentee"}},
		LeastMeetings: 4, Pay: survey.Pay{Role: "mentor", Rate: 13_85},
	}
	mentor = survey.Participant{ID: "a", Role: "mentor", Name: "Ada", PairID: "9"}
	mentee = survey.Participant{ID: "b", Role: "mentee", Name: "Bo", PairID: "9"}
	alone  = survey.Participant{ID: "c", Role: "mentor", Name: "Cy", PairID: "10"}
	people = []survey.Participant{mentee, alone, mentor}
)

// wrote is a response with a turn for each of "2021-03-01 60".
func wrote(who survey.Participant, lines ...string) survey.Response {
	r := survey.Response{ParticipantID: who.ID}
	for i, l := range lines {
		day, minutes, _ := strings.Cut(l, " ")
		for question, value := range map[string]string{"date": day, "minutes": minutes} {
			if value != "" {
				r.Answers = append(r.Answers, survey.Answer{Question: survey.InTurn(question, i+1), Choices: []string{value}})
			}
		}
	}
	r.Answers = append(r.Answers, survey.Answer{Question: "minutes", Choices: []string{"999"}}, survey.Answer{Question: survey.InTurn("mode", 40), Choices: []string{"video"}})
	return r
}

func TestPairsAreCounted(t *testing.T) {
	for _, c := range []struct {
		name     string
		mentor   []string
		mentee   []string
		meetings int
		differ   []string
	}{
		{"the same twice", []string{"2021-03-01 60", "2021-04-01 45"}, []string{"2021-04-01 50", "2021-03-01 60"}, 2, nil},
		{"one wrote more", []string{"2021-03-01 60", "2021-04-01 45"}, []string{"2021-03-01 60"}, 2, []string{"On 1 April 2021: the mentor wrote down one meeting, the mentee no meeting."}},
		{"two on a day", []string{"2021-03-01 60", "2021-03-01 30"}, []string{"2021-03-01 60", "2021-03-01 30"}, 2, nil},
		{"much longer", []string{"2021-03-01 90"}, []string{"2021-03-01 30"}, 1, []string{"On 1 March 2021: the mentor wrote down 90 minutes, the mentee 30."}},
		{"no log of one", []string{"2021-03-01 60"}, nil, 1, nil},
		{"no log", nil, nil, 0, nil},
		{"no day", []string{" 60"}, []string{" 60", "2021-03-01 60"}, 2, []string{"On 1 March 2021: the mentor wrote down no meeting, the mentee one meeting."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rs []survey.Response
			if c.mentor != nil {
				rs = append(rs, wrote(mentor, c.mentor...))
			}
			if c.mentee != nil {
				rs = append(rs, wrote(mentee, c.mentee...))
			}
			pairs := meetings.Pairs(programme, people, meetings.Logs(rs, people))
			if len(pairs) != 2 || pairs[0].ID != "9" || pairs[0].People[0].Name != "Ada" || pairs[1].ID != "10" {
				t.Fatalf("pairs = %+v", pairs)
			}
			if pairs[0].Meetings != c.meetings || pairs[0].Enough(4) != (c.meetings >= 4) {
				t.Errorf("%d meetings, want %d", pairs[0].Meetings, c.meetings)
			}
			if diff := cmp.Diff(c.differ, pairs[0].Differ); diff != "" {
				t.Errorf("Differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHoursAreRoundedOnce(t *testing.T) {
	for _, c := range []struct {
		step, rounded int
		pence         int64
	}{{0, 120, 27_70}, {1, 107, 24_70}, {60, 120, 27_70}, {10, 110, 25_39}} {
		p := programme
		p.Pay.Step = c.step
		logs := meetings.Logs([]survey.Response{wrote(mentor, "2021-03-01 50", "2021-04-01 57", "2021-05-01")}, people)
		paid := meetings.Hours(p, people, logs)
		if len(paid) != 2 || paid[0].Participant.Name != "Ada" || paid[1].Look != "wrote no log" {
			t.Fatalf("paid = %+v", paid)
		}
		if got := paid[0]; got.Minutes != 107 || got.Meetings != 3 || got.Rounded != c.rounded || got.Pence != c.pence || got.Look != "a length is missing" {
			t.Errorf("by %d: %+v, want %d minutes and %d pence", c.step, got, c.rounded, c.pence)
		}
		if table := meetings.Table(p, paid); len(table.Head) != len(table.Rows[0]) {
			t.Errorf("%d columns, %d cells", len(table.Head), len(table.Rows[0]))
		}
	}
	if got := fmt.Sprint(meetings.InHours(105), " ", meetings.Money(1_05)); got != "1.75 1.05" {
		t.Errorf("written as %q", got)
	}
	unpaid := programme
	unpaid.Pay = survey.Pay{}
	if paid := meetings.Hours(unpaid, people, nil); len(paid) > 0 {
		t.Errorf("nobody is paid, and Hours = %+v", paid)
	}
}

func TestTheStarterAsksForMeetings(t *testing.T) {
	f, err := starter.Form("reverse-mentoring-meeting-log")
	if err != nil {
		t.Fatal(err)
	}
	end, err := starter.Form("reverse-mentoring-end")
	if err != nil {
		t.Fatal(err)
	}
	if !meetings.Asks(f) || meetings.Asks(end) {
		t.Errorf("Asks = %t for the log, %t for the end, want true and false", meetings.Asks(f), meetings.Asks(end))
	}
}

func FuzzRead(f *testing.F) {
	f.Add("date#1", "2021-03-01", "minutes#1", "60")
	f.Add("minutes#999999999", "1e308", "date#-1", "x")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string) {
		for _, m := range meetings.Read(survey.Response{Answers: []survey.Answer{{Question: k1, Choices: []string{v1}}, {Question: k2, Choices: []string{v2}}}}) {
			if m.Minutes < 0 || m.Minutes > 24*60 {
				t.Errorf("a meeting of %d minutes", m.Minutes)
			}
		}
	})
}
