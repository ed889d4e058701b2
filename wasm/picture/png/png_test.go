package png

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"image"
	"image/color"
	stdpng "image/png"
	"io"
	"math/rand"
	"testing"
)

// grey is a palette of 256 greys.
func grey() []color.RGBA {
	p := make([]color.RGBA, 256)
	for i := range p {
		p[i] = color.RGBA{uint8(i), uint8(i), uint8(i), 0xFF}
	}
	return p
}

// scanlines puts the byte of the filter before each row.
func scanlines(pix []byte, n int) []byte {
	var out []byte
	for y := 0; y < len(pix); y += n {
		out = append(append(out, 0), pix[y:y+n]...)
	}
	return out
}

// encode writes pixels, which are whole rows, in bands of any height, of which no
// more is kept than must be.
func encode(t testing.TB, pix []byte, width int, f Format, o Options) []byte {
	t.Helper()
	n := width * f.Bytes()
	w := NewWriter(width, len(pix)/n, f, o)
	all := scanlines(pix, n)
	r := rand.New(rand.NewSource(int64(len(pix))))
	for y := 0; y < len(pix)/n; {
		rows := min(1+r.Intn(70), len(pix)/n-y)
		from := max(y-w.Reach(), 0)
		buf := bytes.Clone(all[from*w.Stride() : (y+rows)*w.Stride()])
		var touched []uint64
		if r.Intn(2) == 0 {
			touched = make([]uint64, rows*w.Words())
			for i := range rows {
				for x := range n {
					// Where there are differences, and here and there where there are none.
					if y+i > 0 && pix[(y+i)*n+x] != pix[(y+i-1)*n+x] || r.Intn(500) == 0 {
						touched[i*w.Words()+x/64/64] |= 1 << (x / 64 % 64)
					}
				}
			}
		}
		w.Lines(buf, rows, touched)
		y += rows
	}
	data, err := w.Finish(grey())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// hold decodes the file with the standard library and compares every pixel, and
// looks at what that decoder does not: the order of chunks, their checksums and
// that nothing follows the pixels in their stream.
func hold(t testing.TB, pix []byte, width int, f Format, o Options) []byte {
	t.Helper()
	data := encode(t, pix, width, f, o)
	img, err := stdpng.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%d px wide, %d bytes: %v", width, len(pix), err)
	}
	var got []byte
	switch img := img.(type) {
	case *image.Paletted:
		for y := range img.Rect.Dy() {
			got = append(got, img.Pix[y*img.Stride:y*img.Stride+width]...)
		}
	case *image.RGBA:
		for i := 0; i < len(img.Pix); i += 4 {
			got = append(got, img.Pix[i:i+3]...)
		}
	default:
		t.Fatalf("decoded as %T", img)
	}
	if !bytes.Equal(got, pix) {
		t.Fatalf("%d px wide, %d bytes: other pixels", width, len(pix))
	}
	chunks := parse(t, data)
	z, err := zlib.NewReader(bytes.NewReader(chunks["IDAT"]))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if n := width * f.Bytes(); len(raw) != len(pix)/n*(n+1) {
		t.Fatalf("%d bytes in the stream", len(raw))
	}
	if sum := binary.BigEndian.Uint32(chunks["IDAT"][len(chunks["IDAT"])-4:]); sum != adler32.Checksum(raw) {
		t.Fatal("checksum of the stream")
	}
	return data
}

// parse reads the chunks of a file and checks each.
func parse(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	chunks := map[string][]byte{}
	order := ""
	for rest := data[8:]; len(rest) > 0; {
		n := int(binary.BigEndian.Uint32(rest))
		if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			t.Fatalf("checksum of %s", rest[4:8])
		}
		name := string(rest[4:8])
		if _, twice := chunks[name]; twice {
			t.Errorf("%s is there twice", name)
		}
		chunks[name] = rest[8 : 8+n]
		order += name + " "
		rest = rest[12+n:]
	}
	chunks["order"] = []byte(order)
	return chunks
}

// drawing makes pixels with what drawings have: flat areas, rows that repeat,
// letters that come again, and noise.
func drawing(r *rand.Rand, width, height, bytes, noise int) []byte {
	n := width * bytes
	pix := make([]byte, n*height)
	letter := make([]byte, 8*bytes)
	r.Read(letter)
	for y := range height {
		row := pix[y*n : (y+1)*n]
		if y > 0 {
			copy(row, pix[(y-1)*n:])
		}
		if r.Intn(3) > 0 {
			continue
		}
		for range 1 + r.Intn(4) {
			x := r.Intn(width)
			w := min(1+r.Intn(width), width-x)
			switch {
			case noise > 0 && r.Intn(noise) == 0:
				r.Read(row[x*bytes : (x+w)*bytes])
			case r.Intn(2) == 0:
				c := []byte{byte(r.Intn(4)), byte(r.Intn(2)), 7}
				for i := range w {
					copy(row[(x+i)*bytes:(x+i+1)*bytes], c)
				}
			default:
				copy(row[x*bytes:(x+w)*bytes], letter)
			}
		}
	}
	return pix
}

