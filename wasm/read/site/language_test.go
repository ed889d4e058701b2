package site_test

import (
	"strings"
	"testing"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/read/infer"
	"byeolpyo/wasm/read/site"
)

// around2026 is what the site of 2026 shows around the sessions in each language: its menu, its
// heading and the words beside the sessions.
func around2026(menu, content string) string {
	words := map[string]string{"ko": "시간표 후원사 로그인", "en": "Timetable Sponsors Sign in"}[menu]
	return `<header>` + words + `</header><h1>` + words + `</h1><main>` + content + `</main>`
}

func cards2026(titles ...string) string {
	var sb strings.Builder
	for i, title := range titles {
		sb.WriteString("<div>" + link2026(i+1, title) + "</div>")
	}
	return sb.String()
}

func detail2026(label, title, room, speaker string) string {
	return `<div><h4 class="MuiTypography-h4">` + title + `</h4><table><tr><td><h6>` + label + `</h6></td><td><h6>Aug 15, 2026, 2:00 PM</h6><span class="MuiChip-label">` + room +
		`</span></td></tr></table><div class="MuiStack-root"><div class="MuiStack-root"><div class="MuiStack-root"><h4>` + speaker + `</h4></div></div></div></div>`
}

// TestLanguageOfSessions (D13): a page's language is what its site says, unless the
// sessions contradict it, else that of the sessions: never that of a menu and a heading.
func TestLanguageOfSessions(t *testing.T) {
	ko, en := []string{"파이썬 첫걸음", "Async state machine", "별표 만들기"}, []string{"First steps in Python", "Async state machine", "Making stars"}
	mixed := []string{"First steps in Python", "Django DB Router로 읽기", "Making stars"}
	const list, detail = "https://2026.pycon.kr/session", "https://2026.pycon.kr/presentations/00000000-2026-4000-8000-000000000001"
	for _, c := range []struct {
		name, url, html, said, want string
	}{
		{"Korean", list, around2026("ko", cards2026(ko...)), "", "ko"},
		{"English", list, around2026("en", cards2026(en...)), "", "en"},
		{"English under a Korean menu", list, around2026("ko", cards2026(en...)), "", "en"},
		{"Korean under an English menu", list, around2026("en", cards2026(ko...)), "", "ko"},
		{"English, one title not translated", list, around2026("ko", cards2026(mixed...)), "", "en"},
		{"one English title under a Korean menu", list, around2026("ko", cards2026("Making stars")), "", "en"},
		{"one Korean title under an English menu", list, around2026("en", cards2026("별표 만들기")), "", "ko"},
		{"English, as the site says", list, around2026("ko", cards2026(en...)), "en", "en"},
		{"a few English titles of a Korean page", list, around2026("ko", cards2026("Making stars", "Async")), "ko", "ko"},
		{"a Korean title of an English page", list, around2026("en", cards2026("별표 만들기")), "en", "en"},
		{"the site says Korean already", list, around2026("ko", cards2026(en...)), "ko", "en"},
		{"the site says Korean already, one title not translated", list, around2026("ko", cards2026(append(en, mixed...)...)), "ko", "en"},
		{"a third of the titles in Korean, on a Korean page", list, around2026("ko", cards2026("Making stars", "Async", "별표 만들기")), "ko", "ko"},
		{"the site says English already", list, around2026("en", cards2026(ko...)), "en", "ko"},
		{"a detail", detail, around2026("ko", detail2026("발표 시각", "별표 만들기", "1호", "김파이")), "", "ko"},
		{"an English detail under a Korean menu", detail, around2026("ko", detail2026("Presentation Time", "Making stars", "Room 1", "Py Kim")), "", "en"},
		{"an English title on a Korean detail", detail, around2026("ko", detail2026("발표 시각", "Async state machine", "Room 1", "이상훈")), "", "ko"},
		{"a Korean title on an English detail", detail, around2026("ko", detail2026("Presentation Time", "Django DB Router로 읽기", "Room 1", "Py Kim")), "", "en"},
		{"a detail, as the site says", detail, around2026("ko", detail2026("발표 시각", "Async state machine", "Track 1", "Takanori Suzuki")), "ko", "ko"},
	} {
		page, ok := site.Read(parse(t, c.html), site.Options{URL: c.url, Lang: c.said})
		if !ok || len(page.Spots) == 0 || page.Lang != c.want {
			t.Errorf("%s: %q with %d spots, want %q", c.name, page.Lang, len(page.Spots), c.want)
		}
		for _, spot := range page.Spots {
			if s := spot.Session; s.PageLang != c.want || s.Titles[c.want] == "" || len(s.Titles) != 1 {
				t.Errorf("%s: titles %v of a page in %q", c.name, s.Titles, s.PageLang)
			}
		}
	}
	// A site that is not known, and says it.
	for _, said := range session.Languages {
		page := infer.Read(parse(t, around2026("ko", cards2026("Making stars", "별표 만들기"))), site.Options{URL: "https://2031.pycon.kr/session", Lang: said})
		if len(page.Spots) == 0 || page.Lang != said || page.Spots[0].Session.PageLang != said {
			t.Errorf("unknown, says %q: %q with %d spots", said, page.Lang, len(page.Spots))
		}
	}
}

