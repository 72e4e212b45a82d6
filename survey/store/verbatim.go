package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	verbatimColumns = `SELECT a.response_id, a.question, a.text, a.hash, a.quote_consent,
			r.participant_id, r.role, r.received_on, r.form_key, r.form_version,
			w.id, w.key, o.id, o.key, p.id, p.key
		FROM answer a
		JOIN response r ON r.id = a.response_id
		JOIN wave w ON w.id = r.wave_id
		JOIN round o ON o.id = w.round_id
		JOIN programme p ON p.id = o.programme_id`
	selectVerbatim       = verbatimColumns + ` WHERE a.response_id = $1 AND a.question = $2 AND a.hash <> ''`
	selectVerbatimsOf    = verbatimColumns + ` WHERE a.response_id = $1 AND a.hash <> '' ORDER BY a.place`
	selectRoundVerbatims = verbatimColumns + ` WHERE o.id = $1 AND a.hash <> '' ORDER BY w.key, r.id, a.place`
	selectVerbatimsIn    = verbatimColumns + ` WHERE a.hash <> '' AND a.response_id IN (`
)

// manyResponses is how many responses one query asks for by ID. It is always
// filled up to that, so that there is one statement to prepare and not a
// hundred.
const manyResponses = 100

// Verbatim returns the verbatim with the given ID.
func (s *Store) Verbatim(ctx context.Context, id string) (_ survey.Verbatim, err error) {
	defer fault.Wrap(&err, "store.Verbatim(%s)", id)
	response, question, _ := strings.Cut(id, ".")
	row, err := sqldb.One(ctx, s.DB, scanVerbatim, selectVerbatim, response, question)
	if err != nil {
		return survey.Verbatim{}, err
	}
	return s.complete(ctx, row)
}

// VerbatimsOf returns the free-text answers of a response, in the order of the
// form and whatever they permit: callers check consent.
func (s *Store) VerbatimsOf(ctx context.Context, responseID string) (_ []survey.Verbatim, err error) {
	defer fault.Wrap(&err, "store.VerbatimsOf(%s)", responseID)
	return s.verbatims(ctx, selectVerbatimsOf, responseID)
}

// RoundVerbatims returns all free-text answers given in a round, those of a
// response together: callers check consent.
func (s *Store) RoundVerbatims(ctx context.Context, roundID string) (_ []survey.Verbatim, err error) {
	defer fault.Wrap(&err, "store.RoundVerbatims(%s)", roundID)
	return s.verbatims(ctx, selectRoundVerbatims, roundID)
}

// VerbatimsByID returns the verbatims with the given IDs in their order, without
// those that are not there, such as withdrawn ones.
func (s *Store) VerbatimsByID(ctx context.Context, ids []string) (_ []survey.Verbatim, err error) {
	defer fault.Wrap(&err, "store.VerbatimsByID(%d)", len(ids))
	of, err := s.verbatimsIn(ctx, responsesOf(ids))
	if err != nil {
		return nil, err
	}
	ordered := make([]survey.Verbatim, 0, len(ids))
	for _, id := range ids {
		response, _, _ := strings.Cut(id, ".")
		vs := of[response]
		if i := slices.IndexFunc(vs, func(v survey.Verbatim) bool { return v.ID == id }); i >= 0 {
			ordered = append(ordered, vs[i])
		}
	}
	return ordered, nil
}

// VerbatimsOfAll returns the free-text answers of several responses, responses
// in the order asked and answers in the order of the form, whatever they permit:
// callers check consent.
func (s *Store) VerbatimsOfAll(ctx context.Context, responses []string) (_ []survey.Verbatim, err error) {
	defer fault.Wrap(&err, "store.VerbatimsOfAll(%d)", len(responses))
	of, err := s.verbatimsIn(ctx, responses)
	if err != nil {
		return nil, err
	}
	var ordered []survey.Verbatim
	for _, r := range responses {
		ordered = append(ordered, of[r]...)
		delete(of, r)
	}
	return ordered, nil
}

