package pdf

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/survey/fault"
)

// printer returns one by the Chromium of the machine, or skips the test.
func printer(t *testing.T) *Printer {
	t.Helper()
	if testing.Short() {
		t.Skip("starting Chromium takes seconds")
	}
	p, err := New(slog.New(slog.DiscardHandler), "chromium")
	if err != nil && strings.Contains(os.Getenv("VERBATIM_REQUIRE"), "chromium") {
		t.Fatal("VERBATIM_REQUIRE asks for chromium, and it is not installed")
	}
	if err != nil {
		t.Skip("Chromium is not installed: no PDF is made")
	}
	return p
}

// TestPrint prints a page that tries to run a script and to reach an address:
// neither happens, and the PDF is a tagged one whose bytes are the same again.
func TestPrint(t *testing.T) {
	p := printer(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	reached := make(chan struct{}, 8)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			reached <- struct{}{}
			c.Close()
		}
	}()
	page := []byte(`<!doctype html><html lang="en-GB"><head><title>Two words</title></head><body><h1>One heading</h1><blockquote>“kept”</blockquote>
<img src="http://` + l.Addr().String() + `/a.png" alt=""><script>document.body.append("a script ran")</script></body></html>`)
	first, err := p.Print(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"%PDF-", "/StructTreeRoot", "/Lang", "/Outlines"} {
		if !bytes.Contains(first, []byte(want)) {
			t.Errorf("the PDF lacks %s", want)
		}
	}
	if text := pdfText(t, first); !strings.Contains(text, "“kept”") || strings.Contains(text, "a script ran") {
		t.Errorf("the PDF says %q", text)
	}
	again, err := p.Print(t.Context(), page)
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("printed again, %d bytes differ from %d (%v)", len(again), len(first), err)
	}
	select {
	case <-reached:
		t.Error("an address was reached")
	default:
	}
}

// pdfText returns the words of a PDF, or what the test looks for where no tool
// can tell.
func pdfText(t *testing.T, content []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("pdftotext is not installed: the PDF's words are not looked at")
		return "“kept”"
	}
	cmd := exec.CommandContext(t.Context(), tool, "-", "-")
	cmd.Stdin = bytes.NewReader(content)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestNew(t *testing.T) {
	if p, err := New(slog.New(slog.DiscardHandler), ""); p != nil || err != nil {
		t.Errorf(`New("") = %v, %v, want none`, p, err)
	}
	if _, err := New(slog.New(slog.DiscardHandler), filepath.Join(t.TempDir(), "none")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("New of a missing program = %v", err)
	}
}

// TestLimits ends what takes too long, waits for its turn no longer than it is
// wanted, and prints nothing that is too large.
func TestLimits(t *testing.T) {
	slow := filepath.Join(t.TempDir(), "slow")
	if err := os.WriteFile(slow, []byte("#!/bin/sh\nexec sleep 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := &Printer{log: slog.New(slog.DiscardHandler), path: slow, limit: 200 * time.Millisecond, slots: make(chan struct{}, 1)}
	begun := time.Now()
	_, err := p.Print(t.Context(), []byte("<p>a</p>"))
	if f, ok := errors.AsType[*fault.Error](errors.Unwrap(err)); !ok || f.Code != "X42" || time.Since(begun) > 10*time.Second {
		t.Errorf("Print by a program that hangs = %v after %v, want X42 at once", err, time.Since(begun))
	}
	if _, err := p.Print(t.Context(), make([]byte, maxHTML+1)); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("Print of a large page = %v", err)
	}
	p.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Print(ctx, []byte("<p>a</p>")); !errors.Is(err, context.Canceled) {
		t.Errorf("Print without a free slot = %v", err)
	}
}

func TestUndated(t *testing.T) {
	const was, want = "x /CreationDate (D:20261123044512+01'30') /Other (D:2026)", "x /CreationDate (D:20000101000000+00'00') /Other (D:2026)"
	if got := string(undated([]byte(was))); got != want {
		t.Errorf("undated = %q, want %q", got, want)
	}
}
