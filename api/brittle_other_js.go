//go:build js && wasm && !brittle

package main

import "net/http"

// brittle is for tests: see brittle_js.go.
func brittle(h http.Handler) http.Handler { return h }
