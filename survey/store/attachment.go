package store

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	insertAttachment = `INSERT INTO attachment (id, draft_hash, sealed, bytes, question, name, media, hash, file_key) VALUES ($1, $2, '', 0, '', '', '', '', '')`
	insertPart       = `INSERT INTO attachment_part (attachment_id, place, body) VALUES ($1, $2, $3)`
	sealAttachment   = `UPDATE attachment SET sealed = $1, bytes = $2 WHERE id = $3`
	deleteAttachment = `DELETE FROM attachment WHERE id = $1 AND response_id IS NULL`
	selectSealed     = `SELECT id, sealed, bytes FROM attachment WHERE draft_hash = $1 ORDER BY id`
	selectPart       = `SELECT body FROM attachment_part WHERE attachment_id = $1 AND place = $2`

	attachmentColumns  = `SELECT a.id, a.response_id, a.question, a.name, a.media, a.hash, a.bytes, a.file_key FROM attachment a`
	selectAttachment   = attachmentColumns + ` WHERE a.id = $1 AND a.response_id IS NOT NULL`
	selectResponseFile = attachmentColumns + ` WHERE a.response_id = $1 ORDER BY a.question, a.id`
	selectRoundFiles   = attachmentColumns + ` JOIN response r ON r.id = a.response_id JOIN wave w ON w.id = r.wave_id WHERE w.round_id = $1 ORDER BY w.key, a.question, a.id`
	adoptAttachment    = `UPDATE attachment SET draft_hash = NULL, sealed = '', response_id = $1, question = $2, name = $3, media = $4, hash = $5, bytes = $6, file_key = $7 WHERE id = $8`
)

const (
	// partBytes is how much of a file is encrypted and stored at a time: 256 kB
	// as base64, so that a file never lies in memory whole.
	partBytes = 192 << 10
	// mostAttached is how many files a draft may hold, with those that were
	// replaced by others since: each of a page's questions for a year of meetings.
	mostAttached = 60
	// mostAttachedBytes is how large they may be together.
	mostAttachedBytes = 100 << 20

	attachmentSealed = "attachment " // before a draft's secret, for the key that seals what is known of its files
)

// An Attachment is a file that was sent as the answer to a question.
type Attachment struct {
	ID         string
	ResponseID string
	Question   string // in its turn
	Upload     survey.Upload
	Media      string // media type, as its content says

	key string // of its bytes, base64
}

// sealedFile is what is known of a file that belongs to a draft.
type sealedFile struct {
	Upload survey.Upload
	Media  string
	Key    []byte
}

// A draftFile is a file that belongs to a draft, as its row says.
type draftFile struct {
	id, sealed string
	bytes      int64
	sealedFile
}

// Attach stores a file with the draft that has the secret, encrypted, and
// returns what the answer holds of it: the name, and hash and size of what was
// read. It keeps a piece of the file in memory at a time. Files that no answer of
// keep names make room when there are too many. It is a fault of kind NotFound
// when there is no such draft and TooLarge when it holds too much already.
func (s *Store) Attach(ctx context.Context, secret, name, media string, file io.Reader, keep []survey.Upload) (u survey.Upload, err error) {
	defer fault.Wrap(&err, "store.Attach")
	owner := hash("draft", secret)
	if _, err := sqldb.One(ctx, s.DB, scanString, selectDraftHash, owner); err != nil {
		return u, err
	}
	if err := s.makeRoom(ctx, secret, keep); err != nil {
		return u, err
	}
	id := sqldb.NewID()
	if _, err := s.exec(ctx, insertAttachment, id, owner); err != nil {
		return u, err
	}
	f := sealedFile{Upload: survey.Upload{Name: name}, Media: media, Key: make([]byte, 32)}
	_, _ = rand.Read(f.Key) // never fails
	f.Upload.Hash, f.Upload.Bytes, err = s.writeParts(ctx, id, f.Key, file)
	if err == nil {
		var sealed string
		if sealed, err = sealValue(attachmentSealed+secret, f); err == nil {
			_, err = s.exec(ctx, sealAttachment, sealed, f.Upload.Bytes, id)
		}
	}
	if err != nil {
		_, cleanErr := s.exec(context.WithoutCancel(ctx), deleteAttachment, id)
		return u, errors.Join(err, cleanErr)
	}
	return f.Upload, nil
}

