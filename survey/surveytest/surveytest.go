// Package surveytest offers samples and databases to tests.
package surveytest

import (
	"log/slog"
	"testing"

	"verbatim/survey"
	"verbatim/survey/sqldb"
)

func OpenDB(t testing.TB) *sqldb.DB                            { return nil }
func EachDB(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {}
func Log(t testing.TB) *slog.Logger                            { return slog.New(slog.DiscardHandler) }
func Programme() (p survey.Programme)                          { return }
func Round(p survey.Programme) (r survey.Round)                { return }
func Form() (f survey.Form)                                    { return }
func Wave(r survey.Round, f survey.Form) (w survey.Wave)       { return }
func Response(w survey.Wave, role string, text string) (r survey.Response) {
	return
}
