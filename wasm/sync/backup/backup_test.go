package backup

import (
	"bytes"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/register"
)

func entries(states map[string]picks.State) map[string]any {
	all := map[string]any{"settings": map[string]any{"lang": "ko"}, "sync": "secret?", "session/2026/s/a": map[string]any{}}
	for key, state := range states {
		picks.Pick{State: state, Tapped: 5, Seen: "1.0.2", Session: session.Session{Key: session.Key(key), Titles: map[string]string{"ko": "별 <표>"}}}.Store(all, session.Key(key))
	}
	return all
}

func state(all map[string]any, key string) any {
	m, _ := all["pick/"+key].(map[string]any)
	return m["state"]
}

func TestBackup(t *testing.T) {
	from := entries(map[string]picks.State{"2026/s/a": picks.Star, "2026/s/b": picks.Must, "2018/program/3": picks.Off, "2026/s/d": picks.Star})
	from["own/2026/x1"] = map[string]any{"v": 1.0, "state": "star", "tapped": 5.0, "snapshot": map[string]any{"key": "2026/own/x1"}, "note": "앞자리"}
	from["pick/2026/s/new"] = map[string]any{"v": 2.0, "mood": "good"}
	data := Export(from)
	if again := Export(maps.Clone(from)); !bytes.Equal(again, data) {
		t.Error("equal picks are different files")
	}
	for _, secret := range []string{"secret?", "settings", "tap/", "session/"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("the file holds %s", secret)
		}
	}
	// The device has removed a, has b as a star and d as a must, and has e besides.
	to := entries(map[string]picks.State{"2026/s/a": picks.Off, "2026/s/b": picks.Star, "2026/s/d": picks.Must, "2026/s/e": picks.Star})
	r, err := Import(data, to, 100)
	if err != nil || r.Added != 3 || r.Had != 1 || r.Unrecognized != 1 || len(r.Entries) != 6 {
		t.Fatalf("%v, %+v", err, r)
	}
	maps.Copy(to, r.Entries)
	for key, want := range map[string]any{"2026/s/a": "star", "2026/s/b": "must", "2026/s/d": "must", "2026/s/e": "star", "2018/program/3": nil, "2026/s/new": nil} {
		if got := state(to, key); got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if own := to["own/2026/x1"].(map[string]any); own["note"] != "앞자리" || own["tapped"] != 100.0 {
		t.Errorf("%v", own)
	}
	if again, err := Import(data, to, 200); err != nil || again.Added != 0 || len(again.Entries) != 0 {
		t.Errorf("the second time: %v, %+v", err, again)
	}
	// What was removed elsewhere before comes back, because it is tapped now.
	accounts, m := register.Accounts{}, register.Map{"pick/2026/s/a": {State: picks.Off, Stamp: register.Stamp{T: 50, Dev: 9}}}
	accounts.Take(m, accounts.Intents(to), register.Now{Local: 100, Server: 100}, 7)
	if m["pick/2026/s/a"].State != picks.Star {
		t.Errorf("%+v", m)
	}
	// A record that is not understood here stays.
	to["pick/2026/s/b"] = "half"
	if r, _ := Import(data, to, 300); r.Entries["pick/2026/s/b"] != nil || r.Unrecognized != 2 {
		t.Errorf("%+v", r)
	}
}

func TestBadFile(t *testing.T) {
	good := Export(entries(map[string]picks.State{"2026/s/a": picks.Star}))
	for _, bad := range []string{"", "{", "[]", "null", `{"kind":"other","v":1,"entries":{}}`, `{"kind":"byeolpyo-picks","entries":{}}`,
		`{"kind":"byeolpyo-picks","v":1}`, `{"kind":"byeolpyo-picks","v":1,"entries":[]}`, string(good) + "x", string(good[:len(good)/2]), "\x89PNG\r\n"} {
		if r, err := Import([]byte(bad), nil, 1); !errors.Is(err, ErrFile) || r.Entries != nil {
			t.Errorf("%q: %v, %+v", bad, err, r)
		}
	}
	if _, err := Import([]byte(`{"kind":"byeolpyo-picks","v":2,"entries":{"pick/x":1}}`), nil, 1); !errors.Is(err, ErrNewer) {
		t.Errorf("newer: %v", err)
	}
	if _, err := Import(append([]byte("\ufeff"), good...), nil, 1); err != nil {
		t.Errorf("with a byte order mark: %v", err)
	}
}

// fileOf is a backup of records, as JSON, in their order.
func fileOf(records ...string) []byte {
	return []byte(`{"kind":"byeolpyo-picks","v":1,"entries":{` + strings.Join(records, ",") + `}}`)
}

