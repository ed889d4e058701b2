package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"byeolpyo/wasm/read/infer"
)

// pages are a folder of pages with truths, by the names of its files.
var pages = map[string]string{
	"first/case.json":          `{"url": "https://first.example/schedule"}`,
	"first/page.html":          `<body><h2>2027년 8월 14일</h2><ul><li><i>10:00</i><h3>작업 큐 운영기</h3><p>김하늘</p></li><li><i>11:00</i><h3>타입 힌트 톺아보기</h3><p>이바다</p></li><li><i>12:00</i><h3>그래프 저장소의 기록</h3><p>박초롱</p></li></ul>`,
	"first/expected.json":      `{"sessions": [{"title": "작업 큐 운영기", "speakers": ["김하늘"], "start": "2027-08-14T10:00:00+09:00"}, {"title": "타입 힌트 톺아보기", "speakers": ["이바다"], "start": "2027-08-14T11:00:00+09:00"}, {"title": "그래프 저장소의 기록", "speakers": ["박초롱"], "start": "2027-08-14T12:00:00+09:00"}]}`,
	"second/case.json":         `{"url": "https://second.example/schedule"}`,
	"second/page.html":         `<body><h2>August 14, 2027</h2><div><p>10:00</p><b>Task Queues in Small Teams</b><em>Room 101</em></div><div><p>11:00</p><b>What Type Hints Taught Us</b><em>Room 102</em></div>`,
	"second/expected.json":     `{"sessions": [{"title": "Task Queues in Small Teams", "rooms": ["Room 101"], "start": "2027-08-14T10:00:00+09:00"}, {"title": "What Type Hints Taught Us", "rooms": ["Room 102"], "start": "2027-08-14T11:00:00+09:00"}]}`,
	"negative-third/case.json": `{"url": "https://third.example/hours", "kind": "negative"}`,
	"negative-third/page.html": `<body><h2>오시는 길</h2><ul><li>주차장 <b>09:00 ~ 18:00</b></li><li>안내소 <b>10:00 ~ 17:00</b></li></ul>`,
}

// TestSameTwice: of one folder the same weights are learned twice. They are others than those that
// were set by hand, and can be read again.
func TestSameTwice(t *testing.T) {
	before, all := infer.Current(), *steps
	t.Cleanup(func() { infer.Use(before); *steps = all })
	*steps = 30
	dir, empty := t.TempDir(), t.TempDir()
	for name, text := range pages {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var learned [2][]byte
	for i := range learned {
		out := filepath.Join(empty, "weights.txt")
		if err := run([]string{dir}, out, false, false); err != nil {
			t.Fatal(err)
		}
		var err error
		if learned[i], err = os.ReadFile(out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(learned[0], learned[1]) {
		t.Errorf("two files are learned of one folder:\n%s\n%s", learned[0], learned[1])
	}
	w, err := infer.ParseWeights(string(learned[0]))
	if err != nil {
		t.Fatal(err)
	}
	prior, err := infer.ParseWeights(priorText)
	if err != nil {
		t.Fatal(err)
	}
	if w.String() == prior.String() {
		t.Error("nothing is learned")
	}
	if err := run([]string{empty}, "", false, false); err == nil {
		t.Error("of no page something is learned")
	}
}
