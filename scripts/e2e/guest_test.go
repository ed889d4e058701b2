package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// guestHost is of a year that has no profile, and plainHost one on which the extension
// does not run.
const (
	guestHost = "https://" + replica.UnseenHost
	plainHost = "https://shop.pycon.kr"
)

// guestTitles are the sessions of a page that a test makes.
var guestTitles = []string{"작은 봇 하나로 시작한 사내 자동화", "타입 힌트를 늦게 배운 사람의 변명", "비동기 이야기"}

// guestPage is a page of the server's with a programme, each session's title marked
// up by title, which gets its address and text.
func guestPage(t *testing.T, head, title string) (path string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>PyCon 2094</title>` + head + `</head><body><main><h1>시간표</h1><h2>2094년 8월 14일 (토)</h2><div class="list">`)
	for i, text := range guestTitles {
		one := strings.NewReplacer("HREF", fmt.Sprintf("/talks/guest-%d", i+1), "TEXT", text).Replace(title)
		fmt.Fprintf(&b, `<article><p class="when">1%d:00 ~ 1%d:40</p>%s<p class="where">가람방</p></article>`, i, i, one)
	}
	b.WriteString(`</div></main></body></html>`)
	path = "/guest/" + strings.ReplaceAll(t.Name(), "/", "-")
	site.Put(path, b.String())
	t.Cleanup(func() { site.Put(path, "") })
	return path
}

// fitted waits until n stars stand and have found their places.
func fitted(t *testing.T, p *browser.Page, n int) {
	t.Helper()
	if err := p.Wait(fmt.Sprintf(`(all => all.length === %d && all.every(h => h.hasAttribute("data-fit")))(%s)`, n, hosts)); err != nil {
		t.Fatalf("%.200v; there are %s", err, eval[string](t, p, browser.Stars+`.map(h => h.outerHTML).join()`))
	}
}

const heading = `<h3><a href="HREF">TEXT</a></h3>`

// C1: the site's own tree is what the server sent.
func TestSiteTreeUntouched(t *testing.T) {
	b := chromium(t)
	for name, title := range map[string]string{
		"heading": heading, "block in a link": `<a href="HREF"><div>TEXT</div><div>한별</div></a>`, "paragraph": `<p><b><a href="HREF">TEXT</a></b></p>`, "span": `<a href="HREF"><span>TEXT</span></a>`,
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, b, guestHost+guestPage(t, `<script>new MutationObserver(all => { for (const m of all) if (m.type === "attributes" || [...m.addedNodes].some(n => n.localName?.startsWith("byeolpyo"))) globalThis.touched = true; }).observe(document, {subtree: true, childList: true, attributes: true});</script>`, title))
			fitted(t, p, len(guestTitles))
			if !eval[bool](t, p, `fetch(location.href).then(r => r.text()).then(text => new DOMParser().parseFromString(text, "text/html").documentElement.outerHTML === document.documentElement.outerHTML)`) {
				t.Error("the document is not the server's: " + eval[string](t, p, `document.body.innerHTML`))
			}
			if eval[bool](t, p, `globalThis.touched === true`) {
				t.Error("the site's tree was changed")
			}
			key := eval[string](t, p, hosts+`[0].dataset.key`)
			click(t, p, key)
			waitPick(t, b, key, "star")
			must(t, b.ClearStorage())
		})
	}
}

// What assistive technology is told of titles and links, and of what is labelled by them, stays
// the same; the star is described beside them.
func TestNamesStay(t *testing.T) {
	b := chromium(t)
	for name, title := range map[string]string{
		"heading":         `<section aria-labelledby="tHREF"><h3 id="tHREF"><a href="HREF">TEXT</a></h3></section>`,
		"block in a link": `<a href="HREF" id="tHREF"><div>TEXT</div></a><button aria-labelledby="tHREF">+</button>`,
	} {
		t.Run(name, func(t *testing.T) {
			path := guestPage(t, "", title)
			p := open(t, b, guestHost+path)
			fitted(t, p, len(guestTitles))
			plain := open(t, b, plainHost+path)
			with, err := p.Names()
			must(t, err)
			without, err := plain.Names()
			must(t, err)
			named := func(all []browser.Named) (list []browser.Named, ours int) {
				for _, n := range all {
					if strings.HasPrefix(n.Name, word(t, "ko", "starLabel")[:6]) {
						ours++
					} else if n.Name != "" && n.Role != "RootWebArea" {
						list = append(list, n)
					}
				}
				return list, ours
			}
			got, ours := named(with)
			want, _ := named(without)
			if len(want) < 2*len(guestTitles) || !slices.Equal(got, want) {
				t.Errorf("told with the extension\n%v\nwithout\n%v", got, want)
			}
			if ours != len(guestTitles) {
				t.Errorf("%d stars are told of", ours)
			}
		})
	}
}

// looks returns where each letter of the page's texts stands, and its size.
const looks = `JSON.stringify((() => {
	const out = [document.documentElement.scrollHeight, document.querySelectorAll(":empty").length];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n = walker.nextNode(); n; n = walker.nextNode()) {
		if (!n.data.trim() || n.parentElement.closest("script, style")) continue;
		for (const at of [0, 1, n.data.length - 1]) {
			const r = document.createRange();
			r.setStart(n, at);
			r.setEnd(n, at + 1);
			const b = r.getBoundingClientRect();
			out.push([n.data.slice(0, 8), at, b.left, b.top, b.width, b.height].join());
		}
	}
	out.push(document.body.innerText);
	return out;
})())`

// A page looks the same with the extension and without, whatever lays out its titles, and
// selecting and finding text work the same.
func TestLooksStay(t *testing.T) {
	b := chromium(t)
	p, plain := blank(t, b), blank(t, b)
	for name, c := range map[string][2]string{
		"plain":         {"", heading},
		"empty":         {`h3:empty { display: none } article > :first-child { color: red } h3 > :first-child { letter-spacing: 2px }`, heading},
		"first letter":  {`h3::first-letter { font-size: 40px; color: red } h3::first-line { font-weight: 400 }`, `<h3>TEXT</h3><a href="HREF">자세히</a>`},
		"clamp":         {`h3 { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; width: 200px }`, heading},
		"flex":          {`h3 { display: flex; gap: 20px; justify-content: space-between; width: 400px }`, `<h3><a href="HREF">TEXT</a><i>새것</i></h3>`},
		"grid":          {`h3 { display: grid; grid-template-columns: 1fr 60px; gap: 10px; width: 400px }`, `<h3><a href="HREF">TEXT</a><i>새것</i></h3>`},
		"ellipsis":      {`h3 { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 160px }`, heading},
		"right to left": {`h3 { direction: rtl; width: 600px }`, heading},
		"flex item":     {`article { display: flex; gap: 12px; align-items: center }`, heading},
		"centred":       {`h3 { text-align: center }`, heading},
		"columns":       {`.list { columns: 2 }`, heading},
	} {
		t.Run(name, func(t *testing.T) {
			path := guestPage(t, `<style>`+c[0]+`</style>`, c[1])
			must(t, p.Navigate(guestHost+path))
			fitted(t, p, len(guestTitles))
			must(t, p.Eval(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))`, nil))
			must(t, plain.Navigate(plainHost+path))
			if got, want := eval[string](t, p, looks), eval[string](t, plain, looks); got != want {
				t.Errorf("with the extension\n%s\nwithout\n%s", got, want)
			}
			for _, s := range eval[[]star](t, p, readStars) {
				if !s.Reached {
					t.Errorf("%s cannot be clicked: there is %s", s.Label, s.On)
				}
			}
			selected := `(() => { getSelection().selectAllChildren(document.querySelector(".list")); const s = String(getSelection()); getSelection().removeAllRanges(); return s + window.find(` + js(guestTitles[2]) + `) + getSelection(); })()`
			if got, want := eval[string](t, p, selected), eval[string](t, plain, selected); got != want {
				t.Errorf("selected and found %q, without the extension %q", got, want)
			}
		})
	}
}

