// Package shorten writes Go's WebAssembly in fewer instructions that do the same.
//
// Go's compiler keeps all addresses in 64 bits and the stack pointer, local variable 1, in
// 32, so that nearly every look at the stack extends, adds and wraps; it writes a
// comparison and then its opposite; and what returns moves the stack pointer twice. A tenth
// of the code is such. Only instructions that follow each other within a block are
// written anew, and none that calls: no number by which Go's runtime knows a place, nothing
// in memory and nothing that a callee sees becomes another.
package shorten

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"byeolpyo/scripts/internal/wasmopt/leb128"
)

var errCode = errors.New("shorten: not a code section")

// Code returns the content of a module's code section with shorter functions.
func Code(section []byte) ([]byte, error) {
	count, n := binary.Uvarint(section)
	if n <= 0 {
		return nil, errCode
	}
	out := append(make([]byte, 0, len(section)), section[:n]...)
	rest := section[n:]
	for range count {
		size, n := binary.Uvarint(rest)
		if n <= 0 || size > uint64(len(rest)-n) {
			return nil, errCode
		}
		body, err := function(rest[n:][:size])
		if err != nil {
			return nil, err
		}
		rest = rest[n+int(size):]
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	if len(rest) > 0 {
		return nil, errCode
	}
	return out, nil
}

// function shortens one function's body.
func function(body []byte) ([]byte, error) {
	r := reader{in: body}
	for n := r.uvarint(); n > 0 && r.err == nil; n-- {
		r.uvarint()
		r.skip(1)
	}
	w := writer{out: slices.Clone(body[:min(r.at, len(body))])}
	// What Go's compiler makes reads the stack pointer first: global 0 into local 1.
	w.goes = r.at < len(body) && len(body)-r.at > 4 && string(body[r.at:][:4]) == string([]byte{opGlobalGet, 0, opLocalSet, 1})
	for r.at < len(body) && r.err == nil {
		w.add(r.next())
	}
	return w.bytes(), r.err
}

// ins is one instruction.
type ins struct {
	op  byte
	n   uint64 // variable, function, label or alignment
	v   int64  // constant, or the offset of a load or store
	raw []byte // an instruction of which nothing is known here, as it is
}

// The instructions that mean something here.
const (
	opNop        = 0x01
	opBlock      = 0x02
	opIf         = 0x04
	opBrIf       = 0x0D
	opReturn     = 0x0F
	opCall       = 0x10
	opDrop       = 0x1A
	opSelect     = 0x1B
	opLocalGet   = 0x20
	opLocalSet   = 0x21
	opLocalTee   = 0x22
	opGlobalGet  = 0x23
	opGlobalSet  = 0x24
	opI32Load    = 0x28
	opI64Load    = 0x29
	opI32Load8S  = 0x2C
	opI32Load16U = 0x2F
	opI64Load8S  = 0x30
	opI64Load8U  = 0x31
	opI64Load16S = 0x32
	opI64Load16U = 0x33
	opI64Load32S = 0x34
	opI64Load32U = 0x35
	opI32Store   = 0x36
	opI64Store32 = 0x3E
	opMemorySize = 0x3F
	opMemoryGrow = 0x40
	opI32Const   = 0x41
	opI64Const   = 0x42
	opF32Const   = 0x43
	opF64Const   = 0x44
	opI32Eqz     = 0x45
	opI32Eq      = 0x46
	opI32GeU     = 0x4F
	opI64Eqz     = 0x50
	opI64Eq      = 0x51
	opI64GeU     = 0x5A
	opI32Add     = 0x6A
	opI32Sub     = 0x6B
	opI64Add     = 0x7C
	opWrap       = 0xA7
	opExtendS    = 0xAC
	opExtendU    = 0xAD
	opMore       = 0xFC
)

// maxFrame bounds the offsets in a function's frame that are rewritten, far below where a sum
// with the stack pointer could exceed 32 bits.
const maxFrame = 1 << 24

// value is what is known of a value on the stack.
type value struct {
	// at is where in the list of instructions its last two stand, i32.const and i32.add,
	// where it is the stack pointer and a number; 0: it is something else.
	at int
}

// writer collects instructions, rewriting each together with those before it.
type writer struct {
	out   []byte // the local variables
	list  []ins
	stack []value // the values on the stack, as far as they are known
	goes  bool    // local 1 is the stack pointer
}

// tail reports whether the list ends with these instructions.
func (w *writer) tail(ops ...byte) bool {
	n := len(w.list) - len(ops)
	if n < 0 {
		return false
	}
	for i, op := range ops {
		if w.list[n+i].op != op {
			return false
		}
	}
	return true
}

// last is the instruction that is i before the last, which is 0.
func (w *writer) last(i int) *ins { return &w.list[len(w.list)-1-i] }

// cut removes the last n instructions.
func (w *writer) cut(n int) { w.list = w.list[:len(w.list)-n] }

// add adds an instruction.
func (w *writer) add(i ins) {
	if w.rewrite(i) {
		return
	}
	switch {
	case i.op >= opI32Load && i.op <= opI64Load32U:
		i.v += w.fold(w.pop())
	case i.op >= opI32Store && i.op <= opI64Store32:
		w.pop()
		i.v += w.fold(w.pop())
	default:
		w.list = append(w.list, i)
		w.track(i)
		return
	}
	w.list = append(w.list, i)
	if i.op <= opI64Load32U {
		w.push(value{})
	}
}

// rewrite writes i and the instructions before it as others, and reports whether it has.
func (w *writer) rewrite(i ins) bool {
	switch i.op {
	case opNop:
		return true
	case opWrap:
		switch {
		case w.tail(opExtendU), w.tail(opExtendS):
			w.cut(1)
		case w.tail(opExtendU, opI64Const, opI64Add):
			k := w.last(1).v
			w.cut(3)
			w.list = append(w.list, ins{op: opI32Const, v: int64(int32(k))}, ins{op: opI32Add})
			w.pop()
			w.push(w.known())
		case w.tail(opI64Const):
			l := w.last(0)
			l.op, l.v = opI32Const, int64(int32(l.v))
		case w.tail(opI64Load), w.tail(opI64Load32U), w.tail(opI64Load32S):
			l := w.last(0)
			l.op, l.n = opI32Load, min(l.n, 2)
		case w.tail(opI64Load8S), w.tail(opI64Load8U), w.tail(opI64Load16S), w.tail(opI64Load16U):
			w.last(0).op -= opI64Load8S - opI32Load8S
		default:
			return false
		}
		return true
	case opI64Eqz:
		switch {
		case w.tail(opExtendU):
			w.cut(1)
		case w.tail(opI64Load8U):
			w.last(0).op -= opI64Load8S - opI32Load8S
		default:
			return false
		}
		w.add(ins{op: opI32Eqz})
		return true
	case opI32Eqz:
		if len(w.list) == 0 {
			return false
		}
		l := w.last(0)
		if op := opposite(l.op); op != 0 {
			l.op = op
			return true
		}
	case opIf, opBrIf:
		if w.tail(opI32Eqz, opI32Eqz) {
			w.cut(2)
		}
	case opLocalGet:
		// The beginning of a function stays, since it identifies it.
		if w.tail(opLocalSet) && w.last(0).n == i.n && !(w.goes && i.n == 1) {
			w.last(0).op = opLocalTee
			w.push(value{})
			return true
		}
	case opReturn:
		w.leave()
	}
	return false
}

// opposite is the comparison that is true where another is false, 0 for what is none.
func opposite(op byte) byte {
	first := byte(opI32Eq)
	switch {
	case op >= opI64Eq && op <= opI64GeU:
		first = opI64Eq
	case op < opI32Eq || op > opI32GeU:
		return 0
	}
	// equal, not equal, less, less, greater, greater, at most, at most, at least, at least:
	// each second one without signs.
	return first + [...]byte{1, 0, 8, 9, 6, 7, 4, 5, 2, 3}[op-first]
}

// leave shortens what stands before a return: the stack pointer leaves the frame and the
// address of return at once, and nobody reads the local variable again.
func (w *writer) leave() {
	if !w.goes || !w.tail(opLocalGet, opI32Const, opI32Add, opLocalTee, opGlobalSet, opI32Const) {
		return
	}
	end := *w.last(0)
	if w.last(1).n != 0 || w.last(2).n != 1 || w.last(5).n != 1 {
		return
	}
	size := w.last(4).v
	w.cut(6)
	if w.tail(opLocalGet, opI32Const, opI32Add, opLocalTee, opGlobalSet) && w.last(0).n == 0 && w.last(1).n == 1 && w.last(4).n == 1 {
		size += w.last(3).v
		w.cut(5)
	}
	w.list = append(w.list, ins{op: opLocalGet, n: 1}, ins{op: opI32Const, v: size}, ins{op: opI32Add}, ins{op: opGlobalSet}, end)
}

// known describes the value that the last instruction leaves.
func (w *writer) known() value {
	if n := len(w.list); w.goes && w.tail(opLocalGet, opI32Const, opI32Add) && w.last(2).n == 1 && w.last(1).v >= 0 && w.last(1).v < maxFrame {
		return value{at: n - 2}
	}
	return value{}
}

// fold takes a number off an address, and returns it: a load or store adds it itself. The
// stack is within memory, so that neither sum is beyond 32 bits.
func (w *writer) fold(v value) int64 {
	if v.at == 0 {
		return 0
	}
	k := w.list[v.at].v
	w.list = slices.Delete(w.list, v.at, v.at+2)
	return k
}

func (w *writer) push(v value) { w.stack = append(w.stack, v) }

func (w *writer) pop() value {
	n := len(w.stack) - 1
	if n < 0 {
		return value{}
	}
	v := w.stack[n]
	w.stack = w.stack[:n]
	return v
}

// track follows the values on the stack.
func (w *writer) track(i ins) {
	pops, pushes := arity(i)
	if pops < 0 {
		w.stack = w.stack[:0]
		return
	}
	for range pops {
		w.pop()
	}
	if pushes == 1 {
		if i.op == opI32Add {
			w.push(w.known())
		} else {
			w.push(value{})
		}
	}
}

// arity is how many values an instruction takes and leaves; -1: what it does is not known
// here, or it leads elsewhere.
func arity(i ins) (pops, pushes int) {
	switch op := i.op; {
	case op == opDrop, op == opLocalSet, op == opGlobalSet:
		return 1, 0
	case op == opSelect:
		return 3, 1
	case op == opLocalGet, op == opGlobalGet, op >= opI32Const && op <= opF64Const, op == opMemorySize:
		return 0, 1
	case op == opLocalTee, op == opMemoryGrow, op == opI32Eqz, op == opI64Eqz, op >= 0x67 && op <= 0x69, op >= 0x79 && op <= 0x7B,
		op >= 0x8B && op <= 0x91, op >= 0x99 && op <= 0x9F, op >= opWrap && op <= 0xC4:
		return 1, 1
	case op >= opI32Eq && op <= 0xA6:
		return 2, 1
	case op == opMore && i.n <= 7:
		return 1, 1
	case op == opMore:
		return 3, 0
	}
	return -1, 0
}

// bytes is the body.
func (w *writer) bytes() []byte {
	out := w.out
	for _, i := range w.list {
		switch op := i.op; {
		case i.raw != nil:
			out = append(out, i.raw...)
		case op == opCall, op == opBrIf, op == opBrIf-1, op >= opLocalGet && op <= opGlobalSet:
			out = binary.AppendUvarint(append(out, op), i.n)
		case op >= opI32Load && op <= opI64Store32:
			out = binary.AppendUvarint(append(out, op), i.n)
			out = binary.AppendUvarint(out, uint64(i.v))
		case op == opI32Const, op == opI64Const:
			out = leb128.Append(append(out, op), i.v)
		default:
			out = append(out, op)
		}
	}
	return out
}

// reader reads instructions. The first error stays.
type reader struct {
	in  []byte
	at  int
	err error
}

func (r *reader) fail() {
	r.err = errCode
	r.at = len(r.in)
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.in[min(r.at, len(r.in)):])
	if n <= 0 || v > math.MaxUint32 {
		r.fail()
		return 0
	}
	r.at += n
	return v
}

