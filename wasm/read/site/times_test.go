package site

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"byeolpyo/wasm/model/session"
)

func TestClocks(t *testing.T) {
	at := func(hm ...int) []clock {
		var out []clock
		for i := 0; i < len(hm); i += 2 {
			out = append(out, clock{hm[i], hm[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		text string
		want []clock
	}{
		// The forms that some year's site prints.
		{"14:40", at(14, 40)},
		{"9:30", at(9, 30)},
		{"0:00", at(0, 0)},
		{"13:00 ~ 13:40", at(13, 0, 13, 40)},
		{" ~ 12:30", at(12, 30)},
		{"", nil},
		{"12:30 ~ 13:10 (40`)", at(12, 30, 13, 10)},
		{"14:00~14:30", at(14, 0, 14, 30)},
		{"오후 2:00", at(14, 0)},
		{"오전 10:30", at(10, 30)},
		{"오후 1:00 ~ 2:00", at(13, 0, 14, 0)},
		{"오전 11:30 ~ 1:00", at(11, 30, 13, 0)},
		{"오전 10:00 ~ 14:00", at(10, 0, 14, 0)},
		{"1:00 - 2:30 PM", at(13, 0, 14, 30)},
		{"11:00 – 1:30 PM", at(11, 0, 13, 30)},
		{"1:00 PM – 2:30", at(13, 0, 14, 30)},
		{"13:00, 2:00 PM", at(13, 0, 14, 0)},
		{"1:00 오후", at(13, 0)},
		{"11:00 오전", at(11, 0)},
		{"PM 2:00", at(14, 0)},
		{"AM 12:10", at(0, 10)},
		{"2:00 PM", at(14, 0)},
		{"2:00\u202fPM", at(14, 0)},
		{"2:00\u00a0PM", at(14, 0)},
		{"오후\u202f2:00", at(14, 0)},
		{"1 p.m.", at(13, 0)},
		{"10 a.m.", at(10, 0)},
		{"noon", at(12, 0)},
		{"midnight", at(0, 0)},
		{"정오", at(12, 0)},
		{"Sept. 26, 2020, 1 p.m.", at(13, 0)},
		{"Sept. 26, 2020, noon", at(12, 0)},
		{"10/02 12:00", at(12, 0)},
		{"2018-08-15 09:00:00", at(9, 0)},
		{"일시 : 2018-08-15 09:00:00 ~ 2018-08-15 12:00:00", at(9, 0, 12, 0)},
		{"[10:00 - 13:00]", at(10, 0, 13, 0)},
		{"10:00–13:00", at(10, 0, 13, 0)},
		{"2018-08-18 (토) 14:40 - 15:20", at(14, 40, 15, 20)},
		{"8월 17일 (토) 13:00~8월 17일 (토) 13:40", at(13, 0, 13, 40)},
		{"2020년 9월 26일 1:00 오후", at(13, 0)},
		{"2021년 10월 2일 12:00", at(12, 0)},
		{"10월 26일 오후 2:00 ~ 오후 2:30 (30분)", at(14, 0, 14, 30)},
		{"Oct 26, 2:00 PM ~ 2:30 PM (30min.)", at(14, 0, 14, 30)},
		{"2026년 8월 15일 오후 2:00  ~  오후 2:30 (30분)", at(14, 0, 14, 30)},
		{"Aug 15, 2026, 2:00\u202fPM  -  2:30\u202fPM (30min.)", at(14, 0, 14, 30)},
		{"2026년 8월 15일 PM 2:00 ~ PM 2:30 (30분)", at(14, 0, 14, 30)},
		// The turns of the day.
		{"오전 12:00", at(0, 0)},
		{"오후 12:00", at(12, 0)},
		{"12:30 am", at(0, 30)},
		{"12:30 p.m.", at(12, 30)},
		{"오전 11:50 ~ 오후 12:30", at(11, 50, 12, 30)},
		{"14시", at(14, 0)},
		{"오후 2시 30분", at(14, 30)},
		{"14시 5분", at(14, 5)},
		// What is no time.
		{"30분", nil},
		{"2시간", nil},
		{"Track 1", nil},
		{"4층 4142호", nil},
		{"101/102", nil},
		{"Day 1", nil},
		{"2018-08-18 (토)", nil},
		{"8월 15일 토요일", nil},
		{"Python 3.12", nil},
		{"25:00", nil},
		{"12:60", nil},
		{"12:345", nil},
		{"1:2:3", nil},
		{"afternoon", nil},
		{"noonday", nil},
		{"10 amazing things", nil},
		{"10 pmap", nil},
		{"7 AMD cards", nil},
		{"휴식 (30분)", nil},
		{"100:00", nil},
	} {
		if got := clocks(c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("clocks(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}

func TestDay(t *testing.T) {
	for _, c := range []struct {
		text string
		year int
		want string
	}{
		{"2018-08-18 (토)", 0, "2018-08-18"},
		{"2018-08-18 (Sat)", 0, "2018-08-18"},
		{"2019-08-17", 0, "2019-08-17"},
		{"9/26 (토)", 2020, "2020-09-26"},
		{"10/1 (토)", 2022, "2022-10-01"},
		{"8월 12일 (토) / August 12th (Sat) KST", 2023, "2023-08-12"},
		{"August 12th (Sat) KST", 2023, "2023-08-12"},
		{"10월 26일 토요일", 2024, "2024-10-26"},
		{"8월 15일 토요일", 2026, "2026-08-15"},
		{"Saturday, August 15", 2026, "2026-08-15"},
		{"August 15 (Saturday)", 2026, "2026-08-15"},
		{"Sat, Aug 15", 2026, "2026-08-15"},
		{"Saturday, 8 May 2027", 0, "2027-05-08"},
		{"8th May, 2027", 0, "2027-05-08"},
		{"2026년 5월 9일 (토)", 0, "2026-05-09"},
		{"2026년 8월 15일 (토) 타임테이블", 2025, "2026-08-15"},
		{"Aug 15, 2026, 2:00 PM", 0, "2026-08-15"},
		{"Sept. 26, 2020, 1 p.m.", 0, "2020-09-26"},
		{"2020년 9월 26일 1:00 오후", 0, "2020-09-26"},
		{"10/02 12:00", 2021, "2021-10-02"},
		{"2021년 10월 2일 12:00", 0, "2021-10-02"},
		{"배정됨: 2026.08.15 · 14:00", 0, "2026-08-15"},
		{"2026. 8. 15. 오후 2:00", 0, "2026-08-15"},
		{"2018/08/18", 0, "2018-08-18"},
		{"10월 26일 오후 2:00 ~ 오후 2:30 (30분)", 2024, "2024-10-26"},
		{"Oct 26, 2:00 PM ~ 2:30 PM (30min.)", 2024, "2024-10-26"},
		{"8월 17일 (토) 13:00~8월 17일 (토) 13:40", 2019, "2019-08-17"},
		{"일시 : 2018-08-15 09:00:00 ~ 2018-08-15 12:00:00", 0, "2018-08-15"},
		{"May 9, 2026", 0, "2026-05-09"},

		// None, or one that cannot be.
		{"Day 1", 2026, ""},
		{"", 2026, ""},
		{"Track 1", 2026, ""},
		{"101/102", 2026, ""},
		{"8월 15일", 0, ""},
		{"2018-02-30", 0, ""},
		{"13월 1일", 2026, ""},
		{"2026-08", 0, ""},
		{"24/7", 2026, ""},
		{"1:00 오후", 2026, ""},
		{"Marching on 15 drums", 2026, ""},

		// A weekday that does not fit says that the year is another.
		{"2018-08-18 (일)", 0, ""},
		{"9/26 (토)", 2021, ""},
		{"10월 26일 토요일", 2025, ""},
		{"8월 15일 토요일", 2025, ""},
		{"Saturday, August 15", 2025, ""},
		{"August 12th (Sat) KST", 2022, ""},
		{"8월 12일 (토) / August 12th (Sat) KST", 2022, ""},
	} {
		d, ok := day(c.text, c.year)
		if got := d.String(); got != c.want || ok != (c.want != "") {
			t.Errorf("day(%q, %d) = %q, %t; want %q", c.text, c.year, got, ok, c.want)
		}
	}
}

// TestDayEveryWeekday writes each day of three years in every form with a
// weekday: the right one is taken, all others are refused.
func TestDayEveryWeekday(t *testing.T) {
	months := [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	english := [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	for d := (session.Date{Year: 2024, Month: 1, Day: 1}); d.Year < 2027; d = d.AddDays(1) {
		m, n := strconv.Itoa(d.Month), strconv.Itoa(d.Day)
		for w := range 7 {
			for _, text := range []string{
				m + "월 " + n + "일 (" + koreanWeekdays[w] + ")",
				m + "월 " + n + "일 " + koreanWeekdays[w] + "요일",
				m + "/" + n + " (" + koreanWeekdays[w] + ")",
				english[w] + ", " + months[d.Month-1] + " " + n,
				months[d.Month-1][:3] + " " + n + " (" + english[w][:3] + ")",
			} {
				got, ok := day(text, d.Year)
				if right := w == d.Weekday(); ok != right || right && got != d {
					t.Fatalf("day(%q, %d) = %v, %t", text, d.Year, got, ok)
				}
			}
		}
	}
}

func FuzzTimes(f *testing.F) {
	for _, s := range []string{"오후 2:00 ~ 오후 2:30", "Sept. 26, 2020, 1 p.m.", "2026년 8월 15일 (토)", "noon", "\xe2\x80", "2:00\u202fPM", "9999-12-31 23:59", "0001-01-01", "14시"} {
		f.Add(s, 2026)
	}
	f.Fuzz(func(t *testing.T, s string, year int) {
		if year < 0 || year > 9999 {
			year = 2026
		}
		found, spans := clockSpans(s)
		if len(found) != len(spans) {
			t.Fatal("a span for every time")
		}
		end := 0
		for i, c := range found {
			if c.hour < 0 || c.hour > 24 || c.minute < 0 || c.minute > 59 {
				t.Errorf("%q: %v", s, c)
			}
			if spans[i].from < end || spans[i].to <= spans[i].from || spans[i].to > len(s) {
				t.Fatalf("%q: spans %v", s, spans)
			}
			end = spans[i].to
			if utf8.ValidString(s) && !utf8.ValidString(s[spans[i].from:spans[i].to]) {
				t.Errorf("%q: span %v cuts a character", s, spans[i])
			}
		}
		if d, ok := day(s, year); ok && !d.Valid() {
			t.Errorf("%q: %v", s, d)
		}
	})
}

// TestTimesLinear holds that a long text costs in proportion to its length: the
// work is counted in what is found.
func TestTimesLong(t *testing.T) {
	const n = 20_000
	if got := len(clocks(strings.Repeat("오후 2:00 ", n))); got != n {
		t.Errorf("%d times of %d", got, n)
	}
	if got := clocks(strings.Repeat("9", 1<<20)); got != nil {
		t.Errorf("a number of a million digits: %v", got)
	}
	if _, ok := day(strings.Repeat("9", 1<<20), 2026); ok {
		t.Error("a number of a million digits is a day")
	}
}
