package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/visits"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// visitor is somebody on a site that nobody has described: the browser's tab, what is
// stored, and what the stars must be.
type visitor struct {
	*bench
	site *visits.Site
	want []picks.State // of each talk
	keys []session.Key // under which each was seen, where a link tells it
	// byTime: the page at hand is in the order of time.
	byTime bool
}

func newVisitor(t *testing.T, shape visits.Shape, seed int) *visitor {
	s := visits.New(shape, seed)
	return &visitor{bench: newBench(t).open(), site: s, want: make([]picks.State, len(s.Talks)), keys: make([]session.Key, len(s.Talks))}
}

// reload is a new program in a new tab, over the same storage.
func (v *visitor) reload() { v.open() }

// on shows a page and lets it come to rest.
func (v *visitor) on(url, html string) []Mark {
	v.t.Helper()
	v.show(url, html)
	v.clock.Run(long)
	return v.program.page.Marks()
}

// starOf is the star of a talk on the page at hand: of two talks of a title its own, by
// their order. The page of its own shows just one.
func (v *visitor) starOf(marks []Mark, l visits.Lang, i int, own bool) *Mark {
	v.t.Helper()
	nth := 0
	for k := range v.site.Talks {
		if a, b := &v.site.Talks[k], &v.site.Talks[i]; a.Title[l] == b.Title[l] && !own && (v.byTime && a.Start() < b.Start() || !v.byTime && k < i) {
			nth++
		}
	}
	for k := range marks {
		if strings.HasSuffix(marks[k].Label, ": "+v.site.Talks[i].Title[l]) {
			if nth == 0 {
				return &marks[k]
			}
			nth--
		}
	}
	return nil
}

// see checks the stars of a page: one for each talk, in the state that it was given.
func (v *visitor) see(what string, l visits.Lang, marks []Mark, talks ...int) {
	v.t.Helper()
	if len(marks) != len(talks) {
		v.t.Errorf("%s: %d stars for %d talks", what, len(marks), len(talks))
	}
	for _, i := range talks {
		m := v.starOf(marks, l, i, len(talks) == 1)
		if m == nil {
			v.t.Errorf("%s: no star for %q", what, v.site.Talks[i].Title[l])
			continue
		}
		if m.State != v.want[i] {
			v.t.Errorf("%s: the star of %q is %s, want %s (%s)", what, v.site.Talks[i].Title[l], m.State, v.want[i], m.Key)
		}
		if v.site.Linked() {
			if v.keys[i] == "" {
				v.keys[i] = m.Key
			}
			if m.Key != v.keys[i] || m.Key.Hashed() {
				v.t.Errorf("%s: %q is %s, was %s", what, v.site.Talks[i].Title[l], m.Key, v.keys[i])
			}
		}
	}
}

func (v *visitor) all() (list []int) {
	for i := range v.site.Talks {
		list = append(list, i)
	}
	return list
}

func (v *visitor) list(what string, l visits.Lang) []Mark {
	v.t.Helper()
	v.byTime = false
	marks := v.on(v.site.ListURL(l), v.site.List(l))
	v.see(what+", list", l, marks, v.all()...)
	return marks
}

func (v *visitor) grid(what string, l visits.Lang) []Mark {
	v.t.Helper()
	v.byTime = true
	marks := v.on(v.site.GridURL(l), v.site.Grid(l))
	v.see(what+", timetable", l, marks, v.all()...)
	return marks
}

func (v *visitor) detail(what string, l visits.Lang, i int) []Mark {
	v.t.Helper()
	if !v.site.Own() {
		return nil
	}
	t := &v.site.Talks[i]
	marks := v.on(v.site.DetailURL(t, l), v.site.Detail(t, l))
	v.see(what+", own page", l, marks, i)
	return marks
}

// click clicks a talk's star until it has a state.
func (v *visitor) click(marks []Mark, l visits.Lang, i int, to picks.State, own bool) {
	v.t.Helper()
	m := v.starOf(marks, l, i, own)
	if m == nil {
		return // told already
	}
	for v.want[i] != to {
		v.program.Click(m.Key)
		v.want[i] = v.want[i].Next()
		v.clock.Run(1000)
	}
}

// book is what is stored.
func (v *visitor) book() *picks.Book {
	book := picks.NewBook()
	for key, text := range v.storage.Entries {
		tree, _ := jsontree.Parse(text)
		book.Put(key, tree)
	}
	return book
}

