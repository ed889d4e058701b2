package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestImportDamagedText (E10): if a picture's text was damaged on its way, its code is read; if
// no code can be read either, the page says that the picture is damaged.
func TestImportDamagedText(t *testing.T) {
	b := chromium(t)
	store(t, b, popupPicks, nil)
	data := saved(t, b)
	at := bytes.Index(data, []byte("iTXtbyeolpyo"))
	if at < 0 {
		t.Fatal("the picture has no text: no test")
	}
	p := importPage(t, b, "ko")
	for _, offset := range []int{0, 3, len("iTXtbyeolpyo"), 60} { // in the chunk's name, its keyword's end, the text
		bad := bytes.Clone(data)
		bad[at+offset] ^= 1
		dropFile(t, p, bad)
		if err := p.Wait(`document.body.dataset.found === "5" && !document.querySelector("#found").hidden`); err != nil {
			t.Errorf("byte %d: %q: %.200v", offset, eval[string](t, p, `document.querySelector("#problem").textContent`), err)
		}
	}
	// With the text damaged and the code painted over, nothing is mistaken for something else.
	small := hugePNG(t, 400)
	end := len(small) - 12
	start := at - 4
	chunk := bytes.Clone(data[start : start+12+int(binary.BigEndian.Uint32(data[start:]))])
	chunk[60] ^= 1
	dropFile(t, p, append(append(bytes.Clone(small[:end]), chunk...), small[end:]...))
	must(t, p.Wait(`document.body.dataset.found === "0" && document.querySelector("#problem").textContent === `+js(word(t, "ko", "importBad"))))
}

// TestImportSaysWhatItIs (E10): a file that cannot be read is called what it is, on the import
// page and where a pairing code is read.
func TestImportSaysWhatItIs(t *testing.T) {
	b := chromium(t)
	heic := []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
	p := importPage(t, b, "ko")
	for name, data := range map[string][]byte{
		"importHEIC":      heic,
		"importPDF":       []byte("%PDF-1.7\n1 0 obj\n"),
		"importBroken":    []byte("\xff\xd8\xff\xe0\x00\x10JFIF"),
		"importNoPicture": []byte("PK\x03\x04 a document"),
	} {
		dropFile(t, p, data)
		must(t, p.Wait(`document.body.dataset.found === "0" && document.querySelector("#problem").textContent === `+js(word(t, "ko", name))))
	}
	dropFile(t, p, hugePNG(t, 30_000))
	huge := strings.NewReplacer("{width}", "30000", "{height}", "30000").Replace(word(t, "ko", "importHuge"))
	must(t, p.Wait(`document.body.dataset.found === "0" && document.querySelector("#problem").textContent === `+js(huge)))

	p = syncPage(t, b)
	must(t, p.Eval(fmt.Sprintf(`(() => {
		const files = new DataTransfer();
		files.items.add(new File([Uint8Array.from(atob(%s), c => c.charCodeAt(0))], "code.heic", {type: "image/heic"}));
		const input = document.querySelector("#picture-file");
		input.files = files.files;
		input.dispatchEvent(new Event("change"));
	})()`, js(base64.StdEncoding.EncodeToString(heic))), nil))
	must(t, p.Wait(`document.querySelector("#scan-state").textContent === `+js(word(t, "ko", "importHEIC"))))
}

// TestRestoreOffersMineFirst (E10): a person without picks of the edition is first offered to
// add what was found to their own; one with picks, to keep it as a friend's. What was found is
// in the order of time.
func TestRestoreOffersMineFirst(t *testing.T) {
	b := chromium(t)
	all := slices.Clone(popupPicks)
	all[0].start, all[0].end = "2026-08-16T15:00", "2026-08-16T15:30" // its key is the first
	store(t, b, all, nil)
	data := saved(t, b)
	first := func(want string) {
		t.Helper()
		p := importTab(t, b, data)
		must(t, p.Wait(`document.body.dataset.found === "5" && !document.querySelector("#found").hidden`))
		if got := eval[string](t, p, `document.querySelector("#found .primary").id + " " + [...document.querySelectorAll("#found .way button")].find(b => b.checkVisibility()).id`); got != want+" "+want {
			t.Errorf("first is %q, want %s", got, want)
		}
		times := eval[[]string](t, p, `[...document.querySelectorAll("#found-list li")].map(li => li.textContent.match(/\d\d:\d\d/)?.[0] ?? "")`)
		if want := []string{"13:40", "14:20", "10:50", "15:00", ""}; !slices.Equal(times, want) {
			t.Errorf("the list's times are %q, want %q", times, want)
		}
	}
	first("friend-button")
	must(t, b.ClearStorage())
	first("merge")
}
