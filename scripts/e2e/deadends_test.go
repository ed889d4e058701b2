package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/app/popup"
	under "byeolpyo/wasm/model/records"
)

// windowed opens a tab and returns the number of its window, since each tab has a window of its
// own here.
func windowed(t *testing.T, b *browser.Browser) (p *browser.Page, window int) {
	t.Helper()
	must(t, b.Extension(`0`, nil)) // or that opens a tab when it is first asked
	p = blank(t, b)
	must(t, b.Extension(`chrome.windows.getLastFocused().then(({id}) => id)`, &window))
	return p, window
}

// onTab opens the popup over the tab of the window and closes it again.
func onTab(t *testing.T, b *browser.Browser, window int, do func(p *browser.Page)) {
	t.Helper()
	must(t, b.Extension(fmt.Sprintf(`chrome.action.openPopup({windowId: %d})`, window), nil))
	p, err := b.Attach("popup.html")
	must(t, err)
	defer p.Close()
	must(t, p.Wait(listed))
	do(p)
}

// warned and hinted are the conditions that the popup shows the text for the tab.
func warned(text string) string {
	return `!document.querySelector("#trouble").hidden && document.querySelector("#trouble span").textContent === ` + js(text) + ` && document.querySelector("#hint").hidden`
}

func hinted(text string) string {
	return `!document.querySelector("#hint").hidden && document.querySelector("#hint span").textContent === ` + js(text) + ` && document.querySelector("#trouble").hidden`
}

const said = `!document.querySelector("#trouble").hidden || !document.querySelector("#hint").hidden`

// waitBadge waits until the text stands on the toolbar's button over the tab of the window.
func waitBadge(t *testing.T, b *browser.Browser, window int, text string) {
	t.Helper()
	must(t, b.Extension(fmt.Sprintf(`(async () => {
		const [{id}] = await chrome.tabs.query({active: true, windowId: %d});
		const end = performance.now() + 19000;
		while (await chrome.action.getBadgeText({tabId: id}) !== %s) {
			if (performance.now() > end) throw new Error("the button is not marked so");
			await new Promise(resolve => setTimeout(resolve, 12));
		}
	})()`, window, js(text)), nil))
}

// toasted waits for the line of words in a page in which no script of its own runs.
func toasted(t *testing.T, p *browser.Page, text string) {
	t.Helper()
	must(t, p.WaitContent(`document.querySelector("byeolpyo-toast")?.shadowRoot.querySelector("span").textContent === `+js(text)))
}

// TestSandboxedPage: where none of our programs can run, the popup says so for that tab, and
// what to do. The button is marked, the page says it once, and nothing keeps trying.
func TestSandboxedPage(t *testing.T) {
	b := chromium(t)
	must(t, b.Extension(`chrome.storage.session.remove("told")`, nil))
	p, window := windowed(t, b)
	defer p.Errors() // what the sandbox forbids is logged
	must(t, p.Navigate(grid2018+"?csp=sandbox"))
	toasted(t, p, word(t, "ko", "starPolicy"))
	must(t, p.WaitContent(ourFrames+`.length === 0`))
	waitBadge(t, b, window, "!")
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(warned(word(t, "ko", "starPolicy"))))
		if got := eval[string](t, popup, `document.querySelector("#trouble .open:not([hidden])").href`); !strings.HasPrefix(got, "https://") {
			t.Errorf("leads to %q", got)
		}
		must(t, popup.Screenshot(filepath.Join(root, "out", "e2e", "popup-sandboxed.png")))
	})
	if n := eval[int](t, p, ourFrames+`.length`); n != 0 {
		t.Errorf("%d frames of the extension, after all", n)
	}

	// Another page works as ever, and says nothing.
	p, window = windowed(t, b)
	must(t, p.Navigate(grid2018))
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(`document.body.dataset.tab === "served"`))
		if eval[bool](t, popup, said) {
			t.Error("a page with stars is warned of")
		}
	})
}

