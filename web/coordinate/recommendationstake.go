package coordinate

import (
	"context"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/survey/fault"
	"verbatim/web/page"
	"verbatim/web/research"
)

// A taking is what somebody takes up, in the words that they typed.
type taking struct {
	title  string
	points []string
	parts  []string // that the form names
	of     []string // those that it could have named beside them
	items  []item   // as they are now
	links  []analysis.Link
	own    bool
	themes []string
	apart  string
}

func typedTaking(c *gin.Context) taking {
	t := taking{
		title: typed(c, "title"), points: typedLines(c, "points"), parts: c.PostFormArray("part"), of: c.PostFormArray("of"), own: c.PostForm("own") != "",
		themes: c.PostFormArray("theme"), apart: c.PostForm("apart"),
	}
	if part, ok := strings.CutPrefix(c.PostForm("do"), "use "); ok {
		t.title = typed(c, "words "+part)
	}
	for _, to := range c.PostFormArray("link") {
		t.links = append(t.links, analysis.Link{To: to, Kind: analysis.LinkKind(c.PostForm("kind-" + to))})
	}
	return t
}

// maxParts is the most that one form takes up: more do not ask for one thing.
const maxParts = 100

// read finds what the form names as it is now, and checks what was typed.
func (t *taking) read(a asked) error {
	if len(t.parts) > maxParts {
		t.parts, t.of = t.parts[:maxParts], nil
		return fault.Coded("L30", "More than %d cannot be taken up as one. Choose fewer.", maxParts)
	}
	var err error
	if t.items, err = a.resolve(t.parts); err != nil {
		return err
	}
	if len(t.items) == 0 && !t.own {
		return fault.Coded("L30", "Choose what is taken up with one of the buttons of the page.")
	}
	for _, key := range t.themes {
		if _, ok := a.in.Codebook.Theme(key); !ok {
			return fault.Coded("L35", "The codebook has no theme %q any more: choose among those it has.", key)
		}
	}
	if a.borrowed(append([]string{t.title}, t.points...), t.items) {
		return fault.Coded("L34", "These are words of somebody who did not agree to be printed. Say it in your own.")
	}
	return t.checkLinks(a)
}

// checkLinks refuses links to what is no earlier recommendation, and leaves out
// those that are not meant.
func (t *taking) checkLinks(a asked) error {
	for _, l := range t.links {
		if _, ok := a.earlierID(l.To); !ok || l.Kind != noLink && !slices.Contains(analysis.LinkKinds(), l.Kind) {
			return fault.Coded("L37", "Choose how it stands to the earlier recommendation: continues, splits, merges, supersedes, or does not go on with it.")
		}
	}
	return nil
}

func (t *taking) meant() []analysis.Link {
	return slices.DeleteFunc(slices.Clone(t.links), func(l analysis.Link) bool { return l.Kind == noLink })
}

func (a asked) earlierID(id string) (analysis.Recommendation, bool) {
	for _, e := range a.in.Earlier {
		for _, r := range e.Recommendations {
			if r.ID == id {
				return r, true
			}
		}
	}
	return analysis.Recommendation{}, false
}

// replaced returns the recommendations that the taking takes the place of.
func (t *taking) replaced() []analysis.Recommendation {
	var out []analysis.Recommendation
	for _, i := range t.items {
		if i.taken() {
			out = append(out, i.Recommendation)
		}
	}
	return out
}

// TakeUp takes up one suggestion, in the words that were typed.
func (d *Desk) TakeUp(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	t := typedTaking(c)
	r, err := d.takeUp(c.Request.Context(), a, &t)
	if err == nil {
		return done(c, a.place.at("recommendations")+"#"+takenAnchor(r.Reference), r.Reference+" is taken up.")
	}
	return d.notTaken(c, t, err)
}

// AddOwn takes up one of the coordinator's own.
func (d *Desk) AddOwn(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	t := typedTaking(c)
	t.own, t.parts = true, nil
	for _, i := range a.items() {
		if i.taken() && t.title != "" && bare(i.Recommendation.Title) == bare(t.title) {
			return d.notTaken(c, t, conflict("L36", "%s says the same already. Change the words, or leave it as it is.", i.Recommendation.Reference))
		}
	}
	r, err := d.takeUp(c.Request.Context(), a, &t)
	if err == nil {
		return done(c, a.place.at("recommendations")+"#"+takenAnchor(r.Reference), r.Reference+" is added.")
	}
	return d.notTaken(c, t, err)
}

