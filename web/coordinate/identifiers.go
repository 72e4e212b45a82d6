package coordinate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/disclose"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/identify"
	"verbatim/web/page"
	"verbatim/web/research"
	"verbatim/web/session"
)

// screened is a round's answers that may be quoted, looked through for what could
// tell who is meant.
type screened struct {
	place      place
	known      collate.Identities
	verbatims  []survey.Verbatim
	texts      map[string]survey.Verbatim
	maskings   []analysis.Masking // of this round, in force
	groups     []identified       // what nobody has decided
	usesOf     map[string]int     // places masked, by entity
	user       string
	answer     string // ID of the answer that is looked at alone; empty for all
	labels     research.Labels
	descriptor []string
}

// An identified is all undecided places that mean the same.
type identified struct {
	key    string
	first  disclose.Suggestion
	places []disclose.Suggestion
}

// hintScore is how sure a name is that only the model of the language sees.
const hintScore = 0.3

// screen reads and looks through the answers of a round.
func (d *Desk) screen(ctx context.Context, p place) (s screened, err error) {
	s = screened{place: p, texts: map[string]survey.Verbatim{}, usesOf: map[string]int{}}
	if s.known, err = collate.LoadIdentities(ctx, d.survey, d.analysis, p.programme); err != nil {
		return s, err
	}
	all, err := d.survey.RoundVerbatims(ctx, p.round.ID)
	if err != nil {
		return s, err
	}
	hints, err := d.analysis.RoundHints(ctx, p.round.ID)
	if err != nil {
		return s, err
	}
	s.read(all, hints)
	s.labels, err = research.LoadLabels(ctx, d.survey, d.analysis, p.programme.ID)
	return s, err
}

// read looks through the answers. It is what screen does, without a disk.
func (s *screened) read(all []survey.Verbatim, hints map[string][]analysis.Span) {
	for _, v := range all {
		if v.QuoteConsent.MayQuote() && strings.TrimSpace(v.Text) != "" {
			s.verbatims = append(s.verbatims, v)
			s.texts[v.ID] = v
		}
	}
	slices.SortFunc(s.verbatims, func(a, b survey.Verbatim) int { return cmp.Compare(digestOf(a.ID), digestOf(b.ID)) }) // says nothing of when
	for _, m := range s.known.Maskings {
		if _, ok := s.texts[m.VerbatimID]; ok {
			s.maskings = append(s.maskings, m)
		}
		if m.Decision == analysis.Masked && m.Entity != "" {
			s.usesOf[m.Entity]++
		}
	}
	for _, e := range s.known.Entities {
		if e.Descriptor != "" && !slices.Contains(s.descriptor, e.Descriptor) {
			s.descriptor = append(s.descriptor, e.Descriptor)
		}
	}
	slices.Sort(s.descriptor)
	s.group(hints)
}

// group puts the undecided places together by what they mean: what blocks first,
// hints last, and what is written most often before what is written once.
func (s *screened) group(hints map[string][]analysis.Span) {
	detector, by := s.known.Detector(), s.known.Of()
	at := map[string]int{}
	for _, v := range s.verbatims {
		for _, f := range disclose.Undecided(withHints(detector.Find(v.Text), v.Text, hints[v.ID]), by[v.ID]) {
			f.VerbatimID = v.ID
			key := groupKey(f)
			i, ok := at[key]
			if !ok {
				i = len(s.groups)
				at[key] = i
				s.groups = append(s.groups, identified{key: key, first: f})
			}
			s.groups[i].places = append(s.groups[i].places, f)
			if f.Score > s.groups[i].first.Score {
				s.groups[i].first = f
			}
		}
	}
	slices.SortStableFunc(s.groups, func(a, b identified) int {
		return cmp.Or(cmp.Compare(rank(a.first), rank(b.first)), len(b.places)-len(a.places), cmp.Compare(strings.ToLower(a.first.Name), strings.ToLower(b.first.Name)))
	})
}

// withHints adds what only the model of the language sees, where nothing else was
// found.
func withHints(found []disclose.Suggestion, text string, hints []analysis.Span) []disclose.Suggestion {
	for _, h := range hints {
		if words := h.In(text); words != "" && !slices.ContainsFunc(found, func(f disclose.Suggestion) bool { return f.Span.Overlaps(h) }) {
			found = append(found, disclose.Suggestion{Span: h, Text: words, Kind: identify.Name, Score: hintScore, Name: words, Descriptor: "person"})
		}
	}
	return found
}

func rank(f disclose.Suggestion) int {
	switch {
	case f.Direct():
		return 0
	case f.Weak():
		return 2
	}
	return 1
}

// groupKey names what a suggestion means, without saying it.
func groupKey(f disclose.Suggestion) string {
	if f.Entity != "" {
		return digestOf("entity", f.Entity)
	}
	return digestOf(string(f.Kind), strings.ToLower(f.Name))
}

func digestOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Identifiers answers with what could tell who is meant in a round's answers.
func (d *Desk) Identifiers(c *gin.Context) error {
	s, err := d.screened(c)
	if err != nil {
		return err
	}
	return d.showIdentifiers(c, http.StatusOK, identifiersPage(s, c.Query("show"), pageNumber(c.Query("page"))).Identifiers)
}

func (d *Desk) screened(c *gin.Context) (screened, error) {
	p, err := d.find(c)
	if err != nil {
		return screened{}, err
	}
	s, err := d.screen(c.Request.Context(), p)
	s.user = session.User(c).Name
	if id := cmp.Or(c.Query("answer"), c.PostForm("answer")); err == nil && id != "" {
		err = s.alone(id)
	}
	return s, err
}

// alone leaves one answer to look at, with what means the same as before.
func (s *screened) alone(id string) error {
	if _, ok := s.texts[id]; !ok {
		return fault.New(fault.NotFound, "This answer is not in the round, or may not be quoted.")
	}
	s.answer = id
	var groups []identified
	for _, g := range s.groups {
		g.places = slices.DeleteFunc(slices.Clone(g.places), func(f disclose.Suggestion) bool { return f.VerbatimID != id })
		if len(g.places) > 0 {
			groups = append(groups, g)
		}
	}
	s.groups = groups
	s.maskings = slices.DeleteFunc(slices.Clone(s.maskings), func(m analysis.Masking) bool { return m.VerbatimID != id })
	return nil
}

func (d *Desk) showIdentifiers(c *gin.Context, status int, built page.Identifiers) error {
	built.Layout = frame(c, built.Layout, "summary")
	return d.render.Page(c, status, "coordinate-identifiers", built)
}

// pageNumber reads the number of a page of a list, 1 for anything else.
func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// DecideIdentifiers records a decision: about the ticked places of a group, or
// all of them, or about places that are decided already.
func (d *Desk) DecideIdentifiers(c *gin.Context) error {
	s, err := d.screened(c)
	if err != nil {
		return err
	}
	back := research.LocalReturn(c.PostForm("return"), s.at(viewOpen))
	if c.PostForm("words") != "" || c.PostForm("do") == "words" {
		return d.replaceWords(c, s, back)
	}
	switch decision := analysis.MaskingDecision(c.PostForm("decision")); decision {
	case analysis.Undone, analysis.Agreed:
		return d.settleDecided(c, s, decision, back)
	case analysis.Masked, analysis.Kept:
		return d.decideGroup(c, s, decision, back)
	}
	return fault.New(fault.Invalid, "Choose what to do with one of the buttons of the page.")
}

// decideGroup replaces or keeps places of one group.
func (d *Desk) decideGroup(c *gin.Context, s screened, decision analysis.MaskingDecision, back string) error {
	i := slices.IndexFunc(s.groups, func(g identified) bool { return g.key == c.PostForm("group") })
	if i < 0 {
		return done(c, back, "These words were decided about in the meantime.")
	}
	g := s.groups[i]
	ticked := g.ticked(c.PostFormArray("place"), c.PostForm("which") == "all")
	descriptor, reason := typed(c, "descriptor"), typed(c, "reason")
	refuse := func(which, text string) error {
		built := identifiersPage(s, "", 1+i/groupsShown)
		built.refuse(g.key, which, text, descriptor, reason)
		return d.showIdentifiers(c, http.StatusUnprocessableEntity, built.Identifiers)
	}
	switch {
	case len(ticked) == 0:
		return refuse("descriptor", "Tick at least one place.")
	case decision == analysis.Masked && descriptor == "":
		return refuse("descriptor", "Say what is to be printed instead of “"+g.first.Name+"”, such as “senior doctor”.")
	case decision == analysis.Kept && reason == "":
		return refuse("reason", "Say why “"+g.first.Name+"” may stand, such as “a public office”.")
	}
	err := d.storeDecision(c.Request.Context(), s, g, ticked, decision, descriptor, reason)
	if fault.KindOf(err) == fault.Invalid {
		which := "descriptor"
		if decision == analysis.Kept {
			which = "reason"
		}
		return refuse(which, fault.Text(err))
	}
	if err != nil {
		return err
	}
	return done(c, back, decidedWords(decision, len(ticked), descriptor))
}

func decidedWords(decision analysis.MaskingDecision, n int, descriptor string) string {
	places := research.Plural(n, "place", "places")
	if decision == analysis.Masked {
		return places + " will be printed as [" + descriptor + "]."
	}
	return "The words stay as they are in " + places + "."
}

// ticked returns the chosen places of the group.
func (g identified) ticked(values []string, all bool) []disclose.Suggestion {
	if all {
		return g.places
	}
	var out []disclose.Suggestion
	for _, f := range g.places {
		if slices.Contains(values, placeValue(f.VerbatimID, f.Span)) {
			out = append(out, f)
		}
	}
	return out
}

// placeValue names a place in a form.
func placeValue(verbatim string, span analysis.Span) string {
	return verbatim + "|" + strconv.Itoa(span.Start) + "|" + strconv.Itoa(span.End)
}