// TestCopyStays: what is copied of a page is the same with the extension and without, as text
// and as HTML, but for the slot of a root, which the browser copies and which shows nothing.
func TestCopyStays(t *testing.T) {
	b := chromium(t)
	path := guestPage(t, "", heading)
	var copied [2]string
	for i, host := range []string{guestHost, plainHost} {
		p := open(t, b, host+path)
		if host == guestHost {
			fitted(t, p, len(guestTitles))
		}
		must(t, p.Eval(`getSelection().selectAllChildren(document.querySelector(".list"))`, nil))
		must(t, p.Command("copy"))
		must(t, p.Eval(`void (() => {
			const into = document.body.appendChild(document.createElement("textarea"));
			into.addEventListener("paste", (e) => { globalThis.pasted = ["text/plain", "text/html"].map((kind) => e.clipboardData.getData(kind)).join("\n"); });
			into.focus();
		})()`, nil))
		must(t, p.Command("paste"))
		must(t, p.Wait(`globalThis.pasted !== undefined`))
		copied[i] = strings.NewReplacer(host, "", `<slot data-byeolpyo="">`, "", `</slot>`, "").Replace(eval[string](t, p, `pasted`))
	}
	if !strings.Contains(copied[1], guestTitles[0]) || !strings.Contains(copied[1], "<article") {
		t.Fatalf("copied without the extension: %q", copied[1])
	}
	p := open(t, b, guestHost+path)
	fitted(t, p, len(guestTitles))
	must(t, p.Eval(`getSelection().selectAllChildren(document.querySelector(".list"))`, nil))
	must(t, p.Command("copy"))
	must(t, p.Wait(hosts+`.every(h => h.checkVisibility())`))
	if copied[0] != copied[1] {
		t.Errorf("copied with the extension\n%s\nwithout\n%s", copied[0], copied[1])
	}
}

