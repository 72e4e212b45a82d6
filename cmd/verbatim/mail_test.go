package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"verbatim/survey/mail/mailtest"
	"verbatim/survey/surveytest"
)

// TestMailCommands invites from the command line while the site is served, on
// each engine: the links open the form, a scanner spends none, the one-click
// button ends messages, and a report from the mailbox is noted.
func TestMailCommands(t *testing.T) {
	surveytest.EachAddress(t, testMailCommands)
}

func testMailCommands(t *testing.T, database string) {
	server := mailtest.Plain(t)
	dir := t.TempDir()
	command := func(stdin string, want int, says string, args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		code := run(t.Context(), append(args, "-dir", dir, "-database", database), strings.NewReader(stdin), &out, &errs)
		if code != want || !strings.Contains(out.String()+errs.String(), says) {
			t.Fatalf("verbatim %s: exit code %d, want %d with %q:\n%s%s", strings.Join(args, " "), code, want, says, &out, &errs)
		}
	}
	people := filepath.Join(dir, "people.csv")
	if err := os.WriteFile(people, []byte("name,email,role\nAda,ada@example.ac.uk,mentor\nBen,ben@example.ac.uk,mentor\nCem,cem@example.ac.uk,mentor\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	command("", exitOK, "", "new", "rm", "2026", "-name", "Reverse Mentoring", "-mode", "named")
	command("", exitOK, "Invited", "invite", "rm", "2026", people, "-out", filepath.Join(dir, "links.csv"))
	base, stop := serveInBackground(t, dir, database)
	defer stop()
	command("", exitUsage, "M24", "mail", "send", "rm", "2026")
	sending := []string{"-smtp", "smtp://" + server.Address, "-smtp-from", "evaluation@example.ac.uk", "-smtp-rate", "6000"}
	command("", exitUsage, "M25", append([]string{"mail", "send", "rm", "2026"}, sending...)...)
	sending = append(sending, "-public-url", base)
	command("", exitUsage, "M29", append([]string{"mail", "test", "rm", "2026", "-to", "me@example.ac.uk", "-smtp-password-file", filepath.Join(dir, "none")}, sending...)...)
	command("", exitOK, "a test of the invitation", append([]string{"mail", "test", "rm", "2026", "-to", "me@example.ac.uk"}, sending...)...)
	command("", exitOK, "3 messages", append([]string{"mail", "send", "rm", "2026"}, sending...)...)
	command("", exitUsage, "M09", append([]string{"mail", "send", "rm", "2026"}, sending...)...)
	command("", exitUsage, "not reminded on the same day", append([]string{"mail", "remind", "rm", "2026"}, sending...)...)

	if n := len(server.Messages()); n != 4 {
		t.Fatalf("%d messages arrived, want 3 invitations and a test", n)
	}
	for _, to := range []string{"ada", "ben", "cem"} {
		for range 2 { // a scanner, then the person
			get(t, server.To(to + "@example.ac.uk")[0].Link(base+"/i/"))
		}
	}
	get(t, server.To("ada@example.ac.uk")[0].Link(base+"/o/"))
	resp, err := http.PostForm(server.To("ada@example.ac.uk")[0].Link(base+"/o/"), url.Values{"List-Unsubscribe": {"One-Click"}}) //nolint:noctx // of a test
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("the one-click button: %v, %v", resp, err)
	}
	resp.Body.Close()
	id := server.To("ben@example.ac.uk")[0].Header.Get("Message-Id")
	report := "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ben@example.ac.uk\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: " + id + "\r\n\r\n--B--\r\n"
	command(report, exitOK, "Noted", "mail", "bounce")
	command("From: ben@example.ac.uk\r\n\r\nThank you", exitUsage, "M27", "mail", "bounce")
}

// serveInBackground serves the site and returns its address.
func serveInBackground(t *testing.T, dir, database string) (base string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	in, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "-addr", "127.0.0.1:0", "-dir", dir, "-database", database}, strings.NewReader(""), out, io.Discard)
	}()
	found := make(chan string, 1)
	go func() {
		var all bytes.Buffer
		part := make([]byte, 1024)
		for sent := false; ; {
			n, err := in.Read(part)
			all.Write(part[:n])
			if m := regexp.MustCompile(`http://[\d.:]+\d`).FindString(all.String()); m != "" && !sent {
				found <- m
				sent = true
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case base = <-found:
	case code := <-ended:
		t.Fatalf("serve ended with %d", code)
	case <-time.After(time.Minute):
		t.Fatal("serve does not say where the site is")
	}
	return base, func() { cancel(); <-ended; _ = out.Close() }
}

func get(t *testing.T, address string) {
	t.Helper()
	resp, err := http.Get(address) //nolint:noctx,gosec // of a test
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("a link of a message answers %d", resp.StatusCode)
	}
}
