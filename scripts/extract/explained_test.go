package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExplained: -explain says how a page is read, and draws it.
func TestExplained(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(`<body><h2>2027년 8월 14일</h2><ul><li><i>10:00</i><h3>작업 큐 운영기</h3></li><li><i>11:00</i><h3>타입 힌트 톺아보기</h3></li><li><i>12:00</i><h3>그래프 저장소의 기록</h3></li></ul>`), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	if err := explained(&said, "https://conf.example/schedule", "", []string{file}); err != nil {
		t.Fatal(err)
	}
	drawn, err := os.ReadFile(coloured)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"group of 3 records", `is title: 3 in 3 records`, "no speaker: "} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("it is not told %q:\n%s", want, &said)
		}
	}
	if !strings.Contains(string(drawn), "작업 큐 운영기") || !strings.Contains(string(drawn), "background:") {
		t.Errorf("the page is not drawn:\n%s", drawn)
	}
	if err := explained(&said, "", "", nil); err == nil {
		t.Error("no page is explained")
	}
}
