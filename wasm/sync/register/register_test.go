package register

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// small returns registers that differ in everything that decides: two moments, two counts, three
// devices, three states, and the data beside them.
func small() []Reg {
	var all []Reg
	for _, t := range []int64{1, 2} {
		for _, c := range []uint16{0, 1} {
			for dev := range uint32(3) {
				for _, state := range []picks.State{picks.Off, picks.Star, picks.Must} {
					for _, along := range [][2]string{{`{"key":"a"}`, ""}, {`{"key":"a","url":"b"}`, ""}, {"", "[1]"}} {
						all = append(all, Reg{state, Stamp{t, c, dev}, along[0], along[1]})
					}
				}
			}
		}
	}
	return all
}

// For all triples of registers, of a pick and of an own entry: neither the order of merging
// matters nor how often, and nothing merged is ever lost.
func TestJoinLaws(t *testing.T) {
	all := small()
	if len(all) != 108 {
		t.Fatalf("%d registers", len(all))
	}
	for _, name := range []string{"pick/2026/s/x", "own/2026/x1"} {
		for _, a := range all {
			if Join(name, a, a) != a {
				t.Fatalf("%v is not itself", a)
			}
			for _, b := range all {
				ab := Join(name, a, b)
				if ab != Join(name, b, a) {
					t.Fatalf("%v and %v: the order matters", a, b)
				}
				if ab.Less(a.Stamp) || ab.Less(b.Stamp) || Join(name, ab, a) != ab {
					t.Fatalf("%v and %v: %v is less", a, b, ab)
				}
				if a.Stamp == b.Stamp && a.State != b.State && ab.State != max(a.State, b.State) {
					t.Fatalf("%v and %v: %v", a, b, ab)
				}
				for _, c := range all {
					if Join(name, ab, c) != Join(name, a, Join(name, b, c)) {
						t.Fatalf("%v, %v, %v: the grouping matters", a, b, c)
					}
				}
			}
		}
	}
}

// Maps of two keys, from three devices, in every order of merging.
func TestMergeLaws(t *testing.T) {
	var maps3 []Map
	few := []Reg{{picks.Off, Stamp{1, 0, 0}, "", ""}, {picks.Star, Stamp{1, 0, 1}, `{"key":"a"}`, ""}, {picks.Must, Stamp{2, 0, 0}, "", ""}}
	for i := -1; i < len(few); i++ {
		for j := -1; j < len(few); j++ {
			m := Map{}
			if i >= 0 {
				m["pick/2026/s/x"] = few[i]
			}
			if j >= 0 {
				m["own/2026/x1"] = few[j]
			}
			maps3 = append(maps3, m)
		}
	}
	merged := func(all ...Map) Map {
		m := Map{}
		for _, o := range all {
			m.Merge(o)
		}
		return m
	}
	for _, a := range maps3 {
		for _, b := range maps3 {
			for _, c := range maps3 {
				want := merged(a, b, c)
				for _, order := range [][]Map{{a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}, {a, b, c, a}, {a, merged(b, c)}} {
					if got := merged(order...); !maps.Equal(got, want) {
						t.Fatalf("%v, not %v", got, want)
					}
				}
			}
		}
	}
}

func FuzzJoin(f *testing.F) {
	f.Add(int64(1), int64(2), int64(3))
	f.Fuzz(func(t *testing.T, x, y, z int64) {
		reg := func(n int64) Reg {
			r := rand.New(rand.NewPCG(uint64(n), 1))
			return Reg{picks.State(r.IntN(5)), Stamp{r.Int64N(4), uint16(r.IntN(3)), uint32(r.IntN(3))},
				[]string{"", `{"a":1}`, `{"b":",,"}`, `{"a":1,"b":2}`}[r.IntN(4)], []string{"", `[1]`, `["x"]`}[r.IntN(3)]}
		}
		a, b, c := reg(x), reg(y), reg(z)
		for _, name := range []string{"pick/2026/s/x", "own/2026/x1"} {
			if Join(name, Join(name, a, b), c) != Join(name, Join(name, c, a), b) || Join(name, a, b) != Join(name, b, a) {
				t.Fatalf("%v %v %v", a, b, c)
			}
		}
	})
}

