package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"verbatim/survey/sqldb"
)

// staffTimes are columns with times at which staff did something: they come
// after an answer by as long as staff took.
var staffTimes = []string{"coding.decided_at", "action.decided_at", "saved_search.saved_at", "coding_spread.made_at", "coding_spread.undone_at", "masking.made_at", "entity.saved_at"}

// Times in columns are microseconds of years in which this can have run.
const (
	earliestMicros = 946_684_800_000_000   // 2000
	latestMicros   = 4_102_444_800_000_000 // 2100
)

// timeOfDay reports whether a value is a time and not only a day.
func timeOfDay(v any) bool {
	switch v := v.(type) {
	case int64:
		return v >= earliestMicros && v < latestMicros && v%(24*time.Hour).Microseconds() != 0
	case time.Time:
		return true
	case string:
		if len(v) <= len(time.DateOnly) || len(v) > len(time.RFC3339Nano)+5 {
			return false
		}
		for _, layout := range []string{time.RFC3339Nano, time.DateTime, "2006-01-02 15:04:05.999999999-07", "2006-01-02T15:04:05"} {
			if _, err := time.Parse(layout, v); err == nil {
				return true
			}
		}
	}
	return false
}

// times looks for times of day in rows that tell of a response, of an
// invitation, or of both by what participants did.
func (e *examination) times(ctx context.Context) ([]Attempt, error) {
	a := Attempt{
		Channel: "times", Of: len(e.responses),
		Tried: "every column of every row that names a response, an invitation or a participant, and what the audit and the drafts say of participants: is there a time of day?",
		Found: "days only, and times at which staff did something",
	}
	found := map[string]bool{}
	responses, invitations := e.responseKeys(), e.invitationKeys(true)
	maps.Copy(invitations, e.invitationKeys(false))
	for _, table := range e.snapshot.Tables() {
		err := e.snapshot.Rows(ctx, table, func(p sqldb.Physical) error {
			if !e.tellsOfPeople(table, p, responses, invitations) {
				return nil
			}
			for i, name := range p.Columns {
				column := table + "." + name
				if timeOfDay(p.Values[i]) && !slices.Contains(staffTimes, column) {
					found[column] = true
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(found) > 0 {
		a.Verdict = Linked
		a.Found = "a time of day is kept in " + strings.Join(slices.Sorted(maps.Keys(found)), ", ") + ": laid beside the log of any server on the way, it names who answered"
		a.Do = "make these days, or take them out"
	}
	return []Attempt{a}, nil
}

func (e *examination) tellsOfPeople(table string, p sqldb.Physical, responses, invitations map[string]bool) bool {
	switch table {
	case "audit":
		return text(p.Value("actor_kind")) == "participants"
	case "draft", "audit_tally", "withdrawal", "submission", "attachment":
		return true
	}
	for w := range tokensOf(p) {
		if responses[w] || invitations[w] {
			return true
		}
	}
	return false
}

// files looks at the times of the files in the folder of the data: one that is
// written for each answer tells when that came.
func (e *examination) files(_ context.Context) ([]Attempt, error) {
	if e.config.Dir == "" {
		return nil, nil
	}
	a := Attempt{
		Channel: "files", Of: len(e.responses),
		Tried: "the dates of all files in the folder of the data: is one made for each response?",
	}
	times, files := map[int64]bool{}, 0
	err := filepath.WalkDir(e.config.Dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // files come and go while the site is served
			return nil
		}
		if err != nil || d.IsDir() || !strings.HasPrefix(filepath.Ext(path), ".zap") {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files++
			times[info.ModTime().Unix()] = true
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	a.Found = fmt.Sprintf("%d parts of the index have %d different times, for %d responses", files, len(times), len(e.responses))
	if len(times) > 1 && len(times)*2 > len(e.responses) {
		a.Verdict = Limited
		a.Do = "`verbatim reindex` when the wave has closed makes the parts anew; nobody but the server's account can read them (`verbatim doctor` looks)"
	}
	return []Attempt{a}, err
}
