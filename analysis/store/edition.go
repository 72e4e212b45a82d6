package store

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"verbatim/analysis"
	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	editionColumns = `SELECT e.id, e.round_id, e.kind, e.number, e.settings, e.hash, e.corrects, e.note, e.published_at,
			COALESCE((SELECT max(c.id) FROM edition c WHERE c.corrects = e.id), ''),
			(SELECT count(*) FROM edition_decision d WHERE d.edition_id = e.id AND d.choice = 'withdraw')
		FROM edition e`
	editionsOfRound = editionColumns + ` WHERE e.round_id = $1 ORDER BY e.published_at, e.kind, e.number`
	editionByID     = editionColumns + ` WHERE e.id = $1`
	editionsForAll  = editionColumns + ` WHERE e.kind <> 'committee' ORDER BY e.published_at DESC, e.kind, e.number`
	editionByNumber = editionColumns + ` WHERE e.round_id = $1 AND e.kind = $2 AND e.number = $3`
	filesOfEdition  = `SELECT name, media, hash, bytes, '' FROM edition_file WHERE edition_id = $1 ORDER BY place`
	fileOfEdition   = `SELECT name, media, hash, bytes, body FROM edition_file WHERE edition_id = $1 AND name = $2`
	signedOfEdition = `SELECT staff_id, name, hash, signed_at FROM edition_signed WHERE edition_id = $1 ORDER BY place`
	cellsOfRound    = `SELECT cells FROM edition WHERE round_id = $1 AND kind <> 'committee' ORDER BY published_at, kind, number`
	lastNumber      = `SELECT COALESCE(max(number), 0) FROM edition WHERE round_id = $1 AND kind = $2`
	correctionsOf   = `SELECT count(*) FROM edition WHERE corrects = $1`

	insertEdition       = `INSERT INTO edition (id, round_id, kind, number, settings, hash, cells, corrects, note, published_at) VALUES`
	insertEditionSigned = `INSERT INTO edition_signed (edition_id, place, staff_id, name, hash, signed_at) VALUES`
	insertEditionFile   = `INSERT INTO edition_file (edition_id, name, place, media, hash, bytes, body) VALUES`
	insertEditionSource = `INSERT INTO edition_source (edition_id, response_id, quotes) VALUES`
	deleteEditionFiles  = `DELETE FROM edition_file WHERE edition_id = $1`
)

// Editions returns the editions of a round without their words, the oldest
// first.
func (s *Store) Editions(ctx context.Context, roundID string) (_ []analysis.Edition, err error) {
	defer fault.Wrap(&err, "analysis/store.Editions(%s)", roundID)
	return s.editions(ctx, editionsOfRound, roundID)
}

// PublicEditions returns the editions of all rounds that are for everybody,
// without their words, the newest first.
func (s *Store) PublicEditions(ctx context.Context) (_ []analysis.Edition, err error) {
	defer fault.Wrap(&err, "analysis/store.PublicEditions")
	return s.editions(ctx, editionsForAll)
}

// Edition returns an edition without the bytes of its files.
func (s *Store) Edition(ctx context.Context, id string) (_ analysis.Edition, err error) {
	defer fault.Wrap(&err, "analysis/store.Edition(%s)", id)
	return s.edition(ctx, editionByID, id)
}

// EditionByNumber returns the edition of a kind with a number.
func (s *Store) EditionByNumber(ctx context.Context, roundID string, kind analysis.EditionKind, number int) (_ analysis.Edition, err error) {
	defer fault.Wrap(&err, "analysis/store.EditionByNumber(%s, %s, %d)", roundID, kind, number)
	return s.edition(ctx, editionByNumber, roundID, string(kind), number)
}

func (s *Store) edition(ctx context.Context, query string, args ...any) (analysis.Edition, error) {
	e, err := sqldb.One(ctx, s.DB, scanEdition, query, args...)
	if err != nil {
		return e, err
	}
	return e, s.complete(ctx, &e)
}

func (s *Store) editions(ctx context.Context, query string, args ...any) ([]analysis.Edition, error) {
	all, err := sqldb.Collect(ctx, s.DB, scanEdition, query, args...)
	for i := range all {
		if err == nil {
			err = s.complete(ctx, &all[i])
		}
	}
	return all, err
}

// complete reads what lies beside the row of an edition.
func (s *Store) complete(ctx context.Context, e *analysis.Edition) (err error) {
	if e.Files, err = sqldb.Collect(ctx, s.DB, scanEditionFile, filesOfEdition, e.ID); err != nil {
		return err
	}
	e.SignedBy, err = sqldb.Collect(ctx, s.DB, scanSignature, signedOfEdition, e.ID)
	return err
}

// EditionFile returns a file of an edition with its bytes. It is a fault of kind
// NotFound when there is none, and Gone when the edition was withdrawn.
func (s *Store) EditionFile(ctx context.Context, e analysis.Edition, name string) (_ analysis.EditionFile, err error) {
	defer fault.Wrap(&err, "analysis/store.EditionFile(%s, %s)", e.ID, name)
	if e.Withdrawn {
		return analysis.EditionFile{}, fault.New(fault.Gone, "This edition was withdrawn. Its number, its hash and the reason are kept, and its words are not.")
	}
	return sqldb.One(ctx, s.DB, scanEditionFile, fileOfEdition, e.ID, name)
}

