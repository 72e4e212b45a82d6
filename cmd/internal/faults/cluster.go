//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"verbatim/cmd/internal/load"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

// usualPlaces are where PostgreSQL's programs are, newest last where there are
// several.
var usualPlaces = [...]string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin"} //nolint:gochecknoglobals // a constant that Go cannot write as one

const (
	superuser = "verbatim"
	// account is whose name PostgreSQL runs under when we are root.
	account = "postgres"
	// upWithin is how long PostgreSQL may take to accept connections: after a
	// kill it reads its log first, and before that its children have to notice.
	upWithin = time.Minute
	upEvery  = 20 * time.Millisecond
)

// failoverIs says what takes the place of the database server.
const failoverIs = "a base backup taken under load, followed by streaming replication; synchronous before the switch (commits are acknowledged when the copy has them on its disk); the first server is killed with all its processes, then the copy is promoted"

// A cluster is a PostgreSQL server of our own. Its address names two ports, of
// which the server has one and the copy that will follow it the other.
type cluster struct {
	bin, dir string
	ports    [2]string
	active   int // which of the ports is the server's
	made     int // data folders
	data     string
	process  *postgres
	owner    *syscall.Credential // nil: we ourselves
	log      *os.File
}

// A postgres is the process of a server.
type postgres struct {
	cmd   *exec.Cmd
	ended chan struct{}
}

// newCluster makes a cluster in dir and starts it.
func newCluster(ctx context.Context, bin, dir string) (_ *cluster, err error) {
	c := &cluster{dir: filepath.Join(dir, "postgresql")}
	if c.bin, err = findPrograms(bin); err != nil {
		return nil, err
	}
	if c.owner, err = owner(); err != nil {
		return nil, err
	}
	if err := c.folder(dir); err != nil {
		return nil, err
	}
	if c.log, err = os.Create(filepath.Join(dir, "postgresql.log")); err != nil {
		return nil, err
	}
	for i := range c.ports {
		address, err := freePort(rand.IntN(highestPort - lowestPort)) //nolint:gosec // any port will do
		if err != nil {
			return nil, err
		}
		_, c.ports[i], _ = strings.Cut(address, ":")
	}
	c.data = c.newData()
	if err := c.program(ctx, "initdb", "-D", c.data, "-U", superuser, "--auth=trust", "-E", "UTF8", "--locale=C"); err != nil {
		return nil, err
	}
	if err := c.start(ctx); err != nil {
		c.end()
		return nil, err
	}
	return c, nil
}

// folder makes the folder of the cluster, which belongs to its account.
func (c *cluster) folder(parent string) error {
	if err := os.Mkdir(c.dir, 0o700); err != nil || c.owner == nil {
		return err
	}
	if err := os.Chmod(parent, 0o711); err != nil { //nolint:gosec // the other account has to pass through
		return err
	}
	return os.Chown(c.dir, int(c.owner.Uid), int(c.owner.Gid))
}

func (c *cluster) newData() string {
	c.made++
	return filepath.Join(c.dir, fmt.Sprint("data", c.made))
}

func findPrograms(bin string) (string, error) {
	places := []string{bin}
	if bin == "" {
		places = nil
		for _, pattern := range usualPlaces {
			found, err := filepath.Glob(pattern)
			if err != nil {
				return "", err
			}
			places = append(places, found...)
		}
	}
	for _, p := range slices.Backward(places) {
		if _, err := os.Stat(filepath.Join(p, "initdb")); err == nil {
			return p, nil
		}
	}
	return "", fault.Coded("T16", "The programs of PostgreSQL are not in %s: say with -postgres-bin where initdb, postgres and pg_basebackup are.", strings.Join(append(places, usualPlaces[:]...), ", "))
}

// address returns the address of a database, wherever the server is at present.
func (c *cluster) address(name string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%s,127.0.0.1:%s/%s?sslmode=disable&target_session_attrs=primary", superuser, c.ports[0], c.ports[1], name)
}

// only returns the address of the server at one port, whether it is the primary
// or a copy.
func (c *cluster) only(port string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%s/postgres?sslmode=disable", superuser, port)
}

