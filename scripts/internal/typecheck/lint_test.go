package typecheck

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func linted(t *testing.T, dir string) []Problem {
	t.Helper()
	if err := Install(context.Background(), root); err != nil {
		t.Fatal(err)
	}
	found, err := Lint(context.Background(), root, dir)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// No script of the extension and of the server does what the rules forbid.
func TestHabits(t *testing.T) {
	for _, dir := range []string{extension, root + "/api/worker"} {
		for _, p := range linted(t, dir) {
			t.Errorf("%s/%v", strings.TrimPrefix(dir, root+"/"), p)
		}
	}
}

// What the rules forbid is found, each on its line.
func TestHabitsPlanted(t *testing.T) {
	planted := []struct{ rule, line string }{
		{"no-unused-vars", `const unused = 1;`},
		{"no-restricted-properties", `document.body.innerHTML = "<b>";`},
		{"no-restricted-properties", `document.body.insertAdjacentHTML("beforeend", "<b>");`},
		{"no-eval", `eval("1");`},
		{"no-implied-eval", `setTimeout("run()", 1);`},
		{"eqeqeq", `if (document.title == 1) stop();`},
		{"no-shadow", `for (const location of []) { const f = (location) => location; f(location); }`},
		{"no-promise-executor-return", `new Promise((resolve) => setTimeout(resolve, 1)).then(stop);`},
		{"no-useless-assignment", `{ let n = 1; n = 2; stop(n); }`},
		{"require-atomic-updates", `{ let n = 0; const f = async () => { n = n + await 1; }; f().then(() => stop(n)); }`},
		{"no-fallthrough", `switch (document.title) { case "a": stop(); case "b": stop(); }`},
	}
	dir := t.TempDir()
	var script strings.Builder
	for _, p := range planted {
		script.WriteString(p.line + "\n")
	}
	if err := os.WriteFile(filepath.Join(dir, "planted.js"), []byte(script.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	found := linted(t, dir)
	for i, p := range planted {
		if !slices.ContainsFunc(found, func(f Problem) bool {
			return f.File == "planted.js" && f.Line == i+1 && strings.HasPrefix(f.Text, p.rule+": ")
		}) {
			t.Errorf("%s is not found in %s: %v", p.rule, p.line, found)
		}
	}
}

// Where nothing can be looked at, nothing found means nothing.
func TestNothingToLint(t *testing.T) {
	if found, err := Lint(context.Background(), root, t.TempDir()); err == nil {
		t.Errorf("without scripts eslint says %v, and no error", found)
	}
	t.Setenv("PATH", t.TempDir())
	if found, err := Lint(context.Background(), root, extension); err == nil {
		t.Errorf("without Node eslint says %v, and no error", found)
	}
}
