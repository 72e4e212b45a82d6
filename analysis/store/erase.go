package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"verbatim/analysis"
	"verbatim/search"
	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
)

const (
	programmeOfWave = `SELECT programme_id FROM wave WHERE id = $1`
	countExemplary  = `SELECT count(*) FROM coding WHERE response_id = $1 AND status = 'accepted'`
	codingsLikened  = `SELECT c.id, c.reason FROM coding c JOIN response r ON r.id = c.response_id JOIN wave w ON w.id = r.wave_id
		WHERE w.programme_id = $1 AND c.response_id <> $2 AND c.reason LIKE '%"examples":%'`
	updateReason = `UPDATE coding SET reason = $1 WHERE id = $2`

	// deleteSpreads forgets what was put on answers at once where nothing of it
	// is left but what hangs on this response.
	deleteSpreads = `DELETE FROM coding_spread WHERE id IN (SELECT p.spread_id FROM coding_spread_part p JOIN coding c ON c.id = p.coding_id WHERE c.response_id = $1)
		AND NOT EXISTS (SELECT 1 FROM coding_spread_part p JOIN coding c ON c.id = p.coding_id WHERE p.spread_id = coding_spread.id AND c.response_id <> $2)`
	spreadQueries = `SELECT id, query FROM coding_spread`
	hideQuery     = `UPDATE coding_spread SET query = $1 WHERE id = $2`

	savedQueries = `SELECT id, query FROM saved_search`
	savedNames   = `SELECT id, name FROM saved_search`

	codebookBodies = `SELECT version, body FROM codebook WHERE programme_id = $1`
	updateCodebook = `UPDATE codebook SET body = $1 WHERE programme_id = $2 AND version = $3`
)

const (
	// quotedRun is how many words in a row make a quote: so many are found in
	// two texts by chance hardly ever.
	quotedRun = 5
	// WithdrawnTitle stands in the place of a recommendation's words that were
	// those of a withdrawn answer: its reference is never used again.
	WithdrawnTitle = "The words of this recommendation were withdrawn: write it again, or leave it out"
	// withdrawnQuery stands in the place of a query that quoted a withdrawn answer.
	withdrawnQuery = `"words that were withdrawn"`
)

// Erase removes what the analysis holds of a response that goes: it is a
// [store.Eraser]. Codings, actions, sources and samples go with the response by
// their foreign keys. This takes out the copies of its words: as what other
// answers are likened to, as examples in codebooks, in queries that were kept,
// and in the words of recommendations. Recommendations keep theirs when a
// response was only kept as long as was promised: they are approved.
func Erase(ctx context.Context, tx *sqldb.Tx, e store.Erased) error {
	if err := listRemnants(ctx, tx, e); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, deleteSpreads, e.ResponseID, e.ResponseID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, deleteFound, e.ResponseID, e.ResponseID); err != nil {
		return err
	}
	if len(e.Texts) == 0 {
		return nil
	}
	programme, err := sqldb.One(ctx, tx, scanText, programmeOfWave, e.WaveID)
	if err != nil {
		return err
	}
	words := wordsOf(e.Texts)
	for _, erase := range []func() error{
		func() error { return eraseLikened(ctx, tx, programme, e) },
		func() error { return eraseExamples(ctx, tx, programme, words) },
		func() error { return eraseQueries(ctx, tx, words) },
		func() error { return eraseRecommendations(ctx, tx, programme, words, e.Expired) },
		func() error { return eraseWordings(ctx, tx, programme, words) },
	} {
		if err := erase(); err != nil {
			return err
		}
	}
	return nil
}

// words are the runs of words of a response, folded.
type words struct {
	runs   map[string]bool
	shorts map[string]bool // whole answers that are shorter than a run
}

func wordsOf(texts []string) words {
	w := words{map[string]bool{}, map[string]bool{}}
	for _, text := range texts {
		folded := foldedWords(text)
		if len(folded) < quotedRun {
			w.shorts[strings.Join(folded, " ")] = true
		}
		for i := range len(folded) - quotedRun + 1 {
			w.runs[strings.Join(folded[i:i+quotedRun], " ")] = true
		}
	}
	return w
}

