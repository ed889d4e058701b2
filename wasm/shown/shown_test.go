package shown

import (
	"encoding/json"
	"reflect"
	"testing"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
	"byeolpyo/wasm/timetable"
)

func talk(id string, hour int, room string) session.Session {
	d := session.Date{Year: 2026, Month: 8, Day: 15}
	s := session.Session{Key: session.NewKey("2026", "s", id), Titles: map[string]string{"ko": id}, Rooms: []string{room}}
	if hour > 0 {
		s.Start, s.End = session.KST(d, hour, 0), session.KST(d, hour+1, 0)
	}
	return s
}

func table(list ...session.Session) timetable.Timetable {
	var all []timetable.Pick
	for _, s := range list {
		all = append(all, timetable.Pick{Session: s, State: picks.Star})
	}
	return timetable.New("2026", all)
}

func TestCodec(t *testing.T) {
	e := New(table(talk("b", 10, "1"), talk("a", 9, "2"), talk("c", 0, "3")), Export{Sessions: []session.Session{talk("z", 9, "1")}}, 1786000000123)
	if len(e.Sessions) != 3 || e.Sessions[0].Key != "2026/s/a" {
		t.Fatalf("%+v", e)
	}
	data, err := json.Marshal(e.Encode())
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	edition, got, ok := Decode("export/2026", tree)
	if !ok || edition != "2026" || !reflect.DeepEqual(got, e) {
		t.Errorf("%+v came back as %+v", e, got)
	}
	for _, text := range []string{`null`, `"x"`, `{}`, `{"v":2,"at":1,"sessions":[]}`, `{"v":1,"at":"1","sessions":[]}`, `{"v":1,"at":1,"sessions":{}}`, `{"v":1,"at":1,"sessions":[]}`, `{"v":1,"at":1,"before":[],"sessions":[{"key":"x"}]}`} {
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			t.Fatal(err)
		}
		if _, got, ok := Decode("export/2026", tree); ok || !reflect.DeepEqual(got, Export{}) {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
	if _, _, ok := Decode("pick/2026", e.Encode()); ok {
		t.Error("another record is taken for one")
	}
}

func TestMoved(t *testing.T) {
	e := New(table(talk("a", 9, "1"), talk("b", 10, "1"), talk("c", 11, "1"), talk("d", 0, "1")), Export{}, 1)
	now := table(talk("a", 9, "1"), talk("b", 14, "1"), talk("c", 11, "2"), talk("d", 15, "1"), talk("new", 16, "1"))
	moved := e.Moved(now)
	if len(moved) != 2 || moved["2026/s/b"].Start != talk("b", 10, "1").Start || moved["2026/s/c"].Rooms[0] != "1" {
		t.Errorf("%+v", moved)
	}
	if next := New(now, e, 2); len(next.Moved(now)) != 0 || len(next.Marked(now)) != 2 || len(e.Marked(now)) != 0 {
		t.Errorf("the next picture marks %v", next.Marked(now))
	}
	if len(e.Moved(table())) != 0 {
		t.Error("what is not picked any more has moved")
	}
}
