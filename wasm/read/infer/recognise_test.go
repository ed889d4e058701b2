package infer

import (
	"fmt"
	"strings"
	"testing"
)

// show writes a time as the tests below do.
func show(c clock) string {
	if c < 0 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", c/60, c%60)
}

// TestClockForms has a text for every form of a time of day, and what it reads as.
func TestClockForms(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"09:00:00", "09:00"}, {"9:30", "09:30"}, {"14 : 05", "14:05"}, {"14시 30분", "14:30"}, {"2시 반", "02:30"}, {"오후 2시", "14:00"},
		{"10時30分", "10:30"}, {"午後3時", "15:00"}, {"19h00", "19:00"}, {"10.30", "10:30"}, {"2300", "23:00"},
		{"noon", "12:00"}, {"midnight", "00:00"}, {"정오", "12:00"}, {"자정", "00:00"},
		{"오전 9:00", "09:00"}, {"오후 2:00", "14:00"}, {"上午 9:00", "09:00"}, {"下午 2:00", "14:00"}, {"午前 9:00", "09:00"}, {"午後 2:00", "14:00"},
		{"9:00 a.m.", "09:00"}, {"2:00 p.m.", "14:00"}, {"9:00 a.m", "09:00"}, {"2:00 p.m", "14:00"}, {"9am", "09:00"}, {"PM 2:00", "14:00"}, {"12 PM", "12:00"}, {"12:30 AM", "00:30"},
		{"10：30", "10:30"}, {"１０：３０", "10:30"}, {"6.30pm-7pm", "18:30-19:00"}, {"2300-2330", "23:00-23:30"}, {"10:00 – 10:40", "10:00-10:40"}, {"10:00 ～ 10:40", "10:00-10:40"},
		{"오후 1:00 ~ 2:00", "13:00-14:00"}, {"1:00 - 2:30 PM", "13:00-14:30"}, {"11:30 - 12:30 PM", "11:30-12:30"}, {"10:00부터 11:00까지", "10:00-11:00"}, {"10:00 to 11:00", "10:00-11:00"}, {"de 10:00 a 10:40 h", "10:00-10:40"}, {"10:00 KST — 10:40 KST", "10:00-10:40"}, {"dalle 10:00 alle 10:40", "10:00-10:40"}, {"10h00 às 10h40", "10:00-10:40"}, {"10.00 Uhr – 10.40 Uhr", "10:00-10:40"},
		{"~10:40", "~10:40"}, {"- 10:40", "~10:40"}, {"10:00 ~ 10:40 (40분)", "10:00-10:40"}, {"10:00 KST", "10:00"}, {"10:00 ~ 10:40 (UTC+09:00)", "10:00-10:40"}, {"10:00 UTC-3", "10:00"},
		{"오전 (09:30 ~ 12:30)", "09:30-12:30"}, {"Afternoon (14:00 – 17:00)", "14:00-17:00"}, {"부터 10:40까지", "~10:40"}, {"to 10:40", "~10:40"}, {"bis 10:40", "~10:40"},
		// None, or none alone.
		{"오후 (2:00 ~ 5:00)", ""}, {"Morning (14:00 – 17:00)", ""},
		{"25:00", ""}, {"10:75", ""}, {"1.10.30", ""}, {"2시간", ""}, {"10", ""}, {"", ""}, {"Python 3.12", ""}, {"10:00, 11:00, 12:00", ""}, {"10:00 또는 14:00", ""}, {"10:00에 시작하는 아주 긴 이야기와 그 뒤", ""},
	} {
		got := ""
		if w, ok := timeOf(plain(c.text), true); ok && onlyTime(w) {
			got = show(w.start)
			if w.ends {
				got = "~" + got
			}
			if w.end >= 0 {
				got += "-" + show(w.end)
			}
		}
		if got != c.want {
			t.Errorf("%q reads as %q, want %q", c.text, got, c.want)
		}
	}
	for word := range strings.SplitSeq(strings.Trim(untilWords, "|"), "|") {
		if w, ok := timeOf(plain("10:00 "+word+" 10:40"), true); !ok || show(w.start) != "10:00" || show(w.end) != "10:40" {
			t.Errorf("%q makes no range of two times: %s-%s, %v", word, show(w.start), show(w.end), ok)
		}
	}
	// Every form has a text above.
	seen := map[string]bool{}
	var v values
	for _, text := range []string{"09:00:00", "9:30", "14시 30분", "2시 반", "오후 2시", "10時30分", "午後3時", "19h00", "10.30"} {
		p := plain(text)
		for i := range p {
			for _, f := range clockForms {
				if isDigit(p[i]) && f.form != "HI" && match(f.form, p, i, &v) >= 0 {
					seen[f.form] = true
				}
			}
		}
	}
	for _, f := range clockForms {
		if f.form != "HI" && !seen[f.form] {
			t.Errorf("no text has the form %s", f.form)
		}
	}
}

