package mail

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"log/slog"
	"net/mail"
	"slices"
	"strings"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/store"
)

// Config is what a Post works with.
type Config struct {
	Store     *store.Store
	Server    *Server          // nil where no mail server was named: then everything but sending can be done
	PublicURL string           // under which participants reach the site
	Now       func() time.Time // nil means time.Now
}

// A Post words messages and sends them.
type Post struct {
	Config
	log *slog.Logger
}

// New returns the post of a store.
func New(log *slog.Logger, c Config) *Post {
	if c.Now == nil {
		c.Now = time.Now
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	return &Post{Config: c, log: log}
}

// Ready returns why nothing can be sent, as a fault that says how to mend it, or
// nil.
func (p *Post) Ready() error {
	switch {
	case p.Server == nil:
		return fault.Coded("M24", "No mail server is named: start verbatim serve with -smtp and -smtp-from. Until then links can be made and copied.")
	case p.PublicURL == "":
		return fault.Coded("M25", "The address under which participants reach the site is not known, and links would lead nowhere: start verbatim serve with -public-url.")
	}
	return nil
}

// A batch is what all messages of one kind about one wave share.
type batch struct {
	post      *Post
	programme survey.Programme
	wave      survey.Wave
	words     []survey.MailTemplate
	idKey     []byte
	optKey    []byte
}

func (p *Post) batch(ctx context.Context, waveID string, kind survey.MailKind) (b *batch, err error) {
	b = &batch{post: p}
	if b.wave, err = p.Store.Wave(ctx, waveID); err != nil {
		return nil, err
	}
	round, err := p.Store.Round(ctx, b.wave.RoundID)
	if err != nil {
		return nil, err
	}
	if b.programme, err = p.Store.Programme(ctx, round.ProgrammeID); err != nil {
		return nil, err
	}
	plan, err := p.Store.MailPlan(ctx, waveID)
	if err != nil {
		return nil, err
	}
	changed, err := p.Store.MailTemplates(ctx, waveID)
	if err != nil {
		return nil, err
	}
	b.words = Words(plan, changed, kind)
	if b.idKey, err = p.Store.MailKey(ctx, idUse); err != nil {
		return nil, err
	}
	b.optKey, err = p.Store.MailKey(ctx, optOutUse)
	return b, err
}

// check returns the first thing that is wrong with the words.
func (b *batch) check() error {
	for _, t := range b.words {
		if problems := Check(t); len(problems) > 0 {
			return fault.New(fault.Invalid, "The words of the message (%s) cannot be sent. %s", LanguageName(t.Language), problems[0])
		}
	}
	return nil
}

// between stands between the texts of two languages.
const between = "\n* * *\n\n"

// compose words the message for one person.
func (b *batch) compose(to survey.Participant, addressHash, token string) Message {
	m := Message{
		From: b.post.from(), To: mail.Address{Name: to.Name, Address: strings.TrimSpace(to.Email)},
		Date: b.post.Now(), OptOut: b.optOutLink(addressHash), ReplyTo: b.replyTo(),
	}
	var subjects, bodies []string
	for _, t := range b.words {
		v := b.values(to, token, t.Language, m.OptOut)
		subject := strings.Join(strings.Fields(fill(t.Subject, v)), " ")
		if !slices.Contains(subjects, subject) {
			subjects = append(subjects, subject)
		}
		bodies = append(bodies, tidy(fill(toLF(t.Body), v)))
		m.Languages = append(m.Languages, t.Language)
	}
	m.Subject, m.Body = strings.Join(subjects, " / "), strings.Join(bodies, between)
	m.ID = b.messageID(m.To.Address)
	return m
}

// tidy leaves one empty line where lines without a value have left several.
func tidy(body string) string {
	for strings.Contains(body, "\n\n\n") {
		body = strings.ReplaceAll(body, "\n\n\n", "\n\n")
	}
	return strings.Trim(body, "\n") + "\n"
}

func (b *batch) values(to survey.Participant, token, language, optOut string) Values {
	v := Values{
		"name": to.Name, "programme": b.programme.Name, "organisation": b.programme.Organisation, "contact": b.programme.Contact,
		"closes": cmp.Or(dayIn(b.wave.ClosesOn, language), noDay(language)), "optout": optOut,
	}
	if token != "" {
		v["link"] = b.post.PublicURL + "/i/" + token
	}
	return v
}

func (p *Post) from() mail.Address {
	if p.Server == nil {
		return mail.Address{Name: "nobody yet", Address: "nobody@invalid"}
	}
	return p.Server.From
}

// replyTo returns the programme's contact where that is an address.
func (b *batch) replyTo() mail.Address {
	for _, field := range append([]string{b.programme.Contact}, strings.Fields(b.programme.Contact)...) {
		if a, err := mail.ParseAddress(strings.Trim(field, ".,;()<>")); err == nil {
			return mail.Address{Address: a.Address}
		}
	}
	return mail.Address{}
}

// idUse names the key of message identifiers, and optOutUse that of the links
// that end messages.
const (
	idUse     = "message id"
	optOutUse = "opt out"
	// seal is how many bytes of a signature are kept: too many to guess.
	sealBytes = 10
)

// messageID returns an identifier by which a report of a message that came back
// can be believed. It is random, with a signature over the address: it is not
// stored, and joins nothing.
func (b *batch) messageID(address string) string {
	nonce := strings.ToLower(rand.Text())
	domain := b.post.from().Address
	domain = domain[strings.LastIndexByte(domain, '@')+1:]
	return nonce + "." + sign(b.idKey, b.programme.ID, nonce, strings.ToLower(address)) + "@" + domain
}

// sign returns a signature over the texts.
func sign(key []byte, texts ...string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(strings.Join(texts, "\x00")))
	return encode(mac.Sum(nil)[:sealBytes])
}

