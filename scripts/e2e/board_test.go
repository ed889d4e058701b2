package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// board opens the board of 2026 at a moment, in a window of that size.
func board(t *testing.T, b *browser.Browser, width, height int, moment, more string) *browser.Page {
	t.Helper()
	p := blank(t, b)
	must(t, p.SetViewport(width, height, 1))
	stopClock(t, p, moment)
	must(t, p.OnLoad(`{
		const start = WebAssembly.instantiateStreaming;
		WebAssembly.instantiateStreaming = async (...a) => {
			const made = await start.call(WebAssembly, ...a);
			globalThis.programMemory = () => made.instance.exports.mem.buffer.byteLength;
			return made;
		};
		// Each minute waits until the board has shown the one before.
		globalThis.passEach = async (minutes) => {
			for (let i = 0; i < minutes; i++) {
				pass(1);
				await scheduler.postTask(() => {});
			}
		};
	}`))
	must(t, p.Navigate(b.ExtensionURL("board.html?edition=2026&lang=ko"+more)))
	must(t, p.Wait(listed))
	return p
}

// readProgramme opens both days of the timetable of 2026, so that they are stored, and returns
// the tab with the first of them.
func readProgramme(t *testing.T, b *browser.Browser) *browser.Page {
	t.Helper()
	p := open(t, b, grid2026)
	// A day is stored once its page rests: one that is left at once is not stored, and closing a
	// tab loses what it has not stored yet.
	for n, day := range []string{day1, day2} {
		if n > 0 {
			must(t, p.Click(tabOf(n+1)))
		}
		waitStars(t, p, wantedDay(day, "ko"))
		waitStored(t, b, `Object.entries(all).filter(([key, s]) => key.startsWith("session/2026/") && String(s.start).startsWith(`+js(day)+`)).length >= 15`)
	}
	must(t, p.Click(tabOf(1)))
	waitStars(t, p, wantedDay(day1, "ko"))
	return p
}

// running returns the titles of what is on at a moment according to the site, once for each
// room.
func running(at time.Time) (titles []string) {
	for _, s := range site.Programme(replica.Edition2026) {
		start, err1 := time.Parse(time.RFC3339, s.Start)
		end, err2 := time.Parse(time.RFC3339, s.End)
		if err1 != nil || err2 != nil || s.Cancelled || !s.Starred || at.Before(start) || !at.Before(end) {
			continue
		}
		n := len(s.Rooms)
		if s.AllRooms || n == 0 {
			n = 1
		}
		for range n {
			titles = append(titles, strings.Join(strings.Fields(s.Title.Ko), " "))
		}
	}
	return titles
}

// nowTitles returns the titles that the board shows as being on.
const nowTitles = `[...document.querySelectorAll(".now .slot:not(.gone) .title > span:not(.mark)")].map(e => e.textContent.normalize("NFC").replace(/\s+/g, " "))`

// moveTo advances the board's clock to a moment, minute by minute.
func moveTo(t *testing.T, p *browser.Page, moment time.Time) {
	t.Helper()
	clock := moment.Format("15:04")
	must(t, p.Eval(fmt.Sprintf(`passEach((%d - Date.now()) / 60000)`, moment.UnixMilli()), nil))
	must(t, p.Wait(`document.querySelector("#clock").textContent === `+js(clock)))
}

