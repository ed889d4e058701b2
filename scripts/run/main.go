// Command run shows the extension at work on the replica site: our own pages
// in the shapes of pycon.kr, served on this machine under the real names.
//
// With a display it opens a Chromium window to try it in. Without one, or with
// HEADLESS=1, it does the main job itself: stars eight sessions, two of which
// clash and one of which is a must, and saves the picture and the popup's
// looks in out/; then it pairs a second profile over a sync server of its own, and saves
// the looks of that one's popup, and those of the popup's states in out/states/. With
// -states it saves only those of the states whose name matches, but for those of a server
// that is gone. The extension must be built; make run sees to that.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// timetableURL is where a visitor of this year's conference picks sessions.
const timetableURL = "https://2026.pycon.kr/timetable"

func main() {
	only := flag.String("states", "", "save the looks of the states whose name this pattern matches, and do nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *only); err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only string) (err error) {
	which, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join("dist", "manifest.json")); err != nil {
		return fmt.Errorf("the extension is not built: make run, or make build first: %w", err)
	}
	site, err := replica.Start(replica.Options{})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := site.Close(); err == nil {
			err = closeErr
		}
	}()
	window := only == "" && windowed()
	b, err := browser.Start(ctx, browser.Options{
		Extension: "dist",
		Hosts:     site.ResolverRules(),
		Headful:   window,
		Lang:      "ko",
		Flags:     map[string]any{"hide-scrollbars": !window}, // not part of the looks
	})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := b.Close(); err == nil {
			err = closeErr
		}
	}()
	if window {
		return show(ctx, b)
	}
	if only != "" {
		return saveStates(b, site, which, false)
	}
	if err := mainJob(b, site); err != nil {
		return err
	}
	if err := secondDevice(ctx, b, site); err != nil {
		return err
	}
	return saveStates(b, site, which, true)
}

// windowed reports whether there is a display and nobody asked to do without.
func windowed() bool {
	if h := os.Getenv("HEADLESS"); h != "" && h != "0" {
		return false
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// show opens the timetable in a window and waits until that is closed.
func show(ctx context.Context, b *browser.Browser) error {
	if err := b.Root().Navigate(timetableURL); err != nil {
		return err
	}
	fmt.Printf(`Chromium is open on %s (our replica: nothing leaves this machine).
Star some sessions, then click the extension's button in the toolbar for your timetable.
The 2018 site is at https://www.pycon.kr/2018/program/schedule/
Close the window, or press Ctrl+C, to end.
`, timetableURL)
	select {
	case <-b.Done():
	case <-ctx.Done():
	}
	return nil
}
