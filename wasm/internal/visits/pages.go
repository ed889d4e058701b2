package visits

import (
	"fmt"
	"html"
	"strings"
)

// Looks is how many ways there are for a site to look.
const Looks = 3

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func (l Lang) of(ko, en string) string { return [...]string{ko, en}[l] }

func (l Lang) date(day int) string {
	return l.of(fmt.Sprintf("%d년 8월 %d일 (%s)", Year, firstDay+day, [...]string{"토", "일"}[day]),
		fmt.Sprintf("%s, August %d, %d", [...]string{"Saturday", "Sunday"}[day], firstDay+day, Year))
}

// page puts body between what every page of the site has. self is the page's own path.
func (s *Site) page(l Lang, self, heading, body string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8">`, l.Code())
	if s.base != "" {
		fmt.Fprintf(&b, `<base href="%s">`, s.base)
	}
	fmt.Fprintf(&b, `<title>%s</title></head><body><header><a href="%s">%s</a><nav><ul>`, l.of("별빛 콘퍼런스", "Starlight Conference"), s.rooted("/", l), l.of("별빛 콘퍼런스", "Starlight Conference"))
	for _, item := range [...][3]string{{"소개", "About", "/about"}, {"발표", "Talks", s.list}, {"시간표", "Schedule", s.grid}, {"후원사", "Sponsors", "/sponsors"}} {
		fmt.Fprintf(&b, `<li><a href="%s">%s</a></li>`, s.rooted(item[2], l), item[l])
	}
	b.WriteString("</ul></nav>")
	if s.Two {
		fmt.Fprintf(&b, `<a href="%s" hreflang="%s">%s</a>`, s.rooted(self, 1-l), (1 - l).Code(), l.of("English", "한국어"))
	}
	fmt.Fprintf(&b, `</header><main><h1>%s</h1>%s</main><footer><p>© %d %s</p></footer></body></html>`, heading, body, Year, l.of("별빛 콘퍼런스", "Starlight Conference"))
	return b.String()
}

// link is the title of t as a page shows it, in a link where the page has them.
func (s *Site) link(t *Talk, l Lang, grid bool) string {
	title := html.EscapeString(t.Title[l])
	if t.Cancelled {
		title = l.of("[취소] ", "[Cancelled] ") + title
	}
	if s.path == nil || grid && s.bareGrid {
		return title
	}
	href := s.rooted(s.path(t), l)
	if s.href != nil {
		href = s.href(s, t, l, grid)
	}
	return fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(href), title)
}

// List is the page that lists all sessions.
func (s *Site) List(l Lang) string {
	var b strings.Builder
	for i := range s.Talks {
		t := &s.Talks[i]
		when := ""
		if s.timed {
			when = fmt.Sprintf("%s %s ~ %s", l.of(fmt.Sprintf("8/%d", firstDay+t.Day), fmt.Sprintf("8/%d", firstDay+t.Day)), clock(t.From), clock(t.To))
		}
		switch s.look {
		case 0:
			fmt.Fprintf(&b, `<li class="talk-item"><h3 class="talk-title">%s</h3><p class="talk-speaker">%s</p>`, s.link(t, l, false), t.Speaker[l])
			if when != "" {
				fmt.Fprintf(&b, `<p class="talk-time">%s</p><p class="talk-room">%s</p>`, when, Rooms[t.Room][l])
			}
			b.WriteString("</li>")
		case 1:
			fmt.Fprintf(&b, `<div class="css-1x8y3z"><div class="css-k2j9fa">`)
			if when != "" {
				fmt.Fprintf(&b, `<span class="css-77bdqe">%s</span><span class="css-9dk1zz">%s</span>`, when, Rooms[t.Room][l])
			}
			fmt.Fprintf(&b, `</div><h4 class="css-p0p1ab">%s</h4><div class="css-l2l3cd"><span>%s</span></div></div>`, s.link(t, l, false), t.Speaker[l])
		default:
			fmt.Fprintf(&b, `<article class="flex flex-col gap-2 p-4"><h2 class="font-bold text-lg">%s</h2><p class="text-sm text-gray-500">%s</p>`, s.link(t, l, false), t.Speaker[l])
			if when != "" {
				fmt.Fprintf(&b, `<p class="text-sm">%s · %s</p>`, when, Rooms[t.Room][l])
			}
			b.WriteString("</article>")
		}
	}
	body := b.String()
	if s.look == 0 {
		body = `<ul class="talk-list">` + body + "</ul>"
	} else {
		body = `<div class="list">` + body + "</div>"
	}
	return s.page(l, s.list, l.of("발표 목록", "Talks"), body)
}

