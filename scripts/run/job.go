package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/gallery"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/share"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/qr"
	"byeolpyo/wasm/picture/scene"
)

const (
	pickCount = 8

	// The popup in a tab gets the size that it has under the toolbar button
	// (extension/popup.css), in CSS pixels.
	popupWidth, popupHeight = 720, 600

	// minSide is less than the side of any timetable worth saving, in pixels.
	minSide = 400

	timetablePath = "out/timetable.png"
	calendarPath  = "out/timetable.ics"
	popupPath     = "out/popup.png"
	galleryPath   = "out/gallery"
)

// mainJob is what a visitor does: star sessions in the timetable, open the
// popup, save the picture.
func mainJob(b *browser.Browser, site *replica.Server) error {
	chosen, err := choose(site.Programme(replica.Edition2026))
	if err != nil {
		return err
	}
	p, err := b.Open(timetableURL)
	if err != nil {
		return err
	}
	fmt.Println("opened", timetableURL)
	if err := star(p, chosen); err != nil {
		return err
	}
	if errs := p.Errors(); len(errs) > 0 {
		return fmt.Errorf("the page or the extension complains: %v", errs)
	}
	p.Close()
	if err := export(b); err != nil {
		return err
	}
	return hang(site, chosen)
}

// hang makes the gallery: the same sessions in every format, theme and mode.
func hang(site *replica.Server, chosen []pick) error {
	known := gallery.Sessions(site.Programme(replica.Edition2026))
	var list []timetable.Pick
	states := map[session.Key]picks.State{}
	for _, c := range chosen {
		state := picks.Star
		if c.must {
			state = picks.Must
		}
		list = append(list, timetable.Pick{Session: gallery.Sessions([]replica.Session{c.Session})[0], State: state})
		states[list[len(list)-1].Session.Key] = state
	}
	link, err := share.NewCode(replica.Edition2026, states).Link()
	if err != nil {
		return err
	}
	size, dark, err := qr.Encode(link)
	if err != nil {
		return err
	}
	n, err := gallery.Write(galleryPath, gallery.Options{
		Fonts: "extension/fonts", Table: timetable.New(replica.Edition2026, list), Programme: known, Code: &scene.Modules{Size: size, Dark: dark},
		Now: session.KST(session.Date{Year: 2026, Month: 8, Day: 12}, 21, 4),
	})
	if err != nil {
		return fmt.Errorf("drawing the gallery: %w", err)
	}
	fmt.Printf("drew %d pictures, every format, theme and mode: %s\n", n, galleryPath)
	return nil
}

// star clicks on the stars of the sessions, a second time for the must, and
// waits for each star to show it.
func star(p *browser.Page, chosen []pick) error {
	day := -1
	for _, c := range chosen {
		if c.day != day {
			day = c.day
			tab := fmt.Sprintf(`document.querySelectorAll(".css-tabs button")[%d]`, day)
			if err := p.Wait(tab); err != nil {
				return err
			}
			if err := p.Click(tab); err != nil {
				return err
			}
		}
		host := fmt.Sprintf(browser.Stars+`.find(h => h.dataset.key === "%s/s/%s")`, replica.Edition2026, c.ID)
		states := []string{"star"}
		if c.must {
			states = append(states, "must")
		}
		if err := p.Wait(host); err != nil {
			return fmt.Errorf("no star for %s: %w", c.Title.Ko, err)
		}
		for _, state := range states {
			if err := p.Click(host + `.shadowRoot.querySelector("button")`); err != nil {
				return fmt.Errorf("%s: %w", c.Title.Ko, err)
			}
			if err := p.Wait(fmt.Sprintf(`%s?.dataset.state === %q`, host, state)); err != nil {
				return fmt.Errorf("%s: %w", c.Title.Ko, err)
			}
		}
		fmt.Printf("clicked %-5s %s–%s  %s\n", strings.Repeat("★", len(states)),
			moment(c.Start), moment(c.End)[len("08-15 "):], oneLine(c.Title.Ko))
	}
	return nil
}

