package syncer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"byeolpyo/api/handler"
	"byeolpyo/api/store"
	"byeolpyo/api/wire"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// world is a server and devices that share a secret, with a clock that tests move.
type world struct {
	t      *testing.T
	now    int64
	server server
	secret vault.Secret
	random *rand.Rand
	// answer is what the network makes of a request; nil asks the server.
	answer func(Request) (Response, error)
}

// A device that was given a name is known by it to the others, once.
func TestName(t *testing.T) {
	w := newWorld(t)
	a, b := w.device(), w.device()
	w.sync(a, None)
	again := func() *State { // on the same day, which is told once
		t.Helper()
		w.now += 3600_000
		if !a.mustRun() {
			t.Fatal("it died")
		}
		return a.state()
	}
	before := again().Version
	if got := again().Version; got != before {
		t.Fatalf("version %d without a reason: no test", got)
	}
	if err := a.syncer().Name("연구실 노트북"); err != nil {
		t.Fatal(err)
	}
	named := again()
	if got := named.Version; got != before+1 {
		t.Errorf("version %d after a name, want %d", got, before+1)
	}
	if got := again().Version; got != before+1 {
		t.Errorf("the name is sent again: version %d", got)
	}
	if got := w.sync(b, None).Seen[named.device()].Label; got != "연구실 노트북" {
		t.Errorf("the other device knows it as %q", got)
	}
	if err := a.syncer().Name(""); err != nil || w.sync(a, None).Name != "" {
		t.Errorf("a name cannot be taken away: %v", err)
	}
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, now: epoch, random: rand.New(rand.NewPCG(1, 2))}
	w.server.now = func() int64 { return w.now }
	w.secret[3] = 7
	return w
}

func (w *world) device() *device {
	d := &device{disk: disk{entries: map[string]any{}, ring: Keyring{Server: "https://sync.example", Current: &w.secret}},
		clock: func() int64 { return w.now }, random: w.random}
	d.entries[records.SyncKey] = (&State{V: records.SyncVersion, On: true}).encode()
	d.via = func(q Request) (Response, error) {
		w.now += 10
		if w.answer != nil {
			return w.answer(q)
		}
		return w.server.do(q), nil
	}
	return d
}

// sync runs d an hour later, and expects why.
func (w *world) sync(d *device, why Reason) *State {
	w.t.Helper()
	w.now += 24 * 3600_000 // longer than any wait
	if !d.mustRun() {
		w.t.Fatal("it died")
	}
	s := d.state()
	if s.Reason != why {
		w.t.Fatalf("not in sync: %q, want %q", s.Reason, why)
	}
	return s
}

func (w *world) tap(d *device, key string, state picks.State) {
	w.now += 5000
	d.tap(key, state)
}

func (w *world) shows(d *device, want ...string) {
	w.t.Helper()
	var got []string
	for name, state := range d.shown() {
		got = append(got, strings.TrimPrefix(name, records.PickPrefix)+" "+state)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		w.t.Errorf("it shows %q, want %q", got, want)
	}
}

