package infer_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// TestTimetableOfTheSite: which page a site calls its timetable.
func TestTimetableOfTheSite(t *testing.T) {
	const page = "https://2027.pycon.kr/talks"
	for _, c := range []struct{ name, links, want string }{
		{"words and address", `<a href="/talks">발표</a><a href="/schedule">시간표</a>`, "https://2027.pycon.kr/schedule"},
		{"the surer one", `<a href="/agenda">안내</a><a href="/program/2">타임테이블</a><a href="/timetable.html">전체 시간표 보기</a>`, "https://2027.pycon.kr/timetable.html"},
		{"address alone", `<a href="/program/schedule/"><img></a>`, "https://2027.pycon.kr/program/schedule/"},
		{"words alone", `<a href="?page=3">Conference schedule</a>`, "https://2027.pycon.kr/talks?page=3"},
		{"base", `<base href="/2027/"><a href="schedule">시간표</a>`, "https://2027.pycon.kr/2027/schedule"},
		{"the page itself", `<a href="/talks">시간표</a><a href="#schedule">시간표</a>`, ""},
		{"behind the number sign", `<a href="#/schedule">시간표</a>`, ""},
		{"another host", `<a href="https://pycon.kr/schedule">시간표</a><a href="//2027.pycon.kr.example/schedule">시간표</a>`, ""},
		{"a session of that name", `<a href="/talks/31">시간표 앱 만들기</a>`, ""},
		{"the visitor's", `<a href="/mine">내 시간표</a><a href="/en/mine">My schedule</a>`, ""},
		{"a sentence", `<a href="/news/9">시간표가 나왔습니다. 지금 바로 확인하고 듣고 싶은 발표를 골라 보세요</a>`, ""},
	} {
		root, err := htmldom.Parse(strings.NewReader("<body><nav>" + c.links + "</nav><main><h1>발표</h1></main></body>"))
		if err != nil {
			t.Fatal(err)
		}
		if got := infer.Read(root, site.Options{URL: page}).Timetable; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
