package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/wasm/read/infer"
)

// TestWeights: -weights reads with the weights of a file, and says so where it has none.
func TestWeights(t *testing.T) {
	before := infer.Current()
	t.Cleanup(func() { infer.Use(before) })
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	if err := use(""); err != nil || infer.Current() != before {
		t.Errorf("without a file: %v", err)
	}
	for _, name := range []string{filepath.Join(dir, "none"), file("bad", "title no-such-evidence 1\n")} {
		if err := use(name); err == nil || infer.Current() != before {
			t.Errorf("%s is taken for weights", name)
		}
	}
	html := file("page.html", `<body><h2>2027년 8월 14일</h2><ul><li><i>10:00</i><h3>작업 큐 운영기</h3></li><li><i>11:00</i><h3>타입 힌트 톺아보기</h3></li><li><i>12:00</i><h3>그래프 저장소의 기록</h3></li></ul>`)
	found := func() bool {
		var out strings.Builder
		err := run(&out, "https://conf.example/schedule", "", true, []string{html})
		return err == nil && strings.Contains(out.String(), "작업 큐 운영기")
	}
	if !found() {
		t.Error("the page has no session by the weights that are checked in")
	}
	if err := use(file("other", "title bias -1000\ngroup bias -1000\n")); err != nil {
		t.Fatal(err)
	}
	if found() {
		t.Error("the weights of the file are not used")
	}
}