// TestEverywhereInGrid (D14): every grid of the corpus tells of what lies over all of its
// rooms that it is in all rooms, and of nothing else.
func TestEverywhereInGrid(t *testing.T) {
	all := 0
	for _, f := range corpus(t) {
		everywhere := map[string]bool{}
		for _, s := range f.want.Sessions {
			if s.Key != "" {
				everywhere[s.Key] = s.AllRooms
			}
		}
		page, _ := site.Read(parse(t, string(f.html)), site.Options{URL: f.want.URL, Zone: zoneOf(t, f.want.Zone)})
		for _, spot := range page.Spots {
			s := spot.Session
			if s.Everywhere > 0 && (len(s.Rooms) > 0 || s.Everywhere < 2 || !everywhere[string(s.Key)] && !s.Key.Hashed()) {
				t.Errorf("%s: %s is in all of %d rooms, and in %q", f.name, s.Key, s.Everywhere, s.Rooms)
			}
		}
		for _, s := range page.Sessions() {
			if f.want.Kind == "timetable" && everywhere[string(s.Key)] {
				if all++; s.Everywhere == 0 && len(s.Rooms) == 0 {
					t.Errorf("%s: %s is nowhere", f.name, s.Key)
				}
			}
		}
	}
	if all < 50 {
		t.Errorf("%d sessions in all rooms", all)
	}
}

// TestEverywhereInData (D14): what the site's data lists in each room of its day is in all
// rooms; what it lists in some, in those.
func TestEverywhereInData(t *testing.T) {
	slot := func(room, day string) string {
		return `{"room_name":"` + room + `","start_at":"2026-08-` + day + `T10:00:00+09:00","end_at":"2026-08-` + day + `T10:30:00+09:00"}`
	}
	one := func(n int, slots ...string) string {
		return `{"id":"` + uuid(n) + `","title":"발표","room_schedules":[` + strings.Join(slots, ",") + `]}`
	}
	json := "[" + strings.Join([]string{
		one(1, slot("1호", "15"), slot("2호", "15"), slot("3호", "15")), one(2, slot("1호", "15"), slot("2호", "15")), one(3, slot("3호", "15")),
		one(4, slot("강당", "16")), // the only room of its day
	}, ",") + "]"
	page, ok := site.ReadData("https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2026", json)
	sessions := page.Sessions()
	if !ok || len(sessions) != 4 {
		t.Fatalf("%d sessions", len(sessions))
	}
	for i, want := range []string{"모든 방", "1호, 2호", "3호", "강당"} {
		if got := strings.Join(sessions[i].PlacesIn("ko"), ", "); got != want {
			t.Errorf("session %d is in %q, want %q", i+1, got, want)
		}
	}
}
