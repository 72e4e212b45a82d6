//go:build unix

package sqldb

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// hungUp returns an error when the server has ended the connection. It looks at
// what the system has received and waits for nothing: pgx's own check waits a
// millisecond for each write, and misses the end on a busy machine.
func hungUp(_ context.Context, c *pgconn.PgConn) error {
	conn := c.Conn()
	if secured, ok := conn.(*tls.Conn); ok {
		conn = secured.NetConn()
	}
	received, err := peek(conn)
	if received { // the reason why it hangs up, or a notice: another connection is cheaper than reading it
		return errSpoke
	}
	return err
}

var errSpoke = errors.New("the database server said something that nobody asked for")

// peek reports whether something was received that nobody has read, and io.EOF
// at the end of the connection.
func peek(conn net.Conn) (received bool, err error) {
	sys, ok := conn.(syscall.Conn)
	if !ok {
		return false, nil
	}
	raw, err := sys.SyscallConn()
	if err != nil {
		return false, err
	}
	var n int
	var failed error
	// Not by raw.Read: pgx may still be waiting in a read of its own, which that
	// would wait for.
	err = raw.Control(func(fd uintptr) {
		n, _, failed = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	})
	switch {
	case err != nil:
		return false, err
	case errors.Is(failed, syscall.EAGAIN), errors.Is(failed, syscall.EINTR):
		return false, nil
	case failed != nil:
		return false, failed
	case n == 0:
		return false, io.EOF
	}
	return true, nil
}
