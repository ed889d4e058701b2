package stackify

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"byeolpyo/scripts/internal/wasmopt/leb128"
)

// Instructions that stand for what a program does: mark, test and call.
const (
	opMark = 0x42 // i64.const n, then drop: what is done at a place
	opDrop = 0x1A
	opTest = 0x23 // global.get 9: a condition

	panics = 2 // the function that never returns
)

// program is a random function: blocks that lead to others as they like.
type program struct {
	blocks []progBlock
}

type progBlock struct {
	ifs      []int // blocks to which it goes under a condition
	to       int   // and at last; -1: to the next, -2: it returns
	call     bool  // it ends with a call, after which the next goes on
	never    bool  // what it calls never returns
	null     bool  // it looks at nil
	deferred bool  // it begins with one
}

func randomProgram(r *rand.Rand) program {
	p := program{}
	n := 1 + r.IntN(12)
	calls := r.IntN(4)
	for range n {
		b := progBlock{to: -1}
		for range r.IntN(3) {
			b.ifs = append(b.ifs, r.IntN(n))
		}
		switch k := r.IntN(10); {
		case k < 3:
			b.to = r.IntN(n)
		case k < 4:
			b.to = -2
		case k < 4+calls:
			b.call = true
		case k == 9 && calls > 0:
			b.call, b.deferred = true, true
		}
		b.never = b.call && r.IntN(5) == 0
		b.null = !b.deferred && calls > 0 && r.IntN(10) == 0
		p.blocks = append(p.blocks, b)
	}
	// Behind a call there is always a block.
	p.blocks = append(p.blocks, progBlock{to: -2})
	return p
}

// compile writes the function as Go's compiler does. Blocks are known by numbers some
// of which are left out, as they are when inlined functions end.
func (p program) compile(r *rand.Rand) []byte {
	n := len(p.blocks)
	number := make([]int, n) // by block
	var table []int
	for i := range n {
		for range 1 + r.IntN(3) {
			table = append(table, i)
		}
		number[i] = len(table) - 1
	}
	jumps, calls := false, false
	for i := range p.blocks {
		b := &p.blocks[i]
		jumps = jumps || len(b.ifs) > 0 || b.to >= 0
		calls = calls || b.call || b.null
	}
	leave := func(open int) int { // the label of the block around all
		if jumps {
			open++
		}
		return open
	}
	out := []byte{1, 2, 0x7F, 0x23, 0, opLocalSet, 1}
	if calls {
		out = append(out, opBlock, void)
	}
	if jumps {
		out = append(out, opLoop, void)
	}
	for range n {
		out = append(out, opBlock, void)
	}
	out = append(out, opLocalGet, 0, opBrTable)
	out = binary.AppendUvarint(out, uint64(len(table)-1))
	for _, i := range table {
		out = binary.AppendUvarint(out, uint64(i))
	}
	out = append(out, opEnd)
	for i := range p.blocks {
		b := &p.blocks[i]
		open := n - 1 - i
		jump := func(to, depth int) {
			out = append(out, opI32Const)
			out = leb128.Append(out, int64(number[to]))
			out = append(out, opLocalSet, 0, opBr)
			out = binary.AppendUvarint(out, uint64(open+depth))
		}
		mark := func() {
			out = append(out, opMark)
			out = leb128.Append(out, int64(i))
			out = append(out, opDrop)
		}
		if !b.deferred {
			mark()
		}
		if b.null {
			out = append(out, nilCheck...)
			out = append(out, opIf, void, opCall, panics, opBrIf)
			out = binary.AppendUvarint(out, uint64(1+leave(open)))
			out = append(out, opEnd)
		}
		if !b.deferred {
			for _, to := range b.ifs {
				out = append(out, opTest, 9, opIf, void)
				jump(to, 1)
				out = append(out, opEnd)
			}
		}
		switch {
		case b.call:
			// The interpreter takes the number for the address of return.
			next := number[i+1]
			if b.deferred {
				out = append(out, nop[0])
			}
			out = append(out, prologue...)
			out = append(out, opMark)
			out = leb128.Append(out, int64(1000+1000*i+next))
			out = append(out, opDrop, opCall, 0)
			if b.never {
				out[len(out)-1] = panics
			}
			out = append(out, opBrIf)
			out = binary.AppendUvarint(out, uint64(leave(open)))
		case b.to >= 0:
			jump(b.to, 0)
		case b.to == -2:
			out = append(out, opI32Const, 0, opReturn)
		}
		if i < n-1 {
			out = append(out, opEnd)
		}
	}
	if jumps {
		out = append(out, opEnd)
	}
	out = append(out, opUnreachable)
	if calls {
		out = append(out, opEnd, opI32Const, 1)
	}
	return append(out, opEnd)
}

