package firefox

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"byeolpyo/scripts/internal/browser"
)

// Page is one tab, or a popup. Its methods may not be used from several goroutines at a
// time; different pages may.
type Page struct {
	b       *Browser
	context string
	errors  []browser.Message // under the browser's lock
}

// queued is how many finished downloads are kept for a reader that is late.
const queued = 64

func (b *Browser) seeDownload(params json.RawMessage) {
	var end struct {
		Status, URL string
		Path        string `json:"filepath"`
	}
	if json.Unmarshal(params, &end) != nil || end.Status != "complete" {
		return
	}
	select {
	case b.saved <- browser.Download{Name: filepath.Base(end.Path), Path: end.Path, URL: end.URL}:
	default: // nobody reads: drop it rather than block the events
	}
}

// Downloaded waits for the next finished download.
func (b *Browser) Downloaded() (browser.Download, error) {
	select {
	case d := <-b.saved:
		return d, nil
	case <-time.After(b.opts.Timeout):
		return browser.Download{}, errors.New("no download in time")
	}
}

func (b *Browser) seeLog(params json.RawMessage) {
	var entry struct {
		Level, Text, Type string
		Source            struct{ Context string }
		Stack             struct {
			Frames []struct{ URL string } `json:"callFrames"`
		} `json:"stackTrace"`
	}
	if json.Unmarshal(params, &entry) != nil || entry.Level != "error" && entry.Level != "warn" {
		return
	}
	p := b.pages[entry.Source.Context]
	if p == nil {
		return
	}
	url := ""
	if len(entry.Stack.Frames) > 0 {
		url = entry.Stack.Frames[0].URL
	}
	kind := map[string]string{"error": "error", "warn": "warning"}[entry.Level]
	p.errors = append(p.errors, browser.Message{Kind: kind, Text: entry.Text, URL: url})
}

// page is the Page of a browsing context.
func (b *Browser) page(in string) *Page {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := &Page{b: b, context: in}
	b.pages[in] = p
	return p
}