func encode(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// Preview returns the message as the participant would get it, with a link that
// leads nowhere. The words may be ones that are not stored yet: they take the
// place of those in their language.
func (p *Post) Preview(ctx context.Context, waveID string, kind survey.MailKind, to survey.Participant, unsaved ...survey.MailTemplate) (_ Message, err error) {
	defer fault.Wrap(&err, "mail.Preview(%s, %s)", waveID, kind)
	b, err := p.batch(ctx, waveID, kind)
	if err != nil {
		return Message{}, err
	}
	for _, u := range unsaved {
		for i := range b.words {
			if b.words[i].Language == u.Language {
				b.words[i] = u
			}
		}
	}
	hash, err := p.Store.AddressHash(ctx, b.programme.ID, to.Email)
	if err != nil {
		return Message{}, err
	}
	return b.compose(to, hash, exampleToken), nil
}

// exampleToken stands in previews and tests where a participant has a token.
const exampleToken = "an-example-that-opens-nothing"

// Test sends the message to somebody of the staff, worded as for the
// participant, with a link that leads nowhere.
func (p *Post) Test(ctx context.Context, waveID string, kind survey.MailKind, like survey.Participant, to string) (err error) {
	defer fault.Wrap(&err, "mail.Test(%s, %s)", waveID, kind)
	if err := p.Ready(); err != nil {
		return err
	}
	if !store.UsableAddress(to) {
		return fault.Coded("M14", "%q is not an e-mail address: write it as name@example.ac.uk.", to)
	}
	m, err := p.Preview(ctx, waveID, kind, like)
	if err != nil {
		return err
	}
	m.To, m.Subject, m.OptOut = mail.Address{Address: strings.TrimSpace(to)}, "[Test] "+m.Subject, ""
	content, err := m.Bytes()
	if err != nil {
		return err
	}
	x, err := p.Server.open(ctx)
	if err != nil {
		return err
	}
	defer x.close()
	o, err := x.hand(m.To.Address, content)
	if err == nil && o.State != survey.LetterSent {
		err = fault.Coded("M26", "The mail server did not take the test message: it answered %s.", o.Status)
	}
	return err
}

// Start decides who gets the message and begins to send it. See
// [store.Store.StartMailRun].
func (p *Post) Start(ctx context.Context, id, waveID string, kind survey.MailKind) (_ survey.MailRun, err error) {
	defer fault.Wrap(&err, "mail.Start(%s, %s)", waveID, kind)
	if err := p.Ready(); err != nil {
		return survey.MailRun{}, err
	}
	b, err := p.batch(ctx, waveID, kind)
	if err != nil {
		return survey.MailRun{}, err
	}
	if err := b.check(); err != nil {
		return survey.MailRun{}, err
	}
	return p.Store.StartMailRun(ctx, id, waveID, kind)
}
