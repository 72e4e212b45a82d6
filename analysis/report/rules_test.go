package report_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"verbatim/analysis/report"
	"verbatim/analysis/report/pdf"
	"verbatim/survey/fault"
)

// TestR1 hands out no file in which a quote is not what its answer says, in any
// format that is read again.
func TestR1(t *testing.T) {
	for _, f := range report.Formats() {
		s := newSample(t)
		content, err := report.Options{}.Export(f, s.summary, s.summary, s.source)
		if err != nil || len(content) == 0 {
			t.Errorf("%s of a sound summary: %v", f.Name, err)
		}
		if !f.Verified() {
			continue
		}
		s.summary.Sections[0].Statements[0].Quotes[1].Text = strings.Replace(voice, "valid", "valuable", 1)
		_, err = report.Options{}.Export(f, s.summary, s.summary, s.source)
		if e, ok := errors.AsType[*fault.Error](errors.Unwrap(err)); !ok || e.Code != "X40" {
			t.Errorf("%s with an improved quote: %v, want X40", f.Name, err)
		}
	}
}

// TestR35 has the web page as the canonical form, and prints it as a PDF whose
// tags say what is a heading, a list, a quote and a table.
func TestR35(t *testing.T) {
	if first := report.Formats()[0]; first.Name != "html" {
		t.Errorf("the first format is %s, want html", first.Name)
	}
	if testing.Short() {
		t.Skip("starting Chromium takes seconds")
	}
	printer, err := pdf.New(slog.New(slog.DiscardHandler), "chromium")
	if err != nil {
		if strings.Contains(os.Getenv("VERBATIM_REQUIRE"), "chromium") {
			t.Fatal("VERBATIM_REQUIRE asks for chromium, and it is not installed")
		}
		t.Skip("Chromium is not installed: no PDF is made")
	}
	content, err := printer.Print(t.Context(), htmlFile(t, newSample(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/StructTreeRoot", "/Lang (en-GB)", "/BlockQuote", "/H1", "/H2", "/LI", "/TH", "/Caption", "/Outlines"} {
		if !bytes.Contains(content, []byte(want)) {
			t.Errorf("the PDF lacks %s", want)
		}
	}
	checkPDFText(t, content)
}
