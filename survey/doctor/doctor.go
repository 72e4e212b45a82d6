// Package doctor looks whether an installation is as it should be: its
// database, its files, its disk, its clock and how it is served.
//
// It is for cmd, which adds the checks of what this package cannot see, such as
// the index. It changes nothing, and works while the site is served. What it
// finds, it says in words for the person who looks after the machine: what,
// where, and what to do. It never shows an answer, a name or a token.
package doctor

import (
	"context"
	"log/slog"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// A Level says how bad a finding is.
type Level int

// The levels, the worst last.
const (
	OK      Level = iota // as it should be
	Note                 // worth knowing
	Warning              // will become wrong, or is not as safe as it could be
	Wrong                // something is lost, or will be
)

var levelNames = [...]string{"ok", "note", "warning", "wrong"}

// String returns the level in lower case.
func (l Level) String() string { return levelNames[l] }

// MarshalText writes the level as String does.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// A Finding is what a check has found.
type Finding struct {
	Level Level  `json:"level"`
	Check string `json:"check"`
	What  string `json:"what"`
	Where string `json:"where,omitempty"`
	Do    string `json:"do,omitempty"` // empty where nothing is to be done
}

// A Check looks at one thing. It adds its findings, at least one, and returns
// an error when it could not look to the end.
type Check struct {
	Name string
	Run  func(ctx context.Context, add func(Finding)) error
}

// A Doctor runs checks.
type Doctor struct{ log *slog.Logger }

// New returns a Doctor.
func New(log *slog.Logger) *Doctor { return &Doctor{log} }

// Examine runs the checks one after the other, calls tell with each finding as
// it is made, and returns all. A check that could not look to the end is a
// finding too.
func (d *Doctor) Examine(ctx context.Context, checks []Check, tell func(Finding)) (all []Finding, err error) {
	defer fault.Wrap(&err, "doctor.Examine(%d)", len(checks))
	for _, c := range checks {
		add := func(f Finding) {
			f.Check = c.Name
			all = append(all, f)
			tell(f)
		}
		err := c.Run(ctx, add)
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		if err != nil {
			d.log.ErrorContext(ctx, "a check could not look to the end", slog.String("check", c.Name), slog.Any("error", err))
			add(unfinished(err))
		}
	}
	return all, nil
}

// putBack is what to do about a damaged database.
const putBack = "stop the server, keep a copy of the database as it is, and put back the last backup with `verbatim restore`"

// unfinished describes what kept a check from looking to the end. The text of an
// internal error is for visitors, to whom it says that nothing is lost.
func unfinished(err error) Finding {
	f := Finding{Level: Wrong, What: "this could not be looked at", Do: "see the log above for the cause"}
	switch {
	case sqldb.IsDamaged(err):
		f.What, f.Do = f.What+": the database is damaged", putBack
	case fault.KindOf(err) != fault.Internal:
		f.What += ": " + fault.Text(err)
	}
	return f
}

// Worst returns the level of the worst finding.
func Worst(all []Finding) Level {
	worst := OK
	for _, f := range all {
		worst = max(worst, f.Level)
	}
	return worst
}
