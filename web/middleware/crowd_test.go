package middleware_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/survey/fault"
	"verbatim/web/middleware"
)

// TestCrowd lets two requests in, refuses the third, and lets one in again when
// one of the two has left, even by a panic.
func TestCrowd(t *testing.T) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	var refused error
	crowd := middleware.NewCrowd(2)
	inside, leave := make(chan struct{}), make(chan bool)
	e.Use(gin.Recovery(), crowd.Admit(func(c *gin.Context, err error) { refused = err; c.AbortWithStatus(http.StatusServiceUnavailable) }))
	e.GET("/", func(c *gin.Context) {
		inside <- struct{}{}
		if <-leave {
			panic(http.ErrAbortHandler)
		}
		c.Status(http.StatusOK)
	})
	ask := func() int {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
		return w.Code
	}
	done := make(chan int, 3)
	for range 2 {
		go func() { done <- ask() }()
		<-inside
	}
	if code := ask(); code != http.StatusServiceUnavailable || fault.KindOf(refused) != fault.Unavailable {
		t.Errorf("the third request = %d after %v, want 503 after an Unavailable fault", code, refused)
	}
	if crowd.Size() != 2 {
		t.Errorf("Size = %d, want 2", crowd.Size())
	}
	leave <- true
	<-done
	go func() { done <- ask() }()
	<-inside
	leave <- false
	leave <- false
	for range 2 {
		if code := <-done; code != http.StatusOK {
			t.Errorf("a request that was let in = %d, want 200", code)
		}
	}
}

func TestDeadline(t *testing.T) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(middleware.Deadline(time.Minute))
	within := false
	e.GET("/", func(c *gin.Context) {
		at, ok := c.Request.Context().Deadline()
		within = ok && time.Until(at) <= time.Minute
	})
	e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if !within {
		t.Error("the request has no deadline within a minute")
	}
}
