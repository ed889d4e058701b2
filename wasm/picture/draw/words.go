package draw

import (
	"fmt"
	"strconv"
	"strings"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
)

// words are the words around the sessions, in one language. They are part of the
// drawing, like its colours, so that a picture needs nothing but its arguments.
type words struct {
	lang, mine, undated, gone, cancelled, untitled, empty, emptyHint, brand, scan, elsewhere, notes, changed string
}

var inKorean = words{
	lang: session.Korean, mine: "내 시간표", undated: "시간 미정", gone: "현재 시간표에 없음", cancelled: "취소된 세션", untitled: "제목 미정",
	empty: "아직 담은 세션이 없어요", emptyHint: "pycon.kr에서 세션 옆의 별을 눌러 보세요", brand: "별표 Byeolpyo",
	scan: "코드를 찍거나 그림을 별표에 놓으면 이 시간표를 가져와요", elsewhere: "그 밖에", notes: "메모", changed: "바뀜",
}

var inEnglish = words{
	lang: session.English, mine: "My timetable", undated: "Time not announced", gone: "No longer on the timetable", cancelled: "Cancelled", untitled: "Title not known yet",
	empty: "No sessions picked yet", emptyHint: "Click the star beside a session on pycon.kr", brand: "Byeolpyo 별표",
	scan: "Scan the code, or drop the picture on Byeolpyo, to import this timetable", elsewhere: "Elsewhere", notes: "Notes", changed: "changed",
}

func wordsIn(lang string) *words {
	if lang == session.English {
		return &inEnglish
	}
	return &inKorean
}

func (w *words) korean() bool { return w.lang == session.Korean }

// edition names an edition: "파이콘 한국 2026".
func (w *words) edition(edition string) string {
	label, year := timetable.SplitEdition(edition)
	if year == "" {
		return label
	}
	name := editions.Find(year).Title(w.lang)
	if label != "" {
		name += " · " + label
	}
	return name
}

