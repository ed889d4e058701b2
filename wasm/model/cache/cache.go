// Package cache bounds what pages teach. Every page of the hosts that the extension
// reads can have as many sessions as it likes; what is stored of them is a cache, which
// has to leave room for what a person did. The package decides, from what is known of
// the stored records, which new ones are stored and which old ones give way. It knows
// no browser: cmd/content stores what has room (Fits), and asks cmd/background, which is
// one for all tabs, to decide on the rest (Decide).
//
// Each record says itself which host taught it, and when (Attribute). There is no list beside
// the records that could differ from them. These signatures are read only when a bound is
// met, which an ordinary year never does; until then it is enough to ask how many bytes
// are in use (Fits).
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

// scale is what the bounds are divided by. Tests have a program linked with another one,
// to come to the bounds sooner.
var scale = "1"

// Shipped returns the bounds of this program.
func Shipped() Bounds {
	b := Bounds{records.CacheRecords, records.CacheEdition, records.CacheAll, records.CacheFree, records.CacheFair, records.CacheRecord}
	n := divisor()
	return Bounds{b.Records / n, b.Edition / n, b.All / n, b.Free / n, b.Fair / n, b.Record}
}

// Quota is how much of storage's quota the bounds are meant for.
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

// Entry is what is known of one cached record, or of one that is to be.
type Entry struct {
	Name   string // its storage key
	Bytes  int    // name and value
	Host   string // that taught it
	At     int64  // when, in ms since 1970
	Pinned bool   // never removed: something of the person's names it
}

// State is what storage holds.
type State struct {
	Entries []Entry // all cached records
	Used    int     // bytes in use, of everything
	Quota   int     // bytes that storage holds
}

// Result is what is to be done: Remove first, then what Store names.
type Result struct{ Store, Remove, Refused []string }

// Fits reports whether new records of one edition, of so many bytes, can be stored
// without a look at any old one: when nothing of what is in use were theirs to replace,
// and all of it were cache. records and bytes are the edition's, used and quota
// storage's.
func (b Bounds) Fits(records, bytes, used, quota, newRecords, newBytes int) bool {
	return records+newRecords <= b.Records && bytes+newBytes <= b.Edition && used+newBytes <= min(b.All, quota-b.Free)
}

// item is an Entry with where it stands.
type item struct {
	Entry
	removed bool
	fresh   bool // of the writes at hand
}

// group is what one host has in a part of the cache.
type group struct {
	host  string
	bytes int     // unpinned
	items []*item // unpinned, the oldest first
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

// part is an edition, or all of the cache.
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

// count adds it to the sums, or takes it away when sign is -1.
func (p *part) count(it *item, sign int) {
	p.records += sign
	p.bytes += sign * it.Bytes
	if !it.Pinned {
		p.group(it.Host).bytes += sign * it.Bytes
	}
}

// list adds it to what may be removed. Call it for the oldest first.
func (p *part) list(it *item) {
	if !it.Pinned && !it.fresh {
		g := p.group(it.Host)
		g.items = append(g.items, it)
	}
}

// plan is a decision in the making.
type plan struct {
	bounds   Bounds
	all      *part
	editions map[string]*part
	used     int
	room     int // that may be in use
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

// restore takes back what was removed since there were n.
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

// fromEdition returns what gives way in an edition to what host writes, of which had
// bytes are stored here and had of all. What the host itself taught goes first. Of the
// others, one that has more here and in all, or more than its fair share.
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

// fromAll returns what gives way in all of the cache to what host writes: what the host
// with the most bytes taught longest ago. That may be the writer, whose bytes count
// with what it writes; all is what it had before.
func (p *plan) fromAll(host string, all int) *item {
	g := p.all.largest(func(g *group) bool { return g.host == host || g.bytes > all })
	return g.oldest()
}

// anyone is the host that trim makes room for: none.
const anyone = ""

// trim brings what is stored within the bounds, where it is not: what a version without
// them stored, and what two tabs wrote at the same time. Room for the person's own things
// is made only where that is what is asked for: when they fill storage themselves, a
// write of ours would only empty the cache.
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

// replace counts it in the place of what is stored under its name, which it returns if
// there is something.
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

// write stores it if room can be made, and reports whether.
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

// Decide returns what is to be stored of writes, and what is to be removed for them;
// without writes, what is to be removed so that the person's own things have room. What
// is pinned is stored in any case and before the rest.
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
