package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/edition"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/fault"
)

type checkCmd struct {
	place
	File      string `arg:"" help:"An exported summary, perhaps edited since: a Word document (.docx), or a web page (.html)."`
	Programme string `arg:"" help:"Key of the programme."`
	Round     string `arg:"" help:"Key of the round."`
	Edition   string `help:"Compare with the last edition of a kind (committee, public, done), rather than with the draft as it is now." enum:"committee,public,done," default:"" placeholder:"KIND"`
	JSON      bool   `help:"Print one JSON object."`
}

// Run reads an exported file again, compares it with the answers, and says what
// somebody changed. It fails where a quote is not what its answer says.
func (k *checkCmd) Run(ctx context.Context, c *console) error {
	content, printed, err := readExported(k.File)
	if err != nil {
		return err
	}
	a, err := openApp(ctx, c.log, k.place)
	if err != nil {
		return err
	}
	defer a.close()
	_, r, err := a.round(ctx, k.Programme, k.Round)
	if err != nil {
		return err
	}
	in, err := collate.Load(ctx, a.survey, a.analysis, r.ID)
	if err != nil {
		return err
	}
	same, err := editionWith(ctx, a, r.ID, content)
	if err != nil {
		return err
	}
	o, base := report.Options{Bookmarks: true}, collate.Collate(in)
	if k.Edition != "" {
		if o, base, err = k.frozen(ctx, a, r); err != nil {
			return err
		}
	}
	changes := o.Changes(printed, base, in.Verbatims)
	if k.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(map[string]any{"quotes": len(printed.Quotes), "edition": same, "changes": changes})
	}
	if same != "" {
		c.say("Edition", "the file is, byte for byte, %s", same)
	}
	return sayChanges(c, printed, changes)
}

// frozen returns the summary of the last edition of the kind, and how it was
// written.
func (k *checkCmd) frozen(ctx context.Context, a *app, r survey.Round) (o report.Options, s analysis.Summary, err error) {
	e, err := a.lastEdition(ctx, r, analysis.EditionKind(k.Edition))
	if err != nil {
		return o, s, err
	}
	s, err = edition.Press{Survey: a.survey, Analysis: a.analysis, Now: time.Now}.Summary(ctx, e)
	return report.Options{Kind: e.Kind, Edition: e.Kind.Name(), Bookmarks: !e.Kind.Public()}, s, err
}

// readExported reads a file by what its name says it is.
func readExported(name string) (content []byte, p report.Printed, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, p, fault.Coded("X46", "%s cannot be read: check the name of the file.", name)
	}
	if info.Size() > largestSummary {
		return nil, p, fault.New(fault.TooLarge, "%s is larger than %d MB.", name, largestSummary>>20)
	}
	if content, err = os.ReadFile(name); err != nil {
		return nil, p, err
	}
	p, err = report.Read(name, content)
	return content, p, err
}

// editionWith names the edition that has the file, or returns nothing.
func editionWith(ctx context.Context, a *app, roundID string, content []byte) (string, error) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	all, err := a.analysis.Editions(ctx, roundID)
	if err != nil {
		return "", err
	}
	for _, e := range all {
		for _, f := range e.Files {
			if f.Hash == hash {
				return fmt.Sprintf("%s %d", e.Kind.Name(), e.Number), nil
			}
		}
	}
	return "", nil
}

// sayChanges prints what was changed and fails where a quote is not verbatim.
func sayChanges(c *console, printed report.Printed, changes []report.Change) error {
	wrong := 0
	for _, ch := range changes {
		c.say(string(ch.Kind), "%s%s", where(ch), inWords(ch))
		if ch.Kind == report.QuoteChanged || ch.Kind == report.QuoteNew {
			wrong++
			c.say("", "%s", advice(ch.Finding))
		}
	}
	if wrong > 0 {
		return fault.Coded("X48", "%s of %d in the file %s not what the summary has from the answers.", some(wrong, "quote", "quotes"), len(printed.Quotes), map[bool]string{true: "is", false: "are"}[wrong == 1])
	}
	c.say("Quotes", "%d, all of them as the summary has them from the answers; %s", len(printed.Quotes), some(len(changes), "other change", "other changes"))
	return nil
}

func where(ch report.Change) string {
	if ch.Where == "" {
		return ""
	}
	return ch.Where + ": "
}

// inWords shows a change in a line: what is gone in [-…-], what was put in its
// place in {+…+}.
func inWords(ch report.Change) string {
	if len(ch.Words) == 0 {
		return strings.TrimPrefix(strings.TrimSuffix(oneLine(ch.Before)+" → "+oneLine(ch.After), " → "), " → ")
	}
	var b strings.Builder
	for _, p := range ch.Words {
		text, space := strings.TrimRight(p.Text, " \n\t"), " "
		switch p.Op {
		case report.Gone:
			text = "[-" + text + "-]"
		case report.Put:
			text = "{+" + text + "+}"
		}
		b.WriteString(oneLine(text) + space)
	}
	return strings.TrimSpace(b.String())
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// advice says what the answers say to words that are no quote of the summary.
func advice(f report.Finding) string {
	switch {
	case f.VerbatimID != "" && !f.Consent:
		return "The person who wrote this did not agree to be quoted."
	case f.Same() && f.Printed != "":
		return "These are words of the answer " + f.VerbatimID + ": choose them there."
	case f.Printed != "":
		return "It can be printed with its changes declared: “" + oneLine(f.Printed) + "”"
	case f.Divergence != "":
		return "No answer says so: " + f.Divergence + "."
	}
	return "No answer says so."
}
