package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Page is one tab, popup or frame. Its methods may not be used from several
// goroutines at a time; different pages may.
type Page struct {
	b      *Browser
	ctx    context.Context
	cancel context.CancelFunc
	target *chromedp.Target

	closing func() // what Close does besides; nil for nothing

	mu      sync.Mutex
	worlds  map[string]world // by unique id: where scripts run in this page
	changed chan struct{}    // closed and renewed when worlds change
	errors  []Message
}

// world is one place where scripts run: a frame's own, or a content script's.
type world struct {
	id     runtime.ExecutionContextID
	origin string
	kind   string // "default" or "isolated"
	frame  string
}

// Message is an error or a warning that a page or a content script left on
// the console.
type Message struct {
	Kind string // "exception", "error", "warning"
	Text string
	URL  string // of the script or the resource
}

func (m Message) String() string { return fmt.Sprintf("%s: %s (%s)", m.Kind, m.Text, m.URL) }

// start connects to the target of ctx, or makes it.
func (p *Page) start(ctx context.Context, cancel context.CancelFunc) error {
	p.ctx, p.cancel = ctx, cancel
	if err := chromedp.Do(ctx); err != nil {
		return err
	}
	p.target = chromedp.FromContext(ctx).Target
	return p.do(func(ctx context.Context, t cdp.Session) error {
		// Each page acts as if it were in front: tabs of one test work side by
		// side, and the clipboard needs it.
		_, err := cdp.Call(ctx, t, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		if unsupported(err) {
			return nil // a frame: its page has it
		}
		if err != nil || p.b.opts.Headful {
			return err
		}
		// A popup has the size its content asks for.
		if err := p.viewport(ctx, t, p.b.opts.Width, p.b.opts.Height, 1); !unsupported(err) {
			return err
		}
		return nil
	})
}

// unsupported reports whether err says that a frame or a popup cannot do what
// only a whole tab can.
func unsupported(err error) bool {
	if err == nil {
		return false
	}
	for _, text := range []string{"wasn't found", "does not support", "top-level", "main frame"} {
		if strings.Contains(err.Error(), text) {
			return true
		}
	}
	return false
}

// see records worlds and errors from events.
func (p *Page) see(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExecutionContextCreated:
		var aux struct {
			Type    string `json:"type"`
			FrameID string `json:"frameId"`
		}
		// Without these it is no frame's world, and never needed.
		_ = json.Unmarshal(ev.Context.AuxData, &aux)
		if p.worlds == nil {
			p.worlds = map[string]world{}
		}
		p.worlds[ev.Context.UniqueID] = world{ev.Context.ID, ev.Context.Origin, aux.Type, aux.FrameID}
		p.worldsChanged()
	case *runtime.EventExecutionContextDestroyed:
		delete(p.worlds, ev.ExecutionContextUniqueID)
		p.worldsChanged()
	case *runtime.EventExecutionContextsCleared:
		clear(p.worlds)
		p.worldsChanged()
	case *runtime.EventExceptionThrown:
		d := ev.ExceptionDetails
		text := d.Text
		if d.Exception != nil && d.Exception.Description != "" {
			text += " " + d.Exception.Description
		}
		p.errors = append(p.errors, Message{"exception", text, d.URL})
	case *runtime.EventConsoleAPICalled:
		if ev.Type != runtime.ConsoleAPICalledTypeError && ev.Type != runtime.ConsoleAPICalledTypeWarning && ev.Type != runtime.ConsoleAPICalledTypeAssert {
			return
		}
		var words []string
		for _, arg := range ev.Args {
			var s string
			switch {
			case json.Unmarshal(arg.Value, &s) == nil:
				words = append(words, s)
			case arg.Description != "":
				words = append(words, arg.Description)
			default:
				words = append(words, string(arg.Value))
			}
		}
		url := ""
		if ev.StackTrace != nil && len(ev.StackTrace.CallFrames) > 0 {
			url = ev.StackTrace.CallFrames[0].URL
		}
		kind := "error"
		if ev.Type == runtime.ConsoleAPICalledTypeWarning {
			kind = "warning"
		}
		p.errors = append(p.errors, Message{kind, strings.Join(words, " "), url})
	case *log.EventEntryAdded:
		// Every browser asks for a favicon; a site without one is no fault.
		if ev.Entry.Level == log.EntryLevelError && !strings.HasSuffix(ev.Entry.URL, "/favicon.ico") {
			p.errors = append(p.errors, Message{"error", ev.Entry.Text, ev.Entry.URL})
		}
	}
}