// takeUp takes up what was typed, and returns the recommendation that it became.
// What was taken up already by somebody alone keeps its reference and gets the
// new words; where it is merged with others, all that was noted of it goes along.
func (d *Desk) takeUp(ctx context.Context, a asked, t *taking) (r analysis.Recommendation, err error) {
	if err := t.read(a); err != nil {
		if r, ok := a.already([]string{t.title}, t.parts); ok {
			return r[0], nil // the form was sent twice
		}
		return r, err
	}
	olds := t.replaced()
	if len(t.items) == 1 && len(olds) == 1 {
		r = olds[0]
		r.Title = t.title
		for _, p := range t.points {
			if !slices.ContainsFunc(r.Points, func(o analysis.Point) bool { return o.Title == p }) {
				r.Points = append(slices.Clip(r.Points), analysis.Point{Title: p})
			}
		}
		return r, d.analysis.EditRecommendation(ctx, r)
	}
	adoption := analysis.Adoption{RoundID: a.place.round.ID, Title: t.title, Points: t.points, Links: t.meant(), Own: t.own, Themes: t.themes}
	for _, i := range t.items {
		if i.taken() {
			adoption.Replaces = append(adoption.Replaces, i.Recommendation.ID)
			continue
		}
		for _, act := range i.Actions {
			adoption.Actions = append(adoption.Actions, act.ID)
		}
	}
	id, err := d.analysis.Adopt(ctx, adoption)
	if err != nil {
		return r, err
	}
	return d.analysis.Recommendation(ctx, id)
}

// already reports whether a form was sent before: everything that it names was
// taken up in these words.
func (a asked) already(titles, parts []string) (out []analysis.Recommendation, ok bool) {
	all := a.items()
	for _, title := range titles {
		at := slices.IndexFunc(all, func(i item) bool { return i.taken() && title != "" && i.Recommendation.Title == title })
		if at < 0 {
			return nil, false
		}
		out = append(out, all[at].Recommendation)
	}
	for _, p := range parts {
		i, err := a.item(all, p)
		same := func(r analysis.Recommendation) bool { return r.ID == i.Recommendation.ID }
		if err == nil || i.ID() != "" && !slices.ContainsFunc(out, same) {
			return nil, false
		}
	}
	return out, len(out) > 0 && len(parts) > 0
}

// notTaken shows the page again with what was typed, and what stands in its way.
func (d *Desk) notTaken(c *gin.Context, t taking, err error) error {
	status, again := refusedOrGone(err)
	if !again {
		return err
	}
	a, loadErr := d.askedFor(c) // as it is now: somebody may have been faster
	if loadErr != nil {
		return loadErr
	}
	built := recommendationsPage(a)
	if t.own {
		built.Own = a.ownTyped(t, err)
		built.Problems = []page.Problem{{Anchor: "#own-" + built.Own.Wrong, Text: fault.Text(err)}}
	} else {
		held := a.held(t, err)
		held.Action = a.place.at("recommendations") + "/take-up"
		built.Held = &held
		built.Problems = []page.Problem{{Anchor: "#held-" + held.Wrong, Text: fault.Text(err)}}
	}
	built.Wrong = true
	return d.showRecommendations(c, status, built)
}

// ownTyped builds the form for one of the coordinator's own with what was typed.
func (a asked) ownTyped(t taking, err error) page.TakeForm {
	out := a.ownForm()
	out.Title, out.Points, out.Wrong = t.title, strings.Join(t.points, "\n"), wrongOfTaking(err)
	for i := range out.Themes {
		out.Themes[i].Chosen = slices.Contains(t.themes, out.Themes[i].Value)
	}
	return out
}

// wrongOfTaking returns the field that a refusal is about.
func wrongOfTaking(err error) string {
	text := fault.Text(err)
	switch {
	case strings.HasPrefix(text, "L37"):
		return "link"
	case strings.HasPrefix(text, "L39"):
		return "part"
	case strings.Contains(text, "A point"), strings.HasPrefix(text, "L25"):
		return "points"
	}
	return "title"
}

