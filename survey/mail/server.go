package mail

import (
	"crypto/tls"
	"net"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"verbatim/survey/fault"
)

// The usual ports of mail servers that take messages from programs.
const (
	submissionPort = "587"
	implicitPort   = "465"
)

const (
	// dialWithin, commandWithin and acceptWithin are how long a mail server may
	// take to be reached, to answer a command, and to accept a message. RFC 5321
	// grants a server minutes; one that takes so long is better asked again later.
	dialWithin    = 20 * time.Second
	commandWithin = time.Minute
	acceptWithin  = 2 * time.Minute
	// usualRate is how many messages a minute are sent at most. University and
	// commercial servers begin to refuse above it.
	usualRate = 60
	maxRate   = 6000
)

// A Server is the mail server that messages are handed to.
type Server struct {
	Address  string // host:port
	Host     string
	User     string // empty for none
	Password string
	Implicit bool // TLS from the first byte, instead of STARTTLS
	From     mail.Address
	Rate     int         // messages a minute
	Roots    *tls.Config // of tests with a certificate of their own; nil for what the machine trusts
	Times    Times
}

// Times are the time limits of a connection.
type Times struct{ Dial, Command, Accept time.Duration }

// ParseServer reads the address of a mail server, smtp://user@host:587 or
// smtps://user@host:465, and who messages are from. A password does not stand in
// the address, where every process of the machine could read it.
func ParseServer(address, from, password string, rate int) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return nil, fault.Coded("M15", "The address of the mail server cannot be used: write it as smtp://user@mail.example.ac.uk:587, or smtps:// where it takes TLS at once.")
	}
	if _, given := u.User.Password(); given {
		return nil, fault.Coded("M16", "The password stands in the address of the mail server, where others can read it: take it out and set VERBATIM_SMTP_PASSWORD, or name a file with -smtp-password-file.")
	}
	s := &Server{
		Host: u.Hostname(), User: u.User.Username(), Password: strings.TrimRight(password, "\r\n"), Implicit: u.Scheme == "smtps",
		Rate: rate, Times: Times{dialWithin, commandWithin, acceptWithin},
	}
	port := u.Port()
	switch {
	case port == "" && s.Implicit:
		port = implicitPort
	case port == "":
		port = submissionPort
	}
	s.Address = net.JoinHostPort(s.Host, port)
	parsed, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fault.Coded("M17", "Who messages are from cannot be read: give it with -smtp-from, as \"Evaluation team <evaluation@example.ac.uk>\".")
	}
	s.From = *parsed
	if s.User != "" && s.Password == "" {
		return nil, fault.Coded("M16", "The mail server is to be asked as %q, but there is no password: set VERBATIM_SMTP_PASSWORD, or name a file with -smtp-password-file.", s.User)
	}
	if s.Rate == 0 {
		s.Rate = usualRate
	}
	if s.Rate < 1 || s.Rate > maxRate {
		return nil, fault.Coded("M18", "%d messages a minute are not possible: take 1 to %d.", rate, maxRate)
	}
	return s, nil
}

// pause is the least time between two messages.
func (s *Server) pause() time.Duration { return time.Minute / time.Duration(s.Rate) }

// local reports whether the server is on this machine, where nobody listens on
// the way.
func (s *Server) local() bool {
	if strings.EqualFold(s.Host, "localhost") {
		return true
	}
	ip := net.ParseIP(s.Host)
	return ip != nil && ip.IsLoopback()
}

func (s *Server) tls() *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.Roots != nil {
		c = s.Roots.Clone()
	}
	c.ServerName = s.Host
	return c
}
