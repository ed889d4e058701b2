package syncer

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/vault"
)

// make converge sets them; without, a few are played.
var (
	schedules = flag.Int("schedules", 3000, "random schedules to play")
	told      = flag.Bool("told", false, "tell what happens, of one schedule")
	seedFlag  = flag.Uint64("seed", 0, "of the first schedule; 0 takes one from the clock")
)

const (
	year   = 365 * 24 * 3600_000
	epoch  = 1_786_000_000_000 // a day in August 2026
	second = 1000
	flight = 400 // of an answer
)

// schedule is one story of a person with several devices and one server.
type schedule struct {
	*rand.Rand
	now     int64
	cloud   *cloud
	devices []*device
	delayed []Request // that the network still holds
	backups []profile
	saves   []map[string]server // the servers' own backups
	tells   bool                // the latest tap in true time has to win
	truth   map[string]tapped
	taps    []map[string]tapped // the last of each device
	stamped map[string]register.Stamp
	texts   map[string]map[string]bool // of notes, by place: nobody has seen it and written another
	wrote   int
	count   int
	keys    int  // how many sessions are tapped
	back    bool // it is the server that is restored, not a device: both would lose what no copy has
	jump    bool // clocks jump, by up to two years, one in a week or so
	old     bool // some of the devices begin with version 0.1.0, and may be updated
	mixed   bool // at the end there are some of each
	updates int
	notes   bool // some are written
	faults  faults
	had     faults // before they were mended at the end
	life    *life  // what a person does beside tapping; nil for nothing
}

type faults struct{ drop, twice, kill, clone, restore, storage bool }

type tapped struct {
	state picks.State
	at    int64 // by the device's clock
	seen  register.Stamp
}

// profile is a copy of a device.
type profile struct {
	disk
	taps   map[string]tapped
	joined map[vault.Secret]bool // by then: a device that is put back knows of no other
	of     int
}

// keep makes a copy of device i.
func (s *schedule) keep(i int) profile {
	p := profile{disk: s.devices[i].disk.copy(), taps: maps.Clone(s.taps[i]), of: i}
	if s.life != nil {
		p.joined = maps.Clone(s.life.devices[i].joined)
	}
	return p
}

// putBack restores a device to a copy.
func (s *schedule) putBack(p profile) {
	s.devices[p.of].disk, s.taps[p.of] = p.disk.copy(), maps.Clone(p.taps)
	if s.life != nil {
		s.life.devices[p.of].joined = maps.Clone(p.joined)
	}
}

func newSchedule(seed uint64) *schedule {
	s := &schedule{Rand: rand.New(rand.NewPCG(seed, 5)), now: epoch, truth: map[string]tapped{}, stamped: map[string]register.Stamp{}, texts: map[string]map[string]bool{}}
	s.cloud = newCloud(func() int64 { return s.now })
	s.notes = s.IntN(3) > 0
	s.faults = faults{s.IntN(3) > 0, s.IntN(3) > 0, s.IntN(3) > 0, s.IntN(6) == 0, s.IntN(6) == 0, false}
	s.jump = s.IntN(6) == 0
	s.back = s.IntN(2) == 0
	s.old = s.IntN(2) == 0
	s.keys = 1 + s.IntN(len(names))
	s.tells = !s.faults.clone && !s.faults.restore
	var secret vault.Secret
	if s.IntN(2) == 0 {
		s.life = newLife(secret)
		s.faults.storage = s.IntN(3) == 0
		if s.life.calm = s.IntN(2) == 0; s.life.calm {
			s.old, s.faults.clone, s.faults.restore = false, false, false
			s.tells = true
		}
	}
	for range 2 + s.IntN(2) {
		d := s.device(disk{entries: map[string]any{}, ring: Keyring{Server: home, Current: &secret}})
		d.skew = []int64{0, 0, year, -year, 90 * second, s.Int64N(2*year) - year}[s.IntN(6)]
		d.entries[records.SyncKey] = (&State{V: records.SyncVersion, On: true, Server: d.ring.Server}).encode()
		d.old = s.old && s.IntN(2) == 0
	}
	return s
}

