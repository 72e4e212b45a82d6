package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"verbatim/analysis/report/pdf"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/mail"
	"verbatim/web"
)

type serveCmd struct {
	place
	smtpFlags
	chromiumFlag
	Addr      string `help:"Address to serve on." default:"127.0.0.1:8080" env:"VERBATIM_ADDR"`
	PublicURL string `help:"Address under which people reach the site, such as https://evaluation.example.ac.uk; behind a reverse proxy." env:"VERBATIM_PUBLIC_URL" placeholder:"URL"`
	Secure    bool   `help:"The site is reached by HTTPS: cookies are sent over it only." env:"VERBATIM_SECURE"`

	Proxies []string `name:"proxy" help:"Address or network of a reverse proxy, which is believed about whose request it passes on: limits on attempts count for each visitor then." env:"VERBATIM_PROXIES" placeholder:"ADDRESS"`
}

// Run serves until it is told to stop.
func (s *serveCmd) Run(ctx context.Context, c *console) error {
	l, err := listen(ctx, s.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	a, err := openOnceThere(ctx, c, l, s.place)
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.openIndex(ctx); err != nil {
		return err
	}
	post, err := a.post(s.smtpFlags, s.PublicURL)
	if err != nil {
		return err
	}
	printer, err := pdf.New(c.log, s.Chromium)
	if err != nil {
		return err
	}
	c.say("Site", "http://%s/", l.Addr())
	return serve(ctx, c.log, a, l, serveOptions{publicURL: s.PublicURL, secure: s.Secure, proxies: s.Proxies, post: post, print: printer})
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fault.New(fault.Invalid, "Nothing can be served on %s: %v. Give another address with -addr, such as 127.0.0.1:8081.", addr, err)
	}
	return l, nil
}

type serveOptions struct {
	publicURL string
	secure    bool
	proxies   []string
	post      *mail.Post   // nil where no mail server is named
	print     *pdf.Printer // nil where no Chromium is named
}

// readyWithin is how long the database may take to answer a readiness probe.
const readyWithin = time.Second

// serve runs the site and the pipeline until ctx ends, then lets requests
// finish. If either fails, both stop.
func serve(ctx context.Context, log *slog.Logger, a *app, l net.Listener, o serveOptions) error {
	if o.post == nil {
		o.post = mail.New(log, mail.Config{Store: a.survey, PublicURL: o.publicURL})
	}
	site, err := web.New(log, web.Config{
		Survey: a.survey, Mail: o.post, Analysis: a.analysis, Engine: a.engine, Now: time.Now,
		PublicURL: o.publicURL, Secure: o.secure, Proxies: o.proxies, Ready: a.ready, Caught: a.caught, Print: o.print,
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(survey.WithActor(ctx, survey.Actor{Kind: survey.ActorSystem}))
	defer stop()
	ended := make(chan error, 2) // the pipeline's and the site's
	follower := a.pipeline(a.walked.note)
	follower.Busy = site.Busy
	go func() { ended <- follower.Run(ctx) }()
	go func() { ended <- site.Serve(ctx, l) }()
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { a.countDays(ctx) })
	beside.Go(func() { a.noteRemovals(ctx) })
	beside.Go(func() { a.survey.RunJobs(ctx, a.jobKinds(o.post)...) })
	beside.Go(func() { rest(ctx, a.db) })
	err = <-ended // if either fails, both stop
	stop()
	return errors.Join(err, <-ended)
}

// countEvery is how often is looked whether a day is over that the audit has not
// counted; where it is not, that costs one read.
const countEvery = time.Hour

// countDays lets the audit count the days that are over, until ctx ends.
func (a *app) countDays(ctx context.Context) {
	tick := time.NewTicker(countEvery)
	defer tick.Stop()
	for {
		if err := a.survey.CountDays(ctx); err != nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "the audit has not counted the last day yet", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// ready reports whether the database answers.
func (a *app) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return a.db.Ping(ctx)
}

// followed is how far the pipeline has come, as it said last.
type followed struct{ done, total atomic.Int64 }

func (f *followed) note(done, total int) {
	f.done.Store(int64(done))
	f.total.Store(int64(total))
}

// caught returns how far the index has followed the change feed, and where the
// feed ends; while the index is made from what is stored, how much of that is in
// it. What cannot be read counts as not caught up.
func (a *app) caught() (done, head int64) {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	head, err := a.survey.Head(ctx)
	if err != nil {
		a.log.Warn("the end of the change feed cannot be read", slog.Any("error", err))
		return 0, 1
	}
	if done, err = a.engine.Position(ctx); err != nil {
		a.log.Warn("the index does not tell its position", slog.Any("error", err))
		return 0, head
	}
	if total := a.walked.total.Load(); done < head && a.walked.done.Load() < total {
		return a.walked.done.Load(), total
	}
	return done, head
}
