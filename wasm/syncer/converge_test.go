package syncer

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/register"
	"byeolpyo/wasm/vault"
)

// make converge sets them; without, a few are played.
var (
	schedules = flag.Int("schedules", 4000, "random schedules to play")
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
	server  server
	devices []*device
	delayed []Request // that the network still holds
	backups []backup
	saves   []server // the server's own backups
	tells   bool     // the latest tap in true time has to win
	truth   map[string]tapped
	taps    []map[string]tapped // the last of each device
	stamped map[string]register.Stamp
	count   int
	keys    int  // how many sessions are tapped
	back    bool // it is the server that is restored, not a device: both would lose what no copy has
	jump    bool // clocks jump, by up to two years, one in a week or so
	old     bool // some of the devices begin with version 0.1.0, and may be updated
	mixed   bool // at the end there are some of each
	updates int
	faults  faults
}

type faults struct{ drop, twice, kill, clone, restore bool }

type tapped struct {
	state picks.State
	at    int64 // by the device's clock
	seen  register.Stamp
}

type backup struct {
	disk
	taps map[string]tapped
	of   int
}

func newSchedule(seed uint64) *schedule {
	s := &schedule{Rand: rand.New(rand.NewPCG(seed, 5)), now: epoch, truth: map[string]tapped{}, stamped: map[string]register.Stamp{}}
	s.server.now = func() int64 { return s.now }
	s.faults = faults{s.IntN(3) > 0, s.IntN(3) > 0, s.IntN(3) > 0, s.IntN(6) == 0, s.IntN(6) == 0}
	s.jump = s.IntN(6) == 0
	s.back = s.IntN(2) == 0
	s.old = s.IntN(2) == 0
	s.keys = 1 + s.IntN(len(names))
	s.tells = !s.faults.clone && !s.faults.restore
	var secret vault.Secret
	for range 2 + s.IntN(2) {
		d := s.device(disk{entries: map[string]any{}, ring: Keyring{Server: "https://sync.example", Current: &secret}})
		d.skew = []int64{0, 0, year, -year, 90 * second, s.Int64N(2*year) - year}[s.IntN(6)]
		d.entries[StateKey] = (&State{V: stateVersion, On: true, Server: d.ring.Server}).encode()
		d.old = s.old && s.IntN(2) == 0
	}
	return s
}

func (s *schedule) device(from disk) *device {
	d := &device{disk: from, clock: func() int64 { return s.now }, random: s.Rand}
	i := len(s.devices)
	d.via = func(q Request) (Response, error) { return s.network(q) }
	d.step = func(flying bool) {
		if s.IntN(12) == 0 { // in the very middle of a run
			pause := 2*second + s.Int64N(600*second)
			if flying {
				pause = flight
			}
			s.tap(i, pause)
		}
		if s.faults.kill && s.IntN(25) == 0 {
			panic(killed{})
		}
	}
	s.devices = append(s.devices, d)
	s.taps = append(s.taps, map[string]tapped{})
	return d
}

// network loses requests and answers, and brings some twice, or late.
func (s *schedule) network(q Request) (Response, error) {
	s.now += 2 * second
	if s.faults.drop {
		switch s.IntN(8) {
		case 0:
			return Response{}, errLost
		case 1:
			s.server.do(q)
			return Response{}, errLost
		case 2: // it arrives when nobody waits for it any more
			s.delayed = append(s.delayed, q)
			return Response{}, errLost
		}
	}
	if len(s.delayed) > 0 && s.IntN(2) == 0 {
		i := s.IntN(len(s.delayed))
		s.server.do(s.delayed[i])
		s.delayed = append(s.delayed[:i], s.delayed[i+1:]...)
	}
	a := s.server.do(q)
	if s.faults.twice && s.IntN(4) == 0 {
		a = s.server.do(q)
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
	if m, ok := d.entries[picks.PickPrefix+key].(map[string]any); ok {
		was, _ := picks.ParseState(m["state"].(string))
		state = was.Next()
	}
	d.tap(key, state)
	t := tapped{state: state, at: d.Now()}
	if m := d.entries[picks.PickPrefix+key].(map[string]any); m["seen"] != nil {
		t.seen, _ = register.ParseStamp(m["seen"].(string))
	}
	s.taps[i][picks.PickPrefix+key] = t
	s.truth[picks.PickPrefix+key] = t
	s.count++
}

// sync runs a device and takes note of what it has come to.
func (s *schedule) sync(i int) error {
	d := s.devices[i]
	alive := d.run()
	if st := d.state(); alive && st.Why == None && s.IntN(4) == 0 {
		plain, err := d.ring.Current.Keys().Open(s.server.version, s.server.body)
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
	if st.Staged == nil && st.Why == None { // acknowledged
		for name, r := range st.Body.Picks {
			if s.stamped[name].Less(r.Stamp) {
				s.stamped[name] = r.Stamp
			}
		}
	}
	return nil
}

// play tells the story, lets all of it come to rest, and returns what is wrong.
func play(seed uint64) (s *schedule, wrong int, err error) {
	s = newSchedule(seed)
	for range 6 + s.IntN(14) {
		i := s.IntN(len(s.devices))
		s.now += s.Int64N(3600 * second)
		switch n := s.IntN(20); {
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
			s.backups = append(s.backups, backup{s.devices[i].disk.copy(), maps.Clone(s.taps[i]), i})
			s.saves = append(s.saves, s.server)
		case n == 18 && s.faults.restore && len(s.backups) > 0:
			if b := s.backups[s.IntN(len(s.backups))]; !s.back {
				s.devices[b.of].disk, s.taps[b.of] = b.disk.copy(), maps.Clone(b.taps)
			} else {
				now, requests := s.server.now, s.server.requests
				s.server = s.saves[s.IntN(len(s.saves))]
				s.server.now, s.server.requests = now, requests
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
	s.faults = faults{}
	for _, d := range s.devices {
		d.step = nil
	}
	for range 2 {
		for i := range s.devices {
			s.now += 3600 * second
			if err := s.sync(i); err != nil {
				return s, 0, err
			}
		}
	}
	settled := s.devices[0].state().Body.Picks
	for i, d := range s.devices {
		st := d.state()
		if st.Why != None || st.Staged != nil || !st.On {
			return s, 0, fmt.Errorf("device %d does not come to rest: %q", i, st.Why)
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
	return s, wrong, nil
}

// Whatever is dropped, doubled, delayed, killed, copied or restored, and whatever the
// clocks say, and beside devices that still run version 0.1.0: all devices come to show
// the same, no tap is lost, and none is undone by its own sync. With clocks that are wrong evenly, the last tap wins without
// exception.
func TestConverge(t *testing.T) {
	first := *seedFlag
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	n := *schedules
	if runtime.GOOS == "js" {
		n = min(n, 200)
	}
	var next, taps, keys, wrong, jumped, mixed, updates atomic.Int64
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
				taps.Add(int64(s.count))
				updates.Add(int64(s.updates))
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
	t.Logf("%d schedules from seed %d, %d taps, none lost, none undone by its own sync; clocks wrong evenly: 0 wrong of %d; clocks that jump: %d wrong of %d; beside 0.1.0 to the end: %d, updated from it: %d",
		n, first, taps.Load(), keys.Load(), wrong.Load(), jumped.Load(), mixed.Load(), updates.Load())
	if taps.Load() < int64(n) || keys.Load() == 0 || mixed.Load() == 0 || updates.Load() == 0 {
		t.Error("too little was played")
	}
	if n >= 10_000 && wrong.Load()*100 > jumped.Load() {
		t.Error("more than 1 % are wrong where clocks jump")
	}
}
