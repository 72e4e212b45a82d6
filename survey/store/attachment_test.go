package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/store"
	"verbatim/survey/surveytest"
)

const marker = "half-time notes by Ada of ward C5" // what no row of a draft may show

// filed returns a site whose form asks for files, and a file that takes more than
// one piece.
func filed(t *testing.T, db *sqldb.DB) (s site, content []byte) {
	s = newSite(t, db, survey.AnonymousInvited)
	f := surveytest.Form()
	f.Pages[1].Questions = append(f.Pages[1].Questions, survey.Question{Key: "notes", Kind: survey.File, Label: "Your notes?"}, survey.Question{Key: "photo", Kind: survey.File, Label: "A photo?"})
	f, err := s.PublishForm(t.Context(), s.programme.ID, f)
	check(t, err)
	s.wave.FormVersion = f.Version
	check(t, s.SaveWave(t.Context(), s.wave))
	return s, bytes.Repeat([]byte(marker+"\n"), 10_000)
}

func (s site) withFile(u survey.Upload) survey.Response {
	r := surveytest.Response(s.wave, "mentor", "words")
	r.Answers = append(r.Answers, survey.Answer{Question: "notes", Choices: []string{u.String()}})
	return r
}

func TestAttachmentGoesWithItsResponse(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, content := filed(t, db)
		ctx := t.Context()
		_, err := s.Attach(ctx, "secret", "notes.txt", "text/plain", bytes.NewReader(content), nil)
		wantKind(t, "Attach to no draft", err, fault.NotFound)
		check(t, s.SaveDraft(ctx, "secret", survey.Draft{WaveID: s.wave.ID, Key: "k"}))
		u, err := s.Attach(ctx, "secret", "notes.txt", "text/plain", bytes.NewReader(content), nil)
		check(t, err)
		sum := sha256.Sum256(content)
		diff(t, "Attach", u, survey.Upload{Name: "notes.txt", Hash: hex.EncodeToString(sum[:]), Bytes: int64(len(content))})
		_, err = s.Attach(ctx, "secret", "other.txt", "text/plain", strings.NewReader("never sent"), nil)
		check(t, err)
		rows := surveytest.Rows(t, db)
		if rows["attachment"] != 2 || rows["attachment_part"] != 3 {
			t.Errorf("rows of two files = %d and %d parts, want 2 and 3", rows["attachment"], rows["attachment_part"])
		}
		wantNowhere(t, db, "notes.txt", u.Hash, marker, base64.StdEncoding.EncodeToString([]byte(marker))[:24])

		_, err = s.Submit(ctx, s.withFile(survey.Upload{Name: "forged.txt", Hash: u.Hash, Bytes: u.Bytes}), store.SubmitOptions{Key: "k", DraftSecret: "secret"})
		if got := fault.Text(err); !strings.Contains(got, "S42") {
			t.Errorf("Submit with a file that is not there = %v, want code S42", err)
		}
		receipt, err := s.Submit(ctx, s.withFile(u), store.SubmitOptions{Key: "k", DraftSecret: "secret"})
		check(t, err)
		files, err := s.RoundAttachments(ctx, s.round.ID)
		check(t, err)
		if len(files) != 1 || files[0].Upload != u || files[0].ResponseID != receipt.ResponseID || files[0].Question != "notes" {
			t.Fatalf("RoundAttachments = %+v, want the one that was sent", files)
		}
		var back bytes.Buffer
		check(t, s.WriteAttachment(ctx, &back, files[0]))
		if !bytes.Equal(back.Bytes(), content) {
			t.Errorf("%d bytes came back, want the %d that were sent", back.Len(), len(content))
		}
		if again, err := s.Submit(ctx, s.withFile(u), store.SubmitOptions{Key: "k", DraftSecret: "secret"}); err != nil || !again.Again {
			t.Errorf("Submit again = %+v, %v, want the same receipt", again, err)
		}
		check(t, s.Withdraw(ctx, receipt.Code))
		rows = surveytest.Rows(t, db)
		if rows["attachment"]+rows["attachment_part"]+rows["draft"] != 0 {
			t.Errorf("after withdrawing %d files, %d parts and %d drafts are left, want none", rows["attachment"], rows["attachment_part"], rows["draft"])
		}
	})
}

func TestAttachmentGoesWithItsDraft(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, content := filed(t, db)
		ctx := t.Context()
		for name, drop := range map[string]func() error{
			"deleted": func() error { return s.DeleteDraft(ctx, "deleted") },
			"expired": func() error { _, err := s.DeleteDraftsBefore(ctx, "9999-01-01"); return err },
		} {
			check(t, s.SaveDraft(ctx, name, survey.Draft{WaveID: s.wave.ID, Key: name}))
			_, err := s.Attach(ctx, name, "notes.txt", "text/plain", bytes.NewReader(content), nil)
			check(t, err)
			_, err = s.Carry(ctx, store.Carried{WaveID: s.wave.ID, Secret: name})
			check(t, err)
			check(t, drop())
			if rows := surveytest.Rows(t, db); rows["attachment"]+rows["attachment_part"]+rows["carry"] != 0 {
				t.Errorf("%s: rows are left: %v", name, rows)
			}
		}
	})
}

func TestAttachmentsOfADraftAreLimited(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := filed(t, db)
		ctx := t.Context()
		check(t, s.SaveDraft(ctx, "secret", survey.Draft{WaveID: s.wave.ID, Key: "k"}))
		var all []survey.Upload
		attach := func(keep []survey.Upload) error {
			u, err := s.Attach(ctx, "secret", "a.txt", "text/plain", strings.NewReader("file "+string(rune('a'+len(all)))), keep)
			all = append(all, u)
			return err
		}
		for range 60 {
			check(t, attach(nil))
		}
		wantKind(t, "a file too many, all in use", attach(all), fault.TooLarge)
		check(t, attach(all[:2]))
		if n := surveytest.Rows(t, db)["attachment"]; n != 3 {
			t.Errorf("%d files are kept, want the two in use and the new one", n)
		}
	})
}

// wantNowhere fails when a text is in any table of files or drafts.
func wantNowhere(t *testing.T, db *sqldb.DB, texts ...string) {
	t.Helper()
	for table, columns := range map[string][]string{
		"attachment": {"id", "sealed", "question", "name", "media", "hash", "file_key"}, "attachment_part": {"body"}, "draft": {"body"}, "carry": {"code_hash", "secret_hash", "body"},
	} {
		for _, column := range columns {
			all, err := sqldb.Collect(t.Context(), db, func(r sqldb.Row) (v string, err error) { err = r.Scan(&v); return v, err }, `SELECT `+column+` FROM `+table)
			check(t, err)
			for _, text := range texts {
				if strings.Contains(strings.Join(all, "\n"), text) {
					t.Errorf("%s.%s holds %q", table, column, text)
				}
			}
		}
	}
}