// entry is one of them, a star of key with the snapshot of another key.
func entry(name, key, more string) string {
	return `"` + name + `":{"v":1,"state":"star","tapped":5,"snapshot":{"key":"` + key + `"}` + more + `}`
}

func nested(levels int) string {
	return `,"later":` + strings.Repeat("[", levels) + strings.Repeat("]", levels)
}

// A record that cannot be imported keeps no other out, and none is imported that storage could
// not return.
func TestOneRecordHidesItselfAlone(t *testing.T) {
	good := []string{entry("pick/2026/s/a", "2026/s/a", ""), entry("pick/2026/s/b", "2026/s/b", nested(MaxDepth-1))}
	for name, c := range map[string]struct {
		bad           string
		left, strange int
	}{
		"70 levels":           {entry("pick/2026/s/x", "2026/s/x", nested(70)), 1, 0},
		"one level too many":  {entry("pick/2026/s/x", "2026/s/x", nested(MaxDepth)), 1, 0},
		"levels of objects":   {entry("pick/2026/s/x", "2026/s/x", `,"y":`+strings.Repeat(`{"]":`, 70)+"1"+strings.Repeat("}", 70)), 1, 0},
		"a million levels":    {entry("pick/2026/s/x", "2026/s/x", nested(1_000_000)), 1, 0},
		"too large":           {entry("pick/2026/s/x", "2026/s/x", `,"y":"`+strings.Repeat("y", MaxRecord)+`"`), 1, 0},
		"a number beyond all": {entry("pick/2026/s/x", "2026/s/x", `,"y":1e999`), 1, 0},
		"no JSON":             {`"pick/2026/s/x":{"v":1,,}`, 1, 0},
		"null":                {`"pick/2026/s/x":null`, 0, 1},
		"a newer version's":   {`"pick/2026/s/x":{"v":2,"mood":[1]}`, 0, 1},
		"no pick":             {entry("settings", "2026/s/x", ""), 0, 1},
		"of that name":        {entry("__proto__", "2026/s/x", ""), 0, 1},
		"no key":              {`"pick/\ud800":{"v":1}`, 0, 1},
	} {
		data := fileOf(good[0], c.bad, good[1])
		r, err := Import(data, map[string]any{}, 100)
		if err != nil || r.Added != 2 || r.LeftOut != c.left || r.Unrecognized != c.strange || r.Aside != 0 || len(r.Entries) != 4 {
			t.Errorf("%s: %v, %+v", name, err, r)
		}
		for stored, tree := range r.Entries {
			if n := jsontree.Depth(jsontree.Text(tree)); n > MaxDepth {
				t.Errorf("%s: %s has %d levels", name, stored, n)
			}
		}
	}
}

// A record's key decides which session it is of. A record whose content is of another session is
// set aside, beside what is there, whatever that is and in whatever order.
func TestNameDecides(t *testing.T) {
	mixed, right := entry("pick/2026/s/a", "2026/s/b", ""), entry("pick/2026/s/a", "2026/s/a", "")
	for name, c := range map[string]struct {
		have map[string]picks.State
		file []byte
		want picks.State
	}{
		"beside a must":      {map[string]picks.State{"2026/s/a": picks.Must}, fileOf(mixed), picks.Must},
		"beside one off":     {map[string]picks.State{"2026/s/a": picks.Off}, fileOf(mixed), picks.Off},
		"beside nothing":     {nil, fileOf(mixed), picks.Off},
		"after the right":    {nil, fileOf(right, mixed), picks.Star},
		"before the right":   {nil, fileOf(mixed, right), picks.Star},
		"set aside by ours":  {map[string]picks.State{"2026/s/a": picks.Must}, fileOf(`"aside/` + mixed[1:]), picks.Must},
		"beside its own one": {map[string]picks.State{"2026/s/a": picks.Star, "2026/s/b": picks.Must}, fileOf(mixed), picks.Star},
	} {
		have := entries(c.have)
		r, err := Import(c.file, have, 100)
		if err != nil || r.Aside != 1 || r.Unrecognized != 0 {
			t.Errorf("%s: %v, %+v", name, err, r)
		}
		maps.Copy(have, r.Entries)
		b := picks.NewBook()
		for stored, tree := range have {
			b.Put(stored, tree)
		}
		for key, state := range c.have {
			if key != "2026/s/a" && b.Picks[session.Key(key)].State != state {
				t.Errorf("%s: %s is %v", name, key, b.Picks[session.Key(key)])
			}
		}
		if p := b.Picks["2026/s/a"]; p.State != c.want || b.SetAside("2026/s/a") {
			t.Errorf("%s: %+v", name, p)
		}
		if len(b.Problems) != 1 || b.Problems[0] != (picks.Problem{StorageKey: "aside/pick/2026/s/a", Fault: picks.Foreign}) || !strings.Contains(jsontree.Text(have["aside/pick/2026/s/a"]), `"key":"2026/s/b"`) {
			t.Errorf("%s: set aside: %+v, %v", name, b.Problems, have["aside/pick/2026/s/a"])
		}
		if again, err := Import(c.file, have, 200); err != nil || len(again.Entries) != 0 || again.Aside != 0 {
			t.Errorf("%s: the second time: %v, %+v", name, err, again)
		}
		// It goes into the next backup, too.
		if data := Export(have); !bytes.Contains(data, []byte(`"aside/pick/2026/s/a"`)) {
			t.Errorf("%s: %s", name, data)
		}
	}
	// Under a name that is not its own, too.
	have := map[string]any{}
	picks.Pick{State: picks.Star, Session: session.Session{Key: "2026/own/x1", Titles: map[string]string{"ko": "점심"}}}.Store(have, "2026/own/x1")
	r, err := Import(fileOf(strings.Replace(entry("pick/2026/own/x1", "2026/own/x1", ""), "star", "must", 1)), have, 100)
	if err != nil || r.Aside != 1 || len(r.Entries) != 1 || r.Entries["aside/pick/2026/own/x1"] == nil {
		t.Errorf("%v, %+v", err, r)
	}
	// Another one of the same name is not imported, and the page says so.
	have = entries(nil)
	have["aside/pick/2026/s/a"] = map[string]any{"v": 1.0}
	if r, err := Import(fileOf(mixed), have, 100); err != nil || r.Unrecognized != 1 || len(r.Entries) != 0 {
		t.Errorf("%v, %+v", err, r)
	}
}

