package store_test

import (
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/fault"
	"verbatim/survey/sqldb"
	"verbatim/survey/surveytest"
)

func TestUsersAndSessions(t *testing.T) {
	surveytest.EachDB(t, func(t *testing.T, db *sqldb.DB) {
		s := newSite(t, db, survey.Open)
		now := time.Date(2021, 7, 1, 12, 0, 0, 0, time.UTC)
		s.Now = func() time.Time { return now }
		ctx := t.Context()
		check(t, s.CreateUser(ctx, survey.User{Name: " Ada", Level: survey.Researcher}, "hash 1"))
		wantKind(t, "CreateUser(same name)", s.CreateUser(ctx, survey.User{Name: "ADA", Level: survey.Researcher}, "x"), fault.Conflict)
		wantKind(t, "CreateUser(no level)", s.CreateUser(ctx, survey.User{Name: "bob"}, "x"), fault.Invalid)
		ada, passwordHash, err := s.UserByName(ctx, "aDa ")
		check(t, err)
		if ada.Name != "ada" || passwordHash != "hash 1" || ada.ID == "" {
			t.Errorf("UserByName = %v, %q", ada, passwordHash)
		}
		users, err := s.Users(ctx)
		check(t, err)
		diff(t, "Users", users, []survey.User{ada})

		token, err := s.CreateSession(ctx, ada.ID, time.Hour)
		check(t, err)
		short, err := s.CreateSession(ctx, ada.ID, time.Minute)
		check(t, err)
		got, err := s.SessionUser(ctx, token)
		check(t, err)
		diff(t, "SessionUser", got, ada)
		now = now.Add(2 * time.Minute)
		_, err = s.SessionUser(ctx, short)
		wantKind(t, "SessionUser(expired)", err, fault.NotFound)
		check(t, s.DeleteSession(ctx, token))
		_, err = s.SessionUser(ctx, token)
		wantKind(t, "SessionUser(deleted)", err, fault.NotFound)

		token, err = s.CreateSession(ctx, ada.ID, time.Hour)
		check(t, err)
		check(t, s.SetPassword(ctx, "Ada", "hash 2"))
		_, err = s.SessionUser(ctx, token)
		wantKind(t, "SessionUser(after another password)", err, fault.NotFound)
		wantKind(t, "SetPassword(nobody)", s.SetPassword(ctx, "nobody", "x"), fault.NotFound)
		_, err = s.CreateSession(ctx, "nobody", time.Hour)
		if err == nil {
			t.Error("CreateSession for nobody should fail")
		}
	})
}