func (r *reader) varint() int64 {
	v, n := leb128.Read(r.in[min(r.at, len(r.in)):])
	if n == 0 {
		r.fail()
	}
	r.at += n
	return v
}

func (r *reader) skip(n int) {
	if len(r.in)-r.at < n {
		r.fail()
		return
	}
	r.at += n
}

// next reads one instruction.
func (r *reader) next() ins {
	from := r.at
	i := ins{op: r.in[from]}
	r.at++
	asIs := true
	switch op := i.op; {
	case op == opCall, op == opBrIf, op == opBrIf-1, op >= opLocalGet && op <= opGlobalSet:
		i.n = r.uvarint()
		asIs = false
	case op >= opI32Load && op <= opI64Store32:
		i.n, i.v = r.uvarint(), int64(r.uvarint())
		asIs = false
	case op == opI32Const, op == opI64Const:
		i.v = r.varint()
		asIs = false
	case op <= opNop, op == 0x05, op == 0x0B, op == opReturn, op == opDrop, op == opSelect, op >= opI32Eqz && op <= 0xC4:
		asIs = false
	case op >= opBlock && op <= opIf:
		r.varint()
	case op == 0x0E: // br_table
		for n := r.uvarint() + 1; n > 0 && r.err == nil; n-- {
			r.uvarint()
		}
	case op == 0x11: // call_indirect
		r.uvarint()
		r.uvarint()
	case op == opMemorySize, op == opMemoryGrow:
		r.skip(1)
	case op == opF32Const:
		r.skip(4)
	case op == opF64Const:
		r.skip(8)
	case op == opMore:
		switch i.n = r.uvarint(); {
		case i.n <= 7:
		case i.n == 10:
			r.skip(2)
		case i.n == 11:
			r.skip(1)
		default:
			r.fail()
		}
	default:
		r.fail()
	}
	if asIs {
		i.raw = r.in[from:min(r.at, len(r.in))]
	}
	return i
}
