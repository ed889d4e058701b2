package e2e

import (
	"bytes"
	"image"
	"image/png"
	"os/exec"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// The extension works also with its programs as Go's linker writes them, as they are
// built with a version of Go that was not tried: a session is starred and drawn.
func TestPlainBuild(t *testing.T) {
	into := filepath.Join(root, "build", "plain")
	build := exec.CommandContext(t.Context(), "go", "run", "./scripts/build", "-plain", "-o", into)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	same := chromium(t) // built as it is shipped
	plain := ownChromium(t, filepath.Join(into, "dist"))
	mine := key(talk(t, day1, 0), "ko")
	var pictures [][]byte
	for _, b := range []*browser.Browser{same, plain} {
		p := open(t, b, grid2026)
		waitStars(t, p, wantedDay(day1, "ko"))
		click(t, p, mine)
		waitPick(t, b, mine, "star")
		pictures = append(pictures, savedPicture(t, b))
	}
	var sizes [2]image.Config
	for i, data := range pictures {
		var err error
		sizes[i], err = png.DecodeConfig(bytes.NewReader(data))
		must(t, err)
	}
	if sizes[0].Width != sizes[1].Width || sizes[0].Height != sizes[1].Height || sizes[0].Width == 0 {
		t.Errorf("the picture is %d × %d, as it is shipped %d × %d", sizes[1].Width, sizes[1].Height, sizes[0].Width, sizes[0].Height)
	}
}
