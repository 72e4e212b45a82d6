package main

import (
	"context"
	"time"

	"verbatim/survey/backup"
)

type restoreCmd struct {
	place
	File     string   `arg:"" help:"Backup to put back."`
	Removals []string `help:"List of what was withdrawn since (removals.txt of the folder that was lost, or of each process). May be given several times; one that lies in the folder is read anyway." placeholder:"FILE"`
	Identity []string `help:"File of the key that opens it, as age-keygen writes it." placeholder:"FILE"`
}

// Run puts a backup back into an empty place.
func (r *restoreCmd) Run(ctx context.Context, c *console) error {
	keys, err := backup.Identities(r.Identity)
	if err != nil {
		return err
	}
	bar := c.progress("Copying")
	report, err := newArchive(c, bar).Restore(ctx, backup.RestoreOptions{File: r.File, Identities: keys, Dir: r.Dir, Database: r.database(), Removals: r.Removals})
	bar.end()
	if err != nil {
		return err
	}
	c.say("Restored", "the backup of %s", report.MadeAt.Format(time.DateTime+" MST"))
	sayCopied(c, report)
	c.say("Checked", "pages, references, every row and the hash of every verbatim")
	c.say("Ended", "%s: everybody signs in again", some(int(report.Sessions), "session", "sessions"))
	if report.Drafts > 0 {
		c.say("Deleted", "%s that nobody has sent for two weeks", some(int(report.Drafts), "draft", "drafts"))
	}
	if report.Lists > 0 {
		c.say("Removed", "%s that had been withdrawn, or kept as long as was promised, since the backup was made", some(report.Removed, "response", "responses"))
		c.warn("what was stored or decided after the backup was made is not in it")
	} else {
		c.warn("what was stored, withdrawn or decided after the backup was made is not in it. Name the list of what was withdrawn (removals.txt, beside the database that was lost) with -removals; without it, whoever withdrew since then has to be asked for the code again")
	}
	c.say("Next", "verbatim serve, or verbatim reindex, makes the index")
	return nil
}
