package main

import (
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
)

// cli is the whole command line: flags, environment and help in one struct. A
// flag wins over its environment variable, which wins over the default.
type cli struct {
	Log slog.Level `help:"Least level of log lines: debug, info, warn or error." default:"info" env:"VERBATIM_LOG"`

	Demo     demoCmd     `cmd:"" help:"Take a real evaluation from its answers to its summary, then serve it on this machine."`
	Serve    serveCmd    `cmd:"" help:"Serve the forms and the staff pages."`
	New      newCmd      `cmd:"" help:"Set up a programme's round with a form that people can answer."`
	Form     formCmd     `cmd:"" help:"List, check, import, export and publish forms; score instruments."`
	Invite   inviteCmd   `cmd:"" help:"Make a link to answer for each participant of a CSV file."`
	Answers  answersCmd  `cmd:"" help:"Write all answers to a form as a table with a codebook, for a spreadsheet, R or SPSS."`
	Hours    hoursCmd    `cmd:"" help:"Write the hours that people are paid for meeting, as CSV or XLSX."`
	Mail     mailCmd     `cmd:"" help:"Send invitations and reminders by e-mail, and read what came back."`
	Codebook codebookCmd `cmd:"" help:"Print or replace a programme's themes."`
	Import   importCmd   `cmd:"" help:"Store the responses, or an earlier round's recommendations, of a CSV file."`
	Search   searchCmd   `cmd:"" help:"Find answers."`
	Kwic     kwicCmd     `cmd:"" help:"Line up every occurrence of words in their contexts."`
	Keywords keywordsCmd `cmd:"" help:"List the words that set two selections of answers apart."`
	Export   exportCmd   `cmd:"" aliases:"summary" help:"Write the draft summary of a round, or an edition of it, as files."`
	Check    checkCmd    `cmd:"" help:"Read an exported summary again: is every quote still what was written, and what did somebody change."`
	Publish  publishCmd  `cmd:"" help:"List, check, make and publish editions of a round's summary."`
	Lint     lintCmd     `cmd:"" help:"Say what a summary that was published elsewhere holds, and what is wrong with it."`
	User     userCmd     `cmd:"" help:"Add, list and mend staff accounts."`
	Reindex  reindexCmd  `cmd:"" help:"Rebuild the index from the database."`
	Key      keyCmd      `cmd:"" help:"Make a key for backups that are encrypted."`
	Retain   retainCmd   `cmd:"" help:"Remove the answers that were kept as long as was promised, as the server does each day."`
	Doctor   doctorCmd   `cmd:"" help:"Look whether everything is as it should be, also while it is served."`
	Backup   backupCmd   `cmd:"" help:"Make a backup of the database, also while it is served."`
	Restore  restoreCmd  `cmd:"" help:"Put a backup back into an empty place."`
	Move     moveCmd     `cmd:"" help:"Copy a database to another one, from SQLite to PostgreSQL or back."`
	Audit    auditCmd    `cmd:"" help:"Show and verify the record of who did what."`
	Evaluate evaluateCmd `cmd:"" help:"Measure the analysis against answers coded by people."`
	Bench    benchCmd    `cmd:"" help:"Measure this program on this machine."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// place says where the data are. It is shared by every command that needs them.
type place struct {
	Dir      string `help:"Folder of the database and the index." default:"verbatim-data" env:"VERBATIM_DIR" placeholder:"DIR"`
	Database string `help:"Database: a file, or postgres://... (default: verbatim.db in the folder)." env:"VERBATIM_DATABASE" placeholder:"URL"`
	Index    string `help:"Folder of the index (default: index in the folder)." env:"VERBATIM_INDEX" placeholder:"DIR"`
}

func (p place) database() string {
	if p.Database != "" {
		return p.Database
	}
	return filepath.Join(p.Dir, "verbatim.db")
}

func (p place) index() string {
	if p.Index != "" {
		return p.Index
	}
	return filepath.Join(p.Dir, "index")
}

// console is the terminal that a command talks to: answers go to out, progress
// and warnings to err.
type console struct {
	in       io.Reader
	out, err io.Writer
	log      *slog.Logger
}

// say prints one line of a command's answer: what it is about, then the words.
func (c *console) say(about, format string, args ...any) {
	fmt.Fprintf(c.out, "%-12s %s\n", about, fmt.Sprintf(format, args...))
}

// warn prints one line that a person should not overlook.
func (c *console) warn(format string, args ...any) {
	fmt.Fprintf(c.err, "warning: %s\n", fmt.Sprintf(format, args...))
}

// some returns a number with its noun: "1 answer", "3 answers".
func some(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}
