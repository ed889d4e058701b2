package compiler

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

// dataOf returns the segments of a module.
func dataOf(t *testing.T, module []byte) (list []segment) {
	t.Helper()
	if _, err := eachSection(module, func(id byte, content []byte) (_ []byte, err error) {
		if id == dataSection {
			list, err = readData(content)
		}
		return content, err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// sameTables holds that of two modules' tables those of lines differ only, which say 0 in
// the second, at every place.
func sameTables(t *testing.T, before, after []byte) {
	t.Helper()
	a, b := pclnOf(t, dataOf(t, before)), pclnOf(t, dataOf(t, after))
	if len(a) != len(b) || len(a) < 1000 {
		t.Fatalf("%d and %d functions", len(a), len(b))
	}
	dropped := 0
	for i := range a {
		for name := range a[i] {
			switch same := bytes.Equal(a[i][name], b[i][name]); {
			case same:
			case name != "line":
				t.Fatalf("function %d: its table %s is another", i, name)
			default:
				dropped++
				if line := valueAt(b[i][name], 1<<16-1); line != 0 || valueAt(b[i][name], 0) != 0 {
					t.Fatalf("function %d: line %d", i, line)
				}
			}
		}
	}
	if dropped < len(a)/2 {
		t.Errorf("of %d functions %d have no lines: is that worth the while?", len(a), dropped)
	}
}

// pclnOf returns the tables of every function, by what they are.
func pclnOf(t *testing.T, segments []segment) (all []map[string][]byte) {
	t.Helper()
	last := segments[len(segments)-1]
	memory := make([]byte, last.at+int64(len(last.data)))
	for _, s := range segments {
		copy(memory[s.at:], s.data)
	}
	table := memory[bytes.Index(memory, pclnMagic):]
	var head pclnHeader
	if _, err := binary.Decode(table[len(pclnMagic):], binary.LittleEndian, &head); err != nil {
		t.Fatal(err)
	}
	tables, records := table[head.Tables:head.Records], table[head.Records:]
	at := func(start uint32) []byte {
		if start == 0 {
			return nil
		}
		return tables[start:][:tableSize(tables, start)]
	}
	for i := range head.Functions {
		record := records[binary.LittleEndian.Uint32(records[8*i+4:]):]
		var f funcRecord
		if _, err := binary.Decode(record, binary.LittleEndian, &f); err != nil {
			t.Fatal(err)
		}
		one := map[string][]byte{"sp": at(f.SP), "file": at(f.File), "line": at(f.Line)}
		for j := range f.Data {
			one[string('a'+rune(j))] = at(binary.LittleEndian.Uint32(record[funcRecordSize+4*j:]))
		}
		all = append(all, one)
	}
	return all
}

// valueAt reads a table as runtime.pcvalue does.
func valueAt(table []byte, place int) int {
	value, pc := -1, 0
	for n := 0; n < len(table); {
		v, size := binary.Uvarint(table[n:])
		if v == 0 && n > 0 {
			break
		}
		n += size
		value += int(int32(-(v & 1) ^ v>>1))
		v, size = binary.Uvarint(table[n:])
		n += size
		if pc += int(v); place < pc {
			return value
		}
	}
	return -2
}

func TestTableSize(t *testing.T) {
	for _, c := range []struct {
		table string
		size  int
	}{{"\x02\x05\x00", 3}, {"\x00\x05\x00", 3}, {"\x02\xff\x01\x04\x07\x00rest", 6}, {"\x02", 0}, {"\x02\x05", 0}, {"", 0}} {
		if got := tableSize([]byte(c.table), 0); got != c.size {
			t.Errorf("%q: %d, want %d", c.table, got, c.size)
		}
	}
	if n := tableSize(oneLine, 0); n != len(oneLine) || valueAt(oneLine, 0) != 0 || valueAt(oneLine, 1<<16) != 0 {
		t.Errorf("oneLine: %d bytes", n)
	}
}

// Data without Go's tables is refused, and stays what it was.
func TestDropLinesOfOthers(t *testing.T) {
	for _, data := range []string{"", "nothing of Go", string(pclnMagic), string(pclnMagic) + "and too little", string(pclnMagic) + string(make([]byte, 64)), string(pclnMagic) + string(pclnMagic)} {
		s := []segment{{8, []byte(data)}}
		if _, err := dropLines(s); !errors.Is(err, errLines) || string(s[0].data) != data {
			t.Errorf("%q: %v, %q", data, err, s[0].data)
		}
	}
	if _, err := dropLines(nil); err == nil {
		t.Error("no data at all")
	}
}
