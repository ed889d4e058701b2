package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/friends"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/reminders"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/sync/register"
	"byeolpyo/wasm/sync/syncer"
)

// statesPath is where the pictures of the popup's states go.
const statesPath = "out/states"

// tabHeight is of the window for a page that is a tab.
const tabHeight = 1000

// state is one state of the popup, or of another page of the extension.
type state struct {
	name     string
	picks    int    // how many of the programme, in the order of time; those of clashes are below
	clash    bool   // three at a time instead
	moment   string // in Seoul, "2026-08-15T13:50"
	do       string // JavaScript that is run when it is there; "" for none
	done     string // the condition that is true when that is done
	variants []variant

	page string                                      // of the extension; "" for the popup
	load string                                      // JavaScript that is run before the page's own; "" for none
	more func(mine []session.Session) map[string]any // what is stored beside the picks; nil for nothing
	kept bool                                        // storage stays as the previous state left it
	bare bool                                        // no picture comes
}

// variant is the language, theme and width of a picture.
type variant struct {
	name                string
	lang, media, scheme string
	width, height       int
}

var (
	normal = variant{"ko", "ko", "prefers-color-scheme", "light", popupWidth, popupHeight}
	dark   = variant{"ko-dark", "ko", "prefers-color-scheme", "dark", popupWidth, popupHeight}
	en     = variant{"en", "en", "prefers-color-scheme", "light", popupWidth, popupHeight}
	narrow = variant{"ko-360", "ko", "prefers-color-scheme", "light", 360, 640}
	twice  = variant{"ko-200percent", "ko", "prefers-color-scheme", "light", 360, 300}
	forced = variant{"ko-forced", "ko", "forced-colors", "active", popupWidth, popupHeight}
)

// typed is JavaScript that types into the search field.
func typed(query string) string {
	return `{ const e = document.getElementById("find"); e.focus(); e.value = ` + fmt.Sprintf("%q", query) + `; e.dispatchEvent(new Event("input")); }`
}

