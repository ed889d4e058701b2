package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Chrome's storage follows the same rules as the one in memory, with which the programs are
// tested.
func TestStorageOfTheBrowser(t *testing.T) {
	checkPlatform(t, copyDist(t))
}

// Chrome's notices follow the same rules as those in memory.
func TestNoticesOfTheBrowser(t *testing.T) {
	checkPlatform(t, permitted(t, ""))
}

// copyDist returns a copy of the extension that a test may change.
func copyDist(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(dist)))
	return dir
}

// checkPlatform runs the program that holds a browser to the rules, in a copy of the
// extension.
func checkPlatform(t *testing.T, dir string) {
	t.Helper()
	addCheck(t, dir)
	b := ownChromium(t, dir)
	must(t, b.ClearStorage())
	checked(t, open(t, b, b.ExtensionURL("check.html")))
}

// addCheck adds the program and a page for it to a copy of the extension.
func addCheck(t *testing.T, dir string) {
	t.Helper()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "check.wasm"), "./scripts/internal/storagecheck")
	build.Dir = root
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, text := range map[string]string{
		"check.html": `<!doctype html><script src="wasm_exec.js"></script><script src="go.js"></script><script src="check.js"></script>`,
		"check.js":   `globalThis.storageChecked = (wrong) => { document.title = "checked"; document.body.textContent = wrong; }; byeolpyoGo("check.wasm");`,
	} {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
}

// checked waits for what the program found.
func checked(t *testing.T, p tab) {
	t.Helper()
	must(t, p.Wait(`document.title === "checked"`))
	if wrong := eval[string](t, p, `document.body.textContent`); wrong != "" {
		t.Error(wrong)
	}
}