// The board follows the programme all day: what is on and what comes next, across breaks, the
// evening and the days. It corrects itself when a talk is moved and another cancelled.
func TestBoard(t *testing.T) {
	b := chromium(t)
	t.Cleanup(func() { site.Restore("") })
	tab := readProgramme(t, b)
	mine := talk(t, day1, 0)
	click(t, tab, key(mine, "ko"))
	waitPick(t, b, key(mine, "ko"), "star")

	seoul := time.FixedZone("KST", 9*60*60)
	at := func(day, clock string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, seoul)
		must(t, err)
		return moment
	}
	p := board(t, b, 1280, 720, day1+"T08:00", "")
	says := func(text string) {
		t.Helper()
		must(t, p.Wait(`document.querySelector("#says").textContent.includes(`+js(text)+`)`))
	}
	if phase := eval[string](t, p, `document.body.dataset.phase`); phase != "ahead" {
		t.Errorf("in the morning it is %q", phase)
	}
	says("에 시작해요 (")
	seen := 0
	for _, clock := range []string{"10:05", "11:00", "12:30", "13:45", "15:00", "16:20"} {
		moment := at(day1, clock)
		moveTo(t, p, moment)
		want := slices.Sorted(slices.Values(running(moment)))
		got := slices.Sorted(slices.Values(eval[[]string](t, p, nowTitles)))
		if !slices.Equal(got, want) {
			t.Errorf("at %s it shows\n%q\nand not\n%q", clock, got, want)
		}
		seen += len(want)
	}
	if seen < 8 {
		t.Errorf("only %d sessions were on: no test", seen)
	}

	// The popup has a link to the board.
	popup := popupTab(t, b, 420)
	must(t, popup.Click(`document.querySelector("#board-link")`))
	led, err := b.Attach(b.ExtensionURL("board.html?edition=2026&lang=ko"))
	must(t, err)
	must(t, led.Wait(listed))
	led.Close()
	popup.Close()

	// The programme changes while the board is open.
	start, err := time.Parse(time.RFC3339, mine.Start)
	must(t, err)
	n := 1
	for talk(t, day1, n).Start != mine.Start {
		n++
	}
	other := talk(t, day1, n)
	p = board(t, b, 1280, 720, start.In(seoul).Format("2006-01-02T15:04"), "")
	title := func(s replica.Session) string { return js(strings.Join(strings.Fields(s.Title.Ko), " ")) }
	on := func(s replica.Session) string { return nowTitles + `.includes(` + title(s) + `)` }
	must(t, p.Wait(on(mine)+` && `+on(other)+` && document.querySelectorAll(".now .mark").length === 1`))
	site.Move(mine.ID, start.Add(6*time.Hour))
	site.Cancel(other.ID)
	must(t, tab.Reload())
	must(t, p.Wait(`!`+on(mine)+` && !`+on(other)))
	must(t, p.Wait(`[...document.querySelectorAll(".slot.gone .title")].some(e => getComputedStyle(e).textDecorationLine === "line-through" && e.textContent.normalize("NFC").replace(/\s+/g, " ").includes(`+title(other)+`))`))
	must(t, p.Press(kb.ArrowRight))
	must(t, p.Wait(`document.body.dataset.view === "mine" && document.querySelector("#days .time").textContent.startsWith(`+js(start.Add(6*time.Hour).In(seoul).Format("15:04"))+`)`))
	must(t, p.Press(kb.ArrowLeft))
	must(t, p.Wait(`document.body.dataset.view === "hall"`))

	moveTo(t, p, at(day1, "23:50"))
	if phase := eval[string](t, p, `document.body.dataset.phase`); phase != "between" {
		t.Errorf("in the evening it is %q", phase)
	}
	says("오늘 일정은 끝났어요. 내일 ")
	p = board(t, b, 1280, 720, "2026-09-01T12:00", "")
	says(word(t, "ko", "boardOver"))
	if all := p.Errors(); len(all) > 0 {
		t.Errorf("%v", all)
	}
}

// mostBoardGrowth is how much more of the heap a board may hold after its 24th hour than after
// its second where no script is compiled: twice the most that was measured at any hour (+0.7 %).
// With what Chromium compiles in these hours, which is functions that have been called some
// thousand times, six first days came to +3.0 to +4.2 %, all of it before the 14th hour.
const mostBoardGrowth = 1.015

// mostBoardNodes is how many more nodes there may be: another day's programme, and what the
// garbage collector has not reached. A single minute's view has some hundred.
const mostBoardNodes = 1_000

