package worker

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
)

// prompt are notices that answer before they return, as a caller that waits needs here.
type prompt struct {
	*memory.Notices
	clock *memory.Clock
}

func (p prompt) Allowed(done func(bool, error))           { p.Notices.Allowed(done); p.clock.Run(0) }
func (p prompt) Show(n platform.Notice, done func(error)) { p.Notices.Show(n, done); p.clock.Run(0) }
func (p prompt) Withdraw(id string, done func(error))     { p.Notices.Withdraw(id, done); p.clock.Run(0) }
func (p prompt) Shown(done func(ids []string, err error)) { p.Notices.Shown(done); p.clock.Run(0) }

// teller is a device whose program shows reminders, on the first day.
type teller struct {
	*device
	notices *memory.Notices
	wake    session.Instant // 0 for never
	until   session.Instant // the button counts until then
}

// hour is a time on the first day.
func hour(text string) session.Instant {
	var h, m int
	if _, err := fmt.Sscanf(text, "%d:%d", &h, &m); err != nil {
		panic(err)
	}
	return session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, h, m)
}

func newTeller(t *testing.T, now string, settings reminders.Settings) *teller {
	t.Helper()
	d := &teller{device: newDevice(nil, 1)}
	d.device.clock.Run(int(int64(hour(now))*msPerMinute - d.device.clock.Now()))
	d.notices = memory.NewNotices(d.device.clock)
	d.Notices, d.Language = prompt{d.notices, d.device.clock}, "ko"
	d.Messages = func(done func(any, error)) {
		all := map[string]any{}
		for _, lang := range []string{"ko", "en"} {
			var tree any
			if err := json.Unmarshal(project.Read(t, "extension/_locales/"+lang+"/messages.json"), &tree); err != nil {
				t.Fatal(err)
			}
			all[lang] = tree
		}
		done(all, nil)
	}
	d.WakeAt = func(when int64) error { d.wake = session.Instant(when / msPerMinute); return nil }
	d.Count = func(until int64) error { d.until = session.Instant(until / msPerMinute); return nil }
	d.put(map[string]any{records.RemindersKey: settings.Encode()})
	return d
}

func (d *teller) put(entries map[string]any) {
	d.storage.Set(entries, func(error) {})
	d.device.clock.Run(1)
}

