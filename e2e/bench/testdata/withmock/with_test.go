// Package withmock is the smallest test that starts a mock.
package withmock

import (
	"net/http"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

func TestGet(t *testing.T) {
	resp, err := http.Get(appmeshtest.Start(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
}