// writeParts stores the pieces of a file and returns its hash and size.
func (s *Store) writeParts(ctx context.Context, id string, key []byte, file io.Reader) (sum string, n int64, err error) {
	aead, err := gcm(key)
	if err != nil {
		return "", 0, err
	}
	digest, buf := sha256.New(), make([]byte, partBytes)
	for place := 0; ; place++ {
		got, err := io.ReadFull(file, buf)
		if got > 0 {
			digest.Write(buf[:got])
			n += int64(got)
			if n > mostAttachedBytes {
				return "", 0, tooMuch()
			}
			body := base64.StdEncoding.EncodeToString(aead.Seal(nil, partNonce(aead, place), buf[:got], nil))
			if _, err := s.exec(ctx, insertPart, id, place, body); err != nil {
				return "", 0, err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return hex.EncodeToString(digest.Sum(nil)), n, nil
		case err != nil:
			return "", 0, err
		}
	}
}

// partNonce numbers the pieces of a file, whose key encrypts nothing else.
func partNonce(aead cipher.AEAD, place int) []byte {
	nonce := make([]byte, aead.NonceSize())
	binary.BigEndian.PutUint64(nonce[len(nonce)-8:], uint64(place)) //nolint:gosec // counts from 0
	return nonce
}

func tooMuch() error {
	return &fault.Error{Kind: fault.TooLarge, Code: "S41", Text: "These answers hold more files than we can keep: remove one of them, or choose a smaller file."}
}

// makeRoom deletes files of the draft that no answer names any more when there
// are as many as may be, and refuses another when all are in use.
func (s *Store) makeRoom(ctx context.Context, secret string, keep []survey.Upload) error {
	files, err := s.draftFiles(ctx, s.DB, secret)
	if err != nil || fits(files) {
		return err
	}
	used := files[:0]
	for _, f := range files {
		if f.sealed == "" || slices.Contains(keep, f.Upload) {
			used = append(used, f)
			continue
		}
		if _, err := s.exec(ctx, deleteAttachment, f.id); err != nil {
			return err
		}
	}
	if !fits(used) {
		return tooMuch()
	}
	return nil
}

// fits reports whether a draft with the files may have another one.
func fits(files []draftFile) bool {
	var total int64
	for _, f := range files {
		total += f.bytes
	}
	return len(files) < mostAttached && total < mostAttachedBytes
}

// draftFiles returns the files of a draft; those that are still arriving have no
// seal.
func (s *Store) draftFiles(ctx context.Context, q sqldb.Querier, secret string) ([]draftFile, error) {
	return sqldb.Collect(ctx, q, func(r sqldb.Row) (f draftFile, err error) {
		if err := r.Scan(&f.id, &f.sealed, &f.bytes); err != nil || f.sealed == "" {
			return f, err
		}
		err = unsealValue(attachmentSealed+secret, f.sealed, &f.sealedFile)
		return f, err
	}, selectSealed, hash("draft", secret))
}

// files returns the rows with which the files that the answers name change from
// the draft to the response. A file that is not there any more is a fault: an
// answer that was acknowledged must be there whole.
func (f *filing) files(ctx context.Context, q sqldb.Querier) (rows [][]any, err error) {
	if f.imported {
		return nil, nil // a spreadsheet brings names of files only
	}
	var held []draftFile
	for _, a := range f.ready.Answers {
		u, ok := uploaded(a)
		if !ok || !f.asksFile(a.Question) {
			continue
		}
		if held == nil && f.o.DraftSecret != "" {
			if held, err = f.s.draftFiles(ctx, q, f.o.DraftSecret); err != nil {
				return nil, err
			}
		}
		i := slices.IndexFunc(held, func(h draftFile) bool { return h.sealed != "" && h.Upload == u })
		if f.lost = i < 0; f.lost {
			return nil, fault.Coded("S42", "The file %q is not with us any more: choose it once more, then send your answers.", u.Name)
		}
		h := held[i]
		held = slices.Delete(held, i, i+1)
		rows = append(rows, []any{f.ready.ID, a.Question, u.Name, h.Media, u.Hash, u.Bytes, base64.StdEncoding.EncodeToString(h.Key), h.id})
	}
	return rows, nil
}

func (f *filing) asksFile(question string) bool {
	key, _ := survey.SplitTurn(question)
	q, ok := f.form.Question(key)
	return ok && q.Kind == survey.File
}

func uploaded(a survey.Answer) (survey.Upload, bool) {
	if len(a.Choices) != 1 {
		return survey.Upload{}, false
	}
	return survey.ParseUpload(a.Choices[0])
}

// adopt writes after the responses have been written: a file must have one.
func adopt(b *sqldb.Batch, rows [][]any) {
	for _, r := range rows {
		if len(r) == 1 {
			b.Exec(deleteDraft, r[0]) // takes along what is left of its files
			continue
		}
		b.Exec(adoptAttachment, r...)
	}
}

// Attachment returns a file of a response.
func (s *Store) Attachment(ctx context.Context, id string) (_ Attachment, err error) {
	defer fault.Wrap(&err, "store.Attachment(%s)", id)
	return sqldb.One(ctx, s.DB, scanAttachment, selectAttachment, id)
}

// ResponseAttachments returns the files of a response, by question.
func (s *Store) ResponseAttachments(ctx context.Context, responseID string) (_ []Attachment, err error) {
	defer fault.Wrap(&err, "store.ResponseAttachments(%s)", responseID)
	return sqldb.Collect(ctx, s.DB, scanAttachment, selectResponseFile, responseID)
}

// RoundAttachments returns the files of all responses to the waves of a round, by
// wave and question, else in no order that means anything.
func (s *Store) RoundAttachments(ctx context.Context, roundID string) (_ []Attachment, err error) {
	defer fault.Wrap(&err, "store.RoundAttachments(%s)", roundID)
	return sqldb.Collect(ctx, s.DB, scanAttachment, selectRoundFiles, roundID)
}

// WriteAttachment writes the bytes of a file to w, a piece at a time. It is an
// error when they are not those that were sent.
func (s *Store) WriteAttachment(ctx context.Context, w io.Writer, a Attachment) (err error) {
	defer fault.Wrap(&err, "store.WriteAttachment(%s)", a.ID)
	key, err := base64.StdEncoding.DecodeString(a.key)
	if err != nil {
		return errDamaged
	}
	aead, err := gcm(key)
	if err != nil {
		return err
	}
	digest, left := sha256.New(), a.Upload.Bytes
	for place := 0; left > 0; place++ {
		body, err := sqldb.One(ctx, s.DB, scanString, selectPart, a.ID, place)
		if err != nil {
			return err
		}
		sealed, err := base64.StdEncoding.DecodeString(body)
		if err != nil {
			return errDamaged
		}
		plain, err := aead.Open(nil, partNonce(aead, place), sealed, nil)
		if err != nil {
			return err
		}
		digest.Write(plain)
		left -= int64(len(plain))
		if _, err := w.Write(plain); err != nil {
			return err
		}
	}
	if hex.EncodeToString(digest.Sum(nil)) != a.Upload.Hash {
		return errDamaged
	}
	return nil
}

func scanAttachment(r sqldb.Row) (a Attachment, err error) {
	err = r.Scan(&a.ID, &a.ResponseID, &a.Question, &a.Upload.Name, &a.Media, &a.Upload.Hash, &a.Upload.Bytes, &a.key)
	return a, err
}
