package picsize

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	stdgif "image/gif"
	stdjpeg "image/jpeg"
	stdpng "image/png"
	"testing"
)

// pictures are one of each kind, of 37 × 21 pixels, as encoders write them; those of
// WebP and AVIF, which Go does not write, are the beginnings of files of libwebp and
// libavif.
func pictures(t testing.TB) map[string][]byte {
	img := image.NewPaletted(image.Rect(0, 0, 37, 21), color.Palette{color.Black, color.White})
	var png, jpeg, gif bytes.Buffer
	for name, err := range map[string]error{"png": stdpng.Encode(&png, img), "jpeg": stdjpeg.Encode(&jpeg, img, nil), "gif": stdgif.Encode(&gif, img, nil)} {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	// A camera's notes, in which a small picture lies, stand before the size.
	small := append([]byte("Exif\x00\x00"), jpeg.Bytes()[:200]...)
	note := append([]byte{0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(small)+2))...)
	photo := append(append(append(jpeg.Bytes()[:2:2], note...), small...), 0xFF) // and a byte of filling
	photo = append(photo, jpeg.Bytes()[2:]...)

	bmp := append([]byte("BM"), make([]byte, 24)...)
	binary.LittleEndian.PutUint32(bmp[14:], 40)
	binary.LittleEndian.PutUint32(bmp[18:], 37)
	height := int32(-21)
	binary.LittleEndian.PutUint32(bmp[22:], uint32(height))
	old := append([]byte("BM"), make([]byte, 24)...)
	old[14], old[18], old[20] = 12, 37, 21
	avif := []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf\x00\x00\x00\x40meta\x00\x00\x00\x00" +
		"\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00\x08\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x00\x25\x00\x00\x00\x15\x00\x00\x00\x10pixi")
	return map[string][]byte{
		"png": png.Bytes(), "jpeg": jpeg.Bytes(), "photo": photo, "gif": gif.Bytes(), "bmp": bmp, "bmp, old": old, "avif": avif,
		"webp VP8 ": []byte("RIFF\x60\x00\x00\x00WEBPVP8 \x54\x00\x00\x00\x30\x04\x00\x9d\x01\x2a\x25\x00\x15\x00\x3e\x91\x3e\x99"),
		"webp VP8L": []byte("RIFF\x2c\x00\x00\x00WEBPVP8L\x20\x00\x00\x00\x2f\x24\x00\x05\x10\x07\x50\x45\x14\x88\x88\xfe"),
		"webp VP8X": []byte("RIFF\x2c\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x24\x00\x00\x14\x00\x00"),
	}
}

func TestOf(t *testing.T) {
	all := pictures(t)
	if len(all) < 10 {
		t.Fatalf("only %d pictures", len(all))
	}
	for name, data := range all {
		if w, h, ok := Of(data); !ok || w != 37 || h != 21 {
			t.Errorf("%s: %d × %d, %v", name, w, h, ok)
		}
		// Cut anywhere, it tells the same size, a smaller picture's (AVIF) or none.
		for n := range data {
			if w, h, ok := Of(data[:n]); ok && !(w == 37 && h == 21 || name == "avif" && w == 8 && h == 8) {
				t.Errorf("%s, %d bytes: %d × %d", name, n, w, h)
			}
		}
	}
	for _, text := range []string{"", "no picture at all, but some text", "\xff\xd8\xff\xd9", "\xff\xd8\xff\xe0\x00\x00\xff\xe0\x00\x00", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIDAT00000000", "\x00\x00\x00\x18ftypheic0000"} {
		if w, h, ok := Of([]byte(text)); ok {
			t.Errorf("%q is %d × %d", text, w, h)
		}
	}
	if data, err := base64.StdEncoding.DecodeString(oneWebP); err != nil {
		t.Fatal(err)
	} else if w, h, ok := Of(data); !ok || w != 1 || h != 1 {
		t.Errorf("a whole WebP: %d × %d, %v", w, h, ok)
	}
}

// oneWebP is the picture of one pixel by which pages ask browsers whether they know WebP.
const oneWebP = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"

// Each kind that browsers show is told as one, and what an iPhone keeps is not taken for
// AVIF, which has the same form.
func TestKindOf(t *testing.T) {
	for name, data := range pictures(t) {
		if got := KindOf(data); got != Shown {
			t.Errorf("%s: %d", name, got)
		}
	}
	for head, want := range map[string]Kind{
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic":     HEIF,
		"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heicmiaf": HEIF,
		"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf": Shown,
		"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp41avc1":     Other,
		"\xff\xff\xff\xffftypheic":                             HEIF,
		"\x00\x00\x00\x08ftypheic":                             Other,
		"%PDF-1.4":                                             PDF,
		"RIFF\x00\x00\x00\x00WAVE":                             Other,
		"":                                                     Other,
		"II*\x00\x08\x00\x00\x00":                              Other,
	} {
		if got := KindOf([]byte(head)); got != want {
			t.Errorf("%q: %d, want %d", head, got, want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	for _, c := range []struct {
		width, height int
		want          bool
	}{
		{1080, 2400, false}, {8160, 6120, false}, {12000, 9000, false}, {16384, 8192, false}, {16385, 8192, true}, {20000, 20000, true},
		{65535, 1, false}, {65536, 1, true}, {1, 65536, true}, {0, 0, false}, {0, 1 << 31, true}, {1<<32 - 1, 1<<32 - 1, true},
	} {
		if got := TooLarge(c.width, c.height); got != c.want {
			t.Errorf("%d × %d: %v", c.width, c.height, got)
		}
	}
}

func FuzzOf(f *testing.F) {
	for _, data := range pictures(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		w, h, ok := Of(data)
		KindOf(data)
		if w < 0 || h < 0 || !ok && (w != 0 || h != 0) {
			t.Errorf("%d × %d, %v", w, h, ok)
		}
		// What Go's own decoders tell of it is told here, too.
		if config, kind, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && len(data) <= Head {
			if !ok || w != config.Width || h != config.Height {
				t.Errorf("%s of %d × %d is told as %d × %d, %v", kind, config.Width, config.Height, w, h, ok)
			}
		}
	})
}