// real serves d by the server's own handler.
func (w *world) real(d *device) {
	h := handler.New(store.NewMemory(100), handler.Options{Now: func() time.Time { return time.UnixMilli(w.now) }, Rand: zeros{}, ClientIP: func(*http.Request) string { return "" }})
	d.via = func(q Request) (Response, error) { return overHTTP(h, q), nil }
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func overHTTP(h http.Handler, q Request) Response {
	r := httptest.NewRequest(q.Method, q.Server+wire.VaultPath+q.Token.ID().String(), bytes.NewReader(q.Body))
	r.Header.Set("Authorization", q.Token.Authorization())
	for name, value := range map[string]string{"If-Match": q.Match, "If-None-Match": q.NoneMatch} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if q.Body != nil {
		r.Header.Set("Content-Type", wire.MediaType)
		r.Header.Set("Prefer", wire.PreferBody)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	a := Response{Status: w.Code, ETag: w.Header().Get("ETag")}
	if date, err := http.ParseTime(w.Header().Get("Date")); err == nil {
		a.Date = date.UnixMilli()
	}
	if w.Header().Get("Content-Type") == wire.MediaType {
		a.Body = w.Body.Bytes()
	}
	return a
}

// The server's own handler, two devices, and everything that a person does with sync.
func TestWithTheRealHandler(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	a, b := w.device(), w.device()
	w.real(a)
	b.via = a.via
	a.entries, a.ring = map[string]any{}, Keyring{}
	b.entries, b.ring = map[string]any{}, Keyring{}
	w.tap(a, "2026/s/a", picks.Star)
	w.tap(b, "2026/s/b", picks.Must)
	if err := a.syncer().TurnOn(ctx, "https://sync.example"); err != nil {
		t.Fatal(err)
	}
	secret, floor := *a.ring.Current, vault.Floor{}
	if secret == (vault.Secret{}) || a.state().Reason != None {
		t.Fatalf("%+v", a.state())
	}
	if err := b.syncer().Pair(ctx, "https://sync.example", secret, floor); err != nil {
		t.Fatal(err)
	}
	w.sync(a, None)
	w.shows(a, "2026/s/a star", "2026/s/b must")
	w.shows(b, "2026/s/a star", "2026/s/b must")
	if s := w.sync(b, None); len(s.Seen) != 2 || Pending(s, b.entries) != 0 {
		t.Errorf("%+v", s)
	}
	// A lost device: a new secret; the old one opens nothing any more.
	if why, err := a.syncer().Rotate(ctx); why != None || err != nil {
		t.Fatal(why, err)
	}
	if len(a.ring.Retired) != 0 || *a.ring.Current == secret {
		t.Errorf("%+v", a.ring)
	}
	w.tap(b, "2026/s/c", picks.Star)
	w.now += day
	b.mustRun()
	if s := b.state(); s.On || s.Reason != Gone || b.ring.Current != nil {
		t.Errorf("the other device: %+v", s)
	}
	w.shows(b, "2026/s/a star", "2026/s/b must", "2026/s/c star")
	if err := b.syncer().Pair(ctx, "https://sync.example", *a.ring.Current, vault.Floor{}); err != nil {
		t.Fatal(err)
	}
	w.sync(a, None)
	w.shows(a, "2026/s/a star", "2026/s/b must", "2026/s/c star")

	// Disconnected, the picks stay; deleted everywhere, too.
	w.tap(b, "2026/s/a", picks.Off)
	if err := b.syncer().Disconnect(); err != nil || b.ring.Current != nil || b.state().On {
		t.Fatal(err, b.ring)
	}
	w.shows(b, "2026/s/b must", "2026/s/c star")
	if why, err := a.syncer().Delete(ctx); why != None || err != nil || a.state().On {
		t.Fatal(why, err)
	}
	w.shows(a, "2026/s/a star", "2026/s/b must", "2026/s/c star")
	if _, err := a.syncer().Delete(ctx); !errors.Is(err, ErrNotOn) {
		t.Errorf("deleted twice: %v", err)
	}
	if _, err := a.syncer().Rotate(ctx); !errors.Is(err, ErrNotOn) {
		t.Errorf("renewed without sync: %v", err)
	}
}

// What is sent is stored before, and sent again as it was.
func TestRetrySendsTheSameBytes(t *testing.T) {
	w := newWorld(t)
	d := w.device()
	w.tap(d, "2026/s/a", picks.Star)
	var sent [][]byte
	w.answer = func(q Request) (Response, error) {
		if q.Method != "PUT" {
			return w.server.do(q), nil
		}
		if s := d.state(); s.Staged == nil || !bytes.Equal(s.Staged.bytes(), q.Body) || s.Body.Picks["pick/2026/s/a"].State != picks.Star {
			t.Error("what is sent is not stored")
		}
		sent = append(sent, q.Body)
		if len(sent) < 4 {
			if len(sent) == 2 {
				w.server.do(q) // only the answer is lost
			}
			return Response{}, errLost
		}
		return w.server.do(q), nil
	}
	for range 3 {
		w.sync(d, Offline)
	}
	w.sync(d, None)
	for _, body := range sent[:4] {
		if !bytes.Equal(body, sent[0]) {
			t.Error("a retry sends other bytes")
		}
	}
	if w.server.version != 1 && w.server.version != 2 { // the second is a day's note of the device
		t.Errorf("version %d", w.server.version)
	}
}

// The program dies before or after every single step, once each: nothing is lost.
func TestKilledAtEveryStep(t *testing.T) {
	for at := 0; ; at++ {
		w := newWorld(t)
		a, b := w.device(), w.device()
		w.tap(b, "2026/s/b", picks.Must)
		w.tap(b, "2026/s/c", picks.Star)
		w.sync(b, None)
		w.tap(a, "2026/s/a", picks.Star)
		w.tap(a, "2026/s/b", picks.Star)
		step, died := 0, false
		a.step = func(bool) {
			if step++; step > at && !died {
				died = true
				panic(killed{})
			}
		}
		w.now += day
		if a.mustRun() {
			if at < 8 {
				t.Fatalf("only %d steps", at)
			}
			return
		}
		w.sync(a, None)
		w.sync(b, None)
		for _, d := range []*device{a, b} {
			w.shows(d, "2026/s/a star", "2026/s/b star", "2026/s/c star")
		}
	}
}

// ---- the attacks of a server ----

// stored is a vault with one pick, from a device that has seen it.
func stored(t *testing.T) (*world, *device) {
	w := newWorld(t)
	d := w.device()
	w.tap(d, "2026/s/a", picks.Star)
	w.sync(d, None)
	return w, d
}

// Attack 4: a body that was changed, cut or extended. Attack 5: another vault's.
// Attack 7: an older body under the version of now.
func TestDamagedBody(t *testing.T) {
	other, _ := vault.Secret{9}.Keys().Seal([24]byte{}, 2, (register.Body{}).Encode())
	for name, spoil := range map[string]func(body []byte) []byte{
		"flipped":         func(b []byte) []byte { b = bytes.Clone(b); b[100] ^= 1; return b },
		"cut":             func(b []byte) []byte { return b[:len(b)-1] },
		"extended":        func(b []byte) []byte { return append(bytes.Clone(b), 0) },
		"empty":           func([]byte) []byte { return nil },
		"another vault's": func([]byte) []byte { return other },
	} {
		t.Run(name, func(t *testing.T) {
			w, d := stored(t)
			w.server.version++
			w.server.body = spoil(w.server.body)
			w.tap(d, "2026/s/b", picks.Must)
			s := w.sync(d, None)
			if !slices.Contains(s.Notices, NoticeDamaged) {
				t.Errorf("notices %q", s.Notices)
			}
			w.shows(d, "2026/s/a star", "2026/s/b must")
			e := w.device() // and the next push has healed it
			w.sync(e, None)
			w.shows(e, "2026/s/a star", "2026/s/b must")
		})
	}
	w, d := stored(t)
	old := w.server.body
	w.tap(d, "2026/s/a", picks.Must)
	w.sync(d, None)
	w.server.body = old
	w.server.version++
	if s := w.sync(d, None); !slices.Contains(s.Notices, NoticeDamaged) {
		t.Errorf("replayed: notices %q", s.Notices)
	}
	w.shows(d, "2026/s/a must")
}

// Attacks 6, 10 and 26: the server has gone back, or never stored what it
// acknowledged. One device brings everything again.
func TestServerGoesBack(t *testing.T) {
	w, d := stored(t)
	old := w.server
	w.tap(d, "2026/s/b", picks.Must)
	w.sync(d, None)
	w.server = old
	s := w.sync(d, None)
	if !slices.Contains(s.Notices, NoticeRolledBack) {
		t.Errorf("notices %q", s.Notices)
	}
	e := w.device()
	w.sync(e, None)
	w.shows(e, "2026/s/a star", "2026/s/b must")
	if err := d.syncer().Dismiss(); err != nil || len(d.state().Notices) != 0 {
		t.Error(err, d.state().Notices)
	}
	if s := w.sync(d, None); len(s.Notices) != 0 {
		t.Errorf("told again: %q", s.Notices)
	}
}

// The same version with another body, which another branch of the vault has.
func TestSameVersionAnotherBody(t *testing.T) {
	w, d := stored(t)
	fork := w.server
	e := w.device()
	w.tap(e, "2026/s/e", picks.Star)
	w.sync(e, None) // version 2 here
	w.server, fork = fork, w.server
	w.tap(d, "2026/s/d", picks.Star)
	w.sync(d, None) // and there
	if w.server.version != fork.version {
		t.Fatalf("versions %d and %d: no test", w.server.version, fork.version)
	}
	w.server = fork
	if s := w.sync(d, None); !slices.Contains(s.Notices, NoticeRolledBack) {
		t.Errorf("notices %q", s.Notices)
	}
	w.sync(e, None)
	w.shows(d, "2026/s/a star", "2026/s/d star", "2026/s/e star")
	w.shows(e, "2026/s/a star", "2026/s/d star", "2026/s/e star")
}

// Attack 8: two devices on two branches meet again on a longer one.
func TestFork(t *testing.T) {
	w, d := stored(t)
	e := w.device()
	w.sync(e, None)
	fork := w.server
	w.tap(d, "2026/s/d", picks.Star)
	w.sync(d, None)
	w.server = fork
	for _, key := range []string{"2026/s/e", "2026/s/f", "2026/s/g"} {
		w.tap(e, key, picks.Star)
		w.sync(e, None)
	}
	s := w.sync(d, None)
	if !slices.Contains(s.Notices, NoticeRolledBack) {
		t.Errorf("notices %q", s.Notices)
	}
	w.sync(e, None)
	for _, d := range []*device{d, e} {
		w.shows(d, "2026/s/a star", "2026/s/d star", "2026/s/e star", "2026/s/f star", "2026/s/g star")
	}
}

// Attack 9: a server that stays where it was cannot be told from one where nothing
// happens; the picks here stay as they are, and what is tapped is not said to be synced.
func TestFrozenServer(t *testing.T) {
	w, d := stored(t)
	frozen := w.server.do
	w.answer = func(q Request) (Response, error) {
		if q.Method == "GET" {
			return frozen(Request{Method: "GET", NoneMatch: q.NoneMatch}), nil
		}
		return Response{}, errLost
	}
	w.tap(d, "2026/s/b", picks.Must)
	s := w.sync(d, Offline)
	if n := Pending(s, d.entries); n != 1 {
		t.Errorf("%d pending", n)
	}
	w.shows(d, "2026/s/a star", "2026/s/b must")
	w.answer = nil
	w.sync(d, None)
}

// Attack 11: a device paired by a QR code knows what the vault had come to.
func TestFloor(t *testing.T) {
	w, d := stored(t)
	old := w.server
	w.tap(d, "2026/s/b", picks.Must)
	s := w.sync(d, None)
	code := w.secret.QR(vault.FloorOf(s.Version, wire.HashOf(w.server.body)))
	for _, c := range []struct {
		name string
		back bool
	}{{"honest", false}, {"gone back", true}} {
		current := w.server
		if c.back {
			w.server = old
			w.server.version = s.Version // even under the same version
			if n := s.Version; n == 2 {
				keys := w.secret.Keys()
				w.server.body, _ = keys.Seal([24]byte{}, n, (register.Body{}).Encode())
			}
		}
		e := w.device()
		e.entries = map[string]any{}
		secret, floor, err := vault.ParseCode(code)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.syncer().Pair(context.Background(), "https://sync.example", secret, floor); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(e.state().Notices, NoticeRolledBack); got != c.back {
			t.Errorf("%s: notices %q", c.name, e.state().Notices)
		}
		w.server = current
	}
}

// Attack 12: a server that lies about the time. What was tapped after something was
// seen still wins, and nothing stands still.
func TestServerLiesAboutTime(t *testing.T) {
	for _, lie := range []int64{-10 * year, 10 * year, -epoch, 1 << 60, -(1 << 60)} {
		w, d := stored(t)
		truth := w.server.now
		w.server.now = func() int64 { return truth() + lie }
		e := w.device()
		w.sync(e, None)
		w.tap(e, "2026/s/a", picks.Must)
		w.sync(e, None)
		w.server.now = truth
		w.sync(d, None)
		w.shows(d, "2026/s/a must")
		w.tap(d, "2026/s/a", picks.Off)
		w.sync(d, None)
		w.sync(e, None)
		w.shows(e)
	}
	w, d := stored(t) // or does not tell it
	w.answer = func(q Request) (Response, error) { a := w.server.do(q); a.Date = 0; return a, nil }
	w.tap(d, "2026/s/a", picks.Off)
	w.sync(d, None)
	w.shows(d)
}

// Attacks 14 and 15: what was sent arrives twice, late, or its answer is lost: there is
// one version of it. The schedules of TestConverge play it in every order.
func TestDelayedAndDoubled(t *testing.T) {
	w, d := stored(t)
	var late Request
	w.answer = func(q Request) (Response, error) {
		a := w.server.do(q)
		if q.Method == "PUT" {
			late = q
			if again := w.server.do(q); again.Status != 200 || again.ETag != a.ETag {
				t.Errorf("sent twice: %+v", again)
			}
		}
		return a, nil
	}
	w.tap(d, "2026/s/b", picks.Star)
	w.sync(d, None)
	w.answer = nil
	old := late
	w.tap(d, "2026/s/b", picks.Off)
	w.sync(d, None)
	version := w.server.version
	if a := w.server.do(old); a.Status != 412 || w.server.version != version {
		t.Errorf("late: %+v", a)
	}
	w.shows(d, "2026/s/a star")
}

// Attack 21: the secret was renewed while a device slept. It is told so, keeps its picks,
// and does not make the old vault anew.
func TestGone(t *testing.T) {
	w, d := stored(t)
	w.server.gone = true
	w.tap(d, "2026/s/b", picks.Must)
	requests := w.server.requests
	w.now += day
	d.mustRun()
	s := d.state()
	if s.On || s.Reason != Gone || d.ring.Current != nil || w.server.requests != requests+1 {
		t.Errorf("%+v, %d requests", s, w.server.requests-requests)
	}
	w.shows(d, "2026/s/a star", "2026/s/b must")
	if Wake(s, d.entries, d.ring, w.now) != 0 {
		t.Error("it wakes for a vault that is gone")
	}
}

// Attack 27: the vault has expired. It is made anew, and that is no going back.
func TestExpired(t *testing.T) {
	w, d := stored(t)
	w.server = server{now: w.server.now}
	s := w.sync(d, None)
	if w.server.version != 1 || !slices.Equal(s.Notices, []string{NoticeRecreated}) {
		t.Errorf("version %d, notices %q", w.server.version, s.Notices)
	}
	e := w.device()
	w.sync(e, None)
	w.shows(e, "2026/s/a star")
}

// A server that answers nonsense: nothing changes, and it is asked again later.
func TestNonsense(t *testing.T) {
	keys := newWorld(t).secret.Keys()
	good, _ := keys.Seal([24]byte{}, 1, (register.Body{}).Encode())
	newer, _ := keys.Seal([24]byte{}, 1, []byte{register.Format + 1})
	tag := wire.TagOf(1, wire.HashOf(good)).String()
	for _, c := range []struct {
		name string
		a    Response
		why  Reason
	}{
		{"200 without a tag", Response{Status: 200, Body: good}, Protocol},
		{"200 with half a tag", Response{Status: 200, ETag: `"1"`, Body: good}, Protocol},
		{"the last version there is", Response{Status: 200, ETag: `"9007199254740991-00000000"`, Body: good}, Protocol},
		{"304 to a device that knows nothing", Response{Status: 304, ETag: tag}, Protocol},
		{"201 to a GET", Response{Status: 201, ETag: tag}, Protocol},
		{"412 to a GET", Response{Status: 412, ETag: tag}, Protocol},
		{"302", Response{Status: 302}, Protocol},
		{"400", Response{Status: 400}, Protocol},
		{"403", Response{Status: 403}, Protocol},
		{"428", Response{Status: 428}, Protocol},
		{"0", Response{}, Protocol},
		{"401", Response{Status: 401}, Unauthorized},
		{"500", Response{Status: 500}, Busy},
		{"507", Response{Status: 507, RetryAfter: 86400}, Closed},
		{"a newer version's body", Response{Status: 200, ETag: wire.TagOf(1, wire.HashOf(newer)).String(), Body: newer}, Newer},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			d := w.device()
			w.tap(d, "2026/s/a", picks.Star)
			asked := 0
			w.answer = func(q Request) (Response, error) { asked++; return c.a, nil }
			s := w.sync(d, c.why)
			if asked > maxTries+1 || !s.On || s.Wait <= w.now || s.Wait > w.now+day || Pending(s, d.entries) != 1 {
				t.Errorf("asked %d times, wait %d, %d pending", asked, s.Wait-w.now, Pending(s, d.entries))
			}
			w.shows(d, "2026/s/a star")
			w.answer = nil
			w.sync(d, None)
		})
	}
	// 200 for a write, with a tag that is not of it.
	w, d := stored(t)
	w.answer = func(q Request) (Response, error) {
		a := w.server.do(q)
		if q.Method == "PUT" {
			a.ETag = tag
		}
		return a, nil
	}
	w.tap(d, "2026/s/b", picks.Star)
	w.sync(d, None) // read again, it is there
	e := w.device()
	w.answer = nil
	w.sync(e, None)
	w.shows(e, "2026/s/a star", "2026/s/b star")
}

