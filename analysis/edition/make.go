package edition

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"verbatim/analysis"
	"verbatim/analysis/collate"
)

// A Draft is what an edition is to be made of.
type Draft struct {
	Input    collate.Input
	Kind     analysis.EditionKind
	Settings analysis.EditionSettings
	Corrects string // ID of the edition that this one corrects; empty for none
	Note     string // what is changed, in a correction
	Earlier  [][]Cell
	Software string // name and version
}

// Made is an edition before anybody has signed it.
type Made struct {
	Kind     analysis.EditionKind
	Settings analysis.EditionSettings
	Corrects string
	Note     string
	Summary  analysis.Summary // as it will be frozen
	Whole    analysis.Summary // the same with what leads back to the answers, for checking the files
	Checks   []analysis.Check // what hinders or must be known, of the draft and of this kind
	Cells    []Cell
	Sources  map[string][]string // by response, the quotes and recommendations that are its words
	Hash     string
}

// Make applies the rules of the kind to a draft and takes the hash of what comes
// out. It is a pure function: the same draft, whoever looks at it, has the same
// hash.
func Make(d Draft) (Made, error) {
	s := collate.Collate(d.Input)
	m := Made{Kind: d.Kind, Settings: d.Settings, Corrects: d.Corrects, Note: strings.TrimSpace(d.Note), Checks: s.Checks}
	whole := s
	whole.Method = Method(d.Input, s, d.Software, d.Kind.Public())
	m.Summary, m.Cells = shown(whole, d.Kind, d.Settings, d.Earlier)
	if d.Settings.Annex {
		m.Summary.Annexes = Annexes(d.Input, s, d.Kind.Public())
	}
	m.Whole = rejoined(m.Summary, s)
	m.Sources = sources(m.Whole, s)
	m.Checks = append(slices.Clone(m.Checks), waived(kindChecks(d, m, s), d.Input.Waivers)...)
	var err error
	m.Hash, err = Hash(m)
	return m, err
}

// waived puts to each warning the reason for which somebody lets it be.
func waived(checks []analysis.Check, waivers []analysis.Waiver) []analysis.Check {
	for i, c := range checks {
		at := slices.IndexFunc(waivers, func(w analysis.Waiver) bool { return w.Key == c.Key })
		if c.Severity == analysis.Warn && at >= 0 {
			checks[i].Waiver = &waivers[at]
		}
	}
	return checks
}

// Open returns the checks that still hinder the edition.
func (m Made) Open() []analysis.Check {
	return collate.Open(m.Checks)
}

// Hash returns the hex SHA-256 of what people sign: the kind, the settings, what
// is corrected and why, and every word of the summary.
func Hash(m Made) (string, error) {
	body, err := json.Marshal(struct {
		Kind     analysis.EditionKind
		Settings analysis.EditionSettings
		Corrects string
		Note     string
		Summary  analysis.Summary
	}{m.Kind, m.Settings, m.Corrects, m.Note, m.Summary})
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), err
}

// copied returns a summary that shares nothing with s. Fields that are never to
// leave the machine are not copied.
func copied(s analysis.Summary) (out analysis.Summary) {
	body, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(body, &out)
	}
	if err != nil {
		panic(err) // a summary is texts and whole numbers
	}
	return out
}

// rejoined returns an edition's summary with the quotes' ways back to the
// answers, taken from the draft, so that its files can be compared with these.
func rejoined(edition, draft analysis.Summary) analysis.Summary {
	out := copied(edition)
	for i, sec := range out.Sections {
		for j, st := range sec.Statements {
			for k := range st.Quotes {
				if i >= len(draft.Sections) || j >= len(draft.Sections[i].Statements) || k >= len(draft.Sections[i].Statements[j].Quotes) {
					continue
				}
				q := draft.Sections[i].Statements[j].Quotes[k]
				q.ID, q.Label = st.Quotes[k].ID, st.Quotes[k].Label
				st.Quotes[k] = q
			}
		}
	}
	return out
}

// sources returns, for each response whose words an edition holds, which ones.
func sources(whole, draft analysis.Summary) map[string][]string {
	out := map[string][]string{}
	add := func(verbatim, what string) {
		response, _, _ := strings.Cut(verbatim, ".")
		if response != "" && !slices.Contains(out[response], what) {
			out[response] = append(out[response], what)
		}
	}
	for q := range whole.Quotes() {
		add(q.VerbatimID, q.ID)
	}
	number := 0
	for o := range draft.Outcomes() {
		number++
		if o.Own {
			continue // the words are not the response's
		}
		for _, v := range o.Verbatims {
			add(v, "r"+strconv.Itoa(number))
		}
	}
	return out
}

// Software returns the name and the version of this program, for the paragraph
// on method.
func Software() string {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && version == "(devel)" {
				version = s.Value[:min(len(s.Value), shortRevision)]
			}
		}
	}
	return "verbatim " + version
}

// shortRevision is how many characters of a revision name it.
const shortRevision = 12
