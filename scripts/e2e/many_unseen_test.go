package e2e

import (
	"fmt"
	"strings"
	"testing"

	"byeolpyo/scripts/internal/replica"
)

// tallies is a script that runs in the content script's world before the extension's own, and
// counts what each task does: how many stars it makes and fits, and how often it asks for the
// layout after it has changed something, so that the browser has to lay the page out.
const tallies = `(() => {
	const g = globalThis.testTallies = {tasks: []};
	let task = {};
	let dirty = false;
	const begin = () => g.tasks.push(task = {made: 0, fitted: 0, layouts: 0});
	begin();
	const own = (f) => (...a) => { begin(); return f(...a); };
	for (const name of ["setTimeout", "requestAnimationFrame", "requestIdleCallback"]) {
		const real = globalThis[name];
		globalThis[name] = (f, ...a) => real(own(f), ...a);
	}
	for (const name of ["ResizeObserver", "MutationObserver", "IntersectionObserver"]) {
		const real = globalThis[name];
		globalThis[name] = class extends real { constructor(f, ...a) { super(own(f), ...a); } };
	}
	const before = (proto, names, f) => {
		for (const name of names) {
			const real = proto[name];
			proto[name] = function (...a) { f(); return real.apply(this, a); };
		}
	};
	const changes = () => { dirty = true; };
	const asks = () => { if (dirty) task.layouts++; dirty = false; };
	before(Element.prototype, ["setAttribute", "removeAttribute", "remove", "append", "replaceChildren"], changes);
	before(ShadowRoot.prototype, ["append", "replaceChildren"], changes);
	before(Node.prototype, ["insertBefore"], changes);
	before(CSSStyleDeclaration.prototype, ["setProperty", "removeProperty"], changes);
	const margin = Object.getOwnPropertyDescriptor(CSSStyleDeclaration.prototype, "margin");
	if (margin) Object.defineProperty(CSSStyleDeclaration.prototype, "margin", {...margin, set(v) { dirty = true; margin.set.call(this, v); }});
	before(Element.prototype, ["getBoundingClientRect"], asks);
	before(Range.prototype, ["getClientRects"], asks);
	const replaced = (name, make) => {
		let value;
		Object.defineProperty(globalThis, name, {configurable: true, get: () => value, set(v) { value = make(v); }});
	};
	replaced("byeolpyoStar", (star) => ({...star, makeStar: (...a) => { task.made++; return star.makeStar(...a); }}));
	replaced("byeolpyoFit", (fit) => (list, ...a) => {
		const far = fit(list, ...a);
		task.fitted += list.length - far.length;
		return far;
	});
	replaced("byeolpyoHost", (host) => ({...host, plan: own(host.plan)}));
})();`

// TestManySessionsUnseen: on a page that nobody has described all of 3,000 sessions have a
// star, those in the window first, in tasks of which none makes or fits more than a page of one
// conference has, nor asks for the layout once a star. Stored are at most as many as an edition
// may have, and every one that is picked. Which are stored depends on the lessons in which the
// page was read while it loaded: of one lesson those that begin first (app/worker), of more the
// host's newest (model/cache). How long it takes, make bench measures.
func TestManySessionsUnseen(t *testing.T) {
	const n, bound, late = 3000, 1000, 2500
	const slice, layouts = 800, 6 // extension/content/refit.js and fit.js
	b := instrumented(t, tallies)
	p, err := b.Blank()
	must(t, err)
	must(t, p.Navigate(fmt.Sprintf("https://%s/?sessions=%d", replica.OnePageHost, n)))
	must(t, p.Wait(fmt.Sprintf(hosts+`.filter((h) => h.dataset.fit === "").length >= %d && [...document.querySelectorAll("li > .font-semibold")].every((title) =>
		title.shadowRoot?.querySelector("byeolpyo-star")?.shadowRoot.getElementById("name").textContent.includes(title.textContent))`, n)))

	var did struct {
		Tasks []struct{ Made, Fitted, Layouts int }
	}
	must(t, p.EvalContent(`testTallies`, &did))
	made, fitted, most := 0, 0, 0
	for _, task := range did.Tasks {
		made, fitted, most = made+task.Made, fitted+task.Fitted, max(most, task.Layouts)
		if task.Made > slice || task.Fitted > slice || task.Layouts > layouts {
			t.Errorf("a task made %d stars, fitted %d and asked %d times for a changed layout; it may %d, %d and %d", task.Made, task.Fitted, task.Layouts, slice, slice, layouts)
		}
	}
	t.Logf("%d stars made and %d fitted in %d tasks, at most %d layouts in one", made, fitted, len(did.Tasks), most)
	if made < n || fitted < n || most == 0 || len(did.Tasks) < n/slice {
		t.Errorf("%d stars were made, %d fitted in %d tasks, at most %d layouts asked for: this test counts nothing", made, fitted, len(did.Tasks), most)
	}
	if got := eval[[]string](t, p, `[...document.querySelectorAll("li > .font-semibold")].filter((title) =>
		!title.shadowRoot.querySelector("byeolpyo-star").shadowRoot.getElementById("name").textContent.includes(title.textContent)).map((title) => title.textContent)`); len(got) > 0 {
		t.Errorf("%d titles have another's star: %q", len(got), got[:min(len(got), 3)])
	}
	keys := eval[[]string](t, p, hosts+`.map(h => h.dataset.key)`)
	unique := map[string]bool{}
	for _, key := range keys {
		unique[key] = true
	}
	if len(unique) != len(keys) || len(keys) > n+1 { // and that of the second day
		t.Fatalf("%d stars of %d sessions", len(keys), len(unique))
	}
	// As much as fits is written at once.
	waitStored(t, b, fmt.Sprintf(`Object.keys(all).filter((key) => key.startsWith("session/")).length >= %d`, bound/2))
	stored := records(t, b)
	if len(stored) > bound {
		t.Errorf("%d are stored, %d may be", len(stored), bound)
	}
	key := keys[late]
	must(t, p.Eval(hosts+`[`+fmt.Sprint(late)+`].scrollIntoView({block: "center"})`, nil))
	click(t, p, key)
	waitPick(t, b, key, "star")
	waitStored(t, b, `all[`+js("session/"+key)+`]`)
	for name, record := range records(t, b) {
		if !strings.HasPrefix(name, "session/2096/") {
			t.Errorf("stored %s: %s", name, record)
		}
	}
}
