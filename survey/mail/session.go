package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"verbatim/survey/fault"
)

// A session is a connection to the mail server that takes one message after the
// other.
type session struct {
	server *Server
	conn   net.Conn
	client *smtp.Client
}

// lastWords is how long a message under way may still take when the program is
// told to stop: cut off, nobody would know whether it has left.
const lastWords = 10 * time.Second

// open connects, begins TLS and signs in. Its faults say what to mend.
func (s *Server) open(ctx context.Context) (_ *session, err error) {
	conn, err := (&net.Dialer{Timeout: s.Times.Dial}).DialContext(ctx, "tcp", s.Address)
	if err != nil {
		return nil, s.away("M19", "The mail server %s cannot be reached: check its address with -smtp, and whether this machine may connect to it.", err)
	}
	x := &session{server: s, conn: hurried{conn, s.Times.Command, s.Times.Accept}}
	if err := x.begin(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, func() { _ = conn.Close() }) })
	return x, nil
}

// begin makes the connection private, greets and signs in. A server on this
// machine is spoken to as it is: nobody listens on the way.
func (x *session) begin() (err error) {
	s := x.server
	switch {
	case s.Implicit:
		x.conn = tls.Client(x.conn, s.tls())
		x.client = smtp.NewClient(x.conn)
	case s.local():
		x.client = smtp.NewClient(x.conn)
	default:
		if x.client, err = smtp.NewClientStartTLS(x.conn, s.tls()); err != nil {
			return s.away("M20", "The connection to %s cannot be made private, and nothing is sent that others could read on the way: the server offers no TLS by STARTTLS, or its certificate is not valid for this name. Where it takes TLS at once, write smtps://.", err)
		}
	}
	x.client.CommandTimeout, x.client.SubmissionTimeout = s.Times.Command, s.Times.Accept
	if err := x.client.Hello(s.greeting()); err != nil {
		return s.away("M20", "The mail server %s does not greet back, or its certificate is not valid for this name: check the address, and whether the port is one for TLS.", err)
	}
	return x.signIn()
}

// greeting is the name that this machine gives itself: that of the sender's
// domain, because its own may say something about the place.
func (s *Server) greeting() string {
	address, _, err := route(s.From.Address)
	if err != nil {
		return "localhost"
	}
	return address[strings.LastIndexByte(address, '@')+1:]
}

func (x *session) signIn() error {
	s := x.server
	if s.User == "" {
		return nil
	}
	var err error
	switch {
	case x.client.SupportsAuth("PLAIN"):
		err = x.client.Auth(plain{s.User, s.Password})
	case x.client.SupportsAuth("LOGIN"):
		err = x.client.Auth(login{s.User, s.Password})
	default:
		return s.away("M21", "The mail server %s takes no password by PLAIN or LOGIN: ask its keepers how programs sign in.", nil)
	}
	if err != nil {
		return s.away("M21", "The mail server %s does not take the name or the password: check both.", err)
	}
	return nil
}

// away returns a fault about the server as a whole: no letter is to blame.
func (s *Server) away(code, format string, cause error) error {
	if e, ok := errors.AsType[*smtp.SMTPError](cause); ok {
		cause = errors.New("the server answered " + status(e)) // its words may hold names
	}
	return &fault.Error{Kind: fault.Unavailable, Code: code, Text: fmt.Sprintf(format, s.Address), Err: cause}
}

// close ends the session politely, if the server still listens.
func (x *session) close() {
	if err := x.client.Quit(); err != nil {
		_ = x.conn.Close() // what was sent is settled
	}
}

// A hurried connection lets nobody wait longer than the limits say, whatever the
// client would grant before it has been told.
type hurried struct {
	net.Conn
	command, accept time.Duration
}

// SetDeadline sets the deadline, or an earlier one.
func (h hurried) SetDeadline(t time.Time) error {
	if t.IsZero() {
		return h.Conn.SetDeadline(t)
	}
	if latest := time.Now().Add(max(h.command, h.accept)); t.After(latest) { //nolint:forbidigo // the network's clock
		t = latest
	}
	return h.Conn.SetDeadline(t)
}
