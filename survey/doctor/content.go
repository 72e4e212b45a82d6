package doctor

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

// maxListed is how many of the same kind are listed: more say nothing new.
const maxListed = 10

// snapshot calls fn with the database as it is at one moment.
func (c Config) snapshot(ctx context.Context, fn func(q sqldb.Querier) error) error {
	s, err := c.DB.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return fn(s)
}

// verbatims compares each text with the hash that was stored with it.
func (c Config) verbatims(ctx context.Context, add func(Finding)) error {
	bad := 0
	n, err := store.CheckTexts(ctx, c.DB, func(id string) {
		if bad++; bad <= maxListed {
			add(Finding{Level: Wrong, What: "a verbatim is not what was stored", Where: id, Do: "somebody or something changed it behind the program's back: compare it with the last backup, and put that back"})
		}
	})
	if err != nil {
		return err
	}
	if bad == 0 {
		add(Finding{Level: OK, What: fmt.Sprintf("verbatims: %d, each as it was stored", n)})
	}
	if bad > maxListed {
		add(Finding{Level: Wrong, What: fmt.Sprintf("%d more are not", bad-maxListed), Do: "as above"})
	}
	return nil
}

// feed looks whether the change feed tells of everything, once.
func (c Config) feed(ctx context.Context, add func(Finding)) error {
	return c.snapshot(ctx, func(q sqldb.Querier) error {
		f, err := store.ReadFeed(ctx, q)
		if err != nil {
			return err
		}
		add, done := okUnless(add, fmt.Sprintf("the feed has no gap and ends at change %d", f.Head))
		defer done()
		const again = "stop the server and put back the last backup; until then what is found and counted may be incomplete"
		if f.Rows > 0 && (f.Last != f.Head || f.Last-f.First+1 != f.Rows) {
			add(Finding{Level: Wrong, What: fmt.Sprintf("the feed has gaps: %d changes between %d and %d, its head is %d", f.Rows, f.First, f.Last, f.Head), Where: "change", Do: again})
		}
		if f.Undead > 0 {
			add(Finding{Level: Wrong, What: fmt.Sprintf("%d responses are there that the feed says were withdrawn", f.Undead), Where: "response", Do: "they must not be used: withdraw them again, with their codes or in the database"})
		}
		for _, x := range f.Followers {
			if x.Seq > f.Head {
				add(Finding{Level: Wrong, What: fmt.Sprintf("it has followed the feed to change %d, which ends at %d", x.Seq, f.Head), Where: "follower " + x.Name, Do: "the database was put back without `verbatim restore`: run `verbatim reindex`"})
			} else if x.Seq < f.Head {
				add(Finding{Level: Note, What: fmt.Sprintf("it is %d changes behind", f.Head-x.Seq), Where: "follower " + x.Name, Do: "it catches up while the site is served"})
			}
		}
		return nil
	})
}

// removals compares what was withdrawn with the list that lies outside of the
// database, which a restore needs.
func (c Config) removals(ctx context.Context, add func(Finding)) error {
	path := filepath.Join(c.Dir, store.RemovalsFile)
	var seen store.RemovalsSeen
	err := c.snapshot(ctx, func(q sqldb.Querier) (err error) {
		seen, err = store.CompareRemovals(ctx, q, path)
		return err
	})
	if err != nil {
		return err
	}
	add, done := okUnless(add, fmt.Sprintf("withdrawn responses: %d, each noted outside of the database", seen.Known))
	defer done()
	switch {
	case seen.Foreign:
		add(Finding{Level: Wrong, What: "the list of what was withdrawn is of another database", Where: path, Do: "move it away and keep it; the server makes a new one when it starts"})
	case seen.Unnoted > 0:
		f := Finding{Level: Warning, What: fmt.Sprintf("%d of %d withdrawn responses are not noted outside of the database: a backup of before would bring them back", seen.Unnoted, seen.Known), Where: path, Do: "start the server, which notes them; then keep a copy of the list with the backups"}
		if seen.Missing {
			f.What = "there is no list of what was withdrawn: " + f.What
		}
		add(f)
	}
	if seen.Back > 0 {
		add(Finding{Level: Wrong, What: fmt.Sprintf("%d responses are there that the list says were withdrawn", seen.Back), Where: path, Do: "the database was put back without the list: put back the backup once more with `verbatim restore -removals`, and use none of them until then"})
	}
	return nil
}

// audit walks along the chain of who did what.
func (c Config) audit(ctx context.Context, add func(Finding)) error {
	s := store.Store{DB: c.DB}
	r, err := s.CheckAudit(ctx, "")
	if err != nil {
		return err
	}
	add, done := okUnless(add, fmt.Sprintf("the audit holds together to row %d", r.Head.Seq))
	defer done()
	for _, p := range r.Problems {
		add(Finding{Level: Wrong, What: p.Text, Where: fmt.Sprintf("audit, row %d", p.Seq), Do: "somebody changed the record of who did what: keep a copy of the database as it is, and compare it with a backup and with heads noted earlier (`verbatim audit verify -head`)"})
	}
	return nil
}

