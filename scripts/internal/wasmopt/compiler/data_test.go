package compiler

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

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
		got, err := joinData(writeData(shuffled))
		if err != nil {
			t.Fatal(err)
		}
		joined, err := readData(got)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(memory(t, joined), memory(t, list)) {
			t.Fatal("another memory")
		}
		whole := memory(t, list)
		if parts := nonzero(whole); !bytes.Equal(memory(t, parts), bytes.TrimRight(whole, "\x00")) || len(parts) > len(joined) {
			t.Fatalf("%d segments that are not zero, of %d", len(parts), len(joined))
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
	whole := writeData([]segment{{4096, []byte("data")}})
	if _, err := joinData(whole); err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		if _, err := joinData(whole[:n]); err == nil {
			t.Errorf("%d of %d bytes are taken for data", n, len(whole))
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
		if _, err := joinData(content); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
