//go:build js && wasm

package chrome

import (
	"slices"
	"syscall/js"

	"byeolpyo/wasm/platform"
)

// Notices are the browser's, a platform.Notices: chrome.notifications, which is there once
// the person gave the permission.
type Notices struct{}

// noticeIcon is the extension's own, which a notice has to have.
const noticeIcon = "icons/icon-128.png"

// errRefused says that the permission is not there, or was taken back.
var errRefused = &platform.Error{Message: "notices are not allowed"}

// notices calls a method of chrome.notifications.
func notices(method string, done func(js.Value, error), args ...any) {
	api := js.Global().Get("chrome").Get("notifications")
	if !api.Truthy() {
		done(js.Undefined(), errRefused)
		return
	}
	request(api, method, done, args...)
}

// Allowed implements platform.Notices. A person may forbid them in the browser's settings
// and keep the permission, which Firefox does not tell.
func (*Notices) Allowed(done func(allowed bool, err error)) {
	if api := js.Global().Get("chrome").Get("notifications"); api.Truthy() && api.Get("getPermissionLevel").IsUndefined() {
		done(true, nil)
		return
	}
	notices("getPermissionLevel", func(v js.Value, err error) {
		if err == errRefused {
			done(false, nil)
			return
		}
		done(err == nil && v.Type() == js.TypeString && v.String() == "granted", err)
	})
}

// Show implements platform.Notices.
func (*Notices) Show(n platform.Notice, done func(error)) {
	notices("create", func(_ js.Value, err error) { done(err) }, n.ID, map[string]any{
		"type": "basic", "iconUrl": noticeIcon, "title": n.Title, "message": n.Text,
	})
}

// Withdraw implements platform.Notices.
func (*Notices) Withdraw(id string, done func(error)) {
	notices("clear", func(_ js.Value, err error) { done(err) }, id)
}

// Shown implements platform.Notices.
func (*Notices) Shown(done func(ids []string, err error)) {
	notices("getAll", func(v js.Value, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		ids, err := Keys(v)
		slices.Sort(ids)
		done(ids, err)
	})
}
