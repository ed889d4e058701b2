//go:build js && wasm && brittle

package main

import (
	"net/http"
	"os"
)

// brittle adds paths that break the program in every way there is, for the tests
// of worker.mjs. It is built with the tag brittle only.
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
