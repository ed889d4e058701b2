package syncpage

import (
	"encoding/json"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	go_qr "github.com/piglig/go-qr"

	"byeolpyo/api/wire"
	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/syncer"
	"byeolpyo/wasm/sync/vault"
)

const now = 1_786_000_000_000

func state(change func(*syncer.State)) *syncer.State {
	s, _ := syncer.LoadState(nil)
	s.On, s.Dev, s.Synced, s.Last, s.Server = true, 7, now, now, "https://sync.example"
	change(s)
	return s
}

// A server on this machine is unreachable for another reason than the network; a device that was
// cut off from a vault has to be paired again.
func TestUnreachableAndCut(t *testing.T) {
	ring := syncer.Keyring{Current: &vault.Secret{}}
	for server, want := range map[string]string{
		"http://127.0.0.1:8787": "syncUnreachable", "http://[::1]:80": "syncUnreachable", "http://localhost": "syncUnreachable",
		"https://sync.example": "syncOffline", "https://localhost.example": "syncOffline", "": "syncOffline",
	} {
		v := NewView(state(func(s *syncer.State) { s.Reason, s.Server = syncer.Offline, server }), nil, ring, now, false)
		if v.Status.Name != want || want == "syncUnreachable" && v.Status.Values["server"] != server {
			t.Errorf("%s: %+v", server, v.Status)
		}
	}
	for _, c := range []struct {
		on   bool
		why  syncer.Reason
		ring syncer.Keyring
		want bool
	}{
		{false, syncer.Gone, syncer.Keyring{}, true}, {false, syncer.Renewed, syncer.Keyring{}, true}, {true, syncer.None, syncer.Keyring{}, true},
		{false, syncer.None, syncer.Keyring{}, false}, {true, syncer.Offline, ring, false}, {true, syncer.None, ring, false},
	} {
		if v := NewView(state(func(s *syncer.State) { s.On, s.Reason = c.on, c.why }), nil, c.ring, now, true); v.Cut != c.want || v.Tree()["cut"] != c.want {
			t.Errorf("%+v: cut %v", c, v.Cut)
		}
	}
}

