package middleware_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/middleware"
)

// filesBody is a form with a field and the files, as browsers send it.
func filesBody(t *testing.T, contents ...[]byte) (contentType string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.WriteField("before", "words"))
	for i, content := range contents {
		part, err := w.CreateFormFile("file"+string(rune('a'+i)), "notes.txt")
		must(err)
		_, err = part.Write(content)
		must(err)
	}
	must(w.WriteField("after", "more words"))
	must(w.Close())
	return w.FormDataContentType(), b.Bytes()
}

// everything is room for whatever comes.
func everything(*gin.Context) *middleware.Room { return nil }

// postFiles sends a form to a handler behind FormsOnly, which keeps little in
// memory.
func postFiles(t *testing.T, contentType string, body io.Reader, handle gin.HandlerFunc) (failed error) {
	t.Helper()
	return postFilesInto(t, everything, contentType, body, handle)
}

// postFilesInto does so where there is room for some of it.
func postFilesInto(t *testing.T, room func(*gin.Context) *middleware.Room, contentType string, body io.Reader, handle gin.HandlerFunc) (failed error) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.Use(middleware.FormsOnly(1000, room, func(c *gin.Context, err error) { failed = err; c.AbortWithStatus(http.StatusBadRequest) }))
	e.POST("/", handle)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", body)
	r.Header.Set("Content-Type", contentType)
	e.ServeHTTP(httptest.NewRecorder(), r)
	return failed
}

// onDisk returns how many bytes lie below the folder, in files with a name and in
// those that this process has open without one, and whether any hold the words.
func onDisk(t *testing.T, folder, words string) (size int, told bool) {
	t.Helper()
	look := func(name string) {
		content, err := os.ReadFile(name)
		if err != nil {
			return
		}
		size += len(content)
		told = told || bytes.Contains(content, []byte(words))
	}
	if err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			look(name)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	open, _ := os.ReadDir("/proc/self/fd") // where there is none, names are all there is
	for _, d := range open {
		fd := filepath.Join("/proc/self/fd", d.Name())
		if to, err := os.Readlink(fd); err == nil && strings.HasPrefix(to, folder) && strings.HasSuffix(to, " (deleted)") {
			look(fd)
		}
	}
	return size, told
}