// program runs one of PostgreSQL's programs.
func (c *cluster) program(ctx context.Context, name string, args ...string) (err error) {
	defer fault.Wrap(&err, "faults.program(%s)", name)
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, name), args...) //nolint:gosec // PostgreSQL's programs, from where the person says they are
	c.become(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// become makes a command run under the account of the cluster.
func (c *cluster) become(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	dieWithParent(cmd.SysProcAttr)
}

// start starts the server on its data and waits until it takes connections.
func (c *cluster) start(ctx context.Context) (err error) {
	c.process, err = c.run(ctx, c.data, c.ports[c.active], true)
	return err
}

// run starts a server and waits until it answers. While the children of one
// that was killed are still there, a new one refuses to start: it is tried
// again.
func (c *cluster) run(ctx context.Context, data, port string, primary bool) (_ *postgres, err error) {
	defer fault.Wrap(&err, "faults.run(%s)", filepath.Base(data))
	limited, cancel := context.WithTimeout(ctx, upWithin)
	defer cancel()
	for {
		p, err := c.launch(data, port)
		if err != nil {
			return nil, err
		}
		for p.alive() && limited.Err() == nil {
			if c.answers(limited, port, primary) {
				return p, nil
			}
			_ = load.Pause(limited, upEvery)
		}
		if limited.Err() != nil {
			p.kill()
			return nil, fault.Coded("T17", "PostgreSQL does not start: %s.", c.lastLog())
		}
		_ = load.Pause(limited, upEvery)
	}
}

func (c *cluster) launch(data, port string) (*postgres, error) {
	cmd := exec.Command(filepath.Join(c.bin, "postgres"), "-D", data, "-p", port, "-k", c.dir, "-h", "127.0.0.1") //nolint:gosec,noctx // as above; it is ended by signals that mean something
	c.become(cmd)
	cmd.Stderr = c.log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &postgres{cmd: cmd, ended: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // ended by us, or its log says why
		close(p.ended)
	}()
	return p, nil
}

// answers reports whether the server takes connections, and writes if it is to
// be a primary.
func (c *cluster) answers(ctx context.Context, port string, primary bool) bool {
	statement := "SELECT 1"
	if primary {
		statement = "CREATE TEMPORARY TABLE writable (n integer)"
	}
	return sqldb.Admin(ctx, c.only(port), statement) == nil
}

func (c *cluster) lastLog() string {
	b, err := os.ReadFile(c.log.Name())
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(b[max(0, len(b)-logShown):]))
}

func (p *postgres) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// kill ends the process and, after it, those that it started.
func (p *postgres) kill() {
	children := childrenOf(p.cmd.Process.Pid)
	_ = p.cmd.Process.Kill() // it may have ended already
	<-p.ended
	for _, pid := range children {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended already
	}
}

// childrenOf returns the processes that a process has started, as far as the
// system tells.
func childrenOf(pid int) []int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return nil
	}
	var pids []int
	for field := range strings.FieldsSeq(string(b)) {
		if n, err := strconv.Atoi(field); err == nil {
			pids = append(pids, n)
		}
	}
	return pids
}

// kill kills the server: all its processes, or the first only, whose children
// then notice by themselves.
func (c *cluster) kill(all bool) {
	if all {
		c.process.kill()
		return
	}
	_ = c.process.cmd.Process.Kill() // it may have ended already
	<-c.process.ended
}

// stopAtOnce ends the server without a checkpoint and without a word to those
// who are connected.
func (c *cluster) stopAtOnce() {
	_ = c.process.cmd.Process.Signal(syscall.SIGQUIT) // it may have ended already
	<-c.process.ended
}

// end ends the server for good. Its folders are removed with the loop's.
func (c *cluster) end() {
	if c.process != nil && c.process.alive() {
		c.stopAtOnce()
	}
	_ = c.log.Close()
}

const (
	waitForCopy    = `SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')`
	position       = `SELECT CAST(pg_current_wal_lsn() AS TEXT)`
	waitForReplay  = `SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= CAST($1 AS pg_lsn)`
	makeSync       = `ALTER SYSTEM SET synchronous_standby_names = '*'`
	reloadSettings = `SELECT pg_reload_conf()`
	promote        = `SELECT pg_promote()`
)

// failover makes a copy of the server while it works, lets it catch up, makes
// commits wait for it, lets meanwhile pass, kills the server and puts the copy
// in its place.
func (c *cluster) failover(ctx context.Context, meanwhile func() error) (err error) {
	defer fault.Wrap(&err, "faults.failover")
	old, next := c.active, 1-c.active
	data := c.newData()
	if err := c.program(ctx, "pg_basebackup", "-D", data, "-d", c.only(c.ports[old]), "-R", "-X", "stream", "-c", "fast"); err != nil {
		return err
	}
	follower, err := c.run(ctx, data, c.ports[next], false)
	if err != nil {
		return err
	}
	if err := errors.Join(c.follow(ctx, c.only(c.ports[old])), meanwhile()); err != nil {
		follower.kill()
		return err
	}
	c.process.kill()
	former := c.data
	c.active, c.data, c.process = next, data, follower
	if err := sqldb.Admin(ctx, c.only(c.ports[next]), promote); err != nil {
		return err
	}
	return os.RemoveAll(former)
}

// follow makes commits wait for the copy, and waits until it has what was
// committed before.
func (c *cluster) follow(ctx context.Context, primary string) (err error) {
	for _, statement := range []string{makeSync, reloadSettings} {
		if err := sqldb.Admin(ctx, primary, statement); err != nil {
			return err
		}
	}
	db, err := sqldb.Open(ctx, slog.New(slog.DiscardHandler), primary)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := until(ctx, db, waitForCopy); err != nil {
		return err
	}
	at, err := sqldb.One(ctx, db, scan[string], position)
	if err != nil {
		return err
	}
	return until(ctx, db, waitForReplay, at)
}

// until waits until a count is not zero.
func until(ctx context.Context, db *sqldb.DB, query string, args ...any) error {
	limited, cancel := context.WithTimeout(ctx, upWithin)
	defer cancel()
	for {
		n, err := sqldb.One(limited, db, scan[int], query, args...)
		if err != nil || n > 0 {
			return err
		}
		if err := load.Pause(limited, upEvery); err != nil {
			return err
		}
	}
}

func scan[T any](r sqldb.Row) (v T, err error) { err = r.Scan(&v); return v, err }
