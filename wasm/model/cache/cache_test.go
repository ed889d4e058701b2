package cache

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"byeolpyo/wasm/model/records"
)

// small are bounds a hundredth of the real ones, for short random runs.
var small = Bounds{Records: 10, Edition: 5120, All: 52_000, Free: 20_000, Fair: 4096, Record: 1000}

const smallQuota = 100_000

// world is a storage that obeys Decide, and what holds of it.
type world struct {
	t      *testing.T
	bounds Bounds
	quota  int
	cached map[string]Entry
	other  int // bytes of what is not cached
	now    int64
}

func newWorld(t *testing.T, b Bounds, quota int) *world {
	return &world{t: t, bounds: b, quota: quota, cached: map[string]Entry{}}
}

func (w *world) known() (list []Entry) {
	for _, e := range w.cached {
		list = append(list, e)
	}
	return list
}

func (w *world) used() int {
	n := w.other
	for _, e := range w.cached {
		n += e.Bytes
	}
	return n
}

// loose is the unpinned bytes of a host.
func (w *world) loose(host string) (n int) {
	for _, e := range w.cached {
		if e.Host == host && !e.Pinned {
			n += e.Bytes
		}
	}
	return n
}

// write asks for the writes and does what Decide says.
func (w *world) write(writes ...Entry) Result {
	w.t.Helper()
	r := w.bounds.Decide(State{Entries: w.known(), Used: w.used(), Quota: w.quota}, writes)
	byName := map[string]Entry{}
	for _, e := range writes {
		byName[e.Name] = e
	}
	for _, name := range r.Remove {
		e, there := w.cached[name]
		if !there || e.Pinned {
			w.t.Fatalf("%s is removed: there %v, pinned %v", name, there, e.Pinned)
		}
		delete(w.cached, name)
	}
	for _, name := range r.Store {
		if _, asked := byName[name]; !asked {
			w.t.Fatalf("%s is stored and was not asked for", name)
		}
		w.cached[name] = byName[name]
	}
	if len(r.Store)+len(r.Refused) != len(writes) {
		w.t.Fatalf("%d are stored and %d refused of %d", len(r.Store), len(r.Refused), len(writes))
	}
	return r
}

// within checks the bounds, which only what is pinned may exceed.
func (w *world) within() {
	w.t.Helper()
	type sum struct{ records, bytes, pinned int }
	editions := map[string]*sum{}
	all, pinned := 0, 0
	for _, e := range w.cached {
		s := editions[Edition(e.Name)]
		if s == nil {
			s = &sum{}
			editions[Edition(e.Name)] = s
		}
		s.records++
		s.bytes += e.Bytes
		all += e.Bytes
		if e.Pinned {
			s.pinned++
			pinned += e.Bytes
		}
	}
	for edition, s := range editions {
		if (s.records > w.bounds.Records || s.bytes > w.bounds.Edition) && s.pinned < s.records {
			w.t.Fatalf("edition %s has %d records of %d bytes, %d pinned", edition, s.records, s.bytes, s.pinned)
		}
	}
	if all > w.bounds.All && pinned < all {
		w.t.Fatalf("%d bytes are cached, %d pinned", all, pinned)
	}
}

func (w *world) entry(host, edition, id string, bytes int) Entry {
	w.now++
	return Entry{Name: records.SessionPrefix + edition + "/s/" + id, Bytes: bytes, Host: host, At: w.now}
}

