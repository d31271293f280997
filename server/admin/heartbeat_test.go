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

func TestAStreamWithoutEventsSaysThatItStands(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := start(t, server.Options{})
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute+time.Second)
		defer cancel()
		w := httptest.NewRecorder()
		m.door.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "http://127.0.0.1:4600/_mock/events", nil))
		if got, want := w.Body.String(), strings.Repeat(": watching\n\n", 1+4); got != want {
			t.Errorf("in a minute it said %q", got)
		}
	})
}

// deaf is a client that takes nothing, on a connection that can have a deadline.
type deaf struct {
	*httptest.ResponseRecorder
	passed chan struct{}
}

func (d *deaf) SetWriteDeadline(at time.Time) error {
	if !at.IsZero() {
		close(d.passed)
	}
	return nil
}

func (d *deaf) Write([]byte) (int, error) {
	<-d.passed
	return 0, os.ErrDeadlineExceeded
}

func (d *deaf) WriteString(text string) (int, error) { return d.Write([]byte(text)) }

func TestAStreamWhoseClientTakesNothingEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := start(t, server.Options{})
		began := time.Now()
		m.door.ServeHTTP(&deaf{httptest.NewRecorder(), make(chan struct{})},
			httptest.NewRequest("GET", "http://127.0.0.1:4600/_mock/events", nil))
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
