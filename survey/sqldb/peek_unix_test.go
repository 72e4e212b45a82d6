//go:build unix

package sqldb

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"testing"
	"time"
)

// TestPeekDoesNotWait looks at a connection on which a read is under way, as
// pgx leaves one after a slow write.
func TestPeekDoesNotWait(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ours, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	go func() {
		_, err := ours.Read(make([]byte, 1))
		read <- err
	}()
	quiet := make(chan error, 1)
	go func() {
		for range 10_000 { // until the read above is certain to wait
			if received, err := peek(ours); received || err != nil {
				quiet <- errors.Join(err, errors.New("something was there"))
				return
			}
			runtime.Gosched()
		}
		quiet <- nil
	}()
	limited, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	select {
	case err := <-quiet:
		if err != nil {
			t.Errorf("peek at a quiet connection: %v", err)
		}
	case <-limited.Done():
		t.Fatal("peek waits for the read that is under way")
	}
	theirs.Close()
	<-read
	if _, err := peek(ours); !errors.Is(err, io.EOF) {
		t.Errorf("peek at one that has ended = %v, want EOF", err)
	}
}