// TestFilesLieNowhereInTheOpen looks, while a request is worked on, for the words
// of files that did not fit into memory, and afterwards for anything at all.
func TestFilesLieNowhereInTheOpen(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	const secret = "Priya on ward C5 wrote this. "
	first, second, small := bytes.Repeat([]byte(secret), 9000), bytes.Repeat([]byte("é "+secret), 7001), []byte("a line")
	contentType, body := filesBody(t, first, second, small)
	if err := postFiles(t, contentType, bytes.NewReader(body), func(c *gin.Context) {
		if c.PostForm("before") != "words" || c.PostForm("after") != "more words" {
			t.Errorf("fields = %v, want both", c.Request.PostForm)
		}
		if size, told := onDisk(t, folder, "ward C5"); told || size < len(first)+len(second) {
			t.Errorf("%d bytes on disk, with words in the open: %v; want the files (%d bytes), unreadable", size, told, len(first)+len(second))
		}
		for field, want := range map[string][]byte{"filea": first, "fileb": second, "filec": small} {
			f, ok := middleware.FileOf(c, field)
			if !ok {
				t.Fatalf("no file in %s", field)
			}
			got, err := io.ReadAll(f.Open())
			if err != nil || !bytes.Equal(got, want) || f.Size != int64(len(want)) {
				t.Errorf("%s reads as %d bytes, %v, want %d unchanged", field, len(got), err, len(want))
			}
			part := make([]byte, 5)
			if _, err := f.ReadAt(part, 1); err != nil || !bytes.Equal(part, want[1:6]) {
				t.Errorf("%s from 1 = %q, %v, want %q", field, part, err, want[1:6])
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("after the answer %v lie in the temporary folder, %v", left, err)
	}
	if size, _ := onDisk(t, folder, secret); size > 0 {
		t.Errorf("after the answer %d bytes are held", size)
	}
}

// TestFilesThatDoNotArrive cuts a form within a file, and takes the disk away.
func TestFilesThatDoNotArrive(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	contentType, body := filesBody(t, bytes.Repeat([]byte("words "), 5000))
	never := func(*gin.Context) { t.Error("the handler was called") }
	if err := postFiles(t, contentType, bytes.NewReader(body[:len(body)/2]), never); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a form cut within a file = %v, want Invalid", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("after that %v lie in the temporary folder, %v", left, err)
	}
	t.Setenv("TMPDIR", filepath.Join(folder, "away"))
	if err := postFiles(t, contentType, bytes.NewReader(body), never); fault.KindOf(err) != fault.Unavailable || !strings.HasPrefix(fault.Text(err), "W23") {
		t.Errorf("a form without a disk = %v, want Unavailable W23", err)
	}
	fields := strings.Repeat("a", 1001)
	contentType, body = filesBody(t)
	body = bytes.Replace(body, []byte("more words"), []byte(fields), 1)
	if big, ok := errors.AsType[*http.MaxBytesError](postFiles(t, contentType, bytes.NewReader(body), never)); !ok || big.Limit != 1000 {
		t.Errorf("fields of 1001 bytes = %v, want an error of the limit", big)
	}
}

// TestFilesWithoutRoom sends files that are too large by themselves, too large
// together, and twice in one field: each is read to its end, the words after it
// arrive, and what it held lies nowhere.
func TestFilesWithoutRoom(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	const secret = "Priya on ward C5 wrote this. "
	file := func(n int) []byte { return bytes.Repeat([]byte(secret), n/len(secret)+1)[:n] }
	room := func(*gin.Context) *middleware.Room {
		return &middleware.Room{Together: 6000, Of: func(field string) int64 {
			return map[string]int64{"filea": 900, "fileb": 5000, "filec": 5000, "filed": 5000, "filee": 10}[field]
		}}
	}
	for name, test := range map[string]struct {
		sizes []int
		over  []bool
	}{
		"as large as may be":      {[]int{900, 5000}, []bool{false, false}},
		"a byte too large":        {[]int{901, 5001}, []bool{true, true}},
		"far too large":           {[]int{900_000, 1_500_000}, []bool{true, true}},
		"one too large, one not":  {[]int{1_500_000, 4000}, []bool{true, false}},
		"too much together":       {[]int{900, 3000, 3000}, []bool{false, false, true}},
		"and what is begun of it": {[]int{900, 3000, 3000, 1}, []bool{false, false, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			var files [][]byte
			for _, n := range test.sizes {
				files = append(files, file(n))
			}
			contentType, body := filesBody(t, files...)
			err := postFilesInto(t, room, contentType, bytes.NewReader(body), func(c *gin.Context) {
				if c.PostForm("before") != "words" || c.PostForm("after") != "more words" {
					t.Errorf("fields = %v, want both", c.Request.PostForm)
				}
				if size, told := onDisk(t, folder, "ward C5"); told || size > 12_000 {
					t.Errorf("%d bytes on disk, with words in the open: %v; want no more than there is room for", size, told)
				}
				for i, want := range test.over {
					f, ok := middleware.FileOf(c, "file"+string(rune('a'+i)))
					if !ok || f.Over != want || f.Size != int64(test.sizes[i]) {
						t.Fatalf("file %d = %+v, %v, want %d bytes, over: %v", i, f, ok, test.sizes[i], want)
					}
					wantContent := files[i]
					if want {
						wantContent = nil
					}
					if got := make([]byte, len(wantContent)+1); true {
						n, _ := f.ReadAt(got, 0)
						if !bytes.Equal(got[:n], wantContent) {
							t.Errorf("file %d reads as %d bytes, want %d", i, n, len(wantContent))
						}
					}
				}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestFieldOfAFileThatWasNotChosen has what browsers send for an empty field.
func TestFieldOfAFileThatWasNotChosen(t *testing.T) {
	body := "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
	if err := postFiles(t, "multipart/form-data; boundary=x", strings.NewReader(body), func(c *gin.Context) {
		if f, ok := middleware.FileOf(c, "f"); ok {
			t.Errorf("FileOf = %+v, want none", f)
		}
	}); err != nil {
		t.Error(err)
	}
}
