package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/published"
	"verbatim/survey/fault"
)

// largestSummary bounds a published summary with its pictures. In bytes.
const largestSummary = 50 << 20

type lintCmd struct {
	File string `arg:"" help:"The summary: a Word document (.docx), or plain text."`
	JSON bool   `help:"Print one JSON object."`
}

// Run prints what a published summary says, as it was understood, and what is
// wrong with it.
func (l *lintCmd) Run(_ context.Context, c *console) error {
	d, err := readPublished(l.File)
	if err != nil {
		return err
	}
	findings := d.Lint(nil)
	if l.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(map[string]any{"title": d.Title, "recommendations": d.Proposals, "themes": d.Claims, "findings": findings})
	}
	quotes := 0
	for _, claim := range d.Claims {
		quotes += len(claim.Quotes)
	}
	c.say("Title", "%s", d.Title)
	c.say("Found", "%s, %s, %s", some(len(d.Proposals), "recommendation", "recommendations"), some(len(d.Claims), "theme", "themes"), some(quotes, "quote", "quotes"))
	for _, p := range d.Proposals {
		c.say(fmt.Sprintf("Line %d", p.Number), "%s (%s%s)", p.Title, p.Kind, pointsOf(p))
	}
	for _, f := range findings {
		c.say(string(f.Rule), "%s%s %s", linesOf(f.Lines), f.Text, f.Mend)
	}
	c.say("In all", "%s, %d of them of a kind that blocks publication", some(len(findings), "finding", "findings"), blocking(findings))
	return nil
}

func pointsOf(p published.Proposal) string {
	if len(p.Points) == 0 {
		return ""
	}
	return ", with " + some(len(p.Points), "point", "points")
}

// linesOf names the lines of a finding.
func linesOf(lines []int) string {
	if len(lines) == 0 {
		return ""
	}
	names := strings.Trim(strings.ReplaceAll(fmt.Sprint(lines), " ", ", "), "[]")
	if len(lines) == 1 {
		return "Line " + names + ": "
	}
	return "Lines " + names + ": "
}

func blocking(findings []published.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Severity == analysis.Block {
			n++
		}
	}
	return n
}

// readPublished reads a published summary by what its name says it is.
func readPublished(name string) (published.Document, error) {
	info, err := os.Stat(name)
	if err != nil {
		return published.Document{}, fault.Coded("C42", "%s cannot be read: check the name of the file.", name)
	}
	if info.Size() > largestSummary {
		return published.Document{}, fault.New(fault.TooLarge, "%s is larger than %d MB.", name, largestSummary>>20)
	}
	body, err := os.ReadFile(name)
	if err != nil {
		return published.Document{}, err
	}
	return published.Read(name, body)
}