func (s *schedule) device(from disk) *device {
	d := &device{disk: from, clock: func() int64 { return s.now }, random: s.Rand}
	i := len(s.devices)
	d.via = func(q Request) (Response, error) {
		if s.life != nil {
			if err := s.beside(i, q); err != nil {
				s.life.wrong = err
			}
		}
		a, err := s.network(q)
		if *told {
			s.tell("   device %d: %s %s %s match %s%s: %d %s %v", i, q.Method, q.Server, q.Token.ID().String()[:4], q.Match, q.NoneMatch, a.Status, a.ETag, err)
		}
		return a, err
	}
	if s.life != nil {
		d.kept = func(before, after Keyring) {
			if *told {
				s.tell("   device %d keeps %s", i, ringText(after))
			}
			s.life.kept(i, before, after)
		}
		s.life.devices = append(s.life.devices, owner{joined: map[vault.Secret]bool{}})
	}
	d.fail = func(method string) error {
		if s.faults.storage && s.IntN(30) == 0 {
			if method == "Save" && s.IntN(2) == 0 {
				return ErrFull
			}
			return errBroken
		}
		return nil
	}
	d.step = func(flying bool) {
		if s.IntN(12) == 0 { // in the very middle of a run
			pause := 2*second + s.Int64N(600*second)
			if flying {
				pause = flight
			}
			if s.notes && s.IntN(2) == 0 {
				s.write(i, pause)
			} else {
				s.tap(i, pause)
			}
		}
		if s.faults.kill && s.IntN(25) == 0 {
			panic(killed{})
		}
	}
	s.devices = append(s.devices, d)
	s.taps = append(s.taps, map[string]tapped{})
	return d
}

// tell prints what happens, if that is wanted.
func (s *schedule) tell(format string, values ...any) {
	if *told {
		fmt.Printf(format+"\n", values...)
	}
}

// network loses requests and answers, and delivers some twice, or late.
func (s *schedule) network(q Request) (Response, error) {
	s.now += 2 * second
	if s.faults.drop {
		switch s.IntN(8) {
		case 0:
			return Response{}, errLost
		case 1:
			s.cloud.do(q)
			return Response{}, errLost
		case 2: // it arrives when nobody waits for it any more
			s.delayed = append(s.delayed, q)
			return Response{}, errLost
		}
	}
	if len(s.delayed) > 0 && s.IntN(2) == 0 {
		i := s.IntN(len(s.delayed))
		s.cloud.do(s.delayed[i])
		s.delayed = append(s.delayed[:i], s.delayed[i+1:]...)
	}
	a := s.cloud.do(q)
	if s.faults.twice && s.IntN(4) == 0 {
		a = s.cloud.do(q)
	}
	return a, nil
}

// names are the sessions of which the first few are tapped.
var names = []string{"2026/s/a", "2026/s/b", "2018/program/3", "2026/s/c", "2025/s/d", "2026/s/e"}

// tap taps on device i after a pause. Taps on two devices are further apart than the
// server's clock is coarse and an answer is slow, which together make 1.4 s.
func (s *schedule) tap(i int, pause int64) {
	d := s.devices[i]
	s.now += pause
	key := names[s.IntN(s.keys)]
	state := picks.State(s.IntN(3))
	if m, ok := d.entries[records.PickPrefix+key].(map[string]any); ok {
		was, _ := picks.ParseState(m["state"].(string))
		state = was.Next()
	}
	d.tap(key, state)
	t := tapped{state: state, at: d.Now()}
	if m := d.entries[records.PickPrefix+key].(map[string]any); m["seen"] != nil {
		t.seen, _ = register.ParseStamp(m["seen"].(string))
	}
	s.taps[i][records.PickPrefix+key] = t
	s.truth[records.PickPrefix+key] = t
	s.count++
}

// sync runs a device and records its result.
func (s *schedule) sync(i int) error {
	d := s.devices[i]
	if s.life != nil {
		if s.life.busy[i] {
			return nil
		}
		s.life.busy[i] = true
	}
	s.tell("device %d syncs, old %v", i, d.old)
	alive, err := d.run()
	s.tell("device %d synced: alive %v, %v, on %v, why %q", i, alive, err, d.state().On, d.state().Reason)
	if s.life != nil {
		delete(s.life.busy, i)
		if s.life.wrong != nil {
			return s.life.wrong
		}
	}
	if err != nil {
		if s.faults.storage && (errors.Is(err, ErrFull) || errors.Is(err, errBroken)) {
			return s.look(i)
		}
		return err
	}
	st := d.state()
	if alive && st.On && st.Reason == None && d.ring.Current != nil && s.IntN(4) == 0 {
		v := s.cloud.vault(d.ring.Server, *d.ring.Current)
		if v.gone && s.life != nil {
			return s.look(i) // another was in between
		}
		plain, err := d.ring.Current.Keys().Open(v.version, v.body)
		if err != nil {
			return err
		}
		held, err := register.Decode(plain)
		if err != nil {
			return err
		}
		for name, r := range st.Body.Picks {
			if held.Picks[name].Less(r.Stamp) {
				return fmt.Errorf("device %d says that all is synced, and %s is not", i, name)
			}
		}
	}
	return s.look(i)
}

