package coordinate_test

import (
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
	base string
	end  string // of the names of screenshots
}

// TestFollowingUpIsSound walks through a recommendation, what became of earlier
// ones, and the ledger: wide with scripts, narrow without, and dark.
func TestFollowingUpIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	for name, o := range map[string]browsertest.Options{"1280": {Width: 1280, Height: 900}, "320": {Width: 320, Height: 900, NoScript: true}, "dark": {Width: 1280, Height: 900, Dark: true}} {
		t.Run(name, func(t *testing.T) {
			s := tookUp(t)
			leave(t, s, "cultural competency")
			f := follower{chromium.Tab(t, o), t, s.Coordinator().Base(), "-" + name}
			f.Open(f.base + "/sign-in")
			f.Type("#name", "anna")
			f.Type("#password", stafftest.Password)
			f.Press(`main form button[type=submit]`)
			f.recommendation()
			f.fates()
			f.ledger()
		})
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
	f.Sound("ledger-one" + f.end)
	f.Type("#body", "EDI education committee")
	f.Type("#coowners", "The library")
	f.Type("#points", "Hand it out")
	f.Press(`form:has(#title) button[type=submit]`)
	f.wants(".plain-list", "2021-R01.3 Hand it out")
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
	f.Sound("ledger-one-refused" + f.end)
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
	f.Sound("ledger-one-said" + f.end)
	f.Open(f.base + earlier)
	f.wants(".followed-links", "2021-R01")
	f.Sound("ledger-earlier" + f.end)
}

func (f follower) fates() {
	f.Open(f.base + fates)
	f.wants("#known + .fates", "Continued by 2021-R01")
	f.Sound("ledger-fates-known" + f.end)
	f.Open(f.base + followed)
	f.Press(`.followed-links button`)
	f.Open(f.base + fates)
	f.wants("#unknown ~ .fates", "R33")
	f.Sound("ledger-fates" + f.end)
	f.Type(`select[name=fate]`, "Dropped")
	f.Press(`button[value=state]`)
	f.wants(".problems", "L61")
	f.Sound("ledger-fates-refused" + f.end)
	f.Type(`textarea[name=why]`, "The curriculum is new.")
	f.Press(`button[value=state]`)
	f.wants("#known + .fates", "Dropped: The curriculum is new. stated by anna")
	f.Sound("ledger-fates-stated" + f.end)
}

func (f follower) ledger() {
	f.Open(f.base + ledgerPage)
	f.wants(".ledger", "Made")
	f.Sound("ledger-years" + f.end)
	if f.Count(".ledger tbody tr") != 2 {
		f.t.Errorf("%d rows, want 2", f.Count(".ledger tbody tr"))
	}
	f.Type("#only", "Overdue")
	f.Press(`.ledger-filters button`)
	if f.Count(".ledger tbody tr") != 1 {
		f.t.Errorf("%d rows that are overdue, want 1", f.Count(".ledger tbody tr"))
	}
	f.Sound("ledger-overdue" + f.end)
	f.Type("#status", "Done")
	f.Press(`.ledger-filters button`)
	f.wants("main", "No recommendation is of this kind")
	f.Sound("ledger-none" + f.end)
	f.Open(f.base + "/staff")
	f.Sound("ledger-home" + f.end)
}
