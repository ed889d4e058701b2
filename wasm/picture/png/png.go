// Package png writes the PNG files of timetables, and nothing else: 8 bits a pixel
// with a palette, or 24 bits. It makes smaller files in a tenth of the time of an
// encoder for photographs, because it looks for what drawings have: rows that are
// the one above again, runs of one colour, and letters that were seen before.
//
// Rows come in bands, so that no picture need ever be whole in memory. They are
// scanlines as the file has them, which are not copied:
//
//	w := png.NewWriter(width, height, png.Indexed, png.Options{PerMetre: 11811})
//	w.Lines(buf, rows, nil) // for each band, from the top down
//	file, err := w.Finish(palette)
//
// The file depends on the arguments alone: it is the same on every machine.
// Reference: PNG, third edition (W3C, 2025); RFC 1950 and 1951.
package png

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image/color"
)

// Format is how a pixel is stored.
type Format uint8

// The formats: an index into the palette, or red, green and blue.
const (
	Indexed Format = iota
	RGB
)

// Bytes returns how many bytes a pixel takes in a row.
func (f Format) Bytes() int {
	if f == RGB {
		return 3
	}
	return 1
}

// Chunk is an ancillary chunk as the PNG standard has it: four letters and data.
type Chunk struct {
	Name string
	Data []byte
}

// Options say what a file has beside its pixels. The zero value is a usable choice.
type Options struct {
	PerMetre int     // pixels a metre, for printing: 300 dpi is 11811; 0 leaves it unsaid
	Chunks   []Chunk // are put before the pixels, in this order
}

// The limits of a file. The standard allows sides of 2^31 - 1; pictures end far
// below maxSide, and a row's bytes must fit an int on every machine.
const (
	maxSide    = 1 << 20
	maxPalette = 256
)

// Errors of Finish. All of them are mistakes of the caller, not of a user.
var (
	errSize    = errors.New("png: a side that no picture has")
	errRows    = errors.New("png: not as many rows as the height, or not of the width, or without those before")
	errPalette = errors.New("png: a palette is needed, of 1 to 256 opaque colours")
	errDone    = errors.New("png: the file was finished before")
	errChunk   = errors.New("png: a chunk's name must be four letters")
)

// Writer writes one file.
type Writer struct {
	width, height int
	format        Format
	options       Options
	rows          int
	err           error
	packer        packer
}

// NewWriter begins a file of the size in pixels. Finish returns an error if the arguments are
// wrong.
func NewWriter(width, height int, format Format, o Options) *Writer {
	w := &Writer{width: width, height: height, format: format, options: o}
	if width < 1 || height < 1 || width > maxSide || height > maxSide {
		w.err = errSize
		return w
	}
	w.packer.init(width*format.Bytes(), format.Bytes())
	return w
}

// Stride returns the length of a scanline: a byte 0, then Format.Bytes for each pixel.
func (w *Writer) Stride() int { return w.width*w.format.Bytes() + 1 }

// Reach returns how many scanlines before a new one are searched for matches.
func (w *Writer) Reach() int { return window/w.Stride() + 1 }

// Words returns how many words tell where a scanline was touched.
func (w *Writer) Words() int { return words(w.width * w.format.Bytes()) }

// Lines adds the last rows scanlines of buf. Before them it must hold at least
// Reach of those that were added before, or all that there were. It keeps nothing
// of buf.
//
// A caller that knows where scanlines can differ from those above may pass it in touched,
// which has Words words for each scanline. The lowest bit of the first word stands for the
// first 64 bytes of pixels. Bytes without a set bit are not compared.
func (w *Writer) Lines(buf []byte, rows int, touched []uint64) {
	if w.err != nil {
		return
	}
	stride := w.Stride()
	if len(buf)%stride != 0 || rows < 0 || rows > len(buf)/stride || len(buf)/stride < min(w.rows, w.Reach())+rows || w.rows+rows > w.height || touched != nil && len(touched) < rows*w.Words() {
		w.err = errRows
		return
	}
	w.packer.lines(buf, rows, touched)
	w.rows += rows
}

// Finish returns the file. The palette is that of an Indexed one, in the order of
// the indices, all of which must be in it; RGB needs none.
func (w *Writer) Finish(palette []color.RGBA) ([]byte, error) {
	if w.err == nil && w.rows != w.height {
		w.err = errRows
	}
	if w.err == nil && w.format == Indexed && (len(palette) < 1 || len(palette) > maxPalette) {
		w.err = errPalette
	}
	if w.err != nil {
		return nil, w.err
	}
	data := w.packer.finish()
	defer w.packer.release()
	w.err = errDone

	size := len(data) + 3*len(palette) + 100
	for _, c := range w.options.Chunks {
		size += len(c.Data) + 12
	}
	out := make([]byte, 0, size)
	out = append(out, "\x89PNG\r\n\x1a\n"...)
	header := make([]byte, 13)
	binary.BigEndian.PutUint32(header, uint32(w.width))
	binary.BigEndian.PutUint32(header[4:], uint32(w.height))
	header[8] = 8 // bits a sample
	header[9] = 3 // colour type: indexed
	if w.format == RGB {
		header[9] = 2
	}
	out = appendChunk(out, "IHDR", header)
	out = appendChunk(out, "sRGB", []byte{0}) // perceptual
	if n := w.options.PerMetre; n > 0 {
		each := binary.BigEndian.AppendUint32(nil, uint32(n))
		out = appendChunk(out, "pHYs", append(append(each, each...), 1)) // 1: the unit is the metre
	}
	if w.format == Indexed {
		colours := make([]byte, 0, 3*len(palette))
		for _, c := range palette {
			if c.A != 0xFF {
				return nil, errPalette
			}
			colours = append(colours, c.R, c.G, c.B)
		}
		out = appendChunk(out, "PLTE", colours)
	}
	for _, c := range w.options.Chunks {
		if !letters(c.Name) {
			return nil, errChunk
		}
		out = appendChunk(out, c.Name, c.Data)
	}
	out = appendChunk(out, "IDAT", data)
	return appendChunk(out, "IEND", nil), nil
}

func letters(name string) bool {
	for i := range len(name) {
		if c := name[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return len(name) == 4
}

func appendChunk(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	from := len(out)
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}
