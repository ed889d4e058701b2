package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
)

// permitted is a copy of the extension to which notices are permitted from the start, with
// a script before its service worker's.
func permitted(t *testing.T, before string) string {
	t.Helper()
	dir := copyDist(t)
	edit := func(name, old, new string) {
		t.Helper()
		name = filepath.Join(dir, name)
		data, err := os.ReadFile(name)
		must(t, err)
		if !bytes.Contains(data, []byte(old)) {
			t.Fatalf("%s has no %q", name, old)
		}
		must(t, os.WriteFile(name, bytes.Replace(data, []byte(old), []byte(new), 1), 0o644))
	}
	edit("manifest.json", `"optional_permissions": ["notifications"]`, `"optional_permissions": []`)
	edit("manifest.json", `"permissions": ["storage", "alarms"]`, `"permissions": ["storage", "alarms", "notifications"]`)
	edit("background.js", `"use strict";`, `"use strict";`+"\n"+before)
	return dir
}

// aheadOf has the service worker's clock be ahead by so many milliseconds, so that a test
// waits for a minute's end no longer than it has to; it keeps what notices say, and clicks
// on one as a message says so.
func aheadOf(millis int64) string {
	return fmt.Sprintf(`{
	const ahead = %d, now = Date.now, { create, get } = chrome.alarms, show = chrome.notifications.create;
	Date.now = () => now() + ahead;
	chrome.alarms.create = (name, { when }) => create(name, { when: when - ahead });
	chrome.alarms.get = async (name) => {
		const alarm = await get(name);
		return alarm && { ...alarm, scheduledTime: alarm.scheduledTime + ahead };
	};
	chrome.notifications.create = async (id, how) => {
		await chrome.storage.session.set({ ["shown/" + id]: how.title + " | " + how.message });
		return show(id, how);
	};
	chrome.notifications.onClicked.addListener = (clicked) => {
		chrome.runtime.onMessage.addListener((message) => { if (message.testClick) clicked(message.testClick); });
	};
}
`, millis)
}

// untilMinute returns by how much a clock has to be ahead for a minute to end in d.
func untilMinute(d time.Duration) (ahead int64) {
	left := time.Minute - time.Duration(time.Now().UnixNano())%time.Minute
	return (left - d).Milliseconds()
}

const choseReminders = `{"reminders": {"v": 1, "on": true, "which": "musts", "minutes": "5", "count": true}}`

// mustAt is the record of a must that begins then.
func mustAt(id string, start time.Time) (key string, record map[string]any) {
	key = "2026/s/" + id
	return key, map[string]any{"v": 1, "state": "must", "tapped": 1, "snapshot": map[string]any{
		"key": key, "titles": map[string]string{"ko": "발표 <" + id + ">"}, "page": "ko", "rooms": []string{"1호"}, "url": site2026 + "/presentations/" + id,
		"start": start.UTC().Format(time.RFC3339), "end": start.Add(30 * time.Minute).UTC().Format(time.RFC3339)}}
}

