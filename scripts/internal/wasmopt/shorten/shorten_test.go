package shorten

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"byeolpyo/scripts/internal/wasmopt/leb128"
)

// code writes instructions: numbers are bytes, and texts are as they stand.
func code(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			b = append(b, byte(p))
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

func signed(op int, v int64) []byte { return leb128.Append([]byte{byte(op)}, v) }

var (
	reads = code(opGlobalGet, 0, opLocalSet, 1) // the stack pointer, as functions begin
	slot  = func(v int64) []byte {              // an address on the stack, as Go's compiler writes it
		return code(opLocalGet, 1, opExtendU, signed(opI64Const, v), opI64Add, opWrap)
	}
)

func TestFunction(t *testing.T) {
	const end = 0x0B
	for _, c := range []struct {
		name      string
		was, want []byte
	}{
		{"a load", code(slot(24), opI64Load, 3, 0, opDrop), code(opLocalGet, 1, opI64Load, 3, 24, opDrop)},
		{"a load beside", code(slot(24), opI64Load, 3, 8, opDrop), code(opLocalGet, 1, opI64Load, 3, 32, opDrop)},
		{"a store", code(slot(200), opI64Const, 0, 0x37, 3, 0), code(opLocalGet, 1, opI64Const, 0, 0x37, 3, 0xC8, 1)},
		{"a store of what is loaded", code(slot(16), slot(8), opI64Load, 3, 0, 0x37, 3, 0), code(opLocalGet, 1, opLocalGet, 1, opI64Load, 3, 8, 0x37, 3, 16)},
		{"an address that is kept", code(slot(16), opLocalSet, 3), code(opLocalGet, 1, opI32Const, 16, opI32Add, opLocalSet, 3)},
		{"an address that is stored", code(opLocalGet, 1, slot(16), 0x36, 2, 0), code(opLocalGet, 1, opLocalGet, 1, opI32Const, 16, opI32Add, 0x36, 2, 0)},
		{"below the stack pointer", code(slot(-8), opI64Load, 3, 0, opDrop), code(opLocalGet, 1, opI32Const, 0x78, opI32Add, opI64Load, 3, 0, opDrop)},
		{"of another variable", code(opLocalGet, 2, opExtendU, opI64Const, 8, opI64Add, opWrap, opI64Load, 3, 0, opDrop), code(opLocalGet, 2, opI32Const, 8, opI32Add, opI64Load, 3, 0, opDrop)},
		{"behind a call", code(slot(24), opCall, 5, opI64Load, 3, 0, opDrop), code(opLocalGet, 1, opI32Const, 24, opI32Add, opCall, 5, opI64Load, 3, 0, opDrop)},
		{"half of a word", code(opLocalGet, 2, opI64Load, 3, 8, opWrap, opDrop), code(opLocalGet, 2, opI32Load, 2, 8, opDrop)},
		{"a byte", code(opLocalGet, 2, opI64Load8U, 0, 8, opI64Eqz, opI32Eqz, opBrIf, 0), code(opLocalGet, 2, 0x2D, 0, 8, opBrIf, 0)},
		{"a constant", code(signed(opI64Const, 1<<32+7), opWrap, opDrop), code(opI32Const, 7, opDrop)},
		{"an opposite", code(opLocalGet, 2, opLocalGet, 3, 0x53, opI32Eqz, opBrIf, 0), code(opLocalGet, 2, opLocalGet, 3, 0x59, opBrIf, 0)},
		{"no opposite of floats", code(opLocalGet, 2, opLocalGet, 3, 0x63, opI32Eqz, opBrIf, 0), code(opLocalGet, 2, opLocalGet, 3, 0x63, opI32Eqz, opBrIf, 0)},
		{"set and get", code(opLocalGet, 2, opLocalSet, 3, opLocalGet, 3, opDrop), code(opLocalGet, 2, opLocalTee, 3, opDrop)},
		{"set and get of others", code(opLocalGet, 2, opLocalSet, 3, opLocalGet, 2, opDrop), code(opLocalGet, 2, opLocalSet, 3, opLocalGet, 2, opDrop)},
		{"get in the next block", code(opLocalGet, 2, opLocalSet, 3, end, opLocalGet, 3, opDrop), code(opLocalGet, 2, opLocalSet, 3, end, opLocalGet, 3, opDrop)},
		{"a return", code(opLocalGet, 1, opI32Const, 32, opI32Add, opLocalTee, 1, opGlobalSet, 0, opLocalGet, 1, opI32Const, 8, opI32Add, opLocalTee, 1, opGlobalSet, 0, opI32Const, 0, opReturn),
			code(opLocalGet, 1, opI32Const, 40, opI32Add, opGlobalSet, 0, opI32Const, 0, opReturn)},
		{"a return without a frame", code(opLocalGet, 1, opI32Const, 8, opI32Add, opLocalTee, 1, opGlobalSet, 0, opI32Const, 0, opReturn), code(opLocalGet, 1, opI32Const, 8, opI32Add, opGlobalSet, 0, opI32Const, 0, opReturn)},
		{"nothing", code(opNop, opLocalGet, 2, opNop, opDrop), code(opLocalGet, 2, opDrop)},
		{"a table", code(opBlock, 0x40, opLocalGet, 0, 0x0E, 1, 0, 0, end), code(opBlock, 0x40, opLocalGet, 0, 0x0E, 1, 0, 0, end)},
	} {
		head := code(1, 2, 0x7F, reads)
		got, err := function(code(head, c.was, end))
		if want := code(head, c.want, end); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: % x, %v; want % x", c.name, got[len(head):], err, want[len(head):])
		}
		if again, _ := function(got); !slices.Equal(again, got) {
			t.Errorf("%s: twice is not once", c.name)
		}
	}
	// Where local 1 is no stack pointer, it may be anything.
	was := code(0, opLocalGet, 1, opI32Const, 8, opI32Add, opI64Load, 3, 0, opDrop, end)
	if got, err := function(was); err != nil || !slices.Equal(got, was) {
		t.Errorf("another function: % x, %v", got, err)
	}
}