// Grid is the timetable of both days.
func (s *Site) Grid(l Lang) string {
	var b strings.Builder
	for day := range 2 {
		var starts []int // in order
		for from := 0; from < 24*60; from++ {
			for i := range s.Talks {
				if s.Talks[i].Day == day && s.Talks[i].From == from {
					starts = append(starts, from)
					break
				}
			}
		}
		fmt.Fprintf(&b, `<section class="day"><h2>%s</h2>`, l.date(day))
		if s.look == 0 {
			fmt.Fprintf(&b, `<table class="timetable"><thead><tr><th>%s</th>`, l.of("시간", "Time"))
			for _, r := range Rooms {
				fmt.Fprintf(&b, `<th>%s</th>`, r[l])
			}
			b.WriteString("</tr></thead><tbody>")
		}
		for _, from := range starts {
			if s.look == 0 {
				b.WriteString("<tr>")
			}
			for room := -1; room < len(Rooms); room++ {
				var t *Talk
				for i := range s.Talks {
					if c := &s.Talks[i]; c.Day == day && c.From == from && (room < 0 || c.Room == room) {
						t = c
						break
					}
				}
				switch {
				case room < 0 && s.look == 0:
					fmt.Fprintf(&b, `<th>%s - %s</th>`, clock(t.From), clock(t.To))
				case room < 0:
				case t == nil && s.look == 0:
					b.WriteString("<td></td>")
				case t == nil:
				case s.look == 0:
					fmt.Fprintf(&b, `<td><p class="title">%s</p><p class="speaker">%s</p></td>`, s.link(t, l, true), t.Speaker[l])
				case s.look == 1:
					fmt.Fprintf(&b, `<div class="css-aa11bb"><div class="css-cc22dd">%s - %s</div><div class="css-ee33ff"><h3 class="css-t1t1le">%s</h3><p class="css-sp33kr">%s</p><p class="css-r00m">%s</p></div></div>`,
						clock(t.From), clock(t.To), s.link(t, l, true), t.Speaker[l], Rooms[t.Room][l])
				default:
					fmt.Fprintf(&b, `<div class="flex gap-4 border p-4"><span class="text-sm">%s~%s</span><span class="text-sm">%s</span><strong class="text-lg">%s</strong><em>%s</em></div>`,
						clock(t.From), clock(t.To), Rooms[t.Room][l], s.link(t, l, true), t.Speaker[l])
				}
			}
			if s.look == 0 {
				b.WriteString("</tr>")
			}
		}
		if s.look == 0 {
			b.WriteString("</tbody></table>")
		}
		b.WriteString("</section>")
	}
	return s.page(l, s.grid, l.of("시간표", "Schedule"), b.String())
}

// Detail is a session's own page.
func (s *Site) Detail(t *Talk, l Lang) string {
	title := html.EscapeString(t.Title[l])
	if t.Cancelled {
		title = l.of("[취소] ", "[Cancelled] ") + title
	}
	when := fmt.Sprintf("%s %s ~ %s", l.date(t.Day), clock(t.From), clock(t.To))
	var body string
	switch s.look {
	case 0:
		body = fmt.Sprintf(`<dl><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd></dl>`,
			l.of("연사", "Speaker"), t.Speaker[l], l.of("시간", "Time"), when, l.of("장소", "Room"), Rooms[t.Room][l])
	case 1:
		body = fmt.Sprintf(`<div class="css-m3t4"><div class="css-row"><span>%s</span><span>%s</span></div><div class="css-row"><span>%s</span><span>%s</span></div><div class="css-row"><span>%s</span><span>%s</span></div></div>`,
			l.of("발표자", "Speaker"), t.Speaker[l], l.of("일시", "Time"), when, l.of("장소", "Room"), Rooms[t.Room][l])
	default:
		body = fmt.Sprintf(`<p class="speaker-name">%s</p><p>%s: %s</p><p>%s: %s</p>`, t.Speaker[l], l.of("일시", "Time"), when, l.of("장소", "Room"), Rooms[t.Room][l])
	}
	body += fmt.Sprintf("<h2>%s</h2><p>%s</p>", l.of("소개", "About this talk"),
		l.of("지난 몇 해 동안 겪은 일을 처음부터 차근차근 이야기하고, 무엇을 바꾸었는지 함께 살펴봅니다.", "What happened to us over the years, step by step, and what we changed because of it."))
	return s.page(l, s.path(t), title, body)
}
