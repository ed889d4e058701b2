package popup

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// sentences are the lines of n as they are read.
func sentences(n *Now) string {
	if n == nil {
		return ""
	}
	var lines []string
	for _, l := range n.Lines {
		var parts []string
		for _, part := range []string{l.Label, l.Title, l.Place, l.When} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	if n.Here != "" {
		lines = append(lines, n.Here)
	}
	return strings.Join(lines, " / ")
}

// picksOf are the sessions of an edition whose titles begin so.
func picksOf(t *testing.T, m *Model, edition string, titles ...string) {
	t.Helper()
	p, err := programmes.Of(edition)
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range titles {
		at := slices.IndexFunc(p.Sessions, func(s session.Session) bool { return strings.HasPrefix(s.Title("ko"), title) })
		if at < 0 {
			t.Fatalf("%s has no session %q", edition, title)
		}
		put(m, p.Sessions[at], picks.Star)
	}
}

// losAngeles is the zone of a device there, in summer and from November on.
func losAngeles(t session.Instant) int {
	if d := t.Date(); d.Month >= 11 {
		return -8 * 60
	}
	return -7 * 60
}

// What is said at a moment, of three editions as they were, one of them with tutorials.
func TestNow(t *testing.T) {
	clash := func(m *Model) {
		put(m, talk(t, "a", "가", "13:30", "14:00"), picks.Star)
		put(m, talk(t, "b", "나", "13:30", "14:20"), picks.Must)
		open := talk(t, "c", "다", "15:00", "15:00")
		open.End = 0
		put(m, open, picks.Star)
	}
	y2018 := func(m *Model) { picksOf(t, m, "2018", "그리고 물고기는", "Ring:", "신과 함께") }
	y2024 := func(m *Model) { picksOf(t, m, "2024", "FastAPI로 CRUD", "Django ORM") }
	for _, test := range []struct {
		picks  func(*Model)
		moment string
		ahead  func(session.Instant) int
		ko, en string
	}{
		// 2018: two days
		{y2018, "2018-08-01T10:00", nil, "17일 뒤 · 그리고 물고기는 고마웠어요 · 8월 18일 토요일 09:40", "In 17 days · 그리고 물고기는 고마웠어요 · Sat, Aug 18 09:40"},
		{y2018, "2018-08-17T23:59", nil, "내일 · 그리고 물고기는 고마웠어요 · 09:40", "Tomorrow · 그리고 물고기는 고마웠어요 · 09:40"},
		{y2018, "2018-08-18T08:10", nil, "다음 · 그리고 물고기는 고마웠어요 · 1시간 30분 뒤 (09:40)", "Next · 그리고 물고기는 고마웠어요 · in 1 h 30 min (09:40)"},
		{y2018, "2018-08-18T10:08", nil, "지금 · 그리고 물고기는 고마웠어요 · 12분 남았어요 / 다음 · Ring: 프로그래밍 언어와 가까운 캐시 인터페이스 · 101 · 4시간 32분 뒤 (14:40)",
			"Now · 그리고 물고기는 고마웠어요 · 12 min left / Next · Ring: 프로그래밍 언어와 가까운 캐시 인터페이스 · 101 · in 4 h 32 min (14:40)"},
		{y2018, "2018-08-18T14:00", nil, "지금 · 비는 시간이에요 · 14:40까지 / 다음 · Ring: 프로그래밍 언어와 가까운 캐시 인터페이스 · 101 · 40분 뒤 (14:40)",
			"Now · Nothing picked · until 14:40 / Next · Ring: 프로그래밍 언어와 가까운 캐시 인터페이스 · 101 · in 40 min (14:40)"},
		{y2018, "2018-08-18T15:19", nil, "지금 · Ring: 프로그래밍 언어와 가까운 캐시 인터페이스 · 101 · 1분 남았어요 / 다음 · 신과 함께 파이썬과 함께 · 101 · 내일 13:10",
			"Now · Ring: 프로그래밍 언어와 가까운 캐시 인터페이스 · 101 · 1 min left / Next · 신과 함께 파이썬과 함께 · 101 · tomorrow 13:10"},
		{y2018, "2018-08-18T15:20", nil, "오늘 · 담은 세션이 모두 끝났어요 / 내일 · 신과 함께 파이썬과 함께 · 101 · 13:10", "Today · All your sessions are over / Tomorrow · 신과 함께 파이썬과 함께 · 101 · 13:10"},
		{y2018, "2018-08-19T13:35", nil, "담은 세션이 모두 끝났어요. 즐거우셨길 바라요!", "All your sessions are over. Hope you enjoyed them!"},
		// 2024: tutorials of three and four hours, and winter time abroad
		{y2024, "2024-11-09T12:59", nil, "지금 · FastAPI로 CRUD API 서버 만들기 · 강의실20 · 1분 남았어요 / 다음 · Django ORM 톺아보기 · 강의실20 · 1시간 1분 뒤 (14:00)",
			"Now · FastAPI로 CRUD API 서버 만들기 · 강의실20 · 1 min left / Next · Django ORM 톺아보기 · 강의실20 · in 1 h 1 min (14:00)"},
		{y2024, "2024-11-09T14:00", losAngeles, "지금 · Django ORM 톺아보기 · 강의실20 · 4시간 남았어요 / 서울 18:00 · 여기 01:00",
			"Now · Django ORM 톺아보기 · 강의실20 · 4 h left / Seoul 18:00 · here 01:00"},
		{y2024, "2024-11-09T09:00", losAngeles, "다음 · FastAPI로 CRUD API 서버 만들기 · 강의실20 · 1시간 뒤 (10:00) / 서울 10:00 · 여기 11월 8일 17:00",
			"Next · FastAPI로 CRUD API 서버 만들기 · 강의실20 · in 1 h (10:00) / Seoul 10:00 · here Nov 8, 17:00"},
		// 2026: a clash, an end that nobody told, and summer time abroad
		{clash, "2026-08-15T13:29", losAngeles, "다음 (외 1개) · 나 · Track 1 · 1분 뒤 (13:30) / 서울 13:30 · 여기 8월 14일 21:30", "Next (+1) · 나 · Track 1 · in 1 min (13:30) / Seoul 13:30 · here Aug 14, 21:30"},
		{clash, "2026-08-15T13:30", nil, "지금 (외 1개) · 나 · Track 1 · 50분 남았어요 / 다음 · 다 · Track 1 · 1시간 30분 뒤 (15:00)", "Now (+1) · 나 · Track 1 · 50 min left / Next · 다 · Track 1 · in 1 h 30 min (15:00)"},
		{clash, "2026-08-15T15:10", nil, "지금 · 다 · Track 1 · 30분쯤 남았어요", "Now · 다 · Track 1 · about 30 min left"},
		{func(*Model) {}, "2026-08-15T15:10", losAngeles, "", ""},
	} {
		for lang, want := range map[string]string{"ko": test.ko, "en": test.en} {
			m := New(lang, words(t))
			test.picks(m)
			if got := sentences(m.View(Moment{at(t, test.moment+":00+09:00"), test.ahead}).Now); got != want {
				t.Errorf("%s at %s\n     %q\nwant %q", lang, test.moment, got, want)
			}
		}
	}
}

// Who is not told the time is told nothing of now.
func TestNowWithoutAMoment(t *testing.T) {
	if n := model(t).View(Moment{}).Now; n != nil {
		t.Errorf("%+v", n)
	}
}

// The popup says anew what is to be said when its minute comes, and wakes no more often:
// not before the day comes, nor after all is over.
func TestNowGoesOn(t *testing.T) {
	start := at(t, "2026-08-15T13:30:00+09:00") // of both picks
	for _, test := range []struct {
		name          string
		begun         session.Instant
		minutes, want int // views after the first
	}{
		{"on the day", start - 10, 3, 3},
		{"on the day before, at midnight", start - 24*60, 11 * 60, 31},
		{"days before", start - 5*24*60, 10 * 60, 0},
		{"after all", start + 31, 60, 0},
	} {
		o := newPopup(t, picked(t))
		o.clock.Run(int(int64(test.begun)*msPerMinute - o.clock.Now()))
		o.open()
		opened := len(o.script.views)
		o.clock.Run(test.minutes * msPerMinute)
		if got := len(o.script.views) - opened; got != test.want {
			t.Errorf("%s: %d views in %d minutes, want %d", test.name, got, test.minutes, test.want)
		}
	}
	o := newPopup(t, picked(t))
	o.clock.Run(int(int64(start-2)*msPerMinute - o.clock.Now()))
	o.open()
	o.clock.Run(2 * msPerMinute)
	if n := o.script.views[len(o.script.views)-1]["now"].(map[string]any); n["phase"] != "running" {
		t.Errorf("two minutes later it says %v", n)
	}
}
