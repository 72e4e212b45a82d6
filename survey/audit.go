package survey

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"verbatim/survey/fault"
)

// The audit is the record of who did what. It is a chain: each row holds a hash
// over the row before it, so that nobody can change, remove or insert one
// without a trace, and who noted the last hash knows that none was taken off
// the end.
//
// It must not give participants away either. What staff do has an exact time,
// an account and an object. What participants do has none of it: answers,
// consents and withdrawals are in the audit as totals of a whole day and wave,
// written when the day is over, so that neither a time nor an order within the
// day exists that could be laid beside anything. No row names a response, an
// answer, an invitation, a participant or a coding: a withdrawn answer would
// else leave its trace for good in a table that forgets nothing. Consents, which
// say something about each person, are told together for five responses or
// more. Sign-ins that failed are totals of a day too, because the names typed
// there are often passwords.

// An Actor is who did something.
type Actor struct {
	Kind ActorKind
	ID   string // of the staff account, else empty
	Name string // of the staff account; of the machine's account for the command line
}

// An ActorKind says what sort of actor did something.
type ActorKind string

// The kinds of actors.
const (
	ActorStaff        ActorKind = "staff"
	ActorCommandLine  ActorKind = "command-line"
	ActorParticipants ActorKind = "participants" // always several together
	ActorSystem       ActorKind = "system"       // Verbatim itself
)

// Valid reports whether k is one of the known kinds.
func (k ActorKind) Valid() bool {
	return slices.Contains([]ActorKind{ActorStaff, ActorCommandLine, ActorParticipants, ActorSystem}, k)
}

// String returns the actor as people read it.
func (a Actor) String() string {
	switch a.Kind {
	case ActorStaff:
		return a.Name
	case ActorCommandLine:
		if a.Name == "" {
			return "command line"
		}
		return "command line (" + a.Name + ")"
	}
	return string(a.Kind)
}

type actorKey struct{}

// WithActor returns a context in which what is done is done by a.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf returns who acts in ctx: Verbatim itself unless somebody was named.
func ActorOf(ctx context.Context) Actor {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok {
		return a
	}
	return Actor{Kind: ActorSystem}
}

// AuditDetails are counts and keys that say more about what was done: texts,
// numbers and truth values, and never what somebody wrote.
type AuditDetails map[string]any

// maxDetails is how many bytes details may have as JSON: they are a line on a
// page.
const maxDetails = 1000

// Encode returns the details as they are stored and hashed: JSON with its keys
// in order, "{}" for none.
func (d AuditDetails) Encode() (string, error) {
	if len(d) == 0 {
		return "{}", nil
	}
	for k, v := range d {
		switch v.(type) {
		case string, bool, int, int64, AuditDetails:
		default:
			return "", fault.New(fault.Internal, "audit detail %s of type %T", k, v)
		}
	}
	text, err := json.Marshal(map[string]any(d))
	if err == nil && len(text) > maxDetails {
		return "", fault.New(fault.Internal, "audit details of %d bytes", len(text))
	}
	return string(text), err
}

// An AuditEvent is something that goes into the audit.
type AuditEvent struct {
	Action  AuditAction
	Object  string // ID of what it was done to; empty where there is none
	Details AuditDetails
	At      time.Time
}

// An AuditRow is one row of the audit.
type AuditRow struct {
	Seq        int64       `json:"seq"`
	At         string      `json:"at"` // a time UTC to the microsecond, or a day
	ActorKind  ActorKind   `json:"actor_kind"`
	ActorID    string      `json:"actor_id"`
	Actor      string      `json:"actor"`
	Action     AuditAction `json:"action"`
	ObjectKind string      `json:"object_kind"`
	ObjectID   string      `json:"object_id"`
	Details    string      `json:"-"` // JSON, exactly as hashed
	Hash       string      `json:"hash"`
}

// By returns who did it.
func (r AuditRow) By() Actor { return Actor{r.ActorKind, r.ActorID, r.Actor} }

// Day returns the day on which it was done.
func (r AuditRow) Day() Day { return Day(r.At[:min(len(r.At), len(time.DateOnly))]) }

// auditTime is how times stand in the audit: as long for each, so that they
// sort.
const auditTime = "2006-01-02T15:04:05.000000Z"

// AuditTime returns t as it stands in the audit.
func AuditTime(t time.Time) string { return t.UTC().Format(auditTime) }

// Time returns when it was done; false for a row that has only a day.
func (r AuditRow) Time() (time.Time, bool) {
	t, err := time.Parse(auditTime, r.At)
	return t, err == nil
}

// plainRow is a row without its methods, and auditLine one as a line of a file.
type (
	plainRow  AuditRow
	auditLine struct {
		plainRow
		Details json.RawMessage `json:"details"`
		Hash    string          `json:"hash"` // at the end, where the eye finds it
	}
)

// MarshalJSON returns the row as one line of an exported file. Details that are
// not as they were encoded are kept as a text, so that the file shows the same
// tampering as the table.
func (r AuditRow) MarshalJSON() ([]byte, error) {
	details, same := canonical(r.Details)
	if !same {
		var err error
		if details, err = json.Marshal(r.Details); err != nil {
			return nil, err
		}
	}
	return json.Marshal(auditLine{plainRow(r), details, r.Hash})
}

// canonical returns a text as JSON, and whether that would be written again as
// it is.
func canonical(text string) (json.RawMessage, bool) {
	again, err := json.Marshal(json.RawMessage(text))
	return again, err == nil && text[0] == '{' && string(again) == text
}

// UnmarshalJSON reads what MarshalJSON wrote, and refuses anything else.
func (r *AuditRow) UnmarshalJSON(line []byte) error {
	var read auditLine
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&read); err != nil {
		return err
	}
	*r = AuditRow(read.plainRow)
	r.Hash, r.Details = read.Hash, string(read.Details)
	if len(read.Details) > 0 && read.Details[0] == '"' {
		return json.Unmarshal(read.Details, &r.Details)
	}
	return nil
}
