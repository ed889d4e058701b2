package page

import (
	"testing"

	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
)

// keynotePages are the pages that name only the keynotes' speakers, in 2019 and 2020, each with
// the timetable that has their sessions.
var keynotePages = []struct {
	name, page, pageHTML, grid, gridHTML, title string
}{
	{"2019", "https://2019.pycon.kr/program/keynote", `<main><h1>키노트</h1><section><div><div>Carol Willing</div><div><p>소개</p></div></div></section><section><div><div>남궁성</div></div></section></main>`,
		"https://2019.pycon.kr/timetable/talks", `<main><div class="css-1jemrhf">2019-08-17</div>` + item2019("10:00 ~ 10:40", "첫 이야기", "Carol Willing") +
			item2019("11:00 ~ 11:40", "둘째 이야기", "남궁성") + item2019("13:00 ~ 13:40", "발표", "사람") + `</main>`, "첫 이야기"},
	{"2020", "https://2020.pycon.kr/2020/program/keynote/", `<main><h1>키노트</h1><div class="keynotes"><h2 id="2">Carol Willing</h2><div>소개</div><h2 id="3">남궁성</h2></div></main>`,
		"https://2020.pycon.kr/2020/program/talk-schedule/", `<main><ul><li id="is_sat">9/26 (토)</li></ul><table id="sat"><tbody><tr><th>시간</th><th><span class="room">101</span></th></tr>` +
			row2020("10:00", "2", "첫 이야기", "Carol Willing") + row2020("11:00", "3", "둘째 이야기", "남궁성") + `</tbody></table></main>`, "첫 이야기"},
}

func item2019(time, title, who string) string {
	return `<div><div class="timeWrapper"><div class="time">` + time + `</div></div><div class="content"><div class="room">101</div><div class="contentDetailWrapper"><div class="subject"><div class="title">` +
		title + `</div><div class="speakerName">` + who + `</div></div></div></div></div>`
}

func row2020(time, id, title, who string) string {
	return `<tr><th><span class="time">` + time + `</span></th><td><div class="program"><a href="/2020/program/keynote/#` + id + `">` + title +
		`</a></div><div class="speaker"><span class="speaker_name">` + who + `</span></div></td></tr>`
}

// TestKeynotePage: a keynote is one session on both pages, whichever was seen or
// starred first; its title and time are the timetable's.
func TestKeynotePage(t *testing.T) {
	for _, c := range keynotePages {
		for _, first := range []string{"page", "grid"} {
			for _, clicked := range []string{"page", "grid"} {
				s := newStorage()
				b := s.open(t)
				visit := func(which string) {
					if which == "page" {
						b.show(c.page, c.pageHTML)
					} else {
						b.show(c.grid, c.gridHTML)
					}
					b.settle(now)
				}
				visit(first)
				visit(clicked)
				b.click(b.page.Marks()[0].Key, now)
				for _, which := range []string{"grid", "page", "grid"} {
					visit(which)
					want := "star off"
					if c.name == "2019" && which == "grid" {
						want = "star off off"
					}
					if got := b.states(); got != want {
						t.Errorf("%s, %s first, starred on %s: on %s %q, want %q", c.name, first, clicked, which, got, want)
					}
				}
				list, differ := s.on()
				if len(list) != 1 || list[0].Title("ko") != c.title || !list[0].Start.Known() || differ[0] != 0 {
					t.Errorf("%s, %s first, starred on %s: %+v differs by %v", c.name, first, clicked, list, differ)
				}
			}
		}
	}
}

// TestUnnamed: a name is shown as long as there is no title, and is no change when
// the title comes.
func TestUnnamed(t *testing.T) {
	b := newStorage().open(t)
	c := keynotePages[1]
	b.show(c.page, c.pageHTML)
	if got := b.page.Marks()[0].Label; got != "내 시간표에 담기: Carol Willing" {
		t.Errorf("label %q", got)
	}
	b.click(b.page.Marks()[0].Key, now)
	list, _ := b.storage.on()
	if len(list) != 1 || list[0].Key != "2020/keynote/2" || list[0].Kind != session.Keynote || list[0].Title("en") != "Carol Willing" || list[0].Start.Known() {
		t.Errorf("%+v", list)
	}
	now, was := list[0], list[0]
	now.Titles = map[string]string{"ko": "제목"}
	if d := picks.Compare(was, now); d != 0 {
		t.Errorf("differs by %d", d)
	}
	if d := picks.Compare(now, was); d != 0 {
		t.Errorf("the other way round: differs by %d", d)
	}
}
