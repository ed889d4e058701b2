package syncer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/backup"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// event is what a person does beside tapping and syncing.
type event int

const (
	renewing event = iota
	renewingAtOnce
	pairing
	moving
	turningOff
	turningOn
	deleting
	importing
	friends
	olderKeyring
	numEvents
)

func (e event) String() string {
	return [...]string{"renewals", "begun within another's", "pairings by an old code or a new", "moves", "turned off", "turned on", "deleted",
		"backups taken in", "friends' pictures taken in", "older keyrings"}[e]
}

// life is what is known of it.
type life struct {
	codes   []code
	devices []owner
	parent  map[vault.Secret]vault.Secret // of a secret that was made by renewing
	// excused are secrets whose renewal may lead to more than one vault: somebody went back to
	// one, moved, copied a profile, or 0.1.0 renewed.
	excused map[vault.Secret]bool
	busy    map[int]bool
	calm    bool // nobody goes back, moves, or puts a copy back: what was renewed goes on in one vault
	wrong   error
	played  [numEvents]int
}

// code is a code that a person has seen, and where.
type code struct {
	secret vault.Secret
	server string
}

// owner is what a person did with a device.
type owner struct {
	joined   map[vault.Secret]bool // in person, and not renewed since
	joining  *vault.Secret         // by the person, now
	deleting bool
	rings    []Keyring // that it had
}

var errBroken = errors.New("IO error")

func newLife(first vault.Secret) *life {
	return &life{codes: []code{{first, home}}, parent: map[vault.Secret]vault.Secret{}, excused: map[vault.Secret]bool{}, busy: map[int]bool{}}
}

// kept is told of every change of a keyring.
func (l *life) kept(i int, before, after Keyring) {
	l.devices[i].rings = append(l.devices[i].rings, before)
	if after.Current != nil && before.Current != nil && *after.Current != *before.Current {
		retired := slices.ContainsFunc(after.Retired, func(e Retired) bool { return e.Secret == *before.Current })
		if retired && (before.Next == nil || *before.Next == *after.Current) { // not joined in person
			l.parent[*after.Current] = *before.Current
			if before.Next == nil { // by 0.1.0
				l.excused[*before.Current] = true
			}
		}
	}
	if j := l.devices[i].joining; j != nil && after.Current != nil && *after.Current == *j {
		l.devices[i].joined[*j], l.excused[*j], l.devices[i].joining = true, true, nil
	}
	for _, e := range after.Retired {
		if !slices.ContainsFunc(before.Retired, func(o Retired) bool { return o.Secret == e.Secret }) {
			delete(l.devices[i].joined, e.Secret)
		}
	}
	if after.Current != nil && !slices.Contains(l.codes, code{*after.Current, after.Server}) {
		l.codes = append(l.codes, code{*after.Current, after.Server})
	}
}

// beside sees a request of device i, and lets another device do something while it is on its
// way.
func (s *schedule) beside(i int, q Request) error {
	l := s.life
	d := s.devices[i]
	if q.Method == "DELETE" && !d.old && !l.devices[i].deleting {
		for secret := range l.devices[i].joined {
			if secret.Keys().Token == q.Token {
				return fmt.Errorf("device %d deletes a vault that it has joined", i)
			}
		}
	}
	for _, e := range d.ring.Retired {
		if !d.old && e.Server != "" && e.Server != q.Server && e.Secret.Keys().Token == q.Token {
			return fmt.Errorf("device %d looks for what it retired at another server", i)
		}
	}
	if j := s.IntN(len(s.devices)); !l.busy[j] && len(l.busy) < 3 && s.faultsAtAll() && s.IntN(8) == 0 {
		if s.IntN(2) == 0 {
			l.played[renewingAtOnce]++
			return s.renew(j)
		}
		return s.sync(j)
	}
	return nil
}

// faultsAtAll is false when everything is to come to rest.
func (s *schedule) faultsAtAll() bool { return s.devices[0].step != nil }

// do lets device i do something, and checks the result.
func (s *schedule) do(i int, f func(d *device) error) error {
	l := s.life
	if l.busy[i] {
		return nil
	}
	l.busy[i] = true
	alive, err := s.devices[i].act(func() error { return f(s.devices[i]) })
	s.tell("device %d did: alive %v, %v, on %v, why %q", i, alive, err, s.devices[i].state().On, s.devices[i].state().Reason)
	delete(l.busy, i)
	if l.wrong != nil {
		return l.wrong
	}
	if err != nil && err != ErrNotOn && err.Error() != ErrNotOn.Error() && !(s.faults.storage && (errors.Is(err, ErrFull) || errors.Is(err, errBroken))) {
		return err
	}
	return s.look(i)
}

