package edition

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// A Press makes editions out of what is stored and hands them to the store: what
// pages and commands share, so that there is one way to publish.
type Press struct {
	Survey   *store.Store
	Analysis *astore.Store
	Now      func() time.Time
	Software string // see Software
}

// Make makes the edition that a proposal asks for out of the round as it is now.
func (p Press) Make(ctx context.Context, q analysis.EditionProposal) (_ Made, err error) {
	defer fault.Wrap(&err, "edition.Make(%s, %s)", q.RoundID, q.Kind)
	m, _, err := p.load(ctx, q)
	return m, err
}

func (p Press) load(ctx context.Context, q analysis.EditionProposal) (Made, collate.Input, error) {
	in, err := collate.Load(ctx, p.Survey, p.Analysis, q.RoundID)
	if err != nil {
		return Made{}, in, err
	}
	earlier, err := p.earlier(ctx, q)
	if err != nil {
		return Made{}, in, err
	}
	m, err := Make(Draft{Input: in, Kind: q.Kind, Settings: q.Settings, Corrects: q.Corrects, Note: q.Note, Earlier: earlier, Software: p.Software})
	return m, in, err
}

// earlier returns what editions that everybody could read told of their counts.
// What the committee reads is not compared: it may know.
func (p Press) earlier(ctx context.Context, q analysis.EditionProposal) ([][]Cell, error) {
	if !q.Kind.Public() {
		return nil, nil
	}
	all, err := p.Analysis.EditionCells(ctx, q.RoundID)
	if err != nil {
		return nil, err
	}
	out := make([][]Cell, len(all))
	for i, raw := range all {
		if err := json.Unmarshal(raw, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Sign stores that an account approves of the edition that a proposal asks for.
// Seen is the hash of what they read.
func (p Press) Sign(ctx context.Context, proposalID, seen string, by survey.User) (err error) {
	defer fault.Wrap(&err, "edition.Sign(%s)", proposalID)
	q, err := p.Analysis.Proposal(ctx, proposalID)
	if err != nil {
		return err
	}
	m, err := p.Make(ctx, q)
	if err != nil {
		return err
	}
	if err := CanSign(q, m, seen, by.ID); err != nil {
		return err
	}
	return p.Analysis.SignEdition(ctx, proposalID, by, m.Hash)
}

// Publish publishes the edition that a proposal asks for.
func (p Press) Publish(ctx context.Context, proposalID string) (e analysis.Edition, err error) {
	defer fault.Wrap(&err, "edition.Publish(%s)", proposalID)
	q, err := p.Analysis.Proposal(ctx, proposalID)
	if err != nil {
		return e, err
	}
	m, in, err := p.load(ctx, q)
	if err != nil {
		return e, err
	}
	if err := CanPublish(q, m); err != nil {
		return e, err
	}
	e = analysis.Edition{
		ID: sqldb.NewID(), RoundID: q.RoundID, Kind: q.Kind, Settings: q.Settings, Summary: m.Summary, Hash: m.Hash,
		SignedBy: Valid(q, m.Hash), PublishedAt: p.Now().UTC().Truncate(time.Microsecond), Corrects: q.Corrects, Note: m.Note,
	}
	if e.Number, err = p.Analysis.NextEdition(ctx, q.RoundID, q.Kind); err != nil {
		return e, err
	}
	imprint, err := p.imprint(ctx, e)
	if err != nil {
		return e, err
	}
	if e.Files, err = Files(m, imprint, in.Source()); err != nil {
		return e, err
	}
	cells, err := json.Marshal(m.Cells)
	if err != nil {
		return e, err
	}
	return e, p.Analysis.Publish(ctx, astore.Publication{Edition: e, ProposalID: proposalID, Cells: cells, Sources: m.Sources})
}

func (p Press) imprint(ctx context.Context, e analysis.Edition) (Imprint, error) {
	i := Imprint{Number: e.Number, At: e.PublishedAt}
	for _, g := range e.SignedBy {
		i.SignedBy = append(i.SignedBy, g.Name)
	}
	if e.Corrects == "" {
		return i, nil
	}
	old, err := p.Analysis.Edition(ctx, e.Corrects)
	i.Corrects = Title(old)
	return i, err
}

// Title names an edition: "public edition 2".
func Title(e analysis.Edition) string {
	return e.Kind.Name() + " " + analysis.CountText(e.Number)
}

// Proof returns the file of one format as it would be published now.
func (p Press) Proof(ctx context.Context, q analysis.EditionProposal) (_ analysis.EditionFile, err error) {
	defer fault.Wrap(&err, "edition.Proof(%s)", q.ID)
	m, in, err := p.load(ctx, q)
	if err != nil {
		return analysis.EditionFile{}, err
	}
	number, err := p.Analysis.NextEdition(ctx, q.RoundID, q.Kind)
	if err != nil {
		return analysis.EditionFile{}, err
	}
	return Proof(m, Imprint{Number: number, At: p.Now()}, in.Source())
}

// Summary reads the frozen summary of an edition.
func (p Press) Summary(ctx context.Context, e analysis.Edition) (_ analysis.Summary, err error) {
	defer fault.Wrap(&err, "edition.Summary(%s)", e.ID)
	f, err := p.Analysis.EditionFile(ctx, e, SummaryFile)
	if err != nil {
		return analysis.Summary{}, err
	}
	return Frozen(f)
}

// Show puts the quotes of the draft before the people who gave the words, as the
// edition for everybody will print them, until the day.
func (p Press) Show(ctx context.Context, roundID string, until survey.Day) (err error) {
	defer fault.Wrap(&err, "edition.Show(%s)", roundID)
	if until < survey.DayOf(p.Now()) {
		return fault.Coded("E11", "Choose a day that is still to come: people need time to read and reply.")
	}
	s, err := collate.Round(ctx, p.Survey, p.Analysis, roundID)
	if err != nil {
		return err
	}
	return p.Survey.ShowPreviews(ctx, roundID, previews(s, until))
}

// previews returns the quotes of a draft as those who are quoted see them.
func previews(s analysis.Summary, until survey.Day) []survey.Preview {
	shown, _ := For(s, analysis.PreviewEdition, analysis.EditionSettings{})
	var out []survey.Preview
	for i, sec := range shown.Sections {
		for j, st := range sec.Statements {
			for k, q := range st.Quotes {
				response, question, _ := strings.Cut(s.Sections[i].Statements[j].Quotes[k].VerbatimID, ".")
				out = append(out, survey.Preview{ResponseID: response, Question: question, Words: q.Text, Label: q.Label, Heading: st.Name, Statement: st.Lead, Until: until})
			}
		}
	}
	return out
}
