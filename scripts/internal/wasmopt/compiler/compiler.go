// Package compiler compiles Go programs for the browser, always in the same way, so that what is
// measured is what is shipped.
package compiler

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// Env is the environment of the compiler: nothing of the machine's own settings may
// reach the modules. The collector of Go before 1.26 is 15 KB less of every module
// gzipped, and what the new one gains it gains on many cores.
var Env = []string{"GOEXPERIMENT=nogreenteagc", "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOFLAGS=", "CGO_ENABLED=0"}

// flags are what the programs are compiled with beside the usual, as package
// pattern and flags. Without inlining a program is 7 to 10 % smaller gzipped. What
// is loaded on every page keeps it in Go's own runtime and its maps: the browser compiles
// function by function when they first run, and up to the first stars it compiles 745 of
// them instead of 1,070. In the other packages below internal it would be 9 KB more. Drawing keeps it where pictures are painted, packed and read; in
// the runtime's maps it would be 12 KB.
var flags = map[string]string{
	"background": "all=-l",
	"content":    "all=-l runtime/...= internal/runtime/maps=",
	"draw": "all=-l runtime/...= internal/bytealg= internal/byteorder= byeolpyo/wasm/picture/layout= byeolpyo/wasm/picture/typeset= byeolpyo/wasm/picture/words= byeolpyo/wasm/picture/scene= byeolpyo/wasm/picture/raster= byeolpyo/wasm/picture/png= byeolpyo/wasm/picture/scan= golang.org/x/image/...= " +
		"math/...= image/...= hash/...= encoding/binary= slices= cmp= unicode/utf8=",
	"popup": "all=-l",
}

// split are the programs in whose functions stackify may copy blocks: 2 % more of the
// module gzipped, for a picture that is drawn in 5 % less time.
var split = map[string]bool{"draw": true}

// tested are the versions of Go whose functions were seen to have the shape that package
// stackify rewrites, by Go's own tests (make wasmrun).
var tested = []string{"go1.26"}

// Tested reports whether programs compiled by this version of Go, as in runtime.Version, may be
// rewritten. Those of other versions are left as they are.
func Tested(version string) bool {
	return slices.ContainsFunc(tested, func(v string) bool { return version == v || strings.HasPrefix(version, v+".") })
}

// GCFlags are the compiler's flags for the program of this name below wasm/cmd, as
// arguments of go build or go test.
func GCFlags(name string) []string {
	var args []string
	for f := range strings.FieldsSeq(flags[name]) {
		args = append(args, "-gcflags="+f)
	}
	return args
}

// Program is a program to build.
type Program struct {
	Name    string // of the program below wasm/cmd as which it is compiled
	Package string // which may be another, as a benchmark's
	// Scratch is the linker's own file, which is not linked again as long as nothing has
	// changed.
	Scratch   string
	Plain     bool     // as the linker writes it, also of a version of Go that was tested
	Variables []string // "path.name=value", set by the linker, for tests
}

// Build compiles a program of the project at root and returns the module.
func Build(ctx context.Context, root string, p Program) ([]byte, error) {
	ldflags := "-s -w"
	for _, v := range p.Variables {
		ldflags += " -X " + v
	}
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=" + ldflags, "-o", p.Scratch}, GCFlags(p.Name)...)
	cmd := exec.CommandContext(ctx, "go", append(args, p.Package)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), Env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compiling %s for the browser: %w\n%s", p.Package, err, bytes.TrimSpace(said))
	}
	module, err := os.ReadFile(p.Scratch)
	if err != nil || p.Plain || !Tested(runtime.Version()) {
		return module, err
	}
	module, _, err = Finish(module, split[p.Name])
	if err == nil {
		module, err = DropPrinted(module)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Package, err)
	}
	return module, nil
}
