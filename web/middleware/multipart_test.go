package middleware_test

import (
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/middleware"
)

// formsOnly sends a body through FormsOnly and returns the form, or the error
// with which it was refused.
func formsOnly(t *testing.T, contentType string, body io.Reader) (form map[string][]string, failed error) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := gin.New()
	e.Use(middleware.FormsOnly(1<<20, everything, func(c *gin.Context, err error) { failed = err; c.AbortWithStatus(http.StatusBadRequest) }))
	e.POST("/", func(c *gin.Context) { form = c.Request.PostForm })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", body)
	r.Header.Set("Content-Type", contentType)
	e.ServeHTTP(httptest.NewRecorder(), r)
	return form, failed
}

// someMultipart returns a form with a file in the way browsers send it.
func someMultipart(t *testing.T) (contentType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, field := range [][2]string{{"role", "mentor"}, {"surprise", "How steep it is.\r\nAnd how quiet. "}, {"change", "Our rota"}} {
		if err := w.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile("letter", "letter.txt")
	if err == nil {
		_, err = f.Write([]byte("Dear all,"))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

// TestMultipartCutAnywhereIsRefused cuts a form with a file after every byte:
// what is left is never taken for the whole.
func TestMultipartCutAnywhereIsRefused(t *testing.T) {
	contentType, body := someMultipart(t)
	whole, err := formsOnly(t, contentType, strings.NewReader(body))
	if err != nil || len(whole) != 3 {
		t.Fatalf("FormsOnly(the whole body) = %v, %v, want its three fields", whole, err)
	}
	same := func(a, b []string) bool { return strings.Join(a, "|") == strings.Join(b, "|") }
	for cut := range len(body) {
		form, err := formsOnly(t, contentType, strings.NewReader(body[:cut]))
		if err == nil && !maps.EqualFunc(form, whole, same) {
			t.Errorf("FormsOnly(the body cut after %d of %d bytes, behind %q) = %v, want an error", cut, len(body), body[max(0, cut-20):cut], form)
		}
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("FormsOnly(the body cut after %d bytes) fails as %v, want Invalid", cut, fault.KindOf(err))
		}
	}
}

// TestMultipartIsRead sends whole forms in the ways that they end and arrive.
func TestMultipartIsRead(t *testing.T) {
	contentType, body := someMultipart(t)
	bare := strings.TrimSuffix(body, "\r\n")
	tests := map[string]io.Reader{
		"as browsers send it":          strings.NewReader(body),
		"without the last line break":  strings.NewReader(bare),
		"with spaces at the end":       strings.NewReader(bare + " \t \r\n"),
		"with an epilogue":             strings.NewReader(body + "which readers are to ignore"),
		"a byte at a time":             iotest.OneByteReader(strings.NewReader(body)),
		"with the end beside the data": iotest.DataErrReader(strings.NewReader(body)),
	}
	for name, r := range tests {
		t.Run(name, func(t *testing.T) {
			form, err := formsOnly(t, contentType, r)
			if err != nil || len(form) != 3 || form["surprise"][0] != "How steep it is.\r\nAnd how quiet. " {
				t.Errorf("FormsOnly = %v, %v, want three fields", form, err)
			}
		})
	}
}