// A server that takes less than ours, down to nothing.
func TestTooLarge(t *testing.T) {
	w := newWorld(t)
	d := w.device()
	for edition := 2014; edition < 2027; edition++ {
		for i := range 20 {
			w.tap(d, fmt.Sprintf("%d/s/%036d", edition, i), picks.Star)
		}
	}
	limit := 20_000
	w.answer = func(q Request) (Response, error) {
		if len(q.Body) > limit {
			return Response{Status: 413}, nil
		}
		return w.server.do(q), nil
	}
	s := w.sync(d, None)
	if len(s.LeftOut) == 0 || slices.Contains(s.LeftOut, "2026") || !s.SnapshotsLeftOut || len(d.shown()) != 260 {
		t.Errorf("left out %q, %d shown", s.LeftOut, len(d.shown()))
	}
	if Pending(s, d.entries) != 0 {
		t.Errorf("%d pending, of what cannot travel", Pending(s, d.entries))
	}
	limit = 100
	w.tap(d, "2026/s/x", picks.Star)
	w.sync(d, TooLarge)
	if len(d.shown()) != 261 {
		t.Errorf("%d shown", len(d.shown()))
	}
}

// The browser threw the secret away: it is said, every pick stays.
func TestLostSecret(t *testing.T) {
	w, d := stored(t)
	d.ring = Keyring{}
	w.tap(d, "2026/s/b", picks.Star)
	requests := w.server.requests
	if s := w.sync(d, Lost); !s.On || w.server.requests != requests {
		t.Errorf("%+v", s)
	}
	w.shows(d, "2026/s/a star", "2026/s/b star")
	if err := d.syncer().Pair(context.Background(), "https://sync.example", w.secret, vault.Floor{}); err != nil {
		t.Fatal(err)
	}
	if s := d.state(); s.Reason != None || Pending(s, d.entries) != 0 {
		t.Errorf("%+v", s)
	}
}

