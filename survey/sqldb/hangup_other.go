//go:build !unix

package sqldb

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"
)

// hungUp returns an error when the server has ended the connection: it asks.
func hungUp(ctx context.Context, c *pgconn.PgConn) error { return c.Ping(ctx) }