// C4: in an element that folds, the star stands in the part that is always visible, and a click
// on it does not fold.
func TestSummary(t *testing.T) {
	b := chromium(t)
	for name, title := range map[string]string{
		"summary":            `<details><summary><a href="HREF">TEXT</a></summary><p>이야기</p></details>`,
		"heading in summary": `<details><summary><h3><a href="HREF">TEXT</a></h3></summary><p>이야기</p></details>`,
		"legend":             `<fieldset><legend><a href="HREF">TEXT</a></legend><p>이야기</p></fieldset>`,
		"figcaption":         `<figure><figcaption><a href="HREF">TEXT</a></figcaption></figure>`,
	} {
		t.Run(name, func(t *testing.T) {
			must(t, b.ClearStorage())
			p := open(t, b, guestHost+guestPage(t, "", title))
			fitted(t, p, len(guestTitles))
			if n := eval[int](t, p, hosts+`.filter(h => { let n = h; while (n && !["summary", "legend", "figcaption"].includes(n.localName)) n = n.parentNode ?? n.host; return n; }).length`); n != len(guestTitles) {
				t.Errorf("%d of %d stars stand in the caption", n, len(guestTitles))
			}
			key := eval[string](t, p, hosts+`[0].dataset.key`)
			click(t, p, key)
			waitState(t, p, key, "star")
			must(t, p.Press("\r"))
			waitState(t, p, key, "must")
			must(t, p.Press(" "))
			waitState(t, p, key, "off")
			if eval[int](t, p, `document.querySelectorAll("details[open]").length`) != 0 {
				t.Error("the star opened what it stands in")
			}
		})
	}
}

// C8: nothing of ours is written into editable content.
func TestEditable(t *testing.T) {
	b := chromium(t)
	path := guestPage(t, "", `<div contenteditable>`+heading+`</div>`)
	p := open(t, b, guestHost+path)
	waitRead(t, p)
	if n := eval[int](t, p, browser.Stars+`.length`); n != 0 {
		t.Errorf("%d stars in editable content", n)
	}
	list := guestPage(t, "", `<ul contenteditable><li><a href="HREF">TEXT</a></li></ul>`)
	must(t, p.Navigate(guestHost+list))
	waitRead(t, p)
	if eval[bool](t, p, `document.body.innerHTML.includes("byeolpyo")`) {
		t.Error("a star in an editable list")
	}
}

// No root is attached to elements for which the site could attach one, nor where it would hide
// something.
func TestRootsNotTaken(t *testing.T) {
	b := chromium(t)
	define := `<script>customElements.define("x-title", class extends HTMLElement {});</script>`
	for name, c := range map[string][2]string{
		"custom element": {define, `<x-title><a href="HREF">TEXT</a></x-title>`},
		"slotted":        {"", `<div><a href="HREF" slot="title">TEXT</a></div>`},
		"own root":       {"", `<h3><a href="HREF">TEXT</a></h3><script>document.currentScript.previousSibling.attachShadow({mode: "open"}).innerHTML = "<slot></slot>";</script>`},
		"closed root":    {"", `<h3><a href="HREF">TEXT</a></h3><script>document.currentScript.previousSibling.attachShadow({mode: "closed"}).innerHTML = "<slot></slot>";</script>`},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, b, guestHost+guestPage(t, c[0], c[1]))
			fitted(t, p, len(guestTitles))
			if n := eval[int](t, p, `[...document.querySelectorAll("*")].filter(e => e.shadowRoot?.querySelector("slot[data-byeolpyo]")).length`); n != 0 {
				t.Errorf("%d roots attached", n)
			}
			if text := eval[string](t, p, `document.querySelector(".list").innerText`); !strings.Contains(text, guestTitles[0]) {
				t.Errorf("the titles are not shown: %q", text)
			}
		})
	}
}