func (s *schedule) renew(i int) error {
	return s.do(i, func(d *device) (err error) {
		if d.old {
			_, err = d.oldSyncer().Rotate(context.Background())
		} else {
			_, err = d.syncer().Rotate(context.Background())
		}
		return err
	})
}

func (s *schedule) pair(i int, c code) error {
	return s.do(i, func(d *device) error {
		if !d.old { // what 0.1.0 joins it may still have among what it retired
			s.life.devices[i].joining = &c.secret
		}
		s.life.excused[c.secret] = true
		defer func() { s.life.devices[i].joining = nil }()
		if d.old {
			return d.oldSyncer().Pair(context.Background(), c.server, c.secret, vault.Floor{})
		}
		return d.syncer().Pair(context.Background(), c.server, c.secret, vault.Floor{})
	})
}

// live lets one thing happen on device i.
func (s *schedule) live(i int) error {
	l := s.life
	d := s.devices[i]
	e := event(s.IntN(int(numEvents)))
	if l.calm && (e == pairing || e == moving || e == olderKeyring) {
		e = renewing
	}
	if e == renewingAtOnce || e == deleting && s.IntN(2) == 0 {
		e = renewing
	}
	l.played[e]++
	s.tell("device %d: %s", i, e)
	ctx := context.Background()
	switch e {
	case renewing:
		return s.renew(i)
	case pairing:
		return s.pair(i, l.codes[s.IntN(len(l.codes))])
	case moving:
		server := []string{home, other}[s.IntN(2)]
		return s.do(i, func(d *device) error {
			if c := d.ring.Current; c != nil && d.state().On {
				if !d.old {
					l.devices[i].joining = c
				}
				l.excused[*c] = true
				defer func() { l.devices[i].joining = nil }()
			}
			if n := d.ring.Next; n != nil {
				l.excused[*n] = true
			}
			if d.old {
				return d.oldSyncer().Move(ctx, server)
			}
			return d.syncer().Move(ctx, server)
		})
	case turningOff:
		return s.do(i, func(d *device) error {
			if d.old {
				return d.oldSyncer().Disconnect()
			}
			return d.syncer().Disconnect()
		})
	case turningOn:
		return s.do(i, func(d *device) error {
			if d.old {
				return nil
			}
			return d.syncer().TurnOn(ctx, home)
		})
	case deleting:
		return s.do(i, func(d *device) error {
			if d.old {
				return nil
			}
			l.devices[i].deleting = true
			defer func() { l.devices[i].deleting = false }()
			_, err := d.syncer().Delete(ctx)
			return err
		})
	case importing: // of any device's
		s.now += 2 * second
		data := backup.Export(s.devices[s.IntN(len(s.devices))].entries)
		r, err := backup.Import(data, d.entries, d.Now())
		if err != nil {
			return err
		}
		maps.Copy(d.entries, r.Entries)
		for name := range r.Entries {
			s.tapped(i, name)
		}
	case friends: // what is in it becomes mine; sometimes the rest goes
		s.now += 2 * second
		replace := s.IntN(2) == 0
		for _, key := range names[:s.keys] {
			name := records.PickPrefix + key
			m, _ := d.entries[name].(map[string]any)
			was := m["state"]
			state := picks.State(s.IntN(3))
			if state == picks.Off && !replace || state != picks.Off && !replace && was != nil && was != "off" || state == picks.Off && (was == nil || was == "off") {
				continue
			}
			d.tap(key, state)
			s.tapped(i, name)
		}
	case olderKeyring:
		rings := l.devices[i].rings
		if len(rings) == 0 || l.busy[i] || d.old {
			return nil
		}
		d.ring = rings[s.IntN(len(rings))]
		s.tell("   device %d has again %s", i, ringText(d.ring))
		for _, c := range l.codes {
			l.excused[c.secret] = true
		}
	}
	return nil
}

// tapped records what device i's record says now.
func (s *schedule) tapped(i int, name string) {
	m, ok := s.devices[i].entries[name].(map[string]any)
	if !ok || !register.Travels(name) {
		return
	}
	state, _ := picks.ParseState(m["state"].(string))
	t := tapped{state: state, at: int64(m["tapped"].(float64))}
	if seen, ok := m["seen"].(string); ok {
		t.seen, _ = register.ParseStamp(seen)
	}
	s.taps[i][name], s.truth[name] = t, t
	s.count++
}

