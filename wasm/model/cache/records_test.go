package cache

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
)

func TestEdition(t *testing.T) {
	for name, want := range map[string]string{
		"session/2026/s/a": "2026", "session/flood1-2026/program/1~2": "flood1-2026", "grid/2018/2018-08-15/h0": "2018", "fetched/2026": "2026",
		"pick/2026/s/a": "", "tap/pick/2026/s/a": "", "own/2026/x1": "", "look/2026/s/a": "", "friend/a/2026": "", "export/2026": "", "settings": "", "sync": "", "": "", "session": "",
	} {
		if got := Edition(name); got != want {
			t.Errorf("%s is of %q, want %q", name, got, want)
		}
	}
}

func TestHost(t *testing.T) {
	for url, want := range map[string]string{
		"https://2026.pycon.kr/timetable": "2026.pycon.kr", "https://pycon.kr": "pycon.kr", "https://a.pycon.kr:8443?x#y": "a.pycon.kr",
		"https://user@b.pycon.kr/": "b.pycon.kr", "about:blank": "about", "": "",
	} {
		if got := Host(url); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

// What is signed is read back, and stays a record that every version reads; what is not
// is its edition's own, of long ago.
func TestSignedRecords(t *testing.T) {
	s := session.Session{Key: "2026/s/a", Titles: map[string]string{"ko": "<제목> \"둘\"", "en": "by\\"}, Rooms: []string{"101"}}
	known := picks.SessionRecord{Session: s, Gone: 5}
	old, fresh := known.Encode(), known.Encode()
	Attribute(fresh, "2026.pycon.kr", 1786500000123)
	Attribute(float64(7), "x", 1) // no object
	for _, tree := range []map[string]any{old, fresh} {
		if k, fault := picks.DecodeSessionRecord(s.Key, tree); fault != picks.None || !reflect.DeepEqual(k, known) {
			t.Errorf("read as %+v, fault %d", k, fault)
		}
	}
	nested := map[string]any{"v": 1, "titles": map[string]any{"by": "nobody", "at": 3}, "by": 5}
	text, err := json.Marshal(map[string]any{
		"session/2026/s/a": fresh, "session/2018/program/1": old, "grid/2026/2026-08-15/h1": nested, "fetched/2026": 1786500000000, "pick/2026/s/a": map[string]any{"by": "x"},
		"session/2026/s/broken": nil,
	})
	if err != nil {
		t.Fatal(err)
	}
	got, ok := Read(string(text))
	if !ok || len(got) != 5 {
		t.Fatalf("%d records, %v: %+v", len(got), ok, got)
	}
	want := map[string]Entry{
		"session/2026/s/a": {Host: "2026.pycon.kr", At: 1786500000123}, "session/2018/program/1": {Host: "2018"},
		"grid/2026/2026-08-15/h1": {Host: "2026"}, "fetched/2026": {Host: "2026"}, "session/2026/s/broken": {Host: "2026"},
	}
	for _, e := range got {
		w := want[e.Name]
		if e.Host != w.Host || e.At != w.At || e.Bytes < len(e.Name) || e.Pinned {
			t.Errorf("%+v, want %+v", e, w)
		}
	}
	// A record is as long when it is to be written as when it is read.
	if e := New("session/2026/s/a", fresh, "2026.pycon.kr", 1); e.Bytes < len("session/2026/s/a")+len(`{"key":"2026/s/a"}`) {
		t.Errorf("%+v", e)
	}
	for _, text := range []string{"", "[]", "null", `{"session/2026/s/a":`, `{"session/2026/s/a":{}`, `{"a":1}x`} {
		if _, ok := Read(text); ok {
			t.Errorf("%q is read", text)
		}
	}
}

// Everything that a person has names its sessions: in whatever state, of whatever
// version.
func TestPins(t *testing.T) {
	p := NewPins()
	values := map[string]any{
		"pick/2026/s/picked": nil, "pick/2026/s/slot~2": nil, "own/2026/x1": nil, "tap/pick/2026/s/tapped": nil, "look/2026/s/looked": nil,
		"settings": nil, "sync": nil,
		"friend/f/2026": map[string]any{"v": 1.0, "picks": []any{map[string]any{"snapshot": map[string]any{"key": "2026/s/friend"}}, map[string]any{"hash": "0a"}}},
		"friend/g/2025": map[string]any{"v": 9.0, "groups": []any{map[string]any{"of": []any{map[string]any{"key": "2025/s/newer"}}}}},
		"export/2018":   map[string]any{"others": []any{map[string]any{"key": "2018/program/1"}}, "before": []any{map[string]any{"key": "2018/program/2"}}},
		"friend/h/2025": jsontree.Unreadable{JSON: `{"picks":[[[[{"snapshot":{"key":"2025/s/deep"}},{"hash":"0a0b0c0d0e"}]]]]}`},
		"hash/2026/0b":  nil, "later/thing": map[string]any{"key": "2018/program/3"}, "session/2026/s/loose": map[string]any{"key": "2026/s/loose"},
	}
	var asked []string
	for name, tree := range values {
		if p.Name(name) {
			asked = append(asked, name)
			p.Value(name, tree)
		}
	}
	slices.Sort(asked)
	if want := []string{"export/2018", "friend/f/2026", "friend/g/2025", "friend/h/2025", "later/thing"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
	entries := func(names ...string) (list []Entry) {
		for _, name := range names {
			list = append(list, Entry{Name: name})
		}
		return list
	}
	check := func(pinned bool, names ...string) {
		t.Helper()
		list := entries(names...)
		p.Pin(list)
		for _, e := range list {
			if e.Pinned != pinned {
				t.Errorf("%s: pinned %v, want %v", e.Name, e.Pinned, pinned)
			}
		}
	}
	check(true, "session/2026/s/picked", "session/2026/s/picked~3", "session/2026/s/slot", "session/2026/s/slot~2", "session/2026/own/x1", "session/2026/s/tapped",
		"session/2026/s/looked", "session/2026/s/friend", "session/2025/s/newer", "session/2025/s/deep", "session/2018/program/1", "session/2018/program/2", "session/2018/program/3")
	check(false, "session/2026/s/loose", "session/2018/program/4", "grid/2026/2026-08-15/h1", "fetched/2026", "session/2026/s/first", "session/2026/s/second")

	names := []string{"session/2026/s/first", "session/2026/s/second", "session/2026/s/third", "session/2025/s/a", "grid/2026/2026-08-15/h1"}
	waiting := p.Waiting(names)
	if want := []string{"2026/s/first", "2026/s/second", "2026/s/third", "2025/s/a"}; !slices.Equal(waiting, want) {
		t.Fatalf("waiting are %v, want %v", waiting, want)
	}
	p.Resolve(waiting, []string{"0a", "0b", "0c", "0a0b0c0d0e"})
	check(true, names[0], names[1], names[3])
	check(false, names[2], names[4])
	list := entries(names...)
	p.Pin(list)
	if loose, sessions := Loose(list); !slices.Equal(loose, []string{names[2], names[4]}) || sessions != 1 {
		t.Errorf("%v are loose, %d of them sessions", loose, sessions)
	}
}

// What calendars were told of is not evicted either: the sessions in the record are pinned
// as those of a saved picture are.
func TestCalendarIsPinned(t *testing.T) {
	pins := NewPins()
	const name = "calendars/2026"
	if !pins.Name(name) {
		t.Fatal("the record is not looked into")
	}
	tree, ok := jsontree.Parse(`{"v":1,"at":1,"events":[{"seq":1,"snapshot":{"key":"2026/s/a","start":"2026-08-15T10:00:00+09:00"}}]}`)
	if !ok {
		t.Fatal("not JSON")
	}
	pins.Value(name, tree)
	entries := []Entry{{Name: "session/2026/s/a"}, {Name: "session/2026/s/b"}}
	pins.Pin(entries)
	if !entries[0].Pinned || entries[1].Pinned {
		t.Errorf("%+v", entries)
	}
}

// Nor are those of which a person was told before they began, who may take them out since.
func TestRemindedIsPinned(t *testing.T) {
	pins := NewPins()
	if !pins.Name(records.RemindedKey) {
		t.Fatal("the record is not looked into")
	}
	pins.Value(records.RemindedKey, any(reminders.Announced{"2026/s/a": session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 10, 0)}.Encode()))
	entries := []Entry{{Name: "session/2026/s/a"}, {Name: "session/2026/s/b"}}
	pins.Pin(entries)
	if !entries[0].Pinned || entries[1].Pinned {
		t.Errorf("%+v", entries)
	}
}

// Nor are those that a person wrote about.
func TestNotesArePinned(t *testing.T) {
	pins := NewPins()
	for key, name := range map[session.Key]string{"2026/s/a": notes.StorageKey("2026/s/a"), "2026/s/c": notes.BroughtKey("2026/s/c")} { // here, and on another device
		n := notes.Note{Session: session.Session{Key: key}}.SetText("가", notes.Pen{Now: 1000})
		if !pins.Name(name) {
			t.Fatalf("%s is not looked into", name)
		}
		pins.Value(name, any(n.Encode()))
	}
	entries := []Entry{{Name: "session/2026/s/a"}, {Name: "session/2026/s/b"}, {Name: "session/2026/s/c"}}
	pins.Pin(entries)
	if !entries[0].Pinned || entries[1].Pinned || !entries[2].Pinned {
		t.Errorf("%+v", entries)
	}
}

func TestTaught(t *testing.T) {
	tree := map[string]any{}
	Attribute(tree, "2026.pycon.kr", 1_786_000_000_000)
	for _, c := range []struct {
		tree any
		want int64
	}{{tree, 1_786_000_000_000}, {nil, 0}, {"x", 0}, {map[string]any{"at": "1"}, 0}, {map[string]any{"at": -1.0}, 0}, {map[string]any{"at": 1e300}, 0}} {
		if got := Taught(c.tree); got != c.want {
			t.Errorf("%v was taught at %d, want %d", c.tree, got, c.want)
		}
	}
}
