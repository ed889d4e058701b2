package syncer

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/vault"
)

const (
	home  = "https://sync.example"
	other = "https://other.example"
)

// pairs takes half a minute on a quiet machine; make converge sets it.
var pairs = flag.Bool("pairs", false, "two faults in every action, at every two points")

// people is a cloud and devices that begin with sync off.
type people struct {
	*testing.T
	now     int64
	cloud   *cloud
	random  *rand.Rand
	devices []*device
	// answer is what the network makes of a device's request; nil asks the cloud.
	answer func(d *device, q Request) (Response, error)
}

func newPeople(t *testing.T) *people {
	p := &people{T: t, now: epoch, random: rand.New(rand.NewPCG(3, 4))}
	p.cloud = newCloud(func() int64 { return p.now })
	return p
}

func (p *people) device() *device {
	d := &device{disk: disk{entries: map[string]any{}}, clock: func() int64 { return p.now }, random: p.random}
	d.via = func(q Request) (Response, error) {
		p.now += 10
		if p.answer != nil {
			return p.answer(d, q)
		}
		return p.cloud.do(q), nil
	}
	p.devices = append(p.devices, d)
	return d
}

// pair turns sync on for the first of the devices, and pairs the others with it.
func (p *people) pair(devices ...*device) vault.Secret {
	p.Helper()
	ctx := context.Background()
	p.must(devices[0].syncer().TurnOn(ctx, home))
	code := *devices[0].ring.Current
	for _, d := range devices[1:] {
		p.must(d.syncer().Pair(ctx, home, code, vault.Floor{}))
	}
	p.quiet()
	return code
}

func (p *people) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// quiet lets everything come to rest: browsers start, and nothing fails any more.
func (p *people) quiet() {
	p.answer = nil
	for range 3 {
		for _, d := range p.devices {
			d.step, d.fail = nil, nil
			p.now += day
			d.syncer().Handle(context.Background(), Started)
		}
	}
}

func (p *people) tap(d *device, key string) {
	p.now += 5000
	d.tap(key, picks.Star)
}

// stateOf is d's state, also of one that never synced.
func stateOf(d *device) *State {
	s, ok := LoadState(d.entries[records.SyncKey])
	if !ok {
		panic("the state cannot be read")
	}
	return s
}

// whole returns what is wrong with a device's state and keyring beside each other, once
// its program has begun anew.
func whole(d *device) error {
	s, ring := stateOf(d), d.ring
	switch {
	case s.On && ring.Current == nil:
		return errors.New("on without a secret")
	case !s.On && ring.Current != nil:
		return errors.New("off, and the secret is still there")
	case !s.On && ring.Next != nil:
		return errors.New("off, and a new secret is there")
	}
	for _, e := range ring.Retired {
		if ring.Current != nil && e.Secret == *ring.Current {
			return errors.New("the secret in use is to be retired")
		}
	}
	for _, e := range ring.Departed {
		if ring.Current != nil && e.Secret == *ring.Current {
			return errors.New("the notes of the secret in use are to be deleted")
		}
	}
	return nil
}

// A6: renewed while the deletion of the old vault was lost, turned off, and paired with
// the old code again: nothing deletes the vault that was just joined. Likewise where the
// renewal came no further than any other step.
func TestBackToAnOldCode(t *testing.T) {
	ctx := context.Background()
	for lost := 0; ; lost++ { // requests from there on
		for _, arrives := range []bool{false, true} {
			p := newPeople(t)
			a, b := p.device(), p.device()
			code := p.pair(a, b)
			n := 0
			p.answer = func(_ *device, q Request) (Response, error) {
				if n++; n > lost {
					if arrives && n == lost+1 && q.Method != "DELETE" {
						p.cloud.do(q)
					}
					return Response{}, errLost
				}
				return p.cloud.do(q), nil
			}
			why, err := a.syncer().Rotate(ctx)
			p.must(err)
			p.answer = nil
			if why == None {
				if lost < 4 {
					t.Fatalf("renewed with %d requests", lost)
				}
				return
			}
			p.must(a.syncer().Disconnect())
			if a.ring.Current != nil {
				t.Error("turned off, and the secret is still there")
			}
			p.must(a.syncer().Pair(ctx, home, code, vault.Floor{}))
			p.tap(a, "2026/s/a")
			a.syncer().Handle(ctx, Changed)
			p.quiet()
			if v := p.cloud.vault(home, code); v.gone || !stateOf(a).On || stateOf(a).Reason != None || a.ring.Current == nil || *a.ring.Current != code {
				t.Fatalf("%d requests, arrives %v: gone %v, on %v, %q", lost, arrives, v.gone, stateOf(a).On, stateOf(a).Reason)
			}
			if !stateOf(b).On { // it was told that the code was being renewed
				p.must(b.syncer().Pair(ctx, home, code, vault.Floor{}))
			}
			p.quiet()
			if b.shown()["pick/2026/s/a"] != "star" {
				t.Errorf("%d requests, arrives %v: the other device shows %v", lost, arrives, b.shown())
			}
		}
	}
}