func (p *Page) worldsChanged() {
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// Errors are the errors and warnings since the page was opened or Errors was
// last called, of the page itself and of content scripts.
func (p *Page) Errors() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.errors
	p.errors = nil
	return all
}

// do runs f on the page's session within the time of one action.
func (p *Page) do(f func(context.Context, cdp.Session) error) error {
	ctx, cancel := context.WithTimeout(p.ctx, p.b.opts.Timeout)
	defer cancel()
	return f(ctx, p.target)
}

// act runs the actions within the time of one action.
func (p *Page) act(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(p.ctx, p.b.opts.Timeout)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// Navigate goes to the address and waits until the page has loaded.
func (p *Page) Navigate(url string) error {
	if err := p.act(chromedp.Navigate(url)); err != nil {
		return fmt.Errorf("navigating to %s: %w", url, err)
	}
	return nil
}

// Reload loads the page again and waits until it has.
func (p *Page) Reload() error {
	if err := p.act(chromedp.Reload()); err != nil {
		return fmt.Errorf("reloading: %w", err)
	}
	return nil
}

// Close closes the tab.
func (p *Page) Close() {
	p.cancel()
	if p.closing != nil {
		p.closing()
	}
}

// ID names the page's target in the DevTools protocol.
func (p *Page) ID() string { return string(p.target.TargetID) }

// Eval evaluates the JavaScript expression in the page's own world, awaits it
// if it is a promise, and decodes the value into out unless that is nil.
// Nothing (undefined) leaves out as it is.
func (p *Page) Eval(js string, out any) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		return eval(ctx, t, 0, js, out)
	})
}

// EvalContent is Eval in the world of the extension's content script.
func (p *Page) EvalContent(js string, out any) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		id, err := p.content(ctx)
		if err != nil {
			return err
		}
		return eval(ctx, t, id, js, out)
	})
}

// content waits for the content script's world in the page's top frame.
func (p *Page) content(ctx context.Context) (runtime.ExecutionContextID, error) {
	for {
		p.mu.Lock()
		for _, w := range p.worlds {
			if w.kind == "isolated" && w.origin == "chrome-extension://"+p.b.id && w.frame == p.ID() {
				p.mu.Unlock()
				return w.id, nil
			}
		}
		if p.changed == nil {
			p.changed = make(chan struct{})
		}
		changed := p.changed
		p.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, errors.New("the extension has no content script in this page")
		}
	}
}

// eval evaluates in the world with the id, or the page's own for 0.
func eval(ctx context.Context, t cdp.Session, id runtime.ExecutionContextID, js string, out any) error {
	yes := true
	params := runtime.EvaluateParams{Expression: js, AwaitPromise: &yes, ReturnByValue: &yes, UserGesture: &yes}
	if id != 0 {
		params.ContextID = id
	}
	res, err := cdp.Call(ctx, t, runtime.Evaluate, params)
	if err != nil {
		return fmt.Errorf("evaluating %s: %w", brief(js), err)
	}
	if d := res.ExceptionDetails; d != nil {
		text := d.Text
		if d.Exception != nil && d.Exception.Description != "" {
			text = d.Exception.Description
		} else if d.Exception != nil && d.Exception.Value != nil {
			text += " " + string(d.Exception.Value)
		}
		return fmt.Errorf("evaluating %s: %s", brief(js), text)
	}
	if out == nil || len(res.Result.Value) == 0 {
		return nil
	}
	if err := json.Unmarshal(res.Result.Value, out); err != nil {
		return fmt.Errorf("evaluating %s: result: %w", brief(js), err)
	}
	return nil
}

