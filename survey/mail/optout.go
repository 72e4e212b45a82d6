package mail

import (
	"context"
	"crypto/hmac"
	"strings"

	"verbatim/survey"
	"verbatim/survey/fault"
)

// hashLength is how many characters stand for an address in a link.
const hashLength = 26

// optOutLink returns the address that ends messages about the programme. It
// holds what the address is known by, signed, so that nobody can make one up.
func (b *batch) optOutLink(addressHash string) string {
	return b.post.PublicURL + "/o/" + b.programme.ID + addressHash + sign(b.optKey, b.programme.ID, addressHash)
}

// An OptOut is what a link to end messages stands for.
type OptOut struct {
	Programme   survey.Programme
	AddressHash string
	Out         bool // messages have been ended
}

// ReadOptOut returns what the token of a link to end messages stands for. It is
// a fault of kind NotFound for one that is none of ours.
func (p *Post) ReadOptOut(ctx context.Context, token string) (o OptOut, err error) {
	defer fault.Wrap(&err, "mail.ReadOptOut")
	key, err := p.Store.MailKey(ctx, optOutUse)
	if err != nil {
		return o, err
	}
	signed := len(sign(key)) // all signatures are of one length
	at := len(token) - signed - hashLength
	if at <= 0 {
		return o, unknownOptOut()
	}
	programme, hash, seal := token[:at], token[at:at+hashLength], token[at+hashLength:]
	if !hmac.Equal([]byte(seal), []byte(sign(key, programme, hash))) {
		return o, unknownOptOut()
	}
	if o.Programme, err = p.Store.Programme(ctx, programme); err != nil {
		return o, err
	}
	state, err := p.Store.AddressState(ctx, programme, hash)
	o.AddressHash, o.Out = hash, state.OptedOut
	return o, err
}

func unknownOptOut() error {
	return fault.New(fault.NotFound, "We do not know this link: check that it was copied whole.")
}

// SetOptOut ends messages to the address, or lets them come again.
func (p *Post) SetOptOut(ctx context.Context, token string, out bool) (o OptOut, err error) {
	defer fault.Wrap(&err, "mail.SetOptOut")
	token = strings.TrimSpace(token)
	if o, err = p.ReadOptOut(ctx, token); err != nil {
		return o, err
	}
	o.Out = out
	return o, p.Store.SetOptOut(ctx, o.Programme.ID, o.AddressHash, out)
}