// machine runs a function and writes down what it does. What conditions and calls say
// comes from a source that is the same for the same way.
type machine struct {
	r     *rand.Rand
	trace []string
	steps int
}

// run runs the function from the block of a number on, and again from where it is to
// be resumed whenever a call unwinds the stack.
func (m *machine) run(body []byte, from int) error {
	for {
		again, err := m.once(body, from)
		if err != nil || again < 0 || m.steps <= 0 {
			return err
		}
		m.trace = append(m.trace, "resumed")
		from = again
	}
}

// once returns where to resume, or -1 when the function has returned.
func (m *machine) once(body []byte, from int) (int, error) {
	r := reader{in: body}
	for range r.uvarint() {
		r.uvarint()
		r.at++
	}
	// Where each block ends.
	ends := map[int]int{}
	var starts []int
	for scan := r; scan.at < len(body); {
		at := scan.at
		switch body[at] {
		case opBlock, opLoop, opIf:
			starts = append(starts, at)
		case opEnd:
			if len(starts) == 0 {
				if at != len(body)-1 {
					return 0, fmt.Errorf("the function ends at %d of %d", at, len(body))
				}
				break
			}
			ends[starts[len(starts)-1]] = at
			starts = starts[:len(starts)-1]
		}
		if body[at] == opBrTable {
			scan.at++
			for range scan.uvarint() + 1 {
				scan.uvarint()
			}
			continue
		}
		scan.instruction()
		if scan.err != nil {
			return 0, scan.err
		}
	}
	if len(starts) > 0 {
		return 0, fmt.Errorf("%d blocks have no end", len(starts))
	}
	type label struct{ at, height int }
	var labels []label
	var stack []int64
	pop := func() int64 {
		if len(stack) == 0 {
			r.fail()
			return 0
		}
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		return v
	}
	branch := func(depth int) {
		if depth >= len(labels) {
			r.fail()
			return
		}
		l := labels[len(labels)-1-depth]
		stack = stack[:l.height]
		if body[l.at] == opLoop {
			labels = labels[:len(labels)-depth]
			r.at = l.at + 2
		} else {
			labels = labels[:len(labels)-1-depth]
			r.at = ends[l.at] + 1
		}
	}
	locals := []int64{int64(from), 0, 0}
	resume := 0
	for ; m.steps > 0 && r.err == nil; m.steps-- {
		at := r.at
		op := body[at]
		switch op {
		case opUnreachable:
			return -1, fmt.Errorf("at %d, which is unreachable", at)
		case nop[0], opLocalGet, opLocalSet, 0x22, 0x23, 0x24, opI32Const, opMark, opDrop, 0x50, 0x6B, opCall:
			r.instruction()
			arg := reader{in: body, at: at + 1}
			switch op {
			case opLocalGet:
				stack = append(stack, locals[arg.uvarint()])
			case opLocalSet:
				locals[arg.uvarint()] = pop()
			case 0x22:
				locals[arg.uvarint()] = stack[len(stack)-1]
			case 0x23:
				v := int64(0)
				if arg.uvarint() == 9 {
					v = int64(m.r.IntN(2))
					m.trace = append(m.trace, fmt.Sprint("if ", v))
				}
				stack = append(stack, v)
			case 0x24, opDrop:
				pop()
			case opI32Const:
				stack = append(stack, arg.varint())
			case opMark:
				v := arg.varint()
				if v >= 1000 {
					resume = int(v) % 1000
				}
				m.trace = append(m.trace, fmt.Sprint(v))
				stack = append(stack, v)
			case 0x6B:
				pop()
			case 0x50:
				v := pop()
				stack = append(stack, 0)
				if v == 0 {
					stack[len(stack)-1] = 1
				}
			case opCall:
				if arg.uvarint() == panics {
					m.trace = append(m.trace, "panic")
					return -1, nil
				}
				v := int64(m.r.IntN(2))
				m.trace = append(m.trace, fmt.Sprint("call ", v))
				stack = append(stack, v)
			}
		case opBlock, opLoop:
			labels = append(labels, label{at, len(stack)})
			r.at += 2
		case opIf:
			v := pop()
			labels = append(labels, label{at, len(stack)})
			r.at += 2
			if v == 0 {
				branch(0)
			}
		case opEnd:
			r.at++
			if len(labels) == 0 {
				if len(stack) != 1 {
					return 0, fmt.Errorf("%d results", len(stack))
				}
				if pop() == 1 {
					return resume, nil
				}
				return -1, nil
			}
			labels = labels[:len(labels)-1]
		case opBr, opBrIf:
			r.at++
			depth := int(r.uvarint())
			if op == opBr || pop() != 0 {
				branch(depth)
			}
		case opBrTable:
			r.at++
			n := int(r.uvarint())
			list := make([]int, n+1)
			for i := range list {
				list[i] = int(r.uvarint())
			}
			branch(list[min(int(pop()), n)])
		case opReturn:
			if pop() == 1 {
				return resume, nil
			}
			return -1, nil
		default:
			return 0, fmt.Errorf("instruction %x", op)
		}
	}
	return -1, r.err
}