// clockSkew is how far two clocks may be apart before days and sessions are
// counted wrongly near their ends.
const clockSkew = 2 * time.Second

func (c Config) health(ctx context.Context) (h store.Health, err error) {
	now := c.Now()
	err = c.snapshot(ctx, func(q sqldb.Querier) error {
		h, err = store.ReadHealth(ctx, q, sqldb.Micros(now), survey.DayOf(now.Add(-c.DraftLife)))
		return err
	})
	return h, err
}

// clock compares this machine's clock with the server's and with what was
// stored.
func (c Config) clock(ctx context.Context, add func(Finding)) error {
	s, err := c.DB.Settings(ctx, c.Now)
	if err != nil {
		return err
	}
	h, err := c.health(ctx)
	if err != nil {
		return err
	}
	today := survey.DayOf(c.Now())
	add, done := okUnless(add, "today is "+string(today)+", and nothing stored is later")
	defer done()
	if s.Skew.Abs() > clockSkew {
		add(Finding{Level: Warning, What: fmt.Sprintf("the database server's clock differs by %v", s.Skew.Round(time.Millisecond)), Where: c.DB.Place(), Do: "set both clocks by the network (NTP)"})
	}
	if newest := max(h.LastResponse, h.LastDraft); newest > today {
		add(Finding{Level: Wrong, What: fmt.Sprintf("something is stored as of %s, and today is %s: the clock is wrong now, or was", newest, today), Do: "set the clock by the network (NTP); waves open, close and can be withdrawn from by it"})
	}
	return nil
}

// accounts looks at who can sign in, and at what nobody needs any more.
func (c Config) accounts(ctx context.Context, add func(Finding)) error {
	h, err := c.health(ctx)
	if err != nil {
		return err
	}
	add, done := okUnless(add, fmt.Sprintf("staff accounts: %d, coordinators: %d", h.Staff, h.Coordinators))
	defer done()
	if h.Coordinators == 0 {
		add(Finding{Level: Warning, What: "nobody is a coordinator: nobody can decide what is published", Do: "`verbatim user add NAME -level coordinator`"})
	}
	for _, name := range h.Locked {
		add(Finding{Level: Warning, What: "an account has no password: nobody can sign in to it", Where: name, Do: "`verbatim user password " + name + "`"})
	}
	if h.ExpiredSessions > 0 {
		add(Finding{Level: Note, What: fmt.Sprintf("%d sessions have expired and are still stored", h.ExpiredSessions), Do: "they open nothing, and go when somebody next signs in"})
	}
	if h.OldDrafts > 0 {
		add(Finding{Level: Note, What: fmt.Sprintf("%d drafts are older than the %d days for which a browser finds them", h.OldDrafts, int(c.DraftLife.Hours()/24)), Do: "nobody can read them any more: they can be deleted"})
	}
	return nil
}

// waves looks for what is over, and for what two backups would tell.
func (c Config) waves(ctx context.Context, add func(Finding)) error {
	h, err := c.health(ctx)
	if err != nil {
		return err
	}
	today := survey.DayOf(c.Now())
	add, done := okUnless(add, fmt.Sprintf("waves: %d, none overdue", len(h.Waves)))
	defer done()
	for _, w := range h.Waves {
		over := w.ClosesOn != "" && w.ClosesOn < today
		switch {
		case w.WithdrawUntil != "" && w.ClosesOn == "":
			add(Finding{Level: Note, What: "it never closes, and can be withdrawn from until " + string(w.WithdrawUntil) + " only", Where: w.Place, Do: "give it a last day"})
		case w.WithdrawUntil != "" && w.WithdrawUntil < w.ClosesOn:
			add(Finding{Level: Warning, What: "who answers last cannot withdraw: withdrawing ends on " + string(w.WithdrawUntil) + ", answering on " + string(w.ClosesOn), Where: w.Place, Do: "move the last day for withdrawing"})
		case over && w.WithdrawUntil != "" && w.WithdrawUntil < today && w.Responses > 0:
			add(Finding{Level: Note, What: fmt.Sprintf("it closed on %s and nobody can withdraw since %s: its %d responses are final", w.ClosesOn, w.WithdrawUntil, w.Responses), Where: w.Place, Do: "its summary can be signed off; what identifies people need not be kept longer than was promised to them"})
		}
		if over && w.Waiting > 0 {
			add(Finding{Level: Note, What: fmt.Sprintf("it is closed, and %d invitations were never used", w.Waiting), Where: w.Place, Do: "nothing: they open nothing any more"})
		}
		if !over && w.Mode == survey.AnonymousInvited && w.Responses > 0 {
			add(Finding{Level: Note, What: "it is anonymous and being answered by invitation: two backups made meanwhile tell together who answered between them", Where: w.Place, Do: "encrypt backups (`verbatim backup -recipient`), and keep none of them after the next one"})
		}
	}
	return nil
}
