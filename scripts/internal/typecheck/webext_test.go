package typecheck

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestWebExt checks that what is shipped breaks no rule of Firefox's, and that
// extension/README.md explains each warning and no other.
func TestWebExt(t *testing.T) {
	dist := os.Getenv("BYEOLPYO_DIST")
	if dist == "" {
		t.Skip("make test names a build of the extension")
	}
	if err := Install(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	found, err := CheckWebExt(t.Context(), root, dist)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range found.Errors {
		t.Errorf("%s: %s: %s", m.File, m.Code, m.Message)
	}
	var warned []string
	for _, m := range found.Warnings {
		warned = append(warned, m.Code)
	}
	text, err := os.ReadFile(filepath.Join(root, "extension/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var explained []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\|").FindAllSubmatch(text, -1) {
		explained = append(explained, string(m[1]))
	}
	slices.Sort(warned)
	slices.Sort(explained)
	if !slices.Equal(warned, explained) {
		t.Errorf("web-ext warns of %q, extension/README.md explains %q", found.Warnings, explained)
	}
}
