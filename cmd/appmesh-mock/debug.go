package main

import (
	"net/http"
	"net/http/pprof"
	"strings"
)

// debugHandler answers Go's profiles of the running program.
func debugHandler(bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// onLoopback answers an address with the loopback host if it has none, as :6060.
func onLoopback(a address) address {
	if strings.HasPrefix(string(a), ":") {
		return "127.0.0.1" + a
	}
	return a
}
