package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/backup"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

type backupCmd struct {
	place
	File           string   `arg:"" help:"File to make. It is never written over."`
	Recipient      []string `help:"Encrypt for the holder of this key, age1... as age-keygen prints it. May be given several times." placeholder:"KEY"`
	RecipientsFile []string `help:"Encrypt for the keys in this file, one on each line." placeholder:"FILE"`
}

// Run makes a backup, also while the site is served.
func (b *backupCmd) Run(ctx context.Context, c *console) error {
	to, err := backup.Recipients(b.Recipient, b.RecipientsFile)
	if err != nil {
		return err
	}
	db, err := openThere(ctx, c, b.database())
	if err != nil {
		return err
	}
	bar := c.progress("Copying")
	r, err := newArchive(c, bar).Write(ctx, db, backup.WriteOptions{File: b.File, To: to, Scratch: b.Dir, Avoid: []string{b.index()}})
	bar.end()
	if err == nil {
		noted := store.NoteOn(ctx, db, survey.AuditEvent{Action: survey.BackupMade, At: time.Now(), Details: survey.AuditDetails{"encrypted": r.Encrypted}})
		if noted != nil {
			c.warn("the backup is made, but not noted in the audit: %s", fault.Text(noted))
		}
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	c.say("Backup", "%s, %s", r.File, inBytes(r.Size))
	sayCopied(c, r)
	c.say("Checked", "pages, references, every row and the hash of every verbatim")
	if r.Encrypted {
		c.say("Encrypted", "for %s", some(len(to), "key", "keys"))
	} else {
		c.warn("the backup is not encrypted: who has the file has the answers. -recipient encrypts it")
	}
	c.say("SHA-256", "%s", r.SHA256)
	for _, title := range r.Linkable {
		c.warn("%q is anonymous and being answered by invitation: two backups made meanwhile tell together who answered between them. Encrypt them, and keep none of them after the next one", title)
	}
	return nil
}

// schemas are all the tables that a database has, in the order in which they
// are made.
func schemas() []sqldb.Schema { return []sqldb.Schema{store.Schema(), astore.Schema()} }

// erasers are called for each response that is removed.
func erasers() []store.Eraser { return []store.Eraser{astore.Erase} }

// newArchive returns what makes backups and puts them back.
func newArchive(c *console, bar *progress) *backup.Archive {
	return backup.New(c.log, backup.Config{Schemas: schemas(), Program: program(), Now: time.Now, Progress: bar.at, Erasers: erasers()})
}

// program returns the version of this program, as the Go toolchain recorded it.
func program() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && info.Main.Version == "(devel)" {
			return s.Value
		}
	}
	return info.Main.Version
}

// openThere opens a database that must be there already, and leaves its tables
// as they are.
func openThere(ctx context.Context, c *console, database string) (*sqldb.DB, error) {
	if !sqldb.IsPostgres(database) {
		if _, err := os.Stat(database); err != nil {
			return nil, fault.Coded("B03", "There is no database %s: check the folder.", database)
		}
	}
	return sqldb.Open(ctx, c.log, database)
}

// sayCopied prints what a backup, a restore or a move holds.
func sayCopied(c *console, r backup.Report) {
	rows := 0
	for _, t := range r.Tables {
		rows += t.Rows
	}
	c.say("Holds", "%s with %s; %s in %d tables", some(r.Rows("response"), "response", "responses"),
		some(r.Verbatims, "verbatim", "verbatims"), some(rows, "row", "rows"), len(r.Tables))
}

// inBytes returns a size as people read it.
func inBytes(n int64) string {
	const step = 1024
	size, unit := float64(n), 0
	for size >= step && unit < len(units)-1 {
		size /= step
		unit++
	}
	if unit == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}

var units = []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
