package store

import (
	"context"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
)

const deleteAllSessions = `DELETE FROM session`

// Restored makes a database that was put back from a backup fit for use. It is
// another one for all that was derived from it (see [Store.NewEpoch]). Sessions
// end, because some were ended or their password changed since the backup was
// made, and they would open again. Drafts saved before the day are deleted, as
// they would have been meanwhile; later ones stay: their words are encrypted
// for the browsers that wrote them, which find them again.
func (s *Store) Restored(ctx context.Context, draftsBefore survey.Day) (sessions, drafts int64, err error) {
	defer fault.Wrap(&err, "store.Restored(%s)", string(draftsBefore))
	if err := s.NewEpoch(ctx); err != nil {
		return 0, 0, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if sessions, err = tx.Exec(ctx, deleteAllSessions); err != nil {
			return err
		}
		if err := s.audit(ctx, tx, survey.BackupRestored, "", nil); err != nil {
			return err
		}
		drafts, err = tx.Exec(ctx, deleteOldDrafts, string(draftsBefore))
		return err
	})
	return sessions, drafts, err
}
