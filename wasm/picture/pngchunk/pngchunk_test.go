package pngchunk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"strings"
	"testing"
)

func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 5, 5))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Chunk is a chunk as a test writes it.
type Chunk struct {
	Name string
	Data []byte
}

func text(keyword, text string) Chunk { return Chunk{TextName, Text(keyword, text)} }

// insert puts chunks before the first IDAT.
func insert(t testing.TB, p []byte, chunks ...Chunk) []byte {
	t.Helper()
	at := offset(t, p, "IDAT")
	out := bytes.Clone(p[:at])
	for _, c := range chunks {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c.Data)))
		from := len(out)
		out = append(append(out, c.Name...), c.Data...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
	}
	return append(out, p[at:]...)
}

// offset returns where the chunk of the type begins.
func offset(t testing.TB, p []byte, kind string) int {
	t.Helper()
	at := bytes.Index(p, []byte(kind)) - 4
	if at < 0 {
		t.Fatalf("no %s", kind)
	}
	return at
}

func TestFind(t *testing.T) {
	p := insert(t, picture(t), text("byeolpyo", "담은 세션 ★"), text("other", "x"))
	if _, err := png.Decode(bytes.NewReader(p)); err != nil {
		t.Fatalf("the picture is no PNG any more: %v", err)
	}
	for keyword, want := range map[string]string{"byeolpyo": "담은 세션 ★", "other": "x", "byeol": "", "none": ""} {
		got, found, err := FindText(p, keyword, 100)
		if got != want || found != (want != "") || err != nil {
			t.Errorf("%s: %q, %v, %v", keyword, got, found, err)
		}
	}
}

// Some editors write their chunks behind the pixels, or move those they find there.
func TestFindBehindThePixels(t *testing.T) {
	plain := picture(t)
	with := insert(t, plain, text("byeolpyo", "hinten"))
	chunk := with[offset(t, with, "iTXt"):offset(t, with, "IDAT")]
	end := offset(t, plain, "IEND")
	moved := append(append(append([]byte{}, plain[:end]...), chunk...), plain[end:]...)
	if got, found, err := FindText(moved, "byeolpyo", 100); got != "hinten" || !found || err != nil {
		t.Errorf("%q, %v, %v", got, found, err)
	}
}

func TestRefuses(t *testing.T) {
	good := insert(t, picture(t), text("byeolpyo", "text"))
	at := offset(t, good, "iTXt")
	change := func(f func(p []byte) []byte) []byte { return f(bytes.Clone(good)) }
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"nothing", nil, ErrNotPNG},
		{"a JPEG", []byte("\xff\xd8\xff\xe0 and more"), ErrNotPNG},
		{"only the signature", []byte(Signature), ErrCut},
		{"a wrong sum", change(func(p []byte) []byte { p[at+20] ^= 1; return p }), ErrDamaged},
		{"cut within the text", good[:at+15], ErrCut},
		{"a length that is not there", change(func(p []byte) []byte { p[at] = 0x7f; return p }), ErrCut},
		{"a length of all ones", change(func(p []byte) []byte { copy(p[at:], "\xff\xff\xff\xff"); return p }), ErrCut},
		{"too large", insert(t, picture(t), text("byeolpyo", strings.Repeat("x", 101))), ErrTooLarge},
		{"compressed", insert(t, picture(t), Chunk{"iTXt", []byte("byeolpyo\x00\x01\x00\x00\x00zzz")}), ErrDamaged},
		{"no text", insert(t, picture(t), Chunk{"iTXt", []byte("byeolpyo\x00\x00\x00")}), ErrDamaged},
		{"not UTF-8", insert(t, picture(t), text("byeolpyo", "\xff")), ErrDamaged},
	} {
		if got, found, err := FindText(c.data, "byeolpyo", 100); found || got != "" || !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v, %v, want %v", c.name, got, found, err, c.want)
		}
	}
	// A damaged copy does not hide a whole one.
	two := insert(t, change(func(p []byte) []byte { p[at+20] ^= 1; return p }), text("byeolpyo", "whole"))
	if got, found, err := FindText(two, "byeolpyo", 100); got != "whole" || !found || err != nil {
		t.Errorf("%q, %v, %v", got, found, err)
	}
}

func FuzzFindText(f *testing.F) {
	good := insert(f, picture(f), text("byeolpyo", "text"))
	f.Add(good)
	f.Add(good[:40])
	f.Add(insert(f, picture(f), Chunk{"iTXt", []byte("byeolpyo\x00\x00\x00\x00")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, found, err := FindText(data, "byeolpyo", 100)
		if len(text) > 100 || found && err != nil || !found && text != "" {
			t.Fatalf("%q, %v, %v", text, found, err)
		}
	})
}
