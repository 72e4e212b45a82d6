package mail

import (
	"errors"
	"strings"
)

// Plain and login are the two ways of giving a password that mail servers take
// over TLS. Either has the methods that the SMTP client asks for.
type plain struct{ user, password string }

// Start gives the password at once.
func (p plain) Start() (mechanism string, first []byte, err error) {
	return "PLAIN", []byte("\x00" + p.user + "\x00" + p.password), nil
}

// Next refuses: the server has all there is.
func (p plain) Next([]byte) ([]byte, error) {
	return nil, errors.New("the mail server asks for more than PLAIN has")
}

type login struct{ user, password string }

// Start waits for the server's questions.
func (l login) Start() (mechanism string, first []byte, err error) { return "LOGIN", nil, nil }

// Next answers the server's two questions.
func (l login) Next(question []byte) ([]byte, error) {
	switch strings.ToLower(strings.TrimRight(string(question), ": \x00")) {
	case "username", "user name":
		return []byte(l.user), nil
	case "password":
		return []byte(l.password), nil
	}
	return nil, errors.New("the mail server asks something that LOGIN does not have")
}
