package doctor

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// Config is what the checks of this package look at.
type Config struct {
	DB       *sqldb.DB
	Schemas  []sqldb.Schema
	Dir      string // folder of the data
	Database string // the SQLite file; empty for PostgreSQL
	Index    string // folder of the index
	Now      func() time.Time

	PublicURL string // as the server is told
	Secure    bool
	DraftLife time.Duration // how long a draft is kept
}

// Checks returns what this package looks at, in the order in which a cause
// comes before what follows from it.
func (c Config) Checks() []Check {
	return []Check{
		{"files", c.files},
		{"space", c.space},
		{"schema", c.schema},
		{"settings", c.settings},
		{"database", c.database},
		{"verbatims", c.verbatims},
		{"feed", c.feed},
		{"removals", c.removals},
		{"audit", c.audit},
		{"clock", c.clock},
		{"accounts", c.accounts},
		{"waves", c.waves},
		{"serving", c.serving},
	}
}

// okUnless adds that all is well unless something else was added.
func okUnless(add func(Finding), what string) (wrapped func(Finding), done func()) {
	found := false
	return func(f Finding) {
			found = true
			add(f)
		}, func() {
			if !found {
				add(Finding{Level: OK, What: what})
			}
		}
}

// schema compares the version of the tables with what this program knows.
func (c Config) schema(ctx context.Context, add func(Finding)) error {
	for _, s := range c.Schemas {
		have, err := c.DB.SchemaVersion(ctx, s)
		if err != nil {
			return err
		}
		newest, err := s.Newest()
		if err != nil {
			return err
		}
		f := Finding{Level: OK, What: fmt.Sprintf("version %d of the %s tables", have, s.Set)}
		switch {
		case have > newest:
			f.Level, f.Do = Wrong, fmt.Sprintf("this program knows version %d only: use the newer one that has written the database", newest)
		case have == 0:
			f.Level, f.What, f.Do = Wrong, "there are no "+s.Set+" tables", "check the folder and the address; `verbatim serve` makes them"
		case have < newest:
			f.Level, f.Do = Note, fmt.Sprintf("this program brings them to version %d when it is next started; make a backup before", newest)
		}
		add(f)
	}
	return nil
}

// leastPostgres is the oldest version of PostgreSQL that is still mended.
// SQLite is part of this program.
const leastPostgres = 140_000

// settings looks at what durability hangs on.
func (c Config) settings(ctx context.Context, add func(Finding)) error {
	s, err := c.DB.Settings(ctx, c.Now)
	if err != nil {
		return err
	}
	engine := "SQLite"
	if c.DB.Engine() == sqldb.PostgreSQL {
		engine = "PostgreSQL"
	}
	add, done := okUnless(add, fmt.Sprintf("%s %s, set up so that what was acknowledged is on the disk", engine, s.Version))
	defer done()
	if c.DB.Engine() == sqldb.PostgreSQL && s.Number < leastPostgres {
		add(Finding{Level: Warning, What: engine + " " + s.Version + " is old and no longer mended", Do: "bring it up to date"})
	}
	for _, x := range s.All {
		if x.Value != x.Want {
			add(Finding{Level: Wrong, What: fmt.Sprintf("%s is %q, not %q: what was acknowledged may be lost, or be wrong", x.Name, x.Value, x.Want), Where: c.DB.Place(), Do: "set it right in the configuration of the database, then start the server again"})
		}
	}
	return nil
}

// database has the engine look at its own structures.
func (c Config) database(ctx context.Context, add func(Finding)) error {
	found, err := c.DB.Check(ctx)
	if err != nil {
		return err
	}
	add, done := okUnless(add, "every page reads, and everything that is referred to is there")
	defer done()
	for _, p := range found.Problems {
		add(Finding{Level: Wrong, What: p, Where: c.DB.Place(), Do: putBack})
	}
	if !found.Indexes && len(found.Problems) == 0 {
		add(Finding{Level: OK, What: "everything that is referred to is there"})
		add(Finding{Level: Note, What: "the server's indexes were not compared with their tables", Where: c.DB.Place(), Do: "CREATE EXTENSION amcheck in this database, as its owner or an administrator, lets them be"})
	}
	return nil
}

// serving looks at how the site is told to present itself.
func (c Config) serving(_ context.Context, add func(Finding)) error {
	add, done := okUnless(add, "cookies and addresses fit each other")
	defer done()
	if c.PublicURL == "" {
		add(Finding{Level: Note, What: "no public address is set", Do: "give -public-url (VERBATIM_PUBLIC_URL) and -secure here as for `verbatim serve`, and they are looked at"})
		return nil
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Host == "" {
		return fault.Coded("B31", "The public address %q is none: write it as https://evaluation.example.ac.uk.", c.PublicURL)
	}
	switch {
	case u.Scheme == "https" && !c.Secure:
		add(Finding{Level: Warning, What: "the site is reached by https, and its cookies are sent without it too", Where: c.PublicURL, Do: "serve with -secure (VERBATIM_SECURE)"})
	case u.Scheme != "https" && c.Secure:
		add(Finding{Level: Wrong, What: "cookies are sent over https only, and the site is reached without it: nobody can answer or sign in", Where: c.PublicURL, Do: "serve it by https, or leave -secure away"})
	case u.Scheme != "https" && !local(u.Hostname()):
		add(Finding{Level: Warning, What: "answers travel in the clear", Where: c.PublicURL, Do: "put a reverse proxy with https before it"})
	}
	return nil
}

func local(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }
