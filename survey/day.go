package survey

import (
	"time"

	"verbatim/survey/fault"
)

// A Day is a date without a time, written 2006-01-02; empty means none. It is a
// day because a time of day is enough to join a response to a line in a log.
type Day string

// DayOf returns the day of t in UTC.
func DayOf(t time.Time) Day { return Day(t.UTC().Format(time.DateOnly)) }

// ParseDay reads a day written 2006-01-02. Empty is allowed and means none.
func ParseDay(s string) (Day, error) {
	if s == "" {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fault.Coded("S02", "%q is not a date: write it as 2021-06-30.", s)
	}
	return Day(s), nil
}

// String returns the day as people read it, "22 November 2026", or "" for none.
func (d Day) String() string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return t.Format("2 January 2006")
}

// Next returns the day after d, and "" for none.
func (d Day) Next() Day { return d.add(1) }

// Before returns the day before d, and "" for none.
func (d Day) Before() Day { return d.add(-1) }

func (d Day) add(days int) Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return DayOf(t.AddDate(0, 0, days))
}

// InYears returns the same day so many years later, and "" for none.
func (d Day) InYears(years int) Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return DayOf(t.AddDate(years, 0, 0))
}