func TestBadCode(t *testing.T) {
	body := code(0, reads, slot(8), opI64Load, 3, 0, opDrop, opI32Const, 0, 0x0B)
	section := append([]byte{1}, binary.AppendUvarint(nil, uint64(len(body)))...)
	section = append(section, body...)
	if got, err := Code(section); err != nil || len(got) >= len(section) {
		t.Errorf("% x, %v", got, err)
	}
	for n := range section {
		if _, err := Code(section[:n]); err == nil {
			t.Errorf("%d of %d bytes are taken for a section", n, len(section))
		}
	}
	for _, bad := range [][]byte{{0, 0xFF}, {0, opMore, 12}, {0, opI64Const}, {0, opF64Const, 1}, {1}, {0, 0x0E, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F}} {
		if _, err := function(bad); err == nil {
			t.Errorf("% x is taken for a function", bad)
		}
	}
}

// machine runs instructions that follow each other.
type machine struct {
	memory [512]byte
	locals [6]int64 // 1 to 3 of 32 bits
	global int64
	stack  []int64
}

func (m *machine) pop() int64 {
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *machine) push(v int64) { m.stack = append(m.stack, v) }

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// run carries out instructions up to a branch that is taken or a return, and tells what
// came of it.
func (m *machine) run(body []byte) (how string) {
	r := reader{in: body}
	for range r.uvarint() {
		r.uvarint()
		r.skip(1)
	}
	sizes := map[byte][2]int{0x28: {4, 0}, 0x29: {8, 0}, 0x2C: {1, 1}, 0x2D: {1, 0}, 0x2E: {2, 1}, 0x2F: {2, 0}, 0x30: {1, 1}, 0x31: {1, 0}, 0x32: {2, 1}, 0x33: {2, 0}, 0x34: {4, 1}, 0x35: {4, 0}, 0x36: {4, 0}, 0x37: {8, 0}, 0x3A: {1, 0}, 0x3C: {1, 0}, 0x3E: {4, 0}}
	for r.at < len(body) {
		i := r.next()
		switch op := i.op; {
		case op == opNop:
		case op == opDrop:
			m.pop()
		case op == opLocalGet:
			m.push(m.locals[i.n])
		case op == opLocalSet:
			m.locals[i.n] = m.pop()
		case op == opLocalTee:
			m.locals[i.n] = m.stack[len(m.stack)-1]
		case op == opGlobalGet:
			m.push(m.global)
		case op == opGlobalSet:
			m.global = m.pop()
		case op == opI32Const:
			m.push(int64(int32(i.v)))
		case op == opI64Const:
			m.push(i.v)
		case op >= opI32Load && op <= opI64Load32U:
			at := int64(uint32(m.pop())) + i.v
			v, size := uint64(0), sizes[op]
			for k := size[0] - 1; k >= 0; k-- {
				v = v<<8 | uint64(m.memory[at+int64(k)])
			}
			if bits := 64 - 8*size[0]; size[1] == 1 {
				v = uint64(int64(v<<bits) >> bits)
			}
			if op < opI64Load || op >= opI32Load8S && op <= opI32Load16U {
				v = uint64(int64(int32(v)))
			}
			m.push(int64(v))
		case op >= opI32Store && op <= opI64Store32:
			v := m.pop()
			at := int64(uint32(m.pop())) + i.v
			for k := range sizes[op][0] {
				m.memory[at+int64(k)] = byte(v >> (8 * k))
			}
		case op == opWrap:
			m.push(int64(int32(m.pop())))
		case op == opExtendU:
			m.push(int64(uint32(m.pop())))
		case op == opExtendS:
			m.push(int64(int32(m.pop())))
		case op == opI64Eqz, op == opI32Eqz:
			m.push(truth(m.pop() == 0))
		case op == opI64Add:
			m.push(m.pop() + m.pop())
		case op == opI32Add:
			m.push(int64(int32(m.pop() + m.pop())))
		case op == opI32Sub:
			b := m.pop()
			m.push(int64(int32(m.pop() - b)))
		case op >= opI32Eq && op <= opI32GeU || op >= opI64Eq && op <= opI64GeU:
			b, a := m.pop(), m.pop()
			ua, ub := uint64(a), uint64(b)
			if op <= opI32GeU {
				ua, ub = uint64(uint32(a)), uint64(uint32(b))
				op += opI64Eq - opI32Eq
			}
			m.push(truth([...]bool{a == b, a != b, a < b, ua < ub, a > b, ua > ub, a <= b, ua <= ub, a >= b, ua >= ub}[op-opI64Eq]))
		case op == opBrIf:
			if m.pop() != 0 {
				return fmt.Sprint("branch ", i.n)
			}
		case op == opReturn:
			return fmt.Sprint("return ", m.pop())
		default:
			panic(fmt.Sprintf("instruction %x", op))
		}
	}
	return "end"
}

