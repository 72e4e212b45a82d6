package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"

	"verbatim/survey/fault"
)

// A Message is one plain text to one person.
type Message struct {
	From, ReplyTo mail.Address // ReplyTo may be empty
	To            mail.Address
	Subject       string
	Body          string   // UTF-8, with LF at line ends
	Languages     []string // tags of the languages of the text
	ID            string   // what stands between < and >
	Date          time.Time
	OptOut        string // address that ends messages when it is posted to; may be empty
}

// headerLine is how long a line of a header should be at most, in bytes.
const headerLine = 76

// Bytes returns the message as it is sent, with CRLF at line ends. It refuses
// what would make a header of its own: no address or subject may have a line
// break.
func (m Message) Bytes() ([]byte, error) {
	for _, text := range []string{m.Subject, m.To.Name, m.To.Address, m.From.Name, m.From.Address, m.ReplyTo.Address, m.ID, m.OptOut, strings.Join(m.Languages, "")} {
		if strings.ContainsFunc(text, unicode.IsControl) {
			return nil, fault.Coded("M14", "An address or the subject of a message has a line break or another invisible character: type it again.")
		}
	}
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", m.From.String())
	header("To", m.To.String())
	if m.ReplyTo.Address != "" {
		header("Reply-To", m.ReplyTo.String())
	}
	header("Subject", encodeHeader(m.Subject))
	header("Date", m.Date.UTC().Format(time.RFC1123Z))
	header("Message-ID", "<"+m.ID+">")
	header("Auto-Submitted", "auto-generated")
	if m.OptOut != "" {
		header("List-Unsubscribe", "<"+m.OptOut+">")
		header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	if len(m.Languages) > 0 {
		header("Content-Language", strings.Join(m.Languages, ", "))
	}
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(strings.ReplaceAll(toLF(m.Body), "\n", "\r\n"))); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// encodeHeader encodes a subject that is not plain, in words that each fit a
// line of their own.
func encodeHeader(text string) string {
	if mime.BEncoding.Encode("utf-8", text) == text {
		return foldHeader(text)
	}
	var words []string
	word := ""
	room := headerLine - len("Subject: ")
	for _, r := range text {
		longer := word + string(r)
		if base64.StdEncoding.EncodedLen(len(longer))+len("=?utf-8?b??=") > room {
			words, longer, room = append(words, word), string(r), headerLine-len(" ")
		}
		word = longer
	}
	words = append(words, word)
	for i, w := range words {
		words[i] = "=?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte(w)) + "?="
	}
	return strings.Join(words, "\r\n ")
}

// foldHeader breaks a long plain text between words.
func foldHeader(text string) string {
	var out strings.Builder
	length := len("Subject: ")
	for i, word := range strings.Split(text, " ") {
		switch {
		case i == 0:
		case length+1+len(word) > headerLine && word != "":
			out.WriteString("\r\n ")
			length = 1
		default:
			out.WriteByte(' ')
			length++
		}
		out.WriteString(word)
		length += len(word)
	}
	return out.String()
}

func toLF(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// route returns the address as a mail server takes it, with the domain in ASCII.
// Utf8 says that the part before the @ needs a server that takes more than that.
func route(address string) (_ string, utf8 bool, err error) {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '<' || r == '>' }) {
		return "", false, fault.Coded("M14", "An e-mail address cannot be used: it is written as name@example.ac.uk.")
	}
	domain, err := idna.Lookup.ToASCII(address[at+1:])
	if err != nil {
		return "", false, fault.Coded("M14", "The domain of an e-mail address cannot be used: it is written as name@example.ac.uk.")
	}
	for _, r := range address[:at] {
		utf8 = utf8 || r > unicode.MaxASCII
	}
	return address[:at] + "@" + domain, utf8, nil
}
