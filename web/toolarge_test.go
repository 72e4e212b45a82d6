package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"verbatim/survey"
	"verbatim/survey/sqldb"
	"verbatim/web/browsertest"
	"verbatim/web/webtest"
)

// asksSmallFile adds a wave whose form asks for a file of 1 MB between words.
func (s *site) asksSmallFile() {
	s.t.Helper()
	f, err := s.store.PublishForm(s.t.Context(), s.programme.ID, survey.Form{Key: "small", Title: "Notes", Pages: []survey.Page{{Key: "a", Title: "Your notes", Questions: []survey.Question{
		{Key: "before", Kind: survey.LongText, Label: "What surprised you?"},
		{Key: "notes", Kind: survey.File, Label: "Your notes?", MostBytes: 1 << 20},
		{Key: "after", Kind: survey.LongText, Label: "What should change?", Quotable: true},
		{Key: "place", Kind: survey.Single, Label: "Where did you meet?", Choices: []survey.Choice{{Key: "campus", Label: "On campus"}, {Key: "else", Label: "Somewhere else", Other: true}}},
	}}}})
	must(s.t, err)
	w := survey.Wave{ID: sqldb.NewID(), RoundID: s.round.ID, Key: "small", Title: "Notes", FormKey: f.Key, FormVersion: f.Version, Mode: survey.Open}
	must(s.t, s.store.SaveWave(s.t.Context(), w))
	s.path = "/f/reverse-mentoring/2021/small"
}

// long gives one line again and again, n bytes in all.
func long(n int64) io.Reader {
	line := strings.Repeat("Priya on ward C5 said so.\n", 4096)
	readers := make([]io.Reader, n/int64(len(line))+1)
	for i := range readers {
		readers[i] = strings.NewReader(line)
	}
	return io.LimitReader(io.MultiReader(readers...), n)
}

// sendLong sends page 1 with a file of so many bytes after the given fields and
// before the others, as a browser does: while it is being read.
func (s *site) sendLong(b *webtest.Browser, f *webtest.Form, size int64, before ...string) *webtest.Page {
	s.t.Helper()
	r, pipe := io.Pipe()
	w := multipart.NewWriter(pipe)
	fields := func(want bool) error {
		for field, values := range f.Values {
			if field == "file.notes" || strings.Contains(strings.Join(before, " "), field) != want {
				continue
			}
			for _, v := range values {
				if err := w.WriteField(field, v); err != nil {
					return err
				}
			}
		}
		return nil
	}
	go func() {
		err := fields(true)
		if err == nil {
			var part io.Writer
			if part, err = w.CreateFormFile("file.notes", "talk.txt"); err == nil {
				_, err = io.Copy(part, long(size))
			}
		}
		if err == nil {
			err = fields(false)
		}
		if err == nil {
			err = w.Close()
		}
		_ = pipe.CloseWithError(err)
	}()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, b.Base()+s.path+"/page/1", r)
	must(s.t, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.Do(req)
}

