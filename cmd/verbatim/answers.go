package main

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"verbatim/analysis/dataset"
	"verbatim/survey"
	"verbatim/survey/fault"
)

type answersCmd struct {
	place
	Programme string `arg:"" help:"Key of the programme."`
	Form      string `arg:"" help:"Key of the form."`
	Round     string `help:"Key of the one round that is wanted (default: all)." placeholder:"KEY"`
	Wave      string `help:"Key of the one wave that is wanted (default: all that ask with the form)." placeholder:"KEY"`
	Out       string `required:"" help:"File to write: a new one that ends in .xlsx, or in .zip for CSV with scripts for R and SPSS and a codebook." placeholder:"FILE"`
}

// Run writes all answers to a form as a table with a codebook.
func (w *answersCmd) Run(ctx context.Context, c *console) error {
	a, err := openApp(ctx, c.log, w.place)
	if err != nil {
		return err
	}
	defer a.close()
	p, err := a.survey.ProgrammeByKey(ctx, w.Programme)
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "There is no programme %q.", w.Programme)
	}
	if err != nil {
		return err
	}
	in, err := dataset.Load(ctx, a.survey, dataset.Selection{Programme: p, Form: w.Form, Round: w.Round, Wave: w.Wave}, time.Now())
	if err != nil {
		return err
	}
	d, err := dataset.Build(in)
	if err != nil {
		return err
	}
	kind := strings.TrimPrefix(strings.ToLower(filepath.Ext(w.Out)), ".")
	content, _, err := d.Bytes(kind)
	if err != nil {
		return err
	}
	if err := writePrivate(w.Out, content); err != nil {
		return err
	}
	c.say("Answers", "%s of %s in %s", some(len(d.Main.Variables), "column", "columns"), some(len(d.Main.Rows), "response", "responses"), w.Out)
	for _, n := range d.Notes()[1:] {
		c.say("", "%s", n)
	}
	for _, r := range in.Rounds() {
		if err := a.survey.Note(ctx, survey.DataExported, r.ID, survey.AuditDetails{"format": kind, "what": "answers", "rows": len(d.Main.Rows)}); err != nil {
			return err
		}
	}
	return nil
}
