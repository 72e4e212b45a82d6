package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"verbatim/analysis"
	"verbatim/analysis/collate"
	"verbatim/analysis/report"
	"verbatim/survey"
	"verbatim/survey/surveytest"
)

// edition2021 is what was published in 2021 from the answers of the
// demonstration. It is for comparison and never an input.
type edition2021 struct {
	New      []string
	Building []struct {
		Previous  string
		Responses []string
	}
	Themes []struct {
		Role   string
		Quotes []string
	}
}

// runVerbatim runs a command line and fails the test unless it exits with want.
func runVerbatim(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, strings.NewReader(""), &out, &errs); code != want {
		t.Fatalf("verbatim %s: exit %d, want %d\n%s%s", strings.Join(args, " "), code, want, &out, &errs)
	}
	return out.String(), errs.String()
}

// demonstration is the folder of a demonstration that has ended. It takes seconds
// to make, so that it is made once for all tests that begin with it.
var demonstration = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "verbatim-demonstration"); err != nil {
		return "", err
	}
	shared = dir
	var out bytes.Buffer
	if code := run(context.Background(), []string{"demo", "-no-serve", "-dir", dir}, strings.NewReader(""), &out, &out); code != exitOK {
		return dir, errors.New(out.String())
	}
	return dir, nil
})

// shared is what tests share, to be taken away after them.
var shared string

