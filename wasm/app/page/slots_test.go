package page

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

const detailURL = "https://2026.pycon.kr/presentations/00000000-2026-4000-8000-000000000001"

// The slots of session 1 in the tests below, by the name of the page that shows it.
var (
	slot15 = session.KST(session.Date{Year: 2026, Month: 8, Day: 15}, 13, 0)
	slot16 = session.KST(session.Date{Year: 2026, Month: 8, Day: 16}, 14, 0)
)

// page1 is session 1's own page with its times.
func page1(starts ...session.Instant) string {
	html := `<header>발표</header><main><h4 class="MuiTypography-h4">발표 1</h4><table>`
	for _, t := range starts {
		hour, minute := t.Clock()
		html += fmt.Sprintf(`<tr><td>발표 시각</td><td><h6>2026년 8월 %d일 오후 %d:%02d  ~  오후 %d:%02d (30분)</h6><span class="MuiChip-label">1호</span></td></tr>`,
			t.Date().Day, hour-12, minute, hour-12, minute+30)
	}
	return html + "</table></main>"
}

// slow: in WebAssembly all of this takes ten times as long, and less of it will do.
const slow = runtime.GOOS == "js"

// site1 is the site by the names of its pages.
type site1 map[string]string

func (b *tab) visit(s site1, name string, at int64) {
	b.t.Helper()
	b.show(map[string]string{"15": gridURL, "16": gridURL, "detail": detailURL, "list": listURL}[name], s[name])
	b.settle(at)
}

// starAt returns the star of session 1 at one of its times, or, on a page that
// tells none, its only star.
func (b *tab) starAt(t session.Instant) (star Mark, found bool) {
	for i, m := range b.page.Marks() {
		s := &b.page.page.Spots[i].Session
		if m.Key.First() == key(1) && (s.Start == t || !s.Start.Known() && !found) {
			star, found = m, true // of its own, if there is one
		}
	}
	return star, found
}

// on returns the picks of session 1 that are not off, and what is known of each.
func (s *storage) on() (list []session.Session, d []picks.Difference) {
	book := picks.NewBook()
	for name, tree := range s.entries {
		book.Put(name, tree)
	}
	for key, p := range book.Picks {
		if p.State != picks.Off {
			list = append(list, book.Session(key))
			changed, _ := book.Changed(key)
			d = append(d, changed)
		}
	}
	return list, d
}

func permutations(names []string) (out [][]string) {
	if len(names) < 2 {
		return [][]string{slices.Clone(names)}
	}
	for i := range names {
		rest := slices.Delete(slices.Clone(names), i, i+1)
		for _, p := range permutations(rest) {
			out = append(out, append([]string{names[i]}, p...))
		}
	}
	return out
}

// TestSlotsInAnyOrder: a session given on both days, of which a grid shows one at a
// time. In whatever order its slots are learned and wherever one of them is
// starred, that one is picked and the other is not.
func TestSlotsInAnyOrder(t *testing.T) {
	world := site1{
		"15": grid("ko", "15", 1, 2, 3, 4), "16": grid("ko", "16", 5, 6, 1, 7),
		"detail": page1(slot15, slot16), "list": list(1, 2, 3),
	}
	runs := 0
	for _, names := range [][]string{{"15", "16"}, {"15", "16", "detail"}, {"15", "16", "list"}, {"15", "16", "detail", "list"}} {
		for _, order := range permutations(names) {
			for clicked := range order {
				for _, slots := range [][]session.Instant{{slot15}, {slot16}, {slot15, slot16}, {slot16, slot15}} {
					for _, fresh := range []bool{false, true} {
						if fresh && (slow || len(names) > 3) || slow && len(names) > 3 {
							continue
						}
						s := newStorage()
						b := s.open(t)
						var want []session.Instant
						seen, anySlot := false, false
						for i, name := range order {
							if fresh {
								b = s.open(t)
							}
							b.visit(world, name, now+int64(i))
							if i < clicked || len(want) == len(slots) {
								continue
							}
							// Each slot at the first page that shows it, from the clicked one on.
							for _, start := range slots {
								m, ok := b.starAt(start)
								if ok && !slices.Contains(want, start) && (name != "list" || !seen && len(slots) == 1) {
									b.click(m.Key, now+int64(10+i))
									want, anySlot = append(want, start), name == "list"
								}
							}
							seen = seen || name == "list"
						}
						runs++
						where := fmt.Sprintf("%v, from %d on, %v, fresh tabs %v", order, clicked, slots, fresh)
						before, _ := s.on()
						if len(before) != len(want) {
							t.Fatalf("%s: %d picks, want %d", where, len(before), len(want))
						}
						if anySlot {
							want = []session.Instant{before[0].Start}
						}
						for range 2 {
							for _, name := range order {
								if fresh {
									b = s.open(t)
								}
								b.visit(world, name, now+100)
								for _, start := range []session.Instant{slot15, slot16} {
									if m, ok := b.starAt(start); ok && name != "list" && (m.State != picks.Off) != slices.Contains(want, start) {
										t.Fatalf("%s: on %s the star of %s is %s", where, name, start, m.State)
									}
								}
							}
						}
						list, differ := s.on()
						var got []session.Instant
						for i := range list {
							got = addTime(got, list[i].Start)
							if differ[i] != 0 {
								t.Fatalf("%s: %s differs by %d", where, list[i].Key, differ[i])
							}
						}
						slices.Sort(want)
						if !slices.Equal(got, want) {
							t.Fatalf("%s: picked %v, want %v", where, got, want)
						}
					}
				}
			}
		}
	}
	if runs < 100 {
		t.Errorf("only %d runs", runs)
	}
}

