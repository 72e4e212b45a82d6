package store

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const (
	// replayTogether is how many responses are removed in one write.
	replayTogether = 200
	// replayPage is how many responses are compared with the list at a time.
	replayPage = 5000
)

// Replay removes from a database that was put back from a backup what the list
// of removals says was gone, and returns how many responses these were. Codes
// that the backup has not heard of count as used, so that no Back button brings
// back what they withdrew.
func (s *Store) Replay(ctx context.Context, removals []Removal) (removed int, err error) {
	defer fault.Wrap(&err, "store.Replay(%d)", len(removals))
	codes := make(map[string]string, len(removals))
	for _, r := range removals {
		codes[r.Response] = r.Code
	}
	var gone []removal
	for after := ""; ; {
		page, err := s.StoredAfter(ctx, after, replayPage)
		if err != nil {
			return 0, err
		}
		for _, x := range page {
			after = x.ResponseID
			key := removalOf(x.ResponseID, "").Response
			if code, ok := codes[key]; ok {
				gone = append(gone, removal{id: x.ResponseID, codeHash: code})
				delete(codes, key)
			}
		}
		if len(page) < replayPage {
			break
		}
	}
	for some := range slices.Chunk(gone, replayTogether) {
		if err := s.replay(ctx, some); err != nil {
			return removed, err
		}
		removed += len(some)
	}
	return removed, s.spendCodes(ctx, codes, removed)
}

func (s *Store) replay(ctx context.Context, some []removal) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, x := range some {
			found, err := sqldb.One(ctx, tx, scanWithdrawable, selectByID, x.id)
			if err != nil {
				return err
			}
			x.wave = found.wave
			if _, err := s.remove(ctx, tx, x); err != nil {
				return err
			}
		}
		return nil
	})
}

// spendCodes keeps what was sent and withdrawn after the backup from being sent
// again, and notes in the audit what was done.
func (s *Store) spendCodes(ctx context.Context, codes map[string]string, removed int) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for response, code := range codes {
			if code == "" {
				continue
			}
			if _, err := tx.Exec(ctx, keepSubmission, code, response); err != nil {
				return err
			}
		}
		return s.audit(ctx, tx, survey.WithdrawalsReplayed, "", survey.AuditDetails{"responses": removed})
	})
}

// JoinRemovals reads several lists of removals of the database with that
// identity and returns them as one.
func JoinRemovals(identity string, paths []string) (all []Removal, err error) {
	for _, path := range paths {
		of, some, err := ReadRemovals(path)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
				err = &fault.Error{Kind: fault.Invalid, Code: "L15", Text: path + " cannot be read: check its name and its permissions.", Err: err}
			}
			return nil, err
		}
		if base := baseOf(identity); of != base {
			return nil, fault.Coded("L16", "%s tells of what was withdrawn from another database than the backup is of: name the list that lay in the folder of this one.", path)
		}
		all = append(all, some...)
	}
	return all, nil
}