// A weak time is one only in a column of such: a version and a price are written so too.
func TestWeakTimes(t *testing.T) {
	for _, text := range []string{"10.30", "2300"} {
		if list := clocksIn(text, false); len(list) != 0 {
			t.Errorf("%q is a time by itself: %v", text, list)
		}
	}
}

func TestDateForms(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2027-08-15", "2027-08-15"}, {"2027. 8. 15", "2027-08-15"}, {"2027.08.15 (일)", "2027-08-15"}, {"2027 / 8 / 15", "2027-08-15"}, {"2027년 8월 15일", "2027-08-15"}, {"2027년 8월 15", "2027-08-15"}, {"2027年8月15日", "2027-08-15"},
		{"27년 8월 15일", "2027-08-15"}, {"'27. 8. 15", "2027-08-15"}, {"'27/8/15", "2027-08-15"}, {"2027 Aug 15", "2027-08-15"},
		{"8월 15일", "2027-08-15"}, {"8월 15", "2027-08-15"}, {"8月15日", "2027-08-15"}, {"15 August, 2027", "2027-08-15"}, {"15 de agosto de 2027", "2027-08-15"}, {"domingo 15 de agosto", "2027-08-15"}, {"dimanche 15 août 2027", "2027-08-15"}, {"1er août", "2027-08-01"}, {"Sonntag, 5. Dezember 2027", "2027-12-05"}, {"15 augustus", "2027-08-15"}, {"3 luglio 2027", "2027-07-03"}, {"2 de março de 2027", "2027-03-02"}, {"15th of August 2027", "2027-08-15"}, {"August 15th, 2027", "2027-08-15"}, {"8/15/2027", "2027-08-15"},
		{"Aug 15", "2027-08-15"}, {"15 Aug", "2027-08-15"}, {"15th August", "2027-08-15"}, {"Sunday, 15 August", "2027-08-15"}, {"8/15", "2027-08-15"}, {"8.15(일)", "2027-08-15"}, {"08.15 SUN", "2027-08-15"}, {"08-15 (Sun)", "2027-08-15"},
		{"２０２７年８月１５日", "2027-08-15"}, {"Sun, Aug 15 2027", "2027-08-15"}, {"Day 1 (2027-08-15)", "2027-08-15"},
		{"2027. 8. 14 ~ 15", "2027-08-14 to 2027-08-15"}, {"8월 14일 ~ 8월 15일", "2027-08-14 to 2027-08-15"}, {"14-15 August 2027", "2027-08-14 to 2027-08-15"}, {"August 14-15, 2027", "2027-08-14 to 2027-08-15"}, {"2027년 8월 14일(토) ~ 15일(일)", "2027-08-14 to 2027-08-15"},
		// The day of the week does not fit: another year's, or no date at all.
		{"8월 15일 (월)", ""}, {"8.15", ""}, {"3.12", ""}, {"8.15(월)", ""}, {"13/45", ""}, {"1/2/3", ""}, {"2027", ""}, {"10:30", ""}, {"", ""}, {"2월 30일", ""},
	} {
		got := ""
		if d, ok := dateIn(plain(c.text), 2027); ok {
			got = d.date.String()
			if d.to.Known() {
				got += " to " + d.to.String()
			}
		}
		if got != c.want {
			t.Errorf("%q reads as %q, want %q", c.text, got, c.want)
		}
	}
	read := map[string]bool{}
	var v values
	for _, text := range []string{
		"2027-08-15", "2027. 8. 15", "2027 / 8 / 15", "2027년 8월 15일", "2027년 8월 15", "2027年8月15日", "27년 8월 15일", "'27. 8. 15", "'27/8/15", "2027 Aug 15",
		"8월 15일", "8월 15", "8月15日", "15 de agosto de 2027", "15 août 2027", "15 août", "15 de agosto", "15 August 2027", "15th of August 2027", "August 15th, 2027", "8/15/2027",
		"Aug 15", "15 Aug", "8/15", "8.15", "08-15",
	} {
		for _, f := range dateForms {
			if match(f.form, plain(text), 0, &v) == len(plain(text)) {
				read[f.form] = true
			}
		}
	}
	for _, f := range dateForms {
		if !read[f.form] {
			t.Errorf("no text has the form %s", f.form)
		}
	}
	for m, names := range foreignMonths {
		for name := range strings.SplitSeq(names, "|") {
			if d, ok := dateIn("15 "+name+" 2027", 2027); !ok || d.date.Month != m+1 || d.date.Day != 15 {
				t.Errorf("15 %s is %v", name, d.date)
			}
		}
	}
	for _, w := range weekdays {
		text := w.word
		if text[0] == '(' {
			text += ")"
		} else if text[0] == '[' {
			text += "]"
		}
		if got := weekday("", " "+text); got != w.day {
			t.Errorf("%q is day %d, want %d", text, got, w.day)
		}
	}
}

