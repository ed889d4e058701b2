package walk

import (
	"testing"

	"byeolpyo/wasm/internal/programmes"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/session"
)

func in(edition string, rooms ...string) session.Session {
	return session.Session{Key: session.NewKey(edition, "s", "x"), Rooms: rooms}
}

func TestBetween(t *testing.T) {
	const t1, t2, t3 = "Track 1\n4층 4142호, 4147호", "Track 2\n6층 6141호, 6144호", "Track 3\n원흥관 E347, E350"
	for _, c := range []struct {
		name string
		a, b session.Session
		want Route
	}{
		{"one floor up", in("2018", "101"), in("2018", "202호"), Route{Floor: true, Minutes: 4}},
		{"and down", in("2018", "Room 202"), in("2018", "105호"), Route{Floor: true, Minutes: 4}},
		{"two floors", in("2026", t1), in("2026", t2), Route{Floor: true, Minutes: 4}},
		{"as the public data has it, literally", in("2026", `Track 1\n4F 4142, 4147`), in("2026", `Track 2\n6F 6141, 6144`), Route{Floor: true, Minutes: 4}},
		{"one of three floors", in("2025", "4147호"), in("2025", "5147호"), Route{Floor: true, Minutes: 4}},
		{"another building, of which the minutes are not known", in("2026", t1), in("2026", t3), Route{Building: true}},
		{"on the same floor", in("2025", "4142호"), in("2025", "Room 4147"), Route{}},
		{"the same room", in("2026", t2), in("2026", t2), Route{}},
		{"a room that is not known", in("2026", "Track 1"), in("2026", t2), Route{}},
		{"another conference's rooms", in("2031", "101"), in("2031", "202"), Route{}},
		{"a longer number", in("2018", "1101"), in("2018", "202"), Route{}},
		{"a number with letters", in("2026", "AE347"), in("2026", t1), Route{}},
		{"the second of two such", in("2018", "1101, 101"), in("2018", "202"), Route{Floor: true, Minutes: 4}},
		{"on two floors", in("2018", "101", "202"), in("2018", "202"), Route{}},
		{"in a room that is known and one that is not", in("2018", "101", "로비"), in("2018", "202"), Route{}},
		{"nowhere", in("2018"), in("2018", "202"), Route{}},
	} {
		if got := Between(c.a, c.b); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if got := Between(c.b, c.a); got != c.want {
			t.Errorf("%s, and back: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// The rooms that a real programme names are those of the table, where it has them.
func TestRoomsAreOfTheTable(t *testing.T) {
	all, err := programmes.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		floors := editions.Find(p.Edition).Floors
		if len(floors) == 0 {
			continue
		}
		for _, s := range p.Sessions {
			if len(s.Rooms) == 1 && s.Kind != session.Break && floorOf(floors, s) == nil {
				t.Errorf("%s: nobody knows where %q is", p.Edition, s.Rooms)
			}
		}
	}
}
