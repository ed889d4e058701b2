package picks

import (
	"encoding/json"
	"reflect"
	"testing"

	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

const key = session.Key("2026/s/x")

func sample(state State) Pick {
	return Pick{State: state, Tapped: 1786500000123, Seen: "stamp", Session: session.Session{
		Key: key, Kind: session.Talk, Titles: map[string]string{"ko": "가"}, Start: session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 13, 30),
	}}
}

// tree reads JSON as storage gives it.
func tree(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestStates(t *testing.T) {
	if Off.Next() != Star || Star.Next() != Must || Must.Next() != Off {
		t.Error("a click does not go off, star, must, off")
	}
	for s, word := range map[State]string{Off: "off", Star: "star", Must: "must"} {
		if got, ok := ParseState(word); s.String() != word || got != s || !ok {
			t.Errorf("%q is not %d", word, s)
		}
	}
	for _, word := range []string{"", "OFF", "maybe"} {
		if _, ok := ParseState(word); ok {
			t.Errorf("%q is a state", word)
		}
	}
}

func TestPickCodec(t *testing.T) {
	for _, p := range []Pick{sample(Off), sample(Star), sample(Must), {Session: session.Session{Key: key}}} {
		got, fault := Decode(key, p.Encode())
		if fault != None || !reflect.DeepEqual(got, p) {
			t.Errorf("%+v came back as %+v, %d", p, got, fault)
		}
		b, err := json.Marshal(p.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if got, fault = Decode(key, tree(t, string(b))); fault != None || !reflect.DeepEqual(got, p) {
			t.Errorf("%s came back as %+v, %d", b, got, fault)
		}
	}
	b, _ := json.Marshal(sample(Must).Encode())
	want := `{"seen":"stamp","snapshot":{"key":"2026/s/x","kind":"talk","start":"2026-08-15T13:30:00+09:00","titles":{"ko":"가"}},"state":"must","tapped":1786500000123,"v":1}`
	if string(b) != want {
		t.Errorf("the form of what is stored has changed:\n%s\n%s", b, want)
	}
}

func TestKnownCodec(t *testing.T) {
	for _, k := range []SessionRecord{{Session: sample(Off).Session}, {Session: sample(Off).Session, Gone: 1786500000123}} {
		if got, fault := DecodeSessionRecord(key, k.Encode()); fault != None || !reflect.DeepEqual(got, k) {
			t.Errorf("%+v came back as %+v, %d", k, got, fault)
		}
	}
	for text, want := range map[string]Fault{
		`{"v":1,"key":"2026/s/x"}`:               None,
		`{"v":1,"key":"2026/s/x","new":{}}`:      None,
		`{"v":2,"key":"2026/s/x"}`:               Newer,
		`{"v":2}`:                                Newer,
		`{"key":"2026/s/x"}`:                     Corrupt,
		`{"v":1,"key":"2026/s/y"}`:               Corrupt,
		`{"v":1,"key":"2026/s/x","gone":"late"}`: Corrupt,
		`{"v":1,"key":"2026/s/x","start":1}`:     Corrupt,
		`[]`:                                     Corrupt,
		`null`:                                   Corrupt,
	} {
		if _, fault := DecodeSessionRecord(key, tree(t, text)); fault != want {
			t.Errorf("%s: fault %d, want %d", text, fault, want)
		}
	}
}

// faults are stored values and what is wrong with them.
var faults = map[string]Fault{
	`{"v":1,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x"}}`:                      None,
	`{"v":1,"state":"off","tapped":0,"snapshot":{"key":"2026/s/x"},"seen":"","later":[1]}`: None,
	`{"v":2,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x"}}`:                      Newer,
	`{"v":2}`:                       Newer,
	`{"v":99,"state":{"levels":3}}`: Newer,
	`null`:                          Corrupt,
	`"star"`:                        Corrupt,
	`[]`:                            Corrupt,
	`{}`:                            Corrupt,
	`{"v":"1"}`:                     Corrupt,
	`{"v":0,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x"}}`:   Corrupt,
	`{"v":-1,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x"}}`:  Corrupt,
	`{"v":1.5,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x"}}`: Corrupt,
	`{"v":1}`: Corrupt,
	`{"v":1,"state":"maybe","tapped":5,"snapshot":{"key":"2026/s/x"}}`:            Corrupt,
	`{"v":1,"state":1,"tapped":5,"snapshot":{"key":"2026/s/x"}}`:                  Corrupt,
	`{"v":1,"state":"star","snapshot":{"key":"2026/s/x"}}`:                        Corrupt,
	`{"v":1,"state":"star","tapped":"5","snapshot":{"key":"2026/s/x"}}`:           Corrupt,
	`{"v":1,"state":"star","tapped":5}`:                                           Corrupt,
	`{"v":1,"state":"star","tapped":5,"snapshot":null}`:                           Corrupt,
	`{"v":1,"state":"star","tapped":5,"snapshot":{"key":"2026/s/y"}}`:             Foreign,
	`{"v":1,"state":"star","tapped":5,"snapshot":{"key":"nonsense"}}`:             Corrupt,
	`{"v":1,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x","start":1}}`:   Corrupt,
	`{"v":1,"state":"star","tapped":5,"snapshot":{"key":"2026/s/x"},"seen":true}`: Corrupt,
}

func TestDecodeFaults(t *testing.T) {
	for text, want := range faults {
		if p, fault := Decode(key, tree(t, text)); fault != want || fault != None && fault != Foreign && !reflect.DeepEqual(p, Pick{}) {
			t.Errorf("%s: fault %d with %+v, want %d", text, fault, p, want)
		}
	}
}

// TestSetAside: what is not understood is reported, left as it is, and does not
// touch the rest.
func TestSetAside(t *testing.T) {
	for text, want := range faults {
		if want == None || want == Foreign || text == "null" {
			continue
		}
		b := NewBook()
		good := Pick{State: Must, Tapped: 1, Session: session.Session{Key: "2026/s/good"}}
		b.Put(records.PickPrefix+"2026/s/good", good.Encode())
		stored, again := tree(t, text), tree(t, text)
		b.Put(records.PickPrefix+string(key), stored)
		if !reflect.DeepEqual(stored, again) {
			t.Errorf("%s was changed to %v", text, stored)
		}
		if _, ok := b.Picks[key]; ok || !b.SetAside(key) || b.SetAside("2026/s/good") {
			t.Errorf("%s is not set aside", text)
		}
		if len(b.Problems) != 1 || b.Problems[0] != (Problem{records.PickPrefix + string(key), want}) {
			t.Errorf("%s: problems %v", text, b.Problems)
		}
		if b.Picks["2026/s/good"].State != Must {
			t.Error("the others are lost")
		}
	}
}

func TestBookFollowsStorage(t *testing.T) {
	b := NewBook()
	name := records.PickPrefix + string(key)
	b.Put(name, sample(Star).Encode())
	b.Put(name, sample(Must).Encode())
	if b.Picks[key].State != Must || len(b.Picks) != 1 {
		t.Errorf("after two writes: %+v", b.Picks)
	}
	// A newer version takes over, and gives it back.
	newer := map[string]any{"v": 2.0}
	b.Put(name, newer)
	b.Put(name, newer)
	if _, ok := b.Picks[key]; ok || len(b.Problems) != 1 || b.Problems[0].Fault != Newer {
		t.Errorf("a newer record: %+v, %v", b.Picks, b.Problems)
	}
	b.Put(name, "broken")
	if len(b.Problems) != 1 || b.Problems[0].Fault != Corrupt {
		t.Errorf("problems %v", b.Problems)
	}
	b.Put(name, sample(Off).Encode())
	if p, ok := b.Picks[key]; !ok || p.State != Off || len(b.Problems) != 0 {
		t.Errorf("after repair: %+v, %v", b.Picks, b.Problems)
	}
	b.Put(name, nil)
	if len(b.Picks) != 0 || len(b.Problems) != 0 || b.SetAside(key) {
		t.Errorf("after the removal: %+v, %v", b.Picks, b.Problems)
	}
	b.Put(name, "broken")
	b.Put(name, nil)
	if len(b.Problems) != 0 {
		t.Errorf("a removed fault is still reported: %v", b.Problems)
	}
	// Keys of other kinds, and names that are no keys.
	for _, other := range []string{"settings", "", "grid/2026/x", "picks", "Pick/2026/s/x"} {
		b.Put(other, "anything")
	}
	if len(b.Picks)+len(b.Sessions)+len(b.Problems)+len(b.Sealed) != 0 {
		t.Errorf("foreign keys were taken in: %+v", b)
	}
	b.Put("pick/nonsense", sample(Star).Encode())
	if len(b.Picks) != 0 || len(b.Problems) != 1 {
		t.Errorf("a pick under another name: %+v, %v", b.Picks, b.Problems)
	}
}

func TestBookSessions(t *testing.T) {
	b := NewBook()
	name := records.SessionPrefix + string(key)
	b.Put(name, SessionRecord{Session: sample(Off).Session, Gone: 7}.Encode())
	if b.Sessions[key].Gone != 7 {
		t.Errorf("sessions %+v", b.Sessions)
	}
	b.Put(name, map[string]any{"v": 2.0})
	if len(b.Sessions) != 0 || !b.Sealed[key] {
		t.Error("the record of a newer version is not sealed")
	}
	b.Put(name, "broken") // a cache only: not sealed, no problem of anyone's
	if len(b.Sessions) != 0 || b.Sealed[key] || len(b.Problems) != 0 {
		t.Errorf("a broken session: %+v", b)
	}
	b.Put(name, map[string]any{"v": 2.0})
	b.Put(name, nil)
	if b.Sealed[key] {
		t.Error("a removed record is still sealed")
	}
}

// TestBookSession: the snapshot lies beneath what pages showed last.
func TestBookSession(t *testing.T) {
	b := NewBook()
	if got := b.Session(key); got.Key != "" {
		t.Errorf("nothing known: %+v", got)
	}
	p := sample(Star)
	p.Session.Rooms, p.Session.PageLang = []string{"1호"}, "ko"
	b.Put(records.PickPrefix+string(key), p.Encode())
	if got := b.Session(key); !reflect.DeepEqual(got, p.Session) {
		t.Errorf("only the snapshot: %+v", got)
	}
	later := p.Session
	later.Start, later.End, later.Rooms = later.Start+60, later.Start+90, []string{"2호"}
	b.Put(records.SessionPrefix+string(key), SessionRecord{Session: later}.Encode())
	if got := b.Session(key); got.Start != later.Start || got.Rooms[0] != "2호" || got.Title("ko") != "가" {
		t.Errorf("a session that moved: %+v", got)
	}
	poor := session.Session{Key: key, Titles: map[string]string{"en": "a"}, PageLang: "en"}
	b.Put(records.SessionPrefix+string(key), SessionRecord{Session: poor}.Encode())
	if got := b.Session(key); got.Start != p.Session.Start || got.Rooms[0] != "1호" || got.Title("en") != "a" || got.Title("ko") != "가" {
		t.Errorf("a poor record over a rich snapshot: %+v", got)
	}
}

func FuzzBook(f *testing.F) {
	for text := range faults {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if json.Unmarshal(data, &v) != nil {
			t.Skip()
		}
		before, _ := json.Marshal(v)
		b := NewBook()
		b.Put(records.PickPrefix+string(key), v)
		b.Put(records.SessionPrefix+string(key), v)
		after, _ := json.Marshal(v)
		if string(before) != string(after) {
			t.Fatalf("%s was changed to %s", before, after)
		}
		p, ok := b.Picks[key]
		if v != nil && ok == b.SetAside(key) {
			t.Fatalf("%s is neither a pick nor set aside, or both", before)
		}
		if ok {
			if back, fault := Decode(key, p.Encode()); fault != None || back.State != p.State || back.Tapped != p.Tapped || back.Seen != p.Seen {
				t.Fatalf("%s comes back as %+v", before, back)
			}
		}
	})
}

// TestKnownSlot: a pick stands for the slot in which it was made, whatever number
// that has here.
func TestKnownSlot(t *testing.T) {
	first, second := session.NewKey("2026", "s", "x"), session.NewKey("2026", "s", "x").Slot(2)
	at := func(key session.Key, start session.Instant) session.Session {
		return session.Session{Key: key, Start: start}
	}
	b := NewBook()
	b.Sessions[first] = SessionRecord{Session: at(first, 100)}
	b.Sessions[second] = SessionRecord{Session: at(second, 200)}
	b.Picks[first] = Pick{State: Star, Session: at(first, 200)}
	if s := b.Session(first); s.Start != 200 || s.Key != first {
		t.Errorf("picked at the second slot: %+v", s)
	}
	if d, _ := b.Changed(first); d != 0 {
		t.Errorf("differs by %d", d)
	}
	// It moved: no slot is where the pick was made.
	b.Picks[first] = Pick{State: Star, Session: at(first, 50)}
	if s := b.Session(first); s.Start != 100 {
		t.Errorf("moved: %+v", s)
	}
	if d, _ := b.Changed(first); d != Moved {
		t.Errorf("moved: differs by %d", d)
	}
	// A slot that is gone is none.
	b.Picks[first] = Pick{State: Star, Session: at(first, 200)}
	b.Sessions[second] = SessionRecord{Session: at(second, 200), Gone: 1}
	if s := b.Session(first); s.Start != 100 {
		t.Errorf("the other slot is gone: %+v", s)
	}
}

// Every key has one place in storage, and none has that of another.
func TestStorageKey(t *testing.T) {
	for key, want := range map[session.Key]string{
		"2026/s/x": "pick/2026/s/x", "2018/program/7~2": "pick/2018/program/7~2", "2026/own/x1": "own/2026/x1",
		"label-2026/own/x1": "own/label-2026/x1", "2026/hash/02b1f3c4d5": "hash/2026/02b1f3c4d5",
	} {
		if got := StorageKey(key); got != want {
			t.Errorf("%s is stored under %s, want %s", key, got, want)
		}
		if back, ok := PickKey(want); !ok || back != key {
			t.Errorf("%s holds %s, %v", want, back, ok)
		}
	}
	for _, other := range []string{"session/2026/s/x", "look/2026/s/x", "settings", "friend/a/2026", "export/2026", ""} {
		if key, ok := PickKey(other); ok {
			t.Errorf("%s holds %s", other, key)
		}
	}
	b := NewBook()
	mine := session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심 with 지훈"}, Start: at(12, 0), End: at(13, 0)}
	b.Put("own/2026/x1", Pick{State: Star, Tapped: 1, Session: mine}.Encode())
	b.Put("own/2026/x2", Pick{State: Star, Tapped: 1, Session: mine}.Encode())
	b.Put("own/2026/x3", "half a rec")
	if len(b.Picks) != 1 || len(b.Problems) != 2 || b.Picks["2026/own/x1"].Session.Title("ko") != "점심 with 지훈" || !b.SetAside("2026/own/x2") {
		t.Errorf("%+v", b)
	}
	b.Put("own/2026/x1", nil)
	if len(b.Picks) != 0 {
		t.Error("the entry is still there")
	}
}

// A record under one session's name with the snapshot of another is a pick of the one
// that it is named by: nothing is believed that the snapshot tells, it is told of, and a
// click may put it right.
func TestNameDecides(t *testing.T) {
	const other = session.Key("2026/s/y")
	mixed := func(state State) map[string]any {
		p := sample(state)
		p.Session.Key, p.Session.Titles = other, map[string]string{"ko": "나"}
		return p.Encode()
	}
	b := NewBook()
	b.Put("pick/2026/s/x", mixed(Must))
	if p := b.Picks[key]; p.State != Must || p.Tapped != sample(Must).Tapped || p.Seen != "stamp" || !reflect.DeepEqual(p.Session, session.Session{Key: key}) {
		t.Errorf("%+v", p)
	}
	if len(b.Picks) != 1 || b.SetAside(key) || !reflect.DeepEqual(b.Problems, []Problem{{"pick/2026/s/x", Foreign}}) {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	b.Put("session/2026/s/x", SessionRecord{Session: session.Session{Key: key, Titles: map[string]string{"ko": "가"}}}.Encode())
	if s := b.Session(key); s.Title("ko") != "가" || s.Key != key {
		t.Errorf("%+v", s)
	}
	// What was known of it before the record came stays.
	b.Put("pick/2026/s/x", sample(Star).Encode())
	if len(b.Problems) != 0 {
		t.Errorf("%+v", b.Problems)
	}
	b.Put("pick/2026/s/x", mixed(Must))
	if p := b.Picks[key]; p.State != Must || p.Session.Title("ko") != "가" || len(b.Problems) != 1 {
		t.Errorf("%+v", p)
	}
	b.Put("pick/2026/s/x", nil)
	if len(b.Picks)+len(b.Problems) != 0 {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	// What is no key names nothing.
	b.Put("pick/2026/s", mixed(Must))
	if len(b.Picks) != 0 || len(b.Problems) != 1 || b.Problems[0].Fault != Corrupt {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	// Nor does a name under which another's pick is not stored: of one session there is one
	// place, and what stands elsewhere takes nothing away.
	b = NewBook()
	mine := Pick{State: Star, Session: session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심"}}}
	b.Put("own/2026/x1", mine.Encode())
	for _, tree := range []any{mine.Encode(), "half", Pick{State: Off, Session: mine.Session}.Encode()} {
		b.Put("pick/2026/own/x1", tree)
		if b.Picks["2026/own/x1"].State != Star || len(b.Picks) != 1 || b.SetAside("2026/own/x1") || !reflect.DeepEqual(b.Problems, []Problem{{"pick/2026/own/x1", Corrupt}}) {
			t.Errorf("%v: %+v, %+v", tree, b.Picks, b.Problems)
		}
	}
	b.Put("pick/2026/own/x1", nil)
	if len(b.Picks) != 1 || len(b.Problems) != 0 {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	// One that was set aside beside a pick is told of, and touches nothing.
	b = NewBook()
	b.Put("pick/2026/s/x", sample(Star).Encode())
	b.Put("aside/pick/2026/s/x", mixed(Must))
	b.Put("aside/settings", mixed(Must))
	if b.Picks[key].State != Star || b.SetAside(key) || !reflect.DeepEqual(b.Problems, []Problem{{"aside/pick/2026/s/x", Foreign}}) {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	b.Put("aside/pick/2026/s/x", nil)
	if len(b.Problems) != 0 || b.Picks[key].State != Star {
		t.Errorf("%+v", b.Problems)
	}
}

// Numbers that no clock shows are the same on every machine.
func TestMoments(t *testing.T) {
	for n, want := range map[string]int64{"1e308": 1 << 53, "-1e308": -1 << 53, "9007199254740992": 1 << 53, "1786500000123": 1786500000123, "0": 0} {
		text := `{"v":1,"state":"star","tapped":` + n + `,"snapshot":{"key":"2026/s/x"}}`
		if p, fault := Decode(key, tree(t, text)); fault != None || p.Tapped != want {
			t.Errorf("%s: %d, %d", n, p.Tapped, fault)
		}
		if tap, ok := DecodeTap(tree(t, text)); !ok || tap.Tapped != want {
			t.Errorf("%s: %+v", n, tap)
		}
	}
}

// What no site has stands under the name of its sequence.
func TestPrefixesAreSequences(t *testing.T) {
	if records.OwnPrefix != session.OwnSequence+"/" || records.HashPrefix != session.HashSequence+"/" {
		t.Errorf("%q and %q are not the sequences %q and %q", records.OwnPrefix, records.HashPrefix, session.OwnSequence, session.HashSequence)
	}
}