func TestStamp(t *testing.T) {
	const hour = 3_600_000
	for _, c := range []struct {
		name   string
		now    Now
		tapped int64
		seen   Stamp
		want   Stamp
	}{
		{"a minute ago", Now{Local: 100 * hour, Server: 500 * hour}, 100*hour - 60_000, Stamp{}, Stamp{500*hour - 60_000, 0, 7}},
		{"tapped in the future: the clock was put back", Now{Local: 100 * hour, Server: 500 * hour}, 200 * hour, Stamp{}, Stamp{500 * hour, 0, 7}},
		{"before the last sync: the clock was put forward", Now{100 * hour, 500 * hour, 499 * hour}, 1, Stamp{}, Stamp{499 * hour, 0, 7}},
		{"never synced, and older than time", Now{Local: 100 * hour, Server: 50 * hour}, 1, Stamp{}, Stamp{0, 0, 7}},
		{"what was seen is later by its stamp", Now{100 * hour, 500 * hour, 499 * hour}, 100 * hour, Stamp{900 * hour, 3, 9}, Stamp{900 * hour, 4, 7}},
		{"what was seen has the same moment", Now{100 * hour, 500 * hour, 0}, 100 * hour, Stamp{500 * hour, 0, 9}, Stamp{500 * hour, 1, 7}},
		{"what was seen is of a smaller device", Now{100 * hour, 500 * hour, 0}, 100 * hour, Stamp{500 * hour, 0, 3}, Stamp{500 * hour, 0, 7}},
		{"the count is full", Now{100 * hour, 500 * hour, 0}, 100 * hour, Stamp{600 * hour, math.MaxUint16, 9}, Stamp{600*hour + 1, 0, 7}},
		{"the server's clock went back", Now{100 * hour, 500 * hour, 800 * hour}, 100 * hour, Stamp{}, Stamp{500 * hour, 0, 7}},
		{"clocks at their ends", Now{math.MaxInt64, 500 * hour, 0}, math.MinInt64, Stamp{}, Stamp{0, 0, 7}},
	} {
		if got := c.now.Stamp(c.tapped, c.seen, 7); got != c.want || !c.seen.Less(got) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for _, s := range []Stamp{{}, {1786000000000, 3, math.MaxUint32}, {math.MaxInt64, math.MaxUint16, 1}} {
		if back, ok := ParseStamp(s.String()); !ok || back != s {
			t.Errorf("%v: %v", s, back)
		}
	}
	for _, bad := range []string{"", "1.2", "1.2.3.4", "01.2.3", "1.70000.3", "1.2.x", "+1.2.3"} {
		if _, ok := ParseStamp(bad); ok {
			t.Errorf("%q is a stamp", bad)
		}
	}
}

func full() Body {
	return Body{
		Prev: strings.Repeat("ab", 32),
		Seen: map[string]Device{"7": {12, 20680, "Chrome, Windows"}, "9": {11, 20679, ""}},
		Picks: Map{
			"pick/2026/s/x":  {picks.Star, Stamp{1786000000000, 0, 7}, `{"key":"2026/s/x","titles":{"ko":"<별>"}}`, ""},
			"pick/2018/s/y":  {picks.Off, Stamp{1786000000001, 2, 9}, "", ""},
			"own/2026/x1":    {picks.Must, Stamp{3, 0, 1}, `{"key":"2026/own/x1"}`, `["later",{"a":1.50}]`},
			"pick/2026/s/~3": {picks.State(5), Stamp{4, 0, 1}, "", `[12345678901234567890]`},
		},
		Unrecognized: map[string]jsontree.Raw{"pick/2026/s/z": jsontree.Raw(`{"whole":"new"}`), "mood/2026": jsontree.Raw(`[1,2,3,4]`)},
		Rest:         map[string]jsontree.Raw{"theme": jsontree.Raw(`{"dark":true}`)},
	}
}

// What is written is read back to the byte, with everything that a newer version added.
func TestCodec(t *testing.T) {
	b := full()
	data := b.Encode()
	got, err := Decode(data)
	if err != nil || !reflect.DeepEqual(got, b) {
		t.Fatalf("%v\n%+v\n%+v", err, got, b)
	}
	if !bytes.Equal(got.Encode(), data) {
		t.Errorf("%s\n%s", got.Encode(), data)
	}
	if n := len(Body{Picks: Map{"pick/2018/program/37": {picks.Off, Stamp{1786000000000, 0, 4000000000}, "", ""}}}.Encode()) - len(Body{}.Encode()); n > 60 {
		t.Errorf("a pick that was taken back takes %d bytes", n)
	}
	newer := bytes.Clone(data)
	newer[0] = Format + 1
	if _, err := Decode(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("newer: %v", err)
	}
	for _, bad := range []string{"", "\x00{}", "\x01", "\x01null", "\x01[]", "\x01{}", "\x01{\"prev\":1,\"seen\":{},\"picks\":{}}", string(data[:len(data)-1])} {
		if _, err := Decode([]byte(bad)); !errors.Is(err, ErrBody) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Registers that are not understood stay as they are.
func TestStrangeRegisters(t *testing.T) {
	for _, raw := range []string{`[1,2,3]`, `[1,2,3,"x"]`, `["must",1,0,1]`, `[1,-1,0,1]`, `[300,1,0,1]`, `[1,1,70000,1]`, `[null,1,0,1]`, `[1,1,0,1,"text"]`, `[1,9007199254740993,0,1]`, `7`, `{}`} {
		data := []byte("\x01" + `{"picks":{"pick/2026/s/x":` + raw + `},"prev":"","seen":{}}`)
		b, err := Decode(data)
		if err != nil || len(b.Picks) != 0 || !bytes.Equal(b.Encode(), data) {
			t.Errorf("%s: %v, %s", raw, err, b.Encode())
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(full().Encode())
	f.Add([]byte("\x01{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Decode(data)
		if err != nil {
			return
		}
		again, err := Decode(b.Encode())
		if err != nil || !reflect.DeepEqual(again, b) {
			t.Fatalf("%v\n%+v\n%+v", err, again, b)
		}
	})
}

// If not everything fits, snapshots are left out first, then the editions tapped longest ago.
func TestFit(t *testing.T) {
	b := Body{Picks: Map{}}
	for edition := 2014; edition < 2027; edition++ {
		for i := range 60 {
			tapped := int64(edition) * 1000
			if edition == 2016 {
				tapped = 1 // starred last year's page again in 2014
			}
			b.Picks[fmt.Sprintf("pick/%d/s/%036d", edition, i)] = Reg{picks.Star, Stamp{tapped + int64(i), 0, 7}, `{"key":"` + strings.Repeat("x", 300) + `"}`, ""}
		}
		b.Picks[fmt.Sprintf("own/%d/x1", edition)] = Reg{picks.Star, Stamp{0, 0, 7}, `{"key":"own"}`, ""}
	}
	whole, count := len(b.Encode()), len(b.Picks)
	if _, snapshots, left, ok := b.Truncate(whole); !ok || !snapshots || left != nil {
		t.Error("all of it does not fit")
	}
	fit, snapshots, left, ok := b.Truncate(whole - 1)
	if !ok || snapshots || left != nil || len(fit.Picks) != count || fit.Picks["own/2026/x1"].Snapshot == "" {
		t.Errorf("one byte less: %v %v %v", ok, snapshots, left)
	}
	fit, _, left, ok = b.Truncate(len(fit.Encode()) - 1)
	if !ok || !slices.Equal(left, []string{"2016"}) || len(fit.Picks) != count-61 {
		t.Errorf("less: %v %v", ok, left)
	}
	fit, _, left, ok = b.Truncate(10_000)
	if !ok || slices.Contains(left, "2026") || len(fit.Encode()) > 10_000 || len(left) < 9 {
		t.Errorf("10,000: %v %v", ok, left)
	}
	if len(b.Picks) != count || b.Picks["pick/2026/s/"+strings.Repeat("0", 36)].Snapshot == "" {
		t.Error("what does not fit is gone from the map")
	}
	if _, _, _, ok := b.Truncate(10); ok {
		t.Error("ten bytes are enough")
	}
	// Two devices that have merged choose the same.
	back, err := Decode(fit.Encode())
	if err != nil {
		t.Fatal(err)
	}
	other := Body{Picks: maps.Clone(b.Picks)}
	other.Picks.Merge(back.Picks)
	if again, _, _, _ := other.Truncate(10_000); !maps.Equal(again.Picks, fit.Picks) {
		t.Error("what was merged fits in another way")
	}
}

// storage is the contents of a browser's storage.
type storage map[string]any

func (s storage) write(entries map[string]any) { maps.Copy(s, entries) }

func (s storage) tap(t *testing.T, key string, state picks.State, tapped int64) {
	t.Helper()
	seen := ""
	if m, ok := s["pick/"+key].(map[string]any); ok {
		seen, _ = m["seen"].(string)
	}
	p := picks.Pick{State: state, Tapped: tapped, Seen: seen, Session: session.Session{Key: session.Key(key), URL: "https://2026.pycon.kr/"}}
	p.Store(s, session.Key(key))
}

func (s storage) state(key string) string {
	m, _ := s["pick/"+key].(map[string]any)
	state, _ := m["state"].(string)
	return state
}

// A tap between sync's reading and its writing is overwritten and not lost.
func TestTapBetweenReadAndWrite(t *testing.T) {
	const key, name = "2026/s/x", "pick/2026/s/x"
	s, accounts, m := storage{}, Accounts{}, Map{}
	s.tap(t, key, picks.Star, 1000)
	take := func(entries map[string]any, server int64) []string {
		return accounts.Take(m, accounts.Intents(entries), Now{Local: server, Server: server}, 7)
	}
	if got := take(s, 2000); !slices.Equal(got, []string{name}) {
		t.Fatalf("taken %v", got)
	}
	if got := take(s, 2500); got != nil {
		t.Fatalf("taken again: %v", got)
	}
	if out := accounts.Show(m, s); len(out) != 0 {
		t.Fatalf("one's own tap is written back: %v", out)
	}

	read := maps.Clone(s)
	m.Put(name, Reg{picks.Off, Stamp{3000, 0, 9}, "", ""}) // from another device
	s.tap(t, key, picks.Must, 3500)                        // meanwhile
	out := accounts.Show(m, read)
	s.write(out)
	if s.state(key) != "off" {
		t.Fatalf("it shows %s: no test", s.state(key))
	}
	if got := take(s, 4000); !slices.Equal(got, []string{name}) {
		t.Fatalf("the tap is lost: %v", got)
	}
	if r := m[name]; r.State != picks.Must || r.T != 3500 || r.Dev != 7 {
		t.Errorf("it has become %v", r)
	}
	s.write(accounts.Show(m, s))
	if s.state(key) != "must" {
		t.Errorf("it shows %s", s.state(key))
	}
	if out := accounts.Show(m, s); len(out) != 0 || take(s, 5000) != nil {
		t.Errorf("sync does not come to rest: %v", out)
	}
}

// A tap is later than what its person saw, whatever the clocks say.
func TestTapAfterSeen(t *testing.T) {
	const key, name = "2026/s/x", "pick/2026/s/x"
	s, accounts, m := storage{}, Accounts{}, Map{}
	far := Stamp{9_000_000, 0, 9}
	m.Put(name, Reg{picks.Must, far, `{"key":"2026/s/x","url":"https://2026.pycon.kr/"}`, `["new"]`})
	s.write(accounts.Show(m, s))
	if s.state(key) != "must" {
		t.Fatalf("it shows %s", s.state(key))
	}
	s.tap(t, key, picks.Off, 10)
	accounts.Take(m, accounts.Intents(s), Now{Local: 20, Server: 5000}, 7)
	if r := m[name]; r.State != picks.Off || !far.Less(r.Stamp) || r.Extra != `["new"]` {
		t.Errorf("%+v", r)
	}
	// Two taps between two syncs, with the clock put back between them.
	s.tap(t, key, picks.Star, 9)
	accounts.Take(m, accounts.Intents(s), Now{Local: 20, Server: 5000}, 7)
	s.tap(t, key, picks.Off, 2)
	accounts.Take(m, accounts.Intents(s), Now{Local: 21, Server: 5001}, 7)
	if r := m[name]; r.State != picks.Off {
		t.Errorf("%+v", r)
	}
}

// What is not understood is neither imported nor overwritten.
func TestSetAside(t *testing.T) {
	s, accounts, m := storage{}, Accounts{}, Map{}
	s["pick/2026/s/new"] = map[string]any{"v": 2.0, "state": "maybe"}
	s["pick/2026/s/bad"] = "half"
	s["own/2026/x1"] = map[string]any{"v": 1.0}
	if got := accounts.Intents(s); got != nil {
		t.Fatalf("taken: %v", got)
	}
	for name := range s {
		m[name] = Reg{picks.Star, Stamp{1, 0, 9}, "", ""}
	}
	m["pick/2026/s/mood"] = Reg{picks.State(4), Stamp{1, 0, 9}, "", ""}
	m["pick/2026/s/off"] = Reg{picks.Off, Stamp{1, 0, 9}, "", ""}
	m["pick/2026/s/wrong"] = Reg{picks.Star, Stamp{1, 0, 9}, `{"key":7}`, ""}
	if out := accounts.Show(m, s); len(out) != 0 {
		t.Errorf("written: %v", out)
	}
	// Without a snapshot there is still the key.
	m = Map{"pick/2026/s/x": {picks.Must, Stamp{5, 0, 9}, "", ""}, "own/label-2026/x1": {picks.Star, Stamp{5, 0, 9}, "", ""}}
	out := accounts.Show(m, s)
	b := picks.NewBook()
	b.Put("pick/2026/s/x", out["pick/2026/s/x"])
	if p := b.Picks["2026/s/x"]; p.State != picks.Must || p.Seen != "5.0.9" {
		t.Errorf("%+v", out)
	}
	if own, _ := out["own/label-2026/x1"].(map[string]any); own["snapshot"].(map[string]any)["key"] != "label-2026/own/x1" {
		t.Errorf("%+v", out)
	}
}

// A record without a tap beside it, as versions before sync wrote, counts as a tap; fields that
// others put into a record stay.
func TestRecordWithoutTap(t *testing.T) {
	s, accounts, m := storage{}, Accounts{}, Map{}
	tree := picks.Pick{State: picks.Star, Tapped: 5, Session: session.Session{Key: "2018/program/3"}}.Encode()
	tree["note"] = "앞자리"
	s["pick/2018/program/3"] = tree
	if got := accounts.Take(m, accounts.Intents(s), Now{Local: 10, Server: 100}, 7); len(got) != 1 || m["pick/2018/program/3"].T != 95 {
		t.Fatalf("%v, %v", got, m)
	}
	m.Put("pick/2018/program/3", Reg{picks.Must, Stamp{200, 0, 9}, "", ""})
	s.write(accounts.Show(m, s))
	if got := s["pick/2018/program/3"].(map[string]any); got["note"] != "앞자리" || got["state"] != "must" {
		t.Errorf("%v", got)
	}
}

// What a person wrote into an entry of their own is not written over either.
func TestOwnEntryBetweenReadAndWrite(t *testing.T) {
	const key, name = session.Key("2026/own/x1"), "own/2026/x1"
	s, accounts, m := storage{}, Accounts{}, Map{}
	write := func(title string, tapped int64) {
		picks.Pick{State: picks.Star, Tapped: tapped, Session: session.Session{Key: key, Titles: map[string]string{"ko": title}}}.Store(s, key)
	}
	write("점심", 1000)
	accounts.Take(m, accounts.Intents(s), Now{Local: 2000, Server: 2000}, 7)
	read := maps.Clone(s)
	m.Put(name, Reg{picks.Star, Stamp{3000, 0, 9}, `{"key":"2026/own/x1","titles":{"ko":"저녁"}}`, ""})
	write("점심 with 지훈", 3500)
	s.write(accounts.Show(m, read))
	accounts.Take(m, accounts.Intents(s), Now{Local: 4000, Server: 4000}, 7)
	s.write(accounts.Show(m, s))
	if got := fmt.Sprint(s[name]); !strings.Contains(got, "점심 with 지훈") || !strings.Contains(m[name].Snapshot, "점심 with 지훈") {
		t.Errorf("%s\n%+v", got, m[name])
	}
}

// nested is a snapshot of the key with a member of so many levels.
func nested(key string, levels int) string {
	return `{"key":"` + key + `","later":` + strings.Repeat("[", levels) + strings.Repeat("]", levels) + `}`
}

// A record's key decides which session it is of, also in what other devices sent: the snapshot
// of another session is used nowhere, replaces nothing, and is kept beside.
func TestNameDecides(t *testing.T) {
	const key, name, foreign = "2026/s/x", "pick/2026/s/x", `{"key":"2026/s/y","titles":{"ko":"남의 제목"}}`
	mine := picks.Pick{State: picks.Star, Tapped: 5, Session: session.Session{Key: key, Titles: map[string]string{"ko": "내 제목"}}}
	book := func(s storage) *picks.Book {
		b := picks.NewBook()
		for name, tree := range s {
			b.Put(name, tree)
		}
		return b
	}

	// From a vault, onto what is picked here.
	s, accounts := storage{}, Accounts{}
	mine.Store(s, key)
	accounts.Take(Map{}, accounts.Intents(s), Now{Local: 10, Server: 100}, 7)
	m := Map{name: {picks.Must, Stamp{1000, 0, 9}, foreign, ""}}
	s.write(accounts.Show(m, s))
	b := book(s)
	if p := b.Picks[key]; p.State != picks.Must || p.Session.Title("ko") != "내 제목" || b.SetAside(key) {
		t.Errorf("%+v", p)
	}
	if aside, _ := s[records.AsidePrefix+name].(map[string]any); !reflect.DeepEqual(aside["snapshot"], any(Tree(foreign))) || len(b.Problems) != 1 || b.Problems[0].Fault != picks.Foreign {
		t.Errorf("set aside: %v, %+v", aside, b.Problems)
	}
	if out := accounts.Show(m, s); len(out) != 0 || accounts.Intents(s) != nil {
		t.Errorf("it does not come to rest: %v", out)
	}

	// From a vault, where nothing is picked: the pick stands under its name.
	s, accounts = storage{}, Accounts{}
	m["own/2026/x1"] = Reg{picks.Star, Stamp{1000, 0, 9}, foreign, ""}
	s.write(accounts.Show(m, s))
	b = book(s)
	if p := b.Picks[key]; p.State != picks.Must || p.Session.Key != key || p.Session.Title("ko") != "" || len(b.Picks) != 1 || len(b.Problems) != 2 {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	if out := accounts.Show(m, s); len(out) != 0 {
		t.Errorf("it does not come to rest: %v", out)
	}

	// In storage, as 0.1.0 took it in from a file: it is a tap of the session that it is
	// named by, and tells nobody of the other.
	s, accounts = storage{}, Accounts{}
	mine.Store(s, key)
	s[name].(map[string]any)["snapshot"] = any(Tree(foreign))
	intents := accounts.Intents(s)
	if len(intents) != 1 || intents[0].Name != name || intents[0].State != picks.Star || intents[0].Snapshot != "" {
		t.Fatalf("%+v", intents)
	}
	m = Map{}
	accounts.Take(m, intents, Now{Local: 10, Server: 100}, 7)
	m.Put(name, Reg{picks.Must, Stamp{2000, 0, 9}, "", ""})
	s.write(accounts.Show(m, s))
	b = book(s)
	if p := b.Picks[key]; p.State != picks.Must || p.Session.Key != key || !reflect.DeepEqual(s[records.AsidePrefix+name].(map[string]any)["snapshot"], any(Tree(foreign))) {
		t.Errorf("%+v, %v", p, s)
	}

	// Under a key that is not its own it is shown nowhere, and hides nothing.
	s, accounts = storage{}, Accounts{}
	picks.Pick{State: picks.Star, Tapped: 5, Session: session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심"}}}.Store(s, "2026/own/x1")
	accounts.Take(Map{}, accounts.Intents(s), Now{Local: 10, Server: 100}, 7)
	if out := accounts.Show(Map{"pick/2026/own/x1": {picks.Off, Stamp{1000, 0, 9}, `{"key":"2026/own/x1"}`, ""}}, s); len(out) != 0 {
		t.Errorf("%v", out)
	}

	// What a person wrote and sync wrote over is not taken from another entry's tap.
	s, accounts = storage{}, Accounts{}
	picks.Pick{State: picks.Star, Tapped: 5, Session: session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심"}}}.Store(s, "2026/own/x1")
	accounts.Take(Map{}, accounts.Intents(s), Now{Local: 10, Server: 100}, 7)
	s["tap/own/2026/x1"].(map[string]any)["tapped"] = 6.0
	s["tap/own/2026/x1"].(map[string]any)["snapshot"] = any(Tree(foreign))
	if got := accounts.Intents(s); len(got) != 1 || !strings.Contains(got[0].Snapshot, "점심") {
		t.Errorf("%+v", got)
	}
}

// Nothing that other devices sent is written into storage that storage could not give
// back: the pick is shown without it, and the vault keeps it.
func TestDeepSnapshot(t *testing.T) {
	long := `{"key":"2026/s/long","url":"` + strings.Repeat("x", maxSnapshot) + `"}`
	m := Map{
		"pick/2026/s/deep": {picks.Star, Stamp{5, 0, 9}, nested("2026/s/deep", 70), ""},
		"pick/2026/s/long": {picks.Must, Stamp{5, 0, 9}, long, ""},
		"pick/2026/s/most": {picks.Star, Stamp{5, 0, 9}, nested("2026/s/most", maxDepth-1), ""},
		"pick/2026/s/more": {picks.Star, Stamp{5, 0, 9}, nested("2026/s/more", maxDepth), ""},
	}
	accounts := Accounts{}
	out := accounts.Show(m, storage{})
	b := picks.NewBook()
	for name, tree := range out {
		if n := jsontree.Depth(jsontree.Text(tree)); n > maxDepth+1 || len(jsontree.Text(tree)) > maxSnapshot {
			t.Errorf("%s has %d levels", name, n)
		}
		b.Put(name, tree)
	}
	if len(b.Picks) != len(m) || len(b.Problems) != 0 {
		t.Errorf("%+v, %+v", b.Picks, b.Problems)
	}
	for name, there := range map[string]bool{"pick/2026/s/most": true, "pick/2026/s/more": false} {
		if _, is := out[name].(map[string]any)["snapshot"].(map[string]any)["later"]; is != there {
			t.Errorf("%s: %v", name, out[name])
		}
	}
	if again, err := Decode(Body{Picks: m}.Encode()); err != nil || !maps.Equal(again.Picks, m) {
		t.Errorf("%v", err)
	}
	if out := accounts.Show(m, out); len(out) != 0 {
		t.Errorf("it does not come to rest: %v", out)
	}
}

// A record nested too deep to be written and read back keeps nothing else out.
func TestDeepBody(t *testing.T) {
	const maxLevels = 1000 // jsontree.Canonical's
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	body := func(inner string) []byte {
		return []byte("\x01" + `{"picks":{"pick/2026/s/a":[1,5,0,7],"pick/2026/s/b":[1,5,0,7,null,` + inner + `],"pick/2026/s/c":` + inner + `},"prev":"","rest":` + inner + `,"seen":{}}`)
	}
	for levels, kept := range map[int]int{maxLevels - 2: 1, maxLevels + 1: 0, 9_990: 0} {
		b, err := Decode(body(deep(levels)))
		if err != nil || len(b.Picks) != 2 || b.Picks["pick/2026/s/a"].State != picks.Star || b.Picks["pick/2026/s/b"].State != picks.Star ||
			(b.Picks["pick/2026/s/b"].Extra != "") != (kept == 1) || len(b.Unrecognized) != kept || len(b.Rest) != kept {
			t.Errorf("%d levels: %v, %d picks, %d strange, %d members", levels, err, len(b.Picks), len(b.Unrecognized), len(b.Rest))
		}
		if !json.Valid(b.Encode()[1:]) {
			t.Errorf("%d levels: %.200s", levels, b.Encode())
		}
	}
	b, err := Decode([]byte("\x01" + `{"picks":{"pick/2026/s/a":[1,5,0,7,{"key":"2026/s/a","x":` + deep(9_900) + `}]},"prev":"","seen":{}}`))
	if err != nil || b.Picks["pick/2026/s/a"].State != picks.Star || b.Picks["pick/2026/s/a"].Snapshot != "" {
		t.Errorf("%v, %.200v", err, b.Picks)
	}
}