// What an earlier script left, after an update with the tab open, is taken over.
func TestTakeover(t *testing.T) {
	b := chromium(t)
	left := `<script>{
		const old = document.createElement("byeolpyo-star");
		old.dataset.key = "old";
		old.attachShadow({mode: "open"}).innerHTML = "<button>old</button>";
		const slot = document.createElement("slot");
		slot.setAttribute("data-byeolpyo", "");
		document.currentScript.previousSibling.attachShadow({mode: "open"}).append(old, slot);
	}</script>`
	p := open(t, b, guestHost+guestPage(t, "", heading+left))
	fitted(t, p, len(guestTitles))
	must(t, p.Wait(browser.Stars+`.length === 3 && `+browser.Stars+`.every(h => h.dataset.key !== "old" && h.getRootNode().childNodes.length === 2)`))
	key := eval[string](t, p, hosts+`[0].dataset.key`)
	click(t, p, key)
	waitPick(t, b, key, "star")
	// A title that shows no session any more keeps a root with its content alone.
	act(t, p, `void document.querySelectorAll(".list > *").forEach(e => { e.innerHTML = "<h3>쉬는 시간</h3>"; })`)
	waitStars(t, p, nil)
}

// C9: a page whose names shadow the browser's own properties is read like any other.
func TestClobbered(t *testing.T) {
	b := chromium(t)
	p := blank(t, b)
	for _, name := range []string{"nextSibling", "parentNode", "firstChild", "nodeType", "localName", "getAttribute", "getAttributeNames", "attributes", "shadowRoot", "isConnected"} {
		t.Run(name, func(t *testing.T) {
			must(t, p.Navigate(guestHost+guestPage(t, "", `<form>`+heading+`<p><input name="`+name+`"></p></form>`)))
			fitted(t, p, len(guestTitles))
		})
	}
	for _, name := range []string{"documentElement", "body", "createElement", "hidden", "readyState", "getElementsByTagName", "createTreeWalker", "defaultView", "fonts", "querySelector"} {
		t.Run("document."+name, func(t *testing.T) {
			must(t, p.Navigate(guestHost+guestPage(t, "", heading+`<img alt="" name="`+name+`">`)))
			fitted(t, p, len(guestTitles))
			key := eval[string](t, p, hosts+`[0].dataset.key`)
			click(t, p, key)
			waitState(t, p, key, "star")
			must(t, b.ClearStorage())
		})
	}
}

// C10: a page cannot lay a star of its own under a click.
func TestForgedStar(t *testing.T) {
	b := chromium(t)
	p := open(t, b, guestHost+guestPage(t, "", heading))
	fitted(t, p, len(guestTitles))
	mine, other := eval[string](t, p, hosts+`[0].dataset.key`), eval[string](t, p, hosts+`[1].dataset.key`)
	act(t, p, `void document.body.insertAdjacentHTML("afterbegin", '<byeolpyo-star id="forged" data-key="`+mine+`" style="display: block; width: 300px; height: 60px"><b>눌러 보세요</b></byeolpyo-star>')`)
	must(t, p.Click(`document.querySelector("#forged")`))
	ours := hosts + `.filter(h => h.id !== "forged")`
	must(t, p.Eval(`void (`+ours+`.find(h => h.dataset.key === `+js(other)+`).dataset.key = `+js(mine)+`)`, nil))
	last := eval[string](t, p, ours+`[2].dataset.key`)
	must(t, p.Click(ours+`[2].shadowRoot.querySelector("button")`))
	waitPick(t, b, last, "star")
	if picks := stored(t, b); len(picks) != 1 {
		t.Errorf("stored %v", picks)
	}
}

