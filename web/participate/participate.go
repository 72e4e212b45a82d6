// Package participate is the participants' half of the site: the start page of
// a form, its pages one at a time, the answers to check, the receipt, and
// withdrawing.
package participate

import (
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/survey/store"
	"verbatim/web/render"
)

// Config is what a Desk works with.
type Config struct {
	Survey *store.Store
	Render *render.Renderer
	Now    func() time.Time
	Secure bool
}

// Desk answers the requests of participants.
type Desk struct{ Config }

// New returns a Desk.
func New(log *slog.Logger, c Config) *Desk { return &Desk{c} }

func (d *Desk) Invitation(c *gin.Context) error { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Accept(c *gin.Context) error     { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Start(c *gin.Context) error      { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Begin(c *gin.Context) error      { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Page(c *gin.Context) error       { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Save(c *gin.Context) error       { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Check(c *gin.Context) error      { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Submit(c *gin.Context) error     { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Receipt(c *gin.Context) error    { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Discard(c *gin.Context) error    { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Discarded(c *gin.Context) error  { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Withdraw(c *gin.Context) error   { return fault.New(fault.Unavailable, "Soon.") }
func (d *Desk) Withdrawn(c *gin.Context) error  { return fault.New(fault.Unavailable, "Soon.") }
