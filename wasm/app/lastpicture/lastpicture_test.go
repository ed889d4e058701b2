package lastpicture

import (
	"encoding/json"
	"reflect"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
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
	mine := table(talk("b", 10, "1"), talk("a", 9, "2"), talk("c", 0, "3"))
	last := Content{Sessions: []session.Session{talk("z", 9, "1")}}
	for _, e := range []Export{
		New(mine, nil, Export{Content: last}, 1786000000123),
		New(mine, []session.Session{talk("y", 10, "9"), talk("x", 9, "9"), talk("a", 9, "2"), talk("w", 0, "9")}, Export{Content: last}, 1786000000123),
		New(mine, nil, Export{Content: Content{last.Sessions, []session.Session{talk("x", 9, "9")}}}, 1786000000123),
	} {
		testCodec(t, e)
	}
	grid := New(mine, []session.Session{talk("y", 10, "9"), talk("x", 9, "9"), talk("a", 9, "2"), talk("w", 0, "9")}, Export{}, 1)
	if len(grid.Others) != 2 || grid.Others[0].Key != "2026/s/x" {
		t.Errorf("beside the picks a grid shows %+v", grid.Others)
	}
}

func testCodec(t *testing.T, e Export) {
	t.Helper()
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
	for _, text := range []string{`null`, `"x"`, `{}`, `{"v":2,"at":1,"sessions":[]}`, `{"v":1,"at":"1","sessions":[]}`, `{"v":1,"at":1,"sessions":{}}`, `{"v":1,"at":1,"sessions":[]}`, `{"v":1,"at":1,"before":[],"sessions":[{"key":"x"}]}`,
		`{"v":1,"at":1,"before":[],"sessions":[],"others":null}`, `{"v":1,"at":1,"before":[],"sessions":[],"othersBefore":[1]}`} {
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
	e := New(table(talk("a", 9, "1"), talk("b", 10, "1"), talk("c", 11, "1"), talk("d", 0, "1")), nil, Export{}, 1)
	now := table(talk("a", 9, "1"), talk("b", 14, "1"), talk("c", 11, "2"), talk("d", 15, "1"), talk("new", 16, "1"))
	moved := e.Moved(now, nil)
	if len(moved) != 2 || moved["2026/s/b"].Start != talk("b", 10, "1").Start || moved["2026/s/c"].Rooms[0] != "1" {
		t.Errorf("%+v", moved)
	}
	if next := New(now, nil, e, 2); len(next.Moved(now, nil)) != 0 || len(next.Marked(now, nil)) != 2 || len(e.Marked(now, nil)) != 0 {
		t.Errorf("the next picture marks %v", next.Marked(now, nil))
	}
	if programme := []session.Session{talk("a", 12, "1")}; len(e.Moved(table(), programme)) != 0 {
		t.Error("what is not picked any more has moved")
	}
}

// TestMovedInGrid: a grid shows the whole programme, and any of it may move.
func TestMovedInGrid(t *testing.T) {
	was := []session.Session{talk("a", 9, "1"), talk("x", 10, "1"), talk("y", 11, "1"), talk("z", 12, "1")}
	e := New(table(talk("a", 9, "1"), talk("b", 10, "2")), was, Export{}, 1)
	now := []session.Session{talk("a", 13, "1"), talk("b", 14, "2"), talk("x", 10, "3"), talk("y", 11, "1"), talk("new", 15, "1")}
	mine := table(talk("a", 13, "1"), talk("x", 10, "3")) // b was taken out, x was picked since
	moved := e.Moved(mine, now)
	if len(moved) != 3 || moved["2026/s/a"].Start != was[0].Start || moved["2026/s/b"].Key == "" || moved["2026/s/x"].Rooms[0] != "1" {
		t.Errorf("%+v", moved)
	}
	next := New(mine, now, e, 2)
	if len(next.Moved(mine, now)) != 0 || len(next.Marked(mine, now)) != 3 {
		t.Errorf("the next picture marks %v", next.Marked(mine, now))
	}
}

// TestCancelledSince: a picture that shows as on what is cancelled by now is out of date,
// and so is one that strikes through what is on.
func TestCancelledSince(t *testing.T) {
	a := talk("a", 9, "1")
	off := a
	off.Cancelled = session.SourceOf("ko", true)
	for _, c := range [][2]session.Session{{a, off}, {off, a}} {
		e := New(table(c[0]), nil, Export{}, 1)
		if len(e.Moved(table(c[1]), nil)) != 1 || len(e.Moved(table(c[0]), nil)) != 0 {
			t.Errorf("cancelled %d: %v", c[1].Cancelled, e.Moved(table(c[1]), nil))
		}
	}
}
