// Package words has the words around the sessions of a picture, in Korean and in
// English: the names of days, what marks a session, how a sheet is read out.
package words

import (
	"fmt"
	"strconv"
	"strings"

	"byeolpyo/wasm/model/editions"
	"byeolpyo/wasm/model/picks"
	"byeolpyo/wasm/model/session"
	"byeolpyo/wasm/model/timetable"
	"byeolpyo/wasm/picture/typeset"
)

// Words are the words around the sessions, in one language. They are part of the program,
// like the colours, so that a picture depends on its arguments only.
type Words struct {
	Lang, Mine, Undated, gone, cancelled, Untitled, Empty, EmptyHint, Brand, Scan, Elsewhere, Notes, Changed, Next, NoneLeft string
	Note, Question, Asked                                                                                                    string // what a paragraph is that the person wrote

}

var inKorean = Words{
	Lang: session.Korean, Mine: "내 시간표", Undated: "시간 미정", gone: "현재 시간표에 없음", cancelled: "취소된 세션", Untitled: "제목 미정",
	Empty: "아직 담은 세션이 없어요", EmptyHint: "pycon.kr에서 세션 옆의 별을 눌러 보세요", Brand: "별표 Byeolpyo",
	Scan: "이 그림이나 코드를 찍은 사진을 별표에 놓으면 시간표를 가져와요", Elsewhere: "그 밖에", Notes: "메모", Changed: "바뀜",
	Next: "다음 세션", NoneLeft: "남은 세션이 없어요", Note: "메모", Question: "물어볼 질문", Asked: "물어본 질문",
}

var inEnglish = Words{
	Lang: session.English, Mine: "My timetable", Undated: "Time not known yet", gone: "Not in the current timetable", cancelled: "Cancelled", Untitled: "Title not known yet",
	Empty: "No sessions yet", EmptyHint: "Click the star beside a session on pycon.kr", Brand: "Byeolpyo 별표",
	Scan: "Drop this picture, or a photo of its code, on Byeolpyo to import the timetable", Elsewhere: "Elsewhere", Notes: "Notes", Changed: "changed",
	Next: "Up next", NoneLeft: "No sessions left", Note: "Note", Question: "To ask", Asked: "Asked",
}

// In returns the words of a language: English for "en", else Korean.
func In(lang string) *Words {
	if lang == session.English {
		return &inEnglish
	}
	return &inKorean
}

// Korean reports whether w are the Korean words.
func (w *Words) Korean() bool { return w.Lang == session.Korean }