func foldedWords(text string) []string {
	spans := search.Words(text)
	folded := make([]string, len(spans))
	for i, s := range spans {
		folded[i] = search.Fold(text[s.Start:s.End])
	}
	return folded
}

// in reports whether a text quotes the response: some words in a row, or the
// whole of a short answer that is more than one word.
func (w words) in(text string) bool {
	folded := foldedWords(text)
	if whole := strings.Join(folded, " "); w.shorts[whole] && strings.Contains(whole, " ") {
		return true
	}
	for i := range len(folded) - quotedRun + 1 {
		if w.runs[strings.Join(folded[i:i+quotedRun], " ")] {
			return true
		}
	}
	return false
}

// eraseLikened takes words of the response out of the reasons for which themes
// are suggested for other answers. Only what people have coded is shown there.
func eraseLikened(ctx context.Context, tx *sqldb.Tx, programme string, e store.Erased) error {
	n, err := sqldb.One(ctx, tx, scanInt, countExemplary, e.ResponseID)
	if err != nil || n == 0 {
		return err
	}
	rows, err := sqldb.Collect(ctx, tx, scanPair, codingsLikened, programme, e.ResponseID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		var reason analysis.Reason
		if err := json.Unmarshal([]byte(row[1]), &reason); err != nil {
			return err
		}
		kept := slices.DeleteFunc(slices.Clone(reason.Examples), func(example string) bool { return partOf(example, e.Texts) })
		if len(kept) == len(reason.Examples) {
			continue
		}
		reason.Examples = kept
		text, err := encode(reason)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, updateReason, text, row[0]); err != nil {
			return err
		}
	}
	return nil
}

// partOf reports whether an example is of a text. One that was cut ends in an
// ellipsis, and perhaps in half a word.
func partOf(example string, texts []string) bool {
	folded := foldedWords(example)
	if strings.HasSuffix(example, "…") && len(folded) > 1 {
		folded = folded[:len(folded)-1]
	}
	part := " " + strings.Join(folded, " ") + " "
	return slices.ContainsFunc(texts, func(text string) bool {
		return strings.Contains(" "+strings.Join(foldedWords(text), " ")+" ", part)
	})
}

// eraseExamples takes examples that quote the response out of all versions of
// the codebook.
func eraseExamples(ctx context.Context, tx *sqldb.Tx, programme string, w words) error {
	type version struct {
		n    int64
		body string
	}
	versions, err := sqldb.Collect(ctx, tx, func(r sqldb.Row) (v version, err error) {
		err = r.Scan(&v.n, &v.body)
		return v, err
	}, codebookBodies, programme)
	if err != nil {
		return err
	}
	for _, v := range versions {
		var book analysis.Codebook
		if err := json.Unmarshal([]byte(v.body), &book); err != nil {
			return err
		}
		changed := false
		for i, t := range book.Themes {
			book.Themes[i].Examples = slices.DeleteFunc(t.Examples, w.in)
			changed = changed || len(book.Themes[i].Examples) < len(t.Examples)
		}
		if !changed {
			continue
		}
		body, err := encode(book)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, updateCodebook, body, programme, v.n); err != nil {
			return err
		}
		if err := store.AppendChange(ctx, tx, survey.CodebookChanged, programme); err != nil {
			return err
		}
	}
	return nil
}

// eraseQueries forgets saved searches that quote the response, and what others
// that are kept for undoing have searched for.
func eraseQueries(ctx context.Context, tx *sqldb.Tx, w words) error {
	for _, kept := range []struct{ all, forget string }{{savedQueries, deleteSaved}, {savedNames, deleteSaved}, {spreadQueries, hideQuery}} {
		rows, err := sqldb.Collect(ctx, tx, scanPair, kept.all)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if !w.in(row[1]) {
				continue
			}
			args := []any{row[0]}
			if kept.forget == hideQuery {
				args = []any{withdrawnQuery, row[0]}
			}
			if _, err := tx.Exec(ctx, kept.forget, args...); err != nil {
				return err
			}
		}
	}
	return nil
}
