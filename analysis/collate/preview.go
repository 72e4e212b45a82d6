package collate

import (
	"context"

	"verbatim/analysis"
	astore "verbatim/analysis/store"
	"verbatim/survey"
	"verbatim/survey/store"
)

// rulePreview is that nobody is quoted who has declined (see also ruleConsent).
const rulePreview = "C28" // participants have seen their words

// loadPreviews reads what quoted people said to their words, and how many of
// each role were invited.
func (in *Input) loadPreviews(ctx context.Context, s *store.Store, _ *astore.Store) (err error) {
	if in.Previews, err = s.RoundPreviews(ctx, in.Round.ID); err != nil {
		return err
	}
	in.PreviewDay = survey.DayOf(s.Now())
	waves, err := s.InvitedByRole(ctx, in.Round.ID)
	in.InvitedBy = map[string]int{}
	for _, roles := range waves {
		for role, n := range roles { // who is asked again is the same person
			in.InvitedBy[role] = max(in.InvitedBy[role], n)
		}
	}
	return err
}

// invited puts the number of people who were invited beside those who answered.
func (c *cohort) invited(bases []analysis.RoleBase) {
	for i := range bases {
		bases[i].Invited = c.InvitedBy[bases[i].Role]
	}
}

// previews looks at what quoted people said to their words.
func (k *checker) previews(s *analysis.Summary) {
	by := map[string][]survey.Preview{}
	for _, p := range k.Previews {
		by[p.VerbatimID()] = append(by[p.VerbatimID()], p)
	}
	if len(by) == 0 {
		return
	}
	for _, sec := range s.Sections {
		for _, st := range sec.Statements {
			for _, q := range st.Quotes {
				k.preview(q, by[q.VerbatimID])
			}
		}
	}
}

// preview looks at one quote. Who declined is not quoted with other words of the
// same answer either, until they have seen and agreed to those.
func (k *checker) preview(q analysis.Quote, said []survey.Preview) {
	var same survey.Preview
	declined, shown := false, false
	for _, p := range said {
		if p.Words == q.Text && p.Current {
			same, shown = p, true
		}
		declined = declined || p.Reply == survey.PreviewDeclined
	}
	switch {
	case shown && same.Reply == survey.PreviewDeclined, declined && same.Reply != survey.PreviewAgreed:
		k.add(analysis.Block, ruleConsent, q.Label, "%s does not want these words to be printed: “%s”. Choose another quote, or none.", q.Label, analysis.Excerpt(q.Text))
	case !shown:
		k.add(analysis.Warn, rulePreview, q.Label, "“%s” has not been shown to the person who wrote it, and others have seen theirs. Show the quotes once more, or record why not.", analysis.Excerpt(q.Text))
	case same.Reply == survey.PreviewChange && same.SettledBy == "":
		k.add(analysis.Warn, rulePreview, q.Label, "%s asks for a change to “%s”. Change the quote, or say what was done about it.", q.Label, analysis.Excerpt(q.Text))
	case same.Reply == survey.PreviewWaiting && k.PreviewDay <= same.Until:
		k.add(analysis.Warn, rulePreview, q.Label, "%s was told that they can say until %s whether “%s” may be printed like this, and has not said yet. Wait, or record why not.", q.Label, same.Until, analysis.Excerpt(q.Text))
	case same.Reply == survey.PreviewWaiting:
		k.add(analysis.Inform, rulePreview, q.Label, "%s was shown “%s” and had said nothing by %s.", q.Label, analysis.Excerpt(q.Text), same.Until)
	}
}
