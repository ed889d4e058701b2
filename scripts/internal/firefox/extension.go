package firefox

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// extensionID is the id that the extension in a directory gives itself.
func extensionID(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return "", err
	}
	var m struct {
		Settings struct{ Gecko struct{ ID string } } `json:"browser_specific_settings"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return "", fmt.Errorf("manifest.json: %w", err)
	}
	if m.Settings.Gecko.ID == "" {
		return "", errors.New("manifest.json names no id for Firefox")
	}
	return m.Settings.Gecko.ID, nil
}

// ExtensionURL is the address of a file of the extension.
func (b *Browser) ExtensionURL(path string) string {
	return "moz-extension://" + uuid + "/" + strings.TrimPrefix(path, "/")
}

// Extension evaluates the JavaScript where the extension's own pages run, in a tab of its
// own behind the others.
func (b *Browser) Extension(js string, out any) error {
	if b.home == nil {
		var made struct{ Context string }
		if err := b.call("browsingContext.create", map[string]any{"type": "tab", "background": true}, &made); err != nil {
			return err
		}
		home := b.page(made.Context)
		if err := home.Navigate(b.ExtensionURL("manifest.json")); err != nil {
			home.Close()
			return err
		}
		b.home = home
	}
	return b.home.Eval(js, out)
}

// Complaints are the errors and warnings of the extension that Firefox noted since it was last
// called, wherever they arose.
func (b *Browser) Complaints() (said []string, err error) {
	err = b.Internal(`(() => {
		const own = "moz-extension://`+uuid+`/";
		const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
		const said = [];
		for (const m of Services.console.getMessageArray() ?? []) {
			// A page that goes does not wait for what it asked.
			if (m instanceof Ci.nsIScriptError && m.sourceName?.startsWith(own) && !/^Promise (resolved|rejected) .*context/.test(m.errorMessage)) said.push(String(m));
		}
		for (const e of storage.getEvents()) {
			if (["error", "warn", "assert"].includes(e.level) && String(e.filename).startsWith(own)) said.push(e.level + ": " + e.arguments.map(String).join(" ") + " " + e.filename);
		}
		Services.console.reset();
		storage.clearEvents();
		return said;
	})()`, &said)
	return said, err
}

// Stored reads storage.local into out: one key, or everything when key is "". A missing key
// leaves out as it is.
func (b *Browser) Stored(key string, out any) error {
	if key == "" {
		return b.Extension(`chrome.storage.local.get(null)`, out)
	}
	text, _ := json.Marshal(key) // a string always has a JSON form
	return b.Extension(fmt.Sprintf(`chrome.storage.local.get(%[1]s).then(all => all[%[1]s] ?? null)`, text), out)
}

// Store writes the values into storage.local.
func (b *Browser) Store(values map[string]any) error {
	text, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("storing: %w", err)
	}
	return b.Extension(`chrome.storage.local.set(`+string(text)+`)`, nil)
}

// ClearStorage empties storage.local.
func (b *Browser) ClearStorage() error { return b.Extension(`chrome.storage.local.clear()`, nil) }
