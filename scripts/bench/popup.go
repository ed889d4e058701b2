package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// popupProbe records when the popup's list and its picture are visible: at the end of the frame
// in which they appear.
const popupProbe = `(() => {
	const t = globalThis.benchPopup = {};
	const frame = (name) => requestAnimationFrame(() => {
		const c = new MessageChannel();
		c.port1.onmessage = () => { t[name] ??= performance.now(); };
		c.port2.postMessage(0);
	});
	document.addEventListener("DOMContentLoaded", () => {
		const look = () => {
			if (document.body.dataset.ready) frame("list");
			if (document.body.dataset.preview) frame("picture");
		};
		new MutationObserver(look).observe(document.body, {attributes: true});
		look();
	});
})()`

// popupFirst times the popup with 40 picks in a fresh browser: when its list is painted
// and when its picture is.
func (b *bench) popupFirst() error {
	stored := social()
	var list, pictures []float64
	for range max(b.rounds/2, 5) {
		err := func() error {
			c, err := b.startKorean(b.dist)
			if err != nil {
				return err
			}
			defer c.Close()
			if err := c.Store(stored); err != nil {
				return err
			}
			p, err := c.Blank()
			if err != nil {
				return err
			}
			defer p.Close()
			if err := p.OnLoad(popupProbe); err != nil {
				return err
			}
			if err := p.Navigate(c.ExtensionURL("popup.html")); err != nil {
				return err
			}
			if err := p.Wait(`benchPopup.list && benchPopup.picture`); err != nil {
				return err
			}
			var at struct{ List, Picture float64 }
			if err := p.Eval(`benchPopup`, &at); err != nil {
				return err
			}
			list, pictures = append(list, at.List), append(pictures, at.Picture)
			return nil
		}()
		if err != nil {
			return err
		}
	}
	b.figures["popup_first_paint_ms"] = median(list)
	b.figures["popup_picture_ms"] = median(pictures)
	b.figures["popup_n"] = float64(len(list))
	return nil
}

// social are the picks of chosen, and three friends who each hear every second of them, and
// the settings of somebody who reads Korean.
func social() map[string]any {
	stored, _ := chosen()
	names := make([]string, 0, len(stored))
	for name := range stored {
		names = append(names, name)
	}
	slices.Sort(names)
	for n, name := range []string{"민수", "영희", "Ana"} {
		f := friends.Friend{ID: fmt.Sprint("f", n), Edition: "2026", Name: name, Added: 1786000000000 + int64(n)}
		for i, pick := range names {
			if i%2 == n%2 || i%5 == n {
				key := strings.TrimPrefix(pick, records.PickPrefix)
				s, ok := session.Decode(stored[pick].(map[string]any)["snapshot"])
				if ok {
					f.Picks = append(f.Picks, friends.Pick{Key: session.Key(key), Must: i%3 == 0, Session: s})
				}
			}
		}
		stored[f.StorageKey()] = f.Encode()
	}
	stored[records.SettingsKey] = map[string]any{"v": float64(records.SettingsVersion), "lang": "ko"}
	return stored
}

