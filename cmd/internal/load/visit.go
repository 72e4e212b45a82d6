package load

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"verbatim/web/page"
)

const (
	// mostSteps is how many forms lead to a receipt at most: the pages of the log,
	// each of them again when it asks more, the answers to check, and some again
	// after a problem.
	mostSteps = 24
	// retryPause is how long somebody whose page did not come waits at most
	// before they press a button again. People take longer; the crowd is here to
	// press at the worst moment.
	retryPause = 150 * time.Millisecond
	// doubleClicks is how many in a hundred forms are sent with a double click.
	doubleClicks = 5
	receiptPath  = "/receipt"
	checkPath    = "/check"
)

// A visitor is one participant after the other at the same browser.
type visitor struct {
	*browser
	start   string // the path where the form begins
	bases   []string
	insists bool // goes on until the answers are acknowledged, as people do; else gives up at the first failure
	random  *rand.Rand
	ledger  *Ledger
	failed  func(kind string)
}

// times are how long a visit took: all of it, and the request that was
// acknowledged.
type times struct{ flow, post time.Duration }

// visit fills in the form and sends it. It returns nil once the answers are
// acknowledged and the receipt was shown.
func (v *visitor) visit(ctx context.Context, f Filling) (t times, err error) {
	v.forgetAll()
	v.ledger.sent(f.Digest)
	began := time.Now()
	for {
		t.post, err = v.attempt(ctx, f)
		t.flow = time.Since(began)
		if err == nil || !v.insists || ctx.Err() != nil {
			return t, err
		}
		// Back to the form, which the browser fetches again.
	}
}

// attempt goes from the form to the receipt.
func (v *visitor) attempt(ctx context.Context, f Filling) (post time.Duration, err error) {
	at := v.start
	form, err := v.open(ctx, at, f)
	if err != nil {
		return 0, err
	}
	for range mostSteps {
		pressed := time.Now()
		next, err := v.send(ctx, at, form)
		if err != nil {
			return 0, err
		}
		if where, _, _ := strings.Cut(next, "?"); strings.HasSuffix(where, receiptPath) {
			v.ledger.acknowledged(f.Digest)
			return time.Since(pressed), v.receipt(ctx, next)
		}
		if form, err = v.open(ctx, next, f); err != nil {
			return 0, err
		}
		at = next
	}
	return 0, v.fail("no receipt")
}

// open gets a page and returns its form, filled in as far as it asks, with the
// button that adds another turn where there are more to come.
func (v *visitor) open(ctx context.Context, path string, f Filling) (url.Values, error) {
	s, err := v.repeat(ctx, func() (shown, error) { return v.get(ctx, path) })
	if err != nil {
		return nil, err
	}
	form, ok := fields(s.body, path)
	if s.status != http.StatusOK || !ok {
		return nil, v.fail(fmt.Sprintf("form page: status %d", s.status))
	}
	if strings.HasSuffix(path, checkPath) {
		return form, nil
	}
	for name, values := range f.Fields {
		if strings.Contains(s.body, ` name="`+name+`"`) {
			form[name] = values
		}
	}
	for turns := 1; turns < f.Turns; turns++ {
		if add := page.AddTurn + "-" + strconv.Itoa(turns); strings.Contains(s.body, ` name="`+page.TurnField+`" value="`+add+`"`) {
			form.Set(page.TurnField, add)
		}
	}
	return form, nil
}

// send posts a form and returns where it leads.
func (v *visitor) send(ctx context.Context, path string, form url.Values) (string, error) {
	double := v.insists && v.random.IntN(100) < doubleClicks
	s, err := v.repeat(ctx, func() (shown, error) {
		if double {
			return v.postTwice(ctx, path, form)
		}
		return v.post(ctx, path, form)
	})
	if err != nil {
		return "", err
	}
	if s.status != http.StatusSeeOther {
		return "", v.fail(fmt.Sprintf("sending: status %d", s.status))
	}
	return s.location, nil
}

// receipt looks at the receipt. Somebody who learnt only afterwards that the
// answers had been stored has none to be shown.
func (v *visitor) receipt(ctx context.Context, path string) error {
	s, err := v.repeat(ctx, func() (shown, error) { return v.get(ctx, path) })
	if err == nil && s.status != http.StatusOK && (s.status != http.StatusGone || !v.insists) {
		_ = v.fail(fmt.Sprintf("receipt: status %d", s.status)) // counted; the answers are acknowledged all the same
	}
	if v.insists {
		return nil
	}
	return err
}

// repeat makes a request until the site answers it, now and then giving up, so
// that the caller goes back to the form instead. Who does not insist tries once.
func (v *visitor) repeat(ctx context.Context, request func() (shown, error)) (shown, error) {
	for {
		s, err := request()
		if err == nil && s.status < http.StatusInternalServerError {
			return s, nil
		}
		if ctx.Err() != nil {
			return s, ctx.Err()
		}
		kind := fmt.Sprintf("status %d", s.status)
		if err != nil {
			kind = errorKind(err)
		}
		failure := v.fail(kind)
		if !v.insists {
			return s, failure
		}
		if err := v.pause(ctx); err != nil {
			return s, err
		}
		if v.random.IntN(3) == 0 {
			return s, failure
		}
	}
}

// pause waits a moment and turns to another server where there are several.
func (v *visitor) pause(ctx context.Context) error {
	v.base = v.bases[v.random.IntN(len(v.bases))]
	return Pause(ctx, time.Duration(v.random.Int64N(int64(retryPause))))
}

// fail counts a failure and returns it as an error.
func (v *visitor) fail(kind string) error {
	v.failed(kind)
	return errors.New(kind)
}

// postTwice is a double click: the browser leaves the first answer unread.
func (v *visitor) postTwice(ctx context.Context, path string, form url.Values) (shown, error) {
	other := *v.browser
	other.cookies = maps.Clone(v.cookies)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = other.post(ctx, path, form)
	}()
	s, err := v.post(ctx, path, form)
	<-done
	return s, err
}

// errorKind names what happened to a connection, without addresses.
func errorKind(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "reset"
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	}
	if t, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err); ok && t.Timeout() {
		return "no answer in time"
	}
	return "broken off"
}
