package timetable

import (
	"cmp"
	"slices"
	"strings"

	"byeolpyo/wasm/lite/order"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// Grid is the programme of one day with rooms as columns. The Items of its Day
// are all that is known of the date, in any state; those that are picked are not
// Off and have their clashes with each other.
type Grid struct {
	Day
	Rooms []string // the columns, of which there is at least one; a last one of "" is for what has no room
	Cells []Cell   // where each of Items stands, by start and from left to right
	More  []More   // what has no Cell after Narrow
}

// Cell is the place of Items[i]: the columns From to To and, where other items of these
// columns run at the same time, lane number Lane of Lanes equal lanes.
type Cell struct {
	Item        int
	From, To    int // half-open
	Lane, Lanes int
}

// More is a place that shows how many sessions have no cell of their own: the last lane of
// some columns, while any of these sessions runs.
type More struct {
	Cell                       // of the first of Items
	Items      []int           // by start
	Start, End session.Instant // of all
}

// Grids lays out the days of an edition: all that is known, and what is picked of
// it. The lists may hold other editions and the same sessions. Sessions without a
// time are left out. The rooms are named in lang, as far as pages in it told.
func Grids(edition, lang string, known []session.Session, list []Pick) []Grid {
	var out []Grid
	eachDate(edition, lang, known, list, func(items []Item, rooms [][]string) { out = append(out, newGrid(items, rooms)) })
	return out
}

// eachDate calls day for every date of an edition, with what is known and picked of it by
// time and the names in lang of each one's rooms.
func eachDate(edition, lang string, known []session.Session, list []Pick, day func(items []Item, rooms [][]string)) {
	dated := programme(edition, known, list)
	order.Sort(dated, byTime)
	names := roomsIn(lang, dated)
	for from := 0; from < len(dated); {
		to := from + 1
		for to < len(dated) && dated[to].Start.Date() == dated[from].Start.Date() {
			to++
		}
		day(dated[from:to:to], names[from:to])
		from = to
	}
}

// programme unites what is known and what is picked of an edition and has a time.
func programme(edition string, known []session.Session, list []Pick) (dated []Item) {
	all := make([]Pick, 0, len(known)+len(list))
	all = append(all, list...)
	for _, s := range known {
		if s.Start.Known() {
			all = append(all, Pick{Session: s})
		}
	}
	if Guesses(all) {
		sessions := make([]session.Session, len(all))
		for i := range all {
			sessions[i] = all[i].Session
		}
		bound(all, sessions)
	}
	for _, it := range unite(all, edition) {
		if it.Session.Start.Known() {
			it.time()
			dated = append(dated, it)
		}
	}
	return dated
}

// Rest returns the items that Grids of known and tt's picks show beside the picks.
func (tt Timetable) Rest(known []session.Session) []Item {
	return slices.DeleteFunc(programme(tt.Edition, known, tt.All()), mine)
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
		h := Grid{Day: newDay(g.Date, slices.Clone(items), 0), Rooms: g.Rooms}
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

// roomsIn returns the rooms of each of items by their names in lang. A session that was
// seen in the other language only is in the same rooms as those that were seen in both:
// their names, or the column of the day's grid, tell which.
func roomsIn(lang string, items []Item) [][]string {
	type column struct {
		date session.Date
		col  int
	}
	named, at := map[string]string{}, map[column]string{} // the name in lang
	for i := range items {
		s := &items[i].Session
		here := s.Named(lang).Rooms
		for _, l := range session.Languages {
			if there := s.Named(l).Rooms; l != lang && len(there) == len(here) {
				for j, name := range there {
					named[name] = here[j]
				}
			}
		}
		if len(here) == 1 && s.Col != 0 {
			at[column{s.Start.Date(), s.Col}] = here[0]
		}
	}
	out := make([][]string, len(items))
	for i := range items {
		s := &items[i].Session
		out[i] = s.RoomsIn(lang)
		if len(s.Named(lang).Rooms) > 0 || len(out[i]) == 0 {
			continue
		}
		out[i] = slices.Clone(out[i])
		for j, name := range out[i] {
			if known, ok := named[name]; ok {
				out[i][j] = known
			} else if known, ok := at[column{s.Start.Date(), s.Col}]; ok && len(out[i]) == 1 && s.Col != 0 {
				out[i][j] = known
			}
		}
	}
	return out
}

// newGrid lays out a day; rooms are those of each item.
func newGrid(items []Item, rooms [][]string) Grid {
	// Only picks clash with each other; other sessions of the programme do not.
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
	g := Grid{Day: newDay(items[0].Start.Date(), items, 0)}
	g.Rooms = columns(items, rooms)
	column := make(map[string]int, len(g.Rooms))
	for i, r := range g.Rooms {
		column[r] = i
	}
	for i := range items {
		for _, run := range runs(rooms[i], column, len(g.Rooms)) {
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

// columns returns the rooms of items, of which roomsOf tells the names: by the column that the site gave them, then
// by name, figures in it by value.
func columns(items []Item, roomsOf [][]string) []string {
	col := map[string]int{} // 0 for none given
	for i, it := range items {
		for _, r := range roomsOf[i] {
			c := it.Session.Col
			if len(roomsOf[i]) > 1 {
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

// figures returns the number of digits that s begins with.
func figures(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// runs returns the groups of neighbouring columns that rooms make up, half-open, and none for
// no room.
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
		if len(it.Session.RoomsIn("")) > 0 {
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
		g.place(group)
	}
}

// place gives the cells of a group the first lanes that are free, and returns how
// many these are.
func (g *Grid) place(group []int) int {
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
	return len(free)
}

// Narrow returns the grid with no more lanes beside each other than most says for
// the columns from and to. What is picked keeps a lane, and of the rest what fits
// beside it; the others are in More. ok is false when there is no room for that.
func (g Grid) Narrow(most func(from, to int) int) (out Grid, ok bool) {
	out, ok = g, true
	out.Cells, out.More = slices.Clone(g.Cells), nil
	gone := make([]bool, len(out.Cells))
	for _, group := range out.groups() {
		first := out.Cells[group[0]]
		if lanes := most(first.From, first.To); first.Lanes > lanes {
			ok = ok && out.crowd(group, max(lanes, 1), gone)
		}
	}
	kept := out.Cells[:0]
	for i, c := range out.Cells {
		if !gone[i] {
			kept = append(kept, c)
		}
	}
	out.Cells = kept
	return out, ok
}

// crowd puts a group into so many lanes, the last of which is for More, and notes
// which cells are gone. It reports false when the picks alone leave no lane.
func (g *Grid) crowd(group []int, lanes int, gone []bool) bool {
	var picked, rest []int
	for _, i := range group {
		if mine(g.Items[g.Cells[i].Item]) {
			picked = append(picked, i)
		} else {
			rest = append(rest, i)
		}
	}
	if len(picked) > 0 && g.place(picked) >= lanes {
		return false
	}
	in := make([][]int, lanes-1) // by lane: its cells
	for _, i := range picked {
		in[g.Cells[i].Lane] = append(in[g.Cells[i].Lane], i)
	}
	for _, i := range rest {
		c := &g.Cells[i]
		it := g.Items[c.Item]
		c.Lane = slices.IndexFunc(in, func(cells []int) bool {
			return !slices.ContainsFunc(cells, func(j int) bool {
				o := g.Items[g.Cells[j].Item]
				return o.Start < it.End && it.Start < o.End
			})
		})
		if c.Lane >= 0 {
			in[c.Lane] = append(in[c.Lane], i)
			continue
		}
		gone[i] = true
		c.Lane, c.Lanes = lanes-1, lanes
		if n := len(g.More); n > 0 && g.More[n-1].From == c.From && g.More[n-1].To == c.To && it.Start < g.More[n-1].End {
			m := &g.More[n-1]
			m.Items, m.End = append(m.Items, c.Item), max(m.End, it.End)
		} else {
			g.More = append(g.More, More{Cell: *c, Items: []int{c.Item}, Start: it.Start, End: it.End})
		}
	}
	for _, i := range group {
		g.Cells[i].Lanes = lanes
	}
	return true
}

// groups are the cells, by number and in their order, that are connected by lying
// upon each other.
func (g *Grid) groups() (out [][]int) {
	parent := make([]int, len(g.Cells)) // the group of a cell is that of its parent
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for i, a := range g.Cells {
		parent[i] = i
		x := &g.Items[a.Item]
		for j, b := range g.Cells[:i] {
			y := &g.Items[b.Item]
			if a.From < b.To && b.From < a.To && x.Start < y.End && y.Start < x.End {
				parent[find(j)] = find(i)
			}
		}
	}
	at := map[int]int{}
	for i := range g.Cells {
		n := find(i)
		if _, seen := at[n]; !seen {
			at[n] = len(out)
			out = append(out, nil)
		}
		out[at[n]] = append(out[at[n]], i)
	}
	return out
}
