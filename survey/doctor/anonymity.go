package doctor

import (
	"context"
	"fmt"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// A Verdict says how far an attempt to join people with responses got.
type Verdict int

// The verdicts, the worst last.
const (
	Closed  Verdict = iota // nothing was learnt
	Limited                // something was learnt, and it does not join anybody with a response by itself
	Linked                 // people can be joined with their responses, or singled out
)

var verdictNames = [...]string{"closed", "limited", "linked"}

// String returns the verdict in lower case.
func (v Verdict) String() string { return verdictNames[v] }

// MarshalText writes the verdict as String does.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// An Attempt is what was tried through one channel to find out who gave which
// response, and how far it got. Hits and Chance are how many people would be
// joined with their own response by guessing through this channel, and by
// guessing blindly; Of is how many there are.
type Attempt struct {
	Channel string  `json:"channel"`
	Tried   string  `json:"tried"`
	Found   string  `json:"found"`
	Hits    float64 `json:"hits,omitempty"`
	Chance  float64 `json:"chance,omitempty"`
	Of      int     `json:"of,omitempty"`
	Verdict Verdict `json:"verdict"`
	Do      string  `json:"do,omitempty"` // empty where nothing is to be done
}

// An AnonymityReport is what was tried on one wave.
type AnonymityReport struct {
	Place     string      `json:"place"` // keys of programme, round and wave
	Title     string      `json:"title"`
	Mode      survey.Mode `json:"mode"`
	Invited   int         `json:"invited"`
	Responses int         `json:"responses"`
	Attempts  []Attempt   `json:"attempts"`
	Worst     Verdict     `json:"worst"`
}

// AnonymityConfig says what is looked at.
type AnonymityConfig struct {
	DB     *sqldb.DB
	Dir    string     // folder of the data, whose files are looked at; empty for none
	Logs   []string   // files of logs, such as a reverse proxy's
	Before *sqldb.DB  // an earlier backup, and
	After  *sqldb.DB  // a later one: what changed between them is compared; nil for none
	Wave   string     // keys of programme, round and wave, "reverse-mentoring 2021 end"; empty for all
	Round  string     // ID of a round; empty for all
	Least  int        // how many people a group must have; LeastTogether when 0
	Naming NameFinder // finds people of the list in texts; nil for the names as they stand in it
	Now    func() time.Time
}

// A NameFinder returns which of the names stand in a text in any form.
type NameFinder func(text string, names []string) []string

// LeastTogether is how many people a group must have so that nobody in it is
// singled out: as many as a count must have to be printed.
const LeastTogether = 5

// mostResponses is how many responses to a wave are looked at: with more, order
// and groups tell nothing about one person, and memory would be needed for it.
const mostResponses = 100_000

// Anonymity tries to join people with responses in all waves that promise that
// nobody can, and reports how far each attempt got. It changes nothing and shows
// no answer, no name and no link.
func Anonymity(ctx context.Context, c AnonymityConfig) (all []AnonymityReport, err error) {
	defer fault.Wrap(&err, "doctor.Anonymity")
	if c.Least == 0 {
		c.Least = LeastTogether
	}
	s, err := c.DB.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	waves, err := store.AnonymousWaves(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, w := range waves {
		if c.Wave != "" && w.Place != c.Wave || c.Round != "" && w.RoundID != c.Round {
			continue
		}
		r, err := c.examineWave(ctx, s, w)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	if len(all) == 0 && c.Wave != "" {
		return nil, fault.Coded("D31", "There is no anonymous wave %q: name programme, round and wave, as in \"reverse-mentoring 2021 end\". Waves that join answers to people promise nothing that could be tried.", c.Wave)
	}
	return all, nil
}

func (c AnonymityConfig) examineWave(ctx context.Context, s *sqldb.Snapshot, w store.AnonymousWave) (r AnonymityReport, err error) {
	r = AnonymityReport{Place: w.Place, Title: w.Title, Mode: w.Mode}
	e := &examination{config: c, snapshot: s, wave: w}
	if err := e.load(ctx); err != nil {
		return r, err
	}
	r.Invited, r.Responses = len(e.invited), len(e.responses)
	if len(e.responses) > mostResponses {
		return r, fault.Coded("D32", "The wave %s has %d responses: more than %d are not looked at, because one person disappears among them.", w.Place, len(e.responses), mostResponses)
	}
	for _, try := range []func(context.Context) ([]Attempt, error){e.identifiers, e.order, e.times, e.files, e.logs, e.backups, e.groups, e.names} {
		some, err := try(ctx)
		if err != nil {
			return r, err
		}
		r.Attempts = append(r.Attempts, some...)
	}
	for _, a := range r.Attempts {
		r.Worst = max(r.Worst, a.Verdict)
	}
	return r, nil
}

// WorstOf returns the worst verdict of several reports.
func WorstOf(all []AnonymityReport) Verdict {
	worst := Closed
	for _, r := range all {
		worst = max(worst, r.Worst)
	}
	return worst
}

// share returns a number of hits as people read it.
func share(hits float64, of int) string {
	if of == 0 {
		return "nobody"
	}
	return fmt.Sprintf("%.1f of %d", hits, of)
}
