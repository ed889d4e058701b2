package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// A WebAssembly module, of which the build rewrites one section. The linker
// leaves every eight zero bytes out of the data, which makes 45,000 segments of
// the page program's; each begins with an address, and addresses do not repeat.
// With the zeros written out there are some sixty, and the module is a tenth
// smaller gzipped, though it is larger unpacked. Its memory is the same.

// joinGap is how many zero bytes between two segments are written out: what a
// segment's head takes is at most 13 bytes, but a run of zeros packs to none.
const joinGap = 64

const (
	dataSection = 11 // https://webassembly.github.io/spec/core/binary/modules.html
	opConst     = 0x41
	opEnd       = 0x0B
)

var errModule = errors.New("not a module as Go's linker makes it")

// segment is a part of the memory that a module begins with.
type segment struct {
	at   int64
	data []byte
}

// joinData returns the module with its data in as few segments as joinGap makes.
func joinData(module []byte) ([]byte, error) {
	const head = 8 // magic and version
	if len(module) < head {
		return nil, errModule
	}
	r := wasmReader{b: module, i: head}
	out := append([]byte(nil), module[:head]...)
	for r.i < len(module) {
		from := r.i
		id := r.byte()
		content := r.bytes(r.unsigned())
		if r.bad {
			return nil, errModule
		}
		if id != dataSection {
			out = append(out, module[from:r.i]...)
			continue
		}
		segments, err := readData(content)
		if err != nil {
			return nil, err
		}
		content = writeData(join(segments))
		out = append(appendUnsigned(append(out, dataSection), uint64(len(content))), content...)
	}
	return out, nil
}

// readData returns the segments of a data section by address.
func readData(content []byte) ([]segment, error) {
	r := wasmReader{b: content}
	var list []segment
	for n := r.unsigned(); n > 0 && !r.bad; n-- {
		// Kind 0: into memory 0, at a constant address.
		if r.unsigned() != 0 || r.byte() != opConst {
			return nil, fmt.Errorf("%w: a data segment of another kind", errModule)
		}
		s := segment{at: r.signed()}
		if r.byte() != opEnd {
			return nil, fmt.Errorf("%w: an address that is computed", errModule)
		}
		s.data = r.bytes(r.unsigned())
		list = append(list, s)
	}
	if r.bad || r.i != len(content) {
		return nil, errModule
	}
	slices.SortFunc(list, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	for i := 1; i < len(list); i++ {
		if list[i].at < list[i-1].at+int64(len(list[i-1].data)) {
			return nil, fmt.Errorf("%w: data over data", errModule)
		}
	}
	return list, nil
}

// join writes out the zeros between segments that are near one another.
func join(list []segment) []segment {
	var out []segment
	for _, s := range list {
		if n := len(out) - 1; n >= 0 {
			if gap := s.at - out[n].at - int64(len(out[n].data)); gap <= joinGap {
				out[n].data = append(append(out[n].data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		out = append(out, segment{s.at, append([]byte(nil), s.data...)})
	}
	return out
}

func writeData(list []segment) []byte {
	b := appendUnsigned(nil, uint64(len(list)))
	for _, s := range list {
		b = append(appendSigned(append(b, 0, opConst), s.at), opEnd)
		b = append(appendUnsigned(b, uint64(len(s.data))), s.data...)
	}
	return b
}

// wasmReader reads the numbers of a module; what runs over the end is bad.
type wasmReader struct {
	b   []byte
	i   int
	bad bool
}

func (r *wasmReader) byte() byte {
	if r.i >= len(r.b) {
		r.bad = true
		return 0
	}
	r.i++
	return r.b[r.i-1]
}

func (r *wasmReader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)-r.i) {
		r.bad = true
		return nil
	}
	r.i += int(n)
	return r.b[r.i-int(n) : r.i]
}

// unsigned and signed read LEB128, of at most 32 bits as all of ours are.
func (r *wasmReader) unsigned() (v uint64) {
	for shift := 0; shift < 35; shift += 7 {
		c := r.byte()
		v |= uint64(c&0x7F) << shift
		if c < 0x80 {
			return v
		}
	}
	r.bad = true
	return 0
}

func (r *wasmReader) signed() (v int64) {
	for shift := 0; shift < 35; {
		c := r.byte()
		v |= int64(c&0x7F) << shift
		shift += 7
		if c < 0x80 {
			if c&0x40 != 0 {
				v |= -1 << shift
			}
			return v
		}
	}
	r.bad = true
	return 0
}

func appendUnsigned(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func appendSigned(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7F)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