// Every state is described in words that reassure rather than alarm.
func TestStatus(t *testing.T) {
	ring := syncer.Keyring{Current: &vault.Secret{}}
	tapped := map[string]any{}
	for _, key := range []session.Key{"2026/s/a", "2026/s/b"} {
		picks.Pick{State: picks.Star, Tapped: 5, Session: session.Session{Key: key}}.Store(tapped, key)
	}
	newer, _ := syncer.LoadState(`{"v":9}`)
	for _, c := range []struct {
		want  string
		state *syncer.State
		ring  syncer.Keyring
		has   map[string]any
		tone  Tone
	}{
		{"", state(func(s *syncer.State) { s.On = false }), ring, nil, Calm},
		{"syncGone", state(func(s *syncer.State) { s.On, s.Reason = false, syncer.Gone }), syncer.Keyring{}, nil, Alert},
		{"syncRenewed", state(func(s *syncer.State) { s.On, s.Reason = false, syncer.Renewed }), syncer.Keyring{}, nil, Alert},
		{"syncRenewing", state(func(s *syncer.State) { s.Reason = syncer.Offline }), syncer.Keyring{Current: &vault.Secret{}, Next: &vault.Secret{1}}, tapped, Calm},
		{"syncRenewing", state(func(s *syncer.State) {}), syncer.Keyring{Current: &vault.Secret{}, Next: &vault.Secret{1}}, nil, Calm},
		{"syncFailed_protocol", state(func(s *syncer.State) { s.Reason = syncer.Protocol }), syncer.Keyring{Current: &vault.Secret{}, Next: &vault.Secret{1}}, nil, Alert},
		{"syncNewer", newer, ring, nil, Alert},
		{"syncLost", state(func(s *syncer.State) {}), syncer.Keyring{}, nil, Alert},
		{"syncOffline", state(func(s *syncer.State) { s.Reason = syncer.Offline }), ring, tapped, Calm},
		{"syncUnreachable", state(func(s *syncer.State) { s.Reason = syncer.Offline }), ring, tapped, Calm},
		{"syncUnreachable", state(func(s *syncer.State) { s.Reason, s.Synced = syncer.Offline, 0 }), ring, tapped, Alert},
		{"syncBusy", state(func(s *syncer.State) { s.Reason = syncer.Busy }), ring, tapped, Calm},
		{"syncClosed", state(func(s *syncer.State) { s.Reason = syncer.Closed }), ring, nil, Calm},
		{"syncFailed_protocol", state(func(s *syncer.State) { s.Reason = syncer.Protocol }), ring, nil, Alert},
		{"syncFailed_full", state(func(s *syncer.State) { s.Reason, s.Trouble.Reason = syncer.Offline, syncer.Full }), ring, tapped, Alert},
		{"syncFailed_storage", state(func(s *syncer.State) { s.Trouble.Reason = syncer.Storage }), ring, nil, Alert},
		{"", state(func(s *syncer.State) { s.On, s.Trouble.Reason = false, syncer.Full }), ring, nil, Calm},
		{"syncPendingMany", state(func(s *syncer.State) {}), ring, tapped, Calm},
		{"syncPendingOne", state(func(s *syncer.State) { s.Dirty = []string{"pick/2026/s/x"} }), ring, nil, Calm},
		{"syncStarting", state(func(s *syncer.State) { s.Synced = 0 }), ring, nil, Calm},
		{"syncNow", state(func(s *syncer.State) {}), ring, nil, Good},
		{"syncNow", state(func(s *syncer.State) { s.Synced = now + 5 }), ring, nil, Good},
		{"syncMinutes", state(func(s *syncer.State) { s.Synced = now - minute }), ring, nil, Good},
		{"syncHours", state(func(s *syncer.State) { s.Synced = now - hour }), ring, nil, Good},
		{"syncDays", state(func(s *syncer.State) { s.Synced = now - 3*day }), ring, nil, Good},
	} {
		v := NewView(c.state, c.has, c.ring, now, c.want != "syncOffline")
		if v.Status.Name != c.want || v.Tone != c.tone {
			t.Errorf("%s: %+v %s", c.want, v.Status, v.Tone)
		}
		if len(v.Brief) > 1 || (len(v.Brief) == 1) != (c.want != "") || c.want != "" && v.Brief[0].Name != c.want {
			t.Errorf("%s: the popup says %+v", c.want, v.Brief)
		}
		if c.want == "syncPendingMany" && v.Status.Values["n"] != "2" {
			t.Errorf("%+v", v.Status)
		}
	}
}

func TestDevicesAndNotices(t *testing.T) {
	today := int64(now / int64(day))
	s := state(func(s *syncer.State) {
		s.Seen = map[string]register.Device{"7": {Version: 1, Day: today, Label: "Chrome, Windows"}, "9": {Version: 2, Day: today - 5, Label: "Chrome, macOS"}, "8": {Version: 3, Day: today - 1}}
		s.Notices = []string{syncer.NoticeRolledBack}
		s.LeftOut, s.SnapshotsLeftOut = []string{"2014", "2015"}, true
	})
	v := NewView(s, nil, syncer.Keyring{Current: &vault.Secret{}, Server: "https://other.example"}, now, true)
	if len(v.Devices) != 3 || !v.Devices[0].This || v.Devices[1].Seen.Name != "syncSeenYesterday" || v.Devices[2].Seen.Values["n"] != "5" {
		t.Errorf("%+v", v.Devices)
	}
	if len(v.Notices) != 3 || v.Notices[0].Name != "syncNotice_rolledBack" || v.Notices[2].Values["editions"] != "2014, 2015" {
		t.Errorf("%+v", v.Notices)
	}
	// The popup says what is on this device only, and leaves what happened once to the page.
	if len(v.Brief) != 3 || v.Brief[0].Name != "syncNow" || v.Brief[1].Name != "syncBare" || v.Brief[2].Name != "syncLeft" || v.Brief[2].Values["editions"] != "2014, 2015" {
		t.Errorf("%+v", v.Brief)
	}
	if tree, _ := v.Tree()["brief"].([]any); len(tree) != 3 {
		t.Errorf("%v", v.Tree())
	}
	s.On = false
	if v := NewView(s, nil, syncer.Keyring{}, now, true); len(v.Brief) != 0 {
		t.Errorf("sync is off, and the popup says %+v", v.Brief)
	}
	if v.Server != "https://other.example" || v.Tree()["status"] == nil {
		t.Errorf("%+v", v)
	}
}