var states = []state{
	{name: "empty", variants: []variant{normal, dark, en, narrow}},
	{name: "one", picks: 1, variants: []variant{normal}},
	{name: "eight", picks: 8, variants: []variant{normal, dark, en, narrow, twice, forced}},
	{name: "forty", picks: 40, variants: []variant{normal, narrow}},
	{name: "to-come", picks: 8, moment: "2026-08-01T10:00", variants: []variant{normal, en}},
	{name: "now", picks: 8, moment: "NOW", variants: []variant{normal, dark, en, narrow}},
	{name: "gap", picks: 8, moment: "GAP", do: `document.querySelector(".gap-open")?.click()`, done: `document.querySelector(".gap li, .gap .none:not(:empty)")`, variants: []variant{normal, narrow}},
	{name: "after", picks: 8, moment: "2026-08-18T10:00", variants: []variant{normal}},
	{name: "clash", picks: 3, clash: true, do: `document.querySelector(".clash").click()`, variants: []variant{normal, en, narrow}},
	{name: "search", picks: 8, do: typed("ㅍㅇ"), done: `document.querySelector("#found-list li")`, variants: []variant{normal, dark, en, narrow, forced}},
	{name: "no-result", picks: 8, do: typed("없는 세션"), done: `!document.querySelector("#found-list li")`, variants: []variant{normal}},
	{name: "changed", picks: 5, more: changed, variants: every},
	{name: "cancelled", picks: 4, more: cancelled, variants: every},
	{name: "vanished", picks: 4, more: vanished, variants: every},
	{name: "own", picks: 2, more: own, do: `document.getElementById("own-open").click()`, variants: every},
	{name: "friends", picks: 5, more: befriended, do: `const go = () => { document.getElementById("friends").scrollIntoView(); if (!document.querySelector(".friend")) setTimeout(go, 20); }; go();`,
		done: `scrollY > 0 || document.querySelector(".list").scrollTop > 0`, variants: every},
	{name: "undo", picks: 5, do: `document.querySelector(".row .drop").click()`, done: `!document.getElementById("toast").hidden`, variants: every},
	{name: "error-drawing", bare: true, picks: 3, load: `Worker = class { postMessage({ id }) { if (id) setTimeout(() => this.onerror({ message: "out" })); } terminate() {} };`,
		done: `!document.getElementById("draw-failure").hidden`, variants: every},
	{name: "error-storage", bare: true, picks: 3, load: `chrome.storage.local.getKeys = () => Promise.reject(new Error("broken"));`,
		done: `!document.getElementById("failure").hidden`, variants: every},
	{name: "error-writing", picks: 3, load: `chrome.storage.local.set = () => Promise.reject(new Error("broken"));`,
		do: `document.querySelector(".row .must").click()`, done: `!document.getElementById("toast").hidden`, variants: every},
	{name: "error-copying", picks: 3, do: `navigator.clipboard.write = () => Promise.reject(new Error("no")); document.getElementById("copy").click()`,
		done: `!document.getElementById("tab-line").hidden`, variants: every},
	{name: "set-aside", picks: 3, more: aside, variants: every},
	{name: "note", picks: 3, more: noted, do: unfold, done: unfolded, variants: every},
	{name: "note-apart", picks: 3, more: notedApart, do: unfold, done: unfolded, variants: every},
	{name: "note-vanished", picks: 1, more: notedVanished, do: unfold, done: unfolded, variants: every},
	{name: "note-here", picks: 3, more: notedHere, do: unfold, done: unfolded, variants: every},
	{name: "note-newer", picks: 3, more: notedNewer, do: unfold, done: `document.querySelector(".noted:not([hidden]) .lines p")`, variants: every},
	{name: "note-in-picture", picks: 3, more: noted, do: `document.getElementById("look-open").click(); document.getElementById("notes-picture").click()`,
		done: `document.getElementById("preview").alt.includes("앞자리")`, variants: every},
	{name: "sync-off", page: "sync.html", variants: every},
	{name: "sync-address", page: "sync.html", do: `for (const e of document.querySelectorAll("details")) e.open = true;`, variants: []variant{normal, en, narrow}},
	{name: "sync-renewed", page: "sync.html", more: ended(syncer.Renewed), variants: []variant{normal, en}},
	{name: "sync-gone", page: "sync.html", more: ended(syncer.Gone), variants: []variant{normal, en}},
	{name: "sync-newer", page: "sync.html", more: syncState(`{"v":99}`), variants: []variant{normal, en}},
	{name: "sync-gone-popup", picks: 3, more: ended(syncer.Gone), done: `document.getElementById("sync-status").textContent !== ""`, variants: []variant{normal, en, narrow}},
	{name: "import", page: "import.html", variants: every},
	{name: "choices", picks: 8, do: `document.getElementById("look-open").click()`, variants: []variant{normal, narrow}},
	{name: "calendar", picks: 5, do: `document.getElementById("calendar-open").click()`, done: `!document.getElementById("calendar-card").hidden`, variants: every},
	{name: "reminders", picks: 5, do: showReminders, done: `document.getElementById("reminders").open`, variants: every},
	{name: "reminders-on", picks: 5, more: reminded, load: allowed, do: showReminders, done: `document.querySelector("#reminders [name=on]").checked`, variants: every},
	{name: "reminders-forbidden", picks: 5, more: reminded, do: showReminders, done: `!document.getElementById("reminders-forbidden").hidden`, variants: every},
	{name: "board-hall", picks: 8, moment: "NOW", page: "board.html", variants: boards},
	{name: "board-mine", picks: 8, moment: "NOW", page: "board.html?view=mine", variants: boards},
	{name: "board-before", picks: 8, moment: "2026-08-15T08:30", page: "board.html", variants: []variant{screen}},
	{name: "board-after", picks: 8, moment: "2026-08-18T10:00", page: "board.html", variants: []variant{screen}},
}

const (
	showReminders = `document.getElementById("reminders").open = true; document.getElementById("reminders").scrollIntoView({ block: "center" });`
	allowed       = `chrome.permissions.contains = () => Promise.resolve(true); chrome.notifications = { getPermissionLevel: () => Promise.resolve("granted") };`
)

var (
	screen     = variant{"ko", "ko", "prefers-color-scheme", "light", 1280, 720}
	screenDark = variant{"ko-dark", "ko", "prefers-color-scheme", "dark", 1280, 720}
	screenEn   = variant{"en", "en", "prefers-color-scheme", "light", 1280, 720}
	boards     = []variant{screen, screenDark, screenEn, narrow, forced}
)

// every has each language, theme and width once.
var every = []variant{normal, dark, en, narrow, forced}

// first are the states that need the job's leftovers: sync is on, and its server is gone.
var first = []state{
	{name: "sync-unreachable-popup", kept: true, done: `document.getElementById("sync-status").textContent !== ""`, variants: every},
	{name: "sync-unreachable", kept: true, page: "sync.html", variants: every},
	{name: "sync-ask", kept: true, page: "sync.html", do: `document.getElementById("disconnect").click()`, done: `document.getElementById("ask").open`, variants: every},
	{name: "sync-turned-off", kept: true, page: "sync.html", do: `document.getElementById("disconnect").click(); document.getElementById("ask-yes").click()`,
		done: `document.body.dataset.on === "0"`, variants: []variant{normal}},
}

// known is what pages have shown of a session after it was picked.
func known(s session.Session, gone int64) map[string]any {
	return map[string]any{records.SessionPrefix + string(s.Key): picks.SessionRecord{Session: s, Gone: gone}.Encode()}
}

