package survey_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
)

func row(details string) survey.AuditRow {
	return survey.AuditRow{
		Seq: 7, At: "2026-11-22T10:00:00.000001Z", ActorKind: survey.ActorStaff, ActorID: "i", Actor: "anna",
		Action: survey.SignedIn, ObjectKind: "account", ObjectID: "i", Details: details, Hash: strings.Repeat("a", 64),
	}
}

// TestAuditLine wants each row back as it was: the one with tampered details
// too, or the file would hide what the table shows.
func TestAuditLine(t *testing.T) {
	for _, details := range []string{`{}`, `{"n":3}`, `{"n": 3}`, `{"a":"<b>"}`, `{"a":"\u003cb\u003e"}`, ``, `no JSON`, `"text"`, `[1]`, `{"n":3} `} {
		want := row(details)
		line, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got survey.AuditRow
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", line, d)
		}
		if got.Chained("p") != want.Chained("p") {
			t.Errorf("%s has another hash", line)
		}
	}
}

func FuzzAuditLine(f *testing.F) {
	line, err := json.Marshal(row(`{"n":3}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add([]byte(`{"seq":1,"details":"x"}`))
	f.Add([]byte(`{"seq":1,"other":2}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		var r, again survey.AuditRow
		if json.Unmarshal(line, &r) != nil {
			return
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &again); err != nil || again.Chained("") != r.Chained("") {
			t.Errorf("%q is read as %+v, then as %+v, %v", line, r, again, err)
		}
	})
}

func TestAuditActions(t *testing.T) {
	seen := map[survey.AuditAction]bool{}
	for _, k := range survey.AuditActions() {
		if seen[k.Action] || k.Sentence == "" || !strings.HasSuffix(k.Sentence, ".") || !strings.Contains(string(k.Action), ".") {
			t.Errorf("kind %+v", k)
		}
		seen[k.Action] = true
	}
}
