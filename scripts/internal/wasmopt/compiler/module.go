package compiler

import (
	"encoding/binary"
	"errors"
	"fmt"

	"byeolpyo/scripts/internal/wasmopt/shorten"
	"byeolpyo/scripts/internal/wasmopt/stackify"
)

// Numbers of https://webassembly.github.io/spec/core/binary/modules.html.
const (
	moduleHead    = "\x00asm\x01\x00\x00\x00" // magic and version
	importSection = 2
	codeSection   = 10
	dataSection   = 11
)

var errModule = errors.New("not a module as Go's linker makes it")

// Finish returns a module of Go's linker as it is shipped: its functions with
// branches and loops, as package stackify says, its data in few pieces. split is
// stackify's.
func Finish(module []byte, split bool) ([]byte, stackify.Stats, error) {
	var stats stackify.Stats
	imports := 0
	out, err := eachSection(module, func(id byte, content []byte) (_ []byte, err error) {
		switch id {
		case importSection:
			imports, err = countImports(content)
		case codeSection:
			if content, stats, err = stackify.Code(content, imports, split); err == nil {
				content, err = shorten.Code(content)
			}
		case dataSection:
			content, err = joinData(content)
		}
		return content, err
	})
	return out, stats, err
}

// DropPrinted returns a finished module without what is only printed when it panics.
func DropPrinted(module []byte) ([]byte, error) {
	return eachSection(module, func(id byte, content []byte) ([]byte, error) {
		if id != dataSection {
			return content, nil
		}
		list, err := readData(content)
		if err == nil {
			list, err = dropPrinted(list)
		}
		return writeData(list), err
	})
}

// eachSection returns the module with what f makes of the content of each section.
func eachSection(module []byte, f func(id byte, content []byte) ([]byte, error)) ([]byte, error) {
	if len(module) < len(moduleHead) || string(module[:len(moduleHead)]) != moduleHead {
		return nil, errModule
	}
	r := reader{module[len(moduleHead):], false}
	out := []byte(moduleHead)
	for len(r.b) > 0 {
		id := r.byte()
		content := r.bytes(r.unsigned())
		if r.bad {
			return nil, errModule
		}
		content, err := f(id, content)
		if err != nil {
			return nil, fmt.Errorf("section %d: %w", id, err)
		}
		out = binary.AppendUvarint(append(out, id), uint64(len(content)))
		out = append(out, content...)
	}
	return out, nil
}

// countImports returns how many functions a module imports; Go's import nothing else.
func countImports(content []byte) (int, error) {
	r := reader{content, false}
	n := r.unsigned()
	for i := uint64(0); i < n && !r.bad; i++ {
		r.bytes(r.unsigned()) // of which module
		r.bytes(r.unsigned()) // by which name
		const function = 0
		if r.byte() != function {
			return 0, fmt.Errorf("%w: it imports more than functions", errModule)
		}
		r.unsigned() // of which type
	}
	if r.bad || len(r.b) > 0 {
		return 0, errModule
	}
	return int(n), nil
}
