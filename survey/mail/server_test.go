package mail_test

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/mail"
	"verbatim/survey/mail/mailtest"
	"verbatim/survey/surveytest"
)

func TestParseServer(t *testing.T) {
	const from = "evaluation@example.ac.uk"
	for address, want := range map[string]string{
		"smtp://mail.example.ac.uk":              "mail.example.ac.uk:587",
		"smtp://user@mail.example.ac.uk:2525/":   "mail.example.ac.uk:2525",
		"smtps://mail.example.ac.uk":             "mail.example.ac.uk:465",
		"smtp://[::1]:25":                        "[::1]:25",
		"mail.example.ac.uk":                     "M15",
		"https://mail.example.ac.uk":             "M15",
		"smtp://":                                "M15",
		"smtp://user:secret@mail.example.ac.uk/": "M16",
	} {
		s, err := mail.ParseServer(address, from, "secret\n", 0)
		if strings.HasPrefix(want, "M") {
			wantCode(t, address, err, want)
			continue
		}
		if err != nil || s.Address != want || s.Password != "secret" || s.Rate != 60 {
			t.Errorf("ParseServer(%q) = %+v, %v, want %s", address, s, err, want)
		}
	}
	_, err := mail.ParseServer("smtp://user@mail.example.ac.uk", from, "", 0)
	wantCode(t, "no password", err, "M16")
	_, err = mail.ParseServer("smtp://mail.example.ac.uk", "nobody", "", 0)
	wantCode(t, "no sender", err, "M17")
	_, err = mail.ParseServer("smtp://mail.example.ac.uk", from, "", -1)
	wantCode(t, "a rate below one", err, "M18")
}

// TestTLS sends over both kinds of TLS, and refuses to send without where the
// server is not on this machine, or when its certificate is another's.
func TestTLS(t *testing.T) {
	o := newOffice(t, surveytest.OpenDB(t), survey.Named, 1)
	send := func(s *mailtest.Server, scheme, host string) error {
		server, err := mail.ParseServer(scheme+"://"+mailtest.Host, "evaluation@example.ac.uk", "", 0)
		check(t, err)
		server.Address, server.Host, server.Roots = s.Address, host, s.Roots
		return mail.New(surveytest.Log(t), mail.Config{Store: o.Store, Server: server, PublicURL: publicURL}).
			Test(t.Context(), o.wave.ID, survey.MailInvitation, o.people[0], "me@example.ac.uk")
	}
	starttls, implicit, plain := mailtest.StartTLS(t), mailtest.Implicit(t), mailtest.Plain(t)
	if err := send(starttls, "smtp", mailtest.Host); err != nil || len(starttls.Messages()) != 1 {
		t.Errorf("over STARTTLS: %v", err)
	}
	if err := send(implicit, "smtps", mailtest.Host); err != nil || len(implicit.Messages()) != 1 {
		t.Errorf("over TLS: %v", err)
	}
	wantCode(t, "a server without TLS elsewhere", send(plain, "smtp", mailtest.Host), "M20")
	wantCode(t, "STARTTLS with another's certificate", send(starttls, "smtp", "other.example.ac.uk"), "M20")
	wantCode(t, "TLS with another's certificate", send(implicit, "smtps", "other.example.ac.uk"), "M20")
	if len(plain.Messages()) != 0 || len(starttls.Messages()) != 1 || len(implicit.Messages()) != 1 {
		t.Error("something was sent that should not have been")
	}
}

// TestSignIn gives name and password in both ways to a server that speaks the
// protocol word by word.
func TestSignIn(t *testing.T) {
	o := newOffice(t, surveytest.OpenDB(t), survey.Named, 1)
	for mechanisms, code := range map[string]string{"PLAIN LOGIN": "", "LOGIN": "", "CRAM-MD5": "M21", "PLAIN": "", "wrong PLAIN": "M21"} {
		password := "p@ss wörd"
		if strings.HasPrefix(mechanisms, "wrong") {
			password = "another"
		}
		server, err := mail.ParseServer("smtp://user@"+wordByWord(t, mechanisms), "evaluation@example.ac.uk", password, 0)
		check(t, err)
		err = mail.New(surveytest.Log(t), mail.Config{Store: o.Store, Server: server, PublicURL: publicURL}).
			Test(t.Context(), o.wave.ID, survey.MailInvitation, o.people[0], "me@example.ac.uk")
		if code == "" {
			if err != nil {
				t.Errorf("%s: %v", mechanisms, err)
			}
			continue
		}
		wantCode(t, mechanisms, err, code)
		if strings.Contains(err.Error(), password) {
			t.Errorf("%s: the error holds the password: %v", mechanisms, err)
		}
	}
}

// wordByWord serves one connection that has to sign in, and returns its address.
func wordByWord(t *testing.T, mechanisms string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	check(t, err)
	served := make(chan struct{})
	t.Cleanup(func() { _ = l.Close(); <-served })
	go func() {
		defer close(served)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		talk(conn, mechanisms)
	}()
	return l.Addr().String()
}

func talk(conn net.Conn, mechanisms string) {
	in := bufio.NewScanner(conn)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	signed, inData := false, false
	say("220 mail.example.ac.uk")
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	judge := func(ok bool) {
		if signed = ok; ok {
			say("235 2.7.0 welcome")
		} else {
			say("535 5.7.8 no")
		}
	}
	for in.Scan() {
		line := in.Text()
		switch {
		case inData && line != ".":
		case inData:
			inData = false
			say("250 2.0.0 taken")
		case strings.HasPrefix(line, "EHLO"):
			say("250-mail.example.ac.uk")
			say("250 AUTH " + strings.TrimPrefix(mechanisms, "wrong "))
		case line == "AUTH PLAIN "+encode("\x00user\x00p@ss wörd"):
			judge(true)
		case line == "AUTH LOGIN":
			say("334 " + encode("Username:"))
			in.Scan()
			name := in.Text()
			say("334 " + encode("Password:"))
			in.Scan()
			judge(name == encode("user") && in.Text() == encode("p@ss wörd"))
		case strings.HasPrefix(line, "AUTH"):
			judge(false)
		case line == "QUIT":
			say("221 2.0.0 bye")
			return
		case !signed:
			say("530 5.7.0 sign in first")
		case line == "DATA":
			inData = true
			say("354 go on")
		default:
			say("250 2.0.0 good")
		}
	}
}

// TestSilentServer has a server that accepts connections and says nothing.
func TestSilentServer(t *testing.T) {
	o := newOffice(t, surveytest.OpenDB(t), survey.Named, 1)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	o.post.Server.Address = l.Addr().String()
	o.post.Server.Times = mail.Times{Dial: time.Second, Command: 30 * time.Millisecond, Accept: 30 * time.Millisecond}
	wantCode(t, "a silent server", o.post.Test(t.Context(), o.wave.ID, survey.MailInvitation, o.people[0], "me@example.ac.uk"), "M20")
}
