package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/admin"
	"github.com/appmesh-mock/appmesh-mock/server/client"
)

// A refusal by an admin route is an Error with the status and the message.
func ExampleClient_Do() {
	api, err := server.New(server.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	clock := server.SteppingClock(server.Epoch, 0)
	s := httptest.NewServer(admin.New(admin.Options{Server: api, Now: clock.Stamp, Loopback: true}))
	defer s.Close()
	c := client.Client{URL: s.URL}
	ctx := context.Background()

	var seeded struct{ Applied int }
	err = c.Do(ctx, http.MethodPost, "/seed", nil, []map[string]string{{"meshName": "shop"}}, &seeded)
	fmt.Println(seeded.Applied, err)

	err = c.Do(ctx, http.MethodDelete, "/faults/7", nil, nil, nil)
	var refusal *client.Error
	fmt.Println(errors.As(err, &refusal) && refusal.Status == http.StatusNotFound)
	// Output:
	// 1 <nil>
	// true
}
