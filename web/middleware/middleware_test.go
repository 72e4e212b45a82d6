package middleware_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/middleware"
)

// TestRecoverLogsNoWords panics with a value that holds an answer, and with one
// that the runtime makes.
func TestRecoverLogsNoWords(t *testing.T) {
	tests := map[string]struct {
		panics       func()
		logs, hidden string
	}{
		"an answer":       {func() { panic(errors.New("my supervisor said")) }, "*errors.errorString", "supervisor"},
		"a runtime error": {func() { _ = make([]int, len(t.Name()))[len(t.Name())] }, "index out of range", "\x00"},
	}
	gin.SetMode(gin.TestMode)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			var failed error
			e := gin.New()
			fail := func(c *gin.Context, err error) { failed = err; c.AbortWithStatus(http.StatusInternalServerError) }
			e.Use(middleware.RequestID(), middleware.Recover(slog.New(slog.NewTextHandler(&out, nil)), fail))
			e.GET("/i/:token", func(*gin.Context) { tt.panics() })
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/i/SECRET", nil))
			if w.Code != http.StatusInternalServerError || fault.KindOf(failed) != fault.Internal {
				t.Errorf("status %d after %v, want 500 after an Internal fault", w.Code, failed)
			}
			if log := out.String(); !strings.Contains(log, tt.logs) || strings.Contains(log, tt.hidden) || strings.Contains(log, "SECRET") {
				t.Errorf("log = %s, want %q in it and not %q or the token", log, tt.logs, tt.hidden)
			}
		})
	}
}