func TestPixels(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, f := range []Format{Indexed, RGB} {
		for _, width := range []int{1, 2, 3, 4, 7, 8, 9, 63, 257, 258, 259, 260, 1080} {
			for noise := range 4 {
				pix := drawing(r, width, 1+r.Intn(40), f.Bytes(), noise)
				hold(t, pix, width, f, Options{})
			}
		}
		// More than a window between equal rows, more than a block of tokens, rows
		// wider than a window, one row, one column.
		hold(t, drawing(r, 2000, 120, f.Bytes(), 0), 2000, f, Options{})
		hold(t, drawing(r, 300, 400, f.Bytes(), 2), 300, f, Options{})
		hold(t, drawing(r, 40_000, 3, f.Bytes(), 2), 40_000, f, Options{})
		hold(t, drawing(r, 5000, 1, f.Bytes(), 1), 5000, f, Options{})
		hold(t, drawing(r, 1, 5000, f.Bytes(), 1), 1, f, Options{})
		hold(t, make([]byte, 300*f.Bytes()*700), 300, f, Options{})
	}
}

func FuzzPixels(f *testing.F) {
	f.Add([]byte("0"), 1, false)
	f.Add(bytes.Repeat([]byte("abcabcabcabd"), 300), 40, true)
	f.Add(drawing(rand.New(rand.NewSource(2)), 90, 60, 1, 2), 90, false)
	f.Fuzz(func(t *testing.T, pix []byte, width int, rgb bool) {
		format, o := Indexed, Options{}
		if rgb {
			format = RGB
		}
		n := width * format.Bytes()
		if width < 1 || width > 1<<17 || len(pix) < n {
			return
		}
		hold(t, pix[:len(pix)/n*n], width, format, o)
	})
}

func TestChunks(t *testing.T) {
	text := []byte("byeolpyo\x00\x00\x00ko\x00\x00별표")
	data := hold(t, make([]byte, 12), 4, Indexed, Options{PerMetre: 11811, Chunks: []Chunk{{"iTXt", text}}})
	chunks := parse(t, data)
	if got, want := string(chunks["order"]), "IHDR sRGB pHYs PLTE iTXt IDAT IEND "; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
	if !bytes.Equal(chunks["iTXt"], text) || !bytes.Equal(chunks["pHYs"], []byte{0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1}) {
		t.Errorf("got %q, % x", chunks["iTXt"], chunks["pHYs"])
	}
	plain := parse(t, hold(t, make([]byte, 12), 4, RGB, Options{}))
	if got, want := string(plain["order"]), "IHDR sRGB IDAT IEND "; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
}

func TestRefuses(t *testing.T) {
	row := make([]byte, 5)
	see := color.RGBA{0, 0, 0, 0x80}
	for _, c := range []struct {
		name          string
		width, height int
		rows          int
		row           []byte
		palette       []color.RGBA
		o             Options
		want          error
	}{
		{"nothing", 0, 4, 0, nil, grey(), Options{}, errSize},
		{"no height", 4, 0, 0, nil, grey(), Options{}, errSize},
		{"too wide", maxSide + 1, 1, 0, nil, grey(), Options{}, errSize},
		{"a row missing", 4, 2, 1, row, grey(), Options{}, errRows},
		{"a row too many", 4, 2, 3, row, grey(), Options{}, errRows},
		{"a short row", 4, 1, 1, row[:4], grey(), Options{}, errRows},
		{"without the row above", 4, 2, 2, row[:0], grey(), Options{}, errRows},
		{"no palette", 4, 1, 1, row, nil, Options{}, errPalette},
		{"a large palette", 4, 1, 1, row, make([]color.RGBA, 257), Options{}, errPalette},
		{"translucent", 4, 1, 1, row, []color.RGBA{see}, Options{}, errPalette},
		{"a long name", 4, 1, 1, row, grey(), Options{Chunks: []Chunk{{"iTXts", nil}}}, errChunk},
		{"a figure in a name", 4, 1, 1, row, grey(), Options{Chunks: []Chunk{{"iTX1", nil}}}, errChunk},
	} {
		w := NewWriter(c.width, c.height, Indexed, c.o)
		for i := range c.rows {
			w.Lines(bytes.Repeat(c.row, i+1), 1, nil)
		}
		if data, err := w.Finish(c.palette); !errors.Is(err, c.want) || data != nil {
			t.Errorf("%s: got %d bytes, %v", c.name, len(data), err)
		}
	}
}

// TestCodes: any counts make codes that are a whole prefix code within the limit.
func TestCodes(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 3000 {
		counts := make([]uint32, 2+r.Intn(literals-1))
		steep := r.Intn(40)
		used := 0
		for i := range counts {
			if r.Intn(3) > 0 {
				counts[i] = 1 + uint32(r.Int63n(1<<min(steep*i/len(counts), 24)+1))
				used++
			}
		}
		for _, limit := range []int{maxBitsLen, maxBits} {
			if used > 1<<limit {
				continue
			}
			codes := make([]huffmanCode, len(counts))
			makeCodes(counts, limit, codes)
			room := 0
			seen := map[string]bool{}
			for i, c := range codes {
				if (c.n > 0) != (counts[i] > 0) || int(c.n) > limit {
					t.Fatalf("symbol %d of count %d has %d bits", i, counts[i], c.n)
				}
				if c.n > 0 {
					room += 1 << (limit - int(c.n))
					name := fmt.Sprint(c)
					if seen[name] {
						t.Fatalf("code %v is there twice", c)
					}
					seen[name] = true
				}
			}
			if used > 1 && room != 1<<limit {
				t.Fatalf("%d symbols take %d of %d", used, room, 1<<limit)
			}
		}
	}
}
