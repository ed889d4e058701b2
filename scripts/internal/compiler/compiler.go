// Package compiler compiles Go programs for the browser, all in one way, so that what
// is measured is compiled as what is shipped.
package compiler

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
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
	"draw": "all=-l runtime/...= internal/bytealg= internal/byteorder= byeolpyo/wasm/picture/draw= byeolpyo/wasm/picture/png= byeolpyo/wasm/picture/scan= golang.org/x/image/...= " +
		"math/...= image/...= hash/...= encoding/binary= slices= cmp= unicode/utf8=",
	"popup": "all=-l",
}

// split are the programs in whose functions stackify may copy blocks: 2 % more of the
// module gzipped, for a picture that is drawn in 5 % less time.
var split = map[string]bool{"draw": true}

// Build compiles package pkg of the project at root as the program of this name below
// wasm/cmd is compiled, and returns the module. The file at scratch is the linker's,
// which is not linked again as long as nothing has changed. variables, "path.name=value",
// are set by the linker, for tests.
func Build(ctx context.Context, root, name, pkg, scratch string, variables ...string) ([]byte, error) {
	ldflags := "-s -w"
	for _, v := range variables {
		ldflags += " -X " + v
	}
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=" + ldflags, "-o", scratch}
	for _, f := range strings.Fields(flags[name]) {
		args = append(args, "-gcflags="+f)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), Env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compiling %s for the browser: %w\n%s", pkg, err, bytes.TrimSpace(said))
	}
	module, err := os.ReadFile(scratch)
	if err != nil {
		return nil, err
	}
	module, _, err = Finish(module, split[name])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pkg, err)
	}
	return module, nil
}