// Edition returns the name of an edition: "파이콘 한국 2026".
func (w *Words) Edition(edition string) string {
	label, year := timetable.SplitEdition(edition)
	if year == "" {
		return label
	}
	name := editions.Find(year).Title(w.Lang)
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

// Day returns the name of a date: "8월 15일 (토)", "Sat, August 15".
func (w *Words) Day(d session.Date) string {
	if w.Korean() {
		return fmt.Sprintf("%d월 %d일 (%s)", d.Month, d.Day, weekdaysKo[d.Weekday()])
	}
	return fmt.Sprintf("%s, %s %d", weekdaysEn[d.Weekday()], monthsEn[(d.Month+11)%12], d.Day)
}

// Days returns the days of a timetable: "8월 15일 (토) – 8월 16일 (일)".
func (w *Words) Days(tt timetable.Timetable) string {
	switch n := len(tt.Days); n {
	case 0:
		return ""
	case 1:
		return w.Day(tt.Days[0].Date)
	default:
		return w.Day(tt.Days[0].Date) + " – " + w.Day(tt.Days[n-1].Date)
	}
}

// Counts sums a timetable up: "세션 8개 · 꼭 들을 세션 1개 · 겹침 1건".
func (w *Words) Counts(tt timetable.Timetable) string {
	var parts []string
	if w.Korean() {
		parts = append(parts, fmt.Sprintf("세션 %d개", tt.Picks))
		if tt.Must > 0 {
			parts = append(parts, fmt.Sprintf("꼭 들을 세션 %d개", tt.Must))
		}
		if tt.Clashes > 0 {
			parts = append(parts, fmt.Sprintf("겹침 %d건", tt.Clashes))
		}
	} else {
		parts = append(parts, Plural(tt.Picks, "session"))
		if tt.Must > 0 {
			parts = append(parts, fmt.Sprintf("%d must-hear", tt.Must))
		}
		if tt.Clashes > 0 {
			parts = append(parts, Plural(tt.Clashes, "clash"))
		}
	}
	return strings.Join(parts, " · ")
}

// Sessions counts the sessions of a day.
func (w *Words) Sessions(n int) string {
	if w.Korean() {
		return fmt.Sprintf("세션 %d개", n)
	}
	return Plural(n, "session")
}

// About sums a day up: "세션 3개 · 13:30–17:00".
func (w *Words) About(d timetable.Day) string {
	return w.Sessions(len(d.Items)) + " · " + w.FromTo(d.First, d.Last)
}

// Plural counts things in English: "1 session", "2 clashes".
func Plural(n int, noun string) string {
	s := strconv.Itoa(n) + " " + noun
	switch {
	case n == 1:
		return s
	case strings.HasSuffix(noun, "sh"):
		return s + "es"
	}
	return s + "s"
}

// FromTo names a time: "13:30–14:10", and "23:00–다음 날 01:00" over midnight.
func (w *Words) FromTo(from, to session.Instant) string {
	end := to.HHMM()
	switch n := to.DaysAfter(from); {
	case n <= 0:
	case n == 1 && w.Korean():
		end = "다음 날 " + end
	case n == 1:
		end += " next day"
	case w.Korean():
		end = fmt.Sprintf("%d일 뒤 %s", n, end)
	default:
		end += fmt.Sprintf(" %d days later", n)
	}
	return from.HHMM() + "–" + end
}

// Span returns the time of an item, and marks an end that is a guess.
func (w *Words) Span(it timetable.Item) string {
	switch {
	case !it.Guessed:
		return w.FromTo(it.Start, it.End)
	case w.Korean():
		return w.FromTo(it.Start, it.End) + "쯤"
	}
	return strings.Replace(w.FromTo(it.Start, it.End), "–", "–c. ", 1)
}

// SpanShort is span where there is little room: "23:00–01:00 +1".
func (w *Words) SpanShort(it timetable.Item) string { return it.Start.HHMM() + w.Until(it) }

// Until returns the end of an item alone, in a short form.
func (w *Words) Until(it timetable.Item) string {
	end := it.End.HHMM() + Later(it.End, it.Start)
	switch {
	case !it.Guessed:
		return "–" + end
	case w.Korean():
		return "–" + end + "쯤"
	}
	return "–c. " + end
}

// Later returns " +1" if to is on the day after from, and so on; "" if it is on the same day.
func Later(to, from session.Instant) string {
	if n := to.DaysAfter(from); n > 0 {
		return " +" + strconv.Itoa(n)
	}
	return ""
}

// gap returns the words for a time without sessions: "비는 시간 1시간 20분".
func (w *Words) gap(minutes int) string {
	if w.Korean() {
		return "비는 시간 " + w.minutes(minutes)
	}
	return w.minutes(minutes) + " free"
}

// Minutes returns a length of time in a few letters: "80분", "80 min".
func (w *Words) Minutes(n int) string {
	if w.Korean() {
		return strconv.Itoa(n) + "분"
	}
	return strconv.Itoa(n) + " min"
}

func (w *Words) minutes(n int) string {
	hour, minute := "시간", "분"
	if !w.Korean() {
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

// Clash names the overlaps of an item: "15분 겹침", of several "30분·10분 겹침",
// of several that are as long "2개와 30분 겹침".
func (w *Words) Clash(clashes []timetable.Clash) string {
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
	case n > 1 && same && w.Korean():
		return fmt.Sprintf("%d개와 %s 겹침", n, parts[0])
	case n > 1 && same:
		return fmt.Sprintf("%s overlap ×%d", parts[0], n)
	case w.Korean():
		return strings.Join(parts, "·") + " 겹침"
	}
	return strings.Join(parts, ", ") + " overlap"
}

// overlap returns how long a clash lasts, and marks one that rests on a guess.
func (w *Words) overlap(c timetable.Clash) string {
	switch n := w.minutes(c.Minutes); {
	case !c.Guessed:
		return n
	case w.Korean():
		return n + "쯤"
	default:
		return "c. " + n
	}
}

// ClashShort names only how many sessions an item clashes with.
func (w *Words) ClashShort(n int) string {
	if w.Korean() {
		return fmt.Sprintf("%d개와 겹침", n)
	}
	return fmt.Sprintf("overlap ×%d", n)
}

// More returns how many sessions are on the next sheet: "+3개 더 (다음 장)".
func (w *Words) More(n int) string {
	if w.Korean() {
		return fmt.Sprintf("+%d개 더 · 다음 장에 있어요", n)
	}
	return fmt.Sprintf("+%d more · on the next sheet", n)
}

// Was tells where and when a session was before it moved: "전: 13:30 · 101"; "" when
// it did not.
func (w *Words) Was(was, now *session.Session) string {
	d := picks.Compare(*was, *now)
	var parts []string
	if d&picks.Moved != 0 {
		t := was.Start.HHMM()
		switch {
		case was.Start.Date() != now.Start.Date():
			t = w.Day(was.Start.Date()) + " " + t
		case was.Start == now.Start:
			t = w.FromTo(was.Start, was.End)
		}
		parts = append(parts, t)
	}
	if d&picks.Rehomed != 0 {
		parts = append(parts, w.Room(was.PlacesIn(w.Lang)))
	}
	if len(parts) == 0 {
		return ""
	}
	return w.Changed + " ← " + strings.Join(parts, " · ")
}

// Heard stands before the names of friends who hear a session, too if it is mine:
// "같이 듣는 세션: ", and "같이: " where that has to be short.
func (w *Words) Heard(mine, short bool) string {
	switch korean := w.Korean(); {
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
	return "picked by "
}

// Parting returns the words for what a friend hears meanwhile.
func (w *Words) Parting(name, theirs string) string {
	if w.Korean() {
		return "여기서 갈라져요: " + name + " → " + theirs
	}
	return "you split up here: " + name + " → " + theirs
}

// Free is when a friend is free.
type Free struct {
	Name string
	Gaps []timetable.Gap
}

// LabelledGap is the shortest gap that is labelled, in minutes. Shorter ones are for walking
// to the next room.
const LabelledGap = 20

// FreeWith names a time without sessions, and the friends who are free then: "둘 다
// 비는 시간 15:30–18:00: 지훈".
func (w *Words) FreeWith(g timetable.Gap, friends []Free) string {
	var names []string
	var both timetable.Gap
	for _, f := range friends {
		for _, free := range f.Gaps {
			from, to := max(g.Start, free.Start), min(g.End, free.End)
			if to-from >= LabelledGap {
				names = append(names, typeset.Clean(f.Name))
				if !both.Start.Known() {
					both = timetable.Gap{Start: from, End: to}
				}
				both.Start, both.End = max(both.Start, from), min(both.End, to)
				break
			}
		}
	}
	switch {
	case len(names) == 0 || both.Minutes() < LabelledGap:
		return w.gap(g.Minutes())
	case w.Korean() && len(names) == 1:
		return "둘 다 비는 시간 " + w.FromTo(both.Start, both.End) + ": " + names[0]
	case w.Korean():
		return "모두 비는 시간 " + w.FromTo(both.Start, both.End) + ": " + w.People(names)
	}
	return "free together " + w.FromTo(both.Start, both.End) + ": " + w.People(names)
}

// Sentence is one item in words: time, title, place, people and what marks it.
func (w *Words) Sentence(it timetable.Item, title string, marks ...string) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	first := title
	if it.Start.Known() {
		first = w.Span(it) + " " + title
	}
	switch it.State {
	case picks.Must:
		first += " ★★"
	case picks.Star:
		first += " ★"
	}
	add(first)
	add(typeset.Clean(w.Room(it.Session.PlacesIn(w.Lang))))
	add(typeset.Clean(w.People(it.Session.SpeakersIn(w.Lang))))
	if len(it.Clashes) > 0 {
		add(w.Clash(it.Clashes))
	}
	add(w.Off(&it))
	for _, m := range marks {
		add(m)
	}
	return strings.Join(parts, " · ")
}

// Off returns why a session does not take place, "" if it does.
func (w *Words) Off(it *timetable.Item) string {
	switch {
	case it.Cancelled():
		return w.cancelled
	case it.Gone:
		return w.gone
	}
	return ""
}

// Room names where a session is; of many rooms, the first and how many more.
func (w *Words) Room(rooms []string) string {
	if len(rooms) <= 2 {
		return strings.Join(rooms, ", ")
	}
	if w.Korean() {
		return fmt.Sprintf("%s 외 %d곳", rooms[0], len(rooms)-1)
	}
	return fmt.Sprintf("%s + %d more", rooms[0], len(rooms)-1)
}

// People names the speakers.
func (w *Words) People(speakers []string) string {
	if len(speakers) <= 3 {
		return strings.Join(speakers, ", ")
	}
	if w.Korean() {
		return fmt.Sprintf("%s, %s 외 %d명", speakers[0], speakers[1], len(speakers)-2)
	}
	return fmt.Sprintf("%s, %s + %d", speakers[0], speakers[1], len(speakers)-2)
}

// AsOf returns when a picture was made, so that an old print is recognised.
func (w *Words) AsOf(t session.Instant) string {
	if !t.Known() {
		return ""
	}
	stamp := t.Date().String() + " " + t.HHMM() + " KST"
	if w.Korean() {
		return stamp + " 기준"
	}
	return "As of " + stamp
}

// Picked counts what is on a sheet: "내 세션 3개 · 전체 24개".
func (w *Words) Picked(mine, all int) string {
	if w.Korean() {
		return "내 세션 " + strconv.Itoa(mine) + "개 · 전체 " + strconv.Itoa(all) + "개"
	}
	return strconv.Itoa(mine) + " of " + Plural(all, "session")
}

// Others returns how many picks are on other sheets of the day.
func (w *Words) Others(n int) string {
	if w.Korean() {
		return "+" + strconv.Itoa(n) + "개는 다른 장에 있어요"
	}
	return "+" + strconv.Itoa(n) + " on other sheets"
}

// Besides returns how many sessions are not listed one by one, and how many of them friends
// hear.
func (w *Words) Besides(n, ofFriend int) string {
	text, friends := "그 밖의 세션 %d개", " · 그중 친구가 듣는 세션 %d개"
	if !w.Korean() {
		text, friends = "other sessions: %d", " · picked by friends: %d"
	}
	if ofFriend == 0 {
		return fmt.Sprintf(text, n)
	}
	return fmt.Sprintf(text+friends, n, ofFriend)
}

// Rooms returns which of the rooms are on a sheet.
func (w *Words) Rooms(from, to, of int) string {
	if w.Korean() {
		return "방 " + strconv.Itoa(from) + "–" + strconv.Itoa(to) + "/" + strconv.Itoa(of)
	}
	return "rooms " + strconv.Itoa(from) + "–" + strconv.Itoa(to) + " of " + strconv.Itoa(of)
}