// TestUnreadStorageOnTab: the popup says it when a page cannot read the picks, and stops when it
// can.
func TestUnreadStorageOnTab(t *testing.T) {
	b := instrumented(t, `if (location.search === "?refuse") {
		const real = chrome.storage.local.get;
		globalThis.refusing = true;
		chrome.storage.local.get = (...a) => (refusing ? Promise.reject(new Error("IO error: 000003.log: Corruption: block checksum mismatch")) : real.apply(chrome.storage.local, a));
	}`)
	p, window := windowed(t, b)
	must(t, p.Navigate(grid2018+"?refuse"))
	waitToast(t, p, word(t, "ko", "starUnread"))
	onTab(t, b, window, func(popup *browser.Page) { must(t, popup.Wait(warned(word(t, "ko", "starUnread")))) })
	must(t, p.EvalContent(`globalThis.refusing = false`, nil))
	waitStars(t, p, wanted2018())
	onTab(t, b, window, func(popup *browser.Page) { must(t, popup.Wait(`document.body.dataset.tab === "served"`)) })
	waitBadge(t, b, window, "")
}

// TestForeignFrame: if a page's timetable may be in another site's frame, the popup says that it
// has no stars, and links to that site if stars would work there.
func TestForeignFrame(t *testing.T) {
	b := chromium(t)
	p, window := windowed(t, b)
	must(t, p.Navigate(site2026+"/"))
	add := func(src, size string) {
		t.Helper()
		must(t, p.Eval(`new Promise((resolve) => {
			document.querySelector("#foreign")?.remove();
			const frame = Object.assign(document.createElement("iframe"), {id: "foreign", src: `+js(src)+`, style: `+js(size)+`, onload: resolve});
			document.body.append(frame);
		})`, nil))
	}
	add(grid2018, "width: 100px; height: 100px")
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(`document.body.dataset.tab === "served"`))
		if eval[bool](t, popup, said) {
			t.Error("a small frame is warned of")
		}
	})
	add(grid2018, "width: 800px; height: 600px")
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(warned(strings.ReplaceAll(word(t, "ko", "tabFrameOurs"), "{host}", "www.pycon.kr"))))
		if got := eval[string](t, popup, `document.querySelector("#trouble .open:not([hidden])").href`); got != grid2018 {
			t.Errorf("leads to %q", got)
		}
	})
	add("https://shop.pycon.kr/", "width: 800px; height: 600px") // which the extension does not read
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(warned(strings.ReplaceAll(word(t, "ko", "tabFrame"), "{host}", "shop.pycon.kr"))+` && document.querySelector("#trouble .open").hidden`))
	})
	p.Errors() // the shop is not there
}

// TestDaylessOnTab: where a programme has times without a day, its sessions have stars, and the
// popup says that the day is missing.
func TestDaylessOnTab(t *testing.T) {
	b := chromium(t)
	p, window := windowed(t, b)
	must(t, p.Navigate("https://"+replica.UnseenHost+"/"))
	rows := ""
	var keys []string
	for i, title := range []string{"작은 봇 하나로 시작한 사내 자동화", "타입 힌트를 늦게 배운 사람의 변명", "uv와 함께한 한 해", "지도 위에 파이썬을 얹는 법", "테스트가 느린 밤", "로그 수집기 다시 만들기"} {
		rows += fmt.Sprintf(`<li class="slot"><span class="time">1%[1]d:00 - 1%[1]d:40</span><h3 class="title"><a href="/talks/%[2]d">%[3]s</a></h3><p class="speaker">김하늘</p></li>`, i, 901+i, title)
		keys = append(keys, fmt.Sprintf("%s/talk/%d", replica.UnseenYear, 901+i))
	}
	must(t, p.Eval(`{ document.body.innerHTML = `+js(`<main><h1>시간표</h1><ul>`+rows+`</ul></main>`)+` }`, nil))
	waitStars(t, p, keys)
	onTab(t, b, window, func(popup *browser.Page) { must(t, popup.Wait(hinted(word(t, "ko", "tabDayless")))) })
}