// The state is damaged, or a newer version wrote it.
func TestState(t *testing.T) {
	w, d := stored(t)
	for _, bad := range []any{"", "{", 7.0, map[string]any{}, `{"v":1,"picks":7}`, `{"v":0}`} {
		d.entries[records.SyncKey] = bad
		if s := w.sync(d, None); !s.On {
			t.Errorf("%v: sync has switched itself off", bad)
		}
		w.shows(d, "2026/s/a star")
	}
	const newer = `{"v":2,"on":"yes"}`
	d.entries[records.SyncKey] = newer
	requests := w.server.requests
	d.mustRun()
	if d.entries[records.SyncKey] != newer || w.server.requests != requests {
		t.Error("what a newer version wrote is written over")
	}
	if err := d.syncer().Pair(context.Background(), "", w.secret, vault.Floor{}); !errors.Is(err, ErrNewer) {
		t.Errorf("pairing: %v", err)
	}
	if err := d.syncer().Disconnect(); !errors.Is(err, ErrNewer) {
		t.Errorf("disconnecting: %v", err)
	}
}

// Every state of a body that a newer version extended comes back as it was.
func TestNewerFieldsStay(t *testing.T) {
	w, d := stored(t)
	keys := w.secret.Keys()
	plain, _ := keys.Open(w.server.version, w.server.body)
	b, err := register.Decode(plain)
	if err != nil {
		t.Fatal(err)
	}
	b.Rest["theme"] = `"dark"`
	b.Unrecognized["mood/2026"] = `[1,2]`
	r := b.Picks["pick/2026/s/a"]
	r.Extra = `["late"]`
	r.C++
	b.Picks["pick/2026/s/a"] = r
	b.Prev = wire.HashOf(w.server.body).String()
	w.server.version++
	w.server.body, _ = keys.Seal([24]byte{1}, w.server.version, b.Encode())
	w.tap(d, "2026/s/b", picks.Star)
	s := w.sync(d, None)
	if len(s.Notices) != 0 {
		t.Errorf("notices %q", s.Notices)
	}
	w.tap(d, "2026/s/a", picks.Must)
	w.sync(d, None)
	plain, _ = keys.Open(w.server.version, w.server.body)
	b, _ = register.Decode(plain)
	if string(b.Rest["theme"]) != `"dark"` || string(b.Unrecognized["mood/2026"]) != `[1,2]` || b.Picks["pick/2026/s/a"].Extra != `["late"]` {
		t.Errorf("%s", plain)
	}
}