// TestAFileTooLargeLosesNoWord sends files over the limit of their question: the
// page comes again with every word that was typed, wherever it stood in the body,
// and says at the question what is too large and how to mend it.
func TestAFileTooLargeLosesNoWord(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	s := newSite(t)
	s.asksSmallFile()
	served := webtest.At(t, "http://"+s.serving(time.Minute))
	for name, size := range map[string]int64{"a byte": 1<<20 + 1, "double": 2 << 20, "more than a page may have": 70 << 20} {
		for order, before := range map[string][]string{"first": nil, "between": {"key", "answer.before"}, "last": {"key", "answer.before", "answer.after", "quote.after", "answer.place", "other.place"}} {
			t.Run(name+" over, "+order, func(t *testing.T) {
				b := served.Another()
				f := s.begin(b).Form(s.path+"/page/1").Set("answer.before", "How steep it is. "+name, "answer.after", "Pay mentors,\nall of them.", "quote.after", "quote", "answer.place", "else", "other.place", "in a café")
				p := s.sendLong(b, f, size, before...).Want(http.StatusUnprocessableEntity)
				again := p.Form(s.path + "/page/1").Values
				for field, want := range map[string]string{"answer.before": "How steep it is. " + name, "answer.after": "Pay mentors,\nall of them.", "quote.after": "quote", "answer.place": "else", "other.place": "in a café", "answer.notes": ""} {
					if got := strings.ReplaceAll(again.Get(field), "\r\n", "\n"); got != want {
						t.Errorf("%s = %q, want %q", field, got, want)
					}
				}
				told := webtest.Text(p.Class("problem")[0])
				for _, want := range []string{"W51", "talk.txt", "1 MB", "smaller", "Your notes?"} {
					if !strings.Contains(told, want) {
						t.Errorf("the question says %q, want %q in it", told, want)
					}
				}
				if link := p.Class("problems"); len(link) == 0 || webtest.Attr(webtest.All(link[0], "a")[0], "href") != "#answer.notes" {
					t.Error("no line of the summary leads to the question")
				}
				if kept := b.Get(s.path + "/page/1").Form(s.path + "/page/1").Values; kept.Get("answer.after") == "" || kept.Get("answer.before") == "" {
					t.Error("the words are on the page, and not stored")
				}
				small := p.Form(s.path + "/page/1")
				check := s.sendLong(b, small, 1<<20, "key").Want(http.StatusOK).WantAt(s.path + "/check")
				if !strings.Contains(check.Body, "talk.txt") {
					t.Error("a file that is just small enough is not taken")
				}
			})
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("after the uploads %v lie in the temporary folder, %v", left, err)
	}
	s.wantNotLogged("talk.txt", "café")
}

// TestATooLargeFileOfTheWrongKind says first what would not help to mend.
func TestATooLargeFileOfTheWrongKind(t *testing.T) {
	s := newSite(t)
	s.asksSmallFile()
	p := s.sendFile(s.browser, s.begin(s.browser), "film.mp4", bytes.Repeat([]byte("x"), 2<<20)).Want(http.StatusUnprocessableEntity)
	if told := webtest.Text(p.Class("problem")[0]); !strings.Contains(told, ".pdf") || strings.Contains(told, "W51") {
		t.Errorf("the question says %q, want which kinds of file it takes", told)
	}
}

// TestAFileTooLargeIsSaidBeforeItIsSent chooses one where scripts run: the page
// says so at once and lets go of it, and takes another.
func TestAFileTooLargeIsSaidBeforeItIsSent(t *testing.T) {
	s := newSite(t)
	s.asksSmallFile()
	large, small := t.TempDir()+"/a recording of the talk.txt", t.TempDir()+"/notes.txt"
	for name, size := range map[string]int64{large: 1<<20 + 1, small: 1 << 20} {
		content, err := io.ReadAll(long(size))
		must(t, err)
		must(t, os.WriteFile(name, content, 0o600))
	}
	tab := s.tab(t, browsertest.Start(t), browsertest.Options{Width: 320, Height: 640})
	tab.set("answer.before", "How steep it is.")
	tab.Upload("input[name='file.notes']", large)
	tab.shows("[data-weighed]")
	tab.Accessible("file-too-large-told")
	if told := tab.Text("[data-weighed]"); !strings.Contains(told, "W51") || !strings.Contains(told, "a recording of the talk.txt") || !strings.Contains(told, "1 MB") {
		t.Errorf("the page says %q", told)
	}
	if n := browsertest.Eval[int](tab.Page, `document.getElementsByName("file.notes")[0].files.length`); n != 0 {
		t.Errorf("%d files would be sent, want none", n)
	}
	tab.Upload("input[name='file.notes']", small)
	if n := tab.Count("[data-weighed]"); n != 0 {
		t.Error("a file that is small enough is said to be too large")
	}
	tab.next()
	if check := tab.Text("main"); !strings.Contains(check, "notes.txt") || !strings.Contains(check, "How steep it is.") {
		t.Errorf("the answers to check are %s", check)
	}
}

// TestAFileTooLargeInABrowser chooses one in Chromium without scripts: what was
// typed around it stands on the page that comes.
func TestAFileTooLargeInABrowser(t *testing.T) {
	s := newSite(t)
	s.asksSmallFile()
	name := t.TempDir() + "/a recording of the talk.txt"
	content, err := io.ReadAll(long(3 << 20))
	must(t, err)
	must(t, os.WriteFile(name, content, 0o600))
	for width, o := range map[string]browsertest.Options{"wide": {Width: 1280, Height: 900, NoScript: true}, "narrow": {Width: 320, Height: 640, NoScript: true}} {
		tab := s.tab(t, browsertest.Start(t), o)
		tab.set("answer.before", "How steep it is.", "answer.after", "Pay mentors.")
		tab.Upload("input[name='file.notes']", name)
		if status := tab.next(); status != http.StatusUnprocessableEntity {
			t.Errorf("the page answers %d, want 422", status)
		}
		tab.Accessible("file-too-large-" + width)
		if got := browsertest.Eval[string](tab.Page, `["answer.before", "answer.after"].map(n => document.getElementsByName(n)[0].value).join("|")`); got != "How steep it is.|Pay mentors." {
			t.Errorf("on the page stand %q", got)
		}
	}
}