// look checks what a device has stamped: later than what its person saw.
func (s *schedule) look(i int) error {
	st := s.devices[i].state()
	for name, a := range st.Accounts {
		t, ok := s.taps[i][name]
		if !ok || a.Tap != (register.Mark{There: true, State: t.state, Tapped: t.at}) {
			continue
		}
		if !t.seen.Less(a.Own) {
			return fmt.Errorf("device %d: the tap %+v of %s was stamped %v", i, t, name, a.Own)
		}
		// Undone by its own sync: something else is shown, and it is not later.
		if r := st.Body.Picks[name]; r.Less(a.Own) || r.Stamp == a.Own && r.State < t.state {
			return fmt.Errorf("device %d: the tap %+v of %s was undone by %+v", i, t, name, r)
		}
	}
	if st.On && st.Staged == nil && st.Reason == None && len(st.Dirty) == 0 { // acknowledged
		for name, r := range st.Body.Picks {
			if s.stamped[name].Less(r.Stamp) {
				s.stamped[name] = r.Stamp
			}
		}
	}
	return nil
}

// rest lets every device sync some times, with nothing in its way.
func (s *schedule) rest(times int) error {
	for range times {
		for i := range s.devices {
			s.now += 3600 * second
			if err := s.sync(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// play plays the story, lets everything come to rest, and returns what is wrong.
func play(seed uint64) (s *schedule, wrong int, err error) {
	s = newSchedule(seed)
	for range 6 + s.IntN(14) {
		i := s.IntN(len(s.devices))
		s.now += s.Int64N(3600 * second)
		if s.life != nil && s.IntN(3) == 0 {
			if err := s.live(i); err != nil {
				return s, 0, err
			}
			continue
		}
		switch n := s.IntN(20); {
		case n < 4 && s.notes:
			s.write(i, 2*second+s.Int64N(600*second))
		case n < 8:
			s.tap(i, 2*second+s.Int64N(600*second))
		case n < 16:
			if err := s.sync(i); err != nil {
				return s, 0, err
			}
		case n == 16 && s.faults.clone && len(s.devices) < 4:
			d := s.device(s.devices[i].disk.copy())
			d.skew, d.old = s.devices[i].skew, s.devices[i].old
			s.taps[len(s.taps)-1] = maps.Clone(s.taps[i])
		case n == 17:
			s.backups = append(s.backups, s.keep(i))
			s.saves = append(s.saves, s.cloud.copy())
		case n == 18 && s.faults.restore && len(s.backups) > 0:
			if b := s.backups[s.IntN(len(s.backups))]; !s.back {
				s.putBack(b)
			} else {
				s.cloud.restore(s.saves[s.IntN(len(s.saves))])
			}
		case n == 19 && s.jump && s.IntN(3) == 0:
			s.devices[i].skew = s.Int64N(2*year) - year
		case n == 18 && s.devices[i].old && !s.faults.restore:
			s.devices[i].old = false
			s.updates++
		}
	}
	s.mixed = slices.ContainsFunc(s.devices, func(d *device) bool { return d.old }) && slices.ContainsFunc(s.devices, func(d *device) bool { return !d.old })
	// The network is whole again, nobody taps, and everybody syncs twice.
	s.had, s.faults = s.faults, faults{}
	for _, d := range s.devices {
		d.step, d.fail = nil, nil
	}
	for _, q := range s.delayed { // what is still on its way arrives before: one may be a deletion that was asked for
		s.cloud.do(q)
	}
	s.delayed = nil
	if err := s.rest(2); err != nil {
		return s, 0, err
	}
	if s.life != nil {
		if err := s.parted(); err != nil {
			return s, 0, err
		}
		if err := s.together(); err != nil {
			return s, 0, err
		}
	}
	settled := s.devices[0].state().Body.Picks
	for i, d := range s.devices {
		st := d.state()
		if st.Reason != None || st.Staged != nil || !st.On {
			return s, 0, fmt.Errorf("device %d does not come to rest: %q", i, st.Reason)
		}
		if !maps.Equal(st.Body.Picks, settled) {
			return s, 0, fmt.Errorf("device %d holds %v, device 0 %v", i, st.Body.Picks, settled)
		}
		if !maps.Equal(d.shown(), s.devices[0].shown()) {
			return s, 0, fmt.Errorf("device %d shows %v, device 0 %v", i, d.shown(), s.devices[0].shown())
		}
		for name, t := range s.taps[i] { // every last tap has become a register, and has won or come before the winner
			a, r := st.Accounts[name], settled[name]
			if a.Tap != (register.Mark{There: true, State: t.state, Tapped: t.at}) {
				return s, 0, fmt.Errorf("device %d: the tap %+v of %s is lost", i, t, name)
			}
			if r.Less(a.Own) || r.Stamp == a.Own && r.State < t.state {
				return s, 0, fmt.Errorf("device %d: the tap %+v of %s, stamped %v, gave way to %+v", i, t, name, a.Own, r)
			}
		}
	}
	for name, stamp := range s.stamped {
		if s.life != nil && s.had.restore {
			break // a device that has forgotten, and a vault that another has deleted: no copy is left
		}
		if settled[name].Less(stamp) {
			return s, 0, fmt.Errorf("%s: %v was acknowledged, settled is %+v", name, stamp, settled[name])
		}
	}
	if s.tells {
		for name, t := range s.truth {
			if settled[name].State != t.state {
				wrong++
				if !s.jump {
					return s, wrong, fmt.Errorf("%s: the last tap was %v, settled is %+v", name, t.state, settled[name])
				}
			}
		}
	}
	// That a note was taken out, of which no vault was made before, is told once another has
	// made one: a round later.
	if err := s.rest(1); err != nil {
		return s, wrong, err
	}
	if err := s.said(); err != nil {
		return s, wrong, err
	}
	return s, wrong, s.unmade()
}

// stretch is how many schedules there are between two lines of progress: one that was ended is
// taken up by make converge with SEED and N of what is left.
const stretch = 10_000

// gcPercent is how much garbage TestConverge lets be beside what lives, which is little: with
// the default of 100, 3,000 schedules took 7.5 s of a processor, and with this 6.1 s.
const gcPercent = 800

// Whatever is dropped, doubled, delayed, killed, refused, copied or restored, whatever the
// clocks say, and beside devices that still run version 0.1.0: all devices with one code
// come to show the same, no tap is lost, and none is undone by its own sync. With clocks
// that are wrong evenly, the last tap wins without exception. Of notes every text stays that
// nobody has seen and written over, and no other, and their vault is made for nothing else.
//
// In half of the schedules the person also renews the code, on two devices at once too,
// goes back to old ones, moves, turns sync off and on, deletes, and takes in backups and
// pictures. Then also: off is without a secret and on with one; no device deletes a vault
// that it has joined, or looks for what it retired at another server; and of renewals of
// one code only one goes on (see life).
func TestConverge(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	first := *seedFlag
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	n := *schedules
	if runtime.GOOS == "js" {
		n = min(n, 200)
	}
	var next, taps, keys, wrong, jumped, mixed, updates, wrote atomic.Int64
	var events [numEvents]atomic.Int64
	stretches := make([]atomic.Int64, n/stretch+1)
	var failed sync.Once
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= int64(n) || t.Failed() {
					return
				}
				s, w, err := play(first + uint64(i))
				if err != nil {
					failed.Do(func() { t.Errorf("seed %d: %v", first+uint64(i), err) })
					return
				}
				if of := i / stretch; stretches[of].Add(1) == stretch {
					t.Logf("seeds %d to %d: nothing is wrong", first+uint64(of*stretch), first+uint64(of*stretch+stretch-1))
				}
				taps.Add(int64(s.count))
				updates.Add(int64(s.updates))
				wrote.Add(int64(s.wrote))
				if s.life != nil {
					for event, n := range s.life.played {
						events[event].Add(int64(n))
					}
				}
				if s.mixed {
					mixed.Add(1)
				}
				if s.jump && s.tells {
					jumped.Add(int64(len(s.truth)))
					wrong.Add(int64(w))
				} else if s.tells {
					keys.Add(int64(len(s.truth)))
				}
			}
		})
	}
	workers.Wait()
	if t.Failed() {
		return
	}
	t.Logf("%d schedules from seed %d, %d taps, none lost, none undone by its own sync; %d texts of notes, none lost, none back; clocks wrong evenly: 0 wrong of %d; clocks that jump: %d wrong of %d; beside 0.1.0 to the end: %d, updated from it: %d",
		n, first, taps.Load(), wrote.Load(), keys.Load(), wrong.Load(), jumped.Load(), mixed.Load(), updates.Load())
	sums := ""
	for e := range events {
		sums += fmt.Sprintf(", %s %d", event(e), events[e].Load())
		if n >= 1000 && events[e].Load() < int64(n)/1000 {
			t.Errorf("%s: only %d", event(e), events[e].Load())
		}
	}
	t.Logf("in them%s", sums[1:])
	if taps.Load() < int64(n) || wrote.Load() < int64(n) || keys.Load() == 0 || mixed.Load() == 0 || updates.Load() == 0 {
		t.Error("too little was played")
	}
	if n >= 10_000 && wrong.Load()*100 > jumped.Load() {
		t.Error("more than 1 % are wrong where clocks jump")
	}
}
