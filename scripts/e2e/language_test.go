package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/scripts/internal/browser"
	"byeolpyo/scripts/internal/replica"
)

// oneLine returns a text as it is stored: rooms of 2026 have two lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// popupText returns the text of the popup, 420 px wide, in a language.
func popupText(t *testing.T, b *browser.Browser, lang string) string {
	t.Helper()
	must(t, b.Store(map[string]any{"settings": map[string]any{"v": 1, "lang": lang}}))
	popup := popupTab(t, b, 420)
	defer popup.Close()
	must(t, popup.Wait(`document.documentElement.lang === `+js(lang)+` && document.querySelector("[data-key]") !== null`))
	return oneLine(eval[string](t, popup, `document.body.innerText`))
}

// TestEnglishVisitor (D7, D13, D14): a visitor who saw the Korean timetable first has English
// titles and rooms once an English page was seen, and Korean rooms until then, without a change
// being announced; a session in all rooms is in "All rooms".
func TestEnglishVisitor(t *testing.T) {
	b := chromium(t)
	talk := find(t, replica.Edition2026, func(s replica.Session) bool {
		return s.Kind == replica.KindTalk && len(s.Rooms) == 1 && strings.HasPrefix(s.Start, day1) && s.Title.Ko != s.Title.En
	})
	everywhere := find(t, replica.Edition2026, func(s replica.Session) bool {
		return s.AllRooms && s.ID != "" && strings.HasPrefix(s.Start, day1) && s.Kind == replica.KindKeynote
	})
	p := open(t, b, grid2026)
	waitStars(t, p, wantedDay(day1, "ko"))
	keys := []string{"2026/s/" + talk.ID, "2026/s/" + everywhere.ID}
	for _, k := range keys {
		click(t, p, k)
		waitStored(t, b, `"session/`+k+`" in all && "pick/`+k+`" in all`)
	}
	ko, en := oneLine(talk.Rooms[0].Ko), oneLine(talk.Rooms[0].En)
	for lang, want := range map[string][]string{"ko": {ko, "모든 방"}, "en": {ko, "All rooms"}} {
		text := popupText(t, b, lang)
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s, before an English page: %q is not in %s", lang, words, text)
			}
		}
	}

	must(t, p.Click(language("EN")))
	t.Cleanup(func() { _ = p.Eval(`localStorage.removeItem("language")`, nil) })
	waitStars(t, p, wantedDay(day1, "en"))
	waitStored(t, b, `all["session/`+keys[0]+`"].other?.rooms?.[0] === `+js(en))
	for lang, want := range map[string][]string{"ko": {oneLine(talk.Title.Ko), ko, "모든 방"}, "en": {oneLine(talk.Title.En), en, "All rooms"}} {
		text := popupText(t, b, lang)
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s: %q is not in %s", lang, words, text)
			}
		}
		for _, room := range append(everywhere.Rooms, talk.Rooms...) {
			if other := map[string]string{"ko": room.En, "en": room.Ko}[lang]; room.Ko != room.En && strings.Contains(text, oneLine(other)) {
				t.Errorf("%s: %q is in %s", lang, other, text)
			}
		}
		if changed := word(t, lang, "starChanged"); strings.Contains(text, changed) {
			t.Errorf("%s: a change is told: %s", lang, text)
		}
	}
	if mark := eval[bool](t, p, fmt.Sprintf(`%s.some((host) => host.hasAttribute("data-changed"))`, hosts)); mark {
		t.Error("a star tells of a change")
	}
}

