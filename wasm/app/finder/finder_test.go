package finder

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"slices"
	"testing"

	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/picture/png"
	"byeolpyo/wasm/picture/pngchunk"
	"byeolpyo/wasm/picture/qr"
)

var day = session.Date{Year: 2026, Month: 8, Day: 15}

func key(id string) session.Key { return session.NewKey("2026", "s", id) }

// known is a Finder that knows these sessions.
func known(ids ...string) Finder {
	return Finder{Keys: func() (keys []string) {
		for _, id := range ids {
			keys = append(keys, string(key(id)))
		}
		return keys
	}}
}

// link returns the link of a picture with a star and a must.
func link(t *testing.T) string {
	t.Helper()
	text, err := share.NewCode("2026", map[session.Key]picks.State{key("a"): picks.Star, key("b"): picks.Must}).Link()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// coded returns a picture of a text's QR code, 6 px per module.
func coded(t *testing.T, text string) *image.NRGBA {
	t.Helper()
	const unit, edge = 6, 4
	size, dark, err := qr.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	img := Canvas((size+2*edge)*unit, (size+2*edge)*unit)
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	for i, d := range dark {
		if !d {
			continue
		}
		for p := range unit * unit {
			img.Set((i%size+edge)*unit+p%unit, (i/size+edge)*unit+p/unit, color.Black)
		}
	}
	return img
}

// picture is a file that has text beside its pixels.
func picture(text string) []byte {
	head := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	chunk := func(out []byte, name string, data []byte) []byte {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		out = append(append(out, name...), data...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(append([]byte(name), data...)))
	}
	out := chunk(head[:8], "IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0})
	if text != "" {
		c := png.Chunk{Name: pngchunk.TextName, Data: pngchunk.Text(share.Keyword, text)}
		out = chunk(out, c.Name, c.Data)
	}
	return chunk(out, "IEND", nil)
}

// pickOf is what was found of a session; its hash is that of the code where it is not
// known.
func pickOf(t *testing.T, found map[string]any, i int) friends.Pick {
	t.Helper()
	f, ok := friends.Decode(friends.Friend{ID: "x", Edition: found["edition"].(string)}.StorageKey(), found["record"])
	if !ok || len(f.Picks) <= i {
		t.Fatalf("found %v", found)
	}
	slices.SortFunc(f.Picks, func(a, b friends.Pick) int {
		return bytes.Compare([]byte(a.Key+session.Key(a.Hash)), []byte(b.Key+session.Key(b.Hash)))
	})
	return f.Picks[i]
}

// A link is understood by the keys that are known, and by hashes where they are not.
func TestLink(t *testing.T) {
	found := known("a", "b").Link(link(t))
	if a, b := pickOf(t, found, 0), pickOf(t, found, 1); found["edition"] != "2026" || a.Key != key("a") || a.Must || b.Key != key("b") || !b.Must {
		t.Errorf("found %v", found)
	}
	found = known("b").Link(link(t))
	hashes, keys := 0, 0
	for i := range 2 {
		if p := pickOf(t, found, i); p.Key == key("b") && p.Must {
			keys++
		} else if p.Key == "" && len(p.Hash) == 10 && !p.Must {
			hashes++
		}
	}
	if hashes != 1 || keys != 1 {
		t.Errorf("of one that is not known: %v", found)
	}
	for text, want := range map[string]string{
		"https://2026.pycon.kr/":                     "importNone",
		link(t)[:len(link(t))-2]:                     "importBad",
		"https://pycon.kr/#byeolpyo=9.2026.AAAAAAAA": "importNewer",
	} {
		if got := known().Link(text); got["error"] != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
}

// The code in a picture is found, and any other code passed over.
func TestPixels(t *testing.T) {
	told := 0
	found := known("a").Pixels(coded(t, link(t)), func(done, total int) {
		if told++; done >= total {
			t.Errorf("tries %d of %d", done, total)
		}
	})
	if found["edition"] != "2026" || told == 0 {
		t.Errorf("found %v, told %d times", found, told)
	}
	if found := known().Pixels(coded(t, "https://example.org/"), func(int, int) {}); found != nil {
		t.Errorf("another's code: %v", found)
	}
	if found := known().Pixels(Canvas(0, 7), func(int, int) {}); found != nil {
		t.Errorf("no picture: %v", found)
	}
}

// The text in our own pictures yields titles and times; damaged, newer or too large text is
// reported, and without text the pixels are read.
func TestFile(t *testing.T) {
	s := session.Session{Key: key("a"), Titles: map[string]string{"ko": "발표"}, Start: session.KST(day, 10, 0), End: session.KST(day, 11, 0)}
	waiting := session.Session{Key: session.NewKey("2026", session.HashSequence, "02b1f3c4d5")}
	text := share.EncodeText("2026", []share.Pick{{State: picks.Must, Session: s}, {State: picks.Star, Session: waiting}}, true)
	found := known().File(picture(text))
	if p := pickOf(t, found, 1); p.Key != s.Key || !p.Must || p.Session.Title("ko") != "발표" || p.Session.Start != s.Start {
		t.Errorf("found %+v", p)
	}
	if p := pickOf(t, found, 0); p.Key != "" || p.Hash != "02b1f3c4d5" || p.Must {
		t.Errorf("one that is known by its hash only: %+v", p)
	}
	if found := known().File(picture("")); found != nil {
		t.Errorf("a picture without text: %v", found)
	}
	if found := known().File([]byte("GIF89a")); found != nil {
		t.Errorf("another kind of file: %v", found)
	}
	if got := known().File(picture("hello")); got["error"] != "importBad" || got["code"] != true {
		t.Errorf("damaged: %v", got)
	}
	// Each byte of the chunk but its length may be wrong: then the code is to be tried.
	whole := picture(text)
	from, to := bytes.Index(whole, []byte(pngchunk.TextName)), len(whole)-len("\x00\x00\x00\x00IEND")-4
	for i := from; i < to; i++ {
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		if got := known().File(bad); got != nil && (got["error"] != "importBad" || got["code"] != true) {
			t.Errorf("byte %d: %v", i-from, got)
		}
	}
	bad := huge(60_000, 50_000)
	bad = append(bad[:len(bad)-12], bytes.Replace(picture("hello")[33:], []byte("hello"), []byte("hellp"), 1)...)
	if got := known().File(bad); got["error"] != "importHuge" {
		t.Errorf("huge and damaged: %v", got)
	}
	if got := known().File(picture("byeolpyo 2\nwhatever")); got["error"] != "importNewer" {
		t.Errorf("newer: %v", got)
	}
	if got := known().File(huge(60_000, 50_000)); got["error"] != "importHuge" || got["values"].(map[string]any)["width"] != 60_000.0 {
		t.Errorf("huge: %v", got)
	}
}

// huge is the beginning of a PNG that says it is so large.
func huge(width, height uint32) []byte {
	b := picture("")
	binary.BigEndian.PutUint32(b[16:], width)
	binary.BigEndian.PutUint32(b[20:], height)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

// A file that a browser could not decode is called what it is.
func TestUndecodable(t *testing.T) {
	for head, want := range map[string]string{
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic": "importHEIC",
		"%PDF-1.7\n":               "importPDF",
		"\x89PNG\r\n\x1a\ncut off": "importBroken",
		"PK\x03\x04":               "importNoPicture",
		"":                         "importNoPicture",
	} {
		if got := Undecodable([]byte(head)); got != want {
			t.Errorf("%q: %s, want %s", head, got, want)
		}
	}
}

func TestOversize(t *testing.T) {
	if size := Oversize(huge(60_000, 50_000)); size["width"] != 60_000.0 || size["height"] != 50_000.0 {
		t.Errorf("%v", size)
	}
	for what, head := range map[string][]byte{"small": picture(""), "no picture": []byte("x"), "nothing": nil} {
		if size := Oversize(head); size != nil {
			t.Errorf("%s: %v", what, size)
		}
	}
}

// A code is read from a chosen picture and from a camera's, if it begins as expected.
func TestScan(t *testing.T) {
	img := coded(t, "BYP2-ABCDEF")
	for _, nth := range []int{-1, 0} {
		if got := Scan(img, "byp2", nth); got != "BYP2-ABCDEF" {
			t.Errorf("%d: %q", nth, got)
		}
		if got := Scan(img, "byp3", nth); got != "" {
			t.Errorf("%d: %q is not what is wanted", nth, got)
		}
	}
}

// No memory is allocated for sizes that no picture has.
func TestCanvas(t *testing.T) {
	for _, size := range [][2]int{{0, 5}, {5, 0}, {-1, 5}, {5, -1}, {1 << 40, 1 << 40}, {1 << 20, 1 << 20}} {
		if img := Canvas(size[0], size[1]); !img.Rect.Empty() || len(img.Pix) != 0 {
			t.Errorf("%v: %v", size, img.Rect)
		}
	}
	if img := Canvas(3, 2); len(img.Pix) != 24 {
		t.Errorf("%d bytes", len(img.Pix))
	}
}
