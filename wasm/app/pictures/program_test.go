package pictures

import (
	"bytes"
	"errors"
	"image/png"
	"maps"
	"strings"
	"testing"

	"byeolpyo/wasm/internal/project"
	"byeolpyo/wasm/lite/jsontree"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/platform/memory"
)

// drawing is a Program whose font files are at hand and whose time the test makes pass.
type drawing struct {
	*Program
	clock  *memory.Clock
	asked  int   // how often the fallbacks were
	broken error // why they cannot be read
	pauses int
}

func newDrawing(t *testing.T) *drawing {
	t.Helper()
	files := project.Fonts(t)
	d := &drawing{clock: memory.NewClock(1_786_500_000_000)}
	d.Program = &Program{
		Clock:     d.clock,
		Fallbacks: func() ([][]byte, error) { d.asked++; return files[2:], d.broken },
		Pause:     func() error { d.pauses++; return nil },
	}
	if failure := d.Start(files[:2], nil); failure != nil {
		t.Fatal(failure)
	}
	return d
}

func goOn(int, int) bool { return true }

// query returns a request for a picture of storage, with fields besides the edition and the
// moment.
func query(all map[string]any, fields map[string]any) Query {
	f := map[string]any{"edition": "2026", "now": 1_786_500_000_000.0, "lang": "ko"}
	maps.Copy(f, fields)
	return Query{Field: func(name string) any { return f[name] }, Entries: entriesOf(all)}
}

// What a page asks for is drawn with the choices that it names.
func TestProgramDraws(t *testing.T) {
	d := newDrawing(t)
	all, _ := storage(4)
	plain, failure := d.Draw(query(all, nil), goOn)
	if failure != nil || len(plain) != 1 || !strings.Contains(plain[0].Text, "파이썬 이야기 0") || plain[0].Alt == "" {
		t.Fatalf("%v, %d pictures", failure, len(plain))
	}
	small, err := png.DecodeConfig(bytes.NewReader(plain[0].PNG))
	if err != nil {
		t.Fatal(err)
	}
	twice, _ := d.Draw(query(all, map[string]any{"scale": 2.0, "theme": "dark"}), goOn)
	if large, err := png.DecodeConfig(bytes.NewReader(twice[0].PNG)); err != nil || large.Width != 2*small.Width {
		t.Errorf("%d px at twice the scale of %d, %v", large.Width, small.Width, err)
	}
	english, _ := d.Draw(query(all, map[string]any{"lang": "en", "format": "a4", "back": true}), goOn)
	if len(english) != 2 || english[0].ID == english[1].ID || strings.Contains(english[0].Text, "기준") {
		t.Errorf("%d sheets", len(english))
	}
	for what, fields := range map[string]map[string]any{
		"code": {"code": true}, "own text": {"ownText": true}, "a phone": {"format": "phone", "aspect": "5:6"}, "a grid": {"mode": "grid"},
	} {
		other, failure := d.Draw(query(all, fields), goOn)
		if failure != nil || len(other) == 0 || bytes.Equal(other[0].PNG, plain[0].PNG) {
			t.Errorf("%s makes no difference, or %v", what, failure)
		}
	}
	if none, failure := d.Draw(query(all, map[string]any{"edition": "2019"}), goOn); failure != nil || len(none) != 0 {
		t.Errorf("%d pictures of nothing, %v", len(none), failure)
	}
}

// Requests that no page of ours makes are refused, and a picture that cannot be drawn says why;
// the next request is answered.
func TestProgramRefuses(t *testing.T) {
	d := newDrawing(t)
	all, _ := storage(4)
	for what, q := range map[string]Query{
		"no edition": query(all, map[string]any{"edition": nil}),
		"friends":    query(all, map[string]any{"friends": jsontree.Unreadable{}}),
		"no entries": {Field: query(all, nil).Field},
	} {
		if pictures, failure := d.Draw(q, goOn); failure == nil || failure.Code != "data" || pictures != nil {
			t.Errorf("%s: %v", what, failure)
		}
	}
	if Refused().Tree()["error"].(map[string]any)["code"] != "data" {
		t.Error("a request too many is refused otherwise")
	}
	broken := query(all, nil)
	broken.Entries.Get = func(string) any { panic("broken") }
	if pictures, failure := d.Draw(broken, goOn); failure == nil || failure.Code != "internal" || !strings.Contains(failure.Message, "broken") || pictures != nil {
		t.Errorf("a fault: %v", failure)
	}
	if _, failure := d.Draw(query(all, nil), goOn); failure != nil {
		t.Errorf("after that: %v", failure)
	}
	many, _ := storage(0)
	for i := range 900 {
		s := session.Session{Key: session.NewKey("2026", "s", strings.Repeat("x", i+1)), Titles: map[string]string{"ko": "세션"}, Start: session.KST(day, 9, i*30), End: session.KST(day, 9, i*30+10)}
		many[picks.StorageKey(s.Key)] = picks.Pick{State: picks.Star, Tapped: 1, Session: s}.Encode()
	}
	if _, failure := d.Draw(query(many, map[string]any{"scale": 3.0}), goOn); failure == nil || failure.Code != "large" {
		t.Errorf("too large: %v", failure)
	}
}

