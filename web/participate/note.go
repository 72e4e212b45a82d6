package participate

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey"
	"verbatim/survey/identify"
	"verbatim/survey/store"
	"verbatim/web/page"
)

// finderAge is how long the people of a round are remembered: somebody who was
// added to the roster is known after so long.
const finderAge = time.Minute

// keepField is the name of the buttons that let an answer stand as it is.
const keepField = "keep-words"

// finders remember, for each round, what finds the names of its people.
type finders struct {
	survey *store.Store
	now    func() time.Time

	mu      sync.Mutex
	byRound map[string]madeFinder
}

type madeFinder struct {
	finder *identify.Finder
	at     time.Time
}

func newFinders(s *store.Store, now func() time.Time) *finders {
	return &finders{survey: s, now: now, byRound: map[string]madeFinder{}}
}

// of returns the finder of a round.
func (f *finders) of(ctx context.Context, roundID string) (*identify.Finder, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	made, ok := f.byRound[roundID]
	if age := f.now().Sub(made.at); ok && age >= 0 && age < finderAge {
		return made.finder, nil
	}
	people, err := f.survey.Participants(ctx, roundID)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	made = madeFinder{identify.NewFinder(names, nil), f.now()}
	f.byRound[roundID] = made
	return made.finder, nil
}

// notes returns what in the answers may name somebody and has not been let stand
// in these very words. They help, and are never needed: where the roster cannot
// be read there are none.
func (d *Desk) notes(c *gin.Context, s sitting, r reading) []page.Note {
	finder, err := d.finders.of(c.Request.Context(), s.round.ID)
	if err != nil {
		return nil
	}
	var notes []page.Note
	for place, sheet := range r.sheets {
		for _, q := range sheet.Page.Questions {
			a := page.AnswerTo(s.draft.Answers, survey.InTurn(q.Key, sheet.Turn))
			found := finder.Notes(a.Text)
			wording := wordingOf(a)
			if len(found) == 0 || slices.Contains(s.draft.LetStand, wording) {
				continue
			}
			n := page.Note{Question: s.tongue.foreign.Label(q), Change: s.changePath(place) + "#" + page.AnswerField(a.Question, ""), Keep: wording}
			for _, f := range found {
				if w := (page.Noted{Text: f.Text, Looks: s.say(f.Kind.Words())}); !slices.Contains(n.Words, w) {
					n.Words = append(n.Words, w)
				}
			}
			notes = append(notes, n)
		}
	}
	return notes
}

// wordingOf names the words of an answer without telling them.
func wordingOf(a survey.Answer) string { return digest("wording of "+a.Question, a.Text) }

// letStand notes in the draft that an answer is to stay as it is worded, and
// reports whether a button asked for that.
func (d *Desk) letStand(c *gin.Context, s sitting) (done bool, err error) {
	wording := c.PostForm(keepField)
	if wording == "" || !s.found {
		return false, nil
	}
	if slices.ContainsFunc(s.draft.Answers, func(a survey.Answer) bool { return wordingOf(a) == wording }) && !slices.Contains(s.draft.LetStand, wording) {
		s.draft.LetStand = append(slices.Clone(s.draft.LetStand), wording)
		if err := d.save(c, &s, ""); err != nil {
			return true, d.unsent(c, s, err)
		}
	}
	c.Redirect(http.StatusSeeOther, s.path("check"))
	return true, nil
}
