package e2e

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"byeolpyo/scripts/internal/browser"
)

const (
	reminderSwitch = `document.querySelector("#reminders [name=on]")`
	reminderLine   = `document.querySelector("#reminders-forbidden")`
)

// openReminders unfolds the choices of a popup.
func openReminders(t *testing.T, p *browser.Page) {
	t.Helper()
	must(t, p.Wait(`document.body.dataset.ready === "1"`))
	must(t, p.Click(`document.querySelector("#reminders summary")`))
	must(t, p.Wait(`document.querySelector("#reminders").open`))
}

// storedReminders waits until the record is this, but for its version.
func storedReminders(t *testing.T, b *browser.Browser, on bool, which, minutes string, count bool) {
	t.Helper()
	waits(t, b, "the record", fmt.Sprintf(`chrome.storage.local.get("reminders").then(({ reminders: r }) => r?.on === %t && r.which === %q && r.minutes === %q && r.count === %t)`, on, which, minutes, count))
}

// The switch and its choices are stored with each click, and shown again by the next popup.
func TestRemindersInPopup(t *testing.T) {
	b := ownChromium(t, permitted(t, ""))
	p := popupTab(t, b, 720)
	openReminders(t, p)
	if eval[bool](t, p, reminderSwitch+`.checked`) {
		t.Error("on at first")
	}
	must(t, p.Click(reminderSwitch))
	storedReminders(t, b, true, "musts", "10", true)
	must(t, p.Click(`document.querySelector("#reminders [name=which][value=all]").parentNode`))
	storedReminders(t, b, true, "all", "10", true)
	must(t, p.Eval(`(select => { select.value = "5"; select.dispatchEvent(new Event("change", { bubbles: true })); })(document.querySelector("#reminders [name=minutes]"))`, nil))
	must(t, p.Click(`document.querySelector("#reminders [name=count]")`))
	storedReminders(t, b, true, "all", "5", false)
	again := popupTab(t, b, 720)
	openReminders(t, again)
	must(t, again.Wait(reminderSwitch+`.checked && !document.querySelector("#reminders [name=count]").checked && document.querySelector("#reminders [name=which]:checked").value === "all" && document.querySelector("#reminders [name=minutes]").value === "5" && `+reminderLine+`.hidden`))
	must(t, again.Click(reminderSwitch))
	storedReminders(t, b, false, "all", "5", false)
	must(t, p.Wait(`!`+reminderSwitch+`.checked`)) // the other one sees it
}

// What was on, and whose permission the person took back, shows as off, and says so.
func TestRemindersWithdrawn(t *testing.T) {
	b := chromium(t)
	must(t, b.Extension(`chrome.storage.local.set(`+choseReminders+`)`, nil))
	p := popupTab(t, b, 720)
	openReminders(t, p)
	must(t, p.Wait(`!`+reminderSwitch+`.checked && !`+reminderLine+`.hidden && `+reminderLine+`.textContent === `+js(word(t, "ko", "remindersForbidden"))))
	storedReminders(t, b, true, "musts", "5", true) // nothing is decided for the person
}

// display starts an X server without a screen, and skips the test where there is none.
func display(t *testing.T) {
	t.Helper()
	for _, name := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("skipped: the prompt for the permission needs %s (Debian: apt-get install xvfb xdotool); all else is tested in a build that has it", name)
		}
	}
	server := exec.CommandContext(t.Context(), "Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp")
	told, tell, err := os.Pipe()
	must(t, err)
	server.ExtraFiles = []*os.File{tell}
	must(t, server.Start())
	tell.Close()
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	number, err := bufio.NewReader(told).ReadString('\n')
	must(t, err)
	t.Setenv("DISPLAY", ":"+number[:len(number)-1])
}

// The browser's own prompt, answered by keys: refused, the switch goes back; allowed, it
// stays.
func TestRemindersPrompt(t *testing.T) {
	display(t)
	b, err := browser.Start(context.Background(), browser.Options{
		Extension: dist, Hosts: site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Headful: true, OneWindow: true, Timeout: actionTimeout,
	})
	must(t, err)
	t.Cleanup(func() { _ = b.Close() })
	p := popupTab(t, b, 720)
	openReminders(t, p)
	must(t, p.BringToFront())
	key := func(name string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), "xdotool", "key", name).CombinedOutput(); err != nil {
			t.Fatalf("xdotool: %v\n%s", err, out)
		}
	}
	must(t, p.Eval(`void (globalThis.keys = 0, addEventListener("keydown", () => { keys++; }))`, nil))
	answer := func(keys ...string) {
		t.Helper()
		must(t, p.Click(reminderSwitch))
		// The prompt is up when it takes the keys, and not the page.
		deadline := time.Now().Add(actionTimeout)
		for before, missed := 0, 0; missed < 2; missed++ {
			if time.Now().After(deadline) {
				t.Fatal("no prompt takes the keys")
			}
			key("shift")
			time.Sleep(500 * time.Millisecond)
			if seen := eval[int](t, p, `keys`); seen != before {
				before, missed = seen, -1
			}
		}
		for _, name := range keys {
			key(name)
		}
	}
	answer("Escape")
	must(t, p.Wait(`!`+reminderSwitch+`.checked`))
	storedReminders(t, b, false, "musts", "10", true)
	answer("Tab", "Return")
	waits(t, b, "the permission", `chrome.permissions.contains({ permissions: ["notifications"] })`)
	must(t, p.Wait(reminderSwitch+`.checked`))
	storedReminders(t, b, true, "musts", "10", true)
}
