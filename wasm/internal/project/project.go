// Package project finds, for tests, the project's files outside a test's own folder.
package project

import (
	"os"
	"path/filepath"
	"testing"
)

// FontFiles are the fonts that pictures are drawn with, in the order in which
// draw.ParseFonts takes them.
var FontFiles = []string{"byeolpyo-sans-regular.otf", "byeolpyo-sans-bold.otf", "byeolpyo-hanja.ttf", "byeolpyo-kanji.ttf", "byeolpyo-hanzi.ttf", "byeolpyo-emoji.ttf"}

// Path returns where a file of the project is, by its name in slashes from the top.
func Path(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, filepath.FromSlash(name))
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}

// Read returns the content of a file of the project.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Font returns one of FontFiles, or what lies beside them.
func Font(t testing.TB, name string) []byte {
	t.Helper()
	return Read(t, "extension/fonts/"+name)
}

// Fonts returns all FontFiles.
func Fonts(t testing.TB) [][]byte {
	t.Helper()
	var all [][]byte
	for _, name := range FontFiles {
		all = append(all, Font(t, name))
	}
	return all
}
