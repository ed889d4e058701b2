package calendar

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/ics"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

var day = session.Date{Year: 2026, Month: 8, Day: 15}

// ms is the moment, in ms since 1970, at which clocks in Seoul show hour:minute on a day
// from the first of the conference.
func ms(days, hour, minute int) int64 {
	return int64(session.KST(day.AddDays(days), hour, minute)) * msPerMinute
}

func talk(id string, hour int) session.Session {
	s := session.Session{
		Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": "발표 " + id, "en": "Talk " + id}, PageLang: "ko", Rooms: []string{"방 1"},
		Speakers: []string{"김파이"}, URL: "https://2026.pycon.kr/" + id, Kind: session.Talk, Lang: "ko", Col: 3,
	}
	if hour > 0 {
		s.Start, s.End = session.KST(day, hour, 0), session.KST(day, hour, 30)
	}
	return s
}

// device is one that exports: what it knows, and what it remembers.
type device struct {
	list    []timetable.Pick
	changed map[session.Key]int64
	last    Record
	choice  Choice
}

func (d *device) set(s session.Session, state picks.State, at int64) *timetable.Pick {
	d.list = slices.DeleteFunc(d.list, func(p timetable.Pick) bool { return p.Session.Key == s.Key })
	d.list = append(d.list, timetable.Pick{Session: s, State: state})
	if d.changed == nil {
		d.changed = map[session.Key]int64{}
	}
	d.changed[s.Key] = at
	return &d.list[len(d.list)-1]
}

func (d *device) file(only session.Key, now int64) File {
	return File{
		Table: timetable.New("2026", d.list), Last: d.last, Choice: d.choice, Only: only, Lang: "ko", Now: now,
		Title:    func(s session.Session) string { return s.Title("ko") },
		Changed:  func(k session.Key) int64 { return d.changed[k] },
		Written:  func(timetable.Item) int64 { return 0 },
		Describe: func(it timetable.Item) string { return strings.Join(it.Session.Speakers, ", ") },
	}
}

// export makes a file, remembers it, and writes its events briefly: "a 10:00 CONFIRMED +3",
// where the number counts minutes of sequence from the morning of the first day.
func (d *device) export(t *testing.T, now int64) []string {
	t.Helper()
	events, next := d.file("", now).Make()
	d.remember(t, next)
	return told(events)
}

// remember stores the record as the browser does.
func (d *device) remember(t *testing.T, next Record) {
	t.Helper()
	data, err := json.Marshal(next.Encode())
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	edition, last, ok := Decode("calendars/2026", tree)
	if !ok || edition != "2026" || len(last.Events) != len(next.Events) || len(last.Events) > 0 && !reflect.DeepEqual(last, next) {
		t.Fatalf("%+v came back as %+v", next, last)
	}
	d.last = last
}