// parted is what holds when all has come to rest and nobody has done anything about it.
func (s *schedule) parted() error {
	l := s.life
	for i, d := range s.devices {
		st := d.state()
		if !d.old && !(st.Reason == Lost && l.played[olderKeyring] > 0) { // which is told
			if err := whole(d); err != nil {
				return fmt.Errorf("device %d: %w", i, err)
			}
			if st.On && (st.Reason != None || st.Staged != nil || d.ring.Renewing()) {
				return fmt.Errorf("device %d is on and does not come to rest: %q", i, st.Reason)
			}
		}
		for name, t := range s.taps[i] { // on or off, every last tap is there
			if got := st.Accounts[name].Tap; got == (register.Mark{There: true, State: t.state, Tapped: t.at}) {
				continue
			}
			if !slices.ContainsFunc(st.Accounts.Intents(d.entries), func(in register.Intent) bool {
				return in.Name == name && in.State == t.state && in.Tapped == t.at
			}) {
				return fmt.Errorf("device %d: the tap %+v of %s is lost", i, t, name)
			}
		}
	}
	on := func(d *device) bool { return d.state().On && d.state().Reason == None && d.ring.Current != nil }
	for i, d := range s.devices {
		if !on(d) {
			continue
		}
		if v := s.cloud.vault(d.ring.Server, *d.ring.Current); v.gone || v.version == 0 {
			return fmt.Errorf("device %d says that all is synced, and its vault is gone", i)
		}
		for j, e := range s.devices[:i] {
			if !on(e) || d.ring.Server != e.ring.Server {
				continue
			}
			x, y := *d.ring.Current, *e.ring.Current
			if x == y {
				if !maps.Equal(d.state().Body.Picks, e.state().Body.Picks) {
					return fmt.Errorf("devices %d and %d have one code, and hold %v and %v", i, j, d.state().Body.Picks, e.state().Body.Picks)
				}
				continue
			}
			if s.had.clone || s.had.restore {
				continue
			}
			if p, both := l.meet(x, y); both {
				return fmt.Errorf("devices %d and %d both say that all is synced, in two vaults that came of renewing %v", i, j, p)
			}
		}
	}
	return nil
}

// meet returns the secret of which both x and y came by renewing, or that one of them
// is, unless there is a reason for them to be apart.
func (l *life) meet(x, y vault.Secret) (vault.Secret, bool) {
	line := func(x vault.Secret) (all []vault.Secret) {
		for ok := true; ok; x, ok = l.parent[x] {
			all = append(all, x)
			if len(all) > 100 {
				break
			}
		}
		return all
	}
	a, b := line(x), line(y)
	for _, p := range a {
		if !slices.Contains(b, p) {
			continue
		}
		for _, way := range [][]vault.Secret{a, b} {
			for _, q := range way {
				if l.excused[q] {
					return p, false
				}
				if q == p {
					break
				}
			}
		}
		return p, true
	}
	return vault.Secret{}, false
}

// together pairs all devices with one code, as their person would in the end.
func (s *schedule) together() error {
	choose := func() int {
		return slices.IndexFunc(s.devices, func(d *device) bool {
			return !d.old && d.state().On && d.state().Reason == None && d.ring.Current != nil
		})
	}
	first := choose()
	if first < 0 { // 0.1.0 may be in a vault whose mark it does not heed, and is of a device that has ended since
		for _, d := range s.devices {
			d.old = false
		}
		if err := s.rest(1); err != nil {
			return err
		}
		first = choose()
	}
	if first < 0 {
		first = 0
		if err := s.do(0, func(d *device) error { return d.syncer().TurnOn(context.Background(), home) }); err != nil {
			return err
		}
	}
	ring := s.devices[first].ring
	for i, d := range s.devices {
		if len(d.ring.Retired) > 0 {
			d.old = false // 0.1.0 deletes what it has joined
		}
		if d.ring.Current == nil || *d.ring.Current != *ring.Current || d.ring.Server != ring.Server || !d.state().On {
			if err := s.pair(i, code{*ring.Current, ring.Server}); err != nil {
				return err
			}
		}
	}
	return s.rest(2)
}

// ringText is a keyring by the beginnings of its vaults' ids.
func ringText(k Keyring) string {
	id := func(s *vault.Secret) string {
		if s == nil {
			return "-"
		}
		return s.Keys().ID.String()[:4]
	}
	text := fmt.Sprintf("%s %s next %s ended %q retired", k.Server, id(k.Current), id(k.Next), k.Ended)
	for _, e := range k.Retired {
		text += fmt.Sprintf(" %s %s sent %v", e.Server, id(&e.Secret), e.Sent)
	}
	return text
}
