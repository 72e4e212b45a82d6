package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"verbatim/analysis/pipeline"
	"verbatim/survey/backup"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

type moveCmd struct {
	From         string `arg:"" help:"Database to copy: a file, or postgres://..."`
	To           string `arg:"" help:"Empty database to copy it to: a file that does not exist, or postgres://..."`
	WhileServing bool   `help:"Copy a database that is being served, as a rehearsal: what is stored afterwards is not in the copy."`
	Scratch      string `help:"Folder for a small temporary file (default: that of the file, or the present one)." placeholder:"DIR"`
}

// Run copies all tables of a database to another one.
func (m *moveCmd) Run(ctx context.Context, c *console) (err error) {
	if m.From == m.To {
		return fault.Coded("B20", "Source and target are the same: name two databases.")
	}
	from, err := openThere(ctx, c, m.From)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	leave, err := m.standStill(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, leave()) }()
	to, err := sqldb.Open(ctx, c.log, m.To)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	bar := c.progress("Copying")
	r, err := newArchive(c, bar).Move(ctx, from, to, m.scratch())
	bar.end()
	if err != nil {
		return err
	}
	m.report(c, r)
	return nil
}

// standStill makes sure that no server works on the source, and that none
// begins to before leave is called.
func (m *moveCmd) standStill(ctx context.Context, from *sqldb.DB) (leave func() error, err error) {
	if m.WhileServing {
		return func() error { return nil }, nil
	}
	lead, err := from.Lead(ctx, pipeline.Follower)
	if fault.KindOf(err) == fault.Conflict {
		return nil, fault.Coded("B22", "%s is being served: what people send while it is copied would be missing in the copy. Stop the server first. -while-serving copies it as it is at one moment, for a rehearsal.", from.Place())
	}
	if err != nil {
		return nil, err
	}
	return lead.Leave, nil
}

func (m *moveCmd) scratch() string {
	if m.Scratch != "" {
		return m.Scratch
	}
	for _, name := range []string{m.To, m.From} {
		if !sqldb.IsPostgres(name) {
			return filepath.Dir(name)
		}
	}
	return "."
}

func (m *moveCmd) report(c *console, r backup.Report) {
	for _, t := range r.Tables {
		fmt.Fprintf(c.out, "%-24s %9d  %s\n", t.Table, t.Rows, t.Hash)
	}
	if r.Again {
		c.say("Unchanged", "the target holds the same already, row for row")
		return
	}
	sayCopied(c, r)
	if r.Unnoted != nil {
		c.warn("the database is moved, but not noted in the audit: %s", fault.Text(r.Unnoted))
	}
	c.say("Checked", "every row was read again in the target; the hashes above are those of both")
	if r.Missed > 0 {
		c.warn("B23: the source took %s while it was copied, which the target lacks: this was a rehearsal. Stop the server and move into another empty database", some(int(r.Missed), "change", "changes"))
		return
	}
	c.say("Next", "verbatim serve -database with the target; the index of the old folder may be kept")
}
