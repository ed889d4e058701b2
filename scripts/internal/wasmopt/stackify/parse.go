package stackify

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"

	"byeolpyo/scripts/internal/wasmopt/leb128"
)

// The instructions that mean something here.
const (
	opUnreachable  = 0x00
	nop            = "\x01"
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0B
	opBr           = 0x0C
	opBrIf         = 0x0D
	opBrTable      = 0x0E
	opReturn       = 0x0F
	opCall         = 0x10
	opCallIndirect = 0x11
	opLocalGet     = 0x20
	opLocalSet     = 0x21
	opI32Const     = 0x41

	void = 0x40 // the type of a block that leaves nothing
)

// fn is a function as Go's compiler makes them: a table, and the blocks it leads to.
type fn struct {
	head   []byte // the local variables, and reading the stack pointer
	unwind bool   // there is a block around all, left when the stack is unwound
	table  []int  // by the number that Go's runtime knows a place by: the block
	blocks []block
}

// block is a basic block of Go's compiler, or what is between two calls in it.
type block struct {
	items   []item
	ends    bool // it does not go on to the block after it
	returns bool // it may return to the caller

	// A block that ends with a call ends with an item of kind unwind.
	calls int  // the function that is called, or someCall
	never bool // it never returns

	// Where Go's runtime may enter: behind a call, and where deferred functions are
	// called.
	resumed, deferred bool
}

// someCall stands for a function that is not known before the program runs.
const someCall = -1

// item is a part of a block.
type item struct {
	kind  kind
	bytes []byte // of plain, begin and finish: the instructions
	to    int    // of jump: the block
	pc    int    // of jump: its number
}

type kind uint8

const (
	plain  kind = iota
	begin       // begins a block, loop or if within
	finish      // ends it
	jump        // to another block
	unwind      // leaves the function if what was called unwinds the stack
)

// nilCheck is how it begins that nil itself is looked at: i64.const 0, i64.eqz.
const nilCheck = "\x42\x00\x50"

var errInstruction = errors.New("an instruction that is not known here")

// prologue is how a call begins: the stack pointer goes down by 8, for the address
// of return.
var prologue = []byte{opLocalGet, 1, opI32Const, 8, 0x6B, 0x22, 1, 0x24, 0}

// parse returns nil when the function has another shape.
func parse(body []byte) (*fn, error) {
	r := reader{in: body}
	for range r.uvarint() {
		r.uvarint()
		r.at++
	}
	// Every function with a table reads the stack pointer first: global 0 into local 1.
	if !r.skip(0x23, 0, opLocalSet, 1) {
		return nil, r.err
	}
	f := &fn{head: body[:r.at]}
	before, loop, n := 0, false, 0
	for r.skip(opBlock, void) {
		before++
	}
	if r.skip(opLoop, void) {
		loop = true
		for r.skip(opBlock, void) {
			n++
		}
	} else {
		n, before = before, 0
	}
	if n == 0 || !r.skip(opLocalGet, 0, opBrTable) {
		return nil, r.err
	}
	for range r.uvarint() + 1 {
		f.table = append(f.table, int(r.uvarint()))
	}
	// The default is the last block: n is how many others there are.
	last := f.table[len(f.table)-1]
	if !loop {
		before = n - 1 - last
		n = last + 1
	}
	n--
	if r.err != nil || n != last || before < 0 || before > 1 || !r.skip(opEnd) {
		return nil, r.err
	}
	f.unwind = before == 1

	tail := []byte{opUnreachable, opEnd}
	if f.unwind {
		tail = []byte{opUnreachable, opEnd, opI32Const, 1, opEnd}
	}
	if loop {
		tail = append([]byte{opEnd}, tail...)
	}
	end := len(body) - len(tail)
	if end < r.at || string(body[end:]) != string(tail) {
		return nil, nil
	}
	r.in = body[:end]
	for i := 0; i <= n; i++ {
		b, ok := f.block(&r, n-i, loop, i == n)
		if r.err != nil || !ok {
			return nil, r.err
		}
		f.blocks = append(f.blocks, b)
	}
	return f, nil
}

// settle says for every call whether it returns.
func (f *fn) settle(returns func(function int) bool) {
	f.blocks[0].resumed = true
	for i := range f.blocks {
		b := &f.blocks[i]
		b.resumed = b.resumed || b.deferred
		if !b.endsWithCall() {
			continue
		}
		if b.never = !returns(b.calls); b.never {
			b.ends = true
		} else if i+1 < len(f.blocks) {
			f.blocks[i+1].resumed = true
		}
	}
}

func (b *block) endsWithCall() bool {
	return len(b.items) > 0 && b.items[len(b.items)-1].kind == unwind
}

// mayReturn reports whether there is a way to a return, if those functions return of
// which returns says so.
func (f *fn) mayReturn(returns func(function int) bool) bool {
	seen := make([]bool, len(f.blocks))
	var todo []int
	add := func(i int) {
		if i < len(f.blocks) && !seen[i] {
			seen[i] = true
			todo = append(todo, i)
		}
	}
	add(0)
	for i := range f.blocks {
		if f.blocks[i].deferred {
			add(i)
		}
	}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		b := &f.blocks[i]
		if b.returns {
			return true
		}
		for j := range b.items {
			if b.items[j].kind == jump {
				add(b.items[j].to)
			}
		}
		if !b.ends && (!b.endsWithCall() || returns(b.calls)) {
			add(i + 1)
		}
	}
	return false
}

