package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// A Waiver is a person's reason for leaving a warning as it is. It holds for as
// long as the warning says the same of the same words.
type Waiver struct {
	RoundID string    `json:"-"`
	Key     string    `json:"-"` // of the check
	Rule    string    `json:"-"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// CheckKey returns what tells a check apart from others, and from itself once
// what it is about has changed.
func CheckKey(rule, where string, about ...string) string {
	sum := sha256.Sum256([]byte(rule + "\x00" + where + "\x00" + strings.Join(about, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// Hinders reports whether the check must be settled before publication: it
// blocks, or it warns and nobody has given a reason.
func (c Check) Hinders() bool {
	return c.Severity == Block || c.Severity == Warn && c.Waiver == nil
}