// C13: sessions in an open root and in a frame of the page's own origin have stars.
func TestRootsAndFrames(t *testing.T) {
	b := chromium(t)
	inner := `<h2>2094년 8월 14일 (토)</h2>`
	for i, text := range guestTitles {
		inner += fmt.Sprintf(`<article><p>1%d:00 ~ 1%d:40</p><h3><a href="/talks/guest-%d">%s</a></h3></article>`, i, i, i+1, text)
	}
	for name, body := range map[string]string{
		"declared root": `<div><template shadowrootmode="open">` + inner + `</template></div>`,
		"script's root": `<x-schedule></x-schedule><script>setTimeout(() => customElements.define("x-schedule", class extends HTMLElement { connectedCallback() { this.attachShadow({mode: "open"}).innerHTML = ` + strings.ReplaceAll(js(inner), "</", `<\/`) + `; } }));</script>`,
		"frame":         `<iframe width="700" height="500" src="/guest/inner"></iframe>`,
	} {
		t.Run(name, func(t *testing.T) {
			must(t, b.ClearStorage())
			path := "/guest/around"
			site.Put(path, `<!doctype html><html lang="ko"><meta charset="utf-8"><title>PyCon 2094</title><body><main><h1>시간표</h1>`+body+`</main>`)
			site.Put("/guest/inner", `<!doctype html><meta charset="utf-8"><body>`+inner)
			t.Cleanup(func() { site.Put(path, ""); site.Put("/guest/inner", "") })
			p := open(t, b, guestHost+path)
			fitted(t, p, len(guestTitles))
			key := eval[string](t, p, hosts+`[0].dataset.key`)
			at := eval[[2]float64](t, p, `(h => {
				const r = h.shadowRoot.querySelector("button").getBoundingClientRect(), f = h.ownerDocument.defaultView.frameElement?.getBoundingClientRect();
				return [r.left + r.width / 2 + (f?.left ?? 0), r.top + r.height / 2 + (f?.top ?? 0)];
			})(`+hosts+`[0])`)
			must(t, p.ClickAt(at[0], at[1]))
			waitPick(t, b, key, "star")
			waitState(t, p, key, "star")
		})
	}
}

// C15: copies that a site makes of a session's elements hold no star without a script.
func TestClones(t *testing.T) {
	b := chromium(t)
	for name, title := range map[string]string{"root": heading, "list": `<ul><li><a href="HREF">TEXT</a></li></ul>`} {
		t.Run(name, func(t *testing.T) {
			p := open(t, b, guestHost+guestPage(t, "", title))
			fitted(t, p, len(guestTitles))
			act(t, p, `(() => { const one = document.querySelector("article"); one.after(one.cloneNode(true)); const list = document.querySelector(".list"); list.innerHTML = list.innerHTML; })()`)
			must(t, p.Wait(`(all => all.length > 0 && all.every(h => h.dataset.key && h.shadowRoot?.querySelector("button")))(`+browser.Stars+`)`))
		})
	}
}

// A site may copy an element that has our root and attach one of its own to the copy, or
// fill the root that it finds: the title has its star. Only where it attaches one to the
// very element does the browser refuse it, and all stays as it was.
func TestLaterRoot(t *testing.T) {
	b := chromium(t)
	p := blank(t, b)
	const root = `.innerHTML = "<style>:host { color: red }</style><slot></slot>"`
	for name, c := range map[string]struct{ act, refused string }{
		"copy":                    {`const c = h.cloneNode(true); c.attachShadow({mode: "open"})` + root + `; h.replaceWith(c)`, ""},
		"copy, closed":            {`const c = h.cloneNode(true); c.attachShadow({mode: "closed"})` + root + `; h.replaceWith(c)`, ""},
		"copy of a copy":          {`const c = h.cloneNode(true); c.attachShadow({mode: "open", clonable: true})` + root + `; h.replaceWith(c.cloneNode(true))`, ""},
		"copy in the page":        {`const c = h.cloneNode(true); h.replaceWith(c); c.attachShadow({mode: "open"})` + root, ""},
		"copy beside":             {`const c = h.cloneNode(true); c.attachShadow({mode: "open"})` + root + `; h.before(c); h.style.display = "none"`, ""},
		"copy of the card beside": {`const a = h.parentNode, c = a.cloneNode(true); c.querySelector("h3").attachShadow({mode: "open"})` + root + `; a.before(c); a.style.display = "none"`, ""},
		"import":                  {`const c = document.importNode(h, true); c.attachShadow({mode: "open"})` + root + `; h.replaceWith(c)`, ""},
		"copy of the card":        {`const a = h.parentNode, c = a.cloneNode(true); c.querySelector("h3").attachShadow({mode: "open"})` + root + `; a.replaceWith(c)`, ""},
		"root of the card":        {`const a = h.parentNode, c = a.cloneNode(true); c.attachShadow({mode: "open"})` + root + `; a.replaceWith(c)`, ""},
		"without a slot":          {`const c = h.cloneNode(true); c.attachShadow({mode: "open"}).append(...h.cloneNode(true).childNodes); h.replaceWith(c)`, ""},
		"asks before":             {`(h.shadowRoot ?? h.attachShadow({mode: "open"}))` + root, ""},
		"the element itself":      {`h.attachShadow({mode: "open"})` + root, "NotSupportedError"},
	} {
		t.Run(name, func(t *testing.T) {
			must(t, b.ClearStorage())
			must(t, p.Navigate(guestHost+guestPage(t, "", heading)))
			fitted(t, p, len(guestTitles))
			key := eval[string](t, p, hosts+`[0].dataset.key`)
			click(t, p, key)
			waitPick(t, b, key, "star")
			if e := eval[string](t, p, `(() => { try { const h = document.querySelector("h3"); `+c.act+`; return ""; } catch (e) { return e.name; } })()`); e != c.refused {
				t.Errorf("the site's own root: %q", e)
			}
			// Of a star that is in the page twice only one is seen.
			must(t, p.Wait(`(all => all.length === 1 && all[0].hasAttribute("data-fit") && all[0].dataset.state === "star")(`+browser.Stars+`.filter(h => h.dataset.key === `+js(key)+` && h.checkVisibility()))`))
			must(t, p.Click(browser.Stars+`.find(h => h.dataset.key === `+js(key)+` && h.checkVisibility()).shadowRoot.querySelector("button")`))
			waitPick(t, b, key, "must")
		})
	}
}

