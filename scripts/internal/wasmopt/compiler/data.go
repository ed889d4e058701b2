package compiler

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"byeolpyo/scripts/internal/wasmopt/leb128"
)

// The linker leaves every eight zero bytes out of the data, which makes 45,000
// segments of the page program's; each begins with an address, and addresses do not
// repeat. With the zeros written out there are some sixty, and the module is a tenth
// smaller gzipped, though it is larger unpacked. Its memory is the same.

// joinGap is how many zero bytes between two segments are written out: what a
// segment's head takes is at most 13 bytes, but a run of zeros packs to none.
const joinGap = 64

const (
	opConst = 0x41
	opEnd   = 0x0B
)

// segment is a part of the memory that a module begins with.
type segment struct {
	at   int64
	data []byte
}

// joinData returns a data section with as few segments as joinGap makes.
func joinData(content []byte) ([]byte, error) {
	segments, err := readData(content)
	if err != nil {
		return nil, err
	}
	return writeData(join(segments)), nil
}

// readData returns the segments of a data section by address.
func readData(content []byte) ([]segment, error) {
	r := reader{b: content}
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
	if r.bad || len(r.b) > 0 {
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

// nonzero returns the segments of a memory: it leaves out what is zero for longer than
// joinGap.
func nonzero(memory []byte) []segment {
	var out []segment
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		end := at + 1 // behind the last byte that is not zero
		for i := end; i < len(memory) && i-end <= joinGap; i++ {
			if memory[i] != 0 {
				end = i + 1
			}
		}
		out = append(out, segment{int64(at), memory[at:end:end]})
		at = end
	}
	return out
}

func writeData(list []segment) []byte {
	b := binary.AppendUvarint(nil, uint64(len(list)))
	for _, s := range list {
		b = append(leb128.Append(append(b, 0, opConst), s.at), opEnd)
		b = append(binary.AppendUvarint(b, uint64(len(s.data))), s.data...)
	}
	return b
}

// reader reads parts of a module; what runs over the end is bad.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

// unsigned and signed read numbers of at most 32 bits, as all of ours are.
func (r *reader) unsigned() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > math.MaxUint32 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) signed() int64 {
	v, n := leb128.Read(r.b)
	if n == 0 || v != int64(int32(v)) {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}
