package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"verbatim/survey/sqldb"
)

// A cluster is a PostgreSQL server of a test's own, which it may stop, kill and
// start again.
type cluster struct {
	t    *testing.T
	bin  string
	dir  string
	port int
	as   *syscall.SysProcAttr // the account that it runs as; PostgreSQL refuses to run as root
	cmd  *exec.Cmd
}

// postgresBinaries are where distributions put the programs of a server.
var postgresBinaries = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/bin"}

// newCluster makes a server that does not run yet. The test is skipped where
// there are no programs to make one, or nobody asked for PostgreSQL.
func newCluster(t *testing.T) *cluster {
	t.Helper()
	if os.Getenv("VERBATIM_POSTGRES") == "" {
		t.Skip("not tested on PostgreSQL: set VERBATIM_POSTGRES to the address of a server where databases may be made")
	}
	c := &cluster{t: t, port: freePort(t)}
	for _, pattern := range postgresBinaries {
		if found, _ := filepath.Glob(filepath.Join(pattern, "initdb")); len(found) > 0 {
			c.bin = filepath.Dir(slices.Max(found))
			break
		}
	}
	if c.bin == "" {
		t.Skip("no server of its own to kill: initdb was not found in the usual places")
	}
	c.folder()
	return c
}

// folder makes a folder that the server's account owns.
func (c *cluster) folder() {
	c.t.Helper()
	c.dir = filepath.Join(c.t.TempDir(), "cluster")
	c.must(os.Mkdir(c.dir, 0o700))
	if os.Geteuid() != 0 {
		return
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		c.t.Skip("no server of its own to kill: there is no account postgres that it could run as")
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	c.as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	c.must(os.Chown(c.dir, uid, gid))
	for dir := filepath.Dir(c.dir); dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		c.must(os.Chmod(dir, 0o755)) // the account has to reach its folder
	}
}

func (c *cluster) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// freePort returns a port that nothing listens on. It is below those that systems
// give to outgoing connections: a server that is started again finds it free.
func freePort(t *testing.T) int {
	t.Helper()
	for range 100 {
		port := 20000 + rand.IntN(12000)
		l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port))
		if err == nil {
			check(t, l.Close())
			return port
		}
	}
	t.Fatal("no port below those of outgoing connections is free")
	return 0
}

// tool runs one of PostgreSQL's programs to its end.
func (c *cluster) tool(name string, args ...string) {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), filepath.Join(c.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = c.as, c.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		c.t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }

// init makes an empty server.
func (c *cluster) init() {
	c.t.Helper()
	c.tool("initdb", "-D", c.data(), "-U", "verbatim", "-A", "trust", "-N", "--no-instructions", "--locale=C", "-E", "UTF8")
}

// standbyOf makes a standby that follows another server.
func (c *cluster) standbyOf(primary *cluster) {
	c.t.Helper()
	c.tool("pg_basebackup", "-D", c.data(), "-R", "-X", "stream", "-c", "fast", "-d", primary.address("postgres"))
}

// start starts the server and returns without waiting for it. Its disk is not
// waited for: what crashes here is the server and never the machine, and what a
// process has written outlives it. Coming back is then a matter of the log alone.
func (c *cluster) start() {
	c.t.Helper()
	c.cmd = exec.Command(filepath.Join(c.bin, "postgres"), "-D", c.data(), "-p", strconv.Itoa(c.port), "-k", "",
		"-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=40", "-c", "wal_level=replica", "-c", "hot_standby=on", "-c", "log_min_messages=panic")
	c.cmd.SysProcAttr, c.cmd.Dir, c.cmd.Stderr = c.as, c.dir, c.t.Output()
	c.must(c.cmd.Start())
	cmd := c.cmd
	c.t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGQUIT) // may have ended already
		_ = cmd.Wait()
	})
}

// up waits until the server answers.
func (c *cluster) up() {
	c.t.Helper()
	wait(c.t, 20*time.Second, "the server answers", func() bool {
		return sqldb.Admin(c.t.Context(), c.address("postgres"), `SELECT 1`) == nil
	})
}

// crash ends the server at once, as a loss of power does.
func (c *cluster) crash() {
	c.t.Helper()
	c.must(c.cmd.Process.Signal(syscall.SIGQUIT))
	_ = c.cmd.Wait() // it did not end in order
}

func (c *cluster) address(database string) string {
	return fmt.Sprintf("postgres://verbatim@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// several returns one address of several servers.
func several(database string, all ...*cluster) string {
	var hosts []string
	for _, c := range all {
		hosts = append(hosts, fmt.Sprintf("127.0.0.1:%d", c.port))
	}
	return fmt.Sprintf("postgres://verbatim@%s/%s?sslmode=disable", strings.Join(hosts, ","), database)
}

func (c *cluster) sql(database, statement string) {
	c.t.Helper()
	c.must(sqldb.Admin(context.WithoutCancel(c.t.Context()), c.address(database), statement))
}