// Without fonts the program says so and does not start.
func TestProgramFonts(t *testing.T) {
	files := project.Fonts(t)
	for what, c := range map[string]struct {
		files [][]byte
		err   error
		code  string
	}{
		"unread": {nil, errors.New("404"), "internal"}, "one": {files[:1], nil, "load"}, "no font": {[][]byte{{1}, {2}}, nil, "internal"},
	} {
		if failure := new(Program).Start(c.files, c.err); failure == nil || failure.Code != c.code {
			t.Errorf("%s: %v", what, failure)
		}
	}
}

// The fallbacks are read once, and only for what two fonts lack; where they cannot be
// read, the next picture asks again.
func TestProgramFallbacks(t *testing.T) {
	d := newDrawing(t)
	all, _ := storage(2)
	if _, failure := d.Draw(query(all, nil), goOn); failure != nil || d.asked != 0 {
		t.Errorf("asked %d times for what two fonts have, %v", d.asked, failure)
	}
	s := session.Session{Key: session.NewKey("2026", "s", "han"), Titles: map[string]string{"ko": "漢字 🐍"}, Start: session.KST(day, 20, 0), End: session.KST(day, 21, 0)}
	all[picks.StorageKey(s.Key)] = picks.Pick{State: picks.Star, Tapped: 1, Session: s}.Encode()
	d.broken = errors.New("404")
	if _, failure := d.Draw(query(all, nil), goOn); failure == nil || failure.Code != "load" {
		t.Errorf("without fallbacks: %v", failure)
	}
	d.broken = nil
	for range 2 {
		if pictures, failure := d.Draw(query(all, nil), goOn); failure != nil || !strings.Contains(pictures[0].Text, "漢字") {
			t.Errorf("with them: %v", failure)
		}
	}
	if d.asked != 2 {
		t.Errorf("asked %d times, want once when they were broken and once after", d.asked)
	}
}

// TestMissing: the characters that no font has are named once each, beside a picture in
// which boxes with their code stand for them.
func TestMissing(t *testing.T) {
	d := newDrawing(t)
	all, _ := storage(1)
	for title, want := range map[string]string{"한글과 English, 漢字 渡辺 刘 🐍": "", "𪚥 그리고 龘, 또 𪚥": "龘𪚥"} {
		s := session.Session{Key: session.NewKey("2026", "s", "rare"), Titles: map[string]string{"ko": title}, Start: session.KST(day, 20, 0), End: session.KST(day, 21, 0)}
		all[picks.StorageKey(s.Key)] = picks.Pick{State: picks.Star, Tapped: 1, Session: s}.Encode()
		pictures, failure := d.Draw(query(all, nil), goOn)
		if failure != nil || len(pictures) == 0 || pictures[0].Missing != want {
			t.Errorf("%s: missing is %q, want %q, %v", title, pictures[0].Missing, want, failure)
		}
	}
}

// A long drawing reports its progress, reads messages in between, and can be stopped at either
// moment; one that fits into a slice reports nothing.
func TestProgramTells(t *testing.T) {
	d := newDrawing(t)
	all, _ := storage(30)
	told := 0
	if _, failure := d.Draw(query(all, nil), func(int, int) bool { told++; return true }); failure != nil || told != 0 || d.pauses != 0 {
		t.Errorf("told %d times of what took no time, %v", told, failure)
	}
	// Every reading of the clock is a slice later.
	d.Program.Clock = &hasty{Clock: d.clock}
	last := 0
	if _, failure := d.Draw(query(all, map[string]any{"format": "a4"}), func(done, total int) bool {
		if told++; done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
		return true
	}); failure != nil || told < 4 || d.pauses != told/2 {
		t.Errorf("told %d times with %d pauses, %v", told, d.pauses, failure)
	}
	for _, stop := range []int{1, 2, 3} {
		n := 0
		if _, failure := d.Draw(query(all, nil), func(int, int) bool { n++; return n < stop }); failure == nil || failure.Code != "cancelled" || n != stop {
			t.Errorf("stopped at %d: told %d times, %v", stop, n, failure)
		}
	}
	d.Program.Pause = func() error { return errors.New("gone") }
	if _, failure := d.Draw(query(all, nil), goOn); failure == nil || failure.Code != "cancelled" {
		t.Errorf("without messages: %v", failure)
	}
	// A clock that is put back does not silence it.
	d.Program.Pause = func() error { return nil }
	d.Program.Clock = &hasty{Clock: d.clock, step: -3_600_000}
	told = 0
	if _, failure := d.Draw(query(all, nil), func(int, int) bool { told++; return true }); failure != nil || told == 0 {
		t.Errorf("told %d times while the clock was put back, %v", told, failure)
	}
}

// hasty is a clock of which each reading is a step later.
type hasty struct {
	*memory.Clock
	read, step int64
}

func (h *hasty) Now() int64 {
	if h.step == 0 {
		h.step = sliceMS
	}
	h.read += h.step
	return h.read
}
