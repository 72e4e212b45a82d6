package coordinate

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// longestChoice is how many characters of a recommendation stand in a list to
// choose from.
const longestChoice = 80

// LinkRecommendation says how a recommendation stands to an earlier one, or takes
// that away.
func (d *Desk) LinkRecommendation(c *gin.Context) error {
	f, err := d.followed(c)
	if err != nil {
		return err
	}
	at := f.at() + "#earlier"
	if to, ok := strings.CutPrefix(c.PostForm("do"), "unlink "); ok {
		if !slices.ContainsFunc(f.rec.Links, func(l analysis.Link) bool { return l.To == to }) {
			return fault.New(fault.NotFound, "This link is not there: somebody has taken it away already.")
		}
		if err := d.analysis.Unlink(c.Request.Context(), f.rec.ID, to); err != nil {
			return err
		}
		return done(c, at, "The link is taken away.")
	}
	link := analysis.Link{To: c.PostForm("to"), Kind: analysis.LinkKind(c.PostForm("kind"))}
	which, err := "to", f.checkLink(link)
	if err == nil {
		err = d.analysis.LinkTo(c.Request.Context(), f.rec.ID, link)
	}
	if err == nil {
		return done(c, at, "The link is stored.")
	}
	if !slices.Contains(analysis.LinkKinds(), link.Kind) {
		which = "kind"
	}
	if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.NotFound {
		return err
	}
	return d.showRecommendation(c, http.StatusUnprocessableEntity, notLinked(f, link, which, err))
}

func (f followed) checkLink(l analysis.Link) error {
	switch {
	case !slices.Contains(analysis.LinkKinds(), l.Kind):
		return fault.Coded("L47", "Choose how the two stand to each other: continues, splits, merges or supersedes.")
	case !slices.ContainsFunc(f.ledger.Rows, func(r collate.LedgerRow) bool { return r.Recommendation.ID == l.To }):
		return fault.Coded("L47", "Choose the earlier recommendation that this one goes on with.")
	}
	return nil
}

// notLinked builds the page with a link that was refused.
func notLinked(f followed, l analysis.Link, which string, err error) page.Recommendation {
	built := recommendationPage(f)
	built.Wrong = true
	form := &built.Links
	form.Problem, form.Which = fault.Text(err), which
	for g := range form.Groups {
		for o := range form.Groups[g].Options {
			form.Groups[g].Options[o].Chosen = form.Groups[g].Options[o].Value == l.To
		}
	}
	for i := range form.Kinds {
		form.Kinds[i].Chosen = form.Kinds[i].Value == string(l.Kind)
	}
	built.Problems = []page.Problem{{Anchor: "#link-" + which, Text: form.Problem}}
	return built
}

// linkForm builds what a recommendation goes on with, and the form to say so.
func linkForm(f followed) page.LinkForm {
	out := page.LinkForm{Action: f.at() + "/links", Kinds: linkChoices()}
	for _, l := range f.rec.Links {
		view := page.LinkView{ID: l.To, Kind: research.Capital(string(l.Kind)), To: page.Link{Text: l.Reference}, By: changedBy(l.By, l.At), Removal: "unlink " + l.To}
		if i := slices.IndexFunc(f.ledger.Rows, func(r collate.LedgerRow) bool { return r.Recommendation.ID == l.To }); i >= 0 {
			row := f.ledger.Rows[i]
			view.To.Address, view.Title, view.State = f.addressOf(row), row.Recommendation.Title, stateWords(row.Recommendation, f.today)
		}
		out.Links = append(out.Links, view)
	}
	for _, round := range slices.Backward(f.ledger.Rounds) {
		group := page.ChoiceGroup{Label: round}
		for _, row := range f.ledger.Rows {
			if r := row.Recommendation; row.Round == round && round < f.place.round.Key {
				group.Options = append(group.Options, page.ChoiceValue{Value: r.ID, Text: r.Reference + " " + shortened(r.Title, longestChoice)})
			}
		}
		if len(group.Options) > 0 {
			out.Groups = append(out.Groups, group)
		}
	}
	return out
}

// addressOf returns the address of another recommendation of the programme.
func (f followed) addressOf(row collate.LedgerRow) string {
	return recommendationPath(f.place.programme.Key, row.Round, row.Recommendation.Reference)
}

func linkChoices() []page.ChoiceValue {
	words := map[analysis.LinkKind]string{
		analysis.Continues: "continues it: asks for the same again, or for more of it", analysis.Splits: "splits it: asks for a part of it",
		analysis.Merges: "merges it: asks for it together with others", analysis.Supersedes: "supersedes it: takes its place with something else",
	}
	var out []page.ChoiceValue
	for i, k := range analysis.LinkKinds() {
		out = append(out, page.ChoiceValue{Value: string(k), Text: words[k], Chosen: i == 0})
	}
	return out
}

// laterLinks lists the recommendations of later rounds that go on with this one.
func laterLinks(f followed) []page.LinkView {
	var out []page.LinkView
	for _, row := range f.ledger.Rows {
		r := row.Recommendation
		for _, l := range r.Links {
			if l.To == f.rec.ID {
				out = append(out, page.LinkView{
					Kind: research.Capital(string(l.Kind)), To: page.Link{Text: r.Reference, Address: f.addressOf(row)},
					Title: r.Title, State: stateWords(r, f.today), By: changedBy(l.By, l.At),
				})
			}
		}
	}
	return out
}

// stateWords says in a word or two where a recommendation stands.
func stateWords(r analysis.Recommendation, today survey.Day) string {
	if r.Overdue(today) {
		return string(r.Status()) + ", overdue"
	}
	return string(r.Status())
}

// shortened returns the words of a text that fit, with dots where it goes on.
func shortened(text string, most int) string {
	if len([]rune(text)) <= most {
		return text
	}
	cut := string([]rune(text)[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}