// installed waits until the extension has noted which tabs were open before it was installed:
// else a test's first is one of them.
func installed(t *testing.T, b *browser.Browser) {
	t.Helper()
	must(t, b.Extension(fmt.Sprintf(`new Promise(async (resolve) => {
		const noted = async () => { if (%[1]q in await chrome.storage.session.get(%[1]q)) resolve(); };
		chrome.storage.session.onChanged.addListener(noted);
		await noted();
	})`, under.BeforeKey), nil))
}

// TestSilentTabs: for a tab that does not answer the popup says what it may be and what to do: a
// host that the extension does not read, the browser's own pages, a page that did not load, or
// one that was open before the installation.
func TestSilentTabs(t *testing.T) {
	b := ownChromium(t, dist)
	installed(t, b)
	for _, url := range []string{"https://shop.pycon.kr/", "https://accounts.pycon.kr/login", "chrome://version/", "https://nowhere.example/"} {
		p, window := windowed(t, b)
		if err := p.Navigate(url); err != nil && !strings.Contains(err.Error(), "ERR_NAME_NOT_RESOLVED") {
			t.Fatal(err)
		}
		p.Errors() // the pages are not there
		onTab(t, b, window, func(popup *browser.Page) {
			must(t, popup.Wait(hinted(word(t, "ko", "tabSilent"))))
			if !eval[bool](t, popup, `!document.querySelector("#hint .reload").hidden && document.querySelector("#hint .open").href.startsWith("https://")`) {
				t.Errorf("%s: nothing to do", url)
			}
			if url == "chrome://version/" { // that it was open before may be noted after the popup has looked
				must(t, popup.Eval(fmt.Sprintf(`(async () => {
					const [{ id }] = await chrome.tabs.query({ active: true, currentWindow: true });
					await chrome.storage.session.set({ [%q]: [id] });
				})()`, under.BeforeKey), nil))
				must(t, popup.Wait(warned(word(t, "ko", "tabBefore"))))
			}
		})
	}

	p, window := windowed(t, b)
	must(t, p.Navigate(grid2018))
	waitStars(t, p, wanted2018())
	must(t, b.ReloadExtension())
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(warned(word(t, "ko", "tabBefore"))))
		must(t, popup.Screenshot(filepath.Join(root, "out", "e2e", "popup-before.png")))
		store(t, b, popupPicks, nil) // after the extension was used, it may be any tab
		must(t, popup.Wait(hinted(word(t, "ko", "tabBefore"))))
		// A look that was begun before the reload, and that ends after it, says nothing of the
		// tab as it is now.
		must(t, popup.Eval(fmt.Sprintf(`(() => {
			const { permissions } = chrome, real = permissions.getAll.bind(permissions);
			permissions.getAll = () => new Promise((resolve) => { globalThis.resume = async () => {
				real().then(resolve);
				await real(); // which, as what follows, is answered after that of the look
				for (const end of ["look", "its effect"]) await chrome.storage.session.get(end);
			}; });
			return chrome.storage.session.set({ [%q]: [-1] });
		})()`, under.BeforeKey), nil))
		must(t, popup.Wait(`Boolean(globalThis.resume)`))
		must(t, popup.Click(`document.querySelector("#hint .reload")`))
		must(t, popup.Wait(`document.body.dataset.tab === "served" && document.querySelector("#hint").hidden`))
		must(t, popup.Eval(`resume()`, nil))
		if eval[string](t, popup, `document.body.dataset.tab`) != "served" {
			t.Error("an earlier look overtook a later one")
		}
	})
	waitStars(t, p, wanted2018())
}

// TestSlowTab: a tab that has not answered for three seconds counts as silent, until it answers
// after all.
func TestSlowTab(t *testing.T) {
	const patience = popup.TabPatience // how much later a busy machine sees it is its own matter
	b := instrumented(t, `{
		const real = WebAssembly.instantiateStreaming;
		const held = new Promise(resolve => { globalThis.testGo = resolve; });
		WebAssembly.instantiateStreaming = async (...a) => { await held; return real.apply(WebAssembly, a); };
	}`)
	installed(t, b)
	p, window := windowed(t, b)
	must(t, p.Navigate(grid2018))
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(`document.body.dataset.tab`))
		if at := eval[float64](t, popup, `performance.now()`); at < patience {
			t.Errorf("the tab counts as silent after %.0f ms", at)
		}
		must(t, popup.Wait(hinted(word(t, "ko", "tabSilent"))))
		must(t, p.EvalContent(`testGo()`, nil))
		must(t, popup.Wait(`document.body.dataset.tab === "served" && document.querySelector("#hint").hidden`))
	})
	waitStars(t, p, wanted2018())
}