// Random hosts, editions, sizes, pins and orders: the bounds hold after every write,
// what is pinned stays, and nothing is refused or evicted by one who has more.
func TestRandomWrites(t *testing.T) {
	runs := 150
	if testing.Short() {
		runs = 15
	}
	refused, evicted, full := 0, 0, 0
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(t, small, smallQuota)
		w.other = r.IntN(60_000)
		hosts := 1 + r.IntN(12)
		for range 40 {
			host := fmt.Sprintf("h%d.pycon.kr", r.IntN(hosts))
			if r.IntN(4) == 0 {
				host = "h0.pycon.kr"
			}
			edition := fmt.Sprintf("%s-%d", host[:2], r.IntN(6))
			if r.IntN(5) == 0 {
				edition = "2026" // of several hosts
			}
			var batch []Entry
			size, slack := 1+r.IntN(14), small.Record
			if r.IntN(2) == 0 {
				size, slack = 1, 0
			}
			for n := range size {
				e := w.entry(host, edition, fmt.Sprintf("%d-%d", w.now%40, n), 50+r.IntN(900))
				e.Pinned = r.IntN(20) == 0
				if old, there := w.cached[e.Name]; there && old.Pinned {
					e.Pinned = true
				}
				batch = append(batch, e)
			}
			before := map[string]Entry{}
			loose := map[string]int{}
			for name, e := range w.cached {
				before[name] = e
				loose[e.Host] = w.loose(e.Host)
			}
			result := w.write(batch...)
			w.within()
			if len(result.Store) > 0 {
				stored, pinned := 0, true
				for _, name := range result.Store {
					stored += w.cached[name].Bytes
					pinned = pinned && w.cached[name].Pinned
				}
				if w.used() > w.quota-small.Free && !pinned {
					t.Fatalf("seed %d: %d bytes are in use after %d were written", seed, w.used(), stored)
				}
			}
			starred := slices.ContainsFunc(batch, func(e Entry) bool { return e.Pinned }) // a person's word goes before any host's
			for _, name := range result.Remove {
				evicted++
				e := before[name]
				// Within a batch who has more may change with every record.
				if !starred && e.Host != host && loose[e.Host] < small.Fair && loose[host] > loose[e.Host]+slack {
					t.Fatalf("seed %d: %s, which had %d, lost to %s, which had %d", seed, e.Host, loose[e.Host], host, loose[host])
				}
			}
			refused += len(result.Refused)
			news := true // of an edition without records, so that only the whole can be full
			for name := range before {
				news = news && Edition(name) != edition
			}
			for other, bytes := range loose {
				if news && size == 1 && len(result.Refused) > 0 && other != host && bytes > loose[host] && w.other < 20_000 {
					t.Fatalf("seed %d: %s, which had %d, is refused beside %s, which has %d", seed, host, loose[host], other, bytes)
				}
			}
			for _, name := range result.Refused {
				if batch[slices.IndexFunc(batch, func(e Entry) bool { return e.Name == name })].Pinned {
					t.Fatalf("seed %d: what is pinned was refused", seed)
				}
			}
			if w.used() > w.quota-small.Free-1000 {
				full++
			}
		}
	}
	if refused == 0 || evicted == 0 || full == 0 {
		t.Errorf("%d refused, %d evicted, %d times full: no test", refused, evicted, full)
	}
}

// A host fills all that it may; one that comes after it is never refused and keeps what
// it has, up to its fair share, whatever the first goes on to write.
func TestSmallHostBesideLargest(t *testing.T) {
	for _, takers := range []int{1, 3, 12} {
		w := newWorld(t, small, smallQuota)
		flood := func(round int) {
			for n := range takers {
				host := fmt.Sprintf("taker%d.pycon.kr", n)
				for e := range 20 {
					edition := fmt.Sprintf("taker%d-%d", n, e)
					var batch []Entry
					for i := range 8 {
						batch = append(batch, w.entry(host, edition, fmt.Sprintf("%d-%d", round, i), 600))
					}
					w.write(batch...)
					w.within()
				}
			}
		}
		flood(0)
		mine := 0
		share := min(small.Fair, small.All/(takers+2))
		for n := 0; mine+300 <= share; n++ {
			r := w.write(w.entry("2026.pycon.kr", fmt.Sprintf("2026-%d", n/8), fmt.Sprint(n), 300))
			if len(r.Refused) > 0 {
				t.Fatalf("%d takers: refused at %d bytes", takers, mine)
			}
			mine += 300
			if got := w.loose("2026.pycon.kr"); got != mine {
				t.Fatalf("%d takers: has %d bytes of %d", takers, got, mine)
			}
		}
		for round := range 5 {
			flood(round + 1)
		}
		if got := w.loose("2026.pycon.kr"); got != mine || mine == 0 {
			t.Errorf("%d takers: has %d bytes of %d after the flood", takers, got, mine)
		}
	}
}

