package main

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

var moduleHead = []byte("\x00asm\x01\x00\x00\x00")

// section writes a section of a module.
func section(id byte, content []byte) []byte {
	return append(appendUnsigned([]byte{id}, uint64(len(content))), content...)
}

// memory lays segments out from address 0.
func memory(t *testing.T, list []segment) []byte {
	t.Helper()
	var m []byte
	for _, s := range list {
		if s.at < int64(len(m)) {
			t.Fatalf("a segment at %d within the one before", s.at)
		}
		m = append(append(m, make([]byte, s.at-int64(len(m)))...), s.data...)
	}
	return m
}

func TestJoinData(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var list []segment
		at := int64(random.IntN(5000))
		for range 1 + random.IntN(50) {
			data := make([]byte, 1+random.IntN(300))
			for i := range data {
				data[i] = byte(random.Uint32())
			}
			list = append(list, segment{at, data})
			at += int64(len(data)) + int64(random.IntN(3*joinGap))
		}
		shuffled := slices.Clone(list)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		before := section(1, []byte("types"))
		after := section(0, []byte("\x04name and more"))
		module := bytes.Join([][]byte{moduleHead, before, section(dataSection, writeData(shuffled)), after}, nil)

		got, err := joinData(module)
		if err != nil {
			t.Fatal(err)
		}
		rest, ok := bytes.CutPrefix(got, append(append([]byte(nil), moduleHead...), before...))
		if !ok || !bytes.HasSuffix(rest, after) {
			t.Fatal("other sections have changed")
		}
		r := wasmReader{b: rest}
		if r.byte() != dataSection {
			t.Fatal("no data")
		}
		joined, err := readData(r.bytes(r.unsigned()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(memory(t, joined), memory(t, list)) {
			t.Fatal("another memory")
		}
		for i := 1; i < len(joined); i++ {
			if gap := joined[i].at - joined[i-1].at - int64(len(joined[i-1].data)); gap <= joinGap {
				t.Fatalf("%d bytes between two segments", gap)
			}
		}
		if again, err := joinData(got); err != nil || !bytes.Equal(again, got) {
			t.Fatal("joining twice is not joining once")
		}
	}
}

func TestJoinDataFaults(t *testing.T) {
	whole := bytes.Join([][]byte{moduleHead, section(dataSection, writeData([]segment{{4096, []byte("data")}}))}, nil)
	if _, err := joinData(whole); err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		if n == len(moduleHead) { // a module without sections
			continue
		}
		if _, err := joinData(whole[:n]); err == nil {
			t.Errorf("%d of %d bytes are taken for a module", n, len(whole))
		}
	}
	for name, content := range map[string][]byte{
		"passive":      {1, 1, 3, 'a', 'b', 'c'},
		"computed":     {1, 0, 0x23, 0, opEnd, 1, 'a'},
		"two ops":      {1, 0, opConst, 0, opConst, 1, 'a'},
		"overlapping":  writeData([]segment{{10, []byte("abc")}, {12, []byte("d")}}),
		"left over":    append(writeData([]segment{{10, []byte("abc")}}), 0),
		"long number":  {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1},
		"long address": {1, 0, opConst, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, opEnd, 0},
	} {
		if _, err := joinData(append(append([]byte(nil), moduleHead...), section(dataSection, content)...)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, v := range []int64{0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 1 << 20, 1<<31 - 1, -1 << 31} {
		r := wasmReader{b: appendSigned(nil, v)}
		if got := r.signed(); got != v || r.bad || r.i != len(r.b) {
			t.Errorf("%d comes back as %d", v, got)
		}
		if v >= 0 {
			r := wasmReader{b: appendUnsigned(nil, uint64(v))}
			if got := r.unsigned(); got != uint64(v) || r.bad || r.i != len(r.b) {
				t.Errorf("%d comes back as %d", v, got)
			}
		}
	}
}