func TestOrdinalDays(t *testing.T) {
	for text, want := range map[string]int{"Day 1": 1, "DAY2": 2, "Day #3": 3, "Day One": 1, "day two": 2, "1일차": 1, "2일째": 2, "1日目": 1, "第2天": 2, "첫째 날": 1, "둘째날": 2, "Day 1 (2027-08-14)": 1,
		"Monday": 0, "A day in the life": 0, "10일": 0, "Day 12": 0, "Today 1": 0, "": 0} {
		if got := ordinalDay(text); got != want {
			t.Errorf("%q is day %d, want %d", text, got, want)
		}
	}
}

func TestLengths(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
		only bool
	}{
		{"30분", 30, true}, {"30 分", 30, true}, {"45 minutes", 45, true}, {"1 minute", 1, true}, {"40 mins", 40, true}, {"(40 min.)", 40, true}, {"40m", 40, true}, {"40`", 40, true}, {"40'", 40, true},
		{"2시간", 120, true}, {"1시간 30분", 90, true}, {"2時間", 120, true}, {"2 hours", 120, true}, {"1 hour", 60, true}, {"2hrs", 120, true}, {"1 hr", 60, true}, {"1h 30m", 90, true},
		{"Short Talk (20min)", 20, false}, {"강연시간: 45분", 45, false}, {"약 30분", 30, true},
		{"30", 0, false}, {"30명", 0, false}, {"10:30", 0, false}, {"", 0, false}, {"99시간", 0, false}, {"3.5 minutes", 0, false},
	} {
		if got, only := lengthOf(c.text), onlyLength(c.text); got != c.want || only != c.only {
			t.Errorf("%q lasts %d, alone %v; want %d, %v", c.text, got, only, c.want, c.only)
		}
	}
	for _, w := range lengthWords {
		if lengthOf("2 "+w.word) != 2*w.minutes {
			t.Errorf("2 %s lasts %d", w.word, lengthOf("2 "+w.word))
		}
	}
}