// ---- time ----

// bubble is the clock of a synctest bubble.
type bubble struct{ *device }

func (bubble) Now() int64 { return time.Now().UnixMilli() }

func (bubble) Sleep(ctx context.Context, ms int64) error {
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Attack 25: storms of 429, 503, silence and 412, of a day: never more often than
// allowed, nothing dropped, and back within one wait.
func TestStorms(t *testing.T) {
	const storm = 24 * time.Hour
	seeds := uint64(20)
	if testing.Short() {
		seeds = 5
	}
	for _, c := range []struct {
		name string
		a    Response
		err  error
		most int // requests within the day
	}{
		{"503 with Retry-After", Response{Status: 503, RetryAfter: 2}, nil, 24*5 + 12},
		{"429 without", Response{Status: 429}, nil, 24*5 + 12},
		{"429 for a hundred years", Response{Status: 429, RetryAfter: 100 * 365 * 86400}, nil, 24*5 + 12},
		{"502", Response{Status: 502}, nil, 24*5 + 12},
		{"offline", Response{}, errLost, 24*5 + 12},
		{"412 and again", Response{Status: 412}, nil, (24*5 + 12) * 2 * (maxTries + 1)},
		{"507", Response{Status: 507, RetryAfter: 86400}, nil, 3},
	} {
		for seed := range seeds {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.random = rand.New(rand.NewPCG(seed, 1))
				w.server.now = func() int64 { return time.Now().UnixMilli() }
				d := w.device()
				d.clock = w.server.now
				d.sleep = bubble{d}.Sleep
				asked, raging := 0, true
				d.via = func(q Request) (Response, error) {
					if raging && (c.a.Status != 412 || q.Method == "PUT") {
						asked++
						return c.a, c.err
					}
					return w.server.do(q), nil
				}
				d.tap("2026/s/a", picks.Star)
				began := time.Now()
				for wakes := 0; time.Since(began) < storm; wakes++ {
					if wakes > 3000 {
						t.Fatalf("%s: it wakes all the time", c.name)
					}
					if !d.mustRun() {
						t.Fatal("it died")
					}
					s := d.state()
					if !s.On || Pending(s, d.entries) != 1 {
						t.Fatalf("%s: on %v, %d pending", c.name, s.On, Pending(s, d.entries))
					}
					wait := Wake(s, d.entries, d.ring, d.Now()) - d.Now()
					if wait <= 0 || c.a.Status != 507 && wait > 15*60_000 || wait > day {
						t.Fatalf("%s: it waits for %d ms", c.name, wait)
					}
					time.Sleep(time.Duration(wait) * time.Millisecond)
				}
				if asked > c.most {
					t.Errorf("%s: %d requests in a day, at most %d", c.name, asked, c.most)
				}
				raging = false
				d.mustRun()
				if s := d.state(); s.Reason != None || Pending(s, d.entries) != 0 || Wake(s, d.entries, d.ring, d.Now()) != 0 {
					t.Errorf("%s: afterwards %q", c.name, s.Reason)
				}
			})
		}
	}
}