// EditionCells returns what each edition of the round that is for everybody tells
// of its counts, as it was handed to Publish, those of withdrawn ones too.
func (s *Store) EditionCells(ctx context.Context, roundID string) (_ []json.RawMessage, err error) {
	defer fault.Wrap(&err, "analysis/store.EditionCells(%s)", roundID)
	all, err := sqldb.Collect(ctx, s.DB, scanText, cellsOfRound, roundID)
	out := make([]json.RawMessage, len(all))
	for i, text := range all {
		out[i] = json.RawMessage(text)
	}
	return out, err
}

// NextEdition returns the number that the next edition of a kind gets.
func (s *Store) NextEdition(ctx context.Context, roundID string, kind analysis.EditionKind) (_ int, err error) {
	defer fault.Wrap(&err, "analysis/store.NextEdition(%s, %s)", roundID, kind)
	n, err := sqldb.One(ctx, s.DB, scanInt, lastNumber, roundID, string(kind))
	return n + 1, err
}

// A Publication is an edition that two people have signed, on its way out.
type Publication struct {
	Edition    analysis.Edition
	ProposalID string
	Cells      json.RawMessage
	Sources    map[string][]string // by response, the quotes that are its words
}

// Publish stores an edition for good, in the place of its proposal. It is a
// Conflict when something went before it: another edition took the number, the
// one to correct was corrected, or a response that it quotes was withdrawn.
func (s *Store) Publish(ctx context.Context, p Publication) (err error) {
	e := p.Edition
	defer fault.Wrap(&err, "analysis/store.Publish(%s, %s %d)", e.RoundID, e.Kind, e.Number)
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := stillFree(ctx, tx, e); err != nil {
			return err
		}
		if err := insertWhole(ctx, tx, p); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, deleteProposal, p.ProposalID); err != nil {
			return err
		}
		return s.audit(ctx, tx, survey.EditionPublished, e.ID, survey.AuditDetails{"kind": string(e.Kind), "number": e.Number, "hash": e.Hash})
	})
	if sqldb.IsOrphan(err) {
		return fault.New(fault.Conflict, "An answer that is quoted was withdrawn this moment. Read the draft again.")
	}
	return err
}

// stillFree refuses what another process was quicker with.
func stillFree(ctx context.Context, tx *sqldb.Tx, e analysis.Edition) error {
	n, err := sqldb.One(ctx, tx, scanInt, lastNumber, e.RoundID, string(e.Kind))
	if err != nil {
		return err
	}
	if e.Number != n+1 {
		return fault.New(fault.Conflict, "Another edition was published this moment. Look at it before you publish this one.")
	}
	if e.Corrects == "" {
		return nil
	}
	if n, err = sqldb.One(ctx, tx, scanInt, correctionsOf, e.Corrects); err == nil && n > 0 {
		return fault.New(fault.Conflict, "This edition has been corrected already. Correct the correction.")
	}
	return err
}

func insertWhole(ctx context.Context, tx *sqldb.Tx, p Publication) error {
	e := p.Edition
	settings, err := encode(e.Settings)
	if err != nil {
		return err
	}
	if err := sqldb.Insert(ctx, tx, insertEdition, [][]any{{e.ID, e.RoundID, string(e.Kind), e.Number, settings, e.Hash, string(p.Cells), e.Corrects, e.Note, sqldb.Micros(e.PublishedAt)}}); err != nil {
		return err
	}
	var signed, files, sources [][]any
	for i, g := range e.SignedBy {
		signed = append(signed, []any{e.ID, i + 1, g.StaffID, g.Name, g.Hash, sqldb.Micros(g.At)})
	}
	for i, f := range e.Files {
		files = append(files, []any{e.ID, f.Name, i + 1, f.Media, f.Hash, f.Size, base64.StdEncoding.EncodeToString(f.Body)})
	}
	for response, quotes := range p.Sources {
		list, err := encode(quotes)
		if err != nil {
			return err
		}
		sources = append(sources, []any{e.ID, response, list})
	}
	if err := sqldb.Insert(ctx, tx, insertEditionSigned, signed); err != nil {
		return err
	}
	if err := sqldb.Insert(ctx, tx, insertEditionFile, files); err != nil {
		return err
	}
	return sqldb.Insert(ctx, tx, insertEditionSource, sources)
}

func scanEdition(r sqldb.Row) (e analysis.Edition, err error) {
	var settings string
	var at int64
	var withdrawn int
	if err := r.Scan(&e.ID, &e.RoundID, &e.Kind, &e.Number, &settings, &e.Hash, &e.Corrects, &e.Note, &at, &e.CorrectedBy, &withdrawn); err != nil {
		return e, err
	}
	e.PublishedAt, e.Withdrawn = sqldb.Time(at), withdrawn > 0
	err = json.Unmarshal([]byte(settings), &e.Settings)
	return e, err
}

func scanEditionFile(r sqldb.Row) (f analysis.EditionFile, err error) {
	var body string
	if err := r.Scan(&f.Name, &f.Media, &f.Hash, &f.Size, &body); err != nil {
		return f, err
	}
	if body != "" {
		f.Body, err = base64.StdEncoding.DecodeString(body)
	}
	return f, err
}

func scanSignature(r sqldb.Row) (g analysis.Signature, err error) {
	var at int64
	err = r.Scan(&g.StaffID, &g.Name, &g.Hash, &at)
	g.At = sqldb.Time(at)
	return g, err
}