// verbatimsIn returns the free-text answers of responses by the IDs of these, in
// the order of the form. It reads in the order of the IDs, so that neighbours in
// the file are read together, and on all cores: a concordance asks for tens of
// thousands while somebody waits.
func (s *Store) verbatimsIn(ctx context.Context, responses []string) (map[string][]survey.Verbatim, error) {
	of := make(map[string][]survey.Verbatim, len(responses))
	chunks := slices.Collect(slices.Chunk(slices.Sorted(slices.Values(responses)), manyResponses))
	read := make([][]survey.Verbatim, len(chunks))
	errs := make([]error, len(chunks))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(len(chunks), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(chunks); i = int(next.Add(1)) - 1 {
				if read[i], errs[i] = s.verbatimsOfChunk(ctx, chunks[i]); errs[i] != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	for i, vs := range read {
		if errs[i] != nil {
			return nil, errs[i]
		}
		for len(vs) > 0 {
			id := vs[0].ResponseID
			n := 1
			for n < len(vs) && vs[n].ResponseID == id {
				n++
			}
			of[id], vs = vs[:n:n], vs[n:]
		}
	}
	return of, nil
}

// verbatimsOfChunk reads the answers of up to manyResponses responses, those of
// one together.
func (s *Store) verbatimsOfChunk(ctx context.Context, responses []string) ([]survey.Verbatim, error) {
	args := make([]any, manyResponses)
	for i := range args {
		args[i] = responses[min(i, len(responses)-1)]
	}
	return s.verbatims(ctx, selectVerbatimsIn+sqldb.Params(manyResponses)+`) ORDER BY a.response_id, a.place`, args...)
}

// responsesOf returns the responses that the verbatims belong to, each once.
func responsesOf(ids []string) []string {
	var responses []string
	seen := map[string]bool{}
	for _, id := range ids {
		response, _, _ := strings.Cut(id, ".")
		if !seen[response] {
			seen[response] = true
			responses = append(responses, response)
		}
	}
	return responses
}

// verbatimRow is a verbatim as a query returns it, with the form that knows the
// words of its question.
type verbatimRow struct {
	v    survey.Verbatim
	form formKey
}

func (s *Store) verbatims(ctx context.Context, query string, args ...any) ([]survey.Verbatim, error) {
	var last verbatimRow
	var forms []formKey // of each; read only then, because the rows have the connection
	vs, err := sqldb.Collect(ctx, s.DB, func(r sqldb.Row) (survey.Verbatim, error) {
		row, err := scanVerbatim(r)
		row.share(&last)
		last = row
		forms = append(forms, row.form)
		return row.v, err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	for i, form := range forms {
		if vs[i], err = s.complete(ctx, verbatimRow{vs[i], form}); err != nil {
			return nil, err
		}
	}
	return vs, nil
}

// share takes what a row has in common with the one before it from there: tens
// of thousands name one round, and would hold as many copies of its name.
func (row *verbatimRow) share(last *verbatimRow) {
	v, w := &row.v, &last.v
	sameText(&v.Person, w.Person)
	sameText(&v.Role, w.Role)
	sameText(&v.ReceivedOn, w.ReceivedOn)
	sameText(&v.QuoteConsent, w.QuoteConsent)
	sameText(&v.WaveID, w.WaveID)
	sameText(&v.WaveKey, w.WaveKey)
	sameText(&v.RoundID, w.RoundID)
	sameText(&v.RoundKey, w.RoundKey)
	sameText(&v.ProgrammeID, w.ProgrammeID)
	sameText(&v.ProgrammeKey, w.ProgrammeKey)
	sameText(&row.form.programme, w.ProgrammeID)
	sameText(&row.form.key, last.form.key)
}

// sameText lets a text that is equal to another use the other's bytes.
func sameText[T ~string](text *T, other T) {
	if *text == other {
		*text = other
	}
}

// complete checks the text and adds what the form knows about the question.
func (s *Store) complete(ctx context.Context, row verbatimRow) (survey.Verbatim, error) {
	v := row.v
	if err := checkHash(v.ID, v.Text, v.Hash); err != nil {
		return survey.Verbatim{}, err
	}
	form, err := s.form(ctx, s.DB, row.form)
	if err != nil {
		return survey.Verbatim{}, err
	}
	q, known := form.Question(v.Question)
	if known {
		v.Question = q.Key
	}
	v.QuestionLabel, v.Purpose = form.WordsOf(survey.InTurn(v.Question, v.Turn)), q.Purpose
	return v, nil
}

func scanVerbatim(r sqldb.Row) (row verbatimRow, err error) {
	v := &row.v
	var participant sql.NullString
	err = r.Scan(&v.ResponseID, &v.Question, &v.Text, &v.Hash, &v.QuoteConsent,
		&participant, &v.Role, &v.ReceivedOn, &row.form.key, &row.form.version,
		&v.WaveID, &v.WaveKey, &v.RoundID, &v.RoundKey, &v.ProgrammeID, &v.ProgrammeKey)
	v.ID = survey.VerbatimID(v.ResponseID, v.Question)
	v.ResponseID = v.ID[:len(v.ResponseID)]
	v.Question, v.Turn = survey.SplitTurn(v.Question)
	v.Person = survey.Response{ID: v.ResponseID, ParticipantID: participant.String}.Person()
	row.form.programme = v.ProgrammeID
	return row, err
}

// hashedInPlace is how many bytes of text are hashed without room being made for
// them: nearly all answers are shorter.
const hashedInPlace = 4096

// hashText returns the hex SHA-256 of a verbatim, "" for none.
func hashText(text string) string {
	if text == "" {
		return ""
	}
	var short [hashedInPlace]byte
	var sum [sha256.Size]byte
	if len(text) <= len(short) {
		sum = sha256.Sum256(short[:copy(short[:], text)])
	} else {
		sum = sha256.Sum256([]byte(text))
	}
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}

// checkHash reports a text that is not what was stored. The error names the
// verbatim and never its words.
func checkHash(id, text, want string) error {
	if hashText(text) == want {
		return nil
	}
	return &fault.Error{Kind: fault.Internal, Op: "verbatim " + id, Err: errors.New("its text is not what was stored: put back the last backup")}
}