// random writes instructions as Go's compiler does, and some that it does not: each piece
// leaves the stack as it was.
func random(r *rand.Rand) []byte {
	var value, word func(depth int) []byte
	address := func(depth int) []byte {
		switch k := r.IntN(6); {
		case k < 3:
			return slot(8 * int64(r.IntN(8)))
		case k == 3:
			return code(opLocalGet, 1, opI32Const, 8*r.IntN(8), opI32Add)
		case k == 4 && depth > 0:
			return code(opLocalGet, 2, opExtendU, signed(opI64Const, 8), opI64Add, opWrap)
		}
		return code(opLocalGet, 1+r.IntN(3))
	}
	word = func(depth int) []byte { // of 32 bits
		if depth == 0 {
			return signed(opI32Const, int64(int32(r.Uint32()))>>r.IntN(32))
		}
		switch r.IntN(6) {
		case 0:
			return code(value(depth-1), opWrap)
		case 1:
			return code(value(depth-1), value(depth-1), opI64Eq+r.IntN(10))
		case 2:
			return code(word(depth-1), word(depth-1), opI32Eq+r.IntN(10))
		case 3:
			return code(word(depth-1), opI32Eqz)
		case 4:
			return code(value(depth-1), opI64Eqz)
		}
		return code(address(depth), []int{opI32Load, opI32Load8S, 0x2D}[r.IntN(3)], 0, r.IntN(16))
	}
	value = func(depth int) []byte { // of 64
		if depth == 0 {
			return signed(opI64Const, int64(r.Uint64())>>r.IntN(64))
		}
		switch r.IntN(5) {
		case 0:
			return code(word(depth-1), []int{opExtendS, opExtendU}[r.IntN(2)])
		case 1:
			return code(value(depth-1), value(depth-1), opI64Add)
		case 2:
			return code(opLocalGet, 4+r.IntN(2))
		}
		return code(address(depth), []int{opI64Load, opI64Load8S, opI64Load8U, opI64Load16S, opI64Load16U, opI64Load32S, opI64Load32U}[r.IntN(7)], 0, r.IntN(16))
	}
	b := code(1, 2, 0x7F, reads)
	for range 1 + r.IntN(12) {
		switch r.IntN(8) {
		case 0:
			b = code(b, address(2), word(2), []int{opI32Store, 0x3A}[r.IntN(2)], 0, r.IntN(16))
		case 1, 2:
			b = code(b, address(2), value(2), []int{0x37, 0x3C, opI64Store32}[r.IntN(3)], 0, r.IntN(16))
		case 3:
			b = code(b, value(2), opLocalSet, 4+r.IntN(2))
		case 4:
			k := 4 + r.IntN(2)
			b = code(b, value(2), opLocalSet, k, opLocalGet, 4+r.IntN(2), opLocalSet, 9-k)
		case 5:
			b = code(b, word(3), opBrIf, r.IntN(3))
		case 6:
			b = code(b, opNop)
		case 7: // a call, as far as the stack goes
			b = code(b, opLocalGet, 1, opI32Const, 8, opI32Sub, opLocalTee, 1, opGlobalSet, 0, opLocalGet, 1, signed(opI64Const, 0x12340005), 0x37, 3, 0, opGlobalGet, 0, opI32Const, 8, opI32Add, opLocalSet, 1)
		}
	}
	if r.IntN(3) > 0 {
		b = code(b, opLocalGet, 1, opI32Const, 16, opI32Add, opLocalTee, 1, opGlobalSet, 0)
	}
	return code(b, opLocalGet, 1, opI32Const, 8, opI32Add, opLocalTee, 1, opGlobalSet, 0, opI32Const, 0, opReturn)
}

// TestSameDoing: what is shortened does what it did.
func TestSameDoing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	shorter, n := 0, 10_000
	for range n {
		body := random(r)
		now, err := function(body)
		if err != nil {
			t.Fatal(err)
		}
		shorter += len(body) - len(now)
		a := machine{global: 256, locals: [6]int64{2: 128, 3: 200, 4: int64(r.Uint64()), 5: int64(r.Uint64())}}
		for i := range a.memory {
			a.memory[i] = byte(r.Uint32())
		}
		b := a
		how, then := a.run(body), b.run(now)
		a.locals[1], b.locals[1] = 0, 0 // nobody reads it again
		if how != then || a.memory != b.memory || a.global != b.global || a.locals != b.locals && how[:6] == "branch" {
			t.Fatalf("% x\nbecame % x: %s, %s", body, now, how, then)
		}
	}
	if shorter < 20*n {
		t.Errorf("%d bytes less for %d functions", shorter, n)
	}
}
