package store_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

// cutWord, in an answer, is where a wire cuts the connection that carries it.
const cutWord = "here the connection breaks"

// A wire lies between us and a PostgreSQL server and can be cut.
type wire struct {
	server string
	mu     sync.Mutex
	armed  bool
	after  bool // the server gets what it was sent, and only its reply is lost
}

// newWire returns the address of the database through a wire.
func newWire(t *testing.T, address string) (*wire, string) {
	t.Helper()
	u, err := url.Parse(address)
	check(t, err)
	w := &wire{server: u.Host}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { check(t, listener.Close()) })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(client)
		}
	}()
	u.Host = listener.Addr().String()
	return w, u.String()
}

// arm makes the wire cut the next connection that carries the word.
func (w *wire) arm(after bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.armed, w.after = true, after
}

// cuts reports whether and when to cut at what a client has sent.
func (w *wire) cuts(sent []byte) (now, after bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.armed || !bytes.Contains(sent, []byte(cutWord)) {
		return false, false
	}
	w.armed = false
	return true, w.after
}

func (w *wire) carry(client net.Conn) {
	server, err := net.Dial("tcp", w.server)
	if err != nil {
		_ = client.Close()
		return
	}
	defer func() { _, _ = client.Close(), server.Close() }()
	replying := make(chan struct{})
	var deaf sync.Mutex // held while a reply is passed on
	lost := false
	go func() {
		defer close(replying)
		buffer := make([]byte, 1<<16)
		for {
			n, err := server.Read(buffer)
			deaf.Lock()
			if err == nil && !lost {
				_, err = client.Write(buffer[:n])
			}
			done := lost
			deaf.Unlock()
			if err != nil || done {
				return // what came after the cut was the reply: the server has stored
			}
		}
	}()
	var sent []byte
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		sent = append(sent[max(0, len(sent)-len(cutWord)):], buffer[:n]...)
		cut, after := w.cuts(sent)
		if cut && !after {
			return
		}
		if cut {
			deaf.Lock()
			lost = true
			deaf.Unlock()
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if cut {
			<-replying
			return
		}
	}
}

// TestConnectionCutWhileStoring cuts the connection before the server hears of a
// response, and after it has stored it and before we hear of that. Nobody can
// tell the two apart, so both are D18; sent again, the form is stored once.
func TestConnectionCutWhileStoring(t *testing.T) {
	direct := surveytest.Postgres(t)
	w, address := newWire(t, direct)
	s := newSite(t, surveytest.Reopen(t, address), survey.AnonymousInvited)
	tokens, err := s.Invite(t.Context(), s.wave.ID, make([]survey.Invitation, 4))
	check(t, err)
	for i, c := range []struct{ invited, after bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
		o := store.SubmitOptions{Key: fmt.Sprint("key ", i)}
		if c.invited {
			inv, err := s.Invitation(t.Context(), tokens[i])
			check(t, err)
			o.InvitationID = inv.ID
		}
		r := webResponse(s.wave, cutWord)
		_, err := s.Submit(t.Context(), webResponse(s.wave, "warm"), store.SubmitOptions{Key: fmt.Sprint("warm ", i)}) // statements are prepared
		check(t, err)
		w.arm(c.after)
		if _, err := s.Submit(t.Context(), r, o); fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "D18: ") {
			t.Errorf("%+v: Submit over a wire that is cut = %v, want D18", c, err)
		}
		again, err := s.Submit(t.Context(), r, o)
		check(t, err)
		if again.Again != c.after {
			t.Errorf("%+v: sent again, the form is said to have been stored before: %v", c, again.Again)
		}
		wantStored(t, s.Store, s.round.ID, 2*(i+1))
	}
	invited, spent, err := s.InvitationCounts(t.Context(), s.wave.ID)
	if err != nil || invited != 4 || spent != 2 {
		t.Errorf("%d of %d invitations are spent, %v, want 2 of 4", spent, invited, err)
	}
}

// TestConnectionEndedWhileStoring lets the server end the connection in the
// middle of a commit that takes its time.
func TestConnectionEndedWhileStoring(t *testing.T) {
	address := surveytest.Postgres(t)
	s := newSite(t, surveytest.Reopen(t, address), survey.Open)
	for _, statement := range []string{
		`CREATE FUNCTION linger() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END' LANGUAGE plpgsql`,
		`CREATE CONSTRAINT TRIGGER lingering AFTER INSERT ON response DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()`,
	} {
		check(t, s.DB.Write(t.Context(), execute(statement)))
	}
	outcome := make(chan error, 1)
	o := store.SubmitOptions{Key: "key"}
	go func() {
		_, err := s.Submit(t.Context(), webResponse(s.wave, "words"), o)
		outcome <- err
	}()
	const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`
	deadline := time.AfterFunc(20*time.Second, func() { outcome <- context.DeadlineExceeded })
	defer deadline.Stop()
	var err error
	for over := false; !over; {
		check(t, sqldb.Admin(t.Context(), address, end))
		select {
		case err = <-outcome:
			over = true
		case <-time.After(5 * time.Millisecond):
		}
	}
	if fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "D18: ") {
		t.Errorf("Submit when the server ends the connection at the commit = %v, want D18", err)
	}
	check(t, s.DB.Write(t.Context(), execute(`DROP TRIGGER lingering ON response`)))
	again, err := s.Submit(t.Context(), webResponse(s.wave, "words"), o)
	check(t, err)
	if again.Again {
		t.Error("the commit was ended, and the form is said to be stored")
	}
	wantStored(t, s.Store, s.round.ID, 1)
}