// changed moves the first session, puts the second into another room, and gives the third a new
// title.
func changed(mine []session.Session) map[string]any {
	all := map[string]any{}
	for i, s := range mine[:3] {
		switch i {
		case 0:
			s.Start, s.End = s.Start+90, s.End+90
		case 1:
			s.Rooms = mine[3].Rooms
		default:
			s.Titles = map[string]string{session.Korean: "바뀐 제목: " + s.Titles[session.Korean], session.English: "A new title: " + s.Titles[session.English]}
		}
		maps.Copy(all, known(s, 0))
	}
	return all
}

func cancelled(mine []session.Session) map[string]any {
	s := mine[1]
	s.Cancelled = session.SourceOf(session.Korean, true)
	return known(s, 0)
}

func vanished(mine []session.Session) map[string]any { return known(mine[1], 1786000000000) }

func own(mine []session.Session) map[string]any {
	key := session.NewKey("2026", session.OwnSequence, "lunch")
	all := map[string]any{}
	picks.Pick{State: picks.Star, Tapped: 1, Session: session.Session{
		Key: key, Titles: map[string]string{session.Korean: "점심 with 지훈"}, Start: mine[0].End, End: mine[0].End + 60,
	}}.Store(all, key)
	return all
}

func befriended(mine []session.Session) map[string]any {
	all := map[string]any{}
	for n, name := range []string{"민수", "이름이 아주 길어서 한 줄에 다 들어가지 않는 친구 지훈이", "Ana"} {
		f := friends.Friend{ID: fmt.Sprint("friend", n), Edition: "2026", Name: name, Added: int64(n + 1)}
		for _, s := range mine[n : n+2] {
			f.Picks = append(f.Picks, friends.Pick{Key: s.Key, Session: s})
		}
		all[f.StorageKey()] = f.Encode()
	}
	return all
}

// reminded is somebody who wants to be told that sessions begin.
func reminded([]session.Session) map[string]any {
	s := reminders.DecodeSettings(nil)
	s.On = true
	return map[string]any{records.RemindersKey: s.Encode()}
}

// aside are records that this version does not understand.
func aside([]session.Session) map[string]any {
	return map[string]any{
		records.PickPrefix + "2026/s/newer":  map[string]any{"v": 99},
		records.PickPrefix + "2026/s/broken": "what is this",
	}
}

// ended is sync that another device has ended.
func ended(why syncer.Reason) func([]session.Session) map[string]any {
	return syncState(fmt.Sprintf(`%s,"why":%q,"dev":1,"picks":%s}`, records.SyncOff, why, register.Body{Picks: register.Map{}}.Encode()[1:]))
}

func syncState(text string) func([]session.Session) map[string]any {
	return func([]session.Session) map[string]any { return map[string]any{records.SyncKey: text} }
}

// saveStates saves a picture of every state whose name matches, in its variants, for looking
// at; synced says that sync is on.
func saveStates(b *browser.Browser, site *replica.Server, which *regexp.Regexp, synced bool) error {
	if err := os.MkdirAll(statesPath, 0o777); err != nil {
		return err
	}
	able := inTime(site.Programme(replica.Edition2026))
	programme := map[string]any{}
	var all []session.Session
	for _, r := range able {
		s := session.Session{
			Key: session.NewKey("2026", session.AnySequence, r.ID), Kind: session.Talk, Speakers: r.Speakers, PageLang: session.Korean,
			Titles: map[string]string{session.Korean: oneLine(r.Title.In("ko")), session.English: oneLine(r.Title.In("en"))}, URL: r.URL,
		}
		for _, room := range r.Rooms {
			s.Rooms = append(s.Rooms, oneLine(room.In("ko")))
			s.Other.Rooms = append(s.Other.Rooms, oneLine(room.In("en")))
		}
		if rooms := editions.Find("2026").Rooms; len(r.Rooms) >= rooms {
			s.Rooms, s.Other.Rooms, s.Everywhere = nil, nil, rooms
		}
		s.Start, _ = session.ParseInstant(r.Start)
		s.End, _ = session.ParseInstant(r.End)
		all = append(all, s)
		programme[records.SessionPrefix+string(s.Key)] = picks.SessionRecord{Session: s}.Encode()
	}
	n := 0
	for _, s := range slices.Concat(first, states) {
		if s.kept && !synced || !which.MatchString(s.name) {
			continue
		}
		for _, l := range s.variants {
			if s.kept {
				if err := b.Store(map[string]any{records.SettingsKey: map[string]any{"v": records.SettingsVersion, "lang": l.lang}}); err != nil {
					return err
				}
				if err := saveState(b, s, l, nil); err != nil {
					return fmt.Errorf("the state %s, %s: %w", s.name, l.name, err)
				}
				n++
				continue
			}
			if err := b.ClearStorage(); err != nil {
				return err
			}
			entries := map[string]any{records.SettingsKey: map[string]any{"v": records.SettingsVersion, "lang": l.lang}}
			for key, tree := range programme {
				entries[key] = tree
			}
			mine := chooseStates(all, s)
			for i, one := range mine {
				picks.Pick{State: picks.Star + picks.State(i%3/2), Tapped: 1, Session: one}.Store(entries, one.Key)
			}
			if s.more != nil {
				maps.Copy(entries, s.more(mine))
			}
			if err := b.Store(entries); err != nil {
				return err
			}
			if err := saveState(b, s, l, mine); err != nil {
				return fmt.Errorf("the state %s, %s: %w", s.name, l.name, err)
			}
			n++
		}
	}
	fmt.Printf("saved %d pictures of the popup's states in %s\n", n, statesPath)
	return nil
}

