package main

import (
	"path/filepath"
	"strings"

	"verbatim/survey/fault"
	"verbatim/survey/instrument"
	"verbatim/survey/sheet"
)

type formInstrumentsCmd struct {
	Key  string `arg:"" optional:"" help:"Key of an instrument."`
	File string `arg:"" optional:"" help:"Workbook to write (.xlsx); when the words are filled in, verbatim form import publishes it as a form of one page."`
}

// Run lists instruments, describes one, or writes its workbook.
func (i *formInstrumentsCmd) Run(c *console) error {
	if i.Key == "" {
		for _, set := range instrument.List() {
			describeInstrument(c, set)
		}
		return nil
	}
	set, err := instrument.Get(i.Key)
	if err != nil {
		return err
	}
	if i.File != "" {
		return writeInstrument(c, set, i.File)
	}
	describeInstrument(c, set)
	for _, rule := range set.Rules {
		c.say("Rule", "%s", rule)
	}
	if set.Note != "" {
		c.say("Note", "%s", set.Note)
	}
	return nil
}

func describeInstrument(c *console, i instrument.Instrument) {
	words := "with its words"
	if i.Template() {
		words = "a template without words, from " + i.Source
	}
	c.say("Instrument", "%s: %s, %s", i.Key, i.Name, words)
	c.say("", "%s %s", i.Measures, i.Citation)
	c.say("Terms", "%s", i.Licence)
}

// writeInstrument writes the worksheets to fill in.
func writeInstrument(c *console, i instrument.Instrument, name string) error {
	if strings.ToLower(filepath.Ext(name)) != ".xlsx" {
		return fault.Coded("J07", "An instrument is written as a workbook: end the name of the file with .xlsx.")
	}
	content, _, err := sheet.Bytes(sheet.XLSX, instrument.Write(i)...)
	if err != nil {
		return err
	}
	if err := writeNew(name, content); err != nil {
		return err
	}
	c.say("Written", "%s", name)
	if i.Template() {
		c.say("Next", "fill in its words from %s, then: verbatim form check %s", i.Source, name)
	}
	return nil
}
