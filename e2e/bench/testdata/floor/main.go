// Command floor is a minimal web server, with which the command is compared.
package main

import (
	"net/http"
	"os"
)

func main() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("{}")) //nolint:errcheck // it ends with the process
	})
	http.ListenAndServe(os.Args[1], handler) //nolint:errcheck,gosec // the same
}
