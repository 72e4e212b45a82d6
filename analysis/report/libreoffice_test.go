package report_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/analysis/report"
)

// officeTimeout is how long a conversion may take on a busy machine.
const officeTimeout = 90 * time.Second

// convert lets LibreOffice turn the Word file into another format and returns
// the result. The test is skipped when LibreOffice is not installed, and fails
// when VERBATIM_REQUIRE asks for it.
func convert(t *testing.T, file []byte, format string) []byte {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if strings.Contains(os.Getenv("VERBATIM_REQUIRE"), "libreoffice") {
			t.Fatal("VERBATIM_REQUIRE asks for libreoffice, and soffice is not installed")
		}
		t.Skip("LibreOffice (soffice) is not installed: the Word file is not opened by a word processor")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.docx")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), officeTimeout)
	defer cancel()
	out := filepath.Join(dir, "out")
	cmd := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--norestore", "--convert-to", format, "--outdir", out, in)
	if message, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v: %s", err, message)
	}
	extension, _, _ := strings.Cut(format, ":")
	content, err := os.ReadFile(filepath.Join(out, "in."+extension))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestLibreOffice opens the Word file in a word processor: a tagged PDF comes
// out, its text has the headings and the quotes, and the file saved again as a
// Word document still verifies, bookmarks included.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("starting LibreOffice takes seconds")
	}
	s := newSample(t)
	file := docx(t, s, report.Options{Bookmarks: true})

	pdf := convert(t, file, "pdf:writer_pdf_Export:{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"}}")
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Contains(pdf, []byte("/StructTreeRoot")) {
		t.Errorf("the PDF is not a tagged one: %.20q", pdf)
	}
	checkPDFText(t, pdf)

	again := convert(t, file, "docx")
	p := readDOCX(t, again)
	if p.Title != s.summary.Title || len(p.Headings) != 10 {
		t.Errorf("saved by LibreOffice: title %q, headings %q", p.Title, p.Headings)
	}
	if ds := (report.Options{}).Verify(p, s.summary, s.source); len(ds) != 0 {
		t.Errorf("saved by LibreOffice, Verify = %+v", ds)
	}
	if n := strings.Count(string(docxPart(t, again, "word/document.xml")), `w:name="vq_`); n != 5 {
		t.Errorf("saved by LibreOffice, %d bookmarks are left of 5", n)
	}
}

// checkPDFText looks for headings and quotes in the PDF's text, where pdftotext
// is installed.
func checkPDFText(t *testing.T, pdf []byte) {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("pdftotext is not installed: the PDF's words are not looked at")
		return
	}
	cmd := exec.CommandContext(t.Context(), tool, "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	for _, want := range []string{"New recommendations 2021", "Confidence and finding a voice", "“My voice is valid and important", "Mentor 2", "This is a draft."} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
}
