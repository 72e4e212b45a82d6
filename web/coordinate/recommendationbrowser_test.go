package coordinate_test

import (
	"net/http"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/web/browsertest"
	"verbatim/web/stafftest"
)

// A follower walks through the pages on which recommendations are followed up.
type follower struct {
	*browsertest.Page
	t    *testing.T
	site *stafftest.Site
	base string
	look func(name string) // at the state that the page is in
}

func follow(t *testing.T, chromium *browsertest.Browser, s *stafftest.Site, o browsertest.Options) follower {
	t.Helper()
	f := follower{Page: chromium.Tab(t, o), t: t, site: s, base: s.Coordinator().Base()}
	f.look = f.Sound
	f.Open(f.base + "/sign-in")
	f.Type("#name", "anna")
	f.Type("#password", stafftest.Password)
	f.Press(`main form button[type=submit]`)
	return f
}

// TestFollowingUpIsSound walks through a recommendation, what became of earlier
// ones, and the ledger, without scripts, at the width of a phone, and looks at
// what that leaves behind wide, with scripts, light and dark.
func TestFollowingUpIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	s := tookUp(t)
	leave(t, s, "cultural competency")
	f := follow(t, chromium, s, browsertest.Options{Width: 320, Height: 900, NoScript: true})
	f.recommendation()
	f.fates()
	f.ledger()
	wide := follow(t, chromium, s, browsertest.Options{Width: 1280, Height: 900})
	dark := follow(t, chromium, s, browsertest.Options{Width: 1280, Height: 900, Dark: true})
	for name, at := range map[string]string{"ledger-one-1280": followed, "ledger-fates-1280": fates, "ledger-years-1280": ledgerPage} {
		wide.Open(wide.base + at)
		wide.look(name)
		if at != fates {
			dark.Open(dark.base + at)
			dark.Contrast(name + "-dark")
		}
	}
}

// leave rejects what the answers ask for in these words.
func leave(t *testing.T, s *stafftest.Site, words string) {
	t.Helper()
	actions, err := s.Analysis.RoundActions(t.Context(), s.Round.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range actions {
		if strings.Contains(a.Text, words) {
			if err := s.Analysis.DecideAction(t.Context(), a.ID, "anna", analysis.Rejected); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// wants fails the test unless the part of the page says the words.
func (f follower) wants(selector, words string) {
	f.t.Helper()
	if got := f.Text(selector); !strings.Contains(strings.Join(strings.Fields(got), " "), words) {
		f.t.Errorf("%s says %q, want %q", selector, got, words)
	}
}

// unfold opens the form that a field is in, by the keyboard.
func (f follower) unfold(field string) {
	f.t.Helper()
	browsertest.Eval[bool](f.Page, `document.querySelector("details:has(`+field+`) summary").focus(), true`)
	f.Keys(" ")
	f.Until("the form is open", `document.querySelector("details:has(`+field+`)").open`)
}

func (f follower) recommendation() {
	f.Open(f.base + followed)
	f.Type("#body", "EDI education committee")
	f.Type("#coowners", "The library")
	f.Type("#points", "Hand it out")
	f.Press(`form:has(#title) button[type=submit]`)
	f.wants(".plain-list", "2021-R01.3 Hand it out")
	f.site.Coordinator().Get(followed).Form(followed).Set("title", "Write a leaflet", "point-1", "").Send().Want(http.StatusOK) // somebody else is faster
	f.Type("#owner", "Dean")
	f.Press(`form:has(#title) button[type=submit]`)
	f.wants(".theirs", "What is to be done: Write a leaflet")
	f.look("ledger-one-conflict-320")
	f.Press(`form:has(#title) button[type=submit]`)
	f.wants(".standing", "Dean")
	f.unfold("#due-value")
	f.Type("#due-value", "06012021") // as the field asks for it where nothing else is set: month, day, year
	if got := browsertest.Eval[string](f.Page, `document.querySelector("#due-value").value`); got != "2021-06-01" {
		f.t.Errorf("typed by key, the day is %q", got)
	}
	f.Enter()
	f.wants(".standing", "Overdue since 2 June 2021")
	f.unfold("#response-value")
	f.Type("#response-value", "Not accepted")
	f.Press(`form:has(#response-value) button`)
	f.wants(".problems", "L45")
	f.look("ledger-one-refused-320")
	f.Type("#response-words", "There is one already.")
	f.Press(`form:has(#response-value) button`)
	f.unfold("#remark-words")
	f.Type("#remark-words", "The dean was asked.")
	f.Type("#remark-evidence", "https://example.ac.uk/minutes")
	f.Press(`form:has(#remark-words) button`)
	f.wants(".history", "Seen in https://example.ac.uk/minutes")
	f.unfold("#link-to")
	f.Type("#link-to", "2020-1")
	f.Press(`form:has(#link-to) button`)
	f.wants(".followed-links", "Continues 2020-1")
	f.look("ledger-one-said-320")
	f.Open(f.base + earlier)
	f.wants(".followed-links", "2021-R01")
}

func (f follower) fates() {
	f.Open(f.base + fates)
	f.wants("#known + .fates", "Continued by 2021-R01")
	f.Open(f.base + followed)
	f.Press(`.followed-links button`)
	f.Open(f.base + fates)
	f.wants("#unknown ~ .fates", "R33")
	f.look("ledger-fates-320")
	f.Type(`select[name=fate]`, "Dropped")
	f.Press(`button[value=state]`)
	f.wants(".problems", "L61")
	f.look("ledger-fates-refused-320")
	f.Type(`textarea[name=why]`, "The curriculum is new.")
	f.Press(`button[value=state]`)
	f.wants("#known + .fates", "Dropped: The curriculum is new. stated by anna")
}

func (f follower) ledger() {
	f.Open(f.base + ledgerPage)
	f.wants(".ledger", "Made")
	f.look("ledger-years-320")
	if f.Count(".ledger tbody tr") != 2 {
		f.t.Errorf("%d rows, want 2", f.Count(".ledger tbody tr"))
	}
	f.Type("#only", "Overdue")
	f.Press(`.ledger-filters button`)
	if f.Count(".ledger tbody tr") != 1 {
		f.t.Errorf("%d rows that are overdue, want 1", f.Count(".ledger tbody tr"))
	}
	f.Type("#status", "Done")
	f.Press(`.ledger-filters button`)
	f.wants("main", "No recommendation is of this kind")
}
