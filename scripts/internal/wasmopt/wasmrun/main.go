// Command wasmrun runs a WebAssembly program of Go in Node, finished as what is
// shipped is finished: what the tests test is what the browser runs. It stands in for
// the toolchain's go_js_wasm_exec, which it calls:
//
//	go test -exec="wasmrun GOROOT" ./...
//
// With -split=false loops in which a goroutine may come back keep the table, as in all
// programs but the one that draws. What a version of Go compiled that was not tested runs
// as it is. With -flags it prints the settings and arguments with which a shipped program
// is compiled, for go test:
//
//	env $(wasmrun -flags content env) go test $(wasmrun -flags content) ./...
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"byeolpyo/scripts/internal/wasmopt/compiler"
	"byeolpyo/scripts/internal/wasmopt/stackify"
)

func main() {
	split := flag.Bool("split", true, "as the program that draws")
	name := flag.String("flags", "", "print how the program of this name is compiled: its flags, or with the argument env the environment")
	flag.Parse()
	switch {
	case *name != "" && flag.Arg(0) == "env":
		fmt.Println(strings.Join(compiler.Env, " "))
		return
	case *name != "":
		fmt.Println(strings.Join(compiler.GCFlags(*name), " "))
		return
	case flag.NArg() < 2:
		fmt.Fprintln(os.Stderr, "usage: wasmrun [-split=false] GOROOT PROGRAM [ARGUMENT ...]")
		os.Exit(2)
	}
	code, err := run(*split, flag.Arg(0), flag.Arg(1), flag.Args()[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "wasmrun:", err)
		code = 1
	}
	os.Exit(code)
}

// run returns the program's exit code.
func run(split bool, goroot, program string, args []string) (int, error) {
	module, err := os.ReadFile(program)
	if err != nil {
		return 0, err
	}
	if compiler.Tested(runtime.Version()) {
		var stats stackify.Stats
		if module, stats, err = compiler.Finish(module, split); err != nil {
			return 0, fmt.Errorf("%s: %w", program, err)
		}
		if stats.Rewritten == 0 {
			return 0, fmt.Errorf("%s: no function has the shape that this Go compiler made before", program)
		}
	}
	file, err := os.CreateTemp("", "wasmrun-*.wasm")
	if err != nil {
		return 0, err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(module)
	if err = errors.Join(err, file.Close()); err != nil {
		return 0, err
	}
	cmd := exec.Command(filepath.Join(goroot, "lib/wasm/go_js_wasm_exec"), append([]string{file.Name()}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}
