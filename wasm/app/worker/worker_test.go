package worker

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"byeolpyo/api/handler"
	apistore "byeolpyo/api/store"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/notes"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform"
	"byeolpyo/wasm/platform/memory"
	"byeolpyo/wasm/sync/syncer"
)

const (
	epoch  = int64(1786500000000)
	server = "https://sync.example"
)

// direct is a storage that answers before it returns, as a caller that waits needs here.
type direct struct {
	*memory.Storage
	clock *memory.Clock
}

func (d direct) answered() { d.clock.Run(d.Storage.Delay) }

func (d direct) Keys(done func([]string, error)) { d.Storage.Keys(done); d.answered() }
func (d direct) Get(keys []string, done func(map[string]any, error)) {
	d.Storage.Get(keys, done)
	d.answered()
}
func (d direct) Text(keys []string, done func(string, error)) {
	d.Storage.Text(keys, done)
	d.answered()
}
func (d direct) Set(entries map[string]any, done func(error)) {
	d.Storage.Set(entries, done)
	d.answered()
}
func (d direct) Remove(keys []string, done func(error)) { d.Storage.Remove(keys, done); d.answered() }
func (d direct) Bytes(keys []string, done func(used, quota int, ok bool)) {
	d.Storage.Bytes(keys, done)
	d.answered()
}

// device is a browser with the program in its service worker.
type device struct {
	*Program
	clock   *memory.Clock
	storage *memory.Storage
	api     http.Handler // nil while there is no network
	ring    text
	trouble text
	alarms  []int64
	seed    uint64
}

func newAPI() http.Handler {
	return handler.New(apistore.NewMemory(10), handler.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: func() time.Time { return time.UnixMilli(epoch) }, Rand: rand.Reader, ClientIP: func(*http.Request) string { return "" }, CreateBurst: 10, CreateEvery: time.Second, CreatesPerMinute: 100, MaxInFlight: 10, MaxTransfers: 10, SlowShare: 10, MaxVaults: 10})
}

func newDevice(api http.Handler, seed uint64) *device {
	clock := memory.NewClock(epoch)
	d := &device{clock: clock, storage: memory.NewStorage(clock), api: api, seed: seed}
	d.Program = &Program{
		Sync: &syncer.Syncer{Remote: Remote{d}, Secrets: Secrets{&d.ring}, Notes: Notes{&d.trouble}, Clock: d, Label: "test", Random: func(b []byte) {
			for i := range b {
				d.seed = d.seed*6364136223846793005 + 1442695040888963407
				b[i] = binary.BigEndian.AppendUint64(nil, d.seed)[0]
			}
		}},
		Storage: direct{d.storage, clock}, Clock: clock, Online: func() bool { return true },
		Alarm: func(when int64, _ bool) error { d.alarms = append(d.alarms, when); return nil },
		Address: func(text string) (syncer.Address, error) {
			u, err := url.Parse(text)
			if err != nil {
				return syncer.Address{}, err
			}
			return syncer.Address{Scheme: u.Scheme, Host: u.Host, Hostname: u.Hostname(), Path: u.Path}, nil
		},
	}
	d.Start()
	return d
}

func (d *device) Now() int64                         { return d.clock.Now() }
func (d *device) Sleep(context.Context, int64) error { return nil }

// text is one that is kept in memory.
type text struct {
	kept    string
	failing error
}

func (t *text) Load(done func(string, error)) { done(t.kept, t.failing) }
func (t *text) Save(kept string, done func(error)) {
	if t.failing == nil {
		t.kept = kept
	}
	done(t.failing)
}

// Fetch is the browser's.
func (d *device) Fetch(q platform.Request, done func(platform.Response, error)) {
	if d.api == nil {
		done(platform.Response{}, fmt.Errorf("no network"))
		return
	}
	r := httptest.NewRequest(q.Method, q.URL, bytes.NewReader(q.Body))
	for name, value := range q.Header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	d.api.ServeHTTP(w, r)
	if w.Body.Len() > q.Most {
		done(platform.Response{}, fmt.Errorf("too long"))
		return
	}
	h := w.Header()
	done(platform.Response{Status: w.Code, ETag: h.Get("ETag"), Date: h.Get("Date"), RetryAfter: h.Get("Retry-After"), Type: h.Get("Content-Type"), Body: w.Body.Bytes()}, nil)
}