// In a full edition a host replaces what it taught itself, the oldest first, though
// others taught longer ago.
func TestOwnFirstInAnEdition(t *testing.T) {
	w := newWorld(t, small, smallQuota)
	w.write(w.entry("other.pycon.kr", "2026", "other", 100))
	for n := range small.Records - 1 {
		w.write(w.entry("2026.pycon.kr", "2026", fmt.Sprint(n), 100))
	}
	r := w.write(w.entry("2026.pycon.kr", "2026", "new", 100), w.entry("2026.pycon.kr", "2026", "newer", 100))
	if want := []string{"session/2026/s/0", "session/2026/s/1"}; !slices.Equal(r.Remove, want) || len(r.Store) != 2 {
		t.Errorf("stored %v, removed %v, want %v removed", r.Store, r.Remove, want)
	}
	w.within()
	// One with nothing there takes from the one who has most.
	r = w.write(w.entry("third.pycon.kr", "2026", "third", 100))
	if want := []string{"session/2026/s/2"}; !slices.Equal(r.Remove, want) || len(r.Store) != 1 {
		t.Errorf("stored %v, removed %v, want %v removed", r.Store, r.Remove, want)
	}
}

// A page with more sessions than an edition may have does not push its own out while
// it writes them.
func TestBatchBeyondAnEdition(t *testing.T) {
	w := newWorld(t, small, smallQuota)
	var batch []Entry
	for n := range 30 {
		batch = append(batch, w.entry("a.pycon.kr", "a-2026", fmt.Sprint(n), 100))
	}
	r := w.write(batch...)
	if len(r.Store) != small.Records || len(r.Refused) != 30-small.Records || r.Store[0] != batch[0].Name {
		t.Errorf("stored %v, refused %v", r.Store, r.Refused)
	}
	// What is pinned is stored beyond the bound, and before the rest.
	pinned := w.entry("a.pycon.kr", "a-2026", "pinned", 100)
	pinned.Pinned = true
	r = w.write(append(batch[20:], pinned)...)
	if len(r.Store) == 0 || r.Store[0] != pinned.Name {
		t.Errorf("stored %v, want what is pinned first", r.Store)
	}
	w.within()
}

// An edition of which all is pinned takes what is pinned and nothing else.
func TestPinnedBeyondTheBounds(t *testing.T) {
	w := newWorld(t, small, smallQuota)
	for n := range 2 * small.Records {
		e := w.entry("a.pycon.kr", "2026", fmt.Sprint(n), 200)
		e.Pinned = true
		if r := w.write(e); len(r.Store) != 1 || len(r.Remove) != 0 {
			t.Fatalf("a pinned record: %+v", r)
		}
	}
	if r := w.write(w.entry("a.pycon.kr", "2026", "new", 200)); len(r.Store) != 0 || len(r.Remove) != 0 {
		t.Errorf("one that is not: %+v", r)
	}
}

// Nothing is written below what is to stay free, and what is cached is not thrown away
// for a write that is refused all the same. When the person's own things need room, it
// gives way.
func TestRoomForTheRest(t *testing.T) {
	w := newWorld(t, small, smallQuota)
	for n := range 5 {
		w.write(w.entry("a.pycon.kr", "2025", fmt.Sprint(n), 500))
	}
	w.other = smallQuota - small.Free
	if r := w.write(w.entry("b.pycon.kr", "2026", "new", 500)); len(r.Store)+len(r.Remove) != 0 {
		t.Errorf("below the bound: %+v", r)
	}
	w.other -= 2000 // beside it there is room for four of the five
	if r := w.write(w.entry("b.pycon.kr", "2026", "new", 500)); len(r.Store) != 1 || len(r.Remove) != 2 {
		t.Errorf("at the bound: %+v", r)
	}
	w.other = smallQuota - 1
	if r := w.write(); len(r.Remove) != 4 || len(w.cached) != 0 {
		t.Errorf("for the person's own: %+v", r)
	}
}