// TestLabels has every label as a whole text, and with another language beside it.
func TestLabels(t *testing.T) {
	n := 0
	for _, l := range labels {
		for _, word := range strings.Split(strings.Trim(l.words, "|"), "|") {
			n++
			if got := labelOf(" " + word + " :"); got == noLabel {
				t.Errorf("%q is no label", word)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d labels", n)
	}
	for text, want := range map[string]label{"시간 / Time": timeLabel, "Speaker": speakerLabel, "발표 장소": roomLabel, "Room": roomLabel, "제목": titleLabel, "소요시간": lengthLabel, "Track": trackLabel, "종료": endLabel, "난이도": otherLabel,
		"Timeless": noLabel, "시간 여행자의 파이썬": noLabel, "": noLabel, "장소를 찾아서": noLabel} {
		if got := labelOf(text); got != want {
			t.Errorf("%q is label %d, want %d", text, got, want)
		}
	}
}

// TestTags has every mark on a session, and what is none.
func TestTags(t *testing.T) {
	for word := range strings.SplitSeq(tagWords, "|") {
		if word != "" && (!isTag(word) || !isTag("["+strings.ToUpper(word)+"]")) {
			t.Errorf("%q is no mark", word)
		}
	}
	for text, want := range map[string]bool{"#web": true, "12": true, "3명": true, "#web and data": false, "12 Angry Pythons": false, "발표의 기술": false, "": false} {
		if got := isTag(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestClassWords has every word in the names of classes, with others around it.
func TestClassWords(t *testing.T) {
	r := &reader{classes: map[string]*classed{}}
	for _, c := range classWords {
		for word := range strings.SplitSeq(c.words, "|") {
			class := "card x1-" + word
			if strings.Trim(word, " ") != word {
				class = "card" + word
			}
			if got := r.class(class).feature; got != c.feature {
				t.Errorf("%q is evidence %d, want %d", class, got, c.feature)
			}
		}
	}
	if got := r.class("css-1q2w3e").feature; got != 0 {
		t.Errorf("a hashed class is evidence %d", got)
	}
}

func TestBreaks(t *testing.T) {
	for _, list := range []string{breakWhole} {
		for _, word := range strings.Split(strings.Trim(list, "|"), "|") {
			if word != "" && !isBreak(word) {
				t.Errorf("%q is no break", word)
			}
		}
	}
	for _, word := range strings.Split(breakBegins, "|") {
		if !isBreak(word) {
			t.Errorf("%q is no break", word)
		}
	}
	for _, word := range strings.Split(breakEnds, "|") {
		if word != "時間" && !isBreak("Blue "+word) && !isBreak("긴 "+word) {
			t.Errorf("%q ends no break", word)
		}
	}
	for _, title := range []string{"점심시간 (샌드위치 제공)", "☕️ 쉬는시간", "Coffee break by a sponsor", "Registration & Breakfast", "Lunch", "Break / Dessert", "입장 및 등록", "🎁 경품추첨", "Tea Time", "開場・受付"} {
		if !isBreak(title) {
			t.Errorf("%q is no break", title)
		}
	}
	for _, title := range []string{"Break(ing) the GIL", "Breaking changes in Python 4 and how to survive them", "점심시간에 배우는 파이썬", "Lunchbox: packaging for the rest of us", "등록되지 않은 사용자를 위한 인증", "휴식 없는 서버", "Teaching Python", "키노트", ""} {
		if isBreak(title) {
			t.Errorf("%q is a break", title)
		}
	}
}

// TestNameForms has texts for every form of a name, which is the first that fits them, and
// texts that have none.
func TestNameForms(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []struct {
		form  string
		texts string
	}{
		{"three syllables", "이한빛|김별님"}, {"two or four syllables", "김별|남궁민수"},
		{"words of syllables", "김하늘 이바다|김별 이한빛 박초롱"},
		{"characters", "笹田 耕一|游知澔|高橋さくら"}, {"characters or kana", "さくら|林"},
		{"one word", "Nobishii|snaga"}, {"words with capitals", "Ada Lovelace|Guido van Rossum|Élise de la Tour"},
		{"words", "Ada lovelace|ada king lovelace"}, {"syllables and letters", "김별 Star|Splitline 김"},
		{"", "파이썬으로|별자리를 세는 법|How to Count Stars|lunch|Counting Stars With Five Words|Python 3|101호|10:00|さくらさくらさくら|"},
	} {
		for text := range strings.SplitSeq(c.texts, "|") {
			form := ""
			if i := nameForm(text); i >= 0 {
				form = nameForms[i].form
			}
			if form != c.form {
				t.Errorf("%q has the form %q, want %q", text, form, c.form)
			}
			seen[form] = true
		}
	}
	for _, f := range nameForms {
		if !seen[f.form] {
			t.Errorf("no text has the form %s", f.form)
		}
		if f.like <= 0 || f.like > 1 {
			t.Errorf("%s is like a name by %v", f.form, f.like)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		text string
		like bool
	}{
		{"김별", true}, {"이한빛", true}, {"남궁민수", true}, {"황보하늘", true}, {"Ada Lovelace", true}, {"Grace M. Hopper", true}, {"Guido van Rossum", true}, {"笹田 耕一", true}, {"游知澔", true}, {"김별 (별자리 회사)", true}, {"김별 / 별자리 회사", true}, {"김별 · 별자리 회사", true}, {"by Ada Lovelace", true}, {"김별 님", true},
		{"파이썬", false}, {"How to Count Stars", false}, {"별자리를 세는 법", false}, {"Python 3", false}, {"", false}, {"101호", false}, {"10:00", false},
	} {
		if got := nameLike(c.text); got >= 0.5 != c.like {
			t.Errorf("%q is like a name by %.1f", c.text, got)
		}
	}
	for text, want := range map[string]string{
		"김별": "김별", "김별, 이한빛": "김별|이한빛", "김별 (별자리 회사)": "김별", "김별 / 별자리 회사": "김별", "김별 · 별자리 회사": "김별", "김별 | 별자리 회사": "김별", "김별 @ 별자리": "김별", "by Ada Lovelace": "Ada Lovelace", "(Ada Lovelace, Grace Hopper)": "Ada Lovelace|Grace Hopper",
		"발표자: 김별": "김별", "발표자 김별": "김별", "김별 님": "김별", "笹田、高橋": "笹田|高橋", "hsbt（柴田博志）": "hsbt（柴田博志）", "김별(star)": "김별(star)",
	} {
		if got := strings.Join(people(text), "|"); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

func TestRooms(t *testing.T) {
	for _, list := range []string{roomEnds} {
		for _, word := range strings.Split(list, "|") {
			if roomLike("Blue 3 "+word) < 0.5 && roomLike("제3"+word) < 0.5 {
				t.Errorf("%q ends no room", word)
			}
		}
	}
	for _, word := range strings.Split(roomBegins, "|") {
		if roomLike(word+" 3") < 1 && roomLike(word+"3") < 1 {
			t.Errorf("%q begins no room", word)
		}
	}
	for word := range strings.SplitSeq(trackBegin, "|") {
		if roomLike(word+" 3") != 0.6 {
			t.Errorf("%q begins no track", word)
		}
	}
	for text, want := range map[string]string{
		"101호": "101호", "Hall A": "Hall A", "Track 1 (오디토리움)": "오디토리움", "| 4월 22일 (토), A 트랙 (마젤란홀)": "마젤란홀", "Conference Hall 5": "Conference Hall 5", "Main Lecture Hall (1.61)": "Main Lecture Hall (1.61)", "R0": "R0", "Track A": "Track A",
		"8월 15일 (토)": "", "김별": "", "파이썬으로 별자리 그리기": "", "": "",
	} {
		if got := roomIn(text); got != want {
			t.Errorf("%q names the room %q, want %q", text, got, want)
		}
	}
}

func TestMoments(t *testing.T) {
	r := &reader{year: 2027}
	for text, want := range map[string]string{
		"2018-06-02 8:30 GMT+0200": "2018-06-02T15:30:00+09:00", "2027-08-14T10:00:00+09:00": "2027-08-14T10:00:00+09:00", "2027-08-14T10:00Z": "2027-08-14T19:00:00+09:00", "20270814T100000Z": "2027-08-14T19:00:00+09:00", "2020-09-18T09:15:00+01:00": "2020-09-18T17:15:00+09:00",
	} {
		if got, zoned, ok := r.moment(text); !ok || !zoned || got.String() != want {
			t.Errorf("%q is %s, zoned %v, want %s", text, got, zoned, want)
		}
	}
	for _, text := range []string{"", "10:00", "2027-08-14", "PT30M", "tomorrow"} {
		if got, _, ok := r.moment(text); ok {
			t.Errorf("%q is a moment: %s", text, got)
		}
	}
	for text, want := range map[string]int{"PT30M": 30, "PT1H30M": 90, "pt2h": 120, "P1D": 0, "30": 0, "": 0} {
		if got := isoLength(text); got != want {
			t.Errorf("%q lasts %d, want %d", text, got, want)
		}
	}
}