// waits for an expression that promises true, where the extension's own pages run.
func waits(t *testing.T, b *browser.Browser, what, js string) {
	t.Helper()
	deadline := time.Now().Add(2 * actionTimeout)
	for {
		var is bool
		must(t, b.Extension(js, &is))
		if is {
			return
		}
		if time.Now().After(deadline) {
			var all map[string]any
			_ = b.Extension(`(async () => ({ alarms: await chrome.alarms.getAll(), shown: await chrome.notifications.getAll(), said: await chrome.storage.session.get(null), local: await chrome.storage.local.get(null) }))()`, &all)
			t.Fatalf("%s: not in time: %s; %v", what, js, all)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// A reminder comes by an alarm that wakes the worker from death, at the time that is known
// then; what moves takes its notice along, and a click leads to the session. Meanwhile the
// button counts.
func TestReminder(t *testing.T) {
	ahead := untilMinute(20 * time.Second)
	now := func() time.Time { return time.Now().Add(time.Duration(ahead) * time.Millisecond) }
	b := ownChromium(t, permitted(t, aheadOf(ahead)))
	due := now().Add(3 * time.Second).Truncate(time.Minute).Add(time.Minute)
	start := due.Add(5 * time.Minute)
	key, record := mustAt("a", start)
	must(t, b.Extension(`chrome.storage.local.set({...`+choseReminders+`, "pick/`+key+`": `+js(record)+`})`, nil))
	alarmAt := func(when time.Time) string {
		return fmt.Sprintf(`chrome.alarms.get("remind").then(a => Math.abs((a?.scheduledTime ?? 0) - %d) < 1000)`, when.UnixMilli()-ahead)
	}
	waits(t, b, "the alarm", alarmAt(due))
	waits(t, b, "the button", `chrome.action.getBadgeText({}).then(text => text === "6")`)
	must(t, b.StopWorker())
	id := start.UTC().Add(9*time.Hour).Format("2006-01-02T15:04:05") + "+09:00"
	shown := func(ids ...string) string {
		return `chrome.notifications.getAll().then(all => JSON.stringify(Object.keys(all)) === ` + js(js(append([]string{}, ids...))) + `)`
	}
	waits(t, b, "the notice", shown(id))
	waits(t, b, "its words", `chrome.storage.session.get(null).then(all => all["shown/`+id+`"] === `+js(strings.Replace(word(t, "ko", "remindInMany"), "{n}", "5", 1)+" | 발표 <a> · 1호")+`)`)
	waits(t, b, "the next minute on the button", `chrome.action.getBadgeText({}).then(text => text === "5")`)

	must(t, b.Extension(`chrome.runtime.sendMessage({testClick: `+js(id)+`}).catch(() => {})`, nil))
	waits(t, b, "no notice after the click", shown())
	for deadline := time.Now().Add(actionTimeout); ; time.Sleep(100 * time.Millisecond) {
		pages, err := b.Pages()
		must(t, err)
		if slices.Contains(pages, site2026+"/presentations/a") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the click does not lead to the session: %q", pages)
		}
	}

	later := start.Add(40 * time.Minute)
	_, moved := mustAt("a", later)
	session := moved["snapshot"].(map[string]any)
	session["v"] = 1
	must(t, b.StopWorker())
	must(t, b.Store(map[string]any{"session/" + key: session}))
	waits(t, b, "the alarm that moved", alarmAt(later.Add(-5*time.Minute)))
	must(t, b.Store(map[string]any{"reminders": map[string]any{"v": 1, "on": false, "which": "musts", "minutes": "5", "count": false}}))
	waits(t, b, "nothing to wait for", `chrome.alarms.getAll().then(all => all.length === 0)`)
	waits(t, b, "no count", `chrome.action.getBadgeText({}).then(text => text === "")`)
}

// A browser that was closed at the time shows the reminder when it starts, saying how late it
// is.
func TestReminderAfterRestart(t *testing.T) {
	ahead := untilMinute(15 * time.Second)
	now := func() time.Time { return time.Now().Add(time.Duration(ahead) * time.Millisecond) }
	dir, profile := permitted(t, aheadOf(ahead)), t.TempDir()
	with := func() *browser.Browser {
		t.Helper()
		b, err := browser.Start(t.Context(), browser.Options{Extension: dir, Hosts: site.ResolverRules(), Zone: "America/New_York", Lang: "ko", OneWindow: true, Timeout: actionTimeout, Profile: profile})
		must(t, err)
		t.Cleanup(func() { _ = b.Close() })
		return b
	}
	b := with()
	due := now().Add(3 * time.Second).Truncate(time.Minute).Add(time.Minute)
	key, record := mustAt("a", due.Add(5*time.Minute))
	must(t, b.Extension(`chrome.storage.local.set({...`+choseReminders+`, "pick/`+key+`": `+js(record)+`})`, nil))
	waits(t, b, "the alarm", fmt.Sprintf(`chrome.alarms.get("remind").then(a => a?.scheduledTime === %d)`, due.UnixMilli()-ahead))
	must(t, b.Close())
	time.Sleep(due.Sub(now()) + time.Second)
	b = with()
	waits(t, b, "the notice", `chrome.notifications.getAll().then(all => Object.keys(all).length === 1)`)
}

// The program is not loaded for picks of past years only, or of next month.
func TestReminderSleeps(t *testing.T) {
	b := ownChromium(t, permitted(t, `globalThis.fetch = ((fetch) => (...a) => { if (String(a[0]).includes("background.wasm")) chrome.storage.session.set({ loaded: true }); return fetch(...a); })(fetch);`))
	past, pastRecord := mustAt("a", time.Now().AddDate(-1, 0, 0))
	far := time.Now().AddDate(0, 1, 0).Truncate(time.Minute)
	next, nextRecord := mustAt("b", far)
	must(t, b.Store(map[string]any{"pick/" + past: pastRecord, "pick/" + next: nextRecord}))
	waits(t, b, "the alarm", fmt.Sprintf(`chrome.alarms.get("remind").then(a => a?.scheduledTime === %d)`, far.AddDate(0, 0, -1).UnixMilli()))
	waits(t, b, "not loaded", `chrome.storage.session.get("loaded").then(({ loaded }) => !loaded)`)
	soon, soonRecord := mustAt("c", time.Now().Add(2*time.Hour).Truncate(time.Minute))
	must(t, b.Store(map[string]any{"pick/" + soon: soonRecord}))
	waits(t, b, "loaded", `chrome.storage.session.get("loaded").then(({ loaded }) => loaded === true)`)
}
