package browser

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/chromedp"
)

// extensionID is the id that Chromium gives the unpacked extension at path:
// the first 16 bytes of a SHA-256, of the manifest's key if there is one, else
// of the path, in hexadecimal written with the letters a to p.
func extensionID(path string, manifest []byte) (string, error) {
	var m struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		return "", fmt.Errorf("extension: manifest.json: %w", err)
	}
	source := []byte(path)
	if m.Key != "" {
		var err error
		if source, err = base64.StdEncoding.DecodeString(m.Key); err != nil {
			return "", fmt.Errorf("extension: manifest.json: key: %w", err)
		}
	}
	sum := sha256.Sum256(source)
	var id strings.Builder
	for _, c := range sum[:16] {
		id.WriteByte('a' + c>>4)
		id.WriteByte('a' + c&15)
	}
	return id.String(), nil
}

// ExtensionID is the id of the extension, "" without one.
func (b *Browser) ExtensionID() string { return b.id }

// ExtensionURL is the address of a file of the extension.
func (b *Browser) ExtensionURL(path string) string {
	return "chrome-extension://" + b.id + "/" + strings.TrimPrefix(path, "/")
}

// OpenExtension opens a page of the extension, such as "popup.html", in a tab.
func (b *Browser) OpenExtension(path string) (*Page, error) {
	return b.Open(b.ExtensionURL(path))
}

// Extension evaluates the JavaScript where the extension's own pages run,
// with the chrome interfaces at hand, without opening one of its pages: a tab
// at its manifest will do. The result is decoded into out unless that is nil.
func (b *Browser) Extension(js string, out any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.openHome(b.tabs.Load() == 0); err != nil {
		return err
	}
	return b.home.Eval(js, out)
}

// openHome opens the page for Extension, where that may be in the first window: alone,
// before any tab.
func (b *Browser) openHome(alone bool) error {
	if b.home != nil {
		return nil
	}
	b.apart = b.apart || !alone || !b.opts.OneWindow
	home, err := b.page(chromedp.WithNewWindow(b.apart))
	if err != nil {
		return err
	}
	if err := home.Navigate(b.ExtensionURL("manifest.json")); err != nil {
		home.Close()
		return err
	}
	b.home = home
	return nil
}

// Stored reads chrome.storage.local into out: one key, or everything when key
// is "". A missing key leaves out as it is.
func (b *Browser) Stored(key string, out any) error {
	if key == "" {
		return b.Extension(`chrome.storage.local.get(null)`, out)
	}
	return b.Extension(fmt.Sprintf(`chrome.storage.local.get(%[1]s).then(all => all[%[1]s])`, quote(key)), out)
}

// Store writes the values into chrome.storage.local.
func (b *Browser) Store(values map[string]any) error {
	text, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("storing: %w", err)
	}
	return b.Extension(`chrome.storage.local.set(`+string(text)+`)`, nil)
}

// ClearStorage empties chrome.storage.local.
func (b *Browser) ClearStorage() error {
	return b.Extension(`chrome.storage.local.clear()`, nil)
}

// ReloadExtension does what an update of the extension does to open tabs: their content scripts
// lose their API. It returns when the extension runs again.
func (b *Browser) ReloadExtension() error {
	// Without the developer mode, Chromium does not bring an unpacked
	// extension back.
	settings, err := b.Open("chrome://extensions/")
	if err == nil {
		err = settings.Eval(`chrome.developerPrivate.updateProfileConfiguration({inDeveloperMode: true})`, nil)
		settings.Close()
	}
	if err != nil {
		return fmt.Errorf("reloading the extension: %w", err)
	}
	// The reload closes the page that asks for it, so the answer may never come: its closing is
	// the answer.
	if err := b.Extension(`"up"`, nil); err != nil {
		return err
	}
	b.mu.Lock()
	home := b.home
	b.home = nil
	b.mu.Unlock()
	if err := home.leave(`chrome.runtime.reload()`); err != nil {
		return fmt.Errorf("reloading the extension: %w", err)
	}
	home.Close()
	// Until it is up, its addresses lead to an error page.
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	for {
		var up bool
		err := b.Extension(`typeof chrome === "object" && chrome.runtime?.id !== undefined`, &up)
		if err == nil && up {
			return nil
		}
		b.mu.Lock()
		if b.home != nil {
			b.home.Close()
			b.home = nil
		}
		b.mu.Unlock()
		if ctx.Err() != nil {
			return fmt.Errorf("reloading the extension: not back in time: %w", err)
		}
	}
}

// StopWorker ends the extension's service worker, as the browser does when it has been
// idle. The next event starts it anew.
func (b *Browser) StopWorker() error {
	ctx, cancel := context.WithTimeout(b.ctx, b.opts.Timeout)
	defer cancel()
	for {
		infos, err := chromedp.Targets(ctx)
		if err != nil {
			return fmt.Errorf("stopping the service worker: %w", err)
		}
		running := false
		for _, info := range infos {
			if info.Type != "service_worker" || !strings.HasPrefix(info.URL, b.ExtensionURL("")) {
				continue
			}
			running = true
			if err := b.closeTarget(info.TargetID); err != nil {
				return fmt.Errorf("stopping the service worker: %w", err)
			}
		}
		if !running {
			return nil
		}
	}
}

// quote writes the text as a JavaScript string.
func quote(s string) string {
	text, _ := json.Marshal(s) // a string always has a JSON form
	return string(text)
}