// brief shortens a script for an error message.
func brief(js string) string {
	const most = 160
	s := strings.Join(strings.Fields(js), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// Wait waits until the JavaScript expression is true in the page's own world.
// It is looked at every few frames at least. It survives navigation. An expression that
// throws counts as not yet true.
func (p *Page) Wait(condition string) error {
	return p.wait(condition, func(context.Context) (runtime.ExecutionContextID, error) { return 0, nil })
}

// WaitContent is Wait in the world of the extension's content script.
func (p *Page) WaitContent(condition string) error { return p.wait(condition, p.content) }

// watcher checks a condition before every frame, after the first eight some fifteen times a
// second, and for a quarter of the time at most: a page that draws 60 frames a second takes a
// sixth of a core. It does request frames: without them a page in a Chromium without a display
// may draw none at all, and what waits for one stands still. A hidden page gets none, hence the
// timer besides. The result is "" when the condition is true, otherwise what it saw.
const watcher = `(async () => {
	const end = performance.now() + %d;
	for (let looks = 1;; looks++) {
		let seen;
		const began = performance.now();
		try {
			const value = await (%s);
			if (value) return "";
			seen = "it is " + String(value);
		} catch (err) {
			seen = "it throws " + String(err);
		}
		const now = performance.now();
		if (now > end) return seen;
		if (looks > 8) await new Promise(resolve => setTimeout(resolve, Math.min(250, Math.max(50, 3 * (now - began)))));
		await new Promise(resolve => {
			const timer = setTimeout(resolve, 100);
			requestAnimationFrame(() => { clearTimeout(timer); resolve(); });
		});
	}
})()`

// Watching is the JavaScript expression that resolves to "" when the condition is true, and
// to what was last seen of it when that time is up.
func Watching(condition string, left time.Duration) string {
	return fmt.Sprintf(watcher, left.Milliseconds(), condition)
}

func (p *Page) wait(condition string, in func(context.Context) (runtime.ExecutionContextID, error)) error {
	end := time.Now().Add(p.b.opts.Timeout)
	// The page gives up first, and can then say what it saw.
	ctx, cancel := context.WithDeadline(p.ctx, end.Add(5*time.Second))
	defer cancel()
	seen := "the page did not answer"
	for {
		left := time.Until(end)
		if left < 0 || ctx.Err() != nil {
			return fmt.Errorf("waiting for %s: %s%s", brief(condition), seen, p.trail())
		}
		id, err := in(ctx)
		if err == nil {
			err = eval(ctx, p.target, id, Watching(condition, left), &seen)
		}
		switch {
		case err == nil && seen == "":
			return nil
		case err == nil:
			return fmt.Errorf("waiting for %s: %s%s", brief(condition), seen, p.trail())
		case gone(err):
			seen = "the page went away"
		default:
			return err
		}
	}
}

// gone reports whether err says that the world asked was replaced by another
// page's.
func gone(err error) bool {
	for _, text := range []string{"context was destroyed", "Cannot find context", "navigated or closed", "Cannot find default execution context"} {
		if strings.Contains(err.Error(), text) {
			return !errors.Is(err, chromedp.ErrTargetDetached)
		}
	}
	return false
}

// trail returns what is on the console, for an error message.
func (p *Page) trail() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	const most = 5
	var b strings.Builder
	for i, m := range p.errors {
		if i == most {
			fmt.Fprintf(&b, "\n\tand %d more", len(p.errors)-most)
			break
		}
		fmt.Fprintf(&b, "\n\tconsole %v", m)
	}
	return b.String()
}

// leave evaluates JavaScript that navigates away, and waits until the page has gone.
func (p *Page) leave(js string) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		detached, err := chromedp.Detached(p.ctx)
		if err != nil {
			return err
		}
		p.mu.Lock()
		if p.changed == nil {
			p.changed = make(chan struct{})
		}
		changed := p.changed
		p.mu.Unlock()
		// Not awaited, and without an answer when the page goes first.
		_, err = cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: js})
		if err != nil && !errors.Is(err, chromedp.ErrTargetDetached) && !gone(err) {
			return err
		}
		select {
		case <-changed:
			return nil
		case <-detached:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

// SetViewport gives the page another size, in CSS pixels, at so many device
// pixels each.
func (p *Page) SetViewport(width, height int, scale float64) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		return p.viewport(ctx, t, width, height, scale)
	})
}