// The code that is shown is the one that is scanned, with the floor.
func TestCode(t *testing.T) {
	hash := wire.HashOf([]byte("x"))
	secret := vault.Secret{1, 2, 3}
	c, err := CodeOf(secret, state(func(s *syncer.State) { s.Version, s.Hash, s.Have = 5, hash.String(), true }))
	if err != nil || c.Size != 33 || len(c.Dark) != 33*33 {
		t.Fatalf("%v: %d squares", err, c.Size)
	}
	if got, _, err := vault.ParseCode(c.Text); got != secret || err != nil {
		t.Errorf("%s", c.Text)
	}
	const unit, quiet = 4, 4
	side := (c.Size + 2*quiet) * unit
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			i, j := x/unit-quiet, y/unit-quiet
			if i >= 0 && j >= 0 && i < c.Size && j < c.Size && c.Dark[j*c.Size+i] == '1' {
				continue
			}
			img.SetGray(x, y, color.Gray{255})
		}
	}
	read, err := go_qr.Decode(img)
	if err != nil {
		t.Fatal(err)
	}
	got, floor, err := vault.ParseCode(read)
	if got != secret || floor != vault.FloorOf(5, hash) || err != nil {
		t.Errorf("read %q: %v", read, err)
	}
	if c, err := CodeOf(secret, state(func(*syncer.State) {})); err != nil || c.Dark == "" {
		t.Errorf("without a floor: %v", err)
	}
}

// Everything that can be said has words in both languages, with the same holes.
func TestMessages(t *testing.T) {
	all := Messages()
	for _, err := range []error{vault.ErrCode, vault.ErrVersion, syncer.ErrServer, syncer.ErrNewer, syncer.ErrFull, syncer.ErrRenewing, backup.ErrFile, backup.ErrNewer} {
		if l := Failed(err, syncer.None); !slices.Contains(all, l.Name) {
			t.Errorf("%v: %q", err, l.Name)
		}
	}
	for _, why := range []syncer.Reason{syncer.Offline, syncer.Busy, syncer.Closed, syncer.Newer, syncer.Unauthorized, syncer.Protocol, syncer.TooLarge, syncer.Lost, syncer.Full, syncer.Storage} {
		if l := Failed(nil, why); !slices.Contains(all, l.Name) {
			t.Errorf("%v: %q", why, l.Name)
		}
	}
	for _, why := range []syncer.Reason{syncer.None, syncer.Gone, syncer.Renewed} {
		if Failed(nil, why).Name != "" || Failed(syncer.ErrNotOn, why).Name != "" {
			t.Errorf("%q: the status tells it", why)
		}
	}
	for _, r := range []backup.Result{{Added: 1, Unrecognized: 2}, {Added: 2, Unrecognized: 1}, {}} {
		for _, l := range Imported(r) {
			if !slices.Contains(all, l.Name) {
				t.Errorf("%+v: %q", r, l.Name)
			}
		}
	}
	for _, lang := range []string{"ko", "en"} {
		var messages map[string]struct{ Message string }
		if err := json.Unmarshal(project.Read(t, "extension/_locales/"+lang+"/messages.json"), &messages); err != nil {
			t.Fatal(err)
		}
		for _, name := range all {
			if strings.TrimSpace(messages[name].Message) == "" {
				t.Errorf("%s in %s says nothing", name, lang)
			}
		}
	}
}