// demonstrated returns a folder of its own with the demonstration.
func demonstrated(t *testing.T) string {
	t.Helper()
	made, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	err = filepath.WalkDir(made, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimPrefix(name, made))
		if d.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// openRound opens the folder of a finished command and collates its round.
func openRound(t *testing.T, dir, programme, round string) (*app, analysis.Summary) {
	t.Helper()
	a, err := openApp(t.Context(), surveytest.Log(t), place{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close() })
	_, r, err := a.round(t.Context(), programme, round)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := collate.Round(t.Context(), a.survey, a.analysis, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a, sum
}

// readEdition returns what was published and, for each response as it names
// them, its role and words.
func readEdition(t *testing.T) (p edition2021, roles, texts map[string]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/published.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	table, err := demoTable("responses.csv")
	if err != nil {
		t.Fatal(err)
	}
	roles, texts = map[string]string{}, map[string]string{}
	for _, row := range table.Rows {
		roles[row.Cells[0]], texts[row.Cells[0]] = row.Cells[1], row.Cells[3]
	}
	return p, roles, texts
}

// TestDemoMakesThePublishedSummary runs the demonstration and compares its draft
// with what people published from the same answers, printing what differs.
func TestDemoMakesThePublishedSummary(t *testing.T) {
	dir := t.TempDir()
	stdout, _ := runVerbatim(t, exitOK, "demo", "-dir", dir, "-no-serve")
	t.Log("\n" + stdout)
	a, sum := openRound(t, dir, demoProgramme, demoRound)
	pub, roles, texts := readEdition(t)

	t.Run("every quote, byte for byte, under its role", func(t *testing.T) {
		compareQuotes(t, pub, sum, roles, texts)
	})
	t.Run("new and building on 2020", func(t *testing.T) {
		compareOutcomes(t, a, pub, sum, texts)
	})
	t.Run("no sentence says more than the counts", func(t *testing.T) {
		checkLeads(t, sum)
	})
	t.Run("the files hold the same quotes", func(t *testing.T) {
		compareFiles(t, a, filepath.Join(dir, "summary"), sum)
	})
}

func compareQuotes(t *testing.T, pub edition2021, sum analysis.Summary, roles, texts map[string]string) {
	t.Helper()
	printed := map[string]string{} // words to role
	for _, s := range sum.Sections {
		for _, st := range s.Statements {
			for _, q := range st.Quotes {
				printed[q.Text] = s.Role
				if q.Role != s.Role {
					t.Errorf("a quote of role %s stands under %s: %q", q.Role, s.Role, q.Text)
				}
			}
		}
	}
	for _, th := range pub.Themes {
		for _, r := range th.Quotes {
			role, ok := printed[texts[r]]
			if !ok {
				t.Errorf("%s is not in the draft: %q", r, texts[r])
			} else if role != roles[r] || role != th.Role {
				t.Errorf("%s stands under %s, was said by a %s: %q", r, role, roles[r], texts[r])
			}
		}
	}
}

func compareOutcomes(t *testing.T, a *app, pub edition2021, sum analysis.Summary, texts map[string]string) {
	t.Helper()
	drafted := map[string]string{} // words of the answer to the reference it builds on, "" for new
	note := func(o analysis.Outcome, ref string) {
		vs, err := a.survey.VerbatimsByID(context.Background(), o.Verbatims)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range vs {
			drafted[v.Text] = ref
		}
	}
	for _, o := range sum.New {
		note(o, "")
	}
	for _, b := range sum.Building {
		for _, o := range b.Points {
			note(o, b.Previous.Reference)
		}
	}
	wrongNew, wrongPoints, points := 0, 0, 0
	differs := func(r, want string) bool {
		got, ok := drafted[texts[r]]
		if ok && got == want {
			return false
		}
		t.Logf("differs from what was published: %s is under %q, was under %q: %s", r, got, want, texts[r])
		return true
	}
	for _, r := range pub.New {
		if differs(r, "") {
			wrongNew++
		}
	}
	for _, b := range pub.Building {
		for _, r := range b.Responses {
			points++
			if differs(r, b.Previous) {
				wrongPoints++
			}
		}
	}
	if wrongNew > 0 {
		t.Errorf("%d of %d new recommendations are not new in the draft", wrongNew, len(pub.New))
	}
	if points != 6 || wrongPoints > 1 {
		t.Errorf("%d of %d sub-points are not under the recommendation of 2020 that they build on", wrongPoints, points)
	}
	if len(sum.Building) != len(pub.Building) {
		t.Errorf("the draft builds on %d recommendations of 2020, want %d", len(sum.Building), len(pub.Building))
	}
}

// checkLeads recomputes each statement's quantifier from its counts.
func checkLeads(t *testing.T, sum analysis.Summary) {
	t.Helper()
	for _, s := range sum.Sections {
		for _, st := range s.Statements {
			if st.Theme == "" {
				continue
			}
			if want := analysis.Usual().Scale.Quantifier(st.People, st.Base); st.Quantifier != want {
				t.Errorf("%q: quantifier %q, the counts bear %q", st.Lead, st.Quantifier, want)
			}
			if counts := fmt.Sprintf("%d of %d", st.People, st.Base); !strings.Contains(st.Lead, counts) {
				t.Errorf("%q does not say its counts, %s", st.Lead, counts)
			}
			if st.People > st.Base || len(st.Quotes) > 0 && st.People == 0 {
				t.Errorf("%q: %d of %d people", st.Lead, st.People, st.Base)
			}
		}
	}
}

// compareFiles reads the written HTML and DOCX again.
func compareFiles(t *testing.T, a *app, dir string, sum analysis.Summary) {
	t.Helper()
	source := func(id string) (string, bool) {
		v, err := a.survey.Verbatim(context.Background(), id)
		return v.Text, err == nil
	}
	for _, name := range []string{"html", "docx"} {
		b, err := os.ReadFile(filepath.Join(dir, demoProgramme+"-"+demoRound+"."+name))
		if err != nil {
			t.Fatal(err)
		}
		printed, err := readBack(name, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range (report.Options{}).Verify(printed, sum, source) {
			t.Errorf("%s: %v", name, d)
		}
	}
	if md, err := os.ReadFile(filepath.Join(dir, demoProgramme+"-"+demoRound+".md")); err != nil || !bytes.HasPrefix(md, []byte("# ")) {
		t.Errorf("the Markdown does not begin with its title: %v", err)
	}
}

func readBack(format string, b []byte) (report.Printed, error) {
	if format == "html" {
		return report.ReadHTML(bytes.NewReader(b))
	}
	return report.ReadDOCX(bytes.NewReader(b), int64(len(b)))
}

// TestDemoTwiceDoublesNothing runs the demonstration again on its own folder.
func TestDemoTwiceDoublesNothing(t *testing.T) {
	dir := demonstrated(t)
	first := tally(t, dir)
	stdout, _ := runVerbatim(t, exitOK, "demo", "-dir", dir, "-no-serve")
	if !strings.Contains(stdout, "0 responses; 26 were there already") {
		t.Errorf("the second run stored something:\n%s", stdout)
	}
	if second := tally(t, dir); !slices.Equal(first, second) {
		t.Errorf("the second run changed the data:\nfirst  %v\nsecond %v", first, second)
	}
}

// tally returns what a folder holds, without identifiers, in a form that can be
// compared between folders.
func tally(t *testing.T, dir string) []string {
	t.Helper()
	a, sum := openRound(t, dir, demoProgramme, demoRound)
	ctx := t.Context()
	vs, err := a.survey.RoundVerbatims(ctx, mustRound(t, a).ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.openIndex(ctx); err != nil {
		t.Fatal(err)
	}
	indexed, err := a.engine.Count(ctx)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{fmt.Sprint("verbatims ", len(vs)), fmt.Sprint("indexed ", indexed), fmt.Sprint("codings ", sum.Codings)}
	for _, v := range vs {
		cs, err := a.analysis.Codings(ctx, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		var themes []string
		for _, c := range cs {
			themes = append(themes, fmt.Sprintf("%s %d-%d %s", c.Theme, c.Span.Start, c.Span.End, c.Status))
		}
		slices.Sort(themes)
		lines = append(lines, v.Text+": "+strings.Join(themes, ", "))
	}
	actions, err := a.analysis.RoundActions(ctx, mustRound(t, a).ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range actions {
		lines = append(lines, fmt.Sprintf("action %s -> %s", act.Text, act.Match.Reference))
	}
	slices.Sort(lines)
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func mustRound(t *testing.T, a *app) survey.Round {
	t.Helper()
	_, r, err := a.round(t.Context(), demoProgramme, demoRound)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
