package mail_test

import (
	"strings"
	"testing"

	"verbatim/survey/mail"
)

// report is a delivery report with the given parts in the place of the usual
// ones.
func report(status, original string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@example.ac.uk
To: evaluation@example.ac.uk
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="B"

--B
Content-Type: text/plain

It could not be delivered.

--B
Content-Type: message/delivery-status

`+status+`
--B
`+original+`
--B--
`, "\n", "\r\n")
}

const (
	failed   = "Reporting-MTA: dns; mx.example.ac.uk\n\nOriginal-Recipient: rfc822;a@example.ac.uk\nFinal-Recipient: rfc822; b@example.ac.uk\nAction: failed\nStatus: 5.1.1 (unknown user)\n"
	original = "Content-Type: message/rfc822\n\nFrom: x@example.ac.uk\nMessage-ID: <abc.def@example.ac.uk>\n\nHello\n"
)

func TestReadReport(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		id     string
		status string // empty where nothing was given up
		code   string
	}{
		"failed":       {report(failed, original), "abc.def@example.ac.uk", "5.1.1", ""},
		"headers only": {report(failed, "Content-Type: text/rfc822-headers\n\nMessage-ID: <abc.def@example.ac.uk>\n"), "abc.def@example.ac.uk", "5.1.1", ""},
		"encoded":      {report(failed, "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nTWVzc2FnZS1JRDogPGFiYy5kZWZAZXhhbXBsZS5hYy51az4NCg0KSGVsbG8=\n"), "abc.def@example.ac.uk", "5.1.1", ""},
		"delayed":      {report(strings.Replace(strings.Replace(failed, "failed", "delayed", 1), "5.1.1", "4.2.0", 1), original), "abc.def@example.ac.uk", "", ""},
		"for now":      {report(strings.Replace(failed, "5.1.1", "4.4.1", 1), original), "abc.def@example.ac.uk", "", ""},
		"no status":    {report(strings.Replace(failed, "5.1.1 (unknown user)", "bad", 1), original), "abc.def@example.ac.uk", "", ""},
		"no recipient": {report("Reporting-MTA: dns; mx\n", original), "", "", "M27"},
		"a message":    {"From: a@example.ac.uk\r\nContent-Type: text/plain\r\n\r\nI am away until Monday.\r\n", "", "", "M27"},
		"nothing":      {"", "", "", "M27"},
		"too large":    {report(failed, original+strings.Repeat("x", 2<<20)), "", "", "M27"},
		"many people":  {report(failed+strings.Repeat("\nFinal-Recipient: rfc822; b@example.ac.uk\nAction: failed\nStatus: 5.0.0\n", 60), original), "", "", "M27"},
	} {
		r, err := mail.ReadReport(strings.NewReader(c.text))
		if c.code != "" {
			wantCode(t, name, err, c.code)
			continue
		}
		status, gone := r.Failed()
		if err != nil || r.MessageID != c.id || status != c.status || gone != (c.status != "") {
			t.Errorf("%s: ReadReport() = %+v, %v with status %q, want %s %q", name, r, err, status, c.id, c.status)
		}
	}
}

// FuzzReadReport feeds the reader with anything: what it accepts names somebody
// and has a status of the right form.
func FuzzReadReport(f *testing.F) {
	f.Add(report(failed, original))
	f.Add(report("", ""))
	f.Add("Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nAction: failed\r\nStatus: 5.0.0")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := mail.ReadReport(strings.NewReader(text))
		if err != nil {
			return
		}
		status, gone := r.Failed()
		if len(r.Recipients) == 0 || gone && !strings.HasPrefix(status, "5.") || strings.ContainsAny(r.MessageID, "<>\r\n") {
			t.Errorf("ReadReport(%q) = %+v", text, r)
		}
	})
}
