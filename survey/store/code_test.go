package store_test

import (
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

func TestWithdrawalCodes(t *testing.T) {
	db := surveytest.OpenDB(t)
	s := newSite(t, db, survey.Open)
	seen := map[string]bool{}
	for range 50 {
		r, err := s.Submit(t.Context(), surveytest.Response(s.wave, "mentor", "words"), store.SubmitOptions{})
		check(t, err)
		groups := strings.Split(r.Code, "-")
		if len(groups) != 4 || len(r.Code) != 19 || strings.ContainsAny(r.Code, "ILOU01") || seen[r.Code] {
			t.Errorf("code %q: want four groups of four without I, L, O, U, 0 and 1, never the same", r.Code)
		}
		seen[r.Code] = true
	}
}
