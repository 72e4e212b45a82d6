// Package store keeps everything that is asked and answered: programmes,
// rounds, forms, waves, invitations, drafts, responses, staff accounts, and
// the change feed that derived data follows.
//
// It is for the packages that serve pages, run commands and analyse. It holds
// the SQL of these tables and nothing else does; how a database is opened,
// shared and made durable is [verbatim/survey/sqldb]'s business. It does not
// send mail, does not index, and does not know what a theme is. One file holds
// one kind of thing, named as in package survey.
//
// # What is stored, and what is not
//
// The tables are in migrations/. These properties hold there, not only in code:
//
//   - A response has a day of receipt and no time. It names a participant only
//     in the modes that link; the table refuses one in the others.
//   - A wave's mode cannot change once an invitation or a response refers to it.
//   - Nothing joins an invitation to a response in the modes that do not link:
//     an invitation is spent or not, without when and by what. Identifiers are
//     random, and invitations, idempotency keys and drafts lie in the order of
//     their keys, so that nothing can be laid beside the order of responses.
//   - Of tokens, secrets and withdrawal codes only the SHA-256 is kept. A draft
//     is encrypted with its browser's secret.
//   - A form instance is stored once: the ID of its response is derived from its
//     idempotency key and a secret of the installation, so that the key of the
//     table refuses a second one. A row of submission stands for what was
//     withdrawn, and for responses that came with an ID of their own.
//   - A verbatim is stored with its SHA-256, which is checked each time it is read.
//
// # Followers
//
// Every change that derived data has to hear of is a row of the feed, numbered
// without gaps in the order in which they became visible. A follower reads
// [Store.Changes] after its [Store.Cursor], brings its data up to date and then
// calls [Store.SetCursor]. What all have dealt with is deleted by
// [Store.PruneChanges], because the feed is the one place that holds the order
// of arrival by design; a follower that is away for days is not waited for and
// is told so when it comes back.
//
// # The audit
//
// Who did what is in a chain of hashed rows, which the tables themselves keep
// from being changed: see [Audit] and package survey for what is in it. A
// function that stores what staff decide adds its row in the same transaction,
// as done by the actor of its context. What participants do is not audited one
// by one: [Store.CountDays] adds the totals of the days that are over, so that
// submitting costs nothing more and nothing can be joined.
package store
