package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"byeolpyo/scripts/internal/firefox"
)

// foxTab opens an empty tab of Firefox, which is closed with the test. What is logged as an
// error by then fails the test.
func foxTab(t *testing.T, b *firefox.Browser) *firefox.Page {
	t.Helper()
	p, err := b.Blank()
	must(t, err)
	t.Cleanup(func() {
		for _, m := range p.Errors() {
			t.Errorf("on the console: %v", m)
		}
		p.Close()
	})
	return p
}

// foxOpen is foxTab at an address.
func foxOpen(t *testing.T, b *firefox.Browser, url string) *firefox.Page {
	t.Helper()
	p := foxTab(t, b)
	must(t, p.Navigate(url))
	return p
}

// startFox starts Firefox with the extension in a directory, and checks in the end what its
// event page and content scripts left on the console.
func startFox(t *testing.T, dir, profile string, prefs map[string]any) *firefox.Browser {
	t.Helper()
	b, err := firefox.Start(t.Context(), firefox.Options{
		Extension: dir, Hosts: site.ResolverRules(), Zone: "Asia/Seoul", Lang: "ko", Timeout: actionTimeout, Profile: profile, Prefs: prefs,
	})
	must(t, err)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// stillPage is a copy of popup.html whose clock stands still.
const stillPage = "still.html"

// TestFirefox is all that is tested in Firefox, with one process, whose start takes longest.
func TestFirefox(t *testing.T) {
	dir := copyDist(t)
	addCheck(t, dir)
	popup, err := os.ReadFile(filepath.Join(dir, "popup.html"))
	must(t, err)
	still := bytes.Replace(popup, []byte("<head>"), []byte(`<head><script src="still.js"></script>`), 1)
	must(t, os.WriteFile(filepath.Join(dir, stillPage), still, 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "still.js"), []byte(stillClock), 0o644))
	b := startFox(t, dir, "", nil)
	for _, part := range []struct {
		name string
		test func(*testing.T, *firefox.Browser)
	}{
		{"storage and notices", foxPlatform},
		{"stars", foxStars},
		{"click", foxClick},
		{"picture", foxPicture},
		{"sync", foxSync},
	} {
		t.Run(part.name, func(t *testing.T) {
			must(t, b.ClearStorage())
			part.test(t, b)
			said, err := b.Complaints()
			must(t, err)
			for _, line := range said {
				t.Errorf("on the browser's console: %s", line)
			}
		})
	}
}

// foxPlatform checks that Firefox's storage keeps the rules that Chrome's and the one in memory keep, and its
// notices those of theirs.
func foxPlatform(t *testing.T, b *firefox.Browser) {
	checked(t, foxOpen(t, b, b.ExtensionURL("check.html")))
}

func foxStars(t *testing.T, b *firefox.Browser) {
	p := foxOpen(t, b, grid2018)
	check(t, p, wanted2018())
	must(t, p.Navigate(grid2026))
	check(t, p, wantedDay(day1, "ko"))
}

func foxClick(t *testing.T, b *firefox.Browser) {
	p := foxOpen(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	k := key(talk(t, day1, 0), "ko")
	click(t, p, k)
	waitState(t, p, k, "star")
	waitPick(t, b, k, "star")
	click(t, p, k)
	waitState(t, p, k, "must")
	waitPick(t, b, k, "must")
	clickToast(t, p)
	waitPick(t, b, k, "star")
	waitState(t, p, k, "star")
}

// foxPicture checks that a picture has the same bytes in both browsers.
func foxPicture(t *testing.T, b *firefox.Browser) {
	c := chromium(t)
	for _, b := range []holder{b, c} {
		store(t, b, popupPicks, nil)
	}
	there, here := savedPicture(t, c), savedPicture(t, b)
	if string(here) != string(there) {
		t.Errorf("Firefox's picture has %d bytes, and differs from Chromium's of %d", len(here), len(there))
	}
}

func foxSync(t *testing.T, b *firefox.Browser) {
	server := startSync(t)
	c := chromium(t)
	code := turnOn(t, syncTab(t, b), server.URL)
	pair(t, syncTab(t, c), server.URL, code)
}
