package survey_test

import (
	"strings"
	"testing"

	"verbatim/survey"
)

func TestUploadIsReadAsItWasWritten(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	for _, u := range []survey.Upload{
		{Name: "log.pdf", Hash: hash, Bytes: 12},
		{Name: "a|b|c.PDF", Hash: hash, Bytes: 0},
		{Name: "تقرير 1.pdf", Hash: hash, Bytes: 1 << 40},
	} {
		if got, ok := survey.ParseUpload(u.String()); !ok || got != u {
			t.Errorf("ParseUpload(%q) = %+v, %v, want %+v", u.String(), got, ok, u)
		}
	}
}

func FuzzParseUpload(f *testing.F) {
	hash := strings.Repeat("0a", 32)
	for _, s := range []string{"", "||", "a|" + hash + "|1", "a|" + hash + "|01", "a|" + hash + "|-1", "|" + hash + "|1", "a|" + strings.ToUpper(hash) + "|1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if u, ok := survey.ParseUpload(s); ok && (u.String() != s || u.Name == "" || u.Bytes < 0) {
			t.Errorf("ParseUpload(%q) = %+v", s, u)
		}
	})
}

func TestValidateUpload(t *testing.T) {
	hash := strings.Repeat("0a", 32)
	q := survey.Question{Key: "log", Kind: survey.File, Label: "Your log", Required: true, Types: []string{".pdf"}, MostBytes: 3 << 20}
	for choice, want := range map[string]string{
		"":                                  "Choose a file for: Your log",
		"log.pdf|" + hash + "|9":            "",
		"LOG.PDF|" + hash + "|9":            "",
		"log.exe|" + hash + "|9":            "Choose a file that ends in .pdf for: Your log",
		"log.pdf|" + hash + "|0":            "Choose a file that is not empty for: Your log",
		"log.pdf|" + hash + "|" + "3145729": "Choose a file of 3 MB or less for: Your log",
		"log.pdf|9":                         "Choose the file again for: Your log",
	} {
		a := survey.Answer{Question: "log"}
		if choice != "" {
			a.Choices = []string{choice}
		}
		got := ""
		for _, p := range q.Validate(a) {
			got += p.Text
		}
		if got != want {
			t.Errorf("Validate(%q) = %q, want %q", choice, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[survey.Bytes]string{0: "0 bytes", 900: "900 bytes", 1 << 10: "1 kB", 1536: "1.5 kB", 10 << 20: "10 MB", 5 << 40: "5120 GB"} {
		if got := n.String(); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", int64(n), got, want)
		}
	}
}