// A board that is open for a day keeps nothing of it: neither the page's heap nor the program's
// memory grows. Its texts move by a few pixels.
func TestBoardDay(t *testing.T) {
	b := interpretingChromium(t)
	readProgramme(t, b).Close()
	p := board(t, b, 1280, 400, day1+"T08:00", "")
	// The heap in use is the least after several collections, since some garbage is released
	// only a moment later.
	measure := func() (heap, nodes, program float64) {
		t.Helper()
		for range 4 {
			m, err := p.Metrics()
			must(t, err)
			if now := m["JSHeapUsedSize"]; heap == 0 || now < heap {
				heap, nodes = now, m["Nodes"]
			}
			must(t, p.Eval(`new Promise(f => requestIdleCallback(f, { timeout: 100 }))`, nil))
		}
		return heap, nodes, eval[float64](t, p, `programMemory()`)
	}
	must(t, p.Eval(`{ globalThis.places = new Set(); const put = CSSStyleDeclaration.prototype.setProperty;
		CSSStyleDeclaration.prototype.setProperty = function (name, value) {
			put.call(this, name, value);
			if (name === "--shift-y") { const { x, y } = document.querySelector("h1").getBoundingClientRect(); places.add(Math.round(x) + " " + Math.round(y)); }
		}; }`, nil))
	must(t, p.Eval(`passEach(120)`, nil))
	heap2, nodes2, program2 := measure()
	for i := range 11 {
		must(t, p.Eval(`passEach(120)`, nil))
		if h, n, m := measure(); testing.Verbose() {
			t.Logf("after %d hours: %.0f bytes, %.0f nodes, program %.0f", 4+2*i, h, n, m)
		}
	}
	heap24, nodes24, program24 := measure()
	must(t, p.Wait(`document.querySelector("#clock").textContent === "08:00"`))
	t.Logf("after 2 and 24 hours: heap %.0f and %.0f bytes, %.0f and %.0f nodes, program %.0f and %.0f bytes", heap2, heap24, nodes2, nodes24, program2, program24)
	if heap24 > mostBoardGrowth*heap2 || nodes24 > nodes2+mostBoardNodes || program24 > mostBoardGrowth*program2 {
		t.Errorf("it grows: heap %.0f to %.0f, nodes %.0f to %.0f, program %.0f to %.0f", heap2, heap24, nodes2, nodes24, program2, program24)
	}
	var moved struct {
		Places        int
		Width, Height float64
	}
	must(t, p.Eval(`(() => { const all = [...places].map(p => p.split(" ").map(Number)); const span = (i) => Math.max(...all.map(p => p[i])) - Math.min(...all.map(p => p[i]));
		return { places: places.size, width: span(0), height: span(1) }; })()`, &moved))
	if moved.Places < 40 || moved.Width != 6 || moved.Height != 6 {
		t.Errorf("its heading stood in %d places, %v by %v px apart", moved.Places, moved.Width, moved.Height)
	}
	if all := p.Errors(); len(all) > 0 {
		t.Errorf("%v", all)
	}
}

// A list that does not fit scrolls by itself, stops for keys or when it is held, and turns pages
// where less motion is preferred. Keys and buttons do the same. The screen is kept awake, and
// the board says so where that is refused.
func TestBoardByItself(t *testing.T) {
	b := chromium(t)
	readProgramme(t, b).Close()
	p := board(t, b, 640, 360, day1+"T08:00", "")
	top := `document.querySelector("#list").scrollTop`
	must(t, p.Wait(top+` > 1`)) // by itself
	must(t, p.Press(" "))
	must(t, p.Wait(`document.querySelector("#hold-button").getAttribute("aria-pressed") === "true"`))
	held := eval[float64](t, p, top)
	must(t, p.Press(kb.Home))
	must(t, p.Wait(top+` === 0`))
	must(t, p.Press(kb.ArrowDown))
	must(t, p.Wait(top+` > 20`))
	must(t, p.Press(kb.End))
	must(t, p.Wait(top+` > `+js(held)+` && `+top+` + document.querySelector("#list").clientHeight >= document.querySelector("#list").scrollHeight - 1`))
	must(t, p.Press("f"))
	must(t, p.Wait(`document.fullscreenElement !== null && document.querySelector("#full-button").textContent === `+js(word(t, "ko", "boardSmall"))))
	must(t, p.Press(kb.Enter)) // on a remote control
	must(t, p.Wait(`document.fullscreenElement === null`))
	press(t, p, "mine-button")
	must(t, p.Wait(`document.body.dataset.view === "mine" && document.querySelector("#says").textContent === `+js(word(t, "ko", "boardNone"))))
	press(t, p, "full-button") // Enter on a button is the button's own
	must(t, p.Wait(`document.fullscreenElement !== null`))
	must(t, p.Press(kb.Enter))
	must(t, p.Wait(`document.fullscreenElement === null`))

	lock := func(request string) *browser.Page {
		t.Helper()
		p := blank(t, b)
		must(t, p.OnLoad(`globalThis.asked = 0; Object.defineProperty(navigator, "wakeLock", { value: { request: async () => { asked++; `+request+` } } });`))
		must(t, p.Navigate(b.ExtensionURL("board.html?edition=2026&lang=ko")))
		must(t, p.Wait(listed+` && asked === 1 && document.body.dataset.awake !== undefined`))
		return p
	}
	given := lock(`return globalThis.sentinel = { released: false };`)
	must(t, given.Eval(`document.dispatchEvent(new Event("visibilitychange"))`, nil))
	if eval[int](t, given, `asked`) != 1 || eval[bool](t, given, `document.querySelector("#awake").checkVisibility()`) {
		t.Error("what it has it asks for again, or complains")
	}
	must(t, given.Eval(`sentinel.released = true; document.dispatchEvent(new Event("visibilitychange"))`, nil))
	must(t, given.Wait(`asked === 2`))
	refused := lock(`throw new DOMException("no", "NotAllowedError");`)
	must(t, refused.Wait(`document.querySelector("#awake").checkVisibility() && document.querySelector("#awake").textContent === `+js(word(t, "ko", "boardAsleep"))))

	calm := blank(t, b)
	must(t, calm.SetViewport(640, 360, 1))
	must(t, calm.SetMedia("prefers-reduced-motion", "reduce"))
	must(t, calm.OnLoad(`{ const real = setTimeout; globalThis.turn = null; setTimeout = (f, ms, ...a) => { if (ms === 15000) { turn = f; return 1; } return real(f, ms, ...a); };
		const now = performance.now.bind(performance); globalThis.later = 0; performance.now = () => now() + later; }`))
	stopClock(t, calm, day1+"T13:45")
	must(t, calm.Navigate(b.ExtensionURL("board.html?edition=2026&lang=ko")))
	must(t, calm.Wait(listed+` && turn !== null && document.querySelector("#list").scrollHeight > document.querySelector("#list").clientHeight`))
	must(t, calm.Eval(`later = 60000; turn()`, nil))
	must(t, calm.Wait(top+` > 50`))
	if x := eval[float64](t, calm, top); x != eval[float64](t, calm, `new Promise(f => requestAnimationFrame(() => requestAnimationFrame(() => f(`+top+`))))`) {
		t.Errorf("it moves on from %v where less motion is wanted", x)
	}
}