// A person who asks in person is not kept waiting, but for a server that has too much to do.
func TestForce(t *testing.T) {
	w := newWorld(t)
	d := w.device()
	w.tap(d, "2026/s/a", picks.Star)
	asked := 0
	var a Response
	var err error
	w.answer = func(Request) (Response, error) { asked++; return a, err }
	try := func(force bool) int {
		before := asked
		if err := d.syncer().Run(context.Background(), force); err != nil {
			t.Fatal(err)
		}
		return asked - before
	}
	err = errLost
	if try(false) == 0 || try(false) != 0 || try(true) == 0 {
		t.Error("offline")
	}
	a, err = Response{Status: 503, RetryAfter: 60}, nil
	if try(true) == 0 || try(false) != 0 || try(true) != 0 {
		t.Error("busy")
	}
	d.skew = -year // the clock is put back: no wait is that long
	if try(false) == 0 {
		t.Error("it waits for a year")
	}
}

// Storage that takes nothing: what is there stays, it is said, and it is tried again,
// by itself and ever more seldom; a person does not wait.
func TestFullStorage(t *testing.T) {
	broken := errors.New("IO error: LockFile")
	for _, c := range []struct {
		name string
		bad  refusing
		why  Reason
	}{
		{"full", refusing{save: ErrFull}, Full},
		{"not written", refusing{save: broken}, Storage},
		{"not read", refusing{load: broken}, Storage},
		{"keyring not read", refusing{ring: broken}, Storage},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			d := w.device()
			w.tap(d, "2026/s/a", picks.Star)
			before := d.copy()
			refuses, bad := true, c.bad
			bad.device, bad.on = d, &refuses
			s := d.syncer()
			s.Store, s.Secrets = bad, bad
			ctx := context.Background()
			if err := s.Run(ctx, true); err == nil || errors.Is(err, ErrFull) != (c.why == Full) {
				t.Errorf("%v", err)
			}
			tries, wait := 1, int64(0)
			for began := w.now; w.now < began+day; {
				next := s.Next()
				if waits := next - w.now; waits < offlineWait || waits > 15*60_000 || waits < wait/2 {
					t.Fatalf("it waits for %d ms, after %d", waits, wait)
				}
				wait = next - w.now
				for _, e := range []Event{Changed, Page} { // taps and pages do not hurry it
					s.Handle(ctx, e)
				}
				if d.trouble.Reason != c.why || d.trouble.Tries != min(tries, 20) {
					t.Fatalf("after %d tries: %+v", tries, d.trouble)
				}
				w.now = next
				s.Handle(ctx, Alarm)
				tries++
			}
			if tries < 90 || tries > 140 { // every 12 to 15 minutes, and some more at first
				t.Errorf("%d tries in a day", tries)
			}
			s.Handle(ctx, Opened)
			if d.trouble.Wait <= w.now || fmt.Sprint(before.entries) != fmt.Sprint(d.entries) || w.server.version != 0 {
				t.Errorf("something was written, or sent: %+v", d.trouble)
			}
			if bad.load == nil && bad.ring == nil {
				if state, _, _, err := s.Inspect(); err != nil || state.Trouble.Reason != c.why {
					t.Errorf("it does not tell: %v", err)
				}
			}
			refuses = false
			s.Handle(ctx, Opened)
			if d.trouble != (Trouble{}) || d.state().Reason != None || Pending(d.state(), d.entries) != 0 || s.Next() != 0 {
				t.Errorf("with room again: %+v, %q", d.trouble, d.state().Reason)
			}
			w.shows(d, "2026/s/a star")
		})
	}
}

