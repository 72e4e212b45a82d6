package middleware

import (
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// Patience waits for bodies that arrive slowly, such as a photograph from a
// telephone at the edge of its network, and for none that hardly arrive at all.
type Patience struct {
	First   time.Duration // how long a body may take whatever arrives
	Slowest int64         // for each so many bytes that have arrived, it may take a second more
	Answer  time.Duration // how long sending the answer may take, from the end of the body
	Now     func() time.Time
}

// Wait lets the body of a request arrive.
func (p Patience) Wait(c *gin.Context) {
	if c.Request.Body != nil && c.Request.Body != http.NoBody {
		c.Request.Body = &slowBody{ReadCloser: c.Request.Body, patience: p, connection: http.NewResponseController(c.Writer), begun: p.Now()}
	}
}

// slowBody moves the deadlines of a connection on while a body arrives.
type slowBody struct {
	io.ReadCloser
	patience   Patience
	connection *http.ResponseController
	begun      time.Time
	arrived    int64
}

// Read moves the deadlines once much of the first time has gone. A connection
// without deadlines, as in tests, needs none moved.
func (b *slowBody) Read(into []byte) (n int, err error) {
	n, err = b.ReadCloser.Read(into)
	b.arrived += int64(n)
	now := b.patience.Now()
	if now.Sub(b.begun) < b.patience.First/4 {
		return n, err
	}
	if err != nil {
		_ = b.connection.SetWriteDeadline(now.Add(b.patience.Answer))
	} else {
		more := time.Duration(float64(b.arrived) / float64(b.patience.Slowest) * float64(time.Second))
		_ = b.connection.SetReadDeadline(b.begun.Add(b.patience.First + more))
	}
	return n, err
}
