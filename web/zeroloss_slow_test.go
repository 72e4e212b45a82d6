package web_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/survey/backup"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
	"verbatim/web"
	"verbatim/web/webtest"
)

// serving answers at an address of its own, with so much patience for a request.
func (s *site) serving(patience time.Duration) (address string) {
	s.t.Helper()
	web.SetPatience(s.server, time.Second, patience)
	l, err := (&net.ListenConfig{}).Listen(s.t.Context(), "tcp", "127.0.0.1:0")
	must(s.t, err)
	ctx, stop := context.WithCancel(s.t.Context())
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(ctx, l) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			s.t.Errorf("Serve = %v", err)
		}
	})
	return l.Addr().String()
}

// trickle sends a request in pieces, with a pause after each, and returns the
// answer, or "" where the server has hung up.
func trickle(t *testing.T, address string, req *http.Request, body []byte, piece int, pause time.Duration) string {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	cookies := make([]string, 0, len(req.Cookies()))
	for _, c := range req.Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nContent-Type: %s\r\nContent-Length: %d\r\nCookie: %s\r\n\r\n",
		req.URL.Path, address, req.Header.Get("Content-Type"), len(body), strings.Join(cookies, "; "))
	for len(body) > 0 {
		n := min(piece, len(body))
		if _, err := conn.Write(body[:n]); err != nil {
			break
		}
		body = body[n:]
		time.Sleep(pause)
	}
	answer, _ := io.ReadAll(conn) // what came before the server hung up
	return string(answer)
}

// TestAPhotographOverASlowLine sends a page with a file at a thousand bytes a
// second, for several times as long as a request may usually take: it is stored
// whole. What hardly moves at all is given up.
func TestAPhotographOverASlowLine(t *testing.T) {
	s := newSite(t)
	s.asksFile()
	p := s.begin(s.browser)
	const patience = 300 * time.Millisecond
	address := s.serving(patience)
	contentType, body := s.fileBody(p, "ward.jpg", photo(t))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.browser.Base()+s.path+"/page/1", http.NoBody)
	must(t, err)
	req.Header.Set("Content-Type", contentType)
	for _, c := range s.browser.Cookies(s.path) {
		req.AddCookie(c)
	}
	began := time.Now()
	answer := trickle(t, address, req, body, 40, 40*time.Millisecond)
	if took := time.Since(began); took < 3*patience {
		t.Fatalf("sending %d bytes took %s, which is not slow: %.300q", len(body), took, answer)
	}
	if !strings.HasPrefix(answer, "HTTP/1.1 303") {
		t.Fatalf("a slow upload is answered %.80q, want 303", answer)
	}
	check := s.browser.Get(s.path + "/check").Want(http.StatusOK)
	if !strings.Contains(check.Body, "ward.jpg") {
		t.Errorf("the answers to check do not name the file: %q", webtest.Text(check.Find("main")))
	}

	began = time.Now()
	if answer := trickle(t, address, req, body, 1, 50*time.Millisecond); strings.HasPrefix(answer, "HTTP/1.1 303") || time.Since(began) > 10*patience {
		t.Errorf("twenty bytes a second are answered %.80q after %s, want no answer soon", answer, time.Since(began))
	}
	if check := s.browser.Get(s.path + "/check").Want(http.StatusOK); !strings.Contains(check.Body, "ward.jpg") {
		t.Error("a page that did not arrive took the file that was stored")
	}
}

// TestALargeFileIsNeverInTheOpen sends a file that does not fit into memory and
// looks for its words in the temporary folder, and for its bytes and its hash
// wherever they are shown afterwards.
func TestALargeFileIsNeverInTheOpen(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := newSite(t)
	s.asksFile()
	content := bytes.Repeat([]byte("Priya on ward C5 told me this.\n"), 3<<20/31)
	check := s.sendFile(s.browser, s.begin(s.browser), "long notes.txt", content).Want(http.StatusOK).WantAt(s.path + "/check")
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("after the upload %v lie in the temporary folder, %v", left, err)
	}
	check.Form(s.path + "/check").Send().WantAt(s.path + "/receipt")
	files, err := s.store.RoundAttachments(t.Context(), s.round.ID)
	must(t, err)
	if len(files) != 1 || files[0].Upload.Hash != hashOf(content) || files[0].Upload.Bytes != int64(len(content)) {
		t.Fatalf("stored files = %+v, want one of %d bytes with the hash %s", files, len(content), hashOf(content))
	}
	for _, format := range []string{"", "/text", "/html"} {
		if copied := s.browser.Get(s.path + "/copy" + format).Want(http.StatusOK); !strings.Contains(copied.Body, hashOf(content)) {
			t.Errorf("the copy%s of the answers does not hold the file's hash", format)
		}
	}
	if receipt := s.browser.Get(s.path + "/receipt"); strings.Contains(receipt.Body, hashOf(content)) {
		t.Error("the receipt holds the hash, which only the copy needs")
	}
	s.wantInCopies(files[0], content)
}

// wantInCopies puts a copy of the database back and reads the file from there.
func (s *site) wantInCopies(f store.Attachment, content []byte) {
	s.t.Helper()
	ctx, log, dir := s.t.Context(), surveytest.Log(s.t), s.t.TempDir()
	archive := backup.New(log, backup.Config{Schemas: []sqldb.Schema{store.Schema()}, Program: "test", Now: s.clock.Now})
	file := filepath.Join(dir, "one.backup")
	_, err := archive.Write(ctx, s.store.DB, backup.WriteOptions{File: file, Scratch: filepath.Join(dir, "scratch")})
	must(s.t, err)
	address := filepath.Join(dir, "restored", "verbatim.db")
	_, err = archive.Restore(ctx, backup.RestoreOptions{File: file, Dir: filepath.Dir(address), Database: address})
	must(s.t, err)
	restored, err := store.New(ctx, log, surveytest.Reopen(s.t, address))
	must(s.t, err)
	again, err := restored.Attachment(ctx, f.ID)
	must(s.t, err)
	digest := sha256.New()
	must(s.t, restored.WriteAttachment(ctx, digest, again))
	if got := hex.EncodeToString(digest.Sum(nil)); got != hashOf(content) || again != f {
		s.t.Errorf("after a restore the file %+v has the hash %s, want %+v with %s", again, got, f, hashOf(content))
	}
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