// A7: two devices renew at once, the one at every step of the other, and whatever
// request or answer of either is lost: one of them has a new code that works. The other
// is told, keeps what it had, and is in again when it is paired with that code.
func TestTwoRenewAtOnce(t *testing.T) {
	ctx := context.Background()
	first, second := 0, 0
	for at, more := 0, true; more; at++ {
		for whose := range 2 {
			for drop, left := 0, true; left; drop++ { // 0 for none
				p := newPeople(t)
				a, b := p.device(), p.device()
				code := p.pair(a, b)
				p.tap(a, "2026/s/a")
				p.tap(b, "2026/s/b")
				requests, began := [2]int{}, false
				p.answer = func(d *device, q Request) (Response, error) {
					i := slices.Index(p.devices, d)
					if i == 0 && requests[0] == at && !began {
						began = true
						_, err := b.syncer().Rotate(ctx)
						p.must(err)
					}
					requests[i]++
					if i == whose && requests[i] == (drop+1)/2 && drop > 0 {
						if drop%2 == 0 {
							p.cloud.do(q)
						}
						return Response{}, errLost
					}
					return p.cloud.do(q), nil
				}
				_, err := a.syncer().Rotate(ctx)
				p.must(err)
				if !began {
					_, err := b.syncer().Rotate(ctx)
					p.must(err)
				}
				more, left = began, requests[whose] >= (drop+1)/2
				p.quiet()
				where := fmt.Sprintf("b at request %d of a, %d of %d lost", at, drop, whose)
				won, lost := a, b
				if stateOf(b).On {
					won, lost = b, a
					second++
				} else {
					first++
				}
				switch s := stateOf(won); {
				case !s.On || s.Reason != None || won.ring.Renewing():
					t.Fatalf("%s: nobody has won: %q and %q", where, s.Reason, stateOf(lost).Reason)
				case stateOf(lost).On:
					t.Fatalf("%s: both say that all is synced, and one is alone", where)
				}
				if why := stateOf(lost).Reason; why != Renewed && why != Gone || whole(lost) != nil || whole(won) != nil {
					t.Fatalf("%s: the other is told %q, %v, %v", where, why, whole(lost), whole(won))
				}
				if len(lost.shown()) == 0 || !p.cloud.vault(home, code).gone || *won.ring.Current == code {
					t.Fatalf("%s: %v is left, or the old code works", where, lost.shown())
				}
				p.must(lost.syncer().Pair(ctx, home, *won.ring.Current, vault.Floor{}))
				p.quiet()
				for _, d := range p.devices {
					if s := stateOf(d); len(d.shown()) != 2 || s.Reason != None || !s.On {
						t.Fatalf("%s: afterwards %v, %q", where, d.shown(), s.Reason)
					}
				}
			}
		}
	}
	if first < 20 || second < 20 {
		t.Errorf("won: %d and %d", first, second)
	}
}

// story is a device that does something, and what has to be true then, wherever it was
// interrupted.
type story struct {
	name string
	// set makes the people, the last of whom does act, and the codes that its device may
	// have afterwards: those that it is told of, or none.
	set func(p *people) (act func() error)
	// may reports whether the secret, nil for none, is one that the device may end with.
	may func(p *people, before, after *vault.Secret) bool
}