func (p *Page) viewport(ctx context.Context, t cdp.Session, width, height int, scale float64) error {
	_, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: int64(height), DeviceScaleFactor: scale,
	})
	return err
}

// HideScrollbars makes scrollbars take no room, as on a phone.
func (p *Page) HideScrollbars() error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		_, err := cdp.Call(ctx, t, emulation.SetScrollbarsHidden, emulation.SetScrollbarsHiddenParams{Hidden: true})
		return err
	})
}

// SetZone puts the page's clock into the time zone, from its next load on.
func (p *Page) SetZone(zone string) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		_, err := cdp.Call(ctx, t, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone})
		return err
	})
}

// SetOffline disconnects the page, and what it loads from now on, from the network, or connects
// it again.
func (p *Page) SetOffline(offline bool) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}},
		})
		return err
	})
}

// SetMedia sets a media feature, such as "prefers-color-scheme" to "dark", or
// with an empty name the media type, such as "print".
func (p *Page) SetMedia(feature, value string) error {
	params := emulation.SetEmulatedMediaParams{}
	if feature == "" {
		params.Media = value
	} else {
		params.Features = []*emulation.MediaFeature{{Name: feature, Value: value}}
	}
	return p.do(func(ctx context.Context, t cdp.Session) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, params)
		return err
	})
}

// BringToFront makes the page the visible one of its window.
func (p *Page) BringToFront() error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		_, err := cdp.Call(ctx, t, page.BringToFront, cdp.Empty{})
		return err
	})
}

// OnLoad runs the script in the page's own world in every document that the page loads from now
// on, before the document's own scripts.
func (p *Page) OnLoad(js string) error {
	return p.do(func(ctx context.Context, t cdp.Session) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: js})
		return err
	})
}

// Screenshot saves the visible part of the page as PNG.
func (p *Page) Screenshot(path string) error {
	data, err := p.Picture()
	if err == nil {
		err = write(path, data)
	}
	if err != nil {
		return fmt.Errorf("screenshot: %w", err)
	}
	return nil
}

// Picture is the visible part of the page as PNG.
func (p *Page) Picture() ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.b.opts.Timeout)
	defer cancel()
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}

// PDF prints the page, with its own print styles and paper size.
func (p *Page) PDF() ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.ctx, p.b.opts.Timeout)
	defer cancel()
	return chromedp.Run(ctx, chromedp.PrintToPDF(func(p *page.PrintToPDFParams) {
		yes := true
		p.PrintBackground, p.PreferCSSPageSize = &yes, &yes
	}))
}

// Metrics are Chromium's own counts of the page, after collecting garbage:
// JSHeapUsedSize in bytes, JSEventListeners, Nodes, Documents and others.
func (p *Page) Metrics() (map[string]float64, error) {
	all := map[string]float64{}
	err := p.do(func(ctx context.Context, t cdp.Session) error {
		if _, err := cdp.Call(ctx, t, performance.Enable, performance.EnableParams{}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return err
		}
		res, err := cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
		for _, m := range res.Metrics {
			all[m.Name] = m.Value
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	return all, nil
}

// OpenPopup opens the extension's popup as the toolbar button would, on top of
// this page, and returns it.
func (b *Browser) OpenPopup(path string) (*Page, error) {
	if err := b.Extension(`chrome.action.openPopup()`, nil); err != nil {
		return nil, fmt.Errorf("opening the popup: %w", err)
	}
	return b.Attach(b.ExtensionURL(path))
}

// Named is the accessible name and role of one part of a page.
type Named struct{ Role, Name, Description string }

// Names lists the parts of a page as assistive technology gets them, in its order.
func (p *Page) Names() (all []Named, err error) {
	err = p.do(func(ctx context.Context, t cdp.Session) error {
		res, err := cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		for _, n := range res.Nodes {
			if n.Ignored {
				continue
			}
			text := func(v *accessibility.Value) string {
				var s string
				if v != nil {
					_ = json.Unmarshal(v.Value, &s) // what is no text is told as none
				}
				return s
			}
			all = append(all, Named{text(n.Role), text(n.Name), text(n.Description)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	return all, nil
}