// TestSlotNumbers: without a pick, slots are numbered by start whatever was seen
// first.
func TestSlotNumbers(t *testing.T) {
	world := site1{"15": grid("ko", "15", 1, 2, 3, 4), "16": grid("ko", "16", 5, 6, 1, 7), "detail": page1(slot15, slot16)}
	for _, order := range permutations([]string{"15", "16", "detail"}) {
		s := newStorage()
		b := s.open(t)
		for _, name := range append(order, order...) {
			b.visit(world, name, now)
		}
		for n, start := range []session.Instant{slot15, slot16} {
			k, _ := picks.DecodeSessionRecord(key(1).Slot(n+1), s.entries["session/"+string(key(1).Slot(n+1))])
			if k.Session.Start != start || k.Gone != 0 {
				t.Errorf("%v: slot %d is at %s, gone %d", order, n+1, k.Session.Start, k.Gone)
			}
		}
	}
}

// TestMovedToAnotherDay: a session with an id that moves is followed, wherever it
// was starred and whatever is seen first after the move.
func TestMovedToAnotherDay(t *testing.T) {
	before := site1{"15": grid("ko", "15", 1, 2, 3, 4), "16": grid("ko", "16", 5, 6, 8, 7), "detail": page1(slot15), "list": list(1, 2)}
	worlds := map[string]struct {
		site1
		to session.Instant
	}{
		"to the other day": {site1{"15": grid("ko", "15", 9, 2, 3, 4), "16": grid("ko", "16", 5, 6, 1, 7), "detail": page1(slot16), "list": list(1, 2)}, slot16},
		"within the day":   {site1{"15": grid("ko", "15", 9, 2, 1, 4), "16": grid("ko", "16", 5, 6, 8, 7), "detail": page1(slot15 + 60), "list": list(1, 2)}, slot15 + 60},
	}
	runs := 0
	for what, after := range worlds {
		for _, had := range [][]string{{"15"}, {"detail"}, {"15", "16"}, {"16", "15"}, {"15", "16", "detail"}, {"detail", "16"}, {"list", "15"}, {"list", "15", "16"}} {
			for _, order := range append(permutations([]string{"15", "16", "detail"}), permutations([]string{"15", "16"})...) {
				for _, fresh := range []bool{false, true} {
					if fresh && slow {
						continue
					}
					s := newStorage()
					b := s.open(t)
					for i, name := range had {
						b.visit(before, name, now)
						if m, ok := b.starAt(slot15); ok && m.State == picks.Off {
							b.click(m.Key, now+int64(i))
						}
					}
					if list, _ := s.on(); len(list) != 1 {
						t.Fatalf("%v: %d picks", had, len(list))
					}
					for range 2 { // in tabs opened after the move
						b = s.open(t)
						for i, name := range order {
							if fresh && i > 0 {
								b = s.open(t)
							}
							b.visit(after.site1, name, now+1)
						}
					}
					runs++
					where := fmt.Sprintf("%s: seen %v, then %v, fresh tabs %v", what, had, order, fresh)
					list, differ := s.on()
					if len(list) != 1 || list[0].Start != after.to {
						t.Fatalf("%s: picked %v", where, list)
					}
					// What was starred on a list before any time was known has not moved.
					if differ[0] != picks.Moved && had[0] != "list" {
						t.Fatalf("%s: differs by %d", where, differ[0])
					}
					for _, name := range order {
						b.visit(after.site1, name, now+2)
						if m, ok := b.starAt(after.to); ok && m.State != picks.Star {
							t.Fatalf("%s: on %s the star is %s", where, name, m.State)
						}
					}
				}
			}
		}
	}
	if runs < 80 {
		t.Errorf("only %d runs", runs)
	}
}