func stories() []story {
	ctx := context.Background()
	same := func(_ *people, before, after *vault.Secret) bool {
		return before != nil && after != nil && *before == *after
	}
	someOrSame := func(_ *people, before, after *vault.Secret) bool { return after != nil || before == nil }
	ended := func(p *people, before, after *vault.Secret) bool { return after == nil || same(p, before, after) }
	rotate := func(d *device) func() error {
		return func() error { _, err := d.syncer().Rotate(ctx); return err }
	}
	return []story{
		{"turn on", func(p *people) func() error {
			d := p.device()
			return func() error { return d.syncer().TurnOn(ctx, home) }
		}, someOrSame},
		{"pair", func(p *people) func() error {
			code := p.pair(p.device())
			d := p.device()
			return func() error { return d.syncer().Pair(ctx, home, code, vault.Floor{}) }
		}, someOrSame},
		{"pair with another", func(p *people) func() error {
			code := p.pair(p.device())
			d := p.device()
			p.pair(d)
			return func() error { return d.syncer().Pair(ctx, home, code, vault.Floor{}) }
		}, someOrSame},
		{"pair after the browser lost the secret", func(p *people) func() error {
			a, d := p.device(), p.device()
			code := p.pair(a, d)
			d.ring = Keyring{}
			d.syncer().Handle(ctx, Started)
			return func() error { return d.syncer().Pair(ctx, home, code, vault.Floor{}) }
		}, func(*people, *vault.Secret, *vault.Secret) bool { return true }},
		{"disconnect", func(p *people) func() error {
			d := p.device()
			p.pair(d)
			return d.syncer().Disconnect
		}, ended},
		{"delete", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			return func() error { _, err := d.syncer().Delete(ctx); return err }
		}, ended},
		{"renew", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			return rotate(d)
		}, someOrSame},
		{"renew beside another", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			p.answer = func(_ *device, q Request) (Response, error) {
				if q.Method == "PUT" {
					p.answer = nil
					p.must(rotate(a)())
				}
				return p.cloud.do(q), nil
			}
			return rotate(d)
		}, func(p *people, before, after *vault.Secret) bool { return true }},
		{"sync after another has renewed", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			p.must(rotate(a)())
			return func() error { return d.syncer().Run(ctx, true) }
		}, ended},
		{"sync while another renews", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			p.answer = func(_ *device, q Request) (Response, error) {
				if q.Method == "DELETE" {
					return Response{}, errLost
				}
				return p.cloud.do(q), nil
			}
			p.must(rotate(a)())
			return func() error { return d.syncer().Run(ctx, true) }
		}, ended},
		{"move", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			return func() error { return d.syncer().Move(ctx, other) }
		}, same},
		{"move while renewing", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			p.answer = func(_ *device, q Request) (Response, error) {
				if q.Method == "DELETE" {
					return Response{}, errLost
				}
				return p.cloud.do(q), nil
			}
			p.must(rotate(d)())
			p.answer = nil
			return func() error { return d.syncer().Move(ctx, other) }
		}, same},
		{"back to the old code", func(p *people) func() error {
			a, d := p.device(), p.device()
			code := p.pair(a, d)
			p.answer = func(_ *device, q Request) (Response, error) {
				if q.Method == "DELETE" {
					return Response{}, errLost
				}
				return p.cloud.do(q), nil
			}
			p.must(rotate(d)())
			p.answer = nil
			p.must(d.syncer().Disconnect())
			return func() error { return d.syncer().Pair(ctx, home, code, vault.Floor{}) }
		}, someOrSame},
		{"as 0.1.0 left it when it was killed while turning off", func(p *people) func() error {
			a, d := p.device(), p.device()
			p.pair(a, d)
			s := stateOf(d)
			s.On, s.Turn = false, 0
			d.entries[records.SyncKey] = s.encode()
			d.ring.Turn = 0
			return func() error { d.syncer().Handle(ctx, Started); return nil }
		}, func(_ *people, _, after *vault.Secret) bool { return after == nil }},
	}
}

