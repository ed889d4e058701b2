// Package compiler says how Go programs are compiled for the browser, so that what
// is measured is compiled as what is shipped.
package compiler

import "strings"

// Env is the environment of the compiler: nothing of the machine's own settings may
// reach the modules. The collector of Go before 1.26 is 15 KB less of every module
// gzipped, and what the new one gains it gains on many cores.
var Env = []string{"GOEXPERIMENT=nogreenteagc", "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOFLAGS=", "CGO_ENABLED=0"}

// flags are what the programs are compiled with beside the usual, as package
// pattern and flags. Without inlining a program is 7 to 10 % smaller gzipped. What
// is loaded on every page keeps it in Go's own runtime: the browser compiles function
// by function when they first run, and up to the first stars it compiles 745 of them
// instead of 1,070. Drawing keeps it where pictures are painted, packed and read; in
// the runtime's maps it would be 12 KB.
var flags = map[string]string{
	"background": "all=-l",
	"content":    "all=-l runtime/...= internal/...=",
	"draw": "all=-l runtime/...= internal/bytealg= internal/byteorder= byeolpyo/wasm/draw= byeolpyo/wasm/png= byeolpyo/wasm/scan= golang.org/x/image/...= " +
		"math/...= image/...= hash/...= encoding/binary= slices= cmp= unicode/utf8=",
	"popup": "all=-l",
}

// Args are the arguments of the go command that compiles a program like the one of
// this name below wasm/cmd; the output and the package come behind them.
func Args(program string) []string {
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"}
	for _, f := range strings.Fields(flags[program]) {
		args = append(args, "-gcflags="+f)
	}
	return args
}
