package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sheet"
)

type auditCmd struct {
	List   auditListCmd   `cmd:"" help:"List who did what."`
	Verify auditVerifyCmd `cmd:"" help:"Check that nothing in the audit was changed, taken out or put in, and print its head to note down."`
	Export auditExportCmd `cmd:"" help:"Write the audit to a file that can be verified without the database."`
}

type auditListCmd struct {
	place
	Since string `help:"First day to list, as 2026-05-01." placeholder:"DAY"`
	CSV   bool   `help:"As CSV." name:"csv" xor:"as"`
	JSON  bool   `help:"As one JSON object a line, as export writes it." name:"json" xor:"as"`
}

// Run lists the audit, oldest first.
func (l *auditListCmd) Run(ctx context.Context, c *console) error {
	since, err := survey.ParseDay(l.Since)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, l.place)
	if err != nil {
		return err
	}
	defer a.close()
	rows := from(a.survey.Audited(ctx), since)
	switch {
	case l.JSON:
		_, err = writeAudit(c.out, rows)
	case l.CSV:
		err = auditCSV(c.out, rows)
	default:
		err = auditTable(c.out, rows)
	}
	return err
}

// from passes over the rows of days before since.
func from(rows iter.Seq2[survey.AuditRow, error], since survey.Day) iter.Seq2[survey.AuditRow, error] {
	return func(yield func(survey.AuditRow, error) bool) {
		for r, err := range rows {
			if err == nil && r.Day() < since {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func auditTable(w io.Writer, rows iter.Seq2[survey.AuditRow, error]) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for r, err := range rows {
		if err != nil {
			return err
		}
		at := string(r.Day())
		if t, exact := r.Time(); exact {
			at = t.Format(time.DateTime)
		}
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\n", r.Seq, at, r.By(), r.Action, r.Details)
	}
	return out.Flush()
}

func auditCSV(w io.Writer, rows iter.Seq2[survey.AuditRow, error]) error {
	table := sheet.Table{Name: "audit", Head: []string{"number", "at", "actor_kind", "actor", "action", "object_kind", "object", "details", "hash"}}
	for r, err := range rows {
		if err != nil {
			return err
		}
		table.Rows = append(table.Rows, []any{r.Seq, r.At, string(r.ActorKind), r.Actor, string(r.Action), r.ObjectKind, r.ObjectID, r.Details, r.Hash})
	}
	return sheet.WriteCSV(w, table)
}

// writeAudit writes one JSON object a line and returns the last row.
func writeAudit(w io.Writer, rows iter.Seq2[survey.AuditRow, error]) (head survey.AuditHead, err error) {
	out := json.NewEncoder(w)
	for r, err := range rows {
		if err != nil {
			return head, err
		}
		if err := out.Encode(r); err != nil {
			return head, err
		}
		head = survey.AuditHead{Seq: r.Seq, Hash: r.Hash}
	}
	return head, nil
}

type auditExportCmd struct {
	place
	File string `arg:"" help:"File to make. It is never written over."`
}

// Run writes the audit to a new file.
func (e *auditExportCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, e.place)
	if err != nil {
		return err
	}
	defer a.close()
	f, err := os.OpenFile(e.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Coded("L04", "%s cannot be made: %v. Name a file that is not there yet.", e.File, err)
	}
	out := bufio.NewWriter(f)
	head, err := writeAudit(out, a.survey.Audited(ctx))
	if err = errors.Join(err, out.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := a.survey.Note(ctx, survey.AuditExported, "", survey.AuditDetails{"rows": head.Seq}); err != nil {
		return err
	}
	c.say("Exported", "%s to %s", some(int(head.Seq), "row", "rows"), e.File)
	c.say("Head", "%s", head.Hash)
	return nil
}

type auditVerifyCmd struct {
	place
	Head string `help:"A head that was noted earlier: that row must still be there, as it was." placeholder:"HASH"`
	File string `help:"Verify an exported file instead of the database." placeholder:"FILE"`
}

// Run walks along the audit and fails when it is not sound.
func (v *auditVerifyCmd) Run(ctx context.Context, c *console) error {
	v.Head = strings.ToLower(strings.TrimSpace(v.Head))
	if b, err := hex.DecodeString(v.Head); err != nil || len(b) != 32 && v.Head != "" {
		return fault.Coded("L05", "%q is no head: give the 64 letters and digits that verify printed.", v.Head)
	}
	report, err := v.check(ctx, c)
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		fmt.Fprintln(c.err, p.Text)
	}
	if report.More > 0 {
		fmt.Fprintf(c.err, "and %d more places like these\n", report.More)
	}
	if !report.Sound() {
		return fault.New(fault.Invalid, "The audit is not sound: %s. Compare it with a backup or an exported file.", some(len(report.Problems)+report.More, "place is broken", "places are broken"))
	}
	c.say("Sound", "%s, each follows from the one before", some(int(report.Head.Seq), "row", "rows"))
	if v.Head != "" {
		c.say("Noted", "the head that was noted is among them")
	}
	c.say("Head", "%s", report.Head.Hash)
	return nil
}

func (v *auditVerifyCmd) check(ctx context.Context, c *console) (survey.AuditReport, error) {
	if v.File != "" {
		return v.checkFile()
	}
	a, err := openApp(ctx, c.log, v.place)
	if err != nil {
		return survey.AuditReport{}, err
	}
	defer a.close()
	return a.survey.CheckAudit(ctx, v.Head)
}

func (v *auditVerifyCmd) checkFile() (report survey.AuditReport, err error) {
	f, err := os.Open(v.File)
	if err != nil {
		return report, fault.Coded("L06", "%s cannot be opened: %v.", v.File, err)
	}
	defer f.Close()
	found := v.Head == ""
	report, err = survey.CheckAudit(func(yield func(survey.AuditRow, error) bool) {
		for r, err := range auditLines(f) {
			found = found || r.Hash == v.Head
			if !yield(r, err) {
				return
			}
		}
	})
	if err == nil && !found {
		report.Add(report.Head.Seq, "No row has the hash that was noted: rows were taken off the end, the audit was written anew, or the file is older than the note.")
	}
	return report, err
}

// longestAuditLine is how many bytes a line of an exported audit may have: ten
// times what the longest can.
const longestAuditLine = 64 << 10

// auditLines reads an exported audit.
func auditLines(r io.Reader) iter.Seq2[survey.AuditRow, error] {
	return func(yield func(survey.AuditRow, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, longestAuditLine)
		n := 0
		for lines.Scan() {
			n++
			var row survey.AuditRow
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				yield(row, fault.Coded("L07", "Line %d is no row of an audit: name a file that verbatim audit export made.", n))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(survey.AuditRow{}, fault.Coded("L08", "The file cannot be read after line %d: %v.", n, err))
		}
	}
}
