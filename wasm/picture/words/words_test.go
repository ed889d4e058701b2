package words

import (
	"reflect"
	"strings"
	"testing"

	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// Both languages have a word for everything, and no two of them the same one.
func TestBothLanguages(t *testing.T) {
	ko, en := reflect.ValueOf(*In("ko")), reflect.ValueOf(*In("en"))
	for i := range ko.NumField() {
		name, a, b := ko.Type().Field(i).Name, ko.Field(i).String(), en.Field(i).String()
		if a == "" || b == "" || a == b {
			t.Errorf("%s: %q and %q", name, a, b)
		}
	}
	if In("") != In("ko") || !In("fr").Korean() {
		t.Error("a language that is neither is not Korean")
	}
}

// A time without sessions is named with the friends who are free long enough in it, and
// with the time in which all of them are.
func TestFreeWith(t *testing.T) {
	day := session.Date{Year: 2026, Month: 8, Day: 15}
	gap := func(from, to int) timetable.Gap {
		return timetable.Gap{Start: session.KST(day, 0, from), End: session.KST(day, 0, to)}
	}
	mine := gap(13*60, 15*60)
	for _, c := range []struct {
		free []Free
		want string
	}{
		{nil, In("ko").gap(120)},
		{[]Free{{"지훈", []timetable.Gap{gap(14*60+50, 16*60)}}}, In("ko").gap(120)}, // ten minutes
		{[]Free{{"지훈", []timetable.Gap{gap(9*60, 10*60), gap(14*60, 16*60)}}}, "둘 다 비는 시간 14:00–15:00: 지훈"},
		{[]Free{{"지훈", []timetable.Gap{gap(12*60, 16*60)}}, {"민지", []timetable.Gap{gap(13*60+30, 14*60+30)}}}, "모두 비는 시간 13:30–14:30: 지훈, 민지"},
		{[]Free{{"지훈", []timetable.Gap{gap(13*60, 13*60+30)}}, {"민지", []timetable.Gap{gap(14*60, 15*60)}}}, In("ko").gap(120)}, // not at one time
	} {
		if got := In("ko").FreeWith(mine, c.free); got != c.want {
			t.Errorf("%v: %q, want %q", c.free, got, c.want)
		}
	}
	if got := In("en").FreeWith(mine, []Free{{"Jihoon", []timetable.Gap{mine}}}); !strings.HasPrefix(got, "free together 13:00") {
		t.Errorf("%q", got)
	}
}

// TestScanIsTrueOnAPhone (E5): whoever scans the code with a phone comes to the site, where
// nothing is imported; a picture promises only what Byeolpyo does, wherever it is.
func TestScanIsTrueOnAPhone(t *testing.T) {
	for lang, of := range map[string]struct{ who, scan string }{session.Korean: {"별표에", "코드를 찍거나"}, session.English: {"on Byeolpyo", "Scan"}} {
		if says := In(lang).Scan; !strings.Contains(says, of.who) || strings.Contains(says, of.scan) {
			t.Errorf("%s: %q", lang, says)
		}
	}
}
