package published

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/similar"
	"verbatim/survey/fault"
)

// A Proposed is a recommendation of a document as it would be taken over: with
// its reference, points, and what the document says of it as a note for
// everybody.
type Proposed struct {
	analysis.Recommendation
	Line   int    // where the document has it
	Kind   Kind   // as its heading says
	Clause string // what the document says of its status, word by word
}

// Recommendations returns the recommendations of a document as those of a round.
// Where they have no references they get them, in their order: 2020-R01.
func (d Document) Recommendations(roundID, round string) ([]Proposed, error) {
	var out []Proposed
	lines := map[string]int{}
	for i, p := range d.Proposals {
		ref := cmp.Or(strings.TrimSuffix(p.Reference, ":"), fmt.Sprintf("%s-R%02d", round, i+1))
		if at, ok := lines[ref]; ok {
			return nil, fault.Coded("I18", "Lines %d and %d both have the reference %q. A reference is used once.", at, p.Number, ref)
		}
		lines[ref] = p.Number
		out = append(out, p.proposed(roundID, ref, i+1))
	}
	return out, nil
}

func (p Proposal) proposed(roundID, reference string, place int) Proposed {
	out := Proposed{Line: p.Number, Kind: p.Kind, Clause: p.Status}
	out.Recommendation = analysis.Recommendation{
		ID: roundID + "." + reference, RoundID: roundID, Reference: reference, Title: strings.TrimSpace(p.Title), Position: place, FeedsInto: p.FeedsInto,
	}
	for i, point := range p.Points {
		out.Points = append(out.Points, analysis.Point{Number: i + 1, Title: strings.TrimRight(point.Title, " .;")})
	}
	out.Say(p.Status, StatusOf(p.Status))
	return out
}

// Say makes what a document says of a recommendation its note. The note is the
// same however often the document is read, so that it is added once.
func (p *Proposed) Say(clause string, status analysis.Progress) {
	p.Clause, p.Notes = clause, nil
	if clause == "" && status == "" {
		return
	}
	sum := sha256.Sum256([]byte(p.ID + "\x00" + clause + "\x00" + string(status)))
	n := analysis.Note{ID: base32.StdEncoding.EncodeToString(sum[:])[:noteLetters], Kind: analysis.Remark, Words: clause, Public: true}
	if status != "" {
		n.Kind, n.Value = analysis.StatusNote, string(status)
	}
	p.Notes = []analysis.Note{n}
}

// noteLetters is how long the identifier of a note is, as the store gives them.
const noteLetters = 26

// statuses are the words by which a clause says how far something has come, the
// surest first.
var statuses = []struct {
	is   analysis.Progress
	says *regexp.Regexp
}{
	{analysis.NotTaken, regexp.MustCompile(`(?i)\b(not (?:be(?:en|ing)? )?taken (?:forward|up)|dropped|rejected|will not)\b`)},
	{analysis.PartlyDone, regexp.MustCompile(`(?i)\b(partly|partially|in part|some of)\b.*\b(done|complet\w*|achieved|implemented)\b`)},
	{analysis.InProgress, regexp.MustCompile(`(?i)\b(ongoing|on-going|in progress|progress(?:ing)?|underway|under way|started|begun|work(?:ing)? (?:on|towards)|feeds? into|will feed)\b`)},
	{analysis.NotStarted, regexp.MustCompile(`(?i)\b(planned|to be (?:done|considered|started)|not (?:yet )?(?:been )?started|under consideration|being considered)\b`)},
	{analysis.Done, regexp.MustCompile(`(?i)\b(done|complet(?:e|ed)|achieved|implemented|in place)\b`)},
}

// StatusOf returns how far a clause says something has come; empty where it does
// not say.
func StatusOf(clause string) analysis.Progress {
	for _, s := range statuses {
		if s.says.MatchString(clause) {
			return s.is
		}
	}
	return ""
}

// Link proposes, for what a document says builds on earlier recommendations,
// which of them it goes on with: the one whose words are near.
func Link(proposed []Proposed, earlier []analysis.Recommendation) {
	if len(earlier) == 0 {
		return
	}
	ids := map[string]string{}
	for _, r := range earlier {
		ids[r.Reference] = r.ID
	}
	m := similar.NewMatcher(earlier)
	for i := range proposed {
		p := &proposed[i]
		if p.Kind != BuildsOn {
			continue
		}
		if found := m.Match(p.Title); found.Reference != "" {
			p.Links = []analysis.Link{{To: ids[found.Reference], Reference: found.Reference, Kind: analysis.Continues}}
		}
	}
}

// Text returns the words of the document as they stand there, a line each.
func (d Document) Text() string {
	texts := make([]string, len(d.lines))
	for i, l := range d.lines {
		texts[i] = l.Text
	}
	return strings.Join(texts, "\n")
}