func told(events []ics.Event) []string {
	out := []string{}
	for _, e := range events {
		_, id, _ := strings.Cut(string(e.Key), "/s/")
		out = append(out, fmt.Sprintf("%s %s %s %+d", id, e.Start.HHMM(), e.Status, e.Sequence-ics.Sequence(ms(0, 0, 0))))
	}
	return out
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Picks are in the file; what was removed after it was exported is cancelled, and what was
// removed before is left out.
func TestDropped(t *testing.T) {
	var d device
	d.set(talk("a", 10), picks.Star, ms(0, 0, 3))
	d.set(talk("b", 11), picks.Must, ms(0, 0, 4))
	d.set(talk("c", 12), picks.Off, ms(0, 0, 5))
	expect(t, "first", d.export(t, ms(0, 1, 0)), "a 10:00 CONFIRMED +3", "b 11:00 CONFIRMED +4")
	expect(t, "again", d.export(t, ms(0, 2, 0)), "a 10:00 CONFIRMED +3", "b 11:00 CONFIRMED +4")
	d.set(talk("a", 10), picks.Off, ms(0, 2, 5))
	expect(t, "dropped", d.export(t, ms(0, 3, 0)), "a 10:00 CANCELLED +125", "b 11:00 CONFIRMED +4")
	expect(t, "and again", d.export(t, ms(0, 3, 1)), "a 10:00 CANCELLED +125", "b 11:00 CONFIRMED +4")
	d.set(talk("a", 10), picks.Star, ms(0, 2, 5)) // within the same minute, or by a clock that was put back
	expect(t, "taken back", d.export(t, ms(0, 3, 2)), "a 10:00 CONFIRMED +126", "b 11:00 CONFIRMED +4")
	d.set(talk("a", 10), picks.Off, ms(-9, 0, 0))
	expect(t, "dropped once more", d.export(t, ms(0, 23, 59)), "a 10:00 CANCELLED +127", "b 11:00 CONFIRMED +4")
	expect(t, "the day is over", d.export(t, ms(1, 0, 0)), "b 11:00 CONFIRMED +4")
	if len(d.last.Events) != 1 {
		t.Errorf("%+v is remembered", d.last.Events)
	}
}

func TestMovedAndCancelled(t *testing.T) {
	var d device
	d.set(talk("a", 10), picks.Star, ms(0, 0, 3))
	d.export(t, ms(0, 0, 5))
	d.set(talk("a", 14), picks.Star, ms(0, 0, 3)) // moved, and nothing tells when
	expect(t, "moved", d.export(t, ms(0, 1, 0)), "a 14:00 CONFIRMED +4")
	s := talk("a", 14)
	s.Cancelled = 1
	d.set(s, picks.Star, ms(0, 2, 0))
	expect(t, "cancelled", d.export(t, ms(0, 3, 0)), "a 14:00 CANCELLED +120")
	d.set(talk("a", 14), picks.Star, ms(0, 4, 0))
	expect(t, "restored", d.export(t, ms(0, 5, 0)), "a 14:00 CONFIRMED +240")
	d.set(talk("a", 14), picks.Star, ms(0, 4, 0)).Gone = true
	expect(t, "vanished", d.export(t, ms(0, 6, 0)), "a 14:00 TENTATIVE +241")
	// The cancellation is also exported to a calendar that another device filled.
	var other device
	other.set(s, picks.Star, ms(0, 2, 0))
	expect(t, "on another device", other.export(t, ms(0, 3, 0)), "a 14:00 CANCELLED +120")
	expect(t, "after that day", other.export(t, ms(1, 0, 0)))
	if d.set(talk("a", 0), picks.Star, ms(0, 7, 0)); d.list[0].Session.Start.Known() {
		t.Fatal("it has a time")
	}
	expect(t, "without a time it keeps that which was told", d.export(t, ms(0, 8, 0)), "a 14:00 TENTATIVE +241")
}

// Two devices that know the same make the same file.
func TestDevicesAgree(t *testing.T) {
	a, b := new(device), new(device)
	for i, id := range []string{"a", "b", "c"} {
		a.set(talk(id, 10+i), picks.Star, ms(0, 0, i))
	}
	for i, id := range []string{"c", "b", "a"} { // learnt in another order
		b.set(talk(id, 12-i), picks.Star, ms(0, 0, 2-i))
	}
	a.export(t, ms(0, 0, 30))
	now := ms(0, 1, 0)
	one, _ := a.file("", now).Make()
	two, _ := b.file("", now).Make()
	if x, y := (ics.Calendar{Made: now, Events: one}).Text(), (ics.Calendar{Made: now, Events: two}).Text(); x != y || len(one) != 3 {
		t.Errorf("one says\n%s\nthe other\n%s", x, y)
	}
}

func TestChoices(t *testing.T) {
	var d device
	d.set(talk("a", 10), picks.Star, ms(0, 0, 1))
	d.set(talk("b", 11), picks.Must, ms(0, 0, 2))
	d.set(talk("c", 0), picks.Must, ms(0, 0, 3))
	d.choice.Musts = true
	expect(t, "musts", d.export(t, ms(0, 1, 0)), "b 11:00 CONFIRMED +2")
	d.choice.Musts = false
	expect(t, "all", d.export(t, ms(0, 1, 0)), "a 10:00 CONFIRMED +1", "b 11:00 CONFIRMED +2")
	d.choice.Musts = true
	expect(t, "musts again", d.export(t, ms(0, 1, 0)), "a 10:00 CANCELLED +2", "b 11:00 CONFIRMED +2")
	d.choice.Musts = false
	for _, c := range []struct {
		alarms Alarms
		want   []int
	}{{NoAlarms, []int{0, 0}}, {MustAlarms, []int{0, 15}}, {AllAlarms, []int{15, 15}}} {
		d.choice.Alarms, d.choice.Before = c.alarms, 15
		events, _ := d.file("", ms(0, 2, 0)).Make()
		if got := []int{events[0].Alarm, events[1].Alarm}; !slices.Equal(got, c.want) || events[0].Busy || !events[1].Busy {
			t.Errorf("alarms of %d ring at %v, want %v", c.alarms, got, c.want)
		}
	}
}

// A file of one session has only that session, and what was exported of the others stays.
func TestOne(t *testing.T) {
	var d device
	d.set(talk("a", 10), picks.Star, ms(0, 0, 1))
	d.set(talk("b", 11), picks.Star, ms(0, 0, 2))
	d.set(talk("c", 12), picks.Star, ms(0, 0, 2))
	d.choice.Musts = true // of which who asks for one session wants nothing
	events, next := d.file("2026/s/a", ms(0, 1, 0)).Make()
	expect(t, "one", told(events), "a 10:00 CONFIRMED +1")
	d.remember(t, next)
	events, next = d.file("2026/s/b", ms(0, 1, 0)).Make()
	expect(t, "another", told(events), "b 11:00 CONFIRMED +2")
	d.remember(t, next)
	d.choice.Musts = false
	d.set(talk("a", 10), picks.Off, ms(0, 2, 0))
	expect(t, "all", d.export(t, ms(0, 3, 0)), "a 10:00 CANCELLED +120", "b 11:00 CONFIRMED +2", "c 12:00 CONFIRMED +2")
	if events, _ := d.file("2026/s/none", ms(0, 1, 0)).Make(); len(events) != 0 {
		t.Errorf("nothing is %v", told(events))
	}
}

// The record has of a session what a calendar shows, and a bound.
func TestRecord(t *testing.T) {
	var d device
	for i := range records.MaxCalendarEvents + 20 {
		d.set(talk(fmt.Sprintf("%04d", i), 10), picks.Star, ms(0, 0, 1))
	}
	d.export(t, ms(0, 1, 0))
	if len(d.last.Events) != records.MaxCalendarEvents {
		t.Errorf("%d are remembered", len(d.last.Events))
	}
	text := fmt.Sprint(d.last.Encode())
	for _, absent := range []string{"김파이", "https", "kind", "col"} {
		if strings.Contains(text, absent) {
			t.Errorf("%s is stored twice", absent)
		}
	}
	d.list = d.list[:0]
	for i := range records.MaxCalendarEvents {
		d.set(talk(fmt.Sprintf("n%04d", i), 10), picks.Star, ms(0, 0, 1))
	}
	d.export(t, ms(0, 1, 0))
	if n := len(d.last.Events); n != records.MaxCalendarEvents || d.last.Events[0].Status == ics.Cancelled {
		t.Errorf("%d are remembered, the first as %s", n, d.last.Events[0].Status)
	}
	good := d.last.Encode()
	for what, tree := range map[string]any{
		"nothing": nil, "a text": "x", "another version": map[string]any{"v": 2.0, "at": 1.0, "events": []any{}}, "no list": map[string]any{"v": 1.0, "at": 1.0}, "no moment": map[string]any{"v": 1.0, "events": []any{}},
	} {
		if _, r, ok := Decode("calendars/2026", tree); ok || len(r.Events) > 0 {
			t.Errorf("%s is read as %+v", what, r)
		}
	}
	if _, _, ok := Decode("export/2026", good); ok {
		t.Error("another record is taken for one")
	}
	half := map[string]any{"v": 1.0, "at": 1.0, "events": []any{"x", map[string]any{"seq": 1.0}, map[string]any{"seq": -1.0, "snapshot": session.Encode(talk("a", 10))}, good["events"].([]any)[0]}}
	if _, r, ok := Decode("calendars/2026", half); !ok || len(r.Events) != 1 {
		t.Errorf("of three that are not understood and one that is: %+v", r.Events)
	}
	if !Newer(map[string]any{"v": 2.0}) || Newer(good) || Newer("x") {
		t.Error("versions are mixed up")
	}
}

// TestOneEventOfSeveralKeys: a session with several keys, such as a plenary that is listed in
// each room, is one event, whichever of them it is called by on a device or at a time.
func TestOneEventOfSeveralKeys(t *testing.T) {
	file := func(last Record, only session.Key, key string, aliases ...string) File {
		it := timetable.Item{Pick: timetable.Pick{Session: talk(key, 10), State: picks.Star}}
		for _, alias := range aliases {
			it.Aliases = append(it.Aliases, session.NewKey("2026", "s", alias))
		}
		return File{
			Table: timetable.Timetable{Edition: "2026", Days: []timetable.Day{{Date: day, Items: []timetable.Item{it}}}},
			Last:  last, Only: only, Lang: "ko", Now: ms(0, 9, 0),
			Title: func(s session.Session) string { return s.Titles["ko"] }, Changed: func(session.Key) int64 { return ms(0, 8, 0) },
			Written: func(timetable.Item) int64 { return 0 }, Describe: func(timetable.Item) string { return "" },
		}
	}
	expect := func(what string, events []ics.Event, want ...string) {
		t.Helper()
		var got []string
		for _, e := range events {
			got = append(got, fmt.Sprint(e.Key, " ", e.Status))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	first, last := file(Record{}, "", "b", "a").Make()
	expect("on one device", first, "2026/s/a CONFIRMED")
	other, _ := file(Record{}, "", "a", "b").Make()
	expect("on another", other, "2026/s/a CONFIRMED")
	again, last := file(last, "", "a", "b").Make()
	expect("called otherwise", again, "2026/s/a CONFIRMED")
	one, _ := file(last, session.NewKey("2026", "s", "b"), "b", "a").Make()
	expect("by itself", one, "2026/s/a CONFIRMED")

	// An earlier version told the key by which the session was called then.
	old := Record{Events: []Exported{{Session: talk("b", 10), Status: ics.Confirmed, Sequence: 1}}}
	now, _ := file(old, "", "a", "b").Make()
	expect("told by an earlier version", now, "2026/s/b CONFIRMED")
}
