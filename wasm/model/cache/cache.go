// Package cache bounds how much pages can have stored. A page of a host that the extension
// reads can show any number of sessions; what is stored of them is a cache, which has to
// leave room for what a person did. The package decides, from what is known of the stored
// records, which new ones are stored and which old ones give way. It does not depend on the
// browser: cmd/content stores records that have room (Fits), and asks cmd/background, of
// which there is one for all tabs, to decide on the rest (Decide).
//
// Each record itself says which host taught it, and when (Attribute), so that there is no
// separate list that could disagree with the records. These attributes are read only when a
// bound is reached, which does not happen in an ordinary year; until then it is enough to ask
// how many bytes are in use (Fits).
//
// Tabs that see room write without asking one another. Two of them together may exceed a
// bound by one write, which the next write corrects. Only cached records are ever removed,
// so that such a race costs no pick.
package cache

import (
	"cmp"
	"slices"

	"byeolpyo/wasm/model/records"
)

// Bounds are the limits of the cache, in records and bytes.
type Bounds struct {
	Records int // of an edition
	Edition int // bytes of an edition
	All     int // bytes of all editions
	Free    int // bytes that are left to everything else
	Fair    int // bytes of a host that are not taken from it by one with more
	Record  int // bytes of one record
}

// scale is the number by which all bounds are divided. Tests link a program with a larger
// one, so that they reach the bounds sooner.
var scale = "1"

// Shipped returns the bounds of this program.
func Shipped() Bounds {
	b := Bounds{records.CacheRecords, records.CacheEdition, records.CacheAll, records.CacheFree, records.CacheFair, records.CacheRecord}
	n := divisor()
	return Bounds{b.Records / n, b.Edition / n, b.All / n, b.Free / n, b.Fair / n, b.Record}
}

// Quota returns the part of storage's quota, in bytes, that the bounds are meant for.
func Quota(bytes int) int { return bytes / divisor() }

func divisor() int {
	n := 0
	for i := range len(scale) {
		c := scale[i]
		if n = n*10 + int(c-'0'); c < '0' || c > '9' || n > 1000 {
			return 1
		}
	}
	return max(n, 1)
}

// Entry describes one record that is cached or is to be cached.
type Entry struct {
	Name   string // its storage key
	Bytes  int    // name and value
	Host   string // the host that taught it
	At     int64  // when, in ms since 1970
	Pinned bool   // never removed: a pick, a friend or a saved picture names its session
}

// State describes what storage holds.
type State struct {
	Entries []Entry // all cached records
	Used    int     // bytes in use, of everything
	Quota   int     // bytes that storage holds
}

// Result says what the caller has to do: remove the records in Remove, and then store those
// in Store. Those in Refused are not stored.
type Result struct{ Store, Remove, Refused []string }

// Fits reports whether new records of one edition, of so many bytes, can be stored without
// reading any record that is already stored. It assumes the worst: that they replace none of
// the records in use, and that everything in use is cache. records and bytes are those of the
// edition, used and quota those of storage.
func (b Bounds) Fits(records, bytes, used, quota, newRecords, newBytes int) bool {
	return records+newRecords <= b.Records && bytes+newBytes <= b.Edition && used+newBytes <= min(b.All, quota-b.Free)
}

// item is an Entry with its place in the groups and parts.
type item struct {
	Entry
	removed bool
	fresh   bool // it is one of the records that are being written
}

// group holds the records of one host in a part of the cache.
type group struct {
	host  string
	bytes int     // unpinned
	items []*item // those that may be removed, the oldest first
	from  int     // those before it are removed
}

// oldest returns the item that is the first to go, nil if there is none.
func (g *group) oldest() *item {
	if g == nil {
		return nil
	}
	for ; g.from < len(g.items); g.from++ {
		if it := g.items[g.from]; !it.removed {
			return it
		}
	}
	return nil
}

// part is one edition of the cache, or all of it.
type part struct {
	records, bytes int
	hosts          map[string]*group
}

func newPart() *part { return &part{hosts: map[string]*group{}} }

func (p *part) group(host string) *group {
	g := p.hosts[host]
	if g == nil {
		g = &group{host: host}
		p.hosts[host] = g
	}
	return g
}

// count adds an item to the sums, or subtracts it when sign is -1.
func (p *part) count(it *item, sign int) {
	p.records += sign
	p.bytes += sign * it.Bytes
	if !it.Pinned {
		p.group(it.Host).bytes += sign * it.Bytes
	}
}

// list adds an item to those that may be removed. It has to be called for the oldest first.
func (p *part) list(it *item) {
	if !it.Pinned && !it.fresh {
		g := p.group(it.Host)
		g.items = append(g.items, it)
	}
}

// plan is the state of one Decide.
type plan struct {
	bounds   Bounds
	all      *part
	editions map[string]*part
	used     int
	room     int // the number of bytes that may be in use
	byName   map[string]*item
	removed  []*item // in the order in which they go
}

func (p *plan) edition(name string) *part {
	e := p.editions[Edition(name)]
	if e == nil {
		e = newPart()
		p.editions[Edition(name)] = e
	}
	return e
}

func (p *plan) count(it *item, sign int) {
	p.all.count(it, sign)
	p.edition(it.Name).count(it, sign)
	p.used += sign * it.Bytes
}

func (p *plan) remove(it *item) {
	it.removed = true
	p.count(it, -1)
	p.removed = append(p.removed, it)
}

