package page

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/records"
	"byeolpyo/wasm/model/session"
)

// inside gives a page the menu of another, as one has that is on its way from one language
// to the other.
func inside(menu, html string) string {
	_, content, _ := strings.Cut(html, "</header>")
	return "<header>" + menu + "</header><h1>" + menu + "</h1>" + content
}

// TestLanguagesInTurn (D7, D13): whichever page came first, each language has its own
// title and room, in storage and in the pick; and nothing is told as changed.
func TestLanguagesInTurn(t *testing.T) {
	ko, en := grid("ko", "15", 1, 2, 3), grid("en", "15", 1, 2, 3)
	for name, order := range map[string][]string{
		"Korean first": {ko, en}, "English first": {en, ko}, "in turn": {ko, en, ko, en},
		"English under a Korean menu": {ko, inside("시간표 후원사 발표자 안내", en), en}, "Korean under an English menu": {en, inside("Timetable and sponsors", ko)},
	} {
		s := newStorage()
		for i, html := range order {
			b := s.open(t)
			b.show(gridURL, html)
			if i == 0 {
				b.click(key(1), now)
			}
			b.settle(now)
			if changed, _ := b.page.book.Changed(key(1)); changed != 0 {
				t.Errorf("%s: changed by %d after page %d", name, changed, i+1)
			}
		}
		b := s.open(t)
		b.show(gridURL, order[0])
		b.click(key(1), now+1)
		known, _ := picks.DecodeSessionRecord(key(1), s.entries[records.SessionPrefix+string(key(1))])
		pick, _ := picks.Decode(key(1), s.entries[records.PickPrefix+string(key(1))])
		for what, s := range map[string]session.Session{"known": known.Session, "picked": pick.Session} {
			for lang, want := range map[string]string{"ko": "발표 1 1호", "en": "Talk 1 Room 1"} {
				if got := s.Titles[lang] + " " + strings.Join(s.Named(lang).Rooms, ", "); got != want {
					t.Errorf("%s: %s in %s: %q, want %q", name, what, lang, got, want)
				}
			}
		}
	}
}

// TestDataInBothLanguages (D7): the site's data is in one language at a time.
func TestDataInBothLanguages(t *testing.T) {
	s := newStorage()
	b := s.open(t)
	b.show(listURL, list(1))
	korean := data(1, slot15)
	b.learn(data2026, korean)
	b.learn(data2026, strings.NewReplacer("발표", "Talk", "사람", "Person", "1호", "Room 1", "의견", "").Replace(korean))
	known, _ := picks.DecodeSessionRecord(key(1), s.entries[records.SessionPrefix+string(key(1))])
	for lang, want := range map[string]string{"ko": "발표 1 1호 사람", "en": "Talk 1 Room 1 Person"} {
		n := known.Session.Named(lang)
		if got := known.Session.Titles[lang] + " " + strings.Join(n.Rooms, ", ") + " " + strings.Join(n.Speakers, ", "); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// TestDataInNFD (D12): of data whose Hangul is in letters, or escaped, and of records that
// an earlier version made of such, no session is renamed, nor without a time.
func TestDataInNFD(t *testing.T) {
	escaped := func(s string) string {
		var sb strings.Builder
		for _, c := range norm.NFD.String(s) {
			if c < 0x80 {
				sb.WriteRune(c)
			} else {
				fmt.Fprintf(&sb, "\\u%04x", c)
			}
		}
		return sb.String()
	}
	for name, form := range map[string]func(string) string{"NFD": norm.NFD.String, "escaped": escaped} {
		s := newStorage()
		b := s.open(t)
		b.show(listURL, list(1))
		b.click(key(1), now)
		b.learn(data2026, form(data(1, slot15)))
		b.show(listURL, list(1))
		b.settle(now)
		known, _ := picks.DecodeSessionRecord(key(1), s.entries[records.SessionPrefix+string(key(1))])
		if changed, _ := b.page.book.Changed(key(1)); changed != 0 || known.Session.Titles["ko"] != "발표 1" || known.Session.Start != slot15 || known.Session.Rooms[0] != "1호" {
			t.Errorf("%s: changed by %d, %+v", name, changed, known.Session)
		}
	}
	old := session.Session{Key: key(1), Titles: map[string]string{"ko": norm.NFD.String("발표 1")}, PageLang: "ko"}
	composed := old
	composed.Titles = map[string]string{"ko": "발표 1"}
	if d := picks.Compare(old, composed); d != 0 {
		t.Errorf("a record in NFD is told as changed by %d", d)
	}
}

// TestAllRoomsOnADetail (D14): the page of a session names its rooms, and not whether they
// are all; the site's data tells, for which it asks once.
func TestAllRoomsOnADetail(t *testing.T) {
	const url = "https://2026.pycon.kr/presentations/"
	chips := ""
	var slots []string
	for _, room := range []string{"1호", "2호", "3호"} {
		chips += `<span class="MuiChip-label">` + room + `</span>`
		slots = append(slots, fmt.Sprintf(`{"room_name":%q,"start_at":%q,"end_at":%q}`, room, slot15, slot15+30))
	}
	page := `<header>시간표</header><main><div><h4 class="MuiTypography-h4">발표 1</h4><table><tr><td><h6>발표 시각</h6></td><td><h6>2026년 8월 15일 오후 1:00 ~ 오후 1:30 (30분)</h6>` + chips + `</td></tr></table></div></main>`
	s := newStorage()
	b := s.open(t)
	b.show(url+id(1), page)
	b.click(key(1), now)
	if asked, _ := b.page.Missing(b.url); asked != data2026 {
		t.Errorf("asked for %q", asked)
	}
	b.learn(data2026, fmt.Sprintf(`[{"id":%q,"title":"발표 1","room_schedules":[%s]}]`, id(1), strings.Join(slots, ",")))
	b = s.open(t)
	b.show(url+id(1), page)
	b.settle(now)
	if asked, _ := b.page.Missing(b.url); asked != "" {
		t.Errorf("asked again, for %q", asked)
	}
	merged := b.page.book.Session(key(1))
	if changed, _ := b.page.book.Changed(key(1)); changed != 0 || strings.Join(merged.PlacesIn("ko"), ", ") != "모든 방" || strings.Join(merged.PlacesIn("en"), ", ") != "All rooms" {
		t.Errorf("changed by %d: %+v", changed, merged)
	}
	b.show(url+id(2), strings.Replace(strings.Replace(page, chips, `<span class="MuiChip-label">1호</span>`, 1), "발표 1", "발표 2", 1))
	if asked, _ := b.page.Missing(b.url); asked != "" {
		t.Errorf("of one room asked for %q", asked)
	}
}
