package timetable

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/picks"
	"byeolpyo/wasm/session"
)

// Grid is the programme of one day with rooms as columns. The Items of its Day
// are all that is known of the date, in any state; those that are picked are not
// Off and have their clashes with each other.
type Grid struct {
	Day
	Rooms []string // the columns, of which there is at least one; a last one of "" is for what has no room
	Cells []Cell   // where each of Items stands, by start and from left to right
}

// Cell is the place of Items[i]: of the columns From to To, and where others of
// the same columns run at the time, of Lanes equal lanes the one Lane.
type Cell struct {
	Item        int
	From, To    int // half-open
	Lane, Lanes int
}

// Grids lays out the days of an edition: all that is known, and what is picked of
// it. The lists may hold other editions and the same sessions. Days without a
// pick are left out, and so are sessions without a time.
func Grids(edition string, known []session.Session, list []Pick) []Grid {
	all := make([]Pick, 0, len(known)+len(list))
	all = append(all, list...)
	for _, s := range known {
		if s.Start.Known() {
			all = append(all, Pick{Session: s})
		}
	}
	var dated []Item
	for _, it := range unite(all, edition) {
		if it.Session.Start.Known() {
			it.time()
			dated = append(dated, it)
		}
	}
	slices.SortFunc(dated, byTime)
	var out []Grid
	for from := 0; from < len(dated); {
		to := from + 1
		for to < len(dated) && dated[to].Start.Date() == dated[from].Start.Date() {
			to++
		}
		items := dated[from:to:to]
		if slices.ContainsFunc(items, mine) {
			out = append(out, newGrid(items))
		}
		from = to
	}
	return out
}

// Split cuts the day in two at the start that leaves as many sessions before as
// behind it; what runs then is in the first. ok is false when all start together.
func (g Grid) Split() (early, late Grid, ok bool) {
	n := len(g.Items)
	at := n / 2
	for at < n && at > 0 && g.Items[at].Start == g.Items[at-1].Start {
		at++
	}
	if at >= n || at == 0 {
		for at = n / 2; at > 0 && g.Items[at].Start == g.Items[at-1].Start; at-- {
		}
	}
	if at <= 0 || at >= n {
		return g, Grid{}, false
	}
	part := func(items []Item, from int) Grid {
		h := Grid{Day: newDay(g.Date, slices.Clone(items)), Rooms: g.Rooms}
		for _, c := range g.Cells {
			if c.Item >= from && c.Item < from+len(items) {
				c.Item -= from
				h.Cells = append(h.Cells, c)
			}
		}
		return h
	}
	return part(g.Items[:at:at], 0), part(g.Items[at:], at), true
}

func mine(it Item) bool { return it.State != picks.Off }

func newGrid(items []Item) Grid {
	// Clashes are between picks: what else is on is the programme, not a clash.
	var at []int
	var picked []Item
	for i, it := range items {
		if mine(it) {
			at, picked = append(at, i), append(picked, it)
		}
	}
	findClashes(picked)
	for i, it := range picked {
		items[at[i]].Clashes = it.Clashes
	}
	g := Grid{Day: newDay(items[0].Start.Date(), items)}
	g.Rooms = columns(items)
	column := make(map[string]int, len(g.Rooms))
	for i, r := range g.Rooms {
		column[r] = i
	}
	for i, it := range items {
		for _, run := range runs(it.Session.Rooms, column, len(g.Rooms)) {
			g.Cells = append(g.Cells, Cell{Item: i, From: run[0], To: run[1]})
		}
	}
	g.placeRoomless()
	g.placeLanes()
	slices.SortStableFunc(g.Cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(items[a.Item].Start, items[b.Item].Start), a.From-b.From, a.Lane-b.Lane)
	})
	return g
}

// columns returns the rooms of items: by the column that the site gave them, then
// by name, figures in it by value.
func columns(items []Item) []string {
	col := map[string]int{} // 0 for none given
	for _, it := range items {
		for _, r := range it.Session.Rooms {
			c := it.Session.Col
			if len(it.Session.Rooms) > 1 {
				c = 0
			}
			if was, seen := col[r]; !seen || c != 0 && (was == 0 || c < was) {
				col[r] = c
			}
		}
	}
	rooms := make([]string, 0, len(col))
	for r := range col {
		rooms = append(rooms, r)
	}
	slices.SortFunc(rooms, func(a, b string) int {
		switch ca, cb := col[a], col[b]; {
		case ca == cb || ca == 0 && cb == 0:
			return natural(a, b)
		case ca == 0:
			return 1
		case cb == 0:
			return -1
		default:
			return cmp.Compare(ca, cb)
		}
	})
	return rooms
}

