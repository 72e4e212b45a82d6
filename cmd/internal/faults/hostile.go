//go:build unix

package faults

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
)

const (
	// hostileEach is how many hostile requests of each kind one server gets in a
	// round.
	hostileEach = 20
	// hostileWithin is how long one of them may take, longer than the server waits
	// for the header of a request.
	hostileWithin = 15 * time.Second
	// tooMuch is how many bytes a request has that is too large: more than any
	// page takes without files.
	tooMuch = 2 << 20
)

// A hostileKind writes a request that nobody should send. None of them is one
// that could be stored, so that whatever is in the database afterwards and was
// not acknowledged is strange.
type hostileKind struct {
	name  string
	write func() string
}

// hostileKinds are the ways in which a round is hostile.
func hostileKinds() []hostileKind {
	const key = "key=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	page, check := load.Path+"/page/1", load.Path+"/check"
	cookie := func() string { return "Cookie: draft=" + rand.Text() + "; session=" + rand.Text() + "\r\n" }
	return []hostileKind{
		{"oversized body", func() string { return formPost(page, "", "answer.text0="+strings.Repeat("x", tooMuch)) }},
		{"oversized header", func() string {
			return "GET " + page + " HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", tooMuch) + "\r\n\r\n"
		}},
		{"more said than sent", func() string {
			return strings.Replace(formPost(page, "", key), "Content-Length: ", "Content-Length: 9", 1)
		}},
		{"no request", func() string { return "\x16\x03\x01\x00\xff" + rand.Text() + "\r\n\r\n" }},
		{"spoilt encoding", func() string {
			return formPost(page, "", "answer.text0=%zz%u0000&&=&;"+key+"&answer.agree0.a=\xff\xfe")
		}},
		{"spoilt chunks", func() string {
			return "POST " + page + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nkey\r\n0\r\n\r\n"
		}},
		{"the end first", func() string { return formPost(check, "", key) }},
		{"a receipt of nothing", func() string { return "GET " + load.Path + "/receipt HTTP/1.1\r\nHost: x\r\n" + cookie() + "\r\n" }},
		{"made-up cookies", func() string { return formPost(check, cookie(), key) }},
		{"one key for all", func() string { return formPost(check, "Cookie: draft=AAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", key) }},
		{"another version", func() string { return formPost(check, cookie(), key+"&version=999999&form=other&answer.none=1") }},
	}
}

// formPost writes a form on its way, with more headers.
func formPost(path, more, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n%sContent-Length: %d\r\n\r\n%s", path, more, len(body), body)
}

// hostile sends every server what it should refuse, beside the people and
// connections that begin a request and never end it. None may bring about an
// error of the server's own; that the people went on and all is stored is looked
// at after every fault.
func (s *season) hostile(ctx context.Context) error {
	var errs []error
	for _, addr := range s.addrs {
		errs = append(errs, beHostile(ctx, addr))
	}
	return errors.Join(errs...)
}

func beHostile(ctx context.Context, addr string) error {
	slow, err := beSlow(ctx, addr)
	defer func() {
		for _, conn := range slow {
			_ = conn.Close() // the server may have been quicker
		}
	}()
	if err != nil {
		return err
	}
	kinds := hostileKinds()
	errs := make([]error, len(kinds))
	var wg sync.WaitGroup
	for i, k := range kinds {
		wg.Go(func() {
			for range hostileEach {
				if errs[i] = sendRaw(ctx, addr, k); errs[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// beSlow begins as many requests as there are of each kind, and ends none.
func beSlow(ctx context.Context, addr string) (open []net.Conn, err error) {
	for range hostileEach {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err != nil {
			return open, err
		}
		open = append(open, conn)
		if _, err := io.WriteString(conn, "POST "+load.Path+"/page/1 HTTP/1.1\r\nHost: x\r\nContent-Le"); err != nil {
			return open, err
		}
	}
	return open, nil
}

// sendRaw sends one request and reads the answer. That the server hangs up is an
// answer too.
func sendRaw(ctx context.Context, addr string, k hostileKind) error {
	conn, err := (&net.Dialer{Timeout: hostileWithin}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(hostileWithin)); err != nil {
		return err
	}
	_, _ = io.WriteString(conn, k.write()) // cut off where the server has read enough
	if half, ok := conn.(*net.TCPConn); ok {
		_ = half.CloseWrite()
	}
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return nil //nolint:nilerr // hung up
	}
	defer r.Body.Close()
	if r.StatusCode >= http.StatusInternalServerError && r.StatusCode != http.StatusServiceUnavailable {
		return &fault.Error{Kind: fault.Internal, Code: "T20", Text: fmt.Sprintf("A hostile request (%s) was answered with status %d.", k.name, r.StatusCode)}
	}
	return nil
}