// export opens the popup, saves the picture by its button and the popup's
// looks, and prints the popup's own counts.
func export(b *browser.Browser) error {
	p, err := b.Blank()
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.SetViewport(popupWidth, popupHeight, 2); err != nil {
		return err
	}
	if err := p.Navigate(b.ExtensionURL("popup.html")); err != nil {
		return err
	}
	const drawn = `document.body.dataset.ready === "1" && document.body.dataset.preview === "1"`
	if err := p.Wait(drawn); err != nil {
		return err
	}
	// Without Chromium's own translations it reports English, however it was started; the
	// popup's language switch overrides that.
	const korean = `(() => {
		const lang = document.querySelector("#lang");
		lang.value = "ko";
		lang.dispatchEvent(new Event("change"));
	})()`
	if err := p.Eval(korean, nil); err != nil {
		return err
	}
	if err := p.Wait(`document.documentElement.lang === "ko" && ` + drawn); err != nil {
		return err
	}
	// The new preview fades in.
	if err := p.Wait(`document.getAnimations().every(a => a.playState !== "running")`); err != nil {
		return err
	}
	if err := p.Screenshot(popupPath); err != nil {
		return err
	}
	fmt.Println("opened the popup, saved its looks:", popupPath)
	if err := p.Click(`document.querySelector("#calendar")`); err != nil {
		return err
	}
	file, err := b.Downloaded()
	if err != nil {
		return err
	}
	if err := file.Save(calendarPath); err != nil {
		return err
	}
	if err := checkCalendar(calendarPath); err != nil {
		return err
	}
	fmt.Printf("clicked 캘린더에 넣기, saved %s: %s\n", file.Name, calendarPath)
	if err := p.Click(`document.querySelector("#save")`); err != nil {
		return err
	}
	if file, err = b.Downloaded(); err != nil {
		return err
	}
	if err := file.Save(timetablePath); err != nil {
		return err
	}
	if err := checkPicture(timetablePath); err != nil {
		return err
	}
	fmt.Printf("clicked PNG 저장, saved %s: %s\n", file.Name, timetablePath)

	var got struct{ Picks, Clashes, Must string }
	if err := p.Eval(`({...document.body.dataset})`, &got); err != nil {
		return err
	}
	fmt.Printf("%s, %s, %s must\n", count(got.Picks, "pick"), count(got.Clashes, "clash"), got.Must)
	if errs := p.Errors(); len(errs) > 0 {
		return fmt.Errorf("the popup complains: %v", errs)
	}
	if got.Picks != fmt.Sprint(pickCount) || got.Clashes != "1" || got.Must != "1" {
		return fmt.Errorf("the popup should count %d picks, 1 clash, 1 must", pickCount)
	}
	return nil
}

// count writes a number with its word in the right form.
func count(n, word string) string {
	switch {
	case n == "1":
	case strings.HasSuffix(word, "sh"):
		word += "es"
	default:
		word += "s"
	}
	return n + " " + word
}

// checkPicture reports a file that is no picture to look at.
func checkPicture(path string) error {
	data, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		return err
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if size := img.Bounds().Size(); min(size.X, size.Y) < minSide {
		return fmt.Errorf("%s: only %v pixels", path, size)
	}
	return nil
}

// checkCalendar reports a file that does not have all picks as events that take place.
func checkCalendar(path string) error {
	data, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		return err
	}
	text := string(data)
	for _, line := range []string{"BEGIN:VEVENT\r\n", "STATUS:CONFIRMED\r\n", "\r\nDTEND:"} {
		if n := strings.Count(text, line); n != pickCount {
			return fmt.Errorf("%s: %d times %q for %d picks", path, n, line, pickCount)
		}
	}
	return nil
}

// pick is a session to star.
type pick struct {
	replica.Session
	day  int // of the conference, from 0
	must bool
}

// choose takes eight sessions over all days: first two that clash, then ones that clash with
// none, one of them the must. They are in the order of time.
func choose(all []replica.Session) ([]pick, error) {
	var able []pick
	var days []string
	for _, s := range all {
		if s.Starred && s.Scheduled() && s.Linked {
			able = append(able, pick{Session: s})
		}
	}
	slices.SortStableFunc(able, func(a, b pick) int { return strings.Compare(a.Start, b.Start) })
	for i := range able {
		date, _, _ := strings.Cut(able[i].Start, "T")
		if !slices.Contains(days, date) {
			days = append(days, date)
		}
		able[i].day = len(days) - 1
	}
	chosen := pair(able)
	if chosen == nil {
		return nil, errors.New("no two sessions of the replica clash")
	}
	// The same number of each day, as far as there are that many.
	for room := pickCount/max(len(days), 1) + 1; len(chosen) < pickCount && room <= pickCount; room++ {
		for _, c := range able {
			same := 0
			for _, o := range chosen {
				if o.day == c.day {
					same++
				}
			}
			free := !slices.ContainsFunc(chosen, func(o pick) bool { return o.ID == c.ID || clash(o, c) })
			if free && same < room && len(chosen) < pickCount {
				chosen = append(chosen, c)
			}
		}
	}
	if len(chosen) < pickCount {
		return nil, fmt.Errorf("only %d sessions of the replica can be starred together", len(chosen))
	}
	chosen[2].must = true
	slices.SortStableFunc(chosen, func(a, b pick) int { return strings.Compare(a.Start, b.Start) })
	return chosen, nil
}

// pair returns the first two sessions that clash, or nil.
func pair(able []pick) []pick {
	for i, a := range able {
		for _, b := range able[i+1:] {
			if clash(a, b) {
				return []pick{a, b}
			}
		}
	}
	return nil
}

// clash reports whether the half-open times overlap. All of them are written
// in one zone, so the text sorts as the time does.
func clash(a, b pick) bool { return a.Start < b.End && b.Start < a.End }

// moment shortens 2026-08-15T13:30:00+09:00 to 08-15 13:30.
func moment(t string) string {
	return t[len("2026-"):len("2026-08-15")] + " " + t[len("2026-08-15T"):len("2026-08-15T13:30")]
}

// oneLine is the title without its line breaks.
func oneLine(title string) string { return strings.Join(strings.Fields(title), " ") }
