package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web"
	"verbatim/web/session"
	"verbatim/web/webtest"
)

// command runs verbatim and returns what it prints.
func command(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &out, &errs); code != exitOK {
		t.Fatalf("verbatim %q = %d: %s", args, code, errs.String())
	}
	return out.String()
}

// imported returns a folder with answers of six nurses and six doctors.
func imported(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	rows := []string{"Id,Role,Question,Text"}
	for i := range 12 {
		role, text := "Nurse", fmt.Sprintf("The map of ward %d gave me confidence. %s", i, strings.Repeat("A map helps everybody on the first day. ", 5))
		if i%2 == 1 {
			role, text = "Doctor", fmt.Sprintf("=ward %d: the pharmacists gave me confidence. %s", i, strings.Repeat("Our pharmacists help everybody on the first day. ", 5))
		}
		rows = append(rows, fmt.Sprintf("%d,%s,What could be improved?,%s", i, role, text))
	}
	file := filepath.Join(dir, "answers.csv")
	if err := os.WriteFile(file, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, "import", file, "-dir", dir, "-programme", "wards", "-round", "2022", "-form", "induction", "-consent", "quote")
	return dir
}

// pages opens the site over the same folder, signed in as a researcher.
func pages(t *testing.T, dir string) *webtest.Browser {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	a, err := openApp(t.Context(), log, place{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	if err := a.openIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	hash, err := session.HashPassword("a password of the tests")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.survey.CreateUser(t.Context(), survey.User{ID: sqldb.NewID(), Name: "rob", Level: survey.Researcher}, hash); err != nil {
		t.Fatal(err)
	}
	server, err := web.New(log, web.Config{Survey: a.survey, Analysis: a.analysis, Engine: a.engine, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	b := webtest.New(t, server.Handler())
	b.Get("/sign-in").Form("/sign-in").Set("name", "rob", "password", "a password of the tests").Send().Want(http.StatusOK)
	return b
}

// records reads CSV.
func records(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// column returns one column of a table.
func column(t *testing.T, rows [][]string, name string) []string {
	t.Helper()
	i := slices.Index(rows[0], name)
	if i < 0 {
		t.Fatalf("no column %q in %q", name, rows[0])
	}
	var out []string
	for _, r := range rows[1:] {
		out = append(out, r[i])
	}
	return out
}

// TestPageCommandAndJSONAgree holds that the same query finds the same answers,
// lines and words, in the same order, as a page, as a command and as JSON.
func TestPageCommandAndJSONAgree(t *testing.T) {
	dir := imported(t)
	const query = `confidence role:nurse,doctor`
	asCSV := map[string]string{
		"/staff/search/export/csv?sort=role&q=" + url.QueryEscape(query):              command(t, "search", query, "-dir", dir, "-csv", "-n", "100", "-sort", "role"),
		"/staff/concordance/export/csv?sort=L3&sort=role&q=" + url.QueryEscape(query): command(t, "kwic", query, "-dir", dir, "-csv", "-sort", "L3,role"),
		"/staff/keyness/export/csv?a=role%3Anurse&b=role%3Adoctor":                    command(t, "keywords", "-dir", dir, "-a", "role:nurse", "-b", "role:doctor", "-csv"),
	}
	var found struct {
		Total  int
		People *int
		Hits   []struct{ Verbatim, Text string }
	}
	if err := json.Unmarshal([]byte(command(t, "search", query, "-dir", dir, "-json", "-n", "100", "-sort", "role")), &found); err != nil {
		t.Fatal(err)
	}
	var lined struct {
		Total int
		Lines []struct{ Left, Found, Right string }
	}
	if err := json.Unmarshal([]byte(command(t, "kwic", query, "-dir", dir, "-json", "-sort", "L3,role")), &lined); err != nil {
		t.Fatal(err)
	}
	plain := command(t, "search", query, "-dir", dir)

	b := pages(t, dir)
	for path, printed := range asCSV {
		if diff := cmp.Diff(records(t, printed), records(t, b.Get(path).Want(http.StatusOK).Body)); diff != "" {
			t.Errorf("%s differs from the command (-command +page):\n%s", path, diff)
		}
	}
	p := b.Get("/staff/search?sort=role&q=" + url.QueryEscape(query)).Want(http.StatusOK)
	var said, hits []string
	for _, n := range p.Class("said") {
		said = append(said, webtest.Text(n))
	}
	for _, h := range found.Hits {
		hits = append(hits, strings.Join(strings.Fields(h.Text), " "))
	}
	if diff := cmp.Diff(hits, said); diff != "" {
		t.Errorf("answers of the page and of JSON (-JSON +page):\n%s", diff)
	}
	total := webtest.Text(p.ID("total"))
	if found.Total != 12 || found.People == nil || fmt.Sprintf("%d answers from %d people", found.Total, *found.People) != total || !strings.Contains(plain, total) {
		t.Errorf("the page says %q, JSON %d of %v, the command %q", total, found.Total, found.People, plain[max(0, len(plain)-60):])
	}
	lines := records(t, asCSV["/staff/concordance/export/csv?sort=L3&sort=role&q="+url.QueryEscape(query)])
	if len(lined.Lines) != lined.Total || len(lines) != lined.Total+1 {
		t.Fatalf("%d lines as JSON of %d, %d as CSV", len(lined.Lines), lined.Total, len(lines)-1)
	}
	for i, at := range column(t, lines, "found") {
		if lined.Lines[i].Found != at {
			t.Errorf("line %d is %q as JSON and %q as CSV", i, lined.Lines[i].Found, at)
		}
	}
}
