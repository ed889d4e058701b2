// Command build makes the extension: dist/, unpacked and loadable, and
// out/byeolpyo-VERSION.zip. Two builds of one commit are the same bytes; a
// build that changes nothing writes nothing.
//
//	go run ./scripts/build [-o DIR] [-sync https://...] [-plain]
//
// What goes in: extension/ as it is, but for the heads of its pages, which begin
// with the lines of head.html, and the types in its scripts, which are left out, and
// those of content/ and the modules of popup/, which are joined to one each; manifest.json, the programs below wasm/cmd compiled
// for the browser, the wasm_exec.js that belongs to the compiler, strings.js made from
// the locales, and constants.js from what Go knows.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	into := flag.String("o", "", "directory in which to make dist, out and build, instead of the project's root")
	flag.StringVar(&syncServer, "sync", "", "address of the sync server that is proposed; without one the page of sync asks")
	flag.BoolVar(&plain, "plain", false, "leave the programs as Go's linker writes them, without scripts/internal/wasmopt")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "build: no arguments expected, only -o DIR, -sync URL and -plain")
		os.Exit(2)
	}
	root, err := findRoot()
	if err == nil {
		if *into == "" {
			*into = root
		}
		err = build(root, *into, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}