// Where no element can have a root, the star waits until scripts that may hydrate the server's
// elements have had their time, and stands where HTML allows it.
func TestHeldUntilQuiet(t *testing.T) {
	b := chromium(t)
	watch := `<script>new MutationObserver(() => { if (!globalThis.first && document.querySelector("byeolpyo-star")) globalThis.first = performance.now(); }).observe(document, {subtree: true, childList: true});</script>`
	// As where the machine is busy: what has come is run later than QUIET, on the page and, of
	// what is hydrated later, in an island.
	busy := func(first string) string {
		return `<script>addEventListener("load", () => setTimeout(() => {` + first + `
			setTimeout(() => {
				for (const end = performance.now() + 800; performance.now() < end;);
				setTimeout(() => { globalThis.took = performance.now(); }, 100);
			}, 50);
		}, 300));</script>`
	}
	island := `for (const e of document.querySelectorAll("astro-island")) e.removeAttribute("ssr");`
	for name, c := range map[string]struct{ title, in, head string }{
		"list":        {`<ul><li><a href="HREF">TEXT</a></li></ul>`, "li", ""},
		"table":       {`<table><tr><td><a href="HREF">TEXT</a></td></tr></table>`, "td", ""},
		"terms":       {`<dl><dt><a href="HREF">TEXT</a></dt></dl>`, "dt", ""},
		"busy":        {`<ul><li><a href="HREF">TEXT</a></li></ul>`, "li", busy("")},
		"busy island": {`<astro-island ssr><ul><li><a href="HREF">TEXT</a></li></ul></astro-island>`, "li", strings.Replace(busy(island), "300", "1500", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, b, guestHost+guestPage(t, watch+c.head, c.title))
			fitted(t, p, len(guestTitles))
			if in := eval[string](t, p, hosts+`[0].parentNode.localName`); in != c.in {
				t.Errorf("the star stands in %s", in)
			}
			if !eval[bool](t, p, `first > performance.getEntriesByType("navigation")[0].loadEventEnd`) {
				t.Error("the star came before the page was loaded")
			}
			if c.head != "" && !eval[bool](t, p, `first > took`) {
				t.Error("the star came before a script that had come was run")
			}
		})
	}
}

// In forced colours a star has the colours that the person chose.
func TestForcedColours(t *testing.T) {
	b := chromium(t)
	p := blank(t, b)
	must(t, p.SetMedia("forced-colors", "active"))
	must(t, p.Navigate(guestHost+guestPage(t, "", heading)))
	fitted(t, p, len(guestTitles))
	if same := eval[bool](t, p, `(h => { const probe = document.body.appendChild(document.createElement("i")); probe.style.color = "ButtonText"; const same = getComputedStyle(h.shadowRoot.querySelector("path")).stroke === getComputedStyle(probe).color; probe.remove(); return same; })(`+hosts+`[0])`); !same {
		t.Error("a star's outline has a colour of its own")
	}
}
