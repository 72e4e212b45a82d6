package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	selectTexts = `SELECT response_id, question, text, hash FROM answer WHERE (response_id, question) > ($1, $2)
		ORDER BY response_id, question LIMIT $3`
	selectFeed = `SELECT count(*), COALESCE(min(seq), 0), COALESCE(max(seq), 0), (SELECT seq FROM change_head WHERE one = 1) FROM change`
	// A response that the feed says was withdrawn and that is there all the same.
	countUndead = `SELECT count(*) FROM change c JOIN response r ON r.id = c.entity WHERE c.kind = $1`
)

// soundPage is how many answers are read at a time: a few megabytes.
const soundPage = 1000

// CheckTexts reads every answer and compares its text with its hash. It calls
// damaged with the ID of each verbatim that is not what was stored, and returns
// how many there are in all.
func CheckTexts(ctx context.Context, q sqldb.Querier, damaged func(id string)) (verbatims int, err error) {
	defer fault.Wrap(&err, "store.CheckTexts")
	type answer struct{ response, question, text, hash string }
	var last answer
	for {
		page, err := sqldb.Collect(ctx, q, func(r sqldb.Row) (a answer, err error) {
			err = r.Scan(&a.response, &a.question, &a.text, &a.hash)
			return a, err
		}, selectTexts, last.response, last.question, soundPage)
		if err != nil {
			return 0, err
		}
		for _, a := range page {
			if a.hash != "" {
				verbatims++
			}
			if hashText(a.text) != a.hash {
				damaged(survey.VerbatimID(a.response, a.question))
			}
			last = a
		}
		if len(page) < soundPage {
			return verbatims, nil
		}
	}
}

// A Feed describes the change feed.
type Feed struct {
	Rows, First, Last int64 // how many changes it tells of, the first and the last; zeros for none
	Head              int64
	Undead            int // responses that it says were withdrawn, and that are there
	Followers         []Follower
}

// ReadFeed describes the change feed. Read it in one snapshot.
func ReadFeed(ctx context.Context, q sqldb.Querier) (_ Feed, err error) {
	defer fault.Wrap(&err, "store.ReadFeed")
	f, err := sqldb.One(ctx, q, func(r sqldb.Row) (f Feed, err error) {
		err = r.Scan(&f.Rows, &f.First, &f.Last, &f.Head)
		return f, err
	}, selectFeed)
	if err != nil {
		return f, err
	}
	if f.Undead, err = sqldb.One(ctx, q, scanInt, countUndead, string(survey.ResponseWithdrawn)); err != nil {
		return f, err
	}
	f.Followers, err = sqldb.Collect(ctx, q, scanFollower, selectFollowers)
	return f, err
}

// HeadOf is [Store.Head] as q sees it.
func HeadOf(ctx context.Context, q sqldb.Querier) (_ int64, err error) {
	defer fault.Wrap(&err, "store.HeadOf")
	return sqldb.One(ctx, q, scanInt64, selectHead)
}
