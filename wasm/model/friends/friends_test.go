package friends

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

func at(hour, minute int) session.Instant {
	return session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, hour, minute)
}

func talk(id string, start, end session.Instant) session.Session {
	return session.Session{Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": id}, Start: start, End: end}
}

func mine(list ...session.Session) timetable.Timetable {
	var all []timetable.Pick
	for _, s := range list {
		all = append(all, timetable.Pick{Session: s, State: picks.Star})
	}
	return timetable.New("2026", all)
}

func theirs(list ...session.Session) Friend {
	f := Friend{ID: "f", Edition: "2026", Name: "지훈"}
	for _, s := range list {
		f.Picks = append(f.Picks, Pick{Key: s.Key, Session: s})
	}
	return f
}

func TestCodec(t *testing.T) {
	f := theirs(talk("a", at(9, 0), at(10, 0)), talk("b", 0, 0))
	f.Added, f.Picks[1].Must = 1786000000123, true
	f.Picks = append(f.Picks, Pick{Hash: "02b1f3c4d5"})
	data, err := json.Marshal(f.Encode())
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	got, ok := Decode(f.StorageKey(), tree)
	if !ok || !reflect.DeepEqual(got, f) {
		t.Errorf("%+v came back as %+v, %v", f, got, ok)
	}
	for key, text := range map[string]string{
		"friend/f/2026 ": `null`, "friend/f/2026": `"x"`, "friend/f": `{"v":1,"name":"","added":1,"picks":[]}`, "friend//2026": `{"v":1,"name":"","added":1,"picks":[]}`,
		"pick/f/2026": `{"v":1,"name":"","added":1,"picks":[]}`, "friend/f/2027": string(data), "friend/g/2026": `{"v":2,"name":"","added":1,"picks":[]}`,
		"friend/h/2026": `{"v":1,"name":1,"added":1,"picks":[]}`, "friend/i/2026": `{"v":1,"name":"","added":1,"picks":[{}]}`,
		"friend/j/2026": `{"v":1,"name":"","added":1,"picks":[{"state":"off","hash":"x"}]}`, "friend/k/2026": `{"v":1,"name":"","added":1,"picks":[{"state":"star","snapshot":{"key":"x"}}]}`,
		"friend/l/2026": `{"v":1,"name":"","added":1,"picks":[` + strings.Repeat(`{"state":"star","hash":"x"},`, records.MaxFriendPicks) + `{"state":"star","hash":"x"}]}`,
	} {
		var tree any
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			t.Fatal(err)
		}
		if got, ok := Decode(key, tree); ok || !reflect.DeepEqual(got, Friend{}) {
			t.Errorf("%s: %.60s was read as %+v", key, text, got)
		}
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{" 지훈\n\t형 ": "지훈 형", "\x00": "", "": "", strings.Repeat("가", 99): strings.Repeat("가", records.MaxFriendName)} {
		if got := CleanName(in); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}

func titles(list []session.Session) (out []string) {
	for _, s := range list {
		out = append(out, s.Title("ko"))
	}
	return out
}

func TestWith(t *testing.T) {
	day2 := session.Instant(24 * 60)
	a, b, c, d := talk("a", at(9, 0), at(10, 0)), talk("b", at(11, 0), at(12, 0)), talk("c", at(11, 30), at(12, 30)), talk("d", at(15, 0), at(16, 0))
	e := talk("e", at(9, 0)+day2, at(10, 0)+day2)
	got := With(mine(a, b, d), theirs(a, c, e), picks.NewBook())
	if !reflect.DeepEqual(titles(got.Together), []string{"a"}) {
		t.Errorf("together: %q", titles(got.Together))
	}
	if len(got.Partings) != 1 || got.Partings[0].Start != at(11, 30) || got.Partings[0].Mine.Key != b.Key || got.Partings[0].Theirs.Key != c.Key {
		t.Errorf("partings: %+v", got.Partings)
	}
	// Nobody is free together on a day on which one of them is not there.
	if want := []timetable.Gap{{Start: at(10, 0), End: at(11, 0)}, {Start: at(12, 30), End: at(15, 0)}}; !reflect.DeepEqual(got.Free, want) {
		t.Errorf("free: %v, want %v", got.Free, want)
	}
	// Whoever is up all night is not free the next morning.
	night := talk("n", at(20, 0), at(9, 40)+day2)
	f1, f2 := talk("f1", at(9, 0)+day2, at(9, 10)+day2), talk("f2", at(10, 30)+day2, at(11, 0)+day2)
	for _, pair := range [][2][]session.Session{{{night, f1, f2}, {f1, f2}}, {{f1, f2}, {night, f1, f2}}} {
		if got, want := With(mine(pair[0]...), theirs(pair[1]...), picks.NewBook()).Free, (timetable.Gap{Start: at(9, 40) + day2, End: at(10, 30) + day2}); len(got) != 1 || got[0] != want {
			t.Errorf("free: %v, want %v", got, want)
		}
	}
	// Both hear the one and I hear another too: that is my clash, not a parting.
	x := talk("x", at(9, 30), at(10, 30))
	if got := With(mine(a, x), theirs(a), picks.NewBook()); len(got.Partings) != 0 {
		t.Errorf("partings: %+v", got.Partings)
	}
	// One after the other is no parting, and a quarter of an hour no free time.
	if got := With(mine(a), theirs(talk("y", at(10, 0), at(11, 0)), talk("z", at(11, 15), at(12, 0))), picks.NewBook()); len(got.Partings)+len(got.Free) != 0 {
		t.Errorf("%+v", got)
	}
	// What storage knows of a session is newer than what the picture told.
	book := picks.NewBook()
	moved := a
	moved.Start, moved.End = at(17, 0), at(18, 0)
	book.Put(records.SessionPrefix+string(a.Key), picks.SessionRecord{Session: moved}.Encode())
	if got := theirs(a).Table(book); got.Days[0].First != at(17, 0) {
		t.Errorf("at %v", got.Days[0].First)
	}
	waiting := theirs(a)
	waiting.Picks = append(waiting.Picks, Pick{Hash: "02b1f3c4d5", Must: true})
	if got := With(mine(a), waiting, book); got.Waiting != 1 {
		t.Errorf("%d wait", got.Waiting)
	}
	if waiting.Resolve(map[string]session.Key{"02b1f3c4d5": "2025/s/b"}) || !waiting.Resolve(map[string]session.Key{"02b1f3c4d5": b.Key}) || !waiting.Keys()[b.Key] || !waiting.Picks[1].Must {
		t.Errorf("%+v", waiting)
	}
}

// What a friend hears is known by today's key, also where an earlier version stored it
// under that of a percent-encoded address.
func TestOldSpelling(t *testing.T) {
	today := session.NewKey("2027", "s", "파이썬-별자리")
	if today.Encoded() == today {
		t.Fatal("there is no other spelling")
	}
	f := Friend{ID: "a", Edition: "2027", Name: "지훈", Picks: []Pick{{Key: today.Encoded(), Session: session.Session{Key: today.Encoded()}}}}
	back, ok := Decode(f.StorageKey(), f.Encode())
	if !ok || len(back.Picks) != 1 || back.Picks[0].Key != today || back.Picks[0].Session.Key != today {
		t.Errorf("%+v", back)
	}
}

// TestCancelled: nobody hears what is cancelled, and whoever would have is free.
func TestCancelled(t *testing.T) {
	a, b, c, d := talk("a", at(9, 0), at(10, 0)), talk("b", at(11, 0), at(12, 0)), talk("c", at(11, 0), at(12, 0)), talk("d", at(13, 0), at(14, 0))
	off := func(s session.Session) session.Session { s.Cancelled = session.SourceOf("ko", true); return s }
	book := picks.NewBook()
	for _, s := range []session.Session{a, off(b), c, d} {
		book.Put(records.SessionPrefix+string(s.Key), picks.SessionRecord{Session: s}.Encode())
	}
	got := With(mine(a, off(b), d), theirs(a, b, d), book)
	if want := []timetable.Gap{{Start: at(10, 0), End: at(13, 0)}}; !reflect.DeepEqual(titles(got.Together), []string{"a", "d"}) || !reflect.DeepEqual(got.Free, want) {
		t.Errorf("%+v", got)
	}
	if got := With(mine(a, off(b), d), theirs(a, c, d), book); len(got.Partings) != 0 {
		t.Errorf("partings %+v", got.Partings)
	}
	if got := With(mine(a, c, d), theirs(a, b, d), book); len(got.Partings) != 0 {
		t.Errorf("their partings %+v", got.Partings)
	}
	if got := With(mine(off(b)), theirs(b), book); len(got.Together)+len(got.Free)+len(got.Partings) != 0 {
		t.Errorf("%+v", got)
	}
}
