package report

import (
	"encoding/json"
	"io"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
)

// Evidence is what JSON writes: the summary with the answers that each part
// rests on, in both directions. Its keys are stable. An edition for everybody
// has neither answers in it nor what people noted about the draft.
type Evidence struct {
	Title           string              `json:"title"`
	Programme       string              `json:"programme"`
	Round           string              `json:"round"`
	Earlier         string              `json:"earlier,omitempty"`
	Draft           bool                `json:"draft"`
	Reviewed        int                 `json:"codings_reviewed"`
	Codings         int                 `json:"codings"`
	Introduction    []string            `json:"introduction"`
	Base            []EvidenceBase      `json:"base"`
	Recommendations []EvidenceOutcome   `json:"recommendations"`
	Fates           []EvidenceFate      `json:"earlier_recommendations,omitempty"`
	Statements      []EvidenceStatement `json:"statements"`
	Method          []string            `json:"method"`
	Checks          []EvidenceCheck     `json:"checks"`
	Verbatims       map[string][]string `json:"verbatims,omitempty"` // for each answer, the parts that rest on it
}

// EvidenceBase is a role's numbers.
type EvidenceBase struct {
	Role      string `json:"role"`
	Joint     bool   `json:"joint,omitempty"`
	Responses int    `json:"responses"`
	FreeText  int    `json:"free_text"`
}

// EvidenceOutcome is one recommendation with what it rests on.
type EvidenceOutcome struct {
	Reference string         `json:"reference,omitempty"` // of one that was taken up
	BuildsOn  string         `json:"builds_on,omitempty"` // reference of the earlier recommendation
	Text      string         `json:"text"`
	Points    []string       `json:"points,omitempty"`
	Span      analysis.Span  `json:"span,omitzero"`
	Status    string         `json:"status,omitempty"`
	People    map[string]int `json:"people,omitempty"` // by role; -1 for one to four and -2 for a count that is withheld
	Verbatims []string       `json:"verbatims,omitempty"`

	Body      string     `json:"addressed_to,omitempty"`
	FeedsInto []string   `json:"feeds_into,omitempty"`
	Owners    []string   `json:"owners,omitempty"`
	Response  string     `json:"response,omitempty"`
	Progress  string     `json:"progress,omitempty"`
	Due       survey.Day `json:"due,omitempty"`
	FirstDue  survey.Day `json:"first_due,omitempty"`
}

// EvidenceFate is what became of an earlier recommendation.
type EvidenceFate struct {
	Reference string            `json:"reference"`
	Round     string            `json:"round"`
	Fate      analysis.FateKind `json:"fate,omitempty"`
	Why       string            `json:"why,omitempty"`
	GoesOn    []string          `json:"goes_on_as,omitempty"`
	Raised    int               `json:"rounds_running"`
}

// EvidenceStatement is one statement with its count and its quotes.
type EvidenceStatement struct {
	Role       string          `json:"role"`
	Theme      string          `json:"theme"`
	Name       string          `json:"name"`
	Lead       string          `json:"lead"`
	Quantifier string          `json:"quantifier"`
	People     int             `json:"people"`
	Base       int             `json:"base"`
	Reviewed   int             `json:"people_reviewed"`
	Quotes     []EvidenceQuote `json:"quotes"`
}

// EvidenceQuote is one quote with its place in its answer.
type EvidenceQuote struct {
	ID         string          `json:"id"`
	VerbatimID string          `json:"verbatim,omitempty"`
	Hash       string          `json:"sha256,omitempty"` // of the whole answer
	Span       analysis.Span   `json:"span,omitzero"`
	Text       string          `json:"text"`
	Edits      []analysis.Edit `json:"edits,omitempty"`
	Label      string          `json:"label"`
}

// EvidenceCheck is one thing that a person must know or decide.
type EvidenceCheck struct {
	Severity analysis.Severity `json:"severity"`
	Rule     string            `json:"rule"`
	Where    string            `json:"where"`
	Text     string            `json:"text"`
}

