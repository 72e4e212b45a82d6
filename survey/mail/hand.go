package mail

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/emersion/go-smtp"

	"verbatim/survey"
	"verbatim/survey/store"
)

// The first digits of a mail server's answers.
const (
	forNow    = 4
	forGood   = 5
	perClass  = 100
	noMailbox = 1 // the second number of 5.1.x: about the address
	mailbox   = 2 // of 5.2.x: about the mailbox
	policy    = 7 // of 5.7.x: about permission, not the address
)

// hand gives one message to the server and returns what became of it: an
// outcome about this letter, or an error about the server, which took nothing.
func (x *session) hand(to string, content []byte) (store.Outcome, error) {
	address, utf8, err := route(to)
	if err != nil {
		return store.Outcome{State: survey.LetterRefused, Status: "5.1.3", Bounced: true}, nil //nolint:nilerr // an address that cannot be used is a letter refused
	}
	options := &smtp.MailOptions{Size: int64(len(content))}
	if utf8 {
		if ok, _ := x.client.Extension("SMTPUTF8"); !ok {
			return store.Outcome{State: survey.LetterRefused, Status: "5.6.7", Bounced: true}, nil
		}
		options.UTF8 = true
	}
	from, _, err := route(x.server.From.Address)
	if err != nil {
		return store.Outcome{}, err
	}
	if err := x.client.Mail(from, options); err != nil {
		if e, ok := errors.AsType[*smtp.SMTPError](err); !ok || e.Code/perClass == forNow {
			return store.Outcome{}, x.server.lost(err)
		}
		return store.Outcome{}, x.server.away("M22", "The mail server %s takes nothing from the address given with -smtp-from: check that the account may send as it.", err)
	}
	if err := x.client.Rcpt(address, nil); err != nil {
		return x.answered(err, true)
	}
	return x.give(content)
}

// give sends the content. Until its last dot is written the server has nothing;
// after that only the server's answer tells.
func (x *session) give(content []byte) (store.Outcome, error) {
	w, err := x.client.Data()
	if err != nil {
		return x.answered(err, false)
	}
	if err := x.conn.SetDeadline(time.Now().Add(x.server.Times.Accept)); err != nil { //nolint:forbidigo // the network's clock
		return store.Outcome{}, x.server.lost(err)
	}
	if _, err := w.Write(content); err != nil {
		return store.Outcome{}, x.server.lost(err)
	}
	err = w.Close()
	if err == nil {
		return store.Outcome{State: survey.LetterSent}, nil
	}
	if _, ok := errors.AsType[*smtp.SMTPError](err); ok {
		return x.answered(err, false)
	}
	return store.Outcome{State: survey.LetterUncertain, Status: "no answer"}, x.server.lost(err)
}

// answered says what a refusal means. One that is no answer is about the server,
// which has not taken the message.
func (x *session) answered(err error, aboutAddress bool) (store.Outcome, error) {
	e, ok := errors.AsType[*smtp.SMTPError](err)
	if !ok {
		return store.Outcome{}, x.server.lost(err)
	}
	o := store.Outcome{Status: status(e)}
	switch {
	case e.Code == 421: // the server closes the connection, whoever the letter is to
		return store.Outcome{}, x.server.lost(err)
	case e.Code/perClass == forNow:
		o.State = survey.LetterWaiting
	case e.Code/perClass == forGood:
		o.State = survey.LetterRefused
		o.Bounced = isBounce(e.EnhancedCode, aboutAddress)
	default:
		return store.Outcome{}, x.server.lost(err)
	}
	if err := x.client.Reset(); err != nil {
		return o, x.server.lost(err)
	}
	return o, nil
}

// isBounce reports whether a refusal says that the address takes no mail, and
// not that this sender or these words are not welcome.
func isBounce(code smtp.EnhancedCode, aboutAddress bool) bool {
	if code[0] != forGood {
		return aboutAddress
	}
	return code[1] == noMailbox || code[1] == mailbox || aboutAddress && code[1] != policy
}

// status returns a server's answer in numbers. Its words are left out: they
// often repeat the address.
func status(e *smtp.SMTPError) string {
	if c := e.EnhancedCode; c[0] == forNow || c[0] == forGood {
		return fmt.Sprintf("%d.%d.%d", c[0], c[1], c[2])
	}
	return strconv.Itoa(e.Code)
}

func (s *Server) lost(cause error) error {
	return s.away("M23", "The mail server %s broke off: sending goes on by itself in a while.", cause)
}