// Unreadable entries of storage are in the backup as they are, and keep nothing out.
func TestExportUnreadable(t *testing.T) {
	have := entries(map[string]picks.State{"2026/s/a": picks.Star})
	have["pick/2026/s/deep"] = jsontree.Unreadable{JSON: strings.Repeat("[", 70) + strings.Repeat("]", 70)}
	have["pick/2026/s/cut"] = jsontree.Unreadable{JSON: "[["}
	data := Export(have)
	names := map[string]string{}
	r, err := open(data)
	for _, one := range r {
		names[one.name] = one.text
	}
	if err != nil || len(names) != 2 || jsontree.Depth(names["pick/2026/s/deep"]) != 70 || names["pick/2026/s/a"] == "" {
		t.Errorf("%v, %v", err, names)
	}
	// A stronger record does not overwrite what cannot be read.
	if r, err := Import(fileOf(entry("pick/2026/s/deep", "2026/s/deep", "")), have, 100); err != nil || r.Unrecognized != 1 || len(r.Entries) != 0 {
		t.Errorf("%v, %+v", err, r)
	}
}

func FuzzImport(f *testing.F) {
	good := Export(entries(map[string]picks.State{"2026/s/a": picks.Star}))
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		have := map[string]any{}
		r, err := Import(data, have, 1)
		if err != nil {
			return
		}
		maps.Copy(have, r.Entries)
		if again, err := Import(data, have, 1); err != nil || len(again.Entries) != 0 || !reflect.DeepEqual(again.Added, 0) {
			t.Fatalf("%v %+v", err, again)
		}
	})
}

// TestImportKeepsWhatIsThere: a stronger record in the file makes the device's stronger, and
// does not replace its current content.
func TestImportKeepsWhatIsThere(t *testing.T) {
	own := func(state picks.State, title string) map[string]any {
		key := session.NewKey("2026", session.OwnSequence, "x1")
		all := map[string]any{}
		picks.Pick{State: state, Tapped: 5, Session: session.Session{Key: key, Titles: map[string]string{"ko": title}}}.Store(all, key)
		return all
	}
	file := Export(own(picks.Must, "점심 with 지훈"))
	device := own(picks.Star, "점심 with 민지")
	name := "own/2026/x1"
	device[name].(map[string]any)["later"] = "of a version to come"
	for state, want := range map[picks.State]string{picks.Star: "점심 with 민지", picks.Off: "점심 with 지훈"} {
		device[name].(map[string]any)["state"] = state.String()
		r, err := Import(file, device, 9)
		if err != nil || r.Added != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		record, _ := r.Entries[name].(map[string]any)
		p, fault := picks.Decode("2026/own/x1", record)
		if fault != picks.None || p.State != picks.Must || p.Tapped != 9 || p.Session.Title("ko") != want {
			t.Errorf("%v on the device: %+v", state, p)
		}
		if kept := record["later"] != nil; kept != (state != picks.Off) {
			t.Errorf("%v on the device: %v", state, record)
		}
	}
}

