package page

import (
	"slices"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/visits"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/read/htmldom"
	"byeolpyo/wasm/read/snapshot"
)

// fetch answers the program's last request.
func (v *visitor) fetch(html string) {
	v.t.Helper()
	root, err := htmldom.Parse(strings.NewReader(html))
	if err != nil {
		v.t.Fatal(err)
	}
	v.program.LearnFrom(v.script.fetched[len(v.script.fetched)-1], snapshot.Encode(root))
	v.clock.Run(long)
}

// TestTimesFromTheSitesTimetable: a list without times gets them from the page that the site's
// own menu calls its timetable, once a visit and once an hour.
func TestTimesFromTheSitesTimetable(t *testing.T) {
	for _, shape := range visits.Shapes() {
		if shape.Timed() {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			v := newVisitor(t, shape, 1)
			v.click(v.list("first", visits.Korean), visits.Korean, 1, picks.Star, false)
			want := []string{v.site.GridURL(visits.Korean)}
			if shape.Routed() {
				want = nil // the page that is fetched would be the same
			}
			if !slices.Equal(v.script.fetched, want) {
				t.Fatalf("fetched %q, want %q", v.script.fetched, want)
			}
			if shape.Routed() {
				return
			}
			// Nothing came: not again in this visit, nor in another within the hour.
			v.list("again", visits.Korean)
			v.reload()
			v.list("in a new tab", visits.Korean)
			if len(v.script.fetched) != 0 {
				t.Errorf("fetched within the hour: %q", v.script.fetched)
			}
			v.clock.Run(AskMillis)
			v.reload()
			v.list("an hour later", visits.Korean)
			if !slices.Equal(v.script.fetched, want) {
				t.Fatalf("an hour later fetched %q, want %q", v.script.fetched, want)
			}
			v.fetch(v.site.Grid(visits.Korean))
			v.stored("fetched")
			v.list("with times", visits.Korean)
			v.grid("on the timetable", visits.Korean)
			v.stored("on the timetable")
		})
	}
}

// TestTimesFromNobodyElse: a page that the site does not call its timetable teaches nothing,
// whatever it is, and a link to another host is not followed.
func TestTimesFromNobodyElse(t *testing.T) {
	v := newVisitor(t, visits.Shapes()[0], 0)
	list := v.site.List(visits.Korean)
	for name, html := range map[string]string{
		"another host":   strings.ReplaceAll(list, `href="/schedule"`, `href="https://schedule.example/schedule"`),
		"another scheme": strings.ReplaceAll(list, `href="/schedule"`, `href="http://2027.pycon.kr/schedule"`),
		"another port":   strings.ReplaceAll(list, `href="/schedule"`, `href="https://2027.pycon.kr:8443/schedule"`),
		"one's own":      strings.ReplaceAll(list, `<a href="/schedule">시간표</a>`, `<a href="/my/schedule">내 시간표</a>`),
		"none":           strings.ReplaceAll(list, `<a href="/schedule">시간표</a>`, ""),
	} {
		v.reload()
		v.on(v.site.ListURL(visits.Korean), html)
		if len(v.script.fetched) > 0 {
			t.Errorf("%s: fetched %q", name, v.script.fetched)
		}
		before := len(v.storage.Entries)
		v.script.fetched = []string{"https://2027.pycon.kr/another"}
		v.fetch(strings.ReplaceAll(v.site.Grid(visits.Korean), "작업 큐", "일감 줄"))
		if n := len(v.storage.Entries); n != before {
			t.Errorf("%s: %d records of a page that nothing calls a timetable", name, n-before)
		}
	}
}

