package mail

import (
	"bufio"
	"context"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"

	"verbatim/survey/fault"
)

// The limits of a delivery report. Real ones have a few kilobytes, and some hold
// the whole message that came back.
const (
	maxReport     = 1 << 20 // bytes
	maxParts      = 10
	maxRecipients = 50
)

// A Report is what a mail server says about messages that it could not deliver.
type Report struct {
	MessageID  string // of the message that came back, without < and >
	Recipients []Recipient
}

// A Recipient is one that a report tells of.
type Recipient struct {
	Action string // "failed", "delayed", "delivered", ...
	Status string // "5.1.1"
}

// Failed reports whether delivery was given up, and the status to keep.
func (r Report) Failed() (status string, failed bool) {
	for _, p := range r.Recipients {
		if p.Action == "failed" && strings.HasPrefix(p.Status, "5.") {
			return p.Status, true
		}
	}
	return "", false
}

var statusForm = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

// ReadReport reads a delivery report (RFC 3464) from a message. The faults are
// numbered M27 and say why it is none.
func ReadReport(r io.Reader) (report Report, err error) {
	defer fault.Wrap(&err, "mail.ReadReport")
	limited := &io.LimitedReader{R: r, N: maxReport + 1}
	m, err := mail.ReadMessage(bufio.NewReader(limited))
	if err != nil {
		return report, noReport("it is not a message")
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(params["report-type"], "delivery-status") {
		return report, noReport("its type is not that of a delivery report")
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || n == maxParts {
			return report, noReport("its parts cannot be read")
		}
		if err := report.read(part); err != nil {
			return report, err
		}
	}
	switch {
	case limited.N == 0:
		return report, noReport("it is too large")
	case len(report.Recipients) == 0:
		return report, noReport("it names no recipient")
	}
	return report, nil
}

func noReport(why string) error {
	return fault.Coded("M27", "This is not a delivery report that can be used: %s.", why)
}

// read reads one part of a report.
func (r *Report) read(part *multipart.Part) error {
	kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
	if err != nil {
		return nil //nolint:nilerr // a part of no known type is passed over
	}
	body := textproto.NewReader(bufio.NewReader(decoded(part)))
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		return r.readStatus(body)
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		h, err := body.ReadMIMEHeader()
		if err != nil && !errors.Is(err, io.EOF) && len(h) == 0 {
			return noReport("the message that came back cannot be read")
		}
		if id := strings.Trim(strings.TrimSpace(h.Get("Message-Id")), "<>"); id != "" && r.MessageID == "" {
			r.MessageID = id
		}
	}
	return nil
}

// readStatus reads blocks of fields: the first is about the message, each of the
// others about a recipient.
func (r *Report) readStatus(body *textproto.Reader) error {
	for n := 0; ; n++ {
		h, err := body.ReadMIMEHeader()
		if err != nil && !errors.Is(err, io.EOF) {
			return noReport("what it says about the delivery cannot be read")
		}
		if n > 0 && len(h) > 0 {
			p := Recipient{Action: strings.ToLower(strings.TrimSpace(h.Get("Action")))}
			p.Status, _, _ = strings.Cut(strings.TrimSpace(h.Get("Status")), " ")
			if !statusForm.MatchString(p.Status) {
				p.Status = ""
			}
			r.Recipients = append(r.Recipients, p)
		}
		if err != nil { // the end
			return nil //nolint:nilerr // read to its end
		}
		if len(r.Recipients) > maxRecipients {
			return noReport("it is about too many recipients")
		}
	}
}

func decoded(part *multipart.Part) io.Reader {
	switch strings.ToLower(strings.TrimSpace(part.Header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		return quotedprintable.NewReader(part)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, part)
	}
	return part
}

// Bounce reads a delivery report and notes that the address takes no mail. The
// report is believed when the message that came back is one of ours: its
// identifier is signed over the address it went to, so nobody can silence an
// address with a report of their own making. It returns false for a report of
// something that is not over, such as a delay.
func (p *Post) Bounce(ctx context.Context, r io.Reader) (noted bool, err error) {
	defer fault.Wrap(&err, "mail.Bounce")
	report, err := ReadReport(r)
	if err != nil {
		return false, err
	}
	status, failed := report.Failed()
	if !failed {
		return false, nil
	}
	local, _, _ := strings.Cut(report.MessageID, "@")
	nonce, seal, ok := strings.Cut(local, ".")
	if !ok {
		return false, notOurs()
	}
	key, err := p.Store.MailKey(ctx, idUse)
	if err != nil {
		return false, err
	}
	all, err := p.Store.Addresses(ctx)
	if err != nil {
		return false, err
	}
	for _, a := range all {
		if !hmac.Equal([]byte(seal), []byte(sign(key, a.ProgrammeID, nonce, strings.ToLower(strings.TrimSpace(a.Email))))) {
			continue
		}
		hash, err := p.Store.AddressHash(ctx, a.ProgrammeID, a.Email)
		if err != nil {
			return false, err
		}
		return true, p.Store.SetBounced(ctx, a.ProgrammeID, hash, status)
	}
	return false, notOurs()
}

func notOurs() error {
	return fault.Coded("M28", "The message that came back was not sent from here, or its participant has been taken off the list: nothing was noted.")
}
