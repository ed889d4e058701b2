package backup

import (
	"bytes"
	"errors"
	"maps"
	"reflect"
	"testing"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/register"
	"byeolpyo/wasm/session"
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
	data, err := Export(from)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := Export(maps.Clone(from)); !bytes.Equal(again, data) {
		t.Error("equal picks are different files")
	}
	for _, secret := range []string{"secret?", "settings", "tap/", "session/"} {
		if bytes.Contains(data, []byte(secret)) {
			t.Errorf("the file holds %s", secret)
		}
	}
	// Onto a device that has taken back a, has b as a star, d as a must, and e besides.
	to := entries(map[string]picks.State{"2026/s/a": picks.Off, "2026/s/b": picks.Star, "2026/s/d": picks.Must, "2026/s/e": picks.Star})
	r, err := Import(data, to, 100)
	if err != nil || r.Added != 3 || r.Had != 1 || r.Strange != 1 || len(r.Entries) != 6 {
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
	// What was taken back elsewhere before comes back, because it is tapped now.
	accounts, m := register.Accounts{}, register.Map{"pick/2026/s/a": {State: picks.Off, Stamp: register.Stamp{T: 50, Dev: 9}}}
	accounts.Take(m, accounts.Intents(to), register.Now{Local: 100, Server: 100}, 7)
	if m["pick/2026/s/a"].State != picks.Star {
		t.Errorf("%+v", m)
	}
	// A record that is not understood here stays.
	to["pick/2026/s/b"] = "half"
	if r, _ := Import(data, to, 300); r.Entries["pick/2026/s/b"] != nil || r.Strange != 2 {
		t.Errorf("%+v", r)
	}
}

func TestBadFile(t *testing.T) {
	good, _ := Export(entries(map[string]picks.State{"2026/s/a": picks.Star}))
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

func FuzzImport(f *testing.F) {
	good, _ := Export(entries(map[string]picks.State{"2026/s/a": picks.Star}))
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

// TestImportKeepsWhatIsThere: a stronger record in the file makes the device's stronger,
// and does not replace what that says by now.
func TestImportKeepsWhatIsThere(t *testing.T) {
	own := func(state picks.State, title string) map[string]any {
		key := session.NewKey("2026", session.OwnSequence, "x1")
		all := map[string]any{}
		picks.Pick{State: state, Tapped: 5, Session: session.Session{Key: key, Titles: map[string]string{"ko": title}}}.Store(all, key)
		return all
	}
	file, err := Export(own(picks.Must, "점심 with 지훈"))
	if err != nil {
		t.Fatal(err)
	}
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
