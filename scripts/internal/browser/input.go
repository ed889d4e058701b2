package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// place finds where to click on an element: scrolled into view, at rest for two frames, and with
// nothing above it, including in open shadow roots. An element that is covered, or not shown
// yet, gets two seconds. The result is {x, y} or {covered: what is above it}.
const place = `(async () => {
	const el = %s;
	if (!(el instanceof Element)) throw new Error("no such element: " + %s);
	const frame = () => new Promise(resolve => {
		const timer = setTimeout(resolve, 100);
		requestAnimationFrame(() => { clearTimeout(timer); resolve(); });
	});
	const holds = (outer, inner) => {
		for (let n = inner; n; n = n.parentNode ?? n.host) if (n === outer) return true;
		return false;
	};
	const topAt = (x, y) => {
		let top = document.elementFromPoint(x, y);
		while (top?.shadowRoot) {
			const inner = top.shadowRoot.elementFromPoint(x, y);
			if (!inner || inner === top) break;
			top = inner;
		}
		return top;
	};
	const toView = () => el.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
	toView();
	let box = el.getBoundingClientRect();
	let x, y, top;
	for (let still = 0, frames = 0; frames < 120; frames++) {
		await frame();
		const now = el.getBoundingClientRect();
		still = now.x === box.x && now.y === box.y && now.width === box.width ? still + 1 : 0;
		box = now;
		if (still < 2 || !box.width || !box.height) continue;
		x = box.x + box.width / 2;
		y = box.y + box.height / 2;
		top = topAt(x, y);
		if (top && (holds(el, top) || top.shadowRoot && holds(top, el))) return {x, y, covered: ""};
		toView(); // new content may have pushed it out of the window
	}
	if (!box.width || !box.height) throw new Error("element has no size: " + %[2]s);
	return {x, y, covered: top ? top.outerHTML.slice(0, 120) : "nothing: it is outside the window, or never at rest"};
})()`

// Click clicks with the mouse on the element that the JavaScript expression
// names, which may lie in open shadow roots. An element that does not exist
// or that something covers is an error, as it would be for a user.
func (p *Page) Click(element string) error {
	x, y, err := p.Place(element)
	if err == nil {
		err = p.ClickAt(x, y)
	}
	if err != nil {
		return fmt.Errorf("clicking on %s: %w", brief(element), err)
	}
	return nil
}

// Place scrolls the element into view and returns the point, in CSS pixels of
// the viewport, at which a user would click it.
func (p *Page) Place(element string) (x, y float64, err error) { return Place(p.Eval, element) }

// Place is Page.Place in a page that evaluates.
func Place(evaluate func(js string, out any) error, element string) (x, y float64, err error) {
	text, _ := json.Marshal(element)
	var at struct {
		X, Y    float64
		Covered string
	}
	if err := evaluate(fmt.Sprintf(place, element, text), &at); err != nil {
		return 0, 0, err
	}
	if at.Covered != "" {
		return 0, 0, fmt.Errorf("covered by %s", at.Covered)
	}
	return at.X, at.Y, nil
}

// ClickAt presses and releases the left button at the point of the viewport.
func (p *Page) ClickAt(x, y float64) error { return p.act(chromedp.MouseClickXY(x, y)) }

// Tap is Click with a finger.
func (p *Page) Tap(element string) error {
	x, y, err := p.Place(element)
	if err == nil {
		err = p.do(func(ctx context.Context, t cdp.Session) error {
			for _, touch := range []input.DispatchTouchEventParams{
				{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}},
				{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}},
			} {
				if _, err := cdp.Call(ctx, t, input.DispatchTouchEvent, touch); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("tapping %s: %w", brief(element), err)
	}
	return nil
}

// MoveTo moves the mouse to the point of the viewport.
func (p *Page) MoveTo(x, y float64) error {
	return p.act(chromedp.MouseEvent(chromedp.MouseMoved, x, y))
}

// Press types the keys one after the other into what has the focus: printable
// characters, or keys of chromedp's package kb such as kb.Tab and kb.Enter.
func (p *Page) Press(keys string, modifiers ...chromedp.Modifier) error {
	if err := p.act(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...))); err != nil {
		return fmt.Errorf("typing %q: %w", keys, err)
	}
	return nil
}

// Command has the browser execute an editing command, as "copy" or "paste", as a key that a
// person presses does.
func (p *Page) Command(name string) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		key := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "F24", Commands: []string{name}}
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, key); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
}