// JSON writes s with its evidence: which answers each statement, quote and
// recommendation rests on, and for each answer what rests on it. It names
// answers in a draft and for the committee, and never for everybody.
func (o Options) JSON(w io.Writer, s analysis.Summary) (err error) {
	defer fault.Wrap(&err, "report.JSON")
	if err := o.ready(s); err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(o.Evidence(s))
}

// Evidence returns what JSON writes. It is a pure function of s.
func (o Options) Evidence(s analysis.Summary) Evidence {
	e := Evidence{
		Title: s.Title, Programme: s.Programme, Round: s.Round, Earlier: s.Earlier, Draft: o.Draft(), Reviewed: s.Reviewed, Codings: s.Codings,
		Introduction: s.Introduction, Method: s.Method, Verbatims: map[string][]string{},
	}
	for _, b := range s.Base {
		e.Base = append(e.Base, EvidenceBase{b.Role, b.Joint, b.Responses, b.FreeText})
	}
	for _, o := range s.New {
		e.addOutcome("", o)
	}
	for _, b := range s.Building {
		for _, o := range b.Points {
			e.addOutcome(b.Previous.Reference, o)
		}
	}
	for _, f := range s.Fates {
		e.Fates = append(e.Fates, EvidenceFate{f.Previous.Reference, f.Round, f.Kind, f.Why, f.GoesOn, f.Raised})
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			e.addStatement(sec.Role, st)
		}
	}
	if !o.Internal() {
		e.forEverybody()
		return e
	}
	for _, c := range s.Checks {
		e.Checks = append(e.Checks, EvidenceCheck{c.Severity, c.Rule, c.Where, c.Text})
	}
	return e
}

// forEverybody takes out what leads back to answers, or to who decided.
func (e *Evidence) forEverybody() {
	e.Verbatims = nil
	for i := range e.Recommendations {
		r := &e.Recommendations[i]
		*r = EvidenceOutcome{Reference: r.Reference, BuildsOn: r.BuildsOn, Text: r.Text, Points: r.Points, People: r.People, Body: r.Body, FeedsInto: r.FeedsInto}
	}
	for i := range e.Statements {
		for j, q := range e.Statements[i].Quotes {
			e.Statements[i].Quotes[j] = EvidenceQuote{ID: q.ID, Text: q.Text, Label: q.Label}
		}
	}
}

func (e *Evidence) addOutcome(previous string, o analysis.Outcome) {
	out := EvidenceOutcome{BuildsOn: previous, Text: o.Text, Points: o.Points, Span: o.Action.Span, Status: string(o.Action.Status), Verbatims: o.Verbatims}
	if r := o.Recommendation; o.Own {
		out.Reference, out.Body, out.FeedsInto, out.Owners, out.Due, out.FirstDue = r.Reference, r.Body, r.FeedsInto, r.CoOwners, r.Due(), r.FirstDue()
		if r.Owner != "" {
			out.Owners = append([]string{r.Owner}, r.CoOwners...)
		}
		response, _ := r.Response()
		out.Response, out.Progress = response.Value, string(r.Status())
	}
	for _, c := range o.Support {
		if out.People == nil {
			out.People = map[string]int{}
		}
		out.People[c.Role] = c.People
	}
	for _, v := range o.Verbatims {
		e.Verbatims[v] = append(e.Verbatims[v], "recommendation: "+o.Text)
	}
	e.Recommendations = append(e.Recommendations, out)
}

func (e *Evidence) addStatement(role string, st analysis.Statement) {
	out := EvidenceStatement{Role: role, Theme: st.Theme, Name: st.Name, Lead: st.Lead, Quantifier: st.Quantifier, People: st.People, Base: st.Base, Reviewed: st.Reviewed}
	for _, q := range st.Quotes {
		out.Quotes = append(out.Quotes, EvidenceQuote{q.ID, q.VerbatimID, q.Hash, q.Span, q.Text, q.Edits, q.Label})
		e.Verbatims[q.VerbatimID] = append(e.Verbatims[q.VerbatimID], "quote "+q.ID+" under "+role+", "+st.Theme)
	}
	e.Statements = append(e.Statements, out)
}
