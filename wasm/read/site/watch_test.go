package site_test

import (
	"regexp"
	"strings"
	"testing"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/site"
)

// In the saved pages the address of a recording ends with the id of its session: each
// session that such a page tells one of has that and no other, and its neighbours none. Of
// slides all have one address, and there are as many as the page links.
func TestWatch(t *testing.T) {
	told := regexp.MustCompile(`https://youtu\.be/x(\d+)`)
	slides := regexp.MustCompile(`href="https://speakerdeck\.com/x"`)
	recordings, decks := map[string]int{}, map[string]int{}
	for _, f := range corpus(t) {
		html := string(f.html)
		of := map[string]bool{}
		for _, m := range told.FindAllStringSubmatch(html, -1) {
			of[m[1]] = true
		}
		page, _ := site.Read(parse(t, html), site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)})
		found := 0
		for _, s := range page.Sessions() {
			_, _, id, _, _ := s.Key.Parts()
			want := ""
			if of[id] {
				want = "https://youtu.be/x" + id
				recordings[f.profile()]++
			}
			if s.Recording != want {
				t.Errorf("%s: the recording of %s is %q, want %q", f.name, s.Key, s.Recording, want)
			}
			if s.Slides != "" {
				found++
			}
		}
		if want := len(slides.FindAllString(html, -1)); found != want {
			t.Errorf("%s: %d sessions have slides, and %d are linked", f.name, found, want)
		}
		decks[f.profile()] += found
	}
	for profile, least := range map[string]int{"2014": 8, "2015": 8, "2016": 8, "2017": 8, "2018": 18, "2021": 19, "2022": 80} {
		if recordings[profile] < least {
			t.Errorf("the pages of %s tell %d recordings, want %d or more", profile, recordings[profile], least)
		}
	}
	if decks["2019"] < 18 {
		t.Errorf("the pages of 2019 link %d slides", decks["2019"])
	}
}

// What else stands on a session's own page, such as an earlier talk that its speaker links,
// is not its recording.
func TestWatchOnDetail(t *testing.T) {
	const url = "https://www.pycon.kr/2018/program/5"
	read := func(body string) session.Session {
		page, _ := site.Read(parse(t, `<main><div class="content"><h1>제목</h1>`+body+`</div></main>`), site.Options{URL: url})
		if len(page.Spots) != 1 {
			t.Fatalf("%d sessions", len(page.Spots))
		}
		return page.Spots[0].Session
	}
	for body, want := range map[string]string{
		`<a href="https://youtu.be/a"><span class="label">동영상</span></a> <a href="https://speakerdeck.com/b"><span>슬라이드</span></a>`: "https://youtu.be/a https://speakerdeck.com/b",
		`<h3>발표 영상</h3><a href="https://youtu.be/a">https://youtu.be/a</a>`:                                                         "https://youtu.be/a ",
		`<p><span>슬라이드 주소</span><span><a href="https://speakerdeck.com/b">https://speakerdeck.com/b</a></span></p>`:                 " https://speakerdeck.com/b",
		`<p>작년 발표는 <a href="https://youtu.be/a">여기</a>에 있습니다.</p>`:                                                                  " ",
		`<p><a href="https://youtu.be/a">https://youtu.be/a</a></p>`:                                                                " ",
		`<p><a href="https://www.youtube.com/c/PyConKRtube">동영상</a></p>`:                                                            " ",
	} {
		if s := read(body); s.Recording+" "+s.Slides != want {
			t.Errorf("%s: %q and %q", body, s.Recording, s.Slides)
		}
	}
	json := `[{"id": "` + uuid(1) + `", "title": "제목", "slideshow_url": "https://docs.google.com/presentation/d/1", "room_schedules": [{"room_name": "1호", "start_at": "2026-08-15T14:00:00+09:00", "end_at": "2026-08-15T14:30:00+09:00"}]}]`
	page, ok := site.ReadData(site.Profiles[len(site.Profiles)-2].Timetable, json)
	if !ok || len(page.Spots) != 1 || !strings.HasPrefix(page.Spots[0].Session.Slides, "https://docs.google.com/presentation/") {
		t.Errorf("%v, %+v", ok, page.Spots)
	}
}
