package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"verbatim/search/bleveindex"
	"verbatim/survey/backup"
	"verbatim/survey/doctor"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// doctorCmd has one check of everything, and room for others that take long or
// need to be asked for.
type doctorCmd struct {
	All       doctorAllCmd       `cmd:"" default:"withargs" help:"Look at everything (what doctor does when nothing else is named)."`
	Anonymity doctorAnonymityCmd `cmd:"" help:"Try to join people with the responses of anonymous waves, which must fail."`
}

type doctorAllCmd struct {
	place
	PublicURL string `help:"Address under which people reach the site, as for serve." env:"VERBATIM_PUBLIC_URL" placeholder:"URL"`
	Secure    bool   `help:"The site is reached by HTTPS, as for serve." env:"VERBATIM_SECURE"`
	JSON      bool   `help:"Print the findings as JSON." name:"json"`
}

// Run looks at everything and fails when something is wrong.
func (d *doctorAllCmd) Run(ctx context.Context, c *console) (err error) {
	db, err := openThere(ctx, c, d.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	file := d.database()
	if sqldb.IsPostgres(file) {
		file = ""
	}
	checks := doctor.Config{
		DB: db, Schemas: schemas(), Dir: d.Dir, Database: file, Index: d.index(), Now: time.Now,
		PublicURL: d.PublicURL, Secure: d.Secure, DraftLife: backup.DraftLife,
	}.Checks()
	checks = append(checks, doctor.Check{Name: "index", Run: func(ctx context.Context, add func(doctor.Finding)) error {
		return checkIndex(ctx, db, d.index(), add)
	}})
	all, err := doctor.New(c.log).Examine(ctx, checks, func(f doctor.Finding) {
		if !d.JSON {
			sayFinding(c, f)
		}
	})
	if err != nil {
		return err
	}
	if d.JSON {
		if err := printJSON(c, map[string]any{"worst": doctor.Worst(all), "findings": all}); err != nil {
			return err
		}
	}
	return verdict(all)
}

// sayFinding prints a finding on a line, and what to do about it on the next.
func sayFinding(c *console, f doctor.Finding) {
	where := ""
	if f.Where != "" {
		where = f.Where + ": "
	}
	fmt.Fprintf(c.out, "%-8s %-10s %s%s\n", f.Level, f.Check, where, f.What)
	if f.Do != "" {
		fmt.Fprintf(c.out, "%-19s -> %s\n", "", f.Do)
	}
}

// verdict returns a fault when something is wrong.
func verdict(all []doctor.Finding) error {
	wrong := map[string]bool{}
	var names []string
	for _, f := range all {
		if f.Level == doctor.Wrong && !wrong[f.Check] {
			wrong[f.Check] = true
			names = append(names, f.Check)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Unavailable, Code: "B30", Text: "Something is wrong: " + strings.Join(names, ", ") + ". Each finding above says what to do."}
}

// checkIndex compares the index with the feed, unless a server has it open.
func checkIndex(ctx context.Context, db *sqldb.DB, dir string, add func(doctor.Finding)) error {
	in, err := bleveindex.Inspect(ctx, dir)
	f := doctor.Finding{Where: dir}
	switch fault.KindOf(err) {
	case fault.NotFound:
		f.Level, f.What, f.Do = doctor.Note, "there is no index", "the server makes one when it starts; `verbatim reindex` does now"
	case fault.Unavailable:
		f.Level, f.What, f.Do = doctor.Note, "a server has the index open, and looks after it", "to have its files read through, stop the server for a moment"
	case fault.Conflict:
		f.Level, f.What, f.Do = doctor.Note, "another version of the program has written the index", "the server makes it again when it starts"
	case fault.Invalid:
		f.Level, f.What, f.Do = doctor.Wrong, "the index is damaged", "`verbatim reindex` makes it again; nothing is lost. Look after the disk"
	default:
		if err != nil {
			return err
		}
		head, err := store.HeadOf(ctx, db)
		if err != nil {
			return err
		}
		sayIndex(in, head, f, add)
		return nil
	}
	add(f)
	return nil
}

func sayIndex(in bleveindex.Inspection, head int64, f doctor.Finding, add func(doctor.Finding)) {
	f.What = fmt.Sprintf("%d documents, every file reads, up to change %d of %d", in.Documents, in.Position, head)
	switch {
	case in.Position > head:
		f.Level, f.Do = doctor.Wrong, "the index is of another database, or the database was put back: `verbatim reindex` makes it again"
	case in.Position < head:
		f.Level, f.Do = doctor.Note, "the server catches up when it starts"
	}
	add(f)
	if in.Unclean {
		add(doctor.Finding{Level: doctor.Note, What: "the server that had the index open last was killed", Where: f.Where, Do: "nothing: its files are whole"})
	}
}