// restore undoes all removals but the first n.
func (p *plan) restore(n int) {
	for _, it := range p.removed[n:] {
		it.removed = false
		p.count(it, +1)
		p.all.group(it.Host).from, p.edition(it.Name).group(it.Host).from = 0, 0
	}
	p.removed = p.removed[:n]
}

func (p *plan) fullEdition(e *part) bool {
	return e.records > p.bounds.Records || e.bytes > p.bounds.Edition
}

func (p *plan) full() bool { return p.all.bytes > p.bounds.All || p.used > p.room }

// largest returns the group with the most bytes of those that accept takes and that have
// something to remove; of two equal ones, the first by name.
func (p *part) largest(accept func(*group) bool) (found *group) {
	for _, g := range p.hosts {
		if found != nil && (g.bytes < found.bytes || g.bytes == found.bytes && g.host > found.host) {
			continue
		}
		if accept(g) && g.oldest() != nil {
			found = g
		}
	}
	return found
}

// fromEdition returns the item of an edition that gives way to what host writes. here and all
// are the bytes that host already has in this edition and in all. The host's own records go
// first; then those of a host that has more bytes here and in all, or more than its fair
// share.
func (p *plan) fromEdition(e *part, host string, here, all int) *item {
	if it := e.hosts[host].oldest(); it != nil {
		return it
	}
	g := e.largest(func(g *group) bool {
		total := p.all.group(g.host).bytes
		return g.host != host && g.bytes > here && (total > all || total >= p.bounds.Fair)
	})
	return g.oldest()
}

// fromAll returns the item of the whole cache that gives way to what host writes: the oldest
// record of the host with the most bytes. That may be host itself, whose bytes include what
// it writes; all is how many it had before.
func (p *plan) fromAll(host string, all int) *item {
	g := p.all.largest(func(g *group) bool { return g.host == host || g.bytes > all })
	return g.oldest()
}

// anyone stands for the host when trim makes room and no host is writing.
const anyone = ""

// trim removes records until the cache is within its bounds. It can exceed them when a
// version without bounds filled it, or when two tabs wrote at the same time. Room for the
// person's own records is made only when room says so: when those records fill storage by
// themselves, a page's write would only empty the cache.
func (p *plan) trim(room bool) {
	for _, e := range p.editions {
		for p.fullEdition(e) {
			it := e.largest(func(*group) bool { return true }).oldest()
			if it == nil {
				break
			}
			p.remove(it)
		}
	}
	for p.all.bytes > p.bounds.All || room && p.full() {
		it := p.fromAll(anyone, -1)
		if it == nil {
			return
		}
		p.remove(it)
	}
}

// replace counts an item in the place of the one that is stored under its name, which it
// returns, or nil.
func (p *plan) replace(it *item) (before *item) {
	before = p.byName[it.Name]
	if before != nil && before.removed {
		before = nil
	}
	if before != nil {
		before.removed = true
		p.count(before, -1)
	}
	p.count(it, +1)
	return before
}

// write stores an item if room can be made, and reports whether it did.
func (p *plan) write(it *item) bool {
	if it.Bytes > p.bounds.Record {
		return false
	}
	e := p.edition(it.Name)
	here, all := e.group(it.Host).bytes, p.all.group(it.Host).bytes
	n := len(p.removed)
	before := p.replace(it)
	for {
		var give *item
		switch {
		case p.fullEdition(e):
			give = p.fromEdition(e, it.Host, here, all)
		case p.full():
			give = p.fromAll(it.Host, all)
		default:
			return true
		}
		if give == nil {
			break
		}
		p.remove(give)
	}
	p.count(it, -1)
	p.restore(n)
	if before != nil {
		before.removed = false
		p.count(before, +1)
		p.all.group(before.Host).from, e.group(before.Host).from = 0, 0
	}
	return false
}

// Decide returns which of writes are stored, and which records are removed for them. Without
// writes it returns which are removed so that the person's own records have room. Pinned
// records are stored first, and in any case.
func (b Bounds) Decide(s State, writes []Entry) Result {
	p := &plan{bounds: b, all: newPart(), editions: map[string]*part{}, room: s.Quota - b.Free, byName: map[string]*item{}}
	known := make([]*item, 0, len(s.Entries))
	for _, k := range s.Entries {
		it := &item{Entry: k}
		p.count(it, +1)
		p.byName[k.Name] = it
		known = append(known, it)
	}
	p.used = s.Used
	slices.SortFunc(known, func(a, b *item) int {
		if a.At != b.At {
			return cmp.Compare(a.At, b.At)
		}
		return cmp.Compare(a.Name, b.Name)
	})
	for _, it := range known {
		p.all.list(it)
		p.edition(it.Name).list(it)
	}

	var r Result
	stored := map[string]bool{}
	store := func(it *item) {
		p.byName[it.Name] = it
		stored[it.Name] = true
		r.Store = append(r.Store, it.Name)
	}
	for _, w := range writes {
		if w.Pinned {
			it := &item{Entry: w, fresh: true}
			p.replace(it)
			store(it)
		}
	}
	p.trim(len(writes) == 0)
	for _, w := range writes {
		if w.Pinned {
			continue
		}
		if it := (&item{Entry: w, fresh: true}); p.write(it) {
			store(it)
		} else {
			r.Refused = append(r.Refused, w.Name)
		}
	}
	for _, it := range p.removed {
		if !stored[it.Name] {
			r.Remove = append(r.Remove, it.Name)
		}
	}
	return r
}