// section is a code section of a function and of one that never returns. Function 0
// is imported.
func section(body []byte) []byte {
	out := []byte{2}
	endless := program{[]progBlock{{to: -1, call: true}, {to: 0}}}.compile(rand.New(rand.NewPCG(1, 1)))
	for _, b := range [][]byte{body, endless} {
		out = append(binary.AppendUvarint(out, uint64(len(b))), b...)
	}
	return out
}

// first returns the first function of a section.
func first(section []byte) []byte {
	size, n := binary.Uvarint(section[1:])
	return section[1+n:][:size]
}

// tried counts what the random functions were made to do.
type tried struct{ jumps, tabled, tabledBefore, resumed, deferred, panicked int }

// sameTrace runs a random function as Go compiles it and as it is rewritten: what it
// does must be the same, whatever conditions say and wherever it is resumed.
func sameTrace(t *testing.T, seed uint64, did *tried) {
	r := rand.New(rand.NewPCG(seed, 1))
	p := randomProgram(r)
	body := p.compile(r)
	f, err := parse(body)
	if err != nil || f == nil {
		t.Fatalf("%d: %v: not taken for a function of Go's: %v", seed, p, err)
	}
	starts := []int{0}
	for i := range p.blocks {
		if p.blocks[i].deferred {
			starts = append(starts, i) // where a recovered panic goes on
			did.deferred++
		}
	}
	for _, split := range []bool{false, true} {
		got, stats, err := Code(section(body), 1, split)
		if err != nil || stats.Rewritten != 2 {
			t.Fatalf("%d: %v: %+v, %v", seed, p, stats, err)
		}
		if split {
			did.jumps, did.tabled = did.jumps+stats.Jumps, did.tabled+stats.Tabled
		} else {
			did.tabledBefore += stats.Tabled
		}
		got = first(got)
		for _, start := range starts {
			from := slices.Index(f.table, start)
			for way := range uint64(8) {
				const steps = 3000
				want := machine{r: rand.New(rand.NewPCG(way, 2)), steps: steps}
				wantErr := want.run(body, from)
				have := machine{r: rand.New(rand.NewPCG(way, 2)), steps: steps}
				haveErr := have.run(got, from)
				// One that never ends takes another number of steps to the same place.
				n := min(len(want.trace), len(have.trace))
				if want.steps > 0 && have.steps > 0 {
					n = max(len(want.trace), len(have.trace))
				}
				if len(want.trace) < n || len(have.trace) < n || !slices.Equal(want.trace[:n], have.trace[:n]) ||
					want.steps > 0 && have.steps > 0 && (wantErr == nil) != (haveErr == nil) {
					t.Fatalf("%d, split %v, from %d: %v\n% x\n% x\n%v %v\n%v %v", seed, split, start, p, body, got, want.trace, wantErr, have.trace, haveErr)
				}
				if slices.Contains(want.trace, "resumed") {
					did.resumed++
				}
				if slices.Contains(want.trace, "panic") {
					did.panicked++
				}
			}
		}
	}
}