// stored checks that the picks are those that were made, each once and with its time.
func (v *visitor) stored(what string) {
	v.t.Helper()
	book := v.book()
	var got, want []string
	for key, p := range book.Picks {
		if s := book.Session(key); p.State != picks.Off {
			got = append(got, fmt.Sprintf("%s by %s, %s to %s in %s: %s", s.Titles["ko"], s.Speakers, s.Start, s.End, s.Rooms, p.State))
		}
	}
	for i, state := range v.want {
		if t := &v.site.Talks[i]; state != picks.Off {
			want = append(want, fmt.Sprintf("%s by %s, %s to %s in %s: %s", t.Title[0], []string{t.Speaker[0]}, t.Start(), t.End(), []string{visits.Rooms[t.Room][0]}, state))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		v.t.Errorf("%s: stored are\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// changed are the titles of picks of which the person has to be told.
func (v *visitor) changed(what string, want map[int]picks.Difference) {
	v.t.Helper()
	book := v.book()
	for i, state := range v.want {
		for key, p := range book.Picks {
			if s := book.Session(key); state != picks.Off && p.State != picks.Off && s.Start == v.site.Talks[i].Start() && s.Speakers[0] == v.site.Talks[i].Speaker[0] {
				if d, _ := book.Changed(key); d != want[i] {
					v.t.Errorf("%s: %q changed by %b, want %b", what, s.Title("ko"), d, want[i])
				}
			}
		}
	}
}

// around opens every page in a tab, and again in a new one.
func (v *visitor) around(what string, l visits.Lang, starred ...int) {
	v.t.Helper()
	for _, tab := range []string{", in the tab", ", reloaded"} {
		v.grid(what+tab, l)
		v.list(what+tab, l)
		for _, i := range starred {
			v.detail(what+tab, l, i)
			v.list(what+tab+", back", l)
		}
		v.reload()
	}
}

// looksOf are the looks in which a site of a shape is visited: where no link tells a session
// they may matter, elsewhere one is enough, another for each shape.
func looksOf(shape visits.Shape, i int) []int {
	if shape.Linked() {
		return []int{i % visits.Looks}
	}
	return []int{0, 1, 2}
}

// TestVisits plays a visit of every shape of site.
func TestVisits(t *testing.T) {
	for i, shape := range visits.Shapes() {
		for _, seed := range looksOf(shape, i) {
			if testing.Short() && (i+seed)%3 > 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s/%d", shape.Name, seed), func(t *testing.T) {
				v := newVisitor(t, shape, seed)
				v.visit()
			})
		}
	}
}

func (v *visitor) visit() {
	const onList, onGrid, onOwn, besideOwn = 1, 6, 9, 8
	twin, other := v.site.Twins[0], v.site.Twins[1]
	ko := visits.Korean
	v.click(v.list("first", ko), ko, onList, picks.Star, false)
	v.click(v.grid("first", ko), ko, onGrid, picks.Must, false)
	v.click(v.grid("first", ko), ko, twin, picks.Star, false)
	if v.site.Own() {
		v.click(v.detail("first", ko, onOwn), ko, onOwn, picks.Star, true)
	} else {
		v.click(v.list("first", ko), ko, onOwn, picks.Star, false)
	}
	starred := []int{onList, onGrid, onOwn, twin, other}
	v.around("starred", ko, starred...)
	v.stored("starred")
	if v.site.Two {
		v.around("in English", visits.English, starred...)
		v.around("in Korean again", ko, onGrid)
		v.stored("in both languages")
	}
	v.changed("nothing changed", nil)

	// Punctuation is no change; a room is.
	v.site.Talks[onList].Title[0] = "“지도 데이터” — 그 3년의 기록!"
	v.site.Talks[onOwn].Room, v.site.Talks[besideOwn].Room = v.site.Talks[besideOwn].Room, v.site.Talks[onOwn].Room
	v.grid("other punctuation, other room", ko)
	v.around("other punctuation, other room", ko, starred...)
	v.stored("other punctuation, other room")

	// Two sessions change places within the day.
	a, b := &v.site.Talks[onGrid], &v.site.Talks[onGrid-4]
	a.From, b.From = b.From, a.From
	a.To, b.To = b.To, a.To
	v.grid("moved", ko)
	v.around("moved", ko, starred...)
	v.stored("moved")
	v.changed("moved", map[int]picks.Difference{onGrid: picks.Moved, onOwn: picks.Rehomed})

	// So do the two of one title.
	a, b = &v.site.Talks[twin], &v.site.Talks[other]
	a.From, b.From = b.From, a.From
	a.To, b.To = b.To, a.To
	v.grid("twins moved", ko)
	v.around("twins moved", ko, starred...)
	v.stored("twins moved")

	v.site.Talks[onOwn].Cancelled = true
	v.around("cancelled", ko, starred...)
	v.stored("cancelled")

	v.site.Talks[onGrid].Title = [2]string{"메시지 버스, 세 해 뒤", "Message Buses, Three Years Later"}
	v.grid("renamed", ko)
	v.around("renamed", ko, starred...)
	v.stored("renamed")
	if v.site.Two {
		v.around("in English at last", visits.English, starred...)
	}
	if n := len(v.book().Picks); n != 4 {
		v.t.Errorf("%d picks are stored", n)
	}
}