// Blank opens an empty tab in front of the others.
func (b *Browser) Blank() (*Page, error) {
	var made struct{ Context string }
	if err := b.call("browsingContext.create", map[string]any{"type": "tab"}, &made); err != nil {
		return nil, fmt.Errorf("opening a page: %w", err)
	}
	p := b.page(made.Context)
	if err := p.SetViewport(width, height, 1); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Open opens a tab at the address, and waits until it has loaded.
func (b *Browser) Open(url string) (*Page, error) {
	p, err := b.Blank()
	if err != nil {
		return nil, err
	}
	if err := p.Navigate(url); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Attach waits for a tab that something else opens and whose address contains part.
func (b *Browser) Attach(part string) (*Page, error) {
	late := time.After(b.opts.Timeout)
	for {
		b.mu.Lock()
		for in, url := range b.known {
			if strings.Contains(url, part) && b.pages[in] == nil {
				b.mu.Unlock()
				return b.page(in), nil
			}
		}
		changed := b.changed
		b.mu.Unlock()
		select {
		case <-changed:
		case <-late:
			return nil, fmt.Errorf("waiting for a page at %s: none within %v", part, b.opts.Timeout)
		}
	}
}

// Close closes the tab.
func (p *Page) Close() {
	p.b.mu.Lock()
	delete(p.b.pages, p.context)
	p.b.mu.Unlock()
	_ = p.b.call("browsingContext.close", map[string]any{"context": p.context}, nil) // it may have closed itself
}

// Errors are the errors and warnings since the page was opened or Errors was last called.
func (p *Page) Errors() []browser.Message {
	p.b.mu.Lock()
	defer p.b.mu.Unlock()
	all := p.errors
	p.errors = nil
	return all
}

// Navigate goes to the address and waits until the page has loaded.
func (p *Page) Navigate(url string) error {
	params := map[string]any{"context": p.context, "url": url, "wait": "complete"}
	if err := p.b.call("browsingContext.navigate", params, nil); err != nil {
		return fmt.Errorf("navigating to %s: %w", url, err)
	}
	return nil
}

// Reload loads the page again and waits until it has.
func (p *Page) Reload() error {
	return p.b.call("browsingContext.reload", map[string]any{"context": p.context, "wait": "complete"}, nil)
}

// BringToFront makes the page the visible one of its window.
func (p *Page) BringToFront() error {
	return p.b.call("browsingContext.activate", map[string]any{"context": p.context}, nil)
}

// Eval evaluates the JavaScript expression in the page, awaits it if it is a promise, and
// decodes the value into out unless that is nil.
func (p *Page) Eval(js string, out any) error {
	ctx, cancel := context.WithTimeout(context.Background(), p.b.opts.Timeout)
	defer cancel()
	return p.b.evaluate(ctx, p.context, js, out)
}

// gone reports whether err says that the page that was asked was replaced by another.
func gone(err error) bool {
	var f *failure
	return errors.As(err, &f) && (f.code == "no such frame" || f.code == "unknown error" && strings.Contains(f.message, "destroyed"))
}

// Wait waits until the JavaScript expression is true in the page. It survives navigation. An
// expression that throws counts as not yet true.
func (p *Page) Wait(condition string) error {
	end := time.Now().Add(p.b.opts.Timeout)
	// The page gives up first, and can then say what it saw.
	ctx, cancel := context.WithDeadline(context.Background(), end.Add(5*time.Second))
	defer cancel()
	seen := "the page did not answer"
	for {
		left := time.Until(end)
		if left < 0 || ctx.Err() != nil {
			return fmt.Errorf("waiting for %s: %s%s", brief(condition), seen, p.trail())
		}
		err := p.b.evaluate(ctx, p.context, browser.Watching(condition, left), &seen)
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

// trail is what the console says, for an error message.
func (p *Page) trail() string {
	p.b.mu.Lock()
	defer p.b.mu.Unlock()
	var b strings.Builder
	for _, m := range p.errors[:min(5, len(p.errors))] {
		fmt.Fprintf(&b, "\n\tconsole %v", m)
	}
	return b.String()
}

// SetViewport gives the page another size, in CSS pixels, at so many device pixels each.
func (p *Page) SetViewport(width, height int, scale float64) error {
	return p.b.call("browsingContext.setViewport", map[string]any{
		"context": p.context, "viewport": map[string]any{"width": width, "height": height}, "devicePixelRatio": scale,
	}, nil)
}

// OnLoad has the script run in the page's own world in every document that the page loads
// from now on, before the document's own scripts.
func (p *Page) OnLoad(js string) error {
	return p.b.call("script.addPreloadScript", map[string]any{"functionDeclaration": "() => {" + js + "}", "contexts": []string{p.context}}, nil)
}

// Picture is the visible part of the page as PNG.
func (p *Page) Picture() ([]byte, error) {
	return p.data("browsingContext.captureScreenshot", map[string]any{"context": p.context})
}

// Screenshot saves the visible part of the page as PNG.
func (p *Page) Screenshot(path string) error {
	data, err := p.Picture()
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		return fmt.Errorf("screenshot: %w", err)
	}
	return nil
}

// PDF prints the page, with its own print styles, on A4.
func (p *Page) PDF() ([]byte, error) {
	return p.data("browsingContext.print", map[string]any{
		"context": p.context, "background": true, "page": map[string]any{"width": 21, "height": 29.7},
		"margin": map[string]any{"top": 0, "bottom": 0, "left": 0, "right": 0}, "shrinkToFit": false,
	})
}

func (p *Page) data(method string, params any) ([]byte, error) {
	var got struct{ Data string }
	if err := p.b.call(method, params, &got); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(got.Data)
}

// Click clicks with the mouse on the element that the JavaScript expression names, which
// may lie in open shadow roots. An element that does not exist or that something covers is
// an error, as it would be for a user.
func (p *Page) Click(element string) error { return p.point("mouse", "clicking on", element) }

// Tap is Click with a finger.
func (p *Page) Tap(element string) error { return p.point("touch", "tapping", element) }

func (p *Page) point(pointer, what, element string) error {
	x, y, err := browser.Place(p.Eval, element)
	if err == nil {
		err = p.b.call("input.performActions", map[string]any{"context": p.context, "actions": []any{map[string]any{
			"type": "pointer", "id": pointer, "parameters": map[string]any{"pointerType": pointer},
			"actions": []any{
				map[string]any{"type": "pointerMove", "x": int(x), "y": int(y)},
				map[string]any{"type": "pointerDown", "button": 0},
				map[string]any{"type": "pointerUp", "button": 0},
			},
		}}}, nil)
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", what, brief(element), err)
	}
	return nil
}

// Press types the text into what has the focus.
func (p *Page) Press(text string) error {
	var keys []any
	for _, r := range text {
		keys = append(keys, map[string]any{"type": "keyDown", "value": string(r)}, map[string]any{"type": "keyUp", "value": string(r)})
	}
	return p.b.call("input.performActions", map[string]any{"context": p.context, "actions": []any{map[string]any{"type": "key", "id": "keys", "actions": keys}}}, nil)
}

// Choose gives files to the file field that the JavaScript expression names.
func (p *Page) Choose(field string, paths ...string) error {
	var got struct {
		Result struct {
			ID string `json:"sharedId"`
		}
	}
	params := map[string]any{"expression": field, "target": map[string]any{"context": p.context}, "awaitPromise": false}
	if err := p.b.call("script.evaluate", params, &got); err != nil {
		return err
	}
	return p.b.call("input.setFiles", map[string]any{"context": p.context, "element": map[string]any{"sharedId": got.Result.ID}, "files": paths}, nil)
}
