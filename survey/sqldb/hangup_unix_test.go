//go:build unix

package sqldb

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// TestPeek looks at a connection in which a read waits, as pgx leaves one behind
// after a slow write: it is told what is there, at once and without taking it.
func TestPeek(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	near, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	far, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	go func() {
		_, err := near.Read(make([]byte, 1))
		read <- err
	}()
	looked := make(chan error, 1)
	go func() {
		_, err := peek(near)
		looked <- err
	}()
	select {
	case err := <-looked:
		if err != nil {
			t.Errorf("peek at a connection that is quiet = %v, want nil", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("peek waits for a read that is under way")
	}
	if _, err := far.Write([]byte("ab")); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != nil {
		t.Fatal(err)
	}
	eventually(t, "peek tells of what was received", func() bool { received, err := peek(near); return received && err == nil })
	if _, err := io.ReadFull(near, make([]byte, 1)); err != nil {
		t.Errorf("peek took what was received: %v", err)
	}
	if err := far.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "peek tells of the end", func() bool { _, err := peek(near); return errors.Is(err, io.EOF) })
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