// What a version without bounds stored, and what two tabs wrote at once, is within the
// bounds after the next write of anybody.
func TestBoundsComeBack(t *testing.T) {
	w := newWorld(t, small, 10*smallQuota)
	for n := range 300 {
		e := w.entry("flood-2026", "flood-2026", fmt.Sprint(n), 700)
		if n == 7 {
			e.Pinned = true
		}
		w.cached[e.Name] = e
	}
	for _, edition := range []string{"2018", "2026"} {
		for n := range 9 {
			e := w.entry(edition, edition, fmt.Sprint(n), 500)
			e.At = 0
			w.cached[e.Name] = e
		}
	}
	w.write(w.entry("2025.pycon.kr", "2025", "new", 500))
	w.within()
	if w.cached["session/flood-2026/s/7"].Name == "" {
		t.Error("what was pinned is gone")
	}
	if w.loose("2018") != 4500 || w.loose("2026") != 4500 || w.loose("2025.pycon.kr") != 500 {
		t.Error("a small edition gave way to a large one")
	}
	if w.cached["session/flood-2026/s/299"].Name == "" || w.cached["session/flood-2026/s/0"].Name != "" {
		t.Error("not the oldest went")
	}
}

// The ordinary way to store asks for sums only, and never stores what Decide would not.
func TestFitsIsNoWiderThanDecide(t *testing.T) {
	fitted := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		w := newWorld(t, small, smallQuota)
		w.other = r.IntN(81_000)
		for range 30 {
			edition := fmt.Sprint(r.IntN(12))
			records, bytes := 0, 0
			for _, e := range w.cached {
				if Edition(e.Name) == edition {
					records++
					bytes += e.Bytes
				}
			}
			var batch []Entry
			size := 0
			for n := range 1 + r.IntN(3) {
				batch = append(batch, w.entry("h", edition, fmt.Sprint(w.now, n), 100+r.IntN(600)))
				size += batch[n].Bytes
			}
			fits := small.Fits(records, bytes, w.used(), w.quota, len(batch), size)
			result := w.write(batch...)
			if fits && len(result.Refused)+len(result.Remove) > 0 {
				t.Fatalf("seed %d: it fits, but %+v", seed, result)
			}
			if fits {
				fitted++
			}
		}
	}
	if fitted == 0 {
		t.Error("nothing ever fitted: no test")
	}
}

// The shipped bounds are those that were promised.
func TestShippedBounds(t *testing.T) {
	if got, want := Shipped(), (Bounds{1000, 512 * 1024, 5 * 1024 * 1024, 2 * 1024 * 1024, 400 * 1024, 16 * 1024}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if scale != "1" || Quota(10) != 10 {
		t.Error("a program of users has the bounds of a test")
	}
	for text, want := range map[string]int{"": 1, "1": 1, "10": 10, "x": 1, "0": 1, "99999999999999999999": 1} {
		scale = text
		if got := divisor(); got != want {
			t.Errorf("scale %q divides by %d, want %d", text, got, want)
		}
	}
	scale = "1"
}

// A whole storage of the largest size: of twenty hosts each gives way in turn, until the
// newest has as much as they.
func TestLargestStorage(t *testing.T) {
	var s State
	for n := range 10_000 {
		s.Entries = append(s.Entries, Entry{Name: fmt.Sprintf("session/e%d/s/%d", n/900, n), Bytes: 520, Host: fmt.Sprintf("h%d", n%20), At: int64(n)})
	}
	s.Used, s.Quota = 5_200_000, 10<<20
	var writes []Entry
	for n := range 800 {
		writes = append(writes, Entry{Name: fmt.Sprintf("session/new/s/%d", n), Bytes: 290, Host: "new", At: 1})
	}
	r := Shipped().Decide(s, writes)
	from := map[string]int{}
	for _, name := range r.Remove {
		n, _ := strconv.Atoi(name[strings.LastIndexByte(name, '/')+1:])
		from[fmt.Sprintf("h%d", n%20)]++
	}
	for host, n := range from {
		if len(from) != 20 || n < from["h0"]-1 || n > from["h0"]+1 {
			t.Errorf("%s lost %d records, h0 %d", host, n, from["h0"])
		}
	}
	if len(r.Refused) != 0 || len(r.Remove) == 0 || strings.HasPrefix(r.Remove[0], "session/new/") {
		t.Errorf("%d stored, %d removed, %d refused", len(r.Store), len(r.Remove), len(r.Refused))
	}
}
