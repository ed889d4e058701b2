// Command api is the sync server. Built for this machine it is an HTTP server on
// a loopback address over one file of SQLite; built with GOOS=js GOARCH=wasm it
// is the program that worker/worker.mjs runs on Workers (main_js.go).
//
//	api [-addr 127.0.0.1:8787] [-db vaults.db] [-closed] [-client-ip-header NAME] [-metrics 127.0.0.1:9787] [-sweep-now] [-expose]
//
// It speaks plain HTTP, so it belongs behind something that speaks TLS unless
// clients are on the same machine. The figures for Prometheus have a listener of
// their own, off unless -metrics names its address.
package main