// natural compares texts as people count: "Room 2" before "Room 10".
func natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		if n, m := figures(x), figures(y); n > 0 && m > 0 {
			p, q := strings.TrimLeft(x[:n], "0"), strings.TrimLeft(y[:m], "0")
			if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
				return c
			}
			x, y = x[n:], y[m:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// figures returns how many digits s begins with.
func figures(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// runs are the neighbouring columns of rooms, half-open; none for no room.
func runs(rooms []string, column map[string]int, n int) (out [][2]int) {
	in := make([]bool, n+1)
	for _, r := range rooms {
		in[column[r]] = true
	}
	for i := 0; i < n; i++ {
		if in[i] {
			from := i
			for in[i] {
				i++
			}
			out = append(out, [2]int{from, i})
		}
	}
	return out
}

// placeRoomless places what has no room: over all columns, unless something is
// on in one of them at the time; then in a column of its own, the last.
func (g *Grid) placeRoomless() {
	placed := len(g.Cells)
	var wide, aside []int
	for i, it := range g.Items {
		if len(it.Session.Rooms) > 0 {
			continue
		}
		meets := slices.ContainsFunc(g.Cells[:placed], func(c Cell) bool {
			o := g.Items[c.Item]
			return o.Start < it.End && it.Start < o.End
		})
		if meets {
			aside = append(aside, i)
		} else {
			wide = append(wide, i)
		}
	}
	if len(aside) > 0 || len(g.Rooms) == 0 {
		g.Rooms = append(g.Rooms, "")
	}
	n := len(g.Rooms)
	for _, i := range wide {
		g.Cells = append(g.Cells, Cell{Item: i, To: n})
	}
	for _, i := range aside {
		g.Cells = append(g.Cells, Cell{Item: i, From: n - 1, To: n})
	}
	slices.SortStableFunc(g.Cells, func(a, b Cell) int { return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.From, b.From)) })
}

// placeLanes puts cells that would lie upon each other beside each other. Cells of
// different columns that meet share all of these columns.
func (g *Grid) placeLanes() {
	groups := g.groups()
	for wider := true; wider; groups = g.groups() {
		wider = false
		for _, group := range groups {
			from, to := g.Cells[group[0]].From, g.Cells[group[0]].To
			for _, i := range group {
				from, to = min(from, g.Cells[i].From), max(to, g.Cells[i].To)
			}
			for _, i := range group {
				if c := &g.Cells[i]; c.From != from || c.To != to {
					c.From, c.To, wider = from, to, true
				}
			}
		}
	}
	for _, group := range groups {
		var free []session.Instant // by lane: when its last cell ends
		for _, i := range group {
			it, lane := g.Items[g.Cells[i].Item], 0
			for lane < len(free) && free[lane] > it.Start {
				lane++
			}
			if lane == len(free) {
				free = append(free, 0)
			}
			free[lane] = it.End
			g.Cells[i].Lane = lane
		}
		for _, i := range group {
			g.Cells[i].Lanes = len(free)
		}
	}
}

// groups are the cells, by number and in their order, that are connected by lying
// upon each other.
func (g *Grid) groups() (out [][]int) {
	number := make([]int, len(g.Cells)) // of the group
	for i := range number {
		number[i] = i
		a, x := g.Cells[i], g.Items[g.Cells[i].Item]
		for j := range i {
			b, y := g.Cells[j], g.Items[g.Cells[j].Item]
			if a.From < b.To && b.From < a.To && x.Start < y.End && y.Start < x.End && number[j] != number[i] {
				from := number[i]
				for k := range i + 1 {
					if number[k] == from {
						number[k] = number[j]
					}
				}
			}
		}
	}
	at := map[int]int{}
	for i, n := range number {
		if _, seen := at[n]; !seen {
			at[n] = len(out)
			out = append(out, nil)
		}
		out[at[n]] = append(out[at[n]], i)
	}
	return out
}
