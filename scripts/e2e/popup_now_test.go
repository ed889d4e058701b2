package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
)

// stopClock sets Date to a moment in Seoul ("2026-08-15T13:50") when a page loads; window.pass
// advances it by minutes, and calls what is due by then.
func stopClock(t *testing.T, p *browser.Page, moment string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, moment+":00+09:00")
	must(t, err)
	must(t, p.OnLoad(fmt.Sprintf(`{
		const RealDate = Date, realTimeout = setTimeout, realClear = clearTimeout;
		let now = %d, last = 0;
		let waiting = [];
		Date = class extends RealDate {
			constructor(...a) { a.length ? super(...a) : super(now); }
			static now() { return now; }
		};
		// What waits for a minute waits for the clock that stands here.
		setTimeout = (f, millis = 0, ...a) => (millis > 30_000 && millis <= 86_400_000 ? waiting.push({ f, at: now + millis, id: --last }) && last : realTimeout(f, millis, ...a));
		clearTimeout = (id) => { waiting = waiting.filter((w) => w.id !== id); realClear(id); };
		window.pass = (minutes) => {
			now += minutes * 60_000;
			for (const { f } of waiting.splice(0).filter((w) => w.at <= now || !waiting.push(w))) f();
		};
	}`, at.UnixMilli())))
}

// popupAt is popupTab at a moment.
func popupAt(t *testing.T, b *browser.Browser, width int, moment string) *browser.Page {
	t.Helper()
	p := blank(t, b)
	must(t, p.SetViewport(width, 600, 1))
	stopClock(t, p, moment)
	must(t, p.Navigate(b.ExtensionURL("popup.html")))
	must(t, p.Wait(listed))
	return p
}

// nowLines returns the text of the popup's first lines.
const nowLines = `[...document.querySelectorAll("#now p")].map(p => [...p.children].map(e => e.textContent).join(" · ") || p.textContent).join(" / ")`

// The first line says where to be now and where to go next, follows the minutes, and shows both
// clocks abroad.
func TestPopupNow(t *testing.T) {
	picks := []pick{popupPicks[0], popupPicks[2], popupPicks[3]}
	for _, c := range []struct {
		name, zone, moment, phase, want string
	}{
		{"before", "Asia/Seoul", "2026-08-14T12:00", "to-come", "내일 · 파이썬 패키징의 오늘과 내일 · Track 1 · 13:30"},
		{"running", "Asia/Seoul", "2026-08-15T13:50", "running", "지금 · 파이썬 패키징의 오늘과 내일 · Track 1 · 10분 남았어요 / 다음 · " + popupPicks[2].ko + " · Track 3 · 30분 뒤 (14:20)"},
		{"in a gap", "Asia/Seoul", "2026-08-15T14:10", "gap", "지금 · 비는 시간이에요 · 14:20까지 / 다음 · " + popupPicks[2].ko + " · Track 3 · 10분 뒤 (14:20)"},
		{"after", "Asia/Seoul", "2026-08-17T09:00", "after", "담은 세션이 모두 끝났어요. 즐거우셨길 바라요!"},
		{"abroad", "America/Los_Angeles", "2026-08-15T14:10", "gap", "지금 · 비는 시간이에요 · 14:20까지 / 다음 · " + popupPicks[2].ko + " · Track 3 · 10분 뒤 (14:20) / 서울 14:20 · 여기 8월 14일 22:20"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := chromium(t)
			store(t, b, picks, nil)
			p := blank(t, b)
			must(t, p.SetZone(c.zone))
			stopClock(t, p, c.moment)
			must(t, p.Navigate(b.ExtensionURL("popup.html")))
			must(t, p.Wait(listed))
			if got := eval[string](t, p, nowLines); got != c.want {
				t.Errorf("says %q\n want %q", got, c.want)
			}
			if got := eval[string](t, p, `document.body.dataset.now`); got != c.phase {
				t.Errorf("phase %q, want %q", got, c.phase)
			}
			if eval[bool](t, p, `Boolean(document.querySelector("#now img") || document.body.id)`) {
				t.Error("a title was taken for HTML")
			}
		})
	}
	b := chromium(t)
	store(t, b, picks, nil)
	p := popupAt(t, b, 420, "2026-08-15T13:58")
	for _, c := range []struct{ minutes, phase, says string }{
		{"0", "running", "2분 남았어요"}, {"1", "running", "1분 남았어요"}, {"1", "gap", "20분 뒤 (14:20)"}, {"20", "running", "40분 남았어요"}, {"40", "between", "내일"},
	} {
		must(t, p.Eval(`window.pass(`+c.minutes+`)`, nil))
		must(t, p.Wait(`document.body.dataset.now === `+js(c.phase)))
		must(t, p.Wait(`document.querySelector("#now").textContent.includes(`+js(c.says)+`)`))
	}
	// The line stays at the top however far the list is scrolled, and is cut off rather than
	// overflowing.
	must(t, p.Eval(`scrollTo(0, document.body.scrollHeight)`, nil))
	if top := eval[float64](t, p, `document.querySelector("#now").getBoundingClientRect().top`); top < 0 || top > 120 {
		t.Errorf("it stands at %v", top)
	}
	long := popupPicks[0]
	long.ko = strings.Repeat("가나다라마바사", 12)
	store(t, b, []pick{long}, nil)
	for _, width := range []int{320, 360, 720} {
		p := popupAt(t, b, width, "2026-08-15T13:50")
		if w := eval[int](t, p, `document.documentElement.scrollWidth`); w > width {
			t.Errorf("the page is %d wide in %d", w, width)
		}
		if !eval[bool](t, p, `[...document.querySelectorAll("#now .place, #now .when")].every(e => e.scrollWidth <= e.clientWidth + 1 && e.getBoundingClientRect().right <= innerWidth)`) {
			t.Errorf("at %d, room or minutes are cut", width)
		}
	}
}
