package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// askEvery is how often a database is asked for that is not there yet.
	askEvery = 500 * time.Millisecond
	// leaveWithin is how long visitors of the waiting room may take to leave.
	leaveWithin = time.Second
	// roomTimeout is how long a request to the waiting room may take to arrive.
	roomTimeout = 10 * time.Second
)

// starting is what visitors read while the database is not there.
const starting = `<!DOCTYPE html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The site is starting</title>
<main>
<h1>The site is starting</h1>
<p>It waits for its database. Nothing that you have sent before is lost. Try again in a minute.</p>
</main>
`

// openOnceThere opens the app. Where a database server cannot be reached yet it
// waits for it, and meanwhile answers at l that the site is not ready.
func openOnceThere(ctx context.Context, c *console, l net.Listener, p place) (*app, error) {
	a, err := openApp(ctx, c.log, p)
	if !sqldb.IsAway(err) || ctx.Err() != nil {
		return a, err
	}
	c.log.WarnContext(ctx, "waiting for the database", slog.Any("error", err))
	c.say("Waiting", "for the database: %s", fault.Text(err))
	leave := waitingRoom(l, err)
	defer leave()
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
		if a, err = openApp(ctx, c.log, p); !sqldb.IsAway(err) {
			return a, err
		}
	}
}

// waitingRoom answers at l until leave is called, which leaves l as it was.
func waitingRoom(l net.Listener, why error) (leave func()) {
	srv := &http.Server{Handler: room(why), ReadTimeout: roomTimeout, WriteTimeout: roomTimeout, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = srv.Serve(door{l}) // ends when leave is called
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), leaveWithin)
		defer cancel()
		if srv.Shutdown(ctx) != nil {
			_ = srv.Close() // who has not left is cut off
		}
		<-ended
		_ = deadline(l, time.Time{}) // the next Accept tells what is wrong
	}
}

// room answers as the site does, as far as it can without a database.
func room(why error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/plain; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		if r.URL.Path == "/healthz" {
			_, _ = io.WriteString(w, "ok\n") // whoever asked has gone
			return
		}
		h.Set("Retry-After", "5")
		text := "not ready: " + fault.Text(why) + "\n"
		if r.URL.Path != "/readyz" {
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			text = starting
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, text) // whoever asked has gone
	})
}

// A door is a listener that can be shut without giving up the address.
type door struct{ net.Listener }

// Close ends the Accept that waits.
func (d door) Close() error { return deadline(d.Listener, time.Now()) }

func deadline(l net.Listener, t time.Time) error {
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return errors.New("not a TCP listener")
	}
	return tcp.SetDeadline(t)
}
