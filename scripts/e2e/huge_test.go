package e2e

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// hugePNG returns a valid PNG of that many white pixels per side, 1 bit each: it is small, and
// large once decoded.
func hugePNG(t *testing.T, side int) []byte {
	t.Helper()
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	row := make([]byte, 1+(side+7)/8)
	for range side {
		_, err := z.Write(row)
		must(t, err)
	}
	must(t, z.Close())
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, body []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
		from := len(out)
		out = append(append(out, name...), body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
	}
	size := binary.BigEndian.AppendUint32(nil, uint32(side))
	chunk("IHDR", append(append(size, size...), 1, 0, 0, 0, 0))
	chunk("IDAT", data.Bytes())
	chunk("IEND", nil)
	return out
}

// TestHugePicture: a picture is refused by the size that its file tells, before it is
// decoded, where a timetable is imported and where a pairing code is read.
func TestHugePicture(t *testing.T) {
	b := chromium(t)
	says := func(lang string, width, height int) string {
		text := strings.Replace(word(t, lang, "importHuge"), "{width}", fmt.Sprint(width), 1)
		return js(strings.Replace(text, "{height}", fmt.Sprint(height), 1))
	}
	huge := hugePNG(t, 20000)
	p := importPage(t, b, "en")
	for _, c := range []struct {
		data          []byte
		width, height int
	}{
		{huge, 20000, 20000},
		{[]byte("\xff\xd8\xff\xe0\x00\x04JF\xff\xc2\x00\x11\x08\x9c\x40\x75\x30\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01"), 30000, 40000},
		{[]byte("RIFF\x2c\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x3f\x9c\x00\x3f\x9c\x00"), 40000, 40000},
	} {
		dropFile(t, p, c.data)
		must(t, p.Wait(`document.body.dataset.found === "0" && document.querySelector("#problem").textContent === `+says("en", c.width, c.height)))
	}

	p = syncPage(t, b)
	must(t, p.Eval(`globalThis.decoded = 0; globalThis.createImageBitmap = () => { decoded++; return Promise.reject(new Error("decoded")); }`, nil))
	must(t, p.Eval(`(() => {
		const bytes = Uint8Array.from(atob(`+js(base64.StdEncoding.EncodeToString(huge))+`), c => c.charCodeAt(0));
		const files = new DataTransfer();
		files.items.add(new File([bytes], "code.png", {type: "image/png"}));
		const input = document.querySelector("#picture-file");
		input.files = files.files;
		input.dispatchEvent(new Event("change"));
	})()`, nil))
	must(t, p.Wait(`document.querySelector("#scan-state").textContent === `+says("ko", 20000, 20000)))
	if n := eval[int](t, p, `decoded`); n != 0 {
		t.Errorf("it was decoded %d times", n)
	}
}
