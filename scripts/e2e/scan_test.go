package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// shownCode is the QR code as a page of sync shows it.
func shownCode(t *testing.T, p *browser.Page) image.Image {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(eval[string](t, p, `document.querySelector("#qr").toDataURL("image/png").split(",")[1]`))
	must(t, err)
	img, err := png.Decode(bytes.NewReader(data))
	must(t, err)
	return img
}

// frame is what a camera sees of a screen with the picture in the middle.
func frame(img image.Image) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, 640, 480))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{0x60}), image.Point{}, draw.Src)
	if img != nil {
		b := img.Bounds()
		at := image.Pt((640-b.Dx())/2, (480-b.Dy())/2)
		draw.Draw(out, b.Sub(b.Min).Add(at), img, b.Min, draw.Src)
	}
	return out
}

// withCamera is a Chromium whose camera shows the frames, over and over.
func withCamera(t *testing.T, allowed bool, frames ...image.Image) *browser.Browser {
	t.Helper()
	var film bytes.Buffer
	for _, f := range frames {
		must(t, jpeg.Encode(&film, f, &jpeg.Options{Quality: 90}))
	}
	path := filepath.Join(t.TempDir(), "camera.mjpeg")
	must(t, os.WriteFile(path, film.Bytes(), 0o644))
	answer := "use-fake-ui-for-media-stream"
	flags := map[string]any{"use-fake-device-for-media-stream": true, "use-file-for-fake-video-capture": path, answer: true}
	if !allowed {
		flags[answer] = "deny"
	}
	b, err := browser.Start(context.Background(), browser.Options{
		Extension: dist, Hosts: site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", OneWindow: true, Timeout: actionTimeout, Flags: flags,
	})
	must(t, err)
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// The camera of one device reads the code that another shows; a picture of it does as
// well, and one without it says so.
func TestPairByScan(t *testing.T) {
	server := startSync(t)
	a := withProfile(t, t.TempDir())
	onA := open(t, a, grid2026)
	waitStars(t, onA, wantedDay(day1, "ko"))
	k := key(talk(t, day1, 0), "ko")
	click(t, onA, k)
	waitPick(t, a, k, "star")
	page := syncPage(t, a)
	turnOn(t, page, server.URL)
	code := shownCode(t, page)

	b := withCamera(t, true, frame(nil), frame(code), frame(code))
	p := syncPage(t, b)
	fill(t, p, "server", server.URL)
	press(t, p, "camera")
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	must(t, p.Wait(`document.querySelector("#viewfinder").hidden && document.querySelector("#video").srcObject === null`))
	waitPick(t, b, k, "star")

	c := withProfile(t, t.TempDir())
	p = syncPage(t, c)
	fill(t, p, "server", server.URL)
	give := func(img image.Image) {
		t.Helper()
		var data bytes.Buffer
		must(t, png.Encode(&data, img))
		must(t, p.Eval(`(() => {
			const bytes = Uint8Array.from(atob(`+js(base64.StdEncoding.EncodeToString(data.Bytes()))+`), c => c.charCodeAt(0));
			const files = new DataTransfer();
			files.items.add(new File([bytes], "code.png", {type: "image/png"}));
			const input = document.querySelector("#picture-file");
			input.files = files.files;
			input.dispatchEvent(new Event("change"));
		})()`, nil))
	}
	give(frame(nil))
	must(t, p.Wait(`document.querySelector("#scan-state").textContent === `+js(word(t, "ko", "syncScanNone"))))
	give(frame(code))
	must(t, p.Wait(`document.body.dataset.on === "1" && document.body.dataset.status === "syncNow"`))
	waitPick(t, c, k, "star")
}

// A camera that shows no code is looked at until the person stops it, and one that is
// refused is said to be.
func TestCameraStops(t *testing.T) {
	b := withCamera(t, true, frame(nil))
	p := syncPage(t, b)
	fill(t, p, "server", "https://sync.example")
	press(t, p, "camera")
	must(t, p.Wait(`document.querySelector("#scan-state").textContent === `+js(word(t, "ko", "syncCameraLook"))))
	must(t, p.Eval(`void (globalThis.track = document.querySelector("#video").srcObject.getTracks()[0])`, nil))
	press(t, p, "camera-stop")
	must(t, p.Wait(`track.readyState === "ended" && document.querySelector("#viewfinder").hidden`))
	if got := eval[string](t, p, `document.querySelector("#scan-state").textContent`); got != "" {
		t.Errorf("after stopping it says %q", got)
	}

	p = syncPage(t, withCamera(t, false, frame(nil)))
	fill(t, p, "server", "https://sync.example")
	press(t, p, "camera")
	must(t, p.Wait(`document.querySelector("#scan-state").textContent === `+js(word(t, "ko", "syncCameraRefused"))))
}