// star stores a pick of the session of that id, as it is known at the click.
func (d *teller) star(id, start string, state picks.State) session.Session {
	s := session.Session{Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": "발표 " + id, "en": "Talk " + id}, PageLang: "ko", Rooms: []string{"1호"}, URL: "https://2026.pycon.kr/" + id}
	if start != "" {
		s.Start = hour(start)
		s.End = s.Start + 30
	}
	d.put(map[string]any{picks.StorageKey(s.Key): picks.Pick{State: state, Tapped: 1, Session: s}.Encode()})
	return s
}

// learn stores what a page shows of a session.
func (d *teller) learn(s session.Session) {
	d.put(map[string]any{records.SessionPrefix + string(s.Key): picks.SessionRecord{Session: s}.Encode()})
}

// at advances the clock to that time, and lets the program look. It returns what was shown
// meanwhile.
func (d *teller) at(t *testing.T, now string) (said []string) {
	t.Helper()
	d.device.clock.Run(int(int64(hour(now))*msPerMinute - d.device.clock.Now()))
	before := len(d.notices.Log)
	if err := d.Remind(); err != nil {
		t.Error(err)
	}
	for _, n := range d.notices.Log[before:] {
		said = append(said, n.Title+" | "+strings.ReplaceAll(n.Text, "\n", " / "))
	}
	return said
}

func says(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

var on = reminders.Settings{Choice: reminders.Choice{On: true, Before: 10}}

// The time is the one that is known at the moment: a pick without one learns it, a moved session
// moves, and a cancelled one is not announced.
func TestRemindFollowsRecords(t *testing.T) {
	d := newTeller(t, "09:00", on)
	s := d.star("a", "", picks.Must)
	d.star("b", "12:00", picks.Star)
	says(t, "without a time", d.at(t, "09:01"))
	if d.wake.Known() {
		t.Errorf("wakes at %v", d.wake)
	}
	s.Start, s.End = hour("14:00"), hour("14:30")
	d.learn(s)
	says(t, "learnt", d.at(t, "09:02"))
	if d.wake != hour("13:00") || d.until.Known() {
		t.Errorf("wakes at %v for the button, which counts until %v", d.wake, d.until)
	}
	d.at(t, "13:00")
	if d.wake != hour("13:50") || d.until != hour("14:00") {
		t.Errorf("wakes at %v, counts until %v", d.wake, d.until)
	}
	s.Start, s.End, s.Rooms = hour("15:00"), hour("15:30"), []string{"2호"}
	d.learn(s)
	says(t, "moved", d.at(t, "13:50"))
	says(t, "then", d.at(t, "14:50"), "10분 뒤 시작해요 | 발표 a · 2호")
	says(t, "once", d.at(t, "14:51"))
	if d.wake != hour("15:00") { // the button's next
		t.Errorf("wakes at %v", d.wake)
	}
	s.Start, s.End = hour("16:00"), hour("16:30")
	d.learn(s)
	says(t, "moved after it was told", d.at(t, "14:55"))
	if len(d.notices.Shows) != 0 {
		t.Errorf("%v is shown", d.notices.Shows)
	}
	says(t, "told again", d.at(t, "15:50"), "10분 뒤 시작해요 | 발표 a · 2호")
	s.Cancelled = session.SourceOf("ko", true)
	d.learn(s)
	says(t, "cancelled", d.at(t, "15:52"))
	if len(d.notices.Shows) != 0 || d.wake.Known() || d.until.Known() {
		t.Errorf("%v is shown, wakes at %v, counts until %v", d.notices.Shows, d.wake, d.until)
	}
}

// One notice for a slot, late ones as late, in the language that was chosen.
func TestRemindWords(t *testing.T) {
	d := newTeller(t, "09:00", on)
	d.star("b", "14:00", picks.Must)
	d.star("a", "14:00", picks.Must)
	d.star("c", "14:10", picks.Star)
	d.put(map[string]any{picks.StorageKey("2026/own/x"): picks.Pick{State: picks.Must, Session: session.Session{Key: "2026/own/x", Titles: map[string]string{"ko": "점심"}, Start: hour("12:00"), End: hour("13:00")}}.Encode()})
	says(t, "an own entry", d.at(t, "11:59"), "1분 뒤 시작해요 | 점심")
	says(t, "two", d.at(t, "13:50"), "10분 뒤 시작해요 | 발표 a · 1호 / 발표 b · 1호")
	settings := on
	settings.All = true
	d.put(map[string]any{records.RemindersKey: settings.Encode(), records.SettingsKey: map[string]any{"v": 1.0, "lang": "en"}})
	says(t, "late", d.at(t, "14:11"), "Started 1 minute ago | Talk c · 1호")
	says(t, "and no more", d.at(t, "14:12"))
	e := newTeller(t, "09:00", on)
	e.star("a", "14:00", picks.Must)
	e.Language = "de"
	says(t, "at the start", e.at(t, "14:00"), "Starting now | Talk a · 1호")
	f := newTeller(t, "09:00", on)
	f.star("a", "14:00", picks.Must)
	says(t, "too late", f.at(t, "14:10"))
}

// Killed at every step, and with storage and notices that fail, the program announces each
// start, once.
func TestRemindKilled(t *testing.T) {
	for step := range 6 {
		d := newTeller(t, "09:00", on)
		d.star("a", "14:00", picks.Must)
		d.device.clock.Run(int(int64(hour("13:50"))*msPerMinute - d.device.clock.Now()))
		calls := 0
		dies := func() { // the worker is gone at that call, and all that it would have done
			if calls++; calls == step {
				panic("killed")
			}
		}
		d.Storage = dying{direct{d.storage, d.device.clock}, dies}
		d.Notices = mortal{prompt{d.notices, d.device.clock}, dies}
		func() {
			defer func() { _ = recover() }()
			_ = d.Remind()
		}()
		if d.tell.TryLock() {
			d.tell.Unlock()
		} else {
			t.Fatalf("step %d: still locked", step)
		}
		d.Storage, d.Notices = direct{d.storage, d.device.clock}, prompt{d.notices, d.device.clock}
		d.at(t, "13:51")
		d.at(t, "13:52")
		if len(d.notices.Log) != 1 {
			t.Errorf("killed at call %d, it is told %d times", step, len(d.notices.Log))
		}
	}
	d := newTeller(t, "09:00", on)
	d.star("a", "14:00", picks.Must)
	d.device.clock.Run(int(int64(hour("13:50"))*msPerMinute - d.device.clock.Now()))
	for _, fail := range []*error{&d.storage.Failing, &d.notices.Failing} {
		*fail = &platform.Error{Message: "corrupt"}
		if err := d.Remind(); err == nil {
			t.Error("what failed is not told of")
		}
		*fail = nil
	}
	says(t, "at last", d.at(t, "13:53"), "7분 뒤 시작해요 | 발표 a · 1호")
}

// dying is a storage whose reader is killed at a write.
type dying struct {
	direct
	dies func()
}

func (d dying) Set(entries map[string]any, done func(error)) { d.dies(); d.direct.Set(entries, done) }

// mortal are notices whose caller is killed at a call.
type mortal struct {
	prompt
	dies func()
}

func (m mortal) Allowed(done func(bool, error))           { m.dies(); m.prompt.Allowed(done) }
func (m mortal) Shown(done func(ids []string, err error)) { m.dies(); m.prompt.Shown(done) }
func (m mortal) Show(n platform.Notice, done func(error)) {
	m.prompt.Show(n, func(err error) { m.dies(); done(err) }) // shown, and nobody noted it
}

// What the person switches off, or forbids the browser, is not announced; the button has a
// switch of its own.
func TestRemindSwitches(t *testing.T) {
	d := newTeller(t, "09:00", reminders.Settings{Choice: reminders.Choice{Before: 10}})
	d.star("a", "14:00", picks.Must)
	d.star("b", "15:00", picks.Must)
	says(t, "off", d.at(t, "13:50"))
	if d.until != hour("14:00") || d.wake != hour("14:00") {
		t.Errorf("counts until %v, wakes at %v", d.until, d.wake)
	}
	quiet := on
	quiet.Quiet = true
	d.put(map[string]any{records.RemindersKey: quiet.Encode()})
	says(t, "on", d.at(t, "13:51"), "9분 뒤 시작해요 | 발표 a · 1호")
	if d.until.Known() || d.wake != hour("14:50") {
		t.Errorf("a button that is off counts until %v, wakes at %v", d.until, d.wake)
	}
	d.notices.Refused = true
	says(t, "forbidden", d.at(t, "14:51"))
	if d.wake.Known() {
		t.Errorf("wakes at %v for what it may not show", d.wake)
	}
	d.notices.Refused = false
	says(t, "allowed again", d.at(t, "14:52"), "8분 뒤 시작해요 | 발표 b · 1호")
	off := quiet
	off.On = false
	d.put(map[string]any{records.RemindersKey: off.Encode()})
	says(t, "off again", d.at(t, "14:53"))
	if _, still := d.notices.Shows[hour("15:00").String()]; still {
		t.Errorf("%v is still shown", d.notices.Shows)
	}
}

// A click on a notice leads to the one session's page, else to the timetable.
func TestOpened(t *testing.T) {
	d := newTeller(t, "09:00", on)
	d.star("a", "14:00", picks.Must)
	d.star("b", "15:00", picks.Must)
	d.star("c", "15:00", picks.Must)
	d.star("d", "15:00", picks.Star)
	s := d.star("e", "16:00", picks.Must)
	s.URL = "javascript:alert(1)"
	d.put(map[string]any{picks.StorageKey(s.Key): picks.Pick{State: picks.Must, Session: s}.Encode()})
	for id, want := range map[string]string{
		hour("14:00").String(): "https://2026.pycon.kr/a", hour("15:00").String(): Timetable, hour("16:00").String(): Timetable, hour("17:00").String(): Timetable, "": Timetable, "x": Timetable,
	} {
		if got, err := d.Opened(id); got != want || err != nil {
			t.Errorf("%q leads to %q, want %q; %v", id, got, want, err)
		}
	}
	// Also one that was shown before reminders were switched off.
	d.put(map[string]any{records.RemindersKey: reminders.Settings{Choice: reminders.Choice{Before: 10}}.Encode()})
	if got, err := d.Opened(hour("14:00").String()); got != "https://2026.pycon.kr/a" || err != nil {
		t.Errorf("switched off, it leads to %q, %v", got, err)
	}
}

// A session that is given twice is announced at the time that was picked.
func TestRemindSlot(t *testing.T) {
	d := newTeller(t, "09:00", on)
	s := d.star("a", "16:00", picks.Must)
	for n, start := range map[int]string{1: "11:00", 2: "16:00"} {
		o := s
		o.Key = s.Key.First().Slot(n)
		o.Start, o.End = hour(start), hour(start)+30
		d.learn(o)
	}
	says(t, "the other time", d.at(t, "10:50"))
	says(t, "its own", d.at(t, "15:50"), "10분 뒤 시작해요 | 발표 a · 1호")
}