var (
	weekdaysKo = [...]string{"일", "월", "화", "수", "목", "금", "토"}
	weekdaysEn = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	monthsEn   = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// day names a date: "8월 15일 (토)", "Sat, August 15".
func (w *words) day(d session.Date) string {
	if w.korean() {
		return fmt.Sprintf("%d월 %d일 (%s)", d.Month, d.Day, weekdaysKo[d.Weekday()])
	}
	return fmt.Sprintf("%s, %s %d", weekdaysEn[d.Weekday()], monthsEn[(d.Month+11)%12], d.Day)
}

// days names the days of a timetable: "8월 15일 (토) – 8월 16일 (일)".
func (w *words) days(tt timetable.Timetable) string {
	switch n := len(tt.Days); n {
	case 0:
		return ""
	case 1:
		return w.day(tt.Days[0].Date)
	default:
		return w.day(tt.Days[0].Date) + " – " + w.day(tt.Days[n-1].Date)
	}
}

// counts sums a timetable up: "세션 8개 · 꼭 들을 세션 1개 · 겹침 1건".
func (w *words) counts(tt timetable.Timetable) string {
	var parts []string
	if w.korean() {
		parts = append(parts, fmt.Sprintf("세션 %d개", tt.Picks))
		if tt.Must > 0 {
			parts = append(parts, fmt.Sprintf("꼭 들을 세션 %d개", tt.Must))
		}
		if tt.Clashes > 0 {
			parts = append(parts, fmt.Sprintf("겹침 %d건", tt.Clashes))
		}
	} else {
		parts = append(parts, plural(tt.Picks, "session"))
		if tt.Must > 0 {
			parts = append(parts, fmt.Sprintf("%d not to miss", tt.Must))
		}
		if tt.Clashes > 0 {
			parts = append(parts, plural(tt.Clashes, "clash"))
		}
	}
	return strings.Join(parts, " · ")
}

// sessions counts the sessions of a day.
func (w *words) sessions(n int) string {
	if w.korean() {
		return fmt.Sprintf("세션 %d개", n)
	}
	return plural(n, "session")
}

// about sums a day up: "세션 3개 · 13:30–17:00".
func (w *words) about(d timetable.Day) string {
	return w.sessions(len(d.Items)) + " · " + w.fromTo(d.First, d.Last)
}

func plural(n int, noun string) string {
	s := strconv.Itoa(n) + " " + noun
	switch {
	case n == 1:
		return s
	case strings.HasSuffix(noun, "sh"):
		return s + "es"
	}
	return s + "s"
}

// fromTo names a time: "13:30–14:10", and "23:00–다음 날 01:00" over midnight.
func (w *words) fromTo(from, to session.Instant) string {
	end := to.HHMM()
	switch n := to.DaysAfter(from); {
	case n <= 0:
	case n == 1 && w.korean():
		end = "다음 날 " + end
	case n == 1:
		end += " next day"
	case w.korean():
		end = fmt.Sprintf("%d일 뒤 %s", n, end)
	default:
		end += fmt.Sprintf(" %d days later", n)
	}
	return from.HHMM() + "–" + end
}

// span names the time of an item; an end that is a guess is told of as one.
func (w *words) span(it timetable.Item) string {
	switch {
	case !it.Guessed:
		return w.fromTo(it.Start, it.End)
	case w.korean():
		return w.fromTo(it.Start, it.End) + "쯤"
	}
	return strings.Replace(w.fromTo(it.Start, it.End), "–", "–c. ", 1)
}

// spanShort is span where there is little room: "23:00–01:00 +1".
func (w *words) spanShort(it timetable.Item) string { return it.Start.HHMM() + w.until(it) }

// until names the end of an item alone, in little room.
func (w *words) until(it timetable.Item) string {
	end := it.End.HHMM() + later(it.End, it.Start)
	switch {
	case !it.Guessed:
		return "–" + end
	case w.korean():
		return "–" + end + "쯤"
	}
	return "–c. " + end
}

// later tells that to is on a later day than from: " +1"; "" when it is not.
func later(to, from session.Instant) string {
	if n := to.DaysAfter(from); n > 0 {
		return " +" + strconv.Itoa(n)
	}
	return ""
}

// gap names a time without sessions: "비는 시간 1시간 20분".
func (w *words) gap(minutes int) string {
	if w.korean() {
		return "비는 시간 " + w.minutes(minutes)
	}
	return w.minutes(minutes) + " free"
}

func (w *words) minutes(n int) string {
	hour, minute := "시간", "분"
	if !w.korean() {
		hour, minute = " h", " min"
	}
	h, m := strconv.Itoa(n/60)+hour, strconv.Itoa(n%60)+minute
	switch {
	case n < 60:
		return m
	case n%60 == 0:
		return h
	}
	return h + " " + m
}

// maxOverlaps is how many overlaps one chip spells out.
const maxOverlaps = 3

// clash names the overlaps of an item: "15분 겹침", of several "30분·10분 겹침",
// of several that are as long "2개와 30분 겹침".
func (w *words) clash(clashes []timetable.Clash) string {
	same := true
	var parts []string
	for i, c := range clashes {
		same = same && c.Minutes == clashes[0].Minutes && c.Guessed == clashes[0].Guessed
		switch {
		case i < maxOverlaps:
			parts = append(parts, w.overlap(c))
		case i == maxOverlaps:
			parts = append(parts, "…")
		}
	}
	switch n := len(clashes); {
	case n > 1 && same && w.korean():
		return fmt.Sprintf("%d개와 %s 겹침", n, parts[0])
	case n > 1 && same:
		return fmt.Sprintf("%s overlap ×%d", parts[0], n)
	case w.korean():
		return strings.Join(parts, "·") + " 겹침"
	}
	return strings.Join(parts, ", ") + " overlap"
}

// overlap names how long a clash lasts; one that rests on a guess is told of as one.
func (w *words) overlap(c timetable.Clash) string {
	switch n := w.minutes(c.Minutes); {
	case !c.Guessed:
		return n
	case w.korean():
		return n + "쯤"
	default:
		return "c. " + n
	}
}

// clashShort names only how many sessions an item clashes with.
func (w *words) clashShort(n int) string {
	if w.korean() {
		return fmt.Sprintf("%d개와 겹침", n)
	}
	return fmt.Sprintf("overlap ×%d", n)
}

// more tells of what is on the next sheet: "+3개 더 (다음 장)".
func (w *words) more(n int) string {
	if w.korean() {
		return fmt.Sprintf("+%d개 더 · 다음 장에 있어요", n)
	}
	return fmt.Sprintf("+%d more · on the next sheet", n)
}

// was tells where and when a session was before it moved: "전: 13:30 · 101"; "" when
// it did not.
func (w *words) was(was, now *session.Session) string {
	d := picks.Compare(*was, *now)
	var parts []string
	if d&picks.Moved != 0 {
		t := was.Start.HHMM()
		switch {
		case was.Start.Date() != now.Start.Date():
			t = w.day(was.Start.Date()) + " " + t
		case was.Start == now.Start:
			t = w.fromTo(was.Start, was.End)
		}
		parts = append(parts, t)
	}
	if d&picks.Rehomed != 0 {
		parts = append(parts, w.room(was.PlacesIn(w.lang)))
	}
	if len(parts) == 0 {
		return ""
	}
	return w.changed + " ← " + strings.Join(parts, " · ")
}

// heard stands before the names of friends who hear a session, too if it is mine:
// "같이 듣는 세션: ", and "같이: " where that has to be short.
func (w *words) heard(mine, short bool) string {
	switch korean := w.korean(); {
	case korean && mine && short:
		return "같이: "
	case korean && mine:
		return "같이 듣는 세션: "
	case korean && short:
		return "친구: "
	case korean:
		return "친구가 듣는 세션: "
	case mine && short:
		return "with "
	case mine:
		return "together with "
	case short:
		return "friend: "
	}
	return "heard by "
}

// parting tells that a friend hears something else meanwhile.
func (w *words) parting(name, theirs string) string {
	if w.korean() {
		return "여기서 갈라져요: " + name + " → " + theirs
	}
	return "you part here: " + name + " → " + theirs
}

// free is when a friend is free.
type free struct {
	name string
	gaps []timetable.Gap
}

// labelledGap is in minutes: shorter pauses are how one walks to the next room.
const labelledGap = 20

// freeWith names a time without sessions, and the friends who are free then: "둘 다
// 비는 시간 15:30–18:00: 지훈".
func (w *words) freeWith(g timetable.Gap, friends []free) string {
	var names []string
	var both timetable.Gap
	for _, f := range friends {
		for _, free := range f.gaps {
			from, to := max(g.Start, free.Start), min(g.End, free.End)
			if to-from >= labelledGap {
				names = append(names, clean(f.name))
				if !both.Start.Known() {
					both = timetable.Gap{Start: from, End: to}
				}
				both.Start, both.End = max(both.Start, from), min(both.End, to)
				break
			}
		}
	}
	switch {
	case len(names) == 0 || both.Minutes() < labelledGap:
		return w.gap(g.Minutes())
	case w.korean() && len(names) == 1:
		return "둘 다 비는 시간 " + w.fromTo(both.Start, both.End) + ": " + names[0]
	case w.korean():
		return "모두 비는 시간 " + w.fromTo(both.Start, both.End) + ": " + w.people(names)
	}
	return "free together " + w.fromTo(both.Start, both.End) + ": " + w.people(names)
}

// sentence is one item in words: time, title, place, people and what marks it.
func (w *words) sentence(it timetable.Item, title string, marks ...string) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	first := title
	if it.Start.Known() {
		first = w.span(it) + " " + title
	}
	switch it.State {
	case picks.Must:
		first += " ★★"
	case picks.Star:
		first += " ★"
	}
	add(first)
	add(clean(w.room(it.Session.PlacesIn(w.lang))))
	add(clean(w.people(it.Session.SpeakersIn(w.lang))))
	if len(it.Clashes) > 0 {
		add(w.clash(it.Clashes))
	}
	add(w.off(&it))
	for _, m := range marks {
		add(m)
	}
	return strings.Join(parts, " · ")
}