// held builds the form that keeps what was typed, for what is there now.
func (a asked) held(t taking, err error) page.TakeForm {
	items, _ := a.resolve(t.parts)
	all, _ := a.resolve(slices.Concat(t.parts, t.of[:min(len(t.of), maxParts)]))
	out := page.TakeForm{
		Anchor: "held", Heading: "Your words", Title: t.title, Points: strings.Join(t.points, "\n"), Apart: t.apart, Wrong: wrongOfTaking(err), Button: "Take it up", Do: "held",
	}
	for n, i := range all {
		out.Parts = append(out.Parts, page.PartView{Value: i.part(), Text: i.Text, Head: i.head(), Raised: a.raised(a.behind(i)), Chosen: n < len(items)})
		if r := i.Recommendation; i.taken() && fault.KindOf(err) == fault.Conflict {
			out.Theirs = &page.Theirs{Text: append([]string{r.Reference + ": " + i.Text}, i.Points...), By: changedBy(r.By, r.At)}
		}
	}
	for _, l := range t.links {
		if r, ok := a.earlierID(l.To); ok {
			out.Links = append(out.Links, linkChoice(r, string(l.Kind)))
		}
	}
	if len(out.Links) == 0 && out.Wrong == "link" || len(all) < 2 && out.Wrong == "part" {
		out.Wrong = "title"
	}
	a.meaning(&out, items, all)
	return out
}

// meaning says what sending a held form does.
func (a asked) meaning(out *page.TakeForm, items, all []item) {
	switch {
	case len(all) == 0:
		out.Own, out.Button = true, "Take it up as your own"
		out.Note = "Nothing is left that it was made of. It can be taken up as your own all the same."
	case len(all) > 1:
		out.Button, out.Do = "Merge them in these words", "merge"
		out.After = research.Capital(support(a.behind(items...), a.labels))
	case all[0].taken():
		out.Button, out.Links = "Put my words in the place of theirs", nil
		out.Note = all[0].Recommendation.Reference + " keeps its reference and what it rests on, and gets your words."
	}
}

// TakeAll takes up everything that people accepted, in the words in which it is
// printed.
func (d *Desk) TakeAll(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	taken, left := 0, 0
	for _, i := range a.sorted().waitingToBeTaken() {
		t := taking{title: titleOf(i), parts: []string{i.part()}}
		if len(i.Points) > 1 {
			t.points = i.Points
		}
		for _, l := range a.links(i) {
			t.links = append(t.links, analysis.Link{To: l.To, Kind: analysis.Continues})
		}
		_, err := d.takeUp(c.Request.Context(), a, &t)
		if _, again := refusal(err); err != nil && !again {
			return err
		}
		if err != nil {
			left++
			continue
		}
		taken++
	}
	said := research.Plural(taken, "recommendation is", "recommendations are") + " taken up."
	if left > 0 {
		said += " " + research.Plural(left, "one is", "ones are") + " left: too long, or in words that are not to be printed. Word them yourself."
	}
	return done(c, a.place.at("recommendations"), said)
}

// TakeBack takes back what was taken up, as it was seen.
func (d *Desk) TakeBack(c *gin.Context) error {
	a, err := d.askedFor(c)
	if err != nil {
		return err
	}
	i, err := takenItem(a.items(), c.PostForm("id"), c.PostForm("seen"))
	if err == nil {
		err = d.analysis.TakeBack(c.Request.Context(), i.Recommendation.ID)
	}
	if err == nil {
		return done(c, a.place.at("recommendations"), i.Recommendation.Reference+" is taken back. What it rested on is suggested again; its reference is not used again.")
	}
	status, again := refusal(err)
	if !again {
		return err
	}
	built := recommendationsPage(a)
	built.Wrong = true
	built.Problems = []page.Problem{{Text: strings.TrimSuffix(fault.Text(err), " Your words are kept below.")}}
	if i.taken() {
		built.Problems[0].Anchor = "#" + takenAnchor(i.Recommendation.Reference)
	}
	return d.showRecommendations(c, status, built)
}
