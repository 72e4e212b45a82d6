package coordinate_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"verbatim/analysis"
	"verbatim/survey/sheet"
	"verbatim/web/stafftest"
	"verbatim/web/webtest"
)

const (
	fates      = "/staff/fates/reverse-mentoring/2021"
	ledgerPage = "/staff/ledger/reverse-mentoring"
)

func TestR33WhatBecameOfEarlierOnesIsStated(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	p := b.Get(fates).Want(http.StatusOK)
	if main := webtest.Text(p.Find("main")); !strings.Contains(main, "1 to state, 0 known") || !strings.Contains(main, "Say what became of it: done, continued, superseded or dropped, and why. R33") {
		t.Fatalf("the page does not ask for the fate: %s", main)
	}
	p = p.Form(fates).Set("fate", "dropped", "why", "", "do", "state").Send().Want(http.StatusUnprocessableEntity)
	if got := webtest.Text(p.Class("problems")[0]); !strings.Contains(got, "L61") {
		t.Errorf("dropped without a reason, it says %q", got)
	}
	for _, a := range webtest.All(p.Class("problems")[0], "a") {
		p.ID(strings.TrimPrefix(webtest.Attr(a, "href"), "#"))
	}
	f := p.Form(fates)
	if f.Values.Get("fate") != "dropped" {
		t.Errorf("what was chosen is lost: %v", f.Values)
	}
	p = f.Set("why", "The faculty has a new curriculum.", "do", "state").Send().Want(http.StatusOK)
	if main := webtest.Text(p.Find("main")); !strings.Contains(main, "Dropped: The faculty has a new curriculum. stated by anna") || strings.Contains(main, "R33") {
		t.Errorf("stated, the page says %s", main)
	}
	if got := webtest.Text(b.Get(ledgerPage).Want(http.StatusOK).Class("ledger")[0]); !strings.Contains(got, "Dropped The faculty has a new curriculum.") && !strings.Contains(got, "DroppedThe faculty has a new curriculum.") {
		t.Errorf("the ledger says %s", got)
	}
	p = p.Form(fates).Set("do", "back").Send().Want(http.StatusOK)
	if main := webtest.Text(p.Find("main")); !strings.Contains(main, "1 to state, 0 known") {
		t.Errorf("taken back, the page says %s", main)
	}
}

func TestTwoWhoStateOneFate(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	mine, theirs := b.Get(fates), b.Get(fates)
	theirs.Form(fates).Set("fate", "done", "why", "Printed in May.", "do", "state").Send().Want(http.StatusOK)
	p := mine.Form(fates).Set("fate", "dropped", "why", "No money.", "do", "state").Send().Want(http.StatusConflict)
	if got := webtest.Text(p.Class("theirs")[0]); !strings.Contains(got, "Saved meanwhile by anna") || !strings.Contains(got, "Printed in May.") {
		t.Errorf("what was saved meanwhile is %q", got)
	}
	f := p.Form(fates)
	if f.Values.Get("fate") != "dropped" || !strings.Contains(f.Values.Get("why"), "No money.") {
		t.Errorf("what was typed is lost: %v", f.Values)
	}
	f.Set("do", "state").Send().Want(http.StatusOK)
	if all, err := s.Analysis.StatedFates(t.Context(), s.Programme.ID); err != nil || len(all) != 1 || all[0].Kind != analysis.FateDropped {
		t.Errorf("stated = %+v, %v", all, err)
	}
}

func TestFatesAreRefusedWithWords(t *testing.T) {
	s := stafftest.New(t)
	b := s.Coordinator()
	id := stored(t, s, "2020-1").ID
	for name, tt := range map[string]struct {
		v      url.Values
		status int
		want   string
	}{
		"no fate":      {url.Values{"recommendation": {id}, "fate": {""}}, http.StatusUnprocessableEntity, "L60"},
		"another fate": {url.Values{"recommendation": {id}, "fate": {"lost"}}, http.StatusUnprocessableEntity, "L60"},
		"too long":     {url.Values{"recommendation": {id}, "fate": {"done"}, "why": {strings.Repeat("word ", 600)}}, http.StatusUnprocessableEntity, "The reason"},
		"of nothing":   {url.Values{"recommendation": {"nonesuch"}, "fate": {"done"}}, http.StatusNotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Post(fates, tt.v).Want(tt.status)
			if tt.want == "" {
				return
			}
			if got := webtest.Text(p.Class("problems")[0]); !strings.Contains(got, tt.want) {
				t.Errorf("the page says %q, want %s", got, tt.want)
			}
		})
	}
	if got := texts(b.Get("/staff/fates/reverse-mentoring/2020").Want(http.StatusOK).Class("onward")); len(got) != 1 || !strings.Contains(got[0], "No earlier recommendation is open") {
		t.Errorf("the first round says %q", got)
	}
	s.Researcher().Get(fates).Want(http.StatusForbidden)
	s.Researcher().Post(fates, url.Values{"recommendation": {id}, "fate": {"done"}}).Want(http.StatusForbidden)
}