// A8: a program that dies, or storage or keyring that refuse, before and after each
// single write of every action, and with -pairs once more while that is mended: a device is on with
// a secret or off without one, the one before or the one after, and every pick is there.
func TestEveryWriteOfEveryAction(t *testing.T) {
	broken := errors.New("IO error")
	for _, c := range stories() {
		t.Run(c.name, func(t *testing.T) {
			points := 0
			for _, refuses := range []bool{false, true} {
				for at, done := 0, false; !done; at++ {
					again := 0
					for more := true; more; again++ {
						p := newPeople(t)
						act := c.set(p)
						d := p.devices[len(p.devices)-1]
						for i, d := range p.devices {
							p.tap(d, fmt.Sprintf("2026/s/%d", i))
							d.note("2026/s/9", fmt.Sprint(i))
						}
						before := d.ring.Current
						strike := func(n int) (struck *bool) {
							struck = new(bool)
							hit := func() bool {
								n--
								*struck = *struck || n < 0
								return n == -1
							}
							if refuses {
								d.step, d.fail = nil, func(string) error {
									if hit() {
										return broken
									}
									return nil
								}
							} else {
								d.fail, d.step = nil, func(bool) {
									if hit() {
										panic(killed{})
									}
								}
							}
							return struck
						}
						first := strike(at)
						_, _ = d.act(act)
						second := strike(again)
						_, _ = d.act(func() error { d.syncer().Handle(context.Background(), Started); return nil })
						more = *first && *second && *pairs
						if !*first {
							done = true
						}
						points++
						where := fmt.Sprintf("refuses %v at %d, then at %d", refuses, at, again)
						d.step, d.fail = nil, nil
						if s, _, ring, err := d.syncer().Inspect(); err != nil || s.On != (ring.Current != nil) && s.Reason != Lost {
							t.Fatalf("%s: shown is on %v with a secret %v, %v", where, s.On, ring.Current != nil, err)
						}
						p.now += day
						d.syncer().Handle(context.Background(), Started)
						if err := whole(d); err != nil && stateOf(d).Reason != Lost {
							t.Fatalf("%s: %v", where, err)
						}
						if !c.may(p, before, d.ring.Current) {
							t.Fatalf("%s: from %v to %v", where, before, d.ring.Current)
						}
						p.quiet()
						for i, d := range p.devices {
							if d.shown()[fmt.Sprintf("pick/2026/s/%d", i)] != "star" {
								t.Fatalf("%s: device %d shows %v", where, i, d.shown())
							}
							if !slices.Contains(d.reads()["2026/s/9"], fmt.Sprint(i)) {
								t.Fatalf("%s: device %d says %v", where, i, d.reads())
							}
							if s := stateOf(d); s.On && s.Reason != Lost && (s.Reason != None || len(d.ring.Retired) > 0 && d.ring.here(d.ring.Retired[0]) || whole(d) != nil) {
								t.Fatalf("%s: device %d does not come to rest: %q, %v, %d retired", where, i, s.Reason, whole(d), len(d.ring.Retired))
							}
						}
						for i, e := range p.devices { // who has the same code has the same picks
							for j, f := range p.devices[:i] {
								if stateOf(e).On && stateOf(f).On && e.ring.Current != nil && f.ring.Current != nil && *e.ring.Current == *f.ring.Current &&
									e.ring.Server == f.ring.Server && (len(e.shown()) != len(f.shown()) || len(e.reads()["2026/s/9"]) != len(f.reads()["2026/s/9"])) {
									t.Fatalf("%s: devices %d and %d show %v and %v, and say %v and %v", where, i, j, e.shown(), f.shown(), e.reads(), f.reads())
								}
							}
						}
					}
				}
			}
			if points < 6 {
				t.Errorf("only %d points", points)
			}
		})
	}
}

