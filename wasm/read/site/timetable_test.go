package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/read/site"
)

const data2026 = "https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2026"

// presentation is one session as the site's data has it, with what is nobody's
// business beside it.
func presentation(n int, title, kind, slots string) string {
	return fmt.Sprintf(`{"id":"00000000-2026-4000-8000-%012d","title":%q,"summary":"요약 a@b.kr","presentation_type":{"id":"x","name":%q,"event":{"id":"y","name":"파이콘 한국 2026"}},
		"categories":[{"id":"c","name":"웹"}],"comment":"심사 의견","speakers":[{"id":"s","nickname":"김파이","email":"kim@example.com","biography":"나는"},{"nickname":"mail@example.com"},{"nickname":"@lee"},{"nickname":null}],
		"room_schedules":[%s]}`, n, title, kind, slots)
}

func roomSlot(room, start, end string) string {
	return fmt.Sprintf(`{"id":"r","room_name":%q,"room_order":0,"start_at":%q,"end_at":%q}`, room, start, end)
}

func TestReadData(t *testing.T) {
	json := "[" + strings.Join([]string{
		presentation(1, `발표\n하나`, "세션", roomSlot(`Track 1\n4층`, "2026-08-15T13:30:00+09:00", "2026-08-15T14:00:00+09:00")),
		presentation(2, "둘", "튜토리얼", ""),
		presentation(3, "키노트: 셋", "세션", roomSlot("B", "2026-08-16T05:00:00Z", "2026-08-16T05:30:00Z")+","+roomSlot("A", "2026-08-15T14:00:00+09:00", "")+","+roomSlot("C", "2026-08-15T14:00:00+09:00", "")),
		presentation(4, "점심", "세션", roomSlot("A", "2026-08-15T12:00:00+09:00", "")),
		presentation(5, "다른 해", "세션", roomSlot("A", "2025-08-15T12:00:00+09:00", "")),
		`{"id":"program/1","title":"주소가 아닌 것","room_schedules":[]}`,
		`{"id":"00000000-2026-4000-8000-000000000009","title":"` + strings.Repeat("길", 400) + `"}`,
	}, ",") + "]"
	page, ok := site.ReadData(data2026, json)
	if !ok || page.Edition != "2026" || page.Lang != "ko" {
		t.Fatalf("%v %q %q", ok, page.Edition, page.Lang)
	}
	var got []string
	for _, spot := range page.Spots {
		s := spot.Session
		_, _, id, slot, _ := s.Key.Parts()
		got = append(got, fmt.Sprintf("%s/%d %s %s %s %s %q %q", id[len(id)-1:], slot, s.Kind, s.Titles["ko"], s.Start, s.End.HHMM(), s.Rooms, s.Speakers))
		if !spot.All || s.URL != "https://2026.pycon.kr/presentations/"+id {
			t.Errorf("%+v", spot)
		}
	}
	const who = ` ["김파이" "@lee"]`
	want := []string{
		`1/1 talk 발표 하나 2026-08-15T13:30:00+09:00 14:00 ["Track 1 4층"]` + who,
		`2/1 tutorial 둘   []` + who,
		`3/2 keynote 키노트: 셋 2026-08-16T14:00:00+09:00 14:30 ["B"]` + who,
		`3/1 keynote 키노트: 셋 2026-08-15T14:00:00+09:00  ["A" "C"]` + who,
		`3/1 keynote 키노트: 셋 2026-08-15T14:00:00+09:00  ["A" "C"]` + who,
		`5/1 talk 다른 해   ["A"]` + who,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if text := fmt.Sprintf("%+v", page.Sessions()); strings.Contains(text, "example.com") || strings.Contains(text, "의견") || strings.Contains(text, "나는") {
		t.Error("what is nobody's business was read")
	}
	if page, _ := site.ReadData(data2026, strings.ReplaceAll(json, "발표", "A longer talk in English words about many things")); page.Lang != "ko" {
		t.Errorf("one English title among Korean ones: %s", page.Lang)
	}
	if page, _ := site.ReadData(data2026, "["+presentation(1, "An English title", "Session", "")+"]"); page.Lang != "en" || page.Spots[0].Session.Titles["en"] == "" {
		t.Errorf("English: %+v", page)
	}
}

const data2024 = "https://api.pycon.kr/2024/sessions/"

// TestReadData2024: pretalx's form, in which a session has one slot or none, and a room and
// a kind have names in both languages. Of all that stands beside them nothing is read.
func TestReadData2024(t *testing.T) {
	one := func(code, title, kind, slot string) string {
		return fmt.Sprintf(`{"code":%q,"title":%q,"abstract":"요약 a@b.kr","description":"긴 글","content_locale":"ko","submission_type":{"ko":%q,"en":"x"},"slot":%s,"duration":30,"do_not_record":false,
			"speakers":[{"code":"ABCDEF","name":"김파이","biography":"나는","avatar":null,"email":"kim@example.com"},{"code":"GHIJKL","name":"mail@example.com"}],"tags":["web"],"tag_ids":[1],
			"answers":[{"question":{"title":"물음"},"answer":"심사 의견","person":null}]}`, code, title, kind, slot)
	}
	slot := func(day, from, to string) string {
		return fmt.Sprintf(`{"start":"2024-10-%sT%s:00+09:00","end":"2024-10-%sT%s:00+09:00","room":{"ko":"컨벤션 홀 1","en":"Convention Hall 1"},"room_id":7}`, day, from, day, to)
	}
	json := "[" + strings.Join([]string{
		one("F7MWSF", "발표 하나", "세션", slot("26", "10:00", "10:30")),
		one("FRGQBQ", "키노트 둘", "키노트", `{"start":"2024-10-27T01:00:00Z","end":null,"room":null,"room_id":null}`),
		one("SBSQRX", "발표 셋", "세션", "null"),
		one("timetable", "아닌 것", "세션", slot("26", "11:00", "11:30")),
		one("AAAAAA", "다른 해", "세션", strings.ReplaceAll(slot("26", "10:00", "10:30"), "2024-", "2023-")),
	}, ",") + "]"
	page, ok := site.ReadData(data2024, json)
	if !ok || page.Edition != "2024" || page.Lang != "ko" {
		t.Fatalf("%v %q %q", ok, page.Edition, page.Lang)
	}
	var got []string
	for _, s := range page.Sessions() {
		got = append(got, fmt.Sprintf("%s %s %s %s %s %q %q %q %s", s.Key, s.Kind, s.Titles["ko"], s.Start, s.End.HHMM(), s.Named("ko").Rooms, s.Named("en").Rooms, s.Speakers, s.URL))
	}
	want := []string{
		`2024/s/F7MWSF talk 발표 하나 2024-10-26T10:00:00+09:00 10:30 ["컨벤션 홀 1"] ["Convention Hall 1"] ["김파이"] https://2024.pycon.kr/session/F7MWSF`,
		`2024/s/FRGQBQ keynote 키노트 둘 2024-10-27T10:00:00+09:00  [] [] ["김파이"] https://2024.pycon.kr/session/FRGQBQ`,
		`2024/s/SBSQRX talk 발표 셋   [] [] ["김파이"] https://2024.pycon.kr/session/SBSQRX`,
		`2024/s/AAAAAA talk 다른 해   ["컨벤션 홀 1"] ["Convention Hall 1"] ["김파이"] https://2024.pycon.kr/session/AAAAAA`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if text := fmt.Sprintf("%+v", page.Sessions()); strings.Contains(text, "example.com") || strings.Contains(text, "의견") || strings.Contains(text, "나는") {
		t.Error("what is nobody's business was read")
	}
	english, _ := site.ReadData(data2024, "["+one("F7MWSF", "A talk on things", "Session", slot("26", "10:00", "10:30"))+"]")
	if s := english.Sessions(); len(s) != 1 || s[0].PageLang != "en" || !slices.Equal(s[0].Rooms, []string{"Convention Hall 1"}) || !slices.Equal(s[0].Other.Rooms, []string{"컨벤션 홀 1"}) {
		t.Errorf("English: %+v", s)
	}
}

// TestReadDataHostile: what is no programme teaches nothing and takes no time.
func TestReadDataHostile(t *testing.T) {
	for name, json := range map[string]string{
		"nothing": "", "no JSON": "<html>", "cut": `[{"id":"00000000-2026-4000-8000-000000000001","title":"x"`, "deep": strings.Repeat("[", 1e6),
		"other types": `[{"id":1,"title":[],"room_schedules":"x","speakers":{"a":1}},{"id":{},"title":{"name":"x"}},null,3]`,
		"no id":       `{"detail":"not found"}`,
	} {
		if page, ok := site.ReadData(data2026, json); !ok || len(page.Spots) > 0 {
			t.Errorf("%s: %v, %d sessions", name, ok, len(page.Spots))
		}
	}
	odd := presentation(1, "제목", "세션", `null,3,{"start_at":"x","end_at":7,"room_name":{}},`+roomSlot("A", "9999-99-99T99:99:99Z", "2026-08-15T14:00:00+09:00"))
	if page, _ := site.ReadData(data2026, "["+odd+"]"); len(page.Spots) == 0 || page.Spots[0].Session.Start.Known() || len(page.Sessions()) != 1 {
		t.Errorf("odd slots: %+v", page.Sessions())
	}
	if page, _ := site.ReadData(data2026, "["+strings.Repeat(odd+",", site.MaxSpots)+odd+"]"); len(page.Spots) > site.MaxSpots {
		t.Errorf("%d spots", len(page.Spots))
	}
	for _, url := range []string{"", "https://rest-api.pycon.kr/v1/event/presentation/", "https://www.pycon.kr/2018/program/schedule/", data2026 + "&x"} {
		if _, ok := site.ReadData(url, "["+odd+"]"); ok {
			t.Errorf("%q is taken for data", url)
		}
	}
}

func TestTimetable(t *testing.T) {
	for page, want := range map[string]string{
		"https://www.pycon.kr/2018/program/list/":           "https://www.pycon.kr/2018/program/schedule/",
		"https://www.pycon.kr/2018/en/program/37":           "https://www.pycon.kr/2018/en/program/schedule/",
		"https://www.pycon.kr/2018/program/schedule/":       "",
		"https://archive.pycon.kr/2014/programs/list/":      "https://archive.pycon.kr/2014/programs/schedule/",
		"https://www.pycon.kr/2016apac/program/list/":       "https://www.pycon.kr/2016apac/program/schedule/",
		"https://www.pycon.kr/en/2020/program/talks/":       "https://www.pycon.kr/en/2020/program/talk-schedule/",
		"https://2021.pycon.kr/session/list/":               "https://2021.pycon.kr/session/",
		"https://2022.pycon.kr/en/program/talks?x=1#y":      "https://2022.pycon.kr/en/program/talk-schedule",
		"https://2023.pycon.kr/session":                     "https://2023.pycon.kr/session/schedule",
		"https://2024.pycon.kr/session":                     data2024,
		"https://2025.pycon.kr/session":                     "https://rest-api.pycon.kr/v1/event/presentation/?event=파이콘 한국 2025",
		"https://2026.pycon.kr/presentations/x#y":           data2026,
		"https://2031.pycon.kr/session":                     "",
		"https://www.pycon.kr/2018/program/schedule/?x#day": "",
	} {
		if got := site.Timetable(page); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}
