package edition

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// SummaryFile is the name of the file that holds the frozen summary. It is for
// comparing editions, and nobody is given it.
const SummaryFile = "summary"

// Canonical is the name of the file that is the edition; the others are copies.
const Canonical = "html"

// An Imprint is what an edition says of itself.
type Imprint struct {
	Number   int
	At       time.Time
	SignedBy []string // names
	Corrects string   // the edition that this one corrects, in words; empty for none
}

// Line returns what an edition says of itself under its title.
func Line(m Made, i Imprint) string {
	return fmt.Sprintf("%s %d, %s", analysis.Capital(m.Kind.Name()), i.Number, survey.DayOf(i.At))
}

// paragraphs returns what stands at the end of an edition. Who signed is told to
// the committee; everybody is told that two people did.
func (i Imprint) paragraphs(m Made) []string {
	signed := "It was signed off by two people."
	if !m.Kind.Public() && len(i.SignedBy) > 0 {
		signed = "It was signed off by " + analysis.And(i.SignedBy) + "."
	}
	out := []string{fmt.Sprintf("%s, published on %s. %s SHA-256 of what was signed: %s", analysis.Capital(m.Kind.Name())+fmt.Sprintf(" %d", i.Number), survey.DayOf(i.At), signed, m.Hash)}
	if i.Corrects != "" {
		out = append(out, fmt.Sprintf("This edition corrects %s: %s.", i.Corrects, strings.TrimRight(m.Note, ".")))
	}
	return out
}

// Files writes an edition in every format there is. A file in which any quote is
// not what its answer says is not made. Source returns the words of a verbatim.
func Files(m Made, i Imprint, source func(verbatim string) (string, bool)) (_ []analysis.EditionFile, err error) {
	defer fault.Wrap(&err, "edition.Files(%s %d)", m.Kind, i.Number)
	o := options(m.Summary, m.Kind)
	o.Edition, o.Imprint = Line(m, i), i.paragraphs(m)
	var out []analysis.EditionFile
	for _, f := range report.Formats() {
		content, err := o.Export(f, m.Summary, m.Whole, source)
		if err != nil {
			return nil, err
		}
		out = append(out, file(f.Name, f.Media, content))
	}
	frozen, err := json.Marshal(m.Summary)
	return append(out, file(SummaryFile, "application/json", frozen)), err
}

// Proof returns the canonical file of an edition before it is published: it
// says so, and is otherwise as it will be.
func Proof(m Made, i Imprint, source func(verbatim string) (string, bool)) (_ analysis.EditionFile, err error) {
	defer fault.Wrap(&err, "edition.Proof(%s)", m.Kind)
	o := options(m.Summary, m.Kind)
	o.Edition, o.Imprint = "Proof, not published: "+Line(m, i), i.paragraphs(m)
	f, _ := report.FormatNamed(Canonical)
	content, err := o.Export(f, m.Summary, m.Whole, source)
	return file(f.Name, f.Media, content), err
}

func file(name, media string, body []byte) analysis.EditionFile {
	sum := sha256.Sum256(body)
	return analysis.EditionFile{Name: name, Media: media, Hash: hex.EncodeToString(sum[:]), Size: len(body), Body: body}
}

// Frozen returns the summary that a file of an edition holds.
func Frozen(f analysis.EditionFile) (s analysis.Summary, err error) {
	err = json.Unmarshal(f.Body, &s)
	return s, err
}
