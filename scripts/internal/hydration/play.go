package hydration

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"byeolpyo/scripts/internal/browser"
)

// Load is what one load of a page came to.
type Load struct {
	// Said are the errors and warnings on the console, uncaught exceptions included.
	Said []string
	// DOM is the site's own tree when it had come to rest, as HTML, without what the
	// extension put in.
	DOM string
	// Stars is how many stars could be seen.
	Stars int
	// Kept and Sent are how many of the elements that hold a title were still in the
	// page in the end, of those that the server had sent.
	Kept, Sent int
}

// before is run before the page's own scripts: it keeps the elements that the
// server sent, to see later whether they were replaced. Deferred scripts run after
// this event and before DOMContentLoaded.
const before = `document.addEventListener("readystatechange", () => {
	globalThis.sent ??= [...document.querySelectorAll("main section *")].filter(e => !e.localName.startsWith("byeolpyo-"));
})`

// stars counts the stars that can be seen.
const stars = browser.Stars + `.filter(e => e.checkVisibility()).length`

// own is the site's tree as HTML, without the host's name, which each load has of its own, and
// without scripts. The elements of the head are sorted: React puts chunks there that are not
// loaded yet, and adds streamed parts by a script or, when that is quicker, without.
const own = `(() => {
	const copy = document.documentElement.cloneNode(true);
	for (const e of copy.querySelectorAll("byeolpyo-star, byeolpyo-toast, script, head > link[rel*=preload]")) e.remove();
	const parts = copy.querySelector("head");
	parts.replaceChildren(...[...parts.childNodes].sort((a, b) => {
		const [x, y] = [a, b].map(n => n.outerHTML ?? n.data);
		return x < y ? -1 : Number(x > y);
	}));
	return copy.outerHTML.replaceAll(location.host, "host");
})()`

// quiet is for how long nothing may change until a page is taken to be at rest, in
// ms: a dozen frames, in which whatever a framework puts off has come.
const quiet = 200

// rest waits until the page has been at rest.
var rest = fmt.Sprintf(`new Promise(resolve => {
	const done = () => { observer.disconnect(); resolve(true); };
	let timer = setTimeout(done, %[1]d);
	const observer = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, %[1]d); });
	observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
})`, quiet)

// soon waits until the condition is true in the page. It is not Page.Wait alone, which checks
// before every frame and so makes the page draw sixty of them a second: most of a load is
// waiting, and many loads share the machine.
func soon(p *browser.Page, condition string) error {
	return p.Wait(fmt.Sprintf(`new Promise(done => {
		const look = (left) => {
			let seen = false;
			try {
				seen = %s;
			} catch {
				// It is not there yet.
			}
			if (seen || left === 0) done(seen);
			else setTimeout(look, %d, left - 1);
		};
		look(%d);
	})`, condition, pause, looks))
}

// pause is between two looks of soon, in ms, and looks is how many it takes before
// Page.Wait may see that its time is up.
const pause, looks = 50, 20

// patience is how long scripts are held back at most until there are stars, some of which may
// wait until the page has been hydrated.
const patience = 5 * time.Second

// tab opens a tab for play.
func tab(b *browser.Browser) (*browser.Page, error) {
	p, err := b.Blank()
	if err == nil {
		err = p.OnLoad(before)
	}
	if err != nil && p != nil {
		p.Close()
		p = nil
	}
	return p, err
}

// play loads the page in the tab and waits until both of its parts are hydrated, it has that
// many stars, and it has come to rest. A page that does not get there is an error, which says
// what was there. With held its scripts come once there are stars, and not before.
func play(p *browser.Page, s *Server, which Page, want int, held bool) (l Load, err error) {
	// Nothing of the load before is there any more, nor what it said.
	if err := p.Navigate("about:blank"); err != nil {
		return l, err
	}
	p.Errors()
	url, release := s.Open(which)
	defer release()
	// Not Navigate, which returns when the scripts have come.
	if err := p.Eval(fmt.Sprintf(`void (location.href = %q)`, url), nil); err != nil {
		return l, err
	}
	if held && want > 0 {
		defer time.AfterFunc(patience, release).Stop()
		if err := p.WaitContent(`globalThis.byeolpyoPage?.count() > 0`); err != nil {
			return l, fmt.Errorf("no stars: %w", err)
		}
	}
	release()
	if err := soon(p, `document.readyState === "complete" && globalThis.hydrated?.early && globalThis.hydrated?.late`); err != nil {
		return l, fmt.Errorf("not hydrated: %w", err)
	}
	starless := soon(p, stars+` === `+fmt.Sprint(want))
	if err := p.Wait(rest); err != nil {
		return l, err
	}
	if err := p.Eval(stars, &l.Stars); err != nil {
		return l, err
	}
	if err := p.Eval(own, &l.DOM); err != nil {
		return l, err
	}
	if err := p.Eval(`globalThis.sent.filter(e => e.isConnected).length`, &l.Kept); err != nil {
		return l, err
	}
	if err := p.Eval(`globalThis.sent.length`, &l.Sent); err != nil {
		return l, err
	}
	host := strings.Split(url, "/")[2]
	for _, m := range p.Errors() {
		text, _, _ := strings.Cut(m.String(), "\n")
		l.Said = append(l.Said, strings.ReplaceAll(text, host, "host"))
	}
	if starless != nil {
		return l, fmt.Errorf("%d stars, want %d, and the console says %s", l.Stars, want, summary(l.Said))
	}
	if l.Stars != want {
		return l, fmt.Errorf("%d stars in the end, want %d", l.Stars, want)
	}
	return l, nil
}

// Differ says how a load with the extension differed from one without it, "" if it did not.
func Differ(with, without Load) string {
	var how []string
	if a, b := summary(with.Said), summary(without.Said); a != b {
		how = append(how, fmt.Sprintf("the console says %s; without the extension %s", a, b))
	}
	if with.Kept != with.Sent && without.Kept == without.Sent {
		how = append(how, fmt.Sprintf("%d of %d elements that the server sent were replaced", with.Sent-with.Kept, with.Sent))
	}
	if with.DOM != without.DOM {
		i := 0
		for i < min(len(with.DOM), len(without.DOM)) && with.DOM[i] == without.DOM[i] {
			i++
		}
		const around = 60
		cut := func(s string) string { return strings.ToValidUTF8(s[max(0, i-around):min(len(s), i+around)], "") }
		how = append(how, fmt.Sprintf("the site's elements are others: %q, without the extension %q", cut(with.DOM), cut(without.DOM)))
	}
	return strings.Join(how, "; ")
}

// summary is what was said, each thing once with how often, shortened.
func summary(said []string) string {
	if len(said) == 0 {
		return "nothing"
	}
	const most = 90 // characters; what follows in React's is its address
	times := map[string]int{}
	for _, text := range said {
		if r := []rune(text); len(r) > most {
			text = string(r[:most]) + "…"
		}
		times[text]++
	}
	var parts []string
	for _, text := range slices.Sorted(maps.Keys(times)) {
		parts = append(parts, fmt.Sprintf("%d times %q", times[text], text))
	}
	return strings.Join(parts, ", ")
}