// TestHalfLoadedDay: a day whose grid is not there yet takes no slot away.
func TestHalfLoadedDay(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	world := site1{"15": grid("ko", "15", 1, 2, 3, 4), "16": grid("ko", "16", 5, 6, 1, 7), "half": grid("ko", "15", 2)}
	b.visit(world, "15", now)
	m, _ := b.starAt(slot15)
	b.click(m.Key, now)
	b.visit(world, "16", now)
	b = s.open(t)
	b.show(gridURL, world["half"])
	b.settle(now + 1)
	b.visit(world, "16", now+2)
	if m, _ := b.starAt(slot16); m.State != picks.Off {
		t.Error("the pick moved to the other slot")
	}
	if list, differ := s.on(); len(list) != 1 || list[0].Start != slot15 || differ[0] != 0 {
		t.Errorf("picked %v, differs by %v", list, differ)
	}
}

// TestOneSlotCancelled: the pick of a slot that is taken out goes to the only other
// one, unless that is picked as well; then it stays and is gone.
func TestOneSlotCancelled(t *testing.T) {
	for _, both := range []bool{false, true} {
		s := newStorage()
		b := s.open(t)
		world := site1{"15": grid("ko", "15", 1, 2, 3, 4), "16": grid("ko", "16", 5, 6, 1, 7)}
		b.visit(world, "15", now)
		m, _ := b.starAt(slot15)
		b.click(m.Key, now)
		b.visit(world, "16", now)
		if both {
			m, _ = b.starAt(slot16)
			b.click(m.Key, now)
		}
		for load := range int64(2) {
			b = s.open(t)
			b.visit(site1{"15": grid("ko", "15", 8, 2, 3, 4)}, "15", now+1+load)
		}
		var got []string
		list, differ := s.on()
		for i := range list {
			got = append(got, fmt.Sprint(list[i].Start.Date().Day, " ", differ[i]))
		}
		slices.Sort(got)
		want := fmt.Sprint("16 ", picks.Moved)
		if both {
			want = fmt.Sprint("15 ", picks.Gone, ", 16 0")
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("both picked %v: %v, want %s", both, got, want)
		}
	}
}

// TestBothSlotsMove: the session's own page tells at once that both have moved.
func TestBothSlotsMove(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.visit(site1{"detail": page1(slot15, slot16)}, "detail", now)
	for _, start := range []session.Instant{slot15, slot16} {
		m, _ := b.starAt(start)
		b.click(m.Key, now)
	}
	b.visit(site1{"detail": page1(slot15+60, slot16+60)}, "detail", now+1)
	b.expect("moved", "star star star") // at the title, and of each slot
	list, differ := s.on()
	if len(list) != 2 || list[0].Start+list[1].Start != slot15+slot16+120 || differ[0] != picks.Moved || differ[1] != picks.Moved {
		t.Errorf("picked %v, differ by %v", list, differ)
	}
}

// TestTitleOfTwoSlots: the title of a session's own page has a star though its slots have
// theirs. It is that of the slot which is picked, of the first where none or both are, says
// which it is, and a click on it is a click on that slot.
func TestTitleOfTwoSlots(t *testing.T) {
	for _, order := range [][]session.Instant{{slot15, slot16}, {slot16, slot15}} {
		s := newStorage()
		b := s.open(t)
		show := func(want, title string) {
			t.Helper()
			for _, tab := range []*tab{b, s.open(t)} {
				tab.visit(site1{"detail": page1(order...)}, "detail", now)
				marks := tab.page.Marks()
				if len(marks) != 3 || !marks[0].Heading || marks[1].Heading || marks[2].Heading {
					t.Fatalf("stars %+v", marks)
				}
				first, _ := tab.starAt(slot15)
				second, _ := tab.starAt(slot16)
				got := fmt.Sprint(marks[0].State, first.State, second.State)
				if got != want || !strings.Contains(marks[0].Label, title) || strings.Contains(first.Label, "8/15") {
					t.Errorf("%s, %q; want %s, %s", got, marks[0].Label, want, title)
				}
			}
		}
		at := int64(now)
		click := func(start session.Instant) {
			at++
			m := b.page.Marks()[0]
			if start.Known() {
				m, _ = b.starAt(start)
			}
			b.click(m.Key, at)
		}
		show("off off off", "(8/15 13:00)")
		click(0)
		show("star star off", "(8/15 13:00)")
		click(0)
		show("must must off", "(8/15 13:00)")
		click(0)
		show("off off off", "(8/15 13:00)")
		click(slot16)
		show("star off star", "(8/16 14:00)")
		click(0)
		show("must off must", "(8/16 14:00)")
		click(slot15)
		show("star star must", "(8/15 13:00)")
	}
	// With one slot the title says what it always said, and asks nothing.
	b := newStorage().open(t)
	b.visit(site1{"detail": page1(slot15)}, "detail", now)
	if marks := b.page.Marks(); len(marks) != 1 || strings.Contains(marks[0].Label, "(") || marks[0].Asks {
		t.Errorf("one slot: %+v", marks)
	}
}

