package compiler

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// section writes a section of a module.
func section(id byte, content string) []byte {
	return append(binary.AppendUvarint([]byte{id}, uint64(len(content))), content...)
}

func TestFinish(t *testing.T) {
	data := string(writeData([]segment{{4096, []byte("some")}, {4104, []byte("data")}}))
	joined := string(writeData([]segment{{4096, []byte("some\x00\x00\x00\x00data")}}))
	module := bytes.Join([][]byte{[]byte(moduleHead), section(1, "types"), section(codeSection, "\x00"), section(dataSection, data), section(0, "\x04name and more")}, nil)
	want := bytes.Join([][]byte{[]byte(moduleHead), section(1, "types"), section(codeSection, "\x00"), section(dataSection, joined), section(0, "\x04name and more")}, nil)
	got, _, err := Finish(module, false)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%q, %v; want %q", got, err, want)
	}
	if again, _, err := Finish(got, false); err != nil || !bytes.Equal(again, got) {
		t.Fatal("twice is not once")
	}
	// Where a section ends, a module may.
	ends := map[int]bool{len(moduleHead): true}
	for n, i := len(moduleHead), 1; i <= 3; i++ {
		n += 2 + int(module[n+1])
		ends[n] = true
	}
	for n := range len(module) {
		if _, _, err := Finish(module[:n], false); err == nil && !ends[n] {
			t.Errorf("%d of %d bytes are taken for a module", n, len(module))
		}
	}
}

// TestBuild would tell that another Go makes functions of another shape: programs would
// work as before, and be slow.
func TestBuild(t *testing.T) {
	if !Tested(runtime.Version()) {
		t.Skipf("%s was not tested: programs are built plain", runtime.Version())
	}
	linked := filepath.Join(t.TempDir(), "content")
	built, err := Build(t.Context(), "../../../..", Program{Name: "content", Package: "./wasm/cmd/content", Scratch: linked})
	if err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile(linked)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		split bool
		most  int // percent of the jumps that go by the table
	}{{false, 8}, {true, 2}} {
		got, stats, err := Finish(module, c.split)
		if err != nil {
			t.Fatal(err)
		}
		if stats.Rewritten < 1000 || 100*stats.Tabled > c.most*stats.Jumps {
			t.Errorf("split %v: %+v", c.split, stats)
		}
		if c.split {
			continue
		}
		shipped, err := DropPrinted(got)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(shipped, built) {
			t.Error("not what Build returns")
		}
		sameFunctions(t, got, shipped)
	}
}