// block reads a block in which n others are open, up to its end.
func (f *fn) block(r *reader, n int, loop, last bool) (b block, ok bool) {
	depth, from := 0, r.at
	b.calls = someCall
	// A panic that is recovered goes on at the call of the deferred functions, with
	// which a block begins.
	b.deferred = bytes.HasPrefix(bytes.TrimLeft(r.in[r.at:], nop), prologue)
	add := func(k kind, at int) *item {
		if at > from {
			b.items = append(b.items, item{kind: plain, bytes: r.in[from:at]})
		}
		b.items = append(b.items, item{kind: k, bytes: r.in[at:r.at]})
		from = r.at
		return &b.items[len(b.items)-1]
	}
	toLoop, toUnwind := -1, -1
	if loop {
		toLoop = n
	}
	if f.unwind {
		toUnwind = n
		if loop {
			toUnwind++
		}
	}
	// What is behind a dereference of nil is never reached. The compiler writes it for
	// what never returns in Go's runtime.
	one, two := r.at, r.at // where the two instructions before begin
	var isNull bool
	var null *block // the block up to there
	end := func(at int) block {
		if null != nil {
			return *null
		}
		if at > from {
			b.items = append(b.items, item{kind: plain, bytes: r.in[from:at]})
		}
		return b
	}
	for r.err == nil {
		at := r.at
		if at == len(r.in) {
			return end(at), last && depth == 0
		}
		op := r.in[at]
		isNull = isNull || depth == 0 && op == opIf && string(r.in[two:at]) == nilCheck
		two, one = one, at
		if depth == 0 && op != opEnd {
			b.ends = op == opReturn || op == opUnreachable
		}
		switch op {
		case opReturn:
			b.returns = true
			r.at++
		case opCall:
			r.at++
			b.calls = int(r.uvarint())
		case opCallIndirect:
			b.calls = someCall
			r.instruction()
		case opBlock, opLoop, opIf:
			r.instruction()
			add(begin, at)
			depth++
		case opEnd:
			r.at++
			if depth == 0 {
				return end(at), !last
			}
			depth--
			add(finish, at)
			if depth == 0 && isNull && null == nil {
				null = &block{items: slices.Clone(b.items), ends: true, returns: b.returns, calls: someCall, deferred: b.deferred}
				null.items = append(null.items, item{kind: plain, bytes: []byte{opUnreachable}})
			}
		case opI32Const:
			r.at++
			pc := int(r.varint())
			if !r.skip(opLocalSet, 0, opBr) {
				continue
			}
			to := int(r.uvarint())
			if to < depth {
				continue // to a block of its own, whatever it set
			}
			if to-depth != toLoop || pc < 0 {
				return b, false
			}
			j := add(jump, at)
			j.pc, j.to = pc, f.table[min(pc, len(f.table)-1)]
			b.ends = depth == 0
		case opBr, opBrIf:
			r.at++
			to := int(r.uvarint())
			if to < depth {
				continue
			}
			if op != opBrIf || to-depth != toUnwind {
				return b, false
			}
			add(unwind, at)
		case opBrTable:
			r.at++
			for range r.uvarint() + 1 {
				if int(r.uvarint()) >= depth {
					return b, false
				}
			}
		default:
			r.instruction()
		}
	}
	return b, false
}

// reader reads instructions. The first error stays.
type reader struct {
	in  []byte
	at  int
	err error
}

// skip passes over the bytes if they are next.
func (r *reader) skip(bytes ...byte) bool {
	if r.err != nil || len(r.in)-r.at < len(bytes) || string(r.in[r.at:r.at+len(bytes)]) != string(bytes) {
		return false
	}
	r.at += len(bytes)
	return true
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = errInstruction
	}
	r.at = len(r.in)
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.in[r.at:])
	if n <= 0 {
		r.fail()
		return 0
	}
	r.at += n
	return v
}

func (r *reader) varint() int64 {
	v, n := leb128.Read(r.in[r.at:])
	if n == 0 {
		r.fail()
	}
	r.at += n
	return v
}

func (r *reader) bytes(n int) {
	if len(r.in)-r.at < n {
		r.fail()
		return
	}
	r.at += n
}

// instruction passes over one instruction with what belongs to it.
func (r *reader) instruction() {
	if r.at >= len(r.in) {
		r.fail()
		return
	}
	op := r.in[r.at]
	r.at++
	switch {
	case op <= 0x01, op == opElse, op == opEnd, op == opReturn, op == 0x1A, op == 0x1B, op >= 0x45 && op <= 0xC4:
	case op == opBlock, op == opLoop, op == opIf:
		r.varint()
	case op == opCall, op == opBr, op == opBrIf, op >= 0x20 && op <= 0x26:
		r.uvarint()
	case op == opCallIndirect:
		r.uvarint()
		r.uvarint()
	case op >= 0x28 && op <= 0x3E:
		r.uvarint()
		r.uvarint()
	case op == 0x3F, op == 0x40:
		r.bytes(1)
	case op == opI32Const, op == 0x42:
		r.varint()
	case op == 0x43:
		r.bytes(4)
	case op == 0x44:
		r.bytes(8)
	case op == 0xFC:
		switch sub := r.uvarint(); {
		case sub <= 7: // conversions that saturate
		case sub == 10: // memory.copy
			r.bytes(2)
		case sub == 11: // memory.fill
			r.bytes(1)
		default:
			r.fail()
		}
	default:
		r.fail()
	}
}
