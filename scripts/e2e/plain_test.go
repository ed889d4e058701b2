package e2e

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/browser"
)

// The extension also works with its programs as Go's linker writes them, as they are built with
// an untested version of Go: a session is starred and drawn.
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
	if len(pictures[0]) < 10_000 || !bytes.Equal(pictures[0], pictures[1]) {
		t.Errorf("the picture has %d bytes, as it is shipped %d, and differs", len(pictures[1]), len(pictures[0]))
	}
}