// TestAllRoomsOnADetail (D14): a session in all rooms that is starred on its own page has one
// name for them, instead of the names of all.
func TestAllRoomsOnADetail(t *testing.T) {
	b := chromium(t)
	s := find(t, replica.Edition2026, func(s replica.Session) bool {
		return s.AllRooms && s.ID != "" && s.Kind == replica.KindKeynote && s.URL != ""
	})
	k := "2026/s/" + s.ID
	p := open(t, b, s.URL)
	must(t, p.Wait(button(k)+` !== undefined`))
	click(t, p, k)
	waitPick(t, b, k, "star")
	waitStored(t, b, `all["session/`+k+`"]?.everywhere > 1`)
	for lang, want := range map[string]string{"ko": "모든 방", "en": "All rooms"} {
		text := popupText(t, b, lang)
		if !strings.Contains(text, want) || strings.Contains(text, oneLine(s.Rooms[0].Ko)) {
			t.Errorf("%s: %s", lang, text)
		}
	}
}

// TestDataInNFD (D12): the site's data in decomposed letters, or in escapes of them, yields
// times like any other, and no other title.
func TestDataInNFD(t *testing.T) {
	want := find(t, replica.Edition2026, func(s replica.Session) bool {
		return s.Kind == replica.KindTalk && s.Start != "" && !norm.NFD.IsNormalString(s.Title.Ko)
	})
	k := "2026/s/" + want.ID
	plain := norm.NFD.String(fmt.Sprintf(`[{"id":%q,"title":%s,"speakers":[],"room_schedules":[{"room_name":"가온 é","start_at":%q,"end_at":%q}]}]`,
		want.ID, js(want.Title.Ko), want.Start, want.End))
	var escaped strings.Builder
	for _, c := range plain {
		if c < 0x80 {
			escaped.WriteRune(c)
		} else if c < 0x10000 {
			fmt.Fprintf(&escaped, `\u%04x`, c)
		}
	}
	if !json.Valid([]byte(plain)) || !json.Valid([]byte(escaped.String())) {
		t.Fatal("no JSON")
	}
	for name, body := range map[string]string{"NFD": plain, "escaped": escaped.String()} {
		t.Run(name, func(t *testing.T) {
			b := chromium(t)
			site.Answer(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, body)
			})
			defer site.Answer(nil)
			p := open(t, b, list2026)
			must(t, p.Wait(button(k)+` !== undefined`))
			click(t, p, k)
			waitStored(t, b, `all[`+js("session/"+k)+`]?.start === `+js(want.Start))
			all := storage(t, b)
			if !norm.NFC.IsNormalString(all) || !strings.Contains(all, "가온 é") {
				t.Errorf("stored is %s", all)
			}
			if text := popupText(t, b, "ko"); !strings.Contains(text, want.Start[11:16]) || strings.Contains(text, word(t, "ko", "starChanged")) {
				t.Errorf("the popup shows %s", text)
			}
		})
	}
}

// TestEmbeddedNFD (D12): JSON in the page comes to the program in NFC and without escapes
// that would hide letters, and so does the page's text.
func TestEmbeddedNFD(t *testing.T) {
	p := open(t, chromium(t), list2026)
	must(t, p.WaitContent(`globalThis.byeolpyoPage !== undefined`))
	var text string
	must(t, p.EvalContent(`(() => {
		const main = document.createElement("main");
		main.innerHTML = "<p>`+norm.NFD.String("제목 é")+`</p>";
		for (const type of ["application/json", "application/ld+json"]) {
			const script = document.createElement("script");
			script.type = type;
			script.textContent = '{"a": "\\u1112\\u1161\\u11ab e\\u0301 \\u003cb\\u003e \\u0001", "b": "`+norm.NFD.String("둘")+`"}';
			main.append(script);
		}
		const broken = document.createElement("script");
		broken.type = "application/json";
		broken.textContent = '{"a": "\\u1112';
		main.append(broken);
		return byeolpyoPage.snapshot(main).text;
	})()`, &text))
	if !norm.NFC.IsNormalString(text) || strings.Count(text, `{"a":"한 é <b> \u0001","b":"둘"}`) != 2 || !strings.Contains(text, "제목 é") || strings.Count(text, `\u1112`) != 1 {
		t.Errorf("%q", text)
	}
}
