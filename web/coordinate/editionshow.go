package coordinate

import (
	"crypto/sha256"
	"encoding/base64"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/edition"
	"verbatim/survey"
	"verbatim/web/page"
)

// Document answers with an edition as HTML that stands alone. Its own style is
// the only one that may apply: the policy names it by its hash.
func Document(c *gin.Context, media string, body []byte) {
	policy := "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if hash := styleHash(body); hash != "" {
		policy += "; style-src '" + hash + "'"
	}
	c.Header("Content-Security-Policy", policy)
	c.Data(http.StatusOK, media, body)
}

// styleHash returns the hash by which a policy names the style of a document.
func styleHash(body []byte) string {
	_, rest, ok := strings.Cut(string(body), "<style>")
	if !ok {
		return ""
	}
	style, _, ok := strings.Cut(rest, "</style>")
	if !ok {
		return ""
	}
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func attachment(c *gin.Context, media, name string, body []byte) {
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Data(http.StatusOK, media, body)
}

// Changes returns changes as a page shows them.
func Changes(all []edition.Change) []page.ChangeView {
	out := make([]page.ChangeView, len(all))
	for i, c := range all {
		out[i] = page.ChangeView{What: string(c.What), Where: c.Where, Before: c.Before, After: c.After}
	}
	return out
}

func editionOf(all []analysis.Edition, id string) (analysis.Edition, bool) {
	if i := slices.IndexFunc(all, func(e analysis.Edition) bool { return e.ID == id }); i >= 0 {
		return all[i], true
	}
	return analysis.Edition{}, false
}

// kinds are the kinds of editions as somebody chooses from them.
func kinds(chosen analysis.EditionKind) []page.EditionOption {
	all := []page.EditionOption{
		{Value: string(analysis.PublicEdition), Text: "For everybody", Hint: "No numbers below 5, no labels that tell people apart, no owners and internal notes. It is put on the public pages."},
		{Value: string(analysis.CommitteeEdition), Text: "For the committee", Hint: "All counts, who is to act, quotes with labels, and anchors in the Word file so that an edited copy can be compared. It is not public."},
		{Value: string(analysis.DoneEdition), Text: "You said, we did", Hint: "What was asked for and what was done, without quotes. It is put on the public pages."},
	}
	for i := range all {
		all[i].Chosen = all[i].Value == string(chosen)
	}
	return all
}

func labelOptions(chosen analysis.Labels) []page.EditionOption {
	all := []page.EditionOption{
		{Value: "", Text: "As is usual for the kind"},
		{Value: string(analysis.RoleLabels), Text: "By role: “A mentor”"},
		{Value: string(analysis.NumberedLabels), Text: "By role and number: “Mentor 3”"},
		{Value: string(analysis.NoLabels), Text: "Not at all"},
	}
	for i := range all {
		all[i].Chosen = all[i].Value == string(chosen)
	}
	return all
}

// editionsPage builds the page of a round's editions.
func editionsPage(p place, s shelf, typed analysis.EditionProposal) page.Editions {
	at := p.at("editions")
	out := page.Editions{
		Scope: p.scope(), Previews: at + "/previews",
		Back: []page.Link{{Text: "Draft of the summary", Address: p.at("summary")}, {Text: "Recommendations", Address: p.at("recommendations")}},
		Make: page.EditionForm{Action: at, Kind: string(typed.Kind), Note: typed.Note, Kinds: kinds(typed.Kind), Labels: labelOptions(typed.Settings.Labels)},
	}
	out.Title = "Editions"
	if old, ok := editionOf(s.editions, typed.Corrects); ok {
		out.Make.Corrects, out.Make.Old, out.Make.Kind = old.ID, edition.Title(old), string(old.Kind)
	}
	for _, q := range s.proposals {
		v := page.ProposalView{Title: capital(q.Kind.Name()), By: "Wanted by " + q.By, Address: p.proposal(q.ID)}
		if q.Corrects != "" {
			v.Title += ", a correction"
		}
		v.State = signatureCount(len(edition.Valid(q, s.hashes[q.ID])))
		out.Proposals = append(out.Proposals, v)
	}
	for _, e := range slices.Backward(s.editions) {
		out.Editions = append(out.Editions, editionView(p, s, e))
	}
	for _, r := range s.remnants {
		if slices.ContainsFunc(s.decisions, func(d analysis.EditionDecision) bool { return d.RemnantID == r.ID }) {
			continue
		}
		e, ok := editionOf(s.editions, r.EditionID)
		if !ok || e.Withdrawn {
			continue
		}
		v := page.RemnantView{ID: r.ID, Edition: editionView(p, s, e), Listed: r.ListedOn.String(), Decide: at + "/" + e.ID + "/decide"}
		for _, q := range r.Quotes {
			v.Words = append(v.Words, s.words[e.ID][q]...)
		}
		out.Remnants = append(out.Remnants, v)
	}
	return out
}

func signatureCount(n int) string {
	return [...]string{"No signature yet", "1 of 2 signatures", "Signed by two, ready to be published"}[min(n, 2)]
}

// editionView builds what a page shows of an edition that is out.
func editionView(p place, s shelf, e analysis.Edition) page.EditionView {
	at := p.at("editions") + "/" + e.ID
	v := page.EditionView{
		ID: e.ID, Anchor: e.ID, Title: capital(edition.Title(e)), Date: survey.DayOf(e.PublishedAt).String(), Hash: e.Hash, Note: e.Note, Decide: at + "/decide",
	}
	var names []string
	for _, g := range e.SignedBy {
		names = append(names, g.Name)
	}
	v.Signed = strings.Join(names, " and ")
	switch newer, ok := editionOf(s.editions, e.CorrectedBy); {
	case e.Withdrawn:
		v.State, v.Decide = "Withdrawn: its words are deleted", ""
	case ok:
		v.State = "Corrected by " + edition.Title(newer)
	default:
		v.Correct = p.at("editions") + "?corrects=" + e.ID + "#make"
	}
	if !e.Withdrawn {
		for _, f := range e.Files {
			if f.Name != edition.SummaryFile {
				v.Files = append(v.Files, page.Link{Text: strings.ToUpper(f.Name), Address: at + "/files/" + f.Name})
			}
		}
	}
	if e.Kind.Public() {
		v.Public = &page.Link{Text: "Public page", Address: PublishedPath(p.programme, p.round, e)}
	}
	if before, ok := previous(s.editions, e); ok && !e.Withdrawn && !before.Withdrawn {
		v.Compare = &page.Link{Text: "What changed from " + edition.Title(before), Address: at + "/difference/" + before.ID}
	}
	for _, d := range s.decisions {
		if d.EditionID == e.ID {
			v.Decisions = append(v.Decisions, page.DecisionView{Text: decisionText(d), Reason: d.Reason})
		}
	}
	return v
}

// previous returns the edition that came before: the one that is corrected, else
// the last one of the kind.
func previous(all []analysis.Edition, e analysis.Edition) (analysis.Edition, bool) {
	if e.Corrects != "" {
		return editionOf(all, e.Corrects)
	}
	i := slices.IndexFunc(all, func(o analysis.Edition) bool { return o.Kind == e.Kind && o.Number == e.Number-1 })
	if i < 0 {
		return analysis.Edition{}, false
	}
	return all[i], true
}

func decisionText(d analysis.EditionDecision) string {
	what := map[analysis.EditionChoice]string{
		analysis.KeepEdition: "Kept as it is", analysis.CorrectEdition: "To be corrected", analysis.WithdrawEdition: "Withdrawn",
	}[d.Choice]
	return what + " by " + d.By + " on " + survey.DayOf(d.At).String()
}

// PublishedPath returns the address of an edition on the public pages.
func PublishedPath(g survey.Programme, r survey.Round, e analysis.Edition) string {
	return "/published/" + g.Key + "/" + r.Key + "/" + edition.Key(e)
}

// proposalPage builds the page on which an edition is read and signed.
func proposalPage(p place, q analysis.EditionProposal, m edition.Made, user survey.User) page.Proposal {
	at := p.proposal(q.ID)
	out := page.Proposal{
		Scope: p.scope(), Back: page.Link{Text: "Editions", Address: p.at("editions")}, Hash: m.Hash, Read: at + "/read", Note: q.Note,
		Summary: p.at("summary"), Drop: at + "/drop", Waive: at + "/waive",
	}
	out.Title = "Sign the " + q.Kind.Name()
	for _, sev := range severities() {
		for _, c := range m.Checks {
			if c.Severity != sev.severity {
				continue
			}
			if view := checkView(c, c.Where); c.Severity == analysis.Inform {
				out.Known = append(out.Known, view)
			}
		}
	}
	for i, c := range m.Open() {
		view := page.OpenCheck{CheckView: checkView(c, c.Where), ID: itemCount(i + 1)}
		if c.Severity == analysis.Warn {
			view.Key = c.Key
		}
		out.Open = append(out.Open, view)
	}
	signed := false
	for _, g := range q.Signatures {
		v := page.SignatureView{Name: g.Name, At: survey.DayOf(g.At).String(), State: "counts", Counts: true}
		if g.Hash != m.Hash {
			v.State, v.Counts = "void: the draft has changed since", false
		}
		signed = signed || v.Counts && g.StaffID == user.ID
		out.Signatures = append(out.Signatures, v)
	}
	if len(out.Open) == 0 && !signed {
		out.Sign = at + "/sign"
	}
	if edition.CanPublish(q, m) == nil {
		out.Publish = at + "/publish"
	}
	for _, a := range m.Summary.Annexes {
		out.Annexes = append(out.Annexes, annexView(a))
	}
	return out
}

func annexView(a analysis.Annex) page.AnnexView {
	v := page.AnnexView{Title: a.Title, Source: a.Source}
	gaps := 0
	for _, i := range a.Items {
		v.Items = append(v.Items, page.AnnexRow{Number: i.Number, Domain: i.Domain, Topic: i.Topic, Answer: i.Answer, Gap: i.Gap})
		if i.Gap {
			gaps++
		}
	}
	v.Gaps = itemCount(gaps) + " of " + itemCount(len(a.Items)) + " items are for the authors to complete"
	return v
}