func TestALinkIsAFate(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	if main := webtest.Text(b.Get(fates).Find("main")); !strings.Contains(main, "Continued by Include cultural competency in the curriculum follows from what answers ask for, which nobody has taken up yet") {
		t.Errorf("before anything is linked, the page says %s", main)
	}
	b.Post(followed+"/links", url.Values{"to": {stored(t, s, "2020-1").ID}, "kind": {"continues"}}).Want(http.StatusOK)
	main := webtest.Text(b.Get(fates).Want(http.StatusOK).Find("main"))
	if !strings.Contains(main, "Continued by 2021-R01") || !strings.Contains(main, "follows from its links and notes") || !strings.Contains(main, "In 2 rounds running") {
		t.Errorf("the page says %s", main)
	}
}

func TestTheLedgerIsShownAndDownloaded(t *testing.T) {
	s := tookUp(t)
	b := s.Coordinator()
	b.Get(followed).Form(followed).Set("title", "=HYPERLINK(\"x\")", "body", "EDI committee").Send().Want(http.StatusOK)
	note(b, followed, "kind", "due", "value", "2021-06-01").Want(http.StatusOK)
	p := b.Get(ledgerPage).Want(http.StatusOK)
	if heads := texts(webtest.All(p.Class("ledger")[0], "th")); !slices.Contains(heads, "2021") || !strings.HasPrefix(heads[len(heads)-1], "2021-R01") {
		t.Errorf("heads = %q", heads)
	}
	if got := webtest.Text(p.Class("tally")[0]); !strings.Contains(got, "1 is overdue") {
		t.Errorf("tally = %s", got)
	}
	p = b.Get(ledgerPage + "?only=overdue&body=EDI+committee").Want(http.StatusOK)
	if rows := webtest.All(p.Class("ledger")[0], "tr"); len(rows) != 2 {
		t.Errorf("%d rows of what is overdue, want the head and one", len(rows))
	}
	for _, link := range webtest.All(p.Find("main"), "a") {
		if !webtest.Has(link, "download") {
			continue
		}
		file := b.Get(webtest.Attr(link, "href")).Want(http.StatusOK)
		name, kind, _ := strings.Cut(file.Header.Get("Content-Disposition"), "reverse-mentoring-recommendations.")
		if name != "attachment; filename=" {
			t.Errorf("disposition = %q", file.Header.Get("Content-Disposition"))
		}
		switch kind {
		case sheet.CSV:
			if !strings.Contains(file.Body, "\"'=HYPERLINK") || strings.Contains(file.Body, "2020-1,") {
				t.Errorf("the file is %s", file.Body)
			}
		case sheet.XLSX:
			grids, err := sheet.Read([]byte(file.Body))
			if err != nil || len(grids) != 3 || grids[0].Rows[1][2] != "=HYPERLINK(\"x\")" || grids[1].Rows[1][0] != "2021-R01.1" || grids[2].Rows[1][2] != "due" {
				t.Errorf("the workbook is %+v, %v", grids, err)
			}
		default:
			t.Errorf("a file of the kind %q", kind)
		}
	}
	b.Get(ledgerPage + "/export/pdf").Want(http.StatusNotFound)
	b.Get(ledgerPage + "/export/csv?only=odd").Want(http.StatusBadRequest)
	for _, odd := range []string{"?only=odd", "?status=overdue"} {
		if got := webtest.Text(b.Get(ledgerPage + odd).Want(http.StatusUnprocessableEntity).Class("problems")[0]); !strings.Contains(got, "L49") {
			t.Errorf("%s says %q", odd, got)
		}
	}
	s.Researcher().Get(ledgerPage).Want(http.StatusForbidden)
	s.Researcher().Get(ledgerPage + "/export/csv").Want(http.StatusForbidden)
}

// TestThePagesLeadToEachOther follows the links between the pages on
// recommendations.
func TestThePagesLeadToEachOther(t *testing.T) {
	b := tookUp(t).Coordinator()
	for from, to := range map[string][]string{
		summary:         {fates, ledgerPage, followed},
		recommendations: {fates, ledgerPage, followed},
		followed:        {fates, ledgerPage, recommendations},
		fates:           {ledgerPage, summary, recommendations, earlier},
		ledgerPage:      {fates, followed, earlier},
		"/staff":        {ledgerPage, fates},
	} {
		t.Run(from, func(t *testing.T) {
			p := b.Get(from).Want(http.StatusOK)
			var links []string
			for _, a := range p.All("a") {
				links = append(links, webtest.Attr(a, "href"))
			}
			for _, want := range to {
				if !slices.Contains(links, want) {
					t.Errorf("%s does not lead to %s", from, want)
				}
			}
		})
	}
}
