// Package picsize reads the width and height of a picture from the beginning of its file,
// before anything decodes it: a file of 50 KB can say that it has 20,000 × 20,000 pixels,
// which take a browser 19 s and 1.5 GB.
//
// It knows the kinds that browsers show and that tell their size near their beginning: PNG,
// JPEG, WebP, GIF, BMP and AVIF. Anybody may have made the file, so it checks every length
// before it uses it. It decodes no pixel.
package picsize

import (
	"bytes"
	"encoding/binary"
)

// MaxPixels bounds a picture that is decoded. A phone's photo has 12 to 50 million
// pixels, 108 million where it is asked for the most; decoded, each takes 4 bytes, so
// that this bound is half a gigabyte.
const MaxPixels = 128 << 20

// MaxSide bounds one side: what a browser's canvas has at most.
const MaxSide = 65535

// Head is how much of a file's beginning Of needs, in bytes. In a photo the size stands
// behind what the camera noted, which has up to 64 KB a segment, among it a small
// picture and colours.
const Head = 1 << 20

// TooLarge reports whether a picture of this size is beyond the bounds.
func TooLarge(width, height int) bool {
	return width > MaxSide || height > MaxSide || width > 0 && height > MaxPixels/width
}

// Of returns the size of the picture whose file begins with head. ok is false if the file is
// of another kind, or cut.
func Of(head []byte) (width, height int, ok bool) {
	for _, kind := range [...]func([]byte) (int, int, bool){png, jpeg, webp, gif, bmp, avif} {
		if width, height, ok = kind(head); ok {
			return width, height, true
		}
	}
	return 0, 0, false
}

// Kind is the kind of a file that a person chose as a picture.
type Kind int

// The kinds that are told apart.
const (
	Other Kind = iota
	Shown      // a picture of a kind that browsers show
	HEIF       // a photo as iPhones and some cameras keep it, which Chrome does not show
	PDF
)

// KindOf returns the kind by the beginning of a file.
func KindOf(head []byte) Kind {
	for _, k := range [...]struct {
		begins string
		kind   Kind
	}{
		{"\x89PNG\r\n\x1a\n", Shown}, {"\xff\xd8\xff", Shown}, {"GIF8", Shown}, {"BM", Shown}, {"%PDF-", PDF},
	} {
		if bytes.HasPrefix(head, []byte(k.begins)) {
			return k.kind
		}
	}
	if len(head) < 12 {
		return Other
	}
	if string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP" {
		return Shown
	}
	if string(head[4:8]) != "ftyp" {
		return Other
	}
	// The brands: that of the file, a version, then those with which it agrees. Of the
	// general ones, mif1 and msf1, only the others tell which codec it is.
	n := min(int(min(binary.BigEndian.Uint32(head), 1<<10)), len(head))
	kind := Other
	for at := 8; at+4 <= n; at += 4 {
		switch string(head[at : at+4]) {
		case "avif", "avis":
			return Shown
		case "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1":
			kind = HEIF
		}
	}
	return kind
}

// png: the signature, then the chunk IHDR, which begins with the two sides.
func png(b []byte) (width, height int, ok bool) {
	if len(b) < 24 || string(b[:8]) != "\x89PNG\r\n\x1a\n" || string(b[12:16]) != "IHDR" {
		return 0, 0, false
	}
	return int(binary.BigEndian.Uint32(b[16:])), int(binary.BigEndian.Uint32(b[20:])), true
}

// jpeg: segments with a marker and a length each; the size is in that which begins a
// frame.
func jpeg(b []byte) (width, height int, ok bool) {
	if len(b) < 4 || b[0] != 0xFF || b[1] != 0xD8 {
		return 0, 0, false
	}
	for b = b[2:]; len(b) >= 4; {
		marker := b[1]
		switch {
		case b[0] != 0xFF:
			b = b[1:] // decoders look for the next marker, too
			continue
		case marker == 0xFF: // filling
			b = b[1:]
			continue
		case marker == 0 || marker == 1 || marker >= 0xD0 && marker <= 0xD8: // without a length
			b = b[2:]
			continue
		case marker == 0xD9 || marker == 0xDA: // the end, and the pixels
			return 0, 0, false
		}
		n := int(binary.BigEndian.Uint16(b[2:])) + 2
		frame := marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
		if frame && len(b) >= 9 {
			return int(binary.BigEndian.Uint16(b[7:])), int(binary.BigEndian.Uint16(b[5:])), true
		}
		if n < 4 || n > len(b) {
			return 0, 0, false
		}
		b = b[n:]
	}
	return 0, 0, false
}

// webp: in a RIFF file, one of three first chunks.
func webp(b []byte) (width, height int, ok bool) {
	if len(b) < 30 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return 0, 0, false
	}
	switch data := b[20:]; string(b[12:16]) {
	case "VP8X": // of the whole, 24 bits each, less one
		at := func(i int) int { return int(data[i]) | int(data[i+1])<<8 | int(data[i+2])<<16 }
		return at(4) + 1, at(7) + 1, true
	case "VP8L": // 14 bits each, less one, behind a byte
		if data[0] != 0x2F {
			return 0, 0, false
		}
		bits := int(binary.LittleEndian.Uint32(data[1:]))
		return bits&0x3FFF + 1, bits>>14&0x3FFF + 1, true
	case "VP8 ": // 14 bits each, behind what begins a key frame
		if !bytes.Equal(data[3:6], []byte{0x9D, 0x01, 0x2A}) {
			return 0, 0, false
		}
		return int(binary.LittleEndian.Uint16(data[6:])) & 0x3FFF, int(binary.LittleEndian.Uint16(data[8:])) & 0x3FFF, true
	}
	return 0, 0, false
}

func gif(b []byte) (width, height int, ok bool) {
	if len(b) < 10 || string(b[:4]) != "GIF8" {
		return 0, 0, false
	}
	return int(binary.LittleEndian.Uint16(b[6:])), int(binary.LittleEndian.Uint16(b[8:])), true
}

// bmp: a height below zero is of a picture that stands on its head.
func bmp(b []byte) (width, height int, ok bool) {
	if len(b) < 26 || string(b[:2]) != "BM" {
		return 0, 0, false
	}
	if binary.LittleEndian.Uint32(b[14:]) == 12 { // the oldest form
		return int(binary.LittleEndian.Uint16(b[18:])), int(binary.LittleEndian.Uint16(b[20:])), true
	}
	abs := func(n int32) int {
		if n < 0 {
			return -int(n)
		}
		return int(n)
	}
	return abs(int32(binary.LittleEndian.Uint32(b[18:]))), abs(int32(binary.LittleEndian.Uint32(b[22:]))), true
}

// avif: boxes in boxes, among them one a picture with its size, "ispe". Which of them is
// shown is written elsewhere; the largest is taken.
func avif(b []byte) (width, height int, ok bool) {
	if len(b) < 12 || string(b[4:8]) != "ftyp" {
		return 0, 0, false
	}
	for {
		at := bytes.Index(b, []byte("ispe\x00\x00\x00\x00"))
		if at < 0 || len(b) < at+16 {
			return width, height, ok
		}
		w, h := int(binary.BigEndian.Uint32(b[at+8:])), int(binary.BigEndian.Uint32(b[at+12:]))
		if !ok || max(w, h) > max(width, height) {
			width, height, ok = w, h, true
		}
		b = b[at+16:]
	}
}
