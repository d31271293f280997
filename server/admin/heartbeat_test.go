//go:build go1.25

package admin_test

import (
	"context"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestStreamWithoutEventsSendsHeartbeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := start(t, server.Options{})
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute+time.Second)
		defer cancel()
		w := httptest.NewRecorder()
		m.handler.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "http://127.0.0.1:4600/_mock/events", nil))
		if got, want := w.Body.String(), strings.Repeat(": watching\n\n", 1+4); got != want {
			t.Errorf("the stream of a minute is %q, want %q", got, want)
		}
	})
}

// stalledClient is a client that reads nothing, on a connection with deadlines.
type stalledClient struct {
	*httptest.ResponseRecorder
	passed chan struct{}
}

func (c *stalledClient) SetWriteDeadline(at time.Time) error {
	if !at.IsZero() {
		close(c.passed)
	}
	return nil
}

func (c *stalledClient) Write([]byte) (int, error) {
	<-c.passed
	return 0, os.ErrDeadlineExceeded
}

func (c *stalledClient) WriteString(text string) (int, error) { return c.Write([]byte(text)) }

func TestStreamEndsIfItsClientReadsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := start(t, server.Options{})
		began := time.Now()
		m.handler.ServeHTTP(&stalledClient{httptest.NewRecorder(), make(chan struct{})},
			httptest.NewRequest("GET", "http://127.0.0.1:4600/_mock/events", nil))
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