// Storage that is full after the vault was written: what was sent is sent again, and
// there is one version of it.
func TestFullAfterSending(t *testing.T) {
	w := newWorld(t)
	d := w.device()
	w.tap(d, "2026/s/a", picks.Star)
	refuses := false
	bad := refusing{device: d, on: &refuses, save: ErrFull}
	s := d.syncer()
	s.Store = bad
	w.answer = func(q Request) (Response, error) {
		refuses = q.Method == "PUT"
		return w.server.do(q), nil
	}
	if err := s.Run(context.Background(), true); err != ErrFull || w.server.version != 1 || d.state().Staged == nil {
		t.Fatalf("%v, version %d", err, w.server.version)
	}
	w.answer = nil
	refuses = false
	w.now = s.Next()
	s.Handle(context.Background(), Alarm)
	if w.server.version != 1 || d.state().Staged != nil || d.trouble != (Trouble{}) || s.Next() != 0 {
		t.Errorf("version %d, %+v", w.server.version, d.trouble)
	}
}

// Vaults of old secrets that cannot be struck off are tried as seldom, though the
// state itself is written each time.
func TestKeyringNotWritten(t *testing.T) {
	w, d := stored(t)
	refuses := true
	s := d.syncer()
	s.Secrets = refusing{device: d, on: &refuses, saveRing: ErrFull}
	old := vault.Secret{9}
	d.ring.Retired = []Retired{{Server: d.ring.Server, Secret: old}}
	w.answer = func(q Request) (Response, error) {
		if q.Token == old.Keys().Token {
			return Response{Status: http.StatusGone}, nil
		}
		return w.server.do(q), nil
	}
	for tries := 1; tries < 8; tries++ {
		s.Handle(context.Background(), Alarm)
		if d.trouble.Reason != Full || d.trouble.Tries != tries {
			t.Fatalf("after %d tries: %+v", tries, d.trouble)
		}
		w.now = s.Next()
	}
	refuses = false
	s.Handle(context.Background(), Alarm)
	if len(d.ring.Retired) != 0 || d.trouble != (Trouble{}) || s.Next() != 0 {
		t.Errorf("%+v, %+v", d.ring, d.trouble)
	}
}

// refusing is a device whose storage answers with errors while on is set.
type refusing struct {
	*device
	on                         *bool
	load, save, ring, saveRing error
}

func (r refusing) refusal(err error) error {
	if *r.on {
		return err
	}
	return nil
}

func (r refusing) Load() (map[string]any, error) {
	if err := r.refusal(r.load); err != nil {
		return nil, err
	}
	return r.device.Load()
}

func (r refusing) Save(entries map[string]any) error {
	if err := r.refusal(r.save); err != nil {
		return err
	}
	return r.device.Save(entries)
}

func (r refusing) LoadKeyring() (Keyring, error) {
	if err := r.refusal(r.ring); err != nil {
		return Keyring{}, err
	}
	return r.device.LoadKeyring()
}

