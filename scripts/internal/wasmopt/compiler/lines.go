package compiler

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Of every function Go's runtime knows which place in it is which line of the source, for
// what is printed when a program panics. That is 6 % of the page program's module gzipped,
// loaded on every page. What is shipped keeps the names of functions and says line 0; a
// plain build (make build PLAIN=1) has the lines.
//
// The tables are those of cmd/link/internal/ld/pcln.go and runtime/symtab.go: a header, and
// for each function a record that says where its tables are, each a list of pairs of
// varints, what the value grows by and for how many places it is that, until a zero.
// Tables of equal content are one, so that a table of lines may be another's too; such
// stay.

// pclnMagic begins the header: its number since Go 1.20, two zeros, the size of an
// instruction and that of a pointer.
var pclnMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// pclnHeader are the header's other fields, of 8 bytes each.
type pclnHeader struct {
	Functions, Files, TextStart, Names, Units, FileNames, Tables, Records uint64
}

// funcRecord is how runtime._func begins; Data numbers of tables follow it.
type funcRecord struct {
	Entry, Name, Args, Deferreturn uint32
	SP, File, Line                 uint32 // where the function's tables are
	Data                           uint32 // how many more there are
	Unit                           uint32
	StartLine                      int32
	ID, Flag, Pad, FuncData        uint8
}

// funcRecordSize is that of funcRecord in bytes.
const funcRecordSize = 44

// oneLine is the table that says line 0 of every place: -1 and 1, for 2²¹-1 places, which
// is more than the 2¹⁶ that a function of Go's WebAssembly has.
var oneLine = []byte{2, 0xff, 0xff, 0x7f, 0}

var errLines = errors.New("the tables of lines are not as Go's linker makes them")

// dropLines has the tables of lines say line 0 and returns how many bytes that leaves to
// be zero.
func dropLines(segments []segment) (dropped int, err error) {
	if len(segments) == 0 {
		return 0, errLines
	}
	last := segments[len(segments)-1]
	memory := make([]byte, last.at+int64(len(last.data)))
	for _, s := range segments {
		copy(memory[s.at:], s.data)
	}
	at := bytes.Index(memory, pclnMagic)
	if at < 0 || bytes.Contains(memory[at+1:], pclnMagic) {
		return 0, errLines
	}
	table := memory[at:]
	var head pclnHeader
	if _, err := binary.Decode(table[len(pclnMagic):], binary.LittleEndian, &head); err != nil || head.Tables >= head.Records || head.Records > uint64(len(table)) {
		return 0, errLines
	}
	tables, records := table[head.Tables:head.Records], table[head.Records:]
	lines, others := map[uint32]bool{}, map[uint32]bool{}
	for i := range head.Functions {
		var where struct{ Entry, Record uint32 }
		if 8*i >= uint64(len(records)) {
			return 0, errLines
		}
		if _, err := binary.Decode(records[8*i:], binary.LittleEndian, &where); err != nil || uint64(where.Record) >= uint64(len(records)) {
			return 0, errLines
		}
		var f funcRecord
		if _, err := binary.Decode(records[where.Record:], binary.LittleEndian, &f); err != nil || f.Entry != where.Entry {
			return 0, errLines
		}
		rest := records[where.Record+funcRecordSize:]
		if uint64(len(rest)) < 4*uint64(f.Data) {
			return 0, errLines
		}
		lines[f.Line] = true
		others[f.SP], others[f.File] = true, true
		for j := range f.Data {
			others[binary.LittleEndian.Uint32(rest[4*j:])] = true
		}
	}
	var starts []uint32
	for start := range lines {
		if start != 0 && !others[start] { // 0 stands for none
			starts = append(starts, start)
		}
	}
	slices.Sort(starts)
	for _, start := range starts {
		n := tableSize(tables, start)
		if n == 0 {
			return 0, errLines
		}
		if n > len(oneLine) {
			copy(tables[start:], oneLine)
			clear(tables[start+uint32(len(oneLine)):][:n-len(oneLine)])
			dropped += n - len(oneLine)
		}
	}
	for i, s := range segments { // a module's own bytes stay as they are
		segments[i].data = memory[s.at:][:len(s.data)]
	}
	return dropped, nil
}

// tableSize is how many bytes the table at start takes with its zero, 0 for what is none.
func tableSize(tables []byte, start uint32) int {
	if uint64(start) >= uint64(len(tables)) {
		return 0
	}
	b := tables[start:]
	for n := 0; ; {
		for part := range 2 {
			v, size := binary.Uvarint(b[n:])
			if size <= 0 {
				return 0
			}
			if v == 0 && part == 0 && n > 0 {
				return n + size
			}
			n += size
		}
	}
}
