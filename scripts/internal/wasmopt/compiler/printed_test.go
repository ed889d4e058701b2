package compiler

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

// functionsOf returns the functions of a module.
func functionsOf(t *testing.T, module []byte) *functions {
	t.Helper()
	var m *functions
	if _, err := eachSection(module, func(id byte, content []byte) (_ []byte, err error) {
		if id == dataSection {
			var list []segment
			if list, err = readData(content); err == nil {
				m, err = readFunctions(list)
			}
		}
		return content, err
	}); err != nil {
		t.Fatal(err)
	}
	return m
}

// table is that which begins at a place, nil for none.
func (m *functions) table(start uint32) []byte {
	if start == 0 {
		return nil
	}
	b := m.part(m.head.Tables+uint64(start), m.head.Records)
	return b[:tableSize(b)]
}

func (m *functions) name(f *function) string {
	b := m.part(m.head.Names+uint64(f.Name), m.head.Units)
	return string(b[:bytes.IndexByte(b, 0)])
}

// places are those of what is known of the functions, in order.
func (m *functions) places() (list []uint32) {
	for i := range m.list {
		for _, at := range m.list[i].data {
			if at != none {
				list = append(list, at)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// sameFunctions holds that of two modules' functions nothing differs but what is only
// printed, which the second does not have; and nothing else in their memories.
func sameFunctions(t *testing.T, before, after []byte) {
	t.Helper()
	a, b := functionsOf(t, before), functionsOf(t, after)
	if len(a.list) != len(b.list) || len(a.list) < 1000 {
		t.Fatalf("%d and %d functions", len(a.list), len(b.list))
	}
	places := a.places()
	for i := range a.list {
		f, g := &a.list[i], &b.list[i]
		name := a.name(f)
		if b.name(g) != name {
			t.Fatalf("%s is called %s", name, b.name(g))
		}
		if f.Entry != g.Entry || f.Args != g.Args || f.Deferreturn != g.Deferreturn || f.ID != g.ID || f.Flag != g.Flag {
			t.Fatalf("%s: %+v, was %+v", name, g.funcRecord, f.funcRecord)
		}
		if g.File != 0 || g.Line != 0 || g.Unit != 0 || g.StartLine != 0 {
			t.Fatalf("%s has lines: %+v", name, g.funcRecord)
		}
		if !bytes.Equal(a.table(f.SP), b.table(g.SP)) {
			t.Fatalf("%s has another table of stack pointers", name)
		}
		for k := range max(len(f.tables), len(g.tables)) {
			var want, got []byte
			if k < len(f.tables) && !slices.Contains(printedTables, k) {
				want = a.table(f.tables[k])
			}
			if k < len(g.tables) {
				got = b.table(g.tables[k])
			}
			if !bytes.Equal(want, got) {
				t.Fatalf("%s: its table %d is another", name, k)
			}
		}
		for k := range max(len(f.data), len(g.data)) {
			want, got := uint32(none), uint32(none)
			if k < len(f.data) && !slices.Contains(printedData, k) {
				want = f.data[k]
			}
			if k < len(g.data) {
				got = g.data[k]
			}
			if want != got {
				t.Fatalf("%s: what is known of it as %d is at %d, not at %d", name, k, got, want)
			}
			if n := slices.Index(places, want) + 1; want != none && n < len(places) {
				from, to := a.data+uint64(want), a.data+uint64(places[n])
				if !bytes.Equal(a.memory[from:to], b.memory[from:to]) {
					t.Fatalf("%s: what is known of it as %d is another", name, k)
				}
			}
		}
	}
	// Between the header and the records, and where the functions' data is, memory may differ.
	last := a.data + uint64(places[len(places)-1])
	for at := range max(len(a.memory), len(b.memory)) {
		x, y := byte(0), byte(0)
		if at < len(a.memory) {
			x = a.memory[at]
		}
		if at < len(b.memory) {
			y = b.memory[at]
		}
		if in := uint64(at); x != y && (in < a.at || in >= a.at+a.head.Records+a.end) && (in < a.data || in >= last) {
			t.Fatalf("byte %d is %d, was %d", at, y, x)
		}
	}
}

func TestTableSize(t *testing.T) {
	for _, c := range []struct {
		table string
		size  int
	}{{"\x02\x05\x00", 3}, {"\x00\x05\x00", 3}, {"\x02\xff\x01\x04\x07\x00rest", 6}, {"\x02", 0}, {"\x02\x05", 0}, {"", 0}} {
		if got := tableSize([]byte(c.table)); got != c.size {
			t.Errorf("%q: %d, want %d", c.table, got, c.size)
		}
	}
}

// Data without Go's tables is refused, and stays what it was.
func TestDropPrintedOfOthers(t *testing.T) {
	head := string(pclnMagic)
	word := func(v uint64) string { return string(binary.LittleEndian.AppendUint64(nil, v)) }
	good := head + word(1) + word(0) + word(0) + word(72) + word(80) + word(88) + word(96) + word(104)
	for _, data := range []string{"", "nothing of Go", head, head + "and too little", head + string(make([]byte, 64)), head + head, good, good + string(make([]byte, 64)), good + good} {
		s := []segment{{8, []byte(data)}}
		if _, err := dropPrinted(s); !errors.Is(err, errTables) || string(s[0].data) != data {
			t.Errorf("%q: %v, %q", data, err, s[0].data)
		}
	}
	if _, err := dropPrinted(nil); err == nil {
		t.Error("no data at all")
	}
}
