// Package stackify gives Go's WebAssembly its branches and loops back.
//
// WebAssembly has no goto, and a goroutine that waits must be able to come back into
// the middle of a function. Go's compiler therefore makes of every function one loop
// with a table of all its basic blocks: to go from one to another, it writes the
// number of the other to a local variable and jumps to the table. What a browser
// compiles is an indirect jump for every branch that is taken, with all variables
// alive at all of them. Most of these ways are known beforehand:
//
//   - forward, out of a block (br),
//   - back to the head of a loop, where nothing but its head leads into it (loop),
//   - to where a call ended, when a goroutine goes on: only this needs the table.
//
// This package finds them out and writes the functions so. It changes no instruction
// but jumps, no place in memory and no number by which Go's runtime knows a place in
// a function, so that goroutines, panics, stack traces and the collector see what
// they saw before. Functions that do not have the shape that Go's compiler makes, as
// some of its runtime written by hand, stay as they are.
//
// The shape is that of cmd/internal/obj/wasm; the order of blocks and the places of
// their ends are found as LLVM does it for WebAssembly (CFGSort, CFGStackify).
package stackify

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Stats count what is in a module's functions.
type Stats struct {
	Rewritten int // functions
	Jumps     int // between blocks, in those
	Tabled    int // of these, that still go by the table
}

var errSection = errors.New("stackify: not a code section")

// Code returns the content of a module's code section with the functions rewritten.
// Before its functions there are as many imported ones. With split, a goroutine that
// comes back into a loop finishes that round in a copy of its blocks, so that the loop
// itself needs no table: it is faster, and the module grows by a twentieth.
func Code(section []byte, imports int, split bool) ([]byte, Stats, error) {
	var stats Stats
	count, n := binary.Uvarint(section)
	if n <= 0 {
		return nil, stats, errSection
	}
	out := append(make([]byte, 0, len(section)), section[:n]...)
	rest := section[n:]
	var bodies [][]byte
	var fns []*fn // nil for those that stay as they are
	for i := range count {
		size, n := binary.Uvarint(rest)
		if n <= 0 || size > uint64(len(rest)-n) {
			return nil, stats, errSection
		}
		body := rest[n:][:size]
		rest = rest[n+int(size):]
		f, err := parse(body)
		if err != nil {
			return nil, stats, fmt.Errorf("stackify: function %d: %w", i, err)
		}
		bodies, fns = append(bodies, body), append(fns, f)
	}
	if len(rest) > 0 {
		return nil, stats, errSection
	}
	returns := returning(fns, imports)
	for i, f := range fns {
		body := bodies[i]
		if f != nil {
			f.settle(returns)
			body = f.emit(f.newGraph(split), &stats)
			stats.Rewritten++
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, stats, nil
}

// returning finds out which functions return at all. Panics do not, and the compiler
// writes nothing behind them that would say so: what comes next seems to go on there.
func returning(fns []*fn, imports int) func(function int) bool {
	known := make([]bool, len(fns))
	returns := func(function int) bool {
		return function < imports || function-imports >= len(fns) || known[function-imports]
	}
	for i, f := range fns {
		known[i] = f == nil
	}
	for again := true; again; {
		again = false
		for i, f := range fns {
			if !known[i] && f.mayReturn(returns) {
				known[i], again = true, true
			}
		}
	}
	return returns
}