func (r refusing) SaveKeyring(ring Keyring) error {
	if err := r.refusal(r.saveRing); err != nil {
		return err
	}
	return r.device.SaveKeyring(ring)
}

func TestServer(t *testing.T) {
	// As the browser takes it apart.
	if got, err := (Address{"http", "[::1]:8787", "[::1]", "/", false}).Server(); got != "http://[::1]:8787" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	for text, want := range map[string]string{
		"https://sync.example": "https://sync.example", " https://Sync.example:8443/ ": "https://sync.example:8443",
		"http://127.0.0.1:8787": "http://127.0.0.1:8787", "http://localhost:8787/": "http://localhost:8787", "http://[::1]:80": "http://[::1]:80",
		"http://sync.example": "", "http://127.0.0.1.example": "", "sync.example": "", "https://": "", "": "", "https://a@b.example": "",
		"https://sync.example/x": "", "https://sync.example?x": "", "https://sync.example#x": "", "ftp://sync.example": "", "javascript:alert(1)": "",
		"http://10.0.0.1": "", "https://:443": "",
	} {
		var a Address // of what is no URL at all
		if u, err := url.Parse(strings.TrimSpace(text)); err == nil {
			a = Address{u.Scheme, u.Host, u.Hostname(), u.Path, u.User != nil || u.RawQuery != "" || u.Fragment != ""}
		}
		if got, err := a.Server(); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestDue(t *testing.T) {
	w, d := stored(t)
	now := w.now
	due := func(e Event, at int64) bool { return Due(e, d.state(), d.entries, at) }
	if due(Changed, now) || due(Page, now) || !due(Page, now+pageRest) || !due(Page, now-1000) || !due(Opened, now) || !due(Started, now) || !due(Alarm, now) {
		t.Error("in rest")
	}
	if Wake(d.state(), d.entries, d.ring, now) != 0 {
		t.Error("it wakes for nothing")
	}
	w.tap(d, "2026/s/a", picks.Off)
	if !due(Changed, now) || Wake(d.state(), d.entries, d.ring, now) != now+offlineWait {
		t.Error("something is pending")
	}
	if err := d.syncer().Disconnect(); err != nil {
		t.Fatal(err)
	}
	for _, e := range []Event{Changed, Page, Opened, Started, Alarm} {
		if due(e, now) {
			t.Errorf("%s, and sync is off", e)
		}
	}
}

// Another server with the same secret: all of it goes there.
func TestMove(t *testing.T) {
	w, d := stored(t)
	old := w.server
	w.server = server{now: w.server.now}
	if err := d.syncer().Move(context.Background(), "https://other.example"); err != nil {
		t.Fatal(err)
	}
	if s := d.state(); s.Server != "https://other.example" || d.ring.Server != s.Server || s.Reason != None || len(s.Notices) != 0 || w.server.version != 1 || old.version != 1 {
		t.Errorf("%+v", s)
	}
}

// extension/background.js tells by the beginning of the state whether sync is on, and
// by a part of it whether it was ended elsewhere, without loading this program.
func TestStateAsTheWorkerReadsIt(t *testing.T) {
	off := func(text string) bool { return strings.HasPrefix(text, records.SyncOff) }
	ended := func(text string) bool {
		return strings.Contains(text, EndedGone) || strings.Contains(text, EndedRenewed)
	}
	held := func(text string) bool { return strings.Contains(text, SecretHeld) }
	ring := Keyring{Current: &vault.Secret{}}.Encode()
	empty := Keyring{Next: &vault.Secret{}, Retired: []Retired{{}}}.Encode()
	for i, c := range []struct {
		says func(string) bool
		in   string
		want bool
	}{
		{off, (&State{V: records.SyncVersion}).encode(), true},
		{off, (&State{V: records.SyncVersion, On: true}).encode(), false},
		{ended, (&State{V: records.SyncVersion, Reason: Gone}).encode(), true},
		{ended, (&State{V: records.SyncVersion, Reason: Renewed}).encode(), true},
		{ended, (&State{V: records.SyncVersion, Reason: Offline}).encode(), false},
		{held, ring, true},
		{held, empty, false},
	} {
		if c.says(c.in) != c.want {
			t.Errorf("%d: %s", i, c.in)
		}
	}
}

// What sync reads beside its own state, and beside what it alone writes of notes, is what
// wakes it when it changes.
func TestKeysAreWhatIsSynced(t *testing.T) {
	for _, r := range records.All() {
		if r.Area != records.Local {
			continue
		}
		key := r.Key + strings.Repeat("2026/s/a", min(len(r.Rest), 1))
		if Keys(key) != (key == records.SyncKey || r.Key == records.BroughtPrefix || records.Syncs(key)) {
			t.Errorf("%s is read: %v, wakes: %v", key, Keys(key), records.Syncs(key))
		}
		_, pick := picks.PickKey(key)
		if (pick || r.Key == records.TapPrefix || r.Key == records.NotePrefix) != records.Syncs(key) {
			t.Errorf("%s is of a pick: %v, wakes: %v", key, pick, records.Syncs(key))
		}
	}
}