// pick stores a star as a click does.
func (d *device) pick(id string) {
	key := session.NewKey("2026", "s", id)
	p := picks.Pick{State: picks.Star, Tapped: d.clock.Now(), Session: session.Session{Key: key, Titles: map[string]string{"ko": "발표 " + id}, URL: "https://2026.pycon.kr/presentations/" + id}}
	name := records.PickPrefix + string(key)
	d.storage.Set(map[string]any{name: p.Encode(), records.TapPrefix + name: p.Tap().Encode()}, func(error) {})
	d.clock.Run(1)
}

func (d *device) picked() (names []string) {
	for name := range d.storage.Entries {
		if strings.HasPrefix(name, records.PickPrefix) {
			names = append(names, strings.TrimPrefix(name, records.PickPrefix+"2026/s/"))
		}
	}
	slices.Sort(names)
	return names
}

// act is Act, which must not fail unless failed says how.
func (d *device) act(t *testing.T, name, argument, failed string) map[string]any {
	t.Helper()
	out := d.Act(name, argument, server)
	got := ""
	if f, ok := out["failed"].(map[string]any); ok {
		got, _ = f["name"].(string)
	}
	if got != failed {
		t.Errorf("%s: failed with %q, want %q", name, got, failed)
	}
	return out
}

func view(out map[string]any, name string) any {
	v, _ := out["view"].(map[string]any)
	return v[name]
}

// Two devices: one is turned on, shows its code, the other pairs by it; both have all
// picks, also those of a backup.
func TestActs(t *testing.T) {
	api := newAPI()
	a, b := newDevice(api, 1), newDevice(api, 2)
	a.pick("one")
	b.pick("two")
	if on := view(a.act(t, "view", "", ""), "on"); on != false {
		t.Errorf("on from the start: %v", on)
	}
	if out := a.act(t, "code", "", ""); out["code"] != nil { // the status says that it is off
		t.Errorf("a code of no vault: %v", out)
	}
	if on := view(a.act(t, "on", "", ""), "on"); on != true || len(a.alarms) == 0 {
		t.Errorf("on: %v, alarms %v", on, a.alarms)
	}
	code, _ := a.act(t, "code", "", "")["code"].(map[string]any)
	text, _ := code["text"].(string)
	b.act(t, "pair", text[:len(text)-1], "syncBadCode")
	b.act(t, "pair", text, "")
	a.act(t, "now", "", "")
	for _, d := range []*device{a, b} {
		if got := d.picked(); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("picked %q", got)
		}
	}

	file, _ := b.act(t, "export", "", "")["file"].(string)
	c := newDevice(nil, 3)
	c.act(t, "import", "no backup", "backupBad")
	if said, _ := c.act(t, "import", file, "")["said"].([]any); len(said) == 0 || !slices.Equal(c.picked(), []string{"one", "two"}) {
		t.Errorf("taken in: %v, %v", c.picked(), said)
	}

	out := newDevice(api, 4).Act("on", "", "ftp://nowhere")
	if f, _ := out["failed"].(map[string]any); f == nil || view(out, "on") != false {
		t.Errorf("a wrong address: %v", out)
	}
	a.act(t, "disconnect", "", "")
	if on := view(a.act(t, "view", "", ""), "on"); on != false || strings.Contains(a.ring.kept, syncer.SecretHeld) {
		t.Errorf("still on: %v, %s", on, a.ring.kept)
	}
}

// A backup holds all that it says it does: also what was set aside, and notes.
func TestBackupHoldsAll(t *testing.T) {
	a := newDevice(nil, 1)
	a.pick("one")
	aside := records.AsidePrefix + records.PickPrefix + "2026/s/one"
	key := session.Key("2026/s/one")
	n := notes.Note{Session: session.Session{Key: key}}.SetText("앞자리", notes.Pen{Now: a.clock.Now()})
	a.storage.Set(map[string]any{
		aside: picks.Pick{State: picks.Star, Session: session.Session{Key: "2026/s/other"}}.Encode(), notes.StorageKey(key): n.Encode(), records.SettingsKey: map[string]any{"v": 1.0},
	}, func(error) {})
	a.clock.Run(1)
	file, _ := a.act(t, "export", "", "")["file"].(string)
	b := newDevice(nil, 2)
	b.act(t, "import", file, "")
	for _, name := range []string{aside, notes.StorageKey(key)} {
		got, ok := jsontree.Parse(b.storage.Entries[name])
		if want, _ := jsontree.Parse(a.storage.Entries[name]); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s came back as %v, was %v", name, got, want)
		}
	}
	if b.storage.Entries[records.SettingsKey] != "" {
		t.Error("settings are in a backup")
	}
	before := len(b.storage.Entries)
	b.act(t, "import", file, "")
	if len(b.storage.Entries) != before {
		t.Errorf("the second time there are %d records, once %d", len(b.storage.Entries), before)
	}
}