// TestTitleAsksWhichSlot: a click at the title of a session with several slots picks one, and
// asks whether another was meant; the answer picks that one instead, and can be undone. Only the
// title asks, and only when nothing was picked before.
func TestTitleAsksWhichSlot(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.visit(site1{"detail": page1(slot15, slot16)}, "detail", now)
	at := int64(now)
	states := func() string {
		marks := b.page.Marks()
		return fmt.Sprint(marks[0].State, marks[1].State, marks[2].State)
	}
	click := func(mark int) Change {
		t.Helper()
		at++
		fields := strings.Split(strings.Split(Plan(b.page.Marks()), recordEnd)[mark], fieldEnd)
		c, ok := b.page.Click(session.Key(fields[5]), at) // as the page does
		if !ok {
			t.Fatalf("a click on star %d, %q, is none", mark, fields[5])
		}
		b.write(c)
		return c
	}
	asked := func(c Change) string {
		took, others := b.page.Asks(&c)
		return took + " | " + strings.NewReplacer(fieldEnd, ",", recordEnd, ";").Replace(others)
	}
	c := click(0)
	first, second := string(key(1)), string(key(1).Slot(2))
	if got := asked(c); got != "8/15 13:00 | 8/16 14:00,"+first+","+second+",;" || states() != "star star off" {
		t.Fatalf("asks %q, %s", got, states())
	}
	at++
	choose := func(from, to session.Key) bool {
		ok := b.page.Choose(from, to, at)
		if ok {
			c, _ := b.page.Undo(at)
			b.write(c)
			b.click(to, at)
		}
		return ok
	}
	if !choose(c.Key, session.Key(second)) || states() != "star off star" {
		t.Errorf("chosen: %s", states())
	}
	if list, _ := s.on(); len(list) != 1 || list[0].Start != slot16 {
		t.Errorf("stored: %v", list)
	}
	if c, ok := b.page.Undo(at); !ok || c.Say != "starUndone" || states() != "off off off" {
		t.Errorf("taken back: %v, %s", ok, states())
	} else {
		b.write(c)
	}
	if b.page.CanUndo(at) {
		t.Error("more than the choice can be taken back")
	}
	// A slot's own star has nothing to ask, nor has the title once one is picked.
	if c := click(2); asked(c) != " | " || states() != "star off star" {
		t.Errorf("a slot's star asks %q, %s", asked(c), states())
	}
	if c := click(0); asked(c) != " | " || states() != "must off must" {
		t.Errorf("a second click asks %q, %s", asked(c), states())
	}
	click(2)
	c = click(0)
	for what, answer := range map[string]func() bool{
		"another session":                  func() bool { return choose(c.Key, key(2)) },
		"the slot that was taken":          func() bool { return choose(c.Key, c.Key) },
		"a slot that is not on the page":   func() bool { return choose(c.Key, key(1).Slot(3)) },
		"of a click that was not the last": func() bool { return choose(session.Key(second), c.Key) },
	} {
		if answer() || states() != "star star off" {
			t.Errorf("%s was chosen: %s", what, states())
		}
	}
	if b.page.Choose(c.Key, session.Key(second), at+UndoWindow+1) {
		t.Error("chosen when the click could not be taken back any more")
	}
}

// TestPickFromAnotherDevice: there the later slot was the only one known, and so has
// the first slot's key. It is read as the slot that was meant.
func TestPickFromAnotherDevice(t *testing.T) {
	world := site1{"15": grid("ko", "15", 1, 2, 3, 4), "16": grid("ko", "16", 5, 6, 1, 7)}
	other := newStorage()
	b := other.open(t)
	b.visit(world, "16", now)
	m, _ := b.starAt(slot16)
	c := b.click(m.Key, now)

	s := newStorage()
	b = s.open(t)
	b.visit(world, "15", now)
	b.visit(world, "16", now)
	s.set(t, c.StorageKey(), other.entries[c.StorageKey()])
	check := func(when string) {
		t.Helper()
		if list, differ := s.on(); len(list) != 1 || list[0].Start != slot16 || differ[0] != 0 {
			t.Errorf("%s: picked %v, differs by %v", when, list, differ)
		}
	}
	check("before any page is seen")
	b = s.open(t)
	for _, name := range []string{"15", "16", "15"} {
		b.visit(world, name, now)
		check("on " + name)
		for _, start := range []session.Instant{slot15, slot16} {
			if m, ok := b.starAt(start); ok && (m.State != picks.Off) != (start == slot16) {
				t.Errorf("on %s the star of %s is %s", name, start, m.State)
			}
		}
	}
	// The first slot is starred as well: two picks.
	m, _ = b.starAt(slot15)
	b.click(m.Key, now)
	if list, _ := s.on(); len(list) != 2 || list[0].Start == list[1].Start {
		t.Errorf("two slots picked: %v", list)
	}
}
