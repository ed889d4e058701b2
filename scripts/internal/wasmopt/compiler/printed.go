package compiler

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Of every function Go's runtime knows what is only printed when a program panics: which
// place in it is which line of which file, what was inlined there, which arguments it has,
// where a goroutine could be interrupted by a signal, of which there are none here. That is
// a tenth of the page program's module gzipped, loaded on every page. What is shipped keeps
// the names of functions, and says neither file nor line; a plain build (make build PLAIN=1)
// has them all.
//
// The tables are those of cmd/link/internal/ld/pcln.go and runtime/symtab.go: a header, and
// for each function a record that says where its tables are, each a list of pairs of
// varints, what the value grows by and for how many places it is that, until a zero. What
// else is known of a function (funcdata) lies elsewhere, one beside the other.

// pclnMagic begins the header: its number since Go 1.20, two zeros, the size of an
// instruction and that of a pointer.
var pclnMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// pclnHeader are the header's other fields, of 8 bytes each.
type pclnHeader struct {
	Functions, Files, TextStart, Names, Units, FileNames, Tables, Records uint64
}

// funcRecord is how runtime._func begins; the starts of Data tables and the places of
// FuncData others follow it.
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

// none is the place of what is not there.
const none = math.MaxUint32

// printedTables and printedData are the numbers, in internal/abi, of what is only printed:
// places where no signal may interrupt, what is inlined where, which arguments are alive;
// and what is inlined, arguments, and again.
var (
	printedTables = []int{0, 2, 3}
	printedData   = []int{3, 5, 6}
)

// The places of addresses in runtime.moduledata, in bytes, by which the header's tables and
// what else is known of functions are found.
const (
	moduleTables  = 80
	moduleRecords = 104
	moduleData    = 320
)

var errTables = errors.New("the tables of functions are not as Go's linker makes them")

// function is one with its tables.
type function struct {
	funcRecord
	tables []uint32
	data   []uint32
}

// functions are those of a module, with its memory.
type functions struct {
	memory []byte
	at     uint64 // where the header is
	head   pclnHeader
	data   uint64 // where funcdata is
	first  uint64 // the first record, from head.Records
	end    uint64 // behind the last
	list   []function
}

// readFunctions finds the tables in a module's data.
func readFunctions(segments []segment) (*functions, error) {
	if len(segments) == 0 {
		return nil, errTables
	}
	last := segments[len(segments)-1]
	m := &functions{memory: make([]byte, last.at+int64(len(last.data)))}
	for _, s := range segments {
		copy(m.memory[s.at:], s.data)
	}
	at, ok := only(m.memory, pclnMagic)
	if !ok {
		return nil, errTables
	}
	m.at = uint64(at)
	table := m.memory[at:]
	h := &m.head
	if _, err := binary.Decode(table[len(pclnMagic):], binary.LittleEndian, h); err != nil ||
		h.Names >= h.Units || h.Units > h.FileNames || h.FileNames > h.Tables || h.Tables >= h.Records || h.Records > uint64(len(table)) {
		return nil, errTables
	}
	word := binary.LittleEndian.AppendUint64
	module, ok := only(m.memory, word(word(nil, m.at), m.at+h.Names))
	if !ok || len(m.memory)-module < moduleData+8 {
		return nil, errTables
	}
	field := func(at int) uint64 { return binary.LittleEndian.Uint64(m.memory[module+at:]) }
	m.data = field(moduleData)
	if field(moduleTables) != m.at+h.Tables || field(moduleRecords) != m.at+h.Records || m.data >= uint64(len(m.memory)) {
		return nil, errTables
	}
	records := table[h.Records:]
	for i := range h.Functions {
		var where struct{ Entry, Record uint32 }
		if 8*i >= uint64(len(records)) {
			return nil, errTables
		}
		if _, err := binary.Decode(records[8*i:], binary.LittleEndian, &where); err != nil || uint64(where.Record) >= uint64(len(records)) {
			return nil, errTables
		}
		var f function
		if _, err := binary.Decode(records[where.Record:], binary.LittleEndian, &f.funcRecord); err != nil || f.Entry != where.Entry {
			return nil, errTables
		}
		size := 4 * (uint64(f.Data) + uint64(f.FuncData))
		rest := records[where.Record+funcRecordSize:]
		if uint64(len(rest)) < size || uint64(where.Record) < m.end {
			return nil, errTables
		}
		f.tables, f.data = make([]uint32, f.Data), make([]uint32, f.FuncData)
		binary.Decode(rest, binary.LittleEndian, f.tables)
		binary.Decode(rest[4*f.Data:], binary.LittleEndian, f.data)
		if i == 0 {
			m.first = uint64(where.Record)
		}
		m.end = uint64(where.Record) + funcRecordSize + size
		m.list = append(m.list, f)
	}
	return m, nil
}

// only finds a text that is in b once.
func only(b, text []byte) (int, bool) {
	at := bytes.Index(b, text)
	return at, at >= 0 && !bytes.Contains(b[at+1:], text)
}