// entityKinds are the kinds of which the dictionary has entries. A date, an age
// or an address means nobody else the next time.
func hasEntity(k identify.Kind) bool {
	switch k {
	case identify.Name, identify.Place, identify.Role, identify.Module, identify.Handle:
		return true
	case identify.Email, identify.Phone, identify.URL, identify.Number, identify.Postcode, identify.Date, identify.OnlyOne, identify.Trait, identify.Age, identify.Origin:
	}
	return false
}

// storeDecision stores a decision and, for a replacement, what the dictionary
// says from now on.
func (d *Desk) storeDecision(ctx context.Context, s screened, g identified, ticked []disclose.Suggestion, decision analysis.MaskingDecision, descriptor, reason string) error {
	entity := g.first.Entity
	if decision == analysis.Masked && hasEntity(g.first.Kind) {
		e := analysis.Entity{ProgrammeID: s.place.programme.ID, Kind: g.first.Kind, Name: g.first.Name, Found: !s.listed(g.first.Name)}
		if i := slices.IndexFunc(s.known.Entities, func(e analysis.Entity) bool { return e.ID == entity }); entity != "" && i >= 0 {
			e = s.known.Entities[i]
		}
		e.Descriptor, e.By = descriptor, s.user
		var err error
		if entity, err = d.analysis.SaveEntity(ctx, e); err != nil {
			return err
		}
	}
	ms := make([]analysis.Masking, len(ticked))
	for i, f := range ticked {
		ms[i] = analysis.Masking{
			RoundID: s.place.round.ID, VerbatimID: f.VerbatimID, Span: f.Span, Kind: f.Kind, Entity: entity,
			Decision: decision, Descriptor: descriptor, Reason: reason,
		}
		if decision == analysis.Kept {
			ms[i].Descriptor = ""
		}
	}
	return d.analysis.Decide(ctx, s.user, ms...)
}

// listed reports whether a name is known without the answers.
func (s screened) listed(name string) bool {
	return slices.ContainsFunc(s.known.Known, func(k disclose.Known) bool { return k.Name == name })
}

// settleDecided undoes decisions, or agrees with them.
func (d *Desk) settleDecided(c *gin.Context, s screened, decision analysis.MaskingDecision, back string) error {
	values := c.PostFormArray("place")
	var ms []analysis.Masking
	for _, m := range s.maskings {
		if slices.Contains(values, placeValue(m.VerbatimID, m.Span)) {
			m.Decision, m.Descriptor, m.Reason = decision, "", ""
			ms = append(ms, m)
		}
	}
	if len(ms) == 0 {
		return done(c, back, "Nothing was decided about these words any more.")
	}
	if err := d.analysis.Decide(c.Request.Context(), s.user, ms...); err != nil {
		return err
	}
	if decision == analysis.Agreed {
		return done(c, back, "Agreed: "+research.Plural(len(ms), "decision", "decisions")+".")
	}
	return done(c, back, "Taken back: "+research.Plural(len(ms), "decision", "decisions")+". It stays in the record.")
}

// replaceWords replaces words of one answer that nothing found, wherever they
// stand in it.
func (d *Desk) replaceWords(c *gin.Context, s screened, back string) error {
	words, descriptor := typed(c, "words"), typed(c, "descriptor")
	refuse := func(text string) error {
		built := identifiersPage(s, viewOpen, 1)
		built.Wrong = true
		built.Problems = append(built.Problems, page.Problem{Anchor: fieldID("words"), Text: text})
		if built.Answer != nil {
			built.Answer.Words, built.Answer.Descriptor, built.Answer.Problem = words, descriptor, text
		}
		return d.showIdentifiers(c, http.StatusUnprocessableEntity, built.Identifiers)
	}
	if s.answer == "" {
		return fault.New(fault.Invalid, "Open one answer first: words are replaced in it alone.")
	}
	spans := disclose.Places(s.texts[s.answer].Text, words)
	if words == "" || len(spans) == 0 {
		return refuse("Type words exactly as the answer has them.")
	}
	ms := make([]analysis.Masking, len(spans))
	for i, at := range spans {
		ms[i] = analysis.Masking{RoundID: s.place.round.ID, VerbatimID: s.answer, Span: at, Kind: identify.OnlyOne, Decision: analysis.Masked, Descriptor: descriptor}
	}
	err := d.analysis.Decide(c.Request.Context(), s.user, ms...)
	if fault.KindOf(err) == fault.Invalid {
		return refuse(fault.Text(err))
	}
	if err != nil {
		return err
	}
	return done(c, back, decidedWords(analysis.Masked, len(spans), descriptor))
}

// at returns the address of one view of the page.
func (s screened) at(show string) string {
	q := url.Values{}
	if show != "" {
		q.Set("show", show)
	}
	if s.answer != "" {
		q.Set("answer", s.answer)
	}
	if len(q) == 0 {
		return s.place.at("identifiers")
	}
	return s.place.at("identifiers") + "?" + q.Encode()
}
