package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/native"
	"byeolpyo/scripts/internal/replica"
)

const (
	device2Path = "out/popup-device2.png"
	syncPath    = "out/sync.png"
)

// secondDevice turns sync on in b, pairs another profile by the code that the page
// shows, and saves how the popup looks there, once it has everything.
func secondDevice(ctx context.Context, b *browser.Browser, site *replica.Server) (err error) {
	program, err := native.Build(ctx, ".")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "byeolpyo-vaults-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	server, err := native.Start(ctx, program, "127.0.0.1:0", filepath.Join(dir, "vaults.db"), io.Discard)
	if err != nil {
		return err
	}
	defer func() {
		if stopErr := server.Stop(); err == nil {
			err = stopErr
		}
	}()
	fmt.Println("started a sync server:", server.URL)

	first, err := openSync(b, server.URL)
	if err != nil {
		return err
	}
	defer first.Close()
	if err := press(first, "on-button", `document.body.dataset.status === "syncNow"`); err != nil {
		return err
	}
	if err := press(first, "show-code", `document.querySelector("#code-text").value !== ""`); err != nil {
		return err
	}
	var code string
	if err := first.Eval(`document.querySelector("#code-text").value`, &code); err != nil {
		return err
	}
	fmt.Println("turned sync on")

	other, err := browser.Start(ctx, browser.Options{
		Extension: "dist", Hosts: site.ResolverRules(), Lang: "ko", Flags: map[string]any{"hide-scrollbars": true},
	})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := other.Close(); err == nil {
			err = closeErr
		}
	}()
	second, err := openSync(other, server.URL)
	if err != nil {
		return err
	}
	defer second.Close()
	if err := second.Eval(fmt.Sprintf(`void (document.querySelector("#code-input").value = %q)`, code), nil); err != nil {
		return err
	}
	if err := press(second, "pair", `document.body.dataset.status === "syncNow"`); err != nil {
		return err
	}
	fmt.Println("paired a second profile")
	if err := press(first, "now", `document.body.dataset.devices === "2"`); err != nil {
		return err
	}
	if err := first.Screenshot(syncPath); err != nil {
		return err
	}

	p, err := other.Blank()
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.SetViewport(popupWidth, popupHeight, 2); err != nil {
		return err
	}
	if err := p.Navigate(other.ExtensionURL("popup.html")); err != nil {
		return err
	}
	all := fmt.Sprintf(`document.body.dataset.picks === "%d" && document.body.dataset.preview === "1" &&
		document.querySelector("#sync-status").textContent !== "" && document.getAnimations().every(a => a.playState !== "running")`, pickCount)
	if err := p.Wait(all); err != nil {
		return err
	}
	if err := p.Screenshot(device2Path); err != nil {
		return err
	}
	fmt.Printf("the second profile has all %d picks: %s\n", pickCount, device2Path)
	for _, page := range []*browser.Page{first, second, p} {
		if errs := page.Errors(); len(errs) > 0 {
			return fmt.Errorf("the extension complains: %v", errs)
		}
	}
	return nil
}

// openSync opens the page of sync and fills in the server.
func openSync(b *browser.Browser, server string) (*browser.Page, error) {
	p, err := b.Open(b.ExtensionURL("sync.html"))
	if err == nil {
		err = p.Wait(`document.body.dataset.ready === "1"`)
	}
	if err == nil {
		err = p.SetViewport(720, 1200, 2)
	}
	if err == nil {
		err = p.Eval(fmt.Sprintf(`(input => { input.value = %q; input.dispatchEvent(new InputEvent("input")); })(document.querySelector("#server"))`, server), nil)
	}
	return p, err
}

// press clicks on an element and waits until the condition holds.
func press(p *browser.Page, id, condition string) error {
	if err := p.Click(fmt.Sprintf(`document.getElementById(%q)`, id)); err != nil {
		return err
	}
	return p.Wait(condition)
}
