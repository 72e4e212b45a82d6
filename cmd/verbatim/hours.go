package main

import (
	"context"
	"path/filepath"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/meetings"
	"verbatim/survey/sheet"
)

type hoursCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
	Out       string `help:"File to write: a new one that ends in .csv or .xlsx (default: CSV on the terminal)." placeholder:"FILE"`
}

// Run writes the hours that people are paid for, from what they wrote down about
// their meetings.
func (h *hoursCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, h.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, r, err := a.round(ctx, h.Programme, h.Round)
	if err != nil {
		return err
	}
	logs, asked, err := a.survey.MeetingLogs(ctx, r)
	if err != nil {
		return err
	}
	switch {
	case !asked:
		return fault.New(fault.Invalid, "No wave of round %q asks for the day and the length of meetings in a mode that knows who answers (named or confidential).", r.Key)
	case p.Pay.Role == "":
		return fault.New(fault.Invalid, "Nobody is paid by the hour in %q: say who on the programme’s page.", p.Key)
	}
	people, err := a.survey.Participants(ctx, r.ID)
	if err != nil {
		return err
	}
	table := meetings.Table(p, meetings.Hours(p, people, logs))
	kind := sheet.CSV
	if h.Out != "" {
		kind = strings.TrimPrefix(strings.ToLower(filepath.Ext(h.Out)), ".")
	}
	content, _, err := sheet.Bytes(kind, table)
	if err != nil {
		return err
	}
	if err := h.write(c, content); err != nil {
		return err
	}
	if h.Out != "" {
		c.say("Hours", "of %s in %s. %s", some(len(table.Rows), "person", "people"), h.Out, meetings.Rule(p))
	}
	return a.survey.Note(ctx, survey.DataExported, r.ID, survey.AuditDetails{"format": kind, "what": "hours", "rows": len(table.Rows)})
}

func (h *hoursCmd) write(c *console, content []byte) error {
	if h.Out == "" {
		_, err := c.out.Write(content)
		return err
	}
	return writePrivate(h.Out, content)
}