// What is to be deleted is deleted where it is: a retired secret of the server that the
// device has left is not looked for at the new one, and an old server that is silent
// holds nothing up.
func TestRetiredAtTheOldServer(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	d := p.device()
	old := p.pair(d)
	silent := true
	p.answer = func(_ *device, q Request) (Response, error) {
		if q.Method == "DELETE" || silent && q.Server == home {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	silent = false
	if why, err := d.syncer().Rotate(ctx); why != Offline || err != nil {
		t.Fatal(why, err)
	}
	asked := map[string]int{}
	silent = true
	answer := p.answer
	p.answer = func(d *device, q Request) (Response, error) {
		asked[q.Server+" "+q.Token.ID().String()]++
		if q.Server == other && q.Method == "DELETE" {
			t.Error("something is deleted at the new server")
		}
		return answer(d, q)
	}
	p.must(d.syncer().Move(ctx, other))
	for range 10 {
		p.now += 3600_000
		p.must(d.syncer().Run(ctx, true))
		if s := stateOf(d); s.Reason != None || Wake(s, d.entries, d.ring, p.now) != 0 {
			t.Fatalf("the old server holds it up: %q", s.Reason)
		}
	}
	id := old.Keys().ID.String()
	if asked[home+" "+id] != 1 || asked[other+" "+id] != 0 {
		t.Errorf("asked %v", asked)
	}
	p.quiet()
	if !p.cloud.vault(home, old).gone || len(d.ring.Retired) != 0 || stateOf(d).Reason != None {
		t.Errorf("the old vault is still there: %+v", d.ring)
	}
}

// The keyring of 0.1.0 is read: what it retired is at the server that it names.
func TestKeyringOf010(t *testing.T) {
	secret, retired := vault.Secret{1}, vault.Secret{2}
	old, err := json.Marshal(map[string]any{"server": home, "current": secret, "retired": []vault.Secret{retired}})
	if err != nil {
		t.Fatal(err)
	}
	ring, err := DecodeKeyring(string(old))
	if err != nil {
		t.Fatal(err)
	}
	p := newPeople(t)
	d := p.device()
	d.ring = ring
	d.entries[records.SyncKey] = (&State{V: records.SyncVersion, On: true, Server: home}).encode()
	v := p.cloud.vault(home, retired)
	v.version, v.body = 3, []byte("x")
	_, _, look, err := d.syncer().Inspect()
	if err != nil || len(look.Retired) != 1 || look.Retired[0].Server != home || look.Retired[0].Secret != retired {
		t.Fatalf("%+v, %v", look, err)
	}
	p.quiet()
	if !v.gone || len(d.ring.Retired) != 0 || *d.ring.Current != secret || stateOf(d).Reason != None {
		t.Errorf("%+v, %q", d.ring, stateOf(d).Reason)
	}
	for text, want := range map[string]int{`{"server":"","current":null,"retired":null}`: 0, string(old): 1} {
		if ring, err := DecodeKeyring(text); err != nil || len(ring.Retired) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	// It comes back as it was written.
	full := Keyring{Server: home, Current: &secret, Next: &vault.Secret{3}, Retired: []Retired{{Server: home, Secret: retired, For: "x", Sent: true, Wait: 5}}, Turn: 7}
	text := full.Encode()
	again, err := DecodeKeyring(text)
	if err != nil || fmt.Sprintf("%+v", again.Retired) != fmt.Sprintf("%+v", full.Retired) || *again.Next != *full.Next || again.Turn != 7 {
		t.Errorf("%s, %v", text, err)
	}
}

// An older copy of the keyring deletes nothing: what it retired may be in use again.
func TestOlderKeyring(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b := p.device(), p.device()
	old := p.pair(a, b)
	p.answer = func(_ *device, q Request) (Response, error) {
		if q.Method == "DELETE" {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	_, err := a.syncer().Rotate(ctx)
	p.must(err)
	p.answer = nil
	copied := a.ring
	if len(copied.Retired) != 1 {
		t.Fatalf("%+v", copied)
	}
	p.must(a.syncer().Pair(ctx, home, old, vault.Floor{}))
	p.must(b.syncer().Pair(ctx, home, old, vault.Floor{}))
	a.ring = copied
	p.quiet()
	if p.cloud.vault(home, old).gone || stateOf(b).Reason != None || whole(a) != nil || whole(b) != nil {
		t.Errorf("gone %v, %q", p.cloud.vault(home, old).gone, stateOf(b).Reason)
	}
}

// The same where the program died after it had written the keyring with the old code, and
// before the state said that it was joined: an older copy that is put back then looks like
// a keyring that was not written.
func TestOlderKeyringAfterAKill(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a := p.device()
	old := p.pair(a)
	p.answer = func(_ *device, q Request) (Response, error) {
		if q.Method == "DELETE" {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	_, err := a.syncer().Rotate(ctx)
	p.must(err)
	p.answer = nil
	copied := a.ring
	a.kept = func(_, after Keyring) {
		if after.Current != nil && *after.Current == old {
			panic(killed{})
		}
	}
	if alive, err := a.act(func() error { return a.syncer().Pair(ctx, home, old, vault.Floor{}) }); alive || err != nil {
		t.Fatalf("alive %v, %v", alive, err)
	}
	a.kept, a.ring = nil, copied
	p.quiet()
	if p.cloud.vault(home, old).gone || whole(a) != nil {
		t.Errorf("gone %v, %v", p.cloud.vault(home, old).gone, whole(a))
	}
}

// Storage that was lost, with a secret that was not: sync is on, and brings the picks
// back. Lost after it was turned off, it stays off.
func TestLostStorage(t *testing.T) {
	p := newPeople(t)
	d := p.device()
	p.tap(d, "2026/s/a")
	p.pair(d)
	d.entries = map[string]any{}
	p.quiet()
	if d.shown()["pick/2026/s/a"] != "star" || !stateOf(d).On || whole(d) != nil {
		t.Errorf("%v, %v", d.shown(), whole(d))
	}
	p.must(d.syncer().Disconnect())
	d.entries = map[string]any{}
	p.quiet()
	if stateOf(d).On || d.ring.Current != nil {
		t.Error("on again")
	}
}

// A server that takes no new vaults: the code stays as it was, on every device.
func TestRenewAtAClosedServer(t *testing.T) {
	p := newPeople(t)
	a, b := p.device(), p.device()
	code := p.pair(a, b)
	p.answer = func(_ *device, q Request) (Response, error) {
		if q.NoneMatch == "*" {
			return Response{Status: 507, RetryAfter: 86400}, nil
		}
		return p.cloud.do(q), nil
	}
	if why, err := a.syncer().Rotate(context.Background()); why != Closed || err != nil {
		t.Errorf("%q, %v", why, err)
	}
	p.quiet()
	for _, d := range p.devices {
		if s := stateOf(d); !s.On || s.Reason != None || *d.ring.Current != code || d.ring.Renewing() {
			t.Errorf("%q, %+v", s.Reason, d.ring)
		}
	}
}

// A renewal that is under way is gone on with by itself; to ask for it again is to ask
// for the same one.
func TestRenewalGoesOn(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	d := p.device()
	code := p.pair(d)
	silent := 3 // requests are answered
	p.answer = func(_ *device, q Request) (Response, error) {
		if silent--; silent < 0 {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	why, err := d.syncer().Rotate(ctx)
	if why != Offline || err != nil || !d.ring.Renewing() || Wake(stateOf(d), d.entries, d.ring, p.now) == 0 {
		t.Fatalf("%q, %v, %+v", why, err, d.ring)
	}
	next := d.ring.Next
	if why, err := d.syncer().Rotate(ctx); why != Offline || err != nil || d.ring.Next == nil || *d.ring.Next != *next {
		t.Fatalf("again: %q, %v", why, err)
	}
	p.quiet()
	if *d.ring.Current != *next || d.ring.Renewing() || !p.cloud.vault(home, code).gone || stateOf(d).Reason != None {
		t.Errorf("%+v", d.ring)
	}
}

// The new vault of a renewal that was second is deleted where it was made, so that
// nobody is paired with a vault of nobody's.
func TestSecondRenewalLeavesNoVault(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b := p.device(), p.device()
	p.pair(a, b)
	p.answer = func(d *device, q Request) (Response, error) {
		if d == b && q.Match != "" { // it has made its vault, and is about to write its mark
			p.answer = func(d *device, q Request) (Response, error) {
				if q.Method == "DELETE" && d == a {
					return Response{}, errLost
				}
				return p.cloud.do(q), nil
			}
			_, err := a.syncer().Rotate(ctx)
			p.must(err)
		}
		return p.cloud.do(q), nil
	}
	if why, err := b.syncer().Rotate(ctx); why != Renewed && why != Gone || err != nil {
		t.Errorf("%q, %v", why, err)
	}
	p.quiet()
	alive := 0
	for _, v := range p.cloud.vaults {
		if v.version > 0 && !v.gone {
			alive++
		}
	}
	if alive != 1 {
		t.Errorf("%d vaults are left", alive)
	}
}

// Beside 0.1.0, which does not heed marks: if 0.1.0 deletes the old vault before this
// device has asked for that, it is told that its renewal does not count.
func TestRenewBesideOldVersion(t *testing.T) {
	ctx := context.Background()
	won, lost := 0, 0
	for at, began := 0, true; began; at++ {
		p := newPeople(t)
		a, b := p.device(), p.device()
		p.pair(a, b)
		p.tap(a, "2026/s/a")
		b.old = true
		requests, deleted, asked := 0, false, false
		began = false
		p.answer = func(d *device, q Request) (Response, error) {
			if d == a {
				asked = asked || q.Method == "DELETE"
				if requests == at && !deleted { // after that b is told, and has nothing to renew
					began = true
					_, err := b.oldSyncer().Rotate(ctx)
					p.must(err)
				}
				requests++
			}
			r := p.cloud.do(q)
			deleted = deleted || d == a && r.Status == 204
			return r, nil
		}
		_, err := a.syncer().Rotate(ctx)
		p.must(err)
		p.answer = nil
		p.must(a.syncer().Run(ctx, true))
		s := stateOf(a)
		if deleted && !s.On || !deleted && !asked && s.On || whole(a) != nil || !s.On && s.Reason != Gone && s.Reason != Renewed || len(a.shown()) != 1 {
			t.Errorf("at %d: on %v, %q, deleted %v, %v", at, s.On, s.Reason, deleted, a.shown())
		}
		if s.On {
			won++
		} else {
			lost++
		}
	}
	if won < 2 || lost < 4 {
		t.Errorf("won %d, lost %d", won, lost)
	}
}

// 0.1.0 that is moved carries a mark along to another server, where it says nothing.
func TestMarkCarriedAlong(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b, c := p.device(), p.device(), p.device()
	code := p.pair(a, b)
	b.old = true
	p.answer = func(d *device, q Request) (Response, error) {
		if d == a && q.Method == "DELETE" {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	_, err := a.syncer().Rotate(ctx)
	p.must(err)
	p.must(b.oldSyncer().Run(ctx, true))
	p.must(b.oldSyncer().Move(ctx, other))
	p.must(c.syncer().Pair(ctx, other, code, vault.Floor{}))
	p.tap(c, "2026/s/a")
	p.must(c.syncer().Run(ctx, true))
	if s := stateOf(c); !s.On || s.Reason != None {
		t.Errorf("on %v, %q", s.On, s.Reason)
	}
}

// 0.1.0 has read a mark that it did not understand, and is updated: it is told, though
// the server has nothing new for it.
func TestMarkReadBefore(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b := p.device(), p.device()
	p.pair(a, b)
	b.old = true
	p.answer = func(d *device, q Request) (Response, error) {
		if d == a && q.Method == "DELETE" {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	_, err := a.syncer().Rotate(ctx)
	p.must(err)
	for range 2 {
		p.must(b.oldSyncer().Run(ctx, true))
	}
	b.old = false
	p.must(b.syncer().Run(ctx, true))
	if s := stateOf(b); s.On || s.Reason != Renewed || whole(b) != nil {
		t.Errorf("on %v, %q", s.On, s.Reason)
	}
}

// A profile was copied while its code was being renewed: the copies renew to the same
// code, and whichever is slower or was turned off is in again when it is paired with it.
func TestCopiedWhileRenewing(t *testing.T) {
	ctx := context.Background()
	p := newPeople(t)
	a, b := p.device(), p.device()
	p.pair(a)
	p.answer = func(_ *device, q Request) (Response, error) { // the new vault is there, and no mark
		if a.ring.Next != nil && q.Match != "" {
			return Response{}, errLost
		}
		return p.cloud.do(q), nil
	}
	_, err := a.syncer().Rotate(ctx)
	p.must(err)
	p.answer = nil
	b.disk = a.disk.copy()
	p.tap(a, "2026/s/a")
	p.must(b.syncer().Disconnect())
	p.quiet()
	if len(b.ring.Retired) != 1 || !stateOf(a).On || a.ring.Renewing() {
		t.Fatalf("%+v, %+v", a.ring, b.ring)
	}
	p.must(b.syncer().Pair(ctx, home, *a.ring.Current, vault.Floor{}))
	p.quiet()
	for i, d := range p.devices {
		if s := stateOf(d); !s.On || s.Reason != None || len(d.shown()) != 1 || len(d.ring.Retired) != 0 {
			t.Errorf("device %d: on %v, %q, %v", i, s.On, s.Reason, d.shown())
		}
	}
}