// TestDayless: hours without a day are no times. The stars are there, the program says that the
// day is missing, and the timetable with days ends that.
func TestDayless(t *testing.T) {
	dates := strings.NewReplacer("2027년 8월 14일 (토)", "첫째 마당", "2027년 8월 15일 (일)", "둘째 마당")
	for i, shape := range visits.Shapes() {
		for _, seed := range looksOf(shape, i) {
			v := newVisitor(t, shape, seed)
			url, html := v.site.GridURL(visits.Korean), v.site.Grid(visits.Korean)
			v.byTime = true
			marks := v.on(url, dates.Replace(html))
			v.see(shape.Name+", without days", visits.Korean, marks, v.all()...)
			v.click(marks, visits.Korean, 1, picks.Star, false)
			if !v.script.dayless {
				t.Errorf("%s/%d: it is not told that no day is known", shape.Name, seed)
			}
			for key, p := range v.book().Picks {
				if s := v.book().Session(key); p.State == picks.Off || s.Start.Known() {
					t.Errorf("%s/%d: %s starts at %s", shape.Name, seed, key, s.Start)
				}
			}
			v.grid(shape.Name+", with days", visits.Korean)
			if v.script.dayless {
				t.Errorf("%s/%d: the days are known by now", shape.Name, seed)
			}
			v.grid(shape.Name+", again", visits.Korean)
			v.stored(shape.Name + ", with days")
			v.on(url, dates.Replace(html))
			if v.script.dayless && shape.Linked() {
				t.Errorf("%s/%d: the days were known before", shape.Name, seed)
			}
		}
	}
}

// TestTimeByHandGivesWay: a session's time that a person entered is kept until a page shows one,
// and does not hide that it is the same session.
func TestTimeByHandGivesWay(t *testing.T) {
	for _, shape := range visits.Shapes() {
		if shape.Timed() {
			continue
		}
		v := newVisitor(t, shape, 0)
		v.click(v.list("first", visits.Korean), visits.Korean, 1, picks.Star, false)
		for key, p := range v.book().Picks {
			p.Session.Start, p.Session.End, p.Tapped = v.site.Talks[5].Start(), v.site.Talks[5].End(), v.clock.Now()
			entries := map[string]any{}
			p.Store(entries, key)
			v.storage.Set(entries, func(error) {})
		}
		v.clock.Run(1000)
		v.list(shape.Name+", by hand", visits.Korean)
		for key := range v.book().Picks {
			if s := v.book().Session(key); s.Start != v.site.Talks[5].Start() {
				t.Errorf("%s: the time by hand is %s", shape.Name, s.Start)
			}
		}
		v.grid(shape.Name+", told", visits.Korean)
		v.grid(shape.Name+", told", visits.Korean)
		v.stored(shape.Name + ", told by the timetable")
	}
}

// TestMovedAfterStarredWithoutTime: a session that was starred without a time, and got it from
// elsewhere, is announced as moved when it moves, with its previous time.
func TestMovedAfterStarredWithoutTime(t *testing.T) {
	const i = 6
	for _, shape := range visits.Shapes() {
		if shape.Timed() || shape.Routed() || !shape.Own() {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			v := newVisitor(t, shape, 1)
			v.click(v.list("first", visits.Korean), visits.Korean, i, picks.Star, false)
			v.fetch(v.site.Grid(visits.Korean))
			v.changed("with its time", nil)
			a, b := &v.site.Talks[i], &v.site.Talks[i-4]
			was := a.Start()
			a.From, b.From = b.From, a.From
			a.To, b.To = b.To, a.To
			v.grid("moved", visits.Korean)
			v.reload()
			v.grid("moved, in a new tab", visits.Korean)
			v.stored("moved")
			v.changed("moved", map[int]picks.Difference{i: picks.Moved})
			book := v.book()
			for key := range book.Picks {
				if _, before := book.Changed(key); before.Start != was {
					t.Errorf("%s is told as moved from %s, was at %s", key, before.Start, was)
				}
			}
			// Back where it was, there is nothing to tell.
			a.From, b.From = b.From, a.From
			a.To, b.To = b.To, a.To
			v.reload()
			v.grid("back", visits.Korean)
			v.changed("back", nil)
		})
	}
}