func TestSameTrace(t *testing.T) {
	n := 1500
	if testing.Short() {
		n = 300
	}
	var did tried
	for seed := range n {
		sameTrace(t, uint64(seed), &did)
	}
	if did.tabled == 0 || did.tabled >= did.tabledBefore || did.resumed == 0 || did.deferred == 0 || did.panicked == 0 {
		t.Errorf("%+v: not everything was tried", did)
	}
}

func FuzzSameTrace(f *testing.F) {
	f.Add(uint64(1725)) // a loop that only a recovered panic enters in its middle
	f.Fuzz(func(t *testing.T, seed uint64) { sameTrace(t, seed, &tried{}) })
}

// TestOtherShapes looks at functions that Go's compiler does not make.
func TestOtherShapes(t *testing.T) {
	for name, body := range map[string][]byte{
		"no table":       {0, opI32Const, 0, opEnd},
		"by hand":        {0, opLoop, void, opTest, 9, opBrIf, 0, opEnd, opI32Const, 0, opEnd},
		"without blocks": {1, 1, 0x7F, 0x23, 0, opLocalSet, 1, opI32Const, 0, opReturn, opUnreachable, opEnd},
		"another end": {1, 1, 0x7F, 0x23, 0, opLocalSet, 1, opLoop, void, opBlock, void, opBlock, void, opLocalGet, 0, opBrTable, 1, 0, 1, opEnd,
			opEnd, opEnd, opI32Const, 0, opEnd},
		"a jump elsewhere": {1, 1, 0x7F, 0x23, 0, opLocalSet, 1, opLoop, void, opBlock, void, opBlock, void, opLocalGet, 0, opBrTable, 1, 0, 1, opEnd,
			opTest, 9, opBrIf, 0, opEnd, opI32Const, 0, opReturn, opEnd, opUnreachable, opEnd},
	} {
		got, stats, err := Code(section(body), 1, true)
		if err != nil || stats.Rewritten != 1 || !bytes.Equal(first(got), body) {
			t.Errorf("%s: % x, %+v, %v", name, got, stats, err)
		}
	}
	good := section([]byte{0, opI32Const, 0, opEnd})
	for n := range len(good) {
		if _, _, err := Code(good[:n], 0, false); err == nil {
			t.Errorf("%d of %d bytes are taken for a section", n, len(good))
		}
	}
	// An instruction that nobody told this package of must not be passed over.
	if _, _, err := Code(section([]byte{1, 1, 0x7F, 0x23, 0, opLocalSet, 1, opLoop, void, opBlock, void, opBlock, void, opLocalGet, 0, opBrTable, 1, 0, 1, opEnd,
		0xFE, 0, opEnd, opI32Const, 0, opReturn, opEnd, opUnreachable, opEnd}), 0, false); err == nil {
		t.Error("an unknown instruction is passed over")
	}
}
