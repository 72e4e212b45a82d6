package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"verbatim/survey/doctor"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

type doctorAnonymityCmd struct {
	place
	Wave   string   `help:"Keys of programme, round and wave, such as \"reverse-mentoring 2021 end\" (default: all anonymous waves)." placeholder:"KEYS"`
	Log    []string `help:"A log to look through for links, codes, names and answers, such as the proxy's. May be given several times." name:"log-file" placeholder:"FILE"`
	Before string   `help:"An earlier backup, decrypted, and" placeholder:"FILE" and:"backups"`
	After  string   `help:"a later one: what changed between them is compared." placeholder:"FILE" and:"backups"`
	Least  int      `help:"How many people a group must have." default:"5"`
	JSON   bool     `help:"Print the report as JSON." name:"json"`
}

// Run tries to join people with anonymous responses, and fails when that
// succeeds.
func (d *doctorAnonymityCmd) Run(ctx context.Context, c *console) (err error) {
	db, err := openThere(ctx, c, d.database())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	config := doctor.AnonymityConfig{DB: db, Dir: d.Dir, Logs: d.Log, Wave: d.Wave, Least: d.Least, Now: time.Now}
	if d.Before != "" {
		for path, into := range map[string]**sqldb.DB{d.Before: &config.Before, d.After: &config.After} {
			backup, err := sqldb.OpenForeign(ctx, c.log, path)
			if err != nil {
				return fault.Coded("D34", "%s is no backup that can be read: decrypt it first (age -d), or name another file.", path)
			}
			defer backup.Close()
			*into = backup
		}
	}
	all, err := doctor.Anonymity(ctx, config)
	if err != nil {
		return err
	}
	if d.JSON {
		err = printJSON(c, map[string]any{"worst": doctor.WorstOf(all), "waves": all})
	} else {
		sayAnonymity(c, all)
	}
	if err != nil || doctor.WorstOf(all) < doctor.Linked {
		return err
	}
	return &fault.Error{Kind: fault.Unavailable, Code: "D35", Text: "People can be joined with responses, or singled out: what is marked \"linked\" above says how, and what to do."}
}

func sayAnonymity(c *console, all []doctor.AnonymityReport) {
	if len(all) == 0 {
		c.say("Nothing", "there is no anonymous wave: nothing promises what could be tried")
	}
	for _, r := range all {
		fmt.Fprintf(c.out, "%s (%s): %s, %s\n", r.Place, r.Mode, some(r.Invited, "invitation", "invitations"), some(r.Responses, "response", "responses"))
		for _, a := range r.Attempts {
			fmt.Fprintf(c.out, "  %-8s %-16s %s\n", a.Verdict, a.Channel, a.Tried)
			fmt.Fprintf(c.out, "  %-8s %-16s -> %s\n", "", "", a.Found)
			if a.Do != "" {
				fmt.Fprintf(c.out, "  %-8s %-16s    %s\n", "", "", a.Do)
			}
		}
	}
}