// popupPeer makes the page that ours is compared with: ours, its style and its markup, with
// the script of the peer in place of ours, which shows the same list in plain JavaScript.
func (b *bench) popupPeer(dir string) error {
	if err := os.CopyFS(dir, os.DirFS(peer)); err != nil {
		return err
	}
	for _, name := range []string{"popup.css", "base.css", "icons/icon-48.png"} {
		data, err := os.ReadFile(filepath.Join(b.dist, name))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	page, err := os.ReadFile(filepath.Join(b.dist, "popup.html"))
	if err != nil {
		return err
	}
	scripts := regexp.MustCompile(`(?m)^<(script|link rel="(module)?preload").*\n`)
	theirs := strings.Replace(scripts.ReplaceAllString(string(page), ""), "</head>", `<script src="popup.js" type="module"></script>`+"\n</head>", 1)
	if strings.Count(theirs, "<script") != 1 {
		return errors.New("popup.html is not what it was")
	}
	return os.WriteFile(filepath.Join(dir, "popup.html"), []byte(theirs), 0o644)
}

// taps is how many stars are made musts, or normal again, while the popup is open once.
const taps = 5

// tap clicks the star of a row at any moment of a frame, as a person's click comes, and returns
// when its row was painted in its new state, in ms from the click. On a machine that keeps up
// with 60 frames a second that is at most two frames later: the rest of the frame of the click,
// and one more. The frame is asked for before the click, so that its end is told of before what
// the page has put off until then.
const tap = `(async (row) => {
	const button = document.querySelectorAll(".row .must")[row];
	const was = button.getAttribute("aria-pressed");
	await new Promise((resolve) => setTimeout(resolve, 60 + row * 7 %% 17));
	const frame = () => new Promise((resolve) => requestAnimationFrame(() => {
		const c = new MessageChannel();
		const is = button.getAttribute("aria-pressed") !== was;
		c.port1.onmessage = () => resolve(is ? performance.now() : 0);
		c.port2.postMessage(0);
	}));
	const began = performance.now();
	let painted = frame();
	button.click();
	while (!await painted) painted = frame();
	return await painted - began;
})(%d)`

// popup times the popup: in fresh browsers; and in the second and later pages of one, in turns
// with the same list in plain JavaScript.
func (b *bench) popup() error {
	if err := b.popupFirst(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "byeolpyo-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := b.popupPeer(dir); err != nil {
		return err
	}
	type side struct {
		browser      *browser.Browser
		list, millis []float64
		rows         string
	}
	sides := []*side{{}, {}}
	for i, s := range sides {
		if s.browser, err = b.startKorean([]string{b.dist, dir}[i]); err != nil {
			return err
		}
		defer s.browser.Close()
		if err := s.browser.Store(social()); err != nil {
			return err
		}
	}
	for round := range 1 + b.rounds {
		for i := range sides {
			s := sides[(i+round)%len(sides)] // neither is always first
			if err := s.browser.Store(map[string]any{records.SettingsKey: social()[records.SettingsKey]}); err != nil {
				return err
			}
			p, list, err := opens(s.browser)
			if err != nil {
				return err
			}
			if err = p.Eval(`[...document.querySelectorAll(".row")].map(row => row.querySelector(".when").textContent.replace(/\s+/g, " ") + row.querySelector(".title").textContent + row.querySelector(".clash").textContent).join("\n") + document.querySelectorAll(".friend").length`, &s.rows); err != nil {
				return err
			}
			if round > 0 { // the first fills the caches
				s.list = append(s.list, list)
				for n := range taps {
					var millis float64
					if err := p.Eval(fmt.Sprintf(tap, (round*taps+n)%40), &millis); err != nil {
						return err
					}
					s.millis = append(s.millis, millis)
				}
			}
			p.Close()
		}
	}
	ours, theirs := sides[0], sides[1]
	if ours.rows != theirs.rows {
		return fmt.Errorf("the lists differ:\n%s\n%s", ours.rows, theirs.rows)
	}
	b.figures["popup_reopened_vs_js"] = median(ours.list) / median(theirs.list)
	b.figures["popup_reopened_vs_js_ours_ms"] = median(ours.list)
	b.figures["popup_reopened_vs_js_peer_ms"] = median(theirs.list)
	for name, s := range map[string]*side{"": ours, "_peer": theirs} {
		b.figures["popup_tap"+name+"_ms_median"] = median(s.millis)
		b.figures["popup_tap"+name+"_ms_p95"] = p95(s.millis)
	}
	b.figures["popup_reopened_vs_js_n"] = float64(len(ours.list))
	b.figures["popup_tap_n"] = float64(len(ours.millis))
	return nil
}

// opens opens the popup in a new tab and returns when its list was painted, in ms from the
// start of the navigation; its picture is there, too, if it has one.
func opens(c *browser.Browser) (*browser.Page, float64, error) {
	p, err := c.Blank()
	if err != nil {
		return nil, 0, err
	}
	var at struct{ List, Picture float64 }
	err = p.OnLoad(popupProbe)
	err = cmp.Or(err, p.SetViewport(720, 600, 1))
	if err == nil {
		err = p.Navigate(c.ExtensionURL("popup.html"))
	}
	if err == nil {
		err = p.Wait(`benchPopup.list && benchPopup.picture`)
	}
	if err == nil {
		err = p.Eval(`benchPopup`, &at)
	}
	if err != nil {
		p.Close()
		return nil, 0, err
	}
	return p, at.List, nil
}
