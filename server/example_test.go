package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func ExampleNew() {
	handler, err := server.New(server.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, httptest.NewRequest(http.MethodPut, "/v20190125/meshes",
			strings.NewReader(`{"meshName":"shop"}`)))
		fmt.Printf("%d %q\n", response.Code, response.Header().Get("X-Amzn-ErrorType"))
	}
	// Output:
	// 200 ""
	// 409 "ConflictException"
}
