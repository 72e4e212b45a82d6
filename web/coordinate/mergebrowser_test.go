package coordinate_test

import (
	"strconv"
	"strings"
	"testing"

	"verbatim/web/browsertest"
)

// TestTakingUpIsSound walks from suggestions to recommendations by the keyboard:
// take up, merge, split, take back; without scripts at the width of a phone, where
// every state is looked at, and with them, wide, where some are.
func TestTakingUpIsSound(t *testing.T) {
	chromium := browsertest.Start(t)
	for _, width := range []int64{320, 1280} {
		s := askedAlike(t)
		f := follow(t, chromium, s, browsertest.Options{Width: width, Height: 900, NoScript: width == 320})
		suffix := "-" + strconv.FormatInt(width, 10)
		if width > 320 {
			f.look = func(name string) {
				if strings.HasPrefix(name, "merge-desk") || strings.HasPrefix(name, "merge-one") || strings.HasPrefix(name, "merge-take-") {
					f.Sound(name)
				}
			}
		}
		f.takeUp(suffix)
		f.merge(suffix)
		f.split(suffix)
		f.takeBack(suffix)
		if width == 320 {
			continue
		}
		dark := follow(t, chromium, s, browsertest.Options{Width: 1280, Height: 900, Dark: true})
		for name, at := range map[string]string{"merge-end-1280": recommendations, "merge-end-desk-1280": mergeDesk} {
			f.Open(f.base + at)
			f.Sound(name)
			dark.Open(dark.base + at)
			dark.Contrast(name + "-dark")
		}
	}
}

// key presses what has the selector by the keyboard alone.
func (f follower) key(selector string) {
	f.t.Helper()
	browsertest.Eval[bool](f.Page, `document.querySelector(`+strconv.Quote(selector)+`).focus(), document.activeElement === document.querySelector(`+strconv.Quote(selector)+`)`)
	f.Enter()
}

// fill puts words into a field in the place of those in it.
func (f follower) fill(selector, words string) {
	f.t.Helper()
	browsertest.Eval[bool](f.Page, `document.querySelector(`+strconv.Quote(selector)+`).select(), true`)
	f.Type(selector, words)
}

func (f follower) takeUp(suffix string) {
	f.t.Helper()
	f.Open(f.base + recommendations)
	f.look("merge-asked" + suffix)
	browsertest.Eval[bool](f.Page, `document.querySelector(".building .take summary").focus(), true`)
	f.Keys(" ")
	f.Until("the form is open", `document.querySelector(".building .take").open`)
	f.look("merge-take" + suffix)
	browsertest.Eval[bool](f.Page, `document.querySelector(".building .take textarea[name=title]").value = "", true`)
	f.key(".building .take button")
	f.wants(".problems", "L24")
	f.look("merge-refused" + suffix)
	f.Type("#held-title", "Teach cultural competency in every year")
	f.key(".held button")
	f.wants(".taken", "2021-R01 Teach cultural competency in every year")
	f.fill("#own-title", "Publish what became of this")
	f.key(".own button")
	f.wants(".recommendations:has(#taken-up)", "2021-R02 Publish what became of this")
	f.look("merge-taken" + suffix)
}

func (f follower) merge(suffix string) {
	f.t.Helper()
	f.Open(f.base + mergeDesk)
	f.look("merge-desk" + suffix)
	f.fill(".merge-group textarea[name=title]", "Give pairs a quiet room")
	browsertest.Eval[bool](f.Page, `document.querySelector(".merge-group input[type=checkbox]").focus(), true`)
	f.Keys(" ")
	f.key(".merge-group .actions button")
	f.wants(".problems", "L39")
	if got := browsertest.Eval[string](f.Page, `document.querySelector("#held-title").value`); got != "Give pairs a quiet room" {
		f.t.Errorf("what was typed came back as %q", got)
	}
	f.look("merge-one" + suffix)
	browsertest.Eval[bool](f.Page, `document.querySelector(".held input[type=checkbox]:not(:checked)").focus(), true`)
	f.Keys(" ")
	f.key(".held .actions button")
	f.wants("main", "They are merged into 2021-R03")
}

func (f follower) split(suffix string) {
	f.t.Helper()
	f.fill(".bundle textarea", "One only")
	f.key(".bundle button")
	f.wants(".problems", "L38")
	f.look("merge-split-refused" + suffix)
	f.fill("#held-split-lines", "Create a care leavers network\nCreate a carers network")
	f.key(".held button")
	f.wants("main", "It is split into 2021-R04 and 2021-R05")
	f.look("merge-split" + suffix)
}

func (f follower) takeBack(suffix string) {
	f.t.Helper()
	f.Open(f.base + recommendations)
	browsertest.Eval[bool](f.Page, `document.querySelector("#taken-2021-R03 .take-back summary").focus(), true`)
	f.Keys(" ")
	f.Until("the form is open", `document.querySelector("#taken-2021-R03 .take-back").open`)
	f.look("merge-back" + suffix)
	f.key("#taken-2021-R03 .take-back button")
	f.wants("main", "2021-R03 is taken back")
	f.wants(".recommendations:has(#new)", "Find a quiet room where pairs can meet")
	f.look("merge-end" + suffix)
}