// dropPrinted leaves out of a module's data what is only printed.
func dropPrinted(segments []segment) ([]segment, error) {
	m, err := readFunctions(segments)
	if err != nil {
		return nil, err
	}
	m.dropData()
	for i := range m.list {
		f := &m.list[i]
		f.File, f.Line, f.Unit, f.StartLine = 0, 0, 0, 0
		for _, k := range printedTables {
			if k < len(f.tables) {
				f.tables[k] = 0
			}
		}
	}
	clear(m.part(m.head.Units, m.head.Tables))
	if err := m.packNames(); err != nil {
		return nil, err
	}
	if err := m.packTables(); err != nil {
		return nil, err
	}
	m.packRecords()
	return nonzero(m.memory), nil
}

// part is what stands between two places from the header.
func (m *functions) part(from, to uint64) []byte { return m.memory[m.at+from : m.at+to] }

// dropData takes the places of what is printed out of the functions, and clears it.
func (m *functions) dropData() {
	used := map[uint32]bool{} // by place: whether it stays
	for i := range m.list {
		data := m.list[i].data
		for k, at := range data {
			if at == none {
				continue
			}
			drops := slices.Contains(printedData, k)
			used[at] = used[at] || !drops
			if drops {
				data[k] = none
			}
		}
	}
	var places []uint32
	for at := range used {
		places = append(places, at)
	}
	slices.Sort(places)
	for i, at := range places {
		// What the last is is not cleared: nothing tells where it ends.
		if to := i + 1; !used[at] && to < len(places) && m.data+uint64(places[to]) <= uint64(len(m.memory)) {
			clear(m.memory[m.data+uint64(at) : m.data+uint64(places[to])])
		}
	}
}

// packNames leaves out the names of functions that are only inlined.
func (m *functions) packNames() error {
	names := m.part(m.head.Names, m.head.Units)
	old := slices.Clone(names)
	return pack(names, func(place func(at *uint32, size func(b []byte) int) error) error {
		for i := range m.list {
			if err := place(&m.list[i].Name, func(b []byte) int { return bytes.IndexByte(b, 0) + 1 }); err != nil {
				return err
			}
		}
		return nil
	}, old, 0)
}

// packTables leaves out the tables that no function has any more.
func (m *functions) packTables() error {
	tables := m.part(m.head.Tables, m.head.Records)
	return pack(tables, func(place func(at *uint32, size func(b []byte) int) error) error {
		for i := range m.list {
			f := &m.list[i]
			for _, at := range append([]*uint32{&f.SP}, pointers(f.tables)...) {
				if *at == 0 { // none
					continue
				}
				if err := place(at, tableSize); err != nil {
					return err
				}
			}
		}
		return nil
	}, slices.Clone(tables), 1)
}

func pointers(list []uint32) (p []*uint32) {
	for i := range list {
		p = append(p, &list[i])
	}
	return p
}

// pack writes into b one after the other, from a place on, those parts of old for which
// each calls place, and there sets where they are now. All else becomes zero.
func pack(b []byte, each func(place func(at *uint32, size func(b []byte) int) error) error, old []byte, from int) error {
	moved := map[uint32]uint32{}
	next := from
	clear(b[from:])
	return each(func(at *uint32, size func(b []byte) int) error {
		to, had := moved[*at]
		if !had {
			if uint64(*at) >= uint64(len(old)) {
				return errTables
			}
			n := size(old[*at:])
			if n <= 0 || next+n > len(b) {
				return errTables
			}
			to = uint32(next)
			moved[*at] = to
			copy(b[next:], old[*at:][:n])
			next += n
		}
		*at = to
		return nil
	})
}

// packRecords writes the records without what stands at their ends and says nothing.
func (m *functions) packRecords() {
	index := m.part(m.head.Records, m.head.Records+8*m.head.Functions)
	old := m.part(m.head.Records+m.first, m.head.Records+m.end)
	var b []byte
	for i := range m.list {
		f := &m.list[i]
		for n := len(f.tables); n > 0 && f.tables[n-1] == 0; n-- {
			f.tables = f.tables[:n-1]
		}
		for n := len(f.data); n > 0 && f.data[n-1] == none; n-- {
			f.data = f.data[:n-1]
		}
		f.Data, f.FuncData = uint32(len(f.tables)), uint8(len(f.data))
		binary.LittleEndian.PutUint32(index[8*i+4:], uint32(m.first)+uint32(len(b)))
		b, _ = binary.Append(b, binary.LittleEndian, f.funcRecord)
		b, _ = binary.Append(b, binary.LittleEndian, f.tables)
		b, _ = binary.Append(b, binary.LittleEndian, f.data)
	}
	clear(old[copy(old, b):])
}

// tableSize is how many bytes the table that b begins with takes with its zero, 0 for what
// is none.
func tableSize(b []byte) int {
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