// TestAccessWithheld: a person can forbid an extension its sites in Chrome's menu.
func TestAccessWithheld(t *testing.T) {
	b := ownChromium(t, dist)
	settings := open(t, b, "chrome://extensions/")
	must(t, settings.Eval(`chrome.developerPrivate.updateExtensionConfiguration({extensionId: `+js(b.ExtensionID())+`, hostAccess: "ON_CLICK"})`, nil))
	p, window := windowed(t, b)
	must(t, p.Navigate(grid2018))
	onTab(t, b, window, func(popup *browser.Page) { must(t, popup.Wait(warned(word(t, "ko", "tabWithheld")))) })
}

// TestNoWebAssembly: without WebAssembly every page of the extension, and a page of the
// conference, says so and what to do, and nothing goes on for ever.
func TestNoWebAssembly(t *testing.T) {
	b, err := browser.Start(t.Context(), browser.Options{
		Extension: dist, Hosts: site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: actionTimeout, Flags: map[string]any{"js-flags": "--jitless"},
	})
	must(t, err)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	store(t, b, popupPicks, nil)
	text := word(t, "ko", "starNoWasm")

	p, window := windowed(t, b)
	defer p.Errors() // it is logged as well
	must(t, p.Navigate(grid2018))
	if eval[bool](t, p, `typeof WebAssembly !== "undefined"`) {
		t.Fatal("there is WebAssembly: no test")
	}
	waitToast(t, p, text)
	must(t, p.Wait(ourFrames+`.length <= 1`))
	waitBadge(t, b, window, "!")
	another, window := windowed(t, b)
	defer another.Errors()
	must(t, another.Navigate(grid2018))
	waitBadge(t, b, window, "!")
	if popup, err := b.OpenPopup("popup.html"); err != nil {
		t.Error(err)
	} else {
		must(t, popup.Wait(`document.querySelector("#failure").textContent === `+js(text)+` && !document.querySelector("#failure").hidden && document.querySelector("#drawing").hidden`))
		must(t, popup.Screenshot(filepath.Join(root, "out", "e2e", "popup-no-wasm.png")))
		popup.Close()
	}
	if eval[bool](t, another, `document.querySelector("byeolpyo-toast") !== null`) {
		t.Error("a second page says it again")
	}

	for page, shows := range map[string]string{
		"import.html?lang=ko": "#problem", "sync.html": "#failed", "save.html?lang=ko&edition=2026": "#state", "print.html?lang=ko&edition=2026": "#state",
	} {
		p, err := b.OpenExtension(page)
		must(t, err)
		must(t, p.Wait(`document.querySelector(`+js(shows)+`).textContent === `+js(text)+` && !document.querySelector(`+js(shows)+`).hidden`))
		if eval[bool](t, p, `Boolean(document.querySelector("#busy:not([hidden]), [aria-busy=true]"))`) {
			t.Errorf("%s is busy", page)
		}
		p.Close()
	}
}

// TestEndedProgram: when a program ends, the page says so instead of waiting.
func TestEndedProgram(t *testing.T) {
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(dist)))
	must(t, os.WriteFile(filepath.Join(dir, "content.wasm"), []byte("\x00asm\x01\x00\x00\x00"), 0o644))
	b := ownChromium(t, dir)
	p, window := windowed(t, b)
	must(t, p.Navigate(grid2018))
	waitToast(t, p, word(t, "ko", "starBroken"))
	onTab(t, b, window, func(popup *browser.Page) {
		must(t, popup.Wait(warned(word(t, "ko", "starBroken"))+` && !document.querySelector("#trouble .reload").hidden`))
	})
	p.Errors() // it is logged, too
}