// The board fits every window: nothing overflows or overlaps. Pictures of it go to out/e2e.
func TestBoardFits(t *testing.T) {
	b := chromium(t)
	tab := readProgramme(t, b)
	for i := range 3 {
		k := key(talk(t, day1, i), "ko")
		click(t, tab, k)
		waitPick(t, b, k, "star")
	}
	tab.Close()
	for _, size := range [][2]int{{320, 568}, {390, 844}, {1280, 720}, {1920, 1080}, {3840, 2160}} {
		p := board(t, b, size[0], size[1], day1+"T13:45", "")
		for _, view := range []string{"hall", "mine"} {
			must(t, p.Press(map[string]string{"hall": kb.ArrowLeft, "mine": kb.ArrowRight}[view]))
			must(t, p.Wait(`document.body.dataset.view === `+js(view)))
			wide := eval[[]string](t, p, `[...document.querySelectorAll("#stage *")].filter(e => e.checkVisibility() && !e.closest(".unseen") && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).map(e => e.id || e.className)`)
			if len(wide) > 0 {
				t.Errorf("at %v, %s, these run out: %q", size, view, wide)
			}
			if h := eval[float64](t, p, `document.querySelector("#list").clientHeight / innerHeight`); h < 0.45 {
				t.Errorf("at %v, %s, the list has only %.2f of the height", size, view, h)
			}
			if size[0] == 3840 {
				continue
			}
			// Where the system chooses the colours, what fills told apart has edges.
			must(t, p.SetMedia("forced-colors", "active"))
			bare := eval[[]string](t, p, `[...document.querySelectorAll("#says, .room, .day li, .button")].filter(e => e.checkVisibility()).filter(e => {
				const style = getComputedStyle(e), edge = parseFloat(style.borderTopWidth), around = parseFloat(style.outlineWidth);
				const chosen = e.matches(".wide, .is-now, [aria-pressed=true]");
				return style.borderTopStyle === "none" || edge < 1 || style.borderTopColor === style.backgroundColor || chosen && edge < 3 && !(style.outlineStyle !== "none" && around >= 2);
			}).map(e => e.id || e.className)`)
			if len(bare) > 0 {
				t.Errorf("at %v, %s, in forced colours these have no edge of their own: %q", size, view, bare)
			}
			if size[0] == 1280 {
				must(t, p.Screenshot(filepath.Join(root, "out", "e2e", "board-"+view+"-forced.png")))
			}
			must(t, p.SetMedia("forced-colors", "none"))
			for _, theme := range []string{"light", "dark"} {
				must(t, p.SetMedia("prefers-color-scheme", theme))
				must(t, p.Screenshot(filepath.Join(root, "out", "e2e", fmt.Sprintf("board-%s-%d-%s.png", view, size[0], theme))))
			}
		}
		p.Close()
	}
}

// The board loads and works without a network.
func TestBoardOffline(t *testing.T) {
	b := chromium(t)
	readProgramme(t, b).Close()
	p := blank(t, b)
	must(t, p.SetOffline(true))
	stopClock(t, p, day1+"T13:45")
	must(t, p.Navigate(b.ExtensionURL("board.html?edition=2026&lang=ko")))
	must(t, p.Wait(listed+` && document.querySelectorAll(".now .slot").length > 1`))
	if err := p.Navigate(grid2026); err == nil {
		t.Error("there is a network: no test")
	}
}
