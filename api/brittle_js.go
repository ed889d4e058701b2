//go:build js && wasm && brittle

package main

import (
	"net/http"
	"os"
)

// brittle adds paths that make the program fail in all possible ways, for the tests of
// worker.mjs. This file is built only with the tag brittle.
func brittle(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/panic":
			panic("asked for")
		case "/panic-elsewhere":
			go panic("asked for")
			select {}
		case "/exit":
			os.Exit(3)
		case "/deadlock":
			select {}
		case "/hoard":
			hoard = append(hoard, make([]byte, 40<<20))
		}
		h.ServeHTTP(w, r)
	})
}

var hoard [][]byte