// Storage that cannot be read is reported, and nothing is overwritten.
func TestActsWithoutStorage(t *testing.T) {
	d := newDevice(newAPI(), 1)
	d.pick("one")
	d.storage.Failing = fmt.Errorf("corrupt")
	for _, name := range []string{"on", "export", "import", "now", "view"} {
		if out := d.Act(name, "{}", server); out["failed"] == nil || out["view"] != nil {
			t.Errorf("%s: %v", name, out)
		}
	}
	d.storage.Failing = nil
	if got := d.picked(); !slices.Equal(got, []string{"one"}) {
		t.Errorf("picked %q", got)
	}
}

// A change is synced when picks have rested; an alarm stands for it until then.
func TestChangeRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDevice(newAPI(), 1)
		d.act(t, "on", "", "")
		requests := 0
		api := d.api
		d.api = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { requests++; api.ServeHTTP(w, r) })
		// pass advances the time, and then waits for what was started: the clock and the storage
		// are used by one goroutine at a time.
		pass := func(millis int) {
			d.one.Lock()
			d.clock.Run(millis)
			d.one.Unlock()
			synctest.Wait()
		}
		for range 3 {
			d.pick("one")
			if err := d.Event(syncer.Changed); err != nil {
				t.Fatal(err)
			}
			if last := d.alarms[len(d.alarms)-1]; last != d.clock.Now()+safetyMillis {
				t.Errorf("alarm in %d ms", last-d.clock.Now())
			}
			pass(quietMillis - 2) // a pick takes 1 ms
			if requests != 0 {
				t.Fatal("synced before picks had rested")
			}
		}
		alarms := len(d.alarms)
		if pass(1); requests != 0 {
			t.Error("synced 1 ms before picks had rested")
		}
		if pass(1); requests == 0 || len(d.alarms) != alarms+1 {
			t.Errorf("%d requests, %d alarms", requests, len(d.alarms)-alarms)
		}
	})
}

// Where storage is full, what pages taught gives way to what sync brings, and never to
// what another page teaches beyond the bounds.
func TestRoom(t *testing.T) {
	api := newAPI()
	a, b := newDevice(api, 1), newDevice(api, 2)
	for i := range 20 {
		a.pick(fmt.Sprintf("%02d", i))
	}
	a.act(t, "on", "", "")
	code, _ := a.act(t, "code", "", "")["code"].(map[string]any)
	taught := map[string]any{}
	for i := range 50 {
		taught[records.SessionPrefix+string(session.NewKey("2019", "s", fmt.Sprint(i)))] = map[string]any{"v": 1.0, "key": "x", "text": strings.Repeat("x", 1000)}
	}
	refused, err := b.Teach(taught, "2019.pycon.kr")
	if err != nil || len(refused) != 0 {
		t.Fatalf("%d refused, %v", len(refused), err)
	}
	used := 0
	for name, text := range b.storage.Entries {
		used += len(name) + len(text)
	}
	b.storage.Quota = used + 100
	b.act(t, "pair", code["text"].(string), "")
	if n := len(b.picked()); n != 20 {
		t.Errorf("%d picks arrived", n)
	}
	b.storage.Quota = 10 << 20
	if refused, err := b.Teach(taught, "2019.pycon.kr"); err != nil || len(refused) != 0 {
		t.Fatalf("%d refused, %v", len(refused), err)
	}
	if n, err := b.Clear(); err != nil || n != len(taught) {
		t.Errorf("cleared %d of %d, %v", n, len(taught), err)
	}
	for name := range b.storage.Entries {
		if strings.HasPrefix(name, records.SessionPrefix+"2019") {
			t.Errorf("%s is left", name)
		}
	}
	if made, err := b.Room(); made || err != nil {
		t.Errorf("room where nothing was taught: %v, %v", made, err)
	}
	// A record that cannot be read may name any session, so that nothing is removed.
	b.storage.Entries[records.SessionPrefix+"2019/s/a"] = jsontree.Text(taught[records.SessionPrefix+"2019/s/1"])
	b.storage.Failing = fmt.Errorf("corrupt")
	if _, err := b.Clear(); err == nil {
		t.Error("cleared without knowing what is named")
	}
}