// inTime are the sessions that can be starred, in the order of time.
func inTime(all []replica.Session) (able []replica.Session) {
	for _, s := range all {
		if s.Starred && s.Scheduled() && s.Linked {
			able = append(able, s)
		}
	}
	slices.SortStableFunc(able, func(a, b replica.Session) int { return strings.Compare(a.Start, b.Start) })
	return able
}

// chooseStates are the picks of a state: one after another, all from the first on for many, or
// three that run together.
func chooseStates(known []session.Session, s state) (mine []session.Session) {
	for i, one := range known {
		if s.clash {
			if i+2 < len(known) && len(mine) == 0 && known[i+2].Start < min(one.End, known[i+1].End) {
				mine = known[i : i+3]
			}
			continue
		}
		last := session.Session{}
		if len(mine) > 0 {
			last = mine[len(mine)-1]
		}
		if len(mine) < s.picks && (s.picks > 8 || one.Start >= last.End) {
			mine = append(mine, one)
		}
	}
	return mine
}

func saveState(b *browser.Browser, s state, l variant, mine []session.Session) error {
	p, err := b.Blank()
	if err != nil {
		return err
	}
	defer p.Close()
	moment := s.moment
	switch moment {
	case "": // a quiet day
		moment = "2026-08-10T10:00"
	case "NOW":
		moment = (mine[2].Start + 10).String()[:16]
	case "GAP":
		moment = mine[1].End.String()[:16]
		for i := range mine[1:] {
			if mine[i].End+25 <= mine[i+1].Start && mine[i].End.Date() == mine[i+1].Start.Date() {
				moment = mine[i].End.String()[:16]
				break
			}
		}
	}
	at, err := time.Parse(time.RFC3339, moment+":00+09:00")
	if err != nil {
		return err
	}
	ready := `(document.body.dataset.ready === "1" || document.body.dataset.failed)`
	if s.picks > 0 && s.page == "" && !s.bare {
		ready += ` && document.body.dataset.preview === "1"`
	}
	steps := []func() error{
		func() error { return p.SetMedia(l.media, l.scheme) },
		func() error {
			if s.page != "" && !strings.HasPrefix(s.page, "board") { // a tab is higher
				return p.SetViewport(l.width, max(l.height, tabHeight), 1)
			}
			return p.SetViewport(l.width, l.height, 1)
		},
		func() error { return p.SetZone("Asia/Seoul") },
		func() error {
			return p.OnLoad(fmt.Sprintf(`{ const Real = Date, now = %d; Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(now); } static now() { return now; } }; }`, at.UnixMilli()))
		},
		func() error { return p.OnLoad(s.load) },
		func() error {
			address, query, _ := strings.Cut(cmp.Or(s.page, "popup.html"), "?")
			return p.Navigate(b.ExtensionURL(address) + "?edition=2026&lang=" + l.lang + "&" + query)
		},
		func() error { return p.Wait(ready) },
		func() error { return p.Eval(`document.fonts.ready.then(() => {})`, nil) },
		func() error {
			if err := p.Eval(`(() => { `+s.do+` })()`, nil); err != nil || s.done == "" {
				return err
			}
			return p.Wait(s.done)
		},
		func() error { return p.Wait(`document.getAnimations().every(a => a.playState !== "running")`) },
		// What was scrolled is in the next frame.
		func() error {
			return p.Eval(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))`, nil)
		},
		func() error { return p.Screenshot(filepath.Join(statesPath, s.name+"-"+l.name+".png")) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if errs := p.Errors(); len(errs) > 0 && !strings.HasPrefix(s.name, "error-") { // which are logged, too
		return fmt.Errorf("the popup complains: %v", errs)
	}
	var wide int
	if err := p.Eval(`document.documentElement.scrollWidth`, &wide); err != nil {
		return err
	}
	if wide > l.width {
		return fmt.Errorf("the popup is %d wide in %d", wide, l.width)
	}
	return nil
}
