package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/wasmopt/compiler"
)

// licencePatterns find the licences in a module's directory. freetype leaves
// the choice between the FreeType licence, taken here, and the GPL.
var licencePatterns = []string{"LICENSE*", "LICENCE*", "COPYING*", "NOTICE*", "licenses/ftl.txt"}

// notices collects the licences of other people's code in the programs: of the modules they are
// made from, and of Go itself. They are shipped with the extension.
func notices(root string, programs []string) ([]byte, error) {
	list, err := goTool(root, compiler.Env, append([]string{"list", "-deps", "-f",
		"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}"}, programs...)...)
	if err != nil {
		return nil, fmt.Errorf("finding the modules' licences: %w", err)
	}
	goroot, err := goRoot()
	if err != nil {
		return nil, err
	}
	// Without the compiler's version, which is in the modules anyway.
	parts := []string{"Go\t" + goroot}
	lines := strings.Split(strings.TrimSpace(string(list)), "\n")
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		if line != "" {
			parts = append(parts, line)
		}
	}
	var b bytes.Buffer
	b.WriteString("The programs in this extension contain code of others, under these licences.\n")
	for _, part := range parts {
		name, dir, _ := strings.Cut(part, "\t")
		var texts []string
		for _, pattern := range licencePatterns {
			found, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				return nil, err
			}
			texts = append(texts, found...)
		}
		// Some distributions keep Go's own elsewhere; the golang.org/x modules
		// are under the same one.
		if len(texts) == 0 && dir != goroot {
			return nil, fmt.Errorf("%s: no licence in %s", name, dir)
		}
		for _, file := range texts {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			fmt.Fprintf(&b, "\n---- %s: %s\n\n%s\n", name, filepath.Base(file), bytes.TrimSpace(text))
		}
	}
	return b.Bytes(), nil
}