// off says why nobody will hear a session; "" where somebody may.
func (w *words) off(it *timetable.Item) string {
	switch {
	case it.Cancelled():
		return w.cancelled
	case it.Gone:
		return w.gone
	}
	return ""
}

// room names where a session is; of many rooms, the first and how many more.
func (w *words) room(rooms []string) string {
	if len(rooms) <= 2 {
		return strings.Join(rooms, ", ")
	}
	if w.korean() {
		return fmt.Sprintf("%s 외 %d곳", rooms[0], len(rooms)-1)
	}
	return fmt.Sprintf("%s + %d more", rooms[0], len(rooms)-1)
}

// people names the speakers.
func (w *words) people(speakers []string) string {
	if len(speakers) <= 3 {
		return strings.Join(speakers, ", ")
	}
	if w.korean() {
		return fmt.Sprintf("%s, %s 외 %d명", speakers[0], speakers[1], len(speakers)-2)
	}
	return fmt.Sprintf("%s, %s + %d", speakers[0], speakers[1], len(speakers)-2)
}

// asOf says how old a picture is, so that a print of last week is known for one.
func (w *words) asOf(t session.Instant) string {
	if !t.Known() {
		return ""
	}
	stamp := t.Date().String() + " " + t.HHMM() + " KST"
	if w.korean() {
		return stamp + " 기준"
	}
	return "As of " + stamp
}
