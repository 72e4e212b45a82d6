// Package mailtest is a mail server for tests: a real one, on a port of this
// machine, that keeps what it is given and can be told to misbehave.
//
// It is for tests only. It passes nothing on.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Host is the name in the certificate of servers with TLS.
const Host = "mail.example.ac.uk"

// A Message is one that the server has accepted.
type Message struct {
	From, To string // of the envelope
	Header   mail.Header
	Body     string // decoded, with LF
	Raw      string
}

// Link returns the address in the body that begins so, up to the next space.
func (m Message) Link(begins string) string {
	return regexp.MustCompile(regexp.QuoteMeta(begins) + `\S+`).FindString(m.Body)
}

// Subject returns the decoded subject.
func (m Message) Subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return "undecodable: " + err.Error()
	}
	return s
}

// A Server is a mail server.
type Server struct {
	Address string
	Roots   *tls.Config // trusts the server's certificate

	mu       sync.Mutex
	messages []Message
	dialled  int
	rcpt     func(to string) error
	data     func(c *smtp.Conn, m Message) error
}

// Plain starts a server without TLS.
func Plain(tb testing.TB) *Server { tb.Helper(); return start(tb, false, false) }

// StartTLS starts a server that offers TLS by STARTTLS, and Implicit one that
// speaks it from the first byte.
func StartTLS(tb testing.TB) *Server { tb.Helper(); return start(tb, true, false) }

// Implicit starts a server that speaks TLS from the first byte.
func Implicit(tb testing.TB) *Server { tb.Helper(); return start(tb, true, true) }

func start(tb testing.TB, private, implicit bool) *Server {
	tb.Helper()
	s := &Server{}
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.dialled++
		return &session{server: s, conn: c}, nil
	}))
	srv.Domain, srv.ErrorLog = Host, log.New(io.Discard, "", 0)
	srv.EnableSMTPUTF8 = true
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s.Address = l.Addr().String()
	if private {
		var own *tls.Config
		own, s.Roots = certificate(tb)
		if implicit {
			l = tls.NewListener(l, own)
		} else {
			srv.TLSConfig = own
		}
	}
	served := make(chan struct{})
	go func() { defer close(served); _ = srv.Serve(l) }()
	tb.Cleanup(func() { _ = srv.Close(); <-served })
	return s
}

// certificate returns a server's and a client's side of one made for the test.
func certificate(tb testing.TB) (server, client *tls.Config) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: Host}, DNSNames: []string{Host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	pair := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

// OnRecipient lets fn answer each recipient that is named.
func (s *Server) OnRecipient(fn func(to string) error) { s.mu.Lock(); defer s.mu.Unlock(); s.rcpt = fn }

// OnMessage lets fn answer each message after it was read. What fn refuses is
// not kept. It may close the connection.
func (s *Server) OnMessage(fn func(c *smtp.Conn, m Message) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data = fn
}

// Messages returns what was accepted, in the order of arrival.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// To returns what was accepted for the address.
func (s *Server) To(address string) []Message {
	return slices.DeleteFunc(s.Messages(), func(m Message) bool { return m.To != address })
}

// Connections returns how often somebody connected.
func (s *Server) Connections() int { s.mu.Lock(); defer s.mu.Unlock(); return s.dialled }

type session struct {
	server   *Server
	conn     *smtp.Conn
	from, to string
}

// Reset forgets the message under way.
func (x *session) Reset() { x.from, x.to = "", "" }

// Logout ends the session.
func (x *session) Logout() error { return nil }

// Mail notes who the message is from.
func (x *session) Mail(from string, _ *smtp.MailOptions) error { x.from = from; return nil }

// Rcpt notes who the message is to, or refuses them.
func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.server.mu.Lock()
	fn := x.server.rcpt
	x.server.mu.Unlock()
	if fn != nil {
		if err := fn(to); err != nil {
			return err
		}
	}
	x.to = to
	return nil
}

// Data keeps the message, or refuses it.
func (x *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := Parse(string(raw))
	if err != nil {
		return &smtp.SMTPError{Code: 554, Message: "not a message: " + err.Error()}
	}
	m.From, m.To = x.from, x.to
	x.server.mu.Lock()
	fn := x.server.data
	x.server.mu.Unlock()
	if fn != nil {
		if err := fn(x.conn, m); err != nil {
			return err
		}
	}
	x.server.mu.Lock()
	defer x.server.mu.Unlock()
	x.server.messages = append(x.server.messages, m)
	return nil
}

// Parse reads a message as it is sent.
func Parse(raw string) (Message, error) {
	parsed, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return Message{}, err
	}
	body, err := io.ReadAll(quotedprintable.NewReader(parsed.Body))
	return Message{Header: parsed.Header, Body: strings.ReplaceAll(string(body), "\r\n", "\n"), Raw: raw}, err
}

// Refuse returns an answer such as 550 5.1.1.
func Refuse(code int, enhanced smtp.EnhancedCode) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: "refused by the test"}
}