// Notes are always in a backup, and come back from it: what was removed since, and what was
// changed on another device, beside what is there.
func TestNotesInBackup(t *testing.T) {
	key := session.Key("2026/s/a")
	name := notes.StorageKey(key)
	blank := notes.Note{Session: session.Session{Key: key, Titles: map[string]string{"ko": "가"}}}
	written := blank.SetText("앞자리에 앉기", notes.Pen{Now: 1000})
	written, _ = written.SetQuestion("q", "왜 Rust인가요?", true, notes.Pen{Now: 1000})
	from := entries(map[string]picks.State{"2026/s/a": picks.Star})
	from[name] = written.Encode()
	from["notes/2026/s/new"] = map[string]any{"v": 2.0, "mood": "good"}
	data := Export(from)
	read := func(all map[string]any) (texts []string, asked bool) {
		n, fault := notes.Decode(key, all[name])
		if fault != notes.None {
			t.Fatalf("%d: %v", fault, all[name])
		}
		for _, v := range n.Text.Read() {
			texts = append(texts, v.Text)
		}
		for _, v := range n.Questions["q"].Read() {
			asked = asked || v.Asked
		}
		return texts, asked
	}
	for what, c := range map[string]struct {
		there *notes.Note
		want  []string
	}{
		"nothing there": {nil, []string{"앞자리에 앉기"}},
		"the same":      {&written, []string{"앞자리에 앉기"}},
		"taken out":     {ptr(written.SetText("", notes.Pen{Now: 2000})), []string{"앞자리에 앉기"}},
		"changed":       {ptr(written.SetText("뒷자리", notes.Pen{Now: 2000})), []string{"뒷자리"}},
		"apart":         {ptr(blank.SetText("따로 쓴 것", notes.Pen{Now: 2000})), []string{"따로 쓴 것", "앞자리에 앉기"}},
	} {
		to := entries(nil)
		if c.there != nil {
			to[name] = c.there.Encode()
		}
		r, err := Import(data, to, 3000)
		if err != nil || r.Unrecognized != 1 { // that of a newer version
			t.Fatalf("%s: %v, %+v", what, err, r)
		}
		if same := what == "the same" || what == "changed"; same != (r.Notes == 0) {
			t.Errorf("%s: %d notes are new", what, r.Notes)
		}
		maps.Copy(to, r.Entries)
		if texts, asked := read(to); !slices.Equal(texts, c.want) || !asked {
			t.Errorf("%s: %q, asked %t; want %q", what, texts, asked, c.want)
		}
		if again, err := Import(data, to, 4000); err != nil || again.Notes != 0 || len(again.Entries) != 0 {
			t.Errorf("%s, the second time: %v, %+v", what, err, again)
		}
	}
	// What is not understood here stays as it is.
	to := map[string]any{name: map[string]any{"v": 2.0, "mood": "good"}}
	if r, err := Import(data, to, 3000); err != nil || r.Entries[name] != nil || r.Unrecognized != 2 {
		t.Errorf("%v, %+v", err, r)
	}
}

// What sync brought is in the file too, merged with what was written here; and what it brought
// since counts when a file is imported.
func TestBroughtNotesInBackup(t *testing.T) {
	key := session.Key("2026/s/a")
	blank := notes.Note{Session: session.Session{Key: key}}
	here, there := blank.SetText("여기", notes.Pen{Now: 1000}), blank.SetText("저기", notes.Pen{Now: 2000})
	from := map[string]any{notes.StorageKey(key): here.Encode(), notes.BroughtKey(key): notes.Brought(there, true)}
	data := Export(from)
	if strings.Contains(string(data), records.BroughtPrefix) {
		t.Errorf("%s", data)
	}
	to := map[string]any{}
	r, err := Import(data, to, 3000)
	if err != nil || r.Notes != 1 || len(r.Entries) != 1 {
		t.Fatalf("%v, %+v", err, r)
	}
	n, fault := notes.Load(key, r.Entries)
	if fault != notes.None || len(n.Text.Read()) != 2 {
		t.Errorf("%d, %+v", fault, n)
	}
	if r, err := Import(data, from, 3000); err != nil || r.Notes != 0 || len(r.Entries) != 0 {
		t.Errorf("what is all there: %v, %+v", err, r)
	}
	if r, err := Import(data, map[string]any{notes.BroughtKey(key): notes.Join(here, there).Encode()}, 3000); err != nil || r.Notes != 0 {
		t.Errorf("what sync has brought: %v, %+v", err, r)
	}
}

func ptr(n notes.Note) *notes.Note { return &n }
